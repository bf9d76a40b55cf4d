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
    partial: "Not everything was applied to",
  },
  noChanges: "no changes",
  people: ({ membersAdded, membersRemoved, membersReprioritized }) => [
    ...(membersAdded > 0 ? [counted(membersAdded, "joins", "join")] : []),
    ...(membersRemoved > 0 ? [counted(membersRemoved, "leaves", "leave")] : []),
    ...(membersReprioritized > 0 ? [`${membersReprioritized} reprioritized`] : []),
  ],
  emptied: (groups) =>
    groups === 1 ? "1 group would be left without a member" : `${groups} groups would be left without a member`,
  leaving: (memberships) => `Who leaves (${memberships})`,
  joining: (memberships) => `Who joins (${memberships})`,
  reprioritizing: (memberships) => `Who gets another priority (${memberships})`,
  changes: (groups) => `Groups that change (${groups})`,
  column: {
    group: "Group",
    members: "Members",
    change: "Change",
    place: "Where",
    call: "Call",
    purpose: "Purpose",
  },
  newGroup: "new",
  empty: "nobody left",
  additive: "others stay",
  detail: (groups) => `Every change, agent by agent (${counted(groups, "group")})`,
  manual: (count) => `To change by hand in the console (${count}; the API cannot)`,
  unmanaged: (count) => `Not managed: ${counted(count, "live group")} that no file names, left alone`,
  findings: "Worth a look",
  guards: "Guards",
  guardsTripped: "A guard has tripped: apply will not start",
  applied: (count) => `Done and verified (${count})`,
  nextSteps: "Next",
  requests: (count) => `What apply would send (${counted(count, "request")}, in this order)`,
  bodies: (count) => `The bodies of ${counted(count, "request")}`,
  more: (count) => `and ${count} more`,
  moreAccounts: (count) => `${counted(count, "more account")} not shown here.`,
  leftOut: (what) =>
    `${
      {
        detail: "Shortened to fit: the changes agent by agent are left out.",
        people: "Shortened to fit: some agents are only counted.",
        groups: "Shortened to fit: groups are only counted.",
      }[what]
    } The log and the summary of this job have more; muster plan shows everything.`,
  valid: "The files are right",
  invalid: "The files have problems",
  noPlace: "Without a place in a file",
  planChanged: "Not applied: the plan has changed",
  planChangedMeans:
    "Since the plan was made, the account or the files have moved on, so nothing was written. Look at the plan as it is now, and approve that one.",
  failure: ({ command, exitCode }) => {
    if (exitCode === 3) return `muster ${command} stopped: a person has to decide`;
    if (exitCode === 130) return `muster ${command} was interrupted`;
    return command === "validate" ? "muster validate failed" : `muster ${command} failed`;
  },
  failureMeans: ({ command, exitCode }) => {
    if (exitCode === 3)
      return "This is no malfunction. muster does not go on by itself from here: look at what follows, decide, and start it again.";
    if (exitCode === 130) return "Somebody, or the runner, stopped it before the end. It can be started again.";
    return command === "plan"
      ? "There is no plan that could be trusted. Put right what follows, and run it again."
      : "Put right what follows, and run it again.";
  },
};
