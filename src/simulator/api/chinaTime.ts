const CHINA_OFFSET_MS = 8 * 60 * 60 * 1000;

/**
 * A moment as the API's `updateTime` writes it: `2022-01-04 16:17:27`, China Standard Time whatever zone this
 * machine is in.
 *
 * @param now ms since 1970 (UTC)
 */
export function chinaTime(now: number): string {
  return new Date(now + CHINA_OFFSET_MS).toISOString().slice(0, 19).replace("T", " ");
}

/**
 * Reads the `yyyyMMddHHmmss` of a signature, which is China Standard Time.
 *
 * @returns ms since 1970 (UTC); `undefined` for what is no such time
 */
export function readTimestamp(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`);
  return Number.isNaN(time) ? undefined : time;
}
