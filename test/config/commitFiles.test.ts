import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { libraryHost } from "../../src/cli/node/libraryHost.js";
import { type FoundFiles, findFiles } from "../../src/config/findFiles.js";
import type { ConfigFinding } from "../../src/config/findings.js";
import { readBase } from "../../src/engine/baseState.js";
import { CommitFiles } from "../../src/engine/commitFiles.js";
import { findCommit } from "../../src/engine/gitCommit.js";
import type { Host } from "../../src/engine/host.js";
import { loadConfig } from "../../src/engine/workspace.js";

let top = "";
/** How often git was started. */
let calls: string[][] = [];

function git(...args: string[]): string {
  const settings = ["user.name=t", "user.email=t@example", "init.defaultBranch=main", "commit.gpgsign=false"];
  const { status, stdout, stderr } = spawnSync("git", [...settings.flatMap((one) => ["-c", one]), ...args], {
    cwd: top,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

async function put(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(top, path)), { recursive: true });
    await writeFile(join(top, path), text);
  }
}

async function commit(files: Readonly<Record<string, string>>, ...gone: string[]): Promise<string> {
  for (const path of gone) await rm(join(top, path), { recursive: true });
  await put(files);
  git("add", "-Af");
  git("commit", "-qm", "x");
  return git("rev-parse", "HEAD");
}

function hostIn(folder: string): Host {
  const host = libraryHost({ folder: join(top, folder), env: process.env });
  return {
    ...host,
    git: (args, options) => {
      calls.push([...args]);
      return host.git(args, options);
    },
  };
}

const group = (name: string, ...members: string[]): string =>
  `version: 1\ngroups:\n  - { displayName: ${name}, members: ${JSON.stringify(members)} }\n`;

/** What was found, without where the root is. */
function seen({ files, findings }: FoundFiles): unknown {
  return {
    files: files.map(({ path, bytes }) => [path, bytes.length > 1000 ? bytes.length : new TextDecoder().decode(bytes)]),
    // The disk notices later that a file leads out: when it is read.
    findings: findings.map(({ code, args }) => JSON.stringify([code, args])).sort(),
  };
}

beforeAll(async () => {
  top = await mkdtemp(join(tmpdir(), "muster-commit-"));
  git("init", "-q");
});
afterAll(() => rm(top, { recursive: true, force: true }));

describe("the files of a commit", () => {
  it("are those that the disk has, links, limits and odd names included", async () => {
    await put({
      "groups/a.yaml": "a",
      "groups/b.YML": "b",
      "groups/deep/er/c.yaml": "c",
      "groups/deep/notes.txt": "no",
      "groups/.hidden/d.yaml": "no",
      "groups/node_modules/d.yaml": "no",
      "groups/[x]*?.yaml": "glob",
      "groups/:(top)e.yaml": "magic",
      "groups/引号 ' \" \\ \n.yaml": "quotes",
      "groups/large.yaml": " ".repeat(10 * 1024 * 1024 + 1),
      "groups/empty.yaml": "",
      "shared/f.yaml": "f",
      "shared/sub/g.yaml": "g",
      "other/h.txt": "no",
      "muster.yaml": "version: 1",
      "one.yaml": "one",
    });
    for (const [path, target] of [
      ["groups/linked", "../shared"],
      ["groups/twice", "../shared/sub"],
      ["groups/l.yaml", "../one.yaml"],
      ["groups/loop", "loop"],
      ["groups/out.yaml", "/etc/hostname"],
      ["groups/far", "../../.."],
      ["groups/gone.yaml", "nowhere.yaml"],
      ["groups/gone.json", "nowhere.json"],
      ["groups/round", "../groups"],
      ["way", "shared/sub"],
    ] as const)
      await symlink(target, join(top, path));
    await commit({});
    for (const [folder, paths] of [
      [".", ["."]],
      [".", ["groups"]],
      [".", ["groups/", "./shared", "one.yaml", "groups/l.yaml", "way", "missing", "missing/x.yaml"]],
      ["groups", ["deep/er", "../shared", "../one.yaml", ".", ":(top)e.yaml"]],
      ["groups/deep", ["er/../../[x]*?.yaml", join("..", "l.yaml"), "../linked/sub", "../far/x", "../loop"]],
    ] as const) {
      const host = hostIn(folder);
      const port = new CommitFiles(await findCommit("HEAD", host.folder, host.git), host);
      const root = await host.files.rootOf(".");
      expect(seen(await findFiles(paths, port, new Map(), root))).toEqual(
        seen(await findFiles(paths, host.files, new Map(), root)),
      );
    }
  });

  it("come in four calls of git, whatever their number", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`many/${index}.yaml`, group(`g${index}`)]),
    );
    await commit(files);
    const host = hostIn(".");
    calls = [];
    const port = new CommitFiles(await findCommit("HEAD", host.folder, host.git), host);
    expect((await findFiles(["many"], port)).files).toHaveLength(60);
    expect(calls.map(([first, second]) => (first === "--literal-pathspecs" ? second : first))).toEqual([
      "rev-parse",
      "rev-parse",
      "ls-tree",
      "cat-file",
    ]);
  });
});

const ENVIRONMENT =
  "    host: ${MUSTER_HOST}\n    accountId: ${MUSTER_ACCOUNT_ID}\n    apiSecret: ${MUSTER_API_SECRET}\n";
const account = (name: string, groups: string): string =>
  `version: 1\naccounts:\n  ${name}:\n${ENVIRONMENT}    groups: [${groups}]\n`;

/** The groups that the base wants, by account; or why that is not known. */
async function wanted(
  base: string,
  { paths = [], folder = ".", config }: { paths?: string[]; folder?: string; config?: string } = {},
) {
  const host = hostIn(folder);
  const { accounts, root, findings } = await loadConfig({ host, config });
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  const state = await readBase({ host, base, paths, config, instantOf: () => 0 }, root, accounts);
  return Object.fromEntries(
    [...state.accounts].map(([name, one]) => [
      name,
      "desired" in one ? one.desired.groups.map((each) => each.displayName).sort() : one.finding.args,
    ]),
  );
}

describe("what a base commit wants", () => {
  beforeAll(async () => {
    await rm(top, { recursive: true, force: true });
    await mkdir(top);
    git("init", "-q");
  });

  it("is read with its own muster.yaml, from where its files were, and from nothing that is not there yet", async () => {
    const root = await commit({ "README.md": "x", ".github/workflows/ci.yaml": "on: push" });
    const first = await commit({
      "muster.yaml": account("prod", "old"),
      "old/a.yaml": group("a", "8000"),
      "old/b.yaml": group("b"),
    });
    const renamed = await commit(
      {
        "muster.yaml": account("prod", "new/groups"),
        "new/groups/a.yaml": group("a"),
        "new/groups/sub/c.yaml": group("c"),
      },
      "old",
    );
    const broken = await commit({ "new/groups/a.yaml": "version: 1\ngroups:\n  - { displayName: a, membres: [] }\n" });
    await commit({ "new/groups/a.yaml": group("a") });

    expect(await wanted(first)).toEqual({ prod: ["a", "b"] });
    expect(await wanted(renamed)).toEqual({ prod: ["a", "c"] });
    // A path that is newer than the base: the group was in another file.
    expect(await wanted(first, { paths: ["new/groups"] })).toEqual({ prod: ["a", "b"] });
    expect(await wanted(renamed, { paths: ["new/groups/a.yaml"] })).toEqual({ prod: ["a", "c"] });
    // muster itself comes with the change.
    expect(await wanted(root)).toEqual({ prod: [] });
    expect(await wanted("0".repeat(40))).toEqual({ prod: [] });
    expect(await wanted(git("rev-parse", "HEAD^{tree}"))).toEqual({ prod: ["a", "c"] });
    // From a subfolder.
    expect(await wanted(first, { folder: "new", config: "../muster.yaml" })).toEqual({ prod: ["a", "b"] });
    expect(await wanted(broken)).toEqual({
      prod: { ref: broken, account: "prod", reason: "errors", errors: 1, first: "new/groups/a.yaml:3 unknown-field" },
    });
    const host = hostIn(".");
    const { accounts, root: folder } = await loadConfig({ host });
    await expect(
      readBase({ host, base: broken, only: "change", paths: [], instantOf: () => 0 }, folder, accounts),
    ).rejects.toMatchObject({
      findings: [{ code: "base-unusable", severity: "error" }],
    });
  });

  it("of an account that the base does not have is nothing where its files are new, else it is not known", async () => {
    const first = git("rev-list", "--reverse", "HEAD").split("\n")[1] ?? "";
    await commit({
      "muster.yaml": `${account("prod", "new/groups")}  test:\n${ENVIRONMENT}    groups: [testing]\n`,
      "testing/t.yaml": group("t"),
    });
    expect(await wanted(first)).toEqual({ prod: ["a", "b"], test: [] });
    await commit({ "muster.yaml": account("renamed", "new/groups") });
    expect(await wanted("HEAD~1")).toEqual({
      renamed: { ref: "HEAD~1", account: "renamed", reason: "no-account" },
    });
  });

  it("takes the account from the base's muster.yaml even where its settings have errors", async () => {
    const literal = account("prod", "new/groups").replace("${MUSTER_API_SECRET}", "a-literal-secret");
    const bad = await commit({ "muster.yaml": literal });
    const typo = await commit({ "muster.yaml": "version: 1\nacounts: {}\n" });
    await commit({ "muster.yaml": account("prod", "new/groups") });
    expect(await wanted(bad)).toEqual({ prod: ["a", "c"] });
    expect(await wanted(typo)).toMatchObject({ prod: { reason: "errors", first: "muster.yaml:2 unknown-field" } });
  });

  it("needs git, a repository and a commit that is here", async () => {
    const host = hostIn(".");
    const failing = (base: string, more: Partial<Host> = {}) =>
      readBase({ host: { ...host, ...more }, base, paths: [], instantOf: () => 0 }, host.folder, []).catch(
        (error: { findings: ConfigFinding[] }) => error.findings.map(({ code, args }) => [code, args]),
      );
    expect(await failing("nowhere")).toEqual([["unknown-ref", { ref: "nowhere", shallow: false }]]);
    const none = libraryHost({ folder: top, env: { PATH: "/nowhere" } });
    expect(await failing("main", { git: none.git })).toEqual([
      ["git-unusable", { ref: "main", missing: true, detail: expect.any(String) }],
    ]);
    const outside = await mkdtemp(join(tmpdir(), "muster-no-git-"));
    const { git: run } = libraryHost({ folder: outside, env: process.env });
    const here = await readBase(
      { host: { ...host, git: run }, base: "main", paths: [], instantOf: () => 0 },
      outside,
      [],
    ).catch((error: { findings: ConfigFinding[] }) => error.findings);
    expect(here).toMatchObject([{ code: "git-unusable", args: { missing: false } }]);
    const shallow = join(outside, "clone");
    spawnSync("git", ["clone", "-q", "--depth=1", `file://${top}`, shallow]);
    const { git: there } = libraryHost({ folder: shallow, env: process.env });
    const before = await readBase(
      { host: { ...host, git: there }, base: "HEAD~1", paths: [], instantOf: () => 0 },
      shallow,
      [],
    ).catch((error: { findings: ConfigFinding[] }) => error.findings);
    expect(before).toMatchObject([{ code: "unknown-ref", args: { shallow: true } }]);
    await rm(outside, { recursive: true });
  });
});
