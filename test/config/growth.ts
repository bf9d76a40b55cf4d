/** Four times as much takes four times as long; what compares each with all others, sixteen times. */
const MORE = 4;
export const MOST_GROWTH = 6;

/**
 * How much longer something takes for four times as much. In processor time, the best of several runs, so that a busy
 * machine slows both alike.
 */
export function growthOf(run: (size: number) => void, size: number): number {
  const best = { few: Number.POSITIVE_INFINITY, many: Number.POSITIVE_INFINITY };
  for (let round = 0; round < 2; round += 1) {
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

function cpuMs(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
