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
  /**
   * Account number, secret or clock. `msAhead`: our clock against the server's, where the answer says its time.
   * `bare`: it was no JSON, so it may come from something before the API.
   */
  | { readonly kind: "unauthorized"; readonly detail: string; readonly msAhead?: number; readonly bare?: true }
  /** The server failed (5xx). */
  | { readonly kind: "failed"; readonly status: number; readonly detail: string }
  /** Success by its envelope, but without what the API page promises: `expected` names the missing part. */
  | { readonly kind: "misshapen"; readonly status: number; readonly expected: string }
  /** No JSON, or JSON without any sign of success or failure. */
  | { readonly kind: "unreadable"; readonly status: number; readonly excerpt: string }
  /** No answer. `sent`: whether the request can have reached the server. */
  | NoAnswer;

export interface NoAnswer {
  readonly kind: "none";
  readonly reason: UnreachableReason;
  readonly detail: string;
  readonly sent: boolean;
  /** The proxy that is to blame. */
  readonly proxy?: string;
}

/** An HTTP answer as the transport read it. */
export interface HttpAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
  /** Our clock against the server's, in ms; absent where the answer does not say its time. */
  readonly msAhead?: number;
}

/**
 * How far our clock is ahead of the server's, by the `Date` of an answer. It tells whole seconds, of some moment between
 * sending and answer: good to a second or so.
 *
 * @param sentAt and `answeredAt`: our wall clock, ms since 1970
 */
export function clockAheadMs(date: string | null, sentAt: number, answeredAt: number): number | undefined {
  const servers = Date.parse(date ?? "");
  return Number.isNaN(servers) ? undefined : (sentAt + answeredAt) / 2 - (servers + 500);
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
  const { status, msAhead } = answer;
  const unauthorized = (detail: string): Extract<Answer, { kind: "unauthorized" }> => ({
    kind: "unauthorized",
    detail,
    ...(msAhead === undefined ? {} : { msAhead }),
  });
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
    if (status === 503) return limited(false, titleOf(answer.text) ?? excerpt);
    if (status === 401 || status === 403) return { ...unauthorized(`HTTP ${status}`), bare: true };
    if (status >= 500) return { kind: "failed", status, detail: titleOf(answer.text) ?? excerpt };
    return { kind: "unreadable", status, excerpt };
  }

  const code = toNumber(reply["code"]) ?? status;
  const detail = typeof reply["message"] === "string" ? excerptOf(reply["message"]) : "";
  if (code === 429 || status === 429) return limited(true, detail);
  const failed = status >= 400 || code >= 400 || reply["success"] === false || reply["success"] === "false";
  if (failed && code < 500 && LIMIT_WORDS.test(detail)) return limited(true, detail);
  if (code === 401 || code === 403 || status === 401 || status === 403) return unauthorized(detail);
  if (code >= 500 || status >= 500) return { kind: "failed", status: Math.max(code, status), detail };
  if (failed) return { kind: "refused", status: Math.max(code, status), detail };
  const succeeded = reply["success"] === true || reply["success"] === "true" || toNumber(reply["code"]) === 200;
  if (!succeeded) return { kind: "unreadable", status, excerpt: excerptOf(answer.text) };
  return { kind: "reply", reply };
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

/** What a gateway's page calls itself: its tags tell nobody more. */
function titleOf(page: string): string | undefined {
  const title = /<title>([^<]+)<\/title>/i.exec(page)?.[1]?.trim() ?? "";
  return title === "" ? undefined : excerptOf(title);
}
