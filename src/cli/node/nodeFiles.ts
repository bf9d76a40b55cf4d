import { lstatSync, statSync } from "node:fs";
import { appendFile, rm } from "node:fs/promises";
import { resolve } from "node:path";
import type { Host } from "../../engine/host.js";
import { makeFolder } from "../../state/folders.js";
import { readRegularFile } from "./openFile.js";
import { fileError, realPlace, rootAround } from "./realPlaces.js";
import { searchFolder } from "./searchFolder.js";
import { refuseOutside, writeThrough } from "./writeThrough.js";

/**
 * The real file system.
 *
 * Files are read synchronously: through the thread pool, five thousand small files take five times as long, and nothing
 * else could go on in the meantime.
 *
 * @param folder what paths are relative to; if absent, the process's working folder
 */
export function nodeFilesIn(folder = ""): Host["files"] {
  const at = (path: string) => resolve(folder, path);
  return {
    async kind(path) {
      const found = statSync(at(path), { throwIfNoEntry: false });
      if (found !== undefined) return found.isFile() ? "file" : found.isDirectory() ? "folder" : "other";
      // Also for a path through a file instead of a folder.
      if (lstatSync(at(path), { throwIfNoEntry: false }) === undefined) return "missing";
      throw fileError("ENOENT", path);
    },
    ownerOf: (path) => statSync(at(path), { throwIfNoEntry: false })?.uid,
    rootOf: async (path, within) => rootAround(at(path), within),
    placeOf: async (path) => realPlace(at(path)),
    yamlFilesBelow: async (path, root, most) => searchFolder(at(path), path.replaceAll("\\", "/"), root, most),
    size: async (path) => statSync(at(path)).size,
    read: async (path, confines) => readRegularFile(at(path), confines),
    makeFolder: async (path, root) => {
      const place = realPlace(at(path));
      refuseOutside(place, root, path);
      await makeFolder(place, 0o777);
    },
    remove: (path) => rm(at(path), { force: true }),
    append: (path, text) => appendFile(at(path), text),
    write: (path, content, options) => writeThrough(at(path), content, options),
  };
}

export const nodeFiles = nodeFilesIn();
