import type { AccountSettings } from "../config/settings.js";
import type { PlanAccount } from "../plan/plan.js";
import type { RedisStore } from "../state/redisStore.js";
import { StoreError } from "../state/storeError.js";
import type { RunContext } from "./events.js";
import type { RunFinding } from "./findings.js";
import { UserError } from "./userError.js";

/**
 * What a run does where its store cannot be used. An apply must not go on, since other machines may be creating the same
 * groups just now; whoever only reads goes on with what this machine knows.
 */
export type StoreUse = "apply" | "read";

/** The store of an account, or why it cannot be used; neither where none is set. */
export interface SharedMemory {
  readonly store?: RedisStore;
  readonly fault?: StoreFinding;
}
type StoreFinding = Extract<RunFinding, { code: "store-unusable" }>;

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
  const setting = storeOf(settings, host.env);
  if (setting === undefined) return {};
  try {
    if ("missing" in setting) throw new StoreError("bad-address", "", "", setting.missing);
    const { openRedisStore } = await import("../state/redisStore.js");
    const { clock, machine } = host;
    return { store: await openRedisStore({ url: setting.url, account, clock, owner: machine.owner }) };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const fault = storeFinding(error, use);
    if (use === "apply") throw new UserError([fault]);
    onEvent({ kind: "store-unusable", account: account.name, finding: fault });
    return { fault };
  }
}

/** Why the store cannot be used, as a finding. */
export function storeFinding({ reason, code, where, detail }: StoreError, use: StoreUse): StoreFinding {
  const args = { where, reason, detail: [code, detail].filter((part) => part !== "").join(": "), use };
  return { code: "store-unusable", severity: use === "apply" ? "error" : "warning", args };
}

/** @returns `missing`: a store is asked for, and the variable with its address is not set */
function storeOf(
  _: AccountSettings,
  env: RunContext["host"]["env"],
): { readonly url: string } | { readonly missing: string } | undefined {
  const url = env["MUSTER_STORE"] ?? "";
  return url === "" ? undefined : { url };
}
