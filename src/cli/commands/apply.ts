import type { Outcome, Result } from "../../apply/result.js";
import { dryRunJson, resultJson } from "../../report/json.js";
import { dialogueOf } from "../../report/messages/languages.js";
import { dryRunText } from "../../report/text/dryRunText.js";
import { findingsText } from "../../report/text/findingsText.js";
import { planText } from "../../report/text/planText.js";
import { resultText } from "../../report/text/resultText.js";
import { applyAccount } from "../applyAccount.js";
import { ApplyLocks } from "../applyLocks.js";
import { confirm } from "../confirm.js";
import { dryRunOf } from "../dryRunOf.js";
import { EXIT, type ExitCode } from "../exitCode.js";
import type { CommonOptions, GuardOptions } from "../options.js";
import type { PlannedAccount } from "../planAccount.js";
import { planAll } from "../planAll.js";
import { openProgress } from "../progress.js";
import { resumeAll } from "../resumeAll.js";
import type { Session } from "../session.js";
import { settleMs } from "../settle.js";
import type { Shell } from "../shell.js";
import { stopOnSignal } from "../stopOnSignal.js";
import { UserError } from "../userError.js";
import { Voice } from "../voice.js";

interface ApplyOptions extends CommonOptions, GuardOptions {
  readonly autoApprove: boolean;
  readonly dryRun: boolean;
  readonly allAccounts: boolean;
  /** Seconds to wait for another apply of this machine. */
  readonly lockTimeout: number;
  /** A saved plan, instead of making one. */
  readonly plan?: string;
  /** The plan that was approved. */
  readonly expectHash?: string;
}

/** `muster apply`: plans, asks, writes, verifies. */
export async function apply(paths: readonly string[], options: ApplyOptions, shell: Shell): Promise<ExitCode> {
  const voice = new Voice(options, shell);
  const stop = stopOnSignal(shell, voice);
  const locks = new ApplyLocks(options.lockTimeout * 1000, shell, voice, stop);
  const lock = async (session: Session): Promise<void> => (options.dryRun ? undefined : locks.take(session));
  try {
    const settle = settleMs(shell.env);
    checkFlags(paths, options);
    const planned =
      options.plan === undefined
        ? await planAll(paths, options, options.allAccounts ? "several" : "one", shell, voice, stop, lock)
        : await resumeAll(options.plan, options, shell, voice, stop, lock);
    // A saved plan has been looked at and approved by whoever saved it.
    const changes = planned.some(({ plan }) => plan.actions.length > 0);
    const asks = changes && !options.autoApprove && options.plan === undefined;
    if (!options.dryRun) showPlans(planned, asks, voice);
    expectHash(planned, options);
    stopAtGuards(planned);
    if (options.dryRun) return dryRun(planned, voice);
    if (asks) {
      const answer = await approve(planned, shell, voice);
      if (answer !== "yes") voice.warn(`${dialogueOf(voice.language).declined}\n`);
      if (answer !== "yes") return answer === "no" ? EXIT.stopped : EXIT.interrupted;
    }
    const times = { settleMs: settle, timeoutMs: options.timeout * 1000 };
    const progress = openProgress(planned, shell, voice);
    const results = await Promise.all(
      planned.map((one) => applyAccount(one, times, progress, shell, voice, stop)),
    ).finally(() => progress.close());
    // Where nothing was to be done the plan has said so already.
    const told = results.filter((result) => result.actions.length > 0);
    if (voice.format === "json") voice.answer(resultJson(single(results)));
    else voice.answer(told.map((result) => `\n${resultText(result, voice.textOptions())}`).join(""));
    return exitCodeOf(results);
  } catch (error) {
    return voice.fail(error);
  } finally {
    await locks.release();
  }
}

/** A saved plan brings its own groups, and a hash is of one plan. */
function checkFlags(paths: readonly string[], options: ApplyOptions): void {
  const clash = (...flags: string[]): never => {
    throw new UserError([{ code: "flags-clash", severity: "error", args: { flags } }]);
  };
  if (options.plan !== undefined && paths.length > 0) clash("--plan", "paths");
  if (options.plan !== undefined && options.group !== undefined) clash("--plan", "--group");
  if (options.expectHash !== undefined && options.allAccounts) clash("--expect-hash", "--all-accounts");
  if (options.account !== undefined && options.allAccounts) clash("--account", "--all-accounts");
}

async function approve(
  planned: readonly PlannedAccount[],
  shell: Shell,
  voice: Voice,
): Promise<"yes" | "no" | "interrupted"> {
  if (shell.stdin.isTTY !== true || !shell.stderr.isTTY) {
    throw new UserError([{ code: "needs-approval", severity: "error", args: {} }]);
  }
  const plans = planned.map(({ plan }) => plan);
  return confirm(plans, voice.language, shell);
}

/** Under `--format json` the one document is the result; whoever is asked sees the plan all the same. */
function showPlans(planned: readonly PlannedAccount[], asks: boolean, voice: Voice): void {
  if (voice.format === "text") voice.answer(planned.map(({ plan }) => planText(plan, voice.textOptions())).join("\n"));
  else if (asks) voice.warn(planned.map(({ plan }) => planText(plan, voice.textOptions("stderr"))).join("\n"));
}

/** The plan that was approved, or none: what would be written now may be something else. */
function expectHash(planned: readonly PlannedAccount[], { expectHash: expected }: ApplyOptions): void {
  const differing = planned.find(({ plan }) => expected !== undefined && plan.hash !== expected);
  if (expected === undefined || differing === undefined) return;
  const args = { expected, actual: differing.plan.hash };
  throw new UserError([{ code: "hash-differs", severity: "error", args }], new Map(), EXIT.stopped);
}

/** Nothing is written, in any account, when the plan of one does more than a guard allows. */
function stopAtGuards(planned: readonly PlannedAccount[]): void {
  const findings = planned.flatMap(({ plan }) =>
    plan.guards
      .filter((guard) => guard.tripped)
      .map(({ guard, limit, actual, of }) => ({
        code: "guard-tripped" as const,
        severity: "error" as const,
        args: { guard, limit, actual, ...(of === undefined ? {} : { of }) },
      })),
  );
  if (findings.length > 0) throw new UserError(findings, new Map(), EXIT.stopped);
}

function dryRun(planned: readonly PlannedAccount[], voice: Voice): ExitCode {
  const runs = planned.map(({ plan, paging, done }) =>
    dryRunOf({ ...plan, actions: plan.actions.filter((action) => !done.has(action.id)) }, paging),
  );
  const warnings = planned.flatMap(({ plan }) => plan.diagnostics);
  if (voice.format === "text" && warnings.length > 0) {
    voice.warn(findingsText(warnings, new Map(), voice.textOptions("stderr")));
  }
  voice.answer(
    voice.format === "json"
      ? dryRunJson(single(runs))
      : runs.map((run) => dryRunText(run, voice.textOptions())).join("\n"),
  );
  return EXIT.ok;
}

/** Failures outrank conflicts: a pipeline that tries again on 1 must do so, and will meet the conflict again. */
function exitCodeOf(results: readonly Result[]): ExitCode {
  if (results.some((result) => result.interrupted)) return EXIT.interrupted;
  const outcomes = results.flatMap((result) => result.actions);
  const isFine = ({ status, verified }: Outcome): boolean => status === "applied" && verified;
  // A group that waits for another shares the other's fate.
  const waits = ({ status, error }: Outcome): boolean => status === "skipped" && error?.code === "waits-for";
  const bad = outcomes.filter((outcome) => !isFine(outcome) && !waits(outcome));
  if (bad.some((outcome) => outcome.status !== "conflict")) return EXIT.failed;
  return bad.length > 0 ? EXIT.stopped : EXIT.ok;
}

/** One account's document as it is, several as a list. */
function single<T>(documents: readonly T[]): T | readonly T[] {
  const [first] = documents;
  return documents.length === 1 && first !== undefined ? first : documents;
}
