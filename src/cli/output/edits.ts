import type { EditedFile } from "../../engine/editAgents.js";
import type { Host } from "../../engine/host.js";
import { shellWord } from "../../model/shellWord.js";
import { compareText } from "../../model/skillGroup.js";
import { saveFile, withRoot } from "./saveFile.js";

/** Writes all files, or none: where one cannot be written, those before it get back what they had. @throws {UserError} */
export async function saveEdits(files: readonly EditedFile[], host: Pick<Host, "files">): Promise<void> {
  const written: EditedFile[] = [];
  try {
    for (const file of files) {
      await saveFile(file.path, file.write, host, withRoot(file.root));
      written.push(file);
    }
  } catch (error) {
    for (const { path, read, root } of written) await saveFile(path, read, host, withRoot(root)).catch(() => undefined);
    throw error;
  }
}

/** The command that commits edited files, for people to copy. */
export function commitCommand(title: string, paths: readonly string[]): string {
  return ["git commit -m", shellWord(title), "--", ...paths.toSorted(compareText).map(shellWord)].join(" ");
}
