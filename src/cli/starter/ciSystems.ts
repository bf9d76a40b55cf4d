import { posix } from "node:path";
import type { FilePort } from "../../config/files.js";
import type { CiChoice } from "../arguments/options.js";

/** A CI system that `init` has files for. */
export type CiSystem = "github" | "gitlab";

/** As people write them. */
export const NAMES: Readonly<Record<CiSystem, string>> = { github: "GitHub", gitlab: "GitLab" };

const SYSTEMS: Readonly<Record<CiChoice, readonly CiSystem[]>> = {
  github: ["github"],
  gitlab: ["gitlab"],
  all: ["github", "gitlab"],
  none: [],
};

export function systemsOf(choice: CiChoice): readonly CiSystem[] {
  return SYSTEMS[choice];
}

/** Forges, each by a word in its host's name; private installations mostly have it too. */
const FORGES: readonly (readonly [word: string, choice: CiChoice])[] = [
  ["github", "github"],
  ["gitlab", "gitlab"],
  // 极狐GitLab
  ["jihulab", "gitlab"],
  // CI systems that are set up in the browser: .github/CI.md has recipes for them, `init` has no files.
  ["gitee", "none"],
  ["codeup", "none"],
];

/**
 * The CI systems that a git configuration suggests: by `origin`, else by the first remote; all of them if it is not
 * clear.
 */
export function suggestedBy(gitConfig: string | undefined): CiChoice {
  const remotes = [...(gitConfig ?? "").matchAll(/^\s*\[remote "([^"\n]*)"\]([^[]*)/gm)].map(([, name, body = ""]) => ({
    name,
    host: hostOf(/^\s*url\s*=\s*"?([^"\s]+)/m.exec(body)?.[1] ?? ""),
  }));
  const { host = "" } = remotes.find(({ name }) => name === "origin") ?? remotes[0] ?? {};
  return FORGES.find(([word]) => host.includes(word))?.[1] ?? "all";
}

/** `https://host/…`, `ssh://git@host:22/…` and `git@host:…`; not a path on this machine. */
function hostOf(url: string): string {
  return /^(?:[a-z][a-z0-9+]*:\/\/)?(?:[^@/\s]+@)?([^:/\s]+)(?=[:/])/i.exec(url)?.[1]?.toLowerCase() ?? "";
}

/** The configuration of the git repository that a folder lies in, or will lie in; absent if there is none. */
export async function readGitConfig(
  folder: string,
  workingFolder: string,
  files: Pick<FilePort, "kind" | "read">,
): Promise<string | undefined> {
  const slashed = (path: string) => path.replaceAll("\\", "/");
  const depth = posix.resolve(slashed(workingFolder), slashed(folder)).split("/").length;
  const read = async (path: string) => new TextDecoder().decode(await files.read(path)).trim();
  try {
    for (let up = 0; up < depth; up++) {
      const git = posix.join(slashed(folder), "../".repeat(up), ".git");
      const kind = await files.kind(git);
      if (kind === "folder") return await read(posix.join(git, "config"));
      if (kind !== "file") continue;
      // A work tree or a submodule: a file says where the repository is.
      const there = (await read(git)).replace(/^gitdir:\s*/, "");
      const place = posix.isAbsolute(there) ? there : posix.join(git, "..", there);
      const common = await read(posix.join(place, "commondir")).catch(() => ".");
      return await read(posix.join(posix.isAbsolute(common) ? common : posix.join(place, common), "config"));
    }
  } catch {
    // If it cannot be read, it suggests nothing.
  }
  return undefined;
}
