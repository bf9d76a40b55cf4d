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

/** `muster import` and `muster export`: rosters from and to Excel and CSV. */
export const TABLES: readonly CommandSpec[] = [
  {
    name: "import",
    summary: { en: "write a roster from Excel or CSV into the files", zh: "将 Excel 或 CSV 中的排班写入文件" },
    description: {
      en: "Set the members of the groups that a table names, in the files; other groups stay as they are. The table is agents × groups (√ for a member, a number for its priority, empty for none), or has one line a membership. Comments, order and teams are kept; errors are shown by cell, all at once, and nothing is written then. Offline.",
      zh: "按表格设置其中各技能组的坐席，写入文件；表格未涉及的技能组保持不变。表格可以是坐席 × 技能组（√ 表示在组内，数字为优先级，留空为不在），也可以每行一条。保留注释、顺序和团队；错误按单元格一次列出，有错误时不写入。离线运行。",
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
      ...MAX_EMPTIED,
      { flags: "--dry-run", help: { en: "print a diff, write nothing", zh: "只显示差异，不写入" } },
      ...READING,
    ],
    examples: [
      ["muster import roster.xlsx --dry-run", { en: "what the roster would change", zh: "查看排班将带来哪些改动" }],
      ["muster import roster.xlsx --sheet 12月", { en: "one sheet of several", zh: "指定工作表" }],
      ["muster import roster.csv", { en: "CSV as Excel saves it, GBK too", zh: "Excel 保存的 CSV，GBK 也可以" }],
    ],
    load: async () => (await import("../commands/import.js")).importCommand,
  },
  {
    name: "export",
    summary: { en: "write a roster for Excel from the files", zh: "将文件中的坐席导出为 Excel 或 CSV" },
    description: {
      en: "Write the members that the files give to groups into a table for Excel. An import of it changes nothing. A file that exists is not replaced. Offline.",
      zh: "将文件中各技能组的坐席导出为表格。原样导入不会带来任何改动。不覆盖已有文件。离线运行。",
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
      {
        ...choice("--layout <layout>", ["matrix", "list"], {
          en: "matrix: agents × groups; list: one line a membership",
          zh: "matrix：坐席 × 技能组；list：每行一条",
        }),
        default: "matrix",
      },
      ...GROUP,
      ...OF_READING,
    ],
    examples: [
      ["muster export --out roster.xlsx", { en: "all groups, for Excel", zh: "导出所有技能组" }],
      ["muster export --group '售前*' --out 售前.xlsx", { en: "one lead's groups", zh: "只导出部分技能组" }],
      ["muster export --layout list > roster.csv", { en: "one line a membership", zh: "每行一条" }],
    ],
    load: async () => (await import("../commands/export.js")).exportCommand,
  },
];
