import { describe, expect, it } from "vitest";
import type { SeedGroup } from "../../src/simulator/account/seed.js";
import type { SimulatorOptions } from "../../src/simulator/startSimulator.js";
import { groupsYaml, membersOf, world } from "../support/simulated.js";

const CLAIMS = "queueQueueAgentClaimStatus";
const APPLY = ["apply", "--auto-approve", "--format", "json", "--max-removals", "100%"];
const LIVE: readonly SeedGroup[] = [{ displayName: "a", exten: "5", members: ["8000", "8001", "8002", "8003"] }];
const EXACT = groupsYaml({ a: ["8000", "8009"] });
const ADDITIVE = "version: 1\ngroups:\n  - { displayName: a, membership: additive, members: ['8000', '8009'] }\n";

const lag = (ms: number): Partial<SimulatorOptions> => ({ listLagMs: { [CLAIMS]: ms } });
const faulty = (kind: string): Partial<SimulatorOptions> => ({ faults: [`${CLAIMS}:${kind}`] });

describe.concurrent("somebody joins in the console between the plan and the write", () => {
  it.for([
    ["tells the truth", {}],
    ["is 0.5 s late", lag(500)],
    ["is 10 s late", lag(10_000)],
    ["lists some members only", faulty("some-members")],
    ["lists no members", faulty("no-members")],
    ["has null for members", faulty("null-members")],
    ["lists no groups", faulty("no-group=all")],
  ] as const)("the claim status %s: nobody is lost", async ([, manners], { onTestFinished }) => {
    for (const [yaml, code, members] of [
      [EXACT, 3, ["8000", "8001", "8002", "8003", "8007"]],
      [ADDITIVE, 0, ["8000", "8001", "8002", "8003", "8007", "8009"]],
    ] as const) {
      const { simulator, run } = await world(LIVE, yaml, manners, onTestFinished);
      simulator.onCall("queueQueue", 2, (editor) =>
        editor.editGroup("5", { members: ["8000", "8001", "8002", "8003", "8007"] }),
      );
      const result = await run(APPLY);
      expect(result.code).toBe(code);
      if (code === 3)
        expect(JSON.parse(result.stdout).actions).toMatchObject([{ underneath: { added: ["8007"], removed: [] } }]);
      expect(membersOf(simulator)).toEqual({ a: members });
    }
  });

  it.for(["no-members", "null-members", "some-members"])(
    "one look of an additive group answers with %s: nobody is lost",
    async (kind, { onTestFinished }) => {
      const { simulator, run } = await world(LIVE, ADDITIVE, { faults: [`queueQueue:${kind}@2`] }, onTestFinished);
      expect(await run(APPLY)).toMatchObject({ code: 0 });
      expect(membersOf(simulator)).toEqual({ a: ["8000", "8001", "8002", "8003", "8009"] });
    },
  );

  it("the process is stopped with its look in flight, and goes on three seconds later: nobody is lost", async ({
    onTestFinished,
  }) => {
    const { simulator, run } = await world(LIVE, EXACT, {}, onTestFinished);
    const { code } = await run(APPLY, {
      whileRunning: (child) => {
        simulator.onCall("queueQueue", 2, () => {
          child.kill("SIGSTOP");
          setTimeout(() => {
            simulator.editor().editGroup("5", { members: ["8000", "8001", "8002", "8003", "8007"] });
            setTimeout(() => child.kill("SIGCONT"), 2_500);
          }, 300);
        });
      },
    });
    expect(code).toBe(3);
    expect(membersOf(simulator)["a"]).toContain("8007");
  });
});

describe.concurrent("a move", () => {
  const MOVE: readonly SeedGroup[] = [
    { displayName: "a", members: ["8000", "8003"] },
    { displayName: "b", members: ["8001"] },
  ];
  const WANTED = groupsYaml({ a: ["8000"], b: ["8001", "8003"] });
  it.for([
    ["the claim status for ever", { listLagMs: { [CLAIMS]: 60_000 } }],
    ["both interfaces for a while", { listLagMs: 700 }],
    ["the query for a while", { listLagMs: { queueQueue: 800 } }],
  ] as const)(
    "whose arrival does not show in %s is finished, and the plan after it is empty",
    async ([, manners], { onTestFinished }) => {
      const { simulator, run } = await world(MOVE, WANTED, manners, onTestFinished);
      const env = { MUSTER_SETTLE: "1s" };
      expect(await run(APPLY, { env })).toMatchObject({ code: 0 });
      expect(membersOf(simulator)).toEqual({ a: ["8000"], b: ["8001", "8003"] });
      expect(await run(["plan", "--detailed-exitcode"], { env })).toMatchObject({ code: 0 });
    },
  );
});

describe.concurrent("a new group", () => {
  it("whose settings show late is verified once they show", async ({ onTestFinished }) => {
    const yaml = "version: 1\ngroups:\n  - { displayName: n, assignRule: least, memory: 1d, members: ['8000'] }\n";
    const { run } = await world([], yaml, { settingsLagMs: 800 }, onTestFinished);
    expect(await run(APPLY)).toMatchObject({ code: 0 });
    expect(await run(["plan", "--detailed-exitcode"])).toMatchObject({ code: 0 });
  });
});

describe.concurrent("many writes in an account of one page", () => {
  it("share their looks: the query is asked a few times, not once for each", async ({ onTestFinished }) => {
    const names = Array.from({ length: 30 }, (_, index) => `组${index}`);
    const live = names.slice(0, 20).map((displayName) => ({ displayName, members: ["8000"] }));
    const wanted = groupsYaml(Object.fromEntries(names.map((name) => [name, ["8001"]])));
    const { simulator, run } = await world(live, wanted, {}, onTestFinished);
    expect(await run(APPLY)).toMatchObject({ code: 0 });
    const queries = simulator.requests.filter(({ operation }) => operation === "queueQueue").length;
    // The plan's, one for all 30 writes, one to prove them; and a few on a slow machine.
    expect(queries).toBeGreaterThanOrEqual(3);
    expect(queries).toBeLessThan(9);
  });
});

describe.concurrent("a live list that holds an agent twice", () => {
  it("is a difference, is written to hold the agent once, and the plan after it is empty", async ({
    onTestFinished,
  }) => {
    const members = [0, 5].map((priority) => ({ agentNumber: "8000", agentName: "", priority: String(priority) }));
    const group = { displayName: "a", exten: "5", assignRule: "random", isMemory: false, assignMembers: members };
    const answer = JSON.stringify({ success: true, data: { count: 1, list: [group] } });
    const live = [{ displayName: "a", exten: "5", members: ["8000"] }];
    const wanted = groupsYaml({ a: [{ agent: "8000", priority: 5 }] });
    const { simulator, run, write } = await world(
      live,
      wanted,
      { faults: [`queueQueue:answer=${answer}@1-2`] },
      onTestFinished,
    );
    const { code, stdout } = await run(APPLY);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).summary).toMatchObject({ applied: 1 });
    expect(membersOf(simulator)).toEqual({ a: ["8000:5"] });
    expect(await run(["plan", "--detailed-exitcode"])).toMatchObject({ code: 0 });
    await write(wanted.replace("5}", "0}"));
    simulator.setFaults([`queueQueue:answer=${answer}@1`]);
    expect(await run(["plan"])).toMatchObject({ code: 0, stdout: expect.stringMatching(/8000.*5 → 0/) });
  });
});
