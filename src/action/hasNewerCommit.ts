import type { Desk } from "./desk.js";
import { type Github, GithubError } from "./github.js";

/**
 * Was the pull request pushed to since this run's plan was asked for? An old run that is slow, or run again, must not put
 * its plan in place of the newer one, which is what people review. Where GitHub does not say, there is none.
 */
export async function hasNewerCommit(github: Github, { event, inputs }: Desk, pullRequest: number): Promise<boolean> {
  const isOfPull = event.name.startsWith("pull_request") && event.pullRequest === pullRequest;
  if (inputs.command !== "plan" || !isOfPull || event.sha === undefined) return false;
  try {
    const { data } = await github.call("GET", `/repos/${event.repository}/pulls/${pullRequest}`);
    const sha = (data as { head?: { sha?: unknown } } | null)?.head?.sha;
    return typeof sha === "string" && sha !== event.sha;
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    return false;
  }
}
