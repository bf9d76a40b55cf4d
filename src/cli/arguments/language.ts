import type { Language } from "../../report/messages/catalogue.js";

/**
 * Which language to speak: `--lang`, then `MUSTER_LANG`, then the locale in POSIX order; English otherwise.
 *
 * @param asked the value of `--lang`, already checked
 */
export function chooseLanguage(
  asked: Language | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Language {
  if (asked !== undefined) return asked;
  const locale = [env["MUSTER_LANG"], env["LC_ALL"], env["LC_MESSAGES"], env["LANG"]].find(
    (value) => value !== undefined && value !== "",
  );
  return /^zh\b|^zh[_-]/i.test(locale ?? "") ? "zh" : "en";
}
