// Pushes `release/tree/` as one commit: to the branch `v1` that workflows follow, and as the tag `v1.2.3` that they pin.
// The commit's parents are the release before it and the commit that it was made of, so every release can be traced, and
// no history is rewritten. Run by `.github/workflows/release.yml`; `--remote NAME` pushes elsewhere.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { remote: { type: "string", default: "origin" } } });
const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const branch = `refs/heads/v${version.split(".")[0]}`;
const tag = `refs/tags/v${version}`;
const folder = mkdtempSync(join(tmpdir(), "muster-push-"));
try {
  const listed = new Map(
    git(["ls-remote", values.remote, branch, tag])
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split("\t").reverse()),
  );
  // A tag that people pinned never moves.
  if (listed.has(tag)) throw new Error(`${tag} is already there: a release is published once.`);
  const before = listed.get(branch);
  if (before !== undefined) git(["fetch", "--quiet", "--no-tags", values.remote, before]);
  const index = { GIT_INDEX_FILE: join(folder, "index"), GIT_WORK_TREE: resolve("release/tree") };
  git(["add", "--all", "--force", "."], index);
  const tree = git(["write-tree"], index);
  const parents = [before, git(["rev-parse", "HEAD"])].filter((one) => one !== undefined);
  const commit = git(["commit-tree", tree, ...parents.flatMap((one) => ["-p", one]), "-m", `muster ${version}`]);
  git(["push", "--atomic", values.remote, `${commit}:${branch}`, `${commit}:${tag}`]);
  process.stdout.write(`${commit}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function git(words, env = {}) {
  const cwd = env.GIT_WORK_TREE;
  const gitDir = cwd === undefined ? {} : { GIT_DIR: git(["rev-parse", "--absolute-git-dir"]) };
  return execFileSync("git", words, { encoding: "utf8", cwd, env: { ...process.env, ...gitDir, ...env } }).trim();
}
