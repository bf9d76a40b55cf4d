import { findProject, type Project } from "../../engine/project.js";
import { dialogueOf } from "../../report/messages/words.js";
import { visible } from "../../report/text/visible.js";
import type { RunOptions } from "../arguments/options.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import type { Output } from "./output.js";

/** Finds the `muster.yaml` of a run from a terminal, and says which one where it is not the working folder's. */
export async function openProject(
  { config }: Pick<RunOptions, "config">,
  host: ConsoleHost,
  output: Output,
): Promise<Project<ConsoleHost>> {
  const project = await findProject(host, config);
  if (project.above !== undefined)
    output.note(`${visible(dialogueOf(output.language).settingsAbove(project.above))}\n`);
  return project;
}

/** Says which accounts have none of the paths. */
export function noteLeftOut(accounts: readonly string[], output: Output): void {
  if (accounts.length > 0) output.note(`${visible(dialogueOf(output.language).notChosen(accounts))}\n`);
}
