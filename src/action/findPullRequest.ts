import type { WorkflowEvent } from "./event.js";
import type { Github } from "./github.js";
import type { Inputs } from "./inputs.js";

/**
 * The pull request whose comment this run keeps. A push tells none, but its commit came from one; so did whatever is
 * applied by hand, at a release, or after another workflow. A schedule's commit did, too, and has nothing to say there.
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
  const entries = await github.list(`/repos/${event.repository}/commits/${event.sha}/pulls`);
  const pulls = entries.map((entry) => entry as Pull).filter(({ number }) => typeof number === "number");
  const merged = pulls.filter(({ merged_at: at }) => typeof at === "string");
  // Off the default branch GitHub also tells of open ones that hold the commit, and anybody can open such a one: what is
  // applied came from none of them.
  const candidates = command === "apply" ? merged : pulls;
  const found =
    candidates.find(({ merge_commit_sha: commit }) => commit === event.sha) ??
    candidates.find(({ head }) => head?.sha === event.sha) ??
    merged[0];
  return found?.number;
}

interface Pull {
  readonly number: number;
  readonly merge_commit_sha?: unknown;
  readonly merged_at?: unknown;
  readonly head?: { readonly sha?: unknown };
}
