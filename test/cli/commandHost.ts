import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import type { CommonOptions } from "../../src/cli/arguments/options.js";
import type { ConsoleHost } from "../../src/cli/node/consoleHost.js";
import { nodeFilesIn } from "../../src/cli/node/nodeFiles.js";
import { nodeGit } from "../../src/cli/node/nodeGit.js";
import { nodeHttp } from "../../src/cli/node/nodeHttp.js";
import { redacting } from "../../src/cli/output/redacting.js";

/** What a command gets when no flag is given. */
export const OPTIONS: CommonOptions = {
  format: "text",
  lang: "en",
  color: false,
  quiet: false,
  verbose: false,
  timeout: 10,
  insecureHttp: false,
};

export interface CommandHost {
  readonly host: ConsoleHost;
  readonly folder: string;
  stdout(): string;
  stderr(): string;
}

/** A folder with files, cleared away after the test, and a host whose working folder it is; the rest is real. */
export async function commandHost(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
  now: () => number = Date.now,
): Promise<CommandHost> {
  const folder = await mkdtemp(join(tmpdir(), "muster-command-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const said = { stdout: "", stderr: "" };
  const output = (stream: "stdout" | "stderr") => ({
    write: (text: string) => {
      said[stream] += text;
    },
    isTTY: false,
    columns: () => 100,
  });
  const host: ConsoleHost = redacting({
    argv: [],
    env: { MUSTER_STATE_DIR: join(folder, ".state"), ...env },
    stdin: new PassThrough(),
    stdout: output("stdout"),
    stderr: output("stderr"),
    screen: process.stderr,
    folder,
    clock: {
      now,
      monotonic: () => performance.now(),
      sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
    },
    random: Math.random,
    files: nodeFilesIn(folder),
    http: async () => nodeHttp(false),
    git: nodeGit(folder, process.env),
    machine: { pid: 1, hostname: "here", owner: "test-1", isAlive: () => true, stateFolder: "" },
    onStop: () => undefined,
    exit: () => {
      throw new Error("exit");
    },
  });
  return { host, folder, stdout: () => said.stdout, stderr: () => said.stderr };
}
