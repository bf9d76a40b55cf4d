import { describe, expect, test } from "vitest";
import { groupsYaml, type World, world } from "../support/simulated.js";
import { type GithubStandIn, githubStandIn, HEAD } from "./githubStandIn.js";
import { runStep, type Step, type StepOptions } from "./step.js";

const LIVE = [
  { exten: "1001", displayName: "售前", members: ["8000", "8001"] },
  { exten: "1002", displayName: "售后", members: ["8003"] },
];
const CHANGED = groupsYaml({ 售前: ["8000", "8002"] });
const PUSH = { name: "push", payload: { ref: "refs/heads/main" } };
const SHA = "b".repeat(40);
const DATA = /<!-- muster:kept \w+ [\w+/=]+ -->\n/g;

interface Merged {
  readonly one: World;
  readonly github: GithubStandIn;
  readonly planned: Step;
  /** The comment as people see it. */
  readonly seen: () => string;
  readonly apply: (inputs?: StepOptions["inputs"]) => Promise<Step>;
}

/** A pull request whose plan was approved, and which is merged. */
async function merged(comment = "update"): Promise<Merged> {
  const [one, github] = [await world(LIVE, CHANGED), await githubStandIn()];
  const planned = await runStep(one, github, { inputs: { out: "plan.json", comment } });
  github.approve(7);
  github.merged.add(7);
  github.pulls.set(SHA, [{ number: 7, merge_commit_sha: SHA, merged_at: "2026-11-02T00:00:00Z", head: { sha: HEAD } }]);
  const apply = (inputs: StepOptions["inputs"] = { plan: "plan.json" }) =>
    runStep(one, github, { inputs: { command: "apply", comment, ...inputs }, event: PUSH });
  return { one, github, planned, apply, seen: () => (github.comments.get(7)?.at(-1)?.body ?? "").replace(DATA, "") };
}

describe("the record on the pull request", () => {
  test("names who joined and left below the result, and keeps it when the job is run again", async () => {
    const { github, apply, seen } = await merged();
    expect((await apply()).code).toBe(0);
    const result = seen();
    expect(result).toMatch(/## ✅ Applied to.*<summary>The plan that was applied<\/summary>.*8001.*8002/s);
    const again = await apply();
    expect(again.code).toBe(0);
    expect(again.log).toMatch(/^::notice title=muster::Everything was applied before/m);
    expect(seen()).toBe(result);
    expect(github.comments.get(7)).toHaveLength(1);
  });

  test("shows the plan that was reviewed below the reason why it was not applied, and again the next time", async () => {
    const { one, apply, seen } = await merged();
    one.simulator.editor().editGroup("1001", { members: ["8000", "8009"] });
    for (let attempt = 1; attempt <= 2; attempt++) {
      expect((await apply()).code).toBe(3);
      expect(seen()).toMatch(/the plan has changed.*<summary>The plan that was reviewed<\/summary>.*8001.*8002/s);
      expect(seen().match(/<summary>The plan that was/g)).toHaveLength(1);
    }
    // Without the plan's file it comes from the comment.
    expect((await apply({ "expect-hash": "reviewed" })).code).toBe(3);
    expect(seen()).toMatch(/`plan-differs`.*8009.*<details>/s);
    expect(seen()).toMatch(/the plan has changed.*<summary>The plan that was reviewed<\/summary>.*8001.*8002/s);
  });

  test("keeps who joined and left when a later run of the job stops", async () => {
    const { one, apply, seen } = await merged();
    await apply();
    one.simulator.editor().editGroup("1001", { members: ["8000", "8001"] });
    expect((await apply()).code).toBe(3);
    expect(seen()).toMatch(/<summary>The plan that was applied before<\/summary>.*8001.*8002/s);
  });

  test("always-new: each run has a comment of its own, the last plan is the one that was approved", async () => {
    const { github, apply, seen } = await merged("always-new");
    expect((await apply({ "expect-hash": "reviewed" })).code).toBe(0);
    expect(github.comments.get(7)).toHaveLength(2);
    expect(github.comments.get(7)?.[0]?.body).toContain("## Plan for");
    expect(seen()).toContain("## ✅ Applied to");
  });

  test("does not show as reviewed what somebody wrote into the comment", async () => {
    const { one, github, planned, apply, seen } = await merged();
    const [comment] = github.comments.get(7) ?? [];
    if (comment === undefined) throw new Error("no comment");
    const forged = Buffer.from("not a plan").toString("base64");
    comment.body = comment.body.replace(/(muster:kept reviewed )\S+/, `$1${forged}`);
    one.simulator.editor().editGroup("1001", { members: ["8000", "8009"] });
    expect((await apply()).code).toBe(3);
    expect(seen()).not.toContain("that was reviewed</summary>");
    expect(seen()).toContain(planned.outputs["plan-hash"]);
  });
});
