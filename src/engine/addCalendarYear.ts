import { type PublishedHolidays, publishedHolidays } from "../calendar/publishedHolidays.js";
import { Judge } from "../config/judge.js";
import { redactFindings, shownTexts } from "../config/redactFindings.js";
import type { CalendarDeclaration } from "../config/time/timetable.js";
import { plainData } from "../config/yaml/tree.js";
import type { Country, HolidayName } from "../model/calendarDay.js";
import { dateOf } from "../model/dayNumber.js";
import {
  type CalendarDays,
  calendarDefinition,
  type NewHoliday,
  withCalendarDays,
} from "../writeback/calendarEdits.js";
import { declare } from "../writeback/declare.js";
import type { AgentFinding } from "../writeback/findings.js";
import { type CalendarFiles, fileFor, MAY_BE, readCalendarFiles, readTexts } from "./calendarFiles.js";
import type { CalendarFinding } from "./calendarFindings.js";
import { differenceFinding } from "./checkCalendars.js";
import { daysOfYear, differencesOf, firstYearOf, lastYearOf } from "./compareCalendar.js";
import { type EditedFile, editedFiles } from "./editAgents.js";
import { inOtherAccounts } from "./otherAccounts.js";
import { loadSoundConfig } from "./pullAccount.js";
import { withSchemaLine } from "./schemaLine.js";
import { hasError, UserError } from "./userError.js";
import { type ConfigOptions, selectAccounts } from "./workspace.js";

export interface AddCalendarYearOptions extends ConfigOptions {
  readonly country: Country;
  readonly year: number;
  /** The calendar's name. */
  readonly name: string;
  /** Where a calendar goes that no file has yet. */
  readonly file?: string | undefined;
  readonly account?: string | undefined;
  /** In which language holidays are named, where the calendar has none yet. */
  readonly namesIn: keyof HolidayName;
}

/** A calendar's file as it is to be. */
export interface CalendarFile extends Omit<EditedFile, "before" | "read"> {
  /** Both absent where the file is new. */
  readonly before?: string;
  readonly read?: string;
}

/** The files after a year was added to a calendar. Nothing has been written yet. */
export interface AddedCalendarYear {
  readonly account: string;
  /** The last day that the calendar knows then: `2026-12-31`. */
  readonly until: string;
  /** What it did not have. */
  readonly holidays: readonly NewHoliday[];
  readonly makeup: readonly string[];
  readonly files: readonly CalendarFile[];
  /** Days of the year that the calendar has otherwise, and what it means for other accounts. Warnings only. */
  readonly findings: readonly (CalendarFinding | AgentFinding)[];
  /** The files as they are to be, by path: findings are about these. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Adds the published holidays of a year to a calendar of the files. What the calendar has stays: nothing is taken out or
 * changed but its end. Offline. The files may have errors elsewhere: a calendar that has ended is one.
 *
 * @throws {UserError} nothing is known of the year, or the calendar would have a gap; a file cannot be read; the calendar
 *   is written in a way that cannot be extended without changing something else
 */
export async function addCalendarYear(options: AddCalendarYearOptions): Promise<AddedCalendarYear> {
  const { host, country, year, name } = options;
  const config = await loadSoundConfig(options);
  const [entry] = selectAccounts(config.accounts, { account: options.account, several: false });
  if (entry === undefined) throw new TypeError("no account was selected");
  const published = publishedHolidays(country);
  if (year < published.first || year > published.last) {
    const { first, last } = published;
    throw new UserError([{ code: "holidays-unknown", severity: "error", args: { country, year, first, last } }]);
  }
  const before = await readCalendarFiles(entry, config, host);
  const calendar = before.calendars.find((one) => one.name === name);
  const file = await fileFor(calendar, options, entry, before, host);
  const days = newDays(calendar, published, options);
  const isNew = days.until !== undefined || days.holidays.length + days.makeup.length > 0;
  const changed = isNew ? edited(file, calendar, days, before, options) : new Map<string, string>();
  const texts = new Map([...before.texts, ...changed]);
  const after = (isNew ? readTexts(texts) : before).calendars.find((one) => one.name === name);
  // What the files accept already is not said again.
  const judge = await Judge.of(config.levels, texts);
  const differences = judge.judge(otherwise(after, published, options));
  const findings = [...differences, ...(await inOtherAccounts(changed, entry, config, host))];
  const { files } = await withSchemaLine({ files: filesOf(changed, before) }, config.root, host.files);
  return {
    account: entry.name,
    until: dateOf(after?.until ?? Number.NaN),
    holidays: days.holidays,
    makeup: days.makeup,
    files: files.map((one) => ({ ...one, root: one.root ?? config.root, write: written(one) })),
    findings: redactFindings(findings, texts),
    texts: shownTexts(findings, texts),
  };
}

/** What the calendar does not say yet. @throws {UserError} the year does not follow on what it has */
function newDays(
  calendar: CalendarDeclaration | undefined,
  published: PublishedHolidays,
  { name, country, year, namesIn }: AddCalendarYearOptions,
): CalendarDays {
  const { from, to } = daysOfYear(year);
  if (calendar !== undefined) refuseGap(calendar, country, year);
  const missing = differencesOf(calendar ?? NOTHING, published, from, to).filter(({ written }) => written === "none");
  const language = languageOf(calendar) ?? namesIn;
  const of = (said: string) => missing.filter(({ published: one }) => one === said);
  return {
    name,
    ...((calendar === undefined || calendar.until < to) && { until: dateOf(to) }),
    holidays: of("holiday").map((one) => ({
      from: dateOf(one.from),
      to: dateOf(one.to),
      name: one.holiday?.[language] ?? "",
    })),
    makeup: of("makeup").flatMap((one) => datesOf(one.from, one.to)),
  };
}

/** The language of the names that a calendar has. */
function languageOf(calendar: CalendarDeclaration | undefined): keyof HolidayName | undefined {
  const names = [...(calendar?.holidays.values() ?? [])].filter((name) => name !== undefined);
  if (names.length === 0) return undefined;
  return names.some((name) => /\p{Script=Han}/u.test(name)) ? "zh" : "en";
}

const NOWHERE = { file: "", line: 1, column: 1 };
/** A calendar that says nothing. */
const NOTHING: CalendarDeclaration = {
  name: "",
  at: NOWHERE,
  untilAt: NOWHERE,
  listsAt: {},
  places: new Map(),
  workdays: new Set(),
  until: 0,
  holidays: new Map(),
  makeup: new Set(),
};

function datesOf(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => dateOf(from + index));
}

/** Between the calendar's years and this one there must be none that it would take for one without holidays. */
function refuseGap(calendar: CalendarDeclaration, country: Country, year: number): void {
  const [first, next] = [firstYearOf(calendar), lastYearOf({ until: calendar.until + 1 })];
  const missing = year > next ? next : year < first - 1 ? first - 1 : undefined;
  if (missing === undefined) return;
  const args = { calendar: calendar.name, country, year, next: missing };
  throw new UserError([{ code: "calendar-gap", severity: "error", args, source: calendar.untilAt }]);
}

/** @throws {UserError} no edit was found that does this and nothing else */
function edited(
  path: string,
  calendar: CalendarDeclaration | undefined,
  days: CalendarDays,
  { texts, documents }: CalendarFiles,
  { name, country, year }: AddCalendarYearOptions,
): ReadonlyMap<string, string> {
  const before = texts.get(path);
  const own = new Map(before === undefined ? [] : [[path, before]]);
  const text =
    calendar === undefined
      ? declare("calendars", [calendarDefinition(days)], own, path).text
      : withCalendarDays(before ?? "", days);
  if (text !== undefined) {
    const changed = new Map([[path, text]]);
    const after = readTexts(changed);
    const [now] = after.calendars.filter((one) => one.name === name);
    const published = publishedHolidays(country);
    const { from, to } = daysOfYear(year);
    const isDone =
      now !== undefined && differencesOf(now, published, from, to).every(({ written }) => written !== "none");
    const isSame = othersIn(documents.get(path) ?? [], name) === othersIn(after.documents.get(path) ?? [], name);
    if (isDone && isSame && !hasError(after.findings.filter(({ code }) => !MAY_BE.has(code)))) return changed;
  }
  throw new UserError([{ code: "edit-failed", severity: "error", args: { paths: [path] } }]);
}

/** All that a file says but for one calendar. */
function othersIn(documents: ReturnType<CalendarFiles["documents"]["get"]> & object, name: string): string {
  return documents
    .map((document) => {
      const data = plainData(document) as Record<string, Record<string, unknown> | undefined> | null;
      if (typeof data !== "object" || data?.calendars === undefined || data.calendars === null) return data;
      const { [name]: _, ...calendars } = data.calendars;
      const { calendars: __, ...rest } = data;
      return Object.keys(calendars).length === 0 ? rest : { ...rest, calendars };
    })
    .filter((data) => JSON.stringify(data) !== '{"version":1}')
    .map((data) => JSON.stringify(data))
    .join("\n");
}

type FileToWrite = Omit<EditedFile, "before" | "read"> & { readonly before?: string; readonly read?: string };

function filesOf(changed: ReadonlyMap<string, string>, { texts, marked, roots }: CalendarFiles): FileToWrite[] {
  return editedFiles(changed, texts, marked, roots).map(({ before, read, ...file }) =>
    texts.has(file.path) ? { ...file, before, read } : file,
  );
}

/** A new file may have got a line more since. */
function written({ before, text, write }: FileToWrite): string {
  return before === undefined ? text : write;
}

/** Days of the year that the calendar has otherwise: its own holidays, or mistakes. */
function otherwise(
  calendar: CalendarDeclaration | undefined,
  published: PublishedHolidays,
  { country, year }: AddCalendarYearOptions,
): readonly CalendarFinding[] {
  if (calendar === undefined) return [];
  const { from, to } = daysOfYear(year);
  return differencesOf(calendar, published, from, to).map((one) => differenceFinding(calendar, country, one));
}
