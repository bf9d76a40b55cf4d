import type { Language } from "../../report/messages/catalogue.js";

/** A language as people and systems write it: `zh`, `ZH`, `zh-CN`, `zh_CN.UTF-8`, `cn`; `en`, `en-US`. */
export function readLanguage(written: string): Language | undefined {
  const [, name] = /^(zh|cn|en)(?![a-z0-9])/i.exec(written.trim()) ?? [];
  return name === undefined ? undefined : name.toLowerCase() === "en" ? "en" : "zh";
}

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
  return readLanguage(locale ?? "") ?? "en";
}
