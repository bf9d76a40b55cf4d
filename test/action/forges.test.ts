import { describe, expect, test } from "vitest";
import { baseCommit } from "../../src/action/base.js";
import { keepComment, ownComments, planShownIn } from "../../src/action/comments.js";
import { markerOf, planIn, planLine } from "../../src/action/commentText.js";
import type { ActionContext } from "../../src/action/context.js";
import { readEvent, type WorkflowEvent } from "../../src/action/event.js";
import { Github } from "../../src/action/github.js";
import { keepIssue } from "../../src/action/issues.js";
import { approvedAt, findPullRequest } from "../../src/action/pullRequest.js";
import { nodeFiles } from "../../src/cli/node/nodeFiles.js";

const [HEAD, LEFT] = ["a".repeat(40), "c".repeat(40)] as [string, string];
const SUBJECT = { kind: "comment", account: "default", label: "" } as const;
const PLAN = `sha256:${"1".repeat(64)}`;

/** A Forgejo or Gitea that answers lists as a whole, writes times with its zone, and has no GraphQL. */
function forge(paths: Readonly<Record<string, unknown>>) {
  const calls: string[] = [];
  const github = new Github({
    apiUrl: "https://forge.example/api/v1",
    graphqlUrl: "https://forge.example/api/v1/graphql",
    token: "t",
    fetch: async (input, init) => {
      const path = new URL(String(input)).pathname.replace("/api/v1", "");
      calls.push(`${init?.method} ${path}`);
      const data = path === "/user" ? { login: "forgejo-actions" } : paths[path];
      return new Response(JSON.stringify(data ?? {}), { status: data === undefined ? 404 : 200 });
    },
    clock: { now: () => 0, monotonic: () => 0, sleep: async () => undefined },
  });
  return { github, calls };
}

const comment = (id: number, body: string, login: string) => ({
  id,
  body,
  html_url: "",
  updated_at: "2026-11-02T08:00:00+08:00",
  user: { login },
});

describe("on Forgejo and Gitea", () => {
  test("our comment among 100 others is read once, and stays", async () => {
    const body = `${markerOf(SUBJECT)}\n${planLine({ hash: PLAN })}\n`;
    const all = [
      comment(1, body, "forgejo-actions"),
      ...Array.from({ length: 120 }, (_, at) => comment(at + 2, "hm", "x")),
    ];
    const { github, calls } = forge({ "/repos/o/r/issues/7/comments": all, "/repos/o/r/issues/comments/1": all[0] });
    const own = await ownComments(github, "o/r", 7);
    expect(own).toHaveLength(1);
    await keepComment(
      github,
      { repository: "o/r", pullRequest: 7 },
      own,
      { subject: SUBJECT, body, isQuiet: false },
      "update",
    );
    expect(calls.filter((call) => /^(POST|PATCH|DELETE) .repos/.test(call))).toEqual([
      "PATCH /repos/o/r/issues/comments/1",
    ]);
    // The next run reads what this one writes about the time.
    const shown = planShownIn(own, "update");
    expect(shown).toEqual({ hash: PLAN, since: "2026-11-02T00:00:00Z" });
    expect(planIn(`${markerOf(SUBJECT)}\n${planLine(shown ?? { hash: "" })}\n`)).toEqual(shown);
  });

  test("the issue about drift is found, though every issue has a field for a pull request", async () => {
    const subject = { ...SUBJECT, kind: "issue" } as const;
    const issue = {
      ...comment(1, `${markerOf(subject)}\n${planLine({ hash: PLAN })}\n`, "forgejo-actions"),
      number: 4,
    };
    const paths = { "/repos/o/r/issues": [{ ...issue, pull_request: null }], "/repos/o/r/issues/4": issue };
    const { github, calls } = forge(paths);
    const wanted = { subject, differs: true, title: "t", body: "b", hash: PLAN, news: "", farewell: "" };
    expect(await keepIssue(github, "o/r", wanted)).toBe(4);
    expect(calls.filter((call) => !call.startsWith("GET"))).not.toContain("POST /repos/o/r/issues");
  });

  test("a merged commit has its pull request under another path", async () => {
    const event = { name: "push", repository: "o/r", sha: HEAD } as WorkflowEvent;
    const merged = { number: 7, merged_at: "2026-11-02T08:00:00+08:00", merge_commit_sha: HEAD };
    const { github } = forge({ [`/repos/o/r/commits/${HEAD}/pull`]: merged });
    expect(await findPullRequest(github, event, { command: "apply", pullRequest: undefined })).toBe(7);
    const none = findPullRequest(forge({}).github, event, { command: "apply", pullRequest: undefined });
    await expect(none).rejects.toMatchObject({ status: 404 });
  });

  test.each<[string, readonly object[], boolean]>([
    ["an official approval", [{}], true],
    ["one with a remark after it", [{}, { state: "COMMENT" }], true],
    ["one by somebody who may not write", [{ official: false }], false],
    ["one of a forge that says nothing of the reviewer", [{ official: undefined }], false],
    ["one by somebody from outside, whatever else is said", [{ author_association: "NONE" }], false],
    ["one that was dismissed", [{ dismissed: true }], false],
    ["one of an older commit", [{ commit_id: LEFT }], false],
    ["one before the reviewer asks for changes", [{}, { state: "REQUEST_CHANGES" }], false],
  ])("%s counts or does not", async (_, reviews, counts) => {
    const review = {
      state: "APPROVED",
      user: { login: "lead" },
      commit_id: HEAD,
      submitted_at: "2026-11-02T08:00:00+08:00",
      official: true,
    };
    const { github } = forge({ "/repos/o/r/pulls/7/reviews": reviews.map((more, id) => ({ id, ...review, ...more })) });
    const at = await approvedAt(github, "o/r", 7, { head: HEAD, isMerged: false, mergedAtMs: undefined });
    expect(at).toBe(counts ? Date.UTC(2026, 10, 2) : undefined);
  });

  test("the event says where the branch left the target, since there is no trial merge", async () => {
    const payload = { pull_request: { number: 7, merge_base: LEFT, base: { sha: LEFT }, head: { sha: HEAD } } };
    const files = { ...nodeFiles, read: async () => new TextEncoder().encode(JSON.stringify(payload)) };
    const event = await readEvent({ env: { GITHUB_EVENT_NAME: "pull_request", GITHUB_EVENT_PATH: "e" }, files });
    const context = { inputs: { command: "plan", args: [] }, event } as unknown as ActionContext;
    const git = async ([verb, what]: readonly string[]) =>
      verb === "cat-file" ? (what === "-e" ? "" : `tree ${HEAD}\nparent ${LEFT}\n`) : undefined;
    expect(await baseCommit(context, "/r", git)).toBe(LEFT);
  });
});
