import { LIMIT_SHAPES } from "../api/answers.js";
import { PAGE_REFUSALS } from "../api/listing.js";
import type { CallLimit, ListOperation } from "../api/operations.js";
import { isStoredName, STORED_NAMES } from "../api/writes.js";
import type { Behaviour, Lag } from "./behaviour.js";

/** A `--manner` that does not exist. The message is one line that says what was expected. */
export class BehaviourSpecError extends Error {
  override readonly name = "BehaviourSpecError";
}

/** Reads the value of one `--manner`; `undefined` for a value that it does not have. */
interface BehaviourReader {
  readonly expected: string;
  readonly read: (value: string, soFar: Partial<Behaviour>) => Partial<Behaviour> | undefined;
}

const oneOf = <const T extends string>(words: readonly T[], put: (word: T) => Partial<Behaviour>): BehaviourReader => ({
  expected: words.join(", "),
  read: (value) => {
    const word = words.find((known) => known === value);
    return word === undefined ? undefined : put(word);
  },
});

const lag = (name: "invisibleMs" | "listLagMs"): BehaviourReader => ({
  expected: "milliseconds, or INTERFACE:milliseconds for one of queueQueue, queueQueueAgentClaimStatus",
  read: (value, { [name]: before }) => {
    const [, operation, ms] = /^(?:(queueQueue|queueQueueAgentClaimStatus):)?(\d{1,9})$/.exec(value) ?? [];
    if (ms === undefined) return undefined;
    const whole: Lag = operation === undefined ? Number(ms) : { ...both(before), [operation]: Number(ms) };
    return { [name]: whole };
  },
});

function both(given: Lag = 0): Readonly<Partial<Record<ListOperation, number>>> {
  return typeof given === "number" ? { queueQueue: given, queueQueueAgentClaimStatus: given } : given;
}

/** What `muster simulate --manner NAME=VALUE` takes. */
const BEHAVIOURS: Readonly<Record<string, BehaviourReader>> = {
  "store-name": {
    expected: `${STORED_NAMES.join(", ")}, cut-N`,
    read: (value) => (isStoredName(value) ? { storeName: value } : undefined),
  },
  invisible: lag("invisibleMs"),
  "list-lag": lag("listLagMs"),
  "settings-lag": {
    expected: "milliseconds",
    read: (value) => (/^\d{1,9}$/.test(value) ? { settingsLagMs: Number(value) } : undefined),
  },
  "page-refusal": oneOf(PAGE_REFUSALS, (pageRefusal) => ({ pageRefusal })),
  "limit-shape": oneOf(LIMIT_SHAPES, (limitShape) => ({ limitShape })),
  "account-limit": {
    expected: "CALLS/SECONDS, such as 10/60",
    read: (value) => {
      const accountLimit = limitOf(value);
      return accountLimit && { accountLimit };
    },
  },
  order: oneOf(["newest", "oldest"], (order) => ({ order })),
  "name-filter": oneOf(["exact", "contains"], (nameFilter) => ({ nameFilter })),
  drift: oneOf(["on", "off"], (word) => ({ drift: word === "on" })),
};

function limitOf(value: string): CallLimit | undefined {
  const [, calls, seconds] = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(value) ?? [];
  return seconds === undefined ? undefined : { calls: Number(calls), windowMs: Number(seconds) * 1000 };
}

/**
 * Reads behaviour as ordered on the command line: `NAME=VALUE` each; a later one of a name counts.
 *
 * @throws BehaviourSpecError
 */
export function parseBehaviour(specs: readonly string[]): Partial<Behaviour> {
  let behaviour: Partial<Behaviour> = {};
  for (const spec of specs) {
    const cut = spec.indexOf("=");
    const name = spec.slice(0, Math.max(0, cut));
    const reader = Object.hasOwn(BEHAVIOURS, name) ? BEHAVIOURS[name] : undefined;
    if (!reader) {
      throw new BehaviourSpecError(
        `manner "${spec}": expected NAME=VALUE with one of ${Object.keys(BEHAVIOURS).join(", ")}`,
      );
    }
    const read = reader.read(spec.slice(cut + 1), behaviour);
    if (!read) throw new BehaviourSpecError(`manner "${spec}": expected ${reader.expected}`);
    behaviour = { ...behaviour, ...read };
  }
  return behaviour;
}
