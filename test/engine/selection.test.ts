import { mkdir, symlink } from "node:fs/promises";
import { basename, dirname, join, posix } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeFilesIn } from "../../src/cli/node/nodeFiles.js";
import type { Host } from "../../src/engine/host.js";
import { findProject } from "../../src/engine/project.js";
import { loadWorkspace, validationOf } from "../../src/engine/workspace.js";
import { DOCUMENTED_LIMITS } from "../../src/moor/operations.js";
import { makePlan } from "../../src/plan/makePlan.js";
import { commandHost } from "../cli/commandHost.js";
import { liveGroup, liveState } from "../support/builders.js";

const MUSTER = "version: 1\naccounts:\n  prod: { host: h, accountId: N1, apiSecret: '${S}', groups: [groups] }\n";
const AGENTS = 'version: 1\nagents: { li.na: "8001", 王芳: "8002" }\n';
const TEAMS = "version: 1\nteams: { 夜班组: [li.na, 王芳] }\n";
const group = (displayName: string, members = "[{ team: 夜班组, priority: 2 }]") =>
  `version: 1\ngroups:\n  - displayName: ${displayName}\n    members: ${members}\n`;

/** A repository, and a host in one of its folders. */
async function repository(files: Readonly<Record<string, string>>, inside = ".") {
  const { host, folder } = await commandHost({ ".git/HEAD": "ref: refs/heads/main\n", ...files });
  const at = (path: string): Host => ({ ...host, folder: join(folder, path), files: nodeFilesIn(join(folder, path)) });
  await mkdir(join(folder, inside), { recursive: true });
  return { folder, at, host: at(inside) };
}

async function load(host: Host, paths: readonly string[], account?: string) {
  const project = await findProject(host);
  const typed = await project.fromAll(paths);
  const workspace = await loadWorkspace({ host: project.host, paths: typed, several: true, account });
  const groups = workspace.accounts.flatMap(({ desired, only = () => true }) =>
    (desired?.groups ?? []).filter(only).map(({ displayName }) => displayName),
  );
  return { project, workspace, groups, codes: workspace.findings.map(({ code }) => code) };
}

const FILES = {
  "muster.yaml": MUSTER,
  "groups/agents.yaml": AGENTS,
  "groups/teams.yaml": TEAMS,
  "groups/售前/北京.yaml": group("售前-北京"),
  "groups/售前/上海.yaml": group("售前-上海"),
  "groups/夜班.yaml": group("夜班"),
  "docs/a.md": "",
};

describe("muster.yaml above", () => {
  it.each<[inside: string, above: string | undefined]>([
    [".", undefined],
    ["groups", "../muster.yaml"],
    ["groups/售前", "../../muster.yaml"],
    ["docs", "../muster.yaml"],
  ])("is found from %s", async (inside, above) => {
    const { host } = await repository(FILES, inside);
    const { project, groups, codes } = await load(host, []);
    expect(project.above).toBe(above);
    expect([groups.length, codes]).toEqual([3, []]);
    expect(project.back("groups/夜班.yaml")).toBe(posix.relative(inside, "groups/夜班.yaml"));
  });

  it("is the nearest one, and never one beyond the repository, or without one", async () => {
    const { at } = await repository({
      ...FILES,
      "groups/售前/muster.yaml": MUSTER,
      "groups/售前/x/y.yaml": group("y"),
      "vendor/other/.git": "gitdir: ../../.git/modules/other\n",
      "vendor/other/sub/z.yaml": group("z", "[8001]"),
    });
    expect((await findProject(at("groups/售前/x"))).above).toBe("../muster.yaml");
    expect((await findProject(at("groups/售前"))).above).toBeUndefined();
    expect((await findProject(at("vendor/other/sub"))).above).toBeUndefined();
    const { host, folder } = await commandHost({ "muster.yaml": MUSTER, "sub/a.yaml": group("a", "[8001]") });
    const below: Host = { ...host, folder: join(folder, "sub"), files: nodeFilesIn(join(folder, "sub")) };
    expect((await findProject(below)).above).toBeUndefined();
  });

  it("is not taken from another user, nor under another name", async () => {
    const { host } = await repository({ ".git/HEAD": "", "a/b/c.yaml": "", "a/muster.yaml": MUSTER }, "a/b");
    const owned = (uid: number): Host => ({
      ...host,
      files: { ...host.files, ownerOf: (path) => (path.endsWith("muster.yaml") ? uid : 1000) },
    });
    expect((await findProject(owned(1000))).above).toBe("../muster.yaml");
    expect((await findProject(owned(0))).above).toBe("../muster.yaml");
    await expect(findProject(owned(1001))).rejects.toMatchObject({ findings: [{ code: "config-not-yours" }] });
    // It was named, so it is meant.
    expect((await findProject(owned(1001), "../muster.yaml")).above).toBeUndefined();
    const other = await repository({ "a/b/c.yaml": "", "muster.yml": MUSTER }, "a/b");
    await expect(findProject(other.host)).rejects.toMatchObject({
      findings: [{ code: "settings-file-name", args: { path: "../../muster.yml" } }],
    });
  });

  it("that is a link out of the repository is not read", async () => {
    const outside = await commandHost({ "hostile.yaml": MUSTER });
    const { folder, host } = await repository({ "groups/a.yaml": group("a", "[8001]") }, "groups");
    await symlink(join(outside.folder, "hostile.yaml"), join(folder, "muster.yaml"));
    const { codes } = await load(host, []);
    expect(codes).toContain("path-outside");
  });

  it("leaves --config as it is", async () => {
    const { host } = await repository(FILES, "groups");
    const project = await findProject(host, "../muster.yaml");
    expect([project.host, project.above]).toEqual([host, undefined]);
  });
});

describe("paths with a muster.yaml", () => {
  it.each<[inside: string, paths: readonly string[], groups: readonly string[]]>([
    [".", ["groups/夜班.yaml"], ["夜班"]],
    [".", ["groups/售前/"], ["售前-上海", "售前-北京"]],
    [".", ["."], ["售前-上海", "售前-北京", "夜班"]],
    [".", ["groups/*.yaml"], ["夜班"]],
    [".", ["groups/**/*海.yaml", "./groups/夜班.yaml"], ["售前-上海", "夜班"]],
    ["groups", ["夜班.yaml"], ["夜班"]],
    ["groups/售前", ["."], ["售前-上海", "售前-北京"]],
    ["groups/售前", [".."], ["售前-上海", "售前-北京", "夜班"]],
    ["groups/售前", ["{北京,广州}.yaml", "../*.yaml"], ["售前-北京", "夜班"]],
    ["docs", ["../groups/售前/北京.yaml"], ["售前-北京"]],
    // Of definitions and settings nothing is left to choose, and nothing is wrong.
    [".", ["groups/agents.yaml", "muster.yaml"], []],
  ])("in %s %j", async (inside, paths, groups) => {
    const { host } = await repository(FILES, inside);
    const found = await load(host, paths);
    expect(found.codes).toEqual([]);
    expect(found.groups).toEqual(groups);
    expect([...(found.workspace.accounts[0]?.desired?.agentNames ?? [])]).toEqual([
      ["8001", "li.na"],
      ["8002", "王芳"],
    ]);
  });

  it("take absolute paths, links and names with signs of a pattern", async () => {
    const { host, folder } = await repository({ ...FILES, "groups/[旧]*.yaml": group("旧") }, "groups");
    await symlink(join(folder, "groups/售前"), join(folder, "现用"));
    expect((await load(host, [join(folder, "groups/夜班.yaml")])).groups).toEqual(["夜班"]);
    expect((await load(host, ["../现用"])).groups).toEqual(["售前-上海", "售前-北京"]);
    expect((await load(host, ["[旧]*.yaml"])).groups).toEqual(["旧"]);
  });

  it.each<[paths: readonly string[], args: object]>([
    [["groups/夜斑.yaml"], { is: "missing", suggestion: "groups/夜班.yaml" }],
    [["groups/广州*"], { is: "missing" }],
    [["售前"], { is: "missing", candidates: ["groups/售前/上海.yaml", "groups/售前/北京.yaml"] }],
    [["docs"], { is: "elsewhere" }],
    [["docs/a.md"], { is: "elsewhere" }],
  ])("that mean none of the account's files: %j", async (paths, args) => {
    const { host } = await repository(FILES);
    const { workspace } = await load(host, [...paths, "groups/夜班.yaml"]);
    expect(workspace.findings).toMatchObject([
      { code: "path-not-chosen", severity: "error", args: { path: paths[0], folders: ["groups"], ...args } },
    ]);
  });

  it("report what is wrong with the chosen groups and with definitions, and with no other group", async () => {
    const { host } = await repository({
      ...FILES,
      "groups/夜班.yaml": `${group("夜班", "[nobody]")}  - displayName: 晚班\n    memory: 3d\n`,
      "groups/teams.yaml": `${TEAMS.trimEnd().slice(0, -3)}, stranger] }\ngroups: [{ displayName: 组, nosuch: 1 }]\n`,
    });
    expect((await load(host, ["groups/售前"])).codes).toEqual(["unknown-agent-name"]);
    expect((await load(host, ["groups/夜班.yaml"])).codes).toEqual([
      "unknown-agent-name",
      "unknown-agent-name",
      "bad-value",
    ]);
    expect((await load(host, [])).codes).toContain("unknown-field");
  });

  it("weigh names against all names, chosen or not", async () => {
    const { host } = await repository({ ...FILES, "groups/z.yaml": group("夜班") });
    expect((await load(host, ["groups/夜班.yaml"])).codes).toEqual(["duplicate-name"]);
    expect((await load(host, ["groups/z.yaml"])).codes).toEqual(["duplicate-name"]);
    expect((await load(host, ["groups/售前"])).codes).toEqual([]);
  });

  it("need every file to be readable, since any may define what they use", async () => {
    const { host } = await repository({ ...FILES, "groups/z.yaml": "version: 1\ngroups:\n<<<<<<< HEAD\n" });
    expect((await load(host, ["groups/售前"])).codes).toEqual(["merge-conflict"]);
  });

  it("hold a policy for the chosen groups only, and count over all", async () => {
    const policies = "policies: { maxGroupsPerAgent: 2, minMembers: 2 }\n";
    const { host } = await repository({
      ...FILES,
      "muster.yaml": `${MUSTER}${policies}`,
      "groups/a.yaml": group("空", "[]"),
    });
    expect((await load(host, ["groups/售前"])).codes).toContain("policy-groups-per-agent");
    expect((await load(host, ["groups/售前"])).codes).not.toContain("policy-min-members");
    expect((await load(host, ["groups/a.yaml"])).codes).toEqual(["policy-min-members"]);
  });

  it("tell what other accounts share, however its folder is written", async () => {
    for (const shared of ["groups/teams.yaml", "./groups/", ".", "groups//./teams.yaml"]) {
      const both = `${MUSTER}  test: { host: h, accountId: N2, apiSecret: '\${T}', groups: [test.yaml, ${shared}] }\n`;
      const { host } = await repository({
        ...{ "muster.yaml": both, "groups/agents.yaml": AGENTS, "groups/teams.yaml": TEAMS },
        ...{ "test.yaml": group("试", "[]"), "groups/a.yaml": group("甲", "['8001']") },
      });
      expect([shared, (await load(host, [], "prod")).codes]).toEqual([shared, []]);
    }
    const both = `${MUSTER}  test: { host: h, accountId: N2, apiSecret: '\${T}', groups: [test.yaml, groups/z] }\n`;
    const remark = "# muster: allow alike-names — another person";
    const { host } = await repository({
      ...{ "muster.yaml": both, "groups/agents.yaml": AGENTS, "test.yaml": group("试", "[]") },
      "groups/z/shared.yaml": `version: 1\nagents:\n  li-na: "8003" ${remark}\nteams:\n  t: []\n`,
    });
    for (const account of [undefined, "prod", "test"])
      expect([account, (await load(host, [], account)).codes]).toEqual([account, []]);
  });

  it("leave out the accounts that have none of them", async () => {
    const both = `${MUSTER}  test: { host: h, accountId: N2, apiSecret: '\${T}', groups: [test, groups/agents.yaml] }\n`;
    const { host } = await repository({ ...FILES, "muster.yaml": both, "test/t.yaml": group("试", "[li.na]") });
    const accounts = async (paths: readonly string[], account?: string) => {
      const { workspace, codes } = await load(host, paths, account);
      return [workspace.accounts.map(({ name }) => name), workspace.leftOut, codes];
    };
    expect(await accounts(["groups/夜班.yaml"])).toEqual([["prod"], ["test"], []]);
    expect(await accounts(["test"])).toEqual([["test"], ["prod"], []]);
    expect(await accounts(["test", "groups"])).toEqual([["prod", "test"], [], []]);
    expect(await accounts(["groups/agents.yaml"])).toEqual([["prod", "test"], [], []]);
    expect(await accounts(["test"], "prod")).toEqual([["prod"], [], ["path-not-chosen"]]);
    const { workspace } = await load(host, ["test"]);
    expect(validationOf(workspace).accounts).toEqual([{ name: "test", files: 1, groups: 1, memberships: 1 }]);
  });

  it("are the files themselves without one, with a word where definitions are elsewhere", async () => {
    const { "muster.yaml": _, ...files } = FILES;
    const { host, at } = await repository({
      ...files,
      "groups/售后/成都.yaml": group("售后-成都", "[{ team: 早班组 }]"),
      "other/teams.yaml": "version: 1\nteams: { 早班组: [] }\n",
    });
    const { workspace } = await load(host, ["groups/夜班.yaml"]);
    expect(workspace.findings).toEqual([
      {
        code: "definitions-left-out",
        severity: "error",
        args: { files: ["groups/teams.yaml"], names: ["夜班组"], isChoice: true },
      },
    ]);
    expect((await load(host, ["groups/agents.yaml", "groups/teams.yaml", "groups/售前"])).codes).toEqual([]);
    // Not in any file of the repository: that may be another account's.
    expect((await load(at("groups/售后"), [])).codes).toEqual(["unknown-team"]);
    expect((await load(at("groups/售前"), [])).workspace.findings).toMatchObject([
      { code: "definitions-left-out", args: { files: ["../teams.yaml"], isChoice: false } },
    ]);
  });
});

/** A folder or file name: Chinese, with spaces, with signs of patterns. */
const NAME = fc.constantFrom("a", "b", "售前", "夜 班", "[x]", "c{1,2}", "é", "z-9");

describe("any file, folder or pattern, from any folder", () => {
  it("gives the same definitions, no false error, and the plan that the whole account's is, cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.array(NAME, { minLength: 1, maxLength: 3 }), {
          minLength: 1,
          maxLength: 6,
          selector: (one) => one.join("/"),
        }),
        fc.nat(),
        fc.nat(),
        fc.constantFrom("file", "folder", "star", "braces", "deep", "absolute"),
        async (tree, cwd, pick, how) => {
          const paths = tree.map(
            (parts) =>
              `groups/${parts.map((part, at) => (at === parts.length - 1 ? part : `${part}.d`)).join("/")}.yaml`,
          );
          const files = Object.fromEntries(
            paths.map((path, at) => [path, group(`组${at}`, at % 2 ? "[li.na]" : "[{ team: 夜班组 }]")]),
          );
          const { folder, at } = await repository({
            "muster.yaml": MUSTER,
            "groups/agents.yaml": AGENTS,
            "groups/sub/teams.yaml": TEAMS,
            ...files,
          });
          const folders = [".", ...new Set([...paths, "groups/sub/x"].map((path) => dirname(path)))];
          const inside = folders[cwd % folders.length] ?? ".";
          const file = paths[pick % paths.length] ?? "";
          const rooted = {
            file,
            absolute: file,
            folder: dirname(file),
            star: dirname(file),
            deep: "groups",
            braces: file,
          }[how];
          const typed = (() => {
            const base = posix.relative(inside, rooted) || ".";
            const plain = /[*?[{]/.test(how === "absolute" ? file : `${inside}${base}`);
            if (how === "absolute") return join(folder, plain ? file : file.replace(/l$/, "?"));
            if (how === "star" && !plain) return `../${basename(join(folder, inside))}/${base}/*`;
            if (how === "deep" && !plain) return `${base}/**/*.yaml`;
            if (how === "braces" && !plain) return base.replace(/\.yaml$/, ".{yml,yaml}");
            return base;
          })();
          const isMeant = (path: string) => path === rooted || rooted === "." || path.startsWith(`${rooted}/`);
          const expected = paths.filter(isMeant);
          const found = await load(at(inside), [typed]);
          expect(found.codes, typed).toEqual([]);
          const [whole, chosen] = [(await load(at("."), [])).workspace, found.workspace];
          const [all, own] = [whole.accounts[0], chosen.accounts[0]];
          if (all?.desired === undefined || own?.desired === undefined) throw new Error("no desired state");
          // Places too: they do not depend on where the run was started.
          expect(own.desired).toEqual(all.desired);
          expect(new Set(own.desired.groups.filter(own.only ?? (() => true)).map(({ source }) => source.file))).toEqual(
            new Set(expected),
          );
          const live = liveState(
            ...paths.map((_, index) => liveGroup(String(1000 + index), `组${index}`)),
            liveGroup("999", "无主"),
          );
          const planOf = (only?: typeof own.only) =>
            makePlan({
              account: { name: "prod", host: "h", accountId: "N1" },
              desired: all.desired as NonNullable<typeof all.desired>,
              live,
              guards: { settings: whole.guards, setInFile: [], raises: [], flags: {} },
              limits: DOCUMENTED_LIMITS,
              isIgnored: () => false,
              createdAt: "2026-11-29T00:00:00Z",
              musterVersion: "0",
              ...(only && { only }),
            }).plan;
          const [cut, full] = [planOf(own.only), planOf()];
          expect(cut.actions).toEqual(full.actions.filter((action) => expected.includes(action.source.file)));
          expect(cut.unmanaged).toEqual([]);
        },
      ),
      { numRuns: Number(process.env["RUNS"] ?? 15) },
    );
  });
});
