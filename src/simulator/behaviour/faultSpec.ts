import { closest, distance } from "fastest-levenshtein";
import { isOperationName, OPERATION_NAMES, OPERATIONS, type OperationName } from "../api/operations.js";
import { FAULT_KIND_NAMES, type FaultKind, factsOf, isFaultKind } from "./faultKinds.js";

/** Which of the calls that a fault could strike it does strike; they count from 1. */
export type When =
  | { readonly which: "range"; readonly from: number; readonly to: number }
  | { readonly which: "every"; readonly step: number }
  | { readonly which: "chance"; readonly probability: number };

/** Trouble, ordered. */
export interface Fault {
  readonly operation: OperationName | "*";
  readonly kind: FaultKind;
  /** Milliseconds or an agent number, for the kinds that take one; otherwise empty. */
  readonly argument: string;
  readonly when: When;
}

/** A `--fault` that does not exist. The message is one line that says what was expected. */
export class FaultSpecError extends Error {
  override readonly name = "FaultSpecError";

  constructor(spec: string, problem: string) {
    super(`fault "${spec}": ${problem}`);
  }
}

const GRAMMAR = "OPERATION:KIND[=ARG][@WHEN]";
const FORM = /^(?<operation>[^:]*):(?<kind>[^=@]*)(?:=(?<argument>[^@]*))?(?:@(?<when>.*))?$/;

/**
 * Reads a fault as ordered on the command line, in code or over the admin interface: `OPERATION:KIND[=ARG][@WHEN]`.
 * OPERATION may be `*`. WHEN is `N`, `N-M`, `N+`, `everyN` or `p0.25`; without it the fault strikes always.
 *
 * @throws FaultSpecError
 */
export function parseFault(spec: string): Fault {
  const parts = FORM.exec(spec)?.groups;
  if (!parts) throw new FaultSpecError(spec, `expected ${GRAMMAR}, such as addQueue:drop-after@2`);
  const { operation = "", kind = "", argument, when } = parts;

  if (operation !== "*" && !isOperationName(operation)) {
    throw new FaultSpecError(spec, unknown("operation", operation, ["*", ...OPERATION_NAMES]));
  }
  if (!isFaultKind(kind)) throw new FaultSpecError(spec, unknown("kind", kind, FAULT_KIND_NAMES));

  const { argument: expected, strikes } = factsOf(kind);
  if (!expected && argument !== undefined) throw new FaultSpecError(spec, `${kind} takes no argument`);
  if (expected && !expected.pattern.test(argument ?? "")) {
    throw new FaultSpecError(spec, `${kind} needs ${expected.name}: ${kind}=ARG`);
  }
  if (operation !== "*" && strikes && !strikes.includes(OPERATIONS[operation].does)) {
    const fitting = OPERATION_NAMES.filter((name) => strikes.includes(OPERATIONS[name].does));
    throw new FaultSpecError(spec, `${kind} strikes only ${fitting.join(" and ")}`);
  }
  return { operation, kind, argument: argument ?? "", when: parseWhen(spec, when) };
}

function parseWhen(spec: string, text: string | undefined): When {
  if (text === undefined) return { which: "range", from: 1, to: Number.POSITIVE_INFINITY };

  const [, first, dash, last] = /^([1-9]\d*)(?:(-)([1-9]\d*)|\+)?$/.exec(text) ?? [];
  if (first !== undefined) {
    const from = Number(first);
    const to = dash ? Number(last) : text.endsWith("+") ? Number.POSITIVE_INFINITY : from;
    if (from <= to) return { which: "range", from, to };
  }
  const step = /^every([1-9]\d*)$/.exec(text)?.[1];
  if (step !== undefined) return { which: "every", step: Number(step) };

  const probability = /^p(0|1|[01]?\.\d+)$/.exec(text)?.[1];
  if (probability !== undefined && Number(probability) <= 1) {
    return { which: "chance", probability: Number(probability) };
  }
  throw new FaultSpecError(spec, `"${text}" is no WHEN; expected N, N-M, N+, everyN or p0.25, counting calls from 1`);
}

function unknown(what: string, word: string, known: readonly string[]): string {
  const nearest = closest(word, known);
  const hint = distance(word, nearest) <= Math.max(2, nearest.length / 3) ? `did you mean "${nearest}"? ` : "";
  return `unknown ${what} "${word}"; ${hint}Expected ${GRAMMAR} with one of ${known.join(", ")}`;
}
