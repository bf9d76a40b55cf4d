import type { AccountSettings } from "../config/settings.js";
import type { PlanAccount } from "../plan/plan.js";
import type { RedisStore } from "../state/redisStore.js";
import { StoreError } from "../state/storeError.js";
import type { RunContext } from "./events.js";
import type { RunFinding } from "./findings.js";
import type { Host } from "./host.js";
import { UserError } from "./userError.js";

/**
 * What a run does where its store cannot be used. An apply must not go on, since other machines may be creating the same
 * groups just now; whoever only reads goes on with what this machine knows. A check says why.
 */
export type StoreUse = "apply" | "read" | "check";

/** The store of an account, or why it cannot be used; neither where none is set. */
export interface SharedMemory {
  readonly store?: RedisStore;
  readonly fault?: StoreFinding;
}
export type StoreFinding = Extract<RunFinding, { code: "store-unusable" | "store-unset" }>;

/**
 * Opens the store that all machines share, where one is set. The only place where its code is loaded.
 *
 * @throws {UserError} it cannot be used, and the run must not go on without
 */
export async function openSharedMemory(
  settings: AccountSettings,
  account: PlanAccount,
  use: StoreUse,
  { host, onEvent }: RunContext,
): Promise<SharedMemory> {
  const setting = settings.store;
  if (setting === undefined) return {};
  const opened = "missing" in setting ? unsetFinding(setting, use) : await tryStore(setting.url, account, use, host);
  if (!("code" in opened)) return { store: opened };
  if (use === "apply") throw new UserError([opened]);
  onEvent({ kind: "store-unusable", account: account.name, finding: opened });
  return { fault: opened };
}

/** Opens a store. @returns why it cannot be used, if so */
export async function tryStore(
  url: string,
  account: PlanAccount,
  use: StoreUse,
  { clock, machine }: Host,
): Promise<RedisStore | StoreFinding> {
  try {
    const { openRedisStore } = await import("../state/redisStore.js");
    return await openRedisStore({ url, account, clock, owner: machine.owner });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return storeFinding(error, use);
  }
}

/** A store is asked for, and its address is not there. */
export function unsetFinding({ missing: variable }: { readonly missing: string }, use: StoreUse): StoreFinding {
  return { code: "store-unset", severity: severityOf(use), args: { variable, use } };
}

/** Why the store cannot be used, as a finding. */
export function storeFinding({ reason, code, where, detail }: StoreError, use: StoreUse): StoreFinding {
  const args = { where, reason, detail: [code, detail].filter((part) => part !== "").join(": "), use };
  return { code: "store-unusable", severity: severityOf(use), args };
}

function severityOf(use: StoreUse): "error" | "warning" {
  return use === "read" ? "warning" : "error";
}
