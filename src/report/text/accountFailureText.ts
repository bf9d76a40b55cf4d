import type { AccountFailure } from "../accountFailure.js";
import { findingsText } from "./findingsText.js";
import type { TextOptions } from "./options.js";
import { accountHeading, pageOf, stack } from "./page.js";

/** What stopped one account among several. Pure; ends with a newline. */
export function accountFailureText(
  { account, diagnostics }: AccountFailure,
  texts: ReadonlyMap<string, string>,
  options: TextOptions,
): string {
  const page = pageOf(options);
  return stack([[...accountHeading(page, account, []), findingsText(diagnostics, texts, options).trimEnd()]]);
}
