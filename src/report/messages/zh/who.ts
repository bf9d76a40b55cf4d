import type { WhoWords } from "../who.js";
import { listed } from "./phrases.js";

/** More groups than these are counted. */
const NAMED_AT_MOST = 5;

/** The text of `muster who`, in Chinese. */
export const whoWords: WhoWords = {
  agent: "坐席",
  notKnown: "此账号中没有该坐席。",
  nowhere: (offline) => (offline ? "不在文件中的任何技能组。" : "不在任何技能组中，文件和线上都没有。"),
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
  offboarding: (entries) => `如需移出所有技能组，请删除以下 ${entries} 处：`,
  inTeam: (team, groups) =>
    groups.length === 0
      ? `团队 ${team}，没有技能组使用`
      : `团队 ${team}，涉及 ${groups.length} 个技能组：${some(groups)}`,
  names: "以及不再使用的名称：",
  byHand: "手工修改：apply 不会将坐席移出以下技能组，请在七陌后台移出：",
  notAsked: "未读取线上账号（--offline）。",
};

function some(groups: readonly string[]): string {
  return groups.length > NAMED_AT_MOST
    ? `${listed(groups.slice(0, NAMED_AT_MOST))}等 ${groups.length} 个`
    : listed(groups);
}
