import { describe, expect, it } from "vitest";
import { groupsYaml, world } from "../support/simulated.js";

const NAMES = ["甲", "乙", "丙", "丁", "戊"];
const WANTED = groupsYaml(Object.fromEntries(NAMES.map((name) => [name, ["8000"]])));

const SHAPES = [
  "drop-before",
  "drop-after",
  "http-500-before",
  "http-500-after",
  "code-500-before",
  "code-500-after",
  "html-502-before",
  "html-502-after",
  "html-200",
  "html-200-after",
  "cut-after",
  "garbled-after",
  "hang-before",
  "hang-after",
  "limit-html-503",
];

describe("no group twice, whatever becomes of the answer to addQueue", () => {
  for (const invisibleMs of [0, 1_500]) {
    describe(invisibleMs === 0 ? "the group shows at once" : "the group shows after 1.5 s", () => {
      it.concurrent.for(SHAPES)("%s", async (shape, { onTestFinished, expect }) => {
        // Five creates in flight; the answers to the first three calls are lost.
        const { simulator, run } = await world(
          [],
          WANTED,
          { invisibleMs, faults: [`addQueue:${shape}@1-3`] },
          onTestFinished,
        );
        const { code, stdout } = await run(["apply", "--auto-approve", "--format", "json", "--timeout", "1"], {
          env: { MUSTER_SETTLE: "2s" },
        });
        const names = simulator.state().groups.map((group) => group.displayName);
        expect(names.sort()).toEqual([...NAMES].sort());
        expect(JSON.parse(stdout).actions.every((action: { status: string }) => action.status === "applied")).toBe(
          true,
        );
        expect(code).toBe(0);
      });
    });
  }

  it("every answer lost: what was made is adopted, what was not is reported, and the next run finishes", async () => {
    const { simulator, run } = await world([], WANTED, { faults: ["addQueue:drop-before"] });
    const { code, stdout } = await run(["apply", "--auto-approve", "--format", "json", "--timeout", "1"], {
      env: { MUSTER_SETTLE: "300ms" },
    });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).summary).toMatchObject({ applied: 0, failed: 5 });
    simulator.setFaults([]);
    expect(await run(["apply", "--auto-approve"])).toMatchObject({ code: 0 });
    expect(simulator.state().groups).toHaveLength(5);
  });

  it("ends unknown when the account cannot be read after a lost answer, and the next run adopts", async () => {
    const { simulator, run } = await world([], groupsYaml({ 甲: ["8000"] }), {
      faults: ["addQueue:drop-after@1", "queueQueueAgentClaimStatus:drop-before@1+", "queueQueue:drop-before@3+"],
    });
    const { code, stdout } = await run(["apply", "--auto-approve", "--format", "json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).actions).toMatchObject([{ status: "unknown", error: { code: "create-unknown" } }]);
    simulator.setFaults([]);
    expect(await run(["apply", "--auto-approve"])).toMatchObject({ code: 0 });
    expect(simulator.state().groups).toHaveLength(1);
  });

  it("does not create a name that appeared after the plan", async () => {
    const { simulator, run } = await world([], groupsYaml({ 甲: ["8000"], 乙: ["8000"] }));
    simulator.onCall("queueQueue", 2, (editor) => void editor.createGroup({ displayName: "甲", members: [] }));
    const { code, stdout } = await run(["apply", "--auto-approve", "--format", "json"]);
    expect(code).toBe(3);
    expect(JSON.parse(stdout).actions).toMatchObject([
      { displayName: "乙", status: "applied" },
      { displayName: "甲", status: "conflict", error: { code: "name-appeared" } },
    ]);
    expect(simulator.state().groups).toHaveLength(2);
  });
});
