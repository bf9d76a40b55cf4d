import type { Result } from "../apply/result.js";
import { findingsOf, type Voice } from "../cli/output/output.js";
import { StoppedError } from "../moor/errors.js";
import type { GuardReading, Plan, PlanAccount } from "../plan/plan.js";
import type { AccountFailure } from "../report/accountFailure.js";
import { dialogueOf } from "../report/messages/words.js";
import { accountFailureText } from "../report/text/accountFailureText.js";
import { visible } from "../report/text/visible.js";
import { EXIT, type ExitCode } from "./exitCode.js";
import type { PlannedAccount } from "./planAccount.js";
import { UserError } from "./userError.js";

/** One account of several that could not be planned or applied; the others go on. */
export interface FailedAccount {
  readonly account: PlanAccount;
  readonly error: unknown;
}

/** What planning several accounts came to. */
export interface PlannedAccounts {
  readonly planned: readonly PlannedAccount[];
  /** Never where there is but one account: then its error is the run's. */
  readonly failed: readonly FailedAccount[];
  /** All of them, as muster.yaml (or the saved plan) lists them. */
  readonly order: readonly PlanAccount[];
}

/** From the one that says most: stopped by a signal, failed, stopped for a person, differs, fine. */
const BY_WEIGHT = [EXIT.interrupted, EXIT.failed, EXIT.stopped, EXIT.differs, EXIT.ok] as const;

/** The exit code of a run whose accounts came to these. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  return BY_WEIGHT.find((code) => codes.includes(code)) ?? EXIT.ok;
}

/** How a run exits to which this has happened. */
export function exitCodeOfFailure({ error }: FailedAccount): ExitCode {
  if (error instanceof StoppedError) return EXIT.interrupted;
  return error instanceof UserError ? error.exitCode : EXIT.failed;
}

/** The failures as documents carry them. */
export function failureEntries(failed: readonly FailedAccount[]): AccountFailure[] {
  return failed.map(({ account, error }) => ({
    formatVersion: "1.0",
    kind: "error",
    account,
    diagnostics: findingsOf(error),
  }));
}

/** The failures for a person, each under its account's name. */
export function tellFailures(failed: readonly FailedAccount[], voice: Voice): void {
  for (const one of failed) {
    const texts = one.error instanceof UserError ? one.error.texts : new Map<string, string>();
    for (const entry of failureEntries([one]))
      voice.warn(accountFailureText(entry, texts, voice.textOptions("stderr")));
  }
}

/** Once more by name, since progress and results stand between the errors and the end. */
export function sayLeftOut(failed: readonly FailedAccount[], voice: Voice): void {
  if (failed.length === 0) return;
  const words = dialogueOf(voice.language);
  voice.warn(`\n${visible(words.leftOut(failed.map(({ account }) => account.name)))}\n`);
}

/** What a tripped guard says, as an error that stops for a person; `undefined` where none has tripped. */
export function trippedGuards(plans: readonly Plan[]): UserError | undefined {
  const tripped = plans.flatMap(({ account, guards }) =>
    guards.filter((guard) => guard.tripped).map((guard) => guardFinding(guard, account)),
  );
  return tripped.length === 0 ? undefined : new UserError(tripped, new Map(), EXIT.stopped);
}

function guardFinding({ guard, limit, actual, of }: GuardReading, { name: account }: PlanAccount) {
  const args = { account, guard, limit, actual, ...(of === undefined ? {} : { of }) };
  return { code: "guard-tripped", severity: "error", args } as const;
}

/** Of several accounts, those whose guards let them go on, and those that stay as they are. */
export function holdBack({ planned, failed, order }: PlannedAccounts): PlannedAccounts {
  const going: PlannedAccount[] = [];
  const held: FailedAccount[] = [];
  for (const one of planned) {
    const error = trippedGuards([one.plan]);
    if (error === undefined) going.push(one);
    else held.push({ account: one.plan.account, error });
  }
  return { planned: going, failed: [...failed, ...held], order };
}

/** Applies every plan, side by side. All are awaited, whatever becomes of one: locks are held until the last has ended. */
export async function applyAll(
  planned: readonly PlannedAccount[],
  carryOut: (one: PlannedAccount) => Promise<Result>,
): Promise<{ readonly results: readonly Result[]; readonly broken: readonly FailedAccount[] }> {
  const runs = await Promise.allSettled(planned.map(carryOut));
  const results = runs.flatMap((run) => (run.status === "fulfilled" ? [run.value] : []));
  const broken = planned.flatMap(({ plan }, index): FailedAccount[] => {
    const run = runs[index];
    return run?.status === "rejected" ? [{ account: plan.account, error: run.reason }] : [];
  });
  return { results, broken };
}
