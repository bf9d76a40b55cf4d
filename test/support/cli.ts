import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { runBuilt } from "./builtProgram.js";
import { temporaryFolder } from "./temporaryFolder.js";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MUSTER = fileURLToPath(new URL("../../dist/muster.js", import.meta.url));

/** Small windows instead of a fake clock: the same limiter, sixty times as fast. */
export const QUICK_LIMITS =
  "addQueue=20/1s,updateQueueAssignMembers=20/1s,queueQueue=20/1s,queueQueueAgentClaimStatus=100/1s";

/** The state folder of these tests, apart from this machine's own. */
export const STATE = temporaryFolder("muster-state-");

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Text without its line breaks. */
export function flat(text: string): string {
  return text.replace(/\s+/g, " ");
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Called once the process runs; for signals and pipes. With it, the run has a process of its own. */
  readonly whileRunning?: (child: ReturnType<typeof spawn>) => void;
}

/**
 * Runs the real, built command line with no settings of this machine; without a process of its own ({@link runBuilt})
 * unless the system or Node has a part in what is tested.
 */
export function muster(args: readonly string[], { env = {}, cwd = ROOT, whileRunning }: RunOptions = {}): Promise<Run> {
  const all = {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    MUSTER_LANG: "en",
    MUSTER_LIMITS: QUICK_LIMITS,
    MUSTER_STATE_DIR: STATE,
    ...env,
  };
  const isOfNode = Object.keys(env).some((name) => /^(?:NODE_|TZ$)/.test(name));
  // `--version` ends by itself, without an exit.
  if (whileRunning === undefined && !isOfNode && args.join() !== "--version")
    return runBuilt(MUSTER, args, { cwd, env: all });
  const child = spawn(process.execPath, [MUSTER, ...args], { cwd, env: all, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
  });
  whileRunning?.(child);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
