import type { Outcome, Result } from "../../../apply/result.js";
import type { PlanSummary } from "../../../plan/plan.js";
import { formatDuration } from "../../duration.js";
import { endingOf, isAboutName, isUnchanged } from "../../ending.js";
import { errorsIn } from "../../report.js";
import { GUARD_FLAGS } from "../guardFlags.js";
import type { Words } from "../words.js";
import { counted, listed } from "./phrases.js";

/** What renderers say around the data, in English. */
export const words: Words = {
  account: "Account",
  colon: ": ",
  joined: (items) => items.join(", "),
  comma: ", ",

  planCounts: (summary) => [
    ...some(summary.create, "to create"),
    ...some(summary.replaceMembers, "to change"),
    ...some(summary.manual, "by hand"),
    ...some(summary.unchanged, "unchanged"),
    ...some(summary.unmanaged, "not managed"),
  ],
  planSummary: (summary) =>
    `Plan: ${[
      `${summary.create} to create`,
      `${summary.replaceMembers} to change${memberships(summary)}`,
      ...some(summary.manual, "by hand"),
      `${summary.unchanged} unchanged`,
    ].join(", ")}.`,
  planCost: ({ writes, reads, etaSeconds }) =>
    `Cost: ${counted(writes, "write")}, ${counted(reads, "read")}; ${
      etaSeconds > 0 ? `the rate limits add about ${formatDuration(etaSeconds, "en")}` : "the rate limits add no wait"
    }.`,
  nothingToApply: (manual, errors) =>
    errors > 0
      ? `Nothing to apply but what ${counted(errors, "error stops", "errors stop")}.`
      : manual === 0
        ? "No changes. The account is what the files say."
        : `Nothing to apply: ${manual === 1 ? "the one difference is" : `all ${manual} differences are`} to be changed by hand in the console.`,
  planHash: "Hash",
  members: (count) => counted(count, "member"),
  memberChange: (from, to) => (from === to ? counted(to, "member") : `${from} → ${counted(to, "member")}`),
  emptied: "nobody is left in this group",
  additive: "additive: others stay",
  priority: (value) => `priority ${value}`,
  line: (line) => `line ${line}`,
  viaTeam: (team) => `via team ${team}`,
  joining: (count) => counted(count, "joins", "join"),
  leaving: (count) => counted(count, "leaves", "leave"),
  reprioritizing: (count) => `${count} reprioritized`,
  attribute: (name) => name,
  value: (_attribute, value) => value,
  byHand: "to be changed by hand in the console",
  manualHeading: (count) => `To change by hand in the console (${count}; the API cannot):`,
  ignored: (count) =>
    `${counted(count, "live group")} ${count === 1 ? "is" : "are"} not listed: unmanaged.ignore leaves ${count === 1 ? "it" : "them"} out.`,
  unmanagedHeading: (count) => `Not managed (${counted(count, "live group")} that no file names; left alone):`,
  more: (count) => `and ${count} more (--verbose lists them)`,
  guardsHeading: "Guards:",
  guardsTripped: "Guards: tripped, so apply will not start:",
  guard: ({ guard, actual, of, limit: bare, setBy }) => {
    const limit = `${bare}${bare.endsWith("%") ? " (at least 3)" : ""}${setBy === undefined ? "" : setBy === "flag" ? ` (set by ${GUARD_FLAGS[guard]})` : " (set in muster.yaml)"}`;
    if (guard === "maxRemovals")
      return `${actual}${of === undefined ? "" : ` of ${of}`} memberships to remove${share(actual, of)}, limit ${limit}`;
    if (guard === "maxEmptied") return `${counted(actual, "group")} to be left without a member, limit ${limit}`;
    if (guard === "minClaiming")
      return `${actual} of ${counted(of ?? actual, "changed group")} left with too few taking conversations, wanted at least ${limit}`;
    return `${counted(actual, "group")} to create, limit ${limit}`;
  },
  guardStops: (reading) => `A guard has tripped, so apply will not start: ${words.guard(reading)}.`,
  guardNamed: (guard) => `guard ${guard}`,
  guardHelp: ({ guard, actual: count }) => {
    const actual = guard === "minClaiming" ? 0 : count;
    return `If all of this is meant, allow it with ${GUARD_FLAGS[guard]} ${actual}, or with guards.${guard} in muster.yaml.${
      guard === "maxCreates" ? " Is it the right account? Groups cannot be deleted through the API." : ""
    }`;
  },
  staffingHeading: "Taking conversations now, in the changed groups",
  staffed: ({ before, after: { members, claiming } }) =>
    members === 0
      ? `${before?.claiming ?? 0} → no members`
      : `${before === undefined ? "" : `${before.claiming} → `}${claiming} of ${members}`,
  notKnown: (members) => `${members} not known`,

  repositoryRoot: "The root of the repository.",
  notListed: (count) => `${counted(count, "more problem")} not listed: see the output of the run.`,
  ruleHelp: "What to do about it is said with each finding.",

  severity: (severity) => severity,
  help: "help",
  related: (note) => ({ first: "first seen here", other: "the other place", definition: "defined here" })[note],
  problems: (errors, warnings, files) =>
    `${[...someOf(errors, "error"), ...someOf(warnings, "warning")].join(", ")}${files > 0 ? ` in ${counted(files, "file")}` : ""}`,
  moreProblems: (errors, warnings) =>
    `… and ${[...someOf(errors, "more error"), ...someOf(warnings, "more warning")].join(" and ")} not shown`,
  validation: (accounts) => {
    const sum = (key: "groups" | "memberships") => accounts.reduce((total, account) => total + account[key], 0);
    const counts = [counted(sum("groups"), "group"), counted(sum("memberships"), "membership")];
    return [...counts, ...(accounts.length > 1 ? [`${accounts.length} accounts`] : [])].join(", ");
  },
  validated: ({ groups, memberships, files }) =>
    `${counted(groups, "group")}, ${counted(memberships, "membership")} in ${counted(files, "file")}`,
  noProblems: "no problems",

  verb: (action) => (action === "create" ? "create" : "change"),
  outcome,
  circumstances: (one) => [
    ...(isUnchanged(one) ? ["it was so already, nothing written"] : []),
    ...(one.adopted === true ? ["its answer was lost, the group found and adopted"] : []),
    ...(one.attempts > 1 ? [`${one.attempts} writes sent`] : []),
  ],
  skippedAgents: (agents) => `left out by the server: ${agents.join(", ")}`,
  underneath: (kind, agents) =>
    `${{ added: "joined meanwhile", removed: "left meanwhile", reprioritized: "reprioritized meanwhile" }[kind]}: ${agents.join(", ")}`,
  resultSummary: (summary, duration) =>
    `Result: ${[
      `${summary.applied} applied`,
      ...some(summary.unchanged, "unchanged"),
      ...some(summary.failed, "failed"),
      ...someOf(summary.conflicts, "conflict"),
      ...some(summary.unknown, "unknown"),
      ...some(summary.skipped, "skipped"),
    ].join(", ")}, in ${duration}.`,
  calls: (total, byOperation) =>
    `${counted(total, "call")}${byOperation.length === 0 ? "" : `: ${byOperation.map(([name, calls]) => `${name} ${calls}`).join(", ")}`}.`,
  nothingWasToApply: "Nothing was to be applied.",
  leftByErrors: (errors) => `${counted(errors, "error")} in the plan stopped what it is about: see above.`,
  nextHeading: "Next:",
  next,

  dryRun: (requests) =>
    `Dry run: nothing is written. ${requests === 1 ? "This request" : `These ${requests} requests`} would be sent, in this order:`,
  dryRunEmpty: "Dry run: there is nothing to send.",
  request: (note) =>
    ({ "re-read": "re-read just before the write", write: "write", verify: "read back to verify" })[note],
};

function some(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${what}`];
}

function someOf(count: number, one: string): string[] {
  return count === 0 ? [] : [counted(count, one)];
}

function memberships(summary: PlanSummary): string {
  const parts = [
    ...(summary.membersAdded > 0 ? [counted(summary.membersAdded, "joins", "join")] : []),
    ...(summary.membersRemoved > 0 ? [counted(summary.membersRemoved, "leaves", "leave")] : []),
    ...some(summary.membersReprioritized, "reprioritized"),
  ];
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

function share(actual: number, of: number | undefined): string {
  return of === undefined || of === 0 ? "" : ` (${Math.round((actual / of) * 100)}%)`;
}

function outcome({ action, status, verified, skippedAgents }: Outcome): string {
  const says: Record<Outcome["status"], string> = {
    applied: verified
      ? "done and verified"
      : skippedAgents.length > 0
        ? "done, but not whole"
        : "done, but not verified",
    failed: "failed",
    conflict: "conflict, nothing written",
    skipped: "skipped",
    unknown: action === "create" ? "unknown: it may be there" : "unknown: it may be written",
  };
  return says[status];
}

function next(result: Result): string[] {
  const { summary, actions } = result;
  const skipped = [...new Set(actions.flatMap((action) => action.skippedAgents))];
  const unproved = actions.some(
    (action) => action.status === "applied" && !action.verified && action.skippedAgents.length === 0,
  );
  const steps: string[] = [];
  const stoppedUnproved = result.interrupted && endingOf(result) === "unproved";
  if (stoppedUnproved)
    steps.push(
      "It was stopped when everything was written, and before all of it was read back. muster plan shows whether it is there.",
    );
  else if (result.interrupted)
    steps.push("It was stopped before the end. Run muster apply again: it goes on with what is left.");
  const names = actions.filter(({ status, error }) => status === "conflict" && isAboutName(error?.code)).length;
  if (names > 0)
    steps.push(
      "A name needs a decision: do what is said of it in the files, then run muster plan and muster apply again.",
    );
  if (summary.conflicts > names)
    steps.push("Somebody changed groups meanwhile. Run muster plan again and review what it shows now.");
  if (summary.unknown > 0) steps.push("Run muster plan: it finds by name what was made, and shows what is left.");
  if (summary.failed + errorsIn(result) > 0)
    steps.push("Put right what the errors name, then run muster apply again: what is done is not done twice.");
  if (skipped.length > 0)
    steps.push(
      `The server left out ${skipped.length === 1 ? "agent" : "the agents"} ${listed(skipped)}: if the account does not have them, correct the files or create them in the console.`,
    );
  if (unproved && !stoppedUnproved) steps.push("Run muster plan to see whether what could not be read back is there.");
  if (steps.length === 0 && summary.skipped > 0) steps.push("Run muster apply again for what was skipped.");
  if (steps.length === 0 && summary.applied + summary.unchanged > 0)
    steps.push("Everything was read back: the members are what the files say.");
  return steps;
}
