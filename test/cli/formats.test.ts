import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FILE_FORMATS } from "../../src/report/formats.js";
import { muster } from "../support/cli.js";
import { obeyed, outputsOf } from "../support/runner.js";
import { type World, world } from "../support/simulated.js";

const SEED = [
  { exten: "1001", displayName: "售前", members: ["8000", "8001"] },
  { exten: "1002", displayName: "售后", members: ["8002"] },
];
const YAML = `version: 1
groups:
  - displayName: 售前
    members: ["8000", "8003"]
  - displayName: 售后
    members: ["8002"]
    memory: 1d
`;
const HOSTILE = `version: 1
groups:
  - displayName: "##[error]mine ::warning::yours"
    members: ["8000"]
  - displayName: "::error::at the beginning"
    members: ["8001"]
`;

/** What GitHub's runner tells a step, without the machine's own. */
async function step(one: World): Promise<Record<string, string>> {
  const [event, output, summary] = ["event.json", "output.txt", "summary.md"].map((name) => join(one.folder, name));
  await writeFile(
    event ?? "",
    JSON.stringify({ pull_request: { head: { sha: "abc123", repo: { full_name: "o/r" } } } }),
  );
  return {
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: join(one.folder, ".."),
    GITHUB_SERVER_URL: "https://github.example",
    GITHUB_REPOSITORY: "o/r",
    GITHUB_SHA: "def456",
    GITHUB_EVENT_PATH: event ?? "",
    GITHUB_OUTPUT: output ?? "",
    GITHUB_STEP_SUMMARY: summary ?? "",
  };
}

describe("--report", () => {
  test("writes every format from one reading, into folders that it makes", async () => {
    const one = await world(SEED, YAML);
    const before = one.simulator.requests.length;
    const flags = FILE_FORMATS.flatMap((format) => ["--report", `${format}=reports/${format}.out`]);
    const run = await one.run(["plan", "--format", "json", ...flags]);
    expect(run.code).toBe(0);
    expect(run.stderr).toBe("");
    const reads = one.simulator.requests.slice(before).filter(({ operation }) => operation === "queueQueue");
    expect(reads).toHaveLength(1);
    for (const format of FILE_FORMATS) {
      expect(await readFile(join(one.folder, `reports/${format}.out`), "utf8"), format).toMatch(/\S[\s\S]*\n$/);
    }
    expect(await readFile(join(one.folder, "reports/json.out"), "utf8")).toBe(run.stdout);
  });

  test("says what stopped the run, with the exit code that any format has", async () => {
    const one = await world(SEED, "version: 1\ngroups: [{}]\n");
    const run = await one.run(["plan", "--format", "json", "--report", "sarif=problems.sarif"]);
    expect(run.code).toBe(1);
    const sarif = JSON.parse(await readFile(join(one.folder, "problems.sarif"), "utf8")) as {
      runs: { results: { ruleId: string }[] }[];
    };
    expect(sarif.runs[0]?.results.map(({ ruleId }) => ruleId)).toContain("missing-field");
  });

  test("writes the body that a chat's robot takes, and says which format was meant", async () => {
    const one = await world(SEED, YAML);
    const run = await one.run(["plan", "--detailed-exitcode", "--lang", "zh", "--report", "wecom=wecom.json"]);
    expect(run.code).toBe(2);
    expect(JSON.parse(await readFile(join(one.folder, "wecom.json"), "utf8"))).toEqual({
      msgtype: "markdown",
      markdown: {
        content: `### ⚠️ muster · default：线上账号与文件不一致

调整坐席 1 个，手工修改 1 项，将移出 1 人次，将加入 1 人次
手工修改（1 项，接口不支持，请在七陌后台修改）
1 个警告

**有变更的技能组（1 个）**
• 售前 (1001)：2 名坐席 · 移出 8001 坐席1 · 加入 8003 坐席3`,
      },
    });
    const mistyped = await one.run(["plan", "--report", "dingtlak=d.json"]);
    expect(mistyped.code).toBe(1);
    expect(mistyped.stderr).toContain("Did you mean dingtalk?");
  });

  test("that has nowhere to go stops the run before anything is sent", async () => {
    const one = await world(SEED, YAML);
    const run = await one.run(["apply", "--auto-approve", "--report", "junit=groups.yaml/junit.xml"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("cannot-write");
    expect(one.simulator.requests).toHaveLength(0);
  });

  test("that cannot be written in the end keeps nothing else from being written, and exits 1", async () => {
    const one = await world(SEED, YAML);
    await mkdir(join(one.folder, "taken"));
    const run = await one.run(["plan", "--report", "junit=taken", "--report", "json=plan.json"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("cannot-write");
    expect(run.stdout).toContain("Plan:");
    expect(JSON.parse(await readFile(join(one.folder, "plan.json"), "utf8"))).toMatchObject({ kind: "plan" });
  });

  test.each([
    ["junit", "Expected FORMAT=FILE"],
    ["junit=", "Expected FORMAT=FILE"],
    ["junt=a.xml", "Did you mean junit?"],
  ])("%s is refused in one line", async (value, words) => {
    const run = await muster(["plan", "--report", value]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(words);
    expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test("two in one file are refused", async () => {
    const run = await muster(["plan", "--report", "junit=a", "--report", "sarif=a"]);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining("named twice") });
  });
});

describe("a format never changes an exit code", () => {
  test.each(["text", "json", "markdown", "html", "github"])("%s", async (format) => {
    const one = await world(SEED, YAML);
    const flags = ["--format", format];
    expect((await one.run(["plan", "--detailed-exitcode", ...flags])).code).toBe(2);
    expect((await one.run(["apply", "--auto-approve", "--max-removals", "0", ...flags])).code).toBe(3);
    expect((await one.run(["apply", ...flags])).code).toBe(1);
    expect((await one.run(["apply", "--dry-run", ...flags])).code).toBe(0);
    expect((await one.run(["apply", "--auto-approve", ...flags])).code).toBe(0);
    await one.write("version: 1\ngroups: [{}]\n");
    expect((await one.run(["validate", ...flags])).code).toBe(1);
  });

  test("commands without a report know text and json only", async () => {
    const run = await muster(["who", "8000", "--offline", "--format", "markdown"]);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining("Expected one of text, json.") });
  });
});

describe("documents for people", () => {
  test.each(["markdown", "html"])("a failure under %s is a document, and is told in the log too", async (format) => {
    const one = await world(SEED, YAML);
    const run = await one.run(["apply", "--auto-approve", "--max-removals", "0", "--format", format]);
    expect(run.code).toBe(3);
    expect(run.stdout).toContain("maxRemovals");
    expect(run.stderr).toContain("guard-tripped");
  });
});

describe("under GitHub Actions", () => {
  test("a plan is annotated at the lines of the repository, and leaves a summary and outputs", async () => {
    const one = await world(SEED, YAML);
    const env = await step(one);
    const run = await one.run(["plan"], { env });
    expect(run.code).toBe(0);
    expect(obeyed(run.stdout)).toEqual(["notice", "notice", "notice"]);
    const folder = one.folder.split("/").at(-1);
    expect(run.stdout).toContain(
      `::notice file=${folder}/groups.yaml,line=3,col=5,title=muster%3A change::update members 售前`,
    );
    expect(await outputsOf(env["GITHUB_OUTPUT"] ?? "")).toMatchObject({
      result: "changes",
      "exit-code": "0",
      changes: "true",
      "to-create": "0",
      "to-replace": "1",
      manual: "1",
      "members-added": "1",
      "members-removed": "1",
      "guards-tripped": "false",
      "plan-hash": expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
    const summary = await readFile(env["GITHUB_STEP_SUMMARY"] ?? "", "utf8");
    expect(summary).toContain(`https://github.example/o/r/blob/abc123/${folder}/groups.yaml#L3`);
  });

  test("an apply shows the plan first and leaves its result", async () => {
    const one = await world(SEED, YAML);
    const env = await step(one);
    const run = await one.run(["apply", "--auto-approve"], { env });
    expect(run.code).toBe(0);
    expect(run.stdout.indexOf("Plan:")).toBeLessThan(run.stdout.indexOf("Result:"));
    expect(obeyed(run.stdout)).toEqual(["notice", "notice"]);
    expect(await outputsOf(env["GITHUB_OUTPUT"] ?? "")).toMatchObject({
      result: "applied",
      applied: "1",
      failed: "0",
      changes: "true",
    });
  });

  test("what stops a run is an annotation", async () => {
    const one = await world(SEED, YAML);
    const env = await step(one);
    const run = await one.run(["apply", "--auto-approve", "--max-removals", "0"], { env });
    expect(run.code).toBe(3);
    expect(obeyed(run.stdout)[0]).toBe("error");
    expect(await outputsOf(env["GITHUB_OUTPUT"] ?? "")).toMatchObject({
      result: "stopped",
      "exit-code": "3",
      "members-removed": "1",
    });
  });

  test.each(["text", "github", "markdown", "html", "json"])(
    "nothing in a name is obeyed, in the log of --format %s either",
    async (format) => {
      const one = await world([], HOSTILE);
      const env = await step(one);
      for (const args of [["plan"], ["apply", "--dry-run"], ["apply", "--auto-approve", "--verbose"]]) {
        const run = await one.run([...args, "--format", format], { env });
        expect(run.code).toBe(0);
        const known = format === "github" ? ["notice", "notice"] : [];
        expect(obeyed(run.stdout)).toEqual(args[1] === "--auto-approve" ? [] : known);
        expect(obeyed(run.stderr)).toEqual([]);
      }
    },
  );

  test("JSON stays the same document", async () => {
    const one = await world([], HOSTILE);
    const [inside, outside] = [
      await one.run(["plan", "--format", "json"], { env: await step(one) }),
      await one.run(["plan", "--format", "json"]),
    ];
    // But for when and for which commit: a pipeline says that.
    const without = (text: string) => ({ ...(JSON.parse(text) as object), createdAt: "", commit: "" });
    expect(without(inside.stdout)).toEqual(without(outside.stdout));
  });

  test("more remarks than the runner shows are counted by the tenth", async () => {
    const groups = Array.from({ length: 30 }, (_, index) => `  - displayName: G${index}\n    members: ["8000"]\n`);
    const one = await world([], `version: 1\ngroups:\n${groups.join("")}`);
    const run = await one.run(["plan", "--max-creates", "30"], { env: await step(one) });
    const notices = run.stdout.split("\n").filter((line) => line.startsWith("::notice"));
    expect(notices).toHaveLength(10);
    expect(notices[9]).toContain("21 more changes");
  });

  test("a summary that is full already, or files that are gone, fail nothing", async () => {
    const one = await world(SEED, YAML);
    const env = await step(one);
    await writeFile(env["GITHUB_STEP_SUMMARY"] ?? "", "x".repeat(999_000));
    expect((await one.run(["plan"], { env })).code).toBe(0);
    expect((await readFile(env["GITHUB_STEP_SUMMARY"] ?? "", "utf8")).length).toBe(999_000);
    await rm(env["GITHUB_STEP_SUMMARY"] ?? "");
    const missing = { ...env, GITHUB_OUTPUT: join(one.folder, "no/such/folder/output") };
    const run = await one.run(["plan"], { env: missing });
    expect(run.code).toBe(0);
    expect(run.stderr).toContain("GITHUB_OUTPUT");
  });
});

describe("links to lines elsewhere", () => {
  test.each([
    [
      { CI_PROJECT_URL: "https://gitlab.example/g/p", CI_COMMIT_SHA: "c0ffee", CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: "" },
      "https://gitlab.example/g/p/-/blob/c0ffee/groups.yaml#L3",
    ],
    [
      { MUSTER_SOURCE_URL: "https://gitee.com/o/r/blob/main/{file}#L{line}" },
      "https://gitee.com/o/r/blob/main/groups.yaml#L3",
    ],
  ])("%o", async (env, address) => {
    const one = await world(SEED, YAML);
    const run = await one.run(["plan", "--format", "markdown"], { env });
    expect(run.stdout).toContain(address);
  });

  test("what is no address of the web becomes no link", async () => {
    const one = await world(SEED, YAML);
    const run = await one.run(["plan", "--format", "html"], {
      env: { MUSTER_SOURCE_URL: "javascript:alert(1)//{file}" },
    });
    expect(run.stdout).not.toContain("javascript:alert");
  });
});
