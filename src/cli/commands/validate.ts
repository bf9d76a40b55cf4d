import { validationJson } from "../../report/json.js";
import { validationText } from "../../report/text/validationText.js";
import type { Validation } from "../../report/validation.js";
import { EXIT, type ExitCode } from "../exitCode.js";
import type { CommonOptions } from "../options.js";
import type { Shell } from "../shell.js";
import { hasError } from "../userError.js";
import { Voice } from "../voice.js";
import { loadWorkspace } from "../workspace.js";

/** `muster validate`: offline, so it asks for no secret. Its findings are its output. */
export async function validate(paths: readonly string[], options: CommonOptions, shell: Shell): Promise<ExitCode> {
  const voice = new Voice(options, shell);
  try {
    const workspace = await loadWorkspace(paths, options, "several", shell);
    const validation: Validation = {
      formatVersion: "1.0",
      kind: "validation",
      valid: !hasError(workspace.findings),
      accounts: workspace.accounts.map(({ name, files, desired }) => ({
        name,
        files,
        groups: desired?.groups.length ?? 0,
        memberships: (desired?.groups ?? []).reduce((sum, group) => sum + (group.members?.length ?? 0), 0),
      })),
      diagnostics: voice.diagnostics(workspace.findings),
    };
    voice.answer(
      voice.format === "json"
        ? validationJson(validation)
        : validationText(validation, workspace.texts, voice.textOptions()),
    );
    return validation.valid ? EXIT.ok : EXIT.failed;
  } catch (error) {
    return voice.fail(error);
  }
}
