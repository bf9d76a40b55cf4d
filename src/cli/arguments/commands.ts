import type { ExitCode } from "../../engine/exitCode.js";
import { AGENT } from "./agentCommands.js";
import { CALENDAR } from "./calendarCommands.js";
import {
  AHEAD,
  CALLING,
  COMPARING,
  CONNECTING,
  choice,
  FAILING,
  type Flag,
  GUARDED,
  JUDGING,
  LANG,
  READING,
  REPORTING,
  SPEAKING,
} from "./flags.js";
import {
  CI_CHOICES,
  count,
  days,
  INIT_PARTS,
  paths,
  planHash,
  port,
  SCHEMA_NAMES,
  SHELLS,
  seconds,
  secondsOrNone,
  size,
  type Texts,
  text,
  texts,
} from "./options.js";
import { actionReference, imageReference } from "./pins.js";
import { SCHEDULE } from "./scheduleCommand.js";
import { TABLES } from "./tableCommands.js";

/**
 * A command: everything that parser, help and completion need to know about it. Its code is loaded when it is called.
 */
export interface CommandSpec {
  readonly name: string;
  /** In the list of all commands. */
  readonly summary: Texts;
  /** At the top of its own help. */
  readonly description: Texts;
  readonly argument?: Argument | readonly Argument[];
  readonly flags: readonly Flag[];
  /** Its most frequent uses, for the end of its help. */
  readonly examples: readonly (readonly [command: string, what: Texts])[];
  /** The function that runs it. It gets the arguments, if the command takes some, the options and the host. */
  readonly load: () => Promise<RunCommand>;
}

/** Commands under a common word, such as `agent add`. */
export interface CommandFamily extends Omit<CommandSpec, "argument" | "flags" | "load"> {
  readonly commands: readonly CommandSpec[];
}

/** Runs a command. A command with a report returns it, together with the exit code. */
export type RunCommand = (...given: never[]) => Promise<ExitCode | { readonly exitCode: ExitCode }>;

export interface Argument {
  /** As help shows it: `[paths...]`. */
  readonly term: string;
  readonly help: Texts;
  readonly words?: readonly string[];
  /** As of a flag. Absent: text as it is, or one of `words`. */
  readonly read?: (value: string, earlier: never) => unknown;
  readonly default?: string;
}

const PATHS: Argument = {
  term: "[paths...]",
  help: {
    en: "only the groups of these files, folders or patterns; without a muster.yaml: the files to read",
    zh: "只处理这些文件、文件夹或模式中的技能组；没有 muster.yaml 时，即要读取的文件",
  },
  read: paths,
};

/** In the order of `muster --help`. A new command is added here, and only here. */
export const COMMANDS: readonly (CommandSpec | CommandFamily)[] = [
  {
    name: "validate",
    summary: { en: "check the files, offline", zh: "离线检查文件" },
    description: {
      en: "Check the files offline: syntax, schema and meaning. Shows all problems at once.",
      zh: "离线检查文件的语法、结构和含义，一次列出所有问题。",
    },
    argument: PATHS,
    flags: [...REPORTING, ...JUDGING, ...AHEAD, ...FAILING],
    examples: [
      ["muster validate", { en: "all files below this folder", zh: "当前文件夹下的所有文件" }],
      ["muster validate groups/presales.yaml", { en: "one file", zh: "单个文件" }],
      [
        "muster validate --report sarif=problems.sarif",
        { en: "also write the findings for code scanning", zh: "另存一份结果，供代码扫描工具读取" },
      ],
    ],
    load: async () => (await import("../commands/validate.js")).validate,
  },
  {
    name: "plan",
    summary: { en: "show the changes that apply would make", zh: "显示 apply 将做哪些变更" },
    description: {
      en: "Show how the live account differs from the files. Changes nothing.",
      zh: "读取线上账号，显示它与文件的差异，不做任何改动。",
    },
    argument: PATHS,
    flags: [
      ...REPORTING,
      ...JUDGING,
      ...COMPARING,
      ...CALLING,
      ...GUARDED,
      ...FAILING,
      {
        flags: "--detailed-exitcode",
        help: {
          en: "exit with 2 if the live account differs from the files",
          zh: "线上账号与文件有差异时，退出码为 2",
        },
      },
      {
        flags: "--against <file>",
        help: {
          en: "plan against a snapshot of `muster pull --format json`; needs no secret, sends nothing",
          zh: "基于 `muster pull --format json` 的快照生成计划，不需要密钥，不发送请求",
        },
        read: text,
      },
      {
        flags: "--at <time>",
        help: {
          en: "what the files want at a time: 2026-12-01, 2026-12-01T18:00; to look at, not to apply",
          zh: "查看文件在某一时间的要求：2026-12-01、2026-12-01T18:00；仅供查看，不能执行",
        },
        read: text,
      },
      ...AHEAD,
      {
        flags: "--out <file>",
        help: { en: "write the plan to a file, as JSON", zh: "将计划以 JSON 格式存入文件" },
        read: text,
      },
    ],
    examples: [
      ["muster plan", { en: "the changes that apply would make", zh: "apply 将做哪些变更" }],
      ["muster plan --group '售前*' 投诉升级", { en: "only these groups", zh: "只看这些技能组" }],
      [
        "muster plan groups/presales.yaml '**/*shift*'",
        { en: "only the groups of these files", zh: "只看这些文件中的技能组" },
      ],
      [
        "muster plan --out plan.json --report html=plan.html",
        { en: "a plan to approve, and an HTML page to read", zh: "一份待审批的计划，一个可浏览的网页" },
      ],
      [
        "muster plan --base origin/main",
        { en: "what this branch changes, apart from other differences", zh: "将本分支的变更与其他差异分开显示" },
      ],
      [
        "muster plan --detailed-exitcode",
        {
          en: "for drift jobs: exit with 2 if the account differs from the files",
          zh: "用于定期检查偏差：线上与文件有差异时，退出码为 2",
        },
      ],
      [
        "muster plan --fail-on guard,unknown-agent",
        {
          en: "for pull requests: fail on what would stop the apply",
          zh: "用于合并请求：会使 apply 停止的问题，在合并之前就视为失败",
        },
      ],
    ],
    load: async () => (await import("../commands/plan.js")).plan,
  },
  {
    name: "apply",
    summary: { en: "apply the files to the account", zh: "将文件应用到账号" },
    description: {
      en: "Plan, ask for approval, write within the rate limits, and verify what was written.",
      zh: "生成计划，经确认后在频次限制内写入，并回读核对。",
    },
    argument: PATHS,
    flags: [
      ...REPORTING,
      ...JUDGING,
      ...COMPARING,
      ...CALLING,
      ...GUARDED,
      { flags: "-y, --auto-approve", help: { en: "do not ask for approval", zh: "不询问，直接执行" } },
      {
        flags: "--dry-run",
        help: { en: "print the exact requests, write nothing", zh: "原样显示将要发送的请求，不写入" },
      },
      {
        flags: "--plan <file>",
        help: {
          en: "apply a plan saved by `muster plan --out`: exactly this plan, or nothing; asks nobody",
          zh: "执行 `muster plan --out` 保存的计划：要么原样执行，要么不执行；不再询问",
        },
        read: text,
      },
      {
        flags: "--expect-hash <hash>",
        help: { en: "apply only if the plan has this hash", zh: "计划的哈希与此相同才执行" },
        read: planHash,
      },
      {
        flags: "--lock-timeout <seconds>",
        help: {
          en: "wait this long for another apply of the account on this machine",
          zh: "等待本机上同一账号的另一个 apply，单位为秒",
        },
        read: secondsOrNone,
        default: 0,
      },
      {
        flags: "--all-accounts",
        help: { en: "apply to all accounts of muster.yaml", zh: "应用到 muster.yaml 中的所有账号" },
      },
    ],
    examples: [
      ["muster apply", { en: "plan, ask for approval, write, verify", zh: "生成计划、确认、写入、核对" }],
      [
        "muster apply --dry-run",
        { en: "the exact requests, in order; nothing is written", zh: "按顺序列出将要发送的请求，不写入" },
      ],
      [
        "muster apply --plan plan.json",
        {
          en: "a plan saved by `muster plan --out`: exactly this plan, or nothing",
          zh: "执行 `muster plan --out` 保存的计划：要么原样执行，要么不执行",
        },
      ],
      [
        "muster apply --auto-approve --expect-hash sha256:…",
        { en: "only if this is still the approved plan", zh: "计划仍与审批时相同才执行" },
      ],
      [
        "muster apply --base origin/main --only change",
        {
          en: "what this branch changes; other differences stay as they are",
          zh: "只执行本分支的变更，其他差异保持不动",
        },
      ],
      [
        "muster apply --due --auto-approve",
        {
          en: "for a cron job: only what the clock brings; nothing is created or set back",
          zh: "用于定时任务：只执行到时的变化，不新建，也不改回其他差异",
        },
      ],
      ["muster apply --max-removals 40", { en: "raise a guard for this run", zh: "仅本次放宽保护阈值" }],
    ],
    load: async () => (await import("../commands/apply.js")).apply,
  },
  {
    name: "revert",
    summary: { en: "plan the way back from an apply", zh: "生成撤销某次执行的计划" },
    description: {
      en: "Plan the way back from an apply: groups that are still as it left them get back the members they had. Groups that changed since are listed, and the exit code is 3. Changes nothing; apply the plan with `muster apply --plan`.",
      zh: "生成撤销某次执行的计划：仍为该次执行结果的技能组恢复原来的坐席，此后有变化的列为冲突，退出码为 3。不做任何改动；用 `muster apply --plan` 执行计划。",
    },
    argument: {
      term: "<result>",
      help: { en: "file of `muster apply --report json=FILE`", zh: "`muster apply --report json=文件` 写出的文件" },
    },
    flags: [
      ...REPORTING,
      ...CONNECTING,
      ...GUARDED,
      {
        flags: "--out <file>",
        help: { en: "write the plan to a file, as JSON", zh: "将计划以 JSON 格式存入文件" },
        read: text,
      },
    ],
    examples: [
      ["muster apply --report json=result.json", { en: "keep the result of an apply", zh: "保存执行结果" }],
      ["muster revert result.json", { en: "the way back from it", zh: "查看如何撤销" }],
      [
        "muster revert result.json --out back.json",
        {
          en: "the same, to be applied with muster apply --plan back.json",
          zh: "存为计划，用 muster apply --plan back.json 执行",
        },
      ],
    ],
    load: async () => (await import("../commands/revert.js")).revert,
  },
  {
    name: "pull",
    summary: { en: "write the live account into the files", zh: "将线上账号写入文件" },
    description: {
      en: "Write the live account into YAML: new files, or existing files with their comments, order and names kept.",
      zh: "将线上账号写成 YAML：生成新文件，或更新现有文件并保留注释、顺序和名称。",
    },
    argument: PATHS,
    flags: [
      ...READING,
      ...CALLING,
      {
        flags: "--names",
        help: {
          en: "write names for people: agents from the account, used in place of numbers",
          zh: "写入坐席姓名：由账号生成 agents，并在名单中以姓名代替工号",
        },
      },
      {
        flags: "--teams",
        help: { en: "make one team of member lists that are equal", zh: "将完全相同的名单合并为一个团队" },
      },
      {
        flags: "--pin",
        help: {
          en: "write the number of each group (exten); groups in the files get nothing else",
          zh: "写入每个技能组的编号（exten）；文件中已有的技能组只写编号",
        },
      },
      { flags: "--split", help: { en: "one file for each new group", zh: "每个新技能组一个文件" } },
      {
        flags: "--out <file>",
        help: {
          en: "file for groups that are in no file yet; a .json file with --format json: a snapshot to plan against",
          zh: "文件中还没有的技能组写入此文件；与 --format json 同用且扩展名为 .json 时，写出快照，供 plan --against 使用",
        },
        read: text,
      },
      { flags: "--dry-run", help: { en: "print a diff, write nothing", zh: "只显示差异，不写入" } },
    ],
    examples: [
      [
        "muster pull",
        { en: "update the files from the live account, comments kept", zh: "按线上账号更新文件，保留注释" },
      ],
      [
        "muster pull --names --teams --split",
        {
          en: "first export: people by name, equal lists as teams, one file for each group",
          zh: "首次导出：坐席写姓名，相同名单写成团队，每个技能组一个文件",
        },
      ],
      ["muster pull --dry-run", { en: "show the difference, write nothing", zh: "只看差异，不写入" }],
    ],
    load: async () => (await import("../commands/pull.js")).pull,
  },
  AGENT,
  CALENDAR,
  ...TABLES,
  {
    name: "fmt",
    summary: { en: "format the files", zh: "格式化文件" },
    description: {
      en: "Put fields and members in the standard order and form. Keeps comments. Offline.",
      zh: "统一字段顺序和坐席写法，保留注释。离线运行。",
    },
    argument: PATHS,
    flags: [
      ...READING,
      {
        flags: "--check",
        help: {
          en: "change nothing; exit with 1 if a file would change",
          zh: "不改文件；有文件需要改动时，退出码为 1",
        },
      },
    ],
    examples: [
      ["muster fmt", { en: "format all files below this folder", zh: "格式化当前文件夹下的所有文件" }],
      [
        "muster fmt --check",
        { en: "for CI: exit with 1 if a file would change", zh: "用于 CI：有文件需要改动时，退出码为 1" },
      ],
    ],
    load: async () => (await import("../commands/fmt.js")).fmt,
  },
  {
    name: "init",
    summary: { en: "write a starter repository", zh: "生成起步仓库" },
    description: {
      en: "Write muster.yaml, groups/, CI workflows and editor settings. Overwrites nothing. Where muster.yaml exists, nothing is written but what --only, --ci, --action or --image ask for: what you have removed stays so.",
      zh: "生成 muster.yaml、groups/、CI 工作流和编辑器设置，不覆盖任何文件。已有 muster.yaml 时，只写入 --only、--ci、--action 或 --image 指定的部分，已删除的文件不会再次出现。",
    },
    argument: { term: "[dir]", help: { en: "folder to write to", zh: "写入的文件夹" }, default: "." },
    flags: [
      ...SPEAKING,
      choice("--ci <system>", CI_CHOICES, {
        en: `CI to write files for: ${CI_CHOICES.join(", ")} (default: by the git remote, all if that is unclear)`,
        zh: `生成哪些 CI 文件：${CI_CHOICES.join("、")}（默认按 git 远程地址判断，判断不出时为 all）`,
      }),
      choice("--only <part>", INIT_PARTS, {
        en: "write this part alone: ci, schemas (renewed after an update of muster) or editor",
        zh: "只写入这一部分：ci、schemas（升级 muster 后用于更新）或 editor",
      }),
      {
        flags: "--action <reference>",
        help: {
          en: "GitHub: use this release of the action, OWNER/REPOSITORY@TAG, instead of an installed archive",
          zh: "GitHub：使用该版本的 action（OWNER/REPOSITORY@标签），不再安装压缩包",
        },
        read: actionReference,
      },
      {
        flags: "--image <image>",
        help: {
          en: "GitLab: run the jobs in this container, NAME:TAG or NAME@sha256:DIGEST, instead of installing an archive",
          zh: "GitLab：任务使用该镜像（名称:标签 或 名称@sha256:摘要），不再安装压缩包",
        },
        read: imageReference,
      },
    ],
    examples: [
      ["muster init", { en: "a starter repository in this folder", zh: "在当前文件夹生成起步仓库" }],
      ["muster init contact-centre", { en: "in a new folder", zh: "在新文件夹中生成" }],
      ["muster init --ci gitlab", { en: "with CI files for GitLab only", zh: "只生成 GitLab 的 CI 文件" }],
      [
        "muster init --action OWNER/REPOSITORY@v1.2.3",
        { en: "GitHub workflows that use a release of the action", zh: "GitHub 工作流使用已发布的 action" },
      ],
      [
        "muster init --only schemas",
        { en: "after an update of muster: the schemas for editors", zh: "升级 muster 之后：更新编辑器所用的 schema" },
      ],
    ],
    load: async () => (await import("../commands/init.js")).init,
  },
  {
    name: "who",
    summary: { en: "show all groups of an agent", zh: "显示坐席所在的全部技能组" },
    description: {
      en: "Show all groups of agents, in the files and live, and the lines in the files. A name that several agents have is listed, never guessed.",
      zh: "显示坐席在文件中和线上所在的全部技能组，以及文件中的行号。姓名对应多名坐席时，逐一列出，不作猜测。",
    },
    argument: {
      term: "<agent...>",
      help: {
        en: "agent numbers, or names from agents or the account",
        zh: "工号、agents 中的名称，或账号中的姓名",
      },
    },
    flags: [
      ...READING,
      {
        flags: "--offline",
        help: {
          en: "read only the files; needs no secret, sends nothing",
          zh: "只看文件，不需要密钥，不发送请求",
        },
      },
      {
        flags: "--days <n>",
        help: {
          en: "also when, group by group: the spans of so many days, and their lines",
          zh: "同时列出今后若干天内在各技能组的时段及其所在行",
        },
        read: days,
      },
      {
        flags: "--from <time>",
        help: {
          en: "the days begin then, not today: 2026-09-28; without --days 14 of them",
          zh: "从该日（如 2026-09-28）而非今天算起；未写 --days 时为 14 天",
        },
        read: text,
      },
      ...CONNECTING,
    ],
    examples: [
      ["muster who 8001", { en: "by number", zh: "按工号" }],
      ["muster who 8042 8055 李娜", { en: "several agents, also by name", zh: "多名坐席，也可按姓名" }],
      ["muster who li.na --offline", { en: "by name, only from the files", zh: "按名称，只看文件" }],
      ["muster who li.na --days 14", { en: "when she is where, the next two weeks", zh: "今后两周在各技能组的时段" }],
    ],
    load: async () => (await import("../commands/who.js")).who,
  },
  SCHEDULE,
  {
    name: "status",
    summary: { en: "show who is taking conversations now", zh: "显示当前谁在领取会话" },
    description: {
      en: "Show how many agents are taking conversations in each group, on the PC and in the app. Groups without anyone come first.",
      zh: "显示每个技能组在 PC 端和 APP 端领取会话的坐席数，无人领取的排在最前。",
    },
    argument: {
      term: "[names...]",
      help: {
        en: "only these groups, by name, number or pattern ('售前*'); also lists their members",
        zh: "只看这些技能组（名称、编号，或 '售前*' 这样的模式），并列出坐席",
      },
    },
    flags: [
      ...READING,
      {
        flags: "--watch <seconds>",
        help: { en: "read again after this many seconds, until interrupted", zh: "按此间隔（秒）持续刷新，直到中断" },
        read: seconds,
      },
      {
        flags: "--fail-unstaffed",
        help: {
          en: "exit with 2 if no one is taking conversations in a group; ends --watch",
          zh: "有技能组无人领取会话时，退出码为 2；--watch 随之结束",
        },
      },
      ...CONNECTING,
    ],
    examples: [
      ["muster status", { en: "all groups, those without anyone first", zh: "所有技能组，无人领取的排在最前" }],
      ["muster status 投诉升级 --watch 10", { en: "one group, read every 10 s", zh: "只看一个技能组，每 10 秒刷新" }],
      [
        "muster status --fail-unstaffed",
        { en: "for monitoring: exit with 2 if a group has no one", zh: "用于监控：有技能组无人领取时，退出码为 2" },
      ],
    ],
    load: async () => (await import("../commands/status.js")).status,
  },
  {
    name: "check",
    summary: {
      en: "test the connection: host, clock, account, permissions",
      zh: "检查连接：域名（host）、时间、账号、权限",
    },
    description: {
      en: "Call each read-only interface once, and show what works, what is wrong and what to do. Changes nothing.",
      zh: "每个读取接口各调用一次，显示哪些正常、哪些有问题、如何处理。不做任何改动。",
    },
    flags: [
      ...READING,
      ...CONNECTING.map((flag) => (flag.flags.startsWith("--timeout") ? { ...flag, default: 10 } : flag)),
    ],
    examples: [
      [
        "muster check",
        { en: "host, account, secret, clock and permissions", zh: "检查域名（host）、账号、密钥、时间和权限" },
      ],
      ["muster check --account prod", { en: "one account of muster.yaml", zh: "检查 muster.yaml 中的一个账号" }],
    ],
    load: async () => (await import("../commands/check.js")).check,
  },
  {
    name: "simulate",
    summary: { en: "run a local simulator of the API", zh: "在本机启动接口模拟器" },
    description: {
      en: "Run a local simulator of the API, with its quirks, until interrupted.",
      zh: "在本机运行接口模拟器，行为与真实接口一致（包括缺陷），直到中断。",
    },
    flags: [
      {
        flags: "--port <port>",
        help: { en: "port on 127.0.0.1; 0 for any free port", zh: "127.0.0.1 上的端口，0 表示任选空闲端口" },
        read: port,
        default: 0,
      },
      {
        flags: "--seed <file>",
        help: {
          en: "JSON file with the accounts, agents and groups to start with",
          zh: "初始账号、坐席和技能组的 JSON 文件",
        },
        read: text,
      },
      {
        flags: "--state <file>",
        help: { en: "keep the state in this file", zh: "将状态保存在此文件中" },
        read: text,
      },
      {
        flags: "--limits <limits>",
        help: {
          en: "rate limits, such as addQueue=20/60s,queueQueue=20/60s",
          zh: "频次限制，例如 addQueue=20/60s,queueQueue=20/60s",
        },
        read: text,
      },
      {
        flags: "--fault <fault>",
        help: {
          en: "a fault to add, as OPERATION:KIND[=ARG][@WHEN]; repeatable",
          zh: "要模拟的故障，格式 接口:类型[=值][@时机]，可重复",
        },
        read: texts,
      },
      {
        flags: "--manner <manner>",
        help: {
          en: "how the server behaves, as NAME=VALUE; repeatable",
          zh: "服务器的行为方式，格式 名称=值，可重复",
        },
        read: texts,
      },
      {
        flags: "--page-size <n>",
        help: { en: "largest page that the server allows", zh: "服务器允许的每页最大条数" },
        read: size,
      },
      choice("--window <kind>", ["sliding", "fixed", "bucket"], {
        en: "how the server counts calls: sliding, fixed or bucket",
        zh: "服务器的限流方式：sliding、fixed 或 bucket",
      }),
      {
        flags: "--latency <ms>",
        help: { en: "longest delay of a reply, in ms", zh: "应答的最大延迟，单位为毫秒" },
        read: count,
      },
      LANG,
    ],
    examples: [
      [
        "muster simulate --seed seed.json --port 8080",
        { en: "an account to try things on", zh: "一个可随意试验的账号" },
      ],
      [
        "muster simulate --fault addQueue:drop-after@1",
        { en: "lose the reply to the first creation", zh: "丢失首次新建的应答" },
      ],
      [
        "muster simulate --manner invisible=6000",
        { en: "list a new group only after six seconds", zh: "新建的技能组 6 秒后才可见" },
      ],
    ],
    load: async () => (await import("../commands/simulate.js")).simulate,
  },
  {
    name: "schema",
    summary: { en: "print a JSON Schema of this version", zh: "打印本版本的 JSON Schema" },
    description: {
      en: "Print a JSON Schema of this version: of files, for editors, or of what muster prints, for programs. Without a name, list them.",
      zh: "打印本版本的 JSON Schema：文件的供编辑器使用，输出的供程序使用。不写名称时列出全部。",
    },
    argument: {
      term: "[name]",
      help: { en: `the schema: ${SCHEMA_NAMES.join(", ")}`, zh: `名称：${SCHEMA_NAMES.join("、")}` },
      words: SCHEMA_NAMES,
    },
    flags: [
      {
        flags: "--out <dir>",
        help: {
          en: "write all of them, or the one that is named, into this folder",
          zh: "将全部（或指定的一个）写入此文件夹",
        },
        read: text,
      },
      ...SPEAKING,
    ],
    examples: [
      ["muster schema", { en: "list them", zh: "列出全部" }],
      ["muster schema plan", { en: "print the one of saved plans", zh: "打印计划文件的 schema" }],
      ["muster schema --out schemas", { en: "write all of them", zh: "全部写入文件夹" }],
    ],
    load: async () => (await import("../commands/schema.js")).schema,
  },
  {
    name: "completion",
    summary: {
      en: "print a completion script for bash, zsh or fish",
      zh: "打印 bash、zsh 或 fish 的补全脚本",
    },
    description: {
      en: "Print a script that completes commands, flags, and the groups and agents of the files.",
      zh: "打印补全脚本，可补全命令、参数以及当前文件中的技能组和坐席。",
    },
    argument: {
      term: "<shell>",
      help: { en: "the shell: bash, zsh, fish", zh: "目标 shell：bash、zsh、fish" },
      words: SHELLS,
    },
    flags: [LANG],
    examples: [
      ["source <(muster completion bash)", { en: "bash, in ~/.bashrc", zh: "bash，写入 ~/.bashrc" }],
      [
        "source <(muster completion zsh)",
        { en: "zsh, in ~/.zshrc after compinit", zh: "zsh，写入 ~/.zshrc，放在 compinit 之后" },
      ],
      [
        "muster completion fish | source",
        { en: "fish, in ~/.config/fish/config.fish", zh: "fish，写入 ~/.config/fish/config.fish" },
      ],
    ],
    load: async () => (await import("./completion.js")).completion,
  },
];
