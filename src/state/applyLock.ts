import { randomUUID } from "node:crypto";
import { readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../model/clock.js";
import type { SharedText } from "../model/store.js";
import { codeOf } from "./recordError.js";
import { VersionedFile } from "./versionedFile.js";

/** Who asks for a lock, and how long. */
export interface LockOptions {
  readonly clock: Clock;
  /** This process. */
  readonly pid: number;
  /** This machine's name. */
  readonly host: string;
  /** What this process does, as shown to a process that waits. Must hold no secret. */
  readonly command: string;
  /** Address of the CI job that it is part of. Must hold no secret. */
  readonly job?: string | undefined;
  /** Is a process of this machine alive? One that may not be signalled is. */
  readonly isAlive: (pid: number) => boolean;
  /** How long to wait for another holder, in ms; 0: not at all. */
  readonly waitMs: number;
  /** Aborted: the wait ends. */
  readonly stop: AbortSignal;
  /** Called once for each holder that is waited for. */
  readonly onWait: (holder: Holder) => void;
}

export interface ApplyLockOptions extends LockOptions {
  /** The account's folder. */
  readonly folder: string;
}

export interface ApplyLock {
  /** Lets the next process in. Call it however the run ends: until then a timer keeps this process alive. */
  release(): Promise<void>;
}

/** How often a waiting process looks; how often a holder renews its entry. */
const LOOK_EVERY_MS = 250;
const BEAT_EVERY_MS = 10_000;
/** A damaged entry may be one that another process is just repairing. */
const DAMAGE_GRACE_MS = 500;

/**
 * Lets one apply at a time work on an account, on this machine. The lock of a holder that died is taken over at once.
 *
 * @returns the lock; or who holds it, when the wait is over or `stop` was aborted
 * @throws {RecordError} the lock cannot be read or written; whether to go on without is the caller's decision
 */
export async function acquireApplyLock(options: ApplyLockOptions): Promise<ApplyLock | { readonly heldBy: Holder }> {
  const token = randomUUID();
  const text = new VersionedFile(join(options.folder, "apply-lock"), token);
  const { clock } = options;
  const taken = await takeLock(text, { ...options, token, now: () => clock.now() });
  return "heldBy" in taken ? taken : hold(text, taken, clock);
}

/**
 * Writes our entry into a lock: a text that all processes share and that names its holder. The entry of a holder that died
 * is replaced by compare-and-swap, so of several processes one gets the lock, and the others find the new holder.
 *
 * @param options `now`: the clock that the entries' times are by
 * @returns our entry; or who holds the lock, when the wait is over or `stop` was aborted
 * @throws an error with a `code`: the lock cannot be read or written
 */
export async function takeLock(
  text: SharedText,
  options: LockOptions & { readonly token: string; readonly now: () => number },
): Promise<LockEntry | { readonly heldBy: Holder }> {
  const { clock, now, token, pid, host, command, job, isAlive, waitMs, stop, onWait } = options;
  const place = await placeOf(host);
  const birth = await birthOf(pid);
  const until = clock.monotonic() + waitMs;
  let waitsFor: string | undefined;

  const entry = (): LockEntry => ({
    pid,
    host,
    since: new Date(now()).toISOString(),
    command,
    ...(job === undefined ? {} : { job }),
    token,
    place,
    ...(birth === undefined ? {} : { birth }),
    seenAt: now(),
  });
  /** Takes the lock if it still is as we saw it. */
  const take = (seen: string | undefined): Promise<LockEntry | undefined> =>
    text.change((found) => {
      const before = ours(found, token);
      if (before !== undefined) return { value: before };
      const mine = entry();
      return found === seen ? { text: printLock(mine), value: mine } : { value: undefined };
    });

  for (;;) {
    const seen = await text.read();
    const state = readLock(seen);
    if (state === "damaged") {
      await clock.sleep(DAMAGE_GRACE_MS, stop).catch(() => undefined);
    } else if (state !== "free" && !(await isGone(state, place, isAlive, now()))) {
      const leftMs = until - clock.monotonic();
      if (leftMs <= 0 || stop.aborted) return { heldBy: holderOf(state) };
      if (waitsFor !== state.token) onWait(holderOf(state));
      waitsFor = state.token;
      await clock.sleep(Math.min(LOOK_EVERY_MS, leftMs), stop).catch(() => undefined);
      continue;
    }
    const mine = await take(seen);
    if (mine !== undefined) return mine;
  }
}

/** Renews the entry every few seconds until the lock is released. */
function hold(text: SharedText, { token }: LockEntry, clock: Clock): ApplyLock {
  const released = new AbortController();
  const beat = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(BEAT_EVERY_MS, released.signal);
      await changeLock(text, token, (entry) => ({ ...entry, seenAt: clock.now() }));
    }
  };
  beat().catch(() => undefined); // the release ended the sleep
  return {
    async release() {
      released.abort();
      await changeLock(text, token, () => undefined);
    },
  };
}

/** Changes our entry. One that is no longer ours stays as it is. After a failed write, others see that this process has ended. */
export async function changeLock(
  text: SharedText,
  token: string,
  next: (entry: LockEntry) => LockEntry | undefined,
): Promise<void> {
  const done = text.change((found) => {
    const entry = ours(found, token);
    return entry === undefined ? { value: undefined } : { text: printLock(next(entry)), value: undefined };
  });
  await done.catch((error: unknown) => {
    if (codeOf(error) === undefined) throw error;
  });
}

export function ours(text: string | undefined, token: string): LockEntry | undefined {
  const state = readLock(text);
  return typeof state === "object" && state.token === token ? state : undefined;
}

export function holderOf({ pid, host, since, command, job }: LockEntry): Holder {
  return { pid, host, since, command, ...(job === undefined ? {} : { job }) };
}

/** Who holds the lock, as shown to people. */
export interface Holder {
  readonly pid: number;
  /** Name of the machine. */
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  /** What it does, as the user typed it, or shorter. */
  readonly command: string;
  /** Address of its CI job. */
  readonly job?: string;
}

/** The entry in the text of the lock. */
export interface LockEntry extends Holder {
  /** Unlike that of any other entry. */
  readonly token: string;
  /** Where the pid is unique: see {@link placeOf}. */
  readonly place: string;
  /** When the process began, as the system counts: the same pid at another time is another process. */
  readonly birth?: string;
  /** By the clock of the lock, ms: when the holder last renewed the entry. */
  readonly seenAt: number;
}

/** `free`: no process holds the lock. `damaged`: the file holds neither that nor an entry. */
type LockState = "free" | "damaged" | LockEntry;

const FREE = JSON.stringify({ holder: null });

export function printLock(entry: LockEntry | undefined): string {
  return `${entry === undefined ? FREE : JSON.stringify({ holder: entry })}\n`;
}

export function readLock(text: string | undefined): LockState {
  if (text === undefined) return "free";
  try {
    const { holder } = JSON.parse(text) as { readonly holder: unknown };
    if (holder === null) return "free";
    return isEntry(holder) ? holder : "damaged";
  } catch {
    return "damaged";
  }
}

function isEntry(value: unknown): value is LockEntry {
  if (typeof value !== "object" || value === null) return false;
  const { pid, seenAt, birth, job, ...words } = value as Record<string, unknown>;
  return (
    Number.isSafeInteger(pid) &&
    Number.isFinite(seenAt) &&
    [birth, job].every((word) => word === undefined || typeof word === "string") &&
    ["host", "since", "command", "token", "place"].every((name) => typeof words[name] === "string")
  );
}

/**
 * A text that two processes share only if a pid means the same process to both. The host's name is not enough: containers
 * may share it, and each counts its own pids; and a restarted machine gives every pid anew.
 */
export async function placeOf(host: string): Promise<string> {
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  const pids = await readlink("/proc/self/ns/pid").catch(() => "");
  return [host, boot.trim(), pids].filter((part) => part !== "").join(" ");
}

/**
 * When a process began, in the system's own count; `undefined` where the system does not say. "dead": the process has ended
 * and only waits for its parent to notice. Signals take such a process for alive, in a container without an init for ever.
 */
export async function birthOf(pid: number): Promise<string | "dead" | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The name before the fields is in brackets, and may itself hold brackets and blanks.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, birth] = [fields[0], fields[19]];
  if (state === "Z" || state === "X") return "dead";
  return birth;
}

/** A holder whose process cannot be looked at (another machine or container, no /proc) is gone after so many ms of silence. */
const SILENCE_MS = 60_000;

/** Has the process that made the entry ended? @param place ours */
export async function isGone(
  entry: LockEntry,
  place: string,
  isAlive: (pid: number) => boolean,
  now: number,
): Promise<boolean> {
  if (entry.place === place) {
    if (!isAlive(entry.pid)) return true;
    const birth = await birthOf(entry.pid);
    if (birth === "dead") return true;
    if (birth !== undefined && entry.birth !== undefined) return birth !== entry.birth;
  }
  // A time in the future was written before the clock was set back, so it is no sign of life either.
  return Math.abs(now - entry.seenAt) > SILENCE_MS;
}
