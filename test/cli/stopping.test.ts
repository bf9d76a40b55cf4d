import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stopOnSignal } from "../../src/cli/output/openRun.js";
import { Output } from "../../src/cli/output/output.js";
import type { OperationName } from "../../src/simulator/api/operations.js";
import { flat } from "../support/cli.js";
import { inProcess, quickClock } from "../support/inProcess.js";
import { ACCOUNT, groupsYaml, membersOf, SECRET, world } from "../support/simulated.js";
import { HAS_TERMINAL, onTerminal } from "../support/terminal.js";
import { VirtualClock } from "../support/virtualClock.js";
import { commandHost, OPTIONS } from "./commandHost.js";

const names = Array.from({ length: 45 }, (_, index) => `组${String(index).padStart(2, "0")}`);
const WANTED = groupsYaml(Object.fromEntries(names.map((name) => [name, ["8001"]])));
const LIVE = names.slice(0, 40).map((displayName) => ({ displayName, members: ["8000", "8001"] }));
const ARGS = ["apply", "--auto-approve", "--max-removals", "100%", "--format", "json", "--timeout", "2"];

describe("stopping", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "%s: nothing new starts, the result is printed, exit 130; the next run finishes",
    async (signal) => {
      const { simulator, run } = await world(LIVE, WANTED);
      let stoppedAt = 0;
      const { code, stdout } = await run(ARGS, {
        whileRunning: (child) => {
          simulator.onCall("updateQueueAssignMembers", 8, () => {
            stoppedAt = performance.now();
            child.kill(signal);
          });
        },
      });
      expect(code).toBe(130);
      const result = JSON.parse(stdout);
      expect(result.interrupted).toBe(true);
      expect(result.summary.applied).toBeGreaterThanOrEqual(8);
      expect(result.summary.skipped).toBeGreaterThan(0);
      expect(result.actions).toHaveLength(45);
      // Calls in flight end; a moment after the signal nothing is sent but one reading, which proves what was written.
      const late = simulator.requests.filter((request) => request.receivedAt > stoppedAt + 500);
      expect(late.map(({ operation }) => operation).join()).toMatch(/^(queueQueue(AgentClaimStatus)?)?$/);
      const written = result.actions.filter((one: { status: string }) => one.status === "applied");
      expect(written.every((one: { verified: boolean }) => one.verified)).toBe(true);
      expect(await run(ARGS)).toMatchObject({ code: 0 });
      expect(Object.values(membersOf(simulator)).every((members) => members.join() === "8001")).toBe(true);
      expect(simulator.state().groups).toHaveLength(45);
    },
  );

  it.each([
    ["addQueue", "create"],
    ["updateQueueAssignMembers", "replaceMembers"],
  ] as const)(
    "a second signal: the result and every report name what is in flight as unknown (%s hangs)",
    async (operation, action) => {
      const { simulator, run, folder } = await world(LIVE, WANTED, { faults: [`${operation}:hang-after@3`] });
      const { code, stdout } = await run(
        // Left to itself, the hanging call would be given up long after this test.
        [...ARGS.slice(0, -1), "600", "--report", "markdown=r.md", "--report", "json=r.json"],
        {
          env: { GITHUB_OUTPUT: join(folder, "outputs"), GITHUB_STEP_SUMMARY: join(folder, "summary") },
          whileRunning: (child) =>
            simulator.onCall(operation, 3, () => {
              setTimeout(() => child.kill("SIGINT"), 200);
              setTimeout(() => child.kill("SIGTERM"), 900);
            }),
        },
      );
      expect(code).toBe(130);
      const result = JSON.parse(stdout);
      expect(result).toMatchObject({ kind: "result", interrupted: true, summary: { unknown: 1 } });
      const [lost, ...others] = result.actions.filter((one: { status: string }) => one.status === "unknown");
      expect(others).toEqual([]);
      expect(lost).toMatchObject({ action, error: { code: "interrupted-in-flight" } });
      expect(JSON.parse(await readFile(join(folder, "r.json"), "utf8"))).toEqual(result);
      expect(await readFile(join(folder, "r.md"), "utf8")).toContain(lost.displayName);
      const calls = simulator.requests.length;
      expect(await run(ARGS)).toMatchObject({ code: 0 });
      expect(simulator.requests.length).toBeGreaterThan(calls);
      expect(simulator.state().groups).toHaveLength(45);
    },
  );

  it("while the last look before a write is under way: the write does not leave", async () => {
    const { simulator, run } = await world(LIVE.slice(0, 1), groupsYaml({ 组00: ["8001"], 新组: ["8001"] }), {
      latencyMs: [150, 150],
    });
    const { code, stdout } = await run(ARGS, {
      whileRunning: (child) => simulator.onCall("queueQueue", 2, () => void child.kill("SIGINT")),
    });
    expect(code).toBe(130);
    expect(JSON.parse(stdout).actions).toMatchObject([
      { action: "create", status: "skipped", attempts: 0, error: { code: "interrupted" } },
      { action: "replaceMembers", status: "skipped", attempts: 0, error: { code: "interrupted" } },
    ]);
    expect(membersOf(simulator)).toEqual({ 组00: ["8000", "8001"] });
    // What was noted and not sent is not waited for.
    expect(await run([...ARGS.slice(0, -1), "30"])).toMatchObject({ code: 0 });
  });

  it("a second signal within a moment is the first: a wrapper passes on what the terminal also sends", async () => {
    const { simulator, run } = await world(
      LIVE.slice(0, 5),
      groupsYaml(Object.fromEntries(names.slice(0, 5).map((name) => [name, ["8001"]]))),
      { faults: ["updateQueueAssignMembers:slow=700"] },
    );
    const { code, stdout } = await run(ARGS, {
      whileRunning: (child) =>
        simulator.onCall("updateQueueAssignMembers", 1, () => {
          child.kill("SIGINT");
          setTimeout(() => child.kill("SIGINT"), 60);
          setTimeout(() => child.kill("SIGTERM"), 120);
        }),
    });
    expect(code).toBe(130);
    expect(JSON.parse(stdout).summary.unknown).toBe(0);
  });

  describe("after the last write", () => {
    const FEW = groupsYaml({ a: ["8001"], b: ["8002"] });
    const TWO = ["a", "b"].map((displayName) => ({ displayName, members: ["8000"] }));
    const args = ["apply", "--auto-approve", "--max-removals", "100%", "--report", "markdown=r.md"];

    it("while it is read back: what is proved is done, exit 0", async () => {
      const { simulator, run, folder } = await world(TWO, FEW, {
        faults: ["queueQueueAgentClaimStatus:slow=400@3+", "queueQueue:slow=400@2+"],
      });
      const { code, stdout } = await run(args, {
        whileRunning: (child) =>
          simulator.onCall("updateQueueAssignMembers", 2, () => void setTimeout(() => child.kill("SIGINT"), 250)),
      });
      expect([code, stdout]).toEqual([0, expect.stringContaining("Result: 2 applied")]);
      expect(stdout).not.toContain("stopped");
      expect(await readFile(join(folder, "r.md"), "utf8")).toContain("✅ Applied to");
    });

    it("before it is read back: one reading proves it, and nothing was interrupted", async () => {
      const { simulator, run } = await world(TWO, FEW, { faults: ["updateQueueAssignMembers:slow=500"] });
      const { code, stdout } = await run(args, {
        whileRunning: (child) => simulator.onCall("updateQueueAssignMembers", 2, () => void child.kill("SIGINT")),
      });
      expect([code, flat(stdout)]).toEqual([0, expect.stringContaining("Everything was verified")]);
    });

    it("and it cannot be read back: everything is written, nothing is said to be left, exit 130", async () => {
      const { simulator, run, folder } = await world(TWO, FEW, {
        faults: ["updateQueueAssignMembers:slow=500", "queueQueue:drop-before@3+"],
      });
      const { code, stdout } = await run(args, {
        whileRunning: (child) => simulator.onCall("updateQueueAssignMembers", 2, () => void child.kill("SIGINT")),
      });
      expect([code, flat(stdout)]).toEqual([130, expect.stringContaining("stopped after the last write")]);
      expect(stdout).not.toMatch(/continues with the rest|skipped/);
      const markdown = await readFile(join(folder, "r.md"), "utf8");
      expect(markdown).toContain("Applied, but not verified");
      expect(markdown).not.toContain("Not completely applied");
    });
  });

  it.each([1, 5])("SIGKILL at call %i of each interface: the next run ends 0 with every group once", async (n) => {
    for (const operation of ["addQueue", "updateQueueAssignMembers", "queueQueue"] as const) {
      const { simulator, run } = await world(LIVE, WANTED);
      await run(ARGS, { whileRunning: (child) => simulator.onCall(operation, n, () => void child.kill("SIGKILL")) });
      expect(await run(ARGS)).toMatchObject({ code: 0 });
      expect(
        simulator
          .state()
          .groups.map((group) => group.displayName)
          .sort(),
      ).toEqual([...names].sort());
    }
  });

  it("a reader that goes away (| head) does not stop an apply half-way", async () => {
    const { simulator, run } = await world(LIVE, WANTED);
    await run(["apply", "--auto-approve", "--max-removals", "100%"], {
      whileRunning: (child) => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      },
    });
    expect(Object.values(membersOf(simulator)).every((members) => members.join() === "8001")).toBe(true);
    expect(simulator.state().groups).toHaveLength(45);
  });
});

describe("ten seconds after the first signal", () => {
  it.each([
    ["addQueue", "create"],
    ["updateQueueAssignMembers", "replaceMembers"],
  ] as const)("the result names what hangs: %s", async (operation, action) => {
    const clock = quickClock(10);
    const live = [{ displayName: "a", members: ["8000"] }];
    const { simulator, folder } = await world(live, groupsYaml({ a: ["8001"], 新组: ["8002"] }), {
      clock,
      faults: [`${operation}:hang-after`],
    });
    let stoppedAt = Number.POSITIVE_INFINITY;
    const run = inProcess(["apply", join(folder, "groups.yaml"), "--auto-approve", "--format", "json"], {
      env: {
        MUSTER_HOST: simulator.url,
        MUSTER_ACCOUNT_ID: ACCOUNT,
        MUSTER_API_SECRET: SECRET,
        MUSTER_STATE_DIR: join(folder, "state"),
        MUSTER_SETTLE: "1s",
      },
      clock,
      random: Math.random,
    });
    simulator.onCall(operation, 1, () => {
      stoppedAt = clock.monotonic();
      run.stop();
    });
    expect(await run.done).toBe(130);
    expect(clock.monotonic() - stoppedAt).toBeLessThan(20_000); // ten, and the load of the machine counts tenfold
    const { interrupted, actions } = JSON.parse(run.stdout());
    expect(interrupted).toBe(true);
    expect(actions.filter((one: { status: string }) => one.status === "unknown")).toMatchObject([
      { action, error: { code: "interrupted-in-flight" } },
    ]);
  });

  it("calls in flight are given up; a third signal ends the process", async () => {
    const { host } = await commandHost({});
    const clock = new VirtualClock();
    const listeners: (() => void)[] = [];
    const signal = () => listeners.forEach((listener) => void listener());
    const codes: number[] = [];
    const exit = ((code: number) => void codes.push(code)) as typeof host.exit;
    const stop = stopOnSignal(
      { ...host, clock, exit, onStop: (listener) => void listeners.push(listener) },
      new Output(OPTIONS, host),
    );
    signal();
    expect([stop.aborted, stop.giveUp.aborted]).toEqual([true, false]);
    await clock.run(clock.sleep(9_900));
    expect(stop.giveUp.aborted).toBe(false);
    await clock.run(clock.sleep(200));
    expect([stop.giveUp.aborted, codes]).toEqual([true, []]);
    signal();
    expect(codes).toEqual([130]);
  });
});

/** The process signals itself as soon as anybody listens: long before a command has begun. */
const AT_START = `--import=data:text/javascript,${encodeURIComponent(
  "const t=setInterval(()=>{if(process.listenerCount('SIGTERM')>0){clearInterval(t);process.kill(process.pid,'SIGTERM')}},0)",
)}`;

describe.concurrent("stopped in any phase, --format json prints one document and exits 130", () => {
  const MOVE = groupsYaml({ a: ["8001"], b: ["8002"], 新: ["8003"] });
  const TWO = [
    { displayName: "a", members: ["8000"] },
    { displayName: "b", members: ["8001"] },
  ];
  it.for<{
    phase: string;
    command: string;
    at: [OperationName, number];
    faults: string[];
    kind: string;
    signals: number;
  }>([
    ...["plan", "apply"].flatMap((command) => [
      {
        phase: "reading",
        command,
        at: ["queueQueue", 1] as [OperationName, number],
        faults: ["queueQueue:hang-before", "queueQueueAgentClaimStatus:hang-before"],
        kind: "error",
        signals: 2,
      },
      {
        phase: "directory",
        command,
        at: ["getCCAgentsByAcc", 1] as [OperationName, number],
        faults: ["getCCAgentsByAcc:hang-before"],
        kind: "error",
        signals: 2,
      },
    ]),
    {
      phase: "re-read",
      command: "apply",
      at: ["queueQueue", 2],
      faults: ["queueQueueAgentClaimStatus:hang-before", "queueQueue:hang-before@2+"],
      kind: "result",
      signals: 2,
    },
    {
      phase: "limit rest",
      command: "apply",
      at: ["updateQueueAssignMembers", 2],
      faults: ["updateQueueAssignMembers:limit-http-429"],
      kind: "result",
      signals: 1,
    },
    {
      phase: "watch",
      command: "apply",
      at: ["addQueue", 1],
      faults: ["addQueue:drop-before", "queueQueue:slow=300@2+"],
      kind: "result",
      signals: 1,
    },
    {
      phase: "status",
      command: "status",
      at: ["queueQueueAgentClaimStatus", 1],
      faults: ["queueQueueAgentClaimStatus:hang-before"],
      kind: "error",
      signals: 2,
    },
    {
      phase: "pull",
      command: "pull",
      at: ["queueQueue", 1],
      faults: ["queueQueue:hang-before"],
      kind: "error",
      signals: 2,
    },
    {
      phase: "check",
      command: "check",
      at: ["queueQueue", 1],
      faults: ["queueQueue:hang-before"],
      kind: "error",
      signals: 2,
    },
  ])("$command: $phase", async ({ command, at: [operation, nth], faults, kind, signals }, { onTestFinished }) => {
    const { simulator, run } = await world(TWO, MOVE, { faults }, onTestFinished);
    const began = performance.now();
    const { code, stdout } = await run(
      [command, "--format", "json", ...(command === "apply" ? ["--auto-approve", "--max-removals", "100%"] : [])],
      {
        whileRunning: (child) =>
          simulator.onCall(operation, nth, () => {
            for (let n = 0; n < signals; n += 1) setTimeout(() => child.kill("SIGTERM"), 100 + n * 600);
          }),
      },
    );
    expect(JSON.parse(stdout)).toMatchObject({ kind });
    expect([code, performance.now() - began < 8_000]).toEqual([130, true]);
  });

  it.for(["plan", "apply"])("%s: start", async (command, { onTestFinished }) => {
    const { run } = await world(TWO, MOVE, {}, onTestFinished);
    const { code, stdout } = await run([command, "--format", "json"], { env: { NODE_OPTIONS: AT_START } });
    expect([code, JSON.parse(stdout)]).toMatchObject([130, { kind: "error", diagnostics: [{ code: "stopped" }] }]);
    const spoken = await run([command], { env: { NODE_OPTIONS: AT_START } });
    expect(spoken).toMatchObject({ code: 130, stdout: "", stderr: expect.stringMatching(/stopped/i) });
  });
});

describe.skipIf(!HAS_TERMINAL)("SIGTERM while a person is asked", () => {
  it.for(["xterm-256color", "dumb"])(
    "ends the question with 130, and with a report (TERM=%s)",
    async (TERM, context) => {
      const { onTestFinished } = context;
      const live = [{ displayName: "a", members: ["8000"] }];
      const { simulator, folder } = await world(live, groupsYaml({ a: ["8001"] }), {}, onTestFinished);
      const terminal = onTerminal(["apply", "--report", "json=r.json", "--max-removals", "100%"], {
        columns: 80,
        cwd: folder,
        env: {
          MUSTER_HOST: simulator.url,
          MUSTER_ACCOUNT_ID: ACCOUNT,
          MUSTER_API_SECRET: SECRET,
          MUSTER_STATE_DIR: join(folder, "state"),
          MUSTER_LANG: "en",
          TERM,
        },
      });
      await terminal.sees("Apply these changes to");
      const { pid } = terminal.process;
      process.kill(Number(await readFile(`/proc/${pid}/task/${pid}/children`, "utf8")), "SIGTERM");
      expect(await terminal.ended).toBe(130);
      expect(JSON.parse(await readFile(join(folder, "r.json"), "utf8"))).toMatchObject({
        kind: "error",
        diagnostics: [{ code: "stopped" }],
      });
      expect(membersOf(simulator)).toEqual({ a: ["8000"] });
    },
  );
});
