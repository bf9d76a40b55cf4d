import type { AccountSettings, StoreSetting } from "../config/settings.js";
import type { PlanAccount } from "../plan/plan.js";
import type { Finding } from "../report/messages/formatFinding.js";
import type { RedisStore } from "../state/redisStore.js";
import { codeAndWords, StoreError } from "../state/storeError.js";
import type { RunContext } from "./events.js";
import type { StoreTrouble } from "./findings.js";
import type { Host } from "./host.js";
import { UserError } from "./userError.js";

/**
 * What a run does where its store cannot be used. An apply must not go on, since other machines may be creating the same
 * groups just now; whoever only reads goes on with what this machine knows. A check says what is wrong.
 */
export type StoreUse = "apply" | "read" | "check";

/** The store of an account, or why it cannot be used; neither where none is set. */
export interface SharedMemory {
  readonly store?: RedisStore;
  readonly fault?: StoreFinding;
}
/** Why a store cannot be used: there is none at its address, or no address. */
export type StoreFinding = Extract<Finding, { code: "store-unusable" | "store-unset" }>;

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
  const { store: setting } = settings;
  if (setting === undefined) return {};
  const opened = await openStore(setting, account, host);
  if (!("code" in opened)) {
    const { where, offsetMs, roundTripMs } = opened;
    onEvent({ kind: "store-opened", account: account.name, where, offsetMs, roundTripMs });
    return { store: opened };
  }
  const fault = findingFor(opened, use);
  if (use === "apply") throw new UserError([fault]);
  onEvent({ kind: "store-unusable", account: account.name, finding: fault });
  return { fault };
}

/** Opens a store. @returns why it cannot be used, where that is so */
export async function openStore(
  setting: StoreSetting,
  account: PlanAccount,
  { clock, machine }: Pick<Host, "clock" | "machine">,
): Promise<RedisStore | StoreFinding> {
  if ("missing" in setting)
    return { code: "store-unset", severity: "warning", args: { variable: setting.missing, use: "read" } };
  try {
    const { openRedisStore } = await import("../state/redisStore.js");
    return await openRedisStore({ url: setting.url, account, clock, owner: machine.owner });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return storeFinding(error);
  }
}

/** Why the store cannot be used, as a finding. */
export function storeFinding(error: StoreError): StoreFinding {
  return { code: "store-unusable", severity: "warning", args: { ...storeTrouble(error), use: "read" } };
}

/** What is wrong with the store, for people. */
export function storeTrouble({ reason, code, where, detail }: StoreError): StoreTrouble {
  return { where, reason, detail: codeAndWords(code, detail) };
}

/** The same for another use: what warns a run that only reads ends an apply, and fails a check. */
export function findingFor(fault: StoreFinding, use: StoreUse): StoreFinding {
  const severity = use === "read" ? "warning" : "error";
  return fault.code === "store-unset"
    ? { ...fault, severity, args: { ...fault.args, use } }
    : { ...fault, severity, args: { ...fault.args, use } };
}
