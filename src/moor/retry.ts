import type { Answer, NoAnswer } from "./answer.js";
import { type Fate, MoorError } from "./errors.js";
import type { MoorFindingArgs } from "./findings.js";
import type { Operation, OperationName } from "./operations.js";
import { SIGNATURE_LIFE_MS } from "./signature.js";

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
 * @param soFar attempts at this call that did not end in a limit answer, and those that did
 * @param maxAttempts attempts that do not end in a limit answer
 * @returns ms to wait before the next attempt (0: the limiter does the waiting); `undefined`: there is none
 */
export function retryDelayMs(
  repeat: Operation["repeat"],
  answer: Answer,
  soFar: { readonly failures: number; readonly limitAnswers: number },
  random: () => number,
  maxAttempts = MAX_ATTEMPTS,
): number | undefined {
  if (repeat === "never" || (repeat === "unless-carried-out" && fateOf(answer) === "unknown")) return undefined;
  const again = () => (soFar.failures < maxAttempts ? backoff(soFar.failures, random) : undefined);
  switch (answer.kind) {
    case "limited":
      return soFar.limitAnswers < (answer.sure ? MAX_LIMIT_ANSWERS : MAX_UNSURE_LIMIT_ANSWERS) ? 0 : undefined;
    case "reply":
    case "refused":
    case "unauthorized":
      return undefined;
    case "unreadable":
      // A page where JSON should be, behind a 3xx or 4xx, is a wrong host; trying again does not make it right.
      return answer.status >= 300 ? undefined : again();
    case "none":
      // EAI_AGAIN is DNS asking for patience.
      return LASTING.test(answer.reason) && answer.detail !== "EAI_AGAIN" ? undefined : again();
    case "failed":
    case "misshapen":
      return again();
  }
}

/** Reasons that another attempt meets again: names, certificates, and what a proxy has decided. */
const LASTING = /^(proxy-)?(dns|certificate.*|not-tls|auth|denied|port)$/;

/** Exponential, with jitter of half either way so that parallel calls do not come back together. */
function backoff(failures: number, random: () => number): number {
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
      if (answer.msAhead !== undefined && Math.abs(answer.msAhead) > SIGNATURE_LIFE_MS)
        return new MoorError(
          { code: "clock-off", args: { operation, host, secondsAhead: Math.round(answer.msAhead / 1000) } },
          fate,
        );
      return new MoorError(
        {
          code: "wrong-credentials",
          args: { operation, host, accountId, detail: answer.detail, ...(answer.bare ? { bare: true } : {}) },
        },
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
      return new MoorError({ code: "unreachable", args: unreachable(answer, host, operation, attempts) }, fate);
  }
}

function unreachable(
  { reason, detail, proxy }: NoAnswer,
  host: string,
  operation: OperationName,
  attempts: number,
): MoorFindingArgs["unreachable"] {
  return { host, operation, reason, detail, attempts, ...(proxy === undefined ? {} : { proxy }) };
}
