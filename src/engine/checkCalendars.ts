import { publishedHolidays } from "../calendar/publishedHolidays.js";
import { Judge } from "../config/judge.js";
import { redactFindings, shownTexts } from "../config/redactFindings.js";
import type { CalendarDeclaration } from "../config/time/timetable.js";
import { calendarsIn } from "../config/time/writtenCalendars.js";
import type { Country } from "../model/calendarDay.js";
import { dateOf } from "../model/dayNumber.js";
import type { Finding } from "../report/messages/formatFinding.js";
import { findAccountFiles } from "./accountFiles.js";
import type { CalendarFinding, Years } from "./calendarFindings.js";
import { type CalendarDifference, daysOfYear, differencesOf, firstYearOf, lastYearOf } from "./compareCalendar.js";
import { loadSoundConfig } from "./pullAccount.js";
import { hasError, UserError } from "./userError.js";
import { type ConfigOptions, selectAccounts } from "./workspace.js";

export interface CheckCalendarsOptions extends ConfigOptions {
  readonly country: Country;
  /** Only calendars in these files. */
  readonly paths: readonly string[];
  readonly account?: string | undefined;
}

/** A calendar that was compared with what is published. */
export interface CheckedCalendar {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** The last day that it knows. */
  readonly until: string;
  /** Years that were compared; absent where nothing is known of any. */
  readonly years?: Years;
  /** How many places are not as published, without those that are accepted. */
  readonly differences: number;
}

/** What a check of calendars has found. */
export interface CheckedCalendars {
  /** The years that are known. */
  readonly first: number;
  readonly last: number;
  readonly calendars: readonly CheckedCalendar[];
  /** Accounts that have none of the paths. */
  readonly leftOut: readonly string[];
  readonly findings: readonly Finding[];
  readonly texts: ReadonlyMap<string, string>;
}

const DAY_MS = 86_400_000;
/** The holidays that are known are those of China, whose day this is. */
const CHINA_MS = 8 * 3_600_000;
/** How many days before its end a calendar is reported. */
const SOON = 60;

/**
 * Compares the calendars of the files with the published holidays. Offline.
 *
 * @throws {UserError} a file, or a calendar in it, cannot be read
 */
export async function checkCalendars(options: CheckCalendarsOptions): Promise<CheckedCalendars> {
  const { host, paths, country } = options;
  const config = await loadSoundConfig(options);
  const accounts = selectAccounts(config.accounts, { account: options.account, several: true });
  const read = await findAccountFiles(accounts, paths, config, host);
  if (read.findings.length > 0) throw new UserError(read.findings);
  const calendars = new Map<string, CalendarDeclaration>();
  const texts = new Map<string, string>();
  const findings: Finding[] = [];
  for (const { found, chosen } of read.accounts) {
    const own = calendarsIn(found.files);
    findings.push(...found.findings, ...own.findings);
    for (const [path, text] of own.texts) texts.set(path, text);
    for (const calendar of own.calendars) {
      const { file, line, column } = calendar.at;
      // Accounts may share files.
      if (chosen?.has(file) ?? true) calendars.set(`${file}:${line}:${column}`, calendar);
    }
  }
  if (hasError(findings)) throw new UserError(unique(findings), texts);
  const judge = await Judge.of(config.levels, texts);
  const today = Math.floor((host.clock.now() + CHINA_MS) / DAY_MS);
  const published = publishedHolidays(country);
  const { first, last } = published;
  const checked = [...calendars.values()].map((calendar) => {
    const own = differences(calendar, published);
    const years = { from: firstYearOf(calendar), to: lastYearOf(calendar) };
    const unchecked = [
      { from: years.from, to: Math.min(years.to, first - 1) },
      { from: Math.max(years.from, last + 1), to: years.to },
    ].filter(({ from, to }) => from <= to);
    const said: CalendarFinding[] = own.map((one) => differenceFinding(calendar, country, one));
    if (unchecked.length > 0) {
      const args = { calendar: calendar.name, country, years: unchecked, first, last };
      said.push({ code: "calendar-unchecked", severity: "warning", args, source: calendar.untilAt });
    }
    if (calendar.until - today < SOON) said.push(endFinding(calendar, country, today, last));
    const compared = { from: Math.max(years.from, first), to: Math.min(years.to, last) };
    const left = judge.judge(said);
    return {
      findings: left,
      calendar: {
        name: calendar.name,
        file: calendar.at.file,
        line: calendar.at.line,
        until: dateOf(calendar.until),
        ...(compared.from <= compared.to && { years: compared }),
        differences: left.filter(({ code }) => code === "calendar-differs").length,
      },
    };
  });
  const all = checked.flatMap((one) => one.findings);
  return {
    first,
    last,
    calendars: checked.map(({ calendar }) => calendar),
    leftOut: read.leftOut,
    findings: redactFindings(all, texts),
    texts: shownTexts(all, texts),
  };
}

/** A file that several accounts share is read for each of them. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

function differences(
  calendar: CalendarDeclaration,
  published: ReturnType<typeof publishedHolidays>,
): CalendarDifference[] {
  const from = daysOfYear(Math.max(firstYearOf(calendar), published.first)).from;
  const to = Math.min(calendar.until, daysOfYear(published.last).to);
  return differencesOf(calendar, published, from, to);
}

/** A difference as a finding, at the entry that is not as published. */
export function differenceFinding(
  { name }: CalendarDeclaration,
  country: Country,
  difference: CalendarDifference,
): CalendarFinding {
  const { from, to, written, published, holiday, source } = difference;
  const days = { from: dateOf(from), to: dateOf(to), days: to - from + 1 };
  const args = { calendar: name, country, ...days, written, published, ...(holiday && { holiday }) };
  return { code: "calendar-differs", severity: "warning", args, source };
}

function endFinding(calendar: CalendarDeclaration, country: Country, today: number, last: number): CalendarFinding {
  const next = lastYearOf({ until: calendar.until + 1 });
  const args = {
    calendar: calendar.name,
    country,
    until: dateOf(calendar.until),
    days: calendar.until - today,
    next,
    isKnown: next <= last,
  };
  return { code: "calendar-ends-soon", severity: "warning", args, source: calendar.untilAt };
}
