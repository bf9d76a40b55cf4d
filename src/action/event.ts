import type { Shell } from "../cli/shell.js";

/** What set the workflow off, as far as a comment depends on it. */
export interface WorkflowEvent {
  /** `owner/name`; absent outside of GitHub. */
  readonly repository: string | undefined;
  readonly name: string;
  /** The pull request that the event is about. A push tells none. */
  readonly pullRequest: number | undefined;
  /** A plan that is shown now can still be reviewed: nothing is merged yet. */
  readonly isBeforeMerge: boolean;
  /** From a fork, or by Dependabot: the runner hands out no secrets, and a token that may only read. */
  readonly isForeign: boolean;
  /** The commit that people know: of a pull request its head, not the trial merge. */
  readonly sha: string | undefined;
  /** This run's page. */
  readonly runUrl: string | undefined;
  readonly runNumber: string | undefined;
}

interface Payload {
  readonly pull_request?: {
    readonly number?: unknown;
    readonly merged?: unknown;
    readonly head?: { readonly sha?: unknown; readonly repo?: { readonly full_name?: unknown } | null };
  };
  readonly issue?: { readonly number?: unknown; readonly pull_request?: { readonly merged_at?: unknown } };
  readonly repository?: { readonly default_branch?: unknown };
  readonly workflow_run?: {
    readonly head_branch?: unknown;
    readonly pull_requests?: readonly { readonly number?: unknown }[];
  };
}

/** Reads the event as the runner left it. What cannot be read is unknown: comments are an extra. */
export async function readEvent({ env, files }: Pick<Shell, "env" | "files">): Promise<WorkflowEvent> {
  const payload = await readPayload(env["GITHUB_EVENT_PATH"], files);
  const { GITHUB_REPOSITORY: repository, GITHUB_SERVER_URL: server, GITHUB_RUN_ID: run } = env;
  const head = payload.pull_request?.head ?? undefined;
  const from = head === undefined ? undefined : (head.repo?.full_name ?? null);
  return {
    repository: repository !== undefined && /^[\w.-]+\/[\w.-]+$/.test(repository) ? repository : undefined,
    name: env["GITHUB_EVENT_NAME"] ?? "",
    pullRequest: numberIn(payload),
    isBeforeMerge: env["GITHUB_EVENT_NAME"] !== "push" && !isMerged(payload),
    isForeign: (from !== undefined && from !== repository) || env["GITHUB_ACTOR"] === "dependabot[bot]",
    sha: typeof head?.sha === "string" ? head.sha : env["GITHUB_SHA"],
    runUrl:
      server === undefined || repository === undefined || run === undefined
        ? undefined
        : `${server}/${repository}/actions/runs/${run}`,
    runNumber: env["GITHUB_RUN_NUMBER"],
  };
}

function numberIn(payload: Payload): number | undefined {
  const { pull_request: pull, issue, workflow_run: run } = payload;
  const commented = issue?.pull_request === undefined ? undefined : issue.number;
  // GitHub lists what is open from the run's branch, whether or not that set it off: after a merge, `main` into `release`.
  const ran = ranAfterMerge(payload) ? undefined : run?.pull_requests?.[0]?.number;
  return [pull?.number, commented, ran].find(
    (value): value is number => typeof value === "number" && Number.isSafeInteger(value),
  );
}

function isMerged(payload: Payload): boolean {
  const { pull_request: pull, issue } = payload;
  return pull?.merged === true || typeof issue?.pull_request?.merged_at === "string" || ranAfterMerge(payload);
}

/** After a workflow that ran on the default branch: what is there is merged. */
function ranAfterMerge({ workflow_run: run, repository }: Payload): boolean {
  return typeof run?.head_branch === "string" && run.head_branch === repository?.default_branch;
}

async function readPayload(path: string | undefined, files: Shell["files"]): Promise<Payload> {
  if (path === undefined || path === "") return {};
  try {
    const payload: unknown = JSON.parse(new TextDecoder().decode(await files.read(path)));
    return typeof payload === "object" && payload !== null ? payload : {};
  } catch {
    return {};
  }
}
