import { setTimeout as sleep } from "node:timers/promises";
import type { RedisLink } from "./redisLink.js";
import { RedisText } from "./redisText.js";
import type { StoreClock } from "./storeClock.js";
import { StoreError } from "./storeError.js";

/** What a store does, and what it says of itself. `undefined`: it does not say (`INFO` may be forbidden). */
export interface StoreProbe {
  /** A write over a text that another process has changed was refused. */
  readonly refusesStale: boolean;
  /** A text with a time to live was gone after it. */
  readonly expires: boolean;
  /** `redis` or `valkey`, and its version. */
  readonly engine: string | undefined;
  readonly version: string | undefined;
  readonly role: "master" | "replica" | undefined;
  readonly isCluster: boolean | undefined;
  /** `noeviction` is what muster needs where memory is limited. */
  readonly maxmemoryPolicy: string | undefined;
  /** Whether a restart keeps the data: it is written to disk as it changes, or now and then. */
  readonly persists: boolean | undefined;
}

const KEEP_MS = 100;

/** @param key of a text that nothing else uses @throws {StoreError} */
export async function probeStore(
  link: RedisLink,
  time: StoreClock,
  monotonic: () => number,
  key: string,
): Promise<StoreProbe> {
  const [ours, other] = [0, 1].map(() => new RedisText(link, time, monotonic, key, KEEP_MS));
  let turns = 0;
  await ours?.change(() => ({ text: "first", value: undefined }));
  await other?.change(() => ({ text: "second", value: undefined }));
  await ours?.change((found) => {
    turns += 1;
    return { text: `${found} third`, value: undefined };
  });
  await sleep(KEEP_MS * 1.5);
  const expires = (await ours?.read()) === undefined;
  const info = await infoOf(link, "everything");
  const isValkey = info.has("valkey_version");
  const role = info.get("role");
  return {
    refusesStale: turns === 2,
    expires,
    engine: isValkey ? "valkey" : (info.get("server_name") ?? (info.has("redis_version") ? "redis" : undefined)),
    version: info.get("valkey_version") ?? info.get("redis_version"),
    role: role === undefined ? undefined : role === "master" ? "master" : "replica",
    isCluster: flag(info.get("cluster_enabled")),
    maxmemoryPolicy: info.get("maxmemory_policy"),
    persists: info.get("aof_enabled") === "1" || (await savesNowAndThen(link)),
  };
}

function flag(value: string | undefined): boolean | undefined {
  return value === undefined ? undefined : value === "1";
}

/** Whether it writes its data to disk now and then; `undefined` where it does not say: many providers forbid `CONFIG`. */
async function savesNowAndThen(link: RedisLink): Promise<boolean | undefined> {
  const answer = await link.call(["CONFIG", "GET", "save"]).catch(() => undefined);
  return Array.isArray(answer) && typeof answer[1] === "string" ? answer[1] !== "" : undefined;
}

/**
 * What the server says of itself, by name; empty where it may not say.
 *
 * @throws {StoreError} it cannot be reached
 */
export async function infoOf(link: RedisLink, section: string): Promise<ReadonlyMap<string, string>> {
  const text = await link.call(["INFO", section]).catch((error: unknown) => {
    if (error instanceof StoreError && (error.reason === "not-allowed" || error.reason === "refused")) return "";
    throw error;
  });
  const lines = typeof text === "string" ? text.split(/\r?\n/) : [];
  return new Map(
    lines.filter((line) => /^\w+:/.test(line)).map((line) => [line.replace(/:.*/, ""), line.replace(/^\w+:/, "")]),
  );
}
