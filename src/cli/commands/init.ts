import { writeFile } from "node:fs/promises";
import { dirname, posix } from "node:path";
import { isWithin } from "../../config/files.js";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import { UserError } from "../../engine/userError.js";
import { jsonLine } from "../../report/json.js";
import { makeFolder } from "../../state/folders.js";
import type { CiChoice, CommonOptions } from "../arguments/options.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import { Output } from "../output/output.js";
import { cannotWrite } from "../output/saveFile.js";
import { readGitConfig, suggestedBy, systemsOf } from "../starter/ciSystems.js";
import { initText } from "../starter/initText.js";
import { starterFiles } from "../starter/starterFiles.js";

interface InitOptions extends Pick<CommonOptions, "lang" | "format" | "color" | "verbose" | "quiet"> {
  /** Absent: what the folder's git remote suggests. */
  readonly ci?: CiChoice;
}

/**
 * Writes a file, with the folders above it, unless something has its name already: the system itself makes sure of
 * that.
 */
export type WriteNew = (path: string, text: string) => Promise<"written" | "kept">;

/** On the real disk. A link to nothing counts as existing. */
export const writeNewFile: WriteNew = async (path, text) => {
  await makeFolder(dirname(path), 0o777);
  try {
    await writeFile(path, text, { flag: "wx" });
    return "written";
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return "kept";
    throw error;
  }
};

/** `muster init`: a repository to start with. Existing files stay as they are. */
export async function init(
  folder: string,
  options: InitOptions,
  host: ConsoleHost,
  write: WriteNew = writeNewFile,
): Promise<ExitCode> {
  const output = new Output(options, host);
  try {
    const ci = options.ci ?? suggestedBy(await readGitConfig(folder, host.folder, host.files));
    // Nothing is written through a link that leads out of the folder, not even into an empty place.
    const root = await host.files.rootOf(folder, await host.files.rootOf("."));
    const written: string[] = [];
    const kept: string[] = [];
    for (const { path, text } of starterFiles(systemsOf(ci))) {
      const place = posix.join(folder, path);
      if (!isWithin(root, await host.files.placeOf(posix.dirname(place))))
        throw new UserError([{ code: "path-outside", severity: "error", args: { path: place } }]);
      const outcome = await write(place, text).catch((error: unknown) => {
        throw cannotWrite(place, error);
      });
      (outcome === "written" ? written : kept).push(place);
    }
    const done = { folder, written, kept };
    output.print(
      output.format === "json"
        ? `${jsonLine({ formatVersion: "1.0", kind: "init", ...done })}\n`
        : initText({ ...done, ci, asked: options.ci !== undefined }, output.textOptions()),
    );
    return EXIT.ok;
  } catch (error) {
    return output.fail(error);
  }
}
