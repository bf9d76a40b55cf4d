import type { Clock } from "../model/clock.js";
import { checkSeed } from "./account/checkSeed.js";
import { openEditor } from "./account/editor.js";
import { openAccount } from "./account/openAccount.js";
import type { Seed } from "./account/seed.js";
import { keepNothing, keepStateIn, readStateFile } from "./account/stateFile.js";
import { createLimiter, type Limiter } from "./api/limiter.js";
import { type CallLimit, OPERATION_NAMES, OPERATIONS, type OperationName } from "./api/operations.js";
import { DEFAULT_MANNERS, type Manners } from "./behaviour/behaviour.js";
import { openFaultBook } from "./behaviour/faultBook.js";
import { createCallHooks } from "./callHooks.js";
import { systemClock } from "./systemClock.js";
import type { HostedAccount, Limits, World } from "./world.js";

/** What a world is made of. Manners left out are the kindest: see `DEFAULT_MANNERS`. */
export interface WorldOptions extends Partial<Manners> {
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
  const manners: Manners = { ...DEFAULT_MANNERS, ...options };
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
      limiters: createLimiters(limits, manners, clock),
      accountLimiter: createAccountLimiter(manners),
      eatenUntil: new Map(),
    },
  ]);

  return {
    accounts: new Map(hosted),
    manners,
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
function createLimiters(limits: Limits, manners: Manners, clock: Clock): HostedAccount["limiters"] {
  const wallOffsetMs = clock.now() - clock.monotonic();
  const limiters: Partial<Record<OperationName, Limiter>> = {};
  for (const operation of OPERATION_NAMES) {
    const limit = limits[operation];
    if (limit === "none") continue;
    const foreignCalls = manners.foreignCalls[operation] ?? 0;
    const { windowKind: kind, refusedCount } = manners;
    limiters[operation] = createLimiter({ limit, kind, refusedCount, foreignCalls, wallOffsetMs });
  }
  return limiters;
}

function createAccountLimiter({ accountLimit: limit, refusedCount }: Manners): Limiter | undefined {
  if (limit === "none") return undefined;
  return createLimiter({ limit, kind: "bucket", refusedCount, foreignCalls: 0, wallOffsetMs: 0 });
}
