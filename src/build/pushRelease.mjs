// Pushes `release/tree/` as one commit: to the branch `v1` that workflows follow, and as the tag `v1.2.3` that they pin.
// Its parent is the release before it, and its message names the commit of the sources. That one is no parent: it has
// workflows, and the token of a job may push none, also not in the history of what it pushes. Run by
// `.github/workflows/release.yml`; `--remote NAME` pushes elsewhere.
// Run again it changes nothing, so that a publication that stopped halfway can be finished.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { remote: { type: "string", default: "origin" } } });
const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const [major] = version.split(".");
const branch = `refs/heads/v${major}`;
const tag = `refs/tags/v${version}`;
const folder = mkdtempSync(join(tmpdir(), "muster-push-"));
try {
  process.stdout.write(`${publish()}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function publish() {
  const listed = new Map(
    git(["ls-remote", values.remote, branch, `refs/tags/v${major}.*`])
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split("\t").reverse()),
  );
  const index = { GIT_INDEX_FILE: join(folder, "index"), GIT_WORK_TREE: resolve("release/tree") };
  git(["add", "--all", "--force", "."], index);
  const tree = git(["write-tree"], index);
  const message = `muster ${version}\n\nSource: ${git(["rev-parse", "HEAD"])}`;
  const published = listed.get(tag);
  if (published !== undefined) {
    fetch(published);
    if (git(["log", "-1", "--format=%T %B", published]) === `${tree} ${message}`) return published;
    // A tag that people pinned never moves.
    throw new Error(`${tag} is already there, with something else: a release is published once. Raise the version.`);
  }
  const released = [...listed.keys()].map((ref) => ref.replace("refs/tags/v", "")).filter(isRelease);
  const newer = released.find((one) => compare(one, version) > 0);
  if (newer !== undefined && isRelease(version))
    throw new Error(`v${newer} is there: ${version} would take everybody back who follows v${major}.`);
  const before = listed.get(branch);
  if (before !== undefined) fetch(before);
  const parent = before === undefined ? [] : ["-p", before];
  const commit = git(["commit-tree", tree, ...parent, "-m", message]);
  // Who follows the branch gets no version such as 1.2.3-rc.1.
  const refs = isRelease(version) ? [branch, tag] : [tag];
  git(["push", "--atomic", values.remote, ...refs.map((ref) => `${commit}:${ref}`)]);
  return commit;
}

function isRelease(one) {
  return /^\d+\.\d+\.\d+$/.test(one);
}

function compare(one, other) {
  const [left, right] = [one, other].map((text) => text.split(".").map(Number));
  return left.map((part, index) => part - right[index]).find((difference) => difference !== 0) ?? 0;
}

function fetch(commit) {
  git(["fetch", "--quiet", "--no-tags", "--depth", "1", values.remote, commit]);
}

function git(words, env = {}) {
  const cwd = env.GIT_WORK_TREE;
  const gitDir = cwd === undefined ? {} : { GIT_DIR: git(["rev-parse", "--absolute-git-dir"]) };
  return execFileSync("git", words, { encoding: "utf8", cwd, env: { ...process.env, ...gitDir, ...env } }).trim();
}
