import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { StoredName } from "../../src/simulator/api/writes.js";
import { groupsYaml, membersOf, world } from "../support/simulated.js";

const APPLY = ["apply", "--auto-approve", "--format", "json"];
const codesOf = (stdout: string): string[] =>
  JSON.parse(stdout).actions.flatMap(({ error }: { error?: { code: string } }) => error?.code ?? []);
/** A group whose name is meant as it is, spaces and all. */
const meant = (name: string): string =>
  `version: 1\ngroups: [{ displayName: ${JSON.stringify(name)}, distinct: [${JSON.stringify(name)}], members: ["8000"] }]\n`;
const quick = { env: { MUSTER_SETTLE: "500ms" } };

describe("a name that the server stores differently makes one group, however often it is applied", () => {
  it.concurrent.for<[StoredName, string]>([
    ["trim", "售后 "],
    ["cut-20", "华东大区在线售前咨询第一服务小组备用名称很长很长"],
    ["nfc", "Cafe\u0301"],
    ["entities", "A&B"],
    ["no-emoji", "售前🔥"],
    ["question-marks", "售前🔥"],
    ["lowercase", "VIP客服"],
    ["squeeze", "售  后"],
    ["halfwidth", "ＶＩＰ"],
    ["default", "售前咨询"],
  ])("%s", async ([storeName, displayName], { onTestFinished, expect }) => {
    const { simulator, run } = await world([], meant(displayName), { storeName }, onTestFinished);
    const first = await run(APPLY, quick);
    expect(first.code).toBe(1);
    const [made] = simulator.state().groups;
    const later = await Promise.all([run(["plan", "--format", "json"]), run(APPLY, quick)]);
    const again = await run(APPLY, quick);
    expect([later[1].code, again.code]).toEqual([3, 3]);
    for (const { stdout } of [first, later[1], again]) {
      expect(codesOf(stdout)).toEqual(["name-stored-differently"]);
      expect(stdout).toContain(`Pin it with exten: \\"${made?.exten}\\"`);
    }
    expect(JSON.parse(later[0].stdout).diagnostics).toContainEqual(
      expect.objectContaining({ code: "stored-differently", severity: "warning" }),
    );
    expect(simulator.state().groups).toHaveLength(1);
  });

  it("is applied once it is pinned as the message says", async () => {
    const { simulator, run, write } = await world([], meant("售后 "), { storeName: "trim" });
    await run(APPLY, quick);
    const [made] = simulator.state().groups;
    await write(`version: 1\ngroups:\n  - { displayName: "售后", exten: "${made?.exten}", members: ["8001"] }\n`);
    expect(await run(APPLY, quick)).toMatchObject({ code: 0 });
    expect(membersOf(simulator)).toEqual({ 售后: ["8001"] });
    expect(await run(["plan", "--detailed-exitcode"])).toMatchObject({ code: 0 });
  });
});

describe("a name to create that looks like another one", () => {
  const LIVE = [{ displayName: "VIP客服", exten: "7", members: ["8000"] }];
  const yaml = (more: string) =>
    `version: 1\ngroups:\n  - { displayName: vip客服, members: ["8000"]${more} }\n  - { displayName: 夜班, members: ["8001"] }\n`;

  it("is shown in the plan; an unattended apply does not create it, creates the others, and exits 3", async () => {
    const { simulator, run } = await world(LIVE, yaml(""));
    const planned = await run(["plan"]);
    expect(planned).toMatchObject({ code: 0, stdout: expect.stringContaining("near-miss") });
    const { code, stdout } = await run(APPLY);
    expect(code).toBe(3);
    expect(codesOf(stdout)).toEqual(["look-alike"]);
    expect(Object.keys(membersOf(simulator)).sort()).toEqual(["VIP客服", "夜班"]);
    expect(stdout).toContain('list \\"VIP客服\\" under distinct');
  });

  it("is created where the group lists the other one as distinct", async () => {
    const { simulator, run } = await world(LIVE, yaml(', distinct: ["VIP客服"]'));
    expect(await run(APPLY)).toMatchObject({ code: 0 });
    expect(simulator.state().groups).toHaveLength(3);
  });

  it("or like a slip is created by nobody but a person, from a saved plan neither, unless the group lists it itself", async () => {
    const names = ["“发票”", "{{ name }}", "售\u200b前", "夜  班", "待定", "财务组"];
    const { simulator, folder, run } = await world(
      [],
      groupsYaml(Object.fromEntries(names.map((one) => [one, ["8000"]]))),
    );
    await run(["plan", "--out", "plan.json"]);
    const path = join(folder, "plan.json");
    const saved = JSON.parse(await readFile(path, "utf8"));
    await writeFile(path, JSON.stringify({ ...saved, diagnostics: [] }));
    for (const command of [["apply", "--plan", "plan.json", "--format", "json"], APPLY]) {
      const { code, stdout } = await run(command);
      expect(code).toBe(3);
      expect(codesOf(stdout)).toEqual(Array.from({ length: 5 }, () => "doubtful-name"));
      expect(Object.keys(membersOf(simulator))).toEqual(["财务组"]);
    }
    const again = await world([], meant("“发票”"));
    expect(await again.run(APPLY)).toMatchObject({ code: 0 });
  });

  it("stops that creation of a saved plan, too, which cannot be talked out of it", async () => {
    const { simulator, folder, run } = await world(LIVE, yaml(""));
    await run(["plan", "--out", "plan.json"]);
    const path = join(folder, "plan.json");
    const saved = JSON.parse(await readFile(path, "utf8"));
    await writeFile(path, JSON.stringify({ ...saved, diagnostics: [] }));
    const { code, stdout } = await run(["apply", "--plan", "plan.json", "--format", "json"]);
    expect(code).toBe(3);
    expect(codesOf(stdout)).toEqual(["look-alike"]);
    const [first, ...others] = saved.actions;
    await writeFile(path, JSON.stringify({ ...saved, actions: [...others, { ...first, distinct: ["VIP客服"] }] }));
    expect(await run(["apply", "--plan", "plan.json"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("plan-tampered"),
    });
    expect(simulator.state().groups).toHaveLength(2);
  });

  it("shows where two names part that print alike", async () => {
    const { run } = await world([], groupsYaml({ "Caf\u00e9": ["8000"], "Cafe\u0301": ["8000"] }));
    const { stdout } = await run(["plan"]);
    expect(stdout.replace(/\s+/g, " ")).toContain("U+00E9 here, U+0065 U+0301 there");
  });
});

describe("a creation is proved by its name", () => {
  it("a namesake made at the same moment: exit 1, and both numbers", async () => {
    const { simulator, run } = await world([], groupsYaml({ 甲: ["8000"] }));
    simulator.onCall("addQueue", 1, (editor) => void editor.createGroup({ displayName: "甲", members: [] }));
    const { code, stdout } = await run(APPLY);
    expect(code).toBe(1);
    expect(codesOf(stdout)).toEqual(["name-not-alone"]);
    const [error] = JSON.parse(stdout).actions.map((action: { error: { args: object } }) => action.error.args);
    expect(error).toMatchObject({
      extens: simulator
        .state()
        .groups.map(({ exten }) => exten)
        .sort(),
    });
  });

  it("the number of another group is no answer: the group is found by its name", async () => {
    const { simulator, run } = await world(
      [{ displayName: "乙", exten: "7", members: ["8001"] }],
      groupsYaml({ 甲: ["8000"] }),
      {
        faults: ['addQueue:answer={"code":200,"success":true,"data":{"exten":"7"}}@1'],
      },
    );
    simulator.onCall("addQueue", 1, (editor) => void editor.createGroup({ displayName: "甲", members: ["8000"] }));
    expect(await run(APPLY)).toMatchObject({ code: 0 });
    expect(membersOf(simulator)).toEqual({ 甲: ["8000"], 乙: ["8001"] });
  });

  it("a group that appeared as it is wanted is taken over; another one is left alone", async () => {
    const { simulator, run } = await world([], groupsYaml({ 甲: ["8000"], 乙: ["8000"] }));
    simulator.onCall("queueQueue", 2, (editor) => {
      editor.createGroup({ displayName: "甲", members: ["8000"] });
      editor.createGroup({ displayName: "乙", members: ["8001"] });
    });
    const { code, stdout } = await run(APPLY);
    expect(code).toBe(3);
    expect(codesOf(stdout)).toEqual(["name-appeared"]);
    expect(membersOf(simulator)).toEqual({ 甲: ["8000"], 乙: ["8001"] });
  });

  it("a creation that was answered with a limit, yet carried out, is its own", async () => {
    const { simulator, run } = await world([], groupsYaml({ 甲: ["8000"] }), { faults: ["addQueue:limit@1"] });
    simulator.onCall("addQueue", 1, (editor) => void editor.createGroup({ displayName: "甲", members: ["8000"] }));
    expect(await run(APPLY)).toMatchObject({ code: 0 });
    expect(simulator.state().groups).toHaveLength(1);
  });
});

/** A run that did not wait for it may be over before the server has carried the first call out. */
const carriedOut = (lateMs: number) => setTimeout(lateMs + 200);

describe("a gateway that gives up while the call is still worked on", () => {
  it.concurrent.for(["late-408", "late-499", "late-502", "late-503", "late-504", "late-524", "late-drop", "late-hang"])(
    "%s: the group that comes later is found, and not made again",
    async (fault, { onTestFinished, expect }) => {
      const { simulator, run } = await world(
        [],
        groupsYaml({ 甲: ["8000"] }),
        { faults: [`addQueue:${fault}=1500@1`] },
        onTestFinished,
      );
      const result = await run([...APPLY, "--timeout", "2"], quick);
      expect(result).toMatchObject({ code: 0 });
      await carriedOut(1_500);
      expect(simulator.state().groups).toHaveLength(1);
    },
  );

  it("is watched as long by a run that has little patience of its own", async () => {
    const { simulator, run } = await world([], groupsYaml({ 甲: ["8000"] }), { faults: ["addQueue:late-hang=4200@1"] });
    const result = await run([...APPLY, "--timeout", "1"], { env: { MUSTER_SETTLE: "1s" } });
    expect(result).toMatchObject({ code: 0 });
    await carriedOut(4_200);
    expect(simulator.state().groups).toHaveLength(1);
  });
});

describe("one name in two live groups", () => {
  const LIVE = [
    { displayName: "甲", exten: "1", members: ["8000"] },
    { displayName: "甲", exten: "2", members: ["8000"] },
    { displayName: "乙", exten: "3", members: ["8000"] },
  ];
  const WANTED = groupsYaml({ 甲: ["8001"], 乙: ["8002"], 丙: ["8003"] });
  const DONE = { 乙: ["8002"], 丙: ["8003"] };

  it("stops that name: everything else is planned and applied, exit 1", async () => {
    const { simulator, run } = await world(LIVE, WANTED);
    const planned = await run(["plan", "--format", "json", "--detailed-exitcode"]);
    expect(planned.code).toBe(1);
    expect(JSON.parse(planned.stdout)).toMatchObject({
      summary: { create: 1, replaceMembers: 1, unmanaged: 0 },
      diagnostics: [{ code: "ambiguous-name", severity: "error", args: { extens: ["1", "2"] } }],
    });
    const applied = await run(["apply", "--auto-approve"]);
    expect(applied).toMatchObject({ code: 1, stdout: expect.stringContaining("ambiguous-name") });
    expect(membersOf(simulator)).toMatchObject(DONE);
    const after = await run(["plan"]);
    expect(after.code).toBe(1);
    expect(after.stdout).not.toContain("The live account matches the files");
  });

  it("may be saved, and is applied without that name, exit 1", async () => {
    const { simulator, run } = await world(LIVE, WANTED);
    expect(await run(["plan", "--out", "plan.json"])).toMatchObject({ code: 1 });
    expect(await run(["apply", "--plan", "plan.json"])).toMatchObject({ code: 1 });
    expect(membersOf(simulator)).toMatchObject(DONE);
  });
});
