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
    tripped: "guard tripped: apply will not start",
    unchanged: "no changes",
    byHand: "only changes by hand",
    valid: "valid",
    invalid: "not valid",
    whole: "applied and verified",
    unproved: "applied, not verified",
    troubled: "not everything is applied",
    interrupted: "interrupted",
  },
  changing: (groups) => `${counted(groups, "group")} to write`,

  kinds: {
    created: "new",
    changed: "changed",
    emptied: "emptied",
    joined: "joined",
    left: "left",
    moved: "moved",
    reprioritized: "reprioritized",
    trouble: "trouble",
  },
  marks: {
    joined: "joins",
    left: "leaves",
    "moved-in": "moves in",
    "moved-out": "moves out",
    reprioritized: "reprioritized",
  },
  stays: "stays",
  filters: "Filters",
  find: "Find",
  findHint: "Group, agent, file",
  onlyWith: "Only groups",
  onlyAccounts: "Only accounts",
  shown: "{n} of {of} groups",
  nothingShown: "No group matches these filters.",

  picture: "Who changes where",
  pictureNote:
    "A row for each group that changes, a column for each agent who does; the numbers are priorities. A group's name leads to its details.",
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
  stayingCounted: (count) => `${counted(count, "member")} unchanged, not listed here: the JSON plan has them.`,
  from: "from",
  to: "to",
  andMore: (count) => `and ${count} more`,

  manual: "By hand",
  manualNote: "The API cannot change these. Somebody has to, in the console.",
  setting: "Setting",
  live: "Now",
  desired: "In the files",
  unmanaged: "Not managed",
  unmanagedNote: "Live groups that no file names. They are left alone.",
  guards: "Guards",
  guardsTripped: "A guard is tripped, so apply will not start",
  findings: "Findings",
  outcomes: "What needs a look",
  requests: "Requests, in order",
  bodiesLeftOut: "The bodies would make this page too long; --format json has them.",
  accounts: "Accounts",
  movers: "agents move",
  unchanged: "unchanged",
  stillStaffed: (groups) => `Somebody takes conversations in ${counted(groups, "changed group")}`,
};
