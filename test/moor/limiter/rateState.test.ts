import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  asOfNow,
  EMPTY_STATE,
  marginMs,
  printRateState,
  type RateState,
  readRateState,
  type Terms,
  waitMs,
  withOpen,
  withoutOpen,
  withoutRest,
  withRest,
  withSettled,
} from "../../../src/moor/limiter/rateState.js";

const NOON = Date.UTC(2030, 0, 1, 12);
const terms: Terms = { limit: { calls: 3, windowMs: 60_000 }, timeoutMs: 30_000 };
const HOLD = 60_000 + marginMs(terms);

const open = (ids: Readonly<Record<string, number>>): RateState => ({
  ...EMPTY_STATE,
  open: new Map(Object.entries(ids)),
});
const settled = (...times: number[]): RateState =>
  times.reduce((state, at) => withSettled(state, "", terms, at), EMPTY_STATE);

describe("reading and printing", () => {
  it("reads what it printed", () => {
    const time = fc.integer({ min: 0, max: 4e12 });
    const state = fc.record({
      open: fc.array(fc.tuple(fc.string(), time)).map((entries) => new Map(entries)),
      settled: fc.array(fc.tuple(time, fc.integer({ min: 1, max: 1e6 }))),
      rest: fc.option(fc.record({ at: time, ms: time }, { noNullPrototype: true }), { nil: undefined }),
    });
    fc.assert(
      fc.property(state, (one) => {
        expect(readRateState(printRateState(one))).toEqual(one);
      }),
    );
  });

  const whole = { version: 1, open: [["a", NOON]], settled: [[NOON, 2]], rest: { at: NOON, ms: 1 } };
  it("is not too strict to read anything", () => {
    expect(readRateState(JSON.stringify(whole)).open.size).toBe(1);
  });
  it.each([
    ["none", undefined],
    ["empty", ""],
    ["bytes", "\u0000\ufffd\u0007"],
    ["half", JSON.stringify(whole).slice(0, -9)],
    ["no object", "[]"],
    ["null", "null"],
    ["another version", JSON.stringify({ ...whole, version: 2 })],
    ["a missing list", JSON.stringify({ ...whole, open: undefined })],
    ["a time in words", JSON.stringify({ ...whole, open: [["a", "noon"]] })],
    ["less than no calls", JSON.stringify({ ...whole, settled: [[NOON, -2]] })],
    ["no time at all", JSON.stringify({ ...whole, settled: [[null, 1]] })],
    ["a rest without end", JSON.stringify({ ...whole, rest: { at: NOON } })],
  ])("takes a damaged state for an empty one: %s", (_, text) => {
    expect(readRateState(text)).toEqual(EMPTY_STATE);
  });

  it("takes any text for some state", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => readRateState(text).open.size >= 0));
  });
});

describe("waitMs", () => {
  it("of several calls is the last one's, as if each were answered as soon as it is granted", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 61_000 }), { maxLength: 3 }),
        fc.integer({ min: 1, max: 10 }),
        (ages, calls) => {
          const start = settled(...ages.map((age) => NOON - age).sort((a, b) => a - b));
          let [state, now] = [start, NOON];
          for (let call = 1; call <= calls; call += 1) {
            now += waitMs(asOfNow(state, terms, now).state, terms, now);
            state = withSettled(asOfNow(state, terms, now).state, "", terms, now);
          }
          expect(waitMs(asOfNow(start, terms, NOON).state, terms, NOON, calls)).toBe(now - NOON);
        },
      ),
    );
  });

  it.each<[string, RateState, number]>([
    ["an empty state", EMPTY_STATE, 0],
    ["a place left", settled(NOON - 10, NOON - 5), 0],
    ["all places taken", settled(NOON - 30_000, NOON - 20_000, NOON - 10_000), HOLD - 30_000],
    [
      "more taken than there are places (the limit was lowered)",
      settled(NOON - 4, NOON - 3, NOON - 2, NOON - 1),
      HOLD - 3,
    ],
    ["calls on their way: as if they were answered now", open({ a: NOON - 50, b: NOON - 40, c: NOON - 30 }), HOLD],
    ["a call about to lapse", open({ a: NOON - 30_000 - HOLD + 7, b: NOON, c: NOON }), 7],
    ["a rest", withRest(EMPTY_STATE, 7_000, terms, NOON - 1_000), 6_000 + marginMs(terms)],
    [
      "a rest that outlasts the places",
      withRest(settled(NOON, NOON, NOON), 90_000, terms, NOON),
      90_000 + marginMs(terms),
    ],
    ["after a rest, a first call", withRest(EMPTY_STATE, 1_000, terms, NOON - 5_000), 0],
  ])("%s", (_, state, expected) => {
    expect(waitMs(state, terms, NOON)).toBe(expected);
  });

  it("lets one call alone through after a rest, until one has passed", () => {
    const rested = withOpen(withRest(EMPTY_STATE, 1_000, terms, NOON - 5_000), "probe", NOON);
    expect(waitMs(rested, terms, NOON)).toBeGreaterThan(0);
    const unanswered = withSettled(rested, "probe", terms, NOON);
    expect(waitMs(withOpen(unanswered, "next", NOON), terms, NOON)).toBeGreaterThan(0);
    expect(waitMs(withOpen(withoutRest(unanswered, NOON), "next", NOON), terms, NOON)).toBe(0);
  });
});

describe("rest", () => {
  it("is never shortened by another", () => {
    const long = withRest(EMPTY_STATE, 90_000, terms, NOON);
    expect(waitMs(withRest(long, 1_000, terms, NOON + 500), terms, NOON + 500)).toBe(waitMs(long, terms, NOON + 500));
  });

  it("is not ended by a call that began before it was over", () => {
    const state = withRest(EMPTY_STATE, 1_000, terms, NOON);
    expect(withoutRest(state, NOON + 1_000)).toEqual(state);
    expect(withoutRest(state, NOON + 1_000 + marginMs(terms)).rest).toBeUndefined();
  });

  it("is forgotten after a window of silence", () => {
    const state = withRest(EMPTY_STATE, 1_000, terms, NOON);
    const over = NOON + 1_000 + marginMs(terms);
    expect(asOfNow(state, terms, over + HOLD - 1).state.rest).toEqual(state.rest);
    expect(asOfNow(state, terms, over + HOLD).state.rest).toBeUndefined();
    const probing = withOpen(state, "probe", over + HOLD - 1);
    expect(asOfNow(probing, terms, over + HOLD).state.rest).toEqual(state.rest);
  });
});

it.each([
  [60_000, 250],
  [5_000, 100],
  [1_000, 20],
  [100, 15],
])("a place of a window of %i ms is kept %i ms longer: timers fire early, clocks truncate", (windowMs, margin) => {
  const brief: Terms = { limit: { calls: 1, windowMs }, timeoutMs: 30_000 };
  const state = withSettled(EMPTY_STATE, "", brief, NOON);
  expect(waitMs(asOfNow(state, brief, NOON + windowMs).state, brief, NOON + windowMs)).toBe(margin);
  expect(waitMs(withRest(EMPTY_STATE, 7_000, brief, NOON), brief, NOON)).toBe(7_000 + margin);
});

describe("asOfNow", () => {
  it("believes no rest longer than ten minutes, whoever wrote it", () => {
    const decade = { ...EMPTY_STATE, rest: { at: NOON, ms: 10 * 365 * 86_400_000 } };
    const { state, mended } = asOfNow(decade, terms, NOON);
    expect([waitMs(state, terms, NOON), mended]).toEqual([600_000, true]);
    expect(waitMs(withRest(decade, 1_000, terms, NOON), terms, NOON)).toBe(600_000);
    expect(waitMs(withRest(EMPTY_STATE, 1e12, terms, NOON), terms, NOON)).toBe(600_000);
  });

  it("keeps an answered call for a window, an open one for its time limit besides", () => {
    const state: RateState = { ...settled(NOON), open: new Map([["a", NOON]]) };
    const at = (ms: number) => {
      const { state: now } = asOfNow(state, terms, NOON + ms);
      return [now.settled.length, now.open.size];
    };
    expect(at(HOLD - 1)).toEqual([1, 1]);
    expect(at(HOLD)).toEqual([0, 1]);
    expect(at(HOLD + 30_000 - 1)).toEqual([0, 1]);
    expect(at(HOLD + 30_000)).toEqual([0, 0]);
  });

  it("brings entries of the future back to now, and says that this has to be written", () => {
    const year = 365 * 86_400_000;
    const future = withRest(
      { ...settled(NOON + year), open: new Map([["a", NOON + year]]) },
      5_000,
      terms,
      NOON + year,
    );
    const { state, mended } = asOfNow(future, terms, NOON);
    expect(mended).toBe(true);
    expect(state).toEqual(withRest({ ...settled(NOON), open: new Map([["a", NOON]]) }, 5_000, terms, NOON));
    expect(asOfNow(state, terms, NOON).mended).toBe(false);
  });

  it("loses none of several entries that are brought back to the same instant", () => {
    const { state } = asOfNow(settled(NOON - 1, NOON + 3_000, NOON + 4_000), terms, NOON);
    expect(waitMs(withSettled(state, "", terms, NOON), { ...terms, limit: { calls: 4, windowMs: 60_000 } }, NOON)).toBe(
      HOLD - 1,
    );
  });
});

it("a permit is free a window after the answer, by two clocks that are each off by as much as they may", () => {
  const skew = fc.integer({ min: 0, max: 2_000 });
  const error = fc.constantFrom(-1, -0.5, 0, 1);
  const one = { limit: { calls: 1, windowMs: 60_000 }, timeoutMs: 30_000 };
  fc.assert(
    fc.property(skew, skew, error, error, fc.nat(60_000), (skewA, skewB, errorA, errorB, looksAfter) => {
      const [ours, theirs] = [skewA, skewB].map((skewMs): Terms => ({ ...one, skewMs })) as [Terms, Terms];
      const settledAt = withSettled(withOpen(EMPTY_STATE, "a", NOON), "a", ours, NOON + errorA * skewA);
      const now = NOON + looksAfter + errorB * skewB;
      // What was written in the future, as it seems, is moved back: that is safe too.
      const { state } = asOfNow(settledAt, theirs, now);
      const freeAt = looksAfter + waitMs(state, theirs, now);
      expect(freeAt).toBeGreaterThanOrEqual(60_000);
      expect(freeAt).toBeLessThanOrEqual(60_000 + 250 + 2 * (skewA + skewB));
    }),
  );
});

it("a state of a limit in the thousands stays small, and is not a call too generous", () => {
  const many: Terms = { limit: { calls: 5_000, windowMs: 60_000 }, timeoutMs: 30_000 };
  let state = EMPTY_STATE;
  for (let n = 0; n < 5_000; n += 1) state = withSettled(state, "", many, NOON + n * 10);
  expect(state.settled.length).toBeLessThan(520);
  expect(waitMs(state, many, NOON + 50_000)).toBeGreaterThanOrEqual(10_000);
  expect(waitMs(withSettled(state, "", many, NOON + 50_000), many, NOON + 60_000 + marginMs(many))).toBeGreaterThan(0);
});

/**
 * Several actors share one state; time passes, and the wall clock is set back now and then, by little or by much. Calls
 * last as long as they like; actors may die with a call on its way, which the server then counts within its time limit.
 */
describe("never more calls in a window than the limit, and never a wait without end", () => {
  type Step =
    | { readonly kind: "claim" }
    | { readonly kind: "settle" | "giveBack" | "die"; readonly which: number }
    | { readonly kind: "pass" | "setBack"; readonly ms: number };
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 6, arbitrary: fc.constant({ kind: "claim" } as const) },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constantFrom("settle", "settle", "settle", "giveBack", "die"),
        which: fc.nat(9),
      }),
    },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("pass"), ms: fc.integer({ min: 0, max: 40_000 }) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("setBack"), ms: fc.constantFrom(100, 5_000, 70_000, 3_600_000) }),
    },
  );

  it("whatever the actors do", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        let time = 0;
        let wall = NOON;
        let state = EMPTY_STATE;
        let count = 0;
        const flying: string[] = [];
        /** In true time: from when to when the server may count it. */
        const calls = new Map<string, { from: number; to: number }>();
        const look = () => {
          state = asOfNow(state, terms, wall).state;
        };
        for (const { kind, ...rest } of steps) {
          if (kind === "claim") {
            look();
            if (waitMs(state, terms, wall) > 0) continue;
            count += 1;
            state = withOpen(state, `${count}`, wall);
            flying.push(`${count}`);
            calls.set(`${count}`, { from: time, to: Number.POSITIVE_INFINITY });
          } else if ("which" in rest) {
            const [id] = flying.splice(rest.which % Math.max(1, flying.length), 1);
            if (id === undefined) continue;
            const call = calls.get(id) as { from: number; to: number };
            if (kind === "die") call.to = time + terms.timeoutMs / 2;
            else if (kind === "settle") call.to = time;
            else calls.delete(id);
            if (kind === "settle") state = withSettled(state, id, terms, wall);
            if (kind === "giveBack") state = withoutOpen(state, id);
          } else if ("ms" in rest && kind === "pass") {
            // In small steps: the living look, and vouch for what they have on its way.
            for (let left = rest.ms; left > 0; left -= 1_000) {
              time += Math.min(1_000, left);
              wall += Math.min(1_000, left);
              look();
              for (const id of flying) state = withOpen(state, id, wall);
            }
          } else if ("ms" in rest) {
            wall -= rest.ms;
          }
        }
        for (const call of calls.values()) {
          const sharing = [...calls.values()].filter(({ from, to }) => from <= call.from && call.from < to + 60_000);
          expect(sharing.length).toBeLessThanOrEqual(terms.limit.calls);
        }
        // All fall silent: whatever the clock did, a place is free when the entries have lapsed.
        look();
        wall += terms.timeoutMs + HOLD + marginMs(terms);
        look();
        expect(waitMs(state, terms, wall)).toBe(0);
      }),
      { numRuns: 5_000 },
    );
  });
});
