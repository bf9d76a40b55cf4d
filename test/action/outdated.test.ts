import { describe, expect, test } from "vitest";
import { freshnessOf } from "../../src/action/checkout.js";
import type { ActionContext } from "../../src/action/context.js";
import { groupsYaml, membersOf, type World, world } from "../support/simulated.js";
import { type GithubStandIn, githubStandIn } from "./githubStandIn.js";
import { runStep, type StepOptions } from "./step.js";

const LIVE = [{ exten: "1001", displayName: "售前", members: ["8000", "8001"] }];
/** What an older commit says: 8001 came with a later one, which was applied. */
const OLDER = groupsYaml({ 售前: ["8000"] });
const SHA = "b".repeat(40);
const PUSH = { name: "push", payload: { ref: "refs/heads/main" } };

const onMain = (inputs: StepOptions["inputs"] = {}, env: StepOptions["env"] = {}): StepOptions => ({
  event: PUSH,
  inputs,
  env: { GITHUB_REF: "refs/heads/main", GITHUB_SHA: SHA, ...env },
});

async function movedOn(tip = "c".repeat(40)): Promise<{ one: World; github: GithubStandIn }> {
  const [one, github] = [await world(LIVE, OLDER), await githubStandIn()];
  github.branches.set("main", tip);
  return { one, github };
}

describe("a run of a commit that its branch has left behind", () => {
  test("plans with a warning and an output, and applies nothing", async () => {
    const { one, github } = await movedOn();
    const planned = await runStep(one, github, onMain({ out: "plan.json" }));
    expect([planned.code, planned.outputs["outdated"]]).toEqual([0, "true"]);
    expect(planned.log).toMatch(/^::warning title=muster::This run's commit is no longer the last one of main/m);
    const before = one.simulator.requests.length;
    const applied = await runStep(one, github, onMain({ command: "apply", plan: "plan.json" }));
    expect(applied.code).toBe(3);
    expect(applied.outputs).toEqual({ outdated: "true", result: "stopped", "exit-code": "3" });
    expect(applied.log).toContain("allow-outdated: true");
    expect(one.simulator.requests).toHaveLength(before);
    expect(membersOf(one.simulator)["售前"]).toEqual(["8000", "8001"]);
  });

  test("does not point to the newest run where that leaves this change out", async () => {
    const { one, github } = await movedOn();
    const { code, log } = await runStep(one, github, onMain({ command: "apply", only: "change" }));
    expect(code).toBe(3);
    expect(log).toMatch(/leaves this change out.*Apply the newest commit once without it/);
    expect(log).not.toContain("contains this change");
  });

  test("is applied where an input says so", async () => {
    const { one, github } = await movedOn();
    const { code } = await runStep(one, github, onMain({ command: "apply", "allow-outdated": "true" }));
    expect(code).toBe(0);
    expect(membersOf(one.simulator)["售前"]).toEqual(["8000"]);
  });

  test.each([
    ["GitHub answers something else", {}, 409, "Run this job again"],
    ["the token may not read the branch", {}, 403, "contents: read"],
    ["there is no token", { token: "" }, 0, "input token"],
  ])("is not applied where %s, and a plan is made all the same", async (_, inputs, status, said) => {
    const { one, github } = await movedOn(SHA);
    if (status > 0) github.trouble(/^GET .*branches/, status, { times: 6 });
    const { code, log } = await runStep(one, github, onMain({ command: "apply", ...inputs }));
    expect(code).toBe(3);
    expect(log).toContain(said);
    const planned = await runStep(one, github, onMain(inputs));
    expect([planned.code, planned.outputs["changes"], planned.outputs["outdated"]]).toEqual([0, "true", undefined]);
  });
});

test.each([
  ["the commit that the other workflow ran for", "outdated", "a"],
  ["the branch's last commit", "newest", "b"],
])("after another workflow with a checkout of %s it is %s", async (_, freshness, checkout) => {
  const [ran, tip] = ["a".repeat(40), "b".repeat(40)] as [string, string];
  const event = { branch: "main", repository: "o/r", runSha: tip, baseCommits: [tip, ran] };
  const github = { call: async () => ({ data: { commit: { sha: tip } }, headers: new Headers() }) };
  const context = { event, github } as unknown as ActionContext;
  expect(await freshnessOf(context, "/r", async () => checkout.repeat(40))).toBe(freshness);
});

test("the newest commit of a branch of any name is applied; a tag and a pull request have none to compare with", async () => {
  const { one, github } = await movedOn(SHA);
  github.branches.set("release/夏 1", SHA);
  for (const ref of ["refs/heads/main", "refs/heads/release/夏 1", "refs/tags/v1", "refs/pull/7/merge"]) {
    const { code } = await runStep(one, github, onMain({ command: "apply" }, { GITHUB_REF: ref }));
    expect(code, ref).toBe(0);
  }
  expect(github.calls.filter((call) => call.includes("/branches/"))).toHaveLength(2);
});
