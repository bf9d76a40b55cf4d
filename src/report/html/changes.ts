import type { Outcome } from "../../apply/result.js";
import { endedWell } from "../../model/outcome.js";
import { compareText, isEmptied, type Member } from "../../model/skillGroup.js";
import type { MemberSource } from "../../model/source.js";
import type { Action, AddedMember, Plan } from "../../plan/plan.js";
import type { Kind, Mark } from "../messages/pages.js";

/** One agent whose place in one group changes. */
export interface MemberChange {
  readonly agentNumber: string;
  /** `李娜 (li.na)`; empty where no name is known. */
  readonly label: string;
  /** The same in short, for the head of a column. */
  readonly name: string;
  readonly mark: Mark;
  /** Priorities; absent where the agent is no member. */
  readonly before?: number;
  readonly after?: number;
  readonly source: MemberSource;
}

/** One group that an apply writes, as the page shows it. */
export interface GroupChange {
  /** The id of its details in the page. */
  readonly anchor: string;
  readonly action: Action;
  /** Who goes first, then who comes, then who gets another priority. */
  readonly changes: readonly MemberChange[];
  readonly staying: readonly Member[];
  readonly emptied: boolean;
  readonly kinds: readonly Kind[];
  readonly outcome?: Outcome;
}

/** A plan as its groups change, with who moves between which of them. */
export interface Picture {
  readonly plan: Plan;
  /** Its place in the report, from 0. */
  readonly account: number;
  readonly groups: readonly GroupChange[];
  /** For agents who move: the groups that they leave and those that they join. */
  readonly moves: ReadonlyMap<string, Move>;
}
interface Move {
  readonly from: GroupChange[];
  readonly to: GroupChange[];
}

/**
 * Reads a plan as a picture.
 *
 * @param account its place in the report
 * @param outcomes what became of its actions, where that is known
 */
export function pictureOf(plan: Plan, account: number, outcomes: readonly Outcome[] = []): Picture {
  const movers = moversOf(plan.actions);
  const outcomeOf = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
  const groups = plan.actions.map((action, index) =>
    groupChange(action, `g${account}-${index}`, movers, outcomeOf.get(action.id)),
  );
  const moves = new Map<string, Move>([...movers].map((agent) => [agent, { from: [], to: [] }]));
  for (const group of groups) {
    for (const { agentNumber, mark } of group.changes) {
      if (mark === "moved-out") moves.get(agentNumber)?.from.push(group);
      if (mark === "moved-in") moves.get(agentNumber)?.to.push(group);
    }
  }
  return { plan, account, groups, moves };
}

/** Agents who leave one group and join another. */
function moversOf(actions: readonly Action[]): ReadonlySet<string> {
  const joining = new Set(actions.flatMap(({ added }) => added.map(({ agentNumber }) => agentNumber)));
  return new Set(
    actions
      .flatMap((action) => (action.action === "create" ? [] : action.removed))
      .map(({ agentNumber }) => agentNumber)
      .filter((agentNumber) => joining.has(agentNumber)),
  );
}

function groupChange(
  action: Action,
  anchor: string,
  movers: ReadonlySet<string>,
  outcome: Outcome | undefined,
): GroupChange {
  const changes = changesOf(action, movers);
  const before = action.action === "create" ? [] : action.before.members;
  const emptied = isEmptied(action);
  const changed = new Set(changes.map(({ agentNumber }) => agentNumber));
  return {
    anchor,
    action,
    changes,
    staying: before.filter(({ agentNumber }) => !changed.has(agentNumber)),
    emptied,
    kinds: kindsOf(action, changes, emptied, outcome),
    ...(outcome === undefined ? {} : { outcome }),
  };
}

function changesOf(action: Action, movers: ReadonlySet<string>): MemberChange[] {
  const removed = action.action === "create" ? [] : action.removed;
  const reprioritized = action.action === "create" ? [] : action.reprioritized;
  return [
    ...removed.map(
      (member): MemberChange => ({
        ...who(member),
        mark: movers.has(member.agentNumber) ? "moved-out" : "left",
        before: member.priority,
        source: member.source,
      }),
    ),
    ...action.added.map(
      (member): MemberChange => ({
        ...who(member),
        mark: movers.has(member.agentNumber) ? "moved-in" : "joined",
        after: member.priority,
        source: member.source,
      }),
    ),
    ...reprioritized.map(
      (member): MemberChange => ({
        ...who(member),
        mark: "reprioritized",
        before: member.from,
        after: member.to,
        source: member.source,
      }),
    ),
  ].sort((a, b) => ORDER[a.mark] - ORDER[b.mark] || compareText(a.agentNumber, b.agentNumber));
}

const ORDER: Readonly<Record<Mark, number>> = {
  left: 0,
  "moved-out": 1,
  joined: 2,
  "moved-in": 3,
  reprioritized: 4,
};

type Labelled = Pick<AddedMember, "agentNumber" | "alias" | "agentName">;

function who({ agentNumber, alias, agentName = "" }: Labelled): Pick<MemberChange, "agentNumber" | "label" | "name"> {
  const label =
    agentName === "" || agentName === alias
      ? (alias ?? "")
      : alias === undefined
        ? agentName
        : `${agentName} (${alias})`;
  return { agentNumber, label, name: agentName === "" ? (alias ?? "") : agentName };
}

/** An agent who moves both leaves and joins, and must be found under either. */
const KINDS_OF: Readonly<Record<Mark, readonly Kind[]>> = {
  joined: ["joined"],
  left: ["left"],
  "moved-in": ["joined", "moved"],
  "moved-out": ["left", "moved"],
  reprioritized: ["reprioritized"],
};

function kindsOf(
  action: Action,
  changes: readonly MemberChange[],
  emptied: boolean,
  outcome: Outcome | undefined,
): Kind[] {
  return [
    action.action === "create" ? "created" : "changed",
    ...(emptied ? (["emptied"] as const) : []),
    ...new Set(changes.flatMap(({ mark }) => KINDS_OF[mark])),
    ...(outcome !== undefined && !endedWell(outcome) ? (["trouble"] as const) : []),
  ];
}
