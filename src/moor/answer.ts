import type { UnreachableReason } from "./findings.js";

export type JsonObject = Readonly<Record<string, unknown>>;

/** What came back for one attempt, sorted by what it means. */
export type Answer =
  /** Success, as far as the envelope says. */
  | { readonly kind: "reply"; readonly reply: JsonObject }
  /** The limit is reached. `sure`: the words say so; otherwise it is a gateway's 503, which can mean other things. */
  | {
      readonly kind: "limited";
      readonly sure: boolean;
      readonly retryAfterMs?: number;
      readonly status: number;
      readonly detail: string;
    }
  /** Understood and turned down. */
  | { readonly kind: "refused"; readonly status: number; readonly detail: string }
  /** Account number, secret or clock. */
  | { readonly kind: "unauthorized"; readonly detail: string }
  /** The server failed (5xx). */
  | { readonly kind: "failed"; readonly status: number; readonly detail: string }
  /** Success by its envelope, but without what the API page promises: `expected` names the missing part. */
  | { readonly kind: "misshapen"; readonly status: number; readonly expected: string }
  /** No JSON, or JSON without any sign of success or failure. */
  | { readonly kind: "unreadable"; readonly status: number; readonly excerpt: string }
  /** No answer. `sent`: whether the request can have reached the server. */
  | { readonly kind: "none"; readonly reason: UnreachableReason; readonly detail: string; readonly sent: boolean };

/** An HTTP answer as the transport read it. */
export interface HttpAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
}

/** How the neighbouring pages word a limit; the limit's own answer is documented nowhere (the API page, "Call shape"). */
const LIMIT_WORDS = /频繁|频次|频率|too many|too frequent|limit/i;

/**
 * Sorts an HTTP answer. The JSON `code` outranks the HTTP status, which may be 200 whatever happened (the API page),
 * and queue queries answer with no `code` at all.
 *
 * @param nowMs wall clock, to read a `Retry-After` that is a date
 */
export function readAnswer(answer: HttpAnswer, nowMs: number): Answer {
  const { status } = answer;
  const retryAfterMs = parseRetryAfter(answer.retryAfter, nowMs);
  const limited = (sure: boolean, detail: string): Answer => ({
    kind: "limited",
    sure,
    status,
    detail,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });

  const reply = parseObject(answer.text);
  if (reply === undefined) {
    const excerpt = excerptOf(answer.text);
    if (status === 429) return limited(true, excerpt);
    if (status === 503) return limited(false, excerpt);
    if (status === 401 || status === 403) return { kind: "unauthorized", detail: `HTTP ${status}` };
    if (status >= 500) return { kind: "failed", status, detail: excerpt };
    return { kind: "unreadable", status, excerpt };
  }

  const code = toNumber(reply["code"]) ?? status;
  const detail = typeof reply["message"] === "string" ? excerptOf(reply["message"]) : "";
  if (code === 429 || status === 429) return limited(true, detail);
  const failed = status >= 400 || code >= 400 || reply["success"] === false || reply["success"] === "false";
  if (failed && code < 500 && LIMIT_WORDS.test(detail)) return limited(true, detail);
  if (code === 401 || code === 403 || status === 401 || status === 403) return { kind: "unauthorized", detail };
  if (code >= 500 || status >= 500) return { kind: "failed", status: Math.max(code, status), detail };
  if (failed) return { kind: "refused", status: Math.max(code, status), detail };
  const succeeded = reply["success"] === true || reply["success"] === "true" || toNumber(reply["code"]) === 200;
  if (!succeeded) return { kind: "unreadable", status, excerpt: excerptOf(answer.text) };
  return { kind: "reply", reply };
}

/** Codes by which Node, TLS and undici name a connection that was never made: the request cannot have arrived. */
const NEVER_SENT: Readonly<Record<string, UnreachableReason>> = {
  ENOTFOUND: "dns",
  EAI_AGAIN: "dns",
  ECONNREFUSED: "refused",
  EHOSTUNREACH: "other",
  ENETUNREACH: "other",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
};
const MAYBE_SENT: Readonly<Record<string, UnreachableReason>> = {
  ECONNRESET: "reset",
  EPIPE: "reset",
  UND_ERR_SOCKET: "reset",
  ETIMEDOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
};
const CERTIFICATE = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/** Sorts what `fetch` threw. Only codes are looked at and passed on: messages may hold the signed URL. */
export function readFailure(error: unknown): Answer {
  for (const cause of causesOf(error)) {
    const code = String((cause as { code?: unknown }).code ?? "");
    const name = cause instanceof Error ? cause.name : "";
    const neverSent = NEVER_SENT[code];
    if (neverSent !== undefined) return { kind: "none", reason: neverSent, detail: code, sent: false };
    if (CERTIFICATE.test(code)) return { kind: "none", reason: "certificate", detail: code, sent: false };
    const maybeSent = MAYBE_SENT[code];
    if (maybeSent !== undefined) return { kind: "none", reason: maybeSent, detail: code, sent: true };
    if (name === "TimeoutError") return { kind: "none", reason: "timeout", detail: name, sent: true };
  }
  const names = [...causesOf(error)].map((cause) =>
    String((cause as { code?: unknown }).code ?? (cause as Error).name),
  );
  return { kind: "none", reason: "other", detail: names.at(-1) ?? "unknown", sent: true };
}

/** The error, what caused it, and so on; of several (one for each address that was tried) each. */
function* causesOf(error: unknown, depth = 0): Generator<object> {
  if (typeof error !== "object" || error === null || depth > 8) return;
  yield error;
  yield* causesOf((error as { cause?: unknown }).cause, depth + 1);
  const { errors } = error as { errors?: unknown };
  if (Array.isArray(errors)) for (const one of errors) yield* causesOf(one, depth + 1);
}

/** Seconds or an HTTP date, as ms from now; absent or senseless values are left to the caller's default. */
export function parseRetryAfter(value: string | null, nowMs: number): number | undefined {
  if (value === null || value.trim() === "") return undefined;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - nowMs;
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}

/** Some replies write numbers as strings. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Enough of a page or message to recognise it, on one line. Of broken JSON nothing is shown: claim-status replies hold
 * telephone numbers and the agent list holds passwords.
 */
function excerptOf(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (/^\W*[{[]/.test(line)) return "{…";
  return [...line].slice(0, 120).join("") + (line.length > 120 ? "…" : "");
}
