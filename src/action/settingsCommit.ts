import type { Desk } from "./desk.js";
import type { Git } from "./git.js";

/**
 * The commit that accounts, limits and ignored groups are read from, where the files may be somebody's who does not decide
 * about them: the base's, on pull requests. Fetched where the checkout has it not, as checkouts mostly have one commit alone.
 *
 * @returns `undefined` where what is checked out decides; `missing` where the base's commit is neither there nor to be had
 */
export async function settingsCommit(
  { event, inputs }: Pick<Desk, "event" | "inputs">,
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
