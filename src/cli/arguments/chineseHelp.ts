import { chineseTexts } from "./chineseTexts.js";

/**
 * Help and usage errors in Chinese. Commands, flags and examples are written once, in English, where they are defined;
 * this is looked up by that text, and a test finds whatever has none. Loaded only where somebody reads Chinese.
 */
export function inChinese(text: string): string {
  const whole = chineseTexts[text];
  if (whole !== undefined) return whole;
  // A text with the words or the default of an option in it.
  for (const [pattern, chinese] of PATTERNS) if (pattern.test(text)) return text.replace(pattern, chinese);
  return text;
}

type Pattern = readonly [english: RegExp, chinese: (...parts: string[]) => string];

const PATTERNS: readonly Pattern[] = [
  [
    /^how to print: (.+) \(default: github under GitHub Actions, text elsewhere\)$/,
    (_, words = "") => `输出形式：${words}（默认：GitHub Actions 中为 github，其他为 text）`,
  ],
  [
    /^CI to write files for: (.+) \(default: what the git remote suggests, all where none does\)$/,
    (_, words = "") => `生成哪些 CI 文件：${words}（默认按 git 远程地址判断，判断不出时为 all）`,
  ],
  [/^write the same to a file; repeatable; also (.+)$/, (_, words = "") => `另存为文件，可重复；还支持 ${words}`],
  [/^(.+) \(default: ([^()]+)\)$/s, (_, what = "", value = "") => `${inChinese(what)}（默认 ${value}）`],
  [/^(.+) \(choices: (.+)\)$/s, (_, what = "", words = "") => `${inChinese(what)}（可选：${words}）`],
  [/^how to print: (.+)$/, (_, words = "") => `输出形式：${words}`],
];

/** What commander says of arguments, and what the options say of their values. */
const USAGE: readonly Pattern[] = [
  [
    /^unknown (option|command) '(.+?)'\.?(?: \(Did you mean (.+)\?\))?/,
    (_, kind, word, meant) =>
      `没有 ${word} 这个${kind === "option" ? "参数" : "命令"}${meant === undefined ? "。" : `，是否要用 ${meant}？`}`,
  ],
  [/^option '(.+?)' argument missing$/, (_, option) => `参数 ${option} 缺少值。`],
  [/^missing required argument '(.+?)'$/, (_, name) => `缺少必填项 <${name}>。`],
  [
    /^too many arguments for '(.+?)'\. Expected (\d+) arguments? but got (\d+)(?:: .+)?\.$/,
    (_, command, expected, got) => `${command} 的位置参数过多：最多 ${expected} 个，实际 ${got} 个。`,
  ],
  [/^option '(.+?)' argument '(.*?)' is invalid\./s, (_, option, value) => `参数 ${option} 的值“${value}”无效。`],
  [
    /^(?:command-argument|error: command-argument) value '(.*?)' is invalid for argument '(.+?)'\./s,
    (_, value, name) => `${name} 的值“${value}”无效。`,
  ],
  [/ ?Flags follow the command: (.+)$/, (_, example) => `参数写在命令之后：${example}`],
  [/ Expected one of (.+?)\.(?= |$)/, (_, words) => `可选值：${words}。`],
  [/ Allowed choices are (.+?)\.(?= |$)/, (_, words) => `可选值：${words}。`],
  [/ Did you mean (.+)\?$/, (_, word) => `是否要用 ${word}？`],
  [/ ?Expected a command: (.+)\. See muster --help\.$/, (_, words) => `可用的命令：${words}。详见 muster --help。`],
  [/ Expected a value, not a flag or nothing\.$/, () => "应为一个值，不能为空，也不能是另一个参数。"],
  [/ Expected FORMAT=FILE, with a format of (.+)\.$/, (_, words) => `应为 格式=文件，格式可选：${words}。`],
  [
    / Expected another file for each report: (.+) is named twice\.$/s,
    (_, path) => `每份报告要用不同的文件，${path} 用了两次。`,
  ],
  [/ Expected a positive number of seconds, up to (\d+)\.$/, (_, most) => `应为正数，单位为秒，不超过 ${most}。`],
  [/ Expected a positive number of seconds\.$/, () => "应为正数，单位为秒。"],
  [/ Expected a port from 0 to 65535\.$/, () => "应为 0 到 65535 的端口号。"],
  [/ Expected a whole number from 1\.$/, () => "应为不小于 1 的整数。"],
  [/ Expected a whole number\.$/, () => "应为整数。"],
  [/ Expected a number of memberships, or a share of them such as 30%\.$/, () => "应为人次数，或百分比，例如 30%。"],
  [/ Expected a branch, a tag or a commit\.$/, () => "应为分支、标签或提交。"],
  [/ Expected a plan's hash: sha256: and 64 hex digits\.$/, () => "应为计划的哈希：sha256: 加 64 位十六进制数字。"],
];

/** A usage error, as {@link inChinese}. */
export function usageInChinese(message: string): string {
  return USAGE.reduce((text, [pattern, chinese]) => text.replace(pattern, chinese), message);
}
