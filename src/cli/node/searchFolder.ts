import { type Dirent, lstatSync, readdirSync, readlinkSync, realpathSync, type Stats, statSync } from "node:fs";
import { extname, join, posix, relative } from "node:path";
import type { Found } from "../../config/files.js";
import { isWithin } from "../../config/files.js";
import { readRegularFile } from "./openFile.js";
import { fileError } from "./realPlaces.js";

/** The most folders and files that a search looks at; a repository of groups has a few thousand. */
const MOST_ENTRIES = 1_000_000;
/** Bytes of `.gitmodules`. */
const MOST_MODULES = 1024 * 1024;

/**
 * All YAML files below a folder, by name. An entry that may be a YAML file but cannot be looked at is an error: a
 * search that skips something would shrink the desired state.
 *
 * @param folder where it is, absolute
 * @param shown the same path as people see it: all paths in the result begin with it, with slashes
 * @param root real path; links that lead out of it are errors
 */
export function searchFolder(folder: string, shown: string, root: string, most = MOST_ENTRIES): Found {
  const found: { readonly path: string; readonly place: string }[] = [];
  const faults: { readonly path: string; readonly code: string }[] = [];
  const seen = new Set<string>();
  let entries = 0;
  const fail = (path: string, error: unknown) => {
    faults.push({ path, code: (error as NodeJS.ErrnoException).code ?? String(error) });
  };

  const visit = (place: string, path: string): void => {
    if (seen.has(place)) return;
    seen.add(place);
    let inside: Dirent[];
    try {
      inside = readdirSync(place, { withFileTypes: true });
    } catch (error) {
      fail(path, error);
      return;
    }
    entries += inside.length;
    if (entries > most) throw fileError("EFBIG", path);
    if (inside.length === 0 && isSubmodule(place, root)) fail(path, fileError("ESUBMODULE", path));
    for (const entry of inside.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (!entry.name.startsWith(".")) look(entry, join(place, entry.name), posix.join(path, entry.name));
    }
  };

  const look = (entry: Dirent, place: string, path: string): void => {
    const isYaml = /\.ya?ml$/i.test(entry.name);
    try {
      const is = entry.isFile() || entry.isDirectory() ? entry : kindOf(place, entry);
      if (is === undefined) return;
      if (is.isDirectory()) {
        if (!/^node_modules$/i.test(entry.name)) enter(place, path);
      } else if (isYaml && is.isFile()) found.push({ path, place: realOf(place, entry) });
      else if (isYaml) fail(path, fileError("ENOTFILE", path));
    } catch (error) {
      fail(path, error);
    }
  };

  const enter = (place: string, path: string): void => {
    const real = realpathSync.native(place);
    if (!isWithin(root, real)) throw fileError("EOUTSIDE", path);
    visit(real, path);
  };

  visit(realpathSync.native(folder), shown);
  return { files: distinctFiles(found), faults };
}

/**
 * Follows links; some file systems do not say what an entry is. A link to nothing may have been a folder, unless it and
 * its target are named like a file of another kind (`plan.json`).
 *
 * @returns `undefined` for such a link
 */
function kindOf(place: string, entry: Dirent): Stats | undefined {
  if (!entry.isSymbolicLink()) return lstatSync(place);
  const found = statSync(place, { throwIfNoEntry: false });
  if (found !== undefined) return found;
  const extension = extname(entry.name);
  if (/^\.(?!ya?ml$)[a-z][a-z0-9]*$/i.test(extension) && extname(readlinkSync(place)) === extension) return undefined;
  throw fileError("ENOENT", place);
}

function realOf(place: string, entry: Dirent): string {
  return entry.isFile() ? place : realpathSync.native(place);
}

/** Links may lead to one file by several paths: the first path counts. The order is not the disk's. */
function distinctFiles(found: readonly { readonly path: string; readonly place: string }[]): string[] {
  const sorted = [...found].sort((a, b) => (a.path < b.path ? -1 : 1));
  const places = new Set<string>();
  return sorted.filter(({ place }) => !places.has(place) && places.add(place)).map(({ path }) => path);
}

/** An empty folder that the repository's `.gitmodules` lists. */
function isSubmodule(place: string, root: string): boolean {
  try {
    const text = new TextDecoder().decode(readRegularFile(join(root, ".gitmodules"), { root, most: MOST_MODULES }));
    const way = relative(root, place).replaceAll("\\", "/");
    return [...text.matchAll(/^\s*path\s*=\s*(.*?)\s*$/gm)].some(([, path]) => path === way);
  } catch {
    return false;
  }
}
