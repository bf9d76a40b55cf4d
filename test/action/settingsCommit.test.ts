import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { settingsCommit } from "../../src/action/checkout.js";
import { gitOf } from "../../src/action/context.js";
import { readEvent } from "../../src/action/event.js";
import { readInputs } from "../../src/action/inputs.js";
import { nodeFiles } from "../../src/cli/node/nodeFiles.js";
import { nodeGit } from "../../src/cli/node/nodeGit.js";
import type { Host } from "../../src/engine/host.js";
import { commitAll, git } from "./repository.js";

/** A repository with a base and a head, and a checkout of the head's one commit alone, as actions/checkout makes it. */
async function shallow() {
  const server = await mkdtemp(join(tmpdir(), "muster-settings-"));
  onTestFinished(() => rm(server, { recursive: true, force: true }));
  const origin = join(server, "o", "r");
  git(server, "init", "-q", "-b", "main", origin);
  const base = commitAll(origin, "base");
  await writeFile(join(origin, "muster.yaml"), "version: 1\n");
  commitAll(origin, "head");
  const folder = join(server, "checkout");
  git(server, "clone", "-q", "--depth=1", `file://${origin}`, folder);
  return { server, folder, base };
}

async function asked(folder: string, name: string, payload: unknown, env: Readonly<Record<string, string>> = {}) {
  const files = { ...nodeFiles, read: async () => new TextEncoder().encode(JSON.stringify(payload)) };
  const event = await readEvent({
    files,
    env: { GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: "e", GITHUB_REPOSITORY: "o/r", ...env },
  });
  const inputs = readInputs({ INPUT_TOKEN: "ghs_t", ...env });
  // The server of these tests is a folder, which git is otherwise never sent to.
  const settings = { "protocol.file.allow": "always" };
  const git: Host["git"] = (words, options) =>
    nodeGit(folder, process.env)(words, { ...options, settings: { ...options?.settings, ...settings } });
  return settingsCommit({ event, inputs }, folder, gitOf({ git }));
}

test("the base's commit is fetched where the checkout has the head alone", async () => {
  const { server, folder, base } = await shallow();
  const payload = { pull_request: { base: { sha: base } } };
  const env = { GITHUB_SERVER_URL: `file://${server}` };
  expect(await asked(folder, "pull_request", payload)).toEqual({ missing: base });
  expect(await asked(folder, "pull_request", payload, env)).toBe(base);
  // Now it is there.
  expect(await asked(folder, "pull_request", payload)).toBe(base);
  expect(await asked(folder, "merge_group", { merge_group: { base_sha: base } })).toBe(base);
  expect(git(folder, "status", "--porcelain")).toBe("");
});

test("the token stays with the server, wherever that sends git", async () => {
  const { folder } = await shallow();
  const seen: string[] = [];
  const refs = `${"f".repeat(40)} refs/heads/main\0 allow-any-sha1-in-want shallow\n`;
  const advertised = `001e# service=git-upload-pack\n0000${(refs.length + 4).toString(16).padStart(4, "0")}${refs}0000`;
  const open = async (elsewhere?: string) => {
    const server = createServer(({ method, url, headers }, response) => {
      if (elsewhere !== undefined) return response.writeHead(302, { location: `${elsewhere}${url}` }).end();
      seen.push(`${method} ${headers.authorization}`);
      return response.writeHead(200, { "content-type": "application/x-git-upload-pack-advertisement" }).end(advertised);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    return (server.address() as AddressInfo).port;
  };
  const other = `http://localhost:${await open()}`;
  const env = { GITHUB_SERVER_URL: `http://127.0.0.1:${await open(other)}` };
  const payload = { pull_request: { base: { sha: "f".repeat(40) } } };
  expect(await asked(folder, "pull_request", payload, env)).toHaveProperty("missing");
  expect(seen).toEqual([]);
});

test("no name of a branch, no hash that is none, and no payload without one counts as the base", async () => {
  const { folder } = await shallow();
  for (const sha of ["main", "HEAD", "--upload-pack=x", "f".repeat(40), 7])
    expect(await asked(folder, "pull_request", { pull_request: { base: { sha } } })).toHaveProperty("missing");
  expect(await asked(folder, "pull_request", {})).toEqual({ missing: "" });
  expect(await asked(folder, "merge_group", {})).toEqual({ missing: "" });
});

test("where nobody proposes anything, or the workflow says it itself, what is checked out decides", async () => {
  const { folder, base } = await shallow();
  for (const name of ["push", "schedule", "workflow_dispatch"]) expect(await asked(folder, name, {})).toBeUndefined();
  const payload = { pull_request: { base: { sha: base } } };
  expect(await asked(folder, "pull_request", payload, { INPUT_ARGS: "--settings-from=HEAD" })).toBeUndefined();
  expect(await asked(folder, "pull_request", payload, { INPUT_COMMAND: "validate" })).toBeUndefined();
  const head = git(folder, "rev-parse", "HEAD");
  expect(await asked(folder, "issue_comment", {}, { GITHUB_SHA: head })).toBe(head);
});
