import type { WhoWords } from "../who.js";
import { counted, listed } from "./phrases.js";

/** More groups than these are counted. */
const NAMED_AT_MOST = 5;

/** The text of `muster who`, in English. */
export const whoWords: WhoWords = {
  agent: "Agent",
  notKnown: "The account does not have this agent.",
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
  notManaged: "members unmanaged",
  additive: "additive",
  via: (team, line) => `via team ${team}, from ${line}`,
  offboarding: (entries) => `To remove the agent from every group, delete ${counted(entries, "entry", "entries")}:`,
  inTeam: (team, groups) =>
    groups.length === 0
      ? `team ${team}, which no group uses`
      : `team ${team}, for ${counted(groups.length, "group")}: ${some(groups)}`,
  names: "and then the name, which is no longer used:",
  byHand: "Manual: apply does not remove the agent from these groups; use the console:",
  notAsked: "The live account was not read (--offline).",
};

function some(groups: readonly string[]): string {
  return groups.length > NAMED_AT_MOST
    ? `${groups.slice(0, NAMED_AT_MOST).join(", ")} and ${groups.length - NAMED_AT_MOST} more`
    : listed(groups);
}
