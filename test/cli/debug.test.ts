import { expect, test } from "vitest";
import { groupsYaml, SECRET, world } from "../support/simulated.js";

test("--debug says which room decided what, and no secret", async () => {
  const live = [{ exten: "1001", displayName: "售前", members: ["8000", "8001"] }];
  const one = await world(live, groupsYaml({ 售前: ["8000", "8002"], 新组: ["8003"] }));
  const { code, stdout, stderr } = await one.run(["plan", "--debug", "--max-removals", "50%"]);
  expect([code, stdout]).toEqual([0, expect.not.stringContaining("[plan]")]);
  expect(stderr).toContain("[config] default: 2 groups from 1 files\n");
  expect(stderr).toContain("[plan] default: match 售前: by name (1001)\n");
  expect(stderr).toContain("[plan] default: match 新组: by nothing\n");
  expect(stderr).toMatch(/^\[plan\] default: guard maxRemovals: 1 of 2, limit 50%$/m);
  expect(stderr).toMatch(/^\[state\] default: remembers in .*; open creations: none$/m);
  expect(stderr).toMatch(/^\[moor\] default: queueQueue, attempt 1: \w+ in \d+ ms$/m);
  expect(stderr).not.toContain(SECRET);
  expect((await one.run(["plan", "--max-removals", "50%"])).stderr).toBe("");
});
