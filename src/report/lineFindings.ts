import type { Outcome } from "../apply/result.js";
import type { Related } from "../model/finding.js";
import { compareText } from "../model/skillGroup.js";
import type { Source } from "../model/source.js";
import type { Action, Diagnostic, GuardName, GuardReading, ManualChange, Plan } from "../plan/plan.js";
import { wordsOf } from "./messages/languages.js";
import type { Language } from "./messages/prose.js";
import { failuresOf, type Report } from "./report.js";
import { groupText } from "./text/page.js";
import { visible } from "./text/visible.js";

/** How much a remark weighs. A notice is no problem: it says what changes at a line. */
export type Level = "error" | "warning" | "notice";

/** Something to be said at a line of a file: what annotations, SARIF and their like are made of. */
export interface Remark {
  readonly level: Level;
  /** Stable: a finding's code, or `create`, `change`, `by-hand`. */
  readonly code: string;
  readonly message: string;
  readonly help?: string;
  readonly source?: Source;
  readonly related?: readonly Related[];
  /** Which account it is about, where a report speaks of several. */
  readonly account?: string;
  /** What it is about, as data: the same in every language, and wherever its line moves to. For fingerprints. */
  readonly subject: string;
}

/** Everything that a report has to say about lines of files: problems first, by weight, then what changes. Pure. */
export function remarksOf(report: Report, language: Language): Remark[] {
  const failed = failuresOf(report).flatMap(({ account, diagnostics }) =>
    diagnostics.map((diagnostic) => ({ ...ofDiagnostic(diagnostic), account: account.name })),
  );
  const remarks = [...failed, ...remarksIn(report, language)];
  const weight: Record<Level, number> = { error: 0, warning: 1, notice: 2 };
  return remarks.sort((a, b) => weight[a.level] - weight[b.level]);
}

function remarksIn(report: Report, language: Language): Remark[] {
  switch (report.kind) {
    case "validation":
      return report.validation.diagnostics.map(ofDiagnostic);
    case "failure": {
      // The failure itself names the guards that tripped.
      const known = new Set(report.diagnostics.map(({ code }) => code));
      return [
        ...report.diagnostics.map((diagnostic) => ofFailure(diagnostic, report.plans)),
        ...report.plans.flatMap((plan) =>
          named(plan, report.plans, [
            ...plan.diagnostics.filter(({ code }) => !known.has(code)).map(ofDiagnostic),
            ...ofChanges(plan, language),
          ]),
        ),
      ];
    }
    case "plans":
    case "dry-runs":
      return report.plans.flatMap((plan) =>
        named(plan, report.plans, [
          ...plan.diagnostics.map(ofDiagnostic),
          ...plan.guards.filter(({ tripped }) => tripped).map((guard) => ofGuard(guard, plan, language)),
          ...ofChanges(plan, language),
        ]),
      );
    case "results":
      return report.results.flatMap((result, index) => {
        const plan = report.plans[index];
        return named(result, report.results, [
          ...result.diagnostics.map(ofDiagnostic),
          ...result.actions.flatMap((outcome) => ofOutcome(outcome, plan)),
          ...(plan === undefined ? [] : plan.manual.map((change) => ofManual(change, language))),
        ]);
      });
  }
}

type OfAccount = Pick<Plan, "account">;

function named(one: OfAccount, all: readonly OfAccount[], remarks: readonly Remark[]): Remark[] {
  return all.length < 2 ? [...remarks] : remarks.map((remark) => ({ ...remark, account: one.account.name }));
}

function ofDiagnostic({ severity, code, message, help, args, source, related }: Diagnostic): Remark {
  return {
    level: severity,
    code,
    message,
    subject: args === undefined ? message : canonical(args),
    ...(help === undefined ? {} : { help }),
    ...(source === undefined ? {} : { source }),
    ...(related === undefined ? {} : { related }),
  };
}

/** JSON that does not depend on the order of keys. */
function canonical(args: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.entries(args).sort(([a], [b]) => compareText(a, b)));
}

/** A plan may trip a guard and be a fine plan: it is the apply that will not start. */
function ofGuard(reading: GuardReading, plan: Plan, language: Language): Remark {
  const words = wordsOf(language);
  return placedGuard(
    {
      level: "warning",
      code: "guard-tripped",
      message: words.guardStops(reading),
      help: words.guardHelp(reading),
      subject: reading.guard,
    },
    reading.guard,
    plan,
  );
}

/** What stopped a run. A guard that did belongs to a plan, and so to a line. */
function ofFailure(diagnostic: Diagnostic, plans: readonly Plan[]): Remark {
  const remark = ofDiagnostic(diagnostic);
  if (diagnostic.code !== "guard-tripped") return remark;
  for (const plan of plans) {
    const reading = plan.guards.find(
      ({ guard, actual, tripped }) =>
        tripped && guard === diagnostic.args?.["guard"] && actual === diagnostic.args["actual"],
    );
    if (reading !== undefined) {
      const placed = placedGuard(remark, reading.guard, plan);
      return plans.length < 2 ? placed : { ...placed, account: plan.account.name };
    }
  }
  return remark;
}

/** A guard counts over a whole plan; the line to look at first is that of the group which weighs the most. */
function placedGuard(remark: Remark, guard: GuardName, plan: Plan): Remark {
  let heaviest: Action | undefined;
  let most = 0;
  for (const action of plan.actions) {
    const weight = weightIn(guard, action);
    if (weight > most) {
      heaviest = action;
      most = weight;
    }
  }
  // However far over its limit: it is the same guard.
  return { ...remark, subject: guard, ...(heaviest === undefined ? {} : { source: heaviest.source }) };
}

function weightIn(guard: GuardName, action: Action): number {
  if (guard === "maxCreates") return action.action === "create" ? 1 : 0;
  if (action.action === "create") return 0;
  if (guard === "maxRemovals") return action.removed.length;
  return action.after.members.length === 0 ? action.before.members.length : 0;
}

function ofChanges(plan: Plan, language: Language): Remark[] {
  return [
    ...plan.actions.map((action) => ofAction(action, language)),
    ...plan.manual.map((change) => ofManual(change, language)),
  ];
}

function ofAction(action: Action, language: Language): Remark {
  return {
    level: "notice",
    code: action.action === "create" ? "create" : "change",
    message: actionSentence(action, language),
    source: action.source,
    subject: action.id,
  };
}

/** `change 售后 (10018578): 1 joins, 2 leave; 5 → 4 members`. */
export function actionSentence(action: Action, language: Language): string {
  const words = wordsOf(language);
  const head = `${words.verb(action.action)} ${groupText(action)}`;
  const after = action.after.members.length;
  if (action.action === "create") return `${head}${words.colon}${words.members(after)}`;
  const { added, removed, reprioritized, before } = action;
  const parts = [
    ...(added.length > 0 ? [words.joining(added.length)] : []),
    ...(removed.length > 0 ? [words.leaving(removed.length)] : []),
    ...(reprioritized.length > 0 ? [words.reprioritizing(reprioritized.length)] : []),
    words.memberChange(before.members.length, after),
    ...(after === 0 && before.members.length > 0 ? [words.emptied] : []),
  ];
  return `${head}${words.colon}${words.joined(parts)}`;
}

function ofManual(change: ManualChange, language: Language): Remark {
  const words = wordsOf(language);
  const { attribute, live, desired, source, exten } = change;
  const difference = `${words.attribute(attribute)} ${visible(words.value(attribute, live))} → ${visible(words.value(attribute, desired))}`;
  return {
    level: "notice",
    code: "by-hand",
    message: `${groupText(change)}${words.colon}${words.joined([difference, words.byHand])}`,
    source,
    subject: JSON.stringify([exten, attribute]),
  };
}

function ofOutcome(outcome: Outcome, plan: Plan | undefined): Remark[] {
  const { error, id } = outcome;
  if (error === undefined) return [];
  const source = error.source ?? plan?.actions.find((action) => action.id === id)?.source;
  return [{ ...ofDiagnostic(error), ...(source === undefined ? {} : { source }) }];
}
