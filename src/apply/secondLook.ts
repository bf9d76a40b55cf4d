import type { ApplyPorts } from "./ports.js";

/**
 * Before the first creation of a run that knows nothing of earlier ones. A job that was killed on another machine may
 * have made the very groups a moment ago, and a new group may take the settling time to show: what does not show at two
 * looks that far apart was not made by then. The first look is the plan's; the second is the one that every creation
 * takes just before it leaves.
 *
 * @returns a wait that all creations of the run share
 */
export function secondLook({ clock, stop, settleMs, firstLookAt, onEvent }: ApplyPorts): () => Promise<void> {
  let waited: Promise<void> | undefined;
  return () => {
    waited ??= wait();
    return waited;
  };

  async function wait(): Promise<void> {
    if (firstLookAt === undefined) return;
    const ms = firstLookAt + settleMs - clock.monotonic();
    if (ms <= 0) return;
    onEvent({ kind: "second-look", ms });
    await clock.sleep(ms, stop).catch(() => undefined);
  }
}
