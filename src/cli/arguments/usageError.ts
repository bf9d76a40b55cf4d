import type { Language } from "../../report/messages/catalogue.js";
import type { Texts } from "./options.js";

/** The arguments are wrong: one line that says what was expected. */
export class UsageError extends Error {
  override readonly name = "UsageError";

  constructor(texts: Texts, language: Language) {
    super(texts[language]);
  }
}

/** What can be wrong with a command line, in each language. */
export const USAGE = {
  "no-command": (commands: readonly string[], parent: string): Texts => ({
    en: `Expected a command: ${commands.join(", ")}. See ${parent} --help.`,
    zh: `可用的命令：${commands.join("、")}。详见 ${parent} --help。`,
  }),
  "unknown-command": (word: string, commands: readonly string[], parent: string): Texts => ({
    en: `unknown command '${word}'. Expected a command: ${commands.join(", ")}. See ${parent} --help.`,
    zh: `没有 ${word} 这个命令。可用的命令：${commands.join("、")}。详见 ${parent} --help。`,
  }),
  "mistyped-command": (word: string, meant: string): Texts => ({
    en: `unknown command '${word}' (Did you mean ${meant}?)`,
    zh: `没有 ${word} 这个命令，是否要用 ${meant}？`,
  }),
  "unknown-flag": (flag: string): Texts => ({ en: `unknown option '${flag}'`, zh: `没有 ${flag} 这个参数。` }),
  "mistyped-flag": (flag: string, meant: string): Texts => ({
    en: `unknown option '${flag}' (Did you mean ${meant}?)`,
    zh: `没有 ${flag} 这个参数，是否要用 ${meant}？`,
  }),
  "flag-before-command": (flag: string, command: string): Texts => ({
    en: `unknown option '${flag}'. Flags follow the command: muster ${command} ${flag} …`,
    zh: `没有 ${flag} 这个参数。参数写在命令之后：muster ${command} ${flag} …`,
  }),
  "no-flag": (flags: string): Texts => ({ en: `required option '${flags}' missing`, zh: `缺少必填参数 ${flags}。` }),
  "no-value": (flags: string): Texts => ({ en: `option '${flags}' argument missing`, zh: `参数 ${flags} 缺少值。` }),
  "bad-value": (flags: string, value: string, expected: Texts): Texts => ({
    en: `option '${flags}' argument '${value}' is invalid. ${expected.en}`,
    zh: `参数 ${flags} 的值“${value}”无效。${expected.zh}`,
  }),
  "no-argument": (name: string): Texts => ({
    en: `missing required argument '${name}'`,
    zh: `缺少必填项 <${name}>。`,
  }),
  "bad-argument": (name: string, value: string, expected: Texts): Texts => ({
    en: `argument '${name}' is invalid: '${value}'. ${expected.en}`,
    zh: `${name} 的值“${value}”无效。${expected.zh}`,
  }),
  "too-many-arguments": (command: string, most: number, given: number): Texts => ({
    en: `too many arguments for '${command}'. Expected ${most} argument${most === 1 ? "" : "s"} but got ${given}.`,
    zh: `${command} 的位置参数过多：最多 ${most} 个，实际 ${given} 个。`,
  }),
} as const;
