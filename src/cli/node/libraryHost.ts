import { resolve } from "node:path";
import type { Host } from "../../engine/host.js";
import { Redactor } from "../../model/redactor.js";
import type { StopSignal } from "../../model/stopSignal.js";
import { GIVE_UP_AFTER_MS, nodeClock, nodeMachine, openStopping } from "./machine.js";
import { nodeFilesIn } from "./nodeFiles.js";
import { proxiesOf } from "./proxies.js";

/** What a program may set for the library. */
export interface LibraryHostOptions {
  /** What paths are relative to. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Instead of a `fetch` that uses the proxies of `env`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** The host for programs that use muster as a library: no streams, no arguments, and only the variables given. */
export function libraryHost({ folder, env, fetch }: LibraryHostOptions): Host {
  const path = resolve(folder);
  const redactor = new Redactor();
  return {
    env,
    folder: path,
    clock: nodeClock,
    random: Math.random,
    files: nodeFilesIn(path),
    git: async (...call) => (await import("./nodeGit.js")).nodeGit(path, env)(...call),
    http: async () => fetch ?? (await import("./nodeHttp.js")).nodeHttp(proxiesOf(env)),
    machine: nodeMachine(env),
    secrets: { keep: (secret) => void redactor.keep(secret), redact: (text) => redactor.redact(text) },
  };
}

/** Stops when the program's own signal does: nothing new starts, and ten seconds later calls in flight are given up. */
export function stopWith(asked: AbortSignal | undefined): StopSignal {
  const { signal, stop, giveUp } = openStopping();
  if (asked === undefined) return signal;
  const begin = (): void => {
    stop();
    setTimeout(giveUp, GIVE_UP_AFTER_MS).unref();
  };
  // No listener of the program's own signal: it may be one for all accounts, and Node takes more than ten for a leak.
  const own = AbortSignal.any([asked]);
  if (own.aborted) begin();
  else own.addEventListener("abort", begin, { once: true });
  return signal;
}
