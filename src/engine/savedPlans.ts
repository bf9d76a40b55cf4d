import type { ValidateFunction } from "ajv";
import type { Judge } from "../config/judge.js";
import { parseGuardLimit } from "../config/limits.js";
import type { GuardOverrides } from "../config/settings.js";
import type { LiveState } from "../moor/live.js";
import { estimateBudget, pagingOf } from "../plan/budget.js";
import { memoryFindings, nearMisses } from "../plan/creationFindings.js";
import { differenceOfPlans } from "../plan/differenceOfPlans.js";
import { type Guards, readGuards, settleGuards } from "../plan/guards.js";
import { summarize } from "../plan/makePlan.js";
import { countCauses } from "../plan/origin.js";
import type { CreateAction, Diagnostic, Plan } from "../plan/plan.js";
import { checkStaleness, isIntact, isOver, overFinding } from "../plan/savedPlan.js";
import { orderWrites, type WriteOrder } from "../plan/writeOrder.js";
import type { AccountFailure } from "../report/documents.js";
import type { Finding } from "../report/messages/formatFinding.js";
import type { ConnectContext, RunContext } from "./events.js";
import { EXIT } from "./exitCode.js";
import { numbersOf, type PlannedAccount, type PlanStaffing, recordsOf, staffPlan } from "./planAccount.js";
import { guardsOf, type PlannedAccounts, planAccounts } from "./planAccounts.js";
import { headOf, newerFormat, readDocument, schemaDetail } from "./readDocument.js";
import { errorOf, type LiveSession, openSession, type Session } from "./session.js";
import type { StoreUse } from "./sharedMemory.js";
import { hasError, UserError } from "./userError.js";
import { type ConfigOptions, type LoadedConfig, loadConfig, resolveSettings, selectAccounts } from "./workspace.js";

type PlanDocument = Plan | { kind: "plans"; plans: readonly (Plan | AccountFailure)[] };

/**
 * Reads what `muster plan --out` wrote, and trusts none of it: shape, format and hash are checked before anything is
 * sent.
 *
 * @returns one plan for each account of the file
 * @throws {UserError} not a plan, of a newer format, or changed by hand
 */
export async function readSavedPlans(path: string, { host }: Pick<RunContext, "host">): Promise<readonly Plan[]> {
  return checkPlans(await readDocument(path, host, unreadable), path);
}

/**
 * Plans from a document that anyone may have written.
 *
 * @param path the document's name in errors
 * @throws {UserError} as {@link readSavedPlans}
 */
export async function checkPlans(document: unknown, path: string): Promise<readonly Plan[]> {
  const head = headOf(document);
  if (head === undefined) throw unreadable(path, "it holds no JSON object");
  const { kind, newer } = head;
  if (newer !== undefined) throw newerFormat(path, newer);
  if (kind !== "plan" && kind !== "plans") throw unreadable(path, "kind");
  const { validatorFor } = await import("./documentValidators.js");
  const validate = validatorFor("plan") as ValidateFunction<PlanDocument>;
  const said = withSentences(document);
  if (!validate(said)) throw unreadable(path, schemaDetail("", validate.errors));
  const entries = said.kind === "plans" ? said.plans : [said];
  // Another program may have saved the output of a plan that failed for one account: half of it must not be applied.
  const plans = entries.filter((entry) => entry.kind === "plan");
  if (plans.length < entries.length) throw unreadable(path, "an account of it could not be planned");
  if (!plans.every(isIntact)) throw new UserError([{ code: "plan-tampered", severity: "error", args: { path } }]);
  return plans;
}

/** A plan that the library made has no sentence beside its findings; whoever shows one makes it anew anyhow. */
function withSentences(document: unknown): unknown {
  const { plans, diagnostics } = document as { readonly plans?: unknown; readonly diagnostics?: unknown };
  const isObject = (one: unknown): one is Partial<Diagnostic> => typeof one === "object" && one !== null;
  return {
    ...(document as object),
    ...(Array.isArray(plans) && { plans: plans.map((plan) => (isObject(plan) ? withSentences(plan) : plan)) }),
    ...(Array.isArray(diagnostics) && {
      diagnostics: diagnostics.map((one) => (isObject(one) ? { message: one.code, ...one } : one)),
    }),
  };
}

/** Not a plan, or not what can be applied as one. */
export function unreadable(path: string, detail: string): UserError {
  return new UserError([{ code: "plan-unreadable", severity: "error", args: { path, detail } }]);
}

export interface ResumeOptions extends ConnectContext, ConfigOptions {
  /** The file of the saved plans. */
  readonly path: string;
  readonly account?: string | undefined;
  readonly guards: GuardOverrides;
  readonly staffing?: boolean | undefined;
  readonly insecureHttp: boolean;
  /** See {@link StoreUse}; `read` if left out. */
  readonly storeUse?: StoreUse;
  /** Called for each account before it is read. */
  readonly beforeReading: (session: Session) => Promise<void>;
}

/**
 * Takes up saved plans instead of making new ones: exactly these, or nothing. Every account of the file is read and
 * compared with its plan before anything is written.
 *
 * @throws {UserError} not a plan, for another account (exit 1), or stale (exit 3)
 */
export async function resumeSavedPlans(options: ResumeOptions): Promise<PlannedAccounts> {
  const plans = await readSavedPlans(options.path, options);
  const config = await loadConfig(options);
  if (hasError(config.findings)) throw new UserError(config.findings, config.texts);
  const resumed = await openAccounts(plans, config, options);
  const request = {
    guards: guardsOf(config, options.guards),
    staffing: options.staffing === true,
    judge: config.judge,
  };
  const runs = await Promise.all(
    resumed.map(async ({ saved, session }) => {
      await options.beforeReading(session);
      return resumePlan(saved, request, session, options).catch((error: unknown) => {
        throw errorOf(error, session);
      });
    }),
  );
  const stale = runs.flatMap((run) => ("stale" in run ? run.stale : []));
  if (stale.length > 0) throw staleError([...stale, ...(await sinceOver(plans, options))]);
  return {
    planned: runs.filter((run) => "plan" in run),
    failed: [],
    order: plans.map(({ account }) => account),
  };
}

/** What differs now from plans whose time is over, as far as the files can be read here; a hint, and never a reason to fail. */
async function sinceOver(plans: readonly Plan[], options: ResumeOptions): Promise<readonly Finding[]> {
  const { beforeReading: _, ...context } = options;
  const over = plans.filter((plan) => isOver(plan, options.host.clock.now()));
  const found = over.map(async (saved) => {
    const group = saved.actions.map(({ displayName }) => displayName);
    const { name: account } = saved.account;
    const asked = { account: options.account ?? account, paths: [], several: false, group, storeUse: "read" as const };
    const { planned } = await planAccounts({ ...context, ...asked });
    return planned.flatMap(({ plan }) => differenceOfPlans(saved, plan));
  });
  return (await Promise.allSettled(found)).flatMap((one) => (one.status === "fulfilled" ? one.value : []));
}

/** The account has changed since the plan was made. */
export function staleError(stale: readonly Finding[]): UserError {
  return new UserError(stale, new Map(), EXIT.stopped);
}

/** What is needed to take up a saved plan. */
export interface ResumeRequest {
  readonly guards: Guards;
  readonly staffing: boolean;
  /** As in `PlanRequest`. */
  readonly judge?: Pick<Judge, "judge">;
}

/**
 * Reads the account of a saved plan and compares it with the state that the plan was made from.
 *
 * @returns the plan with the guards, budget and findings of now; or why it is stale
 */
export async function resumePlan(
  saved: Plan,
  request: ResumeRequest,
  session: Session,
  context: RunContext,
): Promise<PlannedAccount | { readonly stale: readonly Finding[] }> {
  if (saved.at !== undefined)
    throw new UserError([{ code: "plan-of-instant", severity: "error", args: { at: saved.at } }]);
  if (isOver(saved, context.host.clock.now())) return { stale: [overFinding(saved)] };
  const readAt = context.host.clock.monotonic();
  const live = await session.client.readAll("queueQueue");
  await session.journal.shown(live.groups);
  const staleness = checkStaleness(saved, live.groups, await session.applied.of(saved.hash));
  if (staleness.kind === "stale") return { stale: staleness.findings };
  const { done } = staleness;
  const writeOrder = orderWrites(saved.actions);
  // What an earlier apply of the plan has carried out changes no queue any more.
  const left = done.size === 0 ? saved.actions : saved.actions.filter(({ id }) => !done.has(id));
  const known = await session.journal.recall();
  const created = creationsOf(saved);
  // The other names of the files are not in a saved plan. Those that are live, and those that it creates, are known.
  const alike = nearMisses(created, { live: [...live.groups, ...live.odd], desired: created, memory: known });
  const memory = memoryFindings(created, known);
  // Who took conversations when the plan was saved says nothing about now.
  const guards = withCarried(request.guards, saved);
  const staffed = await staffPlan({ actions: left }, { ...request, guards }, session, context);
  const judged = { ...staffed, findings: request.judge?.judge(staffed.findings) ?? staffed.findings };
  return {
    plan: withFindings(recomputed(saved, writeOrder, live, session, guards), judged, [...memory, ...alike]),
    writeOrder: done.size === 0 ? writeOrder : orderWrites(left),
    session,
    paging: pagingOf(live),
    readAt,
    before: numbersOf(live),
    alike,
    done,
  };
}

/**
 * What was raised for the plan was approved with it: it counts as it did then, even if a waiver has ended since. A flag of
 * this run is the last word, be it stricter or not.
 */
function withCarried(guards: Guards, { raised = [] }: Plan): Guards {
  const carried = raised.flatMap((one) => {
    const limit = parseGuardLimit(one.limit);
    return limit === undefined ? [] : [{ ...one, limit }];
  });
  return { ...guards, raises: [...(guards.raises ?? []), ...carried] };
}

function creationsOf({ actions }: Plan): CreateAction[] {
  return actions.filter((action) => action.action === "create");
}

/** Findings that are made anew: those in the saved plan are from the time when it was made. */
const MADE_ANEW: ReadonlySet<string> = new Set<Finding["code"]>([
  "nobody-claiming",
  "near-miss",
  "creation-open",
  "stored-differently",
]);

function withFindings({ staffing: _, ...plan }: Plan, staffed: PlanStaffing, findings: readonly Finding[]): Plan {
  return {
    ...plan,
    guards: [...plan.guards, ...staffed.guards],
    ...(staffed.staffing === undefined ? {} : { staffing: staffed.staffing }),
    diagnostics: [...plan.diagnostics.filter(({ code }) => !MADE_ANEW.has(code)), ...findings, ...staffed.findings],
  };
}

/**
 * Everything that follows from the actions is computed again: the hash covers only the actions and the raised guards, and
 * the rest may have been edited.
 */
function recomputed(saved: Plan, writeOrder: WriteOrder, live: LiveState, session: Session, guards: Guards): Plan {
  const { records: _before, ...kept } = saved;
  const { actions, left = [], manual, unmanaged, summary, base, only } = kept;
  const { alreadySo = 0 } = summary.change ?? {};
  const memberships = live.groups.reduce((sum, group) => sum + group.members.length, 0);
  const of = saved.guards.find((guard) => guard.guard === "maxRemovals")?.of ?? 0;
  // The plan does not say which groups were managed; they cannot have held more than the account has.
  const managed = Math.min(of, memberships);
  return {
    ...kept,
    ...recordsOf(saved, session),
    summary: {
      ...summarize(actions, manual, unmanaged.length, summary.unchanged),
      ...countCauses({ actions, left, only }, manual, alreadySo, {
        origins: base !== undefined,
        causes: summary.schedule !== undefined,
      }),
    },
    guards: readGuards(actions, managed, settleGuards(guards, managed), base !== undefined),
    budget: estimateBudget(writeOrder, pagingOf(live), session.limits),
  };
}

/**
 * The connection to each document's account. A plan is never applied to another account than its own, and a result never
 * undone in one.
 *
 * @param otherwise what to report where the account at hand is another one
 */
export async function openAccounts<D extends Pick<Plan, "account">>(
  documents: readonly D[],
  config: LoadedConfig,
  options: Pick<ResumeOptions, "account" | "insecureHttp" | "storeUse"> & ConnectContext,
  otherwise: "plan-other-account" | "result-other-account" = "plan-other-account",
): Promise<readonly { readonly saved: D; readonly session: LiveSession }[]> {
  const findings: Finding[] = [];
  const opened: { readonly saved: D; readonly session: LiveSession }[] = [];
  for (const saved of documents) {
    const { account } = saved;
    const known = config.accounts.some(({ name }) => name === account.name);
    const asked = options.account ?? (known ? account.name : undefined);
    const [entry] = selectAccounts(config.accounts, { account: asked, several: false });
    const resolved = entry === undefined ? undefined : resolveSettings([entry], options);
    const settings = entry === undefined ? undefined : resolved?.settings.get(entry.name);
    findings.push(...(resolved?.findings ?? []));
    if (settings === undefined) continue;
    const { host, accountId } = settings;
    if (host === account.host && accountId === account.accountId) {
      opened.push({ saved, session: await openSession({ ...options, settings }) });
      continue;
    }
    const planned = `${account.accountId} (${account.host})`;
    findings.push({
      code: otherwise,
      severity: "error",
      args: { planned, accountId: `${accountId} (${host})` },
    });
  }
  if (hasError(findings)) throw new UserError(findings, config.texts);
  return opened;
}
