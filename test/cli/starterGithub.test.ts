import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { starterFiles } from "../../src/cli/starter/starterFiles.js";
import { ROOT } from "../support/cli.js";
import { type Actions, actionFindings, workflowFindings } from "../support/githubParsers.js";

const WORKFLOWS = starterFiles(["github"]).filter(({ path }) => path.startsWith(".github/workflows/"));
const ACTION = "./node_modules/muster/.github/actions/muster";
const ACTION_FILE = join(ROOT, ".github/actions/muster/action.yml");
const action = existsSync(ACTION_FILE) ? readFileSync(ACTION_FILE, "utf8") : undefined;
const actions: Actions = action === undefined ? {} : { [ACTION]: action };

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string | boolean>>;
}

interface Job {
  readonly needs?: string;
  readonly if?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly env?: unknown;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, { branches?: string[] } | null>>;
  readonly permissions: object;
  readonly concurrency: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

const textOf = (name: string) => WORKFLOWS.find(({ path }) => path.endsWith(`/${name}.yml`))?.text ?? "";
const workflow = (name: string): Workflow => parse(textOf(name));
const muster = (job: Job | undefined) => job?.steps.find(({ uses }) => uses === ACTION);
const jobs = WORKFLOWS.flatMap(({ path, text }) =>
  Object.entries((parse(text) as Workflow).jobs).map(([name, job]) => ({ name: `${path} ${name}`, job })),
);

describe("GitHub's own parsers", () => {
  it.each(WORKFLOWS.map(({ path, text }) => [path, text]))("accept %s, as init writes it", async (_, text) => {
    expect(await workflowFindings(text, actions)).toEqual([]);
  });

  it("accept the workflows of this repository", async () => {
    const folder = join(ROOT, ".github/workflows");
    for (const name of await readdir(folder))
      expect(await workflowFindings(await readFile(join(folder, name), "utf8"), actions), name).toEqual([]);
  });

  it.each([
    ["an unknown key", "queue: max", "queu: max", /Unexpected value 'queu'/],
    ["an unknown value", "queue: max", "queue: most", /Unexpected value 'most'/],
    ["a permission that is none", "pull-requests: write", "pull-request: write", /Unexpected value 'pull-request'/],
    ["a job that is not there", "needs: plan\n", "needs: plans\n", /needs|depends/i],
    ["an output that is not there", "outputs.plan-hash }}\n", "outputs.hash }}\n", /hash/],
    ["a context that is not there", "secrets.MUSTER_API_SECRET", "secret.MUSTER_API_SECRET", /secret/],
    ["a broken expression", "!= '0' ||", "! '0' ||", /Unexpected symbol|expression/i],
  ])("reject %s", async (_, from, to, why) => {
    const broken = textOf("muster-apply").replaceAll(from, to);
    expect(broken).not.toBe(textOf("muster-apply"));
    expect((await workflowFindings(broken)).join("\n")).toMatch(why);
  });

  it("hold what is asked of an action against its action.yml, and that against theirs", async () => {
    const small = `name: a
description: b
inputs:
  command:
    description: c
runs:
  using: node24
  main: index.js
`;
    expect(await actionFindings(small)).toEqual([]);
    expect((await actionFindings(small.replace("main:", "mian:"))).join()).toMatch(/mian/);
    const findings = await workflowFindings(textOf("muster-drift"), { [ACTION]: small });
    expect(findings.join("\n")).toMatch(/Invalid action input 'comment'/);
  });
});

describe.skipIf(action === undefined)("the action", () => {
  it("is accepted by GitHub's parser", async () => {
    expect(await actionFindings(action ?? "")).toEqual([]);
  });

  it("has the outputs that the workflows read", () => {
    const known = Object.keys(parse(action ?? "").outputs);
    for (const { text } of WORKFLOWS)
      for (const [, output] of text.matchAll(/steps\.plan\.outputs\.([\w-]+)/g)) expect(known).toContain(output);
  });
});

/** Every action of a workflow that is not a file of the repository, nor muster's own, as `name@commit # version`. */
const used = (text: string) => [...text.matchAll(/uses: (?!\.\/|<owner>\/)(.+)/g)].map(([, action = ""]) => action);

describe("other people's actions", () => {
  const folder = join(ROOT, ".github/workflows");
  const own = readdirSync(folder).map((name) => ({ path: name, text: readFileSync(join(folder, name), "utf8") }));
  const pages = ["CI.md", "CI.zh-CN.md"].map((path) => ({
    path,
    text: readFileSync(join(ROOT, ".github", path), "utf8"),
  }));

  it("are named by their commits, with the version beside them", () => {
    for (const { path, text } of [...WORKFLOWS, ...own, ...pages])
      for (const action of used(text)) expect(action, path).toMatch(/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("stand beside no script that a text from outside could become a part of", () => {
    for (const { path, text } of [...WORKFLOWS, ...own])
      for (const { steps } of Object.values((parse(text) as Workflow).jobs))
        for (const { run = "" } of steps) expect(run, path).not.toContain("${{");
    for (const { text } of pages) expect(text).not.toMatch(/^ +(- )?run: .*\$\{\{/m);
  });

  it("are the same everywhere: Dependabot sees only the workflows of this repository", () => {
    const versions = new Map<string, Set<string>>();
    for (const { text } of [...WORKFLOWS, ...own, ...pages])
      for (const action of used(text)) {
        const [name = "", version = ""] = action.split("@");
        versions.set(name, (versions.get(name) ?? new Set()).add(version));
      }
    for (const [name, found] of versions) expect([...found], name).toHaveLength(1);
  });
});

describe("the workflows", () => {
  it("run the muster that the lock file names, and nothing that the registry has by that name", () => {
    for (const { job } of jobs) {
      // A script of a package could change the action before the secret is handed to it.
      expect(job.steps.map(({ run }) => run).filter(Boolean)).toEqual(["npm ci --ignore-scripts"]);
      expect(muster(job)).toBeDefined();
    }
  });

  it("grant each job what it needs and no more, and end by themselves", () => {
    for (const name of ["plan", "apply", "drift", "due"]) expect(workflow(`muster-${name}`).permissions).toEqual({});
    const granted = Object.fromEntries(jobs.map(({ name, job }) => [name.replace(/.*muster-/, ""), job.permissions]));
    expect(granted).toEqual({
      "plan.yml plan": { contents: "read", "pull-requests": "write" },
      "apply.yml plan": { contents: "read" },
      "apply.yml apply": { contents: "read", "pull-requests": "write" },
      "drift.yml drift": { contents: "read", issues: "write" },
      "due.yml due": { contents: "read" },
    });
    for (const { job } of jobs) expect(job["timeout-minutes"]).toBeGreaterThan(0);
  });

  it("show secrets to muster alone, never to what npm installs", () => {
    for (const { job } of jobs) {
      expect(job.env).toBeUndefined();
      for (const step of job.steps) {
        // A host or an account number that is masked in the logs helps nobody: only the secret is one.
        const env = {
          MUSTER_HOST: "${{ vars.MUSTER_HOST }}",
          MUSTER_ACCOUNT_ID: "${{ vars.MUSTER_ACCOUNT_ID }}",
          MUSTER_API_SECRET: "${{ secrets.MUSTER_API_SECRET }}",
          // Its address has a password. Where there is no such secret it is empty: no store.
          MUSTER_STORE: "${{ secrets.MUSTER_STORE }}",
        };
        expect(step.env ?? {}).toEqual(step.uses === ACTION ? env : {});
      }
      expect(job.steps[0]).toMatchObject({
        uses: expect.stringMatching(/^actions\/checkout@/),
        with: { "persist-credentials": false },
      });
    }
    for (const { text } of WORKFLOWS) expect(text).not.toContain("pull_request_target");
  });

  it("plan on pull requests and in merge queues, whatever files they change, the newest commit's plan only", () => {
    const plan = workflow("muster-plan");
    expect(plan.on).toEqual({ pull_request: null, merge_group: null });
    expect(plan.concurrency).toEqual({
      // In a merge queue there is no number, and without another name each entry would cancel its neighbours.
      group: "muster-plan-${{ github.event.pull_request.number || github.ref }}",
      "cancel-in-progress": true,
    });
    expect(muster(plan.jobs["plan"])?.with).toEqual({
      command: "plan",
      "fail-on": "guard",
      reports: "html=plan.html",
      args: "--staffing",
    });
    expect(plan.jobs["plan"]?.steps.at(-1)).toMatchObject({
      if: "always()",
      with: { path: "plan.html", archive: false },
    });
  });

  it("apply what was planned, after approval, from main alone, dropping no run that waits", () => {
    const { on, concurrency, jobs } = workflow("muster-apply");
    expect(on["push"]).toEqual({ branches: ["main"] });
    expect(concurrency).toEqual({ group: "muster-apply", "cancel-in-progress": false, queue: "max" });
    const { plan, apply } = jobs;
    expect(plan?.if).toBe("github.ref == 'refs/heads/main'");
    expect(plan?.environment).toBeUndefined();
    expect(apply).toMatchObject({
      needs: "plan",
      if: "needs.plan.outputs.outdated != 'true' && (needs.plan.outputs.to-create != '0' || needs.plan.outputs.to-replace != '0')",
      environment: "muster",
    });
    const saved = plan?.steps.find(({ uses }) => uses?.startsWith("actions/upload-artifact@"))?.with;
    const loaded = apply?.steps.find(({ uses }) => uses?.startsWith("actions/download-artifact@"))?.with;
    expect(loaded?.["name"]).toBe(saved?.["name"]);
    expect(String(saved?.["path"]).split("\n")).toContain(muster(apply)?.with?.["plan"]);
    expect(muster(plan)?.with).toMatchObject({ command: "plan", out: muster(apply)?.with?.["plan"] });
    expect(muster(apply)?.with).toEqual({
      command: "apply",
      plan: "plan.json",
      "expect-hash": "${{ needs.plan.outputs.plan-hash }}",
      reports: "json=result.json\nhtml=result.html\n",
    });
  });

  it("watch for drift on a schedule, and by hand", () => {
    const drift = workflow("muster-drift");
    expect(Object.keys(drift.on)).toEqual(["schedule", "workflow_dispatch"]);
    expect(muster(drift.jobs["drift"])?.with).toEqual({ command: "plan", comment: "off", issue: "on" });
  });

  it("bring what is due only where somebody switches it on, from main alone, and behind no run that waits", async () => {
    const text = textOf("muster-due");
    const due = workflow("muster-due");
    expect(Object.keys(due.on)).toEqual(["workflow_dispatch"]);
    const on = text.replace("  # schedule:\n  #   - cron:", "  schedule:\n    - cron:");
    expect(await workflowFindings(on, actions)).toEqual([]);
    expect(Object.keys((parse(on) as Workflow).on)).toEqual(["schedule", "workflow_dispatch"]);
    expect(due.concurrency).toEqual({ group: "muster-due", "cancel-in-progress": false });
    expect(due.jobs["due"]).toMatchObject({ if: "github.ref == 'refs/heads/main'" });
    expect(due.jobs["due"]?.environment).toBeUndefined();
    expect(muster(due.jobs["due"])?.with).toEqual({
      command: "apply",
      args: "--due --lock-timeout 120",
      comment: "off",
    });
  });
});
