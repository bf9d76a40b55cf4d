import type { Outcome, Result } from "../../../apply/result.js";
import { isUnchanged } from "../../../model/outcome.js";
import type { PlanSummary } from "../../../plan/plan.js";
import { formatDuration, secondsBetween } from "../../duration.js";
import { endingOf, isAboutName } from "../../ending.js";
import { errorsIn, undoesRun } from "../../report.js";
import { chinaTime } from "../../text/chinaTime.js";
import { clockText, GUARD_FLAGS, shortened } from "../shared.js";
import type { Dialogue, Words } from "../words.js";
import { clockOffset, counted, listed, uncoveredHelp, wouldDo } from "./phrases.js";
import { STORE_REASONS } from "./run.js";

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
  people: ({ membersAdded, membersRemoved, membersReprioritized }) => [
    ...(membersRemoved > 0 ? [`${membersRemoved} to remove`] : []),
    ...(membersAdded > 0 ? [`${membersAdded} to add`] : []),
    ...(membersReprioritized > 0 ? [`${membersReprioritized} to reprioritize`] : []),
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
  records: (records) =>
    ({
      store: "Creations are recorded in the store, where runs on all machines see them.",
      machine: "Creations are recorded on this machine only: runs on other machines do not see them.",
      none: "Creations cannot be recorded on this machine: after a run that is stopped, the next one may create a group twice.",
    })[records],
  nothingToApply: (manual, errors) =>
    errors > 0
      ? `Nothing to apply: ${counted(errors, "error blocks", "errors block")} part of the plan.`
      : manual === 0
        ? "No changes. The live account matches the files."
        : `Nothing to apply: ${manual === 1 ? "the only difference is manual. Change it" : `all ${manual} differences are manual. Change them`} in the console.`,
  noGroupInFiles: "Nothing to apply: the files name no group.",
  nothingButDrift: "Nothing to apply: this change writes nothing, and what was already different is left as it is.",
  nothingButLeft: (groups) =>
    `Nothing to apply. ${counted(groups, "live group is", "live groups are")} no longer managed.`,
  nothingToRevert: "Nothing to revert: every group of that run is as it was before, or has changed since.",
  planHash: "Hash",

  asked: {
    pullRequest: "Pull request",
    author: "by",
    commit: "commit",
    base: "compared with",
    run: "run",
    startedBy: "started by",
  },
  changeIsEmpty: "this change writes nothing",
  partHeading: (cause, leftBy, counts) =>
    `${
      {
        change: "By this change",
        schedule: "Due by the clock, as the files say",
        drift: "Already different before this change",
        other: "Not due by the clock",
      }[cause]
    }${
      leftBy === "kept"
        ? ": not written, since nobody would be left"
        : leftBy !== undefined
          ? `: not written with ${leftBy === "schedule" ? "--due" : "--only change"}`
          : cause === "drift"
            ? ": an apply sets it back"
            : ""
    } (${counts.join(", ")})`,
  onlyDue: "Only what is due by the clock, as the files say (--due); all else is left as it is.",
  nothingDue: (left) => `Nothing is due.${left ? " What differs otherwise is left as it is." : ""}`,
  lastEdited: (when, by) => `last edited ${when} ${by === undefined ? "by an API client" : `by ${by}`}`,
  alreadySo: (count) =>
    `${count === 1 ? "1 thing" : `${count} things`} that this change wants ${count === 1 ? "is" : "are"} so already: nothing to write for ${count === 1 ? "it" : "them"}.`,
  noLongerManagedHeading: (groups) =>
    `No longer managed (${counted(groups, "group")}; muster leaves ${groups === 1 ? "it" : "them"} alone)`,
  stillLive: ({ members, part }) =>
    part === "members" ? `only its members, ${members} live` : `still live with ${counted(members, "member")}`,
  retireHelp:
    "To retire a group, put it back into the files with retired: true. An apply empties it, and then it can be deleted in the console.",
  guardShare: (share) =>
    share === undefined
      ? ""
      : `; ${share.change} by this change, ${share.drift} already different before${
          share.byDrift
            ? ` (${share.change === 0 ? "only drift trips it" : "this change alone would not trip it"})`
            : ""
        }`,
  driftNote: (written, edited) =>
    `Already different before this change${edited === undefined ? "" : `, ${edited}`}: ${written ? "an apply sets it back" : "not written"}.`,
  scheduleNote: (written) => `Due by the clock${written ? "" : ": not written"}.`,
  sentenceGap: ". ",
  members: (count) => counted(count, "member"),
  memberChange: (from, to) => (from === to ? counted(to, "member") : `${from} → ${counted(to, "member")}`),
  emptied: "nobody left",
  oneLeft: "1 left",
  owner: (name) => `owner ${name}`,
  description: (text) => `about: ${text}`,
  retired: "retired: delete it in the console afterwards",
  additive: "additive: other members stay",
  priority: (value) => `priority ${value}`,
  line: (line) => `line ${line}`,
  viaTeam: (team) => `via team ${team}`,
  until: (time) => `until ${clockText(time)}`,
  plannedFor: (at) =>
    `Planned for ${clockText(at)}: what the files want then, beside the account as it is now. It cannot be applied.`,
  validUntil: (at) => `Valid until ${clockText(at)}: then the files want something else.`,
  upcomingHeading: "Coming up",
  laterHeading: (instants) => `By this change, later (${counted(instants, "time")})`,
  noLonger: (texts) => `no longer: ${texts.join(", ")}`,
  changeIsLater: (instants) => `this change writes nothing now, and changes ${counted(instants, "later time")}`,
  nothingButLater: (instants) =>
    `Nothing to apply now: this change is about later, ${counted(instants, "time")} within 31 days.`,
  turn: ({ groups, joins, leaves, reprioritized, seconds }) =>
    `${[counted(groups, "group"), ...some(leaves, "removed"), ...some(joins, "added"), ...some(reprioritized, "reprioritized")].join(", ")}${seconds > 0 ? `; the rate limits make it about ${formatDuration(seconds, "en")}` : ""}`,
  moreTurns: (instants) => `and ${counted(instants, "later time")} (muster schedule shows them)`,
  atTime: (at) => clockText(at),
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
  unmanagedHeading: (count) =>
    `Unmanaged (${counted(count, "live group")} in no file, left alone; muster pull writes ${count === 1 ? "it" : "them"} into files):`,
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
          : reading.setBy === "waiver"
            ? ` (set by a waiver until the end of ${reading.until ?? ""}: ${shortened(reading.reason ?? "")})`
            : " (set in muster.yaml)";
    const due = reading.schedule === undefined ? "" : `; not counted: ${reading.schedule} by the clock`;
    return `${wouldDo(reading)}; the ${reading.guard === "minClaiming" ? "minimum" : "limit"} is ${reading.limit}${percent}${set}${due}`;
  },
  guardStops: (reading, share) =>
    `A guard tripped, so apply will not start: the plan ${words.guard(reading)}${words.guardShare(share)}.`,
  guardNamed: (guard) => `guard ${guard}`,
  guardHelp: ({ guard, actual: count, uncovered = 0 }) => {
    const actual = guard === "minClaiming" ? 0 : count;
    return `${
      guard === "maxCreates" ? "First check that this is the right account: the API cannot delete groups. " : ""
    }If this is intended, make the change in smaller steps, or allow it: for one run at a terminal with ${GUARD_FLAGS[guard]} ${actual}, in a pull request with a waiver in muster.yaml.${
      guard === "maxEmptied" ? " A group that is to be deleted needs neither: mark it retired: true." : ""
    }${uncovered > 0 ? ` ${uncoveredHelp(uncovered)}` : ""}`;
  },
  failedOn: ({ guards, codes }) =>
    `Failed because of --fail-on: ${[
      ...guards.map((guard) => `guard ${guard} tripped`),
      ...codes.map(({ code, count }) => (count === 1 ? code : `${count} × ${code}`)),
    ].join(", ")}.`,
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
  notStarted: (count) => `${count} not started`,
  sameForOthers: (count) => `The same for ${count === 1 ? "the other" : `the ${count} others`}.`,
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
  const { summary, actions, manual } = result;
  const again = result.run === undefined ? "muster apply" : "this job";
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
    steps.push(`The run was stopped before the end. Run ${again} again: it continues with the rest.`);
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
    steps.push(`Fix the errors, then run ${again} again: it repeats nothing that was applied.`);
  if (skipped.length > 0)
    steps.push(
      `The server skipped ${skipped.length === 1 ? "agent" : "agents"} ${listed(skipped)}. If the account does not have ${skipped.length === 1 ? "it" : "them"}, correct the files, or create ${skipped.length === 1 ? "it" : "them"} in the console.`,
    );
  if (unproved && !stoppedUnproved) steps.push("Run muster plan to check the changes that could not be verified.");
  if (steps.length === 0 && summary.skipped > 0) steps.push(`Run ${again} again for the skipped groups.`);
  if (steps.length === 0 && summary.applied + summary.unchanged > 0)
    steps.push(
      undoesRun(result)
        ? "Everything was verified: the groups are as they were before that run."
        : result.only === undefined
          ? "Everything was verified: the live members match the files."
          : result.only === "schedule"
            ? "Everything was verified. What is not due by the clock was left as it is."
            : "Everything was verified. What differed before this change was left as it is.",
    );
  if (manual.length > 0)
    steps.push(
      `${manual.length === 1 ? "1 change is" : `${manual.length} changes are`} still to be made manually in the console: the API cannot make ${manual.length === 1 ? "it" : "them"}.`,
    );
  return steps;
}

/** What the shell says while a run goes on, in English. */
export const dialogue: Dialogue = {
  approve: (accounts, writes) =>
    `Apply these changes to ${accounts.length === 1 ? "account" : "accounts"} ${listed(accounts)} (${counted(writes, "write")})?`,
  yes: "Yes, apply",
  no: "No",
  stopping: "Stopping: no new calls are started; waiting for the calls in flight.",
  givingUp: "Stopping now, without waiting for the calls in flight.",
  stoppedAtOnce: "Stopped at once. The result of the calls in flight is unknown; run muster plan to check.",
  waitingForLock: (account, { pid, since, host, job }) =>
    `Waiting for another apply to account ${account}: process ${pid}${host === undefined ? "" : ` on ${host}`}, since ${since}${job === undefined ? "" : `, in the job ${job}`}.`,
  notLocked: (detail) => `Could not lock the account against a second apply on this machine: ${detail}`,
  leftOut: (accounts) => `Nothing was applied to ${listed(accounts)}: see the errors above.`,
  nothingLeft: (expected) => `Nothing to apply: the approved plan (${expected}) is no longer needed.`,
  saved: (path, hashes) => `Saved to ${path}: ${hashes.join(", ")}`,
  notSaved: (path) => `${path} was not written: a saved plan must have all accounts, and one of them has no plan.`,
  settingsAbove: (path) => `Using ${path}; files are named from its folder.`,
  notChosen: (accounts) =>
    `Left out: ${accounts.length === 1 ? "account" : "accounts"} ${listed(accounts)}, with none of these paths.`,
  uncounted: (detail) =>
    `API calls cannot be recorded on this machine, so a run right after this one may exceed the rate limit: ${detail}`,
  storeOpened: (account, { where, offsetMs, roundTripMs }) =>
    `[${account}] store ${where}: its clock is ${clockOffset(offsetMs)}, an answer takes ${Math.round(roundTripMs)} ms`,
  storeSlow: ({ where, roundTripMs }) =>
    `The store ${where} takes ${Math.round(roundTripMs)} ms to answer. Each write and each creation waits for it several times: use a server that is nearer.`,
  storeLost: (account, { where, reason, detail }) =>
    `The store${where === "" ? "" : ` ${where}`} cannot be used any more: ${STORE_REASONS[reason]}${detail === "" ? "" : ` (${detail})`}. Until it can, account ${account} keeps to the rate limit on its own, and no group is created.`,
  storeDamaged: (account, key) =>
    `The store's text "${key}" of account ${account} is damaged, or was not written by muster. What cannot be read counts as not there.`,
  unrecorded: (detail) => `The creation could not be recorded on this machine: ${detail}`,
  noDirectory:
    "The agent directory did not answer: there are no warnings about unknown agent numbers and disabled agents.",
  reading: (account) => `Reading account ${account} …`,
  progress: (done, total) => `${done} of ${total} done`,
  notApplied: (count) => `${count} not applied`,
  laneDone: (operation) => `${operation}: done`,
  writing: (operation, left) => `${operation}: ${left} left`,
  waiting: (operation, left, seconds) =>
    `${operation}: ${left} left, next in ${formatDuration(seconds, "en")} (rate limit)`,
  sharing: (operation, left, seconds) =>
    `${operation}: ${left} left, next in ${formatDuration(seconds, "en")} (rate limit, shared with other runs)`,
  resting: (operation, left, seconds) =>
    `${operation}: ${left} left, the server says that its limit is reached, next try in ${formatDuration(seconds, "en")}`,
  lane: (action) => (action === "create" ? "create" : "update members"),
  pausing: (operation, left, seconds) => `${operation}: ${left} left, next in ${formatDuration(seconds, "en")}`,
  looking: (groups) => `reply lost, looking for ${counted(groups, "group")}`,
  awaiting: (displayName, exten) =>
    `An earlier run sent the creation of ${displayName}${exten === undefined ? "" : ` (${exten})`}, which is not listed yet; waiting for it.`,
  secondLook: (seconds, isNewStore) =>
    `${isNewStore ? "The store has only just begun to record this account." : "This machine has no record of earlier applies to this account."} Waiting ${formatDuration(seconds, "en")} before the first creation, so that a group just created elsewhere is listed.`,
  lookingFor: (displayName) => `The reply to the creation of ${displayName} was lost; checking whether it exists.`,
  remaining: (seconds) => `about ${formatDuration(seconds, "en")} left`,
  verifying: "reading back to verify",
};
