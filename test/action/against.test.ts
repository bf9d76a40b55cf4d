import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { groupsYaml, SECRET, world } from "../support/simulated.js";
import { githubStandIn } from "./githubStandIn.js";
import { commitAll } from "./repository.js";
import { PULL_REQUEST, runStep } from "./step.js";

const LIVE = [
  { exten: "1001", displayName: "售前", members: ["8000", "8001"] },
  { exten: "1002", displayName: "无主", members: ["8003"] },
];
const FORK = { number: 7, head: { sha: "f".repeat(40), repo: { full_name: "someone/fork" } } };
/** What a fork's job has: neither account nor secret. */
const BARE = { MUSTER_HOST: "", MUSTER_ACCOUNT_ID: "", MUSTER_API_SECRET: "" };

/** A plan without the times in it, without the commit, which the fork has of its own, and without what only an apply uses. */
const timeless = (text: string) => text.replace(/^ *"(?:commit|createdAt|liveAt|records)": .*\n/gm, "");

test("a fork's pull request is planned against a snapshot, without a secret, to the very plan that there is with one", async () => {
  const [one, github] = [await world(LIVE, groupsYaml({ 售前: ["8000", "8001"] })), await githubStandIn()];
  const base = commitAll(one.folder, "base");
  await one.write(groupsYaml({ 售前: ["8000", "8002"], 新组: ["8004"] }));
  const snapshot = join(one.folder, ".state", "live.json");
  expect((await one.run(["pull", "--format", "json", "--out", snapshot])).code).toBe(0);

  const own = {
    name: "pull_request",
    payload: { pull_request: { ...PULL_REQUEST.payload.pull_request, base: { sha: base } } },
  };
  const out = { out: ".state/plan.json" };
  const planOf = async () => timeless(await readFile(join(one.folder, out.out), "utf8"));
  const withSecret = await runStep(one, github, { event: own, inputs: out });
  const expected = await planOf();
  expect([withSecret.code, withSecret.outputs["result"]]).toEqual([0, "changes"]);

  const calls = one.simulator.requests.length;
  const event = { name: "pull_request", payload: { pull_request: { ...FORK, base: { sha: base } } } };
  const step = await runStep(one, github, { event, env: BARE, inputs: { ...out, against: ".state/live.json" } });
  expect([step.code, step.outputs["result"]]).toEqual([0, "changes"]);
  expect(step.outputs["plan-hash"]).toBe(withSecret.outputs["plan-hash"]);
  expect(await planOf()).toBe(expected);
  expect(step.summary).toContain("新组");
  expect(one.simulator.requests).toHaveLength(calls);
  expect(step.log + step.summary).not.toContain(SECRET);

  // Without the snapshot the files are only validated, and it is said.
  const bare = await runStep(one, github, { event, env: BARE });
  expect([bare.code, bare.outputs["result"]]).toEqual([0, "valid"]);
  expect(bare.log).toMatch(/^::notice title=muster::/m);
});

test("a snapshot that a link leads to is none", async () => {
  const [one, github] = [await world(LIVE, groupsYaml({ 售前: ["8000"] })), await githubStandIn()];
  await symlink("/proc/self/environ", join(one.folder, "live.json"));
  const step = await runStep(one, github, { inputs: { against: "live.json" } });
  expect([step.code, step.log]).toEqual([1, expect.stringContaining("path-outside")]);
  expect(one.simulator.requests).toEqual([]);
});
