import type { AccountSettings, RateLimits } from "../config/settings.js";
import type { StopSignal } from "../model/stopSignal.js";
import { MoorClient } from "../moor/client.js";
import { DOCUMENTED_LIMITS, type OperationName } from "../moor/operations.js";
import type { SharedBudget } from "../moor/sharedBudget.js";
import type { CallEvent } from "../moor/transport.js";
import type { PlanAccount } from "../plan/plan.js";
import { type AppliedPlans, openAppliedPlans } from "../records/appliedPlans.js";
import { type CallLedger, openCallLedger } from "../records/callLedger.js";
import { type CreateJournal, openCreateJournal } from "../records/createJournal.js";
import { accountFolder, stateFolder } from "../records/stateFolder.js";
import { dialogueOf } from "../report/messages/languages.js";
import { visible } from "../report/text/visible.js";
import type { RunOptions } from "./options.js";
import type { Shell } from "./shell.js";
import type { Voice } from "./voice.js";

/** One account, with the line to it. */
export interface Session {
  readonly account: PlanAccount;
  readonly client: MoorClient;
  readonly limits: RateLimits;
  /** Where this machine keeps what it remembers of the account. */
  readonly folder: string;
  /** What is remembered of creations in it, and of plans. */
  readonly journal: CreateJournal;
  readonly applied: AppliedPlans;
  /** Calls that were really sent, by interface. */
  readonly calls: Readonly<Record<string, number>>;
}

/** Opens the line to an account. Nothing is sent yet. */
export async function openSession(
  settings: AccountSettings,
  options: Pick<RunOptions, "timeout"> & { readonly attempts?: number },
  shell: Shell,
  voice: Voice,
  stop: StopSignal,
): Promise<Session> {
  const { host, accountId, apiSecret, name } = settings;
  const calls: Record<string, number> = {};
  const all = { ...DOCUMENTED_LIMITS, ...settings.limits };
  const timeoutMs = options.timeout * 1000;
  const folder = accountFolder(stateFolder(shell.env, shell.machine.stateFolder), { host, accountId });
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
    sharedBudget: sayTrouble(openCallLedger({ folder, limits: all, clock: shell.clock, owner, timeoutMs }), voice),
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
  return { account: { name, host, accountId }, client, limits: all, folder, journal, applied, calls };
}

/** For `--verbose`: which call, how it went, how long it took. Nothing of its body, nothing of its signature. */
function callLine(account: string, { operation, attempt, outcome, status, ms }: CallEvent): string {
  const again = attempt > 1 ? ` (attempt ${attempt})` : "";
  return `[${visible(account)}] ${operation}${again}: ${outcome}${status === undefined ? "" : ` ${status}`} in ${Math.round(ms)} ms`;
}

/** Once: a record that cannot be kept stops nothing, but the runs after this one will not know of its calls. */
function sayTrouble(ledger: CallLedger<OperationName>, voice: Voice): SharedBudget {
  let said = false;
  return {
    claim: async (operation, stop) => {
      const claim = await ledger.claim(operation, stop);
      if (ledger.trouble !== undefined && !said) {
        said = true;
        voice.warn(`${visible(dialogueOf(voice.language).uncounted(ledger.trouble.message))}\n`);
      }
      return claim;
    },
    waitMs: (operation) => ledger.waitMs(operation),
    outlookMs: (operation, calls) => ledger.outlookMs(operation, calls),
  };
}
