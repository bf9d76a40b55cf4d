import { describe, expect, it } from "vitest";
import { type HttpAnswer, parseRetryAfter, readAnswer, readFailure } from "../../src/moor/answer.js";

const NOW = Date.parse("2026-11-23T00:00:00Z");
const json = (body: unknown, status = 200, retryAfter: string | null = null): HttpAnswer => ({
  status,
  retryAfter,
  text: JSON.stringify(body),
});
const html = (status: number, text = "<html><body>Bad Gateway</body></html>"): HttpAnswer => ({
  status,
  retryAfter: null,
  text,
});

describe("readAnswer", () => {
  it.each<[string, HttpAnswer, object]>([
    ["success with a code", json({ code: 200, success: true, message: "success!" }), { kind: "reply" }],
    ["success without a code, as queue queries answer", json({ success: true, data: {} }), { kind: "reply" }],
    ["success with a code written as text", json({ code: "200" }), { kind: "reply" }],
    ["HTTP 429", html(429), { kind: "limited", sure: true }],
    ["code 429 behind HTTP 200", json({ code: 429, success: false }), { kind: "limited", sure: true }],
    ["code 429 as text", json({ code: "429" }), { kind: "limited", sure: true }],
    [
      "400 that speaks of frequency",
      json({ code: 400, success: false, message: "请求过于频繁" }),
      { kind: "limited", sure: true },
    ],
    ["400 with 频次", json({ code: 400, message: "超过频次限制" }), { kind: "limited", sure: true }],
    ["400 with Too Many", json({ success: false, message: "Too Many Requests" }), { kind: "limited", sure: true }],
    ["a gateway's HTML 503", html(503), { kind: "limited", sure: false, status: 503 }],
    ["Retry-After in seconds", json({ code: 429 }, 429, "7"), { kind: "limited", retryAfterMs: 7_000 }],
    [
      "the documented refusal",
      json({ code: 400, success: false, message: "create Queue error" }),
      { kind: "refused", status: 400, detail: "create Queue error" },
    ],
    ["success false without a code", json({ success: false, message: "no" }), { kind: "refused" }],
    ["code 403 behind HTTP 200", json({ code: 403, success: false }), { kind: "unauthorized" }],
    ["HTTP 403 with a page", html(403), { kind: "unauthorized" }],
    ["code 500 behind HTTP 200", json({ code: 500, success: false, message: "boom" }), { kind: "failed", status: 500 }],
    ["HTTP 500 with success inside", json({ success: true, data: {} }, 500), { kind: "failed", status: 500 }],
    ["HTML 502", html(502), { kind: "failed", status: 502 }],
    [
      "HTML where JSON should be",
      html(200),
      { kind: "unreadable", status: 200, excerpt: "<html><body>Bad Gateway</body></html>" },
    ],
    ["a not-found page", html(404), { kind: "unreadable", status: 404 }],
    ["a redirect", html(302, ""), { kind: "unreadable", status: 302 }],
    ["JSON that says nothing", json({ hello: 1 }), { kind: "unreadable" }],
    ["a JSON list", json([]), { kind: "unreadable" }],
    ["nothing at all", html(200, ""), { kind: "unreadable", excerpt: "" }],
  ])("%s", (_, answer, expected) => {
    expect(readAnswer(answer, NOW)).toMatchObject(expected);
  });

  it("shows nothing of JSON that broke off: it may hold passwords and telephone numbers", () => {
    const broken = readAnswer(
      { status: 200, retryAfter: null, text: '{"data":[{"phone":"15711356914","password":"hunter2"' },
      NOW,
    );
    expect(JSON.stringify(broken)).not.toMatch(/15711356914|hunter2/);
  });
});

describe("parseRetryAfter", () => {
  it.each([
    ["30", 30_000],
    ["0", 0],
    ["Mon, 23 Nov 2026 00:00:10 GMT", 10_000],
    ["soon", undefined],
    ["-5", undefined],
    ["", undefined],
    [null, undefined],
  ])("%j is %j ms", (value, expected) => {
    expect(parseRetryAfter(value, NOW)).toBe(expected);
  });
});

describe("readFailure", () => {
  const failed = (code: string, name = "Error") =>
    Object.assign(new Error(`[POST] "https://h/x?sig=SECRET"`), {
      name: "FetchError",
      cause: Object.assign(new Error("inner"), { code, name }),
    });
  it.each([
    ["ENOTFOUND", { reason: "dns", sent: false }],
    ["ECONNREFUSED", { reason: "refused", sent: false }],
    ["ECONNRESET", { reason: "reset", sent: true }],
    ["UND_ERR_SOCKET", { reason: "reset", sent: true }],
    ["UND_ERR_CONNECT_TIMEOUT", { reason: "timeout", sent: false }],
    ["CERT_HAS_EXPIRED", { reason: "certificate", sent: false }],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", { reason: "certificate", sent: false }],
    ["EWHATEVER", { reason: "other", sent: true }],
  ])("%s", (code, expected) => {
    const answer = readFailure(failed(code));
    expect(answer).toMatchObject({ kind: "none", ...expected });
    expect(JSON.stringify(answer)).not.toContain("SECRET");
  });

  it("finds the reason among several addresses that were tried", () => {
    const both = new AggregateError([Object.assign(new Error("a"), { code: "ECONNREFUSED" })]);
    expect(readFailure(Object.assign(new TypeError("fetch failed"), { cause: both }))).toMatchObject({
      reason: "refused",
    });
  });

  it("knows its own time limit", () => {
    expect(
      readFailure(Object.assign(new Error("x"), { cause: new DOMException("late", "TimeoutError") })),
    ).toMatchObject({ reason: "timeout", sent: true });
  });
});
