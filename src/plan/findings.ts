import type { FindingOf } from "../model/finding.js";
import type { Difference } from "./nearMiss.js";

/** What a plan can find out about names, by comparing the files with the account. */
export interface PlanFindingArgs {
  /** Several live groups bear the name and nothing says which is meant. `made`: those that this machine made within a day. */
  "ambiguous-name": { displayName: string; extens: string[]; made?: string[] };
  /** A pin names no live group: never a creation. */
  "pin-not-live": { displayName: string; exten: string };
  /** The only live group of that name is pinned by another desired group. */
  "name-pinned-elsewhere": { displayName: string; exten: string; pinnedBy: string };
  /** An old name under `previously` is borne by several live groups. */
  "previously-ambiguous": { displayName: string; previously: string; extens: string[] };
  /** Two desired groups find the same live group. */
  "live-claimed-twice": { displayName: string; other: string; exten: string };
  /** A live group that no file names cannot be read, `expected` being what is wrong with it: it is left alone. */
  "odd-group-left": { exten?: string; displayName?: string; expected: string };
  /** A live group that the files name cannot be read: nothing is planned for it. */
  "odd-group-managed": { displayName: string; exten?: string; expected: string };
  /** A group would be created while a live one, of `exten`, has no readable name: it may be the same. */
  "odd-group-nameless": { displayName: string; exten?: string; expected: string };
  /** A name to create looks like another one, live or desired: it may be a slip, and no creation can be undone. */
  "near-miss": NearMiss;
  /** An earlier run has sent this creation, and no listing shows the group yet. `madeAt`: ISO 8601, UTC. */
  "creation-open": { displayName: string; exten?: string; madeAt: string };
  /** An earlier run made the group, and the server stores another name: it is not created again. */
  "stored-differently": { displayName: string; exten: string; live: string };
  /** Agents would leave the group for one that is stopped by an error: left as it is. */
  "waits-for-stopped": { displayName: string; exten: string; agents: string[]; other: string };
  "create-without-members": { displayName: string };
  /** As far as is known, no member of a changed group takes conversations now. `before`: how many did; absent at a creation. */
  "nobody-claiming": { displayName: string; exten?: string; members: number; unknown: number; before?: number };
  /** The agent directory does not list the number: the server would leave it out without a word. */
  "unknown-agent": { agentNumber: string; displayName: string };
  /** A saved plan creates a name that exists by now. */
  "plan-stale-name": { displayName: string; extens: string[] };
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
  };
  /** What a saved plan does was done by it before, and has been undone since. `appliedAt`: ISO 8601, UTC. */
  "plan-stale-undone": { displayName: string; appliedAt: string; action: "create" | "replaceMembers" };
  /** `--group NAME` names no group of the files. */
  "unknown-group": { name: string; suggestion?: string };
}

/** Two names that may be taken for each other. */
export type NearMiss = {
  displayName: string;
  other: string;
  /** The other one's number, where it is live. */
  exten?: string;
  difference: Difference;
};
export type PlanFinding = FindingOf<PlanFindingArgs>;
