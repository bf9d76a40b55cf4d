import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { flat } from "../support/cli.js";
import { groupsYaml, membersOf, type World, world } from "../support/simulated.js";

const LIVE = [
  { displayName: "a", exten: "1", members: ["8000"] },
  { displayName: "b", exten: "2", members: ["8000"] },
];
const WANTED = groupsYaml({ a: ["8001"], b: ["8002"], c: ["8003"] });

async function saved(): Promise<World> {
  const made = await world(LIVE, WANTED);
  expect(await made.run(["plan", "--out", "plan.json"])).toMatchObject({ code: 0 });
  return made;
}

const writesOf = ({ simulator }: World) =>
  simulator.requests.filter(({ operation }) => operation === "addQueue" || operation === "updateQueueAssignMembers");

describe("apply --plan", () => {
  it("applies exactly the plan, whatever the files say by now", async () => {
    const { simulator, run, write, folder } = await saved();
    await write("this: is no longer the file");
    // One that the library made and JSON.stringify wrote has no sentences.
    const plan = JSON.parse(await readFile(join(folder, "plan.json"), "utf8"));
    const diagnostics = plan.diagnostics.map(
      ({ message: _, help: __, ...finding }: Record<string, unknown>) => finding,
    );
    await writeFile(join(folder, "plan.json"), JSON.stringify({ ...plan, diagnostics }));
    const { code, stdout, stderr } = await run(["apply", "--plan", "plan.json"]);
    expect([code, stdout + stderr]).toEqual([0, expect.stringContaining("8000")]);
    expect(diagnostics).not.toEqual([]);
    expect(membersOf(simulator)).toEqual({ a: ["8001"], b: ["8002"], c: ["8003"] });
  });

  it("applied twice makes nothing twice", async () => {
    const made = await saved();
    expect(await made.run(["apply", "--plan", "plan.json"])).toMatchObject({ code: 0 });
    const before = writesOf(made).length;
    const { code, stdout } = await made.run(["apply", "--plan", "plan.json", "--format", "json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).summary).toMatchObject({ applied: 0, unchanged: 3 });
    expect(JSON.parse(stdout).actions.map((action: { attempts: number }) => action.attempts)).toEqual([0, 0, 0]);
    expect(writesOf(made)).toHaveLength(before);
    expect(made.simulator.state().groups).toHaveLength(3);
    const outputs = join(made.folder, "outputs");
    const spoken = await made.run(["apply", "--plan", "plan.json", "--format", "github"], {
      env: { GITHUB_OUTPUT: outputs, GITHUB_STEP_SUMMARY: join(made.folder, "summary") },
    });
    expect([spoken.code, spoken.stdout]).toEqual([0, expect.stringContaining("Result: 0 applied, 3 unchanged, in")]);
    expect(await readFile(outputs, "utf8")).toMatch(/^result<<(.+)\nno-changes\n\1\n(?:.*\n)*applied<<\1\n0\n/m);
  });

  describe("that was applied, and undone since", () => {
    it("is stale: what somebody has undone is not done again", async () => {
      const made = await saved();
      expect(await made.run(["apply", "--plan", "plan.json"])).toMatchObject({ code: 0 });
      made.simulator.editor().editGroup("2", { members: ["8000"] });
      const before = writesOf(made).length;
      const { code, stderr } = await made.run(["apply", "--plan", "plan.json"]);
      expect(code).toBe(3);
      expect(stderr).toContain("plan-stale-undone");
      expect(writesOf(made)).toHaveLength(before);
    });

    it("is stale for a group that it made and that is gone", async () => {
      const made = await saved();
      expect(await made.run(["apply", "--plan", "plan.json"])).toMatchObject({ code: 0 });
      const { exten = "" } = made.simulator.state().groups.find(({ displayName }) => displayName === "c") ?? {};
      made.simulator.editor().deleteGroup(exten);
      expect(await made.run(["apply", "--plan", "plan.json"])).toMatchObject({
        code: 3,
        stderr: expect.stringContaining("plan-stale-undone"),
      });
    });

    it("is a new decision where it was saved after that, though it is the same plan", async () => {
      const made = await saved();
      expect(await made.run(["apply", "--plan", "plan.json"])).toMatchObject({ code: 0 });
      made.simulator.editor().editGroup("2", { members: ["8000"] });
      const first = JSON.parse((await made.run(["plan", "--format", "json", "--out", "again.json"])).stdout);
      expect(await made.run(["apply", "--plan", "again.json"])).toMatchObject({ code: 0 });
      // The same difference once more, approved once more.
      made.simulator.editor().editGroup("2", { members: ["8000"] });
      const second = JSON.parse((await made.run(["plan", "--format", "json", "--out", "again.json"])).stdout);
      expect(second.hash).toBe(first.hash);
      expect(await made.run(["apply", "--plan", "again.json"])).toMatchObject({ code: 0 });
    });
  });

  it.each<[string, string, (world: World) => void]>([
    [
      "a touched group has changed",
      "plan-stale-group",
      ({ simulator }) => simulator.editor().editGroup("2", { members: ["8000", "8007"] }),
    ],
    [
      "a member of a touched group got another priority",
      "plan-stale-group",
      ({ simulator }) => simulator.editor().editGroup("2", { members: [{ agent: "8000", priority: 2 }] }),
    ],
    [
      "a touched group was renamed",
      "plan-stale-group",
      ({ simulator }) => simulator.editor().editGroup("2", { displayName: "B" }),
    ],
    ["a touched group is gone", "plan-stale-gone", ({ simulator }) => simulator.editor().deleteGroup("2")],
    [
      "a name to create exists",
      "plan-stale-name",
      ({ simulator }) => void simulator.editor().createGroup({ displayName: "c", members: [] }),
    ],
  ])("stale, %s: nothing at all is written, exit 3, and the difference in words", async (_, code, edit) => {
    const made = await saved();
    edit(made);
    const result = await made.run(["apply", "--plan", "plan.json"]);
    expect(result.code).toBe(3);
    expect(result.stderr).toContain(code);
    if (code === "plan-stale-group")
      expect(result.stderr).toMatch(
        /Added: 8007 坐席7\.|now "B"|changed since the\s+plan\. Reprioritized: 8000 坐席0 \(0 → 2\)\. It was last edited \d{4}-\d\d-\d\d \d\d:\d\d\s+UTC\+8 by 1000\.\n/,
      );
    expect(writesOf(made)).toEqual([]);
  });

  it("is not moved by changes to groups that it does not touch", async () => {
    const made = await saved();
    made.simulator.editor().createGroup({ displayName: "z", members: ["8009"] });
    expect(await made.run(["apply", "--plan", "plan.json"])).toMatchObject({ code: 0 });
  });

  it.each<[string, string, (plan: Record<string, unknown>) => unknown]>([
    [
      "tampered with: another member is written",
      "plan-tampered",
      (plan) => JSON.parse(JSON.stringify(plan).replaceAll("8001", "8009")),
    ],
    [
      "tampered with: a removal is hidden",
      "plan-tampered",
      (plan) => ({
        ...plan,
        actions: (plan["actions"] as object[]).map((action) =>
          "removed" in action ? { ...action, removed: [] } : action,
        ),
      }),
    ],
    [
      "tampered with: an action is taken out",
      "plan-tampered",
      (plan) => ({ ...plan, actions: (plan["actions"] as object[]).slice(1) }),
    ],
    ["of a newer format", "format-newer", (plan) => ({ ...plan, formatVersion: "2.0" })],
    [
      "for another account",
      "plan-tampered",
      (plan) => ({ ...plan, account: { name: "default", host: "http://127.0.0.1:1", accountId: "N1" } }),
    ],
    ["not a plan", "plan-unreadable", () => ({ hello: "world" })],
    ["a list", "plan-unreadable", () => []],
  ])("%s: refused before anything is sent", async (_, code, change) => {
    const made = await saved();
    const path = join(made.folder, "plan.json");
    await writeFile(path, JSON.stringify(change(JSON.parse(await readFile(path, "utf8")))));
    const before = made.simulator.requests.length;
    const result = await made.run(["apply", "--plan", "plan.json"]);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(code);
    expect(made.simulator.requests).toHaveLength(before);
  });

  it("for another account: refused", async () => {
    const made = await saved();
    const result = await made.run(["apply", "--plan", "plan.json"], { env: { MUSTER_ACCOUNT_ID: "N00000000999" } });
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining("plan-other-account") });
  });

  it.each([
    [["apply", "--plan", "missing.json"], "The plan file missing.json does not exist."],
    [["apply", "--plan", "plan.json", "."], "flags-clash"],
    [["apply", "--plan", "plan.json", "--group", "a"], "flags-clash"],
  ])("muster %j: says what is wrong", async (args, words) => {
    expect(await (await saved()).run(args)).toMatchObject({ code: 1, stderr: expect.stringContaining(words) });
  });

  it("is stopped by a guard like any other plan", async () => {
    const made = await saved();
    expect(await made.run(["apply", "--plan", "plan.json", "--max-creates", "0"])).toMatchObject({ code: 3 });
    expect(writesOf(made)).toEqual([]);
  });
});

describe("apply --expect-hash, run again", () => {
  const apply = (made: World, hash: string, ...more: string[]) =>
    made.run(["apply", "--auto-approve", "--expect-hash", hash, ...more]);
  const hashOf = async (made: World): Promise<string> =>
    JSON.parse(await readFile(join(made.folder, "plan.json"), "utf8")).hash;

  it("after all of it was applied: nothing is left, exit 0", async () => {
    const made = await saved();
    const hash = await hashOf(made);
    expect(await apply(made, hash)).toMatchObject({ code: 0 });
    const before = writesOf(made).length;
    const again = await apply(made, hash);
    expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining("Nothing to apply: the approved plan") });
    const { code, stdout } = await apply(made, hash, "--format", "json");
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { kind: "result", actions: [] }]);
    expect(writesOf(made)).toHaveLength(before);
  });

  it("with files that name no group: exit 3", async () => {
    const made = await saved();
    const hash = await hashOf(made);
    await made.write("version: 1\ngroups: []\n");
    expect(await apply(made, hash)).toMatchObject({ code: 3, stderr: expect.stringContaining("hash-differs") });
  });

  it("after a part of it was applied: exit 3, and the saved plan goes on", async () => {
    const made = await saved();
    made.simulator.setFaults(["updateQueueAssignMembers:refuse@2"]);
    const hash = await hashOf(made);
    expect(await apply(made, hash)).toMatchObject({ code: 1 });
    made.simulator.setFaults([]);
    const again = await apply(made, hash);
    expect([again.code, flat(again.stderr)]).toEqual([3, expect.stringContaining("continues with the rest")]);
    expect(await made.run(["apply", "--plan", "plan.json"])).toMatchObject({ code: 0 });
    expect(await apply(made, hash)).toMatchObject({ code: 0 });
  });
});

describe("a saved plan of an additive group", () => {
  it("is refused when the list that is merged at the last moment was changed", async () => {
    const made = await world(
      [{ displayName: "a", exten: "1", members: ["8000"] }],
      "version: 1\ngroups:\n  - { displayName: a, membership: additive, members: ['8002'] }\n",
    );
    await made.run(["plan", "--out", "plan.json"]);
    const path = join(made.folder, "plan.json");
    const plan = JSON.parse(await readFile(path, "utf8"));
    plan.actions[0].listed = [{ agentNumber: "8050", priority: 9 }];
    await writeFile(path, JSON.stringify(plan));
    expect(await made.run(["apply", "--plan", "plan.json"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("plan-tampered"),
    });
    expect(writesOf(made)).toEqual([]);
  });
});

describe("a saved plan that was carried out in part", () => {
  it("is taken up where it was left", async () => {
    const made = await saved();
    made.simulator.setFaults(["addQueue:refuse@1"]);
    expect(await made.run(["apply", "--plan", "plan.json"])).toMatchObject({ code: 1 });
    const { code, stdout } = await made.run(["apply", "--plan", "plan.json", "--format", "json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).actions.map((action: { attempts: number }) => action.attempts)).toEqual([1, 0, 0]);
    expect(membersOf(made.simulator)).toEqual({ a: ["8001"], b: ["8002"], c: ["8003"] });
  });
});

describe("apply --expect-hash", () => {
  it("applies what was approved, and nothing else", async () => {
    const made = await world(LIVE, WANTED);
    const { hash } = JSON.parse((await made.run(["plan", "--format", "json"])).stdout);
    made.simulator.editor().editGroup("2", { members: ["8004"] });
    const refused = await made.run(["apply", "--auto-approve", "--expect-hash", hash]);
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining("hash-differs") });
    expect(writesOf(made)).toEqual([]);
    made.simulator.editor().editGroup("2", { members: ["8000"] });
    expect(await made.run(["apply", "--auto-approve", "--expect-hash", hash])).toMatchObject({ code: 0 });
  });
});

describe("plan --out", () => {
  it("says what is wrong with a full disk or a folder that is not there, and exits 1", async () => {
    const made = await world(LIVE, WANTED);
    for (const [path, words] of [
      ["/dev/full", "ENOSPC"],
      ["no/such/folder/plan.json", "ENOENT"],
    ] as const) {
      expect(await made.run(["plan", "--out", path])).toMatchObject({
        code: 1,
        stderr: expect.stringContaining(words),
      });
    }
  });
});
