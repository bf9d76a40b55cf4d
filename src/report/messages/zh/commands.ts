import type { ClaimState } from "../../../model/claims.js";
import type { AuthorFindingArgs } from "../../../writeback/findings.js";
import type { CheckFindingArgs, SecretOddity } from "../../check.js";
import { formatDuration } from "../../duration.js";
import type { Catalogue } from "../catalogue.js";
import type { AuthorWords, CheckWords, StatusWords, WhoWords } from "../commands.js";
import { NAMED_AT_MOST } from "../shared.js";
import { AGENT_STATES, ATTRIBUTES, amid, before, clockOffset, listed, quoted } from "./phrases.js";

const DATA_PAGE = "七陌后台的“对接数据”页面";

const ODDITIES: Readonly<Record<SecretOddity, string>> = {
  quotes: "首尾带有引号",
  space: "中间有空格或换行",
  assignment: "以“变量名=”开头，像是复制了整行",
  "not-ascii": "含有密钥中不会出现的字符，例如全角字符",
  account: "与账户编号相同",
  unexpanded: "是一个没有被替换的变量名",
  masked: "全是星号，是日志或设置页面遮盖后的内容",
  escape: "以反斜杠加字母结尾，像是被转义的换行",
};

const WITHOUT_CLAIMS =
  "plan 和 apply 可以不用它，改用 queueQueue 读取，频次只有五分之一；muster status 和 --staffing 则无法使用。";

/** The text of `muster check`, in Chinese. */
export const checkWords: CheckWords = {
  names: {
    settings: "配置",
    files: "文件",
    store: "共享存储",
    host: "host",
    clock: "时间",
    credentials: "账号和密钥",
    queueQueue: "queueQueue",
    queueQueueAgentClaimStatus: "queueQueueAgentClaimStatus",
    getCCAgentsByAcc: "坐席目录",
  },
  ready: (accounts) => (accounts > 1 ? `${accounts} 个账号均已就绪。` : "账号已就绪。"),
  notReady: (bad, accounts) =>
    accounts > 1 ? `${accounts} 个账号中有 ${bad} 个未就绪，apply 会失败。` : "账号未就绪，apply 会失败。",
  writesNotTried:
    "未调用 addQueue 和 updateQueueAssignMembers，因为调用会产生改动；账号有无权限要到首次 apply 时才知道。",
};

/** What only a check finds, in Chinese. */
export const checkMessages: Catalogue<CheckFindingArgs> = {
  "settings-ok": ({ proxy }) => ({
    message: `host、账户编号和密钥均已设置${proxy === undefined ? "" : `；环境变量中设置了代理 ${proxy}`}。`,
  }),
  "secret-odd": ({ oddity }) => ({
    message: `密钥${ODDITIES[oddity]}。`,
    help: `可能是复制时出错，正确的密钥见${DATA_PAGE}。`,
  }),
  "account-odd": ({ accountId }) => ({
    message: `账户编号 ${accountId} 与常见格式（例如 N00000000556）不同。`,
    help: `请与${DATA_PAGE}核对。`,
  }),
  "host-path": ({ host, path }) => ({
    message: `host 带有路径：${path}`,
    help: `各接口的路径由 muster 自动添加，七陌的 host 不含路径，请改为 ${host} 再试。`,
  }),
  "ca-file-unusable": ({ path }) => ({
    message: `NODE_EXTRA_CA_CERTS 指定的 ${path} 不存在或不含证书，已被忽略。`,
    help: "请指定 PEM 格式的证书文件（以 -----BEGIN CERTIFICATE----- 开头）。",
  }),
  "tls-loosened": ({ name, value }) => ({
    message: `${name} 中含有 ${value}；muster 仍会校验证书，且只用 TLS 1.2 及以上版本。`,
    help: "请从环境中去掉该设置，其他程序会受其影响。私有 CA 的证书请用 NODE_EXTRA_CA_CERTS 指定。",
  }),
  "files-ok": ({ files, groups }) => ({ message: `${files} 个文件，${groups} 个技能组。` }),
  "files-none": ({ path }) => ({
    message: `还没有 YAML 文件（${path}）。`,
    help: "可用 muster pull 将线上的技能组写入文件。",
  }),
  "files-broken": ({ errors }) => ({
    message: `文件中有 ${errors} 个错误。`,
    help: "运行 muster validate 可查看全部错误。",
  }),
  "store-ok": ({ store, server, aheadMs, roundTripMs }) => ({
    message: `${store}${server === undefined ? "" : `（${server}）`}可用作共享存储。其时钟${clockOffset(aheadMs)}，应答耗时 ${roundTripMs} 毫秒。`,
  }),
  "store-none": () => ({
    message: "未设置。本机的各次运行共用记录，其他机器（例如 CI）上的运行看不到。",
  }),
  "store-none-in-ci": () => ({
    message: "未设置，而多数 CI 在任务结束后会丢弃机器：之后的运行不知道本次新建了什么、调用了多少次接口。",
    help: "请确保同一时间只有一个 apply 在运行（GitHub Actions 的 concurrency、GitLab 的 resource_group），或将 MUSTER_STORE 设为一台 Redis 的地址。两种写法见 .github/CI.zh-CN.md。",
  }),
  "store-evicts": ({ policy }) => ({
    message: `内存不足时服务端会删除键（maxmemory-policy 为 ${policy}），可能因此忘记新建操作。`,
    help: "请将 maxmemory-policy 设为 noeviction，或改用这样设置的服务或数据库。",
  }),
  "store-forgets": () => ({
    message: "服务端只把数据保存在内存中，Redis 重启后会忘记新建操作。",
    help: "请开启 AOF（appendonly yes），或开启云服务的持久化。",
  }),
  "store-not-encrypted": () => ({
    message: "密码未经加密发送到另一台机器。",
    help: "如果服务端支持 TLS，请使用 rediss://。",
  }),
  "store-broken": ({ store, lacks }) => ({
    message:
      lacks === "expiry"
        ? `${store} 在键到期后仍保留其内容，不能用作共享存储。`
        : `${store} 允许旧内容覆盖新内容，不能用作共享存储。`,
    help: "请直接使用 Redis（6.2 及以上）或 Valkey，不要经过会改变应答的代理。",
  }),
  "host-ok": ({ host }) => ({ message: `${host} 应答正常。` }),
  "clock-ok": ({ secondsAhead }) => ({
    message:
      Math.abs(secondsAhead) < 2
        ? "与服务端一致（误差在 1 秒左右）。"
        : `比服务端${secondsAhead > 0 ? "快" : "慢"} ${formatDuration(Math.abs(secondsAhead), "zh")}。`,
  }),
  "clock-drift": ({ secondsAhead }) => ({
    message: `本机时间比服务端${secondsAhead > 0 ? "快" : "慢"} ${formatDuration(Math.abs(secondsAhead), "zh")}，超过 5 分钟后调用会鉴权失败。`,
    help: "请校准本机时间（systemd 系统可用 timedatectl set-ntp true）。",
  }),
  "clock-unknown": () => ({
    message: "应答中没有服务端时间，无法比对。",
    help: "签名有效期只有 5 分钟，请确认本机已开启时间同步（NTP）。",
  }),
  "credentials-ok": ({ accountId }) => ({ message: `服务端接受账号 ${accountId} 及其密钥。` }),
  "turned-away": ({ host, detail }) => ({
    message: `对 ${host} 的调用全部被拒（${detail}，应答不是 JSON），应答的很可能不是接口本身，而是它之前的网关或防火墙。`,
    help: `请联系七陌（或本机网络的管理员），确认允许从本机地址访问，并与${DATA_PAGE}核对 host。有些网关对错误的鉴权也这样应答，请一并核对账户编号和密钥。`,
  }),
  "wrong-account": ({ accountId, detail }) => ({
    message: `账户编号 ${accountId} 不正确：服务端没有这个账号${inWords(detail)}。`,
    help: `请与${DATA_PAGE}核对账户编号和 host，不同账号的 host 可能不同。密钥尚未检查。`,
  }),
  "wrong-secret": ({ accountId, detail }) => ({
    message: `密钥不正确：账号 ${accountId} 存在，但鉴权失败${inWords(detail)}；对不存在的账号，服务端的应答不同。`,
    help: `正确的密钥见${DATA_PAGE}。请检查 muster.yaml 中 apiSecret 引用的环境变量（没有该文件时为 MUSTER_API_SECRET）。${ownWords(detail)}`,
  }),
  "account-or-secret": ({ accountId, detail }) => ({
    message: `账号 ${accountId} 或其密钥不正确。服务端的应答与不存在的账号相同，无法区分是哪一个${inWords(detail)}。`,
    help: `请从${DATA_PAGE}重新复制账户编号和密钥，密钥写入 muster.yaml 中 apiSecret 引用的环境变量（没有该文件时为 MUSTER_API_SECRET）。并确认两者属于同一账号，host 也与该页面一致。${ownWords(detail)}`,
  }),
  "interface-ok": ({ size }) => ({ message: `可以调用，账号中有 ${size} 个技能组。` }),
  "interface-forbidden": ({ operation, detail }) => ({
    message: `账号无权调用 ${operation}${inWords(detail)}。其他调用正常，说明账号、密钥和时间均无误。`,
    help: "请联系七陌为此账号开通在线技能组接口（v20210827）。没有此接口，plan 和 apply 都无法运行。",
  }),
  "claim-status-off": ({ detail }) => ({
    message: `无权调用（${detail}）。`,
    help: `${WITHOUT_CLAIMS}可联系七陌为此账号开通。`,
  }),
  "claim-status-failing": ({ detail }) => ({
    message: `暂时没有正常应答（${detail}）。`,
    help: `${WITHOUT_CLAIMS}请几分钟后重试。`,
  }),
  "claim-status-needed": ({ detail }) => ({
    message: `无法调用（${detail}），因而无法检查保护阈值 minClaiming。`,
    help: "请联系七陌为此账号开通，或将 muster.yaml 中的 guards.minClaiming 设为 0；否则只要有技能组变更，apply 就会停止。",
  }),
  "directory-ok": ({ size }) => ({
    message: `可以调用，共 ${size} 名坐席；plan 会提示不存在的工号、不一致的姓名和已禁用的坐席。`,
  }),
  "directory-off": ({ detail }) => ({
    message: `无法调用（${detail}）：plan 不能提示不存在的工号和已禁用的坐席；不存在的工号要到 apply 之后才会发现并列出。`,
  }),
  "not-tried": ({ because }) => ({ message: `未知，需先解决“${checkWords.names[because]}”的问题。` }),
};

/** A refusal may be for another reason than what it is taken for. */
function ownWords(detail: string): string {
  return detail === "" ? "" : "如果服务端的说明指出了其他原因（例如本机 IP 不在白名单中），请以其为准。";
}

function inWords(detail: string): string {
  return detail === "" ? "" : `（“${detail}”）`;
}

/** What a pull could not write down, in Chinese. */
export const authorMessages: Catalogue<AuthorFindingArgs> = {
  "pull-name": ({ displayName, exten }) => ({
    message: `线上技能组 ${exten} 的名称无法写入文件：${quoted(displayName)}。`,
    help: "已略过该技能组。请在七陌后台改用不含控制字符的名称，再重新拉取。",
  }),
  "pull-number": ({ displayName, exten }) => ({
    message: `有多个名为${quoted(displayName)}的技能组，而此技能组的编号${quoted(exten)}不是数字，无法指定。`,
    help: "已略过该技能组。请在七陌后台改用不重复的名称，再重新拉取。",
  }),
  "pull-member": ({ displayName, exten, agentNumber, priority }) => ({
    message: `${quoted(displayName)}（${exten}）有坐席无法写入文件：工号${quoted(agentNumber)}，优先级 ${priority}。`,
    help: "文件中的坐席保持原样，执行前请先查看计划。工号须为数字，优先级须为不小于 0 的整数。",
  }),
  "pull-twice": ({ displayName, exten, agentNumber, priorities, written }) => ({
    message: `${quoted(displayName)}（${exten}）中坐席 ${agentNumber} 重复出现，优先级分别为 ${listed(priorities.map(String))}；已按 ${written} 写入文件。`,
    help: "计划会把其余的优先级显示为变更，执行 muster apply 后即只保留一条。如果应为其他优先级，请修改文件。",
  }),
  "pull-setting": ({ displayName, exten, attribute, live }) => ({
    message: `${quoted(displayName)}（${exten}）的${ATTRIBUTES[attribute]}为${quoted(live)}，muster 不认识该值。`,
    help: "已略过该设置，视为未纳管。",
  }),
  "pull-team": ({ displayName, team }) => ({
    message: `${quoted(displayName)}与团队${quoted(team)}的定义不再一致，已改为逐个列出坐席。`,
  }),
  "pull-team-unused": ({ team }) => ({
    message: `团队${quoted(team)}已没有技能组使用。`,
    help: "如不再需要，请从 teams 中删除。",
  }),
  "pull-unedited": ({ displayName, part }) => ({
    message: `${quoted(displayName)}的${part === "members" ? "坐席" : "设置"}在文件中无法直接修改，保持原样。`,
    help:
      part === "members"
        ? "请把坐席改为每行一个，以 - 开头，再重新拉取。"
        : "请把各项设置改为每行一项，写作 键: 值，再重新拉取。",
  }),
  "pull-timed": ({ displayName, because, agentNumber = "", name = "" }) => ({
    message: `${quoted(displayName)}的坐席保持原样：${
      {
        away: `坐席 ${agentNumber} 已登记请假，但仍在线上技能组中`,
        cover: `坐席 ${agentNumber} 应在其中顶班，但线上并非如此`,
        early: `坐席 ${agentNumber} 应提前到岗，但线上并非如此`,
        roster: `排班表${quoted(name)}当前当班的坐席大多不在线上技能组中`,
        priority: `排班表${quoted(name)}当前当班的坐席在线上优先级不同`,
        team: `团队${quoted(name)}与线上不一致，且其坐席按时间进出`,
        alias: "该列表是另一技能组的 YAML 别名，且其坐席按时间进出",
        row: `该列表通过 YAML 别名同时是排班表${quoted(name)}的一行`,
      }[because]
    }。`,
    help:
      because === "alias" || because === "team" || because === "row"
        ? "请手工将列表写全，再重新拉取。"
        : "可能是上次换班尚未 apply。请运行 muster plan 查看：apply 会使技能组与文件一致，或手工修改文件。",
  }),
  "pull-not-live": ({ displayName }) => ({
    message: `文件中的${quoted(displayName)}不在线上，保持原样。`,
    help: "如已不再使用，请从文件中删除；否则 muster plan 会新建它，或提示指定的编号不存在。",
  }),
};

/** What `pull` and `fmt` say, in Chinese. */
export const authorWords: AuthorWords = {
  remarks: {
    unknownSetting: (live) => `未纳管：线上的值“${live}”muster 不认识`,
    unwritableMember: (agentNumber) => `未纳管：线上的坐席“${agentNumber}”无法写入文件`,
    inactiveAgent: (status) => `账号中${AGENT_STATES[status]}`,
    teamWrittenOut: (team) => `原为团队“${team}”，名单不再一致，已改为逐个列出`,
  },
  wrote: (path, isNew) => `${isNew ? "已新建" : "已更新"} ${path}`,
  wouldWrite: (path, isNew) => `${isNew ? "将新建" : "将更新"} ${path}`,
  pulled: ({ files, added, names, teams }) => {
    const more = [...(names > 0 ? [`${names} 个坐席名称`] : []), ...(teams > 0 ? [`${teams} 个团队`] : [])];
    return `共 ${files.length} 个文件，新增 ${[`${added} 个技能组`, ...more].join("、")}。`;
  },
  onlyPinned: (groups) =>
    `文件中有 ${groups} 个技能组与线上不一致，本次只写入编号；不加 --pin 时，muster pull 才会写入线上状态。`,
  notWhole: (warnings) => `文件与线上账号并不完全一致，详见上文 ${warnings} 条警告。`,
  nothingToWrite: "没有需要写入的内容。",
  unedited: (groups) => `${groups} 个技能组保持文件原样，详见上文。`,
  upToDate: "文件与线上账号一致。",
  notAdded: (groups) =>
    `有 ${groups} 个线上技能组不在任何文件中，本次未写入：路径只选择文件中已有的技能组。请不带路径运行 muster pull，或用 --out 指定文件。`,
  formatted: (path) => `已格式化 ${path}`,
  notFormatted: (path) => `未格式化：${path}`,
  formatSummary: (changed, files, check) =>
    changed === 0
      ? `共 ${files} 个文件，均已格式化。`
      : `${files} 个文件中有 ${changed} 个${check ? "未格式化，请运行 muster fmt。" : "已格式化。"}`,
};

const STATES: Readonly<Record<ClaimState, string>> = {
  both: "PC 和 APP",
  pc: "PC",
  app: "APP",
  none: "未领取",
  unknown: "状态未知",
};

/** The text of `muster status`, in Chinese. */
export const statusWords: StatusWords = {
  time: (clock) => `读取于 ${clock}`,
  summary: ({ groups, unstaffed }) => {
    if (groups === 0) return "没有可显示的技能组。";
    if (unstaffed === 0) return groups === 1 ? "该技能组有人领取会话。" : `${groups} 个技能组都有人领取会话。`;
    return groups === 1 ? "该技能组无人领取会话。" : `${groups} 个技能组中有 ${unstaffed} 个无人领取会话。`;
  },
  unstaffed: (groups, empty) =>
    `无人领取会话（${groups} 个${empty === 0 ? "" : empty === groups ? "，没有坐席" : `，其中 ${empty} 个没有坐席`}）：`,
  staffed: (groups) => `有人领取会话，人数少的在前（${groups} 个）：`,
  noMembers: "没有坐席",
  claiming: (claiming, members) => `${claiming}/${members} 人`,
  state: (state) => STATES[state],
  count: (state, members) => `${state === "both" ? "两端" : STATES[state]} ${members}`,
  notRead: "本次读取失败，以下为上次的结果。",
  hidden: (lines) => `……另有 ${lines} 行，窗口放大后可见`,
  slower: (seconds) => `每 ${formatDuration(seconds, "zh")}读取一次：再频繁会占用超过一半的频次限制。`,
};

/** The text of `muster who`, in Chinese. */
export const whoWords: WhoWords = {
  agent: "坐席",
  state: (state) => `，${AGENT_STATES[state]}`,
  notKnown: "此账号中没有该坐席。",
  nowhere: (offline, isNow) =>
    `${isNow ? "此刻" : ""}${offline ? "不在文件中的任何技能组。" : "不在任何技能组中，文件和线上都没有。"}`,
  heading: (where, count) =>
    ({
      both: `文件和线上都有（${count}）：`,
      files: `仅文件中有，线上没有（${count}）：`,
      live: `仅线上有，文件中没有（${count}）：`,
      unread: `文件中（${count}）：`,
    })[where ?? "unread"],
  priority: (desired, live) =>
    desired !== undefined && live !== undefined && desired !== live
      ? `优先级：文件 ${desired}，线上 ${live}`
      : `优先级 ${desired ?? live}`,
  notManaged: "坐席未纳管",
  additive: "additive",
  via: (team, line) => `来自团队 ${team}，引用于 ${line}`,
  onShift: (shift, roster) => (shift === undefined ? `排班表 ${roster}` : `排班表 ${roster}，班次 ${shift}`),
  covering: (agentNumber) => `为 ${agentNumber} 顶班`,
  moreTurns: (count) => `另有 ${count} 次；加上 --days 14 可逐日列出`,
  schedule: (days, from, zone) => `自 ${from} 起 ${days} 天，按文件（${zone}）：`,
  inNoGroup: "这段时间不在任何技能组。",
  always: "始终",
  day: (date, weekday) => `${date} 周${"日一二三四五六"[weekday]}`,
  days: (first, last) => `${first} 至 ${last}`,
  nextDay: (time) => `次日 ${time}`,
  absent: "请假（期间不在任何技能组）：",
  coveredBy: (agent) => `由${amid(agent)}顶班`,
  excluded: "引用团队或排班表时排除了该坐席（except）：",
  offboarding: (entries, command) => `如需移出所有技能组，请运行 ${command}，将删除以下 ${entries} 处：`,
  inTables: (command) =>
    `表格中还有今后的班次，请先删除其中该坐席的行，或重新导入表格；在此之前 ${command} 不会作任何修改：`,
  inTeam: (team, groups) =>
    groups.length === 0
      ? `团队 ${team}，不涉及任何技能组`
      : `团队 ${team}，涉及 ${groups.length} 个技能组：${some(groups)}`,
  inRoster: (roster, groups) =>
    groups.length === 0
      ? `排班表 ${roster}，不涉及任何技能组`
      : `排班表 ${roster}，涉及 ${groups.length} 个技能组：${some(groups)}`,
  inAbsences: { agent: "请假登记", by: "为他人顶班" },
  names: "以及不再使用的名称：",
  byHand: "手工修改：apply 不会将坐席移出以下技能组，请在七陌后台移出：",
  notAsked: "未读取线上账号（--offline）。",
};

function some(groups: readonly string[]): string {
  return groups.length > NAMED_AT_MOST
    ? `${before(listed(groups.slice(0, NAMED_AT_MOST)))}等 ${groups.length} 个`
    : listed(groups);
}
