import { type Answer, htmlAnswer, jsonAnswer, type Reply } from "./answers.js";

/** The ways in which a call over the limit may be answered. The API page names them all; the vendor documents none. */
export const LIMIT_SHAPES = ["http-429", "http-429-bare", "code-429", "code-400", "html-503"] as const;
export type LimitShape = (typeof LIMIT_SHAPES)[number];

const tooOften = (code: 400 | 429): Reply => ({ code, success: false, message: "请求过于频繁,请稍后再试" });

const SHAPES: Readonly<Record<LimitShape, (retryAfterMs: number) => Answer>> = {
  "http-429": (ms) => jsonAnswer(tooOften(429), 429, { "Retry-After": String(Math.max(1, Math.ceil(ms / 1000))) }),
  "http-429-bare": () => jsonAnswer({ message: "Too Many Requests" }, 429),
  "code-429": () => jsonAnswer(tooOften(429)),
  "code-400": () => jsonAnswer(tooOften(400)),
  "html-503": () => htmlAnswer(503, "503 Service Temporarily Unavailable"),
};

/** @param retryAfterMs until a call would be let in; the header that tells it holds whole seconds, at least one */
export function limitAnswer(shape: LimitShape, retryAfterMs: number): Answer {
  return SHAPES[shape](retryAfterMs);
}
