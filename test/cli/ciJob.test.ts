import { expect, it } from "vitest";
import { ciJobOf } from "../../src/engine/ciJob.js";

const GITHUB = { GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "o/r", GITHUB_RUN_ID: "7" };
const AZURE = { SYSTEM_COLLECTIONURI: "https://dev.azure.com/o/", SYSTEM_TEAMPROJECT: "p", BUILD_BUILDID: "7" };

it.each([
  ["GitHub, Gitea, Forgejo", GITHUB, "https://github.com/o/r/actions/runs/7"],
  ["GitLab", { CI_JOB_URL: "https://gitlab.example/o/r/-/jobs/7" }, "https://gitlab.example/o/r/-/jobs/7"],
  ["Jenkins", { BUILD_URL: "http://ci.example/job/x/7/" }, "http://ci.example/job/x/7/"],
  ["Azure", AZURE, "https://dev.azure.com/o/p/_build/results?buildId=7"],
  ["a laptop", {}, undefined],
  ["half a setting", { ...GITHUB, GITHUB_RUN_ID: "" }, undefined],
  ["a user and a token in it", { CI_JOB_URL: "https://gitlab-ci:t0ken@git.example/7" }, "https://git.example/7"],
  ["a secret in it", { CI_JOB_URL: "https://git.example/s3cr3t/7" }, "https://git.example/***/7"],
  ["no address", { BUILD_URL: "unset" }, undefined],
  ["no page of the web", { BUILD_URL: "javascript:alert(1)" }, undefined],
  ["an address of any length", { BUILD_URL: `https://ci.example/${"x".repeat(500)}` }, undefined],
  ["controls in it", { BUILD_URL: "https://ci.example/\u001b[31m" }, "https://ci.example/%1B[31m"],
])("the job's page on %s", (_, env, page) => {
  const secrets = { keep: () => undefined, redact: (text: string) => text.replaceAll("s3cr3t", "***") };
  expect(ciJobOf({ env, secrets })).toBe(page);
});
