import type { OpenCreation } from "../model/creations.js";
import { MoorError, mayStillBeAtWork } from "../moor/errors.js";
import type { LiveGroup } from "../moor/live.js";
import type { CreateAction } from "../plan/plan.js";
import type { GroupNameIndex } from "./groupNameIndex.js";
import type { NameLook } from "./lastLook.js";
import { holds, mayBe, type Newcomers } from "./newcomers.js";
import type { ApplyPorts } from "./ports.js";
import { type Failure, failureOf, type WriteResult } from "./result.js";
import { type Moment, momentOf } from "./stallWatch.js";

/** Calls for one group, each made after it was seen that the one before had created nothing. */
const MAX_CALLS = 3;

/**
 * Creates a group exactly once. `addQueue` sent twice creates two groups, and no API call can delete one. So:
 *
 * - A creation that an earlier run left open is waited for and adopted. It is not made again while it may still show.
 * - Before the call leaves, the name is looked up once more, and the call is noted in a journal that survives a kill. Of
 *   several runs that share the journal, one can note it; the others wait for that one.
 * - When the answer is lost, the account is watched for as long as a new group may take to show, and the group that is
 *   found is adopted. Only when it is not there, under another name either, is the call made again.
 * - The journal's entry is closed when a listing shows the group, not when the answer arrives.
 *
 * @param waitForOthers waits until creations by other machines must show; resolves at once where they are on record
 */
export async function createGroup(
  action: CreateAction,
  names: GroupNameIndex,
  newcomers: Newcomers,
  waitForOthers: () => Promise<void>,
  ports: ApplyPorts,
): Promise<WriteResult> {
  const { displayName, after } = action;
  const { journal } = ports;
  let attempts = 0;
  const ended = (status: "failed" | "conflict" | "skipped" | "unknown", failure: Failure): WriteResult => ({
    status,
    attempts,
    failure,
  });
  const adopt = async (exten: string): Promise<WriteResult> => {
    await journal.made(displayName, exten);
    return { status: "applied", exten, attempts, members: after.members, adopted: true };
  };
  /** The result where the group is there, or may be, and nothing is left to send; `undefined` where it is not there. */
  const settled = async (sight: Sight, earlier?: OpenCreation): Promise<WriteResult | undefined> => {
    if (sight.kind === "unknown") return ended("unknown", sight.failure);
    if (sight.kind === "named") return adopt(sight.exten);
    if (sight.kind === "stored") return ended("conflict", storedDifferently(displayName, sight.exten, sight.live));
    const others = newcomers.of(action, sight.groups, earlier);
    const [only] = others;
    const taken = numbersOf(displayName, sight.groups);
    if (only === undefined && taken.length > 0) return ended("conflict", appeared(displayName, taken));
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
  /** Waits for a creation that another run has begun. `undefined`: it has made nothing. */
  const awaitEarlier = async (open: OpenCreation): Promise<WriteResult | undefined> => {
    if (open.exten === undefined) newcomers.sent(action);
    else newcomers.ended(action, open.exten);
    const sight = await awaitOpen(action, open, names, ports);
    if (open.exten !== undefined && sight.kind === "nothing") {
      const taken = numbersOf(displayName, sight.groups);
      if (taken.length > 0) return ended("conflict", appeared(displayName, taken));
      return ended("unknown", notShown(displayName, open.exten, open.startedAt));
    }
    // The other run may be at work still, and have been answered since.
    const answered = sight.kind === "nothing" ? await journal.openEntry(displayName) : undefined;
    if (answered?.exten !== undefined) return awaitEarlier(answered);
    const earlier = await settled(sight, open);
    if (earlier !== undefined) return earlier;
    newcomers.ended(action);
    await journal.end(displayName, "not-made");
    return undefined;
  };
  const open = await journal.openEntry(displayName);
  const earlier = open && (await awaitEarlier(open));
  if (earlier !== undefined) return earlier;
  const heldBack = ports.heldBack(displayName);
  if (heldBack !== undefined) return ended("conflict", heldBack);
  await waitForOthers();

  for (let call = 1; ; call += 1) {
    let look: NameLook = { extens: [], seen: [] };
    /** The latest attempt is counted, and not sent yet. */
    let isReady = false;
    /** Why it must not be sent: another run has begun it, or it cannot be noted. */
    let refused: Refusal | undefined;
    /** When it was noted, where it has not been sent since. */
    let noted: Moment | undefined;
    try {
      const mayLeave = async (): Promise<boolean> => {
        isReady = false;
        look = await names.groupsNamed(displayName);
        if (look.extens.length > 0) return false;
        if (!isRecent(noted, ports)) {
          refused = await note(displayName, ports);
          noted = momentOf(ports.clock);
        }
        if (refused !== undefined) return false;
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
        } else noted = undefined;
        return isStale;
      });
      if (created === undefined && refused !== undefined) {
        newcomers.ended(action);
        if ("code" in refused) {
          await journal.end(displayName, "refused");
          return ended("skipped", refused);
        }
        const other = await awaitEarlier(refused);
        if (other !== undefined) return other;
        if (call === MAX_CALLS || ports.stop.aborted) return ended("unknown", createUnknown(displayName, "busy"));
        continue;
      }
      if (created === undefined) {
        newcomers.ended(action);
        const only = look.extens.length === 1 ? look.seen.find((group) => group.exten === look.extens[0]) : undefined;
        // Made by an attempt that was answered with the limit, or by another person and just as wanted.
        const isSame = attempts > 0 ? mayBe : holds;
        if (only !== undefined && isSame(action, only)) return await adopt(only.exten);
        await journal.end(displayName, "refused");
        return ended("conflict", appeared(displayName, look.extens));
      }
      const { exten } = created;
      if (!ports.before.has(exten) && !look.seen.some((group) => group.exten === exten)) {
        newcomers.ended(action, exten);
        await journal.made(displayName, exten);
        return { status: "applied", exten, attempts, members: after.members };
      }
      // The number of a group that was there before the call: the call was carried out, and its answer is wrong.
      const found = await settled(await watchFor(action, ports.settleMs, names, ports));
      return found ?? ended("unknown", { code: "create-unknown", args: { displayName, detail: `exten ${exten}` } });
    } catch (error) {
      const failure = failureOf(error, displayName);
      if (!(error instanceof MoorError)) {
        // Stopped before it was sent.
        if (isReady) attempts -= 1;
        await journal.end(displayName, "refused");
        return ended("skipped", failure);
      }
      // Never sent, or refused. The look before the call can fail like this, too.
      if (error.delivery === "not-done" || attempts === 0) {
        newcomers.ended(action);
        await journal.end(displayName, "refused");
        // A call that met only the limit. After a stop it is not sent again.
        if (ports.stop.aborted && failure.code === "still-limited")
          return ended("skipped", { code: "interrupted", args: { displayName } });
        return ended("failed", failure);
      }
      const found = await settled(await watchFor(action, watchMs(error, ports), names, ports));
      if (found !== undefined) return found;
      newcomers.ended(action);
      await journal.end(displayName, "not-made");
      if (call === MAX_CALLS || ports.stop.aborted) return ended("failed", failure);
    }
  }
}

/**
 * Waits for what an earlier run sent. A creation whose number is known was carried out, and is not made again however
 * long it takes to show. One whose answer was lost is waited for until it must show, and a moment longer, so that its
 * entry can be closed.
 */
function awaitOpen(action: CreateAction, open: OpenCreation, names: GroupNameIndex, ports: ApplyPorts): Promise<Sight> {
  const { displayName, exten, until } = open;
  ports.onEvent({ kind: "awaiting", displayName, ...(exten === undefined ? {} : { exten }) });
  const forMs = exten === undefined ? Math.max(0, until - ports.clock.now()) + 10 : ports.settleMs;
  return watchFor(action, forMs, names, ports, exten);
}

/** What watching for a group has shown. */
type Sight =
  /** It is there, under the name, or one that may be it. */
  | { readonly kind: "named"; readonly exten: string }
  /** The number is there, under another name. */
  | { readonly kind: "stored"; readonly exten: string; readonly live: string }
  /** It is not there, says the query. These are all the groups that are; one may have the name and be another. */
  | { readonly kind: "nothing"; readonly groups: readonly LiveGroup[] }
  | { readonly kind: "unknown"; readonly failure: Failure };

/**
 * Watches for a group to show, at growing intervals. After a stop it looks once and answers. Only the query can say that
 * a group is not there: the claim status may take longer to show it. A group that has the name and lists agents that were
 * not sent is another one, made by another person, and does not end the watch.
 *
 * @param exten its number, where that is known: the group is read by it, and looked for by its name at the last look
 */
async function watchFor(
  action: CreateAction,
  forMs: number,
  names: GroupNameIndex,
  { client, clock, journal, stop, onEvent }: ApplyPorts,
  exten?: string,
): Promise<Sight> {
  const { displayName } = action;
  if (exten === undefined) onEvent({ kind: "looking", displayName });
  const until = clock.monotonic() + forMs;
  const unknown = (failure: Failure): Sight => ({ kind: "unknown", failure });
  for (let pause = 250; ; pause = Math.min(pause * 2, 4_000)) {
    const isLast = clock.monotonic() >= until;
    const through = isLast ? "queueQueue" : "either";
    try {
      const group = exten === undefined ? undefined : await client.readGroup(exten, through);
      if (group?.displayName === displayName) return { kind: "named", exten: group.exten };
      const groups = exten === undefined || isLast ? await names.all(clock.monotonic(), through) : [];
      const [only, ...others] = groups.filter((one) => one.displayName === displayName);
      if (others.length > 0)
        return unknown({ code: "create-ambiguous", args: { displayName, extens: numbersOf(displayName, groups) } });
      if (only !== undefined && mayBe(action, only)) return { kind: "named", exten: only.exten };
      if (group !== undefined) {
        // The next run plans from the query, so the query's reading of the name decides.
        const sure = isLast ? group : await client.readGroup(group.exten, "queueQueue");
        if (sure?.displayName === displayName) return { kind: "named", exten: sure.exten };
        if (sure !== undefined) {
          await journal.shown([sure]);
          return { kind: "stored", exten: sure.exten, live: sure.displayName };
        }
      }
      if (isLast) return { kind: "nothing", groups };
    } catch (error) {
      return unknown({ code: "create-unknown", args: { displayName, detail: failureOf(error, displayName).code } });
    }
    if (stop.aborted) return unknown({ code: "create-unknown", args: { displayName, detail: "interrupted" } });
    await clock.sleep(Math.min(pause, Math.max(0, until - clock.monotonic())), stop).catch(() => undefined);
  }
}

/** For so many ms a creation that looks once more before it leaves is not noted again: a note may take as long as a look keeps. */
const NOTE_KEEPS_MS = 2_000;

function isRecent(noted: Moment | undefined, { clock }: ApplyPorts): boolean {
  if (noted === undefined) return false;
  const now = momentOf(clock);
  return Math.max(now.wall - noted.wall, now.monotonic - noted.monotonic) < NOTE_KEEPS_MS;
}

/** Why a creation must not be sent: another run has begun it, or it cannot be noted. */
type Refusal = OpenCreation | Failure;

/** A journal of this machine alone that cannot be written is worth a warning, not a failure. */
async function note(displayName: string, ports: ApplyPorts): Promise<Refusal | undefined> {
  const { clock, journal, settleMs, timeoutMs, onEvent } = ports;
  try {
    return await journal.begin(displayName, clock.now() + timeoutMs + settleMs + workMs({ settleMs, timeoutMs }));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    if (journal.isShared) return { code: "creation-unrecorded", args: { displayName, detail } };
    onEvent({ kind: "unrecorded", detail });
    return undefined;
  }
}

/** How long to watch after a lost answer. The server may still work on a call that timed out, here or at a gateway. */
function watchMs(error: MoorError, ports: ApplyPorts): number {
  return mayStillBeAtWork(error) ? ports.settleMs + workMs(ports) : ports.settleMs;
}

/** How long a server may go on working on a call that was given up. A short timeout here does not make it faster. */
function workMs({ settleMs, timeoutMs }: Pick<ApplyPorts, "settleMs" | "timeoutMs">): number {
  return Math.max(timeoutMs, 3 * settleMs);
}

function numbersOf(displayName: string, groups: readonly LiveGroup[]): string[] {
  return groups.filter((group) => group.displayName === displayName).map(({ exten }) => exten);
}

function appeared(displayName: string, extens: readonly string[]): Failure {
  return { code: "name-appeared", args: { displayName, extens: [...extens] } };
}

function createUnknown(displayName: string, detail: string): Failure {
  return { code: "create-unknown", args: { displayName, detail } };
}

function notShown(displayName: string, exten: string, startedAt: number): Failure {
  return { code: "creation-not-shown", args: { displayName, exten, madeAt: new Date(startedAt).toISOString() } };
}

function storedDifferently(displayName: string, exten: string, live: string): Failure {
  return { code: "name-stored-differently", args: { displayName, exten, live } };
}
