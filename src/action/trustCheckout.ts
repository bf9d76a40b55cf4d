import { dirname, resolve } from "node:path";
import type { WorkflowEvent } from "./event.js";
import type { Git } from "./git.js";
import type { Inputs } from "./inputs.js";

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
