import type { NameDoubt } from "../model/nameDoubts.js";
import type { NearMiss } from "../plan/findings.js";
import type { LastEdit } from "../plan/plan.js";

/** Why an action was not carried out, or could not be verified. */
export interface ApplyFindingArgs {
  /** The group is no longer what the plan was shown for; nothing was written. Agents as in `plan-stale-group`. */
  "changed-underneath": {
    displayName: string;
    exten: string;
    added: string[];
    removed: string[];
    reprioritized: string[];
    lastEdit?: LastEdit;
  };
  /** The group has another name than in the plan: it may belong to another team by now. Nothing was written. */
  "renamed-underneath": { displayName: string; exten: string; nameNow: string; lastEdit?: LastEdit };
  /** A group of the name to create has appeared since the plan, and it is not what the plan would create. */
  "name-appeared": { displayName: string; extens: string[] };
  /** The group to write is not live any more. */
  "group-vanished": { displayName: string; exten: string };
  /** Not tried, because agents would have left this group without having arrived in the other one. */
  "waits-for": { displayName: string; agents: string[]; other: string };
  interrupted: { displayName: string };
  /** The lock that all machines share was lost on the way, so nothing new was started. */
  "lock-lost": { displayName: string };
  /** The store of all machines could not note the creation, so it was not sent. `detail`: why, as a code. */
  "creation-unrecorded": { displayName: string; detail: string };
  /** The run was stopped while the write was in flight: it may have been carried out. */
  "interrupted-in-flight": { displayName: string };
  /** The server left agents out, as it does with numbers that the account does not have. */
  "agents-skipped": { displayName: string; agents: string[] };
  /** Read back, the members are not those that were written. */
  "members-not-as-written": { displayName: string; missing: string[]; unexpected: string[]; reprioritized: string[] };
  /** Read back, a setting is not the one that was sent: the server replaces a value that it does not accept by its default. */
  "setting-not-as-written": {
    displayName: string;
    attribute: "assignRule" | "memory";
    wanted: string;
    live: string;
  };
  /** Written, but not (yet) shown by the query. */
  "not-visible": { displayName: string; exten: string; seconds: number };
  /** Written, but the read that should verify it failed. */
  "verification-failed": { displayName: string; detail: string };
  /** The answer to a create was lost, and whether the group exists could not be found out. */
  "create-unknown": { displayName: string; detail: string };
  /** The answer to a write was lost, and whether it was carried out could not be found out. */
  "write-unknown": { displayName: string; detail: string };
  /** Created, but another person or run created a group of that name at the same moment. */
  "name-not-alone": { displayName: string; extens: string[] };
  /** An earlier run made the group, and no listing shows it yet. `madeAt`: ISO 8601, UTC. */
  "creation-not-shown": { displayName: string; exten: string; madeAt: string };
  /** The group was created, and the server stores another name: it would never be found by the one in the files. */
  "name-stored-differently": { displayName: string; exten: string; live: string };
  /** A name that looks like another one, and no person has agreed to the creation. */
  "look-alike": NearMiss;
  /** A name that is most likely a slip, and no person has agreed to the creation. */
  "doubtful-name": { displayName: string; doubts: NameDoubt["kind"][] };
  /**
   * The answer was lost, no group has the name, and one or several new groups may be the one that was created: a server
   * may store another name than it was sent.
   */
  "create-unclear": { displayName: string; groups: { exten: string; live: string }[] };
  /** The answer was lost, and several new groups have the name. */
  "create-ambiguous": { displayName: string; extens: string[] };
}
