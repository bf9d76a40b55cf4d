import { isAbsolute, posix, relative } from "node:path";
import type { SourceFile } from "../../config/files.js";
import type { Shell } from "../../engine/host.js";
import { UserError } from "../../engine/userError.js";

/**
 * A file as a commit has it.
 *
 * @param ref a branch, a tag or a commit; see `gitRef`
 * @param path from the working folder
 * @returns `undefined` where the commit has no such file
 * @throws {UserError} there is no git, no repository, or no such commit here
 */
export async function committedFile(
  ref: string,
  path: string,
  { git, folder }: Pick<Shell, "git" | "folder">,
): Promise<SourceFile | undefined> {
  const [commit = ""] = await lines(
    ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`],
    ref,
    git,
  );
  if (commit === "") {
    const [shallow] = await lines(["rev-parse", "--is-shallow-repository"], ref, git);
    throw new UserError([{ code: "unknown-ref", severity: "error", args: { ref, shallow: shallow === "true" } }]);
  }
  const inside = (isAbsolute(path) ? relative(folder, path) : path).replaceAll("\\", "/");
  const object = `${commit}:./${posix.normalize(inside)}`;
  // `cat-file` and not `show`: no filter of the repository is run.
  const [blob = ""] = await lines(["rev-parse", "--verify", "--quiet", "--end-of-options", object], ref, git);
  if (blob === "") return undefined;
  const { stdout, detail } = await git(["cat-file", "blob", blob]);
  if (detail !== undefined) throw unusable(ref, false, detail);
  return { path: `${ref}:${path}`, bytes: stdout };
}

/** What git printed; nothing where it says that there is no such thing. */
async function lines(args: readonly string[], ref: string, git: Shell["git"]): Promise<string[]> {
  const { stdout, missing = false, detail } = await git(args);
  if (missing || (detail !== undefined && detail !== "")) throw unusable(ref, missing, detail ?? "");
  return new TextDecoder()
    .decode(stdout)
    .split("\n")
    .filter((line) => line !== "");
}

function unusable(ref: string, missing: boolean, detail: string): UserError {
  return new UserError([{ code: "git-unusable", severity: "error", args: { ref, missing, detail } }]);
}
