import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { groupsYaml, world } from "../support/simulated.js";

const NAMES = ["甲", "乙", "丙", "丁", "戊", "己"];
/** `MUSTER_STOPS=all` tries every case, `MUSTER_STOPS=real` every case with the times of a real account. */
const WHICH = process.env["MUSTER_STOPS"];
/** Ms of the test for a second of a real account, whose settling time is ten seconds. */
const SECOND = WHICH === "real" ? 1000 : 100;
const SHOWS_AFTER = [0, 1.5, 6, 14, 25];
const TIMES = { MUSTER_SETTLE: `${10 * SECOND}ms` };

interface Stop {
  readonly signal: "SIGKILL" | "SIGTERM" | "SIGINT";
  readonly when: "before" | "after";
  readonly groups: 1 | 6;
  /** Seconds of a real account. */
  readonly showsAfter: number;
  readonly saved: boolean;
}

const ALL: readonly Stop[] = (["SIGKILL", "SIGTERM", "SIGINT"] as const).flatMap((signal) =>
  (["before", "after"] as const).flatMap((when) =>
    ([1, 6] as const).flatMap((groups) =>
      SHOWS_AFTER.flatMap((showsAfter) => [false, true].map((saved) => ({ signal, when, groups, showsAfter, saved }))),
    ),
  ),
);
/** One in seven: every value of every kind, in most pairs, and as many as fit into the time of a test run. */
const TRIED = WHICH === undefined ? ALL.filter((_, index) => index % 7 === 3) : ALL;

describe("an apply that is stopped while it creates, and run again at once on the same machine", () => {
  it.concurrent.for(TRIED)(
    "$signal $when the answer, $groups groups, showing after $showsAfter s, saved plan: $saved",
    { timeout: 240_000 },
    async ({ signal, when, groups, showsAfter, saved }, { onTestFinished, expect }) => {
      const wanted = NAMES.slice(0, groups);
      const { simulator, run } = await world(
        [],
        groupsYaml(Object.fromEntries(wanted.map((name) => [name, ["8000"]]))),
        // The call is carried out some time after it has arrived.
        { invisibleMs: showsAfter * SECOND, latencyMs: [80, 80] },
        onTestFinished,
      );
      if (saved) await run(["plan", "--out", "plan.json"]);
      const args = ["apply", ...(saved ? ["--plan", "plan.json"] : ["--auto-approve"]), "--format", "json"];
      const options = { env: TIMES };
      const timeout = ["--timeout", String(Math.ceil((20 * SECOND) / 1000))];
      await run([...args, ...timeout], {
        ...options,
        whileRunning: (child) =>
          simulator.onCall("addQueue", Math.ceil(groups / 2), () => {
            setTimeout(() => child.kill(signal), when === "before" ? 0 : 130);
          }),
      });

      const second = await run([...args, ...timeout], options);
      const { actions } = JSON.parse(second.stdout);
      const open = actions.filter(({ verified }: { verified: boolean }) => !verified);
      for (const { status, error } of open)
        expect([status, error.code]).toSatisfy(
          ([a, b]) => (a === "unknown" && b === "creation-not-shown") || (a === "applied" && b === "not-visible"),
        );
      expect(second.code).toBe(open.length === 0 ? 0 : 1);

      await sleep((showsAfter + 0.5) * SECOND);
      expect(await run([...args, ...timeout], options)).toMatchObject({ code: 0 });
      const names = simulator.state().groups.map(({ displayName }) => displayName);
      expect(names.sort()).toEqual([...wanted].sort());
    },
  );
});

describe("a group that does not show while the next runs look", () => {
  it.each([[["--auto-approve"]], [["--plan", "plan.json"]]])("is not made again: apply %j", async (how) => {
    const { simulator, run } = await world([], groupsYaml({ 甲: ["8000"] }), { invisibleMs: 3_600_000 });
    await run(["plan", "--out", "plan.json"]);
    const options = { env: { MUSTER_SETTLE: "200ms" } };
    const codes = async (): Promise<[number | null, string, string]> => {
      const { code, stdout } = await run(["apply", ...how, "--format", "json"], options);
      const [action] = JSON.parse(stdout).actions;
      return [code, action.status, action.error.code];
    };
    expect(await codes()).toEqual([1, "applied", "not-visible"]);
    expect(await codes()).toEqual([1, "unknown", "creation-not-shown"]);
    expect(await codes()).toEqual([1, "unknown", "creation-not-shown"]);
    const { exten } = simulator.state().groups[0] ?? {};
    const planned = await run(["plan", "--format", "json"]);
    expect(JSON.parse(planned.stdout).diagnostics).toMatchObject([{ code: "creation-open", args: { exten } }]);
    expect(simulator.state().groups).toHaveLength(1);
  });
});
