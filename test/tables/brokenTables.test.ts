import { describe, expect, it } from "vitest";
import { formatFinding } from "../../src/report/messages/formatFinding.js";
import { placeText } from "../../src/report/text/page.js";
import { readTable } from "../../src/tables/readTable.js";
import { tableMembers } from "../../src/tables/tableMembers.js";
import { wantedMembers } from "../../src/tables/wantedMembers.js";
import { knownOf } from "./known.js";
import { archive, rowXml, workbook } from "./workbook.js";

const KNOWN = knownOf(`version: 1
agents:
  wang: { number: "8042", name: 王杰 }
  li: { number: "0801", name: 李娜 }
  zhang.a: { number: "8005", name: 张伟 }
  zhang.b: { number: "8077", name: 张伟 }
groups:
  - displayName: 售前
    exten: "10018"
    members:
      - wang
      - { agent: "8003", priority: 3 } # 刘洋
  - { displayName: 售后, members: [] }
  - { displayName: 双, exten: "1", members: [] }
  - { displayName: 双, exten: "2", members: [] }
  - { displayName: 未纳管 }
  - { displayName: 旧组, retired: true }
  - displayName: 注
    members:
      - "8011" # 赵新
`);

/** What is wrong with a table, as `place code`. */
async function faultsOf(content: string | Uint8Array, sheet?: string): Promise<string[]> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const path = bytes[0] === 0x50 ? "r.xlsx" : "r.csv";
  const read = await readTable(path, bytes, sheet);
  if ("finding" in read) return [told(read.finding)];
  const table = tableMembers(read.sheet, KNOWN);
  const faults = table.findings.filter(({ severity }) => severity === "error");
  return (faults.length > 0 ? faults : wantedMembers(table, KNOWN.groups, 0).findings).map(told);
}

function told(finding: Parameters<typeof formatFinding>[0]): string {
  const place = finding.source === undefined ? "" : `${placeText(finding.source)} `;
  for (const language of ["en", "zh"] as const) {
    const { message, help = "" } = formatFinding(finding, language);
    expect(`${message} ${help}`).not.toMatch(/undefined|NaN|object/);
  }
  return `${place}${finding.code}${finding.severity === "warning" ? " (warning)" : ""}`;
}

const HEAD = "工号,姓名,售前\n";
const ERROR = '<c t="e"><v>#N/A</v></c>';

describe("a broken table is refused by cell", () => {
  it.each<[what: string, table: string | Uint8Array, faults: readonly string[], sheet?: string]>([
    ["a zero that Excel dropped", `${HEAD}801,,√\n8003,,3`, ["r.csv:2:1 table-number"]],
    ["a number that was rounded", `${HEAD}8.0E+03,,√\n`, ["r.csv:2:1 table-number"]],
    ["separators of thousands", `${HEAD}"8,042",,√\n`, ["r.csv:2:1 table-number"]],
    ["a number with a fraction", `${HEAD}8042.5,,√\n`, ["r.csv:2:1 table-number"]],
    [
      "a number that became a date",
      workbook({
        rows: [
          ["工号", "售前"],
          ['<c s="1"><v>8042</v></c>', "√"],
        ],
      }),
      ["r.xlsx:Sheet1!A2 table-number"],
    ],
    [
      "more digits than Excel keeps",
      workbook({
        rows: [
          ["工号", "售前"],
          ["12345678901234567890", "√"],
        ],
      }),
      ["r.xlsx:Sheet1!A2 table-number"],
    ],
    [
      "a name beside another's number",
      `${HEAD}8003,王杰,√\n8042,李娜,√\n`,
      ["r.csv:2:2 table-name-differs", "r.csv:3:2 table-name-differs"],
    ],
    ["nobody of that name", "姓名,售前\n王洁,√\n", ["r.csv:2:1 table-agent-unknown"]],
    ["two people of one name", "姓名,售前\n张伟,√\n", ["r.csv:2:1 table-agent-several"]],
    ["marks without an agent", `${HEAD}8042,,√\n8003,,\n,,√\n`, ["r.csv:4:1 table-agent-missing"]],
    [
      "a group that the files do not have",
      "工号,售钱,部门\n8042,√,客服\n",
      ["r.csv:1:2 table-group-unknown", "r.csv:1:3 table-group-unknown"],
    ],
    ["a name of two groups", "工号,双\n8042,√\n", ["r.csv:1:2 table-group-several"]],
    [
      "groups that are closed",
      "工号,未纳管,旧组\n8042,√,√\n",
      ["r.csv:1:2 table-group-closed", "r.csv:1:3 table-group-closed"],
    ],
    ["a group twice", "工号,售前,10018\n8042,√,\n8003,√,\n", ["r.csv:1:3 table-twice"]],
    ["an agent twice", `${HEAD}8042,,√\n8003,,√\n8042,,\n`, ["r.csv:4:1 table-twice"]],
    ["no head", "8042,√\n8003,√\n", ["r.csv:1:1 table-without-head"]],
    ["two columns of numbers", "工号,坐席工号,售前\n8042,8003,√\n", ["r.csv:1:2 table-column-twice"]],
    ["marks below nothing", `${HEAD}8042,,√,√\n8003,,√,\n`, ["r.csv:2:4 table-column-unnamed"]],
    [
      "0, ?, a fraction, a sign",
      "工号,售前,售后\n8042,0,?\n8003,1.5,-1\n",
      ["r.csv:2:2 table-mark", "r.csv:2:3 table-mark", "r.csv:3:2 table-mark", "r.csv:3:3 table-mark"],
    ],
    ["crosses beside ticks", "工号,售前\n8042,√\n8003,x\n", ["r.csv:3:2 table-mark"]],
    ["nobody left", "工号,售前,售后\n8042,,√\n8003,,\n", ["r.csv:1:2 table-empties"]],
    [
      "a list with a bad priority",
      "工号,技能组,优先级\n8042,售前,高\n8003,售前,1.5\n",
      ["r.csv:2:3 table-number", "r.csv:3:3 table-number"],
    ],
    [
      "a list with two priorities",
      "工号,技能组,优先级\n8042,售前,1\n8003,售前,1\n8042,售前,2\n",
      ["r.csv:4:1 table-twice"],
    ],
    ["a list without groups", "工号,技能组,优先级\n8042,,1\n", ["r.csv:2:2 table-group-missing"]],
    [
      "a list with another group's number",
      "工号,技能组,编号\n8042,售后,10018\n8003,售前,77\n",
      ["r.csv:2:2 table-group-differs", "r.csv:3:3 table-group-unknown"],
    ],
    [
      "errors of formulas",
      workbook({
        rows: [
          ["工号", "售前"],
          ["8042", ERROR],
          ["8003", "<c><f>A1</f><v></v></c>"],
        ],
      }),
      ["r.xlsx:Sheet1!B2 table-cell-fault", "r.xlsx:Sheet1!B3 table-cell-fault"],
    ],
    [
      "merged cells",
      workbook({
        rows: [["排班"], ["工号", "售前"], ["8042", "√"], ["8003", "√"]],
        after: '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="B3:B4"/></mergeCells>',
      }),
      ["r.xlsx:Sheet1!B3 table-merged"],
    ],
    [
      "several sheets",
      workbook({ rows: [["工号", "售前"]] }, { name: "二", rows: [["工号", "售前"]] }),
      ["r.xlsx:1:1 table-sheets"],
    ],
    ["no such sheet", workbook({ name: "12月", rows: [["工号", "售前"]] }), ["r.xlsx:1:1 table-sheets"], "11月"],
    ["a sheet of a CSV file", HEAD, ["r.csv:1:1 table-sheets"], "12月"],
    ["quotes that do not match", `${HEAD}8042,,"√\n`, ["r.csv:2:1 table-unreadable"]],
    [
      "a quote that takes rows into a remark",
      `工号,备注,售前\n8042,"新,√\n8003,"x",3\n`,
      ["r.csv:2:1 table-unreadable"],
    ],
    [
      "a string that a workbook lost",
      workbook({
        rows: [
          ["工号", "售前"],
          ["8042", '<c t="s"><v>0</v></c>'],
        ],
      }),
      ["r.xlsx:1:1 table-unreadable"],
    ],
    [
      "two numbers in a cell",
      "工号,售前\n8042/8003,√\n8042、8003,√\n",
      ["r.csv:2:1 table-agent-unknown", "r.csv:3:1 table-agent-unknown"],
    ],
    [
      "names of comments that moved by a row",
      "工号,姓名,售前\n8003,赵新,3\n8042,王杰,√\n8011,刘洋,√\n",
      ["r.csv:2:2 table-name-differs", "r.csv:4:2 table-name-differs"],
    ],
    ["nothing", "", ["r.csv:1:1 table-without-head"]],
    ["a web page", "<html><table><tr><td>工号", ["r.csv:1:1 table-unreadable"]],
    ["Excel before 2007", Buffer.from("d0cf11e0a1b11ae1", "hex"), ["r.csv:1:1 table-unreadable"]],
    [
      "a password",
      Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.from("EncryptedPackage", "utf16le")]),
      ["r.csv:1:1 table-unreadable"],
    ],
    [
      "an OpenDocument file",
      archive({ mimetype: "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>" }),
      ["r.xlsx:1:1 table-unreadable"],
    ],
    ["half a workbook", workbook({ rows: [["工号", "售前"]] }).subarray(0, 700), ["r.xlsx:1:1 table-unreadable"]],
    [
      "XML entities",
      archive({ "xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a "b">]><workbook/>' }),
      ["r.xlsx:1:1 table-unreadable"],
    ],
    ["a picture", Buffer.from("89504e470d0a1a0a", "hex"), ["r.csv:1:1 table-unreadable"]],
    ["neither UTF-8 nor GBK", Buffer.from([0x41, 0xff, 0xff]), ["r.csv:1:1 table-unreadable"]],
  ])("%s", async (_, table, faults, sheet) => {
    const found = await faultsOf(table, sheet);
    expect(found.filter((fault) => !fault.endsWith("(warning)"))).toEqual(faults);
  });

  it("too much of it, however it is packed", async () => {
    const many = `工号,${Array.from({ length: 420 }, (_, index) => index).join(",")}\n`;
    expect(await faultsOf(many)).toEqual(["r.csv:1:1 table-too-large"]);
    expect(await faultsOf("工号,售前\n".repeat(20_001))).toEqual(["r.csv:1:1 table-too-large"]);
    const far = workbook({
      xml: `${rowXml(1, ["工号", "售前"])}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`,
    });
    expect(await faultsOf(far)).toEqual(["r.xlsx:1:1 table-too-large"]);
    expect(await faultsOf(archive({ "xl/workbook.xml": "x" }, 51 * 1024 * 1024))).toEqual([
      "r.xlsx:1:1 table-too-large",
    ]);
    const hidden = workbook({
      rows: [["工号", "售前"]],
      before: '<col min="1" max="16384" hidden="1"/>'.repeat(100_000),
    });
    expect(await faultsOf(hidden)).toEqual(["r.xlsx:1:1 table-unreadable"]);
    // It says that it is small.
    const bomb = archive({ "xl/workbook.xml": new Uint8Array(51 * 1024 * 1024) }, 100);
    expect(await faultsOf(bomb)).toEqual(["r.xlsx:1:1 table-too-large"]);
  });
});
