import { readFile, readlink } from "node:fs/promises";

/** Who holds the lock, to be shown. */
export interface Holder {
  readonly pid: number;
  /** Name of the machine. */
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  /** What it is doing, as the user typed it, or shorter. */
  readonly command: string;
}

/** The whole entry. */
export interface LockEntry extends Holder {
  /** Unlike any other entry's. */
  readonly token: string;
  /** Where the pid is valid: see {@link placeOf}. */
  readonly place: string;
  /** When the process began, as the system counts: the same pid at another time is another process. */
  readonly birth?: string;
  /** Wall clock, ms: when the holder last said that it is alive. */
  readonly seenAt: number;
}

/** No process holds it; or an entry says which one does; or the text is neither. */
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
  const { pid, seenAt, birth, ...words } = value as Record<string, unknown>;
  return (
    Number.isSafeInteger(pid) &&
    Number.isFinite(seenAt) &&
    (birth === undefined || typeof birth === "string") &&
    ["host", "since", "command", "token", "place"].every((name) => typeof words[name] === "string")
  );
}

/**
 * Within one place a pid names one process. A host's name alone is not such a place: containers can share it, and each has
 * its own pids. After a restart of the machine all pids are given anew.
 */
export async function placeOf(host: string): Promise<string> {
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  const pids = await readlink("/proc/self/ns/pid").catch(() => "");
  return [host, boot.trim(), pids].filter((part) => part !== "").join(" ");
}

/**
 * When a process began, as the system counts. "dead" for a process that has ended and waits for its parent to notice:
 * signals take it for alive, in a container without an init for ever. `undefined` when the system does not say.
 */
export async function birthOf(pid: number): Promise<string | "dead" | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The name in front is in brackets and can hold anything, brackets and blanks too.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, birth] = [fields[0], fields[19]];
  if (state === "Z" || state === "X") return "dead";
  return birth;
}

/** A holder that cannot be examined (another machine or container, a system without /proc) is gone after this silence. */
const SILENCE_MS = 60_000;

/**
 * Has the process ended that made the entry?
 *
 * @param place of this process
 * @param isAlive does a process of this machine live?
 * @param now wall clock, ms
 */
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
  // A time in the future was written before the clock was set back, and is no sign of life either.
  return Math.abs(now - entry.seenAt) > SILENCE_MS;
}
