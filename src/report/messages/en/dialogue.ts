import { formatDuration } from "../../duration.js";
import type { Dialogue } from "../dialogue.js";
import { counted, listed } from "./phrases.js";

/** What the shell says while a run goes on, in English. */
export const dialogue: Dialogue = {
  approve: (accounts, writes) =>
    `Apply this to ${accounts.length === 1 ? "account" : "accounts"} ${accounts.join(", ")} (${counted(writes, "write")})?`,
  yes: "Yes, apply",
  no: "No",
  stopping: "Stopping: nothing new is started, calls in flight are awaited.",
  givingUp: "Calls in flight are not awaited any longer.",
  stoppedAtOnce: "Stopped at once. What became of the calls in flight is not known; run muster plan to see.",
  waitingForLock: (account, pid, since) =>
    `Waiting for another apply to account ${account}: process ${pid}, since ${since}.`,
  notLocked: (detail) => `Not locked against a second apply on this machine: ${detail}`,
  leftOut: (accounts) => `Nothing was applied to ${listed(accounts)}: see the errors above.`,
  nothingLeft: (expected) => `Nothing is left to apply, so the approved plan (${expected}) is not needed any more.`,
  notSaved: (path) => `${path} was not written: a saved plan is of all its accounts, or none.`,
  uncounted: (detail) =>
    `Calls cannot be recorded on this machine, so runs that follow at once may exceed the rate limit: ${detail}`,
  unrecorded: (detail) => `The creation could not be noted on this machine: ${detail}`,
  noDirectory: "The agent directory did not answer: numbers that the account does not have are not pointed out.",
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
    `${operation}: ${left} left, the server says its limit is reached, next try in ${formatDuration(seconds, "en")}`,
  lane: (action) => (action === "create" ? "creations" : "changes"),
  pausing: (operation, left, seconds) => `${operation}: ${left} left, next in ${formatDuration(seconds, "en")}`,
  looking: (groups) => `answer lost, looking for ${counted(groups, "group")}`,
  awaiting: (displayName, exten) =>
    `${displayName} was sent by an earlier run${exten === undefined ? "" : ` (${exten})`} and does not show yet; waiting for it.`,
  secondLook: (seconds) =>
    `Nothing is known here of earlier applies to this account. Waiting ${formatDuration(seconds, "en")} before the first creation, so that a group that was just made elsewhere can show.`,
  lookingFor: (displayName) => `The answer to the creation of ${displayName} was lost; looking whether it is there.`,
  remaining: (seconds) => `about ${formatDuration(seconds, "en")} left`,
  verifying: "reading back to verify",
};
