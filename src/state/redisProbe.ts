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

/** How long the text is kept whose end is waited for. */
const BRIEF_MS = 100;
/** How long the other one is, which is of no use after the probe. */
const KEEP_MS = 10_000;

/** @param key of a text that nothing else uses @throws {StoreError} */
export async function probeStore(
  link: RedisLink,
  time: StoreClock,
  monotonic: () => number,
  key: string,
): Promise<StoreProbe> {
  const open = (name: string, keepMs: number): RedisText => new RedisText(link, time, monotonic, name, keepMs);
  const [ours, others, brief] = [open(key, KEEP_MS), open(key, KEEP_MS), open(`${key}:brief`, BRIEF_MS)];
  const add = (word: string) => (found: string | undefined) => ({ text: `${found ?? ""}${word}`, value: undefined });
  await Promise.all([brief.change(add("a")), ours.change(add("a"))]);
  await others.change(add("b"));
  // Decided on "a".
  await ours.change(add("c"));
  const result = await others.read();
  await sleep(BRIEF_MS * 1.5);
  const expires = (await brief.read()) === undefined;
  const info = await infoOf(link, "everything");
  const isValkey = info.has("valkey_version");
  const role = info.get("role");
  return {
    refusesStale: result === "abc",
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
