import type { Host } from "./host.js";
import { UserError } from "./userError.js";

/** A commit of a repository, and where the working folder is in it. */
export interface GitCommit {
  /** As it was asked for: a branch, a tag, a hash. */
  readonly ref: string;
  /** Its full hash; a tree's hash if a tree was named. */
  readonly hash: string;
  /** The repository's top folder, a real path with `/`. */
  readonly top: string;
}

/** What CI systems give as the commit before a branch's first one: there was nothing. */
const NOTHING = /^0{40}(?:0{24})?$/;
const EMPTY_TREES = {
  sha1: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  sha256: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
} as const;

/**
 * Finds a commit. A tree will do as well; a hash of zeros is the empty one.
 *
 * @param ref a branch, a tag or a commit; see `gitRef`
 * @throws {UserError} there is no git, no repository, or no such commit here
 */
export async function findCommit(ref: string, folder: string, git: Host["git"]): Promise<GitCommit> {
  const asked = NOTHING.test(ref) ? EMPTY_TREES[ref.length === 40 ? "sha1" : "sha256"] : ref;
  const [top = ""] = await gitLines(["rev-parse", "--show-toplevel"], ref, folder, git);
  for (const kind of ["commit", "tree"]) {
    const object = `${asked}^{${kind}}`;
    const found = await git(["rev-parse", "--verify", "--quiet", "--end-of-options", object], { folder });
    if (found.detail === undefined) return { ref, hash: new TextDecoder().decode(found.stdout).trim(), top };
  }
  const [shallow] = await gitLines(["rev-parse", "--is-shallow-repository"], ref, folder, git);
  throw new UserError([{ code: "unknown-ref", severity: "error", args: { ref, shallow: shallow === "true" } }]);
}

/**
 * What git printed, by lines; nothing if it says that there is no such thing.
 *
 * @throws {UserError} there is no git, or it failed
 */
export async function gitLines(
  args: readonly string[],
  ref: string,
  folder: string,
  git: Host["git"],
): Promise<string[]> {
  const { stdout, missing = false, detail } = await git(args, { folder });
  if (missing || (detail !== undefined && detail !== "")) throw unusable(ref, missing, detail ?? "");
  return new TextDecoder()
    .decode(stdout)
    .split("\n")
    .filter((line) => line !== "");
}

export function unusable(ref: string, missing: boolean, detail: string): UserError {
  return new UserError([{ code: "git-unusable", severity: "error", args: { ref, missing, detail } }]);
}
