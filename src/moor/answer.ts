import { isGatewayGivingUp } from "./errors.js";
import type { Oversize, UnreachableReason } from "./findings.js";

export type JsonObject = Readonly<Record<string, unknown>>;

/** What came back for one attempt, sorted by what it means. */
export type Answer =
  /** Success, as far as the envelope says. */
  | { readonly kind: "reply"; readonly reply: JsonObject }
  /** The limit is reached. `status`: 429 says so. `words`: a refusal speaks of frequency. `gateway`: a 503, which can mean other things. */
  | {
      readonly kind: "limited";
      readonly sign: "status" | "words" | "gateway";
      /** What the server asks for; absent where it does not say. */
      readonly retryAfterMs?: number;
      readonly status: number;
      readonly detail: string;
    }
  /** Understood and refused. */
  | { readonly kind: "refused"; readonly status: number; readonly detail: string }
  /**
   * Account number, secret or clock. `msAhead`: our clock against the server's, when the answer says its time. `bare`: it
   * was not JSON, so it may come from something in front of the API.
   */
  | { readonly kind: "unauthorized"; readonly detail: string; readonly msAhead?: number; readonly bare?: true }
  /** The server failed (5xx). */
  | { readonly kind: "failed"; readonly status: number; readonly detail: string }
  /** Success by its envelope, but without what the API page promises: `expected` names the missing part. */
  | { readonly kind: "misshapen"; readonly status: number; readonly expected: string }
  /** More than muster reads. Another answer to the same question would be as large. */
  | { readonly kind: "oversized"; readonly status: number; readonly what: Oversize; readonly most: number }
  /** No JSON, or JSON without any sign of success or failure. */
  | { readonly kind: "unreadable"; readonly status: number; readonly excerpt: string }
  /** No answer. `sent`: whether the request can have reached the server. */
  | NoAnswer;

export interface NoAnswer {
  readonly kind: "none";
  readonly reason: UnreachableReason;
  readonly detail: string;
  readonly sent: boolean;
  /** The proxy that did not let the call through. */
  readonly proxy?: string;
}

/** An HTTP answer as the transport read it. */
export interface HttpAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  /** When it was given, by the server's clock. */
  readonly date: string | null;
  readonly text: string;
  /** Our clock against the server's, in ms; absent when the answer does not say its time. */
  readonly msAhead?: number;
}

/**
 * How far our clock is ahead of the server's, by the `Date` of an answer. It is in whole seconds and from some moment
 * between sending and answer, so the result is good to about a second.
 *
 * @param sentAt and `answeredAt`: our wall clock, ms since 1970
 */
export function clockAheadMs(date: string | null, sentAt: number, answeredAt: number): number | undefined {
  const servers = Date.parse(date ?? "");
  return Number.isNaN(servers) ? undefined : (sentAt + answeredAt) / 2 - (servers + 500);
}

/**
 * How the neighbouring pages word a limit; the limit's own answer is documented nowhere (the API page, "Call shape"). A
 * bare "limit" is none: quotas, page sizes and permissions use the word too.
 */
const LIMIT_WORDS = [
  /频繁|限流|(请求|调用|访问|操作)过(快|多)|每(秒|分钟|小时).{0,8}次/,
  /too many (requests|calls)|too (frequent|often)|rate.?limit|(requests?|calls?|times) (per|a|\/) ?(second|minute|hour)|throttl/i,
];
const FREQUENCY = /频率|频次|frequency/i;
const OF_CALLS = /超|限|请求|调用|访问|过高|exceed|limit/i;
const OF_A_FIELD = /参数|字段|格式|无效|parameter|field|invalid/i;

/** Does a refusal speak of how often it is called? */
function speaksOfRate(message: string): boolean {
  if (LIMIT_WORDS.some((words) => words.test(message))) return true;
  return FREQUENCY.test(message) && OF_CALLS.test(message) && !OF_A_FIELD.test(message);
}

/**
 * Sorts an HTTP answer. The JSON `code` outranks the HTTP status, which may be 200 whatever happened (the API page),
 * and queue queries answer with no `code` at all. The list of codes is not complete: one that is not known is a refusal.
 */
export function readAnswer(answer: HttpAnswer): Answer {
  const { status, msAhead } = answer;
  const unauthorized = (detail: string): Extract<Answer, { kind: "unauthorized" }> => ({
    kind: "unauthorized",
    detail,
    ...(msAhead === undefined ? {} : { msAhead }),
  });
  const retryAfterMs = parseRetryAfter(answer.retryAfter, answer.date);
  const limited = (sign: "status" | "words" | "gateway", code: number, detail: string): Answer => ({
    kind: "limited",
    sign,
    status: code,
    detail,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });

  const reply = parseObject(answer.text);
  if (reply === undefined) {
    const excerpt = excerptOf(answer.text);
    const title = titleOf(answer.text) ?? excerpt;
    if (status === 429) return limited("status", status, excerpt);
    if (status === 503) return limited("gateway", status, title);
    if (status === 401 || status === 403) return { ...unauthorized(`HTTP ${status}`), bare: true };
    if (isFailure(status)) return { kind: "failed", status, detail: title };
    return { kind: "unreadable", status, excerpt };
  }

  const code = toNumber(reply["code"]);
  const success = toBoolean(reply["success"]);
  const detail = typeof reply["message"] === "string" ? excerptOf(reply["message"]) : "";
  const is = (...codes: readonly number[]): boolean => codes.some((one) => one === code || one === status);
  if (is(429)) return limited("status", 429, detail);
  if (is(401, 403)) return unauthorized(detail);
  if (isFailure(status) || (code !== undefined && isFailure(code)))
    return { kind: "failed", status: code !== undefined && isFailure(code) ? code : status, detail };
  const refused = success === false || status >= 400 || (code !== undefined && code !== 200 && success !== true);
  const shown = code ?? status;
  if (refused && speaksOfRate(detail)) return limited("words", shown, detail);
  if (refused) return { kind: "refused", status: shown === 200 ? status : shown, detail };
  if (success === true || code === 200) return { kind: "reply", reply };
  return { kind: "unreadable", status, excerpt: excerptOf(answer.text) };
}

/** 500 to 599, and the ways in which a gateway says that its patience is over. */
function isFailure(code: number): boolean {
  return (code >= 500 && code <= 599) || isGatewayGivingUp(code);
}

function toBoolean(value: unknown): boolean | undefined {
  if (value === true || value === "true") return true;
  return value === false || value === "false" ? false : undefined;
}

/**
 * `Retry-After` in ms: whole seconds, or an HTTP date, measured against the answer's own `Date` because clocks differ.
 *
 * @returns `undefined` when it is neither, or already over: the caller has a default
 */
export function parseRetryAfter(value: string | null, date: string | null): number | undefined {
  const text = value?.trim() ?? "";
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, Number.MAX_SAFE_INTEGER);
  if (!/^[A-Z][a-z]{2,8}, .* GMT$/.test(text)) return undefined;
  const ms = Date.parse(text) - Date.parse(date ?? "");
  return ms >= 0 ? ms : undefined;
}

/** Some replies write numbers as strings. A number beyond 2^53 has lost its last digits, and does not count as one. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === "number") return isExact(value) ? value : undefined;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const number = Number(value);
  return isExact(number) ? number : undefined;
}

/** Is this the number that was written? Beyond 2^53 `JSON.parse` takes the nearest number that it can hold. */
export function isExact(number: number): boolean {
  return Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER;
}

/** Lists and objects in one reply: twice as many as members fit into 16 MiB. Each takes many times its length of memory. */
const MOST_NODES = 1_000_000;

function hasTooManyNodes(text: string): boolean {
  let nodes = 0;
  for (let at = 0; at < text.length && text.length > MOST_NODES; at += 1) {
    const code = text.charCodeAt(at);
    if ((code === 0x5b || code === 0x7b) && ++nodes > MOST_NODES) return true;
  }
  return false;
}

function parseObject(text: string): JsonObject | undefined {
  if (hasTooManyNodes(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Enough of a page or a message to recognise it, on one line. Broken JSON is not shown: claim-status replies hold
 * telephone numbers, and the agent list holds passwords.
 */
function excerptOf(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (/^\W*[{[]/.test(line)) return "{…";
  return [...line].slice(0, 120).join("") + (line.length > 120 ? "…" : "");
}

/** The title of a gateway's page: the rest of the page says no more. */
function titleOf(page: string): string | undefined {
  const title = /<title>([^<]+)<\/title>/i.exec(page)?.[1]?.trim() ?? "";
  return title === "" ? undefined : excerptOf(title);
}
