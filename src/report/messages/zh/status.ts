import type { ClaimState } from "../../../model/claims.js";
import { formatDuration } from "../../duration.js";
import type { StatusWords } from "../status.js";

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
