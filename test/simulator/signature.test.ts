import { describe, expect, test } from "vitest";
import { chinaTime, readTimestamp } from "../../src/simulator/api/chinaTime.js";
import { authorizationOf, isSigned, signatureOf } from "../../src/simulator/api/signature.js";
import { systemClock } from "../../src/simulator/world.js";
import { call, start } from "./harness.js";

const account = "N00000000556";

describe("the vendor's vectors", () => {
  test.each([
    ["20161013113612", "TjAwMDAwMDAwNTU2OjIwMTYxMDEzMTEzNjEy"],
    ["20161013164303", "TjAwMDAwMDAwNTU2OjIwMTYxMDEzMTY0MzAz"],
  ])("Authorization at %s", (timestamp, expected) => {
    expect(authorizationOf(account, timestamp)).toBe(expected);
  });

  test("sig", () => {
    expect(signatureOf(account, "secret", "20161013113612")).toBe("88996D9907E0EE52C5DAF8EFFCC31CFC");
  });
});

test("China Standard Time, read and written", () => {
  const noon = Date.UTC(2026, 0, 1, 4, 0, 0);
  expect(readTimestamp("20260101120000")).toBe(noon);
  expect(chinaTime(noon)).toBe("2026-01-01 12:00:00");
  expect(chinaTime(Date.UTC(2025, 11, 31, 16, 0, 0))).toBe("2026-01-01 00:00:00");
  expect(["", "2026010112000", "20261301120000", "20260101126100", "2026-01-01 12:00"].map(readTimestamp)).toEqual(
    Array(5).fill(undefined),
  );
});

describe("isSigned", () => {
  const timestamp = "20161013113612";
  const signedAt = Date.UTC(2016, 9, 13, 3, 36, 12);
  const good = {
    accountId: account,
    authorization: authorizationOf(account, timestamp),
    sig: signatureOf(account, "secret", timestamp),
  };
  const other = (accountId: string) => authorizationOf(accountId, timestamp);

  test.each([
    ["right", good, 0, true],
    ["five minutes old", good, 300_000, true],
    ["older", good, 300_001, false],
    ["five minutes ahead", good, -300_000, true],
    ["further ahead", good, -300_001, false],
    ["no header", { ...good, authorization: undefined }, 0, false],
    ["no sig", { ...good, sig: null }, 0, false],
    ["lower-case sig", { ...good, sig: good.sig.toLowerCase() }, 0, false],
    ["a scheme word", { ...good, authorization: `Basic ${good.authorization}` }, 0, false],
    ["another account's header", { ...good, authorization: other("N00000000557") }, 0, false],
    ["another account's path", { ...good, accountId: "N00000000557" }, 0, false],
    ["another secret", { ...good, sig: signatureOf(account, "Secret", timestamp) }, 0, false],
    ["another time in sig", { ...good, sig: signatureOf(account, "secret", "20161013113613") }, 0, false],
  ])("%s", (_, signed, ageMs, expected) => {
    expect(isSigned(signed, "secret", signedAt + ageMs, 300_000)).toBe(expected);
  });
});

describe("over HTTP", () => {
  test("every wrong signature gets the same 403, in the body only", async () => {
    const simulator = await start();
    const now = Date.now();
    const answers = [
      await call(simulator, "queueQueue", {}, { apiSecret: "wrong" }),
      await call(simulator, "queueQueue", {}, { accountId: "N1" }),
      await call(simulator, "queueQueue", {}, { now: now - 302_000 }),
      await call(simulator, "queueQueue", {}, { now: now + 310_000 }),
    ];
    for (const { status, json } of answers) {
      expect(status).toBe(200);
      expect(json).toEqual(answers[0]?.json);
      expect(json).toMatchObject({ code: 403, success: false });
    }
    expect(simulator.requests.map(({ outcome, countedAt }) => [outcome, countedAt])).toEqual(
      Array(4).fill([403, null]),
    );
  });

  test("403 as HTTP status too, when asked for", async () => {
    const simulator = await start({ statusFollowsCode: true });
    expect((await call(simulator, "queueQueue", {}, { apiSecret: "wrong" })).status).toBe(403);
  });

  test("a shorter validity, and a server whose clock is wrong, told by its Date header", async () => {
    const short = await start({ signatureValidityMs: 2000 });
    expect((await call(short, "queueQueue", {}, { now: Date.now() - 4000 })).json.code).toBe(403);
    expect((await call(short, "queueQueue")).json.success).toBe(true);

    const late = await start({ clock: { ...systemClock, now: () => Date.UTC(2020, 0, 1) } });
    const { json, headers } = await call(late, "queueQueue");
    expect(json.code).toBe(403);
    expect(headers.get("date")).toBe("Wed, 01 Jan 2020 00:00:00 GMT");
  });
});
