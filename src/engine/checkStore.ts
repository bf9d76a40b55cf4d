import { isThisMachine } from "../config/resolveAccount.js";
import type { AccountSettings, StoreServer } from "../config/settings.js";
import type { CheckStatus } from "../report/check.js";
import type { CheckFinding } from "../report/messages/commands.js";
import type { Finding } from "../report/messages/formatFinding.js";
import type { StoreProbe } from "../state/redisProbe.js";
import { StoreError } from "../state/storeError.js";
import type { Host } from "./host.js";
import { findingFor, openStore, storeFinding } from "./sharedMemory.js";

/** A finding about the store, and its severity. */
export type StoreVerdict = readonly [status: CheckStatus, finding: CheckFinding | Finding];

/** What a probe of a store gives. */
export interface ProbedStore extends StoreProbe {
  /** `host:port/database`. */
  readonly where: string;
  /** The store's clock minus this machine's, and the best round trip, in ms. */
  readonly offsetMs: number;
  readonly roundTripMs: number;
}

/**
 * Does the account's store do what runs rely on? Writes one text of its own there, which is gone at once. Without a store
 * one line says what that means.
 */
export async function checkStore(
  { name, host: address, accountId, store }: AccountSettings,
  host: Host,
): Promise<readonly StoreVerdict[]> {
  if (store === undefined) return [judgeNone(host.env)];
  const opened = await openStore(store, { name, host: address, accountId }, host);
  if ("code" in opened) return [["failed", findingFor(opened, "check")]];
  try {
    const { where, offsetMs, roundTripMs } = opened;
    return [
      ...judgeStore({ ...(await opened.probe()), where, offsetMs, roundTripMs }),
      ...("url" in store ? judgeAddress(store) : []),
    ];
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return [["failed", findingFor(storeFinding(error), "check")]];
  } finally {
    await opened.close();
  }
}

/** What a store lacks that runs rely on is an error; what makes it forget is worth knowing. Pure. */
export function judgeStore(probed: ProbedStore): StoreVerdict[] {
  const { where, version, engine, role, maxmemoryPolicy, offsetMs, roundTripMs } = probed;
  const unusable = (reason: "read-only" | "too-old", detail: string): StoreVerdict => [
    "failed",
    { code: "store-unusable", severity: "error", args: { where, reason, detail, use: "check" } },
  ];
  const failed: StoreVerdict[] = [];
  if (isTooOld(probed)) failed.push(unusable("too-old", version ?? ""));
  if (role === "replica") failed.push(unusable("read-only", "role: replica"));
  if (!probed.refusesStale)
    failed.push(["failed", { code: "store-broken", args: { store: where, lacks: "compare-and-swap" } }]);
  if (!probed.expires) failed.push(["failed", { code: "store-broken", args: { store: where, lacks: "expiry" } }]);
  if (failed.length > 0) return failed;
  const server = engine === undefined ? undefined : [engine, version].filter((one) => one !== undefined).join(" ");
  const args = {
    store: where,
    ...(server === undefined ? {} : { server }),
    aheadMs: Math.round(offsetMs),
    roundTripMs: Math.round(roundTripMs),
  };
  return [
    ["ok", { code: "store-ok", args }],
    ...(maxmemoryPolicy === undefined || maxmemoryPolicy === "noeviction"
      ? []
      : [["note", { code: "store-evicts", args: { policy: maxmemoryPolicy } }] as const]),
    ...(probed.persists === false ? [["note", { code: "store-forgets", args: {} }] as const] : []),
  ];
}

function isTooOld({ engine, version = "" }: Pick<StoreProbe, "engine" | "version">): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  return engine === "redis" && major !== undefined && Number(major) * 100 + Number(minor) < 602;
}

function judgeAddress({ url, isEncrypted }: StoreServer): StoreVerdict[] {
  const { hostname, password } = new URL(url);
  if (isEncrypted || password === "" || isThisMachine(hostname)) return [];
  return [["note", { code: "store-not-encrypted", args: {} }]];
}

/** CI systems set `CI`; most of them throw the machine away after the job. */
function judgeNone(env: Host["env"]): StoreVerdict {
  const isCi = ![undefined, "", "0", "false"].includes(env["CI"]?.toLowerCase());
  return isCi ? ["note", { code: "store-none-in-ci", args: {} }] : ["ok", { code: "store-none", args: {} }];
}
