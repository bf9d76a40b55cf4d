import { MoorError } from "../moor/errors.js";
import type { CreateAction } from "../plan/plan.js";
import { failureOf } from "./failure.js";
import type { Names } from "./names.js";
import type { ApplyPorts } from "./ports.js";
import type { Written } from "./written.js";

/** Calls for one group, each after it was seen that the one before had made none. */
const MAX_CALLS = 3;

/**
 * Makes a group exactly once. `addQueue` sent twice makes two groups that no API can delete, so:
 * before the call leaves, the name is looked up once more; when the answer is lost, the account is watched for as long
 * as a new group may take to show, and the group found is adopted; only when it is not there is the call made again.
 */
export async function createGroup(action: CreateAction, names: Names, ports: ApplyPorts): Promise<Written> {
  const { displayName, after } = action;
  let attempts = 0;
  for (let call = 1; ; call += 1) {
    let appeared: string[] = [];
    try {
      const created = await ports.client.addQueue({ displayName, ...after }, async () => {
        appeared = await names.bearers(displayName);
        if (appeared.length === 0) attempts += 1;
        return appeared.length === 0;
      });
      if (created !== undefined) return { status: "applied", exten: created.exten, attempts, members: after.members };
      return {
        status: "conflict",
        attempts,
        failure: { code: "name-appeared", args: { displayName, extens: appeared } },
      };
    } catch (error) {
      const failure = failureOf(error, displayName);
      if (!(error instanceof MoorError)) return { status: "skipped", attempts, failure };
      // A call that was never sent, or was turned down: the lookup before it can fail in this way, too.
      if (error.fate === "no" || attempts === 0) return { status: "failed", attempts, failure };
      ports.onEvent({ kind: "looking", displayName });
      const found = await lookFor(displayName, watchMs(error, ports), names, ports);
      if (found === "unknowable")
        return {
          status: "unknown",
          attempts,
          failure: { code: "create-unknown", args: { displayName, detail: failure.code } },
        };
      if (found.length > 1)
        return {
          status: "unknown",
          attempts,
          failure: { code: "create-ambiguous", args: { displayName, extens: found } },
        };
      if (found[0] !== undefined)
        return { status: "applied", exten: found[0], attempts, members: after.members, adopted: true };
      if (call === MAX_CALLS || ports.stop.aborted) return { status: "failed", attempts, failure };
    }
  }
}

/** A call that timed out may still be worked on: it is watched for as long again as it was waited for. */
function watchMs(error: MoorError, { settleMs, timeoutMs }: ApplyPorts): number {
  return error.fault.code === "unreachable" && error.fault.args.reason === "timeout" ? settleMs + timeoutMs : settleMs;
}

/** Watches for the name to show, less and less often. Stopped by a signal it looks once more and answers. */
async function lookFor(
  displayName: string,
  forMs: number,
  names: Names,
  { clock, stop }: ApplyPorts,
): Promise<string[] | "unknowable"> {
  const until = clock.monotonic() + forMs;
  for (let pause = 250; ; pause = Math.min(pause * 2, 4_000)) {
    try {
      const found = await names.bearers(displayName, clock.monotonic());
      if (found.length > 0) return found;
    } catch (error) {
      failureOf(error, displayName);
      return "unknowable";
    }
    const left = until - clock.monotonic();
    if (left <= 0) return [];
    if (stop.aborted) return "unknowable";
    await clock.sleep(Math.min(pause, left), stop).catch(() => undefined);
  }
}
