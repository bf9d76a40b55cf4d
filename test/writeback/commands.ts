import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { onTestFinished } from "vitest";
import type { CommonOptions } from "../../src/cli/arguments/options.js";
import type { ConsoleHost } from "../../src/cli/node/consoleHost.js";
import { nodeFilesIn } from "../../src/cli/node/nodeFiles.js";
import { nodeGit } from "../../src/cli/node/nodeGit.js";
import { nodeHttp } from "../../src/cli/node/nodeHttp.js";
import { redacting } from "../../src/cli/output/redacting.js";
import { QUICK_LIMITS } from "../support/cli.js";
import { quickClock } from "../support/inProcess.js";
import { ACCOUNT, SECRET, type World } from "../support/simulated.js";

export const COMMON: CommonOptions = {
  format: "text",
  color: false,
  quiet: false,
  verbose: false,
  timeout: 10,
  insecureHttp: false,
};

/** A command's own host over real files and real HTTP, in the folder of a simulated world. */
export interface Bench {
  readonly host: ConsoleHost;
  stdout(): string;
  stderr(): string;
}

/** The host of one run; what it remembers of other runs is cleared away after the test. */
export async function bench({ simulator, folder }: Pick<World, "simulator" | "folder">): Promise<Bench> {
  const state = await mkdtemp(join(tmpdir(), "muster-state-"));
  onTestFinished(() => rm(state, { recursive: true, force: true }));
  let out = "";
  let err = "";
  const sink = (write: (text: string) => void) => ({ write, isTTY: false, columns: () => 100 });
  const env = {
    MUSTER_HOST: simulator.url,
    MUSTER_ACCOUNT_ID: ACCOUNT,
    MUSTER_API_SECRET: SECRET,
    MUSTER_LIMITS: QUICK_LIMITS,
    MUSTER_LANG: "en",
    MUSTER_STATE_DIR: state,
  };
  const host: ConsoleHost = redacting({
    argv: [],
    env,
    stdin: new PassThrough(),
    stdout: sink((text) => {
      out += text;
    }),
    stderr: sink((text) => {
      err += text;
    }),
    screen: process.stderr,
    folder,
    clock: quickClock(1),
    random: Math.random,
    files: nodeFilesIn(folder),
    http: async () => nodeHttp(false),
    git: nodeGit(folder, process.env),
    machine: { pid: process.pid, hostname: "test", owner: state, isAlive: () => true, stateFolder: state },
    onStop: () => undefined,
    exit: () => {
      throw new Error("exit");
    },
  });
  return { host, stdout: () => out, stderr: () => err };
}
