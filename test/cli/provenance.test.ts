import { describe, expect, it } from "vitest";
import { provenanceOf } from "../../src/cli/ci/provenance.js";
import type { Host } from "../../src/engine/host.js";

function hostWith(env: Readonly<Record<string, string>>, event?: unknown): Pick<Host, "env" | "files"> {
  const read = async (): Promise<Uint8Array> => {
    if (event === undefined) throw new Error("ENOENT");
    return new TextEncoder().encode(typeof event === "string" ? event : JSON.stringify(event));
  };
  return { env, files: { read } as unknown as Host["files"] };
}

const GITHUB = {
  GITHUB_ACTIONS: "true",
  GITHUB_SERVER_URL: "https://github.example",
  GITHUB_REPOSITORY: "o/r",
  GITHUB_RUN_ID: "77",
  GITHUB_SHA: "merge",
  GITHUB_ACTOR: "zhang.wei",
  GITHUB_EVENT_PATH: "/event.json",
};
const RUN = { actor: "zhang.wei", run: "https://github.example/o/r/actions/runs/77" };
const GITLAB = {
  GITLAB_CI: "true",
  CI_COMMIT_SHA: "abc",
  GITLAB_USER_LOGIN: "li",
  CI_JOB_URL: "https://gitlab.example/j/1",
};

describe("who asked for a run, and where", () => {
  it.each<[string, Readonly<Record<string, string>>, unknown, unknown]>([
    ["outside of pipelines", { GITHUB_SHA: "abc" }, undefined, undefined],
    ["a push", GITHUB, { ref: "refs/heads/main" }, { ...RUN, commit: "merge" }],
    [
      "a schedule: not who wrote it",
      { ...GITHUB, GITHUB_EVENT_NAME: "schedule" },
      {},
      { run: RUN.run, commit: "merge" },
    ],
    [
      "a schedule of GitLab",
      { ...GITLAB, CI_PIPELINE_SOURCE: "schedule" },
      undefined,
      { commit: "abc", run: GITLAB.CI_JOB_URL },
    ],
    ["no event", GITHUB, undefined, { ...RUN, commit: "merge" }],
    ["an event that is no JSON", GITHUB, "<html>", { ...RUN, commit: "merge" }],
    [
      "an event of another shape",
      GITHUB,
      { pull_request: { number: "7", head: [], title: {} } },
      { ...RUN, commit: "merge" },
    ],
    [
      "a pull request: its own commit, not the trial merge",
      GITHUB,
      {
        pull_request: {
          number: 7,
          title: "8004 进售后",
          html_url: "https://github.example/o/r/pull/7",
          user: { login: "li.na" },
          head: { sha: "head" },
        },
      },
      {
        ...RUN,
        commit: "head",
        pullRequest: { number: 7, title: "8004 进售后", author: "li.na", url: "https://github.example/o/r/pull/7" },
      },
    ],
    ["a GitLab pipeline", GITLAB, undefined, { commit: "abc", actor: "li", run: "https://gitlab.example/j/1" }],
    [
      "a merge request, whose commit is empty outside of merged results",
      {
        ...GITLAB,
        CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: "",
        CI_MERGE_REQUEST_IID: "12",
        CI_MERGE_REQUEST_TITLE: "夜班",
        CI_MERGE_REQUEST_PROJECT_URL: "https://gitlab.example/o/r",
      },
      undefined,
      {
        commit: "abc",
        actor: "li",
        run: "https://gitlab.example/j/1",
        pullRequest: { number: 12, title: "夜班", url: "https://gitlab.example/o/r/-/merge_requests/12" },
      },
    ],
  ])("%s", async (_, env, event, expected) => {
    expect(await provenanceOf(hostWith(env, event))).toEqual(expected);
  });
});
