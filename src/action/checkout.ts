import { dirname, resolve } from "node:path";
import type { ActionContext, Git } from "./context.js";
import type { WorkflowEvent } from "./event.js";
import { GithubError } from "./github.js";
import type { Inputs } from "./inputs.js";
import type { Refusal } from "./words.js";

/**
 * May the files that are checked out decide what is done with the account's secret? Some events only people of the
 * repository can set off, and to others GitHub gives no secrets. These may have any checkout: the workflow decides. All
 * other events run with the base's secrets, no matter who set them off, so only the base's own commit will do. What is
 * not known is not trusted.
 */
export async function trustsCheckout(
  event: WorkflowEvent,
  inputs: Pick<Inputs, "command" | "paths" | "args" | "config" | "plan" | "expectHash" | "trustHead">,
  folder: string,
  git: Git,
): Promise<boolean> {
  if (inputs.trustHead || inputs.command === "validate") return true;
  // GitHub keeps secrets from pull requests of forks. If it was set not to, these are planned, but never applied.
  if (!event.isGuarded) return !event.isForeign || inputs.command === "plan";
  // A saved plan comes from another run, and nothing says from which commit.
  if (inputs.plan !== undefined && inputs.expectHash === undefined) return false;
  // Other arguments may include paths.
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

/** For a file or a pattern: the repository of the nearest folder above it. */
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
 * The commit that accounts, limits and ignored groups are read from, if the author of the files may not decide about
 * them: the base's, on pull requests. It is fetched if the checkout does not have it; most checkouts have only one
 * commit.
 *
 * @returns `undefined` if the files that are checked out decide; `missing` if the base's commit is not there and cannot
 * be fetched
 */
export async function settingsCommit(
  { event, inputs }: Pick<ActionContext, "event" | "inputs">,
  folder: string,
  git: Git,
): Promise<string | undefined | { readonly missing: string }> {
  const { settingsBase: commit } = event;
  // Other arguments come from the workflow itself.
  const isGiven = inputs.args.some((arg) => /^--settings-from(=|$)/.test(arg));
  if (commit === undefined || isGiven || inputs.command === "validate") return undefined;
  return (await fetchCommit(commit, { event, inputs }, folder, git)) ? commit : { missing: commit };
}

/**
 * Brings a commit into the repository if it is not there: alone, without its history. Most checkouts have only one
 * commit. Nothing of the checkout is run.
 *
 * @returns whether it is there now
 */
export async function fetchCommit(
  commit: string,
  { event: { repository, server }, inputs: { token } }: Pick<ActionContext, "event" | "inputs">,
  folder: string,
  git: Git,
): Promise<boolean> {
  // Only a full hash: a name could be a branch that the pull request creates.
  if (!/^[0-9a-f]{40,64}$/.test(commit)) return false;
  const isThere = async () => (await git(["cat-file", "-e", `${commit}^{commit}`], { folder })) !== undefined;
  if (await isThere()) return true;
  if (repository === undefined || server === undefined) return false;
  const settings =
    token === undefined
      ? {}
      : {
          [`http.${server}/.extraheader`]: `AUTHORIZATION: basic ${encoded(`x-access-token:${token}`)}`,
          // Git would send it to the other host.
          "http.followRedirects": "false",
        };
  const url = `${server}/${repository}`;
  await git(["fetch", "--quiet", "--no-tags", "--depth=1", "--no-recurse-submodules", url, commit], {
    folder,
    settings,
  });
  return isThere();
}

function encoded(text: string): string {
  return Buffer.from(text).toString("base64");
}

/** Is a run's commit still the last one of its branch? `trouble`: GitHub did not say. */
export type Freshness = "newest" | "outdated" | { readonly trouble: Refusal | "no-token" };

/**
 * Has the branch moved on since this run's commit? A run that is started again, or has waited long for its approval,
 * would otherwise undo what was merged after it.
 *
 * @returns `undefined` if there is no branch to compare with: a tag, a pull request, a forge that names none
 */
export async function freshnessOf(
  { github, event }: Pick<ActionContext, "github" | "event">,
  folder: string,
  git: Git,
): Promise<Freshness | undefined> {
  const { branch, repository, runSha, baseCommits } = event;
  if (branch === undefined || repository === undefined || runSha === undefined) return undefined;
  // After another workflow, the runner's commit is the branch's last one, and the checkout may be the one that ran.
  const head = baseCommits.length > 1 ? await git(["rev-parse", "--verify", "HEAD"], { folder }) : undefined;
  const own = head !== undefined && baseCommits.includes(head) ? head : runSha;
  if (github === undefined) return { trouble: "no-token" };
  try {
    const { data } = await github.call("GET", `/repos/${repository}/branches/${encodeURIComponent(branch)}`);
    const commit = (data as { commit?: { sha?: unknown; id?: unknown } } | null)?.commit;
    // Forgejo and Gitea call it `id`.
    const tip = commit?.sha ?? commit?.id;
    if (typeof tip !== "string") return { trouble: { status: 200, message: "", isLimit: false } };
    return tip === own ? "newest" : "outdated";
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    return { trouble: error };
  }
}
