import { posix } from "node:path";
import type { Host } from "../../engine/host.js";
import { UserError } from "../../engine/userError.js";
import { shellWord } from "../../model/shellWord.js";
import { compareText } from "../../model/skillGroup.js";
import { cannotWrite, saveFile, withRoot } from "./saveFile.js";

/** What a file is to hold from now on, and where it must lie. */
export interface FileEdit {
  readonly path: string;
  /** What it held when it was read; absent where it is new. */
  readonly read?: string;
  readonly write: string;
  readonly root: string | undefined;
}

/**
 * Writes all files, or none: where one cannot be written, those before it become what they were. None either where one is
 * no longer what was read: somebody has edited it in the meantime.
 *
 * @throws {UserError} `file-changed`; `cannot-write`; `path-outside`
 */
export async function saveEdits(edits: readonly FileEdit[], { files }: Pick<Host, "files">): Promise<void> {
  const changed = [];
  for (const edit of edits) if (await hasChanged(edit, { files })) changed.push(edit.path);
  if (changed.length > 0) throw new UserError([{ code: "file-changed", severity: "error", args: { paths: changed } }]);
  const written: FileEdit[] = [];
  try {
    for (const edit of edits) {
      if (edit.read === undefined) await makeFolderOf(edit, { files });
      await saveFile(edit.path, edit.write, { files }, withRoot(edit.root));
      written.push(edit);
    }
  } catch (error) {
    for (const { path, read, root } of written) {
      const undone = read === undefined ? files.remove(path) : saveFile(path, read, { files }, withRoot(root));
      await undone.catch(() => undefined);
    }
    throw error;
  }
}

async function hasChanged({ path, read }: FileEdit, { files }: Pick<Host, "files">): Promise<boolean> {
  // Writing says better what is wrong with a file that cannot be read.
  if (read === undefined) return (await files.kind(path).catch(() => "missing")) !== "missing";
  const bytes = await files.read(path).catch(() => undefined);
  return bytes !== undefined && new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) !== read;
}

async function makeFolderOf({ path, root }: FileEdit, { files }: Pick<Host, "files">): Promise<void> {
  await files.makeFolder(posix.dirname(path), root).catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
}

/**
 * The command that commits edited files, for people to copy.
 *
 * @param fresh those of them that git does not know yet
 */
export function commitCommand(title: string, paths: readonly string[], fresh: readonly string[] = []): string {
  const sorted = (all: readonly string[]) => all.toSorted(compareText).map(shellWord);
  const add = fresh.length === 0 ? [] : ["git add --", ...sorted(fresh), "&&"];
  return [...add, "git commit -m", shellWord(title), "--", ...sorted(paths)].join(" ");
}
