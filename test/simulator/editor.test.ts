import { expect, test } from "vitest";
import { EditError } from "../../src/simulator/account/editor.js";
import { startSimulator } from "../../src/simulator/startSimulator.js";
import { call, seed, start } from "./harness.js";

test("somebody creates, changes and deletes groups in the console", async () => {
  const simulator = await start();
  const editor = simulator.editor();
  const exten = editor.createGroup({ displayName: "临时", members: ["8000"] });
  editor.editGroup(exten, { displayName: "改名", assignRule: "least", memory: "7d" });
  editor.editGroup(exten, { members: [{ agent: "8001", priority: 3 }] });
  const [group] = (await call(simulator, "queueQueue", { exten })).json.data.list;
  expect(group).toMatchObject({
    displayName: "改名",
    assignRule: "least",
    memoryTime: "10080",
    updateAgent: "1000",
    assignMembers: [{ agentNumber: "8001", priority: "3" }],
  });

  editor.deleteGroup(exten);
  expect((await call(simulator, "queueQueue", { exten })).json.data.count).toBe(0);
  expect(editor.createGroup({ displayName: "另一个" })).not.toBe(exten);
});

test.each<[string, (editor: Awaited<ReturnType<typeof start>>) => void]>([
  ["has no group 404", (simulator) => simulator.editor().editGroup("404", {})],
  ["has no group 404", (simulator) => simulator.editor().deleteGroup("404")],
  ['has no agent "9"', (simulator) => simulator.editor().editGroup("10018578", { members: ["9"] })],
  ["again, after", (simulator) => simulator.editor().createGroup({ displayName: "x", members: ["8000", "8000"] })],
])("the console would not allow it: %s", async (message, edit) => {
  const simulator = await start();
  const before = simulator.state();
  expect(() => edit(simulator)).toThrow(EditError);
  expect(() => edit(simulator)).toThrow(message);
  expect(simulator.state()).toEqual(before);
});

test("onCall: a listing shifts between two pages", async () => {
  const simulator = await start();
  simulator.onCall("queueQueue", 2, (account) => void account.createGroup({ displayName: "插队" }));
  const page = async (number: number) =>
    (await call(simulator, "queueQueue", { page: number, pageSize: 2 })).json.data.list.map(
      ({ exten }: { exten: string }) => exten,
    );
  expect(await page(1)).toEqual(["10018580", "10018579"]);
  expect(await page(2)).toEqual(["10018579", "10018578"]);
  expect(await page(3)).toEqual([]);
});

test("onCall counts from when it was asked for, and calls that the limit let in alone", async () => {
  const simulator = await start({ limits: { queueQueue: { calls: 2, windowMs: 500 } } });
  await call(simulator, "queueQueue");
  const seen: number[] = [];
  simulator.onCall("queueQueue", 2, async () => void seen.push(simulator.requests.length));
  await call(simulator, "queueQueue");
  expect((await call(simulator, "queueQueue")).json.code).toBe(429);
  await new Promise((resolve) => setTimeout(resolve, 520));
  await call(simulator, "queueQueue");
  await call(simulator, "queueQueue");
  expect(seen).toEqual([4]);
});

test("what a hook throws is answered with 500 and thrown by close", async () => {
  const simulator = await startSimulator({ seed });
  simulator.onCall("queueQueue", 1, (account) => account.deleteGroup("404"));
  expect((await call(simulator, "queueQueue")).status).toBe(500);
  await expect(simulator.close()).rejects.toThrow("has no group 404");
  await expect(simulator.close()).resolves.toBeUndefined();
});

test("state is a copy", async () => {
  const simulator = await start();
  const state = simulator.state();
  simulator.editor().deleteGroup("10018578");
  expect(state.groups).toHaveLength(3);
  expect(simulator.state().groups).toHaveLength(2);
});
