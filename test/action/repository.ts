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

/**
 * Checks out what GitHub makes for a pull request: a trial merge of its last commit into the target, of which only that
 * one commit is there. The target has the settings and none of the groups, so that all of them are the pull request's.
 *
 * @param head its last commit, which need not be there
 * @returns the target's last commit
 */
export function trialMerge(folder: string, head: string): string {
  const all = commitAll(folder);
  git(folder, "rm", "-rq", "--cached", "--ignore-unmatch", "--", "*.yaml", "*.yml", ":!muster.yaml");
  const base = git(folder, "commit-tree", "-m", "base", git(folder, "write-tree"));
  const tree = git(folder, "rev-parse", `${all}^{tree}`);
  const who = "t <t@example.com> 1790000000 +0000";
  const text = `tree ${tree}\nparent ${base}\nparent ${head}\nauthor ${who}\ncommitter ${who}\n\ntrial merge\n`;
  const merge = execFileSync("git", ["hash-object", "-t", "commit", "-w", "--stdin"], {
    cwd: folder,
    encoding: "utf8",
    input: text,
  }).trim();
  git(folder, "update-ref", "HEAD", merge);
  git(folder, "read-tree", "HEAD");
  return base;
}
