import { describe, expect, it, onTestFinished } from "vitest";
import { missing } from "../support/programs.js";
import { redisServer } from "../support/redisServer.js";
import { type CaseOptions, chaosCase, type Verdict } from "./chaosCase.js";

/** `npm run chaos -- --cases 5000 --seed 1` asks for more than `npm test` has time for. */
const CASES = Number(process.env["MUSTER_CHAOS_CASES"] ?? 60);
const FIRST = Number(process.env["MUSTER_CHAOS_SEED"] ?? 1);
const THEME = process.env["MUSTER_CHAOS_THEME"];
/** Stops at the first broken case. */
const FIRST_ONLY = process.env["MUSTER_CHAOS_FIRST"] !== undefined;
const AT_ONCE = 6;
/** These run on a slower clock, and wait longer for each other. */
const AT_ONCE_WITH_STORE = 10;
/** Prints each case as it ends. */
const VERBOSE = process.env["MUSTER_CHAOS_VERBOSE"] !== undefined;

/** Machines with a disk and a clock each, and a store that they share: asked for, or a few of them. */
const MACHINES = Number(process.env["MUSTER_CHAOS_MACHINES"] ?? 0);
const STORE = process.env["MUSTER_CHAOS_STORE"];
const IS_ASKED = MACHINES > 0 || STORE !== undefined;
const FEW_CASES = 4;

const absent = STORE === "redis" || !IS_ASKED ? missing("redis-server") : "";

describe.skipIf(IS_ASKED)("on one machine, or a few that share nothing", () => {
  it(
    `keeps every promise in ${CASES} cases of chaos, from seed ${FIRST} on`,
    () => play(CASES, "", { theme: THEME }),
    CASES * 10_000,
  );
});

describe.skipIf(absent !== "")(`on machines with a store${absent}`, () => {
  const cases = IS_ASKED ? CASES : FEW_CASES;
  it(
    `keeps every promise in ${cases} cases of chaos, from seed ${FIRST} on`,
    async () => {
      const machines = { count: MACHINES || 3, store: STORE !== undefined || !IS_ASKED };
      const redisPort = machines.store ? (await redisServer({ onFinished: onTestFinished })).port : 0;
      const flags = ` --machines ${machines.count}${machines.store ? " --store redis" : ""}`;
      await play(cases, flags, { theme: THEME, machines, redisPort });
    },
    cases * 30_000,
  );
});

async function play(cases: number, flags: string, options: CaseOptions): Promise<void> {
  let next = FIRST;
  const bad: Verdict[] = [];
  const total = { runs: 0, calls: 0 };
  const worker = async (): Promise<void> => {
    while (next < FIRST + cases && !(FIRST_ONLY && bad.length > 0)) {
      const seed = next;
      next += 1;
      const begun = performance.now();
      const verdict = await chaosCase(seed, options);
      const seconds = (performance.now() - begun) / 1_000;
      if (VERBOSE) {
        const { runs, broken, story } = verdict;
        process.stderr.write(`seed ${seed}: ${seconds.toFixed(1)} s, ${runs} runs, ${broken.join("; ") || "held"}\n`);
        if (broken.length > 0) process.stderr.write(`  - ${story.join("\n  - ")}\n`);
      }
      total.runs += verdict.runs;
      total.calls += verdict.calls;
      if (verdict.broken.length > 0) bad.push(verdict);
    }
  };
  await Promise.all(Array.from({ length: options.machines?.store ? AT_ONCE_WITH_STORE : AT_ONCE }, worker));
  process.stdout.write(`${cases} cases, ${total.runs} runs, ${total.calls} calls, ${bad.length} broken\n`);
  const report = bad.map(
    ({ seed, broken, story }) =>
      `seed ${seed} (npm run chaos -- --cases 1 --seed ${seed}${THEME === undefined ? "" : ` --theme "${THEME}"`}${flags})\n  ${broken.join("\n  ")}\n  - ${story.join("\n  - ")}`,
  );
  if (report.length > 0) process.stdout.write(`${report.join("\n\n")}\n`); // The assertion would cut it short.
  expect(bad.map(({ seed }) => seed)).toEqual([]);
}
