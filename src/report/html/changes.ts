import type { Outcome } from "../../apply/result.js";
import { endedWell } from "../../model/outcome.js";
import { compareText, type Member } from "../../model/skillGroup.js";
import type { MemberSource } from "../../model/source.js";
import type { Action, AddedMember, Plan, PlanSummary } from "../../plan/plan.js";
import type { Kind, Mark } from "../messages/pages.js";
import type { Words } from "../messages/words.js";
import { editText, type Part, partsOf } from "../parts.js";
import { type Remnant, remnantOf } from "../worstFirst.js";

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
  /** Left with nobody, or with one member of several. */
  readonly remnant?: Remnant;
  /** When and by whom it was edited last, where it differed before the change. */
  readonly edited?: string;
  readonly kinds: readonly Kind[];
  readonly outcome?: Outcome;
}

/** What stands under one heading: see `Part`. */
export interface PictureOfPart extends Part {
  readonly groups: readonly GroupChange[];
}

/** A plan as its groups change, with who moves between which of them. */
export interface Picture {
  readonly plan: Plan;
  /** Its place in the report, from 0. */
  readonly account: number;
  readonly main: PictureOfPart;
  readonly others: readonly PictureOfPart[];
  /** The counts that are the plan's headline. */
  readonly summary: PlanSummary;
  /** Those of all parts. */
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
export function pictureOf(plan: Plan, account: number, words: Words, outcomes: readonly Outcome[] = []): Picture {
  const parts = partsOf(plan);
  const movers = moversOf([...plan.actions, ...(plan.left ?? [])]);
  const outcomeOf = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
  const places = new Map(plan.actions.map(({ id }, index) => [id, String(index)]));
  const picture = (part: Part): PictureOfPart => ({
    ...part,
    groups: part.actions.map((action, index) => {
      // A group of both parts has its outcome and its first anchor in the first.
      const place = places.get(action.id) ?? `${part.cause ?? "drift"}-${index}`;
      places.delete(action.id);
      const edited = editText(action, plan, words);
      return {
        ...groupChange(action, `g${account}-${place}`, movers, outcomeOf.get(action.id)),
        ...(edited === undefined ? {} : { edited }),
      };
    }),
  });
  const main = picture(parts.main);
  const others = parts.others.map(picture);
  const groups = [main, ...others].flatMap((part) => part.groups);
  const moves = new Map<string, Move>([...movers].map((agent) => [agent, { from: [], to: [] }]));
  for (const group of groups) {
    for (const { agentNumber, mark } of group.changes) {
      if (mark === "moved-out") moves.get(agentNumber)?.from.push(group);
      if (mark === "moved-in") moves.get(agentNumber)?.to.push(group);
    }
  }
  return { plan, account, main, others, summary: parts.summary, groups, moves };
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
  const remnant = remnantOf(action);
  const changed = new Set(changes.map(({ agentNumber }) => agentNumber));
  return {
    anchor,
    action,
    changes,
    staying: before.filter(({ agentNumber }) => !changed.has(agentNumber)),
    ...(remnant === undefined ? {} : { remnant }),
    kinds: kindsOf(action, changes, remnant === "nobody", outcome),
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
