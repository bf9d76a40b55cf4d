import type { Host } from "../../engine/host.js";

/** CI systems whose runners read commands out of a job's log, by a variable that each of them sets. */
const LISTENING = ["GITHUB_ACTIONS", "GITEA_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"] as const;

/** Does a runner read this process's output for commands? */
export function hasListener(env: Host["env"]): boolean {
  return LISTENING.some((name) => (env[name] ?? "") !== "" && env[name] !== "false");
}

/**
 * OutputStream in which a runner finds nothing to obey: `::command::` counts at the beginning of a line, `##[command]`,
 * `##vso[…]` and `##teamcity[…]` anywhere. One character of each is written out, as JSON would write it, so that JSON
 * documents stay what they are.
 *
 * Source: `actions/runner`, `ActionCommand.cs`; Azure Pipelines' logging commands; TeamCity's service messages.
 */
export function runnerSafe(text: string): string {
  return text.replaceAll(/^(\s*:):/gm, "$1\\u003a").replaceAll(/#(?=#\w*\[)/g, "\\u0023");
}
