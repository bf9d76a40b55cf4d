import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, type TestContext, test } from "vitest";
import { obeyed } from "../support/runner.js";
import { groupsYaml, SECRET, type World, world } from "../support/simulated.js";
import { type Entry, type GithubStandIn, githubStandIn, HEAD } from "./githubStandIn.js";
import { runStep, TOKEN } from "./step.js";

const MARKER = "<!-- muster:comment account=default label= -->";
const LIVE = [{ exten: "1001", displayName: "售前", members: ["8000", "8001"] }];
const CHANGED = groupsYaml({ 售前: ["8000", "8002"] });
const SAME = groupsYaml({ 售前: ["8000", "8001"] });
const BROKEN = "version: 1\ngroups: nothing\n";

async function both(yaml: string, context?: TestContext): Promise<[World, GithubStandIn]> {
  return [await world(LIVE, yaml, {}, context?.onTestFinished), await githubStandIn(context?.onTestFinished)];
}

const ours = (github: GithubStandIn, number = 7): Entry[] =>
  (github.comments.get(number) ?? []).filter(({ body }) => body.startsWith("<!-- muster:"));

describe("the comment", () => {
  test("is created, updated in place, and says what changes; the step never fails for a difference", async () => {
    const [one, github] = await both(CHANGED);
    github.say(7, "Looks good", "somebody");
    const first = await runStep(one, github);
    expect(first.code).toBe(0);
    const [created, ...others] = ours(github);
    expect(others).toEqual([]);
    expect(created?.body.startsWith(`${MARKER}\n<!-- muster:plan ${first.outputs["plan-hash"]} -->\n`)).toBe(true);
    expect(created?.body).toContain("## Plan for `default`: 1 to update members");
    expect(created?.body).toContain("[Run 12](https://github.example/o/r/actions/runs/99)");
    expect(first.outputs).toMatchObject({
      changes: "true",
      "to-replace": "1",
      result: "changes",
      "comment-id": String(created?.id),
      "comment-url": created?.html_url,
    });
    expect(first.summary).toContain("## Plan for `default`");

    await one.write(SAME);
    const second = await runStep(one, github);
    expect(second.code).toBe(0);
    expect(ours(github).map(({ id }) => id)).toEqual([created?.id]);
    expect(ours(github)[0]?.body).toContain("no changes");
    expect(github.comments.get(7)).toHaveLength(2);
    expect(second.outputs["changes"]).toBe("false");
  });

  test("recreate: written anew at the end, then the old one goes", async () => {
    const [one, github] = await both(CHANGED);
    await runStep(one, github, { inputs: { comment: "recreate" } });
    const [before] = ours(github);
    github.say(7, "Looks good", "somebody");
    await runStep(one, github, { inputs: { comment: "recreate" } });
    expect(ours(github)).toHaveLength(1);
    expect(ours(github)[0]?.id).not.toBe(before?.id);
    const [posted, deleted] = ["POST", "DELETE"].map((method) =>
      github.calls.findLastIndex((call) => call.startsWith(`${method} /repos`)),
    );
    expect(posted).toBeLessThan(deleted ?? 0);
  });

  test("a run of an older commit, which is slow or run again, leaves the newer plan alone", async () => {
    const [one, github] = await both(CHANGED);
    github.heads.set(7, HEAD);
    await runStep(one, github);
    const newer = ours(github)[0]?.body;
    expect(newer).toContain("## Plan for");
    github.heads.set(7, "d".repeat(40));
    await one.write(SAME);
    const { code, log, outputs } = await runStep(one, github);
    expect(code).toBe(0);
    expect(outputs["changes"]).toBe("false");
    expect(outputs["comment-id"]).toBeUndefined();
    expect(ours(github)[0]?.body).toBe(newer);
    expect(log).toContain("::notice title=muster::Pull request #7 has a newer commit");
    // What was applied is told, whatever has been pushed since.
    await runStep(one, github, { inputs: { command: "apply" } });
    expect(ours(github)[0]?.body).toContain("Applied to");
  });

  test("changes-only: none where nothing changes, but one that is there is kept true", async () => {
    const [one, github] = await both(SAME);
    const only = { inputs: { comment: "changes-only" } };
    await runStep(one, github, only);
    expect(github.comments.get(7)).toBeUndefined();
    await one.write(CHANGED);
    await runStep(one, github, only);
    expect(ours(github)).toHaveLength(1);
    await one.write(SAME);
    await runStep(one, github, only);
    expect(ours(github)[0]?.body).toContain("no changes");
  });

  test("off: GitHub is not called at all", async () => {
    const [one, github] = await both(CHANGED);
    const { code } = await runStep(one, github, { inputs: { comment: "off" } });
    expect(code).toBe(0);
    expect(github.calls).toEqual([]);
  });

  test("one for each label", async () => {
    const [one, github] = await both(CHANGED);
    await runStep(one, github, { inputs: { label: "nightly --> run" } });
    await runStep(one, github);
    await runStep(one, github, { inputs: { label: "nightly --> run" } });
    expect(ours(github).map(({ body }) => body.split("\n")[0])).toEqual([
      "<!-- muster:comment account=default label=nightly%20%2D%2D%3E%20run -->",
      MARKER,
    ]);
  });

  test("is written through a proxy, and where a renamed repository has gone", async () => {
    const [one, github] = await both(CHANGED);
    const comments = "/repos/o/r/issues/7/comments";
    github.trouble(/^GET .*comments/, 301, { headers: { location: comments } });
    github.trouble(/^POST .*comments/, 307, { headers: { location: comments } });
    // Asked for plain http, a proxy gets the whole address; the stand-in takes that, too.
    const api = "http://api.github.invalid";
    const env = { HTTP_PROXY: github.url, GITHUB_API_URL: api, GITHUB_GRAPHQL_URL: `${api}/graphql` };
    const { log, code } = await runStep(one, github, { env });
    expect(code).toBe(0);
    expect(log).not.toContain("::warning");
    expect(ours(github)).toHaveLength(1);
    expect([...github.tokens]).toEqual([`Bearer ${TOKEN}`]);
  });

  test("is found on page 3", async () => {
    const [one, github] = await both(CHANGED);
    for (let index = 0; index < 230; index++) github.say(7, `comment ${index}`, "somebody");
    const own = github.say(7, `${MARKER}\nold`, "github-actions[bot]");
    for (let index = 0; index < 40; index++) github.say(7, `later ${index}`, "somebody");
    await runStep(one, github);
    expect(ours(github)).toEqual([own]);
    expect(own.body).toContain("## Plan for");
    expect(github.calls.filter((call) => call === "GET /repos/o/r/issues/7/comments")).toHaveLength(3);
  });

  test("a marker that somebody else wrote, or that stands further down, is left alone", async () => {
    const [one, github] = await both(CHANGED);
    const theirs = github.say(7, `${MARKER}\nmine now`, "mallory");
    const ghost = github.say(7, `${MARKER}\nboo`, "ghost");
    ghost.user = null;
    const quoted = github.say(7, `> look\n${MARKER}`, "github-actions[bot]");
    await runStep(one, github);
    expect([theirs, ghost, quoted].map(({ body }) => body)).toEqual([
      `${MARKER}\nmine now`,
      `${MARKER}\nboo`,
      `> look\n${MARKER}`,
    ]);
    expect(github.comments.get(7)).toHaveLength(4);
  });

  test.each([
    ["GraphQL", "my-app[bot]", undefined, "my-app[bot]"],
    ["REST", undefined, "octo-person", "octo-person"],
    ["neither", undefined, undefined, "github-actions[bot]"],
  ])("knows its own when %s says who the token is", async (_, viewer, user, login) => {
    const [one, github] = await both(CHANGED);
    Object.assign(github, { viewer, user });
    const own = github.say(7, `${MARKER}\nold`, login);
    await runStep(one, github);
    expect(ours(github)).toEqual([own]);
    expect(own.body).toContain("## Plan for");
  });

  test("of several that are ours, which racing runs leave, one stays", async () => {
    const [one, github] = await both(CHANGED);
    github.say(7, `${MARKER}\nfirst`, "github-actions[bot]");
    github.say(7, `${MARKER}\nsecond`, "github-actions[bot]");
    await runStep(one, github);
    expect(ours(github)).toHaveLength(1);
  });

  test("a run that stops before any plan takes the place of the plan, and is gone after the next one", async () => {
    const [one, github] = await both(BROKEN);
    const failed = await runStep(one, github);
    expect(failed.code).toBe(1);
    expect(ours(github)).toHaveLength(1);
    expect(ours(github)[0]?.body).toContain("account=* label=");
    expect(ours(github)[0]?.body).toContain("muster plan failed");
    await one.write(CHANGED);
    await runStep(one, github);
    expect(ours(github).map(({ body }) => body.split("\n")[0])).toEqual([MARKER]);
    await one.write(BROKEN);
    await runStep(one, github);
    expect(ours(github)).toHaveLength(1);
    expect(ours(github)[0]?.body).toMatch(
      /^<!-- muster:comment account=default label= -->\n\n## ❌ muster plan failed/,
    );
  });

  test("in Chinese", async () => {
    const [one, github] = await both(CHANGED);
    await runStep(one, github, { inputs: { language: "zh" } });
    expect(ours(github)[0]?.body).toContain("[运行 12]");
  });

  test("nothing in it is obeyed, no name mentions anybody, no secret shows", async () => {
    const hostile = "@team ##[error]x ::warning::y <!-- muster:plan -->";
    const [one, github] = await both(groupsYaml({ 售前: ["8000", "8002"], [hostile]: ["8003"] }));
    const { log, code, summary, masked } = await runStep(one, github, { inputs: { args: "--verbose" } });
    expect(code).toBe(0);
    expect(masked).toContain(SECRET);
    expect(new Set(obeyed(log))).toEqual(new Set(["notice"]));
    const [comment] = ours(github);
    expect(comment?.body).toContain("`@team ##[error]x ::warning::y <!-- muster:plan -->`");
    for (const text of [log, summary, comment?.body ?? ""]) {
      expect(text).not.toContain(TOKEN);
      expect(text).not.toContain(SECRET);
    }
    expect([...github.tokens]).toEqual([`Bearer ${TOKEN}`]);
  });
});

test("files cannot have the runner's tokens sent or shown", async () => {
  const [one, github] = await both(CHANGED);
  const env = { ACTIONS_RUNTIME_TOKEN: TOKEN };
  for (const variable of ["INPUT_TOKEN", "ACTIONS_RUNTIME_TOKEN"]) {
    await writeFile(
      join(one.folder, "muster.yaml"),
      [
        "version: 1",
        "accounts:",
        "  prod:",
        `    host: ${one.simulator.url}`,
        `    accountId: \${${variable}}`,
        "    apiSecret: ${MUSTER_API_SECRET}",
        "    groups: [groups.yaml]",
      ].join("\n"),
    );
    const { code, log, summary } = await runStep(one, github, { env });
    expect(code).toBe(1);
    expect(log).toContain(variable);
    expect(one.simulator.requests).toHaveLength(0);
    for (const text of [log, summary, ...ours(github).map(({ body }) => body)]) expect(text).not.toContain(TOKEN);
  }
});

// Most of the time they wait before they try again.
describe.concurrent("trouble with GitHub never fails the plan", () => {
  test.for<[RegExp, number, string]>([
    [/^GET .*comments/, 403, "pull-requests: write"],
    [/^POST .*comments/, 403, "pull-requests: write"],
    [/^GET .*comments/, 404, "cannot see the pull request"],
    [/^POST .*comments/, 422, "locked"],
    [/^GET .*comments/, 502, "The next run tries again"],
    [/^POST .*comments/, 500, "The next run tries again"],
  ])("%s answers %i", async ([on, status, said], context) => {
    const [one, github] = await both(CHANGED, context);
    github.trouble(on, status, { times: 10 });
    const { code, log, outputs } = await runStep(one, github);
    expect(code).toBe(0);
    expect(outputs["changes"]).toBe("true");
    expect(outputs["comment-id"]).toBeUndefined();
    const warnings = log.split("\n").filter((line) => line.startsWith("::warning"));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(String(status));
    expect(warnings[0]).toContain(said);
  });

  test("a limit is no missing permission", async (context) => {
    const [one, github] = await both(CHANGED, context);
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "9999999999" };
    github.trouble(/^GET .*comments/, 403, { headers });
    const { code, log } = await runStep(one, github);
    expect(code).toBe(0);
    expect(log).toContain("GitHub answered 403: trouble 403. The next run tries again.");
  });

  test("an answer that nobody foresaw", async (context) => {
    const [one, github] = await both(CHANGED, context);
    github.comments.set(7, [null as unknown as Entry]);
    const { code, log, outputs } = await runStep(one, github);
    expect(code).toBe(0);
    expect(outputs["changes"]).toBe("true");
    expect(log).toContain("::warning title=muster::The comment or issue could not be written");
  });

  test("a proxy that is none is told of once, as muster tells it, and not at all where nothing is called", async (context) => {
    const [one, github] = await both(CHANGED, context);
    const env = { HTTPS_PROXY: "socks5://user:hidden@proxy.example" };
    const planned = await runStep(one, github, { env });
    expect(planned.code).toBe(1);
    expect(planned.log).toMatch(/^error\[bad-setting\]: HTTPS_PROXY/m);
    expect(planned.log).not.toContain("hidden");
    expect(planned.outputs["result"]).toBe("failed");
    expect((await runStep(one, github, { env, inputs: { command: "validate" } })).code).toBe(0);
  });

  test("nobody listens there", async (context) => {
    const [one, github] = await both(CHANGED, context);
    const { code, log } = await runStep(one, github, { env: { GITHUB_API_URL: "http://127.0.0.1:9" } });
    expect(code).toBe(0);
    expect(log).toContain("GitHub did not answer");
  });

  test("5xx once is tried again; an update is no second comment", async (context) => {
    const [one, github] = await both(CHANGED, context);
    await runStep(one, github);
    github.trouble(/^GET .*comments/, 502);
    github.trouble(/^PATCH/, 503);
    const { log } = await runStep(one, github);
    expect(log).not.toContain("::warning");
    expect(ours(github)).toHaveLength(1);
  });

  test("a comment that was written though the answer was lost is not written twice", async (context) => {
    const [one, github] = await both(CHANGED, context);
    github.trouble(/^POST .*comments/, 502, { after: true });
    const { log, outputs } = await runStep(one, github);
    expect(log).not.toContain("::warning");
    expect(ours(github)).toHaveLength(1);
    expect(outputs["comment-id"]).toBe(String(ours(github)[0]?.id));
  });

  test("a limit is waited for", async (context) => {
    const [one, github] = await both(CHANGED, context);
    github.trouble(/^POST .*comments/, 403, { headers: { "retry-after": "1" } });
    const { log } = await runStep(one, github);
    expect(log).not.toContain("::warning");
    expect(ours(github)).toHaveLength(1);
  });

  test("a comment that somebody deletes between looking and writing is written anew", async (context) => {
    const [one, github] = await both(CHANGED, context);
    await runStep(one, github);
    github.trouble(/^PATCH/, 404);
    const { log } = await runStep(one, github);
    expect(log).not.toContain("::warning");
    // The stand-in kept the old one, which the racing delete would have removed: one of the two goes.
    expect(ours(github)).toHaveLength(1);
  });
});
