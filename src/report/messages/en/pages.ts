import type { ChatWords, HtmlWords, MarkdownWords } from "../pages.js";
import { counted } from "./phrases.js";

const COMMANDS = { validate: "Validation", plan: "Plan", apply: "Apply" } as const;

/** The words of the HTML page, in English. */
export const htmlWords: HtmlWords = {
  lang: "en",
  titles: { validation: "Validation", plans: "Plan", results: "Result", "dry-runs": "Dry run" },
  failure: (command, exitCode) =>
    `${COMMANDS[command]} ${exitCode === 130 ? "was interrupted" : exitCode === 3 ? "stopped" : "failed"}`,
  exitCode: (code) => `exit code ${code}`,
  writtenBy: (version) => `Written by muster ${version}`,

  standing: {
    tripped: "guard tripped, apply will not start",
    unchanged: "no changes",
    byHand: "only manual changes",
    drifted: "only what was already different",
    valid: "valid",
    invalid: "not valid",
    whole: "applied and verified",
    unproved: "applied, not verified",
    troubled: "not completely applied",
    interrupted: "interrupted",
  },
  changing: (groups) => `${counted(groups, "group")} to write`,
  change: "This change",
  worst: "Groups left with nobody, or with one member",
  remnants: { nobody: "nobody left", one: "1 left" },

  kinds: {
    created: "create",
    changed: "update members",
    emptied: "emptied",
    joined: "added",
    left: "removed",
    moved: "moved",
    reprioritized: "reprioritized",
    trouble: "problem",
  },
  marks: {
    joined: "added",
    left: "removed",
    "moved-in": "moved in",
    "moved-out": "moved out",
    reprioritized: "reprioritized",
  },
  stays: "unchanged",
  filters: "Filters",
  find: "Find",
  findHint: "Group, agent, file",
  onlyWith: "Only groups",
  onlyAccounts: "Only accounts",
  shown: "{n} of {of} groups",
  nothingShown: "No group matches these filters.",

  picture: "Overview",
  pictureNote:
    "One row for each changed group, one column for each changed agent; a number is a priority other than 0. A group's name links to its details.",
  part: (part, of) => `Part ${part} of ${of}`,
  groups: "Groups, before and after",
  columns: {
    group: "Group",
    members: "Members",
    change: "Change",
    agent: "Agent",
    before: "Before",
    after: "After",
    where: "Where",
  },
  isNew: "new",
  staying: (count) => `${counted(count, "member")} unchanged`,
  stayingCounted: (count) => `${counted(count, "member")} unchanged, not listed here; see the JSON plan.`,
  from: "from",
  to: "to",
  andMore: (count) => `and ${count} more`,

  manual: "Manual",
  manualNote: "The API cannot change these. Change them in the console.",
  setting: "Setting",
  live: "Live",
  desired: "In the files",
  unmanaged: "Unmanaged",
  unmanagedNote: "Live groups in no file. They are left alone.",
  guards: "Guards",
  guardsTripped: "A guard tripped, so apply will not start",
  findings: "Findings",
  outcomes: "Problems",
  requests: "Requests, in order",
  bodiesLeftOut: "The request bodies are too long for this page; see --format json.",
  accounts: "Accounts",
  movers: "agents moved",
  unchanged: "unchanged",
  stillStaffed: (groups) => `Agents are taking conversations in ${counted(groups, "changed group")}`,
};

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
  emptied: (groups) => `${counted(groups, "group")} would have nobody left`,
  oneLeft: (groups) => `${counted(groups, "group")} would have 1 member left`,
  leaving: (memberships) => `To remove (${memberships})`,
  joining: (memberships) => `To add (${memberships})`,
  reprioritizing: (memberships) => `To reprioritize (${memberships})`,
  changes: (groups) => `Changed groups (${groups})`,
  column: {
    group: "Group",
    members: "Members",
    change: "Change",
    place: "Where",
    lastEdit: "Last edited",
    call: "Call",
    purpose: "Purpose",
  },
  newGroup: "new",
  empty: "nobody left",
  one: "1 left",
  additive: "others stay",
  detail: (shown, groups) =>
    shown === groups
      ? `Every change, agent by agent (${counted(groups, "group")})`
      : `Agent by agent: the first ${shown} of ${groups} groups`,
  manual: (count) => `Manual (${count}; the API cannot change these, use the console)`,
  unmanaged: (count) => `Unmanaged: ${counted(count, "live group")} in no file, left alone`,
  findings: "Findings",
  guards: "Guards",
  guardsTripped: "A guard tripped: apply will not start",
  finePrint: "Guards, API calls and hash",
  applied: (count) => `Applied and verified (${count})`,
  nextSteps: "Next",
  requests: (count) => `What apply would send (${counted(count, "request")}, in this order)`,
  bodies: (count) => `Bodies of ${counted(count, "request")}`,
  more: (count) => `and ${count} more`,
  moreAccounts: (count) => `${counted(count, "more account")} not shown here.`,
  leftOut: (what) =>
    `${
      {
        detail: "Shortened to fit: not every change is listed agent by agent.",
        people: "Shortened to fit: some are only counted.",
        rest: "Shortened to fit: the groups that lose the most are listed, the others are only counted.",
        groups: "Shortened to fit: groups are only counted.",
      }[what]
    } See the log and the summary of this job for more, or run muster plan for everything.`,
  resultLeftOut: "Shortened to fit: not everything is listed. See the log and the summary of this job for more.",
  valid: "The files are valid",
  invalid: "The files are not valid",
  noPlace: "Not about a file",
  planApplied: "The plan that was applied",
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

/** What messages for chats say, in English. */
export const chatWords: ChatWords = {
  waiting: "changes to apply",
  drift: "already different before this change",
  differs: "the account differs from the files",
  manual: "only manual changes",
  blocked: "errors block part of the plan",
  understaffed: "too few agents would take conversations, so apply will not start",
  ended: {
    whole: "applied and verified",
    unproved: "applied, but not verified",
    partial: "not completely applied",
  },
  stopped: "interrupted before the end",
  failed: "failed",
  failure: ({ command, exitCode }) => {
    if (exitCode === 3) return `${command} stopped: a person must decide`;
    return exitCode === 130 ? `${command} was interrupted` : `${command} failed`;
  },
  removed: "removed",
  added: "added",
  unstaffed: (groups) => `Nobody takes conversations after the change (${counted(groups, "group")})`,
  trouble: (groups) => `Not applied, or not verified (${counted(groups, "group")})`,
  shortened: "Shortened: the run's page and reports have the rest.",
};
