import type { WorkflowEvent } from "./event.js";
import type { Github } from "./github.js";
import type { Inputs } from "./inputs.js";

/**
 * The pull request whose comment this run keeps. A push tells none, but its commit came from one; a schedule's commit
 * did, too, and has nothing to say there.
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
  const asks = event.name === "push" || (event.name === "workflow_dispatch" && command === "apply");
  if (!asks || event.repository === undefined || event.sha === undefined) return undefined;
  const entries = await github.list(`/repos/${event.repository}/commits/${event.sha}/pulls`);
  const pulls = entries.map((entry) => entry as Pull).filter(({ number }) => typeof number === "number");
  const found =
    pulls.find(({ merge_commit_sha: merged }) => merged === event.sha) ??
    pulls.find(({ head }) => head?.sha === event.sha) ??
    pulls.find(({ merged_at: at }) => typeof at === "string");
  return found?.number;
}

interface Pull {
  readonly number: number;
  readonly merge_commit_sha?: unknown;
  readonly merged_at?: unknown;
  readonly head?: { readonly sha?: unknown };
}
