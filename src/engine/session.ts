import type { RunOptions } from "../cli/arguments/options.js";
import type { Voice } from "../cli/output/output.js";
import type { AccountSettings, RateLimits } from "../config/settings.js";
import type { StopSignal } from "../model/stopSignal.js";
import { MoorClient } from "../moor/client.js";
import type { LiveReader } from "../moor/live.js";
import { DOCUMENTED_LIMITS, type OperationName } from "../moor/operations.js";
import type { CallEvent } from "../moor/sender.js";
import type { PlanAccount } from "../plan/plan.js";
import { dialogueOf } from "../report/messages/words.js";
import { findingsText } from "../report/text/findingsText.js";
import { visible } from "../report/text/visible.js";
import { type AppliedPlans, openAppliedPlans } from "../state/appliedPlans.js";
import { type CreateJournal, openCreateJournal } from "../state/createJournal.js";
import { foldersToTrust, NO_FOLDER, stateFault } from "../state/stateFault.js";
import { accountFolder, type RecordedAccount, stateFolder } from "../state/stateFolder.js";
import { openFolderStore } from "../state/versionedFile.js";
import type { Shell } from "./host.js";

/** One account, with the line to it. */
export interface Session {
  readonly account: PlanAccount;
  /** Reads the account: the API, or a snapshot of it. */
  readonly client: LiveReader;
  readonly limits: RateLimits;
  /** Where this machine keeps what it remembers of the account. */
  readonly folder: string;
  /** What is remembered of creations in it, and of plans. */
  readonly journal: CreateJournal;
  readonly applied: AppliedPlans;
  /** The wait for the next call of an interface. */
  readonly waitFor: (operation: OperationName) => CallWait;
  /** Calls that were really sent, by interface. */
  readonly calls: Readonly<Record<string, number>>;
}

/** A session with the API itself, which can write too. */
export interface LiveSession extends Session {
  readonly client: MoorClient;
}

/** Which calls of an interface wait, for how many ms, and what for. */
export interface CallWait {
  readonly waiting: number;
  readonly nextInMs: number;
  /** The server said that the limit is reached. */
  readonly resting: boolean;
  /** Other runs of this machine have spent, or hold, the budget. */
  readonly shared: boolean;
}

/** Opens the line to an account. Nothing is sent yet. */
export async function openSession(
  settings: AccountSettings,
  options: Pick<RunOptions, "timeout"> & { readonly attempts?: number },
  shell: Shell,
  voice: Voice,
  stop: StopSignal,
): Promise<LiveSession> {
  const { host, accountId, apiSecret, name } = settings;
  const calls: Record<string, number> = {};
  const all = { ...DOCUMENTED_LIMITS, ...settings.limits };
  const timeoutMs = options.timeout * 1000;
  const folder = await memoryOf({ host, accountId }, shell, voice);
  const { owner } = shell.machine;
  const client = new MoorClient({
    host,
    accountId,
    apiSecret,
    limits: all,
    fetch: await shell.http(),
    clock: shell.clock,
    random: shell.random,
    timeoutMs,
    ...(options.attempts === undefined ? {} : { attempts: options.attempts }),
    ...(settings.pageSize === undefined ? {} : { pageSize: settings.pageSize }),
    store: openFolderStore(folder, shell.clock, owner),
    onStoreOutage: sayOnce(voice),
    stop,
    giveUp: stop.giveUp,
    onCall: (event) => {
      calls[event.operation] = (calls[event.operation] ?? 0) + 1;
      if (voice.verbose) voice.note(`${callLine(name, event)}\n`);
    },
  });
  const { clock } = shell;
  const journal = openCreateJournal({ folder, clock, owner });
  const applied = openAppliedPlans(folder, clock);
  return {
    account: { name, host, accountId },
    client,
    limits: all,
    folder,
    journal,
    applied,
    waitFor: (operation) => client.transport.state(operation),
    calls,
  };
}

/** Shells whose user has been told that their memory is not to be believed. */
const told = new WeakSet<Shell>();

/** The account's folder; one in which nothing can be where whoever may write to it is not the user alone. */
async function memoryOf(account: RecordedAccount, shell: Shell, voice: Voice): Promise<string> {
  const folder = accountFolder(stateFolder(shell.env, shell.machine.stateFolder), account);
  for (const one of foldersToTrust(folder)) {
    const fault = await stateFault(one, shell.machine.uid);
    if (fault === undefined) continue;
    const args = { folder: one, fault };
    const diagnostics = [{ code: "state-untrusted", severity: "warning", args } as const];
    if (!told.has(shell)) voice.warn(findingsText(diagnostics, undefined, voice.textOptions("stderr")));
    told.add(shell);
    return NO_FOLDER;
  }
  return folder;
}

/** For `--verbose`: which call, how it went, how long it took. Nothing of its body, nothing of its signature. */
function callLine(account: string, { operation, attempt, outcome, status, ms }: CallEvent): string {
  const again = attempt > 1 ? ` (attempt ${attempt})` : "";
  return `[${visible(account)}] ${operation}${again}: ${outcome}${status === undefined ? "" : ` ${status}`} in ${Math.round(ms)} ms`;
}

/** Says once that calls cannot be counted: that stops nothing, but the runs after this one will not know of its calls. */
function sayOnce(voice: Voice): (error: Error) => void {
  let said = false;
  return ({ message }) => {
    if (!said) voice.warn(`${visible(dialogueOf(voice.language).uncounted(message))}\n`);
    said = true;
  };
}
