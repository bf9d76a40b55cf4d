import { formatDuration } from "../../duration.js";
import type { Dialogue } from "../dialogue.js";
import { counted, listed } from "./phrases.js";

/** What the shell says while a run goes on, in English. */
export const dialogue: Dialogue = {
  approve: (accounts, writes) =>
    `Apply these changes to ${accounts.length === 1 ? "account" : "accounts"} ${listed(accounts)} (${counted(writes, "write")})?`,
  yes: "Yes, apply",
  no: "No",
  stopping: "Stopping: no new calls are started; waiting for the calls in flight.",
  givingUp: "Stopping now, without waiting for the calls in flight.",
  stoppedAtOnce: "Stopped at once. The result of the calls in flight is unknown; run muster plan to check.",
  waitingForLock: (account, pid, since) =>
    `Waiting for another apply to account ${account}: process ${pid}, since ${since}.`,
  notLocked: (detail) => `Could not lock the account against a second apply on this machine: ${detail}`,
  leftOut: (accounts) => `Nothing was applied to ${listed(accounts)}: see the errors above.`,
  nothingLeft: (expected) => `Nothing to apply: the approved plan (${expected}) is no longer needed.`,
  notSaved: (path) => `${path} was not written: a saved plan must have all accounts, and one of them has no plan.`,
  uncounted: (detail) =>
    `API calls cannot be recorded on this machine, so a run right after this one may exceed the rate limit: ${detail}`,
  unrecorded: (detail) => `The creation could not be recorded on this machine: ${detail}`,
  noDirectory: "The agent directory did not answer: there are no warnings about unknown agent numbers.",
  reading: (account) => `Reading account ${account} …`,
  progress: (done, total) => `${done} of ${total} done`,
  notApplied: (count) => `${count} not applied`,
  laneDone: (operation) => `${operation}: done`,
  writing: (operation, left) => `${operation}: ${left} left`,
  waiting: (operation, left, seconds) =>
    `${operation}: ${left} left, next in ${formatDuration(seconds, "en")} (rate limit)`,
  sharing: (operation, left, seconds) =>
    `${operation}: ${left} left, next in ${formatDuration(seconds, "en")} (rate limit, shared with other runs on this machine)`,
  resting: (operation, left, seconds) =>
    `${operation}: ${left} left, the server says that its limit is reached, next try in ${formatDuration(seconds, "en")}`,
  lane: (action) => (action === "create" ? "create" : "update members"),
  pausing: (operation, left, seconds) => `${operation}: ${left} left, next in ${formatDuration(seconds, "en")}`,
  looking: (groups) => `reply lost, looking for ${counted(groups, "group")}`,
  awaiting: (displayName, exten) =>
    `An earlier run sent the creation of ${displayName}${exten === undefined ? "" : ` (${exten})`}, which is not listed yet; waiting for it.`,
  secondLook: (seconds) =>
    `This machine has no record of earlier applies to this account. Waiting ${formatDuration(seconds, "en")} before the first creation, so that a group just created elsewhere is listed.`,
  lookingFor: (displayName) => `The reply to the creation of ${displayName} was lost; checking whether it exists.`,
  remaining: (seconds) => `about ${formatDuration(seconds, "en")} left`,
  verifying: "reading back to verify",
};
