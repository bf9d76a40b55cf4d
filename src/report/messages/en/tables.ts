import type { MonthHint } from "../../../config/time/tableFindings.js";
import type { TableFindingArgs, Unreadable } from "../../../tables/findings.js";
import type { Catalogue } from "../catalogue.js";
import type { TableWords } from "../tables.js";
import { counted, listed, quoted } from "./phrases.js";

const UNREADABLE: Readonly<Record<Unreadable, readonly [what: string, help: string]>> = {
  xls: [
    "It is in the format of Excel before 2007 (.xls, or .et of WPS).",
    "Open it, save it as .xlsx, and import that.",
  ],
  password: ["It is protected by a password.", "Save a copy without a password, and import that."],
  xlsb: ["It is a binary workbook (.xlsb).", "Save it as .xlsx, and import that."],
  ods: ["It is an OpenDocument file, or another archive with a table.", "Save it as .xlsx, and import that."],
  numbers: ["It is a file of Apple's Numbers.", "Export it as Excel or CSV, and import that."],
  html: ["It is a web page that has a table's name.", "Open it in Excel, save it as .xlsx, and import that."],
  "not-a-table": ["It is no table.", "Import an .xlsx or a .csv file."],
  damaged: ["It is damaged.", "Open it in Excel and save it again."],
  entities: ["It declares XML entities, which no workbook needs.", "Open it in Excel and save it again."],
  encoding: ["Its text is neither UTF-8 nor GBK.", "Save it as CSV UTF-8, or as .xlsx."],
  quotes: ["The quotes on this line do not match.", "Quote cells as Excel does, a quote inside a cell twice."],
};

const PARTS = { file: "MiB", unpacked: "MiB, unpacked", rows: "rows", columns: "columns", cells: "cells" } as const;

const NUMBERS: Readonly<Record<TableFindingArgs["table-number"]["fault"], string>> = {
  zero: "Excel has dropped the zero in front.",
  fraction: "It has a fraction.",
  exponent: "Excel has rounded it.",
  grouped: "It has separators of thousands.",
  date: "Excel has made a date of it.",
  long: "Excel keeps 15 digits only.",
  sign: "It has a sign.",
  text: "It is no number.",
};

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const OF = { agent: "agent number", group: "group number", priority: "priority" } as const;

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

function monthText({ year, month }: MonthHint): string {
  if (month === undefined) return String(year);
  return year === undefined ? (MONTHS[month - 1] ?? "") : `${year}-${String(month).padStart(2, "0")}`;
}

function some(names: readonly string[]): string {
  return names.length <= 10 ? listed(names) : `${names.slice(0, 10).join(", ")} and ${names.length - 10} more`;
}

const didYouMean = (suggestion: string | undefined, otherwise: string): string =>
  suggestion === undefined ? otherwise : `Did you mean ${quoted(suggestion)}?`;

/** What is wrong with a table, in English. */
export const tableMessages: Catalogue<TableFindingArgs> = {
  "table-unreadable": ({ reason, detail }) => ({
    message: `The table cannot be read. ${UNREADABLE[reason][0].replace(/\.$/, "")}${detail === undefined || reason === "quotes" ? "" : ` (${detail})`}.`,
    help: UNREADABLE[reason][1],
  }),
  "table-too-large": ({ part, limit }) => ({
    message: `The table is too large: the limit is ${part === "unpacked" || part === "file" ? limit / 1024 / 1024 : limit} ${PARTS[part]}.`,
    help: "Delete what does not belong to the roster, or split it by groups.",
  }),
  "table-sheets": ({ sheets, asked, suggestion }) => ({
    message:
      asked === undefined
        ? `The workbook has ${counted(sheets.length, "sheet")}: ${listed(sheets.map(quoted))}.`
        : sheets.length === 0
          ? "A CSV file has no sheets."
          : `The workbook has no sheet ${quoted(asked)}.`,
    help:
      asked === undefined
        ? "Name the one to import with --sheet."
        : sheets.length === 0
          ? "Leave out --sheet."
          : didYouMean(suggestion, `It has ${listed(sheets.map(quoted))}.`),
  }),
  "table-without-head": ({ matrix, list }) => ({
    message: "No row names the columns.",
    help: `Give the table a head: ${matrix.join(", ")} and a column for each group; or ${list.join(", ")}, one line a membership.`,
  }),
  "table-column-twice": ({ written }) => ({
    message: `${quoted(written)} names a column that the table has already.`,
    help: "Delete one of the two. A group of that name is written with an apostrophe in front.",
  }),
  "table-column-unnamed": () => ({
    message: "This cell stands in a column without a head.",
    help: "Write the group's name into the head, or clear the column.",
  }),
  "table-merged": ({ range }) => ({
    message: `${range} are merged cells, of which only the first has a value.`,
    help: "Unmerge them and fill in each cell.",
  }),
  "table-cell-fault": ({ written, fault }) => ({
    message:
      fault === "error" ? `The cell has an error: ${written}.` : "The cell has a formula that was never calculated.",
    help:
      fault === "error"
        ? "Repair the formula, or write the value."
        : "Open the file in Excel and save it, or write the value.",
  }),
  "table-number": ({ written, of, fault, meant }) => ({
    message: `${quoted(written)} is no ${OF[of]}. ${NUMBERS[fault]}`,
    help: `Write ${meant ?? "digits only"}${of === "priority" ? "." : ", in a cell formatted as text."}`,
  }),
  "table-agent-missing": () => ({
    message: "This row has no agent.",
    help: "Write the agent's number, or clear the row.",
  }),
  "table-agent-unknown": ({ written, suggestion }) => ({
    message: `No agent of the files is called ${quoted(written)}.`,
    help: didYouMean(suggestion, "Write the agent number; a number may be new."),
  }),
  "table-agent-several": ({ written, numbers }) => ({
    message: `${quoted(written)} is the name of ${numbers.length} agents: ${listed(numbers)}.`,
    help: "Write the agent number.",
  }),
  "table-name-differs": ({ agentNumber, written, name, owner }) => ({
    message:
      name === undefined
        ? `${quoted(written)} is not ${agentNumber}: the files give that name to ${owner}.`
        : `${agentNumber} is ${quoted(name)} in the files, ${quoted(written)} here${owner === undefined ? "" : ` (${owner})`}.`,
    help: "Check whether the columns have slipped against each other. Correct the number or the name; or the name in the files.",
  }),
  "table-group-missing": () => ({
    message: "This row names no group.",
    help: "Write the group's name or number, or clear the row.",
  }),
  "table-group-unknown": ({ written, suggestion, days }) => ({
    message:
      days === undefined
        ? `The files have no group ${quoted(written)}.`
        : `The columns are days, and no groups: ${quoted(written)}, and ${counted(days - 1, "more", "more")}.`,
    help: didYouMean(
      suggestion,
      days === undefined
        ? "A table fills groups of the files, and creates none: add the group to a file first, or delete the column or the row."
        : "A table of shifts, agents × days, is imported with --roster and --out: muster import --help has an example.",
    ),
  }),
  "table-group-several": ({ written, extens }) => ({
    message: `Several groups have the name ${quoted(written)}: ${listed(extens)}.`,
    help: "Write the group's number.",
  }),
  "table-group-differs": ({ written, displayName }) => ({
    message: `The group of this number is ${quoted(displayName)} in the files, not ${quoted(written)}.`,
    help: "Correct the number or the name.",
  }),
  "table-group-closed": ({ displayName, reason }) => ({
    message:
      reason === "retired"
        ? `${quoted(displayName)} is retired: it is to have no members.`
        : `${quoted(displayName)} has no members in the files: they are not managed.`,
    help:
      reason === "retired"
        ? "Delete it from the table, or retired from the file."
        : "Write members: [] into the file first, or delete the group from the table.",
  }),
  "table-mark": ({ written, why }) => ({
    message:
      why === "zero"
        ? "0 may mean a member of priority 0, or no member."
        : why === "cross"
          ? `Beside ticks, ${quoted(written)} may mean no.`
          : `${quoted(written)} is neither a mark nor a priority.`,
    help: "Leave the cell empty for no member; write √ for a member of priority 0, or a priority from 1.",
  }),
  "table-twice": ({ what, name }) => ({
    message:
      what === "membership"
        ? `${name} has another priority in this group on another line.`
        : what === "agent"
          ? `${name} has two rows.`
          : what === "day"
            ? `${name} has two columns.`
            : `${quoted(name)} has two columns.`,
    help: "Keep one of the two.",
  }),
  "table-empties": ({ displayName, members, limit }) => ({
    message: `${quoted(displayName)} has nobody in the table, and ${counted(members, "member")} in the files. ${limit === 0 ? "No group" : `No more than ${counted(limit, "group")}`} may be emptied.`,
    help: "Delete it from the table if that is not about this group; to empty it, allow that with --max-emptied.",
  }),
  "table-hidden": ({ rows, columns }) => ({
    message: `${[rows.length > 0 ? `${counted(rows.length, "row")} (${some(rows.map(String))})` : "", columns.length > 0 ? `${counted(columns.length, "column")} (${some(columns)})` : ""].filter((part) => part !== "").join(" and ")} hidden in the workbook, by hand or by a filter, were read as well.`,
    help: "Delete what does not count.",
  }),
  "table-columns-ignored": ({ columns }) => ({
    message: `Not read: ${some(columns.map(quoted))}.`,
    help: "Nothing is to be done if these columns are for people.",
  }),
  "table-new-agents": ({ agents }) => ({
    message: `No file has named ${agents.length === 1 ? "this agent" : "these agents"} so far: ${some(agents)}.`,
    help: "Check the numbers. muster plan warns where the account does not have them.",
  }),
  "table-absent-agents": ({ agents }) => ({
    message: `${counted(agents.length, "member")} of these groups ${agents.length === 1 ? "has" : "have"} no row in the table, and ${agents.length === 1 ? "leaves" : "leave"} them: ${some(agents)}.`,
    help: "Give a row to whoever is to stay.",
  }),
  "table-priorities-kept": ({ memberships }) => ({
    message: `The table has no priorities: ${counted(memberships, "membership")} ${memberships === 1 ? "keeps its" : "keep their"} priority.`,
    help: "To change one, write numbers: a mark is 0 then.",
  }),
  "table-ones": ({ memberships }) => ({
    message: `Every mark is 1, which is priority 1: ${counted(memberships, "membership")} would change from another priority.`,
    help: "If it only means yes, write √: priorities stay then.",
  }),
  "table-team": ({ displayName, team }) => ({
    message: `${quoted(displayName)} is no longer what team ${quoted(team)} is, so its members were written one by one.`,
    help: "Where all groups of a team are to change alike, edit the team.",
  }),
  "roster-table-head": ({ days }) => ({
    message: "No row names the agents and the days.",
    help: `Give the table a head: a column agent or name (工号, 姓名), and at least ${days} days, as 2026-12-01, 12/1 or 1.`,
  }),
  "roster-table-month": ({ fault, hints, day }) => ({
    message:
      fault === "several"
        ? `It is not clear which month the days are of: the title and the names say ${listed(hints.map(monthText))}.`
        : fault === "other"
          ? `The title or the name says ${listed(hints.map(monthText))}, but none of the days is in it: the first is ${quoted(day ?? "")}.`
          : fault === "year"
            ? "Nothing says which year the days are of."
            : "Nothing says which month the days are of.",
    help:
      fault === "several" || fault === "other"
        ? "Correct the one that is wrong, or write the days as 2026-12-01."
        : "Write it above the head (2026年12月), into the name of the sheet or the file (2026-12.csv), or write the days as 2026-12-01; or import it with --month 2026-12.",
  }),
  "roster-day-unknown": ({ written, fault }) => ({
    message:
      fault === "no-day"
        ? `${quoted(written)} stands among the days, and is no day.`
        : fault === "no-such-day"
          ? `There is no such day: ${quoted(written)}.`
          : `It is not clear which month ${quoted(written)} is of: the days do not follow each other.`,
    help:
      fault === "no-day"
        ? "Write a day (2026-12-01, 12/1, 1), or move the column behind the days."
        : fault === "no-such-day"
          ? "Correct it, or delete the column."
          : "Write the days as 2026-12-01.",
  }),
  "roster-weekday": ({ written, date, is, count }) => ({
    message: `${date} is a ${WEEKDAYS[is - 1] ?? ""}, not ${quoted(written)}${count > 1 ? `; ${count - 1} more ${count === 2 ? "weekday is" : "weekdays are"} wrong` : ""}.`,
    help: "Either the weekdays or the month is of another table. Correct the one that is wrong.",
  }),
  "roster-cell-unknown": ({ written, part, shifts, suggestion }) => ({
    message: `${part === undefined ? quoted(written) : `${quoted(part)} in ${quoted(written)}`} is no shift, no day off and no leave.`,
    help: didYouMean(
      suggestion,
      shifts.length === 0
        ? "The files have no shifts: add them under shifts first."
        : `The shifts are ${some(shifts.map(quoted))}. Add another one to shifts, or the word as an alias of one; a day off is 休, leave 年假 or 病假.`,
    ),
  }),
  "roster-tables-differ": ({ roster, agentNumber, date, other, count }) => ({
    message: `Another table of the roster ${quoted(roster)} says otherwise of ${agentNumber} on ${date} (${other})${count > 1 ? `, and of ${counted(count - 1, "more day")}` : ""}.`,
    help: "For an agent and a day one table counts. Take them out of one of the two.",
  }),
  "roster-table-format": ({ path }) => ({
    message: `${quoted(path)} is a workbook; the tables of a roster are CSV files.`,
    help: "Convert it, and name the CSV file: muster import TABLE.xlsx --roster NAME --out TABLE.csv",
  }),
  "roster-table-empty": () => ({
    message: "The table has nobody in it.",
    help: "Check that it is the right file, and the right sheet.",
  }),
  "roster-table-other": ({ path, reason, days = [] }) => ({
    message:
      reason === "not-a-table"
        ? `${quoted(path)} exists, and is no table of shifts.`
        : `${quoted(path)} is the table of other days: ${days.join(" to ")}.`,
    help: "Choose another file with --out. A table replaces only one of the same month.",
  }),
  "roster-table-drops": ({ path, agents, days }) => ({
    message: `${quoted(path)} is replaced by a table that lacks ${[agents.length > 0 ? `${counted(agents.length, "agent")} (${some(agents)})` : "", days.length > 0 ? `${counted(days.length, "day")} (${some(days)})` : ""].filter((part) => part !== "").join(" and ")}.`,
    help: "For these the roster's cycles and week count again. Import a table of everybody if that is not meant.",
  }),
  "roster-table-shared": ({ path, rosters }) => ({
    message: `${quoted(path)} is also a table of ${rosters.length === 1 ? "the roster" : "the rosters"} ${some(rosters.map(quoted))}: the shifts there change as well.`,
    help: "Write the table to a file of its own if that is not meant.",
  }),
  "roster-month-empty": ({ roster, month }) => ({
    message: `Nobody has a day of the roster ${quoted(roster)} in ${month}.`,
    help: "Check the month, and what the roster has: week, cycle and tables.",
  }),
  "export-left-out": ({ groups, reason }) => ({
    message: `Left out: ${some(groups.map(quoted))}. ${
      reason === "not-managed"
        ? "The files leave their members alone."
        : reason === "retired"
          ? "They are retired."
          : "Neither their name nor their number tells them from others."
    }`,
    help:
      reason === "not-managed"
        ? "To fill them from a table, write members into the file first."
        : reason === "retired"
          ? "Nothing is to be done."
          : "Pin them with exten.",
  }),
  "export-too-large": ({ rows, columns }) => ({
    message: `The table would have ${counted(rows, "row")} and ${counted(columns, "column")}, more than an import takes.`,
    help: "Export some groups at a time with --group, or one line a membership with --layout list.",
  }),
  "export-exists": ({ path }) => ({
    message: `${path} exists.`,
    help: "Choose another file, or delete it if it is imported already.",
  }),
  "export-needs-file": () => ({
    message: "A workbook is not printed.",
    help: "Name its file with --out.",
  }),
};

/** What `muster import` and `muster export` say, in English. */
export const tableWords: TableWords = {
  heads: { agent: "agent", name: "name", group: "group", exten: "exten", priority: "priority" },
  sheet: "roster",
  title: (table) => `Import ${table}`,
  imported: ({ added, removed, reprioritized, groups, files, dryRun }) => {
    const counts = [
      ...(added > 0 ? [`${added} added`] : []),
      ...(removed > 0 ? [`${removed} removed`] : []),
      ...(reprioritized > 0 ? [`${reprioritized} reprioritized`] : []),
    ];
    return `${counted(groups, "group")} in ${counted(files, "file")} ${dryRun ? "would change" : "changed"}: ${counts.join(", ")}.`;
  },
  source: ({ layout, sheet, encoding, named, all }) =>
    `Read ${layout === "matrix" ? "agents × groups" : "one line a membership"}${sheet === undefined ? "" : `, sheet ${quoted(sheet)}`}${encoding === undefined ? "" : `, ${encoding}`}: ${named} of ${counted(all, "group")}; the others stay as they are.`,
  unchanged: "The files say this already. Nothing was changed.",
  shiftsRead: ({ sheet, encoding, agents, days, first, last }) =>
    `Read ${counted(agents, "agent")} × ${counted(days, "day")}, ${first} to ${last}${sheet === undefined ? "" : `, sheet ${quoted(sheet)}`}${encoding === undefined ? "" : `, ${encoding}`}.`,
  shiftsWritten: ({ paths, dryRun }) => `${dryRun ? "Would write" : "Wrote"} ${listed(paths)}.`,
  addTable: ({ file, line, roster, path }) =>
    `The roster ${quoted(roster)} does not name the table yet: add ${path} to its tables (${file}:${line}).`,
  shiftsExported: ({ path, roster, month, agents }) =>
    `${path}: roster ${quoted(roster)}, ${month}, ${counted(agents, "agent")}.`,
  commit: (command) => `To commit: ${command}`,
  exported: ({ path, groups, agents, memberships }) =>
    `${path}: ${counted(groups, "group")}, ${counted(agents, "agent")}, ${counted(memberships, "membership")}.`,
  csvHint:
    "In CSV, numbers that Excel would change begin with an apostrophe; an import takes it away. An .xlsx file needs none.",
};
