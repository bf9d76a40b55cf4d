import { describe, expect, it } from "vitest";
import { hasVisible, hiddenCharacters, replaceHidden } from "../../src/model/hiddenCharacters.js";

describe("hidden characters", () => {
  it("are those that Unicode calls format or ignorable, line separators and the blank pattern of Braille, one by one", () => {
    const hidden = /^[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800]$/u;
    for (let code = 0; code < 0x11000; code += 1) {
      const character = String.fromCodePoint(code);
      const isHidden = hidden.test(character);
      if (hiddenCharacters(`名${character}`).length !== (isHidden ? 1 : 0)) throw new Error(`U+${code.toString(16)}`);
    }
  });

  it.each([
    ["销售\u200b组", "销售·组"],
    ["ord\u2028inary", "ord·inary"],
    ["\ufeff售前", "·售前"],
    ["ﾠ", "·"],
    ["👩‍👩‍👧", "👩‍👩‍👧"],
    ["售前 VIP（1）", "售前 VIP（1）"],
  ])("%j is shown as %j", (text, shown) => expect(replaceHidden(text, () => "·")).toBe(shown));

  it.each([
    ["", false],
    [" \t\u3000\n", false],
    ["\u2800\u200b", false],
    ["售", true],
    ["é", true],
    ["\u200ba", true],
  ])("%j has something to see: %s", (text, visible) => expect(hasVisible(text)).toBe(visible));
});
