import type { CalendarFindingArgs, Said } from "../../../engine/calendarFindings.js";
import type { CalendarWords } from "../calendar.js";
import type { Catalogue } from "../catalogue.js";
import { addCommand, yearsText } from "../shared.js";
import { counted, listed, quoted } from "./phrases.js";

const A_DAY: Readonly<Record<Said, string>> = { holiday: "a holiday", makeup: "a make-up workday", none: "" };

/** Why a calendar is not extended, and how it differs from what was published, in English. */
export const calendarMessages: Catalogue<CalendarFindingArgs> = {
  "holidays-unknown": ({ year, first, last }) => ({
    message: `This version of muster does not have the holidays of ${year}. It has those of ${first} to ${last}.`,
    help:
      year > last
        ? "The State Council publishes them, usually in November of the year before. Update muster then. Nothing was changed."
        : "Nothing was changed. Write the days by hand, if they are needed.",
  }),
  "calendar-gap": ({ calendar, country, year, next }) => ({
    message: `Calendar ${quoted(calendar)} does not have all of ${next}. With ${year}, what is missing would count as days without holidays.`,
    help: `Nothing was changed. First: ${addCommand(country, next, calendar)}`,
  }),
  "calendar-elsewhere": ({ calendar, path, file }) => ({
    message: `Calendar ${quoted(calendar)} is in ${file}, not in ${path}.`,
    help: "Nothing was changed. Leave --file out, or choose another --name.",
  }),
  "calendar-file-unread": ({ path, folders }) => ({
    message: `${path} would not be read: the files of the account are the .yaml files of ${listed(folders)}.`,
    help: "Choose a file there, or leave --file out.",
  }),
  "calendar-differs": ({ calendar, country, from, to, written, published, holiday }) => {
    const days = from === to ? from : `${from} to ${to}`;
    const name = holiday === undefined ? "" : ` (${holiday.en})`;
    const fix = `To add what is missing: ${addCommand(country, Number(from.slice(0, 4)), calendar)}`;
    const accept = "Correct it. If it is meant: # muster: allow calendar-differs — reason";
    if (written === "none")
      return {
        message: `Calendar ${quoted(calendar)} does not have ${days} as ${A_DAY[published]}${name}.`,
        help: fix,
      };
    const instead = published === "none" ? "That is not published" : `As published, it is ${A_DAY[published]}${name}`;
    return { message: `Calendar ${quoted(calendar)} has ${days} as ${A_DAY[written]}. ${instead}.`, help: accept };
  },
  "calendar-unchecked": ({ calendar, years, first, last }) => ({
    message: `Calendar ${quoted(calendar)} could not be compared in ${listed(years.map(yearsText))}: this version of muster has the holidays of ${first} to ${last}.`,
    help: "Update muster. A year that is not published yet cannot be compared.",
  }),
  "calendar-ends-soon": ({ calendar, country, until, days, next, isKnown }) => ({
    message:
      days < 0
        ? `Calendar ${quoted(calendar)} has ended: its last day was ${until}.`
        : `Calendar ${quoted(calendar)} ends ${days === 0 ? "today" : `in ${counted(days, "day")}`}, on ${until}.`,
    help: isKnown
      ? `To go on: ${addCommand(country, next, calendar)}`
      : `The holidays of ${next} are usually published in November ${next - 1}. Update muster then, and run ${addCommand(country, next, calendar)}`,
  }),
};

/** What `muster calendar` says, in English. */
export const calendarWords: CalendarWords = {
  added: (calendar, year) => `Add the holidays of ${year} to calendar ${calendar}`,
  days: (holidays, makeup, until) =>
    `${counted(holidays, "day")} off and ${counted(makeup, "make-up workday")} added. The calendar is known to ${until}.`,
  checked: ({ name, file, line, until, years, differences }) => {
    const outcome = differences === 0 ? " as published" : `: ${counted(differences, "difference")}`;
    return `${name} (${file}:${line}), to ${until}: ${years === undefined ? "not compared" : `${yearsText(years)}${outcome}`}`;
  },
  none: (command) => `The files have no calendar. To write one: ${command}`,
};
