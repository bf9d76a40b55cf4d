import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agentIndexOf } from "../../src/config/agentIndex.js";
import { loadDesired } from "../../src/config/loadDesired.js";
import { readTable } from "../../src/tables/readTable.js";
import { ShiftWords } from "../../src/tables/shiftCells.js";
import { readShifts } from "../../src/tables/shiftTable.js";
import { fileOf } from "../config/reading.js";
import { rowXml, workbook } from "./workbook.js";

const FILE = `version: 1
agents:
  zhang.wei: { number: "8000", name: 张伟 }
  li.na: { number: "0801", name: 李娜 }
  chen.jie: "8006"
  wang.1: { number: "8010", name: 王洁 }
  wang.2: { number: "8011", name: 王洁 }
groups: [{ displayName: 甲, members: ["8003"] }]
`;

const SHIFTS = new Map([
  ["早班", "早班"],
  ["早", "早班"],
  ["A", "早班"],
  ["晚班", "晚班"],
  ["晚", "晚班"],
  ["1", "1"],
  ["A/B", "A/B"],
]);

function index() {
  const { desired, declared, findings } = loadDesired([fileOf(FILE, "a.yaml")]);
  if (desired === undefined) throw new Error(JSON.stringify(findings));
  return agentIndexOf(declared);
}

async function read(table: string | Uint8Array, file = "r.csv", month?: string) {
  const bytes = typeof table === "string" ? new TextEncoder().encode(table) : table;
  const found = await readTable(file, bytes);
  if ("finding" in found) return { cells: {}, faults: [found.finding.code], warnings: [], dates: [] };
  const shifts = readShifts(found.sheet, { agents: { index: index() }, shifts: SHIFTS, files: [file], month });
  const of = (severity: string) =>
    shifts.findings.flatMap(({ code, args, source, severity: own }) => {
      const place = source?.cell ?? `${source?.line}:${source?.column}`;
      const about = "fault" in args ? `:${args.fault}` : "what" in args ? `:${args.what}` : "";
      return own === severity ? [`${place} ${code}${about}`] : [];
    });
  const cells: Record<string, string> = {};
  for (const { agentNumber, shifts: names, leave } of shifts.cells)
    cells[agentNumber] = `${cells[agentNumber] ?? ""} ${leave ?? (names.join("+") || "-")}`.trimStart();
  return { cells, faults: of("error"), warnings: of("warning"), dates: shifts.dates };
}

const DEC = ["2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", "2026-12-05"];
const ROWS = "8000,张伟,早,晚班,休,,年假\n0801,,A,0,早+晚,早/晚,调休\n";
const SAID = { "8000": "早班 晚班 - - 年假", "0801": "早班 - 早班+晚班 早班+晚班 -" };

describe("the head of a table of shifts", () => {
  const heads: readonly (readonly [name: string, table: string, file?: string])[] = [
    ["dates", `工号,姓名,${DEC.join(",")}\n${ROWS}`],
    ["Excel's dates", `工号,姓名,2026/12/1,2026/12/2,2026/12/3,2026/12/4,2026/12/5\n${ROWS}`],
    [
      "dates with a time",
      `工号,姓名,2026/12/1 0:00,2026/12/2 0:00,2026/12/3 0:00,2026/12/4 0:00,2026/12/5 0:00\n${ROWS}`,
    ],
    ["Chinese dates", `工号,姓名,2026年12月1日,2026年12月2日,2026年12月3日,2026年12月4日,2026年12月5日\n${ROWS}`],
    ["days, the month in a title", `2026年12月排班\n工号,姓名,1,2,3,4,5\n${ROWS}`],
    ["days, the month in the file's name", `工号,姓名,1日,2日,3日,4日,5日\n${ROWS}`, "rosters/2026-12.csv"],
    ["days, the month in two places", `2026年排班表\n工号,姓名,1号,2号,3号,4号,5号\n${ROWS}`, "12月排班.csv"],
    ["days, the title in several cells", `2026,年,12,月\n工号,姓名,01,02,03,04,05\n${ROWS}`],
    ["days, a stretch in the title", `排班表（2026年12月1日-12月5日）\n工号,姓名,1,2,3,4,5\n${ROWS}`],
    ["the day on which it was made", `制表：2026年11月25日\n2026年12月\n工号,姓名,1,2,3,4,5\n${ROWS}`],
    [
      "months and days",
      `工号,姓名,12/1,12-2,12月3日,12.4,4-Dec\n${ROWS}`.replace("12.4,4-Dec", "12/4,5-Dec"),
      "2026.csv",
    ],
    ["dots", `2026年\n工号,姓名,12.1,12.2,12.3,12.4,12.5\n${ROWS}`],
    ["the month once", `2026年\n工号,姓名,12/1,2,3,4,5\n${ROWS}`],
    ["weekdays behind", `工号,姓名,12/1 周二,12/2（三）,12/3(四),12/4 Fri,"12/5\n星期六"\n${ROWS}`, "2026-12.csv"],
    ["weekdays before", `工号,姓名,周二 12/1,周三 12/2,周四 12/3,周五 12/4,周六 12/5\n${ROWS}`, "2026-12.csv"],
    ["days and weekdays in one", `工号,姓名,1二,2 三,3(四),4 五,5日\n${ROWS}`.replace("5日", "5六"), "2026-12.csv"],
    ["weekdays below", `工号,姓名,1,2,3,4,5\n,,二,三,四,五,六\n${ROWS}`, "2026-12.csv"],
    ["weekdays above", `,星期,周二,周三,周四,周五,周六\n工号,姓名,1,2,3,4,5\n${ROWS}`, "2026-12.csv"],
    ["names above the days", `工号,姓名,2026年12月,,,,\n,,1,2,3,4,5\n${ROWS}`],
    ["names below the days", `,,1,2,3,4,5\n工号,姓名,二,三,四,五,六\n${ROWS}`, "202612.csv"],
    ["full width, an apostrophe, spaces", `工 号,姓 名,'１２／１,１２／２,12/3 ,12/4,12/5\n${ROWS}`, "Dec 2026.csv"],
    [
      "other columns, totals and notes",
      `序号,组别,工号,姓名,1,2,3,4,5,早班,备注\n1,甲,8000,张伟,早,晚班,休,,年假,1,x\n2,甲,0801,,A,0,早+晚,早/晚,调休,2,\n,,合计,,2,1,1,1,0,,\n备注：早班 8 点开始\n`,
      "2026-12.csv",
    ],
    [
      "a head that is printed again",
      `工号,姓名,1,2,3,4,5\n8000,张伟,早,晚班,休,,年假\n工号,姓名,1,2,3,4,5\n0801,,A,0,早+晚,早/晚,调休\n`,
      "2026-12.csv",
    ],
    ["tabs", `工号,姓名,1,2,3,4,5\n${ROWS}`.replaceAll(",", "\t"), "2026-12.csv"],
  ];
  it.for(heads)("%s", async ([, table, file]) => {
    expect(await read(table, file)).toMatchObject({ cells: SAID, faults: [], dates: DEC });
  });

  it("over New Year", async () => {
    const table = "工号,12/29,12/30,12/31,1/1,1/2\n8000,早,早,早,早,早\n";
    const dates = ["2026-12-29", "2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"];
    expect(await read(table, "2026-12.csv")).toMatchObject({ dates, faults: [] });
    expect(await read(table, "2027-01.csv")).toMatchObject({ dates, faults: [] });
    expect(await read(table, "2026.csv")).toMatchObject({ faults: ["1:4 roster-table-month:year"] });
  });

  it("the thirty-first of a month that has thirty days, where nothing is in it", async () => {
    const head = Array.from({ length: 31 }, (_, day) => day + 1).join(",");
    expect((await read(`工号,${head}\n8000,早\n`, "2026-11.csv")).dates).toHaveLength(30);
    const filled = `工号,${head}\n8000,${"早,".repeat(31)}\n`;
    expect((await read(filled, "2026-11.csv")).faults).toEqual(["1:85 roster-day-unknown:no-such-day"]);
  });

  const faults: readonly (readonly [name: string, table: string, faults: string[], file?: string, month?: string])[] = [
    ["no month", `工号,1,2,3,4,5\n`, ["1:4 roster-table-month:month"]],
    ["no year", `工号,1,2,3,4,5\n`, ["1:4 roster-table-month:year"], "12月排班.csv"],
    ["two months", `2026年12月\n工号,1,2,3,4,5\n`, ["2:4 roster-table-month:several"], "2026-11.csv"],
    ["one of two months was asked for", `2026年12月\n工号,1,2,3,4,5\n`, [], "2026-11.csv", "2026-12"],
    [
      "dates of another month than the name's",
      `工号,${DEC.join(",")}\n`,
      ["1:4 roster-table-month:other"],
      "2026-11.csv",
    ],
    ["from the 26th on", `工号,26,27,28,29,30,1,2\n`, ["1:19 roster-day-unknown:order"], "2026-12.csv"],
    ["day before month", `工号,1/12,2/12,3/12,4/12,5/12\n`, ["1:4 roster-day-unknown:order"], "2026.csv"],
    [
      "12.1 for 12.10",
      `工号,12.9,12.1,12.11,12.12,12.13\n`,
      ["1:9 roster-day-unknown:order", "1:14 roster-day-unknown:order"],
      "2026.csv",
    ],
    [
      "days that there are not",
      `工号,2/27,2/28,2/29,2/30,13/1,3/1,3/32\n8000,早,早,早,早,早,早,早\n`,
      [
        "1:24 roster-day-unknown:no-such-day",
        "1:33 roster-day-unknown:no-such-day",
        "1:14 roster-day-unknown:no-such-day",
        "1:19 roster-day-unknown:no-such-day",
      ],
      "2026.csv",
    ],
    ["something among the days", `工号,1,2,x,4,5,6,组长,合计\n`, ["1:8 roster-day-unknown:no-day"], "2026-12.csv"],
    ["a day twice", `工号,1,2,3,4,5,${DEC[1]}\n`, ["1:14 table-twice:day"], "2026-12.csv"],
    ["weekdays of another month", `工号,姓名,1,2,3,4,5\n,,日,一,二,三,四\n`, ["2:3 roster-weekday"], "2026-12.csv"],
    ["four days", `工号,1,2,3,4\n`, ["1:1 roster-table-head"], "2026-12.csv"],
    ["nobody's column", `甲,1,2,3,4,5\n`, ["1:1 roster-table-head"], "2026-12.csv"],
    ["two columns of numbers", `工号,坐席工号,1,2,3,4,5\n`, ["1:4 table-column-twice"], "2026-12.csv"],
    ["values below nothing", `工号,1,2,,4,5,6\n8000,早,早,早,早,早,早\n`, ["2:10 table-column-unnamed"], "2026-12.csv"],
    ["nothing", "", ["1:1 roster-table-head"]],
  ];
  it.for(faults)("%s", async ([, table, expected, file, month]) => {
    expect((await read(table, file, month)).faults).toEqual(expected);
  });
});

describe("the rows of a table of shifts", () => {
  const HEAD = "工号,姓名,1,2,3,4,5\n";
  it("unknown cells and people, doubtful numbers and rows twice: all at once, at their place in the text", async () => {
    const table = [
      HEAD.trim(),
      '8000,张伟,早,"中,班",早+中,2026-12-01,TRUE',
      "801,李娜,早,,,,",
      ",王洁,早,,,,",
      "8006,张伟,早,?,,,",
      "8000,,早,,,,",
      "老王,,,,,,",
      ",,早,,,,",
      "8.0E+03,,早,,,,",
      "",
    ].join("\r\n");
    expect((await read(table, "2026-12.csv")).faults).toEqual([
      "2:11 roster-cell-unknown",
      "2:17 roster-cell-unknown",
      "2:21 roster-cell-unknown",
      "2:32 roster-cell-unknown",
      "3:1 table-number:zero",
      "4:2 table-agent-several",
      "5:6 table-name-differs",
      "5:11 roster-cell-unknown",
      "6:1 table-twice:agent",
      "7:1 table-agent-unknown",
      "8:1 table-agent-missing",
      "9:1 table-number:exponent",
    ]);
  });

  it("words of the files before all others; names that look alike are one", async () => {
    const table = `${HEAD}8000,,１,A/B,a,A/B+晚班,早 班\n0801,,OFF,/,—,病,年休\n`;
    expect(await read(table, "2026-12.csv")).toMatchObject({
      cells: { "8000": "1 A/B 早班 A/B+晚班 早班", "0801": "- - - 病假 年假" },
      faults: [],
    });
  });

  it("a workbook: dates, numbers, hidden and merged cells, errors", async () => {
    const date = (serial: number) => `<c s="1"><v>${serial}</v></c>`;
    const xml = [
      rowXml(1, ["2026年12月排班"]),
      rowXml(2, ["工号", "姓名", date(46357), date(46358), date(46359), date(46360), date(46361), "组别"]),
      rowXml(3, ["", "", "二", "三", "四", "五", "六"]),
      rowXml(4, ["8000", "张伟", "早", "0", "1", '<c t="e"><v>#N/A</v></c>', "<c><f>A1</f></c>", "一组"]),
      rowXml(5, ["一组"]),
      rowXml(6, ["801", "李娜", "年假", "", "", "", ""], ' hidden="1"'),
      rowXml(7, ["8006", "", "早", "早", "早", "早", "早"]),
    ].join("");
    const merges = ["A1:G1", "A2:A3", "B2:B3", "H4:H7", "A5:G5", "C6:E6"].map((ref) => `<mergeCell ref="${ref}"/>`);
    const after = `<mergeCells>${merges.join("")}</mergeCells>`;
    expect(await read(workbook({ name: "表", xml, after }), "a.xlsx")).toEqual({
      cells: { "8000": "早班 - 1", "8006": "早班 早班 早班 早班 早班" },
      dates: DEC,
      faults: [
        "表!C6 table-merged",
        "表!F4 table-cell-fault:error",
        "表!G4 table-cell-fault:formula",
        "表!A6 table-number:zero",
      ],
      warnings: ["表!A2 table-hidden", "表!A2 table-columns-ignored"],
    });
  });

  it("whatever cells there are: no crash, and of an agent and a day one cell", async () => {
    const words = [
      "工号",
      "姓名",
      "8000",
      "0801",
      "801",
      "张伟",
      "早",
      "早+晚",
      "休",
      "合计",
      "注：一",
      "2026年12月",
      "12月",
      "一",
      "周二",
      "x",
      "",
      "'1",
      "1e3",
      "\u200b",
      '"',
      "a,b",
    ];
    const days = [
      "1",
      "2",
      "3",
      "4",
      "5日",
      "6号",
      "12/1",
      "12/2",
      "12.3",
      "1-Jan",
      "2026-12-05",
      "2026/12/6 0:00",
      "2/30",
      "45",
      "30",
      "7 三",
    ];
    const cell = fc.oneof(fc.constantFrom(...words), fc.constantFrom(...days));
    const heads = fc.tuple(
      fc.constantFrom("工号", "姓名"),
      fc.array(fc.constantFrom(...days), { minLength: 5, maxLength: 9 }),
    );
    const table = fc.tuple(
      fc.array(fc.array(cell, { maxLength: 9 }), { maxLength: 3 }),
      heads,
      fc.array(fc.array(cell, { maxLength: 9 }), { maxLength: 5 }),
    );
    const known = { agents: { index: index() }, shifts: SHIFTS, files: ["2026-12.csv"] };
    const property = fc.asyncProperty(table, async ([above, [name, head], below]) => {
      const rows = [...above, [name, ...head], ...below];
      const text = rows.map((cells) => cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(",")).join("\n");
      const found = await readTable("2026-12.csv", new TextEncoder().encode(text));
      if ("finding" in found) return;
      const { cells, dates, findings } = readShifts(found.sheet, known);
      if (!findings.some(({ severity }) => severity === "error"))
        expect(new Set(cells.map((one) => `${one.agentNumber} ${one.date}`)).size).toBe(cells.length);
      const lines = text.split("\n");
      for (const { date, source } of cells) {
        expect(dates).toContain(date);
        // The place is where a cell begins.
        expect(
          source.column === 1 ||
            lines[source.line - 1]?.[source.column - 2] === "," ||
            source.column > (lines[source.line - 1]?.length ?? 0),
        ).toBe(true);
      }
    });
    await fc.assert(property, { numRuns: Number(process.env["RUNS"] ?? 300) });
  });
});

describe("a cell that says nothing", () => {
  it.each([
    ["早+夜", "夜"],
    ["夜+早", "夜"],
    ["早 A/B 夜", "夜"],
    ["夜", undefined],
    ["夜+日", undefined],
    // 休 is a day off, but not beside a shift: the whole cell is the fault.
    ["早+休", undefined],
    ["早+年假", undefined],
  ])("%s: the part that is the fault is %s", (written, part) => {
    const words = new ShiftWords(SHIFTS);
    expect(words.read({ kind: "text", text: written })).toBeUndefined();
    expect(words.suggest(written).part).toBe(part);
  });

  it("suggests for the part", () => {
    expect(new ShiftWords(new Map([["中午班", "中午班"]])).suggest("中午班+中午斑")).toEqual({
      part: "中午斑",
      suggestion: "中午班",
    });
  });
});
