import type { Host } from "../engine/host.js";

/** What set the workflow off, as far as comments need it. */
export interface WorkflowEvent {
  /** `owner/name`; absent outside of GitHub. */
  readonly repository: string | undefined;
  readonly name: string;
  /** The pull request that the event is about. A push names none. */
  readonly pullRequest: number | undefined;
  /** A plan that is shown now can still be reviewed: nothing is merged yet. */
  readonly isBeforeMerge: boolean;
  /** From a fork, or by Dependabot: the runner hands out no secrets, and a token that may only read. */
  readonly isForeign: boolean;
  /** The runner hands out the base's secrets no matter who set the event off, so we must know what is checked out. */
  readonly isGuarded: boolean;
  /** Commits that belong to the base, as the payload proves. */
  readonly baseCommits: readonly string[];
  /** The commit that people know: for a pull request its head, not the trial merge. */
  readonly sha: string | undefined;
  /** The commit that the runner checks out by default. */
  readonly runSha: string | undefined;
  /** The branch whose last commit it is, or was; absent for tags and pull requests. */
  readonly branch: string | undefined;
  /**
   * The commit whose settings count. Absent if what is checked out is not a proposal. For an event that is not a pull
   * request's, but could run anyone's files: the commit that the workflow was run for.
   */
  readonly settingsBase: string | undefined;
  /** Where the pull request's branch left the target; Gitea and Forgejo say so. */
  readonly mergeBase: string | undefined;
  /** A push: the branch's last commit before it; zeros if the push created it. */
  readonly before: string | undefined;
  /** Where the repository is, as an address. */
  readonly server: string | undefined;
  /** The page of this run, and of this attempt at it. */
  readonly runUrl: string | undefined;
  readonly runNumber: string | undefined;
}

interface Payload {
  readonly before?: unknown;
  readonly pull_request?: {
    readonly number?: unknown;
    readonly merged?: unknown;
    readonly merge_base?: unknown;
    readonly base?: { readonly sha?: unknown } | null;
    readonly head?: { readonly sha?: unknown; readonly repo?: { readonly full_name?: unknown } | null };
  };
  readonly merge_group?: { readonly base_sha?: unknown } | null;
  readonly issue?: { readonly number?: unknown; readonly pull_request?: { readonly merged_at?: unknown } | null };
  readonly repository?: { readonly default_branch?: unknown };
  readonly workflow_run?: {
    readonly event?: unknown;
    readonly head_branch?: unknown;
    readonly head_sha?: unknown;
    readonly head_repository?: { readonly full_name?: unknown } | null;
    readonly pull_requests?: readonly { readonly number?: unknown }[];
  };
}

/**
 * Events that only people who may write to the repository can set off, or whose runs get no secrets if others can. All
 * other events are guarded, and so is any event that GitHub adds later.
 */
const OPEN_EVENTS: ReadonlySet<string> = new Set([
  "merge_group",
  "pull_request",
  "pull_request_review",
  "pull_request_review_comment",
  "push",
  "release",
  "repository_dispatch",
  "schedule",
  "workflow_dispatch",
]);

/** Reads the event as the runner left it. What cannot be read counts as unknown: comments are an extra. */
export async function readEvent({ env, files }: Pick<Host, "env" | "files">): Promise<WorkflowEvent> {
  const payload = await readPayload(env["GITHUB_EVENT_PATH"], files);
  const {
    GITHUB_REPOSITORY: repository,
    GITHUB_SERVER_URL: server,
    GITHUB_RUN_ID: run,
    GITHUB_RUN_ATTEMPT: attempt,
  } = env;
  const name = env["GITHUB_EVENT_NAME"] ?? "";
  const head = payload.pull_request?.head ?? undefined;
  const afterMerge = ranAfterMerge(payload, repository);
  const from = head === undefined ? undefined : (head.repo?.full_name ?? null);
  return {
    repository: repository !== undefined && /^[\w.-]+\/[\w.-]+$/.test(repository) ? repository : undefined,
    name,
    pullRequest: numberIn(payload, afterMerge),
    isBeforeMerge: name !== "push" && !isMerged(payload) && !afterMerge,
    isForeign: (from !== undefined && from !== repository) || env["GITHUB_ACTOR"] === "dependabot[bot]",
    isGuarded: !OPEN_EVENTS.has(name),
    // In a guarded event the runner's commit is the last one of the base, or of the default branch.
    baseCommits: [env["GITHUB_SHA"], afterMerge ? payload.workflow_run?.head_sha : undefined].filter(
      (sha): sha is string => typeof sha === "string" && sha !== "",
    ),
    sha: typeof head?.sha === "string" ? head.sha : env["GITHUB_SHA"],
    runSha: env["GITHUB_SHA"],
    branch: /^refs\/heads\/(.+)$/.exec(env["GITHUB_REF"] ?? "")?.[1],
    settingsBase: settingsBaseOf(name, payload, env["GITHUB_SHA"]),
    mergeBase: textOr(payload.pull_request?.merge_base) || undefined,
    before: typeof payload.before === "string" ? payload.before : undefined,
    server,
    runUrl:
      server === undefined || repository === undefined || run === undefined
        ? undefined
        : `${server}/${repository}/actions/runs/${run}${attempt === undefined ? "" : `/attempts/${attempt}`}`,
    runNumber: env["GITHUB_RUN_NUMBER"],
  };
}

function settingsBaseOf(name: string, payload: Payload, sha: string | undefined): string | undefined {
  const { pull_request: pull, merge_group: group } = payload;
  if (name.startsWith("pull_request") && name !== "pull_request_target") return textOr(pull?.base?.sha);
  if (name === "merge_group") return textOr(group?.base_sha);
  return OPEN_EVENTS.has(name) ? undefined : textOr(sha);
}

/** If the payload has no commit: an empty name. It will not be found, and does not count as trusted. */
function textOr(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function numberIn(payload: Payload, afterMerge: boolean): number | undefined {
  const { pull_request: pull, issue, workflow_run: run } = payload;
  const commented = (issue?.pull_request ?? undefined) === undefined ? undefined : issue?.number;
  // GitHub lists what is open from the run's branch, whether or not that set it off: after a merge, for example,
  // `main` into `release`.
  const ran = afterMerge ? undefined : run?.pull_requests?.[0]?.number;
  return [pull?.number, commented, ran].find(
    (value): value is number => typeof value === "number" && Number.isSafeInteger(value),
  );
}

function isMerged(payload: Payload): boolean {
  const { pull_request: pull, issue } = payload;
  return pull?.merged === true || typeof issue?.pull_request?.merged_at === "string";
}

/**
 * For a run after a workflow on the default branch: its commit is merged. A fork's `main` has the same name, so the run
 * must be one of this repository, and of no pull request.
 */
function ranAfterMerge({ workflow_run: run, repository: of }: Payload, repository: string | undefined): boolean {
  return (
    typeof run?.head_branch === "string" &&
    run.head_branch === of?.default_branch &&
    run.head_repository?.full_name === repository &&
    (run.event === "push" || run.event === "schedule" || run.event === "workflow_dispatch")
  );
}

async function readPayload(path: string | undefined, files: Host["files"]): Promise<Payload> {
  if (path === undefined || path === "") return {};
  try {
    const payload: unknown = JSON.parse(new TextDecoder().decode(await files.read(path)));
    return typeof payload === "object" && payload !== null ? payload : {};
  } catch {
    return {};
  }
}
