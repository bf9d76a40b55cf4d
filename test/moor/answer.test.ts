import { describe, expect, it } from "vitest";
import { clockAheadMs, type HttpAnswer, parseRetryAfter, readAnswer } from "../../src/moor/answer.js";
import { MoorError, mayStillBeAtWork, ProxyFailure } from "../../src/moor/errors.js";
import { readFailure } from "../../src/moor/readFailure.js";
import { deliveryOf, faultOf } from "../../src/moor/retry.js";

const DATE = "Mon, 23 Nov 2026 00:00:00 GMT";
const json = (body: unknown, status = 200, retryAfter: string | null = null): HttpAnswer => ({
  status,
  retryAfter,
  date: DATE,
  text: JSON.stringify(body),
});
const html = (status: number, text = "<html><body>Bad Gateway</body></html>"): HttpAnswer => ({
  status,
  retryAfter: null,
  date: DATE,
  text,
});

describe("readAnswer", () => {
  it.each([
    ["lists in lists", `${"[".repeat(8e6)}${"]".repeat(8e6)}`],
    ["empty lists", `{"success":true,"data":{"list":[${"[],".repeat(5e6)}[]]}}`],
    ["empty maps", `{"success":true,"data":{"list":[${"{},".repeat(5e6)}{}]}}`],
  ])("takes millions of %s for no reply, and little memory for them", (_what, text) => {
    const before = process.memoryUsage().heapUsed;
    expect(readAnswer({ ...html(200), text })).toMatchObject({ kind: "unreadable", excerpt: "{…" });
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(150e6);
  });

  it.each<[string, HttpAnswer, object]>([
    ["success with a code", json({ code: 200, success: true, message: "success!" }), { kind: "reply" }],
    ["success without a code, as queue queries answer", json({ success: true, data: {} }), { kind: "reply" }],
    ["success with a code written as text", json({ code: "200" }), { kind: "reply" }],
    ["HTTP 429", html(429), { kind: "limited", sign: "status" }],
    ["code 429 behind HTTP 200", json({ code: 429, success: false }), { kind: "limited", sign: "status" }],
    ["code 429 as text", json({ code: "429" }), { kind: "limited", sign: "status" }],
    [
      "400 that speaks of frequency",
      json({ code: 400, success: false, message: "请求过于频繁" }),
      { kind: "limited", sign: "words" },
    ],
    ["400 with 频次", json({ code: 400, message: "超过频次限制" }), { kind: "limited", sign: "words" }],
    ["400 with Too Many", json({ success: false, message: "Too Many Requests" }), { kind: "limited", sign: "words" }],
    ["a gateway's HTML 503", html(503), { kind: "limited", sign: "gateway", status: 503 }],
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
    [
      "another code",
      json({ code: 210, message: "坐席不存在" }),
      { kind: "refused", status: 210, detail: "坐席不存在" },
    ],
    ["another code as text", json({ code: "201000", message: "签名错误" }), { kind: "refused", status: 201000 }],
    ["another code beside success", json({ code: 0, success: true, data: {} }), { kind: "reply" }],
    ["403 that speaks of a limit", json({ code: 403, message: "访问频率超限" }), { kind: "unauthorized" }],
    ["403 that speaks of requests", json({ message: "too many requests" }, 403), { kind: "unauthorized" }],
    ["a gateway that gives up", html(504), { kind: "failed", status: 504 }],
    ["a request that took too long", html(408), { kind: "failed", status: 408 }],
    ["a proxy whose client went away", html(499), { kind: "failed", status: 499 }],
    ["a JSON list", json([]), { kind: "unreadable" }],
    ["nothing at all", html(200, ""), { kind: "unreadable", excerpt: "" }],
  ])("%s", (_, answer, expected) => {
    expect(readAnswer(answer)).toMatchObject(expected);
  });

  it("shows nothing of JSON that broke off: it may hold passwords and telephone numbers", () => {
    const broken = readAnswer(html(200, '{"data":[{"phone":"15711356914","password":"hunter2"'));
    expect(JSON.stringify(broken)).not.toMatch(/15711356914|hunter2/);
  });
});

describe("a refusal", () => {
  it.each([
    "已超过技能组数量上限",
    "坐席分配频率参数错误",
    "number of queues exceeds limit",
    "displayName exceeds the length limit (20)",
    "license limit reached",
    "unlimited queues not allowed",
    "access limited: ip not in whitelist",
    "pageSize exceeds the limit of 100",
    "queue count limit reached, please upgrade your plan",
    "too many members: limit 200",
    "invalid parameter: frequency",
    "create Queue error",
    "",
  ])("with the words %j is one", (message) => {
    expect(readAnswer(json({ code: 400, success: false, message }))).toMatchObject({
      kind: "refused",
      detail: message,
    });
  });

  it.each([
    "请求过于频繁",
    "操作频繁，请稍后再试",
    "超过频次限制",
    "访问频率过高",
    "接口调用频率超限",
    "请求过快",
    "已限流",
    "超过每分钟20次的限制",
    "Too Many Requests",
    "too many calls",
    "requests too frequent",
    "rate limit exceeded",
    "rate-limited",
    "20 requests per minute exceeded",
    "frequency limit",
    "Throttled",
  ])("with the words %j is the limit", (message) => {
    expect(readAnswer(json({ code: 400, success: false, message }))).toMatchObject({ kind: "limited", sign: "words" });
  });
});

describe("parseRetryAfter", () => {
  it.each([
    ["30", DATE, 30_000],
    [" 30 ", null, 30_000],
    ["0", DATE, 0],
    ["86400", DATE, 86_400_000],
    ["2592001", DATE, 2_592_001_000],
    ["9".repeat(400), DATE, Number.MAX_SAFE_INTEGER],
    ["Mon, 23 Nov 2026 00:00:10 GMT", DATE, 10_000],
    ["Fri, 31 Dec 9999 23:59:59 GMT", DATE, Date.parse("9999-12-31T23:59:59Z") - Date.parse(DATE)],
    // Whose clock it is nobody knows.
    ["Mon, 23 Nov 2026 00:00:10 GMT", null, undefined],
    ["Sun, 22 Nov 2026 00:00:10 GMT", DATE, undefined],
    ["soon", DATE, undefined],
    ["-5", DATE, undefined],
    ["1.5", DATE, undefined],
    ["1e1", DATE, undefined],
    ["0x10", DATE, undefined],
    ["1e300", DATE, undefined],
    ["Infinity", DATE, undefined],
    ["1, 2", DATE, undefined],
    ["2027", DATE, 2_027_000],
    ["", DATE, undefined],
    [null, DATE, undefined],
  ])("%j at %j is %j ms", (value, date, expected) => {
    expect(parseRetryAfter(value, date)).toBe(expected);
  });
});

describe("mayStillBeAtWork", () => {
  const fault = (answer: Parameters<typeof faultOf>[0]) =>
    new MoorError(
      faultOf(answer, { operation: "addQueue", host: "", accountId: "", attempts: 1, limitAnswers: 0 }),
      deliveryOf(answer),
    );
  const none = (sent: boolean) => ({ kind: "none", reason: "reset", detail: "", sent }) as const;

  it.each([408, 499, 502, 503, 504, 524])("after an HTML %i of a gateway", (status) => {
    const answer = readAnswer(html(status)) as Parameters<typeof faultOf>[0];
    expect(deliveryOf(answer)).toBe("unknown");
    expect(mayStillBeAtWork(fault(answer))).toBe(true);
  });

  it.each<[string, Parameters<typeof faultOf>[0], boolean]>([
    ["a reset", none(true), true],
    ["a refused connection", none(false), false],
    ["a 500", { kind: "failed", status: 500, detail: "" }, false],
    ["a refusal", { kind: "refused", status: 400, detail: "" }, false],
    ["a limit", { kind: "limited", sign: "status", status: 429, detail: "" }, false],
  ])("after %s: as it may be", (_, answer, expected) => {
    expect(mayStillBeAtWork(fault(answer))).toBe(expected);
  });

  it("is nothing that another error can say", () => {
    expect(mayStillBeAtWork(new Error("timeout"))).toBe(false);
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
