import type { FindingOf } from "../model/finding.js";
import type { Difference } from "../model/nearMiss.js";
import type { Candidates } from "../model/suggest.js";
import type { LastEdit } from "./plan.js";

/** What comparing the files with the account can find. */
export interface PlanFindingArgs {
  /** Several live groups have the name and no pin says which is meant. `made`: those that this machine created within a day. */
  "ambiguous-name": { displayName: string; extens: string[]; made?: string[] };
  /** A pin names no live group: never a creation. */
  "pin-not-live": { displayName: string; exten: string };
  /** The only live group of that name is pinned by another desired group. */
  "name-pinned-elsewhere": { displayName: string; exten: string; pinnedBy: string };
  /** Several live groups have an old name that `previously` lists. */
  "previously-ambiguous": { displayName: string; previously: string; extens: string[] };
  /** Two desired groups match the same live group. */
  "live-claimed-twice": { displayName: string; other: string; exten: string };
  /** A live group that no file names cannot be read. It is left alone. `expected`: the part that is wrong. */
  "odd-group-left": { exten?: string; displayName?: string; expected: string };
  /** A live group that the files name cannot be read. Nothing is planned for it. */
  "odd-group-managed": { displayName: string; exten?: string; expected: string };
  /** A group would be created while the name of a live one cannot be read: it may be the same group. */
  "odd-group-nameless": { displayName: string; exten?: string; expected: string };
  /** A name to create looks like another one, live, desired or in flight: it may be mistyped, and no creation can be undone. */
  "near-miss": NearMiss;
  /** An earlier run has sent this creation, and no listing shows the group yet. `madeAt`: ISO 8601, UTC. */
  "creation-open": { displayName: string; exten?: string; madeAt: string };
  /** An earlier run created the group, and the server stores another name. It is not created again. */
  "stored-differently": { displayName: string; exten: string; live: string };
  /**
   * Agents would leave the group for one that an error stops, or (`uncreated`) that `--only change` does not create, or (`due`
   * as well) `--due`. The group is left as it is.
   */
  "waits-for-stopped": {
    displayName: string;
    exten: string;
    agents: string[];
    other: string;
    uncreated?: true;
    due?: true;
  };
  /**
   * `--due` leaves the group as it is, since the clock would empty it. `min`: what its coverage demands then; absent: it has none.
   * `others`: so many members the files want there whom the clock does not bring. `groups`: of so many the same is true, of which
   * `maxEmptied` allows `limit`.
   */
  "would-empty": { displayName: string; exten: string; groups: number; limit: number; min?: number; others?: number };
  "create-without-members": { displayName: string };
  /** A retired group that is still live. `members`: those that it has, who leave with this plan or (`stay`) do not. */
  "retired-live": { displayName: string; exten: string; members: number; stay?: true };
  /** A retired group that is not live any more: its entry has done its work. */
  "retired-gone": { displayName: string; exten?: string };
  /** No member of a changed group is known to take conversations now. `before`: how many did; absent for a creation. */
  "nobody-claiming": { displayName: string; exten?: string; members: number; unknown: number; before?: number };
  /** The agent directory does not list the number: the server would leave it out and answer success. */
  "unknown-agent": { agentNumber: string; displayName: string };
  /**
   * An entry of `agents` calls the number by a name that is not the account's. `isAlias`: by its alias, which is the name
   * of `others`. `others`: agents who have that name.
   */
  "name-differs": { agentNumber: string; accountName: string; written: string; others: string[]; isAlias?: true };
  /** A member of the files whom the agent directory calls disabled; `groups` by name. */
  "agent-disabled": { agentNumber: string; agentName?: string; groups: string[] };
  /** The same, locked: usually for a while. */
  "agent-locked": { agentNumber: string; agentName?: string; groups: string[] };
  /**
   * Disabled agents are members of `groups` live groups after the plan, of which the files leave the members of
   * `unmanaged` alone (absent where that is not known). `of`: only so many groups were looked at.
   */
  "disabled-members": { agents: ListedAgent[]; groups: number; unmanaged?: number; of?: number };
  /** The same, of agents whom the agent directory does not list. */
  "unlisted-members": { agents: ListedAgent[]; groups: number; unmanaged?: number; of?: number };
  /** Agents whom the plan takes out of all groups that they are in; `groups`: how many. */
  "left-without-group": { agents: ListedAgent[] };
  /** A saved plan creates a name that exists by now. */
  "plan-stale-name": { displayName: string; extens: string[]; lastEdit?: LastEdit };
  /** A saved plan writes to a group that is gone. */
  "plan-stale-gone": { displayName: string; exten: string };
  /**
   * A group of a saved plan has changed since: in its members, or its name. An agent is its number, its name where one is
   * known, and its priority where that is not 0 or has changed: `8009 李娜 (0 → 2)`.
   */
  "plan-stale-group": {
    displayName: string;
    exten: string;
    nameNow: string;
    joined: string[];
    left: string[];
    reprioritized: string[];
    lastEdit?: LastEdit;
  };
  /**
   * The plan that was shown and the one made now differ in a group. `live`: the account has changed; `wanted`: the files
   * want something else; `new`: only the present plan changes the group; `dropped`: it does not any more. The agents of
   * `live` and `wanted` are those by which the two differ, those of the others what the plan does.
   */
  "plan-differs": {
    displayName: string;
    exten?: string;
    kind: "live" | "wanted" | "new" | "dropped";
    action: "create" | "replaceMembers";
    /** The group's name in the plan that was shown, where it is another. */
    nameThen?: string;
    joined: string[];
    left: string[];
    reprioritized: string[];
    /** Settings of a creation that differ, such as `memory → 1d`. */
    settings: string[];
    lastEdit?: LastEdit;
  };
  /** The clock has changed what the files want of its groups. Times as plans hold them. */
  "plan-expired": { validUntil: string; account: string };
  /** A plan that was made with `--at`. */
  "plan-of-instant": { at: string };
  /** The saved plan was applied before, and this action has been undone since. `appliedAt`: ISO 8601, UTC. */
  "plan-stale-undone": { displayName: string; appliedAt: string; action: "create" | "replaceMembers" };
  /** The plan undoes a run. `startedAt`: ISO 8601, UTC; `commit`: of the files that the run applied, where that is known. */
  "revert-of": { startedAt: string; commit?: string };
  /** A group is not as the run left it, so it is not put back. Agents as in `plan-stale-group`. */
  "revert-conflict": {
    displayName: string;
    exten: string;
    /** `waits`: agents (`left`) would go back to `other`, which stays as it is. */
    fate: "changed" | "gone" | "unreadable" | "waits";
    other?: string;
    /** Where it has another name now. */
    nameNow?: string;
    joined: string[];
    left: string[];
    reprioritized: string[];
    lastEdit?: LastEdit;
  };
  /** The run created the group, which no call can delete. `sure`: its number is known. */
  "revert-creation": { displayName: string; exten: string; members: number; sure: boolean };
  /** The files name no group at all, and `groups` are live: they are not "as the files say". */
  "nothing-desired": { groups: number };
  /** `--group NAME` names no group of the files. */
  "unknown-group": Candidates & { name: string; flag?: string };
}

/** An agent, and the number of groups that the finding is about. */
export type ListedAgent = { agentNumber: string; agentName?: string; groups: number };

/** Two names that look alike. */
export type NearMiss = {
  displayName: string;
  other: string;
  /** The other one's number, where it is live. */
  exten?: string;
  /** Where the other name is from, if neither live nor a group's present name in the files. `of`: the group that had it. */
  where?: { kind: "previously"; of: string } | { kind: "in-flight" };
  difference: Difference;
};
export type PlanFinding = FindingOf<PlanFindingArgs>;
