import { readFile, readlink } from "node:fs/promises";

/** Who holds the lock, for people. */
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
  /** Where the pid means something: see {@link placeOf}. */
  readonly place: string;
  /** When the process began, as the system counts: the same pid at another time is another process. */
  readonly birth?: string;
  /** Wall clock, ms: when the holder last said that it lives. */
  readonly seenAt: number;
}

/** Nobody holds it; or an entry that says who does; or something that is neither. */
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
 * Within one place a pid names one process. A host's name alone does not make one: containers can share it, and each
 * counts its own pids; and after a restart of the machine every pid is given anew.
 */
export async function placeOf(host: string): Promise<string> {
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  const pids = await readlink("/proc/self/ns/pid").catch(() => "");
  return [host, boot.trim(), pids].filter((part) => part !== "").join(" ");
}

/**
 * When a process began, in the system's own count; "dead" for one that has ended and only waits for its parent to
 * notice, which signals take for alive (in a container without an init that is for ever); `undefined` where the system
 * does not tell.
 */
export async function birthOf(pid: number): Promise<string | "dead" | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The name in front stands in brackets and can hold anything, brackets and blanks too.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, birth] = [fields[0], fields[19]];
  if (state === "Z" || state === "X") return "dead";
  return birth;
}

/** A holder that cannot be looked at (another machine or container, a system without /proc) is gone after this silence. */
const SILENCE_MS = 60_000;

/** Has the process ended that made the entry? @param place ours */
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
  // A time in the future, written before the clock was set back, is no sign of life either.
  return Math.abs(now - entry.seenAt) > SILENCE_MS;
}
