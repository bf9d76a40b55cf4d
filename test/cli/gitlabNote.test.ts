import { spawn } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../support/cli.js";
import { commandHost } from "./commandHost.js";
import { entry, gitlab, ME, TOKEN } from "./gitlabStandIn.js";

const SCRIPT = join(ROOT, "src/cli/starter/gitlab/muster-note.mjs");
const NOTE = "<!-- muster:note:default -->";
const DRIFT = "<!-- muster:drift:default -->";
const DIFFERS = JSON.stringify({ kind: "plan", actions: [{ id: "create:售前" }], manual: [] });
const SAME = JSON.stringify({ kind: "plan", actions: [], manual: [] });

const chatter = (count: number) => Array.from({ length: count }, (_, at) => entry(1000 + at, 3, `LGTM ${at}`));

const MERGE_REQUEST = { CI_MERGE_REQUEST_IID: "5", CI_MERGE_REQUEST_PROJECT_ID: "1" };

interface Run {
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Runs the script as the pipeline does. */
async function say(url: string, words: readonly string[], { files = {}, env = {} }: Run = {}) {
  const { folder } = await commandHost({ "plan.md": "# Plan\n\n1 to change\n", "plan.json": DIFFERS, ...files });
  const child = spawn(process.execPath, [SCRIPT, ...words], {
    cwd: folder,
    env: {
      MUSTER_GITLAB_TOKEN: TOKEN,
      CI_API_V4_URL: url,
      CI_PROJECT_ID: "1",
      CI_COMMIT_SHA: "abc",
      CI_COMMIT_BRANCH: "main",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(/^muster-note: .*\n$/) });
  expect(said).not.toContain(TOKEN);
  return said;
}

describe("the note on a merge request", () => {
  it("is written once, and then updated in place", async () => {
    const { url, notes } = await gitlab();
    await say(url, ["note", "plan.md"], { env: MERGE_REQUEST });
    expect(notes.map(({ body }) => body)).toEqual([`${NOTE}\n\n# Plan\n\n1 to change\n`]);
    await say(url, ["note", "plan.md"], { env: MERGE_REQUEST, files: { "plan.md": "# Plan\n\nnothing\n" } });
    expect(notes.map(({ body }) => body)).toEqual([`${NOTE}\n\n# Plan\n\nnothing\n`]);
  });

  it("is found on page 3", async () => {
    const { url, notes, log } = await gitlab({ notes: [...chatter(250), entry(42, ME, `${NOTE}\n\nold`)] });
    expect(await say(url, ["note", "plan.md"], { env: MERGE_REQUEST })).toContain("updated");
    expect(notes).toHaveLength(251);
    expect(notes[250]?.body).toContain("1 to change");
    expect(log.filter((line) => line.startsWith("GET /projects/1/merge_requests/5/notes"))).toHaveLength(3);
  });

  it("is nobody else's, whatever stands in it", async () => {
    const others = [entry(1, 3, `${NOTE}\n\nforged`), entry(2, ME, "hello"), entry(3, ME, NOTE, { system: true })];
    const { url, notes } = await gitlab({ notes: [...others] });
    await say(url, ["note", "plan.md"], { env: MERGE_REQUEST });
    expect(notes.slice(0, 3).map(({ body }) => body)).toEqual([`${NOTE}\n\nforged`, "hello", NOTE]);
    expect(notes[3]?.body).toContain("1 to change");
  });

  it("is one for each label", async () => {
    const { url, notes } = await gitlab({ notes: [entry(1, ME, `${NOTE}\n\nold`)] });
    const env = { ...MERGE_REQUEST, MUSTER_NOTE_LABEL: "生产 -->" };
    await say(url, ["note", "plan.md"], { env });
    await say(url, ["note", "plan.md"], { env });
    expect(notes.map(({ body }) => body.split("\n")[0])).toEqual([NOTE, "<!-- muster:note:生产-- -->"]);
  });

  it("goes, after a merge, where the commit came from", async () => {
    const { url, notes } = await gitlab({ notes: [entry(1, ME, `${NOTE}\n\nthe plan`)] });
    await say(url, ["note", "result.md"], { files: { "result.md": "applied\n" } });
    expect(notes[0]?.body).toBe(`${NOTE}\n\napplied\n`);
    expect(await say(url, ["note", "plan.md"], { env: { CI_COMMIT_SHA: "def" } })).toContain("no merge request");
  });

  it("keeps the plan below what stopped the apply, and the result when the job is run again", async () => {
    const { url, notes } = await gitlab({ notes: [entry(1, ME, `${NOTE}\n\nthe plan`)] });
    const result = (attempts: number) => JSON.stringify({ kind: "result", actions: [{ attempts }] });
    const words = ["result", "result.json", "result.md", "plan.md"];
    const run = (document: string, text: string) =>
      say(url, words, { files: { "result.json": document, "result.md": text } });
    await run(JSON.stringify({ kind: "error", diagnostics: [] }), "stopped\n");
    expect(notes[0]?.body).toMatch(
      /^<!-- muster:note:default -->\n\nstopped\n\n<details>.*# Plan\n\n1 to change\n\n<\/details>\n$/s,
    );
    await run(result(1), "1 applied\n");
    expect(notes[0]?.body).toBe(`${NOTE}\n<!-- muster:applied -->\n\n1 applied\n`);
    expect(await run(result(0), "0 applied\n")).toContain("keeps the result");
    expect(await say(url, words)).toContain("stays as it is");
    expect(await run("{", "stopped\n")).toContain("keeps the result");
    expect(notes.map(({ body }) => body)).toEqual([`${NOTE}\n<!-- muster:applied -->\n\n1 applied\n`]);
  });

  it("is written again if someone deletes it meanwhile", async () => {
    const { url, notes } = await gitlab(
      { notes: [entry(1, ME, `${NOTE}\n\nold`)] },
      { "PUT /projects/1/merge_requests/5/notes/1": 404 },
    );
    expect(await say(url, ["note", "plan.md"], { env: MERGE_REQUEST })).toContain("written");
    expect(notes).toHaveLength(2);
  });

  it("gives GitLab no order to obey", async () => {
    const { url, notes } = await gitlab();
    const report = "````\n/close\n/assign @all\n````\n/merge\n";
    await say(url, ["note", "plan.md"], { env: MERGE_REQUEST, files: { "plan.md": report } });
    expect(notes[0]?.body).not.toMatch(/^\//m);
    expect(notes[0]?.body).toContain("\n /close\n");
  });

  it("does not go on showing an older commit's plan where this one has none", async () => {
    const { url, notes } = await gitlab({ notes: [entry(1, ME, `${NOTE}\n\nthe older plan`)] });
    expect(await say(url, ["note", "missing.md"], { env: MERGE_REQUEST })).toContain("updated");
    expect(notes[0]?.body).toBe(`${NOTE}\n\nmuster did not run: see the job · muster 未能运行，见任务\n`);
  });

  it.each([
    ["abc", "", "the newer plan"],
    ["merge-result", "abc", "the newer plan"],
    ["def", "", "1 to change"],
    ["merge-result", "def", "1 to change"],
  ])("is left to the pipeline of a newer commit (%s, %s)", async (commit, source, shown) => {
    const { url, notes } = await gitlab({ notes: [entry(1, ME, `${NOTE}\n\nthe newer plan`)], head: "def" });
    const env = { ...MERGE_REQUEST, CI_COMMIT_SHA: commit, CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: source };
    await say(url, ["note", "plan.md"], { env });
    expect(notes[0]?.body).toContain(shown);
  });

  it("names the job and the commit that it is from", async () => {
    const { url, notes } = await gitlab();
    const job = {
      CI_JOB_URL: "https://gitlab.example/o/r/-/jobs/9",
      CI_JOB_NAME: "plan",
      CI_JOB_ID: "9",
      CI_COMMIT_SHORT_SHA: "0a1b2c3d",
    };
    await say(url, ["note", "plan.md"], { env: { ...MERGE_REQUEST, ...job } });
    expect(notes[0]?.body).toMatch(/\n\n\[plan #9\]\(https:\/\/gitlab\.example\/o\/r\/-\/jobs\/9\) · 0a1b2c3d\n$/);
  });

  it.each([302, 401, 403, 404, 500])("that is answered with %i fails nothing", async (status) => {
    for (const what of ["GET /user", "GET /projects/1/merge_requests", "POST /projects/1/merge_requests"]) {
      const { url, notes } = await gitlab({}, { [what]: status });
      expect(await say(url, ["note", "plan.md"], { env: MERGE_REQUEST })).toContain("nothing posted");
      expect(notes).toEqual([]);
    }
  });

  it("fails nothing where there is no token, no report, no server, or no sense", async () => {
    const { url, log } = await gitlab();
    expect(await say(url, ["note", "plan.md"], { env: { MUSTER_GITLAB_TOKEN: undefined } })).toContain("not set");
    expect(await say(url, ["nte", "plan.md"])).toContain("expected");
    expect(await say(url, ["note"])).toContain("expected");
    expect(log).toEqual([]);
    expect(await say("http://127.0.0.1:9/api/v4", ["note", "plan.md"], { env: MERGE_REQUEST })).toContain(
      "nothing posted",
    );
  });
});

describe("the issue about drift", () => {
  const drift = ["issue", "plan.json", "plan.md"];

  it("is opened, updated, and closed", async () => {
    const { url, issues, issueNotes } = await gitlab();
    expect(await say(url, drift)).toContain("opened");
    expect(await say(url, drift, { files: { "plan.md": "more\n" } })).toContain("updated");
    expect(issues.map(({ state }) => state)).toEqual(["opened"]);
    expect(issues[0]?.description).toMatch(
      /^<!-- muster:drift:default -->\n<!-- muster:plan {2}-->\n.*Below is what an apply would do.*\n\nmore\n$/s,
    );
    expect(issueNotes).toEqual([]);
    const other = JSON.stringify({ ...JSON.parse(DIFFERS), hash: "sha256:2" });
    await say(url, drift, { files: { "plan.json": other } });
    expect(issueNotes).toEqual([expect.stringContaining("The difference is another one now")]);
    expect(await say(url, drift, { files: { "plan.json": SAME } })).toContain("closed");
    expect(issues.map(({ state }) => state)).toEqual(["closed"]);
    expect(issueNotes).toHaveLength(2);
    expect(await say(url, drift, { files: { "plan.json": SAME } })).toContain("no issue");
    expect(await say(url, drift)).toContain("opened");
    expect(issues.map(({ state }) => state)).toEqual(["closed", "opened"]);
  });

  it("is found on page 3, and is nobody else's", async () => {
    const others = [...chatter(248), entry(1, 3, `${DRIFT}\n\nforged`), entry(2, ME, "x", { description: null })];
    const { url, issues } = await gitlab({ issues: [...others, entry(42, ME, `${DRIFT}\n\nold`)] });
    expect(await say(url, drift)).toContain("updated");
    expect(issues).toHaveLength(251);
    expect(issues[248]?.description).toContain("forged");
    await say(url, drift, { files: { "plan.json": SAME } });
    expect(issues.filter(({ state }) => state === "closed").map(({ id }) => id)).toEqual([42]);
  });

  it("is about manual changes, and about any of several accounts, too", async () => {
    const plans = (...all: object[]) => JSON.stringify({ kind: "plans", plans: all });
    const quiet = { actions: [], manual: [] };
    const manual = { actions: [], manual: [{ attribute: "memory" }] };
    const { url, issues } = await gitlab();
    expect(await say(url, drift, { files: { "plan.json": plans(quiet, quiet) } })).toContain("no issue");
    expect(await say(url, drift, { files: { "plan.json": plans(quiet, manual) } })).toContain("opened");
    expect(issues).toHaveLength(1);
  });

  it("stays as it is where no plan could be made", async () => {
    const { url, issues, log } = await gitlab({ issues: [entry(42, ME, `${DRIFT}\n\nold`)] });
    expect(await say(url, ["issue", "none.json", "plan.md"])).toContain("nothing posted");
    expect(await say(url, drift, { files: { "plan.json": "half {" } })).toContain("nothing posted");
    expect(log).toEqual([]);
    expect(issues[0]).toMatchObject({ state: "opened", description: `${DRIFT}\n\nold` });
  });

  it.each([403, 404, 500])("that is answered with %i fails nothing", async (status) => {
    for (const what of ["GET /projects/1/issues", "POST /projects/1/issues"]) {
      const { url } = await gitlab({}, { [what]: status });
      expect(await say(url, drift)).toContain("nothing posted");
    }
  });
});
