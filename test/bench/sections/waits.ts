import { join } from "node:path";
import type { RequestRecord } from "../../../src/simulator/requestLog.js";
import type { Figure, Section } from "../figure.js";
import { withSimulator } from "../simulated.js";

/** Calls that every window of a writing interface allows. */
const CALLS = 20;
const DOCUMENTED_MS = 60_000;
/** Windows are shorter so that the suite ends; the results are converted back to the documented ones. */
const WINDOW_MS = 2_000;
/** Long enough that calls of the run before still count when the next one writes. */
const WINDOW_OF_TWO_RUNS_MS = 5_000;

const JITTER = { latencyMs: [0, 25] as const, jitterMs: 25 };

interface Case {
  readonly name: string;
  readonly windowKind: "sliding" | "fixed" | "bucket";
  readonly replaces: number;
  readonly creates: number;
  /** Writes of a process that ran just before, from the same budget. */
  readonly before: number;
}

const KINDS = ["sliding", "fixed", "bucket"] as const;
const plain = { replaces: 50, creates: 0, before: 0 };
const CASES: readonly Case[] = [
  ...KINDS.map((windowKind) => ({ ...plain, windowKind, name: `50 writes, ${windowKind}` })),
  ...KINDS.map((windowKind) => ({
    ...plain,
    windowKind,
    before: 10,
    name: `10 + 50 writes of two runs, ${windowKind}`,
  })),
  { ...plain, windowKind: "sliding", creates: 50, name: "50 replaced + 50 created, sliding" },
];
const QUICK: readonly Case[] = [{ ...plain, windowKind: "sliding", replaces: 21, name: "21 writes, sliding" }];

/** How long an apply takes over the least that the limits allow, and how the server answered. */
export const waits: Section = async ({ root, folder, quick, note }) => {
  const figures: Figure[] = [];
  let limited = 0;
  for (const [index, one] of (quick ? QUICK : CASES).entries()) {
    note(one.name);
    const requests = await writesOf(one, root, join(folder, String(index)));
    figures.push(figureOf(one, requests));
    limited += requests.filter((request) => request.limited).length;
  }
  figures.push({
    section: "waits",
    name: "limit answers, all of these",
    value: limited,
    unit: "calls",
    goal: { exactly: 0 },
  });
  return figures;
};

/** Runs muster, and reports every call that the server saw. */
function writesOf(one: Case, root: string, folder: string): Promise<readonly RequestRecord[]> {
  const old = Array.from({ length: one.before + one.replaces }, (_, index) => `组${index}`);
  const fresh = Array.from({ length: one.creates }, (_, index) => `新建的组${index * 11}`);
  const groups = old.map((displayName) => ({ displayName, members: ["8000"] }));
  const manners = { ...JITTER, windowKind: one.windowKind };
  return withSimulator({ root, folder, groups, windowMs: windowOf(one) }, manners, async ({ simulator, run, want }) => {
    const apply = ["apply", "--auto-approve", "--max-creates", "1000"];
    if (one.before > 0) {
      await want(Object.fromEntries(old.slice(0, one.before).map((name) => [name, ["8000", "8001"]])));
      await run(apply);
    }
    await want(Object.fromEntries([...old, ...fresh].map((name) => [name, ["8000", "8001"]])));
    await run(apply);
    return simulator.requests;
  });
}

/**
 * The time from the run's first write to the answer to its last one, as it would be with windows of a minute. What
 * muster adds to a window does not grow with it (answers, timers), except for the limiter's margin: 2 % of a window, at
 * most 250 ms, at least 15.
 */
function figureOf(one: Case, requests: readonly RequestRecord[]): Figure {
  const all = (["addQueue", "updateQueueAssignMembers"] as const).map((operation) =>
    requests.filter((request) => request.operation === operation).sort((a, b) => a.receivedAt - b.receivedAt),
  );
  const expected = one.before + one.replaces + one.creates;
  const made = all.flat().length;
  if (made !== expected) throw new Error(`${made} writes instead of ${expected}`);
  const [creates = [], replaces = []] = all;
  const earlier = replaces.slice(0, one.before).map(({ receivedAt }) => receivedAt);
  const own = [...creates, ...replaces.slice(one.before)];
  const start = Math.min(...own.map(({ receivedAt }) => receivedAt));
  const took = Math.max(...own.map(({ answeredAt }) => answeredAt ?? 0)) - start;
  const windowMs = windowOf(one);
  // The interfaces have budgets of their own: the one with the most to do decides.
  const least = Math.max(leastMs(start, one.replaces, earlier, windowMs), leastMs(start, one.creates, [], windowMs));
  const windows = least / windowMs;
  const floor = windows * DOCUMENTED_MS;
  const value = floor + took - least + windows * (marginOf(DOCUMENTED_MS) - marginOf(windowMs));
  return {
    section: "waits",
    name: `${one.name}, at 20 a minute`,
    value,
    unit: "ms",
    floor: { name: `${windows.toFixed(1)} windows`, value: floor },
    ratio: value / floor,
    goal: { value: floor * 1.01 + 1000 },
  };
}

/**
 * How long that many writes take at least: each follows the twentieth before it by a window. With nothing before,
 * floor((n-1)/20).
 */
function leastMs(start: number, count: number, earlier: readonly number[], windowMs: number): number {
  const times = [...earlier];
  for (let index = 0; index < count; index++) {
    times.push(Math.max(start, (times[times.length - CALLS] ?? Number.NEGATIVE_INFINITY) + windowMs));
  }
  return count === 0 ? 0 : (times.at(-1) ?? start) - start;
}

function windowOf({ before }: Case): number {
  return before === 0 ? WINDOW_MS : WINDOW_OF_TWO_RUNS_MS;
}

function marginOf(windowMs: number): number {
  return Math.min(250, Math.max(15, windowMs * 0.02));
}
