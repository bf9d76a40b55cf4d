import type { Result } from "../apply/result.js";
import type { Diagnostic, Plan, PlanAccount } from "../plan/plan.js";
import type { AccountFailure, DryRun, Validation } from "./documents.js";
import type { Language } from "./messages/catalogue.js";
import { formatFinding, type SaidFinding } from "./messages/formatFinding.js";
import { failuresOf, type RenderOptions, type Report } from "./report.js";

/** A report as one JSON document: one account's as it is, several as a list, those that failed among them. Pure. */
export function reportJson(report: Report, { language }: Pick<RenderOptions, "language">): string {
  switch (report.kind) {
    case "validation":
      return validationJson(report.validation, language);
    case "plans":
      return planJson(arranged(report.plans, report), language);
    case "results":
      return resultJson(arranged(report.results, report), language);
    case "dry-runs":
      return dryRunJson(arranged(report.dryRuns, report), language);
    case "failure":
      return errorJson(report.diagnostics, language);
  }
}

/** One document for a run of one account; for several a list, as muster.yaml has the accounts. */
function arranged<D extends { readonly account: PlanAccount }>(
  documents: readonly D[],
  report: Exclude<Report, { kind: "validation" | "failure" }>,
): D | readonly (D | AccountFailure)[] {
  const entries = [...documents, ...failuresOf(report)];
  const order = report.order ?? entries.map(({ account }) => account);
  const [only] = documents;
  if (order.length === 1 && only !== undefined) return only;
  const place = ({ account }: D | AccountFailure): number => order.findIndex(({ name }) => name === account.name);
  return entries.sort((a, b) => place(a) - place(b));
}

/** What stopped a run, where a plan or a result was asked for. */
interface ErrorDocument {
  readonly formatVersion: "1.0";
  readonly kind: "error";
  readonly diagnostics: readonly Diagnostic[];
}

type Document = Plan | Result | DryRun | Validation | AccountFailure | ErrorDocument;

/** One account's plan as it is; several in one `plans` document, those that failed among them. */
export function planJson(plans: Plan | readonly (Plan | AccountFailure)[], language: Language): string {
  return documentsJson("plans", plans, language);
}

/** One account's result as it is; several in one `results` document. */
export function resultJson(results: Result | readonly (Result | AccountFailure)[], language: Language): string {
  return documentsJson("results", results, language);
}

/** Errors under `--format json`: one document like any other. */
export function errorJson(diagnostics: readonly Diagnostic[], language: Language): string {
  return text(withSentences({ formatVersion: "1.0", kind: "error", diagnostics }, language));
}

/** What `validate` found. */
export function validationJson(validation: Validation, language: Language): string {
  return text(withSentences(validation, language));
}

/** What `apply --dry-run` would send; several accounts in one `dry-runs` document. */
export function dryRunJson(dryRuns: DryRun | readonly (DryRun | AccountFailure)[], language: Language): string {
  return documentsJson("dryRuns", dryRuns, language);
}

const LIST_KINDS = { plans: "plans", results: "results", dryRuns: "dry-runs" } as const;

function documentsJson(
  field: keyof typeof LIST_KINDS,
  documents: Document | readonly Document[],
  language: Language,
): string {
  if ("kind" in documents) return text(withSentences(documents, language));
  const entries = documents.map((one) => withSentences(one, language));
  return text({ formatVersion: "1.0", kind: LIST_KINDS[field], [field]: entries });
}

/** A document with the sentence of each finding beside its data, in the language of the run. */
function withSentences(document: Document, language: Language): object {
  if (document.kind === "dry-run") return document;
  const said = { ...document, diagnostics: sayAll(document.diagnostics, language) };
  if (said.kind !== "result") return said;
  const actions = said.actions.map(({ error, ...rest }) =>
    error === undefined ? rest : { ...rest, error: formatFinding(error, language) },
  );
  return { ...said, actions };
}

/** Findings as JSON documents hold them: data, and the sentence beside it. */
export function sayAll(diagnostics: readonly Diagnostic[], language: Language): SaidFinding[] {
  return diagnostics.map((diagnostic) => formatFinding(diagnostic, language));
}

/** A value as JSON on one line, set as people write it: `{ "a": 1, "b": [1, 2] }`. */
export function jsonLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return inert(JSON.stringify(value) ?? "null");
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return entries.length === 0
    ? "{}"
    : `{ ${entries.map(([key, entry]) => `${jsonLine(key)}: ${jsonLine(entry)}`).join(", ")} }`;
}

function text(document: unknown): string {
  return `${inert(JSON.stringify(document, null, 2))}\n`;
}

/**
 * JSON leaves alone what terminals obey or hide beyond the first 32 characters (C1 controls, bidi overrides, zero-width
 * characters, line separators). Outside of strings there are none, and inside `\uXXXX` says the same.
 */
function inert(json: string): string {
  return json.replaceAll(/[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}
