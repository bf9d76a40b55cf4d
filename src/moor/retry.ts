import type { Answer, NoAnswer } from "./answer.js";
import type { Delivery, MoorFault } from "./errors.js";
import type { MoorFindingArgs } from "./findings.js";
import { LONGEST_WAIT_MS } from "./limiter/rateState.js";
import type { Ending } from "./limiter/storedRates.js";
import type { Operation, OperationName } from "./operations.js";
import { SIGNATURE_LIFE_MS } from "./signature.js";

/** Attempts at a call that fails for other reasons than the limit. */
const MAX_ATTEMPTS = 5;
/** Limit answers in a row that are waited out. Each costs a window: patience for twenty minutes. */
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
  if (repeat === "never" || (repeat === "unless-carried-out" && deliveryOf(answer) === "unknown")) return undefined;
  const again = () => (soFar.failures < maxAttempts ? backoff(soFar.failures, random) : undefined);
  switch (answer.kind) {
    case "limited":
      return isPatienceOver(answer, soFar.limitAnswers) ? undefined : 0;
    case "reply":
    case "refused":
    case "unauthorized":
    case "oversized":
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

/** Is it enough, after so many limit answers, or for a wait as long as the server asks for? */
export function isPatienceOver(answer: Extract<Answer, { kind: "limited" }>, limitAnswers: number): boolean {
  const most = answer.sign === "gateway" ? MAX_UNSURE_LIMIT_ANSWERS : MAX_LIMIT_ANSWERS;
  return limitAnswers >= most || (answer.retryAfterMs ?? 0) > LONGEST_WAIT_MS;
}

/** Reasons that another attempt meets again: names, certificates, and what a proxy has decided. */
const LASTING = /^(proxy-)?(dns|certificate.*|not-tls|auth|denied|port)$/;

/** Exponential, with jitter of half either way so that parallel calls do not come back together. */
function backoff(failures: number, random: () => number): number {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1)) * (0.5 + random());
}

/** Can the server have carried out the call, by this answer? */
export function deliveryOf(answer: Answer): Delivery {
  switch (answer.kind) {
    case "limited":
      return answer.sign === "gateway" ? "unknown" : "not-done";
    case "refused":
    case "unauthorized":
      return "not-done";
    case "none":
      return answer.sent ? "unknown" : "not-done";
    case "unreadable":
      // A redirect or a "not found" page comes from somewhere before the API.
      return answer.status >= 300 && answer.status < 500 ? "not-done" : "unknown";
    case "failed":
    case "misshapen":
    case "oversized":
    case "reply":
      return "unknown";
  }
}

/** Which call it was, for the message. */
export interface CallContext {
  readonly operation: OperationName;
  readonly host: string;
  readonly accountId: string;
  readonly attempts: number;
  readonly limitAnswers: number;
}

/**
 * What an answer means for the limit. For a wait that is longer than muster waits no other call rests: those that wait for
 * it have ended.
 */
export function endingOf(answer: Answer): Ending {
  if (answer.kind !== "limited")
    return { how: answer.kind === "reply" || answer.kind === "refused" ? "passed" : "unanswered" };
  const { retryAfterMs } = answer;
  return retryAfterMs === undefined || retryAfterMs > LONGEST_WAIT_MS
    ? { how: "limited" }
    : { how: "limited", restMs: retryAfterMs };
}

/** What an answer says where nothing more is tried. */
export function faultOf(answer: Exclude<Answer, { kind: "reply" }>, context: CallContext): MoorFault {
  const { operation, host, accountId, attempts, limitAnswers } = context;
  const failed = (status: number, detail: string): MoorFault => ({
    code: "api-error",
    args: { operation, status, detail, attempts },
  });
  switch (answer.kind) {
    case "limited": {
      const { sign, status, detail, retryAfterMs = 0 } = answer;
      if (retryAfterMs > LONGEST_WAIT_MS)
        return { code: "long-wait", args: { operation, seconds: Math.ceil(retryAfterMs / 1000), detail } };
      if (sign === "gateway") return failed(status, detail);
      return { code: "still-limited", args: { operation, answers: limitAnswers, detail } };
    }
    case "refused":
      return { code: "api-refused", args: { operation, status: answer.status, detail: answer.detail } };
    case "unauthorized": {
      const { msAhead, detail, bare } = answer;
      if (msAhead !== undefined && Math.abs(msAhead) > SIGNATURE_LIFE_MS)
        return { code: "clock-off", args: { operation, host, secondsAhead: Math.round(msAhead / 1000) } };
      return { code: "wrong-credentials", args: { operation, host, accountId, detail, ...(bare ? { bare } : {}) } };
    }
    case "failed":
      return failed(answer.status, answer.detail);
    case "oversized":
      return { code: "reply-too-large", args: { operation, what: answer.what, most: answer.most } };
    case "misshapen":
      return { code: "bad-reply", args: { operation, expected: answer.expected, attempts } };
    case "unreadable":
      return {
        code: "not-json",
        args: { operation, host, status: answer.status, excerpt: answer.excerpt, attempts },
      };
    case "none":
      return { code: "unreachable", args: unreachable(answer, host, operation, attempts) };
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
