import { isAbsolute, posix, relative, sep } from "node:path";
import type { FilePort, Found } from "../config/files.js";
import { MAX_FILE_BYTES, MAX_TOTAL_BYTES } from "../config/findFiles.js";
import { compareText } from "../model/skillGroup.js";
import { type GitCommit, unusable } from "./gitCommit.js";
import type { Host } from "./host.js";
import type { UserError } from "./userError.js";

/** An entry of a commit's tree. */
interface Entry {
  readonly kind: "file" | "folder" | "link" | "submodule";
  readonly object: string;
}

/** As many links in a row as Linux follows. */
const MOST_LINKS = 40;
/** Bytes of a list of all entries: about a hundred thousand files. */
const MOST_LISTING = 64 * 1024 * 1024;
const KINDS: Readonly<Record<string, Entry["kind"]>> = {
  "040000": "folder",
  "100644": "file",
  "100664": "file",
  "100755": "file",
  "120000": "link",
  "160000": "submodule",
};

/**
 * The files of a commit, as {@link FilePort} gives those of a disk: same paths, same limits. They are read out of git's store:
 * nothing is checked out, and no filter of the repository runs. A link counts where it leads inside the commit; what leads out is
 * `EOUTSIDE`. Submodules are empty folders.
 */
export class CommitFiles implements FilePort {
  readonly #commit: GitCommit;
  readonly #host: Pick<Host, "git" | "files" | "folder">;
  /** By path in the repository; `""` is its top folder. */
  readonly #entries = new Map<string, Entry>();
  /** The part of the repository that is listed; `""`: all of it. */
  readonly #listed = new Set<string>();
  readonly #contents = new Map<string, Uint8Array>();
  /** Objects of files that were found, and are read with the first of them. */
  readonly #found = new Set<string>();
  #failure: UserError | undefined;

  constructor(commit: GitCommit, host: Pick<Host, "git" | "files" | "folder">) {
    this.#commit = commit;
    this.#host = host;
  }

  /** Why git could not give what the commit has: the readers of files take that for a file's own fault. */
  get failure(): UserError | undefined {
    return this.#failure;
  }

  async kind(path: string): Promise<"file" | "folder" | "missing" | "other"> {
    const found = await this.#resolve(await this.#inRepository(path));
    if (found === undefined) return "missing";
    if (found.entry.kind === "file") this.#found.add(found.entry.object);
    return found.entry.kind === "file" ? "file" : "folder";
  }

  async rootOf(): Promise<string> {
    return this.#commit.top;
  }

  async placeOf(path: string): Promise<string> {
    const { top } = this.#commit;
    const inside = await this.#inRepository(path);
    try {
      return posix.join(top, (await this.#resolve(inside))?.path ?? inside);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "EOUTSIDE" ? posix.dirname(top) : posix.join(top, inside);
    }
  }

  async yamlFilesBelow(folder: string): Promise<Found> {
    const files = new Map<string, string>();
    const faults: { readonly path: string; readonly code: string }[] = [];
    const seen = new Set<string>();
    const visit = async (place: string, shown: string): Promise<void> => {
      if (seen.has(place)) return;
      seen.add(place);
      await this.#list(place);
      for (const [name, entry] of this.#inside(place)) {
        if (name.startsWith(".") || /^node_modules$/i.test(name)) continue;
        const path = posix.join(shown, name);
        const isYaml = /\.ya?ml$/i.test(name);
        try {
          const found =
            entry.kind === "link"
              ? await this.#resolve(posix.join(place, name))
              : { path: posix.join(place, name), entry };
          // A link to nothing may have been a folder of groups, unless it is named like a file of another kind.
          if (found === undefined && !isYaml && posix.extname(name) !== "") continue;
          if (found === undefined) throw fault("ENOENT", path);
          if (found.entry.kind === "folder") await visit(found.path, path);
          if (found.entry.kind !== "file" || !isYaml || files.has(found.path)) continue;
          files.set(found.path, path);
          this.#found.add(found.entry.object);
        } catch (error) {
          faults.push({ path, code: (error as NodeJS.ErrnoException).code ?? String(error) });
        }
      }
    };
    const top = await this.#resolve(await this.#inRepository(folder));
    if (top !== undefined) await visit(top.path, slashes(folder));
    return { files: [...files.values()].sort(compareText), faults };
  }

  async size(path: string): Promise<number> {
    return (await this.read(path)).length;
  }

  async read(path: string, { most = MAX_FILE_BYTES }: { readonly most?: number } = {}): Promise<Uint8Array> {
    const found = await this.#resolve(await this.#inRepository(path));
    if (found === undefined) throw fault("ENOENT", path);
    if (found.entry.kind !== "file") throw fault("ENOTFILE", path);
    const bytes = await this.#content(found.entry.object);
    if (bytes.length > most) throw Object.assign(fault("EFBIG", path), { size: bytes.length });
    return bytes;
  }

  /** A path from the working folder as one from the repository's top; it may begin with `..`. */
  async #inRepository(path: string): Promise<string> {
    const { top } = this.#commit;
    const { files, folder } = this.#host;
    const named = isAbsolute(path) ? path : posix.join(slashes(await files.placeOf(folder)), slashes(path));
    const inside = slashes(relative(top, named));
    // Its own folders may be links, as /tmp is on a Mac.
    return isOutside(inside) && isAbsolute(path) ? slashes(relative(top, await files.placeOf(path))) : inside;
  }

  /** Follows links. @throws `EOUTSIDE`, `ELOOP` */
  async #resolve(
    path: string,
    left = MOST_LINKS,
  ): Promise<{ readonly path: string; readonly entry: Entry } | undefined> {
    const whole = posix
      .normalize(path)
      .replace(/^\.\/?$/, "")
      .replace(/\/$/, "");
    if (isOutside(whole)) throw fault("EOUTSIDE", path);
    if (whole === "") return { path: "", entry: { kind: "folder", object: "" } };
    await this.#list(whole);
    const parts = whole.split("/");
    for (let depth = 1; depth <= parts.length; depth += 1) {
      const above = parts.slice(0, depth).join("/");
      const entry = this.#entries.get(above);
      if (entry === undefined) return undefined;
      if (entry.kind === "link") {
        if (left === 0) throw fault("ELOOP", path);
        const target = new TextDecoder().decode(await this.#content(entry.object));
        if (isAbsolute(target)) throw fault("EOUTSIDE", path);
        return this.#resolve(posix.join(posix.dirname(above), target, ...parts.slice(depth)), left - 1);
      }
      if (depth === parts.length) return { path: whole, entry };
      if (entry.kind !== "folder") return undefined;
    }
    return undefined;
  }

  /** Takes in what lies at and below a path. Where nothing does, a folder above it may be a link: then all is listed. */
  async #list(path: string): Promise<void> {
    const isListed = (at: string): boolean => this.#listed.has("") || this.#listed.has(at);
    for (let at = path; ; at = at.includes("/") ? posix.dirname(at) : "") {
      if (isListed(at)) return;
      if (at === "") break;
    }
    await this.#listTree(path);
    if (path !== "" && !this.#entries.has(path)) await this.#listTree("");
  }

  async #listTree(path: string): Promise<void> {
    const { hash, top } = this.#commit;
    const {
      stdout,
      missing = false,
      detail,
    } = await this.#host.git(
      ["--literal-pathspecs", "ls-tree", "-rtz", "--full-tree", hash, ...(path === "" ? [] : ["--", path])],
      { folder: top, most: MOST_LISTING },
    );
    if (detail !== undefined) throw this.#failed(missing, detail);
    for (const line of new TextDecoder().decode(stdout).split("\0")) {
      const [, mode = "", object = "", name] = /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      const kind = KINDS[mode];
      if (name !== undefined && kind !== undefined) this.#entries.set(name, { kind, object });
    }
    this.#children = undefined;
    this.#listed.add(path);
  }

  #children: Map<string, [string, Entry][]> | undefined;

  /** The entries of a folder, by name. */
  #inside(folder: string): readonly [string, Entry][] {
    if (this.#children === undefined) {
      this.#children = new Map();
      for (const [path, entry] of this.#entries) {
        const above = path.includes("/") ? posix.dirname(path) : "";
        const known = this.#children.get(above);
        if (known === undefined) this.#children.set(above, [[posix.basename(path), entry]]);
        else known.push([posix.basename(path), entry]);
      }
    }
    return (this.#children.get(folder) ?? []).sort(([a], [b]) => compareText(a, b));
  }

  /** One call of git brings this object and all that were found with it. */
  async #content(object: string): Promise<Uint8Array> {
    const known = this.#contents.get(object);
    if (known !== undefined) return known;
    const { top } = this.#commit;
    const wanted = [object, ...this.#found].filter(
      (one, at, all) => !this.#contents.has(one) && all.indexOf(one) === at,
    );
    const {
      stdout,
      missing = false,
      detail,
      tooLong,
    } = await this.#host.git(["cat-file", "--batch"], {
      folder: top,
      input: wanted.map((one) => `${one}\n`).join(""),
      most: MAX_TOTAL_BYTES + MAX_FILE_BYTES,
    });
    if (tooLong === true) throw fault("EFBIG", object);
    if (detail !== undefined) throw this.#failed(missing, detail);
    for (const [name, bytes] of batchOf(stdout)) this.#contents.set(name, bytes);
    const bytes = this.#contents.get(object);
    if (bytes === undefined) throw this.#failed(false, `${object} is missing`);
    return bytes;
  }

  #failed(missing: boolean, detail: string): UserError {
    this.#failure ??= unusable(this.#commit.ref, missing, detail);
    return this.#failure;
  }
}

/** What `cat-file --batch` prints: for each object a line, `<hash> blob <size>`, its bytes, and a line break. */
function* batchOf(output: Uint8Array): Generator<readonly [string, Uint8Array]> {
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(0x0a, at);
    const [, object, size] = /^([0-9a-f]+) blob (\d+)$/.exec(new TextDecoder().decode(output.subarray(at, end))) ?? [];
    at = end + 1;
    if (end < 0) return;
    // `missing`: a line without contents.
    if (object === undefined) continue;
    yield [object, output.subarray(at, at + Number(size))];
    at += Number(size) + 1;
  }
}

function isOutside(path: string): boolean {
  return path === ".." || path.startsWith("../") || isAbsolute(path);
}

/** Elsewhere than on Windows a backslash is part of a name. */
function slashes(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

function fault(code: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${path}`), { code, path });
}
