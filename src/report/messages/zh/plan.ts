import type { PlanFindingArgs } from "../../../plan/findings.js";
import { chinaTime } from "../../text/chinaTime.js";
import type { Catalogue } from "../prose.js";
import { alike, asStored, storedHelp } from "./alike.js";
import { listed, quoted } from "./phrases.js";

/** What comparing files and account can find, in Chinese. */
export const planMessages: Catalogue<PlanFindingArgs> = {
  "ambiguous-name": ({ displayName, extens, made = [] }) => ({
    message: `线上有 ${extens.length} 个名为${quoted(displayName)}的技能组（${listed(extens)}），文件未说明指的是哪一个。${made.length === 0 ? "" : `其中 ${listed(made)} 是 muster 一天内在本机新建的。`}此技能组不生成计划。`,
    help: `请用 exten 指定编号，例如 exten: "${extens[0] ?? ""}"。`,
  }),
  "pin-not-live": ({ displayName, exten }) => ({
    message: `${quoted(displayName)}指定了编号 ${exten}，但账号中没有该编号的技能组。`,
    help: "指定了编号的技能组不会新建。请先确认账号是否正确，再更正 exten；或删除 exten，改为按名称查找。",
  }),
  "name-pinned-elsewhere": ({ displayName, exten, pinnedBy }) => ({
    message: `线上唯一名为${quoted(displayName)}的技能组（${exten}）已被文件中的另一个技能组${quoted(pinnedBy)}用 exten 指定。`,
    help: "请给此技能组换个名称，或把 exten 移到这里。两个同名技能组必须各自指定编号。",
  }),
  "previously-ambiguous": ({ displayName, previously, extens }) => ({
    message: `线上没有名为${quoted(displayName)}的技能组，而旧名${quoted(previously)}对应 ${extens.length} 个技能组（${listed(extens)}）。`,
    help: `请用 exten 指定编号，例如 exten: "${extens[0] ?? ""}"。`,
  }),
  "live-claimed-twice": ({ displayName, other, exten }) => ({
    message: `${quoted(displayName)}和${quoted(other)}对应线上同一个技能组 ${exten}。`,
    help: "线上的一个技能组在文件中只能有一项。请删除其中一项，或用 exten 分别指定编号。",
  }),
  "odd-group-left": ({ exten, displayName, expected }) => ({
    message: `线上技能组${displayName === undefined ? "" : quoted(displayName)}${exten === undefined ? "（无编号）" : `（${exten}）`}无法读取，已跳过：缺少 ${expected} 或类型有误。`,
    help: "文件中没有此技能组，其余照常生成计划。请在七陌后台查看该技能组。",
  }),
  "odd-group-managed": ({ displayName, exten, expected }) => ({
    message: `${quoted(displayName)}在线上的技能组${exten === undefined ? "" : `（${exten}）`}无法读取：缺少 ${expected} 或类型有误。此技能组不生成计划。`,
    help: "请在七陌后台查看该技能组：其中的坐席已被删除，或名称为空时会出现此情况，重新保存一次通常即可恢复。",
  }),
  "odd-group-nameless": ({ displayName, exten, expected }) => ({
    message: `未新建${quoted(displayName)}：线上有一个技能组${exten === undefined ? "" : `（${exten}）`}的名称无法读取（${expected}），可能就是它。`,
    help: `接口无法删除技能组，请先确认。请在七陌后台为该技能组补上名称${exten === undefined ? "" : `；如果就是它，请用 exten: "${exten}" 指定`}。`,
  }),
  "near-miss": (args) => ({
    message: `将新建${quoted(args.displayName)}。${alike(args)}`,
    help: `接口无法删除技能组。如果就是该技能组，请把名称写成完全一致${args.exten === undefined ? "" : `，或指定 exten: "${args.exten}"`}。如果是两个技能组，请在本组的 distinct 中列出${quoted(args.other)}；否则须由人在终端确认后才会新建。`,
  }),
  "creation-open": ({ displayName, exten, madeAt }) => ({
    message:
      exten === undefined
        ? `${quoted(displayName)}的新建请求已于 ${chinaTime(madeAt)} 发出，但应答丢失，线上列表中尚未出现该技能组。`
        : `${quoted(displayName)}已于 ${chinaTime(madeAt)} 新建，编号 ${exten}，线上列表中尚未出现。`,
    help:
      exten === undefined
        ? "muster apply 会等待它出现；确定不会再出现时，才会重新新建。"
        : "不会重复新建：muster apply 会等待它出现，再接着处理。",
  }),
  "stored-differently": ({ displayName, exten, live }) => ({
    message: `${quoted(displayName)}此前已新建，编号 ${exten}，但服务端保存的名称是${asStored(displayName, live)}，不会重复新建。`,
    help: storedHelp(exten, live),
  }),
  "waits-for-stopped": ({ displayName, exten, agents, other }) => ({
    message: `${quoted(displayName)}（${exten}）保持不变：坐席 ${listed(agents)} 要从这里调到${quoted(other)}，而后者有错误。`,
    help: `请先处理${quoted(other)}的错误，两个技能组会一并列入计划。`,
  }),
  "create-without-members": ({ displayName }) => ({
    message: `将新建的${quoted(displayName)}没有坐席，会话将无人接待。`,
    help: "请在 members 中列出坐席，除非由后台或其他工具添加。",
  }),
  "nobody-claiming": ({ displayName, members, unknown, before }) => ({
    message: `变更后，${quoted(displayName)}无人领取会话${
      unknown === 0 ? "" : `（${members} 名坐席中有 ${unknown} 名状态未知）`
    }${before === undefined ? "" : before === 0 ? "，变更前也是如此" : `，变更前有 ${before} 人领取`}。`,
    help: "客户将排队等待。请让其中的坐席开始领取会话，或加入正在领取会话的坐席；muster status 可查看。",
  }),
  "unknown-agent": ({ agentNumber, displayName }) => ({
    message: `账号中没有工号 ${agentNumber}，服务端会直接跳过，不会把它加入${quoted(displayName)}。`,
    help: "请更正工号，或先在七陌后台新建该坐席。",
  }),
  "plan-stale-name": ({ displayName, extens }) => ({
    message: `保存的计划已过期：计划新建${quoted(displayName)}，但该技能组现已存在（${listed(extens)}）。`,
    help: STALE_HELP,
  }),
  "plan-stale-gone": ({ displayName, exten }) => ({
    message: `保存的计划已过期：${quoted(displayName)}（${exten}）已不存在。`,
    help: STALE_HELP,
  }),
  "plan-stale-group": ({ displayName, exten, nameNow, joined, left, reprioritized }) => ({
    message: `保存的计划已过期：${quoted(displayName)}（${exten}）计划之后有变化。${[
      ...(nameNow === displayName ? [] : [`名称现为${quoted(nameNow)}。`]),
      ...since("加入：", joined),
      ...since("移出：", left),
      ...since("调整优先级：", reprioritized),
    ].join("")}`,
    help: STALE_HELP,
  }),
  "plan-stale-undone": ({ displayName, appliedAt, action }) => ({
    message: `保存的计划已过期：该计划已于 ${chinaTime(appliedAt)} 执行，此后${
      action === "create" ? `${quoted(displayName)}已被删除` : `对${quoted(displayName)}的变更已被撤销`
    }。`,
    help: STALE_HELP,
  }),
  "unknown-group": ({ name, suggestion }) => ({
    message: `文件中没有 --group 指定的技能组${quoted(name)}。`,
    help:
      suggestion === undefined
        ? "请填写文件中的 displayName。路径要写在 --group 之前。"
        : `是否想写${quoted(suggestion)}？`,
  }),
};

/** Beyond this many a list in a sentence tells nobody anything. */
const MOST = 50;

function since(what: string, agents: readonly string[]): string[] {
  if (agents.length === 0) return [];
  return [`${what}${agents.length > MOST ? `${agents.length} 名坐席` : listed(agents)}。`];
}

const STALE_HELP = "未写入任何内容。请用 muster plan --out 重新生成计划并审批。";
