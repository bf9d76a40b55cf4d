import { describe, expect, it } from "vitest";
import { LIMIT_SHAPES } from "../../src/simulator/api/answers.js";
import { groupsYaml, QUICK, world } from "../support/simulated.js";

const N = 50;
const names = Array.from({ length: N }, (_, index) => `组${String(index).padStart(2, "0")}`);
const LIVE = names.map((displayName) => ({ displayName, members: ["8000"] }));
const WANTED = groupsYaml(Object.fromEntries(names.map((name) => [name, ["8000", "8001"]])));

describe("fifty writes at twenty a window", () => {
  it.each(["sliding", "fixed", "bucket"] as const)(
    "keep inside the limit of a %s server with jitter",
    async (windowKind) => {
      const { simulator, run } = await world(LIVE, WANTED, { windowKind, latencyMs: [0, 25], jitterMs: 25 });
      const { code } = await run(["apply", "--auto-approve"]);
      expect(code).toBe(0);
      expect(simulator.requests.filter((request) => request.limited)).toEqual([]);
      expect(simulator.overruns()).toEqual([]);
      const writes = simulator.requests.filter((request) => request.operation === "updateQueueAssignMembers");
      expect(writes).toHaveLength(N);
      const took =
        Math.max(...writes.map((one) => one.answeredAt ?? 0)) - Math.min(...writes.map((one) => one.receivedAt));
      // The lower bound is two windows; `npm run bench` measures how near it comes.
      expect(took).toBeGreaterThan(2 * QUICK.updateQueueAssignMembers.windowMs);
    },
  );

  it("creates and replaces wait side by side, not one after the other", async () => {
    const fresh = Array.from({ length: 30 }, (_, index) => [`新建${index * 11}`, ["8002"]] as const);
    const { simulator, run } = await world(
      LIVE.slice(0, 30),
      groupsYaml(
        Object.fromEntries([...names.slice(0, 30).map((name) => [name, ["8000", "8001"]] as const), ...fresh]),
      ),
    );
    const { code } = await run(["apply", "--auto-approve", "--max-creates", "30"]);
    expect(code).toBe(0);
    const spans = (["addQueue", "updateQueueAssignMembers"] as const).map((operation) =>
      simulator.requests.filter((one) => one.operation === operation).map((one) => one.receivedAt),
    );
    const [creates = [], replaces = []] = spans;
    expect(Math.min(...creates)).toBeLessThan(Math.max(...replaces));
    expect(Math.min(...replaces)).toBeLessThan(Math.max(...creates));
    expect(simulator.overruns()).toEqual([]);
  });
});

describe("when somebody else spends half of the budget", () => {
  it.each(LIMIT_SHAPES)("limit answers as %s are waited out, and the run ends well", async (limitShape) => {
    const { simulator, run } = await world(
      LIVE.slice(0, 25),
      groupsYaml(Object.fromEntries(names.slice(0, 25).map((name) => [name, ["8000", "8001"]]))),
      {
        limitShape,
        foreignCalls: { updateQueueAssignMembers: 10 },
      },
    );
    const { code, stdout } = await run(["apply", "--auto-approve", "--format", "json"]);
    expect(JSON.parse(stdout).summary).toMatchObject({ applied: 25, failed: 0, conflicts: 0, skipped: 0, unknown: 0 });
    expect(code).toBe(0);
    expect(simulator.requests.some((request) => request.limited)).toBe(true);
  });

  it.each(LIMIT_SHAPES)("a limit answer to a create (%s) makes no group twice", async (limitShape) => {
    const wanted = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`新组${index * 11}`, ["8001"]]));
    const { simulator, run } = await world([], groupsYaml(wanted), { limitShape, foreignCalls: { addQueue: 12 } });
    expect(await run(["apply", "--auto-approve", "--timeout", "1"], { env: { MUSTER_SETTLE: "500ms" } })).toMatchObject(
      { code: 0 },
    );
    expect(
      simulator
        .state()
        .groups.map((group) => group.displayName)
        .sort(),
    ).toEqual(Object.keys(wanted).sort());
  });
});
