import { inOrder, without } from "../../calendar/spans.js";
import type { MemberSource } from "../../model/source.js";
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

  /** @param labelOf what the files call an agent */
  constructor(
    away: readonly AwayTime[],
    readonly labelOf: (agentNumber: string) => Pick<DesiredMember, "alias" | "agentName">,
  ) {
    const own = new Map<string, Span[]>();
    for (const { agentNumber, from, until, begins, ends, source } of away) {
      const span = { from, until, begins, ends, source: { ...source, absent: true as const } };
      const known = own.get(agentNumber);
      if (known === undefined) own.set(agentNumber, [span]);
      else known.push(span);
    }
    for (const [agentNumber, spans] of own) this.#away.set(agentNumber, inOrder(spans));
    for (const one of away) {
      if (!isCovered(one)) continue;
      const known = this.#covered.get(one.agentNumber);
      if (known === undefined) this.#covered.set(one.agentNumber, [one]);
      else known.push(one);
    }
  }

  settle(members: readonly DesiredMember[]): readonly DesiredMember[] {
    const early = members.some(({ spans }) => spans?.some(({ lead }) => lead !== undefined))
      ? withLead(members)
      : members;
    if (this.#away.size === 0 || !early.some(({ agentNumber }) => this.#away.has(agentNumber))) return early;
    const here = early.map((member) => {
      const away = this.#away.get(member.agentNumber);
      const spans = away && without(member.spans, away);
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
    const absences = new Set(planned.flatMap(({ agentNumber }) => this.#covered.get(agentNumber) ?? []));
    for (const absence of absences) {
      const { agentNumber, by, from, until, begins, ends } = absence;
      for (const { agentNumber: agent, priority, spans } of planned) {
        if (agent !== agentNumber) continue;
        const own = [...here, ...covers].filter((one) => one.agentNumber === by);
        if (own.some((one) => one.spans === undefined)) continue;
        const source: MemberSource = { ...absence.source, coverFor: agentNumber };
        const meant = commonSpans(spans ?? ALWAYS, [{ from, until, begins, ends }]) ?? [];
        const places = inOrder(meant.map(({ source: _, endedBy: __, lead: ___, ...span }) => span));
        const taken = own.flatMap((one) => (one.spans ?? []).map(({ from, until }) => ({ from, until })));
        const left = without(places, inOrder(taken));
        if (left === undefined || left.length === 0) continue;
        this.#hadEffect.add(absence);
        covers.push({ agentNumber: by, priority, ...this.labelOf(by), source, spans: left });
      }
    }
    return covers;
  }
}

function isCovered(one: AwayTime): one is CoveredTime {
  return one.by !== undefined;
}

/** Whoever begins a shift comes earlier, as far as the agent is not there anyway. */
function withLead(members: readonly DesiredMember[]): readonly DesiredMember[] {
  const own = new Map<string, DesiredMember[]>();
  for (const member of members) {
    const known = own.get(member.agentNumber);
    if (known === undefined) own.set(member.agentNumber, [member]);
    else known.push(member);
  }
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
