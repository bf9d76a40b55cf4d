import type { Entry, RosterEntry, TeamEntry } from "../config/declarations.js";
import type { DesiredMember, Membership } from "../config/desired.js";
import type { Expand } from "../config/expand.js";
import type { Moment } from "../config/time/moment.js";
import { compareText, type Member, plainMember } from "../model/skillGroup.js";
import type { NewEntry } from "./entries.js";
import type { Reading } from "./reading.js";
import { beginningAfter, isToBegin, spanTime, timeOf } from "./times.js";

/** What becomes of one entry of a member list. */
export type EntryChange =
  | { readonly kind: "keep" }
  | { readonly kind: "remove" }
  /** Another agent in the place of this one, with its priority. */
  | { readonly kind: "agent"; readonly agentNumber: string }
  | { readonly kind: "priority"; readonly member: NewEntry }
  | UseChange
  /** A team that is no longer what the group has: its members, written out. */
  | { readonly kind: "write"; readonly team: string; readonly members: readonly NewEntry[] };

/** An entry that takes a team takes it otherwise: with another priority, or with others left out. */
export interface UseChange {
  readonly kind: "use";
  readonly priority?: number;
  /** Numbers of agents to be left out as well. */
  readonly add: readonly string[];
  /** Numbers of agents who are not to be left out any more. */
  readonly drop: readonly string[];
}

export interface ListChange {
  /** One for each entry, in their order. */
  readonly entries: readonly EntryChange[];
  readonly added: readonly NewEntry[];
}

/** Why a list cannot say what is live now without saying something else of other times. */
export interface Refused {
  readonly refused:
    | { readonly because: "roster" | "priority"; readonly name: string }
    | { readonly because: "team"; readonly name: string };
}

type NumberOf = (written: string) => string | undefined;

/**
 * What to change in a member list so that it says what the live group has. As little as possible: entries that are right
 * stay, and so does a team while more of it are right than not. Those who are not are left out of it by `except`.
 * Entries that do not count now say nothing of now, and stay.
 *
 * @param file where the list is: its clock counts for what is written anew
 * @param numberOf the number that an entry means
 */
export function listChange(
  entries: readonly Entry[],
  live: readonly Member[],
  membership: Membership,
  { present, expand, moment }: Pick<Reading, "present" | "expand" | "moment">,
  numberOf: NumberOf,
  file: string,
): ListChange | Refused | undefined {
  const wanted = new Map(live.map(({ agentNumber, priority }) => [agentNumber, priority]));
  const isRight = (member: Member) => wanted.get(member.agentNumber) === member.priority;
  const reach = (entry: Entry) => present([entry]).map(plainMember);
  const ahead = new Ahead(expand, moment, file);
  const reached = entries.map(reach);
  const uses = entries.map((entry, index) =>
    entry.kind === "agent" ? undefined : useChange(entry, reached[index] ?? [], wanted, reach),
  );
  for (const [index, entry] of entries.entries()) {
    const members = reached[index] ?? [];
    if (entry.kind === "agent" || members.every(isRight)) continue;
    const { name } = entry;
    // A roster says who comes when: nobody of it gets an entry of another kind.
    const isOther = entry.kind === "roster" && members.some((one) => wanted.has(one.agentNumber) && !isRight(one));
    if (isOther) return { refused: { because: "priority", name } };
    if (uses[index] !== undefined) continue;
    if (entry.kind === "roster") return { refused: { because: "roster", name } };
    if (ahead.recurs(entry)) return { refused: { because: "team", name } };
  }
  // An agent of an entry that stays is not written out of a team as well.
  const covered = new Set<string>();
  entries.forEach((entry, index) => {
    const members = reached[index] ?? [];
    const use = uses[index];
    if (entry.kind !== "agent" && use === undefined && !members.every(isRight)) return;
    for (const member of members) {
      const { agentNumber } = member;
      const stays = entry.kind === "agent" || use?.priority !== undefined || isRight(member);
      if (stays && wanted.has(agentNumber)) covered.add(agentNumber);
    }
  });
  const isExact = membership === "exact";
  if (isExact) for (const [index, entry] of entries.entries()) uses[index] = readmitting(entry, uses[index]);
  const changes = entries.map((entry, index): EntryChange => {
    const members = reached[index] ?? [];
    const use = uses[index];
    if (use !== undefined) return use;
    if (members.every(isRight)) return { kind: "keep" };
    const now = members.flatMap(({ agentNumber }) => {
      const priority = wanted.get(agentNumber);
      return priority === undefined ? [] : [{ agentNumber, priority }];
    });
    const [first] = now;
    if (entry.kind === "agent")
      return first ? { kind: "priority", member: { ...first, ...timeOf(entry.time) } } : { kind: "remove" };
    const rest: NewEntry[] = now
      .filter(({ agentNumber }) => !covered.has(agentNumber) && covered.add(agentNumber))
      .map((member) => ({ ...member, ...ahead.endOf(entry, member) }));
    rest.push(...ahead.later(entry));
    return rest.length === 0 ? { kind: "remove" } : { kind: "write", team: entry.name, members: rest };
  });
  // A list that does not manage others still has those who were left out of a team for their priority alone.
  const named = new Set(reached.flat().map(({ agentNumber }) => agentNumber));
  const added = live
    .filter(({ agentNumber }) => !covered.has(agentNumber) && (isExact || named.has(agentNumber)))
    .toSorted(byNumber)
    .map((member): NewEntry => ({ ...member, ...ahead.beginningIn(entries, member) }));
  return added.length === 0 && changes.every(({ kind }) => kind === "keep") ? undefined : { entries: changes, added };

  /** Whoever joins and was left out of a team is left out no more. */
  function readmitting(entry: Entry, use: UseChange | undefined): UseChange | undefined {
    if (entry.kind === "agent" || entry.except === undefined || (use?.add.length ?? 0) > 0) return use;
    const back = entry.except
      .flatMap(({ name }) => numberOf(name) ?? [])
      .filter((agentNumber) => wanted.has(agentNumber) && !covered.has(agentNumber));
    const with_ = { ...entry, ...(use?.priority !== undefined && { priority: use.priority }) };
    const members = reach({
      ...with_,
      except: entry.except.filter(({ name }) => !back.includes(numberOf(name) ?? "")),
    });
    const right = back.filter((one) => members.some((member) => member.agentNumber === one && isRight(member)));
    // With two priorities in the team, one of them would be wrong.
    const drop = right.filter((one) => members.every((member) => member.agentNumber !== one || isRight(member)));
    for (const one of drop) covered.add(one);
    return drop.length === 0 ? use : { kind: "use", add: [], ...use, drop };
  }
}

/** What entries say of the time after now. */
class Ahead {
  constructor(
    readonly expand: Expand,
    readonly moment: Moment | undefined,
    readonly file: string,
  ) {}

  /** When the entry gives a member up, whom it has now. */
  endOf(entry: Entry, { agentNumber }: Member): { until?: string } {
    const { until } = spanTime(
      this.#of(entry).find((one) => one.agentNumber === agentNumber && this.#isNow(one))?.spans,
      this.file,
      this.moment,
    );
    return until === undefined ? {} : { until };
  }

  /** Whoever comes by the entry later. */
  later(entry: Entry): NewEntry[] {
    return this.#of(entry).flatMap((one) =>
      this.#isLater(one) ? [{ ...plainMember(one), ...spanTime(one.spans, this.file, this.moment) }] : [],
    );
  }

  /** Whoever is there between the times of entries that stay is there from the end of one until the next begins. */
  beginningIn(entries: readonly Entry[], { agentNumber }: Member): { from?: string; until?: string } {
    if (this.moment === undefined) return {};
    const { at } = this.moment;
    const all = this.expand(entries).filter((one) => one.agentNumber === agentNumber && !this.#isNow(one));
    const first = Math.min(...all.flatMap(({ spans }) => beginningAfter(spans, at) ?? []));
    const ends = all.flatMap(({ spans = [] }) => spans.flatMap(({ until }) => (until <= at ? until : [])));
    const last = this.#hasRecurring(all) ? Math.max(...ends) : Number.NEGATIVE_INFINITY;
    return {
      ...(Number.isFinite(last) && { from: this.moment.wallOf(last, this.file) }),
      ...(Number.isFinite(first) && { until: this.moment.wallOf(first, this.file) }),
    };
  }

  /** Does anybody come and go by the entry, again and again? */
  recurs(entry: Entry): boolean {
    return this.#hasRecurring(this.#of(entry));
  }

  #hasRecurring(members: readonly DesiredMember[]): boolean {
    return members.some(({ spans = [] }) => spans.length > 1);
  }

  #of(entry: Entry): readonly DesiredMember[] {
    return this.moment === undefined ? [] : this.expand([entry]);
  }

  #isNow({ spans }: DesiredMember): boolean {
    const { at = 0 } = this.moment ?? {};
    return spans === undefined || spans.some(({ from, until }) => from <= at && at < until);
  }

  #isLater({ spans }: DesiredMember): boolean {
    return isToBegin(spans, this.moment?.at ?? Number.POSITIVE_INFINITY);
  }
}

/** How an entry takes its team from now on; `undefined` where it is right, or has to be written out. */
function useChange(
  entry: TeamEntry | RosterEntry,
  members: readonly Member[],
  wanted: ReadonlyMap<string, number>,
  reach: (entry: Entry) => readonly Member[],
): UseChange | undefined {
  const isRight = (member: Member) => wanted.get(member.agentNumber) === member.priority;
  const wrong = new Set(members.filter((member) => !isRight(member)).map(({ agentNumber }) => agentNumber));
  const [first] = wrong;
  if (first === undefined) return undefined;
  const priority = wanted.get(first);
  if (entry.kind === "team" && priority !== undefined && reach({ ...entry, priority }).every(isRight))
    return { kind: "use", priority, add: [], drop: [] };
  const right = new Set(members.filter(isRight).map(({ agentNumber }) => agentNumber));
  const stay = [...right].filter((agentNumber) => !wrong.has(agentNumber));
  if (stay.length < wrong.size || stay.length === 0) return undefined;
  return { kind: "use", add: [...wrong].toSorted(compareText), drop: [] };
}

function byNumber(a: Member, b: Member): number {
  return a.agentNumber.length - b.agentNumber.length || compareText(a.agentNumber, b.agentNumber);
}
