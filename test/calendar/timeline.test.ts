import fc from "fast-check";
import { expect, it } from "vitest";
import { endOf, isDue, lastTurnsOf, membersAt, type TimedMember, turnsOf } from "../../src/calendar/timeline.js";
import { type Member, sortMembers } from "../../src/model/skillGroup.js";
import { commonSpans, haveCommon, type Span } from "../../src/model/span.js";

const RUNS = Number(process.env["RUNS"] ?? 200);
/** Instants from 0 to this. */
const END = 24;

const span: fc.Arbitrary<Span | undefined> = fc.option(
  fc.tuple(fc.integer({ min: -1, max: END }), fc.integer({ min: 1, max: END })).map(([from, length]) => ({
    from: from < 0 ? Number.NEGATIVE_INFINITY : from,
    until: length > END - 3 ? Number.POSITIVE_INFINITY : Math.max(from, 0) + length,
  })),
  { nil: undefined },
);
/** An agent has one priority, as in sound files at one instant, or two that never meet. */
const timeline = fc
  .array(fc.record({ agent: fc.integer({ min: 0, max: 3 }), priority: fc.integer({ min: 0, max: 1 }), span }), {
    maxLength: 8,
  })
  .map((entries) => {
    const sound: TimedMember[] = [];
    for (const { agent, priority, span: when } of entries) {
      const one: TimedMember = { agentNumber: String(agent), priority, ...(when && { spans: [when] }) };
      const clashes = sound.some(
        (other) =>
          other.agentNumber === one.agentNumber &&
          other.priority !== one.priority &&
          commonSpans(other.spans, one.spans)?.length !== 0,
      );
      if (!clashes) sound.push(one);
    }
    return sound;
  });

/** Asked entry by entry. */
function plainly(all: readonly TimedMember[], at: number): Member[] {
  const due = all.filter((one) => isDue(one, at)).map(({ agentNumber, priority }) => `${agentNumber} ${priority}`);
  return [...new Set(due)].sort().map((text) => {
    const [agentNumber = "", priority = ""] = text.split(" ");
    return { agentNumber, priority: Number(priority) };
  });
}

const plain = (members: readonly TimedMember[]): Member[] =>
  sortMembers(members.map(({ agentNumber, priority }) => ({ agentNumber, priority })));

it("members are constant between turns, and each turn changes them as it says", () => {
  fc.assert(
    fc.property(timeline, (all) => {
      const turns = new Map([...turnsOf(all, 0)].map((turn) => [turn.at, turn]));
      let before = plain(membersAt(all, 0));
      expect(before).toEqual(plainly(all, 0));
      for (let at = 1; at <= 2 * END + 1; at += 1) {
        const now = plain(membersAt(all, at));
        expect(now).toEqual(plainly(all, at));
        const turn = turns.get(at);
        if (turn === undefined) expect(now).toEqual(before);
        else {
          const gone = [...turn.leaves, ...turn.reprioritized.map(({ from }) => from)].map(
            ({ agentNumber }) => agentNumber,
          );
          const come = [...turn.joins, ...turn.reprioritized.map(({ to }) => to)];
          expect(plain([...before.filter((one) => !gone.includes(one.agentNumber)), ...come])).toEqual(now);
          expect(now).not.toEqual(before);
        }
        before = now;
      }
    }),
    { numRuns: RUNS },
  );
});

it("a membership ends where a minute-by-minute look loses it", () => {
  fc.assert(
    fc.property(timeline, fc.integer({ min: 0, max: END }), (all, at) => {
      for (const member of membersAt(all, at)) {
        const stays = (instant: number) =>
          membersAt(all, instant).some(
            ({ agentNumber, priority }) => agentNumber === member.agentNumber && priority === member.priority,
          );
        let end: number | undefined;
        for (let instant = at; instant <= 3 * END && end === undefined; instant += 1)
          if (!stays(instant)) end = instant;
        expect(endOf(all, member, at)?.until).toBe(end);
      }
    }),
    { numRuns: RUNS },
  );
});

it("the horizon belongs to what is looked at", () => {
  const all = [{ agentNumber: "8000", priority: 0, spans: [{ from: 5, until: 9 }] }];
  expect([...turnsOf(all, 0, 5)].map(({ at }) => at)).toEqual([5]);
  expect([...turnsOf(all, 5, 8)]).toEqual([]);
});

it("the last turn of an agent is the last instant at which the agent's membership became another", () => {
  fc.assert(
    fc.property(timeline, fc.integer({ min: 0, max: END }), fc.integer({ min: 0, max: END }), (all, at, back) => {
      const since = at - back;
      const known = new Map(lastTurnsOf(all, at, since).map((turn) => [turn.agentNumber, turn]));
      for (const agentNumber of new Set(all.map((one) => one.agentNumber))) {
        const own = all.filter((one) => one.agentNumber === agentNumber);
        const priorityAt = (instant: number) => own.find((one) => isDue(one, instant))?.priority;
        let last: number | undefined;
        for (let instant = Math.max(since, -1); instant <= at; instant += 1)
          if (priorityAt(instant) !== priorityAt(instant - 1) && priorityAt(instant - 1) !== priorityAt(at))
            last = instant;
        const turn = known.get(agentNumber);
        expect(turn?.at).toBe(last);
        if (last === undefined) continue;
        expect(turn?.before?.priority).toBe(priorityAt(last - 1));
        expect(turn?.now?.priority).toBe(priorityAt(at));
      }
    }),
    { numRuns: RUNS },
  );
});

const spans = fc.option(
  fc
    .array(fc.integer({ min: 0, max: END }), { maxLength: 10 })
    .map((all) => [...new Set(all)].sort((a, b) => a - b))
    .map((all) =>
      all.flatMap((from, i): Span[] => (i % 2 === 0 && i + 1 < all.length ? [{ from, until: all[i + 1] ?? 0 }] : [])),
    ),
  { nil: undefined },
);

it("lists of spans have something in common where what they have in common is not empty", () => {
  fc.assert(
    fc.property(spans, spans, (a, b) => {
      expect(haveCommon(a, b)).toBe(commonSpans(a, b)?.length !== 0);
      expect(haveCommon(a, a)).toBe(a?.length !== 0);
    }),
    { numRuns: RUNS },
  );
});
