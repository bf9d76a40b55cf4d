import { MoorError, StoppedError } from "../moor/errors.js";
import type { MoorFindingArgs } from "../moor/findings.js";
import type { ApplyFindingArgs } from "./findings.js";

type AllArgs = ApplyFindingArgs & MoorFindingArgs;

/** Why an action is not applied or not verified, as data; prose is made in `report/`. */
export type Failure = { [Code in keyof AllArgs]: { readonly code: Code; readonly args: AllArgs[Code] } }[keyof AllArgs];

/** The failure behind something thrown while an action was tried. A fault of muster's own is thrown on. */
export function failureOf(error: unknown, displayName: string): Failure {
  if (error instanceof MoorError) return error.fault;
  if (error instanceof StoppedError) return { code: "interrupted", args: { displayName } };
  throw error;
}
