import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FindingList } from "../../src/config/findings.js";
import { loadDesired } from "../../src/config/loadDesired.js";
import { decode } from "../../src/config/yaml/sourceText.js";
import { brief, desiredOf, expectFindings, fileOf } from "./reading.js";

function decodeBytes(...parts: (string | number[])[]): {
  text: string | undefined;
  findings: string[];
  args: unknown[];
} {
  const bytes = Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "utf8") : Buffer.from(part))),
  );
  const report = new FindingList();
  const text = decode({ path: "a.yaml", bytes }, report)?.text;
  return { text, findings: report.sorted().map(brief), args: report.sorted().map(({ args }) => args) };
}

/** Without halves of surrogate pairs, which no UTF-8 can hold. */
function wellFormed(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}

describe("decode", () => {
  it("drops a byte order mark, keeps CRLF", () => {
    expect(decodeBytes([0xef, 0xbb, 0xbf], "a: 售\r\n").text).toBe("a: 售\r\n");
  });

  it.each([
    ["GBK", ["a: 1\nb: ", [0xca, 0xdb]], "a.yaml:2:4", "0xCA"],
    ["a lone continuation byte", ["售前😀", [0x80]], "a.yaml:1:5", "0x80"],
    ["a character cut short at the end", ["a\n售", [0xe5, 0x94]], "a.yaml:2:2", "0xE5"],
    ["a character cut short in the middle", ["a\r\nb", [0xe5, 0x94], "c"], "a.yaml:2:2", "0xE5"],
    ["an overlong form", ["ab", [0xc0, 0xaf]], "a.yaml:1:3", "0xC0"],
    ["half a surrogate pair", ["ab", [0xed, 0xa0, 0x80]], "a.yaml:1:3", "0xED"],
    ["after a byte order mark", [[0xef, 0xbb, 0xbf], "ab", [0xff]], "a.yaml:1:3", "0xFF"],
  ])("reports %s at its first wrong byte", (_what, parts, place, byte) => {
    const { text, findings, args } = decodeBytes(...parts);
    expect(text).toBeUndefined();
    expect(findings).toEqual([`${place} not-utf8`]);
    expect(args).toEqual([{ byte }]);
  });

  it("recognises UTF-16", () => {
    expect(decodeBytes([0xff, 0xfe], [0x61, 0])).toMatchObject({
      findings: ["a.yaml:1:1 not-utf8"],
      args: [{ encoding: "UTF-16" }],
    });
    expect(decodeBytes([0xfe, 0xff], [0, 0x61])).toMatchObject({ args: [{ encoding: "UTF-16" }] });
  });

  it("finds the wrong byte after any sound text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 200 }),
        fc.constantFrom(0x80, 0xff, 0xc0, 0xf5),
        fc.string(),
        (start, byte, rest) => {
          const sound = wellFormed(start);
          fc.pre(!sound.startsWith("\uFEFF"));
          const lines = sound.split("\n");
          const place = `a.yaml:${lines.length}:${(lines.at(-1) ?? "").length + 1}`;
          expect(decodeBytes(sound, [byte], wellFormed(rest)).findings).toEqual([`${place} not-utf8`]);
        },
      ),
    );
  });
});

describe("places", () => {
  it("count UTF-16 units, as editors do", () => {
    expectFindings('version: 1\ngroups: [{ displayName: "售前😀", ‸x: 1 }]\n', "unknown-field");
  });

  it("count lines that end with CRLF once, and no column for the line's end", () => {
    expectFindings(
      "version: 1\r\ngroups:\r\n  - displayName: 售前\r\n    ‸x: 1\r\n    memory: ‸1w\r\n",
      "unknown-field",
      "bad-value",
    );
  });

  it("do not count a byte order mark", () => {
    const { findings, texts } = loadDesired([fileOf("\uFEFFx: 1\nversion: 1\ny: 1\n")]);
    expect(findings.map(brief)).toEqual(["groups.yaml:1:1 unknown-field", "groups.yaml:3:1 unknown-field"]);
    expect(texts.get("groups.yaml")).toBe("x: 1\nversion: 1\ny: 1\n");
    const { groups } = desiredOf("\uFEFFversion: 1\ngroups: [{ displayName: a }]");
    expect(groups[0]?.source).toEqual({ file: "0.yaml", line: 2, column: 10 });
  });

  it("go on counting in the documents that follow", () => {
    expectFindings(
      "version: 1\n---\n# 二\nversion: 1\n‸x: 1\n...\n---\nversion: 1\n‸y: 1\n",
      "unknown-field",
      "unknown-field",
    );
  });
});
