import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll } from "vitest";
import type { Clock } from "../../src/model/clock.js";

/** A clock that runs like the real one, from a fixed day on, and whose wall time can be set back or forward. */
export class ShiftableClock implements Clock {
  shiftMs = 0;

  now(): number {
    return Math.floor(Date.UTC(2030, 0, 1) + performance.now() + this.shiftMs);
  }

  monotonic(): number {
    return performance.now();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
    // What a test has left open does not go on for ever, making folders again that are gone.
    if (isOver) await new Promise(() => undefined);
  }
}

let isOver = false;

const folders: string[] = [];
const children: ChildProcess[] = [];
afterAll(async () => {
  isOver = true;
  for (const child of children) child.kill("SIGKILL");
  await sleep(100); // for what is being written just now
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new folder, gone when the file's tests are over: some of them run side by side. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "muster-records-"));
  folders.push(folder);
  return folder;
}

export interface Child {
  readonly process: ChildProcess;
  /** Exit code, or the signal that ended it; with what it said to stderr, if anything. */
  readonly ended: Promise<string>;
}

/** Starts a real process that does one of the jobs of `child.ts`. @param env added to our own */
export async function startChild(
  job: string,
  args: object,
  env: Readonly<Record<string, string>> = {},
): Promise<Child> {
  bundled ??= bundleChild();
  const child = spawn(process.execPath, [await bundled, job, JSON.stringify(args)], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, ...env },
  });
  children.push(child);
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const ended = new Promise<string>((resolve) => {
    child.on("close", (code, signal) => resolve(`${signal ?? code}${said === "" ? "" : `: ${said}`}`));
  });
  return { process: child, ended };
}

let bundled: Promise<string> | undefined;

async function bundleChild(): Promise<string> {
  const outfile = join(tempFolder(), "child.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("child.ts", import.meta.url))],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    // The client of Redis is CommonJS.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
  return outfile;
}

/** The lines that children have written to a shared log so far: JSON, in the order in which they were written. */
export async function readLog<Line>(log: string): Promise<Line[]> {
  const text = await readFile(log, "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
}

/** Waits, but not for ever. */
export async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 10) {
    if (await isSo()) return;
    await sleep(10);
  }
  throw new Error(`never happened: ${what}`);
}
