import { MoorError, timedOut } from "../moor/errors.js";
import type { CreateAction } from "../plan/plan.js";
import { type Failure, failureOf } from "./failure.js";
import type { Names } from "./names.js";
import type { ApplyPorts } from "./ports.js";
import type { Written } from "./written.js";

/** Calls for one group, each after it was seen that the one before had made none. */
const MAX_CALLS = 3;

/**
 * Makes a group exactly once. `addQueue` sent twice makes two groups that no API can delete, so:
 * before the call leaves, the name is looked up once more and the call is noted in a journal that outlasts a kill; when
 * the answer is lost, the account is watched for as long as a new group may take to show, and the group found is
 * adopted; only when it is not there is the call made again.
 */
export async function createGroup(action: CreateAction, names: Names, ports: ApplyPorts): Promise<Written> {
  const { displayName, after } = action;
  const { clock, journal } = ports;
  const adopt = async (exten: string, attempts: number): Promise<Written> => {
    await journal.end(displayName, "created");
    return { status: "applied", exten, attempts, members: after.members, adopted: true };
  };
  let attempts = 0;

  const left = await journal.openEntry(displayName);
  if (left !== undefined) {
    // A run before this one was killed between its call and the answer.
    // A moment longer than the entry lasts, so that it is over when its end is noted.
    const found = await watch(displayName, Math.max(0, left.until - clock.now()) + 10, names, ports);
    if ("failure" in found) return { status: "unknown", attempts, failure: found.failure };
    if (found.exten !== undefined) return adopt(found.exten, attempts);
    await journal.end(displayName, "not-made");
  }
  for (let call = 1; ; call += 1) {
    let appeared: string[] = [];
    try {
      const created = await ports.client.addQueue({ displayName, ...after }, async () => {
        appeared = await names.bearersNow(displayName);
        if (appeared.length > 0) return false;
        await note(displayName, ports);
        attempts += 1;
        return true;
      });
      if (created === undefined) {
        return {
          status: "conflict",
          attempts,
          failure: { code: "name-appeared", args: { displayName, extens: appeared } },
        };
      }
      await journal.end(displayName, "created");
      return { status: "applied", exten: created.exten, attempts, members: after.members };
    } catch (error) {
      const failure = failureOf(error, displayName);
      if (!(error instanceof MoorError)) return { status: "skipped", attempts, failure };
      // Never sent, or turned down; the look before it can fail in this way, too.
      if (error.fate === "no" || attempts === 0) {
        await journal.end(displayName, "refused");
        return { status: "failed", attempts, failure };
      }
      const found = await watch(displayName, watchMs(error, ports), names, ports);
      if ("failure" in found) return { status: "unknown", attempts, failure: found.failure };
      if (found.exten !== undefined) return adopt(found.exten, attempts);
      await journal.end(displayName, "not-made");
      if (call === MAX_CALLS || ports.stop.aborted) return { status: "failed", attempts, failure };
    }
  }
}

/** A journal that cannot be written is worth a warning, not a failure. */
async function note(displayName: string, { clock, journal, settleMs, timeoutMs, onEvent }: ApplyPorts): Promise<void> {
  await journal.begin(displayName, clock.now() + 2 * timeoutMs + settleMs).catch((error: Error) => {
    onEvent({ kind: "unrecorded", detail: error.message });
  });
}

/** A call that timed out may still be worked on: it is watched for as long again as it was waited for. */
function watchMs(error: MoorError, { settleMs, timeoutMs }: ApplyPorts): number {
  return timedOut(error) ? settleMs + timeoutMs : settleMs;
}

/**
 * Watches for the name to show, less and less often. Stopped by a signal it looks once more and answers. That it is not
 * there, after which the group is made again, is said by the query: the claim status may be longer in showing it.
 */
async function watch(
  displayName: string,
  forMs: number,
  names: Names,
  { clock, stop, onEvent }: ApplyPorts,
): Promise<{ readonly exten: string | undefined } | { readonly failure: Failure }> {
  onEvent({ kind: "looking", displayName });
  const until = clock.monotonic() + forMs;
  const unknown = (detail: string): { failure: Failure } => ({
    failure: { code: "create-unknown", args: { displayName, detail } },
  });
  for (let pause = 250; ; pause = Math.min(pause * 2, 4_000)) {
    const isLast = clock.monotonic() >= until;
    try {
      const found = await names.bearers(displayName, clock.monotonic(), isLast ? "queueQueue" : "either");
      if (found.length > 1) return { failure: { code: "create-ambiguous", args: { displayName, extens: found } } };
      if (found[0] !== undefined) return { exten: found[0] };
    } catch (error) {
      return unknown(failureOf(error, displayName).code);
    }
    if (isLast) return { exten: undefined };
    if (stop.aborted) return unknown("interrupted");
    await clock.sleep(Math.min(pause, Math.max(0, until - clock.monotonic())), stop).catch(() => undefined);
  }
}
