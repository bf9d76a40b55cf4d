import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { groupsYaml, membersOf, type World, world } from "../support/simulated.js";
import { type GithubStandIn, githubStandIn } from "./githubStandIn.js";
import { commitAll, git } from "./repository.js";
import { runStep, type StepOptions } from "./step.js";

const LIVE = [{ exten: "1001", displayName: "售前", members: ["8000", "8001"] }];
const CHANGED = groupsYaml({ 售前: ["8000", "8002"] });

interface Checkout {
  readonly one: World;
  readonly github: GithubStandIn;
  readonly base: string;
  readonly head: string;
}

/** A repository with a commit of `main`, and one of a pull request, which is checked out. */
async function headCheckedOut(): Promise<Checkout> {
  const [one, github] = [await world(LIVE, groupsYaml({ 售前: ["8000", "8001"] })), await githubStandIn()];
  const base = commitAll(one.folder, "base");
  await one.write(CHANGED);
  return { one, github, base, head: commitAll(one.folder, "head") };
}

const repo = (full_name: string) => ({ full_name });
const FORK = { number: 7, merged: false, head: { sha: "f".repeat(40), repo: repo("evil/fork") } };
/** Events that run with the secrets of the base, whoever set them off. */
const GUARDED: readonly (readonly [name: string, payload: object])[] = [
  ["pull_request_target", { pull_request: FORK }],
  ["issue_comment", { issue: { number: 7, pull_request: { merged_at: null } } }],
  [
    "workflow_run",
    {
      repository: { default_branch: "main" },
      workflow_run: {
        event: "pull_request",
        head_branch: "main",
        head_repository: repo("evil/fork"),
        pull_requests: [],
      },
    },
  ],
  ["check_run", {}],
  ["an_event_of_next_year", {}],
];

const stepOf = (name: string, payload: object, sha: string, inputs: StepOptions["inputs"] = {}): StepOptions => ({
  event: { name, payload },
  inputs,
  env: { GITHUB_SHA: sha },
});

describe.each(GUARDED)("%s with secrets", (name, payload) => {
  test("and a head that is checked out: refused in words, and nothing is called", async () => {
    const { one, github, base, head } = await headCheckedOut();
    for (const command of ["plan", "apply"]) {
      const { code, log, outputs } = await runStep(one, github, stepOf(name, payload, base, { command }));
      expect(code).toBe(3);
      expect(outputs).toEqual({ result: "stopped", "exit-code": "3" });
      expect(log).toContain("trust-head: true");
      expect(log).toMatch(/^::error title=muster::/);
    }
    // The workflow says what is checked out; the event's own word for the head counts for nothing.
    expect((await runStep(one, github, stepOf(name, payload, "f".repeat(40)))).code).toBe(3);
    expect([one.simulator.requests.length, github.calls.length]).toEqual([0, 0]);
    expect(head).not.toBe(base);
  });

  test("and the base's commit: planned; and refused as soon as anything is put beside it", async () => {
    const { one, github, base } = await headCheckedOut();
    git(one.folder, "checkout", "-q", base);
    const good = await runStep(one, github, stepOf(name, payload, base));
    expect([good.code, good.outputs["result"]]).toEqual([0, "no-changes"]);
    await writeFile(join(one.folder, "more.yaml"), CHANGED);
    expect((await runStep(one, github, stepOf(name, payload, base))).code).toBe(3);
  });
});

describe("a head that is not the base's", () => {
  const [name, payload] = GUARDED[1] ?? ["", {}];

  test("is planned where an input trusts it, and validated without", async () => {
    const { one, github, base } = await headCheckedOut();
    const trusted = await runStep(one, github, stepOf(name, payload, base, { "trust-head": "true" }));
    expect([trusted.code, trusted.outputs["result"]]).toEqual([0, "changes"]);
    const validated = await runStep(one, github, stepOf(name, payload, base, { command: "validate" }));
    expect([validated.code, validated.outputs["result"]]).toEqual([0, "valid"]);
  });

  test("does not come in beside the base's commit: by config, by paths, as a saved plan", async () => {
    const { one, github, base } = await headCheckedOut();
    git(one.folder, "worktree", "add", "-q", "--detach", join(one.folder, ".state", "head"), "main");
    git(one.folder, "checkout", "-q", base);
    for (const inputs of [
      { paths: ".state/head/groups.yaml" },
      { args: ".state/head/groups.yaml" },
      { config: ".state/head/muster.yaml" },
      { "working-directory": ".state/head" },
      { command: "apply", plan: "plan.json" },
    ]) {
      const { code } = await runStep(one, github, stepOf(name, payload, base, inputs));
      expect(code, JSON.stringify(inputs)).toBe(3);
    }
    expect(one.simulator.requests).toEqual([]);
  });

  test("is not taken for the base's where nobody can say what is checked out", async () => {
    const [one, github] = [await world(LIVE, CHANGED), await githubStandIn()];
    expect((await runStep(one, github, { event: { name, payload } })).code).toBe(3);
    expect((await runStep(one, github, { event: { name: "", payload: {} } })).code).toBe(3);
    expect(one.simulator.requests).toEqual([]);
  });

  test("of a fork is not applied, even where its pull requests get secrets", async () => {
    const { one, github, base } = await headCheckedOut();
    const event = { name: "pull_request", payload: { pull_request: { ...FORK, base: { sha: base } } } };
    const { code, log } = await runStep(one, github, { event, inputs: { command: "apply" } });
    expect(code).toBe(3);
    expect(log).toMatch(/^::error title=muster::This pull request comes from a fork/m);
    expect(membersOf(one.simulator)).toEqual({ 售前: ["8000", "8001"] });
    expect(one.simulator.requests).toEqual([]);
  });
});

test("after a workflow that a push of the repository itself set off, its commit is the base's, too", async () => {
  const { one, github, base, head } = await headCheckedOut();
  const ran = { event: "push", head_branch: "main", head_sha: head, head_repository: repo("o/r") };
  const payload = { repository: { default_branch: "main" }, workflow_run: ran };
  expect((await runStep(one, github, stepOf("workflow_run", payload, base))).outputs["result"]).toBe("changes");
  for (const other of [{ head_repository: repo("evil/fork") }, { event: "pull_request" }, { head_branch: "topic" }]) {
    const foreign = { ...payload, workflow_run: { ...ran, ...other } };
    expect((await runStep(one, github, stepOf("workflow_run", foreign, base))).code).toBe(3);
  }
});
