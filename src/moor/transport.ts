import { createFetch } from "ofetch";
import type { RateLimit } from "../config/settings.js";
import type { Clock } from "../model/clock.js";
import { Redactor } from "../model/redactor.js";
import { type Answer, clockAheadMs, type HttpAnswer, type JsonObject, readAnswer } from "./answer.js";
import { Doubt } from "./doubt.js";
import { MoorError, StoppedError, timedOut } from "./errors.js";
import { Gate } from "./gate.js";
import { endingOf, Lane, type LaneState } from "./lane.js";
import { OPERATIONS, type OperationName } from "./operations.js";
import { MOST_BYTES, readBody } from "./readBody.js";
import { readFailure } from "./readFailure.js";
import { OversizeError, ReplyShapeError } from "./replies.js";
import { fateOf, faultOf, isPatienceOver, retryDelayMs } from "./retry.js";
import type { SharedBudget } from "./sharedBudget.js";
import { sign } from "./signature.js";

/** Where calls go and what the shell brings along. */
export interface TransportOptions {
  /** Base URL without a trailing slash. */
  readonly host: string;
  readonly accountId: string;
  readonly apiSecret: string;
  readonly limits: Readonly<Record<OperationName, RateLimit>>;
  /** Must open a connection of its own for every call: one kept alive may be dead, and a lost answer is dear. */
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** A number from 0 to 1 each call, to spread retries. */
  readonly random: () => number;
  /** Ms until an attempt without an answer is given up. */
  readonly timeoutMs: number;
  /** Attempts at a call that fails for other reasons than the limit; five where it is absent. */
  readonly attempts?: number;
  /** Aborted: nothing new is sent; what is in flight is awaited. */
  readonly stop: AbortSignal;
  /** Aborted, after `stop`: what is in flight is not awaited any longer. */
  readonly giveUp?: AbortSignal;
  readonly onCall?: (event: CallEvent) => void;
  /** The same budget as other processes of this machine see it; absent, this process counts for itself alone. */
  readonly sharedBudget?: SharedBudget;
}

/** One attempt, for `--verbose` and for counting. Holds no secret and nothing of a body. */
export interface CallEvent {
  readonly operation: OperationName;
  readonly attempt: number;
  readonly outcome: Answer["kind"];
  readonly status?: number;
  readonly ms: number;
}

/**
 * Makes the body once a place in the budget is free, just before the call leaves, and again before it is repeated.
 * `undefined`: the call is not sent at all; the caller knows why.
 *
 * @param maybeDone an earlier attempt of this call may have been carried out
 */
export type Prepare = (maybeDone: boolean) => Promise<JsonObject | undefined>;

/** Who a call claims to be, where that is not the account. */
export interface Identity {
  readonly accountId: string;
  readonly apiSecret: string;
}

/** How a call is made, where not as the account's own and for as long as it takes. */
export interface CallOptions {
  readonly as?: Identity;
  /** The other interface may know: where the server hangs, or answers something else than was asked, it is not asked again. */
  readonly hasty?: boolean;
  /** An answer that is no success counts at once; no answer, or the limit's, does not. */
  readonly once?: boolean;
  /** Called as an attempt leaves: from the latest on the answer grows old. */
  readonly onSend?: () => void;
  /** Asked as an attempt leaves: has what was prepared waited for too long? Then it is prepared again. */
  readonly isStale?: () => boolean;
}

/**
 * What `fetch` is given besides its own options. Between the call of `fetch` and the first byte lie a name server, a
 * connection and a handshake, and a laptop can be shut in the middle of it.
 */
export interface LeavingCall {
  /** Asked once the connection stands: may the request be written? Where not, `fetch` rejects, and nothing was sent. */
  readonly mayLeave?: () => boolean;
}

/** How often a call is prepared again because it could not leave soon enough: where it never can, it leaves all the same. */
const MOST_HELD = 6;

/** The one way out: signs, throttles, sends, sorts the answer, and repeats what may be repeated. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #lanes: ReadonlyMap<OperationName, Lane>;
  readonly #gate: Gate;
  #msAhead: number | undefined;

  constructor(options: TransportOptions) {
    const { limits, clock, stop, sharedBudget } = options;
    this.#options = options;
    this.#gate = new Gate(clock, stop);
    this.#lanes = new Map(
      (Object.keys(OPERATIONS) as OperationName[]).map((name) => [
        name,
        new Lane(name, limits[name], clock, stop, sharedBudget),
      ]),
    );
  }

  /**
   * One call, with its retries.
   *
   * @param body what to send, or what makes it at the last moment
   * @param parse reads the reply; throws {@link ReplyShapeError} where it is not what the API page promises
   * @param how `as` somebody else than the account, the call counts as the account's all the same
   * @returns what `parse` made of the reply; `undefined` when `body` decided against sending
   * @throws {MoorError} nothing more can be done; its `fate` says whether a write may have been carried out
   * @throws {StoppedError} told to stop before anything was sent
   */
  call<T>(name: OperationName, body: JsonObject, parse: (reply: JsonObject) => T, how?: CallOptions): Promise<T>;
  call<T>(
    name: OperationName,
    body: Prepare,
    parse: (reply: JsonObject) => T,
    how?: CallOptions,
  ): Promise<T | undefined>;
  call<T>(
    name: OperationName,
    body: JsonObject | Prepare,
    parse: (reply: JsonObject) => T,
    how: CallOptions = {},
  ): Promise<T | undefined> {
    const looks = typeof body === "function";
    const prepare = looks ? body : async () => body;
    // p-queue's own `signal` leaves aborted tasks in the queue (its issue 219); the limiter turns them away instead.
    return this.#lane(name).queue.add(() => this.#attemptUntilSettled(name, prepare, looks, parse, how));
  }

  /** How far this machine's clock is ahead of the server's, in ms, as the latest answer that told its time says. */
  get clockAheadMs(): number | undefined {
    return this.#msAhead;
  }

  /** Places and waits of an interface, for progress and for choosing the freer of two. */
  state(name: OperationName): LaneState {
    return this.#lane(name).state();
  }

  /** Ms until the last of so many more calls could leave: what a choice between two interfaces goes by. */
  outlookMs(name: OperationName, calls: number): Promise<number> {
    return this.#lane(name).outlookMs(calls);
  }

  async #attemptUntilSettled<T>(
    name: OperationName,
    prepare: Prepare,
    looks: boolean,
    parse: (reply: JsonObject) => T,
    { as = this.#options, hasty = false, once = false, onSend, isStale }: CallOptions,
  ): Promise<T | undefined> {
    const { host, clock, random, stop } = this.#options;
    const { accountId } = as;
    const lane = this.#lane(name);
    const doubt = new Doubt(lane);
    let attempts = 0;
    let limitAnswers = 0;
    let last: MoorError | undefined;
    let maybeDone = false;
    let held = 0;
    const isLate = (): boolean => held < MOST_HELD && isStale?.() === true;
    for (;;) {
      // Told to stop, or turned away, between two attempts: what the last one met is the truth about this call.
      const place = await lane.acquire().catch((error: unknown) => Promise.reject(last ?? error));
      let answer: Answer;
      let endTurn: () => void = () => undefined;
      try {
        if (looks) endTurn = await this.#gate.turn();
        let body = await prepare(maybeDone);
        if (body === undefined) return undefined;
        let passed = await this.#gate.pass(looks);
        while (isLate()) {
          held += 1;
          passed("failed");
          body = await prepare(maybeDone);
          if (body === undefined) return undefined;
          passed = await this.#gate.pass(looks);
        }
        onSend?.();
        const sent = await this.#send(name, body, attempts + 1, as, () => !isLate());
        if (sent === "held") {
          held += 1;
          passed("failed");
          continue;
        }
        attempts += 1;
        answer = sent;
        passed(answer.kind === "limited" ? "limited" : answer.kind === "none" ? "failed" : "passed");
        if (answer.kind === "limited" && place.paced) this.#gate.narrow(this.#options.limits[name]);
        await place.end(endingOf(answer));
      } finally {
        endTurn();
        await place.giveBack();
      }
      if (answer.kind === "reply") {
        const read = readShape(answer.reply, parse);
        if ("value" in read) return read.value;
        answer = read;
      }
      if (answer.kind === "limited") {
        limitAnswers += 1;
        if (doubt.isRefusal(answer)) answer = { kind: "refused", status: answer.status, detail: answer.detail };
      }
      const failures = attempts - limitAnswers;
      const patience = { failures, limitAnswers: Math.max(limitAnswers, lane.limitedInARow) };
      const delayMs = retryDelayMs(OPERATIONS[name].repeat, answer, patience, random, this.#options.attempts);
      // Given up on request: a read has nothing to say; a write may have been carried out.
      if (answer.kind === "none" && this.#options.giveUp?.aborted === true && !isWrite(name)) throw new StoppedError();
      const context = { operation: name, host, accountId, attempts, limitAnswers: patience.limitAnswers };
      maybeDone ||= fateOf(answer) === "unknown";
      // Of several attempts, one that may have been carried out is enough.
      const fault = new MoorError(faultOf(answer, context), maybeDone ? "unknown" : "no");
      if (answer.kind === "limited" && isPatienceOver(answer, patience.limitAnswers))
        lane.close(fault, answer.retryAfterMs);
      const isEnough = (once && answer.kind !== "none" && answer.kind !== "limited") || (hasty && isOutOfOrder(fault));
      if (delayMs === undefined || isEnough) throw fault;
      last = fault;
      await clock.sleep(delayMs, stop).catch(() => Promise.reject(fault));
    }
  }

  /** One attempt: signed when it leaves, on the clock, with a time limit of its own. `held`: it did not leave. */
  async #send(
    name: OperationName,
    body: JsonObject,
    attempt: number,
    as: Identity,
    mayLeave: () => boolean,
  ): Promise<Answer | "held"> {
    const { host, clock, timeoutMs, giveUp, onCall } = this.#options;
    const { accountId, apiSecret } = as;
    const operation = OPERATIONS[name];
    const sentAt = clock.now();
    const { authorization, sig } = sign(accountId, apiSecret, sentAt);
    const startedAt = clock.monotonic();
    const request = createFetch({ fetch: this.#options.fetch });
    let isHeld = false;
    const leaving: LeavingCall = {
      mayLeave: () => {
        isHeld = !mayLeave();
        return !isHeld;
      },
    };
    const redactor = new Redactor();
    for (const secret of [apiSecret, sig, authorization]) redactor.keep(secret);
    const limit = timeLimit(timeoutMs, giveUp);
    const { answer, status } = await request
      .raw<unknown, "stream">(`${host}${operation.path}/${encodeURIComponent(accountId)}?sig=${sig}`, {
        ...leaving,
        method: "POST",
        headers: { authorization, accept: "application/json", "content-type": "application/json;charset=utf-8" },
        body: JSON.stringify(body),
        responseType: "stream",
        // ofetch repeats with the aborted signal of the first attempt, ignores Retry-After and repeats 409: ours is the policy.
        retry: 0,
        ignoreResponseError: true,
        redirect: "manual",
        signal: limit.signal,
      })
      .then(async ({ status, headers, _data }): Promise<{ answer: Answer; status?: number }> => {
        const date = headers.get("date");
        const msAhead = clockAheadMs(date, sentAt, clock.now());
        this.#msAhead = msAhead ?? this.#msAhead;
        const text = await readBody(_data);
        if (text === undefined)
          return { answer: { kind: "oversized", status, what: "bytes", most: MOST_BYTES }, status };
        const http = { status, retryAfter: headers.get("retry-after"), date, text };
        return { answer: readScrubbed(msAhead === undefined ? http : { ...http, msAhead }, redactor), status };
      })
      .catch((error: unknown) => ({ answer: readFailure(error), status: undefined }))
      .finally(limit.clear);
    if (isHeld) return "held";
    onCall?.({
      operation: name,
      attempt,
      outcome: answer.kind,
      ms: clock.monotonic() - startedAt,
      ...(status === undefined ? {} : { status }),
    });
    return answer;
  }

  #lane(name: OperationName): Lane {
    const lane = this.#lanes.get(name);
    if (lane === undefined) throw new TypeError(`no lane for ${name}`);
    return lane;
  }
}

/**
 * A signal that is given after a time, or with another. Not `AbortSignal.any` of an `AbortSignal.timeout`: Node 20 forgets
 * its timer when it next clears its memory, and a call that nobody answers would last for ever.
 */
function timeLimit(
  ms: number,
  giveUp: AbortSignal | undefined,
): { readonly signal: AbortSignal; readonly clear: () => void } {
  const controller = new AbortController();
  const end = () => controller.abort(giveUp?.reason);
  const late = () => controller.abort(new DOMException("The operation was aborted due to timeout", "TimeoutError"));
  const timer = setTimeout(late, ms);
  if (giveUp?.aborted === true) end();
  giveUp?.addEventListener("abort", end, { once: true });
  const clear = () => {
    clearTimeout(timer);
    giveUp?.removeEventListener("abort", end);
  };
  return { signal: controller.signal, clear };
}

function isOutOfOrder(error: MoorError): boolean {
  return timedOut(error) || error.fault.code === "bad-reply";
}

function isWrite(name: OperationName): boolean {
  return name === "addQueue" || name === "updateQueueAssignMembers";
}

/** A reply that is not what was promised is no reason to crash, but a bad answer like others: reads are sent again. */
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

/**
 * A gateway's page may echo the request. Whatever goes into words is read from a text without the secrets in it, since a
 * shortened one would pass the gate at the way out; the data of a reply are read as they are.
 */
function readScrubbed(http: HttpAnswer, redactor: Redactor): Answer {
  const answer = readAnswer(http);
  if (answer.kind === "reply") return answer;
  const text = redactor.redact(http.text);
  return text === http.text ? answer : readAnswer({ ...http, text });
}
