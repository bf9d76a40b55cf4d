import type { NearMiss } from "../../../plan/findings.js";
import { codePointsApart } from "../codePoints.js";
import { quoted } from "./phrases.js";

const DIFFERENCES = {
  case: "only in upper and lower case",
  width: "only in full-width and half-width characters",
  composition: "only in how its characters are encoded",
  space: "only in white space",
  invisible: "only in invisible characters",
  punctuation: "only in punctuation and signs",
  character: "in one character",
  beginning: "in that one is the beginning of the other",
} as const satisfies Record<NearMiss["difference"], string>;

/** That two names look alike, and in what they differ. */
export function alike({ displayName, other, exten, difference }: NearMiss): string {
  const points = codePointsApart(displayName, other);
  const seen = points === undefined ? "" : `: ${points.map((text) => text || "nothing").join(" here, ")} there`;
  const whose = exten === undefined ? "The files also have" : "The account has";
  return `${whose} ${quoted(other)}${exten === undefined ? "" : ` (${exten})`}, which differs ${DIFFERENCES[difference]}${seen}.`;
}

/** The name that the account has, by code point where it prints like the one that was sent. */
export function asStored(displayName: string, live: string): string {
  const points = codePointsApart(displayName, live);
  if (points === undefined) return quoted(live);
  return `${quoted(live)} (${points[1] || "nothing"} where the files have ${points[0] || "nothing"})`;
}

export function storedHelp(exten: string, live: string): string {
  return `Pin it with exten: ${quoted(exten)}, and write the name as the account has it, displayName: ${quoted(live)}. Then no manual change is left.`;
}
