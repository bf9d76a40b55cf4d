import { closeSync, constants, openSync, type Stats, statSync } from "node:fs";
import { appendFile, type FileHandle, open, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isWithin } from "../../config/files.js";
import type { WriteOptions } from "../../engine/host.js";
import { fileError, realPlace } from "./realPlaces.js";

/** Names of the process's own streams: written to directly, no matter what is behind them. */
export const STREAM = /^\/(?:dev\/(?:stdout|stderr|null|tty|fd\/\d+)|proc\/self\/fd\/\d+)$/;

/**
 * Writes a file whole or not at all: beside its place, then moved there, so that a full disk does not leave half a
 * plan. A link stays, and its target is written; a file keeps its mode and owner. A file with several names (hard
 * links) is written in place, because moving would separate it from the others.
 *
 * @param path absolute
 * @throws the system's error, or `EOUTSIDE`
 */
export async function writeThrough(
  path: string,
  content: string | Uint8Array,
  { root, mode = 0o666 }: WriteOptions = {},
): Promise<void> {
  if (STREAM.test(path)) return appendFile(path, content);
  const place = realPlace(path);
  refuseOutside(place, root, path);
  const before = statSync(place, { throwIfNoEntry: false });
  if (before !== undefined && !before.isFile()) return writeToOther(place, content);
  if (before !== undefined && before.nlink > 1) return writeInPlace(place, content);
  await replace(place, content, before, mode);
}

/** @throws `EOUTSIDE` if a real path is not in the root */
export function refuseOutside(place: string, root: string | undefined, path: string): void {
  if (root !== undefined && !isWithin(root, place)) throw fileError("EOUTSIDE", path);
}

async function replace(
  place: string,
  content: string | Uint8Array,
  before: Stats | undefined,
  mode: number,
): Promise<void> {
  const beside = join(dirname(place), `.${basename(place)}.${process.pid}.tmp`);
  // People who may read the text may do so only once it has its mode.
  const handle = await open(beside, "wx", before === undefined ? mode : 0o600);
  try {
    await handle.writeFile(content);
    if (before !== undefined) await likeBefore(handle, before);
    await handle.close();
    await rename(beside, place);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(beside, { force: true });
    throw error;
  }
}

async function likeBefore(handle: FileHandle, { mode, uid, gid }: Stats): Promise<void> {
  const now = await handle.stat();
  // Only root may give a file to another user; for others the owner stays.
  if (now.uid !== uid || now.gid !== gid) await handle.chown(uid, gid).catch(() => undefined);
  await handle.chmod(mode & 0o7777);
}

async function writeInPlace(place: string, content: string | Uint8Array): Promise<void> {
  const handle = await open(place, "r+");
  try {
    await handle.writeFile(content);
    await handle.truncate(Buffer.byteLength(content));
  } finally {
    await handle.close();
  }
}

/** A pipe or a device. Opening a pipe without a reader waits for ever; without waiting it fails at once. */
async function writeToOther(place: string, content: string | Uint8Array): Promise<void> {
  const probe = openSync(place, constants.O_WRONLY | (constants.O_NONBLOCK ?? 0));
  try {
    await writeFile(place, content);
  } finally {
    closeSync(probe);
  }
}
