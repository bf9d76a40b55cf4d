import type { Result } from "../../apply/result.js";
import { applyAccount } from "../../engine/applyAccount.js";
import { ApplyLocks } from "../../engine/applyLocks.js";
import { dryRunOf } from "../../engine/dryRun.js";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import { exitCodeOfResults } from "../../engine/exitCodeOfResults.js";
import {
  applyAll,
  exitCodeOfFailure,
  failureEntries,
  holdBack,
  type PlannedAccounts,
  sayLeftOut,
  tellFailures,
  trippedGuards,
  worstOf,
} from "../../engine/failedAccounts.js";
import type { Shell } from "../../engine/host.js";
import { planAll } from "../../engine/planAccounts.js";
import { resumeAll } from "../../engine/resumeSavedPlan.js";
import type { Session } from "../../engine/session.js";
import { settleMs } from "../../engine/settle.js";
import { UserError } from "../../engine/userError.js";
import { StoppedError } from "../../moor/errors.js";
import type { Plan } from "../../plan/plan.js";
import { dialogueOf } from "../../report/messages/words.js";
import { errorsIn } from "../../report/report.js";
import { findingsText } from "../../report/text/findingsText.js";
import { visible } from "../../report/text/visible.js";
import type { GuardOptions, ReportOptions } from "../arguments/options.js";
import { stopOnSignal } from "../node/stopOnSignal.js";
import type { Voice } from "../output/output.js";
import { inputsOf, Publisher } from "../output/publisher.js";
import { confirm } from "../terminal/confirm.js";
import { openProgress } from "../terminal/progress.js";

interface ApplyOptions extends ReportOptions, GuardOptions {
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
  const publisher = new Publisher("apply", options, shell);
  const { voice } = publisher;
  const stop = stopOnSignal(shell, voice);
  const locks = new ApplyLocks(options.lockTimeout * 1000, shell, voice, stop);
  const lock = async (session: Session): Promise<void> => (options.dryRun ? undefined : locks.take(session));
  let plans: readonly Plan[] = [];
  try {
    const settle = settleMs(shell.env);
    checkFlags(paths, options);
    await publisher.prepare(inputsOf(paths, options, options.plan));
    const all =
      options.plan === undefined
        ? await planAll(paths, options, options.allAccounts ? "several" : "one", shell, voice, stop, lock)
        : await resumeAll(options.plan, options, shell, voice, stop, lock);
    // Some readings are extras: they end when the run is stopped, and the plan goes on without them.
    if (stop.aborted) throw new StoppedError();
    plans = all.planned.map(({ plan }) => plan);
    // A saved plan is applied exactly or not at all; accounts that were merely named together are on their own.
    const isWhole = options.plan !== undefined || all.order.length === 1;
    const going = isWhole ? all : holdBack(all);
    const { planned, failed, order } = going;
    // A saved plan has been looked at and approved by whoever saved it.
    const changes = planned.some(({ plan }) => plan.actions.length > 0);
    const asks = changes && !options.autoApprove && options.plan === undefined;
    if (!options.dryRun) publisher.showPlans(plans, asks);
    if (voice.format !== "json" || asks) tellFailures(failed, voice);
    expectHash(plans, options, voice);
    const tripped = isWhole ? trippedGuards(plans) : undefined;
    if (tripped !== undefined) throw tripped;
    const failedCodes = failed.map(exitCodeOfFailure);
    const stopped = plans.some((one) => errorsIn(one) > 0) ? [EXIT.failed] : [];
    if (options.dryRun) return await dryRun(going, worstOf([...failedCodes, ...stopped]), publisher);
    if (asks) {
      const answer = await approve(
        planned.map(({ plan }) => plan),
        shell,
        voice,
        stop,
      );
      if (answer === "no")
        throw new UserError(
          [{ code: "declined", severity: "error", args: {} }],
          new Map(),
          worstOf([EXIT.stopped, ...stopped, ...failedCodes]),
        );
      if (answer === "interrupted") throw new StoppedError();
    }
    const times = { settleMs: settle, timeoutMs: options.timeout * 1000 };
    const progress = openProgress(planned, shell, voice);
    const { results, broken } = await applyAll(planned, (one) =>
      applyAccount(one, times, asks, progress, shell, voice, stop),
    ).finally(() => progress.close());
    const [only] = broken;
    if (only !== undefined && order.length === 1) throw only.error;
    const failures = failureEntries([...failed, ...broken]);
    const exitCode = await publisher.publish(
      { kind: "results", results, plans: plansOfResults(results, plans), failures, order },
      worstOf([exitCodeOfResults(results), ...stopped, ...failedCodes, ...broken.map(exitCodeOfFailure)]),
    );
    if (voice.format !== "json") {
      if (voice.format !== "github") tellFailures(broken, voice);
      sayLeftOut(failed, voice);
    }
    return exitCode;
  } catch (error) {
    return publisher.fail(error, plans);
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
  plans: readonly Plan[],
  shell: Shell,
  voice: Voice,
  stop: AbortSignal,
): Promise<"yes" | "no" | "interrupted"> {
  if (shell.stdin.isTTY !== true || !shell.stderr.isTTY) {
    throw new UserError([{ code: "needs-approval", severity: "error", args: {} }]);
  }
  return confirm(plans, voice.language, shell, stop);
}

/**
 * The plan that was approved, or none: what would be written now may be something else. Where nothing is left to write,
 * as when a stage is run again that had done its work, there is nothing to approve.
 */
function expectHash(plans: readonly Plan[], { expectHash: expected }: ApplyOptions, voice: Voice): void {
  const differing = plans.find(({ hash }) => expected !== undefined && hash !== expected);
  if (expected === undefined || differing === undefined) return;
  // Files that name no group leave nothing to write either: then something else is wrong.
  if (plans.every(({ actions, summary }) => actions.length === 0 && summary.unchanged > 0)) {
    voice.note(`${visible(dialogueOf(voice.language).nothingLeft(expected))}\n`);
    return;
  }
  const args = { expected, actual: differing.hash };
  throw new UserError([{ code: "hash-differs", severity: "error", args }], new Map(), EXIT.stopped);
}

/** The plans that were carried out, in the order of their results. */
function plansOfResults(results: readonly Result[], plans: readonly Plan[]): Plan[] {
  return results.flatMap(({ account }) => plans.filter((plan) => plan.account.name === account.name));
}

async function dryRun(
  { planned, failed, order }: PlannedAccounts,
  exitCode: ExitCode,
  publisher: Publisher,
): Promise<ExitCode> {
  const { voice } = publisher;
  const plans = planned.map(({ plan }) => plan);
  const dryRuns = planned.map(({ plan, schedule, paging, done, session }) =>
    dryRunOf({ ...plan, actions: plan.actions.filter((action) => !done.has(action.id)) }, schedule, paging, {
      limits: session.limits,
      pageAsked: session.client.pageAsked,
    }),
  );
  const warnings = plans.flatMap(({ diagnostics }) => diagnostics);
  if ((voice.format === "text" || voice.format === "github") && warnings.length > 0) {
    voice.warn(findingsText(warnings, new Map(), voice.textOptions("stderr")));
  }
  const failures = failureEntries(failed);
  return publisher.publish({ kind: "dry-runs", dryRuns, plans, failures, order }, exitCode);
}
