import { randomUUID } from "node:crypto";
import type { Clock } from "../model/clock.js";
import type { SharedStore, SharedText } from "../model/store.js";
import { RedisLink } from "./redisLink.js";
import { probeStore, type StoreProbe } from "./redisProbe.js";
import { RedisText } from "./redisText.js";
import { accountName, type RecordedAccount } from "./stateFolder.js";
import { parseStoreAddress } from "./storeAddress.js";
import { StoreClock } from "./storeClock.js";

export interface RedisStoreOptions {
  /** `redis://` or `rediss://`. It holds a password: no error and nothing else that leaves here has it. */
  readonly url: string;
  readonly account: RecordedAccount;
  readonly clock: Clock;
  /** Unlike that of any other process, past ones included. */
  readonly owner: string;
}

/** One memory for all machines. */
export interface RedisStore extends SharedStore {
  /** `host:port/database`, for people: without user and password. */
  readonly where: string;
  /** The best round trip so far, in ms. */
  readonly roundTripMs: number;
  /** The store's clock minus the wall clock of this machine, in ms. */
  readonly offsetMs: number;
  /** For `muster check`: does it do what muster relies on? @throws {StoreError} */
  probe(): Promise<StoreProbe>;
  close(): Promise<void>;
}

/** Answers that the clock is taken from before anything is decided by it. */
const SAMPLES = 5;

/**
 * Opens the store of an account on a Redis server (6.2 or newer, or Valkey).
 *
 * All keys of an account have one hash tag: so they are together on one node of a cluster.
 *
 * @throws {StoreError} it cannot be reached, or cannot be used
 */
export async function openRedisStore(options: RedisStoreOptions): Promise<RedisStore> {
  const { url, account, clock, owner } = options;
  const link = new RedisLink(parseStoreAddress(url), clock);
  const monotonic = (): number => clock.monotonic();
  const time = new StoreClock(monotonic);
  const prefix = `muster:{${accountName(account)}}:`;
  const text = (key: string, keepMs = 0): SharedText =>
    new RedisText(link, time, monotonic, `${prefix}${key.replaceAll("/", ":")}`, keepMs);
  const any = text("lock");
  try {
    for (let sample = 0; sample < SAMPLES; sample += 1) await any.read();
  } catch (error) {
    link.close();
    throw error;
  }
  return {
    // One process can open an account twice, under two names of the configuration: they must not be taken for one.
    owner: `${owner}.${randomUUID().slice(0, 8)}`,
    where: link.where,
    now: () => time.now(),
    get skewMs() {
      return time.skewMs;
    },
    get roundTripMs() {
      return time.roundTripMs;
    },
    get offsetMs() {
      return time.now() - clock.now();
    },
    text,
    probe: () => probeStore(link, time, monotonic, `${prefix}probe:${randomUUID()}`),
    close: async () => link.close(),
  };
}
