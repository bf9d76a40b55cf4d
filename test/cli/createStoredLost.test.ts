import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { StoredName } from "../../src/simulator/api/writes.js";
import { groupsYaml, world } from "../support/simulated.js";

const APPLY = ["apply", "--auto-approve", "--format", "json"];
const quick = { env: { MUSTER_SETTLE: "500ms" } };
const errorsOf = (stdout: string): { code: string; args: Record<string, unknown>; message: string }[] =>
  JSON.parse(stdout).actions.flatMap(({ error }: { error?: object }) => error ?? []);
const codesOf = (stdout: string): string[] => errorsOf(stdout).map(({ code }) => code);
const LONG = "华东大区在线售前咨询第一服务小组备用名称很长很长";

describe("a creation whose answer is lost, at a server that stores another name", () => {
  it.concurrent.for<[StoredName, string]>([
    ["trim", "售后 "],
    ["cut-20", LONG],
    ["entities", "A&B"],
    ["question-marks", "售前🔥"],
    ["halfwidth", "ＶＩＰ"],
    ["default", "售前咨询"],
  ])("%s: it is found among the groups that are new, and not made again", async ([storeName, name], context) => {
    const { simulator, run } = await world(
      [{ displayName: "别的组", members: ["8000"] }],
      // Its own name among the distinct ones: it is meant as it is, spaces and all.
      JSON.stringify({ version: 1, groups: [{ displayName: name, distinct: [name], members: ["8000"] }] }),
      { storeName, faults: ["addQueue:http-500-after@1"] },
      context.onTestFinished,
    );
    const first = await run([...APPLY, "--timeout", "1"], quick);
    const made = simulator.state().groups.find(({ displayName }) => displayName !== "别的组");
    const second = await run(APPLY, quick);
    for (const { code, stdout } of [first, second]) {
      context.expect(code).toBe(3);
      context.expect(codesOf(stdout)).toEqual(["name-stored-differently"]);
      context.expect(stdout).toContain(`Pin it with exten: \\"${made?.exten}\\"`);
    }
    context.expect(simulator.state().groups).toHaveLength(2);
  });

  it("an unlike name without a member proves nothing: unknown, and the numbers; the next run makes none either", async () => {
    const { simulator, run, write } = await world([], groupsYaml({ 售前咨询: [] }), {
      storeName: "default",
      faults: ["addQueue:http-500-after@1"],
    });
    const first = await run([...APPLY, "--timeout", "1"], quick);
    expect(first.code).toBe(1);
    const [made] = simulator.state().groups;
    expect(errorsOf(first.stdout)).toMatchObject([
      { code: "create-unclear", args: { groups: [{ exten: made?.exten, live: "默认技能组" }] } },
    ]);
    const second = await run([...APPLY, "--timeout", "1"], quick);
    expect(second.code).toBe(1);
    expect(errorsOf(second.stdout)).toEqual(errorsOf(first.stdout));
    expect(simulator.state().groups).toHaveLength(1);

    await write("version: 1\ngroups:\n  - { displayName: 售前咨询, members: [], distinct: [默认技能组] }\n");
    simulator.setFaults([]);
    await run([...APPLY, "--timeout", "1"], quick);
    expect(simulator.state().groups).toHaveLength(2);
  });

  it("two creations that were lost, and two new groups that either may be: unknown, none again", async () => {
    const { simulator, run } = await world([], groupsYaml({ 售前咨询: ["8000"], 投诉处理: ["8000"] }), {
      storeName: "default",
      faults: ["addQueue:http-500-after@1-2"],
    });
    for (let runs = 0; runs < 2; runs += 1) {
      const { code, stdout } = await run([...APPLY, "--timeout", "1"], quick);
      expect(code).toBe(1);
      expect(codesOf(stdout)).toEqual(["create-unclear", "create-unclear"]);
    }
    expect(simulator.state().groups).toHaveLength(2);
  });

  it("what somebody else makes meanwhile under a name of its own is no reason to give up", async () => {
    const { simulator, run } = await world([], groupsYaml({ 售前咨询: ["8000"] }), {
      faults: ["addQueue:http-500-before@1"],
    });
    simulator.onCall("addQueue", 1, (editor) => void editor.createGroup({ displayName: "投诉", members: ["8001"] }));
    expect(await run([...APPLY, "--timeout", "1"], quick)).toMatchObject({ code: 0 });
    const names = simulator.state().groups.map(({ displayName }) => displayName);
    expect(names.sort()).toEqual(["售前咨询", "投诉"]);
  });
});

describe("a run that is killed before the answer, at a server that stores another name and shows it late", () => {
  it("the next run finds the group once it shows, and does not make it again", async () => {
    const { simulator, run } = await world([], groupsYaml({ [LONG]: ["8000"] }), {
      storeName: "cut-20",
      invisibleMs: 1_500,
      latencyMs: [80, 80],
    });
    const args = [...APPLY, "--timeout", "1"];
    await run(args, {
      ...quick,
      whileRunning: (child) => simulator.onCall("addQueue", 1, () => void child.kill("SIGKILL")),
    });
    await sleep(100);
    const next = await run(args, quick);
    expect(next.code).toBe(3);
    expect(codesOf(next.stdout)).toEqual(["name-stored-differently"]);
    expect(await run(args, quick)).toMatchObject({ code: 3 });
    expect(simulator.state().groups).toHaveLength(1);
  });
});
