import type { Difference } from "../../../model/nearMiss.js";
import type { AssignRule, Memory } from "../../../model/skillGroup.js";
import type { Candidates } from "../../../model/suggest.js";
import type { GuardReading, LastEdit } from "../../../plan/plan.js";
import { chinaMinute } from "../../text/chinaTime.js";
import { codePointsApart, percent } from "../shared.js";

/** Why an agent cannot work, by the agent directory. */
export const AGENT_STATES = { disabled: "已禁用", locked: "已锁定", unlisted: "不在坐席目录中" } as const;

/** A name as prose quotes it. */
export function quoted(name: string): string {
  return `“${name}”`;
}

/** `甲、乙、丙`. */
export function listed(items: readonly string[]): string {
  return items.join("、");
}

/** A space where Latin letters or digits end, and Chinese follows. */
export function before(text: string): string {
  return /[\w)}%"]$/.test(text) ? `${text} ` : text;
}

/** A space on either side where Latin letters or digits begin or end, and Chinese stands around them. */
export function amid(text: string): string {
  return before(/^[\w(%"]/.test(text) ? ` ${text}` : text);
}

/** What may have been meant, as a sentence; nothing where there is no name like it. */
export function meant({ suggestion, candidates = [], more = 0 }: Candidates): string {
  if (suggestion !== undefined) return `是否想写${quoted(suggestion)}？`;
  if (candidates.length === 0) return "";
  return `名称相近的有：${listed(candidates.map(quoted))}${more === 0 ? "" : `，另有 ${more} 个`}。`;
}

/** The settings as the vendor's own page calls them. */
export const ATTRIBUTES = { displayName: "名称", assignRule: "分配策略", memory: "记忆分配" } as const;

const VALUES: Readonly<Record<AssignRule | Memory, string>> = {
  random: "随机",
  queue: "轮流",
  least: "最少",
  priority: "优先",
  off: "关闭",
  "2h": "2 小时",
  "1d": "1 天",
  "7d": "7 天",
  "30d": "30 天",
};

/** `优先` for `priority`: the word that the vendor's console has. Values unknown to muster, and names, stay as they are. */
export function consoleWord(attribute: keyof typeof ATTRIBUTES, value: string): string {
  return attribute !== "displayName" && Object.hasOwn(VALUES, value) ? VALUES[value as AssignRule | Memory] : value;
}

/** A value in prose: names are quoted. */
export function valued(attribute: keyof typeof ATTRIBUTES, value: string): string {
  return quoted(consoleWord(attribute, value));
}

const DIFFERENCES = {
  case: "仅大小写不同",
  width: "仅全角半角不同",
  composition: "仅字符的组合方式不同",
  space: "仅空格不同",
  invisible: "仅不可见字符不同",
  punctuation: "仅标点符号不同",
  character: "仅差一个字符",
  beginning: "其中一个是另一个的开头部分",
} as const satisfies Record<Difference, string>;

/** `仅空格不同`; with the code points of what nobody sees. */
export function differs(name: string, other: string, difference: Difference): string {
  const points = codePointsApart(name, other);
  const none = (text: string): string => (text === "" ? "没有该字符" : `为 ${text}`);
  const seen = points === undefined ? "" : `：此处${none(points[0])}，对方${none(points[1])}`;
  return `${DIFFERENCES[difference]}${seen}`;
}

/** `清空 1 个技能组`: what the plan comes to, by the measure of a guard. */
export function wouldDo({ guard, actual, of }: Pick<GuardReading, "guard" | "actual" | "of">): string {
  if (guard === "maxEmptied") return `清空 ${actual} 个技能组`;
  if (guard === "maxCreates") return `新建 ${actual} 个技能组`;
  if (guard === "minClaiming") return `变更的 ${of ?? actual} 个技能组中，有 ${actual} 个领取会话的人数不足`;
  const share = of === undefined || of === 0 ? "" : `的 ${percent(actual, of)}%`;
  return `移出 ${actual} 人次${of === undefined ? "" : `，占线上 ${of} 人次${share}`}`;
}

/** What tells the clock's empty groups from others. */
export function uncoveredHelp(groups: number): string {
  return `其中 ${groups} 个技能组是到时清空的：为其写上 coverage，且当时不要求有人，即不计入。`;
}

/** `比本机快 3 毫秒`: another clock, compared with ours. */
export function clockOffset(aheadMs: number): string {
  const off = Math.abs(Math.round(aheadMs));
  return `比本机${aheadMs < 0 ? "慢" : "快"} ${off < 10_000 ? `${off} 毫秒` : `${Math.round(off / 1000)} 秒`}`;
}

/** `最近修改：2026-11-28 03:12 UTC+8，8001 胡娟`. Of any kind, by anyone: it need not be why the group differs. */
export function lastEdited({ at, by, byName }: LastEdit): string {
  const who = by === undefined ? "接口调用" : [by, byName].filter((part) => part !== undefined).join(" ");
  return `最近修改：${chinaMinute(at)}，${who}`;
}

/** The same as a sentence of its own; nothing where it is not known. */
export function editSentence(edit: LastEdit | undefined): string {
  return edit === undefined ? "" : `${lastEdited(edit)}。`;
}
