import type { RunFindingArgs } from "../../../engine/findings.js";
import type { Catalogue } from "../catalogue.js";
import { GUARD_FLAGS, waiverLine } from "../shared.js";
import { listed, meant, quoted, uncoveredHelp, wouldDo } from "./phrases.js";

/** Why the store cannot be used. */
export const STORE_REASONS = {
  "bad-address": "地址未设置或无效",
  unreachable: "无法连接",
  timeout: "两秒内没有应答",
  tls: "无法建立安全连接",
  auth: "用户名或密码不被接受",
  "not-allowed": "该用户无权执行 muster 需要的命令",
  "read-only": "它是只读副本",
  full: "拒绝写入",
  "not-ready": "尚未就绪",
  "not-redis": "应答不像 Redis 服务器",
  "too-old": "版本过旧，muster 需要 Redis 6.2 及以上或 Valkey",
  busy: "始终被其他执行抢先写入",
  "too-large": "记录过大",
  refused: "拒绝了命令",
} as const satisfies Record<RunFindingArgs["store-unusable"]["reason"], string>;
const STORE_RUNS = "请确认服务正在运行，且本机可以连接（主机名、端口、网络、防火墙）。";
const STORE_LATER = "请稍后重试；如果一直如此，请联系该服务的维护人员。";

/** As many names as a sentence shows. */
const MOST_NAMES = 5;

/** What to do about a store that cannot be used. */
const STORE_HELP: Readonly<Record<RunFindingArgs["store-unusable"]["reason"], string>> = {
  "bad-address": "写法示例：redis://user:password@host:6379/0。",
  unreachable: STORE_RUNS,
  timeout: STORE_RUNS,
  tls: "只有服务端在此端口启用了 TLS 时才写 rediss://。私有 CA 的证书请放入 NODE_EXTRA_CA_CERTS 指定的文件。",
  auth: "请核对共享存储地址中的用户名和密码，其中的 @ 写作 %40，: 写作 %3A，/ 写作 %2F，# 写作 %23，? 写作 %3F，% 写作 %25。",
  "not-allowed": "请按 README 中共享存储的说明为该用户授权命令和键。",
  "read-only": "请在共享存储地址中改用主节点。",
  full: "请在服务端腾出空间。muster 每个账号只需几百 KB。",
  "not-ready": STORE_LATER,
  "not-redis": "请核对主机名和端口；服务端启用了 TLS 时请写 rediss://。",
  "too-old": "请升级服务端。",
  busy: STORE_LATER,
  "too-large": "这是 muster 的缺陷，请反馈。",
  refused: "原因见括号中服务端的说明。",
};

/** What a run does without the store. */
const STORE_ENDS: Readonly<Record<RunFindingArgs["store-unusable"]["use"], string>> = {
  apply: "没有向账号发送任何请求。",
  read: "本次改按本机记录执行，看不到其他机器的接口调用和新建记录。",
  check: "",
};

/** What is wrong with how muster was called, in Chinese. */
export const runMessages: Catalogue<RunFindingArgs> = {
  "unknown-account": ({ name, known, suggestion }) => ({
    message: `muster.yaml 中没有账号${quoted(name)}。`,
    help: `${suggestion === undefined ? "" : `是否想写${quoted(suggestion)}？`}已配置的账号：${listed(known)}。`,
  }),
  "same-account": ({ names, accountId }) => ({
    message: `${listed(names)} 是同一个账号（${accountId}）。`,
    help: "同一账号的两份计划会相互冲突。请只保留一个名称，并把所有文件写在它的 groups 中。",
  }),
  "several-accounts": ({ known }) => ({
    message: `muster.yaml 中有多个账号（${listed(known)}），本命令需要指定其中一个。`,
    help: "请用 --account 指定一个账号；apply 也可用 --all-accounts 执行全部。",
  }),
  "path-not-chosen": ({ path, is, accounts, folders, ...names }) => ({
    message:
      is === "elsewhere"
        ? `${quoted(path)}不在账号 ${listed(accounts)} 的文件之中。`
        : /[*?[{]/.test(path)
          ? `账号 ${listed(accounts)} 没有与${quoted(path)}匹配的文件。`
          : `文件或文件夹${quoted(path)}不存在。`,
    help: `路径只能从 muster.yaml 的 groups 所列文件中选择：${listed(folders)}。${meant(names)}`,
  }),
  "paths-without-groups": ({ account }) => ({
    message: `所选文件中没有技能组，账号 ${account} 没有可计划的内容。`,
    help: "坐席和团队的定义对该账号的所有技能组生效；要查看修改定义带来的变更，请不写路径。",
  }),
  "definitions-left-out": ({ files, names, isChoice }) => ({
    message: `用到的 ${names.length} 个名称定义在 ${listed(files)} 中，而${isChoice ? "所给路径不包含该文件" : "当前文件夹中没有该文件"}：${listed(names.slice(0, MOST_NAMES).map(quoted))}${names.length > MOST_NAMES ? "……" : ""}。`,
    help: `请${isChoice ? "一并给出这些文件" : "在上级文件夹中运行"}，或在仓库根目录放一个 muster.yaml：之后路径只用于选择技能组，定义始终取自全部文件。`,
  }),
  "config-not-yours": ({ path }) => ({
    message: `${path} 的所有者与当前文件夹和仓库都不同，因此没有使用。`,
    help: `该文件决定请求发往何处、哪些保护阈值生效。确认无误后，请用 --config ${path} 指定。`,
  }),
  "needs-approval": () => ({
    message: "没有执行任何变更：需要确认，但当前不是终端。",
    help: "如需不经确认直接执行（例如在 CI 中），请加 --auto-approve。",
  }),
  declined: () => ({
    message: "没有执行任何变更：未获确认。",
    help: "请修改文件，或重新运行 muster apply 并确认计划。",
  }),
  "guard-tripped": ({ guard, limit, actual, of, uncovered = 0, madeAt }) =>
    guard === "minClaiming"
      ? {
          message: `已触发保护阈值 ${guard}，没有执行任何变更：${wouldDo({ guard, actual, ...(of === undefined ? {} : { of }) })}，下限 ${limit}。`,
          help: `muster status 可查看当前谁在领取会话。如确认无误，可用 ${GUARD_FLAGS[guard]} 0 仅放行本次执行；在合并请求中则在 muster.yaml 里加一条临时放宽。${waiverLine({ guard, actual }, madeAt)}`,
        }
      : {
          message: `已触发保护阈值 ${guard}，没有执行任何变更：本次计划将${wouldDo({ guard, actual, ...(of === undefined ? {} : { of }) })}，上限 ${limit}。`,
          help: `如确认无误，请分几次小步变更，或用 ${GUARD_FLAGS[guard]} ${actual} 仅放行本次执行；在合并请求中则在 muster.yaml 里加一条临时放宽。${uncovered > 0 ? uncoveredHelp(uncovered) : ""}${waiverLine({ guard, actual }, madeAt)}`,
        },
  "findings-stop": ({ account, codes }) => ({
    message: `没有对账号${quoted(account)}执行任何变更：计划中有 muster.yaml 设为错误的问题（${codes.join("、")}）。`,
    help: "请修正后重新生成计划。确认无误的，在该行写备注 # muster: allow 代码 — 原因，或在 findings 中降低级别。",
  }),
  "plan-unreadable": ({ path, detail }) => ({
    message: detail === "ENOENT" ? `计划文件 ${path} 不存在。` : `无法将 ${path} 读作计划：${detail}`,
    help: "请使用 muster plan --out 生成的文件。",
  }),
  "snapshot-unreadable": ({ path, detail }) => ({
    message: detail === "ENOENT" ? `快照 ${path} 不存在。` : `无法将 ${path} 读作线上账号的快照：${detail}`,
    help: "请在有密钥的环境中生成：muster pull --format json --out live.json",
  }),
  "snapshot-lacks": ({ part, account }) => ({
    message:
      part === "account"
        ? `快照中没有账号${quoted(account)}。`
        : `快照未记录账号${quoted(account)}中坐席领取会话的状态，而保护阈值 minClaiming 需要它。`,
    help: "请用同一份 muster.yaml 重新生成：muster pull --format json --out live.json",
  }),
  "format-newer": ({ path, formatVersion }) => ({
    message: `${path} 的格式版本为 ${formatVersion}，当前 muster 无法识别。`,
    help: "请改用生成它的 muster 版本或更新的版本，或用当前版本重新生成该文件。",
  }),
  "plan-tampered": ({ path }) => ({
    message: `${path} 在 muster 写出之后被改动过：哈希或名单与变更不符。`,
    help: "保存的计划要么原样执行，要么不执行。请用 muster plan --out 重新生成。",
  }),
  "plan-other-account": ({ planned, accountId }) => ({
    message: `该计划属于账号 ${planned}，而当前账号是 ${accountId}。`,
    help: "请检查 MUSTER_HOST 和 MUSTER_ACCOUNT_ID，或 --account 与 muster.yaml。",
  }),
  "result-unreadable": ({ path, detail }) => ({
    message: detail === "ENOENT" ? `执行结果文件 ${path} 不存在。` : `${path} 不是可用的执行结果文件：${detail}`,
    help: "请使用 muster apply --report json=result.json 写出的文件。",
  }),
  "result-other-account": ({ planned, accountId }) => ({
    message: `该执行结果属于账号 ${planned}，而本次运行的账号是 ${accountId}。`,
    help: "请检查 MUSTER_HOST 和 MUSTER_ACCOUNT_ID，或 --account 和 muster.yaml。",
  }),
  "hash-differs": ({ expected, actual }) => ({
    message: `计划已变化：批准的是 ${expected}，现在将执行的是 ${actual}。未写入任何内容。`,
    help: "如果已批准的计划只执行了一部分，请用 --plan 再次执行它的计划文件，会接着完成剩余部分；否则请重新审批当前的计划。",
  }),
  locked: ({ account, pid, host, since, job }) => ({
    message: `账号${quoted(account)}正在执行另一个 muster apply：${host} 上的进程 ${pid}，开始于 ${since}${job === undefined ? "" : `，所属任务 ${job}`}。`,
    help: "请等待其完成，或用 --lock-timeout 秒数 等待。",
  }),
  "store-unusable": ({ where, reason, detail, use }) => ({
    message: `共享存储${where === "" ? "" : ` ${where} `}无法使用：${STORE_REASONS[reason]}${detail === "" ? "" : `（${detail}）`}。${STORE_ENDS[use]}`,
    help:
      use === "check"
        ? STORE_HELP[reason]
        : use === "apply"
          ? "其他机器可能正在新建相同的技能组，因此没有共享存储时 apply 不会继续。请用 muster check 查看原因。如需不用共享存储执行，请先确认没有其他执行，再去掉该设置。"
          : "请用 muster check 查看原因。共享存储恢复前 muster apply 不会执行。",
  }),
  "store-unset": ({ variable, use }) => ({
    message: `已配置共享存储，但未设置给出其地址的环境变量 ${variable}。${STORE_ENDS[use]}`,
    help: `请设置 ${variable}。在 CI 中，请检查密钥是否存在、是否传给了此任务。如不使用共享存储，请删除 muster.yaml 中的 store。`,
  }),
  "lease-lost": ({ account, by }) => ({
    message:
      by === undefined
        ? `账号${quoted(account)}在共享存储中的锁已有 45 秒未能续期，本次执行不再发起新的操作。`
        : `账号${quoted(account)}在共享存储中的锁已被另一个执行取得（${by.host} 上的进程 ${by.pid}，开始于 ${by.since}${by.job === undefined ? "" : `，所属任务 ${by.job}`}），本次执行不再发起新的操作。`,
    help: "已发出的请求均已等到返回。请在共享存储恢复且没有其他执行时重新运行 muster apply，会继续执行剩余部分。",
  }),
  "flags-clash": ({ flags }) => ({
    message: `${listed(flags)} 不能同时使用。`,
    help: flags.includes("--plan")
      ? "保存的计划自带技能组和设置；详见 muster apply --help。"
      : "请去掉其中一个；各自的作用见 --help。",
  }),
  "bad-setting": ({ name, value, expected }) => ({
    message: `${name} 的值${quoted(value)}无效。`,
    help: `写法示例：${expected}。`,
  }),
  "config-missing": ({ path }) => ({
    message: `配置文件 ${path} 不存在。`,
    help: "请检查 --config；不指定时使用当前文件夹的 muster.yaml，没有则使用仓库内最近的上级文件夹中的那一个。",
  }),
  "no-such-group": ({ name, ...names }) => ({
    message: `账号中没有名为${quoted(name)}的技能组。`,
    help:
      meant(names) ||
      "请填写技能组的完整名称、编号，或 '售前*' 这样的模式；不写名称运行 muster status 可列出全部技能组。",
  }),
  "flag-needs": ({ command, flag, needs }) => ({
    message: `${flag} 需与 ${needs} 一起使用。`,
    help: `两者的说明见 muster ${command} --help。`,
  }),
  "base-unusable": ({ ref, account, reason, errors = 0, first, only }) => ({
    message:
      reason === "no-account"
        ? `基准提交${quoted(ref)}的 muster.yaml 中没有账号${quoted(account)}，无法区分此次变更与之前已有的差异。`
        : `基准提交${quoted(ref)}的文件有 ${errors} 个错误${first === undefined ? "" : `（第一个：${first}）`}，无法区分此次变更与之前已有的差异。`,
    help: `${only === undefined ? "所有差异一并列出。" : "因此无法执行 --only change。"}请将 --base 设为文件无误的提交；在该提交上运行 muster validate 可查看错误。`,
  }),
  "unknown-ref": ({ ref, shallow }) => ({
    message: `此处的 git 仓库中没有提交${quoted(ref)}。`,
    help: shallow
      ? "只拉取了部分历史。请先拉取该提交：actions/checkout 设 fetch-depth: 0，GitLab CI 设 GIT_DEPTH: 0，或执行 git fetch origin。"
      : "请写 git rev-parse 能识别的分支、标签或提交，例如 origin/main。",
  }),
  "git-unusable": ({ ref, missing, detail }) => ({
    message: missing ? `找不到 git，无法读取${quoted(ref)}。` : `git 无法读取${quoted(ref)}：${detail}`,
    help: "读取某个提交需要 git，并且克隆的仓库中要有该提交的文件。",
  }),
  "cannot-write": ({ path, detail }) => ({
    message: `无法写入 ${path}：${detail}`,
    help: "请检查所在文件夹是否存在、是否有写权限。",
  }),
  "file-changed": ({ paths }) => ({
    message: `muster 读取之后，${listed(paths)} 被改动过。`,
    help: "未写入任何文件。请重新运行命令，将以文件的当前内容为准。",
  }),
  "output-lost": ({ detail }) => ({
    message: `无法写出输出内容：${detail}。`,
    help: "已执行的变更仍然有效；muster plan 可查看剩余的变更。",
  }),
  "state-untrusted": ({ folder, fault }) => ({
    message: {
      "missing-home": "当前用户没有主目录，muster 不会为之后的运行保存记录。",
      owner: `${folder} 属于其他用户，因此 muster 不使用它。`,
      writable: `其他用户可以写入 ${folder}，因此 muster 不使用它。`,
      "not-a-folder": `${folder} 不是文件夹，因此 muster 不保存记录。`,
    }[fault],
    help:
      fault === "writable"
        ? `请执行 chmod go-w ${folder}。在此之前，muster 不知道其他运行的接口调用、锁和新建操作。`
        : "请把 MUSTER_STATE_DIR 设为自己的文件夹。在此之前，muster 不知道其他运行的接口调用、锁和新建操作。",
  }),
  "replaces-input": ({ path }) => ({
    message: `${path} 是 muster 要读取的文件，或是已有的 YAML 文件，不能用报告覆盖。`,
    help: "请把报告写到其他文件。",
  }),
  stopped: () => ({
    message: "已停止，没有写入任何内容。",
  }),
  internal: ({ detail }) => ({
    message: `这是 muster 自身的错误：${detail}`,
    help: "请将命令和此信息反馈给 muster。已执行的变更仍然有效，muster plan 可查看剩余的变更。",
  }),
};
