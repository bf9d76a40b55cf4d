import type { OpenCreation } from "../model/creations.js";
import { MoorError, mayStillBeAtWork } from "../moor/errors.js";
import type { LiveGroup } from "../moor/live.js";
import type { CreateAction } from "../plan/plan.js";
import { type Failure, failureOf } from "./failure.js";
import type { Names } from "./names.js";
import { holds, type Newcomers } from "./newcomers.js";
import type { ApplyPorts } from "./ports.js";
import { type Found, watchFor } from "./watchFor.js";
import type { Written } from "./written.js";

/** Calls for one group, each after it was seen that the one before had made none. */
const MAX_CALLS = 3;

/**
 * Makes a group exactly once. `addQueue` sent twice makes two groups that no API can delete, so:
 * a creation that an earlier run left open is waited for and adopted, and not made again while it may still show; before
 * the call leaves, the name is looked up once more and the call is noted in a journal that outlasts a kill; when the
 * answer is lost, the account is watched for as long as a new group may take to show, and the group found is adopted;
 * only when it is not there, under no other name either, is the call made again. The journal's entry ends when a listing shows the group, not before.
 *
 * @param lookTwice waits until others' creations must show; resolves at once where they are on record
 */
export async function createGroup(
  action: CreateAction,
  names: Names,
  newcomers: Newcomers,
  lookTwice: () => Promise<void>,
  ports: ApplyPorts,
): Promise<Written> {
  const { displayName, after } = action;
  const { journal } = ports;
  let attempts = 0;
  const ended = (status: "failed" | "conflict" | "skipped" | "unknown", failure: Failure): Written => ({
    status,
    attempts,
    failure,
  });
  const adopt = async (exten: string): Promise<Written> => {
    await journal.made(displayName, exten);
    return { status: "applied", exten, attempts, members: after.members, adopted: true };
  };
  /** What was looked for is there, or may be, and nothing is left to send; `undefined` where it is not. */
  const settled = async (found: Found, earlier?: OpenCreation): Promise<Written | undefined> => {
    if (found.kind === "unknown") return ended("unknown", found.failure);
    if (found.kind === "named") return adopt(found.exten);
    if (found.kind === "stored") return ended("conflict", storedDifferently(displayName, found.exten, found.live));
    const others = newcomers.of(action, found.groups, earlier);
    const [only] = others;
    if (only === undefined) return undefined;
    const groups = others.map(({ group }) => ({ exten: group.exten, live: group.displayName }));
    if (!only.isSure) {
      await journal.maybe(
        displayName,
        groups.map(({ exten }) => exten),
      );
      return ended("unknown", { code: "create-unclear", args: { displayName, groups } });
    }
    const { exten, displayName: live } = only.group;
    await journal.made(displayName, exten);
    await journal.shown([only.group]);
    newcomers.ended(action, exten);
    return ended("conflict", storedDifferently(displayName, exten, live));
  };

  const stored = await journal.storedAs(displayName);
  if (stored !== undefined) return ended("conflict", storedDifferently(displayName, stored.exten, stored.live));
  const open = await journal.openEntry(displayName);
  if (open !== undefined) {
    if (open.exten === undefined) newcomers.sent(action);
    else newcomers.ended(action, open.exten);
    const found = await awaitOpen(open, names, ports);
    if (open.exten !== undefined && found.kind === "nothing")
      return ended("unknown", notShown(displayName, open.exten, open.startedAt));
    const earlier = await settled(found, open);
    if (earlier !== undefined) return earlier;
    newcomers.ended(action);
    await journal.end(displayName, "not-made");
  }
  const heldBack = ports.heldBack(displayName);
  if (heldBack !== undefined) return ended("conflict", heldBack);
  await lookTwice();

  for (let call = 1; ; call += 1) {
    let appeared: readonly string[] = [];
    let there: ReadonlySet<string> = new Set();
    /** Counted among the attempts, and not sent yet. */
    let isReady = false;
    try {
      const mayLeave = async (): Promise<boolean> => {
        isReady = false;
        const { extens, seen } = await names.bearersNow(displayName);
        appeared = extens;
        if (appeared.length > 0) return false;
        there = new Set(seen.map(({ exten }) => exten));
        await note(displayName, ports);
        newcomers.sent(action);
        attempts += 1;
        isReady = true;
        return true;
      };
      const created = await ports.client.addQueue({ displayName, ...after }, mayLeave, () => {
        const isStale = names.isStale(displayName);
        if (isStale) {
          attempts -= 1;
          isReady = false;
        }
        return isStale;
      });
      if (created === undefined) {
        newcomers.ended(action);
        const [only, ...others] = appeared;
        // Of a call that was answered with a refusal, or as somebody else has just made it: no reason for a second one.
        const isOurs =
          only !== undefined && others.length === 0 && (attempts > 0 || (await isAsWanted(only, action, ports)));
        if (isOurs) return await adopt(only);
        await journal.end(displayName, "refused");
        return ended("conflict", { code: "name-appeared", args: { displayName, extens: [...appeared] } });
      }
      const { exten } = created;
      if (!there.has(exten)) {
        newcomers.ended(action, exten);
        await journal.made(displayName, exten);
        return { status: "applied", exten, attempts, members: after.members };
      }
      // The number of a group that was there before the call: it was carried out, and this is no answer.
      const found = await settled(await watchFor(displayName, ports.settleMs, names, ports));
      return found ?? ended("unknown", { code: "create-unknown", args: { displayName, detail: `exten ${exten}` } });
    } catch (error) {
      const failure = failureOf(error, displayName);
      if (!(error instanceof MoorError)) {
        // Told to stop before it was sent.
        if (isReady) attempts -= 1;
        await journal.end(displayName, "refused");
        return ended("skipped", failure);
      }
      // Never sent, or turned down; the look before it can fail in this way, too.
      if (error.delivery === "not-done" || attempts === 0) {
        newcomers.ended(action);
        await journal.end(displayName, "refused");
        // A call that met only the limit, and is not sent any more.
        if (ports.stop.aborted && failure.code === "still-limited")
          return ended("skipped", { code: "interrupted", args: { displayName } });
        return ended("failed", failure);
      }
      const found = await settled(await watchFor(displayName, watchMs(error, ports), names, ports));
      if (found !== undefined) return found;
      newcomers.ended(action);
      await journal.end(displayName, "not-made");
      if (call === MAX_CALLS || ports.stop.aborted) return ended("failed", failure);
    }
  }
}

/**
 * Waits for what an earlier run sent. Whose number is known was made, and is not made again however long it takes to
 * show; whose answer was lost is waited for until it must show, and a moment longer, so that its end can be noted.
 */
function awaitOpen(open: OpenCreation, names: Names, ports: ApplyPorts): Promise<Found> {
  const { displayName, exten, until } = open;
  ports.onEvent({ kind: "awaiting", displayName, ...(exten === undefined ? {} : { exten }) });
  const forMs = exten === undefined ? Math.max(0, until - ports.clock.now()) + 10 : ports.settleMs;
  return watchFor(displayName, forMs, names, ports, exten);
}

/** A journal that cannot be written is worth a warning, not a failure. */
async function note(displayName: string, { clock, journal, settleMs, timeoutMs, onEvent }: ApplyPorts): Promise<void> {
  await journal
    .begin(displayName, clock.now() + timeoutMs + settleMs + workMs({ settleMs, timeoutMs }))
    .catch((error: Error) => {
      onEvent({ kind: "unrecorded", detail: error.message });
    });
}

/** A call that timed out, here or at a gateway, may still be worked on: it is watched for as long again as it may take. */
function watchMs(error: MoorError, ports: ApplyPorts): number {
  return mayStillBeAtWork(error) ? ports.settleMs + workMs(ports) : ports.settleMs;
}

/** For how long a server may work on what was given up: whoever is less patient here does not make it any faster. */
function workMs({ settleMs, timeoutMs }: Pick<ApplyPorts, "settleMs" | "timeoutMs">): number {
  return Math.max(timeoutMs, 3 * settleMs);
}

async function isAsWanted(exten: string, action: CreateAction, { client }: ApplyPorts): Promise<boolean> {
  const live: LiveGroup | undefined = await client.readGroup(exten, "queueQueue");
  return live !== undefined && live.displayName === action.displayName && holds(action, live);
}

function notShown(displayName: string, exten: string, startedAt: number): Failure {
  return { code: "creation-not-shown", args: { displayName, exten, madeAt: new Date(startedAt).toISOString() } };
}

function storedDifferently(displayName: string, exten: string, live: string): Failure {
  return { code: "name-stored-differently", args: { displayName, exten, live } };
}
