import type { Outcome } from "../apply/result.js";
import type { Severity } from "../model/finding.js";
import { compareText, isEmptied } from "../model/skillGroup.js";
import type { Action, Diagnostic, GuardName, GuardReading, ManualChange, Plan } from "../plan/plan.js";
import type { Language } from "./messages/catalogue.js";
import { formatFinding, type SaidFinding } from "./messages/formatFinding.js";
import { waiverLine } from "./messages/shared.js";
import { type Words, wordsOf } from "./messages/words.js";
import { editText, guardStops, hasOrigins, isKept, isWritten, partsOf, viewsOf } from "./parts.js";
import { failuresOf, isReminder, type Report } from "./report.js";
import { groupText } from "./text/page.js";
import { visible } from "./text/visible.js";
import { remnantOf } from "./worstFirst.js";

/** How much a finding weighs. A notice is no problem: it says what changes at a line. */
export type Level = Severity | "notice";

/** A finding to be said at a line of a file: what annotations, SARIF and their like are made of. */
export interface LineFinding extends Omit<SaidFinding, "severity"> {
  readonly severity: Level;
  /** Which account it is about, where a report speaks of several. */
  readonly account?: string;
  /** What it is about, as data: the same in every language, and wherever its line moves to. For fingerprints. */
  readonly subject: string;
}

/** Everything that a report has to say about lines of files: problems first, by weight, then what changes. Pure. */
export function lineFindings(report: Report, language: Language): LineFinding[] {
  const failed = failuresOf(report).flatMap(({ account, diagnostics }) =>
    diagnostics.map((diagnostic) => ({ ...ofDiagnostic(diagnostic, language), account: account.name })),
  );
  const all = [...failed, ...findingsIn(report, language)];
  const weight: Record<Level, number> = { error: 0, warning: 1, notice: 2 };
  return all.sort((a, b) => weight[a.severity] - weight[b.severity]);
}

function findingsIn(report: Report, language: Language): LineFinding[] {
  const said = (diagnostic: Diagnostic): LineFinding => ofDiagnostic(diagnostic, language);
  switch (report.kind) {
    case "validation":
      return report.validation.diagnostics.map(said);
    case "failure": {
      // The failure itself names the guards that tripped.
      const known = new Set(report.diagnostics.map(({ code }) => code));
      return [
        ...report.diagnostics.map((diagnostic) => ofFailure(said(diagnostic), report.plans)),
        ...report.plans.flatMap((plan) =>
          named(plan, report.plans, [
            ...plan.diagnostics.filter(({ code }) => !known.has(code)).map(said),
            ...ofChanges(plan, language),
          ]),
        ),
      ];
    }
    case "plans":
    case "dry-runs":
      return report.plans.flatMap((plan) =>
        named(plan, report.plans, [
          ...plan.diagnostics.map(said),
          ...plan.guards
            .filter(({ tripped }) => tripped)
            .map((reading) => atHeaviest(guardFinding(reading, plan, language), reading.guard, plan)),
          ...ofChanges(plan, language),
        ]),
      );
    case "results":
      return report.results.flatMap((result, index) => {
        const plan = report.plans[index];
        const planned = new Map(plan?.actions.map((action) => [action.id, action]));
        return named(result, report.results, [
          ...result.diagnostics.map(said),
          ...result.actions.flatMap((outcome) => {
            const error = outcomeError(outcome, planned.get(outcome.id));
            return error === undefined ? [] : [said(error)];
          }),
          ...(plan === undefined ? [] : plan.manual.map((change) => ofManual(change, plan, language))),
        ]);
      });
  }
}

type OfAccount = Pick<Plan, "account">;

function named(one: OfAccount, all: readonly OfAccount[], findings: readonly LineFinding[]): LineFinding[] {
  return all.length < 2 ? [...findings] : findings.map((finding) => ({ ...finding, account: one.account.name }));
}

function ofDiagnostic(diagnostic: Diagnostic, language: Language): LineFinding {
  const said = formatFinding(diagnostic, language);
  // A reminder of people is about no line: there is nothing to mend in the files.
  const isNotice = said.severity === "warning" && said.source === undefined && isReminder(diagnostic);
  const severity = isNotice ? "notice" : said.severity;
  return { ...said, severity, subject: said.args === undefined ? said.message : canonical(said.args) };
}

/** JSON that does not depend on the order of keys. */
function canonical(args: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.entries(args).sort(([a], [b]) => compareText(a, b)));
}

/** What a tripped guard means. A plan may trip one and be a fine plan: it is the apply that will not start. */
export function guardFinding(
  reading: GuardReading,
  { createdAt }: Pick<Plan, "createdAt">,
  language: Language,
): SaidFinding {
  const words = wordsOf(language);
  return {
    severity: "warning",
    code: "guard-tripped",
    message: guardStops(reading, words),
    help: `${words.guardHelp(reading)} ${waiverLine(reading, createdAt)}`,
  };
}

/** Why an action did not end well, at a line: that of the action where the error has none of its own. */
export function outcomeError({ error }: Outcome, action: Action | undefined): Diagnostic | undefined {
  const source = error?.source ?? action?.source;
  return error === undefined || source === undefined ? error : { ...error, source };
}

/** What stopped a run. A guard that did belongs to a plan, and so to a line. */
function ofFailure(finding: LineFinding, plans: readonly Plan[]): LineFinding {
  const { code, args } = finding;
  const plan = plans.find(({ account }) => account.name === args?.["account"]);
  const reading = plan?.guards.find(({ guard }) => guard === args?.["guard"]);
  if (code !== "guard-tripped" || plan === undefined || reading === undefined) return finding;
  const placed = atHeaviest(finding, reading.guard, plan);
  return plans.length < 2 ? placed : { ...placed, account: plan.account.name };
}

/** A guard counts over a whole plan; the line to look at first is that of the group which weighs the most. */
function atHeaviest(finding: Omit<LineFinding, "subject">, guard: GuardName, plan: Plan): LineFinding {
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
  return { ...finding, subject: guard, ...(heaviest === undefined ? {} : { source: heaviest.source }) };
}

function weightIn(guard: GuardName, action: Action): number {
  if (guard === "maxCreates") return action.action === "create" ? 1 : 0;
  if (action.action === "create") return 0;
  if (guard === "maxRemovals") return action.removed.length;
  return isEmptied(action) ? action.before.members.length : 0;
}

/** What changes at lines, as people read it: what the change does, worst first, then what was different before. */
function ofChanges(plan: Plan, language: Language): LineFinding[] {
  const { main, others } = partsOf(plan);
  return [main, ...others].flatMap(({ actions, manual }) => [
    ...actions.map((action) => ofAction(action, plan, language)),
    ...manual.map((change) => ofManual(change, plan, language)),
  ]);
}

function ofAction(action: Action, plan: Plan, language: Language): LineFinding {
  return {
    severity: "notice",
    code: codeOf(action, plan),
    message: `${actionSentence(action, language)}${driftNote(action, plan, language)}`,
    source: action.source,
    subject: action.id,
  };
}

function codeOf({ action, cause, origin }: Action, plan: Plan): "schedule" | "drift" | "create" | "change" {
  if (cause === "schedule") return "schedule";
  if (origin === "drift" && hasOrigins(plan)) return "drift";
  return action === "create" ? "create" : "change";
}

/** What a plan does in a group, in a sentence for each cause. */
export function actionNotes(action: Action, plan: Plan, language: Language): string[] {
  return viewsOf(action, plan).map((view) => `${actionSentence(view, language)}${driftNote(view, plan, language)}`);
}

/** That a difference is not the change's own, and when and by whom the group was edited last; empty for the change's. */
export function driftNote(one: Action | ManualChange, plan: Plan, language: Language): string {
  const words = wordsOf(language);
  if ("cause" in one && one.cause === "schedule")
    return `${words.sentenceGap}${visible(words.scheduleNote(isWritten({ ...one, ...(isKept(one, plan) && { isKept: true }) }, plan)))}`;
  if (one.origin !== "drift" || !hasOrigins(plan)) return "";
  const edited = editText(one, plan, words);
  return `${words.sentenceGap}${visible(words.driftNote(plan.only === undefined, edited))}`;
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
    ...remnantWords(action, words),
  ];
  return `${head}${words.colon}${words.joined(parts)}`;
}

/** `nobody left`, `1 left`, that the files retire the group, or nothing. */
export function remnantWords(action: Action, words: Words): string[] {
  const remnant = remnantOf(action);
  const retired = action.action === "replaceMembers" && action.retired === true ? [words.retired] : [];
  return [...(remnant === undefined ? [] : [remnant === "nobody" ? words.emptied : words.oneLeft]), ...retired];
}

function ofManual(change: ManualChange, plan: Plan, language: Language): LineFinding {
  const words = wordsOf(language);
  const { attribute, live, desired, source, exten } = change;
  const difference = `${words.attribute(attribute)} ${visible(words.value(attribute, live))} → ${visible(words.value(attribute, desired))}`;
  return {
    severity: "notice",
    code: "by-hand",
    message: `${groupText(change)}${words.colon}${words.joined([difference, words.byHand])}${driftNote(change, plan, language)}`,
    source,
    subject: JSON.stringify([exten, attribute]),
  };
}
