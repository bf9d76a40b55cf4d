import { mkdir, readdir, readFile } from "node:fs/promises";
import { createFixture } from "fs-fixture";
import { describe, expect, test } from "vitest";
import { SeedError } from "../../src/simulator/account/seed.js";
import { startSimulator } from "../../src/simulator/startSimulator.js";
import { call, seed, start } from "./harness.js";

test("groups outlive the simulator, numbers are never given twice", async () => {
  await using files = await createFixture();
  const stateFile = files.getPath("deep/state.json");
  const first = await start({ stateFile });
  await call(first, "addQueue", { displayName: "新", assignMembers: [{ agentNumber: "8000", priority: 4 }] });
  await call(first, "updateQueueAssignMembers", { exten: "10018579", assignMembers: [] });
  const gone = first.editor().createGroup({ displayName: "短命", claiming: "none" });
  first.editor().deleteGroup(gone);
  const before = first.state();
  await first.close();

  const second = await start({ stateFile });
  expect(second.state()).toEqual(before);
  expect((await call(second, "addQueue", { displayName: "再" })).json.data.exten).toBe(String(Number(gone) + 1));
  expect(await readdir(files.getPath("deep"))).toEqual(["state.json"]);
});

test("a write is kept before it is answered, and without the secret", async () => {
  await using files = await createFixture();
  const stateFile = files.getPath("state.json");
  const simulator = await start({ stateFile, seed: { ...seed, apiSecret: "hush-hush" } });
  const names = Array.from({ length: 20 }, (_, n) => `组${n}`);
  await Promise.all(
    names.map((displayName) => call(simulator, "addQueue", { displayName }, { apiSecret: "hush-hush" })),
  );
  const kept = await readFile(stateFile, "utf8");
  expect(names.filter((name) => !kept.includes(`"${name}"`))).toEqual([]);
  expect(kept).not.toContain("hush-hush");
});

describe("a state file that cannot be used stops the start", () => {
  const group = { displayName: "a", exten: "1" };
  test.each([
    ["damaged", '{"accounts":[{"acc', "not JSON"],
    ["empty", "", "not JSON"],
    ["something else", '{"groups":[]}', "$.groups: unknown field"],
    ["another account", state("T9", []), '$.accounts[0].accountId: the seed has no account "T9"'],
    ["a group wrong", state(seed.accountId, [{ exten: "1" }]), "$.accounts[0].groups[0].displayName: expected"],
    ["an exten twice", state(seed.accountId, [group, group]), '$.accounts[0].groups[1].exten: "1" again'],
  ])("%s", async (_, text, problem) => {
    await using files = await createFixture({ "state.json": text });
    const starting = start({ stateFile: files.getPath("state.json") });
    await expect(starting).rejects.toThrow(SeedError);
    await expect(starting).rejects.toThrow(problem);
    await expect(starting).rejects.toThrow("state.json cannot be used:");
  });
});

test("a state that cannot be kept is answered with 500, and close says why", async () => {
  await using files = await createFixture();
  const stateFile = files.getPath("state.json");
  const simulator = await startSimulator({ seed, stateFile });
  await mkdir(stateFile);
  expect((await call(simulator, "addQueue", { displayName: "x" })).status).toBe(500);
  await expect(simulator.close()).rejects.toThrow("state.json");
});

function state(accountId: string, groups: readonly object[]): string {
  return JSON.stringify({ accounts: [{ accountId, nextExten: 2, groups }] });
}
