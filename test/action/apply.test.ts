import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { groupsYaml, membersOf, type World, world } from "../support/simulated.js";
import { type GithubStandIn, githubStandIn, HEAD } from "./githubStandIn.js";
import { commitAll } from "./repository.js";
import { PULL_REQUEST, runStep } from "./step.js";

const LIVE = [
  { exten: "1001", displayName: "售前", members: ["8000", "8001"] },
  { exten: "1002", displayName: "售后", members: ["8003"] },
];
const CHANGED = groupsYaml({ 售前: ["8000", "8002"] });
const PUSH = { name: "push", payload: { ref: "refs/heads/main" } };
const SHA = "b".repeat(40);

interface Opened {
  readonly one: World;
  readonly github: GithubStandIn;
  readonly hash: string;
  readonly body: () => string;
}

/** A pull request with its plan in a comment and in a file. */
async function opened(): Promise<Opened> {
  const [one, github] = [await world(LIVE, CHANGED), await githubStandIn()];
  const planned = await runStep(one, github, { inputs: { out: "plan.json" } });
  expect(planned.code).toBe(0);
  const body = () => {
    expect(github.comments.get(7)).toHaveLength(1);
    return github.comments.get(7)?.[0]?.body ?? "";
  };
  return { one, github, hash: planned.outputs["plan-hash"] ?? "", body };
}

/** Merges it, as the commit that the push brings. */
function merge(github: GithubStandIn): void {
  github.merged.add(7);
  github.pulls.set(SHA, [
    { number: 3, merge_commit_sha: "c".repeat(40), merged_at: "2026-11-01T00:00:00Z", head: { sha: HEAD } },
    { number: 7, merge_commit_sha: SHA, merged_at: "2026-11-02T00:00:00Z", head: { sha: HEAD } },
  ]);
}

async function merged(): Promise<Opened> {
  const pull = await opened();
  pull.github.approve(7);
  merge(pull.github);
  return pull;
}

/** What another job starts with: the same files, elsewhere, with nothing but the saved plan carried over. */
async function elsewhere(one: World): Promise<World> {
  const other = await world([], CHANGED);
  await copyFile(join(one.folder, "plan.json"), join(other.folder, "plan.json"));
  return { ...other, simulator: one.simulator };
}

describe("apply, after the merge", () => {
  test("a saved plan travels from the plan's job: applied, and the comment says so", async () => {
    const { one, github, hash, body } = await merged();
    const inputs = { command: "apply", plan: "plan.json", "expect-hash": hash };
    const { code, outputs } = await runStep(await elsewhere(one), github, { inputs, event: PUSH });
    expect(code).toBe(0);
    expect(outputs).toMatchObject({ result: "applied", applied: "1", failed: "0" });
    expect(membersOf(one.simulator)["售前"]).toEqual(["8000", "8002"]);
    expect(body()).toContain("## ✅ Applied to `default`");
    expect(body()).toContain(`commit ${SHA}`);

    const again = await runStep(one, github, { event: PUSH });
    expect(again.outputs["changes"]).toBe("false");
  });

  test("the account has moved on: exit 3, nothing written, and the comment says that the plan has changed", async () => {
    const { one, github, body } = await merged();
    one.simulator.editor().editGroup("1001", { members: ["8000", "8009"] });
    const inputs = { command: "apply", plan: "plan.json" };
    const { code, outputs } = await runStep(await elsewhere(one), github, { inputs, event: PUSH });
    expect(code).toBe(3);
    expect(outputs).toMatchObject({ result: "stopped", "exit-code": "3" });
    expect(membersOf(one.simulator)["售前"]).toEqual(["8000", "8009"]);
    expect(body()).toContain("## ✋ Not applied: the plan has changed");
    expect(body()).toContain("`plan-stale-group`");
  });

  test("reviewed: the hash comes from the comment; the same plan is applied", async () => {
    const { one, github, body } = await merged();
    const inputs = { command: "apply", "expect-hash": "reviewed" };
    const { code } = await runStep(one, github, { inputs, event: PUSH });
    expect(code).toBe(0);
    expect(membersOf(one.simulator)["售前"]).toEqual(["8000", "8002"]);
    expect(body()).toContain("Applied to");
  });

  test("reviewed: another plan than the one in the comment is not applied", async () => {
    const { one, github, body } = await merged();
    await one.write(groupsYaml({ 售前: ["8000", "8004"] }));
    const inputs = { command: "apply", "expect-hash": "reviewed", language: "zh" };
    const { code } = await runStep(one, github, { inputs, event: PUSH });
    expect(code).toBe(3);
    expect(membersOf(one.simulator)["售前"]).toEqual(["8000", "8001"]);
    expect(body()).toContain("## ✋ 未执行：计划已变化");
    // What would be applied now is shown, but was not reviewed: it is no approval of itself.
    expect((await runStep(one, github, { inputs, event: PUSH })).code).toBe(3);
    expect(membersOf(one.simulator)["售前"]).toEqual(["8000", "8001"]);
  });

  test("reviewed: what the push itself planned is not what was reviewed", async () => {
    const { one, github, body } = await merged();
    await one.write(groupsYaml({ 售前: ["8000", "8004"] }));
    const { outputs } = await runStep(one, github, { event: PUSH });
    expect(body()).toContain(outputs["plan-hash"]);
    const inputs = { command: "apply", "expect-hash": "reviewed" };
    expect((await runStep(one, github, { inputs, event: PUSH })).code).toBe(3);
    expect(membersOf(one.simulator)["售前"]).toEqual(["8000", "8001"]);
  });

  test("reviewed: a job that fails on its way can be run again, as soon as it is what was reviewed", async () => {
    const { one, github, body } = await merged();
    const inputs = { command: "apply", "expect-hash": "reviewed" };
    const away = await runStep(one, github, { inputs, event: PUSH, env: { MUSTER_API_SECRET: "outdated" } });
    expect(away.code).toBe(1);
    expect(body()).toContain("muster apply failed");
    one.simulator.editor().editGroup("1001", { members: ["8000", "8009"] });
    expect((await runStep(one, github, { inputs, event: PUSH })).code).toBe(3);
    expect(body()).toContain("the plan has changed");
    one.simulator.editor().editGroup("1001", { members: ["8000", "8001"] });
    expect((await runStep(one, github, { inputs, event: PUSH })).code).toBe(0);
    expect(membersOf(one.simulator)["售前"]).toEqual(["8000", "8002"]);
    // Carried out is carried out: who undoes it in the console does not get it back by an old approval.
    one.simulator.editor().editGroup("1001", { members: ["8000", "8001"] });
    expect((await runStep(one, github, { inputs, event: PUSH })).code).toBe(3);
    expect(membersOf(one.simulator)["售前"]).toEqual(["8000", "8001"]);
  });

  test("reviewed: a look at the plan after the merge takes no approval away, and gives none", async () => {
    const { one, github, body, hash } = await merged();
    const closed = { pull_request: { ...PULL_REQUEST.payload.pull_request, merged: true } };
    const inputs = { command: "apply", "expect-hash": "reviewed" };
    await one.write(groupsYaml({ 售前: ["8000", "8004"] }));
    for (const event of [PUSH, { name: "pull_request", payload: closed }]) {
      const { outputs } = await runStep(one, github, { event });
      expect(outputs["plan-hash"]).not.toBe(hash);
      expect(body()).toContain(`plan ${hash} since `);
      expect((await runStep(one, github, { inputs, event })).code).toBe(3);
    }
    await one.write(CHANGED);
    await runStep(one, github, { event: PUSH });
    expect((await runStep(one, github, { inputs, event: PUSH })).code).toBe(0);
    expect(membersOf(one.simulator)["售前"]).toEqual(["8000", "8002"]);
  });

  test("reviewed: a commit on the pull request whose files are wrong takes the approval away", async () => {
    const { one, github } = await opened();
    github.approve(7);
    await one.write("version: 1\ngroups: nothing\n");
    await runStep(one, github);
    merge(github);
    await one.write(CHANGED);
    const inputs = { command: "apply", "expect-hash": "reviewed" };
    expect((await runStep(one, github, { inputs, event: PUSH })).code).toBe(3);
    expect(membersOf(one.simulator)["售前"]).toEqual(["8000", "8001"]);
  });

  test("reviewed: an open pull request that anybody made of the same commit is not where it came from", async () => {
    const { one, github } = await merged();
    github.pulls.set(SHA, [{ number: 7, merge_commit_sha: SHA, merged_at: null, head: { sha: SHA } }]);
    const inputs = { command: "apply", "expect-hash": "reviewed" };
    const { code, log } = await runStep(one, github, { inputs, event: PUSH });
    expect(code).toBe(3);
    expect(log).toContain("needs the pull request of this commit");
    expect(membersOf(one.simulator)["售前"]).toEqual(["8000", "8001"]);
  });

  test("reviewed: after another workflow on main it is the merged pull request, not one that is open from main", async () => {
    const { one, github } = await merged();
    const commit = commitAll(one.folder);
    github.pulls.set(commit, [{ number: 7, merge_commit_sha: commit, merged_at: "2026-11-02T00:00:00Z" }]);
    const head_repository = { full_name: "o/r" };
    const ran = { event: "push", head_branch: "main", head_repository, pull_requests: [{ number: 8 }] };
    const event = { name: "workflow_run", payload: { repository: { default_branch: "main" }, workflow_run: ran } };
    const inputs = { command: "apply", "expect-hash": "reviewed" };
    expect((await runStep(one, github, { inputs, event, env: { GITHUB_SHA: commit } })).code).toBe(0);
    expect(membersOf(one.simulator)["售前"]).toEqual(["8000", "8002"]);
    expect(github.comments.get(8)).toBeUndefined();
  });

  test("a dry run claims nothing: the comment says so, and the approval stays", async () => {
    const { one, github, body } = await merged();
    const inputs = { command: "apply", "expect-hash": "reviewed" };
    const { outputs } = await runStep(one, github, { inputs: { ...inputs, args: "--dry-run" }, event: PUSH });
    expect(outputs["result"]).toBe("changes");
    expect(body()).toContain("## Dry run for `default`");
    expect(membersOf(one.simulator)["售前"]).toEqual(["8000", "8001"]);
    expect((await runStep(one, github, { inputs, event: PUSH })).code).toBe(0);
  });

  test("reviewed: a comment by somebody else is not believed", async () => {
    const { one, github, hash } = await merged();
    const [comment] = github.comments.get(7) ?? [];
    if (comment !== undefined) comment.user = { login: "mallory" };
    expect(comment?.body).toContain(hash);
    const inputs = { command: "apply", "expect-hash": "reviewed" };
    const { code, log, outputs } = await runStep(one, github, { inputs, event: PUSH });
    expect(code).toBe(3);
    expect(outputs["result"]).toBe("stopped");
    expect(log).toContain("::error title=muster::Nothing was applied: expect-hash: reviewed");
    expect(membersOf(one.simulator)["售前"]).toEqual(["8000", "8001"]);
  });

  test("reviewed: without a pull request, or with a GitHub that does not answer, nothing is applied", async () => {
    const { one, github } = await merged();
    const inputs = { command: "apply", "expect-hash": "reviewed" };
    github.trouble(/^GET .*pulls/, 500, { times: 3 });
    const unanswered = await runStep(one, github, { inputs, event: PUSH });
    expect(unanswered.code).toBe(3);
    expect(unanswered.log).toContain("on the pull request. GitHub answered 500: trouble 500. Run this job again");
    github.pulls.clear();
    expect((await runStep(one, github, { inputs, event: PUSH })).code).toBe(3);
    expect(membersOf(one.simulator)["售前"]).toEqual(["8000", "8001"]);
  });

  test("a group that changes during the apply: conflict, exit 3, and the comment says that not everything was applied", async () => {
    const { one, github, body } = await merged();
    // The look just before the write.
    one.simulator.onCall("queueQueue", 2, (editor) => editor.editGroup("1001", { members: ["8001", "8005"] }));
    const { code, outputs } = await runStep(one, github, { inputs: { command: "apply" }, event: PUSH });
    expect(code).toBe(3);
    expect(outputs["result"]).toBe("conflict");
    expect(body()).toContain("Not completely applied");
  });

  test("cancelled: what is in flight is awaited, the comment says what was done, exit 130", async () => {
    const { one, github, body } = await merged();
    await one.write(groupsYaml({ 售前: ["8000", "8002"], 售后: ["8004"] }));
    // Both may have left before the signal arrives; so one of them is not carried out in any case.
    one.simulator.setFaults(["updateQueueAssignMembers:refuse@2"]);
    const { code, outputs } = await runStep(one, github, {
      inputs: { command: "apply" },
      event: PUSH,
      whileRunning: (child) => one.simulator.onCall("updateQueueAssignMembers", 1, () => void child.kill("SIGINT")),
    });
    expect(code).toBe(130);
    expect(outputs).toMatchObject({ result: "interrupted", "exit-code": "130" });
    expect(body()).toContain("Not completely applied");
  });

  test("cancelled while a call hangs: the runner's second signal ends it, and the outputs say so all the same", async () => {
    const { github } = await merged();
    const one = await world(LIVE, CHANGED, { faults: ["updateQueueAssignMembers:hang-before@1"] });
    const { code, outputs } = await runStep(one, github, {
      inputs: { command: "apply" },
      event: PUSH,
      whileRunning: (child, outputsNow) =>
        one.simulator.onCall("updateQueueAssignMembers", 1, async () => {
          child.kill("SIGINT");
          // The runner waits 7.5 seconds; here as long as it takes, and no longer than that.
          await vi
            .waitFor(async () => expect(await outputsNow()).toHaveProperty("result"), 7_500)
            .catch(() => undefined);
          child.kill("SIGTERM");
        }),
    });
    expect(code).toBe(130);
    expect(outputs).toMatchObject({ result: "interrupted", "exit-code": "130" });
  });

  test("a schedule's run leaves the comments of merged pull requests alone", async () => {
    const { one, github, body } = await merged();
    const before = body();
    await runStep(one, github, { event: { name: "schedule", payload: {} } });
    expect(body()).toBe(before);
  });
});
