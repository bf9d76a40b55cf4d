import type { Result } from "../../apply/result.js";
import { ApplyLocks, applyAccounts, holdBack, settleMsOf, stopsOf } from "../../engine/applyAccounts.js";
import { dryRunOf } from "../../engine/dryRun.js";
import type { ConnectContext } from "../../engine/events.js";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import { type PlannedAccounts, planAccounts } from "../../engine/planAccounts.js";
import type { Project } from "../../engine/project.js";
import { resumeSavedPlans, staleError } from "../../engine/savedPlans.js";
import { UserError } from "../../engine/userError.js";
import { StoppedError } from "../../moor/errors.js";
import { differenceOfPlans } from "../../plan/differenceOfPlans.js";
import type { Plan } from "../../plan/plan.js";
import { isOver, overFinding } from "../../plan/savedPlan.js";
import { dialogueOf } from "../../report/messages/words.js";
import { findingsText } from "../../report/text/findingsText.js";
import { visible } from "../../report/text/visible.js";
import type { CompareOptions, GuardOptions, ReportOptions } from "../arguments/options.js";
import { provenanceOf } from "../ci/provenance.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import {
  exitCodeOfFailure,
  exitCodeOfResults,
  exitCodesOfErrors,
  failureEntries,
  warnOfFailures,
  warnOfLeftOut,
  worstOf,
} from "../output/endings.js";
import { openProject } from "../output/openProject.js";
import { openRun } from "../output/openRun.js";
import type { Output } from "../output/output.js";
import { inputsOf, type Published, Publisher } from "../output/publisher.js";
import { confirm } from "../terminal/confirm.js";
import { openProgress } from "../terminal/progress.js";

export interface ApplyOptions extends ReportOptions, GuardOptions, CompareOptions {
  readonly autoApprove: boolean;
  readonly dryRun: boolean;
  readonly allAccounts: boolean;
  /** Seconds to wait for another apply on this machine. */
  readonly lockTimeout: number;
  /** A saved plan, to apply instead of a new one. */
  readonly plan?: string;
  /** The plan that was approved. */
  readonly expectHash?: string;
  /** The same plan itself, where the caller has it: to say what differs. */
  readonly approved?: Plan;
}

/** What the steps of one apply work with. */
interface ApplyRun {
  readonly options: ApplyOptions;
  readonly context: ConnectContext;
  readonly host: ConsoleHost;
  readonly project: Project;
  readonly output: Output;
  readonly publisher: Publisher;
  readonly locks: ApplyLocks;
}

/** `muster apply`: plans, asks, writes, verifies. */
export async function apply(paths: readonly string[], options: ApplyOptions, host: ConsoleHost): Promise<Published> {
  const publisher = new Publisher("apply", options, host);
  const { output } = publisher;
  const terminal = openRun(options, host, output);
  const locks = new ApplyLocks(options.lockTimeout * 1000, terminal);
  let plans: readonly Plan[] = [];
  try {
    const settleMs = settleMsOf(host.env);
    checkFlags(paths, options);
    await publisher.prepare(inputsOf(paths, options, options.plan));
    const project = await openProject(options, host, output);
    publisher.of(project.host);
    const context = { ...terminal, host: project.host };
    const run: ApplyRun = { options, context, host, project, output, publisher, locks };
    const all = await planOrResume(paths, run);
    plans = all.planned.map(({ plan }) => plan);
    // A saved plan is applied exactly or not at all. Accounts that were only named together are independent.
    const isWhole = options.plan !== undefined || all.order.length === 1;
    const going = isWhole ? all : holdBack(all);
    const asks = mustAsk(going, options);
    if (!options.dryRun) publisher.showPlans(plans, asks);
    if (output.format !== "json" || asks) warnOfFailures(going.failed, output);
    expectHash(plans, run);
    const stop = isWhole ? stopsOf(plans) : undefined;
    if (stop !== undefined) throw stop;
    const endings = endingsBefore(plans, going);
    if (options.dryRun) return await dryRun(going, worstOf(endings), run);
    if (asks) await approve(going, endings, run);
    // The answer, or another run, may have taken its time.
    const over = going.planned.filter(({ plan }) => isOver(plan, project.host.clock.now()));
    if (over.length > 0) throw staleError(over.map(({ plan }) => overFinding(plan)));
    return await carryOut(going, plans, { settleMs, attended: asks, endings }, run);
  } catch (error) {
    return publisher.fail(error, plans);
  } finally {
    await locks.release();
  }
}

/** A saved plan brings its own groups, and a hash belongs to one plan. */
function checkFlags(paths: readonly string[], options: ApplyOptions): void {
  const clash = (...flags: string[]): never => {
    throw new UserError([{ code: "flags-clash", severity: "error", args: { flags } }]);
  };
  if (options.plan !== undefined && paths.length > 0) clash("--plan", "paths");
  if (options.plan !== undefined && options.group !== undefined) clash("--plan", "--group");
  if (options.plan !== undefined && options.base !== undefined) clash("--plan", "--base");
  if (options.plan !== undefined && options.only !== undefined) clash("--plan", "--only");
  if (options.plan !== undefined && options.due === true) clash("--plan", "--due");
  if (options.only !== undefined && options.due === true) clash("--only", "--due");
  if (options.expectHash !== undefined && options.allAccounts) clash("--expect-hash", "--all-accounts");
  if (options.account !== undefined && options.allAccounts) clash("--account", "--all-accounts");
}

/** Every account is locked before it is read, so that the plan sees what the last apply did. */
async function planOrResume(paths: readonly string[], run: ApplyRun): Promise<PlannedAccounts> {
  const { options, context, locks, project } = run;
  const shared = {
    ...options,
    ...context,
    guards: options,
    storeUse: options.dryRun ? ("read" as const) : ("apply" as const),
    provenance: await provenanceOf(run.host),
    beforeReading: async (session: Parameters<ApplyLocks["take"]>[0]) =>
      options.dryRun ? undefined : locks.take(session),
  };
  const { plan: path, allAccounts: several } = options;
  const all =
    path === undefined
      ? await planAccounts({ ...shared, paths: await project.fromAll(paths), several })
      : await resumeSavedPlans({ ...shared, path: project.from(path) });
  // Nothing is asked for, and nothing begun.
  if (context.stop.aborted) throw new StoppedError();
  return all;
}

/** The person who saved a plan has read and approved it. */
function mustAsk({ planned }: PlannedAccounts, { autoApprove, plan }: ApplyOptions): boolean {
  const changes = planned.some((one) => one.plan.actions.length > 0);
  return changes && !autoApprove && plan === undefined;
}

/** Exit codes that are certain before anything is written: for accounts that failed, and for groups with an error. */
function endingsBefore(plans: readonly Plan[], { failed }: PlannedAccounts): ExitCode[] {
  return [...failed.map(exitCodeOfFailure), ...plans.flatMap(exitCodesOfErrors)];
}

/**
 * The plan that was approved, or none: what would be written now may be something else. If nothing is left to write, as
 * when a finished stage is run again, there is nothing to approve.
 */
function expectHash(plans: readonly Plan[], { options, output }: ApplyRun): void {
  const { expectHash: expected } = options;
  const differing = plans.find(({ hash }) => expected !== undefined && hash !== expected);
  if (expected === undefined || differing === undefined) return;
  // Files without any group leave nothing to write either: then something else is wrong.
  if (plans.every(({ actions, left = [], summary }) => actions.length === 0 && summary.unchanged + left.length > 0)) {
    output.note(`${visible(dialogueOf(output.language).nothingLeft(expected))}\n`);
    return;
  }
  const args = { expected, actual: differing.hash };
  const { approved } = options;
  const between = approved?.account.name === differing.account.name ? differenceOfPlans(approved, differing) : [];
  throw new UserError([{ code: "hash-differs", severity: "error", args }, ...between], new Map(), EXIT.stopped);
}

/** @throws {UserError} the answer is no, or there is no terminal to ask; {StoppedError} Ctrl-C */
async function approve(
  { planned }: PlannedAccounts,
  endings: readonly ExitCode[],
  { host, output, context }: ApplyRun,
): Promise<void> {
  if (host.stdin.isTTY !== true || !host.stderr.isTTY) {
    throw new UserError([{ code: "needs-approval", severity: "error", args: {} }]);
  }
  const plans = planned.map(({ plan }) => plan);
  const answer = await confirm(plans, output.language, host, context.stop);
  if (answer === "interrupted") throw new StoppedError();
  if (answer === "yes") return;
  const exitCode = worstOf([EXIT.stopped, ...endings]);
  throw new UserError([{ code: "declined", severity: "error", args: {} }], new Map(), exitCode);
}

/** Prints the requests that an apply would send. */
async function dryRun(
  { planned, failed, order }: PlannedAccounts,
  exitCode: ExitCode,
  { output, publisher }: ApplyRun,
): Promise<Published> {
  const plans = planned.map(({ plan }) => plan);
  const dryRuns = planned.map(({ plan, writeOrder, paging, done, session }) =>
    dryRunOf({ ...plan, actions: plan.actions.filter((action) => !done.has(action.id)) }, writeOrder, paging, {
      limits: session.limits,
      pageAsked: session.client.pageAsked,
    }),
  );
  const warnings = plans.flatMap(({ diagnostics }) => diagnostics);
  if ((output.format === "text" || output.format === "github") && warnings.length > 0) {
    output.warn(findingsText(warnings, new Map(), output.textOptions("stderr")));
  }
  const failures = failureEntries(failed);
  return publisher.publish({ kind: "dry-runs", dryRuns, plans, failures, order }, exitCode);
}

interface ApplyChoices {
  readonly settleMs: number;
  readonly attended: boolean;
  readonly endings: readonly ExitCode[];
}

/** Writes, verifies, and reports the results. */
async function carryOut(
  { planned, failed, order }: PlannedAccounts,
  plans: readonly Plan[],
  { settleMs, attended, endings }: ApplyChoices,
  { context, host, output, publisher }: ApplyRun,
): Promise<Published> {
  const progress = openProgress(planned, host, output);
  const { results, broken } = await applyAccounts({
    ...context,
    planned,
    settleMs,
    attended,
    onEvent: (event) => {
      context.onEvent(event);
      if (event.kind === "applying") progress.hear(event.account, event.event);
    },
  }).finally(() => progress.close());
  const [only] = broken;
  if (only !== undefined && order.length === 1) throw only.error;
  const failures = failureEntries([...failed, ...broken]);
  const published = await publisher.publish(
    { kind: "results", results, plans: plansOfResults(results, plans), failures, order },
    worstOf([exitCodeOfResults(results), ...endings, ...broken.map(exitCodeOfFailure)]),
  );
  if (output.format !== "json") {
    if (output.format !== "github") warnOfFailures(broken, output);
    warnOfLeftOut(failed, output);
  }
  return published;
}

/** The plans that were carried out, in the order of their results. */
function plansOfResults(results: readonly Result[], plans: readonly Plan[]): Plan[] {
  return results.flatMap(({ account }) => plans.filter((plan) => plan.account.name === account.name));
}
