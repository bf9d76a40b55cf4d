import type { CalendarFindingArgs, Said } from "../../../engine/calendarFindings.js";
import type { CalendarWords } from "../calendar.js";
import type { Catalogue } from "../catalogue.js";
import { addCommand, yearsText } from "../shared.js";
import { listed, quoted } from "./phrases.js";

const A_DAY: Readonly<Record<Said, string>> = { holiday: "节假日", makeup: "调休上班日", none: "" };

/** Why a calendar is not extended, and how it differs from what was published, in Chinese. */
export const calendarMessages: Catalogue<CalendarFindingArgs> = {
  "holidays-unknown": ({ year, first, last }) => ({
    message: `此版本的 muster 没有 ${year} 年的节假日数据，只有 ${first} 至 ${last} 年的。`,
    help:
      year > last
        ? "文件未改动。国务院办公厅一般在前一年 11 月公布放假安排，请届时升级 muster。"
        : "文件未改动。如有需要，请手工填写。",
  }),
  "calendar-gap": ({ calendar, country, year, next }) => ({
    message: `日历${quoted(calendar)}没有 ${next} 年的完整数据；直接加入 ${year} 年，缺少的部分会被当作没有节假日。`,
    help: `文件未改动。请先运行：${addCommand(country, next, calendar)}`,
  }),
  "calendar-elsewhere": ({ calendar, path, file }) => ({
    message: `日历${quoted(calendar)}在 ${file} 中，不在 ${path} 中。`,
    help: "文件未改动。请去掉 --file，或用 --name 换一个名称。",
  }),
  "calendar-file-unread": ({ path, folders }) => ({
    message: `muster 不会读取 ${path}：该账号的文件是 ${listed(folders)} 下的 .yaml 文件。`,
    help: "请改用其中的文件，或去掉 --file。",
  }),
  "calendar-differs": ({ calendar, country, from, to, written, published, holiday }) => {
    const days = from === to ? from : `${from} 至 ${to}`;
    const name = holiday === undefined ? "" : `（${holiday.zh}）`;
    const fix = `补全缺少的日期：${addCommand(country, Number(from.slice(0, 4)), calendar)}`;
    const accept = "请更正。如有意如此，请写备注：# muster: allow calendar-differs — 原因";
    if (written === "none")
      return { message: `日历${quoted(calendar)}未将 ${days} 列为${A_DAY[published]}${name}。`, help: fix };
    const instead = published === "none" ? "中没有" : `为${A_DAY[published]}${name}`;
    return {
      message: `日历${quoted(calendar)}将 ${days} 列为${A_DAY[written]}，公布的安排${instead}。`,
      help: accept,
    };
  },
  "calendar-unchecked": ({ calendar, years, first, last }) => ({
    message: `日历${quoted(calendar)}的 ${listed(years.map(yearsText))} 年未比对：此版本的 muster 只有 ${first} 至 ${last} 年的节假日数据。`,
    help: "请升级 muster。尚未公布的年份无法比对。",
  }),
  "calendar-ends-soon": ({ calendar, country, until, days, next, isKnown }) => ({
    message:
      days < 0
        ? `日历${quoted(calendar)}已于 ${until} 截止。`
        : `日历${quoted(calendar)}的截止日期 ${until} ${days === 0 ? "即今天" : `距今仅 ${days} 天`}。`,
    help: isKnown
      ? `如需延续：${addCommand(country, next, calendar)}`
      : `${next} 年的放假安排一般在 ${next - 1} 年 11 月公布，请届时升级 muster，再运行 ${addCommand(country, next, calendar)}`,
  }),
};

/** What `muster calendar` says, in Chinese. */
export const calendarWords: CalendarWords = {
  added: (calendar, year) => `日历 ${calendar} 加入 ${year} 年节假日`,
  days: (holidays, makeup, until) => `新增放假 ${holidays} 天、调休上班 ${makeup} 天，日历截止日期为 ${until}。`,
  checked: ({ name, file, line, until, years, differences }) => {
    const outcome = differences === 0 ? "与公布的安排一致" : `有 ${differences} 处不一致`;
    return `${name}（${file}:${line}），至 ${until}：${years === undefined ? "未比对" : `${yearsText(years)} 年${outcome}`}`;
  },
  none: (command) => `文件中没有日历。写入日历：${command}`,
};
