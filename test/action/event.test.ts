import { expect, test } from "vitest";
import { readEvent } from "../../src/action/event.js";
import { nodeFiles } from "../../src/cli/node/nodeFiles.js";

const HEAD = { sha: "a".repeat(40), repo: { full_name: "o/r" } };

async function eventOf(name: string, payload: unknown, env: Readonly<Record<string, string>> = {}) {
  const files = { ...nodeFiles, read: async () => new TextEncoder().encode(JSON.stringify(payload)) };
  const variables = { GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: "event.json", GITHUB_REPOSITORY: "o/r", ...env };
  return readEvent({ env: variables, files });
}

const ran = (branch: string) => ({
  repository: { default_branch: "main" },
  workflow_run: {
    event: "push",
    head_branch: branch,
    head_repository: { full_name: "o/r" },
    pull_requests: [{ number: 8 }],
  },
});
const ranOf = (more: object) => ({ ...ran("main"), workflow_run: { ...ran("main").workflow_run, ...more } });

test.each<[string, unknown, number | undefined, boolean]>([
  ["pull_request", { pull_request: { number: 7, merged: false, head: HEAD } }, 7, true],
  ["pull_request_target", { pull_request: { number: 7, merged: false, head: HEAD } }, 7, true],
  ["pull_request", { pull_request: { number: 7, merged: true, head: HEAD } }, 7, false],
  ["pull_request_review", { pull_request: { number: 7, head: HEAD } }, 7, true],
  ["issue_comment", { issue: { number: 7, pull_request: { merged_at: null } } }, 7, true],
  ["issue_comment", { issue: { number: 7, pull_request: { merged_at: "2026-11-02T00:00:00Z" } } }, 7, false],
  ["issue_comment", { issue: { number: 7 } }, undefined, true],
  ["issue_comment", { issue: { number: 7, pull_request: null } }, undefined, true],
  ["workflow_run", ran("topic"), 8, true],
  ["workflow_run", ran("main"), undefined, false],
  // A fork's `main` is nobody's merge.
  ["workflow_run", ranOf({ event: "pull_request", head_repository: { full_name: "evil/r" } }), 8, true],
  ["push", { ref: "refs/heads/main" }, undefined, false],
  ["merge_group", { merge_group: { head_sha: HEAD.sha } }, undefined, true],
  ["workflow_dispatch", {}, undefined, true],
])("%s %j: pull request %s, before the merge: %s", async (name, payload, pullRequest, isBeforeMerge) => {
  expect(await eventOf(name, payload)).toMatchObject({ pullRequest, isBeforeMerge, isForeign: false });
});

test("what a forge leaves empty is unknown, and stops nothing", async () => {
  const empty = { pull_request: { number: 7, head: null }, issue: null, workflow_run: null, repository: null };
  expect(await eventOf("pull_request", empty)).toMatchObject({ pullRequest: 7, isForeign: false });
  for (const payload of [null, [], "x", { pull_request: null, workflow_run: { pull_requests: null } }]) {
    expect(await eventOf("pull_request", payload)).toMatchObject({ pullRequest: undefined, isForeign: false });
  }
});

test("no name of a repository, server or run becomes a path or a link by itself", async () => {
  const { repository, runUrl } = await eventOf("push", {}, { GITHUB_REPOSITORY: "o/r/../../user" });
  expect([repository, runUrl]).toEqual([undefined, undefined]);
});

test.each([
  ["push", false],
  ["pull_request", false],
  ["schedule", false],
  ["workflow_dispatch", false],
  ["merge_group", false],
  ["pull_request_target", true],
  ["issue_comment", true],
  ["workflow_run", true],
  ["check_suite", true],
  ["", true],
])("%s may hand the base's secrets to files from elsewhere: %s", async (name, isGuarded) => {
  expect(await eventOf(name, {}, { GITHUB_SHA: "b".repeat(40) })).toMatchObject({
    isGuarded,
    baseCommits: ["b".repeat(40)],
  });
});

test("links to the attempt that it is, not to whichever came last", async () => {
  const env = { GITHUB_SERVER_URL: "https://github.example", GITHUB_RUN_ID: "99" };
  expect(await eventOf("push", {}, env)).toMatchObject({ runUrl: "https://github.example/o/r/actions/runs/99" });
  expect(await eventOf("push", {}, { ...env, GITHUB_RUN_ATTEMPT: "2" })).toMatchObject({
    runUrl: "https://github.example/o/r/actions/runs/99/attempts/2",
  });
});
