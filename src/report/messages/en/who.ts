import type { WhoWords } from "../who.js";
import { counted, listed } from "./phrases.js";

/** More groups than these are counted. */
const NAMED_AT_MOST = 5;

/** The text of `muster who`, in English. */
export const whoWords: WhoWords = {
  agent: "Agent",
  notKnown: "This account does not know the agent.",
  nowhere: (offline) => (offline ? "In no group of the files." : "In no group, neither in the files nor live."),
  heading: (where, count) =>
    ({
      both: `In the files and live (${count}):`,
      files: `Only in the files, not live (${count}):`,
      live: `Only live, not in the files (${count}):`,
      unread: `In the files (${count}):`,
    })[where ?? "unread"],
  priority: (desired, live) =>
    desired !== undefined && live !== undefined && desired !== live
      ? `priority ${desired} in the files, ${live} live`
      : `priority ${desired ?? live}`,
  notManaged: "members not managed by the files",
  additive: "additive",
  via: (team, line) => `via team ${team}, from ${line}`,
  offboarding: (entries) => `To take the agent out of every group, delete ${counted(entries, "entry", "entries")}:`,
  inTeam: (team, groups) =>
    groups.length === 0
      ? `team ${team}, which no group uses`
      : `team ${team}, for ${counted(groups.length, "group")}: ${some(groups)}`,
  names: "and then the name, which nothing needs any more:",
  byHand: "By hand in the console, since no apply takes the agent out there:",
  notAsked: "The live account was not asked (--offline).",
};

function some(groups: readonly string[]): string {
  return groups.length > NAMED_AT_MOST
    ? `${groups.slice(0, NAMED_AT_MOST).join(", ")} and ${groups.length - NAMED_AT_MOST} more`
    : listed(groups);
}
