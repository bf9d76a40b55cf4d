import type { HtmlWords } from "../html.js";
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
    valid: "valid",
    invalid: "not valid",
    whole: "applied and verified",
    unproved: "applied, not verified",
    troubled: "not completely applied",
    interrupted: "interrupted",
  },
  changing: (groups) => `${counted(groups, "group")} to write`,

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
    "One row for each changed group, one column for each changed agent; the numbers are priorities. A group's name links to its details.",
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
