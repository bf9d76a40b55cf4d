import type { Result } from "../apply/result.js";
import type { Source } from "../model/source.js";
import type { Diagnostic, Plan, PlanAccount } from "../plan/plan.js";
import type { AccountFailure, DryRun, Validation } from "./documents.js";
import type { FailedOn } from "./failOn.js";
import type { TextOptions } from "./text/page.js";

/** The files a report speaks of, by path, for renderers that show the offending line. */
type Texts = ReadonlyMap<string, string>;

/** What a run has to say, whatever the format: every renderer reads this and nothing else. */
export type Report =
  | ({ readonly kind: "validation"; readonly validation: Validation; readonly texts: Texts } & MayFail)
  | ({ readonly kind: "plans"; readonly plans: readonly Plan[] } & AmongOthers & MayFail)
  /** `plans`: what was carried out, in the same order. */
  | ({ readonly kind: "results"; readonly results: readonly Result[]; readonly plans: readonly Plan[] } & AmongOthers)
  | ({ readonly kind: "dry-runs"; readonly dryRuns: readonly DryRun[]; readonly plans: readonly Plan[] } & AmongOthers)
  | FailureReport;

/** With several accounts, what became of those that have no document: the others went on. */
interface AmongOthers {
  readonly failures?: readonly AccountFailure[];
  /** All accounts of the run, as muster.yaml (or the saved plan) lists them. */
  readonly order?: readonly PlanAccount[];
}

/** What failed a run that only looks, where `--fail-on` asked for that. */
interface MayFail {
  readonly failedOn?: FailedOn;
}

/** What stopped a run before it could say what was asked for. */
export interface FailureReport {
  readonly kind: "failure";
  readonly command: "validate" | "plan" | "apply";
  /** Exit codes of the contract: 1 failed, 3 stopped for a person, 130 interrupted. */
  readonly exitCode: number;
  readonly diagnostics: readonly Diagnostic[];
  /** What had been planned by then: a guard stops an apply whose plan is known. */
  readonly plans: readonly Plan[];
  readonly texts: Texts;
}

/** Everything about the reader that a renderer needs; `columns` and `colour` are for text alone. */
export interface RenderOptions extends TextOptions {
  /** Where a line of a file can be looked at, such as the commit's page in a forge. Absent where that is unknown. */
  readonly linkTo?: (source: Source) => string | undefined;
  /** Brings a file's path from the working folder to the repository's root, which CI reports count from. */
  readonly fromRoot?: (file: string) => string;
  /** How long a document may be; only Markdown keeps to it, by leaving out whole levels of detail. */
  readonly atMost?: SizeLimit;
  /** Takes known secrets out of a text: for those who cut texts or write them in other characters. */
  readonly redact?: (text: string) => string;
  /** The account that the run was asked for by name. */
  readonly scope?: string;
  /** Unlike anything that could have been written down before this run: for delimiters that no text may forge. */
  readonly nonce: string;
}

/** A limit in both measures that forges count in. */
export interface SizeLimit {
  readonly utf16Units: number;
  readonly utf8Bytes: number;
}

/** Turns a report into one document that ends with a newline. Pure. */
export type Renderer = (report: Report, options: RenderOptions) => string;

/** The plans that a report knows, however far the run came. */
export function plansOf(report: Report): readonly Plan[] {
  return report.kind === "validation" ? [] : report.plans;
}

/** Something to apply, or something for a person to change by hand; in a plan of the change alone, something of the change. */
export function differs({ actions, manual, only }: Pick<Plan, "actions" | "manual" | "only">): boolean {
  const asked = only === undefined ? manual : manual.filter(({ origin }) => origin === only);
  return actions.length + asked.length > 0;
}

/** How many errors it has. Each stops the group that it is about; everything else is planned and applied. */
export function errorsIn({ diagnostics }: Pick<Plan, "diagnostics">): number {
  return diagnostics.filter(({ severity }) => severity === "error").length;
}

/** Errors that only a person can end, by deciding something: nothing has failed. */
const DECISIONS: ReadonlySet<string> = new Set(["would-empty"]);

/** Does an error wait for a person to decide? */
export function isDecision({ code }: Pick<Diagnostic, "code">): boolean {
  return DECISIONS.has(code);
}

/** The accounts that failed while others went on. */
export function failuresOf(report: Report): readonly AccountFailure[] {
  return report.kind === "validation" || report.kind === "failure" ? [] : (report.failures ?? []);
}

/** What decides how all the rest is to be read: it stands above it, in every format. */
const LEADING: ReadonlySet<string> = new Set([
  "guard-changed",
  "level-changed",
  "remark-added",
  "after-merge",
  "revert-of",
  "waiver-in-force",
  "waiver-changed",
]);

/** Does a finding stand at the top? */
export function isLeading({ code }: Pick<Diagnostic, "code">): boolean {
  return LEADING.has(code);
}

/** Right as they are, until a person comes to the console; or meant, as far as anyone can tell from the files. */
const REMINDERS: ReadonlySet<string> = new Set([
  "retired-live",
  "retired-gone",
  "left-without-group",
  "disabled-members",
  "unlisted-members",
  "absence-expired",
  "member-expired",
]);

/** Is a warning to be known rather than to be mended? */
export function isReminder({ code }: Pick<Diagnostic, "code">): boolean {
  return REMINDERS.has(code);
}

/** The others, which stand where findings stand. */
export function isOrdinary(diagnostic: Pick<Diagnostic, "code">): boolean {
  return !isLeading(diagnostic);
}

/** Does the plan undo a run? Then what it does not change need not be as the files say. */
export function undoesRun({ diagnostics }: Pick<Plan, "diagnostics">): boolean {
  return diagnostics.some(({ code }) => code === "revert-of");
}
