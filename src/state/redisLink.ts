import { createClient } from "@redis/client";
import type { Clock } from "../model/clock.js";
import { nameOfStore, type StoreAddress } from "../model/storeAddress.js";
import { asStoreError, cutOff, timedOut } from "./redisFault.js";
import { StoreError, type StoreReason } from "./storeError.js";

/** The longest that a call may take, with the connection that it needs. In real ms: a store is in the real world. */
const MOST_MS = 2_000;
/** After an outage calls fail at once for so long; twice as long after the next, and so on. */
const PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 10_000;
/** How long a call waits while we try to reach the store again. The attempt goes on without it. */
const PATIENCE_MS = 250;
const SLICE_MS = 50;
/** A cluster says where a key is. Nodes that send us on and on know it no better than we do. */
const MOST_MOVES = 3;

/** The server is not there, not in time, or no longer the one that keeps our keys. */
const OUTAGES: ReadonlySet<StoreReason> = new Set([
  ...(["unreachable", "timeout", "tls", "not-redis", "auth", "read-only", "not-ready"] as const),
]);

interface Connection {
  readonly ready: Promise<unknown>;
  readonly send: (args: readonly string[]) => Promise<unknown>;
  readonly end: () => void;
  /** It was made, and the user signed in. */
  wasReady: boolean;
}

/**
 * The connection to one Redis server. It is opened by the first call, and again by the first one after an outage.
 *
 * The client's own ways to reach a lost server (its queue, its reconnecting) are switched off: with them a call waits for as
 * long as the server is away. Here a call ends within two seconds, and after an outage the next ones fail at once: so an
 * outage costs a run two seconds, and not two for each call.
 *
 * In a cluster all our keys are on one node: another node names it (`MOVED`), and the connection goes there. After an
 * outage the address is asked again, as the keys may be elsewhere.
 */
export class RedisLink {
  readonly where: string;
  readonly #address: StoreAddress;
  readonly #clock: Pick<Clock, "monotonic">;
  #connection: Connection | undefined;
  /** Where the cluster has sent us. */
  #movedTo: Pick<StoreAddress, "host" | "port"> | undefined;
  #outage: { readonly fault: StoreError; readonly until: number; readonly pauseMs: number } | undefined;
  /** The attempt to reach the store again; never rejects. */
  #attempt: Promise<unknown> | undefined;
  #isClosed = false;

  constructor(address: StoreAddress, clock: Pick<Clock, "monotonic">) {
    this.where = nameOfStore(address);
    this.#address = address;
    this.#clock = clock;
  }

  /**
   * Sends one command, and returns its answer. Where an idle connection turns out to be dead, it is sent once more, so it
   * must be one that may be carried out twice.
   *
   * @throws {StoreError}
   */
  async call(args: readonly string[]): Promise<unknown> {
    if (this.#outage !== undefined) await this.#recover();
    const until = performance.now() + MOST_MS;
    let moves = 0;
    let wasCutOff = false;
    for (;;) {
      const connection = this.#open();
      try {
        return await this.#use(connection, args, until - performance.now());
      } catch (error) {
        const fault = this.#asFault(error);
        // Another call has met the outage, and has ended the connection of both.
        if (this.#outage !== undefined && this.#connection !== connection) throw this.#outage.fault;
        if (this.#follow(fault)) {
          moves += 1;
          if (moves <= MOST_MOVES) continue;
          throw new StoreError("not-ready", "MOVED", this.where, fault.detail);
        }
        if (fault.reason === "unreachable" && connection.wasReady && !wasCutOff) {
          wasCutOff = true;
          this.#drop(connection);
          continue;
        }
        this.#note(connection, fault);
        throw fault;
      }
    }
  }

  /** Ends the connection. Calls that come later fail. */
  close(): void {
    this.#isClosed = true;
    if (this.#connection !== undefined) this.#drop(this.#connection);
  }

  async #use(connection: Connection, args: readonly string[], mostMs = MOST_MS): Promise<unknown> {
    const sent = connection.ready.then(() => {
      connection.wasReady = true;
      return connection.send(args);
    });
    const answer = await within(mostMs, sent, () => timedOut(this.where));
    this.#outage = undefined;
    return answer;
  }

  /** During an outage: fails at once, or sees whether the store is back. @throws {StoreError} */
  async #recover(): Promise<void> {
    if (this.#outage === undefined) return;
    const { fault, until } = this.#outage;
    if (this.#attempt === undefined) {
      if (this.#clock.monotonic() < until) throw fault;
      const connection = this.#open();
      this.#attempt = this.#use(connection, ["PING"])
        .catch((error: unknown) => this.#note(connection, this.#asFault(error)))
        .finally(() => {
          this.#attempt = undefined;
        });
    }
    await within(PATIENCE_MS, this.#attempt, () => fault);
    if (this.#outage !== undefined) throw this.#outage.fault;
  }

  /** An outage ends the connection, and begins a pause. Other errors are answers. */
  #note(connection: Connection, fault: StoreError): void {
    if (!OUTAGES.has(fault.reason) && connection.wasReady) return;
    const isFirst = this.#drop(connection);
    if (!isFirst || this.#isClosed) return;
    this.#movedTo = undefined;
    const pauseMs = Math.min((this.#outage?.pauseMs ?? PAUSE_MS / 2) * 2, LONGEST_PAUSE_MS);
    this.#outage = { fault, until: this.#clock.monotonic() + pauseMs, pauseMs };
  }

  /** @returns whether the cluster has sent us elsewhere */
  #follow({ code, detail }: StoreError): boolean {
    const [, host = "", port] = (code === "MOVED" && /^MOVED \d+ (.*):(\d+)$/.exec(detail)) || [];
    if (port === undefined) return false;
    const from = this.#movedTo ?? this.#address;
    if (this.#connection !== undefined) this.#drop(this.#connection);
    // Without a host it is the one that we asked, at another port.
    this.#movedTo = { host: host === "" || host === "?" ? from.host : host, port: Number(port) };
    return true;
  }

  #open(): Connection {
    if (this.#isClosed) throw cutOff(this.where);
    this.#connection ??= this.#connect();
    return this.#connection;
  }

  #connect(): Connection {
    const { tls, username, password, database } = this.#address;
    const { host, port } = this.#movedTo ?? this.#address;
    const base = { host, port, connectTimeout: MOST_MS, reconnectStrategy: false } as const;
    const client = createClient({
      // Verified whatever NODE_TLS_REJECT_UNAUTHORIZED says.
      socket: tls ? { ...base, tls: true, rejectUnauthorized: true } : base,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      database,
      RESP: 2,
      disableOfflineQueue: true,
      disableClientInfo: true,
      maintNotifications: "disabled",
    });
    // An answer that is no Redis' ends no call of the client; only this event says so.
    const broken = new Promise<never>((_, reject) => client.on("error", reject));
    broken.catch(() => undefined);
    // It is who waits for an answer that keeps the process alive.
    client.unref();
    const ready = Promise.race([client.connect(), broken]);
    ready.catch(() => undefined);
    return {
      ready,
      send: (args) => Promise.race([client.sendCommand([...args]), broken]),
      // A client that is still connecting has no socket to destroy yet.
      end: () => {
        client.destroy();
        ready.then(
          () => client.destroy(),
          () => undefined,
        );
      },
      wasReady: false,
    };
  }

  /** @returns whether it was the one in use */
  #drop(connection: Connection): boolean {
    connection.end();
    if (this.#connection !== connection) return false;
    this.#connection = undefined;
    return true;
  }

  #asFault(error: unknown): StoreError {
    const { username, password } = this.#address;
    const secrets = [password, username].filter((secret) => secret !== undefined);
    const fault = asStoreError(error, this.where, secrets);
    const { reason, code, detail } = fault;
    if (this.#movedTo === undefined || detail !== "") return fault;
    // A cluster behind a gateway may name addresses that only its own nodes can reach.
    return new StoreError(reason, code, this.where, `${this.#movedTo.host}:${this.#movedTo.port}`);
  }
}

/**
 * Waits for so many ms at most, and keeps the process alive meanwhile. The time is counted in slices: while this process
 * itself is suspended or busy, only one of them passes, and what has arrived in the meantime is still read.
 */
async function within<T>(ms: number, work: Promise<T>, late: () => Error): Promise<T> {
  const until = Math.ceil(ms / SLICE_MS);
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    let slices = 0;
    timer = setInterval(() => {
      slices += 1;
      if (slices >= until) reject(late());
    }, SLICE_MS);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearInterval(timer);
  }
}
