import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadDesired } from "../../src/config/loadDesired.js";
import { csvText } from "../../src/tables/csvText.js";
import { readTable } from "../../src/tables/readTable.js";
import { type Known, tableMembers } from "../../src/tables/tableMembers.js";
import { wantedMembers } from "../../src/tables/wantedMembers.js";
import { type WrittenCell, writeTable } from "../../src/tables/writeTable.js";
import { xlsxBytes } from "../../src/tables/xlsxBytes.js";
import { namesInComments } from "../../src/writeback/nameRemarks.js";
import { setMembers } from "../../src/writeback/setMembers.js";
import { fileOf } from "../config/reading.js";
import { HOSTILE, REMARKS } from "../writeback/states.js";
import { knownOf } from "./known.js";

const HEADS = { agent: "工号", name: "姓名", group: "技能组", exten: "编号", priority: "优先级" };

/** Names that Excel, or a careless reader of tables, would get wrong. */
const ODD = [
  "=cmd|' /C calc'!A0",
  "+86",
  "-测试",
  "@here",
  "'quoted",
  "''",
  "工号",
  "姓 名",
  "技能组",
  "priority",
  "合计",
  "注：一",
  "1-2",
  "3月4日",
  "1e3",
  "0012",
  "８００",
  "TRUE",
  "Mar 4",
  "a,b",
  'a"b',
  "a;b",
  "_x0041_",
  "_x005F_",
  "&lt;",
  "]]>",
  "\uffff",
  "8000",
  "10018578",
  " 8000 ",
  "√",
  "12345678901234567890",
];
const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...ODD, ...HOSTILE) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 10 }) },
);
const number = fc.constantFrom("8000", "8001", "8002", "0800", "00", "0", "12345678901234567890", "8003", "8004");
const priority = fc.constantFrom(0, 0, 0, 1, 5, 9007199254740991);

/** Files with hostile names, teams, additive lists and pins. Not all are sound. */
const files = fc
  .record({
    agents: fc.uniqueArray(fc.tuple(name, number, fc.option(name)), { selector: ([, one]) => one, maxLength: 5 }),
    team: fc.uniqueArray(fc.tuple(number, priority), { selector: ([one]) => one, maxLength: 3 }),
    groups: fc.uniqueArray(
      fc.record({
        displayName: name,
        pinned: fc.boolean(),
        additive: fc.boolean(),
        members: fc.option(fc.uniqueArray(fc.tuple(number, priority), { selector: ([one]) => one, maxLength: 4 })),
        hasTeam: fc.boolean(),
        flow: fc.boolean(),
      }),
      { minLength: 1, maxLength: 6, selector: ({ displayName }) => displayName },
    ),
  })
  .map(({ agents, team, groups }) => {
    const text = (value: string) => JSON.stringify(value);
    const member = ([agent, value]: [string, number]) =>
      `{ agent: "${agent}"${value === 0 ? "" : `, priority: ${value}`} }`;
    const lines = ["version: 1", "agents:"];
    for (const [alias, agent, person] of agents)
      lines.push(`  ${text(alias)}: { number: "${agent}"${person === null ? "" : `, name: ${text(person)}`} }`);
    if (agents.length === 0) lines.push("  x: '7999'");
    lines.push("teams:", `  crew: [${team.map(member).join(", ")}]`, "groups:");
    for (const [index, group] of groups.entries()) {
      lines.push(`  - displayName: ${text(group.displayName)} # ${index}`);
      if (group.pinned) lines.push(`    exten: "${10018578 + index}"`);
      if (group.members === null) continue;
      if (group.additive) lines.push("    membership: additive");
      const own = new Set(team.map(([agent]) => agent));
      const entries = group.members.filter(([agent]) => !group.hasTeam || !own.has(agent)).map(member);
      if (group.hasTeam) entries.unshift("{ team: crew }");
      if (group.flow || entries.length === 0) lines.push(`    members: [${entries.join(", ")}]`);
      else
        lines.push(
          "    members:",
          ...entries.map(
            (entry, at) =>
              `      - ${entry} # ${at % 2 === 0 ? at : HOSTILE[(at + index) % HOSTILE.length]?.replace(/[\r\n\ud800]/g, "")}`,
          ),
        );
    }
    return `${lines.join("\n")}\n`;
  })
  .filter((text) => loadDesired([fileOf(text, "a.yaml")]).desired !== undefined);

const meaning = (members: readonly { agentNumber: string; priority: number }[] | undefined) =>
  members?.map((one) => `${one.agentNumber}:${one.priority}`).sort();

async function readBack(rows: readonly (readonly WrittenCell[])[], format: "csv" | "xlsx", known: Known) {
  const bytes = format === "csv" ? new TextEncoder().encode(csvText(rows)) : await xlsxBytes(rows, "表");
  const read = await readTable("r", bytes);
  if ("finding" in read) throw new Error(JSON.stringify(read.finding));
  const table = tableMembers(read.sheet, known);
  const wanted = wantedMembers(table, known.groups, 0);
  return { ...wanted, findings: [...table.findings, ...wanted.findings] };
}

describe("a table that was written", () => {
  it("is read as what the files say, whatever the names; and nothing in it is a formula", async () => {
    const options = fc.constantFrom(
      ...(["matrix", "list"] as const).flatMap((layout) =>
        (["csv", "xlsx"] as const).map((format) => ({ layout, format })),
      ),
    );
    const property = fc.asyncProperty(files, options, async (text, { layout, format }) => {
      const known = knownOf(text);
      const isChosen = () => true;
      const { rows, findings } = writeTable({
        ...known,
        nameOf: namesInComments(new Map([["a.yaml", text]]), undefined),
        isChosen,
        layout,
        format,
        heads: HEADS,
      });
      for (const cell of rows.flat()) expect(String(cell ?? "")).not.toMatch(/^[=+@\t\r-]/);
      const back = await readBack(rows, format, known);
      expect(back.findings).toEqual([]);
      const left = findings.flatMap((one) => (one.code === "export-left-out" ? one.args.groups : []));
      for (const [index, group] of known.groups.entries()) {
        if (left.includes(group.displayName)) continue;
        expect(meaning(back.members.get(index)), group.displayName).toEqual(meaning(group.members));
      }
      expect(
        setMembers({ texts: new Map([["a.yaml", text]]), members: back.members, remarks: REMARKS }).changed.size,
      ).toBe(0);
    });
    await fc.assert(property, { numRuns: Number(process.env["RUNS"] ?? 25) });
  });

  it("brings every edit of it, and nothing else", async () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom<WrittenCell>(undefined, "√", 3, 7)), {
      minLength: 1,
      maxLength: 4,
    });
    const property = fc.asyncProperty(files, edits, async (text, changes) => {
      const known = knownOf(text);
      const { rows } = writeTable({
        ...known,
        nameOf: () => undefined,
        isChosen: () => true,
        layout: "matrix",
        format: "csv",
        heads: HEADS,
      });
      const edited = rows.map((cells) => [...cells]);
      for (const [row, column, cell] of changes) {
        const cells = edited[1 + (row % Math.max(1, edited.length - 1))];
        if (cells !== undefined && cells.length > 2) cells[2 + (column % (cells.length - 2))] = cell;
      }
      const { members } = await readBack(edited, "csv", known);
      const texts = new Map([["a.yaml", text]]);
      const { changed, findings } = setMembers({ texts, members, remarks: REMARKS });
      expect(findings).toEqual([]);
      const after = knownOf(changed.get("a.yaml") ?? text);
      for (const [index, group] of after.groups.entries())
        expect(meaning(group.members)).toEqual(meaning(members.get(index) ?? known.groups[index]?.members));
      // Comments of members that stay, and of groups, stay.
      for (const [index] of known.groups.entries()) expect(changed.get("a.yaml") ?? text).toContain(` # ${index}`);
    });
    await fc.assert(property, { numRuns: Number(process.env["RUNS"] ?? 25) });
  });
});
