import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StoreClock } from "../../src/state/storeClock.js";

/** Round trips as they come: how long the way there and the way back take, and the time until the next, in ms. */
const trips = fc.array(
  fc.record({
    there: fc.double({ min: 0, max: 500, noNaN: true }),
    back: fc.double({ min: 0, max: 500, noNaN: true }),
    rest: fc.double({ min: 0, max: 60_000, noNaN: true }),
  }),
  { minLength: 1, maxLength: 30 },
);

describe("the clock of a store", () => {
  it("is right within its skew, which is never more than half the round trip, however crooked the ways are", () => {
    const drift = fc.double({ min: -5e-5, max: 5e-5, noNaN: true });
    fc.assert(
      fc.property(trips, fc.integer({ min: -1e12, max: 1e12 }), drift, (all, offset, rate) => {
        let here = 1_000;
        const there = (): number => here * (1 + rate) + offset;
        const clock = new StoreClock(() => here);
        let best = Number.POSITIVE_INFINITY;
        for (const trip of all) {
          const sentAt = here;
          here += trip.there;
          const storeAt = there();
          here += trip.back;
          expect(clock.observe({ sentAt, receivedAt: here, storeAt })).toBe(true);
          best = Math.min(best, here - sentAt);
          expect(clock.skewMs).toBeLessThanOrEqual(Math.ceil((here - sentAt) / 2) + 1);
          expect(Math.abs(clock.now() - there())).toBeLessThanOrEqual(clock.skewMs + 1);

          here += trip.rest;
        }
        expect(clock.roundTripMs).toBe(best);
      }),
    );
  });

  it.each([-3_600_000, -50, 50, 3_600_000])(
    "follows a store whose clock jumps by %i ms with its next answer",
    (jump) => {
      let here = 0;
      const clock = new StoreClock(() => here);
      clock.observe({ sentAt: 0, receivedAt: 10, storeAt: 100_005 });
      here = 1_000;
      expect(clock.observe({ sentAt: 990, receivedAt: 1_000, storeAt: 100_995 + jump })).toBe(false);
      expect(clock.now()).toBe(101_000 + jump);
      expect(clock.skewMs).toBe(5);
    },
  );

  it("is narrowed by answers that overlap, and knows less as time passes", () => {
    let here = 100;
    const clock = new StoreClock(() => here);
    clock.observe({ sentAt: 0, receivedAt: 100, storeAt: 1_000 });
    expect(clock.skewMs).toBe(50);
    clock.observe({ sentAt: 100, receivedAt: 120, storeAt: 1_060 });
    expect(clock.skewMs).toBe(10);
    here = 100_120;
    expect(clock.skewMs).toBe(20);
  });

  it("says 0 before the first answer", () => {
    expect(new StoreClock(() => 5).now()).toBe(0);
  });
});
