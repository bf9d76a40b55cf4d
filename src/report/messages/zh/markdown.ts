import type { MarkdownWords } from "../markdown.js";

/** What Markdown says, in Chinese. */
export const markdownWords: MarkdownWords = {
  plan: "变更计划",
  plans: (accounts) => `${accounts} 个账号的变更计划`,
  results: (accounts) => `${accounts} 个账号的执行结果`,
  dryRun: "试运行",
  ended: { whole: "已执行", unproved: "已执行，未核对", partial: "未全部执行" },
  noChanges: "无变更",
  people: ({ membersAdded, membersRemoved, membersReprioritized }) => [
    ...(membersAdded > 0 ? [`加入 ${membersAdded} 人次`] : []),
    ...(membersRemoved > 0 ? [`移出 ${membersRemoved} 人次`] : []),
    ...(membersReprioritized > 0 ? [`调整优先级 ${membersReprioritized} 人次`] : []),
  ],
  emptied: (groups) => `${groups} 个技能组将没有坐席`,
  leaving: (memberships) => `移出（${memberships} 人次）`,
  joining: (memberships) => `加入（${memberships} 人次）`,
  reprioritizing: (memberships) => `调整优先级（${memberships} 人次）`,
  changes: (groups) => `有变更的技能组（${groups} 个）`,
  column: {
    group: "技能组",
    members: "坐席数",
    change: "变更",
    place: "位置",
    call: "接口",
    purpose: "用途",
  },
  newGroup: "新建",
  empty: "清空",
  additive: "保留其他坐席",
  detail: (groups) => `逐个坐席的变更明细（${groups} 个技能组）`,
  manual: (count) => `手工修改（${count} 项，接口不支持，请在七陌后台修改）`,
  unmanaged: (count) => `未纳管：线上有 ${count} 个技能组不在文件中，保持不动`,
  findings: "问题与提示",
  guards: "保护阈值",
  guardsTripped: "已触发保护阈值，apply 不会执行",
  applied: (count) => `已执行并核对（${count} 个）`,
  nextSteps: "下一步",
  requests: (count) => `apply 将依次发送的请求（${count} 个）`,
  bodies: (count) => `${count} 个请求的内容`,
  more: (count) => `另有 ${count} 个`,
  moreAccounts: (count) => `另有 ${count} 个账号未在此列出。`,
  leftOut: (what) =>
    `${
      {
        detail: "篇幅所限，未列出逐个坐席的变更明细。",
        people: "篇幅所限，部分坐席只列出人数。",
        groups: "篇幅所限，技能组只列出数量。",
      }[what]
    }更多内容见本作业的日志和摘要，运行 muster plan 可查看全部。`,
  valid: "文件校验通过",
  invalid: "文件校验未通过",
  noPlace: "与具体文件无关",
  planChanged: "未执行：计划已变化",
  planChangedMeans: "计划之后，账号或文件有变化，因此没有写入任何内容。请查看新的计划，重新批准后再执行。",
  failure: ({ command, exitCode }) => {
    if (exitCode === 3) return `muster ${command} 已停止，需人工处理`;
    if (exitCode === 130) return `muster ${command} 被中断`;
    return `muster ${command} 失败`;
  },
  failureMeans: ({ command, exitCode }) => {
    if (exitCode === 3) return "这不是故障：以下情况需要人工确认。请确认后重新运行。";
    if (exitCode === 130) return "运行在结束前被人或 CI 中断，可以重新运行。";
    return command === "plan" ? "没有完整的计划。请处理以下问题后重新运行。" : "请处理以下问题后重新运行。";
  },
};
