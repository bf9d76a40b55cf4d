import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The exit code that is expected; 0 if left out. */
  readonly code?: number;
}

/** A process that ended. */
export interface Ran {
  readonly ms: number;
  readonly stdout: string;
  /** The most memory it ever held; only if that was asked for. */
  readonly peakMb: number;
}

/** Two commands, run in turn. Times in ms. */
export interface Paired {
  readonly value: number;
  readonly floor: number;
  /** The median of the pairs' ratios: a machine that is slow for a moment is slow for both. */
  readonly ratio: number;
}

/**
 * Runs Node with these arguments and no settings of this machine except those in `env`: `NODE_EXTRA_CA_CERTS` alone
 * costs 35 ms.
 *
 * @throws if it fails
 */
export async function runNode(args: readonly string[], { cwd, env = {}, code = 0 }: RunOptions = {}): Promise<Ran> {
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], MUSTER_LANG: "en", NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  const told = [child.stdout as Readable, child.stderr as Readable, child.stdio[3] as Readable].map((stream) =>
    text(stream),
  );
  const [stdout = "", stderr = "", peak = ""] = await Promise.all(told);
  const got = await ended;
  const ms = performance.now() - began;
  if (got !== code)
    throw new Error(`node ${args.join(" ")} ended with ${got}:\n${stdout.slice(-2000)}${stderr.slice(-2000)}`);
  return { ms, stdout, peakMb: Number(peak) / 1024 };
}

/** As {@link runNode}, with the peak of its memory. */
export function runForMemory(root: string, args: readonly string[], options?: RunOptions): Promise<Ran> {
  return runNode(["--require", join(root, "test/bench/peak.cjs"), ...args], options);
}

/** The arguments to Node for the built command line. */
export function muster(root: string, ...args: readonly string[]): string[] {
  return [join(root, "dist/muster.js"), ...args];
}

/** Runs both in turn, `times` times after one that is not counted (unless there is only one). */
export async function pair(run: () => Promise<number>, floor: () => Promise<number>, times: number): Promise<Paired> {
  const pairs: { value: number; floor: number }[] = [];
  for (let index = times > 1 ? -1 : 0; index < times; index++) {
    const both = { floor: await floor(), value: await run() };
    if (index >= 0) pairs.push(both);
  }
  return {
    value: median(pairs.map((one) => one.value)),
    floor: median(pairs.map((one) => one.floor)),
    ratio: median(pairs.map((one) => one.value / one.floor)),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
