import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { inject } from "vitest";
import { runBuilt } from "../support/builtProgram.js";
import { ROOT } from "../support/cli.js";
import { outputsOf } from "../support/runner.js";
import { ACCOUNT, SECRET, type World } from "../support/simulated.js";
import { type GithubStandIn, HEAD } from "./githubStandIn.js";
import { trialMerge } from "./repository.js";

/** The real bundle, as the sources make it now, made once a run. */
const BUNDLE = (async () => {
  const folder = join(inject("actionFolder"), "bundle");
  if (existsSync(folder)) return folder;
  const making = await mkdtemp(join(inject("actionFolder"), "making-"));
  await promisify(execFile)(process.execPath, ["src/build/actionBundle.mjs", "--outdir", making], { cwd: ROOT });
  // Another file of tests may have been quicker.
  await rename(making, folder).catch(() => undefined);
  return folder;
})();

export const TOKEN = "ghs_token-that-must-not-show";

const MASK = /^::add-mask::(.*)\n/gm;

/** How a step of a workflow ended. */
export interface Step {
  readonly code: number | null;
  /** Without the lines that tell the runner what to hide, which it shows to nobody. */
  readonly log: string;
  /** What those lines named. */
  readonly masked: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

export interface StepOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  /** The event's name and payload; a pull request 7 of the repository's own where left out. */
  readonly event?: { readonly name: string; readonly payload: object };
  readonly env?: Readonly<Record<string, string>>;
  readonly whileRunning?: (child: ChildProcess, outputs: () => Promise<Step["outputs"]>) => void;
}

export const PULL_REQUEST = {
  name: "pull_request",
  payload: { pull_request: { number: 7, head: { sha: HEAD, repo: { full_name: "o/r" } } } },
};

/** A pull request without a base gets one with the settings of now, which are no news then. */
function withBase({ name, payload }: { readonly name: string; readonly payload: object }, folder: string): object {
  const { pull_request: pull } = payload as { readonly pull_request?: { readonly head?: { readonly sha?: string } } };
  if (name !== "pull_request" || pull === undefined || "base" in pull) return payload;
  return { ...payload, pull_request: { ...pull, base: { sha: trialMerge(folder, pull.head?.sha ?? HEAD) } } };
}

/** Runs the action's bundle as GitHub's runner does: inputs and files by variables, and nothing of this machine. */
export async function runStep(one: World, github: GithubStandIn, options: StepOptions = {}): Promise<Step> {
  const { inputs = {}, event = PULL_REQUEST, env = {} } = options;
  const folder = await mkdtemp(join(tmpdir(), "muster-step-"));
  const path = (name: string) => join(folder, name);
  await writeFile(path("event.json"), JSON.stringify(withBase(event, one.folder)));
  const all = {
    PATH: process.env["PATH"],
    HOME: folder,
    MUSTER_STATE_DIR: join(one.folder, ".state"),
    MUSTER_HOST: one.simulator.url,
    MUSTER_ACCOUNT_ID: ACCOUNT,
    MUSTER_API_SECRET: SECRET,
    MUSTER_LIMITS: "addQueue=20/1s,updateQueueAssignMembers=20/1s,queueQueue=20/1s,queueQueueAgentClaimStatus=100/1s",
    MUSTER_SETTLE: "3s",
    GITHUB_ACTIONS: "true",
    GITHUB_API_URL: github.url,
    GITHUB_GRAPHQL_URL: `${github.url}/graphql`,
    GITHUB_SERVER_URL: "https://github.example",
    GITHUB_REPOSITORY: "o/r",
    GITHUB_WORKSPACE: one.folder,
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: path("event.json"),
    GITHUB_SHA: "b".repeat(40),
    GITHUB_RUN_ID: "99",
    GITHUB_RUN_NUMBER: "12",
    GITHUB_OUTPUT: path("output"),
    GITHUB_STEP_SUMMARY: path("summary"),
    // As action.yml has it where a workflow says nothing else.
    INPUT_COMMAND: "plan",
    INPUT_COMMENT: "update",
    INPUT_ISSUE: "off",
    INPUT_TOKEN: TOKEN,
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    ...env,
  };
  const { code, log } = await (options.whileRunning === undefined
    ? inThisProcess(one.folder, all)
    : inItsOwn(one.folder, all, (child) => options.whileRunning?.(child, () => outputsOf(path("output")))));
  const step = {
    code,
    log: log.replaceAll(MASK, ""),
    masked: [...log.matchAll(MASK)].map(([, text = ""]) => text),
    outputs: await outputsOf(path("output")),
    summary: await readFile(path("summary"), "utf8").catch(() => ""),
  };
  await rm(folder, { recursive: true, force: true });
  return step;
}

interface Ended {
  readonly code: number | null;
  readonly log: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

async function inThisProcess(cwd: string, env: Variables): Promise<Ended> {
  const { code, stdout, stderr } = await runBuilt(join(await BUNDLE, "index.cjs"), [], { cwd, env });
  return { code, log: stdout + stderr };
}

async function inItsOwn(cwd: string, env: Variables, whileRunning: (child: ChildProcess) => void): Promise<Ended> {
  const stdio = ["ignore", "pipe", "pipe"] as const;
  const child = spawn(process.execPath, [join(await BUNDLE, "index.cjs")], { cwd, env, stdio: [...stdio] });
  whileRunning(child);
  const ended = new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  const said = await Promise.all([child.stdout, child.stderr].map((stream) => text(stream as Readable)));
  return { code: await ended, log: said.join("") };
}
