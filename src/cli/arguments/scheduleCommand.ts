import type { CommandSpec } from "./commands.js";
import { CALLING, choice, type Flag, READING } from "./flags.js";
import { days, paths, SCHEDULE_FORMATS, size, text } from "./options.js";

const OF_READING: readonly Flag[] = READING.filter(({ flags }) => !flags.startsWith("--format"));
const GROUP = CALLING.filter(({ flags }) => flags.startsWith("--group"));

/** `muster schedule`: the timetable of members. */
export const SCHEDULE: CommandSpec = {
  name: "schedule",
  summary: { en: "show who is a member when, offline", zh: "离线显示各时段的坐席" },
  description: {
    en: "Show who is in which group when, by the files: shifts, rosters, absences, and the times in which a group has fewer members than its coverage demands. Sends nothing and needs no secret. A day after the end of a calendar is an error.",
    zh: "按文件显示谁在什么时间属于哪个技能组：班次、排班表、请假，以及坐席少于 coverage 要求的时段。不发送请求，不需要密钥。日期超出日历的截止日期时报错。",
  },
  argument: {
    term: "[paths...]",
    help: {
      en: "only the groups of these files, folders or patterns; without a muster.yaml: the files to read",
      zh: "只处理这些文件、文件夹或模式中的技能组；没有 muster.yaml 时，即要读取的文件",
    },
    read: paths,
  },
  flags: [
    {
      flags: "--from <time>",
      help: {
        en: "where to begin: 2026-12-01, 2026-12-01T18:00 (default: today; with --next: now)",
        zh: "开始时间：2026-12-01、2026-12-01T18:00（默认今天；与 --next 同用时为现在）",
      },
      read: text,
    },
    {
      flags: "--days <days>",
      help: { en: "how many days to show (default: 7)", zh: "显示多少天（默认 7）" },
      read: days,
    },
    {
      flags: "--next <n>",
      help: {
        en: "instead of days, the next times when members change, with who joins and leaves",
        zh: "不按天，而是显示接下来几次坐席变化，以及谁加入、谁移出",
      },
      read: size,
    },
    ...GROUP,
    choice("--format <format>", SCHEDULE_FORMATS, {
      en: `output format: ${SCHEDULE_FORMATS.join(", ")} (default: by the file's name, else text)`,
      zh: `输出格式：${SCHEDULE_FORMATS.join("、")}（默认按文件扩展名，否则为 text）`,
    }),
    {
      flags: "--out <file>",
      help: { en: "write it to this file", zh: "写入此文件" },
      read: text,
    },
    ...OF_READING,
  ],
  examples: [
    ["muster schedule", { en: "the next seven days", zh: "未来七天" }],
    [
      "muster schedule --from 2026-10-01 --days 14 --out week.html",
      { en: "two weeks as a page with a picture", zh: "两周的排班，生成带图的网页" },
    ],
    [
      "muster schedule --group '售后*' --format csv > week.csv",
      { en: "some groups, for Excel", zh: "部分技能组，供 Excel 使用" },
    ],
    ["muster schedule --next 3", { en: "the next three changes of members", zh: "接下来三次坐席变化" }],
    [
      "muster schedule --days 31 --out shifts.ics",
      { en: "a month for calendar programs", zh: "一个月的排班，供日历软件导入" },
    ],
  ],
  load: async () => (await import("../commands/schedule.js")).schedule,
};
