import type { Answer } from "./answer.js";
import { MoorError } from "./errors.js";
import type { AnswerCounts } from "./limiter/answerCounts.js";
import type { Operation } from "./operations.js";
import { deliveryOf, faultOf, isPatienceOver, retryDelayMs } from "./retry.js";

/** The call that is repeated. */
export interface RepeatedCall {
  readonly operation: Operation;
  readonly host: string;
  readonly accountId: string;
  /** Attempts that do not end in a limit answer; five where it is absent. */
  readonly attempts?: number | undefined;
  /** An answer that is no success counts at once; no answer, or the limit's, does not. */
  readonly once?: boolean | undefined;
  /** A number from 0 to 1 each call, to spread repetitions. */
  readonly random: () => number;
}

/** What follows an answer that is no success. */
export interface Verdict {
  /** What the call fails with, when it is not repeated or the run stops. */
  readonly fault: MoorError;
  /** Ms until the next attempt (0: the limiter does the waiting); `undefined`: there is none. */
  readonly repeatInMs: number | undefined;
  /** The limit has been waited out for long enough, by all calls of the interface. `restMs`: what the server asks for. */
  readonly closes?: { readonly restMs: number | undefined };
}

/** How often the same words have to come before they are a refusal. */
const SAME_WORDS = 3;

/** What has happened to one call so far, and what follows from it. */
export class CallHistory {
  readonly #call: RepeatedCall;
  /** Of the interface as a whole. */
  readonly #answers: Readonly<Pick<AnswerCounts, "passed" | "limited" | "limitedInARow">>;
  #attempts = 0;
  #limitAnswers = 0;
  #maybeDone = false;
  #last: MoorError | undefined;
  /** The latest limit answer in words, how often it came, and how the interface had answered when it first did. */
  #words:
    | {
        readonly text: string;
        readonly times: number;
        readonly since: { readonly passed: number; readonly limited: number };
      }
    | undefined;

  /** @param answers of the interface as a whole */
  constructor(call: RepeatedCall, answers: Readonly<Pick<AnswerCounts, "passed" | "limited" | "limitedInARow">>) {
    this.#call = call;
    this.#answers = answers;
  }

  get attempts(): number {
    return this.#attempts;
  }

  /** An attempt may have been carried out. */
  get maybeDone(): boolean {
    return this.#maybeDone;
  }

  /** What the latest attempt failed with: the truth about a call that is stopped or turned away between two attempts. */
  get last(): MoorError | undefined {
    return this.#last;
  }

  /** An attempt was sent. */
  sent(): void {
    this.#attempts += 1;
  }

  /** Judges the answer to the latest attempt, after the interface has counted it. */
  judge(given: Exclude<Answer, { kind: "reply" }>): Verdict {
    const { operation, host, accountId, attempts: most, once = false, random } = this.#call;
    const answer = this.#sort(given);
    if (given.kind === "limited") this.#limitAnswers += 1;
    const failures = this.#attempts - this.#limitAnswers;
    const limitAnswers = Math.max(this.#limitAnswers, this.#answers.limitedInARow);
    const delayMs = retryDelayMs(operation.repeat, answer, { failures, limitAnswers }, random, most);
    // Of several attempts, one that may have been carried out is enough.
    this.#maybeDone ||= deliveryOf(answer) === "unknown";
    const context = { operation: operation.name, host, accountId, attempts: this.#attempts, limitAnswers };
    const fault = new MoorError(faultOf(answer, context), this.#maybeDone ? "unknown" : "not-done");
    this.#last = fault;
    const isEnough = once && answer.kind !== "none" && answer.kind !== "limited";
    const closes = answer.kind === "limited" && isPatienceOver(answer, limitAnswers);
    return {
      fault,
      repeatInMs: isEnough ? undefined : delayMs,
      ...(closes ? { closes: { restMs: answer.retryAfterMs } } : {}),
    };
  }

  /**
   * Is it the limit at all? A refusal whose words speak of frequency is a refusal for good when one call meets it three
   * times, while others of its interface pass and none of them meets the limit.
   */
  #sort(answer: Exclude<Answer, { kind: "reply" }>): Exclude<Answer, { kind: "reply" }> {
    if (answer.kind !== "limited") return answer;
    const { passed, limited } = this.#answers;
    if (answer.sign !== "words") this.#words = undefined;
    else if (answer.detail !== this.#words?.text)
      this.#words = { text: answer.detail, times: 1, since: { passed, limited } };
    else this.#words = { ...this.#words, times: this.#words.times + 1 };
    if (this.#words === undefined || this.#words.times < SAME_WORDS) return answer;
    const { times, since } = this.#words;
    const isAlone = limited - since.limited === times - 1;
    if (!isAlone || passed === since.passed) return answer;
    return { kind: "refused", status: answer.status, detail: answer.detail };
  }
}
