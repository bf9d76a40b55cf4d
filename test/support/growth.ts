import { expect } from "vitest";

/**
 * Expects work to grow with its size, not with the square of it: twice as much takes at most three times as long. In time of
 * the processor, the least of some runs: a machine that does other things at once makes a run slower, never faster.
 *
 * @param work does the work on something of size `n`; what it needs is made in `prepare`
 * @param n large enough that it takes some milliseconds
 */
export function expectLinear<Prepared>(
  n: number,
  prepare: (n: number) => Prepared,
  work: (prepared: Prepared) => unknown,
): void {
  const [one, two] = [prepare(n), prepare(2 * n)];
  const least = { one: Number.POSITIVE_INFINITY, two: Number.POSITIVE_INFINITY };
  for (let run = 0; run < 7 && (run < 3 || least.two > 3 * least.one); run++) {
    least.one = Math.min(
      least.one,
      processorMs(() => work(one)),
    );
    least.two = Math.min(
      least.two,
      processorMs(() => work(two)),
    );
  }
  expect(least.two / least.one).toBeLessThan(3);
}

function processorMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  // The clock of some systems ticks every four milliseconds.
  return Math.max(1, (user + system) / 1000);
}
