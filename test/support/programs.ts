import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";

/** Programs by other authors; `.ci/run` installs them if it can. */
export type Program = "nginx" | "tinyproxy" | "openssl" | "redis-server";

const FLAGS: Readonly<Record<Program, string>> = {
  nginx: "-v",
  tinyproxy: "-v",
  openssl: "version",
  "redis-server": "--version",
};

/** Debian puts nginx into a folder that is only in root's PATH. */
export const PROGRAM_ENV = { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin:/sbin` };

/** Why tests with these programs are skipped, for their titles; "" if all are there. */
export function missing(...programs: readonly Program[]): string {
  const absent = programs.filter((program) => {
    const { error } = spawnSync(program, [FLAGS[program]], { env: PROGRAM_ENV, stdio: "ignore" });
    return error !== undefined;
  });
  return absent.length === 0 ? "" : ` (skipped: ${absent.join(" and ")} not installed)`;
}

/** A port of 127.0.0.1 that is free right now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new TypeError("no port");
  return address.port;
}

/** Concurrent tests must pass their own context's. */
export type OnFinished = (clear: () => Promise<void>) => void;

/** A folder that is removed after the test. */
export async function scratch(onFinished: OnFinished = onTestFinished): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "muster-network-"));
  onFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface Served {
  readonly port: number;
  readonly folder: string;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

/**
 * Starts a server of one of the programs with a config file, and waits until its port answers. Stopped after the test.
 */
export async function serve(
  program: Program,
  args: (config: string) => readonly string[],
  config: (port: number, folder: string) => string,
  onFinished: OnFinished = onTestFinished,
): Promise<Served> {
  const folder = await scratch(onFinished);
  const port = await freePort();
  const path = join(folder, "config");
  await writeFile(path, config(port, folder));
  const child = spawn(program, args(path), { env: PROGRAM_ENV, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += String(chunk)));
  // nginx has workers to end, too; tinyproxy, if asked to end, waits for its connections.
  const kill = () => ended(child, program === "nginx" ? "SIGTERM" : "SIGKILL");
  onFinished(kill);
  for (let tries = 0; !(await answers(port)); tries += 1) {
    if (child.exitCode !== null || tries > 200) throw new Error(`${program} does not answer: ${said}`);
    await sleep(25);
  }
  return { port, folder, kill };
}

/** Ends a process, and waits until it is gone. */
export async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill(signal);
  await exit;
}

/** Whether something listens there. */
export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
