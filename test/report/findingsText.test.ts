import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import type { Source } from "../../src/model/source.js";
import type { Diagnostic } from "../../src/plan/plan.js";
import { type Finding, formatFinding } from "../../src/report/messages/formatFinding.js";
import { findingsText } from "../../src/report/text/findingsText.js";
import { expectLinear } from "../support/growth.js";
import { at } from "./fakes/buildPlan.js";

const at80 = { language: "en", colour: false, columns: 80 } as const;

const FILE = [
  "version: 1",
  "groups:",
  "  - displayName: 售前咨询",
  "    members:",
  "\t  - li.nan",
  `      - { agent: 李娜, priority: five, note: "${"很长的一行".repeat(30)}" , x: 1}`,
  "",
].join("\r\n");
const texts = new Map([["groups/a.yaml", FILE]]);

const LINES = FILE.split("\r\n");

/** The place of a word in the file. */
function mark(line: number, word: string): Source {
  return at("groups/a.yaml", line, (LINES[line - 1] ?? "").indexOf(word) + 1);
}

const PROBLEMS: readonly Finding[] = [
  {
    severity: "error",
    code: "duplicate-name",
    args: { displayName: "售前咨询" },
    source: at("groups/b.yaml", 3, 5),
    related: [{ note: "first", source: mark(3, "售前") }],
  },
  { severity: "error", code: "yaml-tab", args: {}, source: mark(5, "\t") },
  {
    severity: "error",
    code: "wrong-type",
    args: { field: "priority", part: "value", expected: ["whole-number"], actual: "text" },
    source: mark(6, "five"),
  },
  {
    severity: "error",
    code: "unknown-field",
    args: { field: "x", allowed: ["agent", "priority", "team"] },
    source: mark(6, "x:"),
  },
  { severity: "warning", code: "empty-file", args: {}, source: at("groups/c.yaml", 1, 1) },
  { severity: "error", code: "missing-environment", args: { variables: ["MUSTER_HOST"] } },
];

test.each(["en", "zh"] as const)("problems with their lines, in %s", async (language) => {
  await expect(
    findingsText(
      PROBLEMS.map((finding) => formatFinding(finding, language)),
      texts,
      { ...at80, language },
    ),
  ).toMatchFileSnapshot(`expected/findings.${language}.80.txt`);
});

test("no problems, no text", () => {
  expect(findingsText([], texts, at80)).toBe("");
});

describe("the caret", () => {
  test.each([
    ["after Chinese", "name: 售前咨询, x: 1", "x:"],
    ["after tabs", "\t\tname: 1", "name"],
    ["after emoji", "👨‍👩‍👧 🌟: x", "x"],
    ["at the beginning", "name: 1", "name"],
    ["after what had to be made visible", "a\u001b[31mb: x", "b:"],
    ["far to the right", `${"x, ".repeat(500)}HERE, ${"y, ".repeat(500)}`, "HERE"],
    ["far to the right, in Chinese", `${"很长，".repeat(900)}HERE${"很长，".repeat(900)}`, "HERE"],
    ["near the end of a long line", `${"x, ".repeat(500)}HERE`, "HERE"],
  ])("stands under its word %s", (_where, line, word) => {
    for (const columns of [40, 80]) {
      const [shown = "", caret = ""] = framed(line, line.indexOf(word) + 1, columns);
      expect(stringWidth(caret) - 1).toBe(stringWidth(shown.slice(0, shown.indexOf(word))));
      expect(stringWidth(shown)).toBeLessThanOrEqual(columns);
    }
  });

  test("a column past the end of the line stands behind it", () => {
    expect(framed("ab", 99, 80)).toEqual(["  1 | ab", "    |   ^"]);
  });

  test("a line that the file does not have shows nothing", () => {
    const text = findingsText(
      [{ severity: "error", code: "x", message: "m", source: at("a.yaml", 7, 1) }],
      new Map([["a.yaml", "one"]]),
      at80,
    );
    expect(text).toBe("a.yaml:7:1: error[x]: m\n\n1 error in 1 file\n");
  });

  test("framing a line takes no longer than reading it, however long it is", () => {
    expectLinear(
      5 * 1024 * 1024,
      (length) => "x".repeat(length),
      (line) => framed(line, line.length / 2, 80),
    );
  });
});

describe("too many problems", () => {
  const problem = (severity: Diagnostic["severity"], line: number): Diagnostic => ({
    severity,
    code: "x",
    message: `m${line}`,
    source: at("a.yaml", line),
  });

  test("are counted, and warnings do not hide errors", () => {
    const all = [
      ...Array.from({ length: 60 }, (_, index) => problem("warning", index + 1)),
      problem("error", 100),
      problem("error", 90),
    ];
    const text = findingsText(all, undefined, at80);
    expect(text.match(/warning\[x\]/g)).toHaveLength(48);
    expect(text.indexOf("m90")).toBeLessThan(text.indexOf("m100"));
    expect(text).toContain("… and 12 more warnings not shown");
    expect(text.endsWith("2 errors, 60 warnings in 1 file\n")).toBe(true);
  });
});

function framed(line: string, column: number, columns: number): string[] {
  const text = findingsText(
    [{ severity: "error", code: "x", message: "m", source: at("a.yaml", 1, column) }],
    new Map([["a.yaml", line]]),
    { ...at80, columns },
  );
  return text.split("\n").slice(1, 3);
}
