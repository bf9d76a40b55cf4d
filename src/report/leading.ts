import type { Diagnostic } from "../plan/plan.js";

/** What decides how all the rest is to be read: it stands above it, in every format. */
const LEADING: ReadonlySet<string> = new Set(["guard-changed", "after-merge", "against-snapshot"]);

/** Does a finding stand at the top? */
export function isLeading({ code }: Pick<Diagnostic, "code">): boolean {
  return LEADING.has(code);
}

/** The others, which stand where findings stand. */
export function isOrdinary(diagnostic: Pick<Diagnostic, "code">): boolean {
  return !isLeading(diagnostic);
}
