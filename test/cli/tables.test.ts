import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ExportOptions, exportCommand } from "../../src/cli/commands/export.js";
import { type ImportOptions, importCommand } from "../../src/cli/commands/import.js";
import { plan } from "../../src/cli/commands/plan.js";
import { world } from "../support/simulated.js";
import { bench, COMMON } from "../writeback/commands.js";
import { type CommandHost, commandHost, OPTIONS } from "./commandHost.js";

const IMPORT: ImportOptions = { ...OPTIONS, dryRun: false };
const EXPORT: ExportOptions = { ...OPTIONS, format: "csv", layout: "matrix" };
const { format: _, ...BY_NAME } = EXPORT;

/** The files from which `libreoffice/` was exported, before LibreOffice 7.4 edited and saved it. */
const FILES = {
  "a.yaml": `version: 1
agents: # who is who
  wang.jie: { number: "8042", name: 王杰 }
  li.na: { number: "0801", name: 李娜 }
  chen: "8006"
teams:
  night: # the crew
    - wang.jie # leads
    - { agent: li.na, priority: 2 }
groups:
  - displayName: 售前咨询
    exten: "10018578"
    members:
      # early
      - "8003" # 陈洁
      - wang.jie
      - { agent: chen, priority: 5 }
  - displayName: 夜班
    members: [{ team: night }, "8003"]
  - displayName: "=cmd|' /C calc'!A0"
    members: []
  - displayName: 1-2
    membership: additive
    members: [chen]
  - displayName: 未纳管
`,
};

const EDITED = FILES["a.yaml"]
  .replace('      - "8003" # 陈洁\n', "")
  .replace("priority: 5 }\n", "priority: 9 }\n      - li.na\n")
  .replace("members: [chen]", 'members: [chen, "0900"]');

const yaml = ({ folder }: CommandHost) => readFile(join(folder, "a.yaml"), "utf8");

describe("muster export and import", () => {
  it("export, edited in LibreOffice, import: the edits and nothing else, from xlsx and from GBK", async () => {
    for (const name of ["edited.xlsx", "edited.csv"]) {
      const run = await commandHost(FILES);
      await copyFile(join(import.meta.dirname, "../tables/libreoffice", name), join(run.folder, name));
      expect(await importCommand(name, { ...IMPORT, dryRun: true }, run.host)).toBe(0);
      expect(await yaml(run)).toBe(FILES["a.yaml"]);
      expect(await importCommand(name, IMPORT, run.host)).toBe(0);
      expect(await yaml(run)).toBe(EDITED);
      expect(run.stderr()).toContain(`To commit: git commit -m 'Import ${name}' -- a.yaml`);
      expect(run.stderr()).toContain("2 groups in 1 file changed: 2 added, 1 removed, 1 reprioritized.");
      expect(run.stdout()).toContain("+      - li.na\n");
    }
  });

  it("what LibreOffice hides, merges and cannot calculate: by cell, all at once, and nothing is written", async () => {
    const run = await commandHost(FILES);
    await copyFile(join(import.meta.dirname, "../tables/libreoffice/odd.xlsx"), join(run.folder, "odd.xlsx"));
    expect(await importCommand("odd.xlsx", { ...IMPORT, lang: "zh" }, run.host)).toBe(1);
    expect(run.stderr().match(/^odd\.xlsx\S+: \S+\[\S+\]/gm)).toEqual([
      "odd.xlsx:group!A1: 警告[table-hidden]",
      "odd.xlsx:group!A1: 警告[table-new-agents]",
      "odd.xlsx:group!D4: 错误[table-cell-fault]",
      "odd.xlsx:group!C5: 错误[table-merged]",
    ]);
    expect(await yaml(run)).toBe(FILES["a.yaml"]);
  });

  it("an export says what it leaves out, replaces nothing, and is the same bytes each time", async () => {
    const run = await commandHost(FILES);
    expect(await exportCommand({ ...EXPORT, lang: "zh" }, run.host)).toBe(0);
    expect(run.stdout()).toBe(
      [
        "\ufeff工号,姓名,售前咨询,夜班,'=cmd|' /C calc'!A0,'1-2",
        "'0801,李娜,,2,,",
        "8003,,√,√,,",
        "8006,chen,5,,,√",
        "8042,王杰,√,√,,",
        "",
      ].join("\r\n"),
    );
    expect(run.stderr()).toContain("未导出：“未纳管”");
    expect(run.stderr()).toContain("英文单引号");
    const bytes = async (out: string) => {
      expect(await exportCommand({ ...BY_NAME, out }, run.host)).toBe(0);
      return readFile(join(run.folder, out));
    };
    const first = await bytes("out/一.xlsx");
    expect(first.equals(await bytes("二.xlsx"))).toBe(true);
    expect(await exportCommand({ ...BY_NAME, out: "二.xlsx" }, run.host)).toBe(1);
    expect(await exportCommand({ ...BY_NAME, format: "xlsx" }, run.host)).toBe(1);
    expect(run.stderr()).toMatch(/export-exists(?:.|\n)*export-needs-file/);
    expect(await importCommand("二.xlsx", IMPORT, run.host)).toBe(0);
    expect(run.stderr()).toContain("The files say this already. Nothing was changed.");
  });

  it("some groups only, one line a membership; of these alone an import knows", async () => {
    const run = await commandHost(FILES);
    const some = { ...BY_NAME, out: "l.csv", layout: "list", group: ["夜*", "10018578"] } as const;
    expect(await exportCommand(some, run.host)).toBe(0);
    const text = await readFile(join(run.folder, "l.csv"), "utf8");
    expect(text).toBe(
      [
        "\ufeffagent,name,group,exten,priority",
        "8003,,售前咨询,10018578,0",
        "8006,chen,售前咨询,10018578,5",
        "8042,王杰,售前咨询,10018578,0",
        "'0801,李娜,夜班,,2",
        "8003,,夜班,,0",
        "8042,王杰,夜班,,0",
        "",
      ].join("\r\n"),
    );
    await writeFile(join(run.folder, "l.csv"), text.replace("8042,王杰,夜班,,0\r\n", ""));
    expect(await importCommand("l.csv", { ...IMPORT, format: "json" }, run.host)).toBe(0);
    expect(JSON.parse(run.stdout())).toMatchObject({
      kind: "import",
      table: { path: "l.csv", layout: "list", encoding: "UTF-8" },
      groups: { named: 2, all: 5 },
      memberships: [{ displayName: "夜班", agentNumber: "8042", before: 0 }],
      files: [{ path: "a.yaml", change: "update" }],
      diagnostics: [],
    });
    // No other group uses the team.
    expect(await yaml(run)).toBe(FILES["a.yaml"].replace("    - wang.jie # leads\n", ""));
    expect(await exportCommand({ ...EXPORT, group: ["夜搬"] }, run.host)).toBe(1);
    expect(run.stderr()).toContain('Did you mean "夜班"?');
  });

  it("names come from agents, else from comments as pull writes them", async () => {
    const pulled =
      'version: 1\ngroups:\n  - displayName: 甲\n    members:\n      - "8003" # 陈洁\n      - "8004" # muster: allow unknown-agent — joins tomorrow\n';
    const run = await commandHost({ "a.yaml": pulled });
    expect(await exportCommand(EXPORT, run.host)).toBe(0);
    expect(run.stdout()).toBe("\ufeffagent,name,甲\r\n8003,陈洁,√\r\n8004,,√\r\n");
  });

  it("a group is emptied only where that is allowed; a missing table, and one outside by a link", async () => {
    const run = await commandHost({ ...FILES, "e.csv": "工号,夜班\n8042,\n8003,\n0801,\n" });
    expect(await importCommand("e.csv", IMPORT, run.host)).toBe(1);
    expect(run.stderr()).toContain("e.csv:1:2: error[table-empties]");
    expect(await yaml(run)).toBe(FILES["a.yaml"]);
    expect(await importCommand("e.csv", { ...IMPORT, maxEmptied: 1 }, run.host)).toBe(0);
    expect(await yaml(run)).toBe(FILES["a.yaml"].replace('[{ team: night }, "8003"]', "[]"));
    expect(await importCommand("none.csv", IMPORT, run.host)).toBe(1);
    expect(run.stderr()).toContain("path-missing");
    await writeFile(join(run.folder, "big.csv"), "工号,夜班\n".repeat(900_000));
    expect(await importCommand("big.csv", IMPORT, run.host)).toBe(1);
    expect(run.stderr()).toContain("error[table-too-large]");
  });

  it("the plan after an import is what the table changed", async () => {
    const live = [
      { displayName: "甲", members: ["8000", { agent: "8001", priority: 3 }] },
      { displayName: "乙", members: ["8002"] },
    ];
    const one = await world(
      live,
      'version: 1\ngroups:\n  - { displayName: 甲, members: ["8000", { agent: "8001", priority: 3 }] }\n  - { displayName: 乙, members: ["8002"] }\n',
    );
    await writeFile(join(one.folder, "r.csv"), "工号,甲,乙\n8000,,√\n8001,4,\n8002,,√\n");
    const run = await bench(one);
    expect(await importCommand("r.csv", { ...COMMON, dryRun: false }, run.host)).toBe(0);
    const planned = await bench(one);
    await plan([], { ...COMMON, format: "json", detailedExitcode: false }, planned.host);
    expect(JSON.parse(planned.stdout()).summary).toMatchObject({
      create: 0,
      replaceMembers: 2,
      membersAdded: 1,
      membersRemoved: 1,
      membersReprioritized: 1,
    });
  });
});
