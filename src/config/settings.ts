import type { RateLimits } from "../model/rates.js";
import type { Source } from "../model/source.js";

/** One account of `muster.yaml`, or the one that the environment names, with its variables filled in. */
export interface AccountSettings {
  readonly name: string;
  readonly host: string;
  readonly accountId: string;
  readonly apiSecret: string;
  /** Files or folders, relative to the working folder. */
  readonly groups: readonly string[];
  readonly limits: Partial<RateLimits>;
  /** The largest page to ask for; absent where the server decides. */
  readonly pageSize?: number;
  /** Absent where the run keeps what it remembers in a folder of this machine. */
  readonly store?: StoreSetting;
  readonly source?: Source;
}

/** One memory for all machines. `missing`: one is asked for, but this variable is not set or empty. */
export type StoreSetting = StoreServer | { readonly missing: string };

/** Where a Redis server is. */
export interface StoreServer {
  /** `redis://` or `rediss://`, checked. It may hold a password, and must not be shown. */
  readonly url: string;
  /** The variable that it comes from. */
  readonly variable: string;
  /** `host:port/database`: what may be shown of it. */
  readonly shown: string;
  readonly isEncrypted: boolean;
}

/** An account by its address and its secret. */
export interface AccountAddress {
  /** The account's name in plans and results, and in the files; `default` where left out. */
  readonly name?: string;
  /** `https://` and the vendor's host. */
  readonly host: string;
  readonly accountId: string;
  readonly apiSecret: string;
  /** Calls a window, by interface; the documented limits where left out. */
  readonly limits?: Partial<RateLimits>;
}

/** `N` memberships, or a share of the live ones in per cent. */
export type GuardLimit =
  | { readonly kind: "count"; readonly value: number }
  | { readonly kind: "percent"; readonly value: number };

export interface GuardSettings {
  readonly maxRemovals: GuardLimit;
  readonly maxEmptied: number;
  readonly maxCreates: number;
  /** Agents who must be taking conversations in every changed group afterwards; 0 asks for none, and no agent is counted. */
  readonly minClaiming: number;
}

/** Guards that stand in for those of `muster.yaml`. */
export type GuardOverrides = Partial<GuardSettings>;

export const DEFAULT_GUARDS: GuardSettings = {
  maxRemovals: { kind: "percent", value: 30 },
  maxEmptied: 0,
  maxCreates: 20,
  minClaiming: 0,
};
