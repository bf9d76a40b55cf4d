import { fetchCommit } from "./checkout.js";
import type { ActionContext, Git } from "./context.js";
import { GithubError } from "./github.js";

/** No commit: what a push says of a branch that it creates. */
const NONE = /^0+$/;

/**
 * The commit that the plan compares with, to tell what this change brings from what was different before: on a pull
 * request the tip of the target that is part of the trial merge, else where the branch left the target; in a merge
 * queue its base; after a push the branch's last commit before it. It is fetched if it is not there.
 *
 * @returns `undefined` where nothing changes, as in a scheduled run; `missing` if there is one, but it cannot be had
 */
export async function baseCommit(
  context: ActionContext,
  folder: string,
  git: Git,
): Promise<string | undefined | { readonly missing: string }> {
  const { inputs } = context;
  // A saved plan has its own. Other arguments come from the workflow itself.
  const isGiven = inputs.plan !== undefined || inputs.args.some((arg) => /^--base(=|$)/.test(arg));
  if (isGiven || inputs.command === "validate") return undefined;
  const commit = await commitOf(context, folder, git);
  if (commit === undefined || NONE.test(commit)) return undefined;
  return (await fetchCommit(commit, context, folder, git)) ? commit : { missing: commit || "?" };
}

async function commitOf(context: ActionContext, folder: string, git: Git): Promise<string | undefined> {
  const { event } = context;
  if (event.name === "push") return event.before;
  if (event.name === "merge_group") return event.settingsBase;
  // Events that get the secrets no matter who triggers them plan the base itself.
  if (event.isGuarded || !event.name.startsWith("pull_request")) return undefined;
  // In a clone of one commit git does not follow its parents, but the commit still names them.
  const commit = (await git(["cat-file", "commit", "HEAD"], { folder })) ?? "";
  const [target, head, ...others] = [...(commit.split("\n\n", 1)[0] ?? "").matchAll(/^parent (\w+)$/gm)].map(
    ([, hash = ""]) => hash,
  );
  if (target !== undefined && head === event.sha && others.length === 0) return target;
  return mergeBase(context, folder, git);
}

/** Where the pull request's branch left the target. A clone with history knows it, and the forge does. */
async function mergeBase({ event, github }: ActionContext, folder: string, git: Git): Promise<string> {
  const { settingsBase: base = "", sha = "", repository } = event;
  if (base === "" || sha === "") return "";
  const known = await git(["merge-base", base, sha], { folder });
  if (known !== undefined && known !== "") return known;
  if (event.mergeBase !== undefined) return event.mergeBase;
  if (github === undefined || repository === undefined) return "";
  try {
    const { data } = await github.call("GET", `/repos/${repository}/compare/${base}...${sha}?per_page=1`);
    const hash = (data as { merge_base_commit?: { sha?: unknown } } | null)?.merge_base_commit?.sha;
    return typeof hash === "string" ? hash : "";
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    return "";
  }
}
