import { describe, expect, test } from "vitest";
import { groupsYaml, membersOf, SECRET, world } from "../support/simulated.js";
import { githubStandIn, HEAD } from "./githubStandIn.js";
import { concurrencyGroup, runWorkflow, type WorkflowEvent } from "./workflowRun.js";

const LIVE = [
  { exten: "1001", displayName: "售前", members: ["8000", "8001"] },
  { exten: "1002", displayName: "售后", members: ["8003"] },
];
const CHANGED = groupsYaml({ 售前: ["8000", "8002"] });
const MERGE = "b".repeat(40);
const PULL: WorkflowEvent = {
  name: "pull_request",
  payload: { pull_request: { number: 7, head: { sha: HEAD, repo: { full_name: "o/r" } } } },
  ref: "refs/pull/7/merge",
  sha: "d".repeat(40),
};
const PUSH: WorkflowEvent = {
  name: "push",
  payload: { ref: "refs/heads/main", before: "0".repeat(40) },
  ref: "refs/heads/main",
  sha: MERGE,
};
const env = { MUSTER_API_SECRET: SECRET };

/** A repository with main at the merge of pull request 7. */
async function repository(yaml = CHANGED) {
  const [one, github] = [await world(LIVE, yaml), await githubStandIn()];
  github.branches.set("main", MERGE);
  const merge = () => {
    github.merged.add(7);
    github.pulls.set(MERGE, [
      { number: 7, merge_commit_sha: MERGE, merged_at: "2026-11-02T00:00:00Z", head: { sha: HEAD } },
    ]);
  };
  const body = () => github.comments.get(7)?.at(-1)?.body ?? "";
  return { one, github, merge, body };
}

describe("GitHub's starters, step by step", () => {
  test("from the pull request to the result, on runners that know nothing of each other; a job run again writes nothing", async () => {
    const { one, github, merge, body } = await repository();
    const planned = await runWorkflow("muster-plan", PULL, one, github, { env });
    expect(planned.jobs["plan"]?.result, planned.jobs["plan"]?.muster?.log).toBe("success");
    expect([...planned.artifacts.keys()]).toEqual(["plan.html"]);
    expect(body()).toContain("#artifacts)");
    merge();
    const run = await runWorkflow("muster-apply", PUSH, one, github, { env });
    expect([run.jobs["plan"]?.result, run.jobs["apply"]?.result]).toEqual(["success", "success"]);
    expect([...run.artifacts.keys()]).toEqual(["muster-plan", "muster-result"]);
    expect(membersOf(one.simulator)["售前"]).toEqual(["8000", "8002"]);
    const record = body();
    expect(record).toContain("✅ Applied to");

    await runWorkflow("muster-apply", PUSH, one, github, { env, only: ["apply"] }, run);
    expect(run.jobs["apply"]?.result).toBe("success");
    await runWorkflow("muster-apply", PUSH, one, github, { env }, run);
    expect([run.jobs["plan"]?.result, run.jobs["apply"]?.result]).toEqual(["success", "skipped"]);
    expect(body()).toBe(record);
  });

  test("a re-run of an older commit warns and applies nothing", async () => {
    const { one, github } = await repository();
    github.branches.set("main", "e".repeat(40));
    const run = await runWorkflow("muster-apply", PUSH, one, github, { env });
    expect([run.jobs["plan"]?.result, run.jobs["apply"]?.result]).toEqual(["success", "skipped"]);
    expect(run.jobs["plan"]?.muster?.log).toContain("no longer the last one of main");
    await runWorkflow("muster-apply", PUSH, one, github, { env, only: ["apply"] }, run);
    expect(membersOf(one.simulator)["售前"]).toEqual(["8000", "8001"]);
  });

  test("started by hand from another branch, it does nothing; from main, it applies, also with a release of the action", async () => {
    const { one, github } = await repository();
    const event = { ...PUSH, name: "workflow_dispatch", payload: {} };
    github.branches.set("feature", MERGE);
    const off = await runWorkflow("muster-apply", { ...event, ref: "refs/heads/feature" }, one, github, { env });
    expect([off.jobs["plan"]?.result, off.jobs["apply"]?.result]).toEqual(["skipped", "skipped"]);
    const on = await runWorkflow("muster-apply", event, one, github, { env, action: "acme/muster@v1.2.3" });
    expect(on.jobs["apply"]?.result).toBe("success");
    expect(membersOf(one.simulator)["售前"]).toEqual(["8000", "8002"]);
  });

  test("a fork's pull request is validated, without secrets and with a token that may only read", async () => {
    const { one, github } = await repository();
    const payload = { pull_request: { number: 7, head: { sha: HEAD, repo: { full_name: "evil/r" } } } };
    const run = await runWorkflow("muster-plan", { ...PULL, payload, isForeign: true }, one, github);
    expect(run.jobs["plan"]?.result, run.jobs["plan"]?.muster?.log).toBe("success");
    expect(run.jobs["plan"]?.muster?.log).toContain("comes from a fork");
    expect(one.simulator.requests).toHaveLength(0);
  });

  test("in a merge queue each entry has a plan of its own, without a comment", async () => {
    const entry = (number: number): WorkflowEvent => ({
      name: "merge_group",
      payload: { merge_group: { base_sha: MERGE } },
      ref: `refs/heads/gh-readonly-queue/main/pr-${number}-${MERGE}`,
      sha: "f".repeat(40),
    });
    const groups = await Promise.all([7, 8].map((number) => concurrencyGroup("muster-plan", entry(number))));
    expect(new Set(groups).size).toBe(2);
    expect(await concurrencyGroup("muster-plan", PULL)).toBe("muster-plan-7");
  });

  test("a tripped guard makes the check red, shows the way on, and leaves nothing to approve", async () => {
    const { one, github, body } = await repository(groupsYaml({ 售前: [], 售后: ["8003"] }));
    const planned = await runWorkflow("muster-plan", PULL, one, github, { env });
    expect(planned.jobs["plan"]?.result).toBe("failure");
    expect(body()).toMatch(/A guard tripped.*muster\.yaml/s);
    const run = await runWorkflow("muster-apply", PUSH, one, github, { env });
    expect([run.jobs["plan"]?.result, run.jobs["apply"]?.result]).toEqual(["failure", "skipped"]);
    expect(membersOf(one.simulator)["售前"]).toEqual(["8000", "8001"]);
  });

  test("a drift issue is opened with the permissions of its job", async () => {
    const { one, github } = await repository();
    const event = { ...PUSH, name: "schedule", payload: {} };
    const run = await runWorkflow("muster-drift", event, one, github, { env });
    expect(run.jobs["drift"]?.result, run.jobs["drift"]?.muster?.log).toBe("success");
    expect(github.issues).toHaveLength(1);
  });
});
