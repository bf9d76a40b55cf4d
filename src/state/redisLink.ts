import { createClient } from "@redis/client";
import type { Clock } from "../model/clock.js";
import { asStoreError, cutOff, timedOut } from "./redisFault.js";
import { nameOfStore, type StoreAddress } from "./storeAddress.js";
import type { StoreError } from "./storeError.js";

/** The longest that a call may take, with the connection that it needs. In real ms: a store is in the real world. */
const MOST_MS = 2_000;
/** After an outage calls fail at once for so long; twice as long after the next, and so on. */
const PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 10_000;
/** How long a call waits for the attempt to reach the store again. The attempt goes on without it. */
const PATIENCE_MS = 250;
/** A cluster says where a key is. Nodes that send us on and on know it no better than we do. */
const MOST_MOVES = 3;

interface Connection {
  readonly send: (args: readonly string[]) => Promise<unknown>;
  readonly end: () => void;
}

/**
 * The connection to one Redis server. It is opened by the first call, and again by the first one after an outage.
 *
 * The client's own ways to reach a lost server (its queue, its reconnecting) are switched off: with them a call waits for as
 * long as the server is away. Here a call ends within two seconds, and after an outage the next ones fail at once: so an
 * outage costs a run two seconds and not two for each call.
 *
 * In a cluster all our keys are on one node: another node names it (`MOVED`), and the connection goes there.
 */
export class RedisLink {
  readonly where: string;
  readonly #address: StoreAddress;
  readonly #clock: Pick<Clock, "monotonic">;
  #connection: Promise<Connection> | undefined;
  /** Where the cluster has sent us. */
  #movedTo: Pick<StoreAddress, "host" | "port"> | undefined;
  #outage: { readonly error: StoreError; readonly until: number; readonly pauseMs: number } | undefined;
  #attempt: Promise<unknown> | undefined;
  #isClosed = false;

  constructor(address: StoreAddress, clock: Pick<Clock, "monotonic">) {
    this.where = nameOfStore(address);
    this.#address = address;
    this.#clock = clock;
  }

  /**
   * Sends one command, and returns its answer.
   *
   * @throws {StoreError}
   */
  async call(args: readonly string[]): Promise<unknown> {
    if (this.#outage !== undefined) await this.#recover(this.#outage);
    for (let moves = 0; ; moves += 1) {
      try {
        return await this.#try((connection) => connection.send(args));
      } catch (error) {
        const fault = asStoreError(error, this.where, this.#secrets());
        const to = fault.code === "MOVED" ? /^MOVED \d+ (.*):(\d+)$/.exec(fault.detail) : null;
        if (to === null || moves === MOST_MOVES) throw fault;
        // Without a host it is the one that we asked, at another port.
        const { host } = this.#movedTo ?? this.#address;
        this.#drop();
        this.#movedTo = { host: to[1] === "" || to[1] === "?" ? host : (to[1] ?? host), port: Number(to[2]) };
      }
    }
  }

  /** Ends the connection. Calls that come later fail. */
  close(): void {
    this.#isClosed = true;
    this.#drop();
  }

  /** One use of the connection, within its time. Where that fails, the connection is given up. */
  async #try<T>(use: (connection: Connection) => Promise<T>): Promise<T> {
    if (this.#isClosed) throw cutOff(this.where);
    this.#connection ??= this.#connect();
    const connection = this.#connection;
    connection.catch(() => undefined);
    try {
      const result = await within(MOST_MS, connection.then(use), () => timedOut(this.where));
      this.#outage = undefined;
      return result;
    } catch (error) {
      const fault = asStoreError(error, this.where, this.#secrets());
      if (!isOutage(fault)) throw fault;
      if (this.#connection === connection) {
        this.#drop();
        this.#movedTo = undefined;
        const pauseMs = Math.min((this.#outage?.pauseMs ?? PAUSE_MS / 2) * 2, LONGEST_PAUSE_MS);
        this.#outage = { error: fault, until: this.#clock.monotonic() + pauseMs, pauseMs };
      }
      throw fault;
    }
  }

  /** During an outage: fails at once, or sees whether the store is back. @throws {StoreError} */
  async #recover({ error, until }: { readonly error: StoreError; readonly until: number }): Promise<void> {
    if (this.#attempt === undefined && this.#clock.monotonic() < until) throw error;
    this.#attempt ??= this.#try((connection) => connection.send(["PING"]))
      .catch(() => undefined)
      .finally(() => {
        this.#attempt = undefined;
      });
    await within(PATIENCE_MS, this.#attempt, () => error);
    if (this.#outage !== undefined) throw this.#outage.error;
  }

  async #connect(): Promise<Connection> {
    const { tls, username, password, database } = this.#address;
    const { host, port } = this.#movedTo ?? this.#address;
    const base = { host, port, connectTimeout: MOST_MS, reconnectStrategy: false } as const;
    const client = createClient({
      socket: tls ? { ...base, tls: true, servername: host } : base,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      database,
      RESP: 2,
      disableOfflineQueue: true,
      disableClientInfo: true,
      maintNotifications: "disabled",
    });
    // An answer that is no Redis' ends no call of the client: its error is only said here.
    const broken = new Promise<never>((_, reject) => client.on("error", reject));
    broken.catch(() => undefined);
    // Whoever waits for an answer keeps the process alive, not the connection.
    client.unref();
    const end = (): void => client.destroy();
    try {
      await Promise.race([client.connect(), broken]);
    } catch (error) {
      end();
      throw error;
    }
    return { send: (args) => Promise.race([client.sendCommand([...args]), broken]), end };
  }

  #drop(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.then(
      ({ end }) => end(),
      () => undefined,
    );
  }

  #secrets(): readonly string[] {
    const { username, password } = this.#address;
    return [password, username].filter((secret) => secret !== undefined);
  }
}

/** The server is not there, or not in time; other errors are answers. */
function isOutage({ reason }: StoreError): boolean {
  return ["unreachable", "timeout", "tls", "not-redis"].includes(reason);
}

/** Waits for so many ms at most. Without the timer a process that only waits for an answer would end. */
async function within<T>(ms: number, work: Promise<T>, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
