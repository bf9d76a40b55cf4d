import type { ClaimState } from "../../../moor/claims.js";
import { formatDuration } from "../../duration.js";
import type { StatusWords } from "../status.js";
import { counted } from "./phrases.js";

const STATES: Readonly<Record<ClaimState, string>> = {
  both: "PC and app",
  pc: "PC",
  app: "app",
  none: "nowhere",
  unknown: "not known",
};

/** The text of `muster status`, in English. */
export const statusWords: StatusWords = {
  time: (clock) => `at ${clock}`,
  summary: ({ groups, unstaffed }) => {
    if (groups === 0) return "There is no group to show.";
    if (unstaffed === 0)
      return `Somebody is taking conversations in ${groups === 1 ? "the group" : `all ${groups} groups`}.`;
    return `Nobody is taking conversations in ${groups === 1 ? "the group" : `${unstaffed} of ${counted(groups, "group")}`}.`;
  },
  unstaffed: (groups, empty) =>
    `Nobody takes conversations (${counted(groups, "group")}${
      empty === 0 ? "" : empty === groups ? ", without members" : `, ${empty} of them without members`
    }):`,
  staffed: (groups) => `Somebody takes conversations, fewest first (${counted(groups, "group")}):`,
  noMembers: "no members",
  claiming: (claiming, members) => `${claiming} of ${members}`,
  state: (state) => STATES[state],
  count: (state, members) => `${state === "both" ? "both" : STATES[state]} ${members}`,
  notRead: "This look failed; below is what the last one saw.",
  hidden: (lines) => `… and ${counted(lines, "more line")}, in a taller window`,
  slower: (seconds) =>
    `Looking every ${formatDuration(seconds, "en")}: more often would take more than half of what the rate limit allows.`,
};
