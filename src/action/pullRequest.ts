import type { Github } from "./github.js";

/** What GitHub says of a pull request now, whatever the event said of it then. */
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
 * When the newest approval was given that holds: of the last commit, before the merge, by somebody of the repository who
 * has not asked for changes since. GitHub lets anybody approve a public repository's pull requests.
 *
 * @returns milliseconds; `undefined` where there is none
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
  // GitHub lists them in the order in which they were given. A mere comment leaves a reviewer's word as it was.
  for (const entry of reviews) {
    const {
      state,
      user,
      commit_id: commit,
      submitted_at: at,
      author_association: association,
    } = (entry ?? {}) as Readonly<Record<string, unknown>>;
    const login = (user as { login?: unknown } | null | undefined)?.login;
    const givenMs = timeOf(at);
    if (typeof login !== "string" || givenMs === undefined || givenMs > mergedAtMs || state === "COMMENTED") continue;
    const counts = state === "APPROVED" && commit === head && head !== undefined && INSIDERS.has(association);
    standing.set(login, counts ? givenMs : undefined);
  }
  const times = [...standing.values()].filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.max(...times);
}

const INSIDERS: ReadonlySet<unknown> = new Set(["OWNER", "MEMBER", "COLLABORATOR"]);

/** A time as GitHub writes it, in milliseconds. */
export function timeOf(text: unknown): number | undefined {
  const ms = typeof text === "string" ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
