import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ExportOptions, exportCommand } from "../../src/cli/commands/export.js";
import { type ImportOptions, importCommand } from "../../src/cli/commands/import.js";
import { validate } from "../../src/cli/commands/validate.js";
import { rowXml, workbook } from "../tables/workbook.js";
import { type CommandHost, commandHost, OPTIONS } from "./commandHost.js";

const IMPORT: ImportOptions = { ...OPTIONS, roster: "售后", out: "groups/rosters/2026-12.csv", dryRun: false };
const { format: _, ...BY_NAME } = OPTIONS;
const EXPORT: ExportOptions = { ...BY_NAME, roster: "售后", month: "2026-12" };

const AGENTS = Array.from({ length: 50 }, (_, one) => ({
  number: String(801 + one).padStart(4, "0"),
  name: `坐席${one}`,
}));
const YAML = `version: 1
agents:
${AGENTS.map(({ number, name }, one) => `  agent.${one}: { number: "${number}", name: ${name} }`).join("\n")}
shifts:
  早班: { at: "08:00-16:00", alias: [早, A] }
  晚班: { at: "22:00-08:00", alias: [晚] }
rosters:
  售后: # the crew
    week: # until there is a table
      - { shift: 早班, on: daily, agents: [agent.0, agent.1] }
groups:
  - displayName: 售后
    members: [{ roster: 售后 }]
`;
const TABLE = "rosters/2026-12.csv";
const LISTED = YAML.replace("agent.1] }\n", `agent.1] }\n    tables: [${TABLE}]\n`);

const WORDS = ["早", "A", "早班", "晚", "休", "", "0", "年假", "早+晚", "调休", "晚/早"];
const MEANT = ["早班", "早班", "早班", "晚班", "休", "休", "休", "年假", "早班+晚班", "休", "晚班+早班"];
const cell = (row: number, day: number) => (row * 3 + day * 5) % WORDS.length;
const DAYS = Array.from({ length: 31 }, (_, day) => day + 1);
const HEAD = ["工号", "姓名", ...DAYS.map(String)];
const ROWS = AGENTS.map(({ number, name }, row) => [number, name, ...DAYS.map((day) => WORDS[cell(row, day)] ?? "")]);
const text = ["2026年12月排班", HEAD, ...ROWS, ["合计", ...HEAD.slice(1)]].map(String).join("\r\n");
const WRITTEN = [
  `工号,姓名,${DAYS.map((day) => `2026-12-${String(day).padStart(2, "0")}`).join(",")}`,
  ...AGENTS.map(({ number, name }, row) => [number, name, ...DAYS.map((day) => MEANT[cell(row, day)])].join(",")),
  "",
].join("\n");

/** No encoder of Node writes it. */
function gbk(written: string): Uint8Array {
  const decoder = new TextDecoder("gbk");
  const bytes = new Map<string, readonly number[]>();
  for (let first = 0x81; first <= 0xfe; first += 1)
    for (let second = 0x40; second <= 0xfe; second += 1) {
      const character = decoder.decode(new Uint8Array([first, second]));
      if (character.length === 1) bytes.set(character, [first, second]);
    }
  return new Uint8Array([...written].flatMap((one) => (one < "\x80" ? one.charCodeAt(0) : (bytes.get(one) ?? []))));
}

/** As Excel has it: dates that are shown as days, numbers of agents as texts. */
function xlsx(): Uint8Array {
  const dates = DAYS.map((day) => `<c s="1"><v>${46356 + day}</v></c>`);
  const texts = (cells: readonly string[]) =>
    cells.map((one) => (/^\d+$/.test(one) ? `<c t="inlineStr"><is><t>${one}</t></is></c>` : one));
  const rows = ROWS.map((cells, row) => rowXml(row + 2, texts(cells)));
  return workbook({ name: "排班", xml: [rowXml(1, ["工号", "姓名", ...dates]), ...rows].join("") });
}

async function put({ folder }: CommandHost, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

const read = ({ folder }: CommandHost, path: string) => readFile(join(folder, path), "utf8");

describe("muster import --roster", () => {
  it("one table of 50 agents and 31 days as UTF-8, with a mark, as GBK and as xlsx: the same CSV, and the same file beside it", async () => {
    const inputs = { "a.csv": text, "b.csv": `\ufeff${text}`, "c.csv": gbk(text), "d.xlsx": xlsx() };
    for (const [name, content] of Object.entries(inputs)) {
      const run = await commandHost({ "groups/a.yaml": YAML });
      await put(run, { [name]: content });
      expect(await importCommand(name, { ...IMPORT, dryRun: true }, run.host), run.stderr()).toBe(0);
      await expect(read(run, "groups/rosters/2026-12.csv")).rejects.toThrow();
      expect(await importCommand(name, IMPORT, run.host), run.stderr()).toBe(0);
      expect(await read(run, "groups/rosters/2026-12.csv"), name).toBe(WRITTEN);
      expect(await read(run, "groups/a.yaml")).toBe(LISTED);
      expect(run.stderr()).toContain("Read 50 agents × 31 days, 2026-12-01 to 2026-12-31");
      expect(run.stderr()).toContain(
        `To commit: git add -- groups/rosters/2026-12.csv && git commit -m 'Import ${name}' -- groups/a.yaml groups/rosters/2026-12.csv`,
      );
      expect(await importCommand(name, IMPORT, run.host)).toBe(0);
      expect(run.stderr()).toContain("Nothing was changed.");
      expect((await validate([], OPTIONS, run.host)).exitCode).toBe(0);
    }
  });

  it("export, then import: nothing changes, by xlsx and by CSV; a week becomes the table that it means", async () => {
    for (const out of ["12.xlsx", "12.csv"]) {
      const run = await commandHost({ "groups/a.yaml": LISTED, "groups/rosters/2026-12.csv": WRITTEN });
      expect(await exportCommand({ ...EXPORT, out }, run.host), run.stderr()).toBe(0);
      expect(run.stderr()).toContain(`${out}: roster "售后", 2026-12, 50 agents.`);
      expect(await importCommand(out, IMPORT, run.host), run.stderr()).toBe(0);
      expect(run.stderr()).toContain("Nothing was changed.");
      expect(run.stdout()).toBe("");
    }
    const run = await commandHost({ "groups/a.yaml": YAML });
    expect(await exportCommand({ ...EXPORT, month: "2027-02" }, run.host), run.stderr()).toBe(0);
    const days = Array.from({ length: 28 }, (_, day) => `2027-02-${String(day + 1).padStart(2, "0")}`);
    expect(run.stdout()).toBe(
      [
        `\ufeffagent,name,${days.join(",")}`,
        `'0801,坐席0,${days.map(() => "早班").join(",")}`,
        `'0802,坐席1,${days.map(() => "早班").join(",")}`,
        "",
      ].join("\r\n"),
    );
  });

  it("another account whose rosters list the table is told of, and by its own names", async () => {
    const account = (name: string) =>
      `  ${name}: { host: "https://openapis.7moor.com", accountId: N00000001, apiSecret: "\${MUSTER_API_SECRET}", groups: [${name}.yaml, shared.yaml] }\n`;
    const group = (name: string, more = "") =>
      `version: 1\n${more}groups: [{ displayName: ${name}, members: [{ roster: 售后 }] }]\n`;
    const shared = "version: 1\nshifts: { 早班: 08:00-16:00 }\nrosters: { 售后: { tables: [2026-12.csv] } }\n";
    const days = Array.from({ length: 5 }, (_, day) => `2026-12-0${day + 1}`).join(",");
    const table = (cells: string) => `工号,${days}\n${cells}\n`;
    const files = {
      "muster.yaml": `version: 1\naccounts:\n${account("prod")}${account("test")}`,
      "prod.yaml": group("p", 'agents: { li.na: "8001" }\n'),
      "test.yaml": group("q"),
      "shared.yaml": shared,
      "2026-12.csv": table("8001,早班,休,休,休,休"),
      "new.csv": table("8001,休,早班,休,休,休"),
      "named.csv": table("li.na,休,早班,休,休,休"),
    };
    const options = { ...IMPORT, account: "prod", config: "muster.yaml", out: "2026-12.csv" };
    const run = await commandHost(files, {}, () => Date.UTC(2026, 10, 20));
    expect(await importCommand("new.csv", options, run.host), run.stderr()).toBe(0);
    expect(run.stderr().replace(/\s+/g, " ")).toContain(
      'warning[changes-account]: Account "test" reads 2026-12.csv, too: "q"',
    );
    const again = await commandHost(files);
    expect(await importCommand("named.csv", options, again.host), again.stderr()).toBe(0);
    expect(await readFile(join(again.folder, "2026-12.csv"), "utf8")).toContain("8001");
  });

  it("unknown cells, people and days: by cell, all at once, in both languages; nothing is written", async () => {
    const broken = [
      ["工号", "姓名", 1, 2, 3, "x", 5, 6, 32, "12/40"],
      ["801", "坐席0", "早", "中"],
      ["", "王五", "早", "夜+早"],
      ["0802", "坐席0", "?"],
      ["0803", "", "", "", "", "", "早班 "],
    ];
    const rows = broken.map((cells) => cells.map(String));
    const faults = {
      "a.csv": [
        "a.csv:1:13: error[roster-day-unknown]",
        "a.csv:1:19: error[roster-day-unknown]",
        "a.csv:1:22: error[roster-day-unknown]",
        "a.csv:2:1: error[table-number]",
        "a.csv:2:11: error[roster-cell-unknown]",
        "a.csv:3:2: error[table-agent-unknown]",
        "a.csv:3:7: error[roster-cell-unknown]",
        "a.csv:4:6: error[table-name-differs]",
        "a.csv:4:10: error[roster-cell-unknown]",
      ],
      "a.xlsx": [
        "a.xlsx:12月!F1: error[roster-day-unknown]",
        "a.xlsx:12月!I1: error[roster-day-unknown]",
        "a.xlsx:12月!J1: error[roster-day-unknown]",
        "a.xlsx:12月!A2: error[table-number]",
        "a.xlsx:12月!D2: error[roster-cell-unknown]",
        "a.xlsx:12月!B3: error[table-agent-unknown]",
        "a.xlsx:12月!D3: error[roster-cell-unknown]",
        "a.xlsx:12月!B4: error[table-name-differs]",
        "a.xlsx:12月!C4: error[roster-cell-unknown]",
      ],
    };
    const book = workbook({
      name: "12月",
      rows: rows.map((cells) =>
        cells.map((one) =>
          one === "0802"
            ? '<c t="inlineStr"><is><t>0802</t></is></c>'
            : one === "0803"
              ? '<c t="inlineStr"><is><t>0803</t></is></c>'
              : one,
        ),
      ),
    });
    for (const [name, expected] of Object.entries(faults)) {
      const run = await commandHost({ "groups/a.yaml": YAML });
      await put(run, { [name]: name === "a.csv" ? rows.map(String).join("\n") : book });
      expect(await importCommand(name, IMPORT, run.host)).toBe(1);
      expect(run.stderr().match(/^a\.\S+: error\[\S+\]/gm)).toEqual(expected);
      expect(await importCommand(name, { ...IMPORT, lang: "zh" }, run.host)).toBe(1);
      expect(run.stderr()).toContain("“中”既不是班次，也不是休息或请假。");
      if (name === "a.csv") expect(run.stderr()).toContain("  2 | 801,坐席0,早,中\n");
      expect(await read(run, "groups/a.yaml")).toBe(YAML);
      await expect(read(run, "groups/rosters/2026-12.csv")).rejects.toThrow();
    }
  });

  it("a table of the month is replaced, with the difference shown, and says whom and what it leaves out", async () => {
    const old =
      "工号,姓名,2026-12-01,2026-12-02,2026-12-03,2026-12-04,2026-12-05,2026-12-06\n0801,坐席0,?,,,,,\n9000,王五,早,,,,,\n";
    const run = await commandHost({ "groups/a.yaml": LISTED, "groups/rosters/2026-12.csv": old });
    // The file that is replaced may be what is wrong.
    expect((await validate([], OPTIONS, run.host)).exitCode).toBe(1);
    await put(run, { "t.csv": "工号,1,2,3,4,5\n0801,早,晚,,,\n" });
    expect(await importCommand("t.csv", IMPORT, run.host), run.stderr()).toBe(0);
    expect(run.stderr().replace(/\s+/g, " ")).toContain("lacks 1 agent (9000) and 1 day (2026-12-06)");
    expect(run.stdout()).toContain("--- a/groups/rosters/2026-12.csv\n+++ b/groups/rosters/2026-12.csv\n");
    expect(run.stdout()).toContain("-0801,坐席0,?,,,,,\n");
    expect(run.stdout()).toContain("+0801,坐席0,早班,晚班,休,休,休\n");
    expect(await read(run, "groups/a.yaml")).toBe(LISTED);
    expect((await validate([], OPTIONS, run.host)).exitCode).toBe(0);
  });

  it("what another roster has as its table, too, is said", async () => {
    const other = `  夜班: { tables: [./rosters/../${TABLE}] }\ngroups:`;
    const run = await commandHost({ "groups/a.yaml": LISTED.replace("groups:", other), [`groups/${TABLE}`]: WRITTEN });
    await put(run, { "t.csv": "工号,1,2,3,4,5\n0801,早,晚,,,\n" });
    const out = "groups/../groups/rosters/2026-12.csv";
    expect(await importCommand("t.csv", { ...IMPORT, out }, run.host), run.stderr()).toBe(0);
    expect(run.stderr()).toMatch(
      /warning\[roster-table-shared\]: .*\s+is\s+also\s+a\s+table\s+of\s+the\s+roster\s+"夜班"/,
    );
    expect(await read(run, "groups/a.yaml")).toContain(`agent.1] }\n    tables: [${TABLE}]\n`);
  });

  it("a name that only the table has stays, though an export lacks it", async () => {
    const run = await commandHost({ "groups/a.yaml": YAML });
    await put(run, { "t.csv": "工号,姓名,1,2,3,4,5\n9000,王 五,早,早,早,早,早\n" });
    expect(await importCommand("t.csv", IMPORT, run.host), run.stderr()).toBe(0);
    expect(run.stderr()).toContain("t.csv:2:1: warning[table-new-agents]");
    await put(run, { "u.csv": "工号,姓名,1,2,3,4,5\n9000,,晚,早,早,早,早\n" });
    expect(await importCommand("u.csv", IMPORT, run.host)).toBe(0);
    expect(await read(run, "groups/rosters/2026-12.csv")).toContain("9000,王 五,晚班,");
  });

  it("nothing else is overwritten, and nothing lies outside", async () => {
    const november = "工号,2026-11-01,2026-11-02,2026-11-03,2026-11-04,2026-11-05\n0801,早,早,早,早,早\n";
    const run = await commandHost({
      "repo/groups/a.yaml": YAML,
      "repo/groups/notes.csv": "a,b\n",
      "repo/groups/11.csv": november,
      "repo/t.csv": "2026年12月\n工号,1,2,3,4,5\n0801,早,晚,,,\n",
      "repo/empty.csv": "2026年12月\n工号,1,2,3,4,5\n",
    });
    await symlink("../../elsewhere.csv", join(run.folder, "repo/groups/link.csv"));
    await mkdir(join(run.folder, "repo/groups/folder.csv"));
    await mkdir(join(run.folder, "repo/.git"));
    const { nodeFilesIn } = await import("../../src/cli/node/nodeFiles.js");
    const folder = join(run.folder, "repo");
    const host = { ...run.host, folder, files: nodeFilesIn(folder) };
    const cases: readonly (readonly [options: Partial<ImportOptions>, code: string, table?: string])[] = [
      [{ out: "groups/notes.csv" }, "roster-table-other"],
      [{ out: "groups/11.csv" }, "roster-table-other"],
      [{ out: "groups/folder.csv" }, "roster-table-other"],
      [{ out: "../12.csv" }, "path-outside"],
      [{ out: "groups/link.csv" }, "path-outside"],
      [{ out: ".git/12.csv" }, "path-outside"],
      [{ roster: "售前" }, "unknown-name"],
      [{ out: "groups/2026-11.csv" }, "roster-table-month"],
      [{ month: "2026-11" }, "roster-table-head", "groups/notes.csv"],
      [{}, "roster-table-empty", "empty.csv"],
      [{}, "path-missing", "none.csv"],
    ];
    for (const [options, code, table = "t.csv"] of cases) {
      const before = run.stderr().length;
      expect(await importCommand(table, { ...IMPORT, ...options }, host), code).toBe(1);
      expect(
        run
          .stderr()
          .slice(before)
          .match(/error\[(\S+)\]/)?.[1],
      ).toBe(code);
    }
    expect(await read(run, "repo/groups/11.csv")).toBe(november);
    expect(await read(run, "repo/groups/a.yaml")).toBe(YAML);
    const { roster: _, out: __, ...plain } = IMPORT;
    for (const options of [
      { ...plain, roster: "售后" },
      { ...plain, out: "a.csv" },
      { ...plain, month: "2026-12" },
      { ...IMPORT, maxEmptied: 1 },
    ])
      expect(await importCommand("t.csv", options, host)).toBe(1);
    for (const options of [
      { ...BY_NAME, roster: "售后" },
      { ...BY_NAME, month: "2026-12" },
      { ...EXPORT, layout: "list" as const },
      { ...EXPORT, group: ["售后"] },
      { ...EXPORT, roster: "售前" },
      { ...EXPORT, format: "xlsx" as const },
      { ...EXPORT, month: "2026-12", out: "t.csv" },
    ])
      expect(await exportCommand(options, host)).toBe(1);
    expect(run.stderr().match(/error\[(?:flag-needs|flags-clash)\]/g)).toHaveLength(8);
    for (const command of ["import", "export"])
      expect(run.stderr()).toContain(`muster ${command} --help explains both`);
    const said = run.stderr().length;
    const days = "工号,姓名,12/1,12/2,12/3,12/4,12/5\n8000,张伟,早,早,早,早,早\n";
    await writeFile(join(run.folder, "days.csv"), days);
    expect(await importCommand(join(run.folder, "days.csv"), plain, host)).toBe(1);
    // Once, and what to do: not that each day is no group.
    expect(
      run
        .stderr()
        .slice(said)
        .match(/error\[(\S+)\]/g),
    ).toEqual(["error[table-group-unknown]"]);
    expect(run.stderr().slice(said)).toContain("--roster and --out");
  });

  it("the roster names the table from then on, however it is written; else the line to add is said", async () => {
    const week = "week: [{ shift: 早班, on: daily, agents: [agent.0] }]";
    const table = "../2026-12.csv";
    const start = YAML.slice(0, YAML.indexOf("rosters:"));
    const styles: readonly (readonly [before: string, after: string | undefined])[] = [
      [`  售后: { ${week} } # x\n`, `  售后: { ${week}, tables: [${table}] } # x\n`],
      [
        `  售后:\n    ${week}\n    tables: [a.csv, b.csv,] # old\n`,
        `  售后:\n    ${week}\n    tables: [a.csv, b.csv, ${table},] # old\n`,
      ],
      [
        `  售后:\n    tables: # old\n      - a.csv # one\n      # two\n    ${week}\n`,
        `  售后:\n    tables: # old\n      - a.csv # one\n      - ${table}\n      # two\n    ${week}\n`,
      ],
      [`  售后:\n    tables: []\n    lead: 2m\n`, `  售后:\n    tables: [${table}]\n    lead: 2m\n`],
      [`  售前: &one\n    ${week}\n  售后: *one\n`, undefined],
    ];
    const csv = "工号,2026-11-01,2026-11-02,2026-11-03,2026-11-04,2026-11-05\n0801,早,早,早,早,早\n";
    for (const [before, after] of styles) {
      for (const newline of ["\n", "\r\n"]) {
        const yaml = (part: string) =>
          `${start}rosters:\n${part}groups:\n  - { displayName: 售后, members: [{ roster: 售后 }] }`.replaceAll(
            "\n",
            newline,
          );
        const run = await commandHost({
          "groups/deep/a.yaml": yaml(before),
          "groups/deep/a.csv": csv,
          "groups/deep/b.csv": csv,
        });
        await put(run, { "t.csv": "工号,1,2,3,4,5\n0801,早,晚,,,\n" });
        expect(await importCommand("t.csv", { ...IMPORT, out: "groups/2026-12.csv" }, run.host), run.stderr()).toBe(0);
        expect(await read(run, "groups/deep/a.yaml")).toBe(yaml(after ?? before));
        if (after === undefined) expect(run.stderr()).toContain(`add ${table} to its tables (groups/deep/a.yaml:`);
      }
    }
  });

  it("what the table would break is said before it is written; a document has all of it", async () => {
    const absence = "absences: [{ agent: agent.0, from: 2026-12-01, until: 2026-12-03, by: agent.1 }]\n";
    // Before the absence, whenever the test runs.
    const run = await commandHost({ "groups/a.yaml": YAML + absence }, {}, () => Date.UTC(2026, 10, 20));
    await put(run, { "t.csv": "工号,1,2,3,4,5\n0802,年假,晚,,,\n", "u.csv": "工号,1,2,3,4,5\n0803,年假,晚,,,\n" });
    expect(await importCommand("t.csv", IMPORT, run.host)).toBe(1);
    expect(run.stderr()).toContain("error[cover-absent]");
    expect(await read(run, "groups/a.yaml")).toBe(YAML + absence);
    expect(await importCommand("u.csv", { ...IMPORT, format: "json" }, run.host), run.stderr()).toBe(0);
    expect(JSON.parse(run.stdout())).toMatchObject({
      formatVersion: "1.0",
      kind: "import",
      roster: "售后",
      table: { path: "u.csv", layout: "shifts", encoding: "UTF-8" },
      dryRun: false,
      agents: 1,
      dates: ["2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", "2026-12-05"],
      files: [
        { path: "groups/a.yaml", change: "update" },
        { path: "groups/rosters/2026-12.csv", change: "create" },
      ],
      diagnostics: [],
    });
  });
});
