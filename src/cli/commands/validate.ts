import { shownTexts } from "../../config/redactFindings.js";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import type { Shell } from "../../engine/host.js";
import { hasError } from "../../engine/userError.js";
import { loadWorkspace } from "../../engine/workspace.js";
import type { Validation } from "../../report/validation.js";
import type { ReportOptions } from "../arguments/options.js";
import { inputsOf, Publisher } from "../output/publisher.js";

/** `muster validate`: offline, so it asks for no secret. Its findings are its output. */
export async function validate(paths: readonly string[], options: ReportOptions, shell: Shell): Promise<ExitCode> {
  const publisher = new Publisher("validate", options, shell);
  try {
    await publisher.prepare(inputsOf(paths, options));
    const { findings, accounts, texts } = await loadWorkspace(paths, options, "several", shell);
    const validation: Validation = {
      formatVersion: "1.0",
      kind: "validation",
      valid: !hasError(findings),
      accounts: accounts.map(({ name, files, desired }) => ({
        name,
        files,
        groups: desired?.groups.length ?? 0,
        memberships: (desired?.groups ?? []).reduce((sum, group) => sum + (group.members?.length ?? 0), 0),
      })),
      diagnostics: findings,
    };
    return await publisher.publish(
      { kind: "validation", validation, texts: shownTexts(findings, texts) },
      validation.valid ? EXIT.ok : EXIT.failed,
    );
  } catch (error) {
    return publisher.fail(error);
  }
}
