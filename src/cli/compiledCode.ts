import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { Script } from "node:vm";
import { MUSTER_VERSION } from "../engine/version.js";
import { userFolder } from "./node/userFolders.js";

type Run = Pick<typeof import("./run.js"), "run">;
type Evaluate = (exports: object, require: (id: string) => unknown, module: { exports: object }, file: string) => void;

/**
 * Has code that V8 compiled in one run used by the next: a third of what `validate` of a small repository takes is
 * compiling. The files of the bundle are loaded here, with V8's own cached data; what does not fit (another V8, other
 * flags, cut short) V8 refuses and compiles anew. Node can do the same by itself (`module.enableCompileCache`), but only
 * from 22.1 on, and gains half as much: 3.2 instead of 2.7 bare starts.
 *
 * Kept in the user's own cache: a folder in everybody's, with a name that can be guessed, is no place for code that will
 * hold a secret. `NODE_DISABLE_COMPILE_CACHE` turns it off, as it does Node's; so does `CI`, where jobs of others may have
 * filled the home, and V8 asks of cached code no more than that the source is as long.
 *
 * @param entry the bundle's entry
 * @param file what to load, seen from the entry
 * @returns what the file exports; nothing where there can be no cache
 */
export function loadRemembered(entry: string, file: string): Run | undefined {
  const root = ownFolder();
  if (root === undefined) return undefined;
  const outside = createRequire(entry);
  return load(outside, outside.resolve(file), root) as Run;
}

/** The folder of the cache, where it belongs to nobody else: `sudo` may leave another user's home in place. */
function ownFolder(): string | undefined {
  const { NODE_DISABLE_COMPILE_CACHE: off = "", CI: ci = "" } = process.env;
  if (off !== "" || !["", "0", "false"].includes(ci.toLowerCase())) return undefined;
  try {
    const folder = userFolder("cache");
    if (folder === undefined) return undefined;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(folder);
    const mine = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    return mine ? folder : undefined;
  } catch {
    return undefined; // A home that cannot be written to: then without.
  }
}

/** Loads a file of the bundle, and the files that it requires, as Node does. */
function load(outside: NodeJS.Require, first: string, root: string): object {
  const folder = join(root, `code-${MUSTER_VERSION}-${process.version}-${process.arch}`);
  const modules = new Map<string, { exports: object }>();
  const compiled: { readonly kept: string; readonly script: Script }[] = [];
  const open = (file: string): object => {
    const known = modules.get(file);
    if (known !== undefined) return known.exports;
    const source = readFileSync(file, "utf8");
    const { mtimeMs, size } = statSync(file);
    // V8 compares no more of the source than its length.
    const kept = join(folder, `${basename(file)}-${size}-${Math.trunc(mtimeMs)}`);
    const cachedData = readIfThere(kept);
    const script = new Script(`(function (exports, require, module, __filename) {${source}\n})`, {
      filename: file,
      ...(cachedData === undefined ? {} : { cachedData }),
    });
    if (cachedData === undefined || script.cachedDataRejected === true) compiled.push({ kept, script });
    const module = { exports: {} };
    modules.set(file, module);
    const require = (id: string): unknown => (id.startsWith(".") ? open(join(dirname(file), id)) : outside(id));
    (script.runInThisContext() as Evaluate)(
      module.exports,
      Object.assign(require, { resolve: outside.resolve }),
      module,
      file,
    );
    return module.exports;
  };
  // Only at the end has everything been compiled that a run needs.
  process.on("exit", () => {
    if (compiled.length > 0) keep(compiled, folder, root);
  });
  return open(first);
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Writes each whole or not at all, in place of what other builds and versions left. No run fails for the sake of its cache. */
function keep(
  compiled: readonly { readonly kept: string; readonly script: Script }[],
  folder: string,
  root: string,
): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const other of readdirSync(root)) {
      if (other.startsWith("code-") && other !== basename(folder)) rmSync(join(root, other), { recursive: true });
    }
    const there = readdirSync(folder);
    for (const { kept, script } of compiled) {
      const stem = `${basename(kept).replace(/-\d+-\d+$/, "")}-`;
      for (const old of there) if (old.startsWith(stem)) rmSync(join(folder, old), { force: true });
      const beside = `${kept}.${process.pid}.tmp`;
      writeFileSync(beside, script.createCachedData(), { mode: 0o600 });
      renameSync(beside, kept);
    }
  } catch {
    // A full disk, or another run that cleared away the same.
  }
}
