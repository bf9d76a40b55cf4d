import type { MarkdownWords } from "../markdown.js";
import { counted } from "./phrases.js";

/** What Markdown says, in English. */
export const markdownWords: MarkdownWords = {
  plan: "Plan for",
  plans: (accounts) => `Plans for ${counted(accounts, "account")}`,
  results: (accounts) => `Results for ${counted(accounts, "account")}`,
  dryRun: "Dry run for",
  ended: {
    whole: "Applied to",
    unproved: "Applied, but not verified:",
    partial: "Not completely applied to",
  },
  noChanges: "no changes",
  people: ({ membersAdded, membersRemoved, membersReprioritized }) => [
    ...(membersAdded > 0 ? [`${membersAdded} added`] : []),
    ...(membersRemoved > 0 ? [`${membersRemoved} removed`] : []),
    ...(membersReprioritized > 0 ? [`${membersReprioritized} reprioritized`] : []),
  ],
  emptied: (groups) => (groups === 1 ? "1 group would have no members" : `${groups} groups would have no members`),
  leaving: (memberships) => `Removed (${memberships})`,
  joining: (memberships) => `Added (${memberships})`,
  reprioritizing: (memberships) => `Reprioritized (${memberships})`,
  changes: (groups) => `Changed groups (${groups})`,
  column: {
    group: "Group",
    members: "Members",
    change: "Change",
    place: "Where",
    call: "Call",
    purpose: "Purpose",
  },
  newGroup: "new",
  empty: "emptied",
  additive: "others stay",
  detail: (groups) => `Every change, agent by agent (${counted(groups, "group")})`,
  manual: (count) => `Manual (${count}; the API cannot change these, use the console)`,
  unmanaged: (count) => `Unmanaged: ${counted(count, "live group")} in no file, left alone`,
  findings: "Findings",
  guards: "Guards",
  guardsTripped: "A guard tripped: apply will not start",
  applied: (count) => `Applied and verified (${count})`,
  nextSteps: "Next",
  requests: (count) => `What apply would send (${counted(count, "request")}, in this order)`,
  bodies: (count) => `Bodies of ${counted(count, "request")}`,
  more: (count) => `and ${count} more`,
  moreAccounts: (count) => `${counted(count, "more account")} not shown here.`,
  leftOut: (what) =>
    `${
      {
        detail: "Shortened: the changes agent by agent are left out.",
        people: "Shortened: some agents are only counted.",
        groups: "Shortened: groups are only counted.",
      }[what]
    } See the log and the summary of this job for more, or run muster plan for everything.`,
  valid: "The files are valid",
  invalid: "The files are not valid",
  noPlace: "Not about a file",
  planChanged: "Not applied: the plan has changed",
  planChangedMeans:
    "The account or the files changed since the plan, so nothing was written. Review and approve the new plan.",
  failure: ({ command, exitCode }) => {
    if (exitCode === 3) return `muster ${command} stopped: a person must decide`;
    if (exitCode === 130) return `muster ${command} was interrupted`;
    return command === "validate" ? "muster validate failed" : `muster ${command} failed`;
  },
  failureMeans: ({ command, exitCode }) => {
    if (exitCode === 3)
      return "This is not a failure: muster stopped so that a person decides. Read the messages below, decide, and run it again.";
    if (exitCode === 130) return "A person or the runner stopped it before the end. It can be run again.";
    return command === "plan"
      ? "There is no complete plan. Fix the problems below, and run it again."
      : "Fix the problems below, and run it again.";
  },
};
