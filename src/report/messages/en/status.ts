import type { ClaimState } from "../../../model/claims.js";
import { formatDuration } from "../../duration.js";
import type { StatusWords } from "../status.js";
import { counted } from "./phrases.js";

const STATES: Readonly<Record<ClaimState, string>> = {
  both: "PC and app",
  pc: "PC",
  app: "app",
  none: "not taking",
  unknown: "unknown",
};

/** The text of `muster status`, in English. */
export const statusWords: StatusWords = {
  time: (clock) => `at ${clock}`,
  summary: ({ groups, unstaffed }) => {
    if (groups === 0) return "There are no groups to show.";
    if (unstaffed === 0)
      return groups === 1
        ? "Agents are taking conversations in the group."
        : `Agents are taking conversations in all ${groups} groups.`;
    return `No agent is taking conversations in ${groups === 1 ? "the group" : `${unstaffed} of ${counted(groups, "group")}`}.`;
  },
  unstaffed: (groups, empty) =>
    `No agent is taking conversations (${counted(groups, "group")}${
      empty === 0 ? "" : empty === groups ? ", without members" : `, ${empty} of them without members`
    }):`,
  staffed: (groups) => `Agents are taking conversations, fewest first (${counted(groups, "group")}):`,
  noMembers: "no members",
  claiming: (claiming, members) => `${claiming} of ${members}`,
  state: (state) => STATES[state],
  count: (state, members) => `${state === "both" ? "both" : STATES[state]} ${members}`,
  notRead: "This read failed; below is the result of the last one.",
  hidden: (lines) => `… and ${counted(lines, "more line")}: make the window taller to see them`,
  slower: (seconds) =>
    `Reading every ${formatDuration(seconds, "en")}: more often would use more than half of the rate limit.`,
};
