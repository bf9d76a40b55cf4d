import { readFileSync, realpathSync, statSync } from "node:fs";
import { appendFile, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Shell } from "./shell.js";

/**
 * The real file system. Paths are relative to the working folder.
 *
 * What is read is read at once: through the thread pool five thousand small files take five times as long, and nothing
 * else could go on in the meantime.
 */
export const nodeFiles: Shell["files"] = {
  async kind(path) {
    try {
      const found = statSync(path);
      return found.isFile() ? "file" : found.isDirectory() ? "folder" : "other";
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT" || code === "ENOTDIR") return "missing";
      throw error;
    }
  },

  async yamlFilesBelow(folder) {
    // What glob packages search with, without their patterns: those take longer to load than a small repository to check.
    const { fdir } = await import("fdir");
    const found = await new fdir()
      .withRelativePaths()
      .withPathSeparator("/")
      .withSymlinks({ resolvePaths: false })
      .exclude((_, path) => /(^|\/)(\.[^/]*|node_modules)\/?$/i.test(path))
      .filter((path) => /(^|\/)[^./][^/]*\.ya?ml$/i.test(path))
      .crawl(resolve(folder))
      .withPromise();
    const paths = found.map((path) => join(folder, path).replaceAll("\\", "/"));
    // The order is the disk's; documents must not depend on it.
    return distinctFiles(paths.sort((a, b) => (a < b ? -1 : 1)));
  },

  async size(path) {
    return statSync(path).size;
  },

  async read(path) {
    return readFileSync(path);
  },

  async makeFolder(path) {
    await mkdir(path, { recursive: true });
  },

  append(path, text) {
    return appendFile(path, text);
  },

  /** Whole or not at all: written beside its place and moved there, so that a full disk leaves no half plan. */
  async write(path, text) {
    // A device or a pipe (`--out /dev/stdout`) cannot be replaced, only written to.
    if ((await nodeFiles.kind(path)) === "other") return writeFile(path, text);
    const beside = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
    try {
      await writeFile(beside, text, { flag: "wx" });
      await rename(beside, path);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
  },
};

/** Links may lead to one file by several paths: the first of them stands for it. */
function distinctFiles(paths: readonly string[]): string[] {
  const real = paths.map(realPath);
  const first = new Map(real.map((path, index) => [path, index] as const).reverse());
  return paths.filter((_, index) => first.get(real[index] ?? "") === index);
}

function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
