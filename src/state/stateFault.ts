import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { codeOf } from "./recordError.js";

/** A folder in which nothing can be: what lies there is no memory, as with a disk that cannot be written to. */
export const NO_FOLDER = "/dev/null/muster";

/** Why what lies in a folder is not to be believed. */
export type StateFault = "missing-home" | "owner" | "writable" | "not-a-folder";

/**
 * Whoever may write to the folder decides what muster remembers: which group was just created, how long to wait. So it must
 * be the user's own, or root's, and nobody else's to write to.
 *
 * @param uid of this process; `undefined` on Windows, which has no such modes
 * @returns nothing where all is well, or where the folder is not there yet
 */
export async function stateFault(folder: string, uid: number | undefined): Promise<StateFault | undefined> {
  if (folder === NO_FOLDER || folder === dirname(NO_FOLDER)) return "missing-home";
  if (uid === undefined) return undefined;
  const found = await stat(folder).catch((error: unknown) => codeOf(error));
  // A folder that cannot be asked cannot be used either; that is said where it is used.
  if (typeof found !== "object") return undefined;
  if (!found.isDirectory()) return "not-a-folder";
  if (found.uid !== uid && found.uid !== 0) return "owner";
  return (found.mode & 0o022) === 0 ? undefined : "writable";
}

/** The folders of an account's records whose owners count. */
export function foldersToTrust(account: string): readonly string[] {
  return [dirname(account), account];
}
