import type { Outcome, Result } from "../../../apply/result.js";
import type { PlanSummary } from "../../../plan/plan.js";
import { formatDuration } from "../../duration.js";
import { endingOf, isAboutName, isUnchanged } from "../../ending.js";
import { errorsIn } from "../../report.js";
import { GUARD_FLAGS } from "../guardFlags.js";
import type { Words } from "../words.js";
import { ATTRIBUTES, consoleWord, listed } from "./phrases.js";

/** What renderers say around the data, in Chinese. */
export const words: Words = {
  account: "账号",
  colon: "：",
  joined: (items) => items.join("，"),
  comma: "、",

  planCounts: (summary) => [
    ...some("新建", summary.create, "个"),
    ...some("修改", summary.replaceMembers, "个"),
    ...some("手工修改", summary.manual, "项"),
    ...some("不变", summary.unchanged, "个"),
    ...some("未纳管", summary.unmanaged, "个"),
  ],
  planSummary: (summary) =>
    `计划：${[
      `新建 ${summary.create} 个`,
      `修改 ${summary.replaceMembers} 个${memberships(summary)}`,
      ...some("手工修改", summary.manual, "项"),
      `不变 ${summary.unchanged} 个`,
    ].join("，")}。`,
  planCost: ({ writes, reads, etaSeconds }) =>
    `开销：写 ${writes} 次，读 ${reads} 次；${
      etaSeconds > 0 ? `受接口频次限制，约需等待 ${formatDuration(etaSeconds, "zh")}` : "在接口频次限制之内，无需等待"
    }。`,
  nothingToApply: (manual, errors) =>
    errors > 0
      ? `除 ${errors} 个错误涉及的部分外，没有可执行的变更。`
      : manual === 0
        ? "无变更，账号与文件一致。"
        : `没有可执行的变更：有 ${manual} 项差异需在七陌后台手工修改。`,
  planHash: "哈希",
  members: (count) => `${count} 名坐席`,
  memberChange: (from, to) => (from === to ? `${to} 名坐席` : `坐席 ${from} → ${to} 名`),
  emptied: "执行后此技能组将没有坐席",
  additive: "additive：保留其他坐席",
  priority: (value) => `优先级 ${value}`,
  line: (line) => `第 ${line} 行`,
  viaTeam: (team) => `来自团队 ${team}`,
  joining: (count) => `加入 ${count} 人`,
  leaving: (count) => `移出 ${count} 人`,
  reprioritizing: (count) => `调整优先级 ${count} 人`,
  attribute: (name) => ATTRIBUTES[name],
  value: consoleWord,
  byHand: "需在七陌后台手工修改",
  manualHeading: (count) => `需在七陌后台手工修改（${count} 项，接口不支持）：`,
  ignored: (count) => `另有 ${count} 个线上技能组因 unmanaged.ignore 未列出。`,
  unmanagedHeading: (count) => `未纳管（线上有 ${count} 个技能组不在文件中，保持不动）：`,
  more: (count) => `另有 ${count} 个（用 --verbose 全部列出）`,
  guardsHeading: "保护阈值：",
  guardsTripped: "保护阈值：已触发，不会执行：",
  guard: ({ guard, actual, of, limit: bare, setBy }) => {
    const limit = `${bare}${bare.endsWith("%") ? "（至少 3 人次）" : ""}${setBy === undefined ? "" : setBy === "flag" ? `（由 ${GUARD_FLAGS[guard]} 设定）` : "（由 muster.yaml 设定）"}`;
    if (guard === "maxRemovals") {
      return `移出 ${actual} 人次${of === undefined ? "" : `，共 ${of} 人次${share(actual, of)}`}，上限 ${limit}`;
    }
    if (guard === "maxEmptied") return `清空 ${actual} 个技能组，上限 ${limit}`;
    if (guard === "minClaiming")
      return `变更的 ${of ?? actual} 个技能组中，${actual} 个领取会话的人数不足，下限 ${limit}`;
    return `新建 ${actual} 个技能组，上限 ${limit}`;
  },
  guardStops: (reading) => `已触发保护阈值，apply 不会执行：${words.guard(reading)}。`,
  guardNamed: (guard) => `保护阈值 ${guard}`,
  guardHelp: ({ guard, actual: count }) => {
    const actual = guard === "minClaiming" ? 0 : count;
    return `如确认无误，可用 ${GUARD_FLAGS[guard]} ${actual} 放行，或修改 muster.yaml 中的 guards.${guard}。${
      guard === "maxCreates" ? "请先确认账号是否正确：接口无法删除技能组。" : ""
    }`;
  },
  staffingHeading: "变更涉及的技能组，当前领取会话的人数",
  staffed: ({ before, after: { members, claiming } }) =>
    members === 0
      ? `${before?.claiming ?? 0} → 没有坐席`
      : `${before === undefined ? "" : `${before.claiming} → `}${claiming}/${members} 人`,
  notKnown: (members) => `${members} 人状态未知`,

  repositoryRoot: "代码仓库的根目录。",
  notListed: (count) => `另有 ${count} 个问题未列出，见运行输出。`,
  ruleHelp: "处理方法见每条结果的说明。",

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

  verb: (action) => (action === "create" ? "新建" : "修改"),
  outcome,
  circumstances: (one) => [
    ...(isUnchanged(one) ? ["此前已是如此，未写入"] : []),
    ...(one.adopted === true ? ["应答丢失，已找到并认领"] : []),
    ...(one.attempts > 1 ? [`写入 ${one.attempts} 次`] : []),
  ],
  skippedAgents: (agents) => `被服务端跳过的工号：${listed(agents)}`,
  underneath: (kind, agents) =>
    `${{ added: "期间加入", removed: "期间移出", reprioritized: "期间调整优先级" }[kind]}：${listed(agents)}`,
  resultSummary: (summary, duration) =>
    `结果：${[
      `成功 ${summary.applied} 个`,
      ...some("无需写入", summary.unchanged, "个"),
      ...some("失败", summary.failed, "个"),
      ...some("冲突", summary.conflicts, "个"),
      ...some("结果未知", summary.unknown, "个"),
      ...some("跳过", summary.skipped, "个"),
    ].join("，")}，用时 ${duration}。`,
  calls: (total, byOperation) =>
    `共调用接口 ${total} 次${byOperation.length === 0 ? "" : `：${byOperation.map(([name, calls]) => `${name} ${calls} 次`).join("，")}`}。`,
  nothingWasToApply: "没有需要执行的变更。",
  leftByErrors: (errors) => `计划中有 ${errors} 个错误，相关部分未执行，见上文。`,
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
  return parts.length === 0 ? "" : `（${parts.join("，")}）`;
}

function share(actual: number, of: number): string {
  return of === 0 ? "" : `（${Math.round((actual / of) * 100)}%）`;
}

function outcome({ action, status, verified, skippedAgents }: Outcome): string {
  const says: Record<Outcome["status"], string> = {
    applied: verified ? "完成，已核对" : skippedAgents.length > 0 ? "完成，但坐席不全" : "完成，但未能核对",
    failed: "失败",
    conflict: "冲突，未写入",
    skipped: "已跳过",
    unknown: action === "create" ? "未知，可能已建成" : "未知，可能已写入",
  };
  return says[status];
}

function next(result: Result): string[] {
  const { summary, actions } = result;
  const skipped = [...new Set(actions.flatMap((action) => action.skippedAgents))];
  const unproved = actions.some(
    (action) => action.status === "applied" && !action.verified && action.skippedAgents.length === 0,
  );
  const steps: string[] = [];
  const stoppedUnproved = result.interrupted && endingOf(result) === "unproved";
  if (stoppedUnproved) steps.push("中断时已全部写入，但尚未全部回读核对。可运行 muster plan 查看是否已生效。");
  else if (result.interrupted) steps.push("执行中途被中断。重新运行 muster apply，会接着完成剩下的部分。");
  const names = actions.filter(({ status, error }) => status === "conflict" && isAboutName(error?.code)).length;
  if (names > 0) steps.push("有技能组名称需要确认：请按提示修改文件，再重新运行 muster plan 和 muster apply。");
  if (summary.conflicts > names) steps.push("期间有人改动了技能组。请重新运行 muster plan，确认最新的差异。");
  if (summary.unknown > 0) steps.push("请运行 muster plan：它会按名称找到已建成的技能组，并列出剩余的变更。");
  if (summary.failed + errorsIn(result) > 0)
    steps.push("请按错误提示处理，再运行 muster apply：已完成的不会重复执行。");
  if (skipped.length > 0)
    steps.push(`服务端未加入工号 ${listed(skipped)}：如账号中没有，请更正文件，或先在七陌后台新建坐席。`);
  if (unproved && !stoppedUnproved) steps.push("请运行 muster plan，查看未能核对的部分是否已生效。");
  if (steps.length === 0 && summary.skipped > 0) steps.push("请重新运行 muster apply，完成被跳过的部分。");
  if (steps.length === 0 && summary.applied + summary.unchanged > 0) steps.push("已全部回读核对，坐席与文件一致。");
  return steps;
}
