import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, type TestContext } from "vitest";
import { gitlabRepository } from "../support/gitlabCiLocal.js";
import { groupsYaml, membersOf, world } from "../support/simulated.js";
import { gitlab, TOKEN } from "./gitlabStandIn.js";

const LIVE = [{ exten: "2", displayName: "售前", members: ["8000"] }];
const SCHEDULE = { CI_PIPELINE_SOURCE: "schedule" };

/** Somebody's repository on GitLab, whose files add 8001, and what GitLab's API is asked for. */
async function repository({ onTestFinished }: TestContext, yaml = groupsYaml({ 售前: ["8000", "8001"] })) {
  const here = await world(LIVE, groupsYaml({ 售前: ["8000"] }), {}, onTestFinished);
  const pipelines = await gitlabRepository(here, onTestFinished);
  const before = pipelines.push();
  await here.write(yaml);
  const commit = pipelines.push();
  const forge = await gitlab({ head: commit, commit }, {}, onTestFinished);
  const api = { MUSTER_GITLAB_TOKEN: TOKEN, CI_API_V4_URL: forge.url };
  const main = { ...pipelines.main, ...api, CI_COMMIT_BEFORE_SHA: before };
  const mergeRequest = { ...pipelines.mergeRequest, ...api, CI_MERGE_REQUEST_DIFF_BASE_SHA: before };
  const planMain = () => pipelines.run({ variables: main });
  /** The manual job, started later. */
  const apply = (more: Readonly<Record<string, string>> = {}) =>
    pipelines.run({ variables: { ...main, ...more }, jobs: ["muster-apply"] });
  const drift = () => pipelines.run({ variables: { ...main, ...SCHEDULE } });
  const note = () => forge.notes.at(-1)?.body ?? "";
  return { here, pipelines, forge, before, commit, main, mergeRequest, planMain, apply, drift, note };
}

describe.concurrent("the pipelines of GitLab's starter, run by gitlab-ci-local", { timeout: 120_000 }, () => {
  it("plan a merge request, show it, and validate a fork's", async (context) => {
    const { pipelines, mergeRequest, note, before } = await repository(context);
    const { jobs, log } = await pipelines.run({ variables: mergeRequest });
    expect(jobs, log).toEqual({ "muster-plan": "passed" });
    const of = (path: string) => pipelines.artifact("muster-plan", path);
    expect(await of("plan.html")).toMatch(/^<!doctype html>/i);
    expect(JSON.parse(await of("plan.json"))).toMatchObject({ kind: "plan", base: before });
    expect(note()).toMatch(/8001.*\[muster-plan #\d+\]/s);
    const fork = { ...mergeRequest, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "2", MUSTER_API_SECRET: "" };
    expect((await pipelines.run({ variables: fork })).jobs).toEqual({ "muster-validate": "passed" });
  });

  it("plan a merge, hand the plan on, apply it once, and keep its record", async (context) => {
    const { here, pipelines, main, planMain, apply, drift, note, forge } = await repository(context);
    expect((await drift()).jobs).toEqual({ "muster-drift": "warned 2" });
    expect(forge.issues.map(({ state }) => state)).toEqual(["opened"]);
    expect((await planMain()).jobs).toEqual({ "muster-plan-main": "passed" });
    expect(membersOf(here.simulator)).toEqual({ 售前: ["8000"] });
    const applied = await pipelines.run({ variables: main, manual: ["muster-apply"] });
    expect(applied.jobs, applied.log).toEqual({ "muster-plan-main": "passed", "muster-apply": "passed" });
    expect(membersOf(here.simulator)).toEqual({ 售前: ["8000", "8001"] });
    const record = note();
    expect(record).toMatch(/Applied to.*<summary>The plan that was applied<\/summary>.*8001/s);
    const again = await apply();
    expect(again.jobs).toEqual({ "muster-apply": "passed" });
    expect(note(), again.log).toBe(record);
    expect((await drift()).jobs).toEqual({ "muster-drift": "passed" });
    expect(forge.issues.map(({ state }) => state)).toEqual(["closed"]);
  });

  it("apply nothing where the account, the branch or the hash is another, and say why", async (context) => {
    const { here, pipelines, planMain, apply, note } = await repository(context);
    await planMain();
    const place = join(here.folder, ".gitlab-ci-local/artifacts/muster-plan-main/.gitlab-ci-reports/dotenv/plan.env");
    const hash = await readFile(place, "utf8");
    await writeFile(place, hash.replace(/[0-9a-f]{64}/, "0".repeat(64)));
    expect((await apply()).jobs).toEqual({ "muster-apply": "failed 3" });
    await writeFile(place, hash);
    expect(note()).toMatch(/the plan has changed.*<summary>The plan that was to be applied.*8001/s);
    here.simulator.editor().editGroup("2", { members: ["8009"] });
    expect((await apply()).jobs).toEqual({ "muster-apply": "failed 3" });
    expect(note()).toMatch(/the plan has changed.*<summary>The plan that was to be applied.*8001/s);
    await here.write(groupsYaml({ 售前: ["8000", "8002"] }));
    pipelines.push();
    const old = await apply({ CI_COMMIT_SHA: "b".repeat(40) });
    expect(old.jobs).toEqual({ "muster-apply": "failed 3" });
    expect(old.log).toContain("Not the last commit of main");
    expect(note()).toContain("the plan has changed");
    expect(membersOf(here.simulator)).toEqual({ 售前: ["8009"] });
  });

  it("hand on the plans of several accounts, which have no one hash", async (context) => {
    const { here, pipelines, planMain, apply } = await repository(context);
    const other = await world(LIVE, "", {}, context.onTestFinished);
    const [accountId, apiSecret] = ["${MUSTER_ACCOUNT_ID}", "${MUSTER_API_SECRET}"];
    const account = (host: string) => ({ host, accountId, apiSecret, groups: ["groups.yaml"] });
    const accounts = { a: account(here.simulator.url), b: account(other.simulator.url) };
    await writeFile(join(here.folder, "muster.yaml"), JSON.stringify({ version: 1, accounts }));
    pipelines.push();
    expect((await planMain()).jobs).toEqual({ "muster-plan-main": "passed" });
    expect((await apply()).jobs).toEqual({ "muster-apply": "passed" });
    for (const { simulator } of [here, other]) expect(membersOf(simulator)).toEqual({ 售前: ["8000", "8001"] });
  });

  it("fail on broken files and on a tripped guard, and say so in the note and the widgets", async (context) => {
    const { here, pipelines, mergeRequest, note } = await repository(
      context,
      "version: 1\ngroups:\n  - displayNam: 售前\n",
    );
    const broken = await pipelines.run({ variables: mergeRequest });
    expect(broken.jobs).toEqual({ "muster-plan": "failed 1" });
    expect(note()).toContain("displayNam");
    await here.write(groupsYaml({ 售前: [] }));
    const commit = pipelines.push();
    const variables = { ...mergeRequest, CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: commit };
    expect((await pipelines.run({ variables })).jobs).toEqual({ "muster-plan": "failed 3" });
  });
});
