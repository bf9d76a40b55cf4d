import type { LimitedOperation } from "../config/settings.js";
import { MoorError, type MoorFault, timedOut } from "./errors.js";
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
  /** Interfaces that hung when last asked, while the other answered. */
  readonly #hung = new Set<ReadingOperation>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(transport: Pick<Transport, "outlookMs">) {
    this.#transport = transport;
  }

  /** The interface through which so many calls are over sooner; at a tie the claim status, whose budget is larger. */
  async #sooner(calls: number): Promise<ReadingOperation> {
    if (this.#closed.has("queueQueue")) return "queueQueueAgentClaimStatus";
    if (this.#closed.has("queueQueueAgentClaimStatus")) return "queueQueue";
    const [queryMs, claimsMs] = await Promise.all([
      this.#transport.outlookMs("queueQueue", calls),
      this.#transport.outlookMs("queueQueueAgentClaimStatus", calls),
    ]);
    return queryMs < claimsMs ? "queueQueue" : "queueQueueAgentClaimStatus";
  }

  /**
   * Reads through the interface asked for; or through the freer of the two (the claim status at a tie, for its budget is
   * five times as large), and through the other where that one turns us down, hangs or is out of order.
   *
   * @param calls that the reading is expected to take
   * @param read `hasty`: there is the other interface, which is better than waiting long for this one
   */
  async read<T>(
    through: Through,
    calls: number,
    read: (operation: ReadingOperation, hasty: boolean) => Promise<T>,
  ): Promise<T> {
    if (through !== "either") return read(through, false);
    const { operation, result } = await this.#begin(calls, (one) => read(one, !this.#closed.has(otherThan(one))));
    try {
      const answer = await result;
      this.#hung.delete(operation);
      return answer;
    } catch (error) {
      if (!(error instanceof MoorError)) throw error;
      const other = otherThan(operation);
      const mayKnow = OUT_OF_ORDER.has(error.fault.code) || (timedOut(error) && !this.#closed.has(other));
      if (!mayKnow) throw error;
      const answer = await read(other, false);
      this.#learn(operation, error);
      return answer;
    }
  }

  /**
   * What a failure says of an interface when the other one has answered. Some accounts may not call both: asking again
   * would cost a call each time. A refusal may be about one question. Hanging once may be the line's; twice in a row it is
   * the interface's, and to wait for it at every group would take longer than the other's smaller budget.
   */
  #learn(operation: ReadingOperation, error: MoorError): void {
    if (error.fault.code === "wrong-credentials" || (timedOut(error) && this.#hung.has(operation)))
      this.#closed.add(operation);
    if (timedOut(error)) this.#hung.add(operation);
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
      const operation = await this.#sooner(calls);
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
 * answer.
 */
const OUT_OF_ORDER: ReadonlySet<string> = new Set<MoorFault["code"]>([
  "wrong-credentials",
  "api-refused",
  "not-json",
  "api-error",
  "bad-reply",
  "reply-too-large",
  "incomplete-read",
  "long-wait",
]);
