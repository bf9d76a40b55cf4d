import { dirname, isAbsolute, join, posix, relative, resolve, sep } from "node:path";
import { isWithin } from "../config/files.js";
import { SETTINGS_FILE } from "../config/findFiles.js";
import type { ConfigFinding } from "../config/findings.js";
import { isPathPattern, literalPattern } from "../config/pathPattern.js";
import type { Host } from "./host.js";
import { UserError } from "./userError.js";

/** Where a run works: in the folder of `muster.yaml`, whichever folder below it the run was started in. */
export interface Project<H extends Host = Host> {
  /** Works in the project's folder: the files have one name each, wherever the run was started. */
  readonly host: H;
  /** From the working folder to the `muster.yaml` of a folder above; absent where there is none or it is the folder's own. */
  readonly above?: string;
  /** A path from the project's folder as one from the working folder: for commands that people copy. */
  readonly back: (path: string) => string;
  /** A path that was typed, as one from the project's folder. */
  readonly from: (path: string) => string;
  /** As {@link from}, for paths that may be patterns. */
  readonly fromAll: (paths: readonly string[]) => Promise<readonly string[]>;
}

/**
 * Finds `muster.yaml` in the working folder, or in the nearest one above it within the git repository. Outside of a repository
 * only the working folder counts: above it may lie anyone's files.
 *
 * @param config the `muster.yaml` that was asked for: then nothing is searched for
 * @throws {UserError} the file that was found belongs to somebody else, or is not called `muster.yaml`
 */
export async function findProject<H extends Host>(host: H, config?: string): Promise<Project<H>> {
  const found = config === undefined ? await folderAbove(host) : undefined;
  const same = (path: string): string => path;
  if (found === undefined) return { host, back: same, from: same, fromAll: async (paths) => paths };
  const { folder, here } = found;
  const inside = slashes(relative(folder, here));
  const from = (path: string): string => (isAbsolute(path) ? path : posix.join(inside, slashes(path)));
  const own = hostIn(host, folder);
  return {
    host: own,
    above: slashes(join(relative(here, folder), SETTINGS_FILE)),
    back: (path) => (isAbsolute(path) ? path : posix.relative(inside, path)),
    from,
    fromAll: (paths) =>
      Promise.all(
        paths.map(async (path) =>
          !isPathPattern(path) || isAbsolute(path) || (await isThere(from(path), own))
            ? from(path)
            : posix.join(literalPattern(inside), slashes(path)),
        ),
      ),
  };
}

/** The nearest folder above that has a `muster.yaml`, and the working folder, as real paths. */
async function folderAbove(host: Host): Promise<{ readonly folder: string; readonly here: string } | undefined> {
  const { files } = host;
  if (await isThere(SETTINGS_FILE, host)) return undefined;
  const [here, top] = [await files.placeOf("."), await files.rootOf(".")];
  if (!isWithin(top, here)) return undefined;
  for (let folder = here; folder !== top && dirname(folder) !== folder; ) {
    folder = dirname(folder);
    const file = join(folder, SETTINGS_FILE);
    const shown = slashes(relative(here, file));
    if (await isThere(file, host)) {
      const owners = new Set([here, top].map((one) => files.ownerOf(one)));
      // A folder on the way may be one that all can write to. The file says where calls go, and which guards hold.
      const owner = files.ownerOf(file);
      if (owner === 0 || owners.has(owner)) return { folder, here };
      throw new UserError([{ code: "config-not-yours", severity: "error", args: { path: shown } }]);
    }
    const misnamed = join(folder, SETTINGS_FILE.replace(".yaml", ".yml"));
    if (await isThere(misnamed, host)) throw new UserError([misnamedFinding(slashes(relative(here, misnamed)))]);
  }
  return undefined;
}

function misnamedFinding(path: string): ConfigFinding {
  return { code: "settings-file-name", severity: "error", args: { path } };
}

/** Something that cannot be looked at is there, too: reading it says what is wrong. */
async function isThere(path: string, { files }: Pick<Host, "files">): Promise<boolean> {
  return (await files.kind(path).catch(() => "file")) !== "missing";
}

/** The same host with another working folder. */
export function hostIn<H extends Host>(host: H, folder: string): H {
  const { files, git } = host;
  const at = (path: string) => resolve(folder, path);
  const own: Pick<Host, "folder" | "startedIn" | "files" | "git"> = {
    folder,
    startedIn: host.folder,
    git: (args, options) => git(args, { folder, ...options }),
    files: {
      ...files,
      kind: (path) => files.kind(at(path)),
      ownerOf: (path) => files.ownerOf(at(path)),
      rootOf: (path, within) => files.rootOf(at(path), within),
      placeOf: (path) => files.placeOf(at(path)),
      size: (path) => files.size(at(path)),
      read: (path, confines) => files.read(at(path), confines),
      write: (path, text, options) => files.write(at(path), text, options),
      remove: (path) => files.remove(at(path)),
      makeFolder: (path, root) => files.makeFolder(at(path), root),
      append: (path, text) => files.append(at(path), text),
      async yamlFilesBelow(path, root, most) {
        const searched = slashes(at(path));
        const found = await files.yamlFilesBelow(at(path), root, most);
        const shown = (one: string) =>
          one === searched ? slashes(path) : posix.join(slashes(path), posix.relative(searched, one));
        return {
          files: found.files.map(shown),
          faults: found.faults.map((fault) => ({ ...fault, path: shown(fault.path) })),
        };
      },
    },
  };
  // By descriptors: a spread would open `stdin`, which few runs need.
  return Object.defineProperties(
    {},
    { ...Object.getOwnPropertyDescriptors(host), ...Object.getOwnPropertyDescriptors(own) },
  ) as H;
}

/** Elsewhere than on Windows a backslash is part of a name. */
function slashes(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}
