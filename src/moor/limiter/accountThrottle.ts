import type { Clock } from "../../model/clock.js";
import type { RateLimit } from "../../model/rates.js";
import { StoppedError } from "../errors.js";
import { Backoff } from "./backoff.js";

/** Ends a turn; exactly once. */
export type EndTurn = (how: "passed" | "limited" | "failed") => void;

/**
 * A call whose body was made by a look at the account leaves at most so many ms after that look, even when the gap is
 * longer. The next call makes up for it.
 */
const LOOK_KEEPS_MS = 500;

interface Waiter {
  readonly prepared: boolean;
  readonly admit: (end: EndTurn) => void;
  readonly dismiss: (reason: unknown) => void;
}

/**
 * Throttles all interfaces of an account together. At first it lets everything through. When an interface meets the limit
 * though its own calls left one by one, the server seems to count all interfaces together. Then every call waits for its
 * turn here: a group is read right before it is written, and the two would meet such a limit again and again.
 *
 * A call that looks at the account before it leaves takes its {@link turn} first and looks then. A look that waits in a
 * queue grows old, and what someone changes in the meantime would be overwritten.
 */
export class AccountThrottle {
  readonly #clock: Clock;
  readonly #stop: AbortSignal;
  #leastMs = 0;
  #backoff: Backoff | undefined;
  /** Turns of calls that look first: one at a time. */
  #turns: Promise<void> = Promise.resolve();
  /** Calls that are ready to leave. One whose look has been made comes first. */
  readonly #waiters: Waiter[] = [];
  #inFlight = false;
  /** Ms that the latest call left too early because of its look. */
  #owedMs = 0;
  #alarm = new AbortController();

  constructor(clock: Clock, stop: AbortSignal) {
    this.#clock = clock;
    this.#stop = stop;
    stop.addEventListener("abort", () => this.#dismissWaiters(), { once: true });
  }

  /**
   * From now on calls of all interfaces leave singly, at least a share of the window apart.
   *
   * @param limit of the interface that met it; the tightest one counts
   */
  narrow({ calls, windowMs }: RateLimit): void {
    const leastMs = (windowMs / calls) * 1.1;
    if (leastMs <= this.#leastMs) return;
    this.#leastMs = leastMs;
    this.#backoff = new Backoff(leastMs, windowMs);
    this.#backoff.answered("limited", 0, this.#clock.monotonic());
  }

  /**
   * Waits until a call that looks at the account first may look. The look itself only {@link pass}es.
   *
   * @returns lets the next such call look; to be called when this one has been answered, or was not sent after all
   * @throws {StoppedError}
   */
  async turn(): Promise<() => void> {
    if (this.#backoff === undefined) return () => undefined;
    const before = this.#turns;
    let end: () => void = () => undefined;
    this.#turns = new Promise((resolve) => {
      end = resolve;
    });
    await before;
    try {
      await this.#clock.sleep(this.#waitMs(), this.#stop);
    } catch {
      end();
      throw new StoppedError();
    }
    return end;
  }

  /**
   * Waits for the right to send one call now.
   *
   * @param prepared its look has been made
   * @throws {StoppedError}
   */
  pass(prepared = false): Promise<EndTurn> {
    if (this.#backoff === undefined) return Promise.resolve(() => undefined);
    return new Promise((admit, dismiss) => {
      if (this.#stop.aborted) dismiss(new StoppedError());
      else if (prepared) this.#waiters.unshift({ prepared, admit, dismiss });
      else this.#waiters.push({ prepared, admit, dismiss });
      this.#admitNext();
    });
  }

  #waitMs(): number {
    const now = this.#clock.monotonic();
    return this.#backoff === undefined ? 0 : Math.max(0, this.#backoff.waitMs(now - this.#owedMs));
  }

  #admitNext(): void {
    this.#alarm.abort();
    const next = this.#waiters[0];
    if (next === undefined || this.#inFlight) return;
    const dueMs = this.#waitMs();
    const keepsMs = (this.#backoff?.lastAt ?? 0) + LOOK_KEEPS_MS - this.#clock.monotonic();
    const waitMs = next.prepared ? Math.min(dueMs, keepsMs) : dueMs;
    if (waitMs > 0) {
      this.#alarm = new AbortController();
      this.#clock.sleep(waitMs, this.#alarm.signal).then(
        () => this.#admitNext(),
        () => undefined, // another call has come, or the run stops
      );
      return;
    }
    this.#waiters.shift();
    this.#inFlight = true;
    this.#owedMs = dueMs;
    const gapMs = this.#backoff?.gapMs ?? 0;
    next.admit((how) => {
      this.#backoff?.answered(how, gapMs, this.#clock.monotonic());
      this.#inFlight = false;
      this.#admitNext();
    });
  }

  #dismissWaiters(): void {
    this.#alarm.abort();
    for (const waiter of this.#waiters.splice(0)) waiter.dismiss(new StoppedError());
  }
}
