import { FILE_FORMATS, LANGUAGES, REPORT_FORMATS } from "../../report/formats.js";
import {
  count,
  days,
  FORMATS,
  gitRef,
  guardLimit,
  language,
  oneOf,
  reportTargets,
  seconds,
  type Texts,
  text,
  texts,
  wordList,
} from "./options.js";

/** A flag: everything that parser, help and completion need to know about it. */
export interface Flag {
  /** As help shows it: `--out <file>`. */
  readonly flags: string;
  readonly help: Texts;
  /** For a flag that takes a value: reads it, or throws `UnexpectedValue`. A flag without this is on or off. */
  readonly read?: (value: string, earlier: never) => unknown;
  /** The words that it takes, for completion. */
  readonly words?: readonly string[];
  readonly default?: string | number;
  /** The command means nothing without it. */
  readonly required?: true;
}

/** A flag that takes one of a few words. */
export function choice(flags: string, words: readonly string[], help: Texts): Flag {
  return { flags, help, words, read: oneOf(words) };
}

export const LANG: Flag = {
  ...choice("--lang <language>", LANGUAGES, {
    en: "language: en, zh (default: MUSTER_LANG, then the locale)",
    zh: "语言：en、zh（默认依次取 MUSTER_LANG、系统区域设置）",
  }),
  read: language,
};

const TIMEOUT: Flag = {
  flags: "--timeout <seconds>",
  help: { en: "give up a call without a reply after this many seconds", zh: "单次调用等待应答的最长时间，单位为秒" },
  read: seconds,
  default: 30,
};

/** Language, colours and amount of output. */
const VOICE: readonly Flag[] = [
  LANG,
  { flags: "--no-color", help: { en: "no colours", zh: "不用颜色" } },
  { flags: "--quiet", help: { en: "do not show progress", zh: "不显示进度" } },
  { flags: "--verbose", help: { en: "show more detail", zh: "显示更多信息" } },
  { flags: "--debug", help: { en: "show each decision and its reason", zh: "显示各步的判断及其依据" } },
];

const FILES: readonly Flag[] = [
  {
    flags: "--config <file>",
    help: {
      en: "muster.yaml to use (default: the nearest one, from this folder up to the top of the repository)",
      zh: "要使用的 muster.yaml（默认从当前文件夹逐级向上查找，直到仓库根目录）",
    },
    read: text,
  },
  { flags: "--account <name>", help: { en: "account of muster.yaml", zh: "muster.yaml 中的账号" }, read: text },
];

/** Of every command that answers a person or a program. */
export const SPEAKING: readonly Flag[] = [
  {
    ...choice("--format <format>", FORMATS, {
      en: `output format: ${FORMATS.join(", ")}`,
      zh: `输出格式：${FORMATS.join("、")}`,
    }),
    default: "text",
  },
  ...VOICE,
];

/** Of every command that reads files. */
export const READING: readonly Flag[] = [...FILES, ...SPEAKING];

const FURTHER_FORMATS = FILE_FORMATS.filter((format) => !REPORT_FORMATS.some((one) => one === format));

/** Of every command whose result is a report. */
export const REPORTING: readonly Flag[] = [
  ...FILES,
  choice("--format <format>", REPORT_FORMATS, {
    en: `output format: ${REPORT_FORMATS.join(", ")} (default: github under GitHub Actions, text elsewhere)`,
    zh: `输出格式：${REPORT_FORMATS.join("、")}（默认：GitHub Actions 中为 github，其他为 text）`,
  }),
  {
    flags: "--report <format=file>",
    help: {
      en: `also write the report to a file; repeatable; more formats: ${FURTHER_FORMATS.join(", ")}`,
      zh: `将报告另存为文件，可重复；还支持 ${FURTHER_FORMATS.join("、")}`,
    },
    read: reportTargets,
  },
  ...VOICE,
];

/** Of the commands that a pull request runs. */
export const JUDGING: readonly Flag[] = [
  {
    flags: "--settings-from <ref>",
    help: {
      en: "take accounts, limits, unmanaged and store of muster.yaml from this commit; for pull requests",
      zh: "muster.yaml 的 accounts、limits、unmanaged、store 取自该提交（用于合并请求）",
    },
    read: gitRef,
  },
];

/** Of the commands that tell what a change of the files brings, and what the clock does. */
export const COMPARING: readonly Flag[] = [
  {
    flags: "--base <ref>",
    help: {
      en: "tell what the files bring since this commit from what differed before",
      zh: "以该提交为基准，区分文件的变更与之前已有的差异",
    },
    read: gitRef,
  },
  choice("--only <part>", ["change"], {
    en: "change: leave alone what differed before the change of the files (needs --base)",
    zh: "change：只处理文件的变更，之前已有的差异保持不动（需与 --base 同用）",
  }),
  {
    flags: "--due",
    help: {
      en: "only what the clock brings by the files (shifts, from, until); create nothing, leave all else alone; for cron jobs",
      zh: "只处理按文件到时的变化（班次、from、until），不新建技能组，其余差异保持不动；用于定时任务",
    },
  },
];

/** Of the commands that look ahead for what the files leave open. */
export const AHEAD: readonly Flag[] = [
  {
    flags: "--horizon <days>",
    help: {
      en: "how many days ahead to look for gaps, where the files use time (default: 31)",
      zh: "文件用到时间时，检查未来多少天内的缺口（默认 31）",
    },
    read: days,
  },
];

/** Of the commands that only look. */
export const FAILING: readonly Flag[] = [
  {
    flags: "--fail-on <list>",
    help: {
      en: "also fail on these: warning (exit 1), guard (exit 3), or codes of findings (exit 1)",
      zh: "出现这些情况也视为失败：warning（退出码 1）、guard（退出码 3），或提示代码（退出码 1），以逗号分隔",
    },
    read: wordList,
  },
];

/** Of every command that calls the API, for some groups or for none. */
export const CONNECTING: readonly Flag[] = [
  TIMEOUT,
  {
    flags: "--insecure-http",
    help: {
      en: "allow plain http to hosts other than this machine",
      zh: "允许用明文 http 访问本机以外的 host",
    },
  },
];

/** Of every command that calls the API for some groups or for all. */
export const CALLING: readonly Flag[] = [
  {
    flags: "--group <names...>",
    help: {
      en: "only these groups, by name, pinned number or pattern ('售前*')",
      zh: "只处理这些技能组（名称、指定的编号，或 '售前*' 这样的模式）",
    },
    read: texts,
  },
  ...CONNECTING,
];

/** Of every command that a guard can stop. */
export const GUARDED: readonly Flag[] = [
  {
    flags: "--max-removals <n|n%>",
    help: {
      en: "memberships that one run may remove; those that end by the clock are not counted",
      zh: "单次最多移出的人次（到时移出的不计入）",
    },
    read: guardLimit,
  },
  {
    flags: "--max-emptied <n>",
    help: {
      en: "groups that one run may empty; not counted: by the clock, while their coverage asks for nobody",
      zh: "单次最多清空的技能组数（到时清空、且当时 coverage 不要求有人的不计入）",
    },
    read: count,
  },
  {
    flags: "--max-creates <n>",
    help: { en: "groups that one run may create", zh: "单次最多新建的技能组数" },
    read: count,
  },
  {
    flags: "--min-claiming <n>",
    help: {
      en: "agents who must be taking conversations in each changed group after the run",
      zh: "变更后，每个有变更的技能组至少要有几人在领取会话",
    },
    read: count,
  },
  {
    flags: "--staffing",
    help: {
      en: "show how many agents will be taking conversations in each changed group",
      zh: "显示每个有变更的技能组中领取会话的人数",
    },
  },
];
