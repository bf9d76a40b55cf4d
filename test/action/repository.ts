import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const AUTHOR = {
  GIT_AUTHOR_NAME: "t",
  GIT_AUTHOR_EMAIL: "t@example.com",
  GIT_COMMITTER_NAME: "t",
  GIT_COMMITTER_EMAIL: "t@example.com",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
};

/** Runs git in a folder, with nothing of this machine's settings. */
export function git(folder: string, ...words: readonly string[]): string {
  const options = {
    cwd: folder,
    env: { PATH: process.env["PATH"], ...AUTHOR },
    encoding: "utf8",
    stdio: "pipe",
  } as const;
  return execFileSync("git", words, options).trim();
}

/** Commits what lies in the folder, which becomes a repository where it is none. Returns the commit. */
export function commitAll(folder: string, message = "change"): string {
  git(folder, "init", "-q", "-b", "main");
  writeFileSync(join(folder, ".gitignore"), ".state/\n/plan.*\n");
  git(folder, "add", "-A");
  git(folder, "commit", "-q", "--allow-empty", "-m", message);
  return git(folder, "rev-parse", "HEAD");
}
