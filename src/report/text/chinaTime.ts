/** The same to the minute, as the vendor's console shows it: `2026-11-25 17:00 UTC+8`. */
export function chinaMinute(iso: string): string {
  return chinaTime(iso).replace(/:\d{2} UTC/, " UTC");
}

const CHINA_MS = 8 * 3_600_000;

/**
 * `2026-11-25 17:00:00 UTC+8`: China Standard Time, which the API itself keeps, whatever the machine's zone. What is no
 * time (documents come from files, too) stays as it is.
 */
export function chinaTime(iso: string): string {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return iso;
  return `${new Date(ms + CHINA_MS).toISOString().slice(0, 19).replace("T", " ")} UTC+8`;
}

/** `11-28 03:12`, by the same clock; with the year where that is not the year of `now`. */
export function shortTime(iso: string, now: string): string {
  const [time, today] = [chinaTime(iso), chinaTime(now)];
  return time.slice(time.slice(0, 4) === today.slice(0, 4) ? 5 : 0, 16);
}
