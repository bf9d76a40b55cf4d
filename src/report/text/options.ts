import type { Language } from "../messages/catalogue.js";

/** How a person reads: everything about the reader that a text renderer needs. */
export interface TextOptions {
  readonly language: Language;
  /** Terminal colours; the shell knows about terminals and `NO_COLOR`. */
  readonly colour: boolean;
  /** Width of the terminal. Under 20 counts as 20. */
  readonly columns: number;
  /** Every line of evidence: each member on a line with its place, the plan's hash, each call. */
  readonly verbose?: boolean;
}

const NARROWEST = 20;

/** The columns that a renderer may fill. */
export function usableColumns(options: TextOptions): number {
  return Math.max(NARROWEST, Math.floor(options.columns));
}
