import type { Difference } from "../../../model/nearMiss.js";
import type { Candidates } from "../../../model/suggest.js";
import type { GuardReading, LastEdit } from "../../../plan/plan.js";
import { chinaMinute } from "../../text/chinaTime.js";
import { codePointsApart, percent } from "../shared.js";

/** Why an agent cannot work, by the agent directory. */
export const AGENT_STATES = { disabled: "disabled", locked: "locked", unlisted: "not in the agent directory" } as const;

/** A name as prose quotes it. */
export function quoted(name: string): string {
  return `"${name}"`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

/** `1 group`, `3 groups`, `2 memberships`; the plural is given where it is not made with an s. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

const DIFFERENCES = {
  case: "only in upper and lower case",
  width: "only in full-width and half-width characters",
  composition: "only in how its characters are encoded",
  space: "only in white space",
  invisible: "only in invisible characters",
  punctuation: "only in punctuation and signs",
  character: "in one character",
  beginning: "in that one is the beginning of the other",
} as const satisfies Record<Difference, string>;

/** `differs only in white space`; with the code points of what nobody sees. */
export function differs(name: string, other: string, difference: Difference): string {
  const points = codePointsApart(name, other);
  const seen = points === undefined ? "" : `: ${points.map((text) => text || "nothing").join(" here, ")} there`;
  return `differs ${DIFFERENCES[difference]}${seen}`;
}

/** What may have been meant, as a sentence with a space before it; nothing where there is no name like it. */
export function meant({ suggestion, candidates = [], more = 0 }: Candidates): string {
  if (suggestion !== undefined) return ` Did you mean ${quoted(suggestion)}?`;
  if (candidates.length === 0) return "";
  const names = candidates.map(quoted);
  return ` Names with that in them: ${listed(more === 0 ? names : [...names, `${more} more`])}.`;
}

/** `would empty 1 group`: what the plan comes to, by the measure of a guard. */
export function wouldDo({ guard, actual, of }: Pick<GuardReading, "guard" | "actual" | "of">): string {
  if (guard === "maxEmptied") return `would empty ${counted(actual, "group")}`;
  if (guard === "maxCreates") return `would create ${counted(actual, "group")}`;
  if (guard === "minClaiming")
    return `would leave ${actual} of ${counted(of ?? actual, "changed group")} with too few agents taking conversations`;
  const share = of === undefined || of === 0 ? "" : ` (${percent(actual, of)}%)`;
  return `would remove ${of === undefined ? counted(actual, "membership") : `${actual} of ${counted(of, "membership")}`}${share}`;
}

/** What tells the clock's empty groups from others. */
export function uncoveredHelp(groups: number): string {
  return `${groups === 1 ? "1 group is" : `${groups} groups are`} emptied by the clock: give ${groups === 1 ? "it" : "them"} a coverage that demands nobody at that time, and ${groups === 1 ? "it is" : "they are"} not counted.`;
}

/** `3 ms ahead of this machine's`: another clock, compared with ours. */
export function clockOffset(aheadMs: number): string {
  const off = Math.abs(Math.round(aheadMs));
  return `${off < 10_000 ? `${off} ms` : `${Math.round(off / 1000)} s`} ${aheadMs < 0 ? "behind" : "ahead of"} this machine's`;
}

/** `last edited 2026-11-28 03:12 UTC+8 by 8001 胡娟`. Of any kind, by anyone: it need not be why the group differs. */
export function lastEdited({ at, by, byName }: LastEdit): string {
  const who = by === undefined ? "an API client" : [by, byName].filter((part) => part !== undefined).join(" ");
  return `last edited ${chinaMinute(at)} by ${who}`;
}

/** The same as a sentence of its own, with a space before it; nothing where it is not known. */
export function editSentence(edit: LastEdit | undefined): string {
  return edit === undefined ? "" : ` It was ${lastEdited(edit)}.`;
}
