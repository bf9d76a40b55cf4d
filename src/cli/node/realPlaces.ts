import { lstatSync, readlinkSync, realpathSync, type Stats, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isWithin } from "../../config/files.js";

/** As many links in a row as Linux follows. */
const MOST_LINKS = 40;

/**
 * Where a path leads, with all links followed; for a path that does not exist yet, where it would be.
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

/** The real path of the folder that everything read through a path must lie in: see `FilePort.rootOf`. */
export function rootAround(path: string, within?: string): string {
  const folder = entryAt(path)?.isDirectory() ? realPlace(path) : realPlace(dirname(path));
  // The root of the file system, which containers may work in, would include everything.
  const isRoot = within === undefined || dirname(within) === within;
  // By name or in reality: a folder on the way may be a link that leads out.
  if (!isRoot && (isWithin(within, path) || isWithin(within, folder))) return within;
  return repositoryAround(folder) ?? folder;
}

/**
 * The nearest folder with a `.git` of the folder's own owner, or of root: in a folder that all may write to, such as
 * `/tmp`, anyone can make a `.git`.
 */
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

/** An error like the file system's own, for what muster itself refuses. Codes: see `FilePort`. */
export function fileError(code: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${path}`), { code, path });
}
