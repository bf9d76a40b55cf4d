import type { Outcome, Result } from "../../../apply/result.js";
import { isUnchanged } from "../../../model/outcome.js";
import type { PlanSummary } from "../../../plan/plan.js";
import { formatDuration, secondsBetween } from "../../duration.js";
import { endingOf, isAboutName } from "../../ending.js";
import { errorsIn, undoesRun } from "../../report.js";
import { chinaTime } from "../../text/chinaTime.js";
import { clockText, GUARD_FLAGS, shortened } from "../shared.js";
import type { Dialogue, Words } from "../words.js";
import { ATTRIBUTES, clockOffset, consoleWord, listed, uncoveredHelp, wouldDo } from "./phrases.js";
import { STORE_REASONS } from "./run.js";

/** What renderers say around the data, in Chinese. */
export const words: Words = {
  account: "账号",
  colon: "：",
  joined: (items) => items.join("，"),
  comma: "、",

  planCounts: (summary) => [
    ...some("新建", summary.create, "个"),
    ...some("调整坐席", summary.replaceMembers, "个"),
    ...some("手工修改", summary.manual, "项"),
    ...some("不变", summary.unchanged, "个"),
    ...some("未纳管", summary.unmanaged, "个"),
  ],
  people: ({ membersAdded, membersRemoved, membersReprioritized }) => [
    ...(membersRemoved > 0 ? [`将移出 ${membersRemoved} 人次`] : []),
    ...(membersAdded > 0 ? [`将加入 ${membersAdded} 人次`] : []),
    ...(membersReprioritized > 0 ? [`将调整优先级 ${membersReprioritized} 人次`] : []),
  ],
  planSummary: (summary) =>
    `技能组：${[
      `新建 ${summary.create} 个`,
      `调整坐席 ${summary.replaceMembers} 个`,
      ...some("手工修改", summary.manual, "项"),
      `不变 ${summary.unchanged} 个`,
    ].join("、")}${memberships(summary)}。`,
  planCost: ({ writes, reads, etaSeconds }) =>
    `接口调用：写 ${writes} 次、读 ${reads} 次；${
      etaSeconds > 0 ? `受频次限制，约需等待 ${formatDuration(etaSeconds, "zh")}` : "未超频次限制，无需等待"
    }。`,
  records: (records) =>
    ({
      store: "新建操作记录在共享存储中，所有机器上的运行都能看到。",
      machine: "新建操作只记录在本机，其他机器上的运行看不到。",
      none: "本机无法记录新建操作：运行中断后，下一次运行可能重复新建技能组。",
    })[records],
  nothingToApply: (manual, errors) =>
    errors > 0
      ? `没有可执行的变更：计划中有 ${errors} 个错误，相关部分未列入。`
      : manual === 0
        ? "无变更，线上账号与文件一致。"
        : `没有可执行的变更：有 ${manual} 项差异需在七陌后台手工修改。`,
  noGroupInFiles: "没有可执行的变更：文件中没有技能组。",
  nothingButDrift: "没有可执行的变更：本次变更无需写入，变更之前已有的偏差保持不动。",
  nothingButLeft: (groups) => `没有可执行的变更。有 ${groups} 个线上技能组不再纳管。`,
  nothingToRevert: "没有可撤销的变更：该次执行的技能组已恢复原状，或此后有变化。",
  planHash: "哈希",

  asked: {
    pullRequest: "合并请求",
    author: "发起人",
    commit: "提交",
    base: "对比基准",
    run: "运行记录",
    startedBy: "触发人",
  },
  changeIsEmpty: "本次变更无需写入",
  partHeading: (cause, leftBy, counts) =>
    `${{ change: "本次变更", schedule: "按文件到时的变化", drift: "变更之前已有的偏差", other: "未到时的其他差异" }[cause]}${
      leftBy === "kept"
        ? "：写入后技能组将没有坐席，因此不写入"
        : leftBy !== undefined
          ? `：${leftBy === "schedule" ? "--due" : "--only change"} 不写入`
          : cause === "drift"
            ? "：apply 会按文件改回"
            : ""
    }（${counts.join("，")}）`,
  onlyDue: "只处理按文件到时的变化（--due），其余差异保持不动。",
  nothingDue: (left) => `没有到时的变化。${left ? "其他差异保持不动。" : ""}`,
  lastEdited: (when, by) => `最近修改：${when}，${by ?? "接口调用"}`,
  alreadySo: (count) => `本次变更中有 ${count} 项线上已是如此，无需写入。`,
  noLongerManagedHeading: (groups) => `不再纳管（${groups} 个技能组，保持不动）`,
  stillLive: ({ members, part }) =>
    part === "members" ? `仅坐席不再纳管，线上有 ${members} 名坐席` : `仍在线上，有 ${members} 名坐席`,
  retireHelp: "如要停用技能组，请将其写回文件并加上 retired: true；apply 会清空该组，之后即可在七陌后台删除。",
  guardShare: (share) =>
    share === undefined
      ? ""
      : `；其中本次变更 ${share.change}，变更之前已有的偏差 ${share.drift}${
          share.byDrift ? `（${share.change === 0 ? "仅因偏差触发" : "仅本次变更不会触发"}）` : ""
        }`,
  driftNote: (written, edited) =>
    `属于变更之前已有的偏差${edited === undefined ? "" : `（${edited}）`}，${written ? "apply 会按文件改回" : "不写入"}。`,
  scheduleNote: (written) => `属于按文件到时的变化${written ? "" : "，不写入"}。`,
  sentenceGap: "。",
  members: (count) => `${count} 名坐席`,
  memberChange: (from, to) => (from === to ? `${to} 名坐席` : `坐席数 ${from} → ${to}`),
  emptied: "将没有坐席",
  oneLeft: "仅剩 1 名坐席",
  owner: (name) => `负责人 ${name}`,
  description: (text) => `说明：${text}`,
  retired: "已停用：之后请在七陌后台删除",
  additive: "additive：保留其他坐席",
  priority: (value) => `优先级 ${value}`,
  line: (line) => `第 ${line} 行`,
  viaTeam: (team) => `来自团队 ${team}`,
  until: (time) => `至 ${clockText(time)} 止`,
  plannedFor: (at) => `本计划针对 ${clockText(at)}：届时文件的要求，对照账号当前的状态。此计划不能执行。`,
  validUntil: (at) => `有效期至 ${clockText(at)}，届时文件的要求将随时间变化。`,
  upcomingHeading: "即将到时的变化",
  laterHeading: (instants) => `本次变更带来的后续变化（${instants} 个时刻）`,
  noLonger: (texts) => `不再有：${texts.join("、")}`,
  changeIsLater: (instants) => `本次变更现在无需写入，改变的是此后 ${instants} 个时刻`,
  nothingButLater: (instants) => `现在没有可执行的变更：本次变更改变的是 31 天内的 ${instants} 个时刻。`,
  turn: ({ groups, joins, leaves, reprioritized, seconds }) =>
    `${[`${groups} 个技能组`, ...some("移出", leaves, "人次"), ...some("加入", joins, "人次"), ...some("调整优先级", reprioritized, "人次")].join("、")}${seconds > 0 ? `，受频次限制约需 ${formatDuration(seconds, "zh")}` : ""}`,
  moreTurns: (instants) => `此后还有 ${instants} 个时刻（可用 muster schedule 查看）`,
  atTime: (at) => clockText(at),
  joining: (count) => `加入 ${count} 人次`,
  leaving: (count) => `移出 ${count} 人次`,
  reprioritizing: (count) => `调整优先级 ${count} 人次`,
  attribute: (name) => ATTRIBUTES[name],
  value: consoleWord,
  byHand: "手工修改：请在七陌后台修改",
  manualHeading: (count) => `手工修改（${count} 项，接口不支持，请在七陌后台修改）：`,
  against: (liveAt, createdAt) =>
    `本计划对照 ${chinaTime(liveAt)} 的快照生成，生成时快照已有 ${formatDuration(secondsBetween(liveAt, createdAt), "zh")}；此后的变动未计入，apply 时会重新读取账号。`,
  ignored: (count) => `另有 ${count} 个线上技能组因 unmanaged.ignore 未列出。`,
  unmanagedHeading: (count) => `未纳管（线上有 ${count} 个技能组不在文件中，保持不动；可用 muster pull 写入文件）：`,
  more: (count) => `另有 ${count} 个（用 --verbose 全部列出）`,
  guardsHeading: "保护阈值：",
  guardsTripped: "保护阈值：已触发，apply 不会执行：",
  guard: (reading) => {
    const percent = reading.limit.endsWith("%") ? "（至少 3 人次）" : "";
    const set =
      reading.setBy === undefined
        ? ""
        : reading.setBy === "flag"
          ? `（由 ${GUARD_FLAGS[reading.guard]} 设定）`
          : reading.setBy === "waiver"
            ? `（临时放宽，截至 ${reading.until ?? ""}，原因：${shortened(reading.reason ?? "")}）`
            : "（由 muster.yaml 设定）";
    const due =
      reading.schedule === undefined
        ? ""
        : `；另有 ${reading.schedule} ${reading.guard === "maxEmptied" ? "个技能组到时清空" : "人次到时移出"}，不计入`;
    return `${wouldDo(reading)}，${reading.guard === "minClaiming" ? "下限" : "上限"} ${reading.limit}${percent}${set}${due}`;
  },
  guardStops: (reading, share) => `已触发保护阈值，apply 不会执行：${words.guard(reading)}${words.guardShare(share)}。`,
  guardNamed: (guard) => `保护阈值 ${guard}`,
  guardHelp: ({ guard, actual: count, uncovered = 0 }) => {
    const actual = guard === "minClaiming" ? 0 : count;
    return `${
      guard === "maxCreates" ? "请先确认账号是否正确：接口无法删除技能组。" : ""
    }如确认无误，请分几次小步变更，或放行：在终端用 ${GUARD_FLAGS[guard]} ${actual} 仅放行一次，在合并请求中则在 muster.yaml 里加一条临时放宽（waivers）。${
      guard === "maxEmptied" ? "准备删除的技能组无需放行，标记 retired: true 即可。" : ""
    }${uncovered > 0 ? uncoveredHelp(uncovered) : ""}`;
  },
  failedOn: ({ guards, codes }) =>
    `按 --fail-on 视为失败：${[
      ...guards.map((guard) => `已触发保护阈值 ${guard}`),
      ...codes.map(({ code, count }) => (count === 1 ? code : `${code} ${count} 处`)),
    ].join("，")}。`,
  staffingHeading: "有变更的技能组，当前领取会话的人数",
  staffed: ({ before, after: { members, claiming } }) =>
    members === 0
      ? `${before?.claiming ?? 0} → 没有坐席`
      : `${before === undefined ? "" : `${before.claiming} → `}${claiming}/${members} 人`,
  notKnown: (members) => `${members} 人状态未知`,

  repositoryRoot: "代码仓库的根目录。",
  notListed: (count) => `另有 ${count} 个问题未列出，详见运行输出。`,
  ruleHelp: "处理方法见每条结果。",

  severity: (severity) => (severity === "error" ? "错误" : "警告"),
  help: "建议",
  related: (note) => ({ first: "首次出现", other: "另一处", definition: "定义于此" })[note],
  problems: (errors, warnings, files) =>
    `${files > 0 ? `${files} 个文件中有 ` : ""}${[...someOf(errors, "个错误"), ...someOf(warnings, "个警告")].join("、")}`,
  moreProblems: (errors, warnings) =>
    `……另有 ${[...someOf(errors, "个错误"), ...someOf(warnings, "个警告")].join("、")}未显示`,
  validation: (accounts) => {
    const sum = (key: "groups" | "memberships") => accounts.reduce((total, account) => total + account[key], 0);
    const counts = [`${sum("groups")} 个技能组`, `${sum("memberships")} 人次`];
    return [...counts, ...(accounts.length > 1 ? [`${accounts.length} 个账号`] : [])].join("，");
  },
  validated: ({ groups, memberships, files }) => `${files} 个文件，${groups} 个技能组，${memberships} 人次`,
  noProblems: "没有问题",

  verb: (action) => (action === "create" ? "新建" : "调整坐席"),
  outcome,
  circumstances: (one) => [
    ...(isUnchanged(one) ? ["无需写入"] : []),
    ...(one.adopted === true ? ["应答丢失，已找到该组并认领"] : []),
    ...(one.attempts > 1 ? [`写请求发送 ${one.attempts} 次`] : []),
  ],
  notStarted: (count) => `未开始 ${count} 个`,
  sameForOthers: (count) => `其余 ${count} 个相同。`,
  skippedAgents: (agents) => `被服务端跳过的工号：${listed(agents)}`,
  underneath: (kind, agents) =>
    `${{ added: "计划后加入", removed: "计划后移出", reprioritized: "计划后调整优先级" }[kind]}：${listed(agents)}`,
  resultSummary: (summary, duration) =>
    `结果：${[
      `已执行 ${summary.applied} 个`,
      ...some("不变", summary.unchanged, "个"),
      ...some("失败", summary.failed, "个"),
      ...some("冲突", summary.conflicts, "个"),
      ...some("结果未知", summary.unknown, "个"),
      ...some("跳过", summary.skipped, "个"),
    ].join("、")}，用时 ${duration}。`,
  calls: (total, byOperation) =>
    `共调用接口 ${total} 次${byOperation.length === 0 ? "" : `：${byOperation.map(([name, calls]) => `${name} ${calls} 次`).join("，")}`}。`,
  nothingWasToApply: "没有需要执行的变更。",
  leftByErrors: (errors) => `计划中有 ${errors} 个错误，相关部分未执行，详见上文。`,
  nextHeading: "下一步：",
  next,

  dryRun: (requests) => `试运行：不会写入任何内容。将依次发送以下 ${requests} 个请求：`,
  dryRunEmpty: "试运行：没有需要发送的请求。",
  request: (note) => ({ "re-read": "写入前再次读取", write: "写入", verify: "回读核对" })[note],
};

function some(what: string, count: number, unit: string): string[] {
  return count === 0 ? [] : [`${what} ${count} ${unit}`];
}

function someOf(count: number, unit: string): string[] {
  return count === 0 ? [] : [`${count} ${unit}`];
}

function memberships(summary: PlanSummary): string {
  const parts = [
    ...some("加入", summary.membersAdded, "人次"),
    ...some("移出", summary.membersRemoved, "人次"),
    ...some("调整优先级", summary.membersReprioritized, "人次"),
  ];
  return parts.length === 0 ? "" : `；坐席：${parts.join("、")}`;
}

function outcome({ action, status, verified, skippedAgents }: Outcome): string {
  const says: Record<Outcome["status"], string> = {
    applied: verified ? "已执行，已核对" : skippedAgents.length > 0 ? "已执行，但有坐席被服务端跳过" : "已执行，未核对",
    failed: "失败",
    conflict: "冲突，未写入",
    skipped: "已跳过",
    unknown: action === "create" ? "结果未知，可能已建成" : "结果未知，可能已写入",
  };
  return says[status];
}

function next(result: Result): string[] {
  const { summary, actions, manual } = result;
  const again = result.run === undefined ? " muster apply" : "本作业";
  const skipped = [...new Set(actions.flatMap((action) => action.skippedAgents))];
  const unproved = actions.some(
    (action) => action.status === "applied" && !action.verified && action.skippedAgents.length === 0,
  );
  const steps: string[] = [];
  const stoppedUnproved = result.interrupted && endingOf(result) === "unproved";
  if (stoppedUnproved) steps.push("中断时已全部写入，但尚未全部核对。请运行 muster plan 查看线上现状。");
  else if (result.interrupted) steps.push(`执行被中断。请重新运行${again}，会接着完成剩余部分。`);
  const names = actions.filter(({ status, error }) => status === "conflict" && isAboutName(error?.code)).length;
  if (names > 0) steps.push("有技能组的名称需要确认。请按建议修改文件，再依次运行 muster plan 和 muster apply。");
  if (summary.conflicts > names) steps.push("计划之后有人改动了技能组。请重新运行 muster plan，确认新的计划。");
  if (summary.unknown > 0) steps.push("请运行 muster plan：会按名称找到已建成的技能组，并列出剩余的变更。");
  if (summary.failed + errorsIn(result) > 0) steps.push(`请先处理错误，再运行${again}：已执行的不会重复。`);
  if (skipped.length > 0)
    steps.push(`服务端跳过了工号 ${listed(skipped)}：如果账号中没有，请更正文件，或先在七陌后台新建坐席。`);
  if (unproved && !stoppedUnproved) steps.push("请运行 muster plan，查看未核对的变更是否已生效。");
  if (steps.length === 0 && summary.skipped > 0) steps.push(`请重新运行${again}，处理被跳过的技能组。`);
  if (steps.length === 0 && summary.applied + summary.unchanged > 0)
    steps.push(
      undoesRun(result)
        ? "已全部核对，技能组已恢复到该次执行之前。"
        : result.only === undefined
          ? "已全部核对，线上坐席与文件一致。"
          : result.only === "schedule"
            ? "已全部核对；未到时的其他差异保持不变。"
            : "已全部核对；变更之前已有的差异保持不变。",
    );
  if (manual.length > 0) steps.push(`还有 ${manual.length} 处需在七陌后台手工修改，接口无法修改。`);
  return steps;
}

/** What the shell says while a run goes on, in Chinese. */
export const dialogue: Dialogue = {
  approve: (accounts, writes) => `是否将以上变更（共写入 ${writes} 次）应用到账号 ${listed(accounts)}？`,
  yes: "应用",
  no: "取消",
  stopping: "正在停止：不再发起新的请求，等待已发出的请求返回。",
  givingUp: "不再等待已发出的请求。",
  stoppedAtOnce: "已立即停止。已发出的请求结果未知，请运行 muster plan 查看。",
  waitingForLock: (account, { pid, since, host, job }) =>
    `等待账号 ${account} 的另一个 apply 完成：${host === undefined ? "" : `${host} 上的`}进程 ${pid}，开始于 ${since}${job === undefined ? "" : `，所属任务 ${job}`}。`,
  notLocked: (detail) => `无法在本机加锁，请勿同时运行第二个 apply：${detail}`,
  leftOut: (accounts) => `账号 ${listed(accounts)} 没有执行任何变更，原因见上方错误。`,
  nothingLeft: (expected) => `没有可执行的变更，已批准的计划（${expected}）无需再执行。`,
  saved: (path, hashes) => `已保存到 ${path}：${hashes.join("、")}`,
  notSaved: (path) => `未写入 ${path}：保存的计划须包含全部账号，而有账号未能生成计划。`,
  settingsAbove: (path) => `使用 ${path}，下文中的文件路径均相对于它所在的文件夹。`,
  notChosen: (accounts) => `账号 ${listed(accounts)} 没有这些路径中的文件，本次跳过。`,
  uncounted: (detail) => `无法在本机记录接口调用，紧接着的其他运行可能超出频次限制：${detail}`,
  storeOpened: (account, { where, offsetMs, roundTripMs }) =>
    `[${account}] 共享存储 ${where}：其时钟${clockOffset(offsetMs)}，应答耗时 ${Math.round(roundTripMs)} 毫秒`,
  storeSlow: ({ where, roundTripMs }) =>
    `共享存储 ${where} 应答需 ${Math.round(roundTripMs)} 毫秒，每次写入和新建都要等待多次，请改用距离更近的服务器。`,
  storeLost: (account, { where, reason, detail }) =>
    `共享存储${where === "" ? "" : ` ${where} `}已无法使用：${STORE_REASONS[reason]}${detail === "" ? "" : `（${detail}）`}。恢复之前，账号 ${account} 按本机记录遵守频次限制，不新建技能组。`,
  storeDamaged: (account, key) =>
    `共享存储中账号 ${account} 的记录“${key}”已损坏或不是由 muster 写入，无法读取的部分按没有处理。`,
  unrecorded: (detail) => `无法在本机记录新建操作：${detail}`,
  noDirectory: "坐席目录没有应答，不会提示不存在的工号和已禁用的坐席。",
  reading: (account) => `正在读取账号 ${account} …`,
  progress: (done, total) => `已完成 ${done}/${total}`,
  notApplied: (count) => `${count} 个未执行`,
  laneDone: (operation) => `${operation}：已完成`,
  writing: (operation, left) => `${operation}：剩余 ${left} 个`,
  waiting: (operation, left, seconds) =>
    `${operation}：剩余 ${left} 个，受频次限制，${formatDuration(seconds, "zh")}后继续`,
  sharing: (operation, left, seconds) =>
    `${operation}：剩余 ${left} 个，频次与其他运行共用，${formatDuration(seconds, "zh")}后继续`,
  resting: (operation, left, seconds) =>
    `${operation}：剩余 ${left} 个，服务端提示超出频次，${formatDuration(seconds, "zh")}后再试`,
  lane: (action) => (action === "create" ? "新建" : "调整坐席"),
  pausing: (operation, left, seconds) => `${operation}：剩余 ${left} 个，${formatDuration(seconds, "zh")}后继续`,
  looking: (groups) => `应答丢失，正在查找 ${groups} 个技能组`,
  awaiting: (displayName, exten) =>
    `上次执行已提交新建“${displayName}”${exten === undefined ? "" : `（${exten}）`}，线上列表中尚未出现，正在等待。`,
  secondLook: (seconds, isNewStore) =>
    `${isNewStore ? "共享存储刚开始记录此账号。" : "本机没有此账号以往的执行记录。"}首次新建前先等待 ${formatDuration(seconds, "zh")}，以便其他机器刚建的技能组出现在列表中。`,
  lookingFor: (displayName) => `新建“${displayName}”的应答丢失，正在查找该技能组是否已建成。`,
  remaining: (seconds) => `预计还需 ${formatDuration(seconds, "zh")}`,
  verifying: "正在回读核对",
};
