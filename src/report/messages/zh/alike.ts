import type { NearMiss } from "../../../plan/findings.js";
import { codePointsApart } from "../codePoints.js";
import { quoted } from "./phrases.js";

const DIFFERENCES = {
  case: "仅大小写不同",
  width: "仅全角半角不同",
  composition: "仅字符的组合方式不同",
  space: "仅空格不同",
  invisible: "仅不可见字符不同",
  punctuation: "仅标点符号不同",
  character: "仅差一个字符",
  beginning: "其中一个是另一个的开头部分",
} as const satisfies Record<NearMiss["difference"], string>;

/** That two names look alike, and in what they differ. */
export function alike({ displayName, other, exten, difference }: NearMiss): string {
  const points = codePointsApart(displayName, other);
  const seen =
    points === undefined
      ? ""
      : `：此处${points[0] ? `为 ${points[0]}` : "没有该字符"}，对方${points[1] ? `为 ${points[1]}` : "没有该字符"}`;
  const whose = exten === undefined ? "文件中另有" : "账号中已有";
  return `${whose}${quoted(other)}${exten === undefined ? "" : `（${exten}）`}，两者${DIFFERENCES[difference]}${seen}。`;
}

/** The name that the account has, by code point where it prints like the one that was sent. */
export function asStored(displayName: string, live: string): string {
  const points = codePointsApart(displayName, live);
  if (points === undefined) return quoted(live);
  return `${quoted(live)}（线上${points[1] ? `为 ${points[1]}` : "没有该字符"}，文件中${points[0] ? `为 ${points[0]}` : "没有该字符"}）`;
}

export function storedHelp(exten: string, live: string): string {
  return `请指定编号 exten: "${exten}"，并把 displayName 写成服务端保存的${quoted(live)}，这样就没有需要手工修改的差异。`;
}
