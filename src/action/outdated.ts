import type { Desk } from "./desk.js";
import { GithubError } from "./github.js";
import type { Refusal } from "./words.js";

/** Whether a run's commit is still the last one of its branch; `trouble`: GitHub did not say. */
export type Standing = "newest" | "outdated" | { readonly trouble: Refusal | "no-token" };

/**
 * Has the branch moved on since this run's commit? A run that is started again, or waited long for its approval, would plan
 * the way back from what was merged after it.
 *
 * @returns `undefined` where there is no branch to compare with: a tag, a pull request, a forge that names none
 */
export async function standingOf({ github, event }: Pick<Desk, "github" | "event">): Promise<Standing | undefined> {
  const { branch, repository, runSha } = event;
  if (branch === undefined || repository === undefined || runSha === undefined) return undefined;
  if (github === undefined) return { trouble: "no-token" };
  try {
    const { data } = await github.call("GET", `/repos/${repository}/branches/${encodeURIComponent(branch)}`);
    const commit = (data as { commit?: { sha?: unknown; id?: unknown } } | null)?.commit;
    // Forgejo and Gitea call it `id`.
    const tip = commit?.sha ?? commit?.id;
    if (typeof tip !== "string") return { trouble: { status: 200, message: "", isLimit: false } };
    return tip === runSha ? "newest" : "outdated";
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    return { trouble: error };
  }
}
