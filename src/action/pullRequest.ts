import type { Plan } from "../plan/plan.js";
import { ownComments, planShownIn } from "./comments.js";
import type { ActionContext } from "./context.js";
import type { WorkflowEvent } from "./event.js";
import { type Github, GithubError, timeOf } from "./github.js";
import type { Inputs } from "./inputs.js";
import { keptIn } from "./keptPlan.js";

/** What GitHub says about a pull request now, not what it said in the event. */
export interface PullRequest {
  /** Milliseconds; absent while it is not merged. */
  readonly mergedAtMs: number | undefined;
  readonly isMerged: boolean;
  /** Its last commit. */
  readonly head: string | undefined;
}

/** @throws {GithubError} */
export async function readPullRequest(github: Github, repository: string, number: number): Promise<PullRequest> {
  const { data } = await github.call("GET", `/repos/${repository}/pulls/${number}`);
  const { merged, merged_at: at, head } = (data ?? {}) as Readonly<Record<string, unknown>>;
  const sha = (head as { sha?: unknown } | null | undefined)?.sha;
  return {
    isMerged: merged === true || typeof at === "string",
    mergedAtMs: timeOf(at),
    head: typeof sha === "string" ? sha : undefined,
  };
}

/**
 * When the newest approval was given that still holds: for the last commit, before the merge, by a person of the
 * repository who has not asked for changes since. GitHub lets anyone approve a public repository's pull requests.
 *
 * @returns milliseconds; `undefined` if there is none
 * @throws {GithubError}
 */
export async function approvedAt(
  github: Github,
  repository: string,
  number: number,
  { head, mergedAtMs = Number.POSITIVE_INFINITY }: PullRequest,
): Promise<number | undefined> {
  const reviews = await github.list(`/repos/${repository}/pulls/${number}/reviews`);
  const standing = new Map<string, number | undefined>();
  // GitHub lists reviews in the order in which they were given. A comment does not change a reviewer's verdict.
  for (const entry of reviews) {
    const {
      state,
      user,
      commit_id: commit,
      submitted_at: at,
      author_association: association,
      official,
      dismissed,
    } = (entry ?? {}) as Readonly<Record<string, unknown>>;
    const login = (user as { login?: unknown } | null | undefined)?.login;
    const givenMs = timeOf(at);
    if (typeof login !== "string" || givenMs === undefined || givenMs > mergedAtMs || REMARKS.has(state)) continue;
    // Gitea and Forgejo say `official` of a reviewer who may write, or whom the branch's protection names.
    const isInsider = association === undefined ? official === true : INSIDERS.has(association);
    const holds = state === "APPROVED" && dismissed !== true;
    const counts = holds && isInsider && commit === head && head !== undefined;
    standing.set(login, counts ? givenMs : undefined);
  }
  const times = [...standing.values()].filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.max(...times);
}

/** GitHub's word, and Gitea's. */
const REMARKS: ReadonlySet<unknown> = new Set(["COMMENTED", "COMMENT"]);
const INSIDERS: ReadonlySet<unknown> = new Set(["OWNER", "MEMBER", "COLLABORATOR"]);

/**
 * The pull request whose comment this run keeps. A push names none, but its commit came from one; so did a commit that
 * is applied by hand, at a release, or after another workflow. A scheduled run writes no comment.
 *
 * @throws {GithubError}
 */
export async function findPullRequest(
  github: Github,
  event: WorkflowEvent,
  { command, pullRequest }: Pick<Inputs, "command" | "pullRequest">,
): Promise<number | undefined> {
  const told = pullRequest ?? event.pullRequest;
  if (told !== undefined) return told;
  const asks = event.name === "push" || (command === "apply" && event.name !== "schedule");
  if (!asks || event.repository === undefined || event.sha === undefined) return undefined;
  const entries = await pullsOf(github, `/repos/${event.repository}/commits/${event.sha}`);
  const pulls = entries.map((entry) => entry as Pull).filter(({ number }) => typeof number === "number");
  const merged = pulls.filter(({ merged_at: at }) => typeof at === "string");
  // For commits off the default branch, GitHub also lists open pull requests that contain the commit, and anyone can
  // open one. The commit that is applied did not come from those.
  const candidates = command === "apply" ? merged : pulls;
  const found =
    candidates.find(({ merge_commit_sha: commit }) => commit === event.sha) ??
    candidates.find(({ head }) => head?.sha === event.sha) ??
    merged[0];
  return found?.number;
}

/** Gitea and Forgejo name the merged one only, under another path, and answer 404 where there is none. */
async function pullsOf(github: Github, commit: string): Promise<readonly unknown[]> {
  const unlessMissing = (error: unknown): undefined => {
    if (!(error instanceof GithubError) || error.status !== 404) throw error;
  };
  let refusal: unknown;
  const listed = await github.list(`${commit}/pulls`).catch((error: unknown) => {
    refusal = error;
    return unlessMissing(error);
  });
  if (listed !== undefined) return listed;
  const one = await github.call("GET", `${commit}/pull`).catch(unlessMissing);
  if (one === undefined) throw refusal;
  return [one.data];
}

interface Pull {
  readonly number: number;
  readonly merge_commit_sha?: unknown;
  readonly merged_at?: unknown;
  readonly head?: { readonly sha?: unknown };
}

/** The plan that was approved, or why it is not known. */
type Reviewed = { readonly hash: string; readonly plan?: Plan } | { readonly unknown: string };

/**
 * The hash of the plan that the pull request showed when it was approved. Only our own comment is trusted; people who
 * may edit it may also merge. A plan that replaced the approved one, for example because the account had changed, is
 * not approved.
 */
export async function reviewedHash({ github, event, inputs, words }: ActionContext): Promise<Reviewed> {
  const nowhere = { unknown: words.reviewedNeedsPullRequest };
  if (github === undefined || event.repository === undefined) return nowhere;
  try {
    const pullRequest = await findPullRequest(github, event, inputs);
    if (pullRequest === undefined) return nowhere;
    const own = (await ownComments(github, event.repository, pullRequest)).filter(
      ({ subject }) =>
        subject.label === inputs.label &&
        subject.account !== undefined &&
        (inputs.account === undefined || subject.account === inputs.account),
    );
    const shown = planShownIn(own, inputs.comment);
    if (shown === undefined) return { unknown: words.noReviewedHash(pullRequest) };
    const pull = await readPullRequest(github, event.repository, pullRequest);
    const approvedMs = await approvedAt(github, event.repository, pullRequest, pull);
    if (approvedMs === undefined) return { unknown: words.notApproved(pullRequest) };
    const sinceMs = timeOf(shown.since);
    // For two events of the same second, the order is not known.
    const wasThere = sinceMs !== undefined && sinceMs < approvedMs;
    if (!wasThere) return { unknown: words.approvedEarlier(pullRequest) };
    const kept = await keptIn(own.at(-1)?.body ?? "");
    return { hash: shown.hash, ...(kept?.plan.hash === shown.hash ? { plan: kept.plan } : {}) };
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    return { unknown: words.reviewedUnreadable(error) };
  }
}
