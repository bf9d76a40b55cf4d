import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { flat } from "../support/cli.js";
import { groupsYaml, membersOf, type World, world } from "../support/simulated.js";

const FIVE = ["售前", "售后", "投诉", "夜班", "直播间"];
const LIVE = FIVE.map((displayName, index) => ({ displayName, exten: String(10 + index), members: ["8001", "8002"] }));
const WANTED = groupsYaml(Object.fromEntries(FIVE.map((name) => [name, ["8001", { agent: "8005", priority: 2 }]])));
const BEFORE = Object.fromEntries(FIVE.map((name) => [name, ["8001", "8002"]]));
const APPLY = ["apply", "--auto-approve", "--max-removals", "100%", "--report", "json=result.json"];
const ROAD = ["--max-removals", "100%", "--out", "back.json"];

/** A world in which an apply has been done, and its result kept. */
async function applied(yaml = WANTED): Promise<World> {
  const made = await world(LIVE, yaml);
  expect(await made.run(APPLY)).toMatchObject({ code: 0 });
  return made;
}

const resultOf = async ({ folder }: World) => JSON.parse(await readFile(join(folder, "result.json"), "utf8"));
const changed = async (made: World, change: (result: Record<string, unknown>) => unknown) =>
  writeFile(join(made.folder, "result.json"), JSON.stringify(change(await resultOf(made))));

describe("revert", () => {
  it("of five groups, one of them edited since: four back, one named, exit 3", async () => {
    const made = await applied();
    const { run, simulator } = made;
    simulator.editor().editGroup("12", { members: ["8001", { agent: "8005", priority: 3 }, "8009"] });
    const reverted = await run(["revert", "result.json", ...ROAD]);
    expect(reverted.code).toBe(3);
    expect(flat(reverted.stdout)).toMatch(
      /revert-conflict\]: "投诉" \(12\) has changed since the run and is left as it is\. Added: 8009 坐席9\. Reprioritized: 8005 坐席5 \(2 → 3\)\./,
    );
    expect(reverted.stdout).toContain("0 to create, 4 to update members");
    expect(flat(reverted.stdout)).toContain("Revert that change in git, too.");
    expect(membersOf(simulator)["售前"]).toEqual(["8001", "8005:2"]);

    expect(await run(["apply", "--plan", "back.json"])).toMatchObject({ code: 0 });
    expect(membersOf(simulator)).toEqual({ ...BEFORE, 投诉: ["8001", "8005:3", "8009"] });
    // Once more: four are back already, and the one is still another.
    const again = await run(["revert", "result.json"]);
    expect([again.code, flat(again.stdout)]).toEqual([3, expect.stringContaining("Nothing to revert")]);
    // The files still say the old change.
    expect((await run(["plan", "--format", "json"])).stdout).toContain('"replaceMembers": 5');
  });

  it("of a result without a conflict exits 0, and a plan of the old files after it is empty", async () => {
    const { run, simulator, write } = await applied();
    expect(await run(["revert", "result.json", ...ROAD])).toMatchObject({ code: 0 });
    expect(await run(["apply", "--plan", "back.json"])).toMatchObject({ code: 0 });
    expect(membersOf(simulator)).toEqual(BEFORE);
    await write(groupsYaml(BEFORE));
    expect(await run(["plan", "--detailed-exitcode"])).toMatchObject({ code: 0 });
    const { summary } = JSON.parse((await run(["revert", "result.json", "--format", "json"])).stdout);
    expect(summary).toMatchObject({ replaceMembers: 0, unchanged: 5 });
  });

  it("leaves what was created to a person, and names the commit to revert", async () => {
    const made = await applied(groupsYaml({ 新组: ["8003"] }));
    await changed(made, (result) => ({ ...result, commit: "c0ffee0c0ffee0c0ffee0c0ffee0c0ffee0c0ffee" }));
    const { code, stdout } = await made.run(["revert", "result.json"]);
    expect(code).toBe(0);
    expect(flat(stdout)).toMatch(/"新组" \(\d+, 1 member\) was created by the run: the API cannot delete groups\./);
    expect(flat(stdout)).toContain("git revert c0ffee0c0ffee0c0ffee0c0ffee0c0ffee0c0ffee");
    expect(stdout).toContain("Nothing to revert");
  });

  it("keeps to the guards, in the plan and when it is applied", async () => {
    const { run, simulator } = await applied(
      groupsYaml(Object.fromEntries(FIVE.map((name) => [name, ["8001", "8002", "8003"]]))),
    );
    const { stdout } = await run(["revert", "result.json", "--max-removals", "4", "--out", "back.json"]);
    expect(stdout).toContain("tripped");
    expect(await run(["apply", "--plan", "back.json", "--max-removals", "4"])).toMatchObject({ code: 3 });
    expect(membersOf(simulator)["售前"]).toContain("8003");
  });

  it("of a run that was stopped puts back what it had written", async () => {
    const made = await world(LIVE, WANTED, { faults: ["updateQueueAssignMembers:slow=300@3"] });
    const { code } = await made.run(APPLY, {
      whileRunning: (child) => made.simulator.onCall("updateQueueAssignMembers", 3, () => void child.kill("SIGINT")),
    });
    expect([0, 130]).toContain(code);
    expect(await made.run(["revert", "result.json", ...ROAD])).toMatchObject({ code: 0 });
    expect(await made.run(["apply", "--plan", "back.json"])).toMatchObject({ code: 0 });
    expect(membersOf(made.simulator)).toEqual(BEFORE);
  });

  it("believes no file that is not a result of this account", async () => {
    const made = await applied();
    const result = await readFile(join(made.folder, "result.json"), "utf8");
    const says = async (change: Parameters<typeof changed>[1]): Promise<string> => {
      await changed(made, change);
      const { code, stdout, stderr } = await made.run(["revert", "result.json"]);
      expect([code, stdout]).toEqual([1, ""]);
      return flat(stderr);
    };
    expect(await says((result) => ({ ...result, kind: "plan" }))).toContain("result-unreadable");
    expect(await says(() => JSON.parse(result.replaceAll("N00000000556", "N00000000557")))).toContain(
      "result-other-account",
    );
  });

  it("says so where there is no such file, and in Chinese", async () => {
    const { run } = await world([], groupsYaml({}));
    const { code, stderr } = await run(["revert", "nowhere.json", "--lang", "zh"]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("执行结果文件 nowhere.json 不存在")]);
  });
});
