import type { Host } from "./host.js";

/** A longer address is none that a person would open. */
const MOST_CHARACTERS = 300;

/**
 * The page of the CI job that this run is part of, from the variables that CI systems set: for people on other machines who
 * wait for it. `undefined` elsewhere.
 */
export function ciJobOf({ env, secrets }: Pick<Host, "env" | "secrets">): string | undefined {
  const address = addressIn(env);
  if (address === undefined || address.length > MOST_CHARACTERS || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
  // Some set-ups put a token there.
  url.username = "";
  url.password = "";
  return secrets.redact(url.href);
}

/** The page of a run of GitHub Actions. Gitea and Forgejo set the same variables. */
export function githubRunIn(env: Host["env"]): string | undefined {
  return joined(env["GITHUB_SERVER_URL"], "/", env["GITHUB_REPOSITORY"], "/actions/runs/", env["GITHUB_RUN_ID"]);
}

function joined(...parts: readonly (string | undefined)[]): string | undefined {
  return parts.every((part) => part !== undefined && part !== "") ? parts.join("") : undefined;
}

function addressIn(env: Host["env"]): string | undefined {
  const { SYSTEM_COLLECTIONURI: azure, SYSTEM_TEAMPROJECT: project, BUILD_BUILDID: build } = env;
  const { BITBUCKET_GIT_HTTP_ORIGIN: bitbucket, BITBUCKET_BUILD_NUMBER: number } = env;
  return [
    githubRunIn(env),
    env["CI_JOB_URL"],
    env["CIRCLE_BUILD_URL"],
    env["BUILDKITE_BUILD_URL"],
    joined(azure, project, "/_build/results?buildId=", build),
    joined(bitbucket, "/pipelines/results/", number),
    // Jenkins.
    env["BUILD_URL"],
  ].find((address) => address !== undefined && address !== "");
}
