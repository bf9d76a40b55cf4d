import { inOrder, without } from "../../calendar/spans.js";
import { listIn } from "../../model/listIn.js";
import type { MemberSource, Source } from "../../model/source.js";
import { commonSpans, type Span, type Spans } from "../../model/span.js";
import type { Absence, DesiredMember } from "../desired.js";

/** An absence with its times as the file writes them. */
export interface AwayTime extends Absence {
  readonly begins: string;
  readonly ends: string;
}

type CoveredTime = AwayTime & { readonly by: string };

const ALWAYS: Spans = [{ from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }];

/**
 * The members of a group as they really are. Newcomers come as early as their roster wants it; whoever is away is no member; and
 * whoever covers an absent agent has the agent's entries, with their priorities, as far as the cover is not in the group by
 * itself.
 */
export class AwayTimes {
  readonly #away = new Map<string, Spans>();
  /** By the absent agent. */
  readonly #covered = new Map<string, CoveredTime[]>();
  readonly #hadEffect = new Set<AwayTime>();

  /**
   * @param labelOf what the files call an agent
   * @param mayMake may so many stretches be made out for the absences of an agent, of which one is there?
   */
  constructor(
    away: readonly AwayTime[],
    readonly labelOf: (agentNumber: string) => Pick<DesiredMember, "alias" | "agentName">,
    readonly mayMake: (stretches: number, at: Source) => boolean,
  ) {
    const own = new Map<string, Span[]>();
    for (const { agentNumber, from, until, begins, ends, source } of away) {
      const span = { from, until, begins, ends, source: { ...source, absent: true as const } };
      listIn(own, agentNumber).push(span);
    }
    for (const [agentNumber, spans] of own) this.#away.set(agentNumber, inOrder(spans));
    for (const one of away) {
      if (isCovered(one)) listIn(this.#covered, one.agentNumber).push(one);
    }
  }

  settle(members: readonly DesiredMember[]): readonly DesiredMember[] {
    const early = members.some(({ spans }) => spans?.some(({ lead }) => lead !== undefined))
      ? withLead(members)
      : members;
    if (this.#away.size === 0 || !early.some(({ agentNumber }) => this.#away.has(agentNumber))) return early;
    const here = early.map((member) => {
      const away = this.#away.get(member.agentNumber) ?? [];
      const source = away[0]?.source;
      if (source === undefined || !this.mayMake(away.length + (member.spans?.length ?? 0), source)) return member;
      const spans = without(member.spans, away);
      return spans === undefined || spans === member.spans ? member : { ...member, spans };
    });
    return [...here, ...this.#covers(early, here)];
  }

  /** Did the cover get any entry of the agent? */
  hadEffect(absence: AwayTime): boolean {
    return this.#hadEffect.has(absence);
  }

  /** @param planned with those who are away @param here without them */
  #covers(planned: readonly DesiredMember[], here: readonly DesiredMember[]): DesiredMember[] {
    const covers: DesiredMember[] = [];
    const entries = byAgent(planned);
    const there = byAgent(here);
    const presences = new Map<string, Presence>();
    for (const [agentNumber, own] of entries) {
      for (const absence of this.#covered.get(agentNumber) ?? []) {
        const { by, from, until, begins, ends } = absence;
        let presence = presences.get(by);
        if (presence === undefined) {
          presence = new Presence(there.get(by) ?? []);
          presences.set(by, presence);
        }
        for (const { priority, spans } of own) {
          const source: MemberSource = { ...absence.source, coverFor: agentNumber };
          const meant = commonSpans(spans ?? ALWAYS, [{ from, until, begins, ends }]) ?? [];
          const places = inOrder(meant.map(({ source: _, endedBy: __, lead: ___, ...span }) => span));
          const left = presence.lackOf(places);
          if (left.length === 0) continue;
          this.#hadEffect.add(absence);
          covers.push({ agentNumber: by, priority, ...this.labelOf(by), source, spans: left });
          presence.add(left);
        }
      }
    }
    return covers;
  }
}

/** When an agent is in a group. One agent may cover thousands of times. */
class Presence {
  readonly #isAlways: boolean;
  /** In their order; those that touch are one. */
  readonly #spans: { from: number; until: number }[];

  constructor(entries: readonly DesiredMember[]) {
    this.#isAlways = entries.some(({ spans }) => spans === undefined);
    const all = entries.flatMap(({ spans = [] }) => spans.map(({ from, until }) => ({ from, until })));
    this.#spans = inOrder(all).map(({ from, until }) => ({ from, until }));
  }

  /** What of the spans the agent is not there for. */
  lackOf(spans: Spans): Spans {
    const [first, last] = [spans[0], spans.at(-1)];
    if (this.#isAlways || first === undefined || last === undefined) return [];
    return without(spans, this.#spans.slice(this.#after(first.from), this.#after(last.until, "from"))) ?? [];
  }

  /** @param spans none over what is known */
  add(spans: Spans): void {
    for (const { from, until } of spans) this.#spans.splice(this.#after(from), 0, { from, until });
  }

  /** The place of the first span that ends after an instant, or begins at it or after. */
  #after(instant: number, edge: "until" | "from" = "until"): number {
    let [low, high] = [0, this.#spans.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const span = this.#spans[middle] as Span;
      if (edge === "until" ? span.until <= instant : span.from < instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function byAgent(members: readonly DesiredMember[]): Map<string, DesiredMember[]> {
  const own = new Map<string, DesiredMember[]>();
  for (const member of members) listIn(own, member.agentNumber).push(member);
  return own;
}

function isCovered(one: AwayTime): one is CoveredTime {
  return one.by !== undefined;
}

/** Whoever begins a shift comes earlier, as far as the agent is not there anyway. */
function withLead(members: readonly DesiredMember[]): readonly DesiredMember[] {
  const own = byAgent(members);
  return members.map((member) => {
    const { spans, agentNumber } = member;
    if (spans === undefined || !spans.some(({ lead }) => lead !== undefined)) return member;
    const entries = own.get(agentNumber) ?? [];
    if (entries.some((one) => one.spans === undefined)) return member;
    const there = inOrder(entries.flatMap((one) => (one.spans ?? []).map(({ from, until }) => ({ from, until }))));
    return {
      ...member,
      spans: spans.map((span) => {
        if (span.lead === undefined) return span;
        const before = without([{ from: span.from - span.lead, until: span.from }], there)?.at(-1);
        return before?.until === span.from ? { ...span, from: before.from } : span;
      }),
    };
  });
}
