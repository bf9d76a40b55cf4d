import { setTimeout as sleep } from "node:timers/promises";
import { describe, it, type TestContext } from "vitest";
import type { SimulatorOptions } from "../../src/simulator/startSimulator.js";
import { redisServer } from "../support/redisServer.js";
import { groupsYaml, type World, world } from "../support/simulated.js";
import { temporaryFolder } from "../support/temporaryFolder.js";

/** `MUSTER_STOPS=real` takes the times of a real account, whose settling time is ten seconds. */
const SECOND = process.env["MUSTER_STOPS"] === "real" ? 1_000 : 60;
const SETTLE = `${10 * SECOND}ms`;
const YAML = groupsYaml({ 甲: ["8000"] });
const ARGS = ["apply", "--auto-approve", "--format", "json", "--timeout", String(Math.ceil((5 * SECOND) / 1_000))];

/** A machine of its own: an empty disk, and the store that all machines share. */
const machine = (store: string | undefined) => ({
  MUSTER_SETTLE: SETTLE,
  MUSTER_STATE_DIR: temporaryFolder("muster-disk-"),
  ...(store === undefined ? {} : { MUSTER_STORE: store }),
});

const groupsOf = ({ simulator }: World) => simulator.state().groups.map(({ displayName }) => displayName);

describe("one group, whatever happens to the runs that make it", () => {
  const stage = async (
    { onTestFinished }: Pick<TestContext, "onTestFinished">,
    options: Partial<SimulatorOptions>,
    yaml = YAML,
  ) => {
    const [one, store] = await Promise.all([
      world([], yaml, options, onTestFinished),
      redisServer({ onFinished: onTestFinished }),
    ]);
    return { one, store };
  };

  it.concurrent.for([
    ["killed", "SIGKILL", 6, true],
    ["stopped", "SIGINT", 14, false],
    ["killed", "SIGKILL", 25, false],
  ] as const)(
    "%s after the answer (%s), shows after %i s; next run at once, on the same disk: %j",
    { timeout: 200_000 },
    async ([, signal, seconds, sameDisk], context) => {
      const { one, store } = await stage(context, { invisibleMs: seconds * SECOND, latencyMs: [30, 30] });
      const first = machine(store.url);
      await one.run(ARGS, {
        env: first,
        whileRunning: (child) =>
          one.simulator.onCall("addQueue", 1, () => {
            setTimeout(() => child.kill(signal), 80);
          }),
      });
      const env = sameDisk ? first : machine(store.url);
      // A killed holder on another machine is gone after a minute; these are of one machine.
      await one.run([...ARGS, "--lock-timeout", "90"], { env });
      await sleep(seconds * SECOND);
      const last = await one.run(ARGS, { env });
      context.expect(groupsOf(one)).toEqual(["甲"]);
      context.expect(last).toMatchObject({ code: 0, stderr: "" });
    },
  );

  it.concurrent("answer lost, killed, next run on a fresh disk", { timeout: 200_000 }, async (context) => {
    const faults = ["addQueue:drop-after@1"];
    const { one, store } = await stage(context, { faults, invisibleMs: 3 * SECOND });
    await one.run(ARGS, {
      env: machine(store.url),
      whileRunning: (child) =>
        one.simulator.onCall("addQueue", 1, () => {
          setTimeout(() => child.kill("SIGKILL"), 50);
        }),
    });
    const next = await one.run(ARGS, { env: machine(store.url) });
    context.expect(groupsOf(one)).toEqual(["甲"]);
    context.expect(next.code).toBe(0);
  });

  it.concurrent("two runs at once on two disks: one applies, the other says who does", async (context) => {
    const names = Object.fromEntries(Array.from({ length: 5 }, (_, n) => [`组${n}`, ["8000"]]));
    const { one, store } = await stage(context, { latencyMs: [30, 60] }, groupsYaml(names));
    const job = { CI_JOB_URL: "https://user:token@ci.example/jobs/7" };
    const runs = await Promise.all(
      [0, 1].map(() => one.run(["apply", "--auto-approve"], { env: { ...machine(store.url), ...job } })),
    );
    context.expect(groupsOf(one).sort()).toEqual(Object.keys(names).sort());
    context.expect(runs.map(({ code }) => code).sort()).toEqual([0, 1]);
    const told = runs.find(({ code }) => code === 1)?.stderr.replace(/\s+/g, " ") ?? "";
    context.expect(told).toMatch(/Another muster apply is running .* in the job https:\/\/ci\.example\/jobs\/7\./);
    const both = await Promise.all(
      [0, 1].map(() => one.run(["apply", "--auto-approve", "--lock-timeout", "60"], { env: machine(store.url) })),
    );
    context.expect(both.map(({ code }) => code)).toEqual([0, 0]);
    context.expect(await store.cli("get", (await store.cli("keys", "*:lock")) || "-")).toBe('{"holder":null}');
  });
});
