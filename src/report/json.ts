import type { Result } from "../apply/result.js";
import type { Diagnostic, Plan } from "../plan/plan.js";
import type { AccountFailure } from "./accountFailure.js";
import type { DryRun } from "./dryRun.js";
import type { Validation } from "./validation.js";

/** Errors under `--format json`: one document like any other. */
interface ErrorDocument {
  readonly formatVersion: "1.0";
  readonly kind: "error";
  readonly diagnostics: readonly Diagnostic[];
}

/** One account's plan as it is; several in one `plans` document, those that failed among them. */
export function planJson(plans: Plan | readonly (Plan | AccountFailure)[]): string {
  return documentText("kind" in plans ? plans : { formatVersion: "1.0", kind: "plans", plans });
}

/** One account's result as it is; several in one `results` document. */
export function resultJson(results: Result | readonly (Result | AccountFailure)[]): string {
  return documentText("kind" in results ? results : { formatVersion: "1.0", kind: "results", results });
}

/** What stopped the run, where a plan or a result was asked for. */
export function errorJson(diagnostics: readonly Diagnostic[]): string {
  const document: ErrorDocument = { formatVersion: "1.0", kind: "error", diagnostics };
  return documentText(document);
}

/** What `validate` found. */
export function validationJson(validation: Validation): string {
  return documentText(validation);
}

/** What `apply --dry-run` would send; several accounts in one `dry-runs` document. */
export function dryRunJson(dryRuns: DryRun | readonly (DryRun | AccountFailure)[]): string {
  return documentText("kind" in dryRuns ? dryRuns : { formatVersion: "1.0", kind: "dry-runs", dryRuns });
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

function documentText(document: unknown): string {
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
