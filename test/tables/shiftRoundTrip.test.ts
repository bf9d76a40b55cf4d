import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agentIndexOf } from "../../src/config/agentIndex.js";
import { declaredIn } from "../../src/config/loadDesired.js";
import { csvText } from "../../src/tables/csvText.js";
import { readTable } from "../../src/tables/readTable.js";
import { ShiftWords } from "../../src/tables/shiftCells.js";
import { readShifts } from "../../src/tables/shiftTable.js";
import { type ShiftMonth, shiftCsv, shiftMonthOf, shiftRows } from "../../src/tables/writeShifts.js";
import { agentName } from "../../src/tables/writeTable.js";
import { xlsxBytes } from "../../src/tables/xlsxBytes.js";
import { fileOf } from "../config/reading.js";

const HEADS = { agent: "agent", name: "name", group: "group", exten: "exten", priority: "priority" };
const index = agentIndexOf(
  declaredIn([
    fileOf(
      'version: 1\nagents: { a: { number: "8000", name: "=张伟" }, b: { number: "0801", name: 合计 }, c: "8006" }\n',
      "a.yaml",
    ),
  ]),
);
const nameOf = () => undefined;

/** Names of shifts that a program, or a careless reader, would take for something else. */
const NAMES = [
  "早班",
  "晚 班",
  "=1+1",
  "+晚",
  "A/B",
  "A",
  "B",
  "1",
  "01",
  "1-2",
  "8:00-16:00",
  "年假",
  "合计",
  "TRUE",
  "３",
  "a,b",
  'x"y',
  "'撇",
  "注：一",
  "中、晚",
];
const names = fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 8 });
const day = (shifts: readonly string[]) =>
  fc.oneof(
    fc.subarray([...shifts], { maxLength: Math.min(2, shifts.length) }).map((some) => ({ shifts: some })),
    fc.constantFrom("年假", "病假", "事假").map((leave) => ({ shifts: [], leave })),
  );

const months: fc.Arbitrary<{ readonly words: ReadonlyMap<string, string>; readonly month: ShiftMonth }> = names.chain(
  (shifts) =>
    fc
      .record({
        agents: fc.shuffledSubarray(["8000", "0801", "8006", "0900", "12345678901234567890"], { minLength: 1 }),
        from: fc.integer({ min: 0, max: 25 }),
        length: fc.integer({ min: 5, max: 31 }),
        days: fc.array(day(shifts), { minLength: 31, maxLength: 31 }),
      })
      .map(({ agents, from, length, days }) => {
        const dates = Array.from({ length }, (_, one) =>
          new Date(Date.UTC(2026, 11, 1 + from + one)).toISOString().slice(0, 10),
        );
        const rows = agents.map((agentNumber, row) => {
          const name = agentName(agentNumber, { index, nameOf });
          const own = new Map(dates.map((date, at) => [date, days[(at * 7 + row) % days.length] ?? { shifts: [] }]));
          return { agentNumber, ...(name !== undefined && { name }), days: own };
        });
        return { words: new Map(shifts.map((shift) => [shift, shift])), month: { dates, rows } };
      }),
);

async function readBack(bytes: Uint8Array, words: ReadonlyMap<string, string>): Promise<ShiftMonth> {
  const found = await readTable("t", bytes);
  if ("finding" in found) throw new Error(JSON.stringify(found.finding));
  const read = readShifts(found.sheet, { agents: { index, nameOf }, shifts: words, files: [] });
  expect(read.findings.filter(({ severity }) => severity === "error")).toEqual([]);
  return shiftMonthOf(read, (agent, written) => agentName(agent, { index, nameOf }) ?? written);
}

/** Who has what, whatever the order of two shifts of one day. */
const meaning = ({ rows }: ShiftMonth, isLeave: (word: string) => boolean) =>
  rows.map(({ agentNumber, days }) => [
    agentNumber,
    [...days].map(([date, { shifts, leave }]) => [
      date,
      leave !== undefined && isLeave(leave) ? leave : [...shifts].sort(),
    ]),
  ]);

describe("a table of shifts that was written", () => {
  it("is read as what it says, from git's CSV, Excel's and a workbook; nothing in it is a formula", async () => {
    const property = fc.asyncProperty(months, async ({ words, month }) => {
      // A word that is the name of a shift is no leave.
      const isLeave = (word: string) => !words.has(word);
      fc.pre(
        month.rows.every(({ days }) =>
          [...days.values()].every((one) => !("leave" in one) || isLeave(String(one.leave))),
        ),
      );
      const reader = new ShiftWords(words);
      const csv = shiftCsv(month, reader);
      const excel = shiftRows(month, reader, { heads: HEADS, format: "csv" });
      const book = shiftRows(month, reader, { heads: HEADS, format: "xlsx" });
      for (const cell of [...excel.rows, ...book.rows].flat()) expect(String(cell ?? "")).not.toMatch(/^[=+@\t\r-]/);
      expect(csv).not.toMatch(/(?:^|,)"?[=+@\t\r-]/m);
      for (const bytes of [
        new TextEncoder().encode(csv),
        new TextEncoder().encode(csvText(excel.rows)),
        await xlsxBytes(book.rows, "表"),
      ]) {
        const back = await readBack(bytes, words);
        expect(meaning(back, isLeave)).toEqual(meaning(month, isLeave));
        expect(shiftCsv(back, reader)).toBe(csv);
      }
    });
    await fc.assert(property, { numRuns: Number(process.env["RUNS"] ?? 40) });
  });
});
