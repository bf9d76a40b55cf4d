import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { visible } from "../../src/report/text/visible.js";
import { hostileText } from "./fakes/hostileText.js";

describe("visible", () => {
  test.each([
    ["terminal escapes", "\u001b[31m售后\u001b[0m", "\\u001b[31m售后\\u001b[0m"],
    ["eight-bit escapes", "a\u009b2Jb", "a\\u009b2Jb"],
    ["line ends", "a\nb\r\nc\u2028d\u0085e", "a\\nb\\r\\nc\\u2028d\\u0085e"],
    ["tabs", "a\tb", "a\\tb"],
    ["bidi overrides", "a\u202etxt\u202c", "a\\u202etxt\\u202c"],
    ["characters of no width", "售\u200b后\ufeff", "售\\u200b后\\ufeff"],
    ["fillers that are letters by name", "a\u3164b\u115f", "a\\u3164b\\u115f"],
    ["spaces that look like the common one", "a\u00a0b\u2009c", "a\\u00a0b\\u2009c"],
    ["tags beyond the first plane", "a\u{e0041}", "a\\u{e0041}"],
    ["halves of a pair", "a\ud83c", "a\\ud83c"],
    ["marks without a letter", "\u0301a", "\\u0301a"],
    ["towers of marks", `e${"\u0301".repeat(5)}`, "e\u0301\u0301\u0301\\u0301\\u0301"],
  ])("shows %s", (_what, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test.each([
    "售前咨询",
    "客户　一组",
    "Ünïcode é",
    "VIP 🌟 ❤️ 1️⃣",
    "👨‍👩‍👧 家庭",
    "🇨🇳",
    "한국어",
    "a\\nb",
    "::error::x",
    "`<b>`",
  ])("leaves %s alone", (text) => {
    expect(visible(text)).toBe(text);
  });

  test("leaves nothing that a terminal obeys, and says the same of what it said", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const shown = visible(text);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f]/u);
        expect(visible(shown)).toBe(shown);
      }),
    );
  });
});
