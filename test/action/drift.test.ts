import { expect, test } from "vitest";
import { groupsYaml, world } from "../support/simulated.js";
import { githubStandIn } from "./githubStandIn.js";
import { runStep } from "./step.js";

const LIVE = [{ exten: "1001", displayName: "售前", members: ["8000", "8001"] }];
const SAME = groupsYaml({ 售前: ["8000", "8001"] });
const SCHEDULE = { name: "schedule", payload: { schedule: "17 1 * * *" } };
const DRIFT = { inputs: { issue: "on" }, event: SCHEDULE };

test("one issue is opened, updated and closed as the account differs and agrees again", async () => {
  const [one, github] = [await world(LIVE, SAME), await githubStandIn()];
  expect((await runStep(one, github, DRIFT)).code).toBe(0);
  expect(github.issues).toEqual([]);

  one.simulator.editor().editGroup("1001", { members: ["8000"] });
  const opened = await runStep(one, github, DRIFT);
  expect(opened.code).toBe(0);
  expect(github.issues).toHaveLength(1);
  const [issue] = github.issues;
  expect(opened.outputs["issue-number"]).toBe(String(issue?.number));
  expect(issue).toMatchObject({ state: "open", title: "muster: the live account default differs from its files" });
  expect(issue?.body).toContain("`8001`");

  one.simulator.editor().editGroup("1001", { members: ["8000", "8007"] });
  await runStep(one, github, DRIFT);
  expect(github.issues).toHaveLength(1);
  expect(issue?.body).toContain("`8007`");

  one.simulator.editor().editGroup("1001", { members: ["8000", "8001"] });
  await runStep(one, github, DRIFT);
  expect(issue).toMatchObject({ state: "closed", state_reason: "completed" });
  expect(github.comments.get(issue?.number ?? 0)?.map(({ body }) => body)).toEqual([
    expect.stringContaining("The difference is another one now"),
    "The live account matches the files again.",
  ]);

  one.simulator.editor().editGroup("1001", { members: ["8000"] });
  await runStep(one, github, DRIFT);
  expect(github.issues.map(({ state }) => state)).toEqual(["closed", "open"]);
});

test("an issue of somebody else, a pull request, and a run that failed change nothing", async () => {
  const [one, github] = [await world(LIVE, groupsYaml({ 售前: ["8000"] })), await githubStandIn()];
  const marker = "<!-- muster:issue account=default label= -->\nmine";
  const entry = { html_url: "", state: "open", body: marker };
  github.issues.push(
    { ...entry, id: 1, number: 1, user: { login: "mallory" } },
    { ...entry, id: 2, number: 2, user: { login: "github-actions[bot]" }, pull_request: {} },
  );
  await runStep(one, github, DRIFT);
  expect(github.issues.map(({ body }) => body === marker)).toEqual([true, true, false]);
  await one.write("version: 1\ngroups: nothing\n");
  const { code } = await runStep(one, github, DRIFT);
  expect(code).toBe(1);
  expect(github.issues.map(({ state }) => state)).toEqual(["open", "open", "open"]);
});

test("what a pull request changes is no drift", async () => {
  const [one, github] = [await world(LIVE, groupsYaml({ 售前: ["8000"] })), await githubStandIn()];
  const { outputs } = await runStep(one, github, { inputs: { issue: "on" } });
  expect(outputs["changes"]).toBe("true");
  expect(github.issues).toEqual([]);
});

test("issues that are turned off are told of, and fail nothing", async () => {
  const [one, github] = [await world(LIVE, groupsYaml({ 售前: ["8000"] })), await githubStandIn()];
  github.trouble(/^POST .*issues$/, 410);
  const { code, log } = await runStep(one, github, DRIFT);
  expect(code).toBe(0);
  expect(log).toContain("::warning title=muster::");
  expect(log).toContain("Issues are turned off");
});
