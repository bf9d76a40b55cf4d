import { describe, expect, test } from "vitest";
import { Github, GithubError } from "../../src/action/github.js";

interface Answer {
  readonly status: number;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const NOW = 1_800_000_000_000;

/** GitHub as it answers one call after the other, the last answer for ever; and how long we slept in between. */
function answering(...answers: readonly Answer[]) {
  const slept: number[] = [];
  let calls = 0;
  const github = new Github({
    apiUrl: "https://api.github.example",
    graphqlUrl: "https://api.github.example/graphql",
    token: "t",
    fetch: async () => {
      const { status, message, headers = {} } = answers[Math.min(calls++, answers.length - 1)] as Answer;
      return new Response(JSON.stringify({ message, data: { viewer: { login: "me" } } }), { status, headers });
    },
    clock: { now: () => NOW, monotonic: () => 0, sleep: async (ms) => void slept.push(ms) },
  });
  return { github, slept, calls: () => calls };
}

const OK = { status: 200 };
const SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";

describe("limits", () => {
  test.each<[string, Answer, number]>([
    ["retry-after", { status: 403, headers: { "retry-after": "7" } }, 7_000],
    [
      "an empty budget",
      { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW / 1000 + 9) } },
      9_000,
    ],
    ["a secondary limit, which may say nothing else", { status: 403, message: SECONDARY }, 60_000],
    ["429 by itself", { status: 429 }, 60_000],
  ])("%s is waited for, and a comment is written then", async (_, answer, waitMs) => {
    const { github, slept } = answering(answer, OK);
    await github.call("POST", "/comments", { body: "x" });
    expect(slept).toEqual([waitMs]);
  });

  test("a long one is not waited for, and known as one", async () => {
    const reset = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW / 1000 + 1_800) };
    const { github, slept } = answering({ status: 403, headers: reset });
    const failed = await github.call("GET", "/comments").catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(GithubError);
    expect(failed).toMatchObject({ status: 403, isLimit: true });
    expect(slept).toEqual([]);
  });

  test("a refusal is none", async () => {
    const headers = { "x-ratelimit-remaining": "4321", "x-ratelimit-reset": String(NOW / 1000 + 9) };
    const { github, calls } = answering({ status: 403, message: "Resource not accessible by integration", headers });
    await expect(github.call("GET", "/comments")).rejects.toMatchObject({ status: 403, isLimit: false });
    expect(calls()).toBe(1);
  });
});

test("trouble that passes does not make us take ourselves for somebody else", async () => {
  const { github } = answering({ status: 502 }, { status: 503 }, OK);
  expect(await github.login()).toBe("me");
});
