import { setTimeout } from "node:timers/promises";
import type { Clock } from "../model/clock.js";
import { type Account, openAccount } from "./account/account.js";
import { type AccountEditor, openEditor } from "./account/editor.js";
import { checkSeed, type Seed } from "./account/seed.js";
import { keepNothing, keepStateIn, readStateFile, type StateKeeper } from "./account/stateFile.js";
import { createLimiter, type Limiter } from "./api/limiter.js";
import { type CallLimit, OPERATION_NAMES, OPERATIONS, type OperationName } from "./api/operations.js";
import { type Behaviour, DEFAULT_BEHAVIOUR } from "./behaviour/behaviour.js";
import { type FaultBook, openFaultBook } from "./behaviour/faultBook.js";
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
  /** Until when another client uses up the budget of an interface, or of all: monotonic ms. */
  readonly eatenUntil: Map<OperationName | "*", number>;
}

/** All that one running simulator holds. */
export interface World {
  readonly accounts: ReadonlyMap<string, HostedAccount>;
  readonly behaviour: Behaviour;
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
  /** Errors that no caller was waiting for; `close()` throws the first. */
  readonly failures: unknown[];
}

/** The machine's own time, which the simulator runs on unless it is given another. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) => setTimeout(ms, undefined, signal ? { signal } : {}),
};

/** An edit in the console just before a call is carried out; `account` is the one that the call is for. */
export type CallHook = (account: AccountEditor) => void | Promise<void>;

export interface CallHooks {
  /** Runs `hook` before the nth call of the operation from now on (from 1) that the limit lets in. Once. */
  add(operation: OperationName, n: number, hook: CallHook): void;
  /** Counts a call and runs what waits for it. */
  run(operation: OperationName, account: AccountEditor): Promise<void>;
}

export function createCallHooks(): CallHooks {
  let waiting: { operation: OperationName; callsLeft: number; hook: CallHook }[] = [];
  return {
    add(operation, n, hook) {
      waiting.push({ operation, callsLeft: n, hook });
    },
    async run(operation, account) {
      for (const entry of waiting) if (entry.operation === operation) entry.callsLeft -= 1;
      const due = waiting.filter((entry) => entry.callsLeft <= 0);
      waiting = waiting.filter((entry) => entry.callsLeft > 0);
      for (const { hook } of due) await hook(account);
    },
  };
}

/** What a world is made of. Behaviour left out are the kindest: see `DEFAULT_BEHAVIOUR`. */
export interface WorldOptions extends Partial<Behaviour> {
  /** The accounts with their secrets, agents and first groups. */
  readonly seed: Seed;
  /** Keeps the groups here: read at the start where the file is there, written after each change. */
  readonly stateFile?: string;
  /** Instead of the documented limits. Each account has its own budget. */
  readonly limits?: Partial<Limits>;
  /** The machine's where left out. */
  readonly clock?: Clock;
  /** Draws latency and jitter, from 0 up to 1; `Math.random` where left out. */
  readonly random?: () => number;
}

/**
 * Makes the world of a simulator from its seed and, where there is one, its state file.
 *
 * @param closing aborts the world's waits
 * @throws SeedError
 */
export async function createWorld(options: WorldOptions, closing: AbortSignal): Promise<World> {
  const { stateFile, clock = systemClock, random = Math.random } = options;
  const behaviour: Behaviour = { ...DEFAULT_BEHAVIOUR, ...options };
  const limits = limitsOf(options.limits);
  const seeds = checkSeed(options.seed);
  const ids = seeds.map((seed) => seed.accountId);
  const stored = stateFile === undefined ? [] : await readStateFile(stateFile, ids);

  const opened = seeds.map((seed) => {
    const kept = stored.find(({ accountId }) => accountId === seed.accountId);
    const account = openAccount({ ...seed, ...(kept && { groups: kept.groups }) });
    if (kept) account.nextExten = Math.max(account.nextExten, kept.nextExten);
    return { account, apiSecret: seed.apiSecret };
  });
  const keeper =
    stateFile === undefined
      ? keepNothing
      : keepStateIn(
          stateFile,
          opened.map(({ account }) => account),
        );

  const failures: unknown[] = [];
  const saved = () => void keeper.save().catch((error: unknown) => failures.push(error));
  const hosted = opened.map(({ account, apiSecret }): [string, HostedAccount] => [
    account.accountId,
    {
      account,
      apiSecret,
      editor: openEditor(account, clock, saved),
      limiters: createLimiters(limits, behaviour, clock),
      accountLimiter: createAccountLimiter(behaviour),
      eatenUntil: new Map(),
    },
  ]);

  return {
    accounts: new Map(hosted),
    behaviour,
    limits,
    clock,
    random,
    faults: openFaultBook([], 0),
    hooks: createCallHooks(),
    requests: [],
    keeper,
    closing,
    failures,
  };
}

/** The documented limits, with those given in their place. */
function limitsOf(given: Partial<Limits> = {}): Limits {
  const documented = OPERATION_NAMES.map((name): [string, CallLimit | "none"] => [name, OPERATIONS[name].limit]);
  return { ...(Object.fromEntries(documented) as Limits), ...given };
}

/** A fresh set of counters, for one account. */
function createLimiters(limits: Limits, behaviour: Behaviour, clock: Clock): HostedAccount["limiters"] {
  const wallOffsetMs = clock.now() - clock.monotonic();
  const limiters: Partial<Record<OperationName, Limiter>> = {};
  for (const operation of OPERATION_NAMES) {
    const limit = limits[operation];
    if (limit === "none") continue;
    const foreignCalls = behaviour.foreignCalls[operation] ?? 0;
    const { windowKind: kind, refusedCount } = behaviour;
    limiters[operation] = createLimiter({ limit, kind, refusedCount, foreignCalls, wallOffsetMs });
  }
  return limiters;
}

function createAccountLimiter({ accountLimit: limit, refusedCount }: Behaviour): Limiter | undefined {
  if (limit === "none") return undefined;
  return createLimiter({ limit, kind: "bucket", refusedCount, foreignCalls: 0, wallOffsetMs: 0 });
}
