import { githubRunIn } from "../../engine/ciJob.js";
import type { Host } from "../../engine/host.js";
import type { Provenance, PullRequest } from "../../plan/plan.js";

type Source = Pick<Host, "env" | "files">;

/**
 * Which commit, person, run and pull request a run is for, from the variables that CI systems set; `undefined` where none
 * does. All of it is text for people: it decides nothing.
 */
export async function provenanceOf(host: Source): Promise<Provenance | undefined> {
  const { env } = host;
  if (env["GITHUB_ACTIONS"] === "true") return ofGithub(host);
  if (env["GITLAB_CI"] === "true") return ofGitlab(env);
  return undefined;
}

/** On a pull request: the author's commit, not the trial merge that the job has checked out. */
async function ofGithub({ env, files }: Source): Promise<Provenance> {
  const run = githubRunIn(env);
  const attempt = env["GITHUB_RUN_ATTEMPT"];
  const event = await readEvent(env["GITHUB_EVENT_PATH"], files);
  const pull = event?.pull_request;
  const number = positive(pull?.number);
  const commit = textOf(pull?.head?.sha) ?? env["GITHUB_SHA"];
  return {
    // Of a schedule it is who wrote the schedule: nobody has asked for this run, or changed anything.
    ...known({
      commit,
      actor: env["GITHUB_EVENT_NAME"] === "schedule" ? undefined : env["GITHUB_ACTOR"],
      run: run !== undefined && attempt ? `${run}/attempts/${attempt}` : run,
    }),
    ...(number === undefined
      ? {}
      : {
          pullRequest: {
            number,
            ...known({ title: textOf(pull?.title), author: textOf(pull?.user?.login), url: textOf(pull?.html_url) }),
          },
        }),
  };
}

/** The parts of an event that are read, none of them certain. */
interface PullRequestEvent {
  readonly pull_request?: {
    readonly number?: unknown;
    readonly title?: unknown;
    readonly html_url?: unknown;
    readonly user?: { readonly login?: unknown } | null;
    readonly head?: { readonly sha?: unknown } | null;
  } | null;
}

async function readEvent(path: string | undefined, files: Source["files"]): Promise<PullRequestEvent | undefined> {
  if (path === undefined || path === "") return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(await files.read(path))) as PullRequestEvent;
  } catch {
    return undefined; // a label for people is no reason to stop
  }
}

function ofGitlab(env: Source["env"]): Provenance {
  const number = positive(Number(env["CI_MERGE_REQUEST_IID"]));
  const project = env["CI_MERGE_REQUEST_PROJECT_URL"] ?? env["CI_PROJECT_URL"];
  const commit = env["CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"] || env["CI_COMMIT_SHA"];
  const pullRequest = (iid: number): PullRequest => ({
    number: iid,
    ...known({
      title: env["CI_MERGE_REQUEST_TITLE"],
      url: project === undefined ? undefined : `${project}/-/merge_requests/${iid}`,
    }),
  });
  return {
    ...known({
      commit,
      actor: env["CI_PIPELINE_SOURCE"] === "schedule" ? undefined : env["GITLAB_USER_LOGIN"],
      run: env["CI_JOB_URL"] ?? env["CI_PIPELINE_URL"],
    }),
    ...(number === undefined ? {} : { pullRequest: pullRequest(number) }),
  };
}

/** Without what is not known, or empty. */
function known<K extends string>(fields: Readonly<Record<K, string | undefined>>): { readonly [Key in K]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== "")) as {
    [Key in K]?: string;
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function positive(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : undefined;
}
