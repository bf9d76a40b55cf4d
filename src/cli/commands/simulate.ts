import { parseLimits } from "../../config/limits.js";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import { formatFinding } from "../../report/messages/formatFinding.js";
import { visible } from "../../report/text/visible.js";
import { readSeedFile, SeedError } from "../../simulator/account/seed.js";
import { BehaviourSpecError, parseBehaviour } from "../../simulator/behaviour/behaviourSpec.js";
import { FaultSpecError } from "../../simulator/behaviour/faultSpec.js";
import { startSimulator } from "../../simulator/startSimulator.js";
import type { ConsoleHost } from "../node/consoleHost.js";

interface SimulateOptions {
  readonly port: number;
  readonly seed?: string;
  readonly state?: string;
  readonly limits?: string;
  readonly fault?: readonly string[];
  readonly manner?: readonly string[];
  readonly pageSize?: number;
  readonly window?: "sliding" | "fixed" | "bucket";
  readonly latency?: number;
}

/** `muster simulate`: serves until it is interrupted. The first line of stdout says where. */
export async function simulate(options: SimulateOptions, host: ConsoleHost): Promise<ExitCode> {
  const stopped = new Promise<void>((resolve) => host.onStop(resolve));
  try {
    const seed = options.seed === undefined ? EMPTY_SEED : await readSeedFile(options.seed);
    const simulator = await startSimulator({
      seed,
      port: options.port,
      ...parseBehaviour(options.manner ?? []),
      ...(options.state === undefined ? {} : { stateFile: options.state }),
      ...(options.fault === undefined ? {} : { faults: options.fault }),
      ...(options.limits === undefined ? {} : { limits: limitsOf(options.limits) }),
      ...(options.pageSize === undefined ? {} : { maxPageSize: options.pageSize }),
      ...(options.window === undefined ? {} : { windowKind: options.window }),
      ...(options.latency === undefined ? {} : { latencyMs: [0, options.latency] as const }),
    });
    const accounts = "accounts" in seed ? seed.accounts : [seed];
    host.stdout.write(`${simulator.url}\n`);
    for (const { accountId } of accounts) host.stderr.write(`Serving account ${accountId}. Stop with Ctrl-C.\n`);
    await stopped;
    await simulator.close();
    return EXIT.ok;
  } catch (error) {
    host.stderr.write(`muster simulate: ${reasonOf(error).split("\n").map(visible).join("\n")}\n`);
    return EXIT.failed;
  }
}

/** An account to try things on, if no seed is given. Neither the account nor the secret is real. */
const EMPTY_SEED = { accountId: "N00000000556", apiSecret: "demo-secret-not-real", agents: [], groups: [] };

function limitsOf(text: string): ReturnType<typeof parseLimits>["limits"] {
  const { limits, findings } = parseLimits(text, "--limits");
  const [first] = findings;
  if (first !== undefined) {
    const { message, help } = formatFinding(first, "en");
    throw new LimitsError(`${message} ${help}`);
  }
  return limits;
}

/** Limits that cannot be used, and how to write them. */
class LimitsError extends Error {}

const REASONS = [SeedError, FaultSpecError, BehaviourSpecError, LimitsError];

function reasonOf(error: unknown): string {
  if (REASONS.some((kind) => error instanceof kind)) return (error as Error).message;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") return "the port is taken; --port 0 takes a free one";
  return code === "ENOENT" ? `there is no such file: ${(error as NodeJS.ErrnoException).path}` : message;
}
