import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "vitest";
import { ROOT, type Run } from "./cli.js";

/** A muster that was installed somewhere, and the environment it gets: nothing of this machine but what stands there. */
export interface Installed {
  readonly command: readonly [program: string, ...args: string[]];
  /** Where it runs, and keeps its records. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs it, and waits for its end. */
export async function runInstalled(
  { command: [program, ...first], folder, env }: Installed,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const child = spawn(program, [...first, ...args], {
    cwd: folder,
    env: { ...env, MUSTER_STATE_DIR: folder, ...more },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}

/** The main job with nothing but what was installed: simulate, validate, plan, apply, and nothing left to do. */
export async function walkRoad(installed: Installed): Promise<void> {
  const [program, ...first] = installed.command;
  const files = join(ROOT, "examples/small-team");
  const seed = join(files, "seed.json");
  const { accountId, apiSecret } = JSON.parse(await readFile(seed, "utf8")) as Record<string, string>;
  const simulator = spawn(program, [...first, "simulate", "--seed", seed], {
    env: installed.env,
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    const [url] = (await once(createInterface({ input: simulator.stdout }), "line")) as [string];
    const account = { MUSTER_HOST: url, MUSTER_ACCOUNT_ID: accountId ?? "", MUSTER_API_SECRET: apiSecret ?? "" };
    const run = (...args: readonly string[]) => runInstalled(installed, args, { ...account, MUSTER_SETTLE: "1s" });
    expect(await run("validate", files)).toMatchObject({ code: 0 });
    expect(await run("plan", files, "--detailed-exitcode")).toMatchObject({ code: 2 });
    expect(await run("apply", files, "--auto-approve")).toMatchObject({ code: 0 });
    expect(await run("plan", files)).toMatchObject({ code: 0, stdout: expect.stringContaining("Nothing to apply") });
  } finally {
    simulator.kill();
  }
}
