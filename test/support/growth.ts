import { expect } from "vitest";

/** Four times as much work takes four times as long; comparing each item with all others, sixteen times. */
const MORE = 4;
export const MOST_GROWTH = 7;

/**
 * How much longer four times as much work takes. In processor time, the best of several runs: other work on the machine
 * makes a run slower, never faster.
 */
export function growthOf(run: (size: number) => void, size: number): number {
  const best = { few: Number.POSITIVE_INFINITY, many: Number.POSITIVE_INFINITY };
  for (let round = 0; round < 4; round += 1) {
    best.few = Math.min(
      best.few,
      cpuMs(() => run(size)),
    );
    best.many = Math.min(
      best.many,
      cpuMs(() => run(size * MORE)),
    );
  }
  return best.many / best.few;
}

/**
 * Expects work to grow with its size, not with the square of it.
 *
 * @param size large enough that the work takes some milliseconds
 * @param prepare makes the input; this is not measured
 */
export function expectLinear<T>(size: number, prepare: (size: number) => T, work: (prepared: T) => unknown): void {
  const prepared = new Map([size, size * MORE].map((one) => [one, prepare(one)]));
  expect(growthOf((one) => void work(prepared.get(one) as T), size)).toBeLessThan(MOST_GROWTH);
}

function cpuMs(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  // The clock of some systems ticks every four milliseconds.
  return Math.max(1, (user + system) / 1000);
}
