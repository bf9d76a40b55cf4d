import type { Host } from "../../engine/host.js";

/** CI systems whose runners read commands from a job's log, by a variable that each of them sets. */
const LISTENING = ["GITHUB_ACTIONS", "GITEA_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"] as const;

/** Does a runner look for commands in this process's output? */
export function hasListener(env: Host["env"]): boolean {
  return LISTENING.some((name) => (env[name] ?? "") !== "" && env[name] !== "false");
}

/**
 * An OutputStream without commands that a runner would obey: `::command::` counts at the beginning of a line,
 * `##[command]`, `##vso[…]` and `##teamcity[…]` anywhere. One character of each is escaped as in JSON, so that JSON
 * documents keep their meaning.
 *
 * Source: `actions/runner`, `ActionCommand.cs`; Azure Pipelines' logging commands; TeamCity's service messages.
 */
export function runnerSafe(text: string): string {
  return text.replaceAll(/^(\s*:):/gm, "$1\\u003a").replaceAll(/#(?=#\w*\[)/g, "\\u0023");
}
