import { Console } from "node:console";
import { EventEmitter } from "node:events";
import fs, { readFileSync } from "node:fs";
import nodeModule, { createRequire, isBuiltin } from "node:module";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { Readable, Writable } from "node:stream";
import timersPromises from "node:timers/promises";
import tls from "node:tls";
import { compileFunction } from "node:vm";

export interface ProgramOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

export interface ProgramRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

type Wrapper = (...words: readonly unknown[]) => void;

/** What Node gives to a module, and what of the globals belongs to a process. */
const MODULE_WORDS = ["exports", "require", "module", "__filename", "__dirname"] as const;
const PROCESS_WORDS = ["process", "console", "setTimeout", "setInterval", "setImmediate"] as const;
const builtin = createRequire(import.meta.url);
const wrappers = new Map<string, Wrapper>();
const running = new Set<Writable>();

// Node's warnings, such as that of a leak of listeners, are a process's output, too.
process.on("warning", ({ name, message }) => {
  for (const stderr of running) stderr.write(`(node:${process.pid}) ${name}: ${message}\n`);
});

/**
 * Runs a built program of ours, from its first line to `process.exit`, without a process of its own: starting one costs
 * more than most runs. Each run loads the bundle's modules anew, so it remembers nothing of the others, and has a
 * `process` of its own: arguments, variables, working folder, streams and exit. What it leaves behind when it exits
 * (timers, connections) dies with it.
 *
 * Not for signals, terminals, pipes, Node's own flags and variables, nor for a kill: for these see `muster` in `cli.ts`.
 */
export function runBuilt(program: string, args: readonly string[], options: ProgramOptions): Promise<ProgramRun> {
  return new Promise((resolve) => {
    const written = { stdout: "", stderr: "" };
    const stream = (name: keyof typeof written) =>
      new Writable({
        decodeStrings: false,
        write: (chunk: string | Buffer, _encoding, done) => {
          written[name] += String(chunk);
          done();
        },
      });
    const stdout = stream("stdout");
    const stderr = stream("stderr");
    running.add(stderr);
    const life = new Life();
    const exit = (code: number): void => {
      if (life.hasEnded) return;
      life.end();
      running.delete(stderr);
      resolve({ code, ...written });
    };
    const own = processOf({ argv: [process.execPath, program, ...args], ...options, stdout, stderr, exit });
    const modules = new Map<string, { exports: unknown }>();
    const builtins = builtinsOf(own, life, options);
    const words = [own, new Console(stdout, stderr), ...life.timers()];
    const load = (file: string): unknown => {
      const known = modules.get(file);
      if (known !== undefined) return known.exports;
      const module = { exports: {} };
      modules.set(file, module);
      const need = (id: string): unknown => {
        if (id.startsWith(".")) return load(path.resolve(path.dirname(file), id));
        if (!isBuiltin(id)) throw new Error(`${file} needs ${id}, which is not in the bundle`);
        return builtins[id.replace(/^node:/, "")] ?? builtin(id);
      };
      wrapperOf(file).call(module.exports, module.exports, need, module, file, path.dirname(file), ...words);
      return module.exports;
    };
    load(program);
  });
}

/** V8 reads each file once for all runs. */
function wrapperOf(file: string): Wrapper {
  const known = wrappers.get(file);
  if (known !== undefined) return known;
  const code = readFileSync(file, "utf8").replace(/^#!/, "//");
  const wrapper = compileFunction(code, [...MODULE_WORDS, ...PROCESS_WORDS], { filename: file }) as Wrapper;
  wrappers.set(file, wrapper);
  return wrapper;
}

/** What ends with a process, no matter what it waits for. */
class Life {
  hasEnded = false;
  readonly #ended = new AbortController();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #sockets = new Set<net.Socket>();

  end(): void {
    this.hasEnded = true;
    this.#ended.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    for (const socket of this.#sockets) socket.destroy();
  }

  /** `setTimeout`, `setInterval` and `setImmediate`. */
  timers(): readonly unknown[] {
    const held =
      <T>(start: (call: (...args: unknown[]) => void, ...rest: unknown[]) => T, keep: (timer: T) => void) =>
      (call: (...args: unknown[]) => void, ...rest: unknown[]): T => {
        const timer = start(
          (...args) => {
            if (!this.hasEnded) call(...args);
          },
          ...rest,
        );
        keep(timer);
        return timer;
      };
    const keep = (timer: NodeJS.Timeout) => void this.#timers.add(timer);
    return [
      held(setTimeout as never, keep),
      held(setInterval as never, keep),
      held(setImmediate as never, () => undefined),
    ];
  }

  sleep: typeof timersPromises.setTimeout = (ms, value, { signal, ...options } = {}) => {
    const either = signal === undefined ? this.#ended.signal : AbortSignal.any([signal, this.#ended.signal]);
    const never = new Promise<never>(() => undefined);
    return timersPromises.setTimeout(ms, value, { ...options, signal: either }).then(
      (slept) => (this.hasEnded ? never : slept),
      (error: unknown) => {
        if (this.hasEnded) return never;
        throw error;
      },
    );
  };

  connecting<T extends net.Socket>(connect: (...args: never[]) => T): (...args: never[]) => T {
    return (...args) => {
      const socket = connect(...args);
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
      return socket;
    };
  }
}

interface OwnProcess extends ProgramOptions {
  readonly argv: readonly string[];
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly exit: (code: number) => void;
}

/** Node's `process` but for what belongs to one process. */
function processOf({ argv, env, cwd, stdout, stderr, exit }: OwnProcess): NodeJS.Process {
  let folder = cwd;
  const own = Object.create(EventEmitter.prototype) as NodeJS.Process;
  EventEmitter.call(own);
  const of = process as unknown as Record<string, unknown>;
  for (const name of Object.getOwnPropertyNames(process).filter((name) => !name.startsWith("_")))
    Object.defineProperty(own, name, { get: () => of[name], configurable: true, enumerable: true });
  const values = {
    argv: [...argv],
    env: Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)),
    stdin: Readable.from([]),
    stdout,
    stderr,
    exitCode: undefined,
    cwd: () => folder,
    chdir: (to: string) => {
      builtin("node:fs").readdirSync(path.resolve(folder, to));
      folder = path.resolve(folder, to);
    },
    exit: (code?: number) => exit(code ?? Number(own.exitCode ?? 0)),
    setSourceMapsEnabled: () => undefined,
  };
  for (const [name, value] of Object.entries(values))
    Object.defineProperty(own, name, { value, writable: true, configurable: true, enumerable: true });
  return own;
}

/** One of Node's modules, a few things in it replaced. Its getters are left alone: some take long, others warn. */
function replaced<T extends object>(module: T, own: Partial<Record<keyof T, unknown>>): T {
  const values = Object.entries(own).map(([name, value]) => [name, { value, enumerable: true, configurable: true }]);
  return Object.defineProperties(
    {},
    { ...Object.getOwnPropertyDescriptors(module), ...Object.fromEntries(values) },
  ) as T;
}

/** Node's functions of files, with paths relative to the working folder. */
function filesIn<T extends object>(files: T, cwd: () => string): T {
  const at = (place: unknown) => (typeof place === "string" ? path.resolve(cwd(), place) : place);
  const placed = (name: string, call: (...args: unknown[]) => unknown) => {
    const isTarget = /^symlink/.test(name);
    const hasTwo = /^(?:rename|link|symlink|copyFile|cp)/.test(name);
    return (first: unknown, second: unknown, ...rest: unknown[]) =>
      call(isTarget ? first : at(first), hasTwo ? at(second) : second, ...rest);
  };
  const own = Object.entries(Object.getOwnPropertyDescriptors(files)).flatMap(([name, { value }]) => {
    if (typeof value !== "function" || !/^[a-z]/.test(name)) return [];
    const native = "native" in value ? { native: placed(name, value.native) } : {};
    return [[name, Object.assign(placed(name, value), value, native)]];
  });
  return replaced(files, Object.fromEntries(own));
}

/** Node's modules that know the process. */
function builtinsOf(own: NodeJS.Process, life: Life, { env }: ProgramOptions): Readonly<Record<string, unknown>> {
  const at = (place: string) => path.resolve(own.cwd(), place);
  return {
    process: own,
    path: replaced(path, {
      resolve: (...parts: readonly string[]) => path.resolve(own.cwd(), ...parts),
      relative: (from: string, to: string) => path.relative(at(from), at(to)),
    }),
    fs: filesIn(fs, own.cwd),
    "fs/promises": filesIn(fs.promises, own.cwd),
    os: replaced(os, { homedir: () => env["HOME"] ?? os.userInfo().homedir }),
    net: replaced(net, { connect: life.connecting(net.connect as never) }),
    tls: replaced(tls, { connect: life.connecting(tls.connect as never) }),
    "timers/promises": replaced(timersPromises, { setTimeout: life.sleep }),
    // Of the whole worker; what is compiled here is kept for its other runs anyway.
    module: replaced(nodeModule, { enableCompileCache: undefined } as object),
  };
}
