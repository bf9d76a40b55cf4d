import type { Host } from "../../engine/host.js";
import { redacting } from "../output/redacting.js";
import type { ConsoleHost, OutputStream } from "./consoleHost.js";
import { nodeClock, nodeMachine } from "./machine.js";
import { nodeFiles } from "./nodeFiles.js";
import { proxiesOf } from "./proxies.js";

/**
 * The real host. The only file, with `bin.ts`, `earlyStop.ts` and `run.ts`, that touches `process`.
 *
 * @param masking our output is the log of a GitHub Actions step: its runner is told which secrets to hide
 */
export function nodeHost({ masking = false } = {}): ConsoleHost {
  // A reader that goes away (`| head`) must not end an apply half-way. Nor must a full disk, but it is no success.
  let readerGone = false;
  let lost: string | undefined;
  const lose = ({ code, message }: NodeJS.ErrnoException) => {
    readerGone = true;
    if (code !== "EPIPE") lost ??= code ?? message;
  };
  process.stdout.on("error", lose);
  process.stderr.on("error", () => undefined);
  let http: ReturnType<Host["http"]> | undefined;
  const host: Omit<ConsoleHost, "secrets"> = {
    argv: process.argv.slice(2),
    env: process.env,
    // Opened at its first use: that costs more than parsing the arguments.
    get stdin() {
      return process.stdin;
    },
    stdout: {
      ...output(process.stdout, lose),
      isClosed: () => readerGone,
      lost: () => flushed(process.stdout).then(() => lost),
    },
    stderr: output(process.stderr, () => undefined),
    screen: process.stderr,
    folder: process.cwd(),
    clock: nodeClock,
    random: Math.random,
    files: nodeFiles,
    git: async (...call) => (await import("./nodeGit.js")).nodeGit(process.cwd(), process.env)(...call),
    http: () => {
      http ??= import("./nodeHttp.js").then(({ nodeHttp }) => nodeHttp(proxiesOf(process.env)));
      return http;
    },
    machine: nodeMachine(),
    onStop: (listener) => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, listener);
    },
    exit: (code) => process.exit(code),
  };
  const gated = redacting(host, masking ? maskInLog : undefined);
  // What Node and libraries print there: warnings, progress, and under NODE_DEBUG the address of each call.
  const write = process.stderr.write.bind(process.stderr) as (
    chunk: string | Uint8Array,
    ...rest: unknown[]
  ) => boolean;
  process.stderr.write = (chunk: string | Uint8Array, ...rest: unknown[]) =>
    write(typeof chunk === "string" ? gated.secrets.redact(chunk) : chunk, ...rest);
  return gated;
}

/** Commands that the runner removes from its log before anyone sees it. Some steps print a secret encoded. */
function maskInLog(secret: string): void {
  const forms = new Set([secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")]);
  for (const form of forms) {
    const data = form.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
    process.stdout.write(`::add-mask::${data}\n`);
  }
}

/** @param lose is told what could not be written: Node writes to files at once, and throws */
function output(stream: NodeJS.WriteStream, lose: (error: NodeJS.ErrnoException) => void): OutputStream {
  return {
    write: (text) => {
      try {
        stream.write(text);
      } catch (error) {
        lose(error as NodeJS.ErrnoException);
      }
    },
    isTTY: stream.isTTY === true,
    columns: () => stream.columns ?? 80,
    rows: () => stream.rows ?? 24,
  };
}

/** Resolves once all that was written has gone out, or never will. Errors are reported a moment later. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write("", () => setImmediate(resolve));
  });
}
