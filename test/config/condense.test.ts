import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FindingList } from "../../src/config/findings.js";
import { type ParsedText, parseAll, parseCondensed, parseYaml } from "../../src/config/yaml/parseYaml.js";
import { type SourceText, sourceText } from "../../src/config/yaml/sourceText.js";
import type { Field, TreeNode } from "../../src/config/yaml/tree.js";
import { ROOT } from "../support/cli.js";

/** All that a tree says, with every place, in order. */
function written(node: TreeNode): unknown {
  const { kind, at } = node;
  const where = `${at.file}:${at.line}:${at.column}`;
  if (node.kind === "scalar") return [kind, where, typeof node.value, String(node.value), node.written];
  if (node.kind === "list") return [kind, where, node.items.map(written)];
  return [kind, where, [...node.fields].map(([key, field]) => [key, writtenField(field)])];
}

function writtenField({ key, keyAt, isText, value }: Field): unknown {
  return [key, `${keyAt.file}:${keyAt.line}:${keyAt.column}`, isText, written(value)];
}

function told(parse: (source: SourceText, report: FindingList) => ParsedText | undefined, text: string) {
  const report = new FindingList();
  const parsed = parse(sourceText("a.yaml", text), report);
  return parsed && { documents: parsed.documents.map(written), broken: parsed.broken, findings: report.sorted() };
}

/** Reads the text in both ways. Tells whether the short one was good for it. */
function sameBothWays(text: string): boolean {
  const whole = told(parseAll, text);
  const short = told(parseCondensed, text);
  if (short) expect(short).toEqual(whole);
  expect(told(parseYaml, text)).toEqual(whole);
  return short !== undefined;
}

const digits = fc.stringMatching(/^[0-9]{1,6}$/);
const word = fc.constantFrom(
  "li.na",
  "zhang-wei",
  "张伟",
  "a",
  "y",
  "on",
  "nullable",
  "True.story",
  "x_1",
  "e5",
  "inf",
);
const agent = fc.oneof(
  digits.map((text) => `"${text}"`),
  digits.map((text) => `'${text}'`),
  fc.nat(99_999).map(String),
  word,
  word.map((text) => `"${text}"`),
);
const remark = fc.constantFrom("", "", "", " # 李娜", "  # a: b", " #", ' # - "1"', " ");

/** Lines that are read without the library, behind their indentation. */
const plainEntry = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: agent },
      fc.tuple(agent, fc.nat(99)).map(([one, priority]) => `{ agent: ${one}, priority: ${priority} }`),
      agent.map((one) => `{agent: ${one}}`),
    ),
    remark,
  )
  .map(([value, rest]) => `- ${value}${rest}`);
const plainPair = fc
  .tuple(
    fc.integer({ min: 0, max: 40 }),
    fc.oneof(
      digits.map((number) => `"${number}"`),
      fc.nat(9999).map(String),
      fc.tuple(digits, word).map(([number, name]) => `{ number: "${number}", name: ${name} }`),
      digits.map((number) => `{number: '${number}'}`),
    ),
    remark,
  )
  .map(([key, value, rest]) => `agent.${key}${"abc"[key % 3]}: ${value}${rest}`);

/** Lines that look like plain ones, or take what follows for something else. */
const hostileLine = fc.constantFrom(
  ...[
    '- "1',
    "- '1",
    '"',
    "'",
    '- "1" x',
    '- "1": 2',
    "- a: 1",
    "- a:",
    "- - 1",
    "-",
    "- ",
    "-\t1",
    "- 1\t# x",
    '-  "1"',
  ],
  ...["- &a 1", "- *a", "- !!str 1", "- ! 1", "- {agent: 1", "- { agent: 1, }", "- { agent: 1, agent: 2 }", "- [1]"],
  ...["- 08", "- 0o7", "- 0x1", "- 1e3", "- 1.", "- .5", "- +1", "- -1", "- .inf", "- .nan", "- ~", "- null", "- TRUE"],
  ...[
    "- 1 #x",
    "- 1# x",
    "- a#",
    "- a #",
    "- a b",
    '- "a\\n"',
    "- ''",
    "- 'it''s'",
    "- |",
    "- >-",
    "- ? a",
    "- : a",
    "- a,b",
  ],
  ...[
    "a: |",
    "a: >",
    "a: |2",
    "a: &x",
    "a: *x",
    "a:",
    "a: [",
    "]",
    "a: {",
    "}",
    "? a",
    ": 1",
    "a: b: 1",
    'a: "1',
    "<<: *a",
  ],
  ...[
    'null: "1"',
    "true: 1",
    "1: 1",
    "~: 1",
    '"a": 1',
    "a : 1",
    "a:1",
    "__proto__: 1",
    "a: 1 2",
    "a: 0777",
    "agent.1b: 1",
  ],
  ...[
    "",
    " ",
    "\t",
    "# x",
    "  # x",
    "---",
    "--- x",
    "...",
    "%YAML 1.1",
    "%TAG ! x",
    "- --- 1",
    "\uFEFF",
    "- 1\r",
    "- 1\rx",
    "\0",
  ],
  ...[
    "- \u0085",
    "- a\u2028",
    "- \u00a01",
    "- 1\u00a0",
    "- \u4e00\ufeff",
    "- 1 # \u2028x",
    "- \ud800",
    "- !",
    "- @",
    "- `",
  ],
);

const indents = fc.constantFrom("", "", "  ", "  ", "    ", " ", "\t");

const row = (line: fc.Arbitrary<string>) => fc.array(line, { minLength: 1, maxLength: 12 });

/** Rows of plain lines, in this and that indentation, and now and then a line that breaks or swallows them. */
const hostileText = fc
  .tuple(
    fc.constantFrom("", "", ...["version: 1\n", "a:\n", "a: x\n", "- x\n", "a: |\n", 'a: "\n', "a: [\n", "a: &a\n"]),
    fc.constantFrom("", "", "", "%YAML 1.1\n---\n", "? \n", "-\n", "# x\n", "--- # x\n", "a: >2\n", "\uFEFF"),
    fc.constantFrom(plainEntry, plainPair),
    indents,
  )
  .chain(([first, second, plain, indent]) =>
    fc.tuple(
      fc.constant(second + first),
      fc.array(
        fc.tuple(
          fc.oneof({ weight: 5, arbitrary: fc.constant(indent) }, { weight: 1, arbitrary: indents }),
          fc.oneof(
            { weight: 8, arbitrary: row(plain) },
            { weight: 1, arbitrary: row(plainEntry) },
            { weight: 1, arbitrary: row(plainPair) },
            { weight: 1, arbitrary: hostileLine.map((line) => [line]) },
          ),
        ),
        { maxLength: 5 },
      ),
      fc.constantFrom("\n", "\n", "\r\n"),
      fc.boolean(),
    ),
  )
  .map(([head, rows, end, isEnded]) => {
    const lines = rows.flatMap(([indent, plain]) => plain.map((line) => indent + line));
    // Mostly distinct keys: one that is there twice is a finding.
    const distinct = lines.map((line, index) =>
      line.replace("agent.", index % 19 === 18 ? "agent." : `agent${index}.`),
    );
    return head + distinct.join(end) + (isEnded ? end : "");
  });

/** A file as people write it, with its lists broken here and there. */
const sound = fc
  .tuple(
    fc.uniqueArray(fc.tuple(word, digits), { selector: ([key]) => key, maxLength: 9 }),
    fc.array(
      fc.array(fc.oneof({ weight: 12, arbitrary: plainEntry }, { weight: 1, arbitrary: hostileLine }), {
        maxLength: 30,
      }),
      { maxLength: 4 },
    ),
    fc.constantFrom("", "  ", "    "),
    fc.constantFrom("\n", "\r\n"),
  )
  .map(([agents, lists, indent, end]) =>
    [
      "version: 1",
      "agents:",
      ...agents.map(([key, number]) => `  ${key}: "${number}"`),
      "groups:",
      ...lists.flatMap((lines, group) => [
        `  - displayName: 组${group}`,
        "    members:",
        ...lines.map((line) => `    ${indent}${line}`),
      ]),
      "",
    ].join(end),
  );

describe("a text is read to the same tree, places and findings with and without its plain lines", () => {
  /** A search by hand may go on for longer: `CONDENSE_RUNS=100000`. Then it may also take as long as it takes. */
  const byHand = process.env["CONDENSE_RUNS"];
  const numRuns = Number(byHand ?? 2_000);
  const patience = byHand === undefined ? {} : { timeout: 0 };

  it.each([
    ["lines that follow each other in every way", hostileText, 0.04],
    ["files with something odd in their lists", sound, 0.2],
  ] as const)("%s", patience, (_what, texts, share) => {
    let short = 0;
    fc.assert(
      fc.property(texts, (text) => {
        if (sameBothWays(text)) short += 1;
      }),
      { numRuns },
    );
    // Otherwise nothing was compared.
    expect(short).toBeGreaterThan(share * numRuns);
  });

  const files = ["test/badInput", "examples"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => /\.ya?ml$/.test(path))
      .map((path) => join(ROOT, folder, path)),
  );

  it("all examples, and all bad input", () => {
    const short = files.filter((path) => sameBothWays(readFileSync(path, "utf8")));
    expect(short.length).toBeGreaterThan(1);
    expect(short.length).toBeLessThan(files.length);
  });

  const rows = (line: string, count = 9) => `${line}\n`.repeat(count);
  const pairs = (indent: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${indent}a${index}: "${index}"\n`).join("");

  it.each([
    ["a list", true, `a:\n${rows('  - "1"')}b: 1\n`],
    ["a map", true, `a:\n${pairs("  ", 9)}b: 1\n`],
    ["a list in the column of its key", true, `a:\n${rows("- 1 # one")}b: 1\n`],
    ["Windows' line ends", true, `a:\n${rows("- 1")}b: 1\n`.replaceAll("\n", "\r\n")],
    ["two lists, with a comment in the first", true, `a:\n${rows("- 1")}# x\n${rows("- 1")}b:\n${rows("  - 1")}`],
    ["a list that goes on in another way", true, `a:\n${rows("- 1")}- &b [1]\n- *b\n`],
    ["a last entry that goes on", false, `a:\n${rows("- a")}  b\n`],
    ["a last entry that is a key", false, `a:\n${rows("- a")}  : b\n`],
    ["a text of lines", false, `a: |\n${rows("  - 1")}`],
    ["a quoted text of lines", false, `a: '\n${rows("  - 1")}  '\n`],
    ["plain text of lines", false, `a: x\n${rows("  - 1")}`],
    ["a key that is there twice, once in a row", false, `a0: 1\n${pairs("", 9)}`],
    ["a row and a fault", false, `a:\n${rows("- 1")}b: [\n`],
  ])("%s: %s", (_what, isShort, text) => {
    expect(sameBothWays(text)).toBe(isShort);
  });

  it.each([
    ["a list", 10_001, rows('  - "1"', 10_000)],
    ["a list of maps", 50_001, rows("  - { agent: 1, priority: 2 }", 10_000)],
    ["a map", 20_001, pairs("  ", 10_000)],
  ])("what aliases bring is counted: %s", (_what, size, anchored) => {
    const aliases = Math.floor(1_000_000 / size);
    const text = (count: number) => `a: &a\n${anchored}b: [${Array(count).fill("*a").join(", ")}]\n`;
    const isBomb = (count: number) => {
      const source = sourceText("a.yaml", text(count));
      const report = new FindingList();
      parseAll(source, report);
      expect(parseCondensed(source) === undefined).toBe(report.hasError);
      return report.hasError;
    };
    expect(isBomb(aliases)).toBe(false);
    expect(isBomb(aliases + 1)).toBe(true);
  });
});
