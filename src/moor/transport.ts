import type { RateLimit } from "../model/rates.js";
import type { SharedStore } from "../model/store.js";
import type { Answer, JsonObject } from "./answer.js";
import { CallHistory } from "./callHistory.js";
import { StoppedError } from "./errors.js";
import { AccountThrottle } from "./limiter/accountThrottle.js";
import { Limiter, type LimiterState } from "./limiter/limiter.js";
import { isWrite, OPERATIONS, type OperationName } from "./operations.js";
import { OversizeError, ReplyShapeError } from "./replies.js";
import { endingOf } from "./retry.js";
import { type Identity, Sender, type SenderOptions } from "./sender.js";

/** Where calls go, how, and how often. */
export interface TransportOptions extends SenderOptions, Identity {
  readonly limits: Readonly<Record<OperationName, RateLimit>>;
  /** A number from 0 to 1 each call, to spread repetitions. */
  readonly random: () => number;
  /** Attempts at a call that fails for other reasons than the limit; five where it is absent. */
  readonly attempts?: number;
  /** Aborted: nothing new is sent; what is in flight is awaited. */
  readonly stop: AbortSignal;
  /** Where processes share what they have spent of the limits; absent, this process counts for itself alone. */
  readonly store?: SharedStore;
  /** Called when the store cannot be read or written; the calls go on without it. */
  readonly onStoreOutage?: (error: Error) => void;
}

/**
 * Makes the body when the call has its permit, just before it leaves, and again before it is repeated. `undefined`: the
 * call is not sent at all; the caller knows why.
 *
 * @param maybeDone an earlier attempt of this call may have been carried out
 */
export type Prepare = (maybeDone: boolean) => Promise<JsonObject | undefined>;

/** How a call is made, where not as usual. */
export interface CallOptions {
  /** The account to sign for; the call counts as our account's all the same. */
  readonly as?: Identity;
  /** Attempts at this call, where not as many as at others. */
  readonly attempts?: number;
  /** The call may leave though the run was told to stop: a read that proves what was written. */
  readonly afterStop?: boolean;
  /** An answer that is no success counts at once; no answer, or the limit's, does not. */
  readonly once?: boolean;
  /** Called as an attempt leaves: from the latest on the answer grows old. */
  readonly onSend?: () => void;
  /** Asked as an attempt leaves: has what was prepared waited for too long? Then it is prepared again. */
  readonly isStale?: () => boolean;
}

/** How often a call is prepared again because it could not leave soon enough. Where it never can, it leaves all the same. */
const MOST_HELD = 6;

/** A call under way. */
interface Call {
  readonly operation: OperationName;
  readonly prepare: Prepare;
  /** Its body is made by a look at the account. */
  readonly looks: boolean;
  readonly how: CallOptions;
  readonly history: CallHistory;
  /** How often it was prepared again. */
  held: number;
}

/** The one way out: waits for the limits, sends, sorts the answer, and repeats what may be repeated. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #sender: Sender;
  readonly #throttle: AccountThrottle;
  readonly #limiters: ReadonlyMap<OperationName, Limiter>;

  constructor(options: TransportOptions) {
    const { limits, clock, stop, timeoutMs, store, onStoreOutage: onOutage = () => undefined } = options;
    this.#options = options;
    this.#sender = new Sender(options);
    this.#throttle = new AccountThrottle(clock, stop);
    this.#limiters = new Map(
      (Object.keys(OPERATIONS) as OperationName[]).map((name) => {
        const shared = store === undefined ? {} : { shared: { store, key: `calls/${name}`, onOutage } };
        return [name, new Limiter({ limit: limits[name], timeoutMs, clock, stop, ...shared })];
      }),
    );
  }

  /**
   * One call, with its repetitions.
   *
   * @param body what to send, or what makes it at the last moment
   * @param parse reads the reply; throws {@link ReplyShapeError} where it is not what the API page promises
   * @returns what `parse` made of the reply; `undefined` when `body` decided against sending
   * @throws {MoorError} nothing more can be done; its `delivery` says whether a write may have been carried out
   * @throws {StoppedError} the run stops, and nothing was sent
   */
  call<T>(operation: OperationName, body: JsonObject, parse: (reply: JsonObject) => T, how?: CallOptions): Promise<T>;
  call<T>(
    operation: OperationName,
    body: Prepare,
    parse: (reply: JsonObject) => T,
    how?: CallOptions,
  ): Promise<T | undefined>;
  call<T>(
    operation: OperationName,
    body: JsonObject | Prepare,
    parse: (reply: JsonObject) => T,
    how: CallOptions = {},
  ): Promise<T | undefined> {
    const { host, accountId, random, attempts } = this.#options;
    const { once, as } = how;
    const limiter = this.#limiter(operation);
    const repeated = {
      operation: OPERATIONS[operation],
      host,
      accountId: as?.accountId ?? accountId,
      attempts: how.attempts ?? attempts,
      once,
      random,
    };
    const looks = typeof body === "function";
    const prepare = looks ? body : async () => body;
    const history = new CallHistory(repeated, limiter.answers);
    return limiter.inTurn(() => this.#repeat({ operation, prepare, looks, how, history, held: 0 }, parse));
  }

  /** How far this machine's clock is ahead of the server's, in ms, by the latest answer that told its time. */
  get clockAheadMs(): number | undefined {
    return this.#sender.clockAheadMs;
  }

  /** Permits and waits of an interface, for progress. */
  state(operation: OperationName): LimiterState {
    return this.#limiter(operation).state();
  }

  /** Ms until the last of so many more calls could leave. */
  outlookMs(operation: OperationName, calls: number): Promise<number> {
    return this.#limiter(operation).outlookMs(calls);
  }

  /** Attempts a call until it succeeds or must not be repeated. */
  async #repeat<T>(call: Call, parse: (reply: JsonObject) => T): Promise<T | undefined> {
    const { clock, stop, giveUp } = this.#options;
    for (;;) {
      const sent = await this.#attempt(call);
      if (sent === undefined) return undefined;
      if (sent === "held") continue;
      const read = sent.kind === "reply" ? readShape(sent.reply, parse) : sent;
      if ("value" in read) return read.value;
      const { fault, repeatInMs, closes } = call.history.judge(read);
      // Given up on request: a read has nothing to say; a write may have been carried out.
      if (read.kind === "none" && giveUp?.aborted === true && !isWrite(call.operation)) throw new StoppedError();
      if (closes !== undefined) this.#limiter(call.operation).close(fault, closes.restMs);
      if (repeatInMs === undefined) throw fault;
      await clock.sleep(repeatInMs, stop).catch(() => Promise.reject(fault));
    }
  }

  /**
   * One attempt: waits for its permit and its turn, makes the body, and sends it.
   *
   * @returns the answer; `undefined` when the body was not to be sent; `held` when it could not leave soon enough
   */
  async #attempt(call: Call): Promise<Answer | "held" | undefined> {
    const { operation, prepare, looks, how, history } = call;
    // Stopped, or turned away, between two attempts: what the last one met is the truth about this call.
    const orLast = (error: unknown): Promise<never> => Promise.reject(history.last ?? error);
    // Its look may have been under way when the run was told to stop: that is no reason for a write to start.
    const isStopped = (): boolean => looks && this.#options.stop.aborted;
    const isLate = (): boolean => call.held < MOST_HELD && how.isStale?.() === true;
    const permit = await this.#limiter(operation).acquire(how.afterStop).catch(orLast);
    let endTurn: () => void = () => undefined;
    try {
      if (looks) endTurn = await this.#throttle.turn().catch(orLast);
      for (;;) {
        const body = await prepare(history.maybeDone);
        if (body === undefined) return undefined;
        const endPass = await this.#throttle.pass(looks).catch(orLast);
        if (isLate()) {
          call.held += 1;
          endPass("failed");
          continue;
        }
        if (isStopped()) {
          endPass("failed");
          throw history.last ?? new StoppedError();
        }
        how.onSend?.();
        const answer = await this.#sender.send({
          operation,
          body,
          number: history.attempts + 1,
          as: how.as ?? this.#options,
          mayLeave: () => !isStopped() && !isLate(),
        });
        if (answer === "held") {
          call.held += 1;
          endPass("failed");
          return answer;
        }
        history.sent();
        endPass(answer.kind === "limited" ? "limited" : answer.kind === "none" ? "failed" : "passed");
        if (answer.kind === "limited" && permit.paced) this.#throttle.narrow(this.#options.limits[operation]);
        await permit.settle(endingOf(answer));
        return answer;
      }
    } finally {
      endTurn();
      await permit.release();
    }
  }

  #limiter(operation: OperationName): Limiter {
    const limiter = this.#limiters.get(operation);
    if (limiter === undefined) throw new TypeError(`no limiter for ${operation}`);
    return limiter;
  }
}

/** A reply that is not what was promised is a bad answer like others, not a reason to crash: reads are sent again. */
function readShape<T>(
  reply: JsonObject,
  parse: (reply: JsonObject) => T,
): { readonly value: T } | Extract<Answer, { kind: "misshapen" | "oversized" }> {
  try {
    return { value: parse(reply) };
  } catch (error) {
    if (error instanceof ReplyShapeError) return { kind: "misshapen", status: 200, expected: error.expected };
    if (error instanceof OversizeError) return { kind: "oversized", status: 200, what: error.what, most: error.most };
    throw error;
  }
}
