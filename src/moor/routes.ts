import type { LimitedOperation } from "../config/settings.js";
import { MoorError, type MoorFault } from "./errors.js";
import type { Transport } from "./transport.js";

/** The two interfaces that list groups: the query has all settings, the claim status five times the rate. */
export type ReadingOperation = Extract<LimitedOperation, "queueQueue" | "queueQueueAgentClaimStatus">;

/**
 * How something is read: through that interface and no other, or through either. Names, rules and members come through
 * both; `memory` only through the query.
 */
export type Through = ReadingOperation | "either";

/** Which of the two interfaces answers sooner, by all that is known of their budgets. */
export class Routes {
  readonly #transport: Pick<Transport, "outlookMs">;
  /** Interfaces that turned us down while the other answered the same question. */
  readonly #closed = new Set<ReadingOperation>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(transport: Pick<Transport, "outlookMs">) {
    this.#transport = transport;
  }

  /**
   * The interface through which so many calls are over sooner.
   *
   * @param atATie the one to take where neither makes us wait longer
   */
  async sooner(calls: number, atATie: ReadingOperation): Promise<ReadingOperation> {
    const other = otherThan(atATie);
    if (this.#closed.has(other)) return atATie;
    if (this.#closed.has(atATie)) return other;
    const [tieMs, otherMs] = await Promise.all([
      this.#transport.outlookMs(atATie, calls),
      this.#transport.outlookMs(other, calls),
    ]);
    return otherMs < tieMs ? other : atATie;
  }

  /**
   * Reads through the interface asked for; or through the freer of the two (the claim status at a tie, for its budget is
   * five times as large), and through the other where that one turns us down or is out of order.
   *
   * @param calls that the reading is expected to take
   */
  async read<T>(through: Through, calls: number, read: (operation: ReadingOperation) => Promise<T>): Promise<T> {
    if (through !== "either") return read(through);
    const { operation, result } = await this.#begin(calls, read);
    try {
      return await result;
    } catch (error) {
      if (!(error instanceof MoorError) || !OUT_OF_ORDER.has(error.fault.code)) throw error;
      const answer = await read(otherThan(operation));
      // Some accounts may not call both: asking again would cost a call each time. A refusal may be about one question.
      if (error.fault.code === "wrong-credentials") this.#closed.add(operation);
      return answer;
    }
  }

  /**
   * One after the other: who chooses next sees the calls of the one before. Sixty who chose at one moment would all
   * choose the interface that has room for forty.
   */
  #begin<T>(
    calls: number,
    read: (operation: ReadingOperation) => Promise<T>,
  ): Promise<{ readonly operation: ReadingOperation; readonly result: Promise<T> }> {
    const begun = this.#turn.then(async () => {
      const operation = await this.sooner(calls, "queueQueueAgentClaimStatus");
      const result = read(operation);
      // Told to whoever asked, a moment later.
      result.catch(() => undefined);
      return { operation, result };
    });
    this.#turn = begun.catch(() => undefined);
    return begun;
  }
}

function otherThan(operation: ReadingOperation): ReadingOperation {
  return operation === "queueQueue" ? "queueQueueAgentClaimStatus" : "queueQueue";
}

/**
 * Faults of an interface, not of the way to it or of the clock: the other one, with a server of its own perhaps, may well
 * answer. Whoever waits for a hanging host waits no second time.
 */
const OUT_OF_ORDER: ReadonlySet<string> = new Set<MoorFault["code"]>([
  "wrong-credentials",
  "api-refused",
  "not-json",
  "api-error",
  "bad-reply",
  "incomplete-read",
]);
