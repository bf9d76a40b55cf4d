import { describe, expect, test } from "vitest";
import { groupsYaml, membersOf, type World, world } from "../support/simulated.js";
import { type GithubStandIn, githubStandIn, HEAD } from "./githubStandIn.js";
import { runStep } from "./step.js";

const LIVE = [{ exten: "1001", displayName: "售前", members: ["8000", "8001"] }];
const CHANGED = groupsYaml({ 售前: ["8000", "8002"] });
const SHA = "b".repeat(40);
const APPLY = {
  inputs: { command: "apply", "expect-hash": "reviewed" },
  event: { name: "push", payload: { ref: "refs/heads/main" } },
};

interface Opened {
  readonly one: World;
  readonly github: GithubStandIn;
  readonly hash: string;
  /** Somebody changes the account in the console. */
  readonly edit: () => void;
}

async function opened(): Promise<Opened> {
  const [one, github] = [await world(LIVE, CHANGED), await githubStandIn()];
  const { outputs } = await runStep(one, github);
  const edit = () => void one.simulator.editor().editGroup("1001", { members: ["8000", "8001", "8009"] });
  return { one, github, hash: outputs["plan-hash"] ?? "", edit };
}

function merge(github: GithubStandIn): void {
  github.merged.add(7);
  github.pulls.set(SHA, [{ number: 7, merge_commit_sha: SHA, merged_at: "2026-11-02T00:00:00Z", head: { sha: HEAD } }]);
}

/** The job after the merge: how it ended, what it said, and who is in the group now. */
async function applied({ one, github }: Opened) {
  merge(github);
  const { code, log } = await runStep(one, github, APPLY);
  return { code, log, members: membersOf(one.simulator)["售前"] };
}

const UNTOUCHED = ["8000", "8001"];
const EDITED = ["8000", "8001", "8009"];

describe("expect-hash: reviewed", () => {
  test("is not blessed again after the merge, by whatever event", async () => {
    const pull = await opened();
    const { one, github, hash, edit } = pull;
    github.approve(7);
    merge(github);
    edit();
    expect((await runStep(one, github, APPLY)).code).toBe(3);
    const again = await runStep(one, github, {
      inputs: { "pull-request": "7" },
      event: { name: "workflow_dispatch", payload: {} },
    });
    expect(again.outputs["plan-hash"]).not.toBe(hash);
    // The pull request's own job, run again, has the payload from before the merge.
    await runStep(one, github);
    expect(github.comments.get(7)?.[0]?.body).toContain(`<!-- muster:plan ${hash} since `);
    expect(await applied(pull)).toMatchObject({ code: 3, members: EDITED });
  });

  test("where GitHub does not say whether it is merged, nothing new is blessed", async () => {
    const { one, github, hash, edit } = await opened();
    edit();
    github.trouble(/^GET .*pulls\/7$/, 500, { times: 3 });
    await runStep(one, github);
    expect(github.comments.get(7)?.[0]?.body).toContain(`<!-- muster:plan ${hash} since `);
  });

  test("a plan that took the place of the approved one needs an approval of its own, and the run says so", async () => {
    const pull = await opened();
    const { one, github, edit } = pull;
    github.approve(7);
    edit();
    const again = await runStep(one, github);
    expect(again.code).toBe(0);
    expect(again.log).toMatch(
      /^::warning title=muster::The plan of pull request #7 has changed since it was approved/m,
    );
    const stopped = await applied(pull);
    expect(stopped).toMatchObject({ code: 3, members: EDITED });
    expect(stopped.log).toContain("newer than the last approval");
  });

  test("a plan that was approved again is applied", async () => {
    const pull = await opened();
    pull.github.approve(7);
    pull.edit();
    await runStep(pull.one, pull.github);
    pull.github.approve(7);
    expect(await applied(pull)).toMatchObject({ code: 0, members: ["8000", "8002"] });
  });

  test("the same plan, made again after the approval, is still the approved one", async () => {
    const pull = await opened();
    pull.github.approve(7);
    const again = await runStep(pull.one, pull.github, { inputs: { comment: "recreate" } });
    expect(again.log).not.toContain("::warning");
    await runStep(pull.one, pull.github);
    expect(await applied(pull)).toMatchObject({ code: 0 });
  });

  test.each([
    ["no review", []],
    ["one that was dismissed", [{ state: "DISMISSED" }]],
    ["one that asks for changes after it", [{}, { state: "CHANGES_REQUESTED" }]],
    ["one of an older commit", [{ commit_id: "c".repeat(40) }]],
    ["one by somebody from outside", [{ author_association: "NONE" }]],
    ["one after the merge", [{ submitted_at: "2026-12-24T00:00:00Z" }]],
  ])("is not applied with %s", async (_, reviews) => {
    const pull = await opened();
    for (const review of reviews) pull.github.approve(7, review);
    pull.github.mergedAt = "2026-11-02T00:00:00Z";
    const { code, log, members } = await applied(pull);
    expect([code, members]).toEqual([3, UNTOUCHED]);
    expect(log).toMatch(/^::error title=muster::Nothing was applied: expect-hash: reviewed found no approval/m);
  });

  test("a later comment by the same reviewer leaves the approval as it is", async () => {
    const pull = await opened();
    pull.github.approve(7);
    pull.github.approve(7, { state: "COMMENTED" });
    pull.github.approve(7, { state: "CHANGES_REQUESTED", user: { login: "other" } });
    expect(await applied(pull)).toMatchObject({ code: 0 });
  });
});
