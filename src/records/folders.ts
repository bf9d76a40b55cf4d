import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { codeOf } from "./recordError.js";

/** Only this user reads what muster remembers: it names groups, accounts and commands. */
export const FOLDER_MODE = 0o700;
export const FILE_MODE = 0o600;

/**
 * Makes a folder and those above it, where they are missing.
 *
 * @returns the folder above the first one that was made; `undefined` where all were there
 */
export async function makeFolder(folder: string): Promise<string | undefined> {
  const first = await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  return first === undefined ? undefined : dirname(first);
}

/** What systems answer that do not let a folder be synced (Windows) or have no need to. */
const CANNOT_SYNC = new Set(["EISDIR", "EPERM", "EACCES", "EINVAL", "ENOTSUP", "ENOSYS"]);

/** Makes the names in a folder outlast a power cut: a file that is synced in an unsynced folder can be lost whole. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!CANNOT_SYNC.has(codeOf(error) ?? "")) throw error;
  }
}
