import type { CommandSpec } from "./commands.js";
import { CALLING, choice, type Flag, GUARDED, READING } from "./flags.js";
import { text, UnexpectedValue } from "./options.js";

const OF_READING: readonly Flag[] = READING.filter(({ flags }) => !flags.startsWith("--format"));
const GROUP = CALLING.filter(({ flags }) => flags.startsWith("--group"));
const MAX_EMPTIED = GUARDED.filter(({ flags }) => flags.startsWith("--max-emptied"));

/** In a file of another name, Excel would not find a table: `.xls` and `.pdf` are no CSV. */
function tableFile(value: string): string {
  if (/\.(csv|xlsx)$/i.test(text(value))) return value;
  throw new UnexpectedValue({
    en: "Expected a file that ends in .xlsx or .csv.",
    zh: "文件名应以 .xlsx 或 .csv 结尾。",
  });
}

/** The tables of rosters lie in git as CSV. */
function csvFile(value: string): string {
  if (/\.csv$/i.test(text(value))) return value;
  throw new UnexpectedValue({ en: "Expected a file that ends in .csv.", zh: "文件名应以 .csv 结尾。" });
}

function month(value: string): string {
  if (/^20[0-9]{2}-(?:0[1-9]|1[0-2])$/.test(value)) return value;
  throw new UnexpectedValue({ en: "Expected a month, such as 2026-12.", zh: "应为月份，例如 2026-12。" });
}

/** `muster import` and `muster export`: rosters from and to Excel and CSV. */
export const TABLES: readonly CommandSpec[] = [
  {
    name: "import",
    summary: { en: "write a roster from Excel or CSV into the files", zh: "将 Excel 或 CSV 中的排班写入文件" },
    description: {
      en: "Set the members of the groups that a table names, in the files; other groups stay as they are. The table is agents × groups (√ for a member, a number for its priority, empty for none), or has one line a membership. With --roster the table is agents × days, each cell a shift, 休 or empty for a day off, or 年假 and its like for leave: it is written as the roster's CSV file. Comments, order and teams are kept; errors are shown by cell, all at once, and nothing is written then. Offline.",
      zh: "按表格设置其中各技能组的坐席，写入文件；表格未涉及的技能组保持不变。表格可以是坐席 × 技能组（√ 表示在组内，数字为优先级，留空为不在），也可以每行一条。加上 --roster 时，表格为坐席 × 日期，单元格填写班次，“休”或留空为休息，“年假”等为请假，转换为排班表的 CSV 文件。保留注释、顺序和团队；错误按单元格一次列出，有错误时不写入。离线运行。",
    },
    argument: {
      term: "<table>",
      help: { en: ".xlsx or .csv file (UTF-8, GBK)", zh: ".xlsx 或 .csv 文件（UTF-8、GBK）" },
    },
    flags: [
      {
        flags: "--sheet <name>",
        help: { en: "sheet of the workbook, if it has several", zh: "工作簿中的工作表（有多个时）" },
        read: text,
      },
      {
        flags: "--roster <name>",
        help: { en: "the table is of this roster's shifts", zh: "表格是该排班表（rosters）的班次" },
        read: text,
      },
      {
        flags: "--out <file>",
        help: { en: "with --roster: the .csv file to write", zh: "与 --roster 合用：要写入的 .csv 文件" },
        read: csvFile,
      },
      {
        flags: "--month <month>",
        help: {
          en: "with --roster: 2026-12, if the table does not say it",
          zh: "与 --roster 合用：表格未写明的月份，如 2026-12",
        },
        read: month,
      },
      ...MAX_EMPTIED,
      { flags: "--dry-run", help: { en: "print a diff, write nothing", zh: "只显示差异，不写入" } },
      ...READING,
    ],
    examples: [
      ["muster import roster.xlsx --dry-run", { en: "what the roster would change", zh: "查看排班将带来哪些改动" }],
      ["muster import roster.xlsx --sheet 12月", { en: "one sheet of several", zh: "指定工作表" }],
      ["muster import roster.csv", { en: "CSV as Excel saves it, GBK too", zh: "Excel 保存的 CSV，GBK 也可以" }],
      [
        "muster import 12月排班.xlsx --roster 售后 --out rosters/2026-12.csv",
        { en: "a month of shifts", zh: "导入一个月的排班" },
      ],
    ],
    load: async () => (await import("../commands/import.js")).importCommand,
  },
  {
    name: "export",
    summary: { en: "write a roster for Excel from the files", zh: "将文件中的坐席导出为 Excel 或 CSV" },
    description: {
      en: "Write the members that the files give to groups into a table for Excel; or, with --roster, the shifts of a month, from its week, cycles and tables. An import of it changes nothing. A file that exists is not replaced. Offline.",
      zh: "将文件中各技能组的坐席导出为表格；加上 --roster 时，导出排班表一个月的班次（按 week、cycle 和 tables 得出）。原样导入不会带来任何改动。不覆盖已有文件。离线运行。",
    },
    flags: [
      {
        flags: "--out <file>",
        help: { en: ".xlsx or .csv file (default: CSV on stdout)", zh: ".xlsx 或 .csv 文件（默认输出 CSV 到 stdout）" },
        read: tableFile,
      },
      choice("--format <format>", ["csv", "xlsx"], {
        en: "csv or xlsx (default: by the file's name)",
        zh: "csv 或 xlsx（默认按文件扩展名）",
      }),
      choice("--layout <layout>", ["matrix", "list"], {
        en: "matrix: agents × groups (default); list: one line a membership",
        zh: "matrix：坐席 × 技能组（默认）；list：每行一条",
      }),
      {
        flags: "--roster <name>",
        help: { en: "the shifts of this roster, with --month", zh: "导出该排班表（rosters）的班次，与 --month 合用" },
        read: text,
      },
      {
        flags: "--month <month>",
        help: { en: "with --roster: 2026-12", zh: "与 --roster 合用：月份，如 2026-12" },
        read: month,
      },
      ...GROUP,
      ...OF_READING,
    ],
    examples: [
      ["muster export --out roster.xlsx", { en: "all groups, for Excel", zh: "导出所有技能组" }],
      ["muster export --group '售前*' --out 售前.xlsx", { en: "one lead's groups", zh: "只导出部分技能组" }],
      ["muster export --layout list > roster.csv", { en: "one line a membership", zh: "每行一条" }],
      [
        "muster export --roster 售后 --month 2026-12 --out 12月.xlsx",
        { en: "a month of shifts", zh: "导出一个月的排班" },
      ],
    ],
    load: async () => (await import("../commands/export.js")).exportCommand,
  },
];
