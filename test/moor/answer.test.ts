import { describe, expect, it } from "vitest";
import { clockAheadMs, type HttpAnswer, parseRetryAfter, readAnswer } from "../../src/moor/answer.js";
import { ProxyFailure } from "../../src/moor/errors.js";
import { readFailure } from "../../src/moor/readFailure.js";

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
    ["UND_ERR_CONNECT_TIMEOUT", { reason: "no-route", sent: false }],
    ["ENETUNREACH", { reason: "no-route", sent: false }],
    ["ETIMEDOUT", { reason: "timeout", sent: true }],
    ["CERT_HAS_EXPIRED", { reason: "certificate-expired", sent: false }],
    ["CERT_NOT_YET_VALID", { reason: "certificate-not-yet-valid", sent: false }],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", { reason: "certificate-authority", sent: false }],
    ["SELF_SIGNED_CERT_IN_CHAIN", { reason: "certificate-authority", sent: false }],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", { reason: "certificate-authority", sent: false }],
    ["ERR_TLS_CERT_ALTNAME_INVALID", { reason: "certificate-name", sent: false }],
    ["CERT_REVOKED", { reason: "certificate", sent: false }],
    ["ERR_SSL_WRONG_VERSION_NUMBER", { reason: "not-tls", sent: false }],
    ["EPROTO", { reason: "not-tls", sent: false }],
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

  it("knows an address that never answered from a host that fell silent", () => {
    const late = (syscall: string) => Object.assign(new Error("x"), { code: "ETIMEDOUT", syscall });
    const both = Object.assign(new AggregateError([late("connect"), late("connect")]), { code: "ETIMEDOUT" });
    expect(readFailure(new TypeError("fetch failed", { cause: both }))).toMatchObject({
      reason: "no-route",
      sent: false,
    });
    expect(readFailure(late("read"))).toMatchObject({ reason: "timeout", sent: true });
  });

  it.each<[string, ConstructorParameters<typeof ProxyFailure>[1], object]>([
    ["is not there", { cause: { code: "ECONNREFUSED" } }, { reason: "proxy-refused", detail: "ECONNREFUSED" }],
    ["has no address", { cause: { code: "ENOTFOUND" } }, { reason: "proxy-dns" }],
    ["hangs up", { cause: { code: "UND_ERR_SOCKET" } }, { reason: "proxy-reset" }],
    ["never connects", { cause: { code: "UND_ERR_CONNECT_TIMEOUT" } }, { reason: "proxy-timeout" }],
    ["is not trusted", { cause: { code: "CERT_HAS_EXPIRED" } }, { reason: "proxy-certificate" }],
    ["speaks no TLS", { cause: { code: "ERR_SSL_WRONG_VERSION_NUMBER" } }, { reason: "proxy-certificate" }],
    ["fails as nobody foresaw", { cause: new Error("SECRET") }, { reason: "proxy-other" }],
    ["wants a password", { status: 407 }, { reason: "proxy-auth", detail: "HTTP 407" }],
    ["allows no such host", { status: 403 }, { reason: "proxy-denied" }],
    ["cannot reach the host", { status: 502 }, { reason: "proxy-failed" }],
  ])("a proxy that %s: the call was never sent", (_, failure, expected) => {
    const answer = readFailure(new TypeError("fetch failed", { cause: new ProxyFailure("p.example:3128", failure) }));
    expect(answer).toMatchObject({ kind: "none", sent: false, proxy: "p.example:3128", ...expected });
    expect(JSON.stringify(answer)).not.toContain("SECRET");
  });

  it("knows its own time limit", () => {
    expect(
      readFailure(Object.assign(new Error("x"), { cause: new DOMException("late", "TimeoutError") })),
    ).toMatchObject({ reason: "timeout", sent: true });
  });
});

describe("clockAheadMs", () => {
  const at = (text: string) => Date.parse(text);

  it.each<[string, string | null, number | undefined]>([
    ["a clock that is right", "Mon, 23 Nov 2026 00:00:00 GMT", 0],
    ["ten minutes ahead", "Sun, 22 Nov 2026 23:50:00 GMT", 600_000],
    ["ten minutes behind", "Mon, 23 Nov 2026 00:10:00 GMT", -600_000],
    ["no time at all", null, undefined],
    ["nonsense", "yesterday", undefined],
  ])("%s", (_, date, expected) => {
    expect(clockAheadMs(date, at("2026-11-23T00:00:00.400Z"), at("2026-11-23T00:00:00.600Z"))).toBe(expected);
  });
});
