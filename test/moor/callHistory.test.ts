import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/moor/answer.js";
import { CallHistory, type RepeatedCall } from "../../src/moor/callHistory.js";
import { OPERATIONS, type OperationName } from "../../src/moor/operations.js";

type Failure = Exclude<Answer, { kind: "reply" }>;

const none = (sent: boolean, reason: "reset" | "timeout" | "dns" | "refused" = "reset", detail = ""): Failure => ({
  kind: "none",
  reason,
  detail,
  sent,
});
const limited = (sign: "status" | "words" | "gateway" = "status", retryAfterMs?: number, detail = "slow"): Failure => ({
  kind: "limited",
  sign,
  status: sign === "gateway" ? 503 : 429,
  detail,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});
const refused: Failure = { kind: "refused", status: 400, detail: "no" };
const unauthorized: Failure = { kind: "unauthorized", detail: "who?" };
const failed: Failure = { kind: "failed", status: 500, detail: "oops" };
const misshapen: Failure = { kind: "misshapen", status: 200, expected: "data" };
const oversized: Failure = { kind: "oversized", status: 200, what: "bytes", most: 1 };
const page = (status: number): Failure => ({ kind: "unreadable", status, excerpt: "<html>" });

/** The interface: how many calls it has let through, and how many limit answers it has given. */
interface Counts {
  passed: number;
  limited: number;
  limitedInARow: number;
}

function history(operation: OperationName, how: Partial<RepeatedCall> = {}, counts: Counts = quiet()) {
  const call = { operation: OPERATIONS[operation], host: "h", accountId: "N1", random: () => 0.5, ...how };
  const one = new CallHistory(call, counts);
  const judge = (answer: Failure) => {
    one.sent();
    if (answer.kind === "limited") {
      counts.limited += 1;
      counts.limitedInARow += 1;
    }
    return one.judge(answer);
  };
  return { one, judge, counts };
}

const quiet = (): Counts => ({ passed: 0, limited: 0, limitedInARow: 0 });

/** Each answer given for ever: after how many attempts the call ends, how, and whether it may have been carried out. */
describe("an answer that comes again and again", () => {
  const READ = "queueQueue";
  const WRITE = "updateQueueAssignMembers";
  const CREATE = "addQueue";
  const EXTRA = "getCCAgentsByAcc";
  it.each<[OperationName, string, Failure, number, string, "not-done" | "unknown"]>([
    // What the server has understood is not repeated.
    [READ, "a refusal", refused, 1, "api-refused", "not-done"],
    [CREATE, "a refusal", refused, 1, "api-refused", "not-done"],
    [READ, "wrong credentials", unauthorized, 1, "wrong-credentials", "not-done"],
    [READ, "a reply that is too large", oversized, 1, "reply-too-large", "unknown"],
    // Nor what another attempt meets again.
    [READ, "an unknown host", none(false, "dns", "ENOTFOUND"), 1, "unreachable", "not-done"],
    [READ, "a page that is not found", page(404), 1, "not-json", "not-done"],
    // What may pass is repeated, five attempts in all: a read, an overwrite, and a creation that was not carried out.
    [READ, "a name server that asks for patience", none(false, "dns", "EAI_AGAIN"), 5, "unreachable", "not-done"],
    [READ, "a failure", failed, 5, "api-error", "unknown"],
    [WRITE, "a failure", failed, 5, "api-error", "unknown"],
    [READ, "a reply of another shape", misshapen, 5, "bad-reply", "unknown"],
    [READ, "a page in place of JSON", page(200), 5, "not-json", "unknown"],
    [WRITE, "a lost answer", none(true), 5, "unreachable", "unknown"],
    [CREATE, "a connection that is refused", none(false, "refused"), 5, "unreachable", "not-done"],
    // A creation that may have been carried out is not repeated.
    [CREATE, "a lost answer", none(true), 1, "unreachable", "unknown"],
    [CREATE, "a failure", failed, 1, "api-error", "unknown"],
    [CREATE, "a reply of another shape", misshapen, 1, "bad-reply", "unknown"],
    [CREATE, "a gateway's 503", limited("gateway"), 1, "api-error", "unknown"],
    // The limit is waited out: twenty times, or five where it may be an outage.
    [READ, "a limit answer", limited(), 20, "still-limited", "not-done"],
    [CREATE, "a limit answer", limited(), 20, "still-limited", "not-done"],
    [READ, "a gateway's 503", limited("gateway"), 5, "api-error", "unknown"],
    [READ, "a wait of ten minutes", limited("status", 600_000), 20, "still-limited", "not-done"],
    [READ, "a wait of more than ten minutes", limited("status", 600_001), 1, "long-wait", "not-done"],
    // A mere extra is never repeated.
    [EXTRA, "a failure", failed, 1, "api-error", "unknown"],
    [EXTRA, "a limit answer", limited(), 1, "still-limited", "not-done"],
  ])("%s: %s", (operation, _, answer, attempts, code, delivery) => {
    const { judge } = history(operation);
    for (let attempt = 1; ; attempt += 1) {
      const { fault, repeatInMs } = judge(answer);
      if (repeatInMs !== undefined) continue;
      expect([attempt, fault.fault.code, fault.delivery]).toEqual([attempts, code, delivery]);
      return;
    }
  });
});

describe("before the next attempt", () => {
  it("the wait grows from 0.3 s, and is spread by half either way", () => {
    const waits = (random: number) => {
      const { judge } = history("queueQueue", { random: () => random, attempts: 8 });
      return Array.from({ length: 8 }, () => judge(failed).repeatInMs);
    };
    expect(waits(0.5)).toEqual([300, 600, 1_200, 2_400, 4_800, 8_000, 8_000, undefined]);
    expect([waits(0)[0], waits(1)[0]]).toEqual([150, 450]);
  });

  it("the limiter does the waiting after a limit answer", () => {
    expect(history("queueQueue").judge(limited()).repeatInMs).toBe(0);
  });
});

describe("attempts", () => {
  it("that met the limit do not count as failures", () => {
    const { judge } = history("queueQueue", { attempts: 2 });
    for (let n = 0; n < 10; n += 1) expect(judge(limited()).repeatInMs).toBe(0);
    expect(judge(failed).repeatInMs).toBeDefined();
    expect(judge(failed).repeatInMs).toBeUndefined();
  });

  it("are one for a call that counts at once, unless it met the limit or nothing", () => {
    const judgeOnce = (answer: Failure) => history("queueQueue", { once: true }).judge(answer).repeatInMs;
    expect([failed, misshapen, page(200)].map(judgeOnce)).toEqual([undefined, undefined, undefined]);
    expect(judgeOnce(limited())).toBe(0);
    expect(judgeOnce(none(true))).toBe(300);
  });

  it("are told apart by one of them that may have been carried out, and the latest is what is reported", () => {
    const { one, judge } = history("updateQueueAssignMembers");
    judge(failed);
    expect(one.maybeDone).toBe(true);
    expect(judge(refused).fault).toMatchObject({ delivery: "unknown", fault: { code: "api-refused" } });
    expect(one.last?.fault.code).toBe("api-refused");
  });
});

describe("the interface", () => {
  it("is closed when the patience of all its calls is over, whichever call sees it", () => {
    const counts = { ...quiet(), limited: 18, limitedInARow: 18 };
    const { judge } = history("queueQueue", {}, counts);
    expect(judge(limited()).closes).toBeUndefined();
    expect(judge(limited())).toMatchObject({ repeatInMs: undefined, closes: { restMs: undefined } });
  });

  it("is closed for as long as the server asks", () => {
    expect(history("queueQueue").judge(limited("status", 700_000)).closes).toEqual({ restMs: 700_000 });
  });

  it("is not closed by a call that is not repeated for other reasons", () => {
    for (const [operation, answer] of [
      ["addQueue", limited("gateway")],
      ["getCCAgentsByAcc", limited()],
      ["queueQueue", refused],
    ] as const)
      expect(history(operation).judge(answer).closes).toBeUndefined();
  });
});

describe("words of frequency", () => {
  it("are a refusal when one call meets them three times, and others pass beside it", () => {
    const counts = quiet();
    const { judge } = history("addQueue", {}, counts);
    expect(judge(limited("words")).repeatInMs).toBe(0);
    counts.passed += 1;
    expect(judge(limited("words")).repeatInMs).toBe(0);
    expect(judge(limited("words"))).toMatchObject({
      repeatInMs: undefined,
      fault: { delivery: "not-done", fault: { code: "api-refused" } },
    });
  });

  it.each<[string, (counts: Counts) => void, Failure]>([
    ["nothing passes", () => undefined, limited("words")],
    [
      "another call meets the limit too",
      (counts) => void Object.assign(counts, { passed: 1, limited: counts.limited + 1 }),
      limited("words"),
    ],
    ["the words change", (counts) => void Object.assign(counts, { passed: 1 }), limited("words", undefined, "others")],
    ["a status says so", (counts) => void Object.assign(counts, { passed: 1 }), limited("status")],
  ])("are the limit when %s", (_, meanwhile, last) => {
    const counts = quiet();
    const { judge } = history("addQueue", {}, counts);
    judge(limited("words"));
    meanwhile(counts);
    judge(limited("words"));
    expect(judge(last).repeatInMs).toBe(0);
  });
});
