import { applyPlan } from "../apply/applyPlan.js";
import type { ApplyPorts } from "../apply/ports.js";
import type { Failure, Outcome, OutcomeDraft, Result, ResultOrigin } from "../apply/result.js";
import { whoMoved } from "../apply/whoMoved.js";
import { raisedIn } from "../config/levels.js";
import { parseRate } from "../config/limits.js";
import type { Clock } from "../model/clock.js";
import { doubtsOf } from "../model/nameDoubts.js";
import { endedWell, isUnchanged } from "../model/outcome.js";
import { MoorClient } from "../moor/client.js";
import { StoppedError } from "../moor/errors.js";
import { createsOf, pagesWith } from "../plan/budget.js";
import type { Action, GuardReading, Plan } from "../plan/plan.js";
import { type ApplyLock, acquireApplyLock, type Holder } from "../state/applyLock.js";
import { acquireLease } from "../state/lease.js";
import { RecordError } from "../state/recordError.js";
import type { RedisStore } from "../state/redisStore.js";
import { StoreError } from "../state/storeError.js";
import { ciJobOf } from "./ciJob.js";
import type { ConnectContext, RunContext } from "./events.js";
import { EXIT } from "./exitCode.js";
import type { PlannedAccount } from "./planAccount.js";
import type { FailedAccount, PlannedAccounts } from "./planAccounts.js";
import type { Session } from "./session.js";
import { findingFor, storeFinding } from "./sharedMemory.js";
import { UserError } from "./userError.js";
import { MUSTER_VERSION } from "./version.js";

const DEFAULT_SETTLE_MS = 10_000;

/**
 * How often a lock that all machines share is renewed: twice in a settling time, since whoever finds the store emptied waits
 * that long for what others write back.
 */
const LONGEST_BEAT_MS = 10_000;
const SHORTEST_BEAT_MS = 100;

/**
 * How long a new group may stay out of queries before it counts as not made, in ms: `MUSTER_SETTLE`, else ten seconds.
 * How long it really takes is not documented.
 *
 * @throws {UserError} the variable is not a time
 */
export function settleMsOf(env: Readonly<Record<string, string | undefined>>): number {
  const value = env["MUSTER_SETTLE"];
  if (value === undefined || value === "") return DEFAULT_SETTLE_MS;
  const ms = parseRate(`1/${value}`)?.windowMs;
  if (ms === undefined)
    throw new UserError([
      {
        code: "bad-setting",
        severity: "error",
        args: { name: "MUSTER_SETTLE", value, expected: "10s, 2.5s, 500ms, 1m" },
      },
    ]);
  return ms;
}

/** What keeps an apply from starting: warnings that `findings` makes errors, then tripped guards. */
export function stopsOf(plans: readonly Plan[]): UserError | undefined {
  const raised = plans.flatMap(({ account, diagnostics }) => {
    const codes = [...new Set(raisedIn(diagnostics).map(({ code }) => code))];
    const args = { account: account.name, codes };
    return codes.length === 0 ? [] : [{ code: "findings-stop", severity: "error", args } as const];
  });
  return raised.length > 0 ? new UserError(raised) : trippedGuards(plans);
}

/** A tripped guard, as an error for a person to decide; `undefined` if none has tripped. */
function trippedGuards(plans: readonly Plan[]): UserError | undefined {
  const tripped = plans.flatMap((plan) =>
    plan.guards.filter((guard) => guard.tripped).map((guard) => guardFinding(guard, plan)),
  );
  return tripped.length === 0 ? undefined : new UserError(tripped, new Map(), EXIT.stopped);
}

function guardFinding({ guard, limit, actual, of, uncovered }: GuardReading, { account, createdAt: madeAt }: Plan) {
  const more = { ...(of === undefined ? {} : { of }), ...(uncovered === undefined ? {} : { uncovered }) };
  const args = { account: account.name, guard, limit, actual, ...more, madeAt };
  return { code: "guard-tripped", severity: "error", args } as const;
}

/** Of several accounts, those that nothing keeps from going on, and those that stay as they are. */
export function holdBack({ planned, failed, order }: PlannedAccounts): PlannedAccounts {
  const going: PlannedAccount[] = [];
  const held: FailedAccount[] = [];
  for (const one of planned) {
    const error = stopsOf([one.plan]);
    if (error === undefined) going.push(one);
    else held.push({ account: one.plan.account, error });
  }
  return { planned: going, failed: [...failed, ...held], order };
}

export interface ApplyOptions extends ConnectContext {
  readonly planned: readonly PlannedAccount[];
  /** See {@link settleMsOf}. */
  readonly settleMs: number;
  /** Has a person agreed to exactly these plans? Only then may a name that looks like another be created. */
  readonly attended: boolean;
}

/** The results of applying plans. */
export interface AppliedAccounts {
  readonly results: readonly Result[];
  /** Accounts without a result: an error in muster itself. */
  readonly broken: readonly FailedAccount[];
}

/** Applies all plans at the same time. Waits for all, even if one fails: locks are held until the last has ended. */
export async function applyAccounts(options: ApplyOptions): Promise<AppliedAccounts> {
  const runs = await Promise.all(
    options.planned.map(async (one): Promise<Result | FailedAccount> => {
      try {
        return await applyAccount(one, options);
      } catch (error) {
        return { account: one.plan.account, error };
      }
    }),
  );
  return { results: runs.filter((run) => "kind" in run), broken: runs.filter((run) => "error" in run) };
}

/** Why nobody but a person may create a group of that name: it looks like another one, or like a slip. */
function heldBack(displayName: string, { plan, alike }: PlannedAccount): Failure | undefined {
  const found = alike.find(({ args }) => args.displayName === displayName);
  if (found !== undefined) return { code: "look-alike", args: found.args };
  const isMeant = plan.actions.some((one) => one.action === "create" && one.distinct?.includes(displayName));
  const doubts = isMeant ? [] : doubtsOf(displayName).map(({ kind }) => kind);
  return doubts.length === 0 ? undefined : { code: "doubtful-name", args: { displayName, doubts } };
}

/** Carries out one account's plan and makes its result document. */
async function applyAccount(planned: PlannedAccount, options: ApplyOptions): Promise<Result> {
  const { host, settleMs, timeoutMs, attended, onEvent } = options;
  const { plan, writeOrder, session, paging } = planned;
  const { client, journal, stop } = session;
  if (!(client instanceof MoorClient)) throw new TypeError("a snapshot cannot be applied");
  const startedAt = new Date(host.clock.now()).toISOString();
  const left = plan.actions.filter((action) => !planned.done.has(action.id));
  const carriedOut = await applyPlan({ actions: left, writeOrder }, pagesWith(createsOf(left), paging), {
    client,
    clock: host.clock,
    stop,
    giveUp: stop.giveUp,
    settleMs,
    timeoutMs,
    journal,
    before: planned.before,
    ...(await unknownUntil(planned, host.clock)),
    whyStopped: (displayName) =>
      session.halted() === undefined ? undefined : { code: "lock-lost", args: { displayName } },
    heldBack: (displayName) => (attended ? undefined : heldBack(displayName, planned)),
    onEvent: (event) => onEvent({ kind: "applying", account: plan.account.name, event }),
  });
  const applied = carriedOut.filter(({ verified }) => verified).map(({ id }) => id);
  // This guards against a mistake. If it cannot be kept, that is no reason to fail.
  if (applied.length > 0) await session.applied.add(plan.hash, applied).catch(() => undefined);
  const reason = session.halted();
  const byId = new Map(carriedOut.map((outcome) => [outcome.id, outcome]));
  const outcomes = plan.actions.map((action) => byId.get(action.id) ?? alreadyDone(action, planned.done));
  const actions = outcomes.map(outcomeOf);
  return {
    formatVersion: "1.0",
    kind: "result",
    musterVersion: MUSTER_VERSION,
    planHash: plan.hash,
    account: plan.account,
    ...originOfResult(plan),
    startedAt,
    finishedAt: new Date(host.clock.now()).toISOString(),
    // Stopped after the last write had been read back: nothing was left to stop.
    interrupted: options.stop.aborted && !actions.every(endedWell),
    summary: summarize(actions),
    actions,
    manual: plan.manual,
    guards: plan.guards,
    calls: session.calls,
    diagnostics: reason === undefined || actions.every(endedWell) ? plan.diagnostics : [reason, ...plan.diagnostics],
  };
}

/**
 * Until when creations may have begun that this run does not know of. A store knows of all since its record began: since it
 * was first used, or since it was emptied.
 */
async function unknownUntil(
  { session: { journal }, readAt }: PlannedAccount,
  clock: Clock,
): Promise<Pick<ApplyPorts, "unknownUntil">> {
  if (!journal.isShared) return (await journal.remembers()) ? {} : { unknownUntil: readAt };
  const since = journal.knownSince() ?? clock.now();
  return { unknownUntil: clock.monotonic() - (clock.now() - since) };
}

/** An action of a saved plan that is applied again: its group was found as it would have been written. */
function alreadyDone(done: Action, extens: ReadonlyMap<string, string>): OutcomeDraft {
  const { id, action, displayName, after } = done;
  const exten = extens.get(id);
  const proof = { status: "applied", attempts: 0, skippedAgents: [], verified: true } as const;
  const moved = whoMoved(done, after.members, after.members);
  return { id, action, displayName, ...proof, ...moved, ...(exten === undefined ? {} : { exten }) };
}

/** What a plan knows of where it came from. */
function originOfResult({ commit, base, only, actor, run, pullRequest }: Plan): ResultOrigin {
  return {
    ...(commit === undefined ? {} : { commit }),
    ...(base === undefined ? {} : { base }),
    ...(only === undefined ? {} : { only }),
    ...(actor === undefined ? {} : { actor }),
    ...(run === undefined ? {} : { run }),
    ...(pullRequest === undefined ? {} : { pullRequest }),
  };
}

function outcomeOf({ failure, ...rest }: OutcomeDraft): Outcome {
  return failure === undefined ? rest : { ...rest, error: { ...failure, severity: "error" } };
}

function summarize(actions: readonly Outcome[]): Result["summary"] {
  const count = (status: Outcome["status"]): number => actions.filter((action) => action.status === status).length;
  const unchanged = actions.filter(isUnchanged).length;
  return {
    applied: count("applied") - unchanged,
    unchanged,
    failed: count("failed"),
    conflicts: count("conflict"),
    skipped: count("skipped"),
    unknown: count("unknown"),
  };
}

/**
 * The locks of one run: one for each account, taken before its plan is made, so that the plan sees what the last run
 * did.
 */
export class ApplyLocks {
  readonly #held: ApplyLock[] = [];
  readonly #waitMs: number;
  readonly #context: RunContext;

  /** @param waitMs how long to wait for another run; 0: not at all */
  constructor(waitMs: number, context: RunContext) {
    this.#waitMs = waitMs;
    this.#context = context;
  }

  /** @throws {UserError} another run is applying to the account, or the store of all machines cannot be used */
  async take(session: Session): Promise<void> {
    const { storeFault } = session;
    if (storeFault !== undefined) throw new UserError([findingFor(storeFault, "apply")]);
    const until = this.#context.host.clock.monotonic() + this.#waitMs;
    // Both, and this one first: a run with and one without the store must not be at work at the same time.
    await this.#takeFolder(session, until);
    if (session.store !== undefined) await this.#takeLease(session, session.store, until);
  }

  async release(): Promise<void> {
    await Promise.all(this.#held.splice(0).map((lock) => lock.release()));
  }

  async #takeFolder(session: Session, until: number): Promise<void> {
    const account = session.account.name;
    try {
      const { folder } = session;
      this.#keep(session, await acquireApplyLock({ ...this.#options(session, until), folder }));
    } catch (error) {
      // If nothing can be written there is no lock; a machine that cannot remember may still apply.
      if (!(error instanceof RecordError)) throw error;
      if (session.store === undefined) this.#context.onEvent({ kind: "not-locked", account, detail: error.message });
    }
  }

  /** The lock of all machines; and the store's record of creations begins, if it has none. */
  async #takeLease(session: Session, store: RedisStore, until: number): Promise<void> {
    const { host, onEvent } = this.#context;
    const { account, journal } = session;
    try {
      const lease = await acquireLease({
        ...this.#options(session, until),
        store,
        beatMs: Math.min(LONGEST_BEAT_MS, Math.max(SHORTEST_BEAT_MS, settleMsOf(host.env) / 2)),
        onBeat: () => journal.keep().catch(() => undefined),
        onLost: (loss) => {
          const args = { account: account.name, ...(loss.why === "taken" ? { by: shownHolder(loss.by) } : {}) };
          const finding = { code: "lease-lost", severity: "error", args } as const;
          session.halt(finding);
          onEvent({ kind: "lease-lost", account: account.name, finding });
        },
      });
      this.#keep(session, lease);
      await journal.keep();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      throw new UserError([findingFor(storeFinding(error), "apply")]);
    }
  }

  #options({ account: { name: account }, store }: Session, until: number) {
    const { host, stop, onEvent } = this.#context;
    const { clock, machine } = host;
    return {
      clock,
      pid: machine.pid,
      host: machine.hostname,
      command: "muster apply",
      job: ciJobOf(host),
      isAlive: machine.isAlive,
      waitMs: Math.max(0, until - clock.monotonic()),
      stop,
      onWait: (holder: Holder) => {
        const { host: on, ...shown } = shownHolder(holder);
        onEvent({ kind: "waiting-for-lock", account, ...shown, ...(store === undefined ? {} : { host: on }) });
      },
    };
  }

  #keep({ account: { name: account } }: Session, lock: ApplyLock | { readonly heldBy: Holder }): void {
    if ("release" in lock) this.#held.push(lock);
    else if (this.#context.stop.aborted) throw new StoppedError();
    else throw new UserError([{ code: "locked", severity: "error", args: { account, ...shownHolder(lock.heldBy) } }]);
  }
}

/** The part of a holder that people are shown. Another machine wrote it: it is data of any length. */
function shownHolder({ pid, host, since, job }: Holder): { pid: number; host: string; since: string; job?: string } {
  const short = (text: string): string => text.slice(0, 300);
  return { pid, host: short(host), since: short(since), ...(job === undefined ? {} : { job: short(job) }) };
}
