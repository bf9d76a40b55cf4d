import { randomUUID } from "node:crypto";
import type { Clock } from "../model/clock.js";
import type { SharedStore, SharedText } from "../model/store.js";
import { parseStoreAddress } from "../model/storeAddress.js";
import { RedisLink } from "./redisLink.js";
import { infoOf, probeStore, type StoreProbe } from "./redisProbe.js";
import { RedisText } from "./redisText.js";
import { accountName, type RecordedAccount } from "./stateFolder.js";
import { StoreClock } from "./storeClock.js";
import { StoreError } from "./storeError.js";

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

/** Answers that the clock is taken from before anything is decided by it; the write of `opened` takes two of them. */
const SAMPLES = 5;
/** Of a store that takes longer than this to answer, in ms, more samples cost more than they bring. */
const FAR_MS = 200;
/** How long the text is kept that is written when a store is opened. */
const OPENED_KEEP_MS = 60_000;
const OLDEST = [6, 2] as const;

/**
 * Opens the store of an account on a Redis server (6.2 or newer, or Valkey). One text is written, so that a store that
 * takes no writes (a replica, a full one, a user without the right) is found now and not in the middle of a run.
 *
 * All keys of an account have one hash tag: so they are together on one node of a cluster.
 *
 * @throws {StoreError} it cannot be reached, or cannot be used
 */
export async function openRedisStore(options: RedisStoreOptions): Promise<RedisStore> {
  const { url, account, clock, owner } = options;
  const address = parseStoreAddress(url);
  if ("fault" in address) throw new StoreError("bad-address", "ERR_STORE_ADDRESS", "", address.fault);
  const link = new RedisLink(address, clock);
  const monotonic = (): number => clock.monotonic();
  const time = new StoreClock(monotonic);
  const prefix = `muster:{${accountName(account)}}:`;
  const text = (key: string, keepMs = 0): SharedText =>
    new RedisText(link, time, monotonic, `${prefix}${key.replaceAll("/", ":")}`, keepMs);
  // One process can open an account twice, under two names of the configuration: they must not be taken for one.
  const unique = `${owner}.${randomUUID().slice(0, 8)}`;
  let epoch: string | undefined;
  try {
    const version = (await infoOf(link, "server")).get("redis_version") ?? "";
    if (isTooOld(version)) throw new StoreError("too-old", "ERR_STORE_VERSION", link.where, version);
    const opened = text("opened", OPENED_KEEP_MS);
    await opened.change(() => ({ text: unique, value: undefined }));
    // Asked once more: in a cluster only now of the node that has our keys.
    epoch = (await infoOf(link, "server")).get("run_id");
    for (let sample = 2; sample < SAMPLES && time.roundTripMs < FAR_MS; sample += 1) await opened.read();
  } catch (error) {
    link.close();
    throw error;
  }
  return {
    owner: unique,
    epoch,
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

/** A server that does not say its version may be any. */
function isTooOld(version: string): boolean {
  const [major, minor] = /^(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number) ?? [];
  if (major === undefined || minor === undefined) return false;
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}
