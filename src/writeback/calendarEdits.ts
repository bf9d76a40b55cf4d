import { type Document, isMap, isScalar, isSeq, type YAMLMap, type YAMLSeq } from "yaml";
import { behindKey, dashOf } from "./blockList.js";
import type { Definition } from "./declare.js";
import { applyEdits, type Edit, indentOf, likeBefore, lineStart, nextLine, withLineEnd } from "./edits.js";
import { flowAdditions, flowParts } from "./flowList.js";
import { endOf, followed, isFlow, pairOf, type ReadPair, startOf } from "./nodes.js";
import { pairsBehind } from "./pairs.js";
import { documentsOf } from "./reading.js";
import { scalarText } from "./yamlText.js";

/** A holiday to be written. Dates as files write them; both belong to it. */
export interface NewHoliday {
  readonly from: string;
  readonly to: string;
  readonly name: string;
}

/** What a calendar is to get. */
export interface CalendarDays {
  readonly name: string;
  /** The last day that it knows from now on; absent where that stays. */
  readonly until?: string;
  readonly holidays: readonly NewHoliday[];
  readonly makeup: readonly string[];
}

/** A calendar that no file has yet. */
export function calendarDefinition({ name, until = "", holidays, makeup }: CalendarDays): Definition {
  const key = scalarText(name);
  const lists = [...listPair("holidays", holidays.map(holidayText)), ...listPair("makeup", makeup)];
  return {
    inline: `${key}: { ${inlinePairs({ until, holidays, makeup })} }`,
    lines: [`${key}:`, ...under([`until: ${until}`, ...lists])],
  };
}

/**
 * Adds days to a calendar where it is written, in the order of the dates: its lists keep their form, quotes and comments.
 *
 * @returns `undefined` where the calendar is written in a way that has no place for them, such as a YAML alias
 */
export function withCalendarDays(text: string, days: CalendarDays): string | undefined {
  const whole = withLineEnd(text);
  for (const document of documentsOf(whole)) {
    const pair = pairOf(followed(pairOf(document.contents, "calendars")?.value, document), days.name);
    if (pair === undefined) continue;
    const edits = isMap(pair.value) ? calendarEdits(pair.value, days, whole, document) : undefined;
    if (edits === undefined) return undefined;
    try {
      return likeBefore(applyEdits(whole, edits), text);
    } catch {
      // Two edits of one stretch.
      return undefined;
    }
  }
  return undefined;
}

function calendarEdits(map: YAMLMap, days: CalendarDays, text: string, document: Document): Edit[] | undefined {
  const edits: Edit[] = [];
  const fresh: { holidays?: readonly NewHoliday[]; makeup?: readonly string[] } = {};
  if (days.until !== undefined) {
    const until = pairOf(map, "until")?.value;
    if (!isScalar(until)) return undefined;
    edits.push({ start: startOf(until), end: endOf(until), text: inQuotesOf(until, days.until, text) });
  }
  const holidays = pairOf(map, "holidays");
  if (holidays === undefined) fresh.holidays = days.holidays;
  else {
    const added = days.holidays.map((one) => ({
      date: one.from,
      lines: (like: unknown) => holidayLines(one, like, text),
    }));
    const own = listEdits(holidays, added, text, document, (item) => pairOf(item, "from")?.value);
    if (own === undefined) return undefined;
    edits.push(...own);
  }
  const makeup = pairOf(map, "makeup");
  if (makeup === undefined) fresh.makeup = days.makeup;
  else {
    const added = days.makeup.map((date) => ({ date, lines: (like: unknown) => [inQuotesOf(like, date, text)] }));
    const own = listEdits(makeup, added, text, document, (item) => item);
    if (own === undefined) return undefined;
    edits.push(...own);
  }
  const { holidays: off = [], makeup: work = [] } = fresh;
  if (off.length + work.length > 0) {
    const lines = [...listPair("holidays", off.map(holidayText)), ...listPair("makeup", work)];
    edits.push(...pairsBehind(map, isFlow(map) ? [inlinePairs({ holidays: off, makeup: work })] : lines, text));
  }
  return edits;
}

/** An entry that a list is to get. */
interface Added {
  readonly date: string;
  /** @param like an entry that is there, for the form; absent in an empty list */
  readonly lines: (like: unknown) => readonly string[];
}

/** Edits that put entries behind those of earlier dates; `undefined` where the value is no list of its own. */
function listEdits(
  pair: ReadPair,
  added: readonly Added[],
  text: string,
  document: Document,
  dateNode: (item: unknown) => unknown,
): Edit[] | undefined {
  if (added.length === 0) return [];
  const list = pair.value;
  if (!isSeq(list)) return undefined;
  const dates = list.items.map((item) => {
    const node = followed(dateNode(followed(item, document)), document);
    return isScalar(node) ? String(node.value) : "";
  });
  /** Behind the last entry of an earlier date, in lists that are not in order as well. */
  const placeOf = (date: string): number => dates.findLastIndex((one) => one <= date) + 1;
  const like = list.items[0];
  if (!isFlow(list)) return blockEdits(pair, list, added, placeOf, text);
  if (list.items.length === 0 && isBlockKey(pair, text)) {
    const indent = `${indentOf(text, startOf(pair.key))}  `;
    const lines = added.flatMap((one) => dashed(one.lines(undefined), indent));
    const start = text.slice(0, startOf(list)).trimEnd().length;
    return [{ start, end: endOf(list), text: `\n${lines.join("\n")}` }];
  }
  return flowEdits(list, added, placeOf, text, like);
}

function blockEdits(
  pair: ReadPair,
  list: YAMLSeq,
  added: readonly Added[],
  placeOf: (date: string) => number,
  text: string,
): Edit[] {
  const dash = dashOf(list, 0, text);
  const indent = " ".repeat(dash - lineStart(text, dash));
  return added.map(({ date, lines }) => {
    const place = placeOf(date);
    const before = list.items[place - 1];
    const at = nextLine(text, before === undefined ? behindKey(pair, text) : endOf(before));
    const own = dashed(lines(before ?? list.items[0]), indent);
    return { start: at, end: at, text: own.map((line) => `${line}\n`).join("") };
  });
}

function flowEdits(
  list: YAMLSeq,
  added: readonly Added[],
  placeOf: (date: string) => number,
  text: string,
  like: unknown,
): Edit[] {
  const { entries, indent } = flowParts(list, text);
  const inline = (one: Added) => one.lines(isFlow(like) || isScalar(like) ? like : undefined).join(" ");
  const edits = added.flatMap((one): Edit[] => {
    const next = entries[placeOf(one.date)];
    if (next === undefined) return [];
    const isFirstInLine = text.slice(lineStart(text, next.start), next.start).trim() === "";
    return [{ start: next.start, end: next.start, text: `${inline(one)},${isFirstInLine ? `\n${indent}` : " "}` }];
  });
  const last = added.filter(({ date }) => placeOf(date) === entries.length);
  return last.length === 0 ? edits : [...edits, ...flowAdditions(list, text, last.map(inline))];
}

/** Does the key stand on a line of a block, so that its list may, too? */
function isBlockKey({ key }: ReadPair, text: string): boolean {
  return text.slice(lineStart(text, startOf(key)), startOf(key)).trim() === "";
}

function holidayText({ from, to, name }: NewHoliday): string {
  return `{ from: ${from}, to: ${to}, name: ${scalarText(name)} }`;
}

/** A holiday in the form of another: dates in its quotes, and a line for each field where it has that. */
function holidayLines(holiday: NewHoliday, like: unknown, text: string): readonly string[] {
  const date = pairOf(like, "from")?.value;
  const from = inQuotesOf(date, holiday.from, text);
  const to = inQuotesOf(date, holiday.to, text);
  if (isMap(like) && !isFlow(like)) return [`from: ${from}`, `to: ${to}`, `name: ${scalarText(holiday.name)}`];
  return [holidayText({ ...holiday, from, to })];
}

function inQuotesOf(node: unknown, date: string, text: string): string {
  const sign = isScalar(node) ? text[startOf(node)] : undefined;
  return sign === '"' || sign === "'" ? `${sign}${date}${sign}` : date;
}

function inlinePairs({ until, holidays, makeup }: Omit<CalendarDays, "name">): string {
  return [
    ...(until === undefined ? [] : [`until: ${until}`]),
    ...(holidays.length === 0 ? [] : [`holidays: [${holidays.map(holidayText).join(", ")}]`]),
    ...(makeup.length === 0 ? [] : [`makeup: [${makeup.join(", ")}]`]),
  ].join(", ");
}

/** A key with a list below it; nothing for no entries. */
function listPair(key: string, entries: readonly string[]): string[] {
  return entries.length === 0 ? [] : [`${key}:`, ...entries.map((entry) => `  - ${entry}`)];
}

function under(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

/** Lines of an entry behind its dash. */
function dashed(lines: readonly string[], indent: string): string[] {
  return lines.map((line, index) => `${indent}${index === 0 ? "- " : "  "}${line}`);
}
