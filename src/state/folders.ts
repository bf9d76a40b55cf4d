import { constants } from "node:fs";
import { mkdir, open, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { codeOf } from "./recordError.js";

/** Only this user may read what muster remembers: it names groups, accounts and commands. */
const FOLDER_MODE = 0o700;
export const FILE_MODE = 0o600;

/**
 * Makes a folder and those above it, where they are missing. Node's own recursion never ends below a folder that accepts no
 * entries (`/proc`).
 */
export async function makeFolder(folder: string, mode = FOLDER_MODE): Promise<void> {
  try {
    await makeOne(folder, mode);
  } catch (error) {
    if (codeOf(error) !== "ENOENT" || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder), mode);
    await makeOne(folder, mode);
  }
}

async function makeOne(folder: string, mode: number): Promise<void> {
  try {
    await mkdir(folder, { mode });
  } catch (error) {
    const isThere = await stat(folder).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isThere) throw error;
  }
}

/** Our records are a few KB. A larger file is not ours and is not read. */
const MAX_BYTES = 1 << 20;

/** The text of a record; empty for what cannot be one: a pipe (reading it would block), a link, a large file. */
export async function readRecord(path: string): Promise<string> {
  const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
  const handle = await open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  try {
    const found = await handle.stat();
    return found.isFile() && found.size <= MAX_BYTES ? await handle.readFile("utf8") : "";
  } finally {
    await handle.close();
  }
}

/** Errors of systems that cannot sync a folder (Windows), or need not. */
const CANNOT_SYNC = new Set(["EISDIR", "EPERM", "EACCES", "EINVAL", "ENOTSUP", "ENOSYS", "EROFS"]);

/** Syncs a folder and all folders above it. Any of them may have been made a moment ago, by this process or another. */
export async function syncUpwards(folder: string): Promise<void> {
  let at = resolve(folder);
  for (; at !== dirname(at); at = dirname(at)) await syncFolder(at);
  await syncFolder(at);
}

/** Makes the names in a folder survive a power cut: a synced file in an unsynced folder can be lost. */
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

/**
 * A readable name for a file or folder, for any text: no separators, no leading dot, nothing that is special to a shell or
 * another file system, and not too long. Different texts can give the same name.
 */
export function safeName(text: string): string {
  const name = text.replace(/[^A-Za-z0-9._-]+/g, "_").replace(/^[._-]+/, "");
  return name.slice(0, 60) || "unnamed";
}
