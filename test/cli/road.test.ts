import { describe, expect, it } from "vitest";
import { groupsYaml, membersOf, world } from "../support/simulated.js";

describe("plan, apply, plan again", () => {
  it("makes the account what the files say, and then finds nothing to do", async () => {
    const { simulator, run } = await world(
      [
        { displayName: "售前", members: ["8000", "8001"] },
        { displayName: "售后", members: ["8002", { agent: "8003", priority: 1 }] },
        { displayName: "别人的", members: ["8009"] },
      ],
      groupsYaml({
        售前: ["8000", "8004"],
        售后: ["8002", { agent: "8003", priority: 5 }],
        新组: ["8005", { agent: "8006", priority: 2 }],
      }),
    );
    const planned = await run(["plan", "--detailed-exitcode"]);
    expect(planned.code).toBe(2);
    expect(planned.stdout).toContain("Plan: 1 to create, 2 to update members (3 added, 1 removed, 1 reprioritized)");
    expect(
      simulator.requests.every(({ operation }) => operation === "queueQueue" || operation === "getCCAgentsByAcc"),
    ).toBe(true);

    const applied = await run(["apply", "--auto-approve"]);
    expect(applied).toMatchObject({ code: 0 });
    expect(membersOf(simulator)).toEqual({
      售前: ["8000", "8004"],
      售后: ["8002", "8003:5"],
      别人的: ["8009"],
      新组: ["8005", "8006:2"],
    });

    const again = await run(["plan", "--detailed-exitcode"]);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain("No changes.");
    expect(simulator.overruns()).toEqual([]);
  });

  it("touches neither unmanaged groups nor groups whose members are not managed", async () => {
    const { simulator, run } = await world(
      [
        { displayName: "a", members: ["8000"] },
        { displayName: "b", members: ["8001"] },
      ],
      "version: 1\ngroups:\n  - displayName: a\n    assignRule: random\n",
    );
    expect(await run(["apply", "--auto-approve"])).toMatchObject({ code: 0 });
    expect(simulator.requests.map((request) => request.operation)).toEqual(["queueQueue", "getCCAgentsByAcc"]);
    expect(membersOf(simulator)).toEqual({ a: ["8000"], b: ["8001"] });
  });

  it("creates a group with its settings, and leaves to a person what the API cannot change", async () => {
    const { simulator, run, write } = await world(
      [],
      "version: 1\ngroups:\n  - { displayName: a, assignRule: priority, memory: 7d, members: ['8000'] }\n",
    );
    expect(await run(["apply", "--auto-approve"])).toMatchObject({ code: 0 });
    expect(simulator.state().groups).toMatchObject([{ displayName: "a", assignRule: "priority", memory: "7d" }]);
    await write("version: 1\ngroups:\n  - { displayName: a, assignRule: least, memory: off, members: ['8000'] }\n");
    const planned = await run(["plan", "--detailed-exitcode"]);
    expect(planned.code).toBe(2);
    expect(planned.stdout).toMatch(/assignRule +priority → least/);
    expect(planned.stdout).toMatch(/memory +7d → off/);
    expect(await run(["apply", "--auto-approve"])).toMatchObject({ code: 0 });
  });

  it("brings an agent who moves into the new group before the old one lets go, in a ring too", async () => {
    const { simulator, run } = await world(
      [
        { displayName: "a", members: ["8000"] },
        { displayName: "b", members: ["8001"] },
        { displayName: "c", members: ["8002", "8003"] },
      ],
      groupsYaml({ a: ["8001"], b: ["8000"], c: ["8002"], d: ["8003"] }),
    );
    const everywhere: number[] = [];
    const watch = (): void => {
      simulator.onCall("updateQueueAssignMembers", 1, (editor) => {
        everywhere.push(
          new Set(editor.state().groups.flatMap((group) => group.members.map((one) => one.agentNumber))).size,
        );
        watch();
      });
    };
    watch();
    expect(await run(["apply", "--auto-approve"])).toMatchObject({ code: 0 });
    expect(everywhere).toEqual([4, 4, 4, 4]);
    expect(membersOf(simulator)).toEqual({ a: ["8001"], b: ["8000"], c: ["8002"], d: ["8003"] });
  });

  it("does not take an agent out of one group when the agent could not be brought into the other", async () => {
    const { simulator, run } = await world(
      [
        { displayName: "from", members: ["8000", "8001"] },
        { displayName: "other", members: [] },
      ],
      groupsYaml({ from: ["8001"], to: ["8000"], other: ["8002"] }),
      { faults: ["addQueue:refuse"] },
    );
    const { code, stdout } = await run(["apply", "--auto-approve", "--format", "json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).summary).toMatchObject({ applied: 1, failed: 1, conflicts: 0, skipped: 1, unknown: 0 });
    expect(membersOf(simulator)).toEqual({ from: ["8000", "8001"], other: ["8002"] });
  });

  it("limits a run to the groups of --group", async () => {
    const { simulator, run } = await world([], groupsYaml({ a: ["8000"], b: ["8000"] }));
    expect(await run(["apply", "--auto-approve", "--group", "b"])).toMatchObject({ code: 0 });
    expect(Object.keys(membersOf(simulator))).toEqual(["b"]);
    const mistyped = await run(["plan", "--group", "c"]);
    expect(mistyped.code).toBe(1);
    expect(mistyped.stderr).toContain("unknown-group");
  });

  it("names agents whom the server left out, and fails", async () => {
    const { run } = await world([], groupsYaml({ a: ["8000", "9999"] }));
    const planned = await run(["plan"]);
    expect(planned.stdout).toContain("unknown-agent");
    const { code, stdout } = await run(["apply", "--auto-approve", "--format", "json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).actions).toMatchObject([
      { status: "applied", skippedAgents: ["9999"], verified: false, error: { code: "agents-skipped" } },
    ]);
  });

  it("does not believe a server that says success and does nothing", async () => {
    const { run } = await world([{ displayName: "a", members: ["8000"] }], groupsYaml({ a: ["8001"] }), {
      faults: ["updateQueueAssignMembers:ignore-write"],
    });
    const { code, stdout } = await run(["apply", "--auto-approve", "--format", "json"], {
      env: { MUSTER_SETTLE: "300ms" },
    });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).actions).toMatchObject([{ verified: false, error: { code: "members-not-as-written" } }]);
  });

  it("merges an additive group with whoever is in it just before the write", async () => {
    const { simulator, run } = await world(
      [{ displayName: "a", exten: "5", members: ["8000"] }],
      "version: 1\ngroups:\n  - { displayName: a, membership: additive, members: ['8001'] }\n",
    );
    simulator.onCall("queueQueue", 2, (editor) => editor.editGroup("5", { members: ["8000", "8007"] }));
    expect(await run(["apply", "--auto-approve"])).toMatchObject({ code: 0 });
    expect(membersOf(simulator)).toEqual({ a: ["8000", "8001", "8007"] });
  });

  it("leaves alone a group that somebody changed after the plan, and applies the others", async () => {
    const { simulator, run } = await world(
      [
        { displayName: "a", exten: "5", members: ["8000"] },
        { displayName: "b", members: ["8000"] },
      ],
      groupsYaml({ a: ["8001"], b: ["8001"] }),
    );
    simulator.onCall("queueQueue", 2, (editor) => editor.editGroup("5", { members: ["8000", "8007"] }));
    const { code, stdout } = await run(["apply", "--auto-approve", "--format", "json"]);
    expect(code).toBe(3);
    expect(JSON.parse(stdout).actions).toMatchObject([
      { displayName: "a", status: "conflict", underneath: { added: ["8007"], removed: [], reprioritized: [] } },
      { displayName: "b", status: "applied", verified: true },
    ]);
    expect(membersOf(simulator)).toEqual({ a: ["8000", "8007"], b: ["8001"] });
  });

  it("asks only on a terminal, and writes nothing unasked", async () => {
    const { simulator, run } = await world([], groupsYaml({ a: ["8000"] }));
    const { code, stderr } = await run(["apply"]);
    expect(code).toBe(1);
    expect(stderr).toContain("--auto-approve");
    expect(membersOf(simulator)).toEqual({});
  });

  it("stops at a guard before the first write, and goes on when told", async () => {
    const members = Array.from({ length: 9 }, (_, index) => String(8000 + index));
    const { simulator, run } = await world([{ displayName: "a", members }], groupsYaml({ a: ["8000"] }));
    const stopped = await run(["apply", "--auto-approve"]);
    expect(stopped.code).toBe(3);
    expect(stopped.stderr).toContain("--max-removals 8");
    expect(membersOf(simulator)).toEqual({ a: members });
    expect(await run(["apply", "--auto-approve", "--max-removals", "8"])).toMatchObject({ code: 0 });
    expect(membersOf(simulator)).toEqual({ a: ["8000"] });
  });
});

describe("apply --dry-run", () => {
  it("prints the very requests that apply then sends, and sends no write", async () => {
    const { simulator, run } = await world(
      [
        { displayName: "a", members: ["8000"] },
        { displayName: "b", members: ["8001"] },
      ],
      groupsYaml({ a: ["8001"], b: ["8000"], c: ["8002"] }),
    );
    const dry = await run(["apply", "--dry-run", "--format", "json"]);
    expect(dry.code).toBe(0);
    expect(
      simulator.requests.every(
        (request) => request.operation !== "addQueue" && request.operation !== "updateQueueAssignMembers",
      ),
    ).toBe(true);
    const { requests } = JSON.parse(dry.stdout);

    const before = simulator.requests.length;
    expect(await run(["apply", "--auto-approve"])).toMatchObject({ code: 0 });
    const sent = simulator.requests
      .slice(before)
      .filter(({ operation }) => operation === "addQueue" || operation === "updateQueueAssignMembers");
    const told = requests.filter((request: { note: string }) => request.note === "write");
    // Creates and replaces have a budget each and run side by side: each interface's own order is told.
    for (const operation of ["addQueue", "updateQueueAssignMembers"]) {
      expect(sent.filter((one) => one.operation === operation).map((one) => one.body)).toEqual(
        told
          .filter((one: { operation: string }) => one.operation === operation)
          .map((one: { body: unknown }) => one.body),
      );
    }
    const all = simulator.requests.slice(before).filter(({ operation }) => operation !== "getCCAgentsByAcc");
    expect(all).toHaveLength(requests.length + 1); // and the one reading that the plan is made from
  });
});
