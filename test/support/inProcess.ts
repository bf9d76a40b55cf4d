import { PassThrough } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { main } from "../../src/cli/main.js";
import type { ConsoleHost } from "../../src/cli/node/consoleHost.js";
import { nodeFiles } from "../../src/cli/node/nodeFiles.js";
import { nodeGit } from "../../src/cli/node/nodeGit.js";
import { nodeHttp } from "../../src/cli/node/nodeHttp.js";
import { redacting } from "../../src/cli/output/redacting.js";
import type { Clock } from "../../src/model/clock.js";

export interface InProcessOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The simulator's clock too: windows and waits shrink together. */
  readonly clock: Clock;
  readonly random: () => number;
  /** The machine that it runs on; one and the same if left out. */
  readonly hostname?: string;
  /** Sees each request as it is sent. */
  readonly onSend?: (url: string) => void;
}

/** A clock that runs `speed` times as fast as the world's. */
export function quickClock(speed: number): Clock {
  const began = Date.now();
  return {
    now: () => began + performance.now() * speed,
    monotonic: () => performance.now() * speed,
    sleep: (ms, signal) => sleep(ms / speed, undefined, signal === undefined ? {} : { signal }),
  };
}

/** A run of muster inside this process: the real code from `main` down, over real HTTP, on a quick clock. */
export interface InProcessRun {
  /** Never settles if the run is killed. */
  readonly done: Promise<number>;
  stdout(): string;
  stderr(): string;
  /** Like the system's SIGTERM. */
  stop(): void;
  /** Like SIGKILL: none of its code runs any more. What it has sent is on its way. */
  kill(): void;
}

const fetch = nodeHttp(false);
let owners = 0;
const living = new Set<number>();

/** Starts a run. To kill it is to freeze it: what it waits for never happens. */
export function inProcess(
  argv: readonly string[],
  { env, clock, random, hostname = "chaos", onSend }: InProcessOptions,
): InProcessRun {
  owners += 1;
  const pid = 1_000_000 + owners;
  living.add(pid);
  let dead = false;
  const never = new Promise<never>(() => undefined);
  /** The way back from outside calls: closed once the run is dead. */
  const back = async <T>(work: Promise<T>): Promise<T> => {
    try {
      const value = await work;
      return dead ? never : value;
    } catch (error) {
      if (dead) return never;
      throw error;
    }
  };
  let out = "";
  let err = "";
  const listeners: (() => void)[] = [];
  const host: ConsoleHost = redacting({
    argv,
    env,
    stdin: new PassThrough(),
    stdout: {
      write: (text) => {
        out += text;
      },
      isTTY: false,
      columns: () => 80,
    },
    stderr: {
      write: (text) => {
        err += text;
      },
      isTTY: false,
      columns: () => 80,
    },
    screen: process.stderr,
    folder: process.cwd(),
    clock: { ...clock, sleep: (ms, signal) => back(clock.sleep(ms, signal)) },
    random,
    files: nodeFiles,
    http: async () =>
      ((input: string, init: object) => {
        if (dead) return never;
        onSend?.(input);
        return back(fetch(input, init));
      }) as unknown as typeof fetch,
    git: nodeGit(process.cwd(), process.env),
    machine: {
      pid,
      hostname,
      owner: `chaos-${pid}`,
      isAlive: (other) => living.has(other),
      stateFolder: "",
    },
    onStop: (listener) => void listeners.push(listener),
    exit: () => {
      throw new Error("exit");
    },
  });
  return {
    done: back(main(host)).finally(() => living.delete(pid)),
    stdout: () => out,
    stderr: () => err,
    stop: () => {
      for (const listener of listeners) listener();
    },
    kill: () => {
      dead = true;
      living.delete(pid);
    },
  };
}
