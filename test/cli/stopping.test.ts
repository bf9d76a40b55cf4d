import { describe, expect, it } from "vitest";
import { groupsYaml, membersOf, world } from "../support/simulated.js";

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
      // Calls in flight end; nothing is sent a moment after the signal has arrived.
      const late = simulator.requests.filter((request) => request.receivedAt > stoppedAt + 500);
      expect(late).toEqual([]);
      expect(await run(ARGS)).toMatchObject({ code: 0 });
      expect(Object.values(membersOf(simulator)).every((members) => members.join() === "8001")).toBe(true);
      expect(simulator.state().groups).toHaveLength(45);
    },
  );

  it("a second signal ends it at once, though a call hangs", async () => {
    const { simulator, run } = await world(LIVE, WANTED, { faults: ["updateQueueAssignMembers:hang-before@3"] });
    const began = performance.now();
    const { code } = await run(ARGS, {
      whileRunning: (child) => {
        simulator.onCall("updateQueueAssignMembers", 3, () => {
          child.kill("SIGINT");
          setTimeout(() => child.kill("SIGINT"), 300);
        });
      },
    });
    expect(code).toBe(130);
    expect(performance.now() - began).toBeLessThan(15_000); // a hanging call is given up only after 30 s
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
