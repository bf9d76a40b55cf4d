import { readFileSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { parse } from "yaml";
import { starterFiles } from "../../src/cli/starter/starterFiles.js";
import type { Ways } from "../../src/cli/starter/ways.js";
import { ROOT } from "../support/cli.js";
import type { World } from "../support/simulated.js";
import type { GithubStandIn } from "./githubStandIn.js";
import { runStep, type Step, TOKEN } from "./step.js";

const MUSTER = "./node_modules/muster/.github/actions/muster";

interface WorkflowStep {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly needs?: string;
  readonly if?: string;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly WorkflowStep[];
}

interface Workflow {
  readonly concurrency: { readonly group: string };
  readonly jobs: Readonly<Record<string, Job>>;
}

export interface WorkflowEvent {
  readonly name: string;
  readonly payload: object;
  readonly ref: string;
  readonly sha: string;
  /** The event's run gets no secrets and a token that may only read. */
  readonly isForeign?: boolean;
}

export interface RunChoices {
  /** The jobs to run; what earlier attempts of the others left stays. "Re-run failed jobs" does this. */
  readonly only?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A release of the action that the workflow uses, instead of the archive's. */
  readonly action?: string;
}

export interface JobRun {
  readonly result: "success" | "failure" | "skipped";
  readonly outputs: Readonly<Record<string, string>>;
  /** The step of muster. */
  readonly muster?: Step;
}

/** Artifacts and results of one run, over all of its attempts. */
export interface WorkflowRun {
  readonly jobs: Record<string, JobRun>;
  /** Folders by the artifact's name. */
  readonly artifacts: Map<string, string>;
}

/** Which name a run has among those that wait for each other. */
export async function concurrencyGroup(name: string, event: WorkflowEvent): Promise<string> {
  return text(await evaluator(contextsOf(event, {}, {})), workflow(name).concurrency.group);
}

/**
 * Runs a starter workflow as GitHub does: expressions by GitHub's own library, each job with the checked-out files and
 * nothing else, artifacts as the only way between them. The steps of muster run for real.
 *
 * @param earlier an earlier attempt of the same run
 */
export async function runWorkflow(
  name: string,
  event: WorkflowEvent,
  one: World,
  github: GithubStandIn,
  { only, env = {}, action }: RunChoices = {},
  earlier: WorkflowRun = { jobs: {}, artifacts: new Map() },
): Promise<WorkflowRun> {
  for (const [id, job] of Object.entries(workflow(name, action).jobs)) {
    if (only !== undefined && !only.includes(id)) continue;
    const needs = job.needs === undefined ? {} : { [job.needs]: earlier.jobs[job.needs] };
    const isFailed = Object.values(needs).some((need) => need?.result !== "success");
    const start = await evaluator(contextsOf(event, needs, {}), { isFailed });
    if (!truthy(start, job.if ?? "success()") || (isFailed && !/always\(\)/.test(job.if ?? ""))) {
      earlier.jobs[id] = { result: "skipped", outputs: {} };
      continue;
    }
    earlier.jobs[id] = await runJob(job, event, needs, one, github, earlier.artifacts, env, action);
  }
  return earlier;
}

async function runJob(
  job: Job,
  event: WorkflowEvent,
  needs: object,
  one: World,
  github: GithubStandIn,
  artifacts: Map<string, string>,
  more: Readonly<Record<string, string>>,
  action: string | undefined,
): Promise<JobRun> {
  // A runner of its own: the files of the repository, and nothing that another job has left.
  const folder = await mkdtemp(join(tmpdir(), "muster-runner-"));
  await cp(one.folder, folder, { recursive: true, filter: (path) => !/[\\/](?:\.git|\.state)$|plan\.\w+$/.test(path) });
  const steps: Record<string, { outputs: Step["outputs"] }> = {};
  let [isFailed, muster] = [false, undefined as Step | undefined];
  try {
    for (const step of job.steps) {
      const evaluated = await evaluator(contextsOf(event, needs, steps), { isFailed });
      if (!truthy(evaluated, step.if ?? "success()")) continue;
      const given = Object.fromEntries(
        Object.entries(step.with ?? {}).map(([key, value]) => [key, text(evaluated, String(value))]),
      );
      if (step.uses === (action ?? MUSTER)) {
        const before = github.calls.length;
        muster = await runStep({ ...one, folder }, github, {
          inputs: { ...defaults(evaluated), ...given },
          event: { name: event.name, payload: event.payload },
          env: {
            GITHUB_REF: event.ref,
            GITHUB_SHA: event.sha,
            GITHUB_WORKSPACE: folder,
            ...Object.fromEntries(Object.entries(step.env ?? {}).map(([key, value]) => [key, text(evaluated, value)])),
            // The simulator's, whatever stands in the settings.
            ...(event.isForeign === true ? {} : { MUSTER_HOST: one.simulator.url }),
            ...more,
          },
        });
        refuseUnpermitted(github.calls.slice(before), job, event);
        isFailed ||= muster.code !== 0;
        if (step.id !== undefined) steps[step.id] = { outputs: muster.outputs };
      } else if (step.uses?.startsWith("actions/upload-artifact@") === true) await upload(given, folder, artifacts);
      else if (step.uses?.startsWith("actions/download-artifact@") === true) {
        const place = artifacts.get(given["name"] ?? "");
        if (place === undefined) isFailed = true;
        else await cp(place, folder, { recursive: true });
      }
    }
    const ending = await evaluator(contextsOf(event, needs, steps), { isFailed });
    const outputs = Object.fromEntries(
      Object.entries(job.outputs ?? {}).map(([key, value]) => [key, text(ending, value)]),
    );
    return { result: isFailed ? "failure" : "success", outputs, ...(muster === undefined ? {} : { muster }) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One file without a name is an artifact of its own name, as `archive: false` has it. */
async function upload(given: Readonly<Record<string, string>>, folder: string, artifacts: Map<string, string>) {
  const paths = (given["path"] ?? "").split("\n").filter(Boolean);
  const place = await mkdtemp(join(tmpdir(), "muster-artifact-"));
  let found = false;
  for (const path of paths) {
    await cp(join(folder, path), join(place, basename(path))).then(
      () => (found = true),
      () => undefined,
    );
  }
  if (found) artifacts.set(given["name"] ?? basename(paths[0] ?? ""), place);
}

/** What the token of a job may do; GitHub answers anything else with 403. */
function refuseUnpermitted(calls: readonly string[], { permissions = {} }: Job, { isForeign = false }: WorkflowEvent) {
  for (const call of calls) {
    if (!/^(?:POST|PATCH|DELETE) \/repos/.test(call)) continue;
    const isComment = /\/comments/.test(call);
    const may =
      !isForeign && (permissions["issues"] === "write" || (isComment && permissions["pull-requests"] === "write"));
    if (!may) throw new Error(`the token may not: ${call}`);
  }
}

function workflow(name: string, action?: string): Workflow {
  const ways: Ways = action === undefined ? {} : { github: { kind: "action", uses: action } };
  return parse(starterFiles(["github"], ways).find(({ path }) => path.endsWith(`/${name}.yml`))?.text ?? "");
}

const metadata = parse(readFileSync(join(ROOT, ".github/actions/muster/action.yml"), "utf8")) as {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
};

function defaults(evaluate: Evaluate): Record<string, string> {
  return Object.fromEntries(
    Object.entries(metadata.inputs).flatMap(([name, { default: value }]) =>
      value === undefined ? [] : [[name, text(evaluate, value)]],
    ),
  );
}

function contextsOf(event: WorkflowEvent, needs: object, steps: object): Readonly<Record<string, unknown>> {
  const secrets = event.isForeign === true ? {} : { MUSTER_API_SECRET: "top-secret" };
  return {
    github: { event: event.payload, event_name: event.name, ref: event.ref, sha: event.sha, token: TOKEN },
    vars: { MUSTER_ACCOUNT_ID: "N00000000556" },
    secrets,
    needs,
    steps,
  };
}

type Evaluate = (expression: string) => unknown;

function truthy(evaluate: Evaluate, condition: string): boolean {
  return evaluate(condition.replace(/^\s*\$\{\{|\}\}\s*$/g, "")) === "true";
}

/** A text with the values of its expressions. */
function text(evaluate: Evaluate, template: string): string {
  return template.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) => String(evaluate(expression)));
}

/** GitHub's own parser and evaluator, with the functions that a runner adds. */
async function evaluator(
  contexts: Readonly<Record<string, unknown>>,
  { isFailed = false }: { readonly isFailed?: boolean } = {},
): Promise<Evaluate> {
  const { Lexer, Parser, Evaluator, data } = await library;
  const status = { always: true, success: !isFailed, failure: isFailed, cancelled: false };
  const functions = Object.entries(status).map(([name, value]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  }));
  const reviver = (_: string, value: unknown) => data.reviver(_, value as never);
  const dictionary = JSON.parse(JSON.stringify(contexts), reviver) as InstanceType<typeof data.Dictionary>;
  return (expression) => {
    const tokens = new Lexer(expression).lex().tokens;
    const tree = new Parser(tokens, Object.keys(contexts), functions).parse();
    const value = new Evaluator(tree, dictionary, new Map(functions.map((one) => [one.name, one]))).evaluate();
    return value.coerceString();
  };
}

const library = (async (): Promise<typeof import("@actions/expressions")> => {
  const folder = await mkdtemp(join(tmpdir(), "muster-expressions-"));
  const outfile = join(folder, "expressions.cjs");
  try {
    const stdin = { contents: 'export * from "@actions/expressions";', resolveDir: ROOT };
    await build({ stdin, bundle: true, format: "cjs", platform: "node", outfile });
    return createRequire(import.meta.url)(outfile);
  } finally {
    await rm(folder, { recursive: true });
  }
})();
