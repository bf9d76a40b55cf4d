import { createFetch } from "ofetch";
import type { Clock } from "../model/clock.js";
import { Redactor } from "../model/redactor.js";
import { type Answer, clockAheadMs, type HttpAnswer, type JsonObject, readAnswer } from "./answer.js";
import { OPERATIONS, type OperationName } from "./operations.js";
import { readFailure } from "./readFailure.js";
import { sign } from "./signature.js";

/** The account that a call is signed for. */
export interface Identity {
  readonly accountId: string;
  readonly apiSecret: string;
}

/** Where calls go, and how they get there. */
export interface SenderOptions {
  /** Base URL without a trailing slash. */
  readonly host: string;
  /** Must open a new connection for every call: one that was kept alive may be dead, and a lost answer is dear. */
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** Ms until an attempt without an answer is given up. */
  readonly timeoutMs: number;
  /** Aborted: what is in flight is not awaited any longer. */
  readonly giveUp?: AbortSignal;
  readonly onCall?: (event: CallEvent) => void;
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
 * What `fetch` is given besides its own options. Between the call of `fetch` and the first byte lie a name server, a
 * connection and a handshake, and a laptop can be shut in the middle of it.
 */
export interface LeavingCall {
  /** Asked when the connection stands: may the request be written? If not, `fetch` rejects, and nothing was sent. */
  readonly mayLeave?: () => boolean;
}

/** One attempt at a call. */
export interface Attempt {
  readonly operation: OperationName;
  readonly body: JsonObject;
  /** 1 for the first attempt. */
  readonly number: number;
  readonly as: Identity;
  readonly mayLeave: () => boolean;
}

/** Sends single attempts over HTTP and sorts what comes back. */
export class Sender {
  readonly #options: SenderOptions;
  #msAhead: number | undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** How far this machine's clock is ahead of the server's, in ms, by the latest answer that told its time. */
  get clockAheadMs(): number | undefined {
    return this.#msAhead;
  }

  /**
   * Sends one attempt, signed when it leaves, with a time limit of its own.
   *
   * @returns the answer, sorted; `held` when `mayLeave` said no and nothing was sent
   */
  async send({ operation, body, number, as, mayLeave }: Attempt): Promise<Answer | "held"> {
    const { host, clock, timeoutMs, giveUp, onCall } = this.#options;
    const { accountId, apiSecret } = as;
    const sentAt = clock.now();
    const { authorization, sig } = sign(accountId, apiSecret, sentAt);
    const startedAt = clock.monotonic();
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
    const { answer, status } = await createFetch({ fetch: this.#options.fetch })
      .raw<unknown, "stream">(`${host}${OPERATIONS[operation].path}/${encodeURIComponent(accountId)}?sig=${sig}`, {
        ...leaving,
        method: "POST",
        headers: { authorization, accept: "application/json", "content-type": "application/json;charset=utf-8" },
        body: JSON.stringify(body),
        responseType: "stream",
        // ofetch repeats with the aborted signal of the first attempt, ignores Retry-After and repeats 409. Our own policy
        // repeats (`callHistory.ts`).
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
      operation,
      attempt: number,
      outcome: answer.kind,
      ms: clock.monotonic() - startedAt,
      ...(status === undefined ? {} : { status }),
    });
    return answer;
  }
}

/**
 * A signal that is given after a time, or with another. Not `AbortSignal.any` of an `AbortSignal.timeout`: Node 20 forgets
 * its timer at the next garbage collection, and a call without an answer would last for ever.
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

/**
 * Bytes of a reply that are read, counted after decompression. A page of 500 groups with 200 members each has about
 * 10 MiB.
 */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * The text of a reply. One that is too long is not read to its end: a few hundred KB can unpack to gigabytes.
 *
 * @returns `undefined` when it is too long
 */
async function readBody(body: ReadableStream<Uint8Array> | null | undefined): Promise<string | undefined> {
  if (body === null || body === undefined) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new TextDecoder().decode(Buffer.concat(chunks, bytes));
    bytes += value.byteLength;
    if (bytes > MOST_BYTES) {
      await reader.cancel().catch(() => undefined);
      return undefined;
    }
    chunks.push(value);
  }
}

/**
 * A gateway's page may echo the request. What goes into a message is read from a text without the secrets in it, because a
 * shortened secret would not be recognised where the output is redacted. The data of a reply are read as they are.
 */
function readScrubbed(http: HttpAnswer, redactor: Redactor): Answer {
  const answer = readAnswer(http);
  if (answer.kind === "reply") return answer;
  const text = redactor.redact(http.text);
  return text === http.text ? answer : readAnswer({ ...http, text });
}
