/** Help texts by their English wording. */
export const chineseTexts: Readonly<Record<string, string>> = {
  "Usage:": "用法:",
  "Arguments:": "位置参数：",
  "Options:": "参数：",
  "Commands:": "命令：",
  "Examples:": "示例：",

  "Skill groups as code for 7moor (容联七陌): YAML in git, a plan on the pull request, an apply after the merge.":
    "用代码管理容联七陌（7moor）的在线技能组：YAML 放进 git，提 PR 时看计划，合并后执行。",
  "print the version": "显示版本号",
  "print this help": "显示帮助",

  "check the files, offline": "离线检查文件",
  "Check syntax, schema and meaning of the files. Offline; every problem at once.":
    "离线检查文件的语法、结构和含义，一次列出所有问题。",
  "YAML files or folders": "YAML 文件或文件夹",
  "show what an apply would do": "显示 apply 将做哪些变更",
  "Read the live account and show what differs from the files. Changes nothing.":
    "读取线上账号，显示与文件的差异，不改任何内容。",
  "take accounts, limits and unmanaged of muster.yaml from this commit, as on pull requests":
    "muster.yaml 的 accounts、limits、unmanaged 取自该提交（用于 PR）",
  "exit 2 when the live account differs from the files": "线上账号与文件有差异时以 2 退出",
  "plan against what `muster pull --format json` wrote: needs no secret, sends nothing":
    "对照 `muster pull --format json` 写出的快照生成计划：不需要密钥，不发送请求",
  "file for groups that no file names yet; a .json with --format json: a snapshot to plan against":
    "文件中尚未提及的技能组写入此文件；与 --format json 同用且为 .json 时，写出供计划对照的快照",
  "write the plan as JSON to a file": "将计划以 JSON 存入文件",
  "make the account what the files say": "使账号与文件一致",
  "Plan, ask, write inside the rate limits, and read back what was written.":
    "生成计划，请求确认，在频次限制内写入，并回读核对。",
  "do not ask": "不询问，直接执行",
  "print the very requests, send no write": "原样打印将要发送的请求，不写入",
  "apply a plan that `muster plan --out` saved: exactly it, or nothing":
    "执行 `muster plan --out` 保存的计划：要么原样执行，要么不执行",
  "apply only if the plan has this hash": "计划的哈希与此相同才执行",
  "wait for another apply on this machine": "等待本机上的另一个 apply，单位为秒",
  "apply to every account of muster.yaml": "对 muster.yaml 中的所有账号执行",
  "write the live state into the files": "将线上状态写入文件",
  "Write the live account into YAML: new files, or existing ones with comments, order and names kept.":
    "将线上账号写成 YAML：生成新文件，或改写现有文件并保留注释、顺序和别名。",
  "record the number of every group": "记录每个技能组的编号",
  "a file for each new group": "每个新技能组一个文件",
  "file for groups that no file names yet": "存放文件中尚没有的技能组",
  "print a diff, write nothing": "只显示差异，不写入",
  "format the files": "格式化文件",
  "Canonical order of keys and spelling of members; comments are kept. Offline.":
    "统一字段顺序和坐席写法，保留注释。离线运行。",
  "change nothing; exit 1 where a file would change": "不改文件；有文件需要修改时以 1 退出",
  "write a starter repository": "生成起步仓库",
  "Write muster.yaml, groups/, CI workflows and editor settings. Overwrites nothing.":
    "生成 muster.yaml、groups/、CI 工作流和编辑器设置，不覆盖任何文件。",
  "folder to write to": "写入的文件夹",
  "show every group that holds an agent": "显示某个坐席所在的全部技能组",
  "Show every group that holds an agent, in the files and live, and the lines that put them there.":
    "显示某个坐席在文件中和线上所在的全部技能组，以及对应的行。",
  "agent number, or a name from agents": "工号，或 agents 中的名称",
  "the files only: no secret is needed, nothing is sent": "只看文件：不需要密钥，不发送请求",
  "give up an unanswered call after this time": "单次调用等待应答的最长时间，单位为秒",
  "allow plain http to a host that is not this machine": "允许用 http 明文访问本机以外的 host",
  "show who is taking conversations now": "显示当前谁在领取会话",
  "Show how many agents take conversations in each group, on the PC and in the app: groups without anybody first.":
    "显示每个技能组在 PC 端和 APP 端领取会话的坐席数，无人领取的排在最前。",
  "only these groups, by name or number; their members are listed too": "只看这些技能组（名称或编号），并列出坐席",
  "look again and again, until interrupted": "按此间隔（秒）反复查看，直到中断",
  "exit 2 when a group has nobody; ends a watch": "有技能组无人领取会话时以 2 退出，监视也随之结束",
  "test the connection: host, clock, account, permissions": "检查连接：host、时间、账号、权限",
  "Call each reading interface once and say what is right, what is wrong, and what to do. Changes nothing.":
    "对每个读取接口各调用一次，说明哪里正常、哪里有问题、如何处理。不改任何内容。",
  "serve a local stand-in for the API": "在本机启动接口模拟器",
  "Serve a faithful local stand-in for the API, with its bad manners, until interrupted.":
    "在本机启动接口模拟器，连同真实接口的各种毛病，直到中断。",
  "port on 127.0.0.1; 0 takes a free one": "127.0.0.1 上的端口，0 表示任选空闲端口",
  "JSON file with the accounts, agents and groups to start with": "初始账号、坐席和技能组的 JSON 文件",
  "keep the state in this file": "将状态保存在此文件中",
  "rate limits, as addQueue=20/60s,queueQueue=20/60s": "频次限制，例如 addQueue=20/60s,queueQueue=20/60s",
  "how the server behaves, as NAME=VALUE; repeatable": "服务器的行为方式，格式 名称=值，可重复",
  "trouble to make, as OPERATION:KIND[=ARG][@WHEN]; repeatable": "要模拟的故障，格式 接口:类型[=值][@时机]，可重复",
  "largest page the server grants": "服务器允许的每页最大条数",
  "how the server counts: sliding, fixed or bucket": "服务器的限流方式：sliding、fixed 或 bucket",
  "largest delay of an answer, in ms": "应答的最大延迟，单位为毫秒",
  "print a completion script for bash, zsh or fish": "打印 bash、zsh 或 fish 的补全脚本",
  "Print a script that completes commands, flags, and the groups and agents of the files at hand.":
    "打印补全脚本，可补全命令、参数以及当前文件中的技能组和坐席。",
  "Shell type for completion script": "shell 的种类",

  "language: en, zh (default: MUSTER_LANG, then the locale)": "语言：en、zh（默认依次取 MUSTER_LANG、系统区域设置）",
  "no colours": "不用颜色",
  "no progress": "不显示进度",
  "more detail": "显示更多细节",
  "muster.yaml to use (default: ./muster.yaml where there is one)":
    "使用的 muster.yaml（默认 ./muster.yaml，如果存在）",
  "account of muster.yaml": "muster.yaml 中的账号",
  "only these groups, by name or pinned number": "只处理这些技能组（名称或指定的编号）",
  "memberships one run may remove": "一次最多移出的人次",
  "groups one run may leave without a member": "一次最多清空的技能组数",
  "groups one run may create": "一次最多新建的技能组数",
  "agents who must be taking conversations in each changed group afterwards":
    "变更后，每个有变更的技能组至少要有几人在领取会话",
  "show how many will be taking conversations in each changed group": "显示每个有变更的技能组中领取会话的人数",

  "all files below this folder": "当前文件夹下的所有文件",
  "one file": "单个文件",
  "and the findings for a code scanner": "另存供代码扫描工具读取的结果",
  "what an apply would do": "apply 将做哪些变更",
  "only these groups": "只看这些技能组",
  "a plan to approve, and a page to look at": "一份待审批的计划，一个可浏览的网页",
  "2 where the account differs from the files: for drift jobs": "线上与文件有差异时退出码为 2，适合定期检查",
  "plan, ask, write, read back": "生成计划、确认、写入、核对",
  "the very requests, in order; nothing is written": "按顺序列出将要发送的请求，不写入",
  "what `muster plan --out` saved: exactly it, or nothing":
    "执行 `muster plan --out` 保存的计划：要么原样执行，要么不执行",
  "only if the plan is still the one that was approved": "计划仍与审批时相同才执行",
  "allow more removals than the guard does, this once": "仅此一次，允许移出更多人次",
  "bring the files up to the live account, comments kept": "按线上账号更新文件，保留注释",
  "a first export: a file for each group, each with its number": "首次导出：每个技能组一个文件，并记录编号",
  "the difference, nothing written": "只看差异，不写入",
  "format all files below this folder": "格式化当前文件夹下的所有文件",
  "for CI: exit 1 where a file would change": "用于 CI：有文件需要修改时以 1 退出",
  "a starter repository in this folder": "在当前文件夹生成起步仓库",
  "in a new one": "在新文件夹中生成",
  "with CI files for GitLab only": "只生成 GitLab 的 CI 文件",
  "by number": "按工号",
  "by name, from the files alone": "按名称，只看文件",
  "an account to try things on": "一个可随意试验的账号",
  "which loses the answer to the first creation": "丢失首次新建的应答",
  "which shows a new group after six seconds": "新建的技能组 6 秒后才可见",
  "groups that nobody serves first": "无人领取的技能组排在最前",
  "one group, looked at every 10 s": "只看一个技能组，每 10 秒刷新",
  "exit 2 when a group has nobody: for monitoring": "有技能组无人领取时以 2 退出，适合接入监控",
  "host, account, secret, clock and permissions": "检查 host、账号、密钥、时间和权限",
  "of one account of muster.yaml": "检查 muster.yaml 中的一个账号",
  "bash, in ~/.bashrc": "bash，写入 ~/.bashrc",
  "zsh, in ~/.zshrc after compinit": "zsh，写入 ~/.zshrc，放在 compinit 之后",
  "fish, in ~/.config/fish/config.fish": "fish，写入 ~/.config/fish/config.fish",
};

/** What stands under the help of all commands. */
export const CHINESE_HELP_END = `
环境变量：
  MUSTER_HOST、MUSTER_ACCOUNT_ID、
  MUSTER_API_SECRET       账号（没有 muster.yaml 时）
  MUSTER_ALLOWED_HOSTS    允许接收签名请求的主机，替代默认的 *.7moor.com
  MUSTER_VARIABLES        muster.yaml 中另外允许引用的环境变量
  MUSTER_LIMITS           频次限制，例如 addQueue=20/60s,queueQueue=20/60s
  MUSTER_SETTLE           新建的技能组最迟多久可见（默认 10s）
  MUSTER_STATE_DIR        保存调用记录、新建记录和锁的文件夹
  MUSTER_SOURCE_URL       报告中的链接，含 {file} 和 {line}
  HTTPS_PROXY、NO_PROXY   代理，例如 http://USER:PASSWORD@HOST:PORT
  NODE_EXTRA_CA_CERTS     私有 CA 的证书，PEM 格式
  MUSTER_LANG、NO_COLOR   输出的语言和颜色

退出码：0 完成 · 1 失败 · 2 有差异（plan --detailed-exitcode）或无人领取会话
（status --fail-unstaffed）· 3 停下等人处理 · 130 被中断
`;
