import type { ValidateFunction } from "ajv";
import type { Outcome, Result } from "../apply/result.js";
import { type Member, sameMembers, sortMembers } from "../model/skillGroup.js";
import type { CreatedGroup, WrittenGroup } from "../plan/revert.js";
import type { AccountFailure } from "../report/documents.js";
import type { Host } from "./host.js";
import { headOf, newerFormat, readDocument, schemaDetail } from "./readDocument.js";
import { UserError } from "./userError.js";

/**
 * Reads what `muster apply --report json=FILE` wrote, and trusts none of it.
 *
 * @returns one result for each account; those that failed before anything was written are left out
 * @throws {UserError} not a result, of a newer format, or without the members
 */
export async function readSavedResults(path: string, { host }: { readonly host: Host }): Promise<readonly Result[]> {
  return checkResults(await readDocument(path, host, unreadable), path);
}

/**
 * Results from a document that anyone may have written.
 *
 * @param path the document's name in errors
 * @throws {UserError} as {@link readSavedResults}
 */
export async function checkResults(document: unknown, path: string): Promise<readonly Result[]> {
  const head = headOf(document);
  if (head === undefined) throw unreadable(path, "it holds no JSON object");
  const { kind, newer } = head;
  if (newer !== undefined) throw newerFormat(path, newer);
  if (kind === "result") return [await checkResult(document, "", path)];
  const { results } = document as { readonly results?: unknown };
  if (kind !== "results" || !Array.isArray(results))
    throw unreadable(path, /^[a-z]{1,20}$/.test(kind ?? "") ? `kind ${kind}` : "kind");
  const entries: readonly unknown[] = results;
  const failed = (entry: unknown): entry is AccountFailure =>
    typeof entry === "object" && entry !== null && "kind" in entry && entry.kind === "error";
  return Promise.all(
    entries.flatMap((entry, index) => (failed(entry) ? [] : [checkResult(entry, `/results/${index}`, path)])),
  );
}

async function checkResult(entry: unknown, at: string, path: string): Promise<Result> {
  const { validatorFor } = await import("./documentValidators.js");
  const validate = validatorFor("result") as ValidateFunction<Result>;
  if (!validate(entry)) throw unreadable(path, schemaDetail(at, validate.errors));
  const seen = new Set<string>();
  for (const [index, outcome] of entry.actions.entries()) {
    const place = `${at}/actions/${index}`;
    const { action, exten, status, attempts, before, after } = outcome;
    const isReplacement = action === "replaceMembers";
    if (isReplacement && exten === undefined) throw unreadable(path, `${place}/exten`);
    if (isReplacement && (before === undefined) !== (after === undefined)) throw unreadable(path, `${place}/before`);
    // Of an older muster, which did not say who moved.
    if (isReplacement && status === "applied" && attempts > 0 && before === undefined)
      throw unreadable(path, `${place}/before`);
    const key = isReplacement ? `exten ${exten}` : `name ${outcome.displayName}`;
    if (seen.has(key)) throw unreadable(path, `${place}: ${isReplacement ? exten : outcome.displayName}`);
    seen.add(key);
  }
  return entry;
}

/** Not a result, or not what can be undone as one. */
function unreadable(path: string, detail: string): UserError {
  return new UserError([{ code: "result-unreadable", severity: "error", args: { path, detail } }]);
}

/** The groups whose members a run has written, or may have. What needed no write was not the run's doing. */
export function writtenBy({ actions }: Pick<Result, "actions">): WrittenGroup[] {
  return actions.flatMap((outcome): WrittenGroup[] => {
    const { action, displayName, exten, before, after, added = [], removed = [], reprioritized = [] } = outcome;
    if (action !== "replaceMembers" || exten === undefined || before === undefined || after === undefined) return [];
    const back = onceEach(before.members);
    if (sameMembers(back, after.members)) return [];
    const named = [...added, ...removed, ...reprioritized];
    return [{ displayName, exten, before: back, after: after.members, named }];
  });
}

/** The server may list an agent twice; nothing can be written that way. The lowest priority stays. */
function onceEach(members: readonly Member[]): Member[] {
  const sorted = sortMembers(members);
  return sorted.filter(({ agentNumber }, at) => agentNumber !== sorted[at - 1]?.agentNumber);
}

/** The groups that a run has created, or may have. */
export function createdBy({ actions }: Pick<Result, "actions">): CreatedGroup[] {
  return actions
    .filter((one) => one.action === "create" && isMade(one))
    .map(({ displayName, exten }) => ({ displayName, ...(exten === undefined ? {} : { exten }) }));
}

function isMade({ status, attempts, adopted }: Outcome): boolean {
  return status === "unknown" || (status === "applied" && (attempts > 0 || adopted === true));
}
