import { type Argument, type Command, Help, type HelpConfiguration, type Option } from "commander";
import type { Language } from "../../report/messages/catalogue.js";
import type { CommandFamily, CommandSpec } from "./commands.js";
import type { Texts } from "./options.js";

export const ABOUT: Texts = {
  en: "Skill groups as code for 7moor (容联七陌): YAML in git, a plan on the pull request, an apply after the merge.",
  zh: "用代码管理容联七陌（7moor）的在线技能组：YAML 放进 git，在合并请求上看计划，合并后执行。",
};
export const VERSION_HELP: Texts = { en: "print the version", zh: "显示版本号" };
export const HELP_HELP: Texts = { en: "print this help", zh: "显示帮助" };

/** commander's headings, which it has only in English. */
const HEADINGS: Readonly<Record<string, string>> = {
  "Usage:": "用法：",
  "Arguments:": "位置参数：",
  "Options:": "参数：",
  "Commands:": "命令：",
};

/** Sets a text into lines of so many columns. */
export type SetLines = (text: string, columns: number) => string[];

/**
 * How commander lays out help.
 *
 * @param setLines for Chinese: commander breaks lines at spaces only, and takes every character for one column
 */
export function helpIn(language: Language, setLines?: SetLines): HelpConfiguration {
  const suffix = (en: string, zh: string, value: string) =>
    language === "zh" ? `（${zh} ${value}）` : ` (${en}: ${value})`;
  const withDefault = ({ description, defaultValue }: Argument | Option): string =>
    // A switch that is off by default needs no "(default: false)".
    defaultValue === undefined || typeof defaultValue === "boolean"
      ? description
      : `${description}${suffix("default", "默认", String(defaultValue))}`;
  return {
    // commander sets the command apart by a space, which the full-width colon has within it.
    formatHelp: (command, helper) => new Help().formatHelp(command, helper).replace(/^用法： /, "用法："),
    ...(setLines && { boxWrap: (text, columns) => setLines(text, columns).join("\n") }),
    styleTitle: (title) => (language === "zh" ? (HEADINGS[title] ?? title) : title),
    // Every command has options; those of the other commands are not loaded for this list.
    subcommandTerm: (command) =>
      command.commands.length > 0
        ? `${command.name()} <command>`
        : [command.name(), "[options]", ...termsOf(command)].join(" "),
    argumentDescription: withDefault,
    optionDescription: withDefault,
  };
}

function termsOf({ registeredArguments }: Command): string[] {
  return registeredArguments.map((one) => {
    const name = `${one.name()}${one.variadic ? "..." : ""}`;
    return one.required ? `<${name}>` : `[${name}]`;
  });
}

/** A command's examples: each with its purpose below it. */
export function examplesOf({ examples }: CommandSpec | CommandFamily, language: Language): string {
  const lines = examples.map(([command, what]) => `  ${command}\n      ${what[language]}`);
  return `\n${language === "zh" ? "示例：" : "Examples:"}\n${lines.join("\n")}\n`;
}

/** The end of the help of all commands. */
export const HELP_END: Texts = {
  en: `
Environment:
  MUSTER_HOST, MUSTER_ACCOUNT_ID,
  MUSTER_API_SECRET       the account, if muster.yaml has none
  MUSTER_ALLOWED_HOSTS    hosts to sign calls for, instead of *.7moor.com
  MUSTER_VARIABLES        more variables that muster.yaml may use
  MUSTER_LIMITS           rate limits: addQueue=20/60s,queueQueue=20/60s
  MUSTER_SETTLE           how long a new group may stay unlisted (default 10s)
  MUSTER_STORE            redis:// address of a store that all machines share
  MUSTER_STATE_DIR        folder for records of calls, creations and locks
  MUSTER_SOURCE_URL       address for links in reports, with {file} and {line}
  HTTPS_PROXY, NO_PROXY   a proxy, as http://USER:PASSWORD@HOST:PORT
  NODE_EXTRA_CA_CERTS     certificates of a private CA, in PEM form
  MUSTER_LANG, NO_COLOR   language and colours of the output

Exit codes: 0 done · 1 failed · 2 differs (plan --detailed-exitcode), unstaffed
(status --fail-unstaffed) · 3 a person must decide · 130 interrupted
`,
  zh: `
环境变量：
  MUSTER_HOST、MUSTER_ACCOUNT_ID、
  MUSTER_API_SECRET       账号（muster.yaml 中没有账号时）
  MUSTER_ALLOWED_HOSTS    允许接收签名请求的域名（host），替代 *.7moor.com
  MUSTER_VARIABLES        muster.yaml 中另外允许引用的环境变量
  MUSTER_LIMITS           频次限制，例如 addQueue=20/60s,queueQueue=20/60s
  MUSTER_SETTLE           新建的技能组最迟多久可见（默认 10s）
  MUSTER_STORE            共享存储的地址（redis://），供所有机器共用
  MUSTER_STATE_DIR        保存调用记录、新建记录和锁的文件夹
  MUSTER_SOURCE_URL       报告中链接的地址，含 {file} 和 {line}
  HTTPS_PROXY、NO_PROXY   代理，例如 http://USER:PASSWORD@HOST:PORT
  NODE_EXTRA_CA_CERTS     私有 CA 的证书，PEM 格式
  MUSTER_LANG、NO_COLOR   输出的语言和颜色

退出码：0 完成 · 1 失败 · 2 有差异（plan --detailed-exitcode）或无人领取会话
（status --fail-unstaffed）· 3 已停止，需人工处理 · 130 被中断
`,
};
