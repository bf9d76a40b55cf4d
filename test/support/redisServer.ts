import { type ChildProcess, execFile, spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { answers, ended, freePort, type OnFinished, PROGRAM_ENV, type Program, scratch } from "./programs.js";

const run = promisify(execFile);
const PROGRAM = "redis-server" satisfies Program;

const SLOTS = { whole: ["0", "16383"], left: ["0", "8191"], right: ["8192", "16383"] } as const;

export interface RedisOptions {
  readonly password?: string;
  /** Speaks TLS only; in PEM. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** A node of a cluster, with all slots or one half of them. */
  readonly cluster?: keyof typeof SLOTS;
  /** Follows the server at this port. */
  readonly replicaOf?: number;
  /** More lines of its configuration. */
  readonly config?: readonly string[];
  /** Concurrent tests, and servers that several tests share, must pass their own. */
  readonly onFinished?: OnFinished;
}

/** Debian's `redis-server`, on a free port of this machine. It keeps nothing on disk. */
export interface RedisServer {
  readonly port: number;
  /** Where nodes of a cluster talk to each other. */
  readonly busPort: string;
  /** `redis://127.0.0.1:PORT`, with the password if it has one; `rediss://localhost:PORT` for TLS. */
  readonly url: string;
  /** Sends a command by `redis-cli`, and returns what that prints. */
  cli(...args: readonly string[]): Promise<string>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again at the same port, without its data. */
  start(): Promise<void>;
  /** It still takes connections, and answers nothing. */
  pause(): void;
  resume(): void;
}

export async function redisServer(options: RedisOptions = {}): Promise<RedisServer> {
  const { password, tls, cluster, replicaOf, config = [], onFinished = onTestFinished } = options;
  const folder = await scratch(onFinished);
  const port = await freePort();
  const busPort = String(await freePort());
  const path = join(folder, "redis.conf");
  if (tls !== undefined) {
    await writeFile(join(folder, "key.pem"), tls.key);
    await writeFile(join(folder, "cert.pem"), tls.cert);
  }
  const lines = [
    "bind 127.0.0.1",
    `dir ${folder}`,
    'save ""',
    "appendonly no",
    ...(tls === undefined
      ? [`port ${port}`]
      : ["port 0", `tls-port ${port}`, "tls-cert-file cert.pem", "tls-key-file key.pem", "tls-auth-clients no"]),
    ...(password === undefined ? [] : [`requirepass ${password}`]),
    ...(cluster === undefined ? [] : ["cluster-enabled yes", `cluster-port ${busPort}`]),
    ...(replicaOf === undefined ? [] : [`replicaof 127.0.0.1 ${replicaOf}`]),
    ...config,
  ];
  await writeFile(path, `${lines.join("\n")}\n`);
  let child: ChildProcess | undefined;
  const cli = async (...args: readonly string[]): Promise<string> => {
    const secure = tls === undefined ? [] : ["--tls", "--insecure"];
    const env = password === undefined ? PROGRAM_ENV : { ...PROGRAM_ENV, REDISCLI_AUTH: password };
    return (await run("redis-cli", ["-p", String(port), ...secure, ...args], { env })).stdout.trim();
  };
  const start = async (): Promise<void> => {
    const started = spawn(PROGRAM, [path], { env: PROGRAM_ENV, stdio: ["ignore", "pipe", "pipe"] });
    child = started;
    let said = "";
    for (const stream of [started.stdout, started.stderr])
      stream.on("data", (chunk: Buffer) => (said += String(chunk)));
    for (let tries = 0; !(await answers(port)); tries += 1) {
      if (started.exitCode !== null || tries > 200) throw new Error(`redis-server does not answer: ${said}`);
      await sleep(10);
    }
    if (cluster !== undefined) await cli("cluster", "addslotsrange", ...SLOTS[cluster]);
  };
  const kill = async (): Promise<void> => {
    if (child !== undefined) await ended(child, "SIGKILL");
  };
  onFinished(kill);
  await start();
  const signIn = password === undefined ? "" : `:${encodeURIComponent(password)}@`;
  return {
    port,
    busPort,
    url: tls === undefined ? `redis://${signIn}127.0.0.1:${port}` : `rediss://${signIn}localhost:${port}`,
    cli,
    kill,
    start,
    pause: () => void child?.kill("SIGSTOP"),
    resume: () => void child?.kill("SIGCONT"),
  };
}

/** A way to a server that is slow, or falls silent. */
export interface SlowWay {
  readonly port: number;
  /** How long each chunk takes to get to the other end, from now on, in ms. */
  delayMs: number;
  /** Cuts all connections. */
  cut(): void;
  /** Connections so far. */
  connections(): number;
}

export async function slowWay(to: number, onFinished: OnFinished = onTestFinished): Promise<SlowWay> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const way = { delayMs: 0 };
  const pass = (from: Socket, into: Socket): void => {
    sockets.add(from);
    from.on("data", (chunk) => void sleep(way.delayMs).then(() => into.writable && into.write(chunk)));
    from.on("error", () => undefined);
    from.on("close", () => {
      sockets.delete(from);
      into.destroy();
    });
  };
  const server = createServer((incoming) => {
    connections += 1;
    const outgoing = connect(to, "127.0.0.1");
    pass(incoming, outgoing);
    pass(outgoing, incoming);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  onFinished(async () => {
    cut();
    server.close();
  });
  return Object.assign(way, { port, cut, connections: () => connections });
}
