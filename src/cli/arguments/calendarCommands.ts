import { COUNTRIES } from "../../model/calendarDay.js";
import { hasVisible } from "../../model/hiddenCharacters.js";
import type { CommandFamily } from "./commands.js";
import { type Flag, READING } from "./flags.js";
import { country, paths, text, UnexpectedValue, year } from "./options.js";

const DRY_RUN: Flag = { flags: "--dry-run", help: { en: "print a diff, write nothing", zh: "只显示差异，不写入" } };

/** A name that a file can hold and a person can see. */
function calendarName(value: string): string {
  if (hasVisible(text(value)) && !/\p{Cc}/u.test(value) && value !== "<<") return value;
  throw new UnexpectedValue({
    en: "Expected a name without control characters.",
    zh: "应为名称，不能含有控制字符。",
  });
}

/** `muster calendar`: the published holidays in the files. */
export const CALENDAR: CommandFamily = {
  name: "calendar",
  summary: { en: "write published holidays into the files, and compare them", zh: "将公布的节假日写入文件并比对" },
  description: {
    en: "Holidays and make-up workdays of mainland China, as the State Council publishes them each November for the year to come: write them into the files, and compare the files with them. Offline.",
    zh: "中国大陆的节假日与调休上班日，即国务院办公厅每年 11 月公布的次年安排：写入文件，或将文件与之比对。离线运行。",
  },
  commands: [
    {
      name: "add",
      summary: { en: "add a year to a calendar", zh: "为日历加入一年的节假日" },
      description: {
        en: "Add the holidays and make-up workdays of a year to a calendar, and extend its end. Comments and order are kept, nothing is taken out. Years follow one another without a gap; one that is not published yet is refused.",
        zh: "将一年的节假日与调休上班日加入日历，并延长其截止日期。保留注释和顺序，不删除任何内容。年份须相连，尚未公布的年份会被拒绝。",
      },
      argument: [
        {
          term: "<country>",
          help: { en: "CN: mainland China", zh: "CN，即中国大陆" },
          words: COUNTRIES,
          read: country,
        },
        { term: "<year>", help: { en: "the year, such as 2026", zh: "年份，例如 2026" }, read: year },
      ],
      flags: [
        {
          flags: "--name <calendar>",
          help: { en: "the calendar's name in the files (default: cn)", zh: "日历在文件中的名称（默认为 cn）" },
          read: calendarName,
        },
        {
          flags: "--file <file>",
          help: {
            en: "where a new calendar goes (default: the file with calendars, else calendars.yaml beside the groups)",
            zh: "新日历写入哪个文件（默认为已有日历的文件，否则为技能组旁的 calendars.yaml）",
          },
          read: text,
        },
        DRY_RUN,
        ...READING,
      ],
      examples: [
        ["muster calendar add CN 2026", { en: "the holidays of 2026", zh: "2026 年的节假日" }],
        ["muster calendar add CN 2026 --dry-run", { en: "show the diff only", zh: "只看差异" }],
      ],
      load: async () => (await import("../commands/calendar.js")).addToCalendar,
    },
    {
      name: "check",
      summary: { en: "compare calendars with the published holidays", zh: "将日历与公布的节假日比对" },
      description: {
        en: "Compare the calendars of the files with the published holidays, and report those that end within 60 days. Exits with 1 if one differs. A day that is meant to differ gets a remark: # muster: allow calendar-differs — reason.",
        zh: "将文件中的日历与公布的节假日比对，并提示 60 天内截止的日历。有不一致时退出码为 1。有意不同的日期可写备注放行：# muster: allow calendar-differs — 原因。",
      },
      argument: {
        term: "[paths...]",
        help: {
          en: "only the calendars of these files, folders or patterns",
          zh: "只比对这些文件、文件夹或模式中的日历",
        },
        read: paths,
      },
      flags: READING,
      examples: [
        ["muster calendar check", { en: "all calendars", zh: "所有日历" }],
        [
          "muster calendar check calendars.yaml --format json",
          { en: "one file, for a program", zh: "单个文件，供程序读取" },
        ],
      ],
      load: async () => (await import("../commands/calendar.js")).checkAgainstPublished,
    },
  ],
  examples: [
    ["muster calendar add CN 2026", { en: "write the holidays of 2026", zh: "写入 2026 年的节假日" }],
    ["muster calendar check", { en: "compare all calendars", zh: "比对所有日历" }],
  ],
};
