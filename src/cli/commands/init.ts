import { posix } from "node:path";
import { isWithin } from "../../config/files.js";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import type { Shell } from "../../engine/host.js";
import { UserError } from "../../engine/userError.js";
import { jsonLine } from "../../report/json.js";
import type { CiChoice, CommonOptions } from "../arguments/options.js";
import { Voice } from "../output/output.js";
import { cannotWrite } from "../output/saveFile.js";
import { readGitConfig, suggestedBy, systemsOf } from "../starter/ciSystems.js";
import { initText } from "../starter/initText.js";
import { starterFiles } from "../starter/starterFiles.js";
import { type WriteNew, writeNewFile } from "../starter/writeNew.js";

interface InitOptions extends Pick<CommonOptions, "lang" | "format" | "color" | "verbose" | "quiet"> {
  /** Absent: what the folder's git remote suggests. */
  readonly ci?: CiChoice;
}

/** `muster init`: a repository to start with. What is there already stays as it is. */
export async function init(
  folder: string,
  options: InitOptions,
  shell: Shell,
  write: WriteNew = writeNewFile,
): Promise<ExitCode> {
  const voice = new Voice(options, shell);
  try {
    const ci = options.ci ?? suggestedBy(await readGitConfig(folder, shell.folder, shell.files));
    // Nothing is written by way of a link out of the folder, not even where that is empty.
    const root = await shell.files.rootOf(folder, await shell.files.rootOf("."));
    const written: string[] = [];
    const kept: string[] = [];
    for (const { path, text } of starterFiles(systemsOf(ci))) {
      const place = posix.join(folder, path);
      if (!isWithin(root, await shell.files.placeOf(posix.dirname(place))))
        throw new UserError([{ code: "path-outside", severity: "error", args: { path: place } }]);
      const outcome = await write(place, text).catch((error: unknown) => {
        throw cannotWrite(place, error);
      });
      (outcome === "written" ? written : kept).push(place);
    }
    const done = { folder, written, kept };
    voice.answer(
      voice.format === "json"
        ? `${jsonLine({ formatVersion: "1.0", kind: "init", ...done })}\n`
        : initText({ ...done, ci, asked: options.ci !== undefined }, voice.textOptions()),
    );
    return EXIT.ok;
  } catch (error) {
    return voice.fail(error);
  }
}
