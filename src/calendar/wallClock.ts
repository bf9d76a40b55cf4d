import { Temporal } from "temporal-polyfill";
import type { WallFault } from "../model/span.js";
import { suggest } from "../model/suggest.js";

/** The zone of a file that names none. */
export const DEFAULT_ZONE = "Asia/Shanghai";

const WALL = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?$/;
/** A time that is right but for what follows it, or for how it is put together; of full width it is made of half width. */
const NEARLY =
  /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})|(\d{2})(\d{2}))(?:日|(?!\d))(?:[T\s]*(\d{1,2})[:.](\d{2})(?::\d{2}(?:\.\d+)?)?)?\s*(.*)$/i;
const OWN_ZONE = /^(?:z|utc|gmt|[+-]\d{1,2}(?::?\d{2})?|\[.*\]|[A-Z][A-Za-z_]+\/[A-Za-z_/]+)/i;

/** A time of the clock on the wall: a day, which is its beginning, or a day and a time. */
export type WallClock = Temporal.PlainDateTime;

/** Reads `2026-12-01` or `2026-12-01T18:00`. `meant`: what was most likely to be written. */
export function readWallClock(written: string): WallClock | { readonly fault: WallFault; readonly meant?: string } {
  const [, year, month, day, hour = "00", minute = "00"] = WALL.exec(written) ?? [];
  if (year === undefined) return nearly(written);
  try {
    const date = Temporal.PlainDate.from(`${year}-${month}-${day}`);
    if (Number(hour) < 24 && Number(minute) < 60)
      return date.toPlainDateTime({ hour: Number(hour), minute: Number(minute) });
    // The end of a day is the beginning of the next.
    return hour === "24" && minute === "00" && year + month + day !== "99991231"
      ? { fault: "no-such-time", meant: date.add({ days: 1 }).toString() }
      : { fault: "no-such-time" };
  } catch {
    return { fault: "no-such-day" };
  }
}

function nearly(written: string): { readonly fault: WallFault; readonly meant?: string } {
  const plain = written.trim().normalize("NFKC");
  const [, year, aMonth, aDay, bMonth, bDay, hour, minute, rest = ""] = NEARLY.exec(plain) ?? [];
  const [month, day] = [aMonth ?? bMonth, aDay ?? bDay];
  if (year === undefined || month === undefined || day === undefined) return { fault: "shape" };
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const meant = hour === undefined ? date : `${date}T${hour.padStart(2, "0")}:${minute}`;
  if ("fault" in readWall(meant)) return { fault: "shape" };
  if (rest === "") return { fault: "shape", meant };
  return OWN_ZONE.test(rest) ? { fault: "zone", meant } : { fault: "shape" };
}

/** Only what stands there, without a guess at what else was meant. */
function readWall(written: string): WallClock | { readonly fault: WallFault } {
  return WALL.test(written) ? readWallClock(written) : { fault: "shape" };
}

/** Is it a zone of the IANA database, such as `Asia/Shanghai`? Offsets are none: they know no summer time. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    // Temporal refuses more than `Intl`: abbreviations that mean several zones, such as CST.
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId !== "";
  } catch {
    return false;
  }
}

/** Two names of one zone, such as `PRC` and `asia/shanghai`? */
export function isSameZone(a: string, b: string): boolean {
  const nameOf = (timeZone: string) => new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
  return a === b || nameOf(a) === nameOf(b);
}

/** Of a zone that has a sign in its name, such as `Etc/GMT+8`, which is eight hours behind UTC: the one on the other side of it. */
export function oppositeOf(zone: string): string | undefined {
  const [, sign, hours] = /^etc\/gmt([+-])(\d{1,2})$/i.exec(zone) ?? [];
  const opposite = `Etc/GMT${sign === "+" ? "-" : "+"}${hours}`;
  return hours === undefined || Number(hours) === 0 || !isZone(opposite) ? undefined : opposite;
}

/** What is written where China's zone is meant: no zone has the name of Beijing, and CST is Chicago's as well. */
const CHINA = /beijing|peking|china|^cst|^(?:utc|gmt)?\s*\+0?8(?::?00)?$|北京|中国|上海/i;

/** The name of the zone that was most likely meant. */
export function zoneMeant(written: string): { readonly suggestion?: string } {
  const plain = written.normalize("NFKC").trim();
  return CHINA.test(plain) ? { suggestion: DEFAULT_ZONE } : suggest(plain, Intl.supportedValuesOf("timeZone"));
}

/**
 * The instant of a wall-clock time, in ms since 1970. A time that the spring change skips is as much later (02:30 is 03:30);
 * of one that the autumn change repeats the first counts.
 */
export function instantOf(wall: WallClock, zone: string): number {
  return wall.toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
}

/** An instant as documents hold it, with the zone's offset: `2026-12-01T18:00:00+08:00`. */
export function instantText(instant: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(zone)
    .toString({ timeZoneName: "never", fractionalSecondDigits: 0 });
}

/** An instant as files write it, where it is a whole minute of the zone's clock: `2026-12-01`, `2026-12-01T18:00`. */
export function wallText(instant: number, zone: string): string {
  const wall = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDateTime();
  const isMidnight = wall.hour === 0 && wall.minute === 0;
  return isMidnight ? wall.toPlainDate().toString() : wall.toString({ smallestUnit: "minute" });
}

/** An instant that says its own offset: `2026-12-01T18:00:00+08:00`, `2026-12-01T10:00Z`. */
export function readInstant(written: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/i.test(written)) return undefined;
  try {
    return Temporal.Instant.from(written).epochMilliseconds;
  } catch {
    return undefined;
  }
}

/** The beginning of the day that an instant is in. */
export function startOfDay(instant: number, zone: string): number {
  return zoned(instant, zone).startOfDay().epochMilliseconds;
}

/** The same time by the clock on the wall so many days later: a day of the spring change has 23 hours. */
export function daysAfter(instant: number, days: number, zone: string): number {
  return zoned(instant, zone).add({ days }).epochMilliseconds;
}

/** A day by the clock on the wall, and how long it is. */
export interface ClockDay {
  /** `2026-10-01`. */
  readonly date: string;
  /** Ms since 1970. */
  readonly from: number;
  readonly until: number;
}

/** The days of a stretch in their order; the first and the last are cut at its ends. */
export function daysIn(from: number, until: number, zone: string): ClockDay[] {
  const days: ClockDay[] = [];
  let at = from;
  while (at < until) {
    const day = zoned(at, zone);
    const end = Math.min(until, day.startOfDay().add({ days: 1 }).startOfDay().epochMilliseconds);
    days.push({ date: day.toPlainDate().toString(), from: at, until: end });
    at = end;
  }
  return days;
}

function zoned(instant: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
}
