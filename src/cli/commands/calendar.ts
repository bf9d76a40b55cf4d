import { type AddedCalendarYear, addCalendarYear } from "../../engine/addCalendarYear.js";
import { type CheckedCalendars, checkCalendars } from "../../engine/checkCalendars.js";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import { hasError } from "../../engine/userError.js";
import { COUNTRIES, type Country } from "../../model/calendarDay.js";
import { agentWordsOf } from "../../report/messages/agent.js";
import { calendarWordsOf } from "../../report/messages/calendar.js";
import { formatFinding } from "../../report/messages/formatFinding.js";
import { addCommand } from "../../report/messages/shared.js";
import { findingsText } from "../../report/text/findingsText.js";
import { visible } from "../../report/text/visible.js";
import type { CommonOptions } from "../arguments/options.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import { commitCommand, saveEdits } from "../output/edits.js";
import { noteLeftOut, openProject } from "../output/openProject.js";
import { Output } from "../output/output.js";
import { patchOf } from "../output/patch.js";

export interface AddOptions extends CommonOptions {
  /** The calendar's name; absent: that of the country, in lower case. */
  readonly name?: string;
  /** Where a new calendar goes. */
  readonly file?: string;
  readonly dryRun: boolean;
}

/** `muster calendar add`: writes the published holidays of a year into the files, or shows what would change. Offline. */
export async function addToCalendar(
  country: Country,
  year: number,
  options: AddOptions,
  host: ConsoleHost,
): Promise<ExitCode> {
  const output = new Output(options, host);
  const name = options.name ?? country.toLowerCase();
  try {
    const project = await openProject(options, host, output);
    const added = await addCalendarYear({
      ...options,
      country,
      year,
      name,
      file: options.file === undefined ? undefined : project.from(options.file),
      host: project.host,
      namesIn: output.language,
    });
    if (!options.dryRun) await saveEdits(added.files, project.host);
    if (output.format === "json") output.print(addedJson({ country, year, name }, added, options.dryRun, output));
    else sayAdded({ year, name }, added, options.dryRun, project.back, output);
    return EXIT.ok;
  } catch (error) {
    return output.fail(error);
  }
}

interface AskedYear {
  readonly country: Country;
  readonly year: number;
  readonly name: string;
}

function addedJson(asked: AskedYear, added: AddedCalendarYear, dryRun: boolean, output: Output): string {
  const { account, until, holidays, makeup, files, findings } = added;
  const document = {
    formatVersion: "1.0",
    kind: "calendar",
    edit: "add",
    account,
    calendar: asked.name,
    country: asked.country,
    year: asked.year,
    dryRun,
    until,
    holidays,
    makeup,
    files: files.map(({ path, before, text }) => ({
      path,
      change: before === undefined ? "create" : "update",
      diff: patchOf(path, before, text),
    })),
    diagnostics: findings.map((finding) => formatFinding(finding, output.language)),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function sayAdded(
  { year, name }: Omit<AskedYear, "country">,
  { files, findings, texts, holidays, makeup, until }: AddedCalendarYear,
  dryRun: boolean,
  typed: (path: string) => string,
  output: Output,
): void {
  const [words, edits] = [calendarWordsOf(output.language), agentWordsOf(output.language)];
  if (findings.length > 0) output.warn(findingsText(findings, texts, output.textOptions("stderr")));
  for (const { path, before, text } of files) output.print(patchOf(path, before, text));
  if (files.length === 0) {
    output.note(`${edits.unchanged}\n`);
    return;
  }
  const title = words.added(name, year);
  const daysOff = holidays.reduce((sum, { from, to }) => sum + (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1, 0);
  output.note(`${visible(edits.changed(title, files.length, dryRun))}\n`);
  output.note(`${visible(words.days(daysOff, makeup.length, until))}\n`);
  if (dryRun) return;
  const paths = files.map(({ path }) => typed(path));
  // git commits no file by name that it does not know yet.
  const fresh = files.flatMap(({ path, before }) => (before === undefined ? typed(path) : []));
  output.note(`${visible(edits.commit(commitCommand(title, paths, fresh)))}\n`);
}

/**
 * `muster calendar check`: compares the calendars of the files with the published holidays. Offline; changes nothing. Where one
 * differs, it fails.
 */
export async function checkAgainstPublished(
  paths: readonly string[],
  options: CommonOptions,
  host: ConsoleHost,
): Promise<ExitCode> {
  const output = new Output(options, host);
  const [country] = COUNTRIES;
  try {
    const project = await openProject(options, host, output);
    const from = await project.fromAll(paths);
    const checked = await checkCalendars({ ...options, country, paths: from, host: project.host });
    noteLeftOut(checked.leftOut, output);
    if (output.format === "json") output.print(checkedJson(country, checked, output));
    else sayChecked(country, checked, host.clock.now(), output);
    const differs = checked.calendars.some(({ differences }) => differences > 0);
    return differs || hasError(checked.findings) ? EXIT.failed : EXIT.ok;
  } catch (error) {
    return output.fail(error);
  }
}

function checkedJson(country: Country, { first, last, calendars, findings }: CheckedCalendars, output: Output): string {
  const document = {
    formatVersion: "1.0",
    kind: "calendarCheck",
    country,
    known: { from: first, to: last },
    calendars,
    diagnostics: findings.map((finding) => formatFinding(finding, output.language)),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function sayChecked(country: Country, checked: CheckedCalendars, now: number, output: Output): void {
  const { calendars, findings, texts, last } = checked;
  const words = calendarWordsOf(output.language);
  if (calendars.length === 0) {
    const year = Math.min(last, new Date(now).getUTCFullYear());
    output.note(`${words.none(addCommand(country, year, country.toLowerCase()))}\n`);
    return;
  }
  if (findings.length > 0) output.print(`${findingsText(findings, texts, output.textOptions())}\n`);
  for (const calendar of calendars) output.print(`${visible(words.checked(calendar))}\n`);
}
