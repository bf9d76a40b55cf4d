import type { Source } from "./source.js";

export type Severity = "error" | "warning";

/** A second place that explains a finding: "first defined here". */
export interface Related {
  readonly note: "first" | "other" | "definition";
  readonly source: Source;
}

/**
 * What a room found, as data: `code` says what, `args` holds the particulars, `source` says where. Prose is made
 * from these in `report/`, in the reader's language. Each room declares its own codes as an interface
 * `{ code: args }` and derives its findings with this type.
 */
export type FindingOf<Args> = {
  [Code in keyof Args]: {
    readonly code: Code;
    readonly severity: Severity;
    readonly args: Args[Code];
    readonly source?: Source;
    readonly related?: readonly Related[];
  };
}[keyof Args];
