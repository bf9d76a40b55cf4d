import type { Clock } from "../model/clock.js";
import type { Account } from "./account/account.js";
import type { AccountEditor } from "./account/editor.js";
import type { StateKeeper } from "./account/stateFile.js";
import type { Limiter } from "./api/limiter.js";
import type { CallLimit, OperationName } from "./api/operations.js";
import type { Manners } from "./behaviour/behaviour.js";
import type { FaultBook } from "./behaviour/faultBook.js";
import type { CallHooks } from "./callHooks.js";
import type { OpenRecord } from "./requestLog.js";

/** The limit of every operation. */
export type Limits = Readonly<Record<OperationName, CallLimit | "none">>;

/** An account with what the server needs to serve it. */
export interface HostedAccount {
  readonly account: Account;
  readonly apiSecret: string;
  readonly editor: AccountEditor;
  /** None for an operation without a limit. */
  readonly limiters: Readonly<Partial<Record<OperationName, Limiter>>>;
  /** Over all interfaces together, where there is such a limit. */
  readonly accountLimiter: Limiter | undefined;
  /** Until when somebody else spends the budget of an interface, or of all: monotonic ms. */
  readonly eatenUntil: Map<OperationName | "*", number>;
}

/** All that one running simulator holds. */
export interface World {
  readonly accounts: ReadonlyMap<string, HostedAccount>;
  readonly manners: Manners;
  readonly limits: Limits;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Replaced when other faults are ordered. */
  faults: FaultBook;
  readonly hooks: CallHooks;
  readonly requests: OpenRecord[];
  readonly keeper: StateKeeper;
  /** Aborted when the simulator closes. */
  readonly closing: AbortSignal;
  /** What went wrong with nobody to tell, for `close()` to throw. */
  readonly failures: unknown[];
}
