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
