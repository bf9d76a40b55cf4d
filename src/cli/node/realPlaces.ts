import { lstatSync, readlinkSync, realpathSync, type Stats, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isWithin } from "../../config/files.js";

/** As many links in a row as Linux follows. */
const MOST_LINKS = 40;

/**
 * Where a path leads, all links followed; for what is not there yet, where it would be.
 *
 * @param path absolute
 * @throws the system's error: links in a circle, a folder that may not be entered
 */
export function realPlace(path: string, left = MOST_LINKS): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "ENOTDIR") throw error;
  }
  const above = dirname(path);
  if (above === path) return path;
  const folder = realPlace(above, left);
  const target = linkTarget(path);
  if (target === undefined) return join(folder, basename(path));
  if (left === 0) throw fileError("ELOOP", path);
  return realPlace(resolve(folder, target), left - 1);
}

/** The real path of the folder that what is read by way of a path must lie in: see `FilePort.rootOf`. */
export function rootAround(path: string, within?: string): string {
  const folder = entryAt(path)?.isDirectory() ? realPlace(path) : realPlace(dirname(path));
  // The root of the file system, where a container may work, would hold everything.
  const isRoot = within === undefined || dirname(within) === within;
  // By its name or in truth: a folder on the way may be a link out.
  if (!isRoot && (isWithin(within, path) || isWithin(within, folder))) return within;
  return repositoryAround(folder) ?? folder;
}

/** One of the folder's own owner, or of root: in a folder of everybody, such as `/tmp`, anybody can make a `.git`. */
function repositoryAround(folder: string): string | undefined {
  const owner = statSync(folder, { throwIfNoEntry: false })?.uid;
  for (let at = folder; ; at = dirname(at)) {
    const found = entryAt(join(at, ".git"));
    if (found !== undefined && (found.uid === owner || found.uid === 0)) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** What is there, links not followed. Where a file stands in place of a folder, nothing is in it. */
function entryAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return undefined;
    throw error;
  }
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** An error as the file system throws it, for what muster refuses itself. Codes: see `FilePort`. */
export function fileError(code: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${path}`), { code, path });
}
