import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { chop, padTo, truncateTo, widthOf } from "../../src/report/text/columns.js";
import { flow, proseOf } from "../../src/report/text/flow.js";
import { graphemesOf, isCommon, visible } from "../../src/report/text/visible.js";
import { hostileText } from "./fakes/hostileText.js";

const names = fc.oneof(
  hostileText.map(visible),
  fc.string({
    unit: fc.constantFrom(
      "a",
      "1",
      " ",
      "售",
      "后",
      "，",
      "。",
      "：",
      "（",
      "～",
      "？",
      "《",
      "」",
      "【",
      "…",
      "—",
      "·",
      "→",
      "±",
      "✔",
      "✖",
      "“",
      "’",
      "\u{fe0f}",
      "\u{20e3}",
      "🌟",
      "é",
      "한",
    ),
    maxLength: 30,
  }),
);

describe("widths", () => {
  test("are those of string-width, whichever way they are found", () => {
    fc.assert(
      fc.property(names, (text) => {
        expect(widthOf(text)).toBe(stringWidth(text));
      }),
    );
  });

  test("every common character is one by itself, and as wide as string-width says", () => {
    const all = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter((one) => isCommon(one));
    expect(all.length).toBeGreaterThan(20_000);
    const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
    expect([...segmenter.segment(all.join(""))].map(({ segment }) => segment)).toEqual(all);
    expect([...graphemesOf(all.join(""))]).toEqual(all);
    expect(all.filter((one) => widthOf(one) !== stringWidth(one))).toEqual([]);
    expect(all.filter((one) => /\p{Default_Ignorable_Code_Point}|\p{C}|\p{M}|\p{Z}/u.test(one))).toEqual([" "]);
  });

  test("padding fills the columns, cutting keeps inside them, chopping loses nothing", () => {
    fc.assert(
      fc.property(names, fc.integer({ min: 2, max: 40 }), (text, width) => {
        expect(widthOf(padTo(text, width))).toBe(Math.max(width, widthOf(text)));
        expect(widthOf(truncateTo(text, width))).toBeLessThanOrEqual(width);
        expect(chop(text, width).join("")).toBe(text);
      }),
    );
  });
});

describe("prose", () => {
  const wrap = (text: string, columns: number) => flow(proseOf(text), { columns, indent: "", hanging: "  " });

  test("English breaks at spaces", () => {
    expect(wrap("Nothing was written to the account.", 20)).toEqual(["Nothing was written", "  to the account."]);
  });

  test("Chinese breaks anywhere but before a comma and behind a bracket", () => {
    expect(wrap("请重新运行计划，确认差异。", 14)).toEqual(["请重新运行计", "  划，确认差", "  异。"]);
    expect(wrap("已写入（第二次）", 8)).toEqual(["已写入", "  （第二", "  次）"]);
  });

  test("a word wider than the line is cut, a path is not", () => {
    expect(wrap("a".repeat(25), 10)).toEqual(["aaaaaaaa", "  aaaaaaaa", "  aaaaaaaa", "  a"]);
    const pieces = [{ text: "x" }, { text: "groups/after-sales.yaml:9", cut: "never" as const }];
    expect(flow(pieces, { columns: 10, indent: "", hanging: "  " })).toEqual(["x", "  groups/after-sales.yaml:9"]);
  });

  test("a quoted name is not parted from its marks, nor from a blank at its ends", () => {
    expect(wrap('It has "投诉" now.', 7)).toEqual(["It has", '  "投', '  诉"', "  now."]);
    expect(wrap('It has " 投诉" now.', 10)).toEqual(["It has", '  " 投诉"', "  now."]);
    expect(wrap('It has "投诉 " now.', 10)).toEqual(['It has "投', '  诉 "', "  now."]);
    expect(wrap("首尾有空白：“ 投诉”。", 15)).toEqual(["首尾有空白：", "  “ 投诉”。"]);
  });

  test("two spaces inside of a line stay two", () => {
    expect(wrap("a  b", 20)).toEqual(["a  b"]);
  });
});

test("a piece wider than a line is broken between words, and within one only where it has to be", () => {
  const layout = { columns: 30, indent: "  ", hanging: "      " };
  expect(flow([{ text: "+ 8106 赵磊 (至 2026-11-30 08:00 止)、" }], layout)).toEqual([
    "  + 8106 赵磊 (至 2026-11-30",
    "      08:00 止)、",
  ]);
  expect(flow([{ text: "- 8106" }, { text: "+ 8107 a.name.that.is.longer.than.a.line" }], layout)).toEqual([
    "  - 8106",
    "      + 8107",
    "      a.name.that.is.longer.th",
    "      an.a.line",
  ]);
});
