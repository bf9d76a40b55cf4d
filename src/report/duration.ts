import type { Language } from "./messages/catalogue.js";

const UNITS = {
  en: { hours: " h", minutes: " min", seconds: " s", minutesAlone: " min" },
  zh: { hours: " 小时", minutes: " 分", seconds: " 秒", minutesAlone: " 分钟" },
} as const satisfies Record<Language, Record<string, string>>;

/**
 * A length of time as a person says it: `0 s`, `45 s`, `2 min 30 s`, `1 h 5 min`. Parts of a second count as a whole
 * one, since an estimate that is over too early annoys more than one that is over too late. From an hour on seconds are left out.
 */
export function formatDuration(seconds: number, language: Language): string {
  const unit = UNITS[language];
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : 0;
  if (whole < 60) return `${whole}${unit.seconds}`;
  if (whole < 3600) {
    const minutes = Math.floor(whole / 60);
    return whole % 60 === 0
      ? `${minutes}${unit.minutesAlone}`
      : `${minutes}${unit.minutes} ${whole % 60}${unit.seconds}`;
  }
  const minutes = Math.ceil(whole / 60);
  const hours = `${Math.floor(minutes / 60)}${unit.hours}`;
  return minutes % 60 === 0 ? hours : `${hours} ${minutes % 60}${unit.minutesAlone}`;
}

/** Seconds from one time to another, both ISO 8601; 0 where either is no time. */
export function secondsBetween(from: string, to: string): number {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : 0;
}
