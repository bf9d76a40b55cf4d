import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { markerOf, planIn, planLine, subjectIn } from "../../src/action/commentText.js";
import { INPUT_NAMES, InputError, optionsOf, readInputs } from "../../src/action/inputs.js";
import { setUp } from "../../src/action/setup.js";
import type { Host } from "../../src/engine/host.js";
import { stepOutputs } from "../../src/report/github/stepOutputs.js";
import { ROOT } from "../support/cli.js";
import { groupsYaml, world } from "../support/simulated.js";
import { githubStandIn, HEAD } from "./githubStandIn.js";
import { runStep } from "./step.js";

const LIVE = [{ exten: "1001", displayName: "售前", members: ["8000", "8001"] }];
const CHANGED = groupsYaml({ 售前: ["8000", "8002"] });

describe("inputs", () => {
  test("become the options of muster", () => {
    const inputs = readInputs({
      INPUT_COMMAND: "apply",
      INPUT_PATHS: "groups/a.yaml\n  groups/b c.yaml\n\n",
      INPUT_ACCOUNT: "prod",
      INPUT_CONFIG: "ops/muster.yaml",
      "INPUT_EXPECT-HASH": `sha256:${"0".repeat(64)}`,
      INPUT_PLAN: "plan.json",
      INPUT_LANGUAGE: "zh",
      INPUT_REPORTS: "html=plan.html\njunit=junit.xml",
      INPUT_ARGS: "--max-removals=50%\n--verbose",
    });
    expect(inputs).toMatchObject({
      command: "apply",
      paths: ["groups/a.yaml", "groups/b c.yaml"],
      language: "zh",
      reports: [
        { format: "html", path: "plan.html" },
        { format: "junit", path: "junit.xml" },
      ],
      args: ["--max-removals=50%", "--verbose"],
    });
    expect(optionsOf(inputs)).toEqual({
      account: "prod",
      config: "ops/muster.yaml",
      plan: "plan.json",
      expectHash: `sha256:${"0".repeat(64)}`,
    });
  });

  test("with a snapshot", () => {
    expect(optionsOf(readInputs({ INPUT_AGAINST: "live.json" }))).toEqual({ against: "live.json" });
  });

  test.each([
    [{ INPUT_COMMAND: "aply" }, /Input command: Expected one of plan, apply, validate.*Did you mean apply\?/],
    [{ INPUT_COMMENT: "always" }, /Input comment/],
    [{ INPUT_COMMAND: "setup", INPUT_PLAN: "plan.json" }, /Input plan: Expected only where muster runs/],
    [{ INPUT_LANGUAGE: "de" }, /Input language/],
    [{ INPUT_ISSUE: "yes" }, /Input issue/],
    [{ INPUT_PATHS: "--dry-run" }, /Input paths/],
    [{ INPUT_EXPECT_HASH: "x" }, /expect_hash.*Did you mean expect-hash\?/],
    [{ "INPUT_EXPECT-HASH": "x" }, /only with command: apply, not with plan/],
    [{ INPUT_COMMAND: "apply", INPUT_OUT: "plan.json" }, /only with command: plan/],
    [{ INPUT_COMMAND: "apply", INPUT_ISSUE: "on" }, /only with command: plan/],
    [{ "INPUT_PULL-REQUEST": "7.5" }, /Input pull-request/],
    [{ INPUT_REPORTS: "html" }, /Input reports: Expected FORMAT=FILE/],
    [{ INPUT_REPORTS: "html=a\njson=a" }, /Input reports: Expected another file for each report/],
    [{ INPUT_COMMAND: "apply", "INPUT_EXPECT-HASH": "sha256:1" }, /Input expect-hash: Expected a plan's hash/],
    [{ INPUT_ACCOUNT: "--all" }, /Input account: Expected a value/],
    [{ INPUT_ARGS: "--verbose\n--format=json" }, /Input args: Expected the input reports, not the flag --format/],
    [{ INPUT_ARGS: "--account\nprod" }, /Input args: Expected the input account, not the flag --account/],
    [{ INPUT_COMMAND: "apply", INPUT_ARGS: "--expect-hash=x" }, /Input args: Expected the input expect-hash/],
    [{ INPUT_LABEL: "夜".repeat(101) }, /Input label: Expected at most 100 characters, not 101/],
  ])("%j is an error that says what was expected", (env, message) => {
    expect(() => readInputs(env)).toThrow(InputError);
    expect(() => readInputs(env)).toThrow(message);
  });

  test("variables of other programs are none of ours", () => {
    expect(readInputs({ INPUT_COLOUR_OF_THE_SKY: "blue" }).command).toBe("plan");
  });

  test("stop the step before anything is read or sent", async () => {
    const [one, github] = [await world(LIVE, CHANGED), await githubStandIn()];
    const { code, log, outputs } = await runStep(one, github, { inputs: { command: "aply" } });
    expect(code).toBe(1);
    expect(outputs).toEqual({ result: "failed", "exit-code": "1" });
    expect(log).toMatch(/^::error title=muster::Input command: .*Did you mean apply\?\n$/);
    expect([one.simulator.requests.length, github.calls.length]).toEqual([0, 0]);
    const nowhere = await runStep(one, github, { inputs: { "working-directory": "no/such\n::error::x" } });
    expect(nowhere.code).toBe(1);
    expect(nowhere.outputs).toEqual({ result: "failed", "exit-code": "1" });
    expect(nowhere.log.split("\n").filter((line) => line.startsWith("::"))).toHaveLength(1);
    const flag = await runStep(one, github, { inputs: { args: "--max-removal=3" } });
    expect(flag.code).toBe(1);
    expect(flag.log).toContain("--max-removals");
    expect(flag.outputs["result"]).toBe("failed");
  });
});

describe("action.yml", () => {
  test("has the inputs that are read, and the outputs that are set", async () => {
    const action = parse(await readFile(join(ROOT, ".github/actions/muster/action.yml"), "utf8"));
    expect(Object.keys(action.inputs)).toEqual([...INPUT_NAMES]);
    expect(action.runs).toEqual({ using: "node24", main: "index.cjs" });
    const [one, github] = [await world(LIVE, CHANGED), await githubStandIn()];
    github.branches.set("main", "b".repeat(40));
    const planned = await runStep(one, github, { env: { GITHUB_REF: "refs/heads/main" } });
    const looked = await runStep(one, github, { inputs: { issue: "on" }, event: { name: "schedule", payload: {} } });
    const applied = await runStep(one, github, { inputs: { command: "apply" } });
    const set = new Set([planned, looked, applied].flatMap(({ outputs }) => Object.keys(outputs)));
    expect(Object.keys(action.outputs).sort()).toEqual([...set].sort());
    expect(Object.keys(stepOutputs({ kind: "plans", plans: [] }, 0)).every((name) => name in action.outputs)).toBe(
      true,
    );
  });
});

describe("forks", () => {
  const fork = {
    name: "pull_request",
    payload: { pull_request: { number: 7, head: { sha: HEAD, repo: { full_name: "fork/r" } } } },
  };
  const without = { MUSTER_HOST: "", MUSTER_ACCOUNT_ID: "", MUSTER_API_SECRET: "" };

  test("without secrets the files are validated, with a line that says so", async () => {
    const [one, github] = [await world(LIVE, CHANGED), await githubStandIn()];
    const good = await runStep(one, github, { event: fork, env: without });
    expect(good.code).toBe(0);
    expect(good.log).toContain("::notice title=muster::This pull request comes from a fork");
    expect(good.outputs["result"]).toBe("valid");
    expect(github.calls).toEqual([]);
    await one.write("version: 1\ngroups: [{ displayNam: x }]\n");
    const bad = await runStep(one, github, { event: fork, env: without });
    expect(bad.code).toBe(1);
    expect(bad.log).toMatch(/^::error file=groups.yaml,line=2,/m);
  });

  test("Dependabot is one, too; a deleted fork as well", async () => {
    const [one, github] = [await world(LIVE, CHANGED), await githubStandIn()];
    const bot = await runStep(one, github, { env: { ...without, GITHUB_ACTOR: "dependabot[bot]" } });
    expect(bot.outputs["result"]).toBe("valid");
    const gone = { name: "pull_request", payload: { pull_request: { number: 7, head: { sha: HEAD, repo: null } } } };
    expect((await runStep(one, github, { event: gone, env: without })).outputs["result"]).toBe("valid");
  });

  test("with secrets a fork's plan is made; without them the repository's own fails", async () => {
    const [one, github] = [await world(LIVE, CHANGED), await githubStandIn()];
    expect((await runStep(one, github, { event: fork })).outputs["changes"]).toBe("true");
    const own = await runStep(one, github, { env: without });
    expect(own.code).toBe(1);
    expect(own.log).toContain("MUSTER_API_SECRET");
  });
});

describe("the marker", () => {
  test("gives back any account and label, and nothing in them ends it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 20 }), fc.string({ maxLength: 20 }), (account, label) => {
        const subject = { kind: "comment", account: account.toWellFormed(), label: label.toWellFormed() } as const;
        const marker = markerOf(subject);
        expect(marker).toMatch(/^<!-- [\w:=% ]*\*? ?[\w:=% ]* -->$/);
        expect(subjectIn(`${marker}\nbody`)).toEqual(subject);
      }),
    );
    const whole = { kind: "issue", account: undefined, label: "" } as const;
    expect(subjectIn(markerOf(whole))).toEqual(whole);
    expect(markerOf({ kind: "comment", account: "*", label: "" })).not.toBe(markerOf({ ...whole, kind: "comment" }));
  });

  test("the plan counts in the second line only", () => {
    const plan = { hash: `sha256:${"a".repeat(64)}`, since: undefined };
    const since = { ...plan, since: "2026-11-01T00:00:09Z" };
    expect(planIn(`${markerOf({ kind: "comment", account: "a", label: "" })}\n${planLine(plan)}\ntext`)).toEqual(plan);
    expect(planIn(`x\n${planLine(since)}\n`)).toEqual(since);
    expect(planIn(`x\n\n${planLine(plan)}`)).toBeUndefined();
    expect(planIn(`x\r\n${planLine(plan)}\r\n`)).toEqual(plan);
  });
});

test("setup writes what cmd and sh start, whatever is in a path", async () => {
  const written = new Map<string, string>();
  const files = {
    kind: async () => "file",
    makeFolder: async () => undefined,
    write: async (path: string, text: string) => void written.set(path, text),
    append: async (path: string, text: string) => void written.set(path, text),
  } as unknown as Host["files"];
  const env = { RUNNER_TEMP: "/temp", GITHUB_PATH: "/path" };
  const machine = { owner: "1" } as Host["machine"];
  const node = "/it's 100%/node.exe";
  const { isDone } = await setUp({ node, folder: "/a b" }, { env, files, machine }, "en");
  expect(isDone).toBe(true);
  expect(written.get("/path")).toBe("/temp/muster-1\n");
  expect(written.get("/temp/muster-1/muster")).toContain(`'/it'\\''s 100%/node.exe' '/a b/muster/muster.js' "$@"`);
  expect(written.get("/temp/muster-1/muster.cmd")).toBe(`@"/it's 100%%/node.exe" "/a b/muster/muster.js" %*\r\n`);
});
