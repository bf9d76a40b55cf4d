import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type AgentOptions,
  addAgent,
  copyAgent,
  moveAgent,
  removeAgent,
  renameAgent,
  replaceAgent,
} from "../../src/cli/commands/agent.js";
import { plan } from "../../src/cli/commands/plan.js";
import type { ConsoleHost } from "../../src/cli/node/consoleHost.js";
import { muster } from "../support/cli.js";
import { world } from "../support/simulated.js";
import { bench, COMMON } from "../writeback/commands.js";
import { commandHost, OPTIONS } from "./commandHost.js";

const WRITE: AgentOptions = { ...OPTIONS, dryRun: false };
const DRY: AgentOptions = { ...OPTIONS, dryRun: true };

const AGENTS = `version: 1
agents: # who is who
  wang.jie: { number: "8042", name: 王杰 }
  li.na: "8001"
teams:
  # the crew
  night:
    - wang.jie # leads
    - li.na
`;

/** Fourteen groups with 8042: in lists of their own, in brackets, and three through a team. */
const NAMES = Array.from({ length: 14 }, (_, index) => `组${index + 1}`);
const OWN = NAMES.slice(0, 8).map(
  (name) => `  - displayName: ${name}\n    members:\n      - "8003" # 陈洁\n      - "8042" # 王杰\n`,
);
const FLOW = NAMES.slice(8, 11).map(
  (name) => `  - { displayName: ${name}, members: [wang.jie, { agent: "8003", priority: 2 }] } # ${name}\n`,
);
const TEAM = NAMES.slice(11).map((name) => `  - displayName: ${name}\n    members: [{ team: night }]\n`);
const FILES = {
  "agents.yaml": AGENTS,
  "a.yaml": `version: 1\ngroups:\n${OWN.join("")}`,
  "b.yaml": `version: 1\n# flow\ngroups:\n${FLOW.join("")}${TEAM.join("")}`,
};

const textsIn = async (folder: string, names: readonly string[]) =>
  Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), "utf8")])));

describe("muster agent", () => {
  it("takes one agent out of 14 groups, and gives the next one a colleague's; the plans are exactly those", async () => {
    const live = NAMES.map((displayName, index) => ({
      displayName,
      members: index < 8 ? ["8003", "8042"] : index < 11 ? ["8042", { agent: "8003", priority: 2 }] : ["8042", "8001"],
    }));
    const one = await world(live, "version: 1\ngroups: []\n");
    for (const [name, text] of Object.entries(FILES)) await writeFile(join(one.folder, name), text);
    const planned = async () => {
      const run = await bench(one);
      await plan([], { ...COMMON, format: "json", detailedExitcode: false }, run.host);
      return JSON.parse(run.stdout()).actions.map(
        (action: { displayName: string; added: object[]; removed: { agentNumber: string }[] }) =>
          `${action.displayName} -${action.removed.map(({ agentNumber }) => agentNumber)} +${action.added.length}`,
      );
    };
    expect(await planned()).toEqual([]);
    const run = await bench(one);
    expect(await removeAgent("王杰", { ...COMMON, dryRun: false }, run.host)).toBe(0);
    expect(run.stdout().match(/^-(?!--).*$/gm)).toHaveLength(12);
    expect(run.stdout().match(/^\+(?!\+\+).*$/gm)).toHaveLength(3);
    expect(run.stderr()).toBe(
      `Remove 8042 王杰 from 14 groups: 3 files changed.
To commit: git commit -m 'Remove 8042 王杰 from 14 groups' -- a.yaml agents.yaml b.yaml
wang.jie is still defined at agents.yaml:3. Delete the line if the name is no longer needed.
`,
    );
    const without = Object.fromEntries(
      Object.entries(FILES).map(([name, text]) => [
        name,
        text
          .replaceAll('      - "8042" # 王杰\n', "")
          .replace("    - wang.jie # leads\n", "")
          .replaceAll("[wang.jie, ", "["),
      ]),
    );
    expect(await textsIn(one.folder, Object.keys(FILES))).toEqual(without);
    expect((await planned()).sort()).toEqual(NAMES.map((name) => `${name} -8042 +0`).sort());

    // The next one comes: as 8003, in eleven groups.
    for (const [name, text] of Object.entries(FILES)) await writeFile(join(one.folder, name), text);
    expect(await copyAgent("8003", "8050", { ...COMMON, dryRun: false }, (await bench(one)).host)).toBe(0);
    expect((await planned()).sort()).toEqual(
      NAMES.slice(0, 11)
        .map((name) => `${name} - +1`)
        .sort(),
    );
  });

  it("says that who moves to groups where they are already leaves the others", async () => {
    for (const [lang, said] of [
      ["en", "Remove 8042 王杰 from 组1: 1 file would change."],
      ["zh", "将 8042 王杰 移出组1：将修改 1 个文件。"],
    ] as const) {
      const run = await commandHost(FILES);
      expect(await moveAgent("8042", { ...DRY, lang, from: ["组1"], to: ["组2"] }, run.host)).toBe(0);
      expect(run.stderr()).toContain(said);
    }
  });

  it("shows the diff with --dry-run, and writes nothing", async () => {
    const run = await commandHost(FILES);
    expect(await moveAgent("li.na", { ...DRY, from: NAMES.slice(11), to: ["组1"] }, run.host)).toBe(0);
    expect(run.stdout()).toBe(`--- a/a.yaml
+++ b/a.yaml
@@ -3,8 +3,9 @@
   - displayName: 组1
     members:
       - "8003" # 陈洁
       - "8042" # 王杰
+      - "8001"
   - displayName: 组2
     members:
       - "8003" # 陈洁
       - "8042" # 王杰
--- a/agents.yaml
+++ b/agents.yaml
@@ -5,5 +5,4 @@
 teams:
   # the crew
   night:
     - wang.jie # leads
-    - li.na
`);
    expect(run.stderr()).toBe("Move 8001 li.na to 组1: 2 files would change.\n");
    expect(await textsIn(run.folder, Object.keys(FILES))).toEqual(FILES);
  });

  it("keeps line ends, byte order marks and missing last line ends, and shows names of files as they are", async () => {
    const text = '\ufeffversion: 1\r\ngroups:\r\n  - displayName: a b\r\n    members: ["8000"]';
    const name = "组 1.yaml";
    const run = await commandHost({ [name]: text });
    expect(await replaceAgent("8000", "8009", WRITE, run.host)).toBe(0);
    expect(await textsIn(run.folder, [name])).toEqual({ [name]: text.replace("8000", "8009") });
    expect(run.stdout()).toContain(`--- a/${name}\n+++ b/${name}\n@@`);
    expect(run.stderr()).toContain(`git commit -m 'Replace 8000 by 8009 in a b' -- '${name}'\n`);
  });

  it("says in JSON what changed where", async () => {
    const run = await commandHost(FILES);
    expect(await addAgent("8001", { ...DRY, format: "json", to: ["组9"], priority: 3 }, run.host)).toBe(0);
    expect(JSON.parse(run.stdout())).toEqual({
      formatVersion: "1.0",
      kind: "agent",
      edit: "add",
      account: "default",
      agent: { agentNumber: "8001", alias: "li.na" },
      dryRun: true,
      memberships: [{ displayName: "组9", agentNumber: "8001", after: 3 }],
      files: [{ path: "b.yaml", change: "update", diff: expect.stringContaining("{ agent: li.na, priority: 3 }") }],
      diagnostics: [],
    });
    expect(run.stderr()).toBe("");
  });

  it("ends well where nothing had to be changed", async () => {
    const run = await commandHost(FILES);
    expect(await addAgent("8042", { ...WRITE, to: ["组1", "组12"] }, run.host)).toBe(0);
    expect([run.stdout(), run.stderr()]).toEqual(["", "The files say this already. Nothing was changed.\n"]);
  });

  type Call = (host: ConsoleHost) => Promise<number>;
  it.each<[string, Call]>([
    ["agent-not-found", (host) => removeAgent("wang.jei", WRITE, host)],
    ["several-agents", (host) => removeAgent("李娜", WRITE, host)],
    ["unknown-group", (host) => addAgent("8001", { ...WRITE, to: ["组一", "组1"] }, host)],
    ["several-groups", (host) => addAgent("8001", { ...WRITE, to: ["重名"] }, host)],
    ["moved-to-itself", (host) => moveAgent("li.na", { ...WRITE, from: ["组12"], to: ["组12"] }, host)],
    ["not-a-member", (host) => moveAgent("li.na", { ...WRITE, from: ["组1"], to: ["组2"] }, host)],
    ["in-no-group", (host) => copyAgent("x1", "8063", WRITE, host)],
    ["members-not-managed", (host) => addAgent("li.na", { ...WRITE, to: ["1003"] }, host)],
    ["no-alias", (host) => renameAgent("8003", "chen.jie", WRITE, host)],
    ["alias-unfit", (host) => renameAgent("8042", "li.na", WRITE, host)],
    ["alias-unfit", (host) => renameAgent("8042", "<<", WRITE, host)],
  ])("refuses with %s, and writes nothing", async (code, call) => {
    const more = `version: 1
agents: { x1: { number: "8061", name: 李娜 }, x2: { number: "8062", name: 李娜 } }
groups:
  - { displayName: 重名, exten: "1001", members: [] }
  - { displayName: 重名, exten: "1002", members: [] }
  - { displayName: 放任, exten: "1003" }
`;
    const files = { ...FILES, "c.yaml": more };
    const run = await commandHost(files);
    expect(await call(run.host)).toBe(1);
    expect(run.stderr()).toContain(`error[${code}]`);
    expect(run.stdout()).toBe("");
    expect(await textsIn(run.folder, Object.keys(files))).toEqual(files);
  });

  it("writes all files or none", async () => {
    const { host, folder, stderr } = await commandHost(FILES);
    const write: ConsoleHost["files"]["write"] = async (path, ...more) => {
      if (path === "b.yaml") throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
      return host.files.write(path, ...more);
    };
    const full = { ...host, files: { ...host.files, write } };
    expect(await removeAgent("8042", WRITE, full)).toBe(1);
    expect(stderr()).toContain("error[cannot-write]");
    expect(await textsIn(folder, Object.keys(FILES))).toEqual(FILES);
  });

  it("replaces no file that somebody else has edited in the meantime", async () => {
    const { host, folder, stderr } = await commandHost(FILES);
    let reads = 0;
    const read: ConsoleHost["files"]["read"] = async (path, ...more) => {
      const bytes = await host.files.read(path, ...more);
      reads += 1;
      if (reads === 3) await writeFile(join(folder, "a.yaml"), `${FILES["a.yaml"]}# mine\n`);
      return bytes;
    };
    expect(await removeAgent("8042", WRITE, { ...host, files: { ...host.files, read } })).toBe(1);
    expect(stderr()).toContain("error[file-changed]: Somebody else has edited a.yaml since muster read it.");
    expect(await textsIn(folder, Object.keys(FILES))).toEqual({ ...FILES, "a.yaml": `${FILES["a.yaml"]}# mine\n` });
  });

  it("renames the alias that was typed where a number has several", async () => {
    const text = 'version: 1\nagents: { a: "8001", b: "8001" }\ngroups: [{ displayName: g, members: [b] }]\n';
    const run = await commandHost({ "a.yaml": text });
    expect(await renameAgent("b", "c", WRITE, run.host)).toBe(0);
    expect(await textsIn(run.folder, ["a.yaml"])).toEqual({ "a.yaml": text.replaceAll(/\bb\b/g, "c") });
  });

  it("edits no files that have errors", async () => {
    const run = await commandHost({
      ...FILES,
      "c.yaml": "version: 1\ngroups:\n  - displayName: x\n    members: [li.an]\n",
    });
    expect(await removeAgent("8042", WRITE, run.host)).toBe(1);
    expect(run.stderr()).toContain("error[unknown-agent-name]");
    expect(await textsIn(run.folder, Object.keys(FILES))).toEqual(FILES);
  });

  it("speaks Chinese", async () => {
    const run = await commandHost(FILES);
    const zh = { ...WRITE, lang: "zh" as const };
    expect(await renameAgent("8001", "li.na.2", zh, run.host)).toBe(0);
    expect(await removeAgent("8042", { ...zh, from: ["组12"] }, run.host)).toBe(0);
    expect(run.stderr()).toContain("将名称 li.na 改为 li.na.2：已修改 1 个文件。\n提交命令：git commit -m ");
    expect(run.stderr()).toContain("警告[excepted]：“组12”仍使用团队“night”，但通过 except 排除坐席 8042，因为");
  });
});

describe("several accounts", () => {
  const MUSTER = `version: 1
accounts:
  prod: { host: "https://a.7moor.com", accountId: N1, apiSecret: "\${S}", groups: [prod, shared] }
  test: { host: "https://a.7moor.com", accountId: N2, apiSecret: "\${S}", groups: [test, shared] }
`;
  const SHARED = {
    "muster.yaml": MUSTER,
    "shared/agents.yaml": AGENTS,
    "prod/g.yaml": "version: 1\ngroups: [{ displayName: p, members: [{ team: night }] }]\n",
    "test/g.yaml": "version: 1\ngroups: [{ displayName: t, members: [{ team: night }, { agent: wang.jie }] }]\n",
  };

  it("one is named; what it shares with others is said, and does not break them", async () => {
    const run = await commandHost(SHARED);
    expect(await removeAgent("8001", WRITE, run.host)).toBe(1);
    expect(run.stderr()).toContain("error[several-accounts]");
    expect(await removeAgent("8001", { ...WRITE, account: "prod" }, run.host)).toBe(0);
    expect(run.stderr()).toMatch(/warning\[changes-account\]: Account "test" reads shared\/agents\.yaml,\s+too: "t"/);
    expect(await renameAgent("8042", "wang", { ...WRITE, account: "prod" }, run.host)).toBe(1);
    expect(run.stderr()).toContain("error[breaks-account]");
  });
});

describe("the command line", () => {
  it.each([
    [["agent"], "Expected a command: add, remove, move, replace, copy, cover, rename. See muster agent --help."],
    [["agent", "removed", "8042"], "unknown command 'removed' (Did you mean remove?)"],
    [["agent", "add", "8042"], "required option '--to <groups...>' missing"],
    [["agent", "add", "8042", "--too", "a"], "unknown option '--too' (Did you mean --to?)"],
  ])("%j", async (args, said) => {
    expect(await muster(args)).toMatchObject({ code: 1, stderr: `muster: ${said}\n` });
  });

  it("runs", async () => {
    const { folder } = await commandHost(FILES);
    const run = await muster(["agent", "add", "8001", "--to", "组1", "组2", "--priority", "1", "--dry-run"], {
      cwd: folder,
    });
    expect(run.stderr).toBe("Add 8001 li.na to 2 groups: 1 file would change.\n");
    const offered = await muster(["complete", "--", "agent", "move", "--from", "组1"], { cwd: folder });
    expect(offered.stdout).toContain("组14\t\n");
    expect((await muster(["complete", "--", "agent", "re"])).stdout.match(/^\w+/gm)).toEqual([
      "remove",
      "replace",
      "rename",
    ]);
    expect((await muster(["complete", "--", "agent", "remove", "王"], { cwd: folder })).stdout).toContain("王杰");
  });

  it("has help in Chinese", async () => {
    const { stdout } = await muster(["agent", "move", "--help", "--lang", "zh"]);
    expect(stdout).toContain("将坐席从一些技能组调到另一些技能组");
    expect(stdout).toContain("加入哪些技能组（名称、指定的编号或模式）（必填）");
    expect(stdout).not.toMatch(/Options|Arguments|Examples|default/);
  });
});
