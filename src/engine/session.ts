import { setMaxListeners } from "node:events";
import type { AccountSettings } from "../config/settings.js";
import type { RateLimits } from "../model/rates.js";
import type { StopSignal } from "../model/stopSignal.js";
import { MoorClient } from "../moor/client.js";
import { StoppedError } from "../moor/errors.js";
import type { LimiterState } from "../moor/limiter/limiter.js";
import type { LiveReader, OddGroup, ReadingOperation } from "../moor/live.js";
import { DOCUMENTED_LIMITS, type OperationName } from "../moor/operations.js";
import { besideOdd } from "../plan/matchGroups.js";
import type { PlanAccount } from "../plan/plan.js";
import { type CreateJournal, openCreateJournal } from "../state/createJournal.js";
import { type AppliedPlans, openAppliedPlans } from "../state/notes.js";
import { NO_FOLDER } from "../state/recordError.js";
import type { RedisStore } from "../state/redisStore.js";
import type { SharedRecords } from "../state/sharedRecords.js";
import { accountFolder, foldersToTrust, type RecordedAccount, stateFault, stateFolder } from "../state/stateFolder.js";
import { StoreError } from "../state/storeError.js";
import { openFolderStore } from "../state/versionedFile.js";
import type { ConnectContext, RunContext } from "./events.js";
import type { RunFinding } from "./findings.js";
import { openSharedMemory, type SharedMemory, type StoreFinding, type StoreUse, storeTrouble } from "./sharedMemory.js";
import { UserError } from "./userError.js";

/** One account, with the connection to it. */
export interface Session {
  readonly account: PlanAccount;
  /** Reads the account: the API, or a snapshot of it. */
  readonly client: LiveReader;
  readonly limits: RateLimits;
  /** The folder where this machine keeps what it remembers about the account. */
  readonly folder: string;
  /** The memory that all machines share, where one is set and can be used. */
  readonly store?: RedisStore;
  /** Why the store that is set cannot be used. */
  readonly storeFault?: StoreFinding;
  /** Aborted when the run is stopped, or {@link halt}ed: nothing new starts. */
  readonly stop: StopSignal;
  /** Stops the run for this account, for a reason of its own. */
  readonly halt: (reason: RunFinding) => void;
  /** Why it was halted. */
  readonly halted: () => RunFinding | undefined;
  /** What is remembered about creations in it, and about plans. */
  readonly journal: CreateJournal;
  readonly applied: AppliedPlans;
  /** The wait for the next call of an interface. */
  readonly waitFor: (operation: OperationName) => LimiterState;
  /** Could everything be recorded so far, in the store or, without one, in the folder? */
  readonly isRecording: () => boolean;
  /** Calls that were really sent, by interface. */
  readonly calls: Readonly<Record<string, number>>;
}

/** A session with the API itself, which can also write. */
export interface LiveSession extends Session {
  readonly client: MoorClient;
}

export interface SessionOptions extends ConnectContext {
  readonly settings: AccountSettings;
  /** What the store is for, `read` if left out; `none`: it is not opened. */
  readonly storeUse?: StoreUse | "none" | undefined;
  /** How often a call is tried; if left out, as often as the client does by default. */
  readonly attempts?: number;
}

/**
 * Opens the connection to an account. Nothing is sent to it yet.
 *
 * @throws {UserError} the store cannot be used, and the run must not go on without
 */
export async function openSession(options: SessionOptions): Promise<LiveSession> {
  const { settings, host: world, onEvent, timeoutMs, storeUse = "read" } = options;
  const { host, accountId, apiSecret, name } = settings;
  const { clock, machine, random } = world;
  const { owner } = machine;
  const calls: Record<string, number> = {};
  const limits = { ...DOCUMENTED_LIMITS, ...settings.limits };
  const account = { name, host, accountId };
  const opening: SharedMemory | Promise<SharedMemory> =
    storeUse === "none" ? {} : openSharedMemory(settings, account, storeUse, options);
  const [folder, { store, fault }, fetch] = await Promise.all([memoryOf(account, options), opening, world.http()]);
  const { stop, halt, halted } = haltable(options.stop);
  let isCounted = true;
  let isLost = false;
  const said = new Set<string>();
  // Reported once: what the store cannot do any more, the run goes on without.
  const onOutage = (error: unknown): void => {
    if (isLost) return;
    const trouble =
      error instanceof StoreError
        ? storeTrouble(error)
        : ({ where: "", reason: "refused", detail: error instanceof Error ? error.message : "" } as const);
    onEvent({ kind: "store-lost", account: name, ...trouble });
    isLost = true;
  };
  const shared: SharedRecords | undefined = store && {
    store,
    onOutage,
    onOdd: (key) => {
      if (!said.has(key)) onEvent({ kind: "store-damaged", account: name, key });
      said.add(key);
    },
  };
  const client = new MoorClient({
    host,
    accountId,
    apiSecret,
    limits,
    fetch,
    clock,
    random,
    timeoutMs,
    ...(options.attempts === undefined ? {} : { attempts: options.attempts }),
    ...(settings.pageSize === undefined ? {} : { pageSize: settings.pageSize }),
    store: store ?? openFolderStore(folder, clock, owner),
    // Reported once. It stops nothing, but the next runs will not know about these calls.
    onStoreOutage: (error) => {
      const { message } = error;
      if (store !== undefined) onOutage(error);
      else if (isCounted) onEvent({ kind: "calls-uncounted", account: name, detail: message });
      isCounted = false;
    },
    stop,
    giveUp: stop.giveUp,
    onCall: (call) => {
      calls[call.operation] = (calls[call.operation] ?? 0) + 1;
      onEvent({ kind: "called", account: name, call });
    },
  });
  return {
    account,
    client,
    limits,
    folder,
    ...(store === undefined ? {} : { store }),
    ...(fault === undefined ? {} : { storeFault: fault }),
    stop,
    halt,
    halted,
    journal: openCreateJournal({ folder, clock, owner, shared }),
    applied: openAppliedPlans(folder, clock, shared),
    waitFor: (operation) => client.transport.state(operation),
    isRecording: () => isCounted,
    calls,
  };
}

/** The run's signal, which can also be aborted for one account alone. */
function haltable(asked: StopSignal): Pick<Session, "stop" | "halt" | "halted"> {
  const own = new AbortController();
  let reason: RunFinding | undefined;
  setMaxListeners(0, own.signal);
  const follow = (): void => own.abort();
  if (asked.aborted) follow();
  else asked.addEventListener("abort", follow, { once: true });
  return {
    stop: Object.assign(own.signal, { giveUp: asked.giveUp }),
    halt: (why) => {
      reason ??= why;
      own.abort();
    },
    halted: () => reason,
  };
}

/** An error of a session, where it was halted: nobody has stopped the run. */
export function errorOf(error: unknown, session: Pick<Session, "halted"> | undefined): unknown {
  const reason = error instanceof StoppedError ? session?.halted() : undefined;
  return reason === undefined ? error : new UserError([reason]);
}

/** The account's folder. Nothing is read or kept in it if users other than the owner may write to it. */
async function memoryOf(account: RecordedAccount & PlanAccount, { host, onEvent }: RunContext): Promise<string> {
  const folder = accountFolder(stateFolder(host.env, host.machine.stateFolder ?? NO_FOLDER), account);
  for (const one of foldersToTrust(folder)) {
    const fault = await stateFault(one, host.machine.uid);
    if (fault === undefined) continue;
    const finding = { code: "state-untrusted", severity: "warning", args: { folder: one, fault } } as const;
    onEvent({ kind: "state-untrusted", account: account.name, finding });
    return NO_FOLDER;
  }
  return folder;
}

const LOOK_MS = 500;
/** A shorter wait is not reported. */
const WORTH_REPORTING_MS = 3_000;
/** Which of them a read uses is known only on the way. */
const READING = ["queueQueue", "queueQueueAgentClaimStatus"] as const satisfies readonly ReadingOperation[];

/** Runs a read, and reports each wait once: reading an account may take minutes. */
export async function reportWaits<T>(work: Promise<T>, session: Session, { host, onEvent }: RunContext): Promise<T> {
  const done = new AbortController();
  const loop = async (): Promise<void> => {
    let reported: string | undefined;
    while (!done.signal.aborted) {
      const wait = READING.map((operation) => {
        const { nextInMs, resting, shared, waiting } = session.waitFor(operation);
        return { operation, left: waiting, nextInMs, resting, shared };
      }).find(({ left, nextInMs }) => left > 0 && nextInMs >= WORTH_REPORTING_MS);
      if (wait !== undefined && wait.operation !== reported)
        onEvent({ kind: "waiting", account: session.account.name, ...wait });
      reported = wait?.operation;
      await host.clock.sleep(LOOK_MS, done.signal).catch(() => undefined);
    }
  };
  void loop();
  return work.finally(() => done.abort());
}

/**
 * Reports which live groups could not be read and are left out, for commands whose documents have no place for them.
 */
export function reportLeftOut(
  odd: readonly OddGroup[],
  isIgnored: (displayName: string) => boolean,
  { account }: Session,
  { onEvent }: RunContext,
): number {
  const { warnings } = besideOdd({ matches: [] }, odd, isIgnored);
  if (warnings.length > 0) onEvent({ kind: "left-out", account: account.name, findings: warnings });
  return warnings.length;
}
