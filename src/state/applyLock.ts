import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Clock } from "../model/clock.js";
import { birthOf, type Holder, isGone, type LockEntry, placeOf, printLock, readLock } from "./holder.js";
import { RecordError } from "./recordError.js";
import { VersionedFile } from "./versionedFile.js";

export interface ApplyLockOptions {
  /** The account's folder. */
  readonly folder: string;
  readonly clock: Clock;
  /** This process. */
  readonly pid: number;
  /** This machine's name. */
  readonly host: string;
  /** What the next one is told we are doing. No secret can be in it. */
  readonly command: string;
  /** Whether a process of this machine lives; one that may not be signalled does. */
  readonly isAlive: (pid: number) => boolean;
  /** Ms to wait for another holder; 0 does not wait. */
  readonly waitMs: number;
  /** Aborted: waits no longer. */
  readonly stop: AbortSignal;
  /** Called once for each holder that is waited for. */
  readonly onWait: (holder: Holder) => void;
}

export interface ApplyLock {
  /** Lets the next one in. To be called however the run ends: until then a timer keeps the process alive. */
  release(): Promise<void>;
}

/** How often a waiting process looks; how often a holder says that it lives. */
const LOOK_EVERY_MS = 250;
const BEAT_EVERY_MS = 10_000;
/** A damaged entry may be one that somebody is just repairing. */
const DAMAGE_GRACE_MS = 500;

/**
 * One apply at a time for an account, on this machine. A holder that died is followed at once, whoever it was and
 * however many want to: the entry is replaced by compare-and-swap, so of all takers one gets it and the others find the
 * new holder there.
 *
 * @returns the lock; or who holds it, when the wait is over or `stop` was aborted
 * @throws {RecordError} the lock cannot be read or written; whether to go on without is the caller's decision
 */
export async function acquireApplyLock(options: ApplyLockOptions): Promise<ApplyLock | { readonly heldBy: Holder }> {
  const { folder, clock, pid, host, command, isAlive, waitMs, stop, onWait } = options;
  const token = randomUUID();
  const text = new VersionedFile(join(folder, "apply-lock"), token);
  const place = await placeOf(host);
  const birth = await birthOf(pid);
  const until = clock.monotonic() + waitMs;
  let waitsFor: string | undefined;

  const entry = (): LockEntry => ({
    pid,
    host,
    since: new Date(clock.now()).toISOString(),
    command,
    token,
    place,
    ...(birth === undefined ? {} : { birth }),
    seenAt: clock.now(),
  });
  /** Takes the lock if it still is as we saw it. */
  const take = (seen: string | undefined): Promise<boolean> =>
    text.change((found) => {
      if (ours(found, token) !== undefined) return { value: true };
      return found === seen ? { text: printLock(entry()), value: true } : { value: false };
    });

  for (;;) {
    const seen = await text.read();
    const state = readLock(seen);
    if (state === "damaged") {
      await clock.sleep(DAMAGE_GRACE_MS, stop).catch(() => undefined);
    } else if (state !== "free" && !(await isGone(state, place, isAlive, clock.now()))) {
      const leftMs = until - clock.monotonic();
      if (leftMs <= 0 || stop.aborted) return { heldBy: holderOf(state) };
      if (waitsFor !== state.token) onWait(holderOf(state));
      waitsFor = state.token;
      await clock.sleep(Math.min(LOOK_EVERY_MS, leftMs), stop).catch(() => undefined);
      continue;
    }
    if (await take(seen)) return hold(text, token, clock);
  }
}

/** Says every few seconds that we live, until the lock is released. */
function hold(text: VersionedFile, token: string, clock: Clock): ApplyLock {
  const released = new AbortController();
  const beat = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(BEAT_EVERY_MS, released.signal);
      await change(text, token, (entry) => ({ ...entry, seenAt: clock.now() }));
    }
  };
  beat().catch(() => undefined); // the sleep that the release cut short
  return {
    async release() {
      released.abort();
      await change(text, token, () => undefined);
    },
  };
}

/** Changes our entry; one that is not ours any more stays as it is. What cannot be written our death will tell. */
async function change(
  text: VersionedFile,
  token: string,
  next: (entry: LockEntry) => LockEntry | undefined,
): Promise<void> {
  const done = text.change((found) => {
    const entry = ours(found, token);
    return entry === undefined ? { value: undefined } : { text: printLock(next(entry)), value: undefined };
  });
  await done.catch((error: unknown) => {
    if (!(error instanceof RecordError)) throw error;
  });
}

function ours(text: string | undefined, token: string): LockEntry | undefined {
  const state = readLock(text);
  return typeof state === "object" && state.token === token ? state : undefined;
}

function holderOf({ pid, host, since, command }: LockEntry): Holder {
  return { pid, host, since, command };
}
