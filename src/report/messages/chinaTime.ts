const OFFSET_MS = 8 * 3_600_000;

/** A moment as the console of the API shows it, wherever the run is: `2026-11-28 14:02 (UTC+8)`. */
export function chinaTime(iso: string): string {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return iso;
  return `${new Date(ms + OFFSET_MS).toISOString().slice(0, 16).replace("T", " ")} (UTC+8)`;
}
