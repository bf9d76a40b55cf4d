import PQueue from "p-queue";
import type { RateLimit } from "../config/settings.js";
import type { Clock } from "../model/clock.js";
import type { Answer } from "./answer.js";
import { MoorError, StoppedError } from "./errors.js";
import { Limiter, type LimiterState, type Place } from "./limiter.js";
import type { OperationName } from "./operations.js";
import { LONGEST_WAIT_MS } from "./retry.js";
import type { SharedBudget, SharedClaim } from "./sharedBudget.js";

/** More calls in flight gain nothing at twenty a minute, and a lost connection would lose more answers at once. */
const IN_FLIGHT = 4;

/** What a call's answer meant for the budget. */
export type Ending =
  | { readonly how: "passed" | "unanswered" }
  /** The limit is reached; `restMs` where the server says for how long. */
  | { readonly how: "limited"; readonly restMs?: number };

/** Of a wait that is longer than muster waits, nobody rests: what waits for it has ended. */
export function endingOf(answer: Answer): Ending {
  if (answer.kind !== "limited")
    return { how: answer.kind === "reply" || answer.kind === "refused" ? "passed" : "unanswered" };
  const { retryAfterMs } = answer;
  return retryAfterMs === undefined || retryAfterMs > LONGEST_WAIT_MS
    ? { how: "limited" }
    : { how: "limited", restMs: retryAfterMs };
}

export interface LaneState extends LimiterState {
  /** It is other processes that have it wait. */
  readonly shared: boolean;
}

/** The right to send one call, in this process's budget and in that of all processes. */
export interface LanePlace {
  /** It was given while calls leave one by one. */
  readonly paced: boolean;
  /** Exactly once, after the answer. */
  end(ending: Ending): Promise<void>;
  /** The call was never sent. After {@link end} it does nothing. */
  giveBack(): Promise<void>;
}

/** One interface: who waits to call it, what its budget has left, and whether it lets anything through at all. */
export class Lane {
  readonly queue = new PQueue({ concurrency: IN_FLIGHT });
  readonly #name: OperationName;
  readonly #limit: RateLimit;
  readonly #clock: Clock;
  readonly #stop: AbortSignal;
  readonly #shared: SharedBudget | undefined;
  readonly #limiter: Limiter;
  #passed = 0;
  #limited = 0;
  #limitedInARow = 0;
  #limitedAt = Number.NEGATIVE_INFINITY;
  #closed: { readonly why: MoorError; readonly until: number } | undefined;
  #closing = new AbortController();

  constructor(name: OperationName, limit: RateLimit, clock: Clock, stop: AbortSignal, shared?: SharedBudget) {
    this.#name = name;
    this.#limit = limit;
    this.#clock = clock;
    this.#stop = stop;
    this.#shared = shared;
    this.#limiter = new Limiter(limit, clock, stop);
  }

  /** Limit answers one after the other, with nothing let through between them. Those to calls that left together are one. */
  get limitedInARow(): number {
    return this.#limitedInARow;
  }

  /** Calls so far that passed, and that met the limit. */
  get tally(): { readonly passed: number; readonly limited: number } {
    return { passed: this.#passed, limited: this.#limited };
  }

  state(): LaneState {
    const state = this.#limiter.state();
    const sharedMs = this.#shared?.waitMs(this.#name) ?? 0;
    const nextInMs = Math.max(state.nextInMs, sharedMs);
    return { ...state, waiting: state.waiting + this.queue.size, nextInMs, shared: sharedMs > state.nextInMs };
  }

  /** Ms until the last of so many more calls could leave, by this process's budget and by that of all processes. */
  async outlookMs(calls: number): Promise<number> {
    const ahead = calls + this.queue.size;
    const sharedMs = (await this.#shared?.outlookMs(this.#name, ahead + this.#limiter.state().waiting)) ?? 0;
    return Math.max(this.#limiter.outlookMs(ahead), sharedMs);
  }

  /**
   * Nothing is let through, and one call has waited long enough: those that wait with it end, too, and so do those that
   * come while the interface rests.
   */
  close(why: MoorError, restMs = this.#limit.windowMs): void {
    this.#closed = { why, until: this.#clock.monotonic() + Math.min(restMs, LONGEST_WAIT_MS) };
    this.#limiter.turnAway(this.#reason());
    this.#closing.abort();
    this.#closing = new AbortController();
  }

  /**
   * A place in this process's budget first, then one in that of all processes.
   *
   * @throws {StoppedError}
   * @throws {MoorError} the lane is closed
   */
  async acquire(): Promise<LanePlace> {
    if (this.#isClosed()) throw this.#reason();
    const closing = this.#closing.signal;
    const own = await this.#limiter.acquire();
    const shared = await this.#shared?.claim(this.#name, AbortSignal.any([this.#stop, closing])).catch(() => {
      own.giveBack();
      throw this.#stop.aborted ? new StoppedError() : this.#reason();
    });
    return this.#place(own, shared);
  }

  #place(own: Place, shared: SharedClaim | undefined): LanePlace {
    const leftAt = this.#clock.monotonic();
    return {
      paced: own.paced,
      end: async (ending) => {
        if (ending.how === "limited") {
          this.#countLimited(leftAt);
          const { restMs } = ending;
          own.refused(restMs);
          await shared?.refused(restMs);
          return;
        }
        if (ending.how === "passed") {
          this.#passed += 1;
          this.#limitedInARow = 0;
        }
        own.settle(ending.how);
        await shared?.settle(ending.how);
      },
      giveBack: async () => {
        own.giveBack();
        await shared?.giveBack();
      },
    };
  }

  #countLimited(leftAt: number): void {
    this.#limited += 1;
    if (leftAt < this.#limitedAt) return;
    this.#limitedInARow += 1;
    this.#limitedAt = this.#clock.monotonic();
  }

  #isClosed(): boolean {
    return this.#closed !== undefined && this.#clock.monotonic() < this.#closed.until;
  }

  /** Whoever is turned away was not sent. */
  #reason(): Error {
    return this.#closed === undefined ? new StoppedError() : new MoorError(this.#closed.why.fault, "no");
  }
}
