import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { readSheet } from "read-excel-file/universal";
import { describe, expect, it } from "vitest";
import { readTable } from "../../src/tables/readTable.js";
import { tableMembers } from "../../src/tables/tableMembers.js";
import { wantedMembers } from "../../src/tables/wantedMembers.js";
import { knownOf } from "./known.js";
import { rowXml, workbook } from "./workbook.js";

const KNOWN = knownOf(`version: 1
agents:
  wang: { number: "8042", name: 王杰 }
  li: { number: "0801", name: 李娜 }
groups:
  - { displayName: 售前, exten: "10018", members: [wang, { agent: "8003", priority: 3 }] }
  - { displayName: 售后, members: [] }
  - { displayName: "1-2", members: [] }
`);

/** The members that a table gives to groups, by name; and the codes of its warnings. */
async function membersIn(bytes: Uint8Array, sheet?: string) {
  const read = await readTable("r", bytes, sheet);
  if ("finding" in read) throw new Error(JSON.stringify(read.finding));
  const table = tableMembers(read.sheet, KNOWN);
  const { members, findings } = wantedMembers(table, KNOWN.groups, 9);
  const all = [...table.findings, ...findings];
  expect(all.filter(({ severity }) => severity === "error")).toEqual([]);
  return {
    ...Object.fromEntries(
      [...members].map(([index, some]) => [
        KNOWN.groups[index]?.displayName,
        some
          .map(({ agentNumber, priority }) => (priority === 0 ? agentNumber : `${agentNumber}:${priority}`))
          .join(" "),
      ]),
    ),
    warnings: all.map(({ code }) => code.replace("table-", "")),
  };
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");
/** 工号,姓名,售前 / 8042,王杰,√ / 8003,,3 in the encoding that Chinese Excel writes. */
const GBK = Buffer.from("b9a4bac52cd0d5c3fb2ccadbc7b00d0a383034322ccdf5bddc2ca1cc0d0a383030332c2c330d0a", "hex");

const BOTH = { 售前: "8042 8003:3", warnings: [] };

describe("a table is read", () => {
  it.each<[what: string, bytes: Uint8Array, expected: object, sheet?: string]>([
    ["GBK", GBK, BOTH],
    ["UTF-8 with a mark, LF", utf8("\ufeff工号,姓名,售前\n8042,王杰,√\n8003,,3"), BOTH],
    ["UTF-16 with tabs", utf16("工号\t姓名\t售前\r\n8042\t王杰\t√\r\n8003\t\t3\r\n"), BOTH],
    ["semicolons", utf8("工号;姓名;售前\r\n8042;王杰;√\r\n8003;;3\r\n"), BOTH],
    ["sep= and CR alone", utf8("sep=|\r工号|售前\r8042|√\r8003|3\r"), BOTH],
    [
      "quotes, and lines in cells",
      utf8('"工号","备注","售前"\n8042,"a\n""b"",c",√\n8003,,3\n'),
      { ...BOTH, warnings: ["columns-ignored"] },
    ],
    [
      "titles, blank rows and columns, totals, notes",
      utf8(",,,\n12月排班,,,\n,,,\n,工号,,售前,合计\n,8042,,√,1\n,,,,\n,8003,,3,1\n,合计,,2,2\n注：√ 为在组,,,\n"),
      { ...BOTH, warnings: ["columns-ignored"] },
    ],
    [
      "full-width digits and marks, apostrophes",
      utf8("工号,售前,'1-2\n８０４２,Ｙ,是\n8003,３,否\n'0801,—,√\n"),
      { 售前: "8042 8003:3", "1-2": "8042 0801", warnings: [] },
    ],
    [
      "names padded with spaces, heads with line breaks, numbers kept as formulas, rows numbered in advance",
      utf8('序号,工号,姓名,"售\n前"\n1,8042,王　杰,√\n2,="0801",李 娜,3\n3,,,\n'),
      { 售前: "8042 0801:3", warnings: ["columns-ignored", "absent-agents"] },
    ],
    ["numbers and names the other way round", utf8("姓名,工号,售前\n8042,王杰,√\n8003,,3\n"), BOTH],
    [
      "spaces and invisible characters of a page",
      utf8("工号\u00a0,\ufeff姓名,售前\u200b\n8042\u200b,王\u00a0杰\u200b,√\u200b\n8003\u00a0,,\u200e3\n"),
      BOTH,
    ],
    [
      "a head of two rows",
      workbook({
        rows: [
          ["工号", "姓名", "技能组", "", "备注"],
          ["", "", "售前", "售后", ""],
          ["8042", "王杰", "√", "", "新"],
          ["8003", "", "3", "", ""],
        ],
        after: '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="C1:D1"/><mergeCell ref="E1:E2"/></mergeCells>',
      }),
      { ...BOTH, 售后: "", warnings: ["columns-ignored"] },
    ],
    [
      "a head of two rows, as CSV has it after its cells were filled",
      utf8("工号,姓名,技能组,技能组\n,,售前,售后\n8042,王杰,√,\n8003,,3,\n"),
      { ...BOTH, 售后: "", warnings: [] },
    ],
    [
      "remarks before the number",
      utf8("备注,工号,售前\nno,8042,√\n注：新人,8003,3\n说明：√ 为在组,,\n合计,2,2\n"),
      { ...BOTH, warnings: ["columns-ignored"] },
    ],
    ["ones, which may mean yes", utf8("工号,售前\n8042,1\n8003,1\n"), { 售前: "8042:1 8003:1", warnings: ["ones"] }],
    ["8042.0 of another program", utf8("agent,售前\n8042.0,1.0\n8003,3.00\n"), { 售前: "8042:1 8003:3", warnings: [] }],
    [
      "no priority: those of the files stay",
      utf8("工号,售前,售后\nwang,√,\n8003,√,\n"),
      { 售前: "8042 8003:3", 售后: "", warnings: ["priorities-kept"] },
    ],
    ["crosses as marks", utf8("工号,售前\n8042,x\n8003,X\n"), { 售前: "8042 8003:3", warnings: ["priorities-kept"] }],
    [
      "a list, in any order, with names only",
      utf8("优先级,技能组,姓名\n2,售前,王杰\n,售后,李娜\n"),
      { 售前: "8042:2", 售后: "0801", warnings: ["absent-agents"] },
    ],
    [
      "a list in English, by number, with a group that has nobody",
      utf8("Group,Exten,Agent Number,Priority\n,10018,8042,0\n,10018,8003,3\n售后,,,\n"),
      { 售前: "8042 8003:3", 售后: "", warnings: [] },
    ],
    [
      "a newcomer, and somebody without a row",
      utf8("工号,售前\n8042,√\n9001,√\n"),
      { 售前: "8042 9001", warnings: ["new-agents", "absent-agents"] },
    ],
    [
      "what is hidden",
      workbook({
        xml: `${rowXml(1, ["工号", "售前"])}${rowXml(2, ["8042", "√"])}${rowXml(3, ["8003", "3"], ' hidden="1"')}`,
        before: '<cols><col min="2" max="3" hidden="1"/></cols>',
      }),
      { ...BOTH, warnings: ["hidden"] },
    ],
    [
      "the one visible sheet with values",
      workbook(
        {
          rows: [
            ["工号", "售前"],
            ["8042", "√"],
            ["8003", "3"],
          ],
        },
        { name: "Sheet2" },
        { name: "x", state: "hidden", rows: [["工号"]] },
      ),
      BOTH,
    ],
    [
      "a sheet by name, though hidden",
      workbook(
        { rows: [["工号"]] },
        {
          name: "12月 &amp; 1月",
          state: "hidden",
          rows: [
            ["工号", "售前"],
            ["8042", "√"],
            ["8003", "3"],
          ],
        },
      ),
      BOTH,
      "12月 & 1月",
    ],
    [
      "formulas by their values, booleans, an empty text",
      workbook({
        rows: [
          ["工号", "售前", "售后"],
          ["<c><f>8000+42</f><v>8042</v></c>", '<c t="b"><v>1</v></c>', '<c t="b"><v>0</v></c>'],
          ["8003", "3", '<c t="str"><f>""</f><v></v></c>'],
        ],
      }),
      { ...BOTH, 售后: "", warnings: [] },
    ],
    [
      "styled cells far outside",
      workbook({
        xml: `${rowXml(1, ["工号", "售前"])}${rowXml(2, ["8042", "√"])}${rowXml(3, ["8003", "3"])}<row r="1048576"><c r="XFD1048576" s="1"/></row>`,
      }),
      BOTH,
    ],
  ])("%s", async (_, bytes, expected, sheet) => {
    expect(await membersIn(bytes, sheet)).toEqual(expected);
  });
});

it("has the values that read-excel-file has", async () => {
  const saved = await readFile(join(import.meta.dirname, "libreoffice/odd.xlsx"));
  const made = workbook({
    rows: [
      ["工号", "&lt; <b>"],
      ['<c s="1"><v>46000</v></c>', '<c t="str"><v>_x0041_&amp;</v></c>'],
    ],
  });
  for (const bytes of [saved, made]) {
    const read = await readTable("r", bytes);
    if ("finding" in read) throw new Error(read.finding.code);
    const theirs = await readSheet(new Uint8Array(bytes).buffer);
    for (const { number, cells } of read.sheet.rows)
      for (const [column, cell] of cells.entries()) {
        const value = theirs[number - 1]?.[column];
        const text = value instanceof Date ? value.toISOString().slice(0, 10) : (value ?? undefined);
        // It has nothing where a formula failed.
        expect(text === undefined ? undefined : String(text)).toBe(cell?.kind === "error" ? undefined : cell?.text);
      }
  }
});

it("any bytes are a table or a finding, never a crash", async () => {
  const cells = [
    ["工号", "售前", "售后"],
    ["8042", "√", '<c t="e"><v>#N/A</v></c>'],
    ["8003", "3", '<c s="1"><v>44000</v></c>'],
  ];
  const sound = workbook({ rows: cells, after: '<mergeCells><mergeCell ref="B3:B4"/></mergeCells>' });
  const changes = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
  const bytes = fc.oneof(
    changes.map((some) => {
      const copy = new Uint8Array(sound);
      for (const [at, byte] of some) copy[at] = byte;
      return copy;
    }),
    // Broken XML in a sound archive.
    fc.tuple(fc.nat(200), fc.string({ maxLength: 12 })).map(([at, text]) => {
      const xml = rowXml(1, ["工号", "售前"]) + rowXml(2, ["8042", "√"]);
      return workbook({ xml: xml.slice(0, at) + text + xml.slice(at + 3) });
    }),
    fc.uint8Array({ maxLength: 80 }),
    fc.string({ maxLength: 80 }).map((text) => utf8(`工号,售前\n${text}`)),
  );
  const property = fc.asyncProperty(bytes, async (some) => {
    const read = await readTable("r", some);
    if ("sheet" in read) wantedMembers(tableMembers(read.sheet, KNOWN), KNOWN.groups, 0);
  });
  await fc.assert(property, { numRuns: Number(process.env["RUNS"] ?? 100) });
});

it("a text without quotes is split into what a parser makes of it", async () => {
  const piece = fc.constantFrom(",", ";", "\t", "\n", "\r\n", "\r", " ", "早班", "8000", "=", "#", "\\", "\u2028");
  const texts = fc.array(piece, { minLength: 1, maxLength: 40 }).map((all) => all.join(""));
  const property = fc.asyncProperty(texts, async (text) => {
    const read = await readTable("r.csv", utf8(`a,b,c,d,e\n${text}`));
    if ("finding" in read) throw new Error(JSON.stringify(read.finding));
    const [, ...records] = parse(`a,b,c,d,e\n${text}`, {
      relax_column_count: true,
      relax_quotes: true,
      record_delimiter: ["\r\n", "\n", "\r"],
      delimiter: [",", ";", "\t"].reduce((best, one) => (most(text, one) > most(text, best) ? one : best)),
    });
    const expected = records.flatMap((fields, index) => {
      const cells = fields.flatMap((field, column) => (field.trim() === "" ? [] : [[column, field] as const]));
      return cells.length === 0 ? [] : [{ number: index + 2, cells }];
    });
    const rows = read.sheet.rows.slice(1).map(({ number, cells }) => ({
      number,
      cells: [...cells.entries()].flatMap(([column, cell]) =>
        cell === undefined ? [] : [[column, cell.text] as const],
      ),
    }));
    expect(rows).toEqual(expected);
  });
  await fc.assert(property, { numRuns: Number(process.env["RUNS"] ?? 300) });
});

/** The most cells that a separator makes of one of the first twenty lines. */
function most(text: string, separator: string): number {
  const lines = ["a,b,c,d,e", ...text.split(/\r\n|\r|\n/)].slice(0, 20);
  return Math.max(...lines.map((line) => line.split(separator).length));
}
