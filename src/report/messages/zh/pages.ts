import type { ChatWords, HtmlWords, MarkdownWords } from "../pages.js";

const COMMANDS = { validate: "校验", plan: "计划", apply: "执行" } as const;

/** The words of the HTML page, in Chinese. */
export const htmlWords: HtmlWords = {
  lang: "zh-CN",
  titles: { validation: "校验", plans: "变更计划", results: "执行结果", "dry-runs": "试运行" },
  failure: (command, exitCode) =>
    `${COMMANDS[command]}${exitCode === 130 ? "被中断" : exitCode === 3 ? "已停止" : "失败"}`,
  exitCode: (code) => `退出码 ${code}`,
  writtenBy: (version) => `由 muster ${version} 生成`,

  standing: {
    tripped: "已触发保护阈值，apply 不会执行",
    unchanged: "无变更",
    byHand: "仅有手工修改",
    drifted: "仅有变更之前已有的偏差",
    valid: "校验通过",
    invalid: "校验未通过",
    whole: "已执行并核对",
    unproved: "已执行，未核对",
    troubled: "未全部执行",
    interrupted: "执行被中断",
  },
  changing: (groups) => `将写入 ${groups} 个技能组`,
  change: "本次变更",
  worst: "将无坐席或仅剩 1 名坐席的技能组",
  remnants: { nobody: "清空", one: "仅剩 1 人" },

  kinds: {
    created: "新建",
    changed: "调整坐席",
    emptied: "清空",
    joined: "加入",
    left: "移出",
    moved: "调动",
    reprioritized: "调整优先级",
    trouble: "有问题",
  },
  marks: {
    joined: "加入",
    left: "移出",
    "moved-in": "调入",
    "moved-out": "调出",
    reprioritized: "调整优先级",
  },
  stays: "不变",
  filters: "筛选",
  find: "查找",
  findHint: "技能组、坐席、文件",
  onlyWith: "只看技能组",
  onlyAccounts: "只看账号",
  shown: "显示 {n} 个，共 {of} 个技能组",
  nothingShown: "没有符合筛选条件的技能组。",

  picture: "变更一览",
  pictureNote: "每行一个有变更的技能组，每列一名有变动的坐席，数字为优先级（0 不显示）。点击技能组名称查看明细。",
  part: (part, of) => `第 ${part} 部分，共 ${of} 部分`,
  groups: "技能组变更前后",
  columns: {
    group: "技能组",
    members: "坐席数",
    change: "变更",
    agent: "坐席",
    before: "变更前",
    after: "变更后",
    where: "出处",
  },
  isNew: "新建",
  staying: (count) => `${count} 名坐席不变`,
  stayingCounted: (count) => `${count} 名坐席不变，此处不逐一列出，详见 JSON 格式的计划。`,
  from: "来自",
  to: "去往",
  andMore: (count) => `等，另有 ${count} 个`,

  manual: "手工修改",
  manualNote: "接口不支持修改以下内容，请在七陌后台修改。",
  setting: "设置",
  live: "线上",
  desired: "文件中",
  unmanaged: "未纳管",
  unmanagedNote: "线上有、文件中没有的技能组，保持不动。",
  guards: "保护阈值",
  guardsTripped: "已触发保护阈值，apply 不会执行",
  findings: "问题与提示",
  outcomes: "问题",
  requests: "请求（按发送顺序）",
  bodiesLeftOut: "请求体过长，未列入本页，可用 --format json 查看。",
  accounts: "账号",
  movers: "调动的坐席",
  unchanged: "不变",
  stillStaffed: (groups) => `有变更的技能组中，${groups} 个有人领取会话`,
};

/** What Markdown says, in Chinese. */
export const markdownWords: MarkdownWords = {
  plan: "变更计划",
  plans: (accounts) => `${accounts} 个账号的变更计划`,
  results: (accounts) => `${accounts} 个账号的执行结果`,
  dryRun: "试运行",
  ended: { whole: "已执行", unproved: "已执行，未核对", partial: "未全部执行" },
  noChanges: "无变更",
  emptied: (groups) => `${groups} 个技能组将没有坐席`,
  oneLeft: (groups) => `${groups} 个技能组将仅剩 1 名坐席`,
  leaving: (memberships) => `将移出（${memberships} 人次）`,
  joining: (memberships) => `将加入（${memberships} 人次）`,
  reprioritizing: (memberships) => `将调整优先级（${memberships} 人次）`,
  changes: (groups) => `有变更的技能组（${groups} 个）`,
  column: {
    group: "技能组",
    members: "坐席数",
    change: "变更",
    place: "位置",
    lastEdit: "最近修改",
    call: "接口",
    purpose: "用途",
  },
  newGroup: "新建",
  empty: "清空",
  one: "仅剩 1 人",
  additive: "保留其他坐席",
  detail: (shown, groups) =>
    shown === groups
      ? `逐个坐席的变更明细（${groups} 个技能组）`
      : `逐个坐席的变更明细（前 ${shown} 个，共 ${groups} 个技能组）`,
  manual: (count) => `手工修改（${count} 项，接口不支持，请在七陌后台修改）`,
  unmanaged: (count) => `未纳管：线上有 ${count} 个技能组不在文件中，保持不动`,
  findings: "问题与提示",
  guards: "保护阈值",
  guardsTripped: "已触发保护阈值，apply 不会执行",
  finePrint: "保护阈值、接口调用与哈希",
  applied: (count) => `已执行并核对（${count} 个）`,
  nextSteps: "下一步",
  requests: (count) => `apply 将依次发送的请求（${count} 个）`,
  bodies: (count) => `${count} 个请求的内容`,
  more: (count) => `另有 ${count} 个`,
  moreAccounts: (count) => `另有 ${count} 个账号未在此列出。`,
  leftOut: (what) =>
    `${
      {
        detail: "篇幅所限，未列出全部逐个坐席的变更明细。",
        people: "篇幅所限，部分内容只列出数量。",
        rest: "篇幅所限，只列出坐席减少最多的技能组，其余只列出数量。",
        groups: "篇幅所限，技能组只列出数量。",
      }[what]
    }更多内容见本作业的日志和摘要，运行 muster plan 可查看全部。`,
  resultLeftOut: "篇幅所限，未列出全部内容，更多内容见本作业的日志和摘要。",
  valid: "文件校验通过",
  invalid: "文件校验未通过",
  noPlace: "与具体文件无关",
  planApplied: "已执行的计划",
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

/** What messages for chats say, in Chinese. */
export const chatWords: ChatWords = {
  waiting: "有变更待执行",
  drift: "仅有变更之前已有的偏差",
  differs: "线上账号与文件不一致",
  manual: "仅需手工修改",
  blocked: "有错误，相关部分未列入计划",
  understaffed: "变更后领取会话的人数不足，apply 不会执行",
  ended: { whole: "已执行，已核对", unproved: "已执行，未核对", partial: "未全部执行" },
  stopped: "执行被中断",
  failed: "失败",
  failure: ({ command, exitCode }) => {
    if (exitCode === 3) return `${command} 已停止，需人工处理`;
    return exitCode === 130 ? `${command} 被中断` : `${command} 失败`;
  },
  removed: "移出",
  added: "加入",
  unstaffed: (groups) => `变更后无人领取会话（${groups} 个技能组）`,
  trouble: (groups) => `未执行或未核对（${groups} 个技能组）`,
  shortened: "内容有删减，其余见运行记录和报告。",
};
