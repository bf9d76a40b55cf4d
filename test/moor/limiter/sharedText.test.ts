import { expect, it } from "vitest";
import type { SharedStore, TextEdit } from "../../../src/model/store.js";
import { Limiter } from "../../../src/moor/limiter/limiter.js";
import { VirtualClock } from "../../support/virtualClock.js";

const limit = { calls: 2, windowMs: 60_000 };
const timeoutMs = 30_000;

/** A store in memory, by a virtual clock, that can be emptied as by `FLUSHALL`. */
function memory(clock: VirtualClock) {
  let text: string | undefined;
  const kept: (number | undefined)[] = [];
  const store: SharedStore = {
    owner: "p",
    now: () => clock.now(),
    skewMs: 0,
    text: (_, keepMs) => {
      kept.push(keepMs);
      return {
        read: async () => text,
        change: async <T>(edit: (found: string | undefined) => TextEdit<T>) => {
          const { text: made, value } = edit(text);
          text = made ?? text;
          return value;
        },
      };
    },
  };
  const flush = (): void => {
    text = undefined;
  };
  return { store, flush, kept };
}

function open(clock: VirtualClock, store: SharedStore, owner: string): Limiter {
  const named: SharedStore = Object.assign(Object.create(store) as SharedStore, { owner });
  const shared = { store: named, key: "calls/op", onOutage: () => undefined };
  return new Limiter({ limit, timeoutMs, clock, stop: new AbortController().signal, shared });
}

it("a store that lost its data is filled again by those who saw it", async () => {
  const clock = new VirtualClock();
  const { store, flush } = memory(clock);
  const [one, two, fresh] = ["one", "two", "fresh"].map((owner) => open(clock, store, owner)) as [
    Limiter,
    Limiter,
    Limiter,
  ];
  for (const limiter of [one, two])
    await clock.run(limiter.acquire().then((permit) => permit.settle({ how: "passed" })));
  expect(await fresh.outlookMs(1)).toBeGreaterThan(59_000);
  flush();
  // A look is no write; whoever asks for a permit writes down what it knows of all.
  const next = two.acquire();
  await Promise.resolve();
  expect(await two.outlookMs(1)).toBeGreaterThan(59_000);
  const from = clock.monotonic();
  await clock.run(next);
  expect(clock.monotonic() - from).toBeGreaterThan(59_000);
});

it("a store keeps the calls until the longest rest is over, and the windows after it", () => {
  const clock = new VirtualClock();
  const { store, kept } = memory(clock);
  open(clock, store, "one");
  expect(kept).toEqual([600_000 + 2 * 60_000 + timeoutMs]);
});

it("a store's skew lengthens the wait for what others have spent, as it is at that moment", async () => {
  const clock = new VirtualClock();
  const { store } = memory(clock);
  const vague = { ...store, skewMs: 0 };
  const limiter = open(clock, vague, "one");
  const other = open(clock, store, "two");
  for (let call = 0; call < limit.calls; call += 1) {
    const permit = await clock.run(other.acquire());
    await permit.settle({ how: "passed" });
  }
  const before = await limiter.outlookMs(1);
  vague.skewMs = 400;
  expect(await limiter.outlookMs(1)).toBe(before + 400);
});
