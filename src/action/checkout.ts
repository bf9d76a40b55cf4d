import { dirname, resolve } from "node:path";
import type { ActionContext, Git } from "./context.js";
import type { WorkflowEvent } from "./event.js";
import { GithubError } from "./github.js";
import type { Inputs } from "./inputs.js";
import type { Refusal } from "./words.js";

/**
 * May the files that are checked out decide what is done with the account's secret? Events that only people of the
 * repository can set off, or that GitHub gives no secrets to, may have any checkout: it is the workflow's word. All
 * others run with the base's secrets, whoever set them off, so that nothing but the base's own commit will do. What cannot
 * be known is not trusted.
 */
export async function trustsCheckout(
  event: WorkflowEvent,
  inputs: Pick<Inputs, "command" | "paths" | "args" | "config" | "plan" | "expectHash" | "trustHead">,
  folder: string,
  git: Git,
): Promise<boolean> {
  if (inputs.trustHead || inputs.command === "validate") return true;
  // GitHub keeps secrets from pull requests of forks; where it was told not to, they are planned, and never applied.
  if (!event.isGuarded) return !event.isForeign || inputs.command === "plan";
  // A saved plan comes from another run, and nothing says of which commit.
  if (inputs.plan !== undefined && inputs.expectHash === undefined) return false;
  // Among more arguments there may be paths, too.
  const more = inputs.args.filter((arg) => !arg.startsWith("-"));
  const places = [".", ...inputs.paths, ...more, ...(inputs.config === undefined ? [] : [inputs.config])];
  const folders = new Set([folder]);
  for (const place of places) {
    const root = await rootOf(resolve(folder, place), git);
    if (root === undefined) return false;
    folders.add(root);
  }
  for (const one of folders) if (!(await isExactly(event.baseCommits, one, git))) return false;
  return true;
}

/** Of a file, or of a pattern, the repository of the nearest folder above it. */
async function rootOf(place: string, git: Git): Promise<string | undefined> {
  const root = await git(["rev-parse", "--show-toplevel"], { folder: place });
  const above = dirname(place);
  return root ?? (above === place ? undefined : rootOf(above, git));
}

/** Is one of these commits checked out, with nothing changed and nothing added? */
async function isExactly(commits: readonly string[], folder: string, git: Git): Promise<boolean> {
  const head = await git(["rev-parse", "--verify", "HEAD"], { folder });
  if (head === undefined || !commits.includes(head)) return false;
  return (await git(["status", "--porcelain", "--untracked-files=all", "--ignore-submodules=none"], { folder })) === "";
}

/**
 * The commit that accounts, limits and ignored groups are read from, where the files may be somebody's who does not decide
 * about them: the base's, on pull requests. Fetched where the checkout has it not, as checkouts mostly have one commit alone.
 *
 * @returns `undefined` where what is checked out decides; `missing` where the base's commit is neither there nor to be had
 */
export async function settingsCommit(
  { event, inputs }: Pick<ActionContext, "event" | "inputs">,
  folder: string,
  git: Git,
): Promise<string | undefined | { readonly missing: string }> {
  const { settingsBase: commit, repository, server } = event;
  // More arguments are the workflow's own word.
  const isGiven = inputs.args.some((arg) => /^--settings-from(=|$)/.test(arg));
  if (commit === undefined || isGiven || inputs.command === "validate") return undefined;
  // Only a whole hash: a name could be a branch that the pull request brings.
  if (!/^[0-9a-f]{40,64}$/.test(commit)) return { missing: commit };
  const isThere = async () => (await git(["cat-file", "-e", `${commit}^{commit}`], { folder })) !== undefined;
  if (await isThere()) return commit;
  if (repository !== undefined && server !== undefined) {
    const settings =
      inputs.token === undefined
        ? {}
        : { [`http.${server}/.extraheader`]: `AUTHORIZATION: basic ${encoded(`x-access-token:${inputs.token}`)}` };
    const url = `${server}/${repository}`;
    await git(["fetch", "--quiet", "--no-tags", "--depth=1", "--no-recurse-submodules", url, commit], {
      folder,
      settings,
    });
  }
  return (await isThere()) ? commit : { missing: commit };
}

function encoded(text: string): string {
  return Buffer.from(text).toString("base64");
}

/** Is a run's commit still the last one of its branch? `trouble`: GitHub did not say. */
export type Freshness = "newest" | "outdated" | { readonly trouble: Refusal | "no-token" };

/**
 * Has the branch moved on since this run's commit? A run that is started again, or waited long for its approval, would plan
 * the way back from what was merged after it.
 *
 * @returns `undefined` where there is no branch to compare with: a tag, a pull request, a forge that names none
 */
export async function freshnessOf({
  github,
  event,
}: Pick<ActionContext, "github" | "event">): Promise<Freshness | undefined> {
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
