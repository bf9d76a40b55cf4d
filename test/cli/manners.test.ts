import { describe, expect, it } from "vitest";
import type { SimulatorOptions } from "../../src/simulator/startSimulator.js";
import { groupsYaml, world } from "../support/simulated.js";

const LIVE = Array.from({ length: 33 }, (_, index) => ({
  displayName: `组${index}`,
  members: index % 4 === 0 ? [] : ["8000", { agent: `80${10 + index}`, priority: index % 3 }],
}));
const WANTED = groupsYaml(
  Object.fromEntries([
    ...LIVE.slice(0, 10).map((group, index) => [group.displayName, ["8000", `80${50 + index}`]] as const),
    ["组", ["8001"]],
    ["全新的", ["8002"]],
  ]),
);

const manners: Readonly<Record<string, Partial<SimulatorOptions>>> = {
  "large pages": {},
  "pages of 10": { maxPageSize: 10 },
  "pages of 7": { maxPageSize: 7 },
  "oldest first": { order: "oldest", maxPageSize: 10 },
  "names filtered by part": { nameFilter: "contains" },
  "types that drift": { drift: true, maxPageSize: 7 },
  "latency and jitter": { latencyMs: [0, 20], jitterMs: 20, maxPageSize: 10 },
  "a page that comes short": { maxPageSize: 7, faults: ["queueQueue:short-page@2"] },
  "a page that repeats": { maxPageSize: 7, faults: ["queueQueue:repeat-page@3"] },
  "status that follows the code": { statusFollowsCode: true },
};

/** Everything of a plan that must not depend on the server's manners. */
const essence = (stdout: string) => {
  const { hash, summary, actions, unmanaged, manual, guards } = JSON.parse(stdout);
  return { hash, summary, actions, unmanaged, manual, guards };
};

describe("whatever the API page allows a server to do", () => {
  it.each(Object.entries(manners))("%s: the same plan, and nothing left after the apply", async (_, options) => {
    const expected = await (await world(LIVE, WANTED)).run(["plan", "--format", "json"], { env: {} });
    const { simulator, run } = await world(LIVE, WANTED, options);
    const planned = await run(["plan", "--format", "json"]);
    const plain = essence(expected.stdout);
    expect({ ...essence(planned.stdout), hash: undefined }).toEqual({ ...plain, hash: undefined });
    expect(await run(["apply", "--auto-approve", "--max-removals", "100%"])).toMatchObject({ code: 0 });
    expect((await run(["plan", "--detailed-exitcode"])).code).toBe(0);
    const extens = simulator.state().groups.map((group) => group.displayName);
    expect(new Set(extens).size).toBe(extens.length);
  });

  it("a listing that never settles is an error, not a smaller plan", async () => {
    const { simulator, run } = await world(LIVE, WANTED, { maxPageSize: 10 });
    const shift = (): void => {
      simulator.onCall("queueQueue", 2, (editor) => {
        editor.createGroup({ displayName: "挤进来的", members: [] });
        shift();
      });
    };
    shift();
    const { code, stderr } = await run(["plan"]);
    expect(code).toBe(1);
    expect(stderr).toContain("incomplete-read");
  });
});
