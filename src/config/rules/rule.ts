import type { Declarations } from "../declarations.js";
import type { Report } from "../findings.js";

/** What the rules look at. */
export interface Judged {
  readonly declared: Declarations;
  /** Could a name be declared in a part of the files that cannot be read? Then it is not called unknown. */
  readonly mayBeDeclared: (name: string) => boolean;
}

/** One thing that must hold; reports everything that breaks it. */
export type Rule = (judged: Judged, report: Report) => void;
