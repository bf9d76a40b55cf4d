import type { Answer } from "./answer.js";
import { type Fate, MoorError } from "./errors.js";
import type { Operation, OperationName } from "./operations.js";

/** Attempts at a call that fails for other reasons than the limit. */
const MAX_ATTEMPTS = 5;
/** Limit answers in a row that are waited out: each costs a window, so this is patience for twenty minutes. */
const MAX_LIMIT_ANSWERS = 20;
/** A gateway's 503 may mean a limit or an outage; an outage is not waited for as long. */
const MAX_UNSURE_LIMIT_ANSWERS = 5;
const FIRST_DELAY_MS = 300;
const LONGEST_DELAY_MS = 8_000;

/**
 * The one retry policy.
 *
 * @param repeat what the operation allows
 * @param failures attempts so far that did not end in a limit answer
 * @param limitAnswers limit answers to this call so far
 * @returns ms to wait before the next attempt (0: the limiter does the waiting); `undefined`: there is none
 */
export function retryDelayMs(
  repeat: Operation["repeat"],
  answer: Answer,
  failures: number,
  limitAnswers: number,
  random: () => number,
): number | undefined {
  if (repeat === "never" || (repeat === "unless-carried-out" && fateOf(answer) === "unknown")) return undefined;
  switch (answer.kind) {
    case "limited":
      return limitAnswers < (answer.sure ? MAX_LIMIT_ANSWERS : MAX_UNSURE_LIMIT_ANSWERS) ? 0 : undefined;
    case "reply":
    case "refused":
    case "unauthorized":
      return undefined;
    case "unreadable":
      // A page where JSON should be, behind a 3xx or 4xx, is a wrong host; trying again does not make it right.
      return answer.status >= 300 ? undefined : backoff(failures, random);
    case "none":
      return answer.reason === "certificate" || answer.reason === "dns" ? undefined : backoff(failures, random);
    case "failed":
    case "misshapen":
      return backoff(failures, random);
  }
}

/** Exponential, with jitter of half either way so that parallel calls do not come back together. */
function backoff(failures: number, random: () => number): number | undefined {
  if (failures >= MAX_ATTEMPTS) return undefined;
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1)) * (0.5 + random());
}

/** Can the server have carried the call out, for all that this answer says? */
export function fateOf(answer: Answer): Fate {
  switch (answer.kind) {
    case "limited":
      return answer.sure ? "no" : "unknown";
    case "refused":
    case "unauthorized":
      return "no";
    case "none":
      return answer.sent ? "unknown" : "no";
    case "unreadable":
      // A redirect or a "not found" page comes from somewhere before the API.
      return answer.status >= 300 && answer.status < 500 ? "no" : "unknown";
    case "failed":
    case "misshapen":
    case "reply":
      return "unknown";
  }
}

/** Which call it was, for the error's words. */
export interface CallContext {
  readonly operation: OperationName;
  readonly host: string;
  readonly accountId: string;
  readonly attempts: number;
  readonly limitAnswers: number;
}

/** The error for an answer after which nothing more is tried. */
export function faultOf(answer: Exclude<Answer, { kind: "reply" }>, context: CallContext): MoorError {
  const { operation, host, accountId, attempts, limitAnswers } = context;
  const fate = fateOf(answer);
  switch (answer.kind) {
    case "limited":
      if (!answer.sure)
        return new MoorError(
          { code: "api-error", args: { operation, status: answer.status, detail: answer.detail, attempts } },
          fate,
        );
      return new MoorError({ code: "still-limited", args: { operation, answers: limitAnswers } }, fate);
    case "refused":
      return new MoorError(
        { code: "api-refused", args: { operation, status: answer.status, detail: answer.detail } },
        fate,
      );
    case "unauthorized":
      return new MoorError(
        { code: "wrong-credentials", args: { operation, host, accountId, detail: answer.detail } },
        fate,
      );
    case "failed":
      return new MoorError(
        { code: "api-error", args: { operation, status: answer.status, detail: answer.detail, attempts } },
        fate,
      );
    case "misshapen":
      return new MoorError({ code: "bad-reply", args: { operation, expected: answer.expected, attempts } }, fate);
    case "unreadable":
      return new MoorError(
        { code: "not-json", args: { operation, host, status: answer.status, excerpt: answer.excerpt, attempts } },
        fate,
      );
    case "none":
      return new MoorError(
        { code: "unreachable", args: { host, operation, reason: answer.reason, detail: answer.detail, attempts } },
        fate,
      );
  }
}
