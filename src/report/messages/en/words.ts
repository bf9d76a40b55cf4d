import type { Outcome, Result } from "../../../apply/result.js";
import { isUnchanged } from "../../../model/outcome.js";
import type { PlanSummary } from "../../../plan/plan.js";
import { formatDuration, secondsBetween } from "../../duration.js";
import { endingOf, isAboutName } from "../../ending.js";
import { errorsIn } from "../../report.js";
import { chinaTime } from "../../text/chinaTime.js";
import { GUARD_FLAGS } from "../guardFlags.js";
import type { Words } from "../words.js";
import { counted, listed, wouldDo } from "./phrases.js";

/** What renderers say around the data, in English. */
export const words: Words = {
  account: "Account",
  colon: ": ",
  joined: (items) => items.join(", "),
  comma: ", ",

  planCounts: (summary) => [
    ...some(summary.create, "to create"),
    ...some(summary.replaceMembers, "to update members"),
    ...some(summary.manual, "manual"),
    ...some(summary.unchanged, "unchanged"),
    ...some(summary.unmanaged, "unmanaged"),
  ],
  planSummary: (summary) =>
    `Plan: ${[
      `${summary.create} to create`,
      `${summary.replaceMembers} to update members${memberships(summary)}`,
      ...some(summary.manual, "manual"),
      `${summary.unchanged} unchanged`,
    ].join(", ")}.`,
  planCost: ({ writes, reads, etaSeconds }) =>
    `API calls: ${counted(writes, "write")}, ${counted(reads, "read")}; ${
      etaSeconds > 0 ? `the rate limits add about ${formatDuration(etaSeconds, "en")}` : "no wait for the rate limits"
    }.`,
  nothingToApply: (manual, errors) =>
    errors > 0
      ? `Nothing to apply: ${counted(errors, "error blocks", "errors block")} part of the plan.`
      : manual === 0
        ? "No changes. The live account matches the files."
        : `Nothing to apply: ${manual === 1 ? "the only difference is manual. Change it" : `all ${manual} differences are manual. Change them`} in the console.`,
  planHash: "Hash",
  members: (count) => counted(count, "member"),
  memberChange: (from, to) => (from === to ? counted(to, "member") : `${from} → ${counted(to, "member")}`),
  emptied: "would have no members",
  additive: "additive: other members stay",
  priority: (value) => `priority ${value}`,
  line: (line) => `line ${line}`,
  viaTeam: (team) => `via team ${team}`,
  joining: (count) => `${count} added`,
  leaving: (count) => `${count} removed`,
  reprioritizing: (count) => `${count} reprioritized`,
  attribute: (name) => name,
  value: (_attribute, value) => value,
  byHand: "manual: change it in the console",
  manualHeading: (count) => `Manual (${count}; the API cannot change these, use the console):`,
  against: (liveAt, createdAt) =>
    `Planned against a snapshot of ${chinaTime(liveAt)}, ${formatDuration(secondsBetween(liveAt, createdAt), "en")} old. Later changes are not in it; an apply reads the account again.`,
  ignored: (count) =>
    `${counted(count, "live group is", "live groups are")} not listed: unmanaged.ignore leaves ${count === 1 ? "it" : "them"} out.`,
  unmanagedHeading: (count) => `Unmanaged (${counted(count, "live group")} in no file; left alone):`,
  more: (count) => `and ${count} more (--verbose lists them)`,
  guardsHeading: "Guards:",
  guardsTripped: "Guards: tripped, so apply will not start:",
  guard: (reading) => {
    const percent = reading.limit.endsWith("%") ? " (at least 3)" : "";
    const set =
      reading.setBy === undefined
        ? ""
        : reading.setBy === "flag"
          ? ` (set by ${GUARD_FLAGS[reading.guard]})`
          : " (set in muster.yaml)";
    return `${wouldDo(reading)}; the ${reading.guard === "minClaiming" ? "minimum" : "limit"} is ${reading.limit}${percent}${set}`;
  },
  guardStops: (reading) => `A guard tripped, so apply will not start: the plan ${words.guard(reading)}.`,
  guardNamed: (guard) => `guard ${guard}`,
  guardHelp: ({ guard, actual: count }) => {
    const actual = guard === "minClaiming" ? 0 : count;
    return `If this is intended, allow it with ${GUARD_FLAGS[guard]} ${actual}, or with guards.${guard} in muster.yaml.${
      guard === "maxCreates" ? " First check that this is the right account: the API cannot delete groups." : ""
    }`;
  },
  staffingHeading: "Agents taking conversations now, in the changed groups",
  staffed: ({ before, after: { members, claiming } }) =>
    members === 0
      ? `${before?.claiming ?? 0} → no members`
      : `${before === undefined ? "" : `${before.claiming} → `}${claiming} of ${members}`,
  notKnown: (members) => `${members} not known`,

  repositoryRoot: "The root of the repository.",
  notListed: (count) => `${counted(count, "more problem")} not listed: see the output of the run.`,
  ruleHelp: "Each finding says what to do.",

  severity: (severity) => severity,
  help: "help",
  related: (note) => ({ first: "first seen here", other: "also here", definition: "defined here" })[note],
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

  verb: (action) => (action === "create" ? "create" : "update members"),
  outcome,
  circumstances: (one) => [
    ...(isUnchanged(one) ? ["no write needed"] : []),
    ...(one.adopted === true ? ["the reply was lost; the group was found and adopted"] : []),
    ...(one.attempts > 1 ? [`${one.attempts} writes sent`] : []),
  ],
  skippedAgents: (agents) => `skipped by the server: ${agents.join(", ")}`,
  underneath: (kind, agents) => `${kind} since the plan: ${agents.join(", ")}`,
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
    `${counted(total, "API call")}${byOperation.length === 0 ? "" : `: ${byOperation.map(([name, calls]) => `${name} ${calls}`).join(", ")}`}.`,
  nothingWasToApply: "There was nothing to apply.",
  leftByErrors: (errors) => `${counted(errors, "error")} blocked part of the plan: see above.`,
  nextHeading: "Next:",
  next,

  dryRun: (requests) =>
    `Dry run: nothing is written. apply would send ${requests === 1 ? "this request" : `these ${requests} requests, in this order`}:`,
  dryRunEmpty: "Dry run: there is nothing to send.",
  request: (note) =>
    ({ "re-read": "read again just before the write", write: "write", verify: "read back to verify" })[note],
};

function some(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${what}`];
}

function someOf(count: number, one: string): string[] {
  return count === 0 ? [] : [counted(count, one)];
}

function memberships(summary: PlanSummary): string {
  const parts = [
    ...some(summary.membersAdded, "added"),
    ...some(summary.membersRemoved, "removed"),
    ...some(summary.membersReprioritized, "reprioritized"),
  ];
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

function outcome({ action, status, verified, skippedAgents }: Outcome): string {
  const says: Record<Outcome["status"], string> = {
    applied: verified
      ? "applied and verified"
      : skippedAgents.length > 0
        ? "applied, but the server skipped agents"
        : "applied, not verified",
    failed: "failed",
    conflict: "conflict, nothing written",
    skipped: "skipped",
    unknown: action === "create" ? "unknown: the group may exist" : "unknown: it may have been written",
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
      "The run was stopped after the last write, before everything was verified. Run muster plan to check what is live.",
    );
  else if (result.interrupted)
    steps.push("The run was stopped before the end. Run muster apply again: it continues with the rest.");
  const names = actions.filter(({ status, error }) => status === "conflict" && isAboutName(error?.code)).length;
  if (names > 0)
    steps.push(
      "A group name needs a decision. Change the files as the help says, then run muster plan and muster apply again.",
    );
  if (summary.conflicts > names)
    steps.push("Groups changed since the plan. Run muster plan again and review the new plan.");
  if (summary.unknown > 0)
    steps.push("Run muster plan: it finds created groups by name, and shows what is still to do.");
  if (summary.failed + errorsIn(result) > 0)
    steps.push("Fix the errors, then run muster apply again: it repeats nothing that was applied.");
  if (skipped.length > 0)
    steps.push(
      `The server skipped ${skipped.length === 1 ? "agent" : "agents"} ${listed(skipped)}. If the account does not have ${skipped.length === 1 ? "it" : "them"}, correct the files, or create ${skipped.length === 1 ? "it" : "them"} in the console.`,
    );
  if (unproved && !stoppedUnproved) steps.push("Run muster plan to check the changes that could not be verified.");
  if (steps.length === 0 && summary.skipped > 0) steps.push("Run muster apply again for the skipped groups.");
  if (steps.length === 0 && summary.applied + summary.unchanged > 0)
    steps.push("Everything was verified: the live members match the files.");
  return steps;
}
