import type { ExitCode } from "../../engine/exitCode.js";
import {
  CALLING,
  CONNECTING,
  choice,
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
  planHash,
  port,
  SHELLS,
  seconds,
  secondsOrNone,
  size,
  type Texts,
  text,
  texts,
} from "./options.js";

/** A command: all that parser, help and completion need to know of it. Its code is loaded when it is called. */
export interface CommandSpec {
  readonly name: string;
  /** In the list of all commands. */
  readonly summary: Texts;
  /** At the top of its own help. */
  readonly description: Texts;
  readonly argument?: Argument;
  readonly flags: readonly Flag[];
  /** What people mostly want of it, for the end of its help. */
  readonly examples: readonly (readonly [command: string, what: Texts])[];
  /** The function that runs it: given its argument, where it takes one, its options and the host. */
  readonly load: () => Promise<RunCommand>;
}

/** Runs a command. One that has a report gives it back, with how the run ends. */
export type RunCommand = (...given: never[]) => Promise<ExitCode | { readonly exitCode: ExitCode }>;

interface Argument {
  /** As help shows it: `[paths...]`. */
  readonly term: string;
  readonly help: Texts;
  readonly words?: readonly string[];
  readonly default?: string;
}

const PATHS: Argument = { term: "[paths...]", help: { en: "YAML files or folders", zh: "YAML 文件或文件夹" } };

/** In the order of `muster --help`. A command is added here, and nowhere else. */
export const COMMANDS: readonly CommandSpec[] = [
  {
    name: "validate",
    summary: { en: "check the files, offline", zh: "离线检查文件" },
    description: {
      en: "Check syntax, schema and meaning of the files. Offline; every problem at once.",
      zh: "离线检查文件的语法、结构和含义，一次列出所有问题。",
    },
    argument: PATHS,
    flags: [...REPORTING, ...JUDGING],
    examples: [
      ["muster validate", { en: "all files below this folder", zh: "当前文件夹下的所有文件" }],
      ["muster validate groups/sales.yaml", { en: "one file", zh: "单个文件" }],
      [
        "muster validate --report sarif=problems.sarif",
        { en: "and the findings for a code scanner", zh: "另存供代码扫描工具读取的结果" },
      ],
    ],
    load: async () => (await import("../commands/validate.js")).validate,
  },
  {
    name: "plan",
    summary: { en: "show what an apply would do", zh: "显示 apply 将做哪些变更" },
    description: {
      en: "Read the live account and show what differs from the files. Changes nothing.",
      zh: "读取线上账号，显示与文件的差异，不改任何内容。",
    },
    argument: PATHS,
    flags: [
      ...REPORTING,
      ...JUDGING,
      ...CALLING,
      ...GUARDED,
      {
        flags: "--detailed-exitcode",
        help: { en: "exit 2 when the live account differs from the files", zh: "线上账号与文件有差异时以 2 退出" },
      },
      {
        flags: "--against <file>",
        help: {
          en: "plan against what `muster pull --format json` wrote: needs no secret, sends nothing",
          zh: "对照 `muster pull --format json` 写出的快照生成计划：不需要密钥，不发送请求",
        },
        read: text,
      },
      {
        flags: "--out <file>",
        help: { en: "write the plan as JSON to a file", zh: "将计划以 JSON 存入文件" },
        read: text,
      },
    ],
    examples: [
      ["muster plan", { en: "what an apply would do", zh: "apply 将做哪些变更" }],
      ["muster plan --group 售前 售后", { en: "only these groups", zh: "只看这些技能组" }],
      [
        "muster plan --out plan.json --report html=plan.html",
        { en: "a plan to approve, and a page to look at", zh: "一份待审批的计划，一个可浏览的网页" },
      ],
      [
        "muster plan --detailed-exitcode",
        {
          en: "2 where the account differs from the files: for drift jobs",
          zh: "线上与文件有差异时退出码为 2，适合定期检查",
        },
      ],
    ],
    load: async () => (await import("../commands/plan.js")).plan,
  },
  {
    name: "apply",
    summary: { en: "make the account what the files say", zh: "使账号与文件一致" },
    description: {
      en: "Plan, ask, write inside the rate limits, and read back what was written.",
      zh: "生成计划，请求确认，在频次限制内写入，并回读核对。",
    },
    argument: PATHS,
    flags: [
      ...REPORTING,
      ...JUDGING,
      ...CALLING,
      ...GUARDED,
      { flags: "--auto-approve", help: { en: "do not ask", zh: "不询问，直接执行" } },
      {
        flags: "--dry-run",
        help: { en: "print the very requests, send no write", zh: "原样打印将要发送的请求，不写入" },
      },
      {
        flags: "--plan <file>",
        help: {
          en: "apply a plan that `muster plan --out` saved: exactly it, or nothing",
          zh: "执行 `muster plan --out` 保存的计划：要么原样执行，要么不执行",
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
        help: { en: "wait for another apply on this machine", zh: "等待本机上的另一个 apply，单位为秒" },
        read: secondsOrNone,
        default: 0,
      },
      {
        flags: "--all-accounts",
        help: { en: "apply to every account of muster.yaml", zh: "对 muster.yaml 中的所有账号执行" },
      },
    ],
    examples: [
      ["muster apply", { en: "plan, ask, write, read back", zh: "生成计划、确认、写入、核对" }],
      [
        "muster apply --dry-run",
        { en: "the very requests, in order; nothing is written", zh: "按顺序列出将要发送的请求，不写入" },
      ],
      [
        "muster apply --plan plan.json",
        {
          en: "what `muster plan --out` saved: exactly it, or nothing",
          zh: "执行 `muster plan --out` 保存的计划：要么原样执行，要么不执行",
        },
      ],
      [
        "muster apply --auto-approve --expect-hash sha256:…",
        { en: "only if the plan is still the one that was approved", zh: "计划仍与审批时相同才执行" },
      ],
      [
        "muster apply --max-removals 40",
        { en: "allow more removals than the guard does, this once", zh: "仅此一次，允许移出更多人次" },
      ],
    ],
    load: async () => (await import("../commands/apply.js")).apply,
  },
  {
    name: "pull",
    summary: { en: "write the live state into the files", zh: "将线上状态写入文件" },
    description: {
      en: "Write the live account into YAML: new files, or existing ones with comments, order and names kept.",
      zh: "将线上账号写成 YAML：生成新文件，或改写现有文件并保留注释、顺序和别名。",
    },
    argument: PATHS,
    flags: [
      ...READING,
      ...CALLING,
      { flags: "--pin", help: { en: "record the number of every group", zh: "记录每个技能组的编号" } },
      { flags: "--split", help: { en: "a file for each new group", zh: "每个新技能组一个文件" } },
      {
        flags: "--out <file>",
        help: {
          en: "file for groups that no file names yet; a .json with --format json: a snapshot to plan against",
          zh: "文件中尚未提及的技能组写入此文件；与 --format json 同用且为 .json 时，写出供计划对照的快照",
        },
        read: text,
      },
      { flags: "--dry-run", help: { en: "print a diff, write nothing", zh: "只显示差异，不写入" } },
    ],
    examples: [
      [
        "muster pull",
        { en: "bring the files up to the live account, comments kept", zh: "按线上账号更新文件，保留注释" },
      ],
      [
        "muster pull --split --pin",
        {
          en: "a first export: a file for each group, each with its number",
          zh: "首次导出：每个技能组一个文件，并记录编号",
        },
      ],
      ["muster pull --dry-run", { en: "the difference, nothing written", zh: "只看差异，不写入" }],
    ],
    load: async () => (await import("../commands/pull.js")).pull,
  },
  {
    name: "fmt",
    summary: { en: "format the files", zh: "格式化文件" },
    description: {
      en: "Canonical order of keys and spelling of members; comments are kept. Offline.",
      zh: "统一字段顺序和坐席写法，保留注释。离线运行。",
    },
    argument: PATHS,
    flags: [
      ...READING,
      {
        flags: "--check",
        help: { en: "change nothing; exit 1 where a file would change", zh: "不改文件；有文件需要修改时以 1 退出" },
      },
    ],
    examples: [
      ["muster fmt", { en: "format all files below this folder", zh: "格式化当前文件夹下的所有文件" }],
      [
        "muster fmt --check",
        { en: "for CI: exit 1 where a file would change", zh: "用于 CI：有文件需要修改时以 1 退出" },
      ],
    ],
    load: async () => (await import("../commands/fmt.js")).fmt,
  },
  {
    name: "init",
    summary: { en: "write a starter repository", zh: "生成起步仓库" },
    description: {
      en: "Write muster.yaml, groups/, CI workflows and editor settings. Overwrites nothing.",
      zh: "生成 muster.yaml、groups/、CI 工作流和编辑器设置，不覆盖任何文件。",
    },
    argument: { term: "[dir]", help: { en: "folder to write to", zh: "写入的文件夹" }, default: "." },
    flags: [
      ...SPEAKING,
      choice("--ci <system>", CI_CHOICES, {
        en: `CI to write files for: ${CI_CHOICES.join(", ")} (default: what the git remote suggests, all where none does)`,
        zh: `生成哪些 CI 文件：${CI_CHOICES.join(", ")}（默认按 git 远程地址判断，判断不出时为 all）`,
      }),
    ],
    examples: [
      ["muster init", { en: "a starter repository in this folder", zh: "在当前文件夹生成起步仓库" }],
      ["muster init contact-centre", { en: "in a new one", zh: "在新文件夹中生成" }],
      ["muster init --ci gitlab", { en: "with CI files for GitLab only", zh: "只生成 GitLab 的 CI 文件" }],
    ],
    load: async () => (await import("../commands/init.js")).init,
  },
  {
    name: "who",
    summary: { en: "show every group that holds an agent", zh: "显示某个坐席所在的全部技能组" },
    description: {
      en: "Show every group that holds an agent, in the files and live, and the lines that put them there.",
      zh: "显示某个坐席在文件中和线上所在的全部技能组，以及对应的行。",
    },
    argument: {
      term: "<agent>",
      help: { en: "agent number, or a name from agents", zh: "工号，或 agents 中的名称" },
    },
    flags: [
      ...READING,
      {
        flags: "--offline",
        help: {
          en: "the files only: no secret is needed, nothing is sent",
          zh: "只看文件：不需要密钥，不发送请求",
        },
      },
      ...CONNECTING,
    ],
    examples: [
      ["muster who 8001", { en: "by number", zh: "按工号" }],
      ["muster who li.na --offline", { en: "by name, from the files alone", zh: "按名称，只看文件" }],
    ],
    load: async () => (await import("../commands/who.js")).who,
  },
  {
    name: "status",
    summary: { en: "show who is taking conversations now", zh: "显示当前谁在领取会话" },
    description: {
      en: "Show how many agents take conversations in each group, on the PC and in the app: groups without anybody first.",
      zh: "显示每个技能组在 PC 端和 APP 端领取会话的坐席数，无人领取的排在最前。",
    },
    argument: {
      term: "[names...]",
      help: {
        en: "only these groups, by name or number; their members are listed too",
        zh: "只看这些技能组（名称或编号），并列出坐席",
      },
    },
    flags: [
      ...READING,
      {
        flags: "--watch <seconds>",
        help: { en: "look again and again, until interrupted", zh: "按此间隔（秒）反复查看，直到中断" },
        read: seconds,
      },
      {
        flags: "--fail-unstaffed",
        help: {
          en: "exit 2 when a group has nobody; ends a watch",
          zh: "有技能组无人领取会话时以 2 退出，监视也随之结束",
        },
      },
      ...CONNECTING,
    ],
    examples: [
      ["muster status", { en: "groups that nobody serves first", zh: "无人领取的技能组排在最前" }],
      ["muster status 售前 --watch 10", { en: "one group, looked at every 10 s", zh: "只看一个技能组，每 10 秒刷新" }],
      [
        "muster status --fail-unstaffed",
        { en: "exit 2 when a group has nobody: for monitoring", zh: "有技能组无人领取时以 2 退出，适合接入监控" },
      ],
    ],
    load: async () => (await import("../commands/status.js")).status,
  },
  {
    name: "check",
    summary: {
      en: "test the connection: host, clock, account, permissions",
      zh: "检查连接：host、时间、账号、权限",
    },
    description: {
      en: "Call each reading interface once and say what is right, what is wrong, and what to do. Changes nothing.",
      zh: "对每个读取接口各调用一次，说明哪里正常、哪里有问题、如何处理。不改任何内容。",
    },
    flags: [
      ...READING,
      ...CONNECTING.map((flag) => (flag.flags.startsWith("--timeout") ? { ...flag, default: 10 } : flag)),
    ],
    examples: [
      ["muster check", { en: "host, account, secret, clock and permissions", zh: "检查 host、账号、密钥、时间和权限" }],
      ["muster check --account prod", { en: "of one account of muster.yaml", zh: "检查 muster.yaml 中的一个账号" }],
    ],
    load: async () => (await import("../commands/check.js")).check,
  },
  {
    name: "simulate",
    summary: { en: "serve a local stand-in for the API", zh: "在本机启动接口模拟器" },
    description: {
      en: "Serve a faithful local stand-in for the API, with its bad manners, until interrupted.",
      zh: "在本机启动接口模拟器，连同真实接口的各种毛病，直到中断。",
    },
    flags: [
      {
        flags: "--port <port>",
        help: { en: "port on 127.0.0.1; 0 takes a free one", zh: "127.0.0.1 上的端口，0 表示任选空闲端口" },
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
          en: "rate limits, as addQueue=20/60s,queueQueue=20/60s",
          zh: "频次限制，例如 addQueue=20/60s,queueQueue=20/60s",
        },
        read: text,
      },
      {
        flags: "--fault <fault>",
        help: {
          en: "trouble to make, as OPERATION:KIND[=ARG][@WHEN]; repeatable",
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
        help: { en: "largest page the server grants", zh: "服务器允许的每页最大条数" },
        read: size,
      },
      choice("--window <kind>", ["sliding", "fixed", "bucket"], {
        en: "how the server counts: sliding, fixed or bucket",
        zh: "服务器的限流方式：sliding、fixed 或 bucket",
      }),
      {
        flags: "--latency <ms>",
        help: { en: "largest delay of an answer, in ms", zh: "应答的最大延迟，单位为毫秒" },
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
        { en: "which loses the answer to the first creation", zh: "丢失首次新建的应答" },
      ],
      [
        "muster simulate --manner invisible=6000",
        { en: "which shows a new group after six seconds", zh: "新建的技能组 6 秒后才可见" },
      ],
    ],
    load: async () => (await import("../commands/simulate.js")).simulate,
  },
  {
    name: "completion",
    summary: {
      en: "print a completion script for bash, zsh or fish",
      zh: "打印 bash、zsh 或 fish 的补全脚本",
    },
    description: {
      en: "Print a script that completes commands, flags, and the groups and agents of the files at hand.",
      zh: "打印补全脚本，可补全命令、参数以及当前文件中的技能组和坐席。",
    },
    argument: {
      term: "<shell>",
      help: { en: "the shell to complete in: bash, zsh, fish", zh: "在哪种 shell 中补全：bash、zsh、fish" },
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
