import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { GITLAB_COMPONENT, GITLAB_JOBS, starterFiles } from "../../src/cli/starter/starterFiles.js";
import type { Ways } from "../../src/cli/starter/ways.js";
import { ROOT } from "../support/cli.js";
import { workflowFindings } from "../support/githubParsers.js";
import { gitlabRepository } from "../support/gitlabCiLocal.js";
import { groupsYaml, membersOf, world } from "../support/simulated.js";
import { gitlab, TOKEN } from "./gitlabStandIn.js";
import gitlabSchema from "./schemas/gitlab-ci.json" with { type: "json" };

const ACTION = "somebody/muster@v1.2.3";
const IMAGE = "registry.example/ops/muster:1.2.3";
const WAYS: Ways = { github: { kind: "action", uses: ACTION }, gitlab: { kind: "image", image: IMAGE } };
const files = starterFiles(["github", "gitlab"], WAYS);
const textOf = (path: string) => files.find((file) => file.path === path)?.text ?? "";

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly uses?: string; readonly run?: string }[] }>
  >;
}

describe("with a release of the action", () => {
  it.each(["plan", "apply", "drift", "due"])(
    "muster-%s needs neither Node nor npm, and is accepted by GitHub's parser",
    async (name) => {
      const text = textOf(`.github/workflows/muster-${name}.yml`);
      const steps = Object.values((parse(text) as Workflow).jobs).flatMap((job) => job.steps);
      expect(steps.filter(({ uses }) => uses === ACTION)).toHaveLength(name === "apply" ? 2 : 1);
      expect(steps.filter(({ run }) => run !== undefined)).toEqual([]);
      expect(text).not.toMatch(/node|npm/);
      // What an action takes is not known offline; the same inputs are held against action.yml with the archive.
      expect((await workflowFindings(text)).filter((finding) => !finding.includes(ACTION))).toEqual([]);
    },
  );

  it("Dependabot has no packages of npm to look at", () => {
    const { updates } = parse(textOf(".github/dependabot.yml")) as { updates: { "package-ecosystem": string }[] };
    expect(updates.map((update) => update["package-ecosystem"])).toEqual(["github-actions"]);
  });
});

const ajv = new Ajv({ allErrors: true, strict: false });
formats.default(ajv);
const isPipeline = ajv.compile(gitlabSchema);

describe("with the image", () => {
  it("GitLab's jobs run in it, install nothing, and are accepted by GitLab's schema", () => {
    const text = textOf(GITLAB_JOBS);
    const jobs = parse(text) as Record<string, Record<string, unknown>>;
    expect(isPipeline(jobs), JSON.stringify(isPipeline.errors)).toBe(true);
    expect(jobs[".muster"]).toMatchObject({ image: { name: IMAGE, entrypoint: [""] } });
    expect(jobs[".muster"]).not.toHaveProperty("before_script");
    expect(text).not.toMatch(/npx|npm|image: node/);
    expect(text.match(/^ +(?:- )?muster (?:plan|validate|apply)\b/gm)).toHaveLength(5);
  });
});

describe("GitLab's component", () => {
  const [head, jobs] = parseAllDocuments(GITLAB_COMPONENT).map((document) => document.toJS());

  it("has inputs, each of them used, and needs nothing but them and the image", () => {
    const inputs = Object.keys(head.spec.inputs);
    const used = new Set([...GITLAB_COMPONENT.matchAll(/\$\[\[ inputs\.([\w-]+) \]\]/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual(inputs.sort());
    expect(GITLAB_COMPONENT).not.toMatch(/npx|npm ci|\.gitlab\/|stage: (?:test|deploy)/);
    expect(isPipeline(jobs), JSON.stringify(isPipeline.errors)).toBe(true);
  });

  it("is included by CI.md as it asks for", () => {
    const page = readFileSync(join(ROOT, ".github/CI.md"), "utf8").replaceAll(/<(\w+)>/g, "$1");
    const shown = parse(/^```yaml\n(workflow:\n.*?)^```$/ms.exec(page)?.[1] ?? "");
    expect(isPipeline(shown), JSON.stringify(isPipeline.errors)).toBe(true);
    const [{ component, inputs }] = shown.include;
    expect(component).toMatch(/\/muster@v\d/);
    const { spec } = head as { spec: { inputs: Record<string, { default?: string }> } };
    const asked = Object.entries(spec.inputs).filter(([, input]) => input.default === undefined);
    expect(Object.keys(inputs)).toEqual(asked.map(([name]) => name));
    for (const [name, { default: value }] of Object.entries(spec.inputs))
      if (value !== undefined) expect(page).toContain(`\`${name}\` (\`${value}\`)`);
  });

  it("plans, applies and finds no drift, run by gitlab-ci-local", { timeout: 120_000 }, async ({ onTestFinished }) => {
    const here = await world(
      [{ exten: "2", displayName: "售前", members: ["8000"] }],
      groupsYaml({ 售前: ["8000", "8001"] }),
    );
    const include = {
      include: [{ local: ".templates/muster.yml", inputs: { image: IMAGE, "fail-on": "guard,warning" } }],
    };
    const pipelines = await gitlabRepository(here, onTestFinished, [
      { path: ".gitlab-ci.yml", text: JSON.stringify(include) },
      { path: ".templates/muster.yml", text: GITLAB_COMPONENT },
    ]);
    const commit = pipelines.push();
    const forge = await gitlab({ head: commit, commit }, {}, onTestFinished);
    const note = join(ROOT, "src/cli/starter/gitlab/muster-note.mjs");
    const api = { MUSTER_GITLAB_TOKEN: TOKEN, CI_API_V4_URL: forge.url, MUSTER_NOTE: note };
    const planned = await pipelines.run({ variables: { ...pipelines.mergeRequest, ...api } });
    expect(planned.jobs, planned.log).toEqual({ "muster-plan": "passed" });
    expect(forge.notes.at(-1)?.body).toContain("8001");
    const applied = await pipelines.run({ variables: { ...pipelines.main, ...api }, manual: ["muster-apply"] });
    expect(applied.jobs, applied.log).toEqual({ "muster-plan-main": "passed", "muster-apply": "passed" });
    expect(membersOf(here.simulator)).toEqual({ 售前: ["8000", "8001"] });
  });
});
