import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { starterFiles } from "../../src/cli/starter/starterFiles.js";
import { ROOT } from "../support/cli.js";

interface Rule {
  readonly if: string;
  readonly when?: string;
  readonly changes?: readonly string[];
}

interface Job {
  readonly extends?: string;
  readonly stage?: string;
  readonly rules?: readonly Rule[];
  readonly script?: readonly string[];
  readonly after_script?: readonly string[];
  readonly needs?: readonly string[];
  readonly environment?: object;
  readonly resource_group?: string;
  readonly interruptible?: boolean;
  readonly timeout?: string;
  readonly allow_failure?: unknown;
  readonly artifacts?: {
    readonly paths?: readonly string[];
    readonly reports?: Readonly<Record<string, string>>;
    readonly when?: string;
  };
}

const textOf = (wanted: string) => starterFiles(["gitlab"]).find(({ path }) => path === wanted)?.text ?? "";
const TEXT = textOf(".gitlab/muster.gitlab-ci.yml");
const MAIN_TEXT = textOf(".gitlab-ci.yml");
const file: Record<string, Job> = parse(TEXT);
const isJob = (name: string) => !name.startsWith(".");

/** A job with what it extends. */
function job(name: string): Job {
  const own = file[name] ?? {};
  return own.extends === undefined ? own : { ...job(own.extends), ...own };
}

const schema = JSON.parse(readFileSync(join(ROOT, "test/cli/schemas/gitlab-ci.json"), "utf8"));
const ajv = new Ajv({ allErrors: true, strict: false });
formats.default(ajv);
const isPipeline = ajv.compile(schema);

/** Of GitLab's rules what this file uses: `$A == "b" && $C != $D`. */
function holds(condition: string, variables: Readonly<Record<string, string>>): boolean {
  const value = (word: string) => (word.startsWith("$") ? (variables[word.slice(1)] ?? "") : word.replaceAll('"', ""));
  return condition.split(" && ").every((part) => {
    const [, left = "", sign, right = ""] = /^(\$\w+) (==|!=) (\$\w+|"\w+")$/.exec(part) ?? [];
    if (sign === undefined) throw new Error(`not understood: ${part}`);
    return (value(left) === value(right)) === (sign === "==");
  });
}

/** The jobs of a pipeline, each with when it starts. */
function pipeline(variables: Readonly<Record<string, string>>): Record<string, string> {
  const { workflow } = parse(MAIN_TEXT) as { workflow: { rules: Rule[] } };
  if (!workflow.rules.some((rule) => holds(rule.if, variables))) return {};
  const started = Object.keys(file)
    .filter(isJob)
    .flatMap((name) => {
      const rule = job(name).rules?.find((one) => holds(one.if, variables));
      return rule === undefined || rule.when === "never" ? [] : [[name, rule.when ?? "on_success"] as const];
    });
  return Object.fromEntries(started);
}

const MAIN = { CI_COMMIT_BRANCH: "main", CI_DEFAULT_BRANCH: "main" };
const MERGE_REQUEST = {
  CI_DEFAULT_BRANCH: "main",
  CI_PIPELINE_SOURCE: "merge_request_event",
  CI_MERGE_REQUEST_PROJECT_ID: "1",
};

describe("the GitLab pipeline", () => {
  it("keeps to GitLab's schema, which rejects a broken one", () => {
    for (const text of [MAIN_TEXT, TEXT]) {
      isPipeline(parse(text));
      expect(isPipeline.errors ?? []).toEqual([]);
    }
    for (const [from, to] of [
      ["exit_codes", "exit_code"],
      ["when: manual", "when: by-hand"],
      ["resource_group: muster", "resource_group: [muster]"],
      ["access: developer", "access: everybody"],
    ] as const) {
      expect(TEXT).toContain(from);
      expect(isPipeline(parse(TEXT.replaceAll(from, to))), to).toBe(false);
    }
  });

  it("takes the recipe for merge requests without a secret", () => {
    const pages = readFileSync(join(ROOT, ".github/CI.md"), "utf8");
    const [, recipe = ""] = /^```yaml\n(muster-live:.*?)^```$/ms.exec(pages) ?? [];
    const own = { ...parse(MAIN_TEXT), ...parse(recipe) };
    isPipeline(own);
    expect(isPipeline.errors ?? []).toEqual([]);
    // What it adds to, and what it takes the snapshot from, are jobs by these names.
    expect(file["muster-plan"]).toBeDefined();
    expect(recipe).toContain("job=muster-live");
    expect(own["muster-live"].artifacts.paths).toEqual(["live.json"]);
  });

  it("can be a part of somebody's own: nothing global, names that are muster's, stages that are there by default", () => {
    expect(parse(MAIN_TEXT)["include"]).toEqual([{ local: ".gitlab/muster.gitlab-ci.yml" }]);
    for (const name of Object.keys(file)) {
      expect(name).toMatch(/^\.?muster(-|$)/);
      expect(["test", "deploy"]).toContain(job(name).stage);
    }
  });

  it("plans whatever folders muster.yaml names: no file is filtered out", () => {
    expect(TEXT).not.toContain("changes:");
  });

  it("runs no scripts of packages, which would see the secret", () => {
    expect(TEXT).toContain("npm ci --ignore-scripts");
    expect(TEXT).not.toMatch(/npm ci(?! --ignore-scripts)/);
  });

  it("runs what each pipeline is for", () => {
    expect(pipeline({ ...MERGE_REQUEST, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "1" })).toEqual({
      "muster-plan": "on_success",
    });
    expect(pipeline({ ...MERGE_REQUEST, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "2" })).toEqual({
      "muster-validate": "on_success",
    });
    expect(pipeline({ ...MAIN, CI_PIPELINE_SOURCE: "push" })).toEqual({
      "muster-plan-main": "on_success",
      "muster-apply": "manual",
    });
    expect(pipeline({ ...MAIN, CI_PIPELINE_SOURCE: "schedule" })).toEqual({ "muster-drift": "on_success" });
    // A schedule of its own, which has to ask for it.
    expect(pipeline({ ...MAIN, CI_PIPELINE_SOURCE: "schedule", MUSTER_DUE: "1" })).toEqual({
      "muster-due": "on_success",
    });
    expect(pipeline({ ...MAIN, CI_PIPELINE_SOURCE: "push", MUSTER_DUE: "1" })).not.toHaveProperty("muster-due");
    expect(pipeline({ ...MAIN, CI_COMMIT_BRANCH: "feature", CI_PIPELINE_SOURCE: "push" })).toEqual({});
    expect(pipeline({ ...MAIN, CI_COMMIT_BRANCH: "feature", CI_PIPELINE_SOURCE: "schedule" })).toEqual({});
  });

  it("hands GitLab every report that the command writes, also when it fails", () => {
    for (const name of Object.keys(file).filter(isJob)) {
      const { script = [], artifacts } = job(name);
      expect(artifacts?.when).toBe("always");
      const written = [...script.join(" ").matchAll(/(?:--report [\w-]+=|--out |(?<!2)> ?)(\S+)/g)].map(
        ([, path]) => path,
      );
      const kept = [...(artifacts?.paths ?? []), ...Object.values(artifacts?.reports ?? {})];
      expect([...kept].sort(), name).toEqual([...written].sort());
    }
    expect(job("muster-plan").artifacts?.reports).toEqual({
      dotenv: "plan.env",
      terraform: "gitlab-plan.json",
      codequality: "gitlab-codequality.json",
      junit: "junit.xml",
    });
  });

  it("applies the very plan, by hand, one at a time, in an environment that can be protected", () => {
    const apply = job("muster-apply");
    expect(apply).toMatchObject({
      needs: ["muster-plan-main"],
      resource_group: "muster",
      environment: { name: "muster" },
    });
    expect(apply.interruptible).toBeUndefined();
    expect(apply.script?.join()).toContain('apply --plan plan.json "$@" --auto-approve');
    expect(job("muster-plan-main").artifacts?.paths).toContain("plan.json");
  });

  it("brings what is due never together with an apply, and without the environment that a person approves", () => {
    const due = job("muster-due");
    expect(due).toMatchObject({ resource_group: job("muster-apply").resource_group });
    expect(due.environment).toBeUndefined();
    expect(due.script).toEqual([
      "npx --no-install muster apply --due --lock-timeout 120 --auto-approve --report markdown=result.md --report json=result.json",
    ]);
  });

  it("fails no job over a difference, nor over a note", () => {
    for (const name of Object.keys(file).filter(isJob)) {
      const { script = [], allow_failure } = job(name);
      const detailed = script.join(" ").includes("--detailed-exitcode");
      expect(allow_failure, name).toEqual(detailed ? { exit_codes: [2] } : undefined);
      // What stands in after_script cannot fail a job.
      expect(script.join(" ")).not.toContain("muster-note");
    }
    expect(job("muster-plan").after_script).toEqual(["node .gitlab/muster-note.mjs note plan.md"]);
    expect(job("muster-apply").after_script).toEqual([
      "node .gitlab/muster-note.mjs result result.json result.md plan.md",
    ]);
    expect(job("muster-drift").after_script).toEqual(["node .gitlab/muster-note.mjs issue plan.json plan.md"]);
  });

  it("ends by itself, and runs no muster but the installed one", () => {
    for (const name of Object.keys(file).filter(isJob)) {
      expect(job(name).timeout, name).toMatch(/^\d+ (minutes|hour)$/);
      expect(job(name).script?.join("\n"), name).toMatch(/^npx --no-install muster /m);
    }
  });
});
