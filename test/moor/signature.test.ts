import { describe, expect, it } from "vitest";
import { chinaTimestamp, sign } from "../../src/moor/signature.js";

describe("sign", () => {
  it("agrees with the vendor's printed vectors", () => {
    const at = Date.parse("2016-10-13T11:36:12+08:00");
    expect(sign("N00000000556", "secret", at)).toEqual({
      authorization: "TjAwMDAwMDAwNTU2OjIwMTYxMDEzMTEzNjEy",
      sig: "88996D9907E0EE52C5DAF8EFFCC31CFC",
    });
    expect(sign("N00000000556", "any", Date.parse("2016-10-13T16:43:03+08:00")).authorization).toBe(
      "TjAwMDAwMDAwNTU2OjIwMTYxMDEzMTY0MzAz",
    );
  });
});

describe("chinaTimestamp", () => {
  it.each([
    ["2026-12-31T16:00:00Z", "20270101000000", "midnight in China is the evening before in UTC"],
    ["2026-03-08T07:30:00Z", "20260308153000", "an hour that New York does not have"],
    ["2024-02-29T23:59:59Z", "20240301075959", "a leap day"],
    ["2026-11-23T00:00:00.999Z", "20261123080000", "parts of a second are cut"],
  ])("%s is %s (%s)", (utc, expected) => {
    expect(chinaTimestamp(Date.parse(utc))).toBe(expected);
  });
});
