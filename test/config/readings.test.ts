import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isScalar, type ScalarTag, Schema } from "yaml";
import { FindingList } from "../../src/config/findings.js";
import { readFully } from "../../src/config/yaml/fullReading.js";
import { readQuickly } from "../../src/config/yaml/quickReading.js";
import { sourceText } from "../../src/config/yaml/sourceText.js";
import { type Field, plainValue, type TreeNode } from "../../src/config/yaml/tree.js";
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

/** Reads the text in both ways. The quick reading may leave it to the other; what it takes it must read the same. */
function sameBothWays(text: string): boolean {
  const report = new FindingList();
  const full = readFully(sourceText("a.yaml", text), report);
  const quick = readQuickly(sourceText("a.yaml", text));
  // Pieces of a few characters: a cut at every entry that it can be made at.
  const pieced = readQuickly(sourceText("a.yaml", text), 1);
  expect(pieced?.map(written)).toEqual(quick?.map(written));
  if (quick) {
    const told = { trees: full.documents.map(written), broken: full.broken, findings: report.sorted() };
    expect({ trees: quick.map(written), broken: false, findings: [] }).toEqual(told);
  }
  return quick !== undefined;
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

/** Values, keys and lines that use every feature of YAML, or nearly do. */
const oddValue = fc.constantFrom(
  ...["&a 1", "&a", "*a", "*b", "*a:", "&a [1, *a]", "&a { b: 1 }", '&a "1"', "!!str 1", '!!int "1"', "! 1", "!x 1"],
  ...["|", ">", "|-", ">+", "|2", ">1-", "| # x", "[", "]", "{", "}", "{ a: 1 }", "{a: 1}", "{a:1}", '{"a":1}', "{a}"],
  ...["{ a: }", "{ a:, b: 1 }", "{ : 1 }", "{ a b: c d }", "{ ? a : b }", "{ a: [1, { b: 2 }] }", "{ a: 1, a: 2 }"],
  ...["[1, 2]", "[1,2,]", "[,1]", "[a: 1]", "[a: 1, b]", "[[1], [2]]", "[ ]", "{ }", "[a b, c]", "[a:b]", "[-1, - 1]"],
  ...["[?a]", "[? a]", "[:a]", "[a, :b]", "{:a: 1}", "[1]x", "[1] # x", "[1]#x", '"a"#x', '"a" # x', "a#x", "a #x"],
  ...['"a\\nb"', '"\\u5b9e"', '"\\U0001F600"', '"\\x41"', '"\\q"', '"\\""', '"\\/"', '"a\\\\"', "'it''s'", "''", '""'],
  ...['"a', "'a", '"a\n  b"', "'a\n\n   b'", "a\n  b", "a\n    b\n   c", "a\n\n  b", '"a\\\n  b"', "a\n# x\n  b"],
  ...["~", "null", "Null", "nULL", "true", "True", "TRUE", "tRUE", "yes", "on", "no", "y", "n", "false", "FALSE"],
  ...[
    "1",
    "-1",
    "+1",
    "01",
    "0o17",
    "0o8",
    "0x1F",
    "0b1",
    "1_000",
    "1e3",
    "1.5",
    "1.",
    ".5",
    "+.5",
    ".",
    "-",
    "--",
    "+",
  ],
  ...[
    ".inf",
    "-.inf",
    "+.INF",
    ".nan",
    ".NaN",
    "-.nan",
    "12345678901234567890",
    "1:30",
    "2026-11-28",
    "2026-11-28 10:00",
  ],
  ...[
    "=",
    "<<",
    "a=b",
    "a: b",
    "a : b",
    ": a",
    "?",
    "? a",
    "?a",
    ":",
    ":a",
    "-a",
    "- a",
    "- - a",
    "@a",
    "`a",
    "%a",
    "a%",
  ],
  ...[
    "a,b",
    "a, b",
    "a]b",
    "a}b",
    "http://a.b/c?d#e",
    "a\\b",
    "a'b",
    'a"b',
    "售前：一",
    "【组】",
    "😀",
    "\u00a0",
    "a\u00a0",
  ],
  ...["a\tb", "a\t# x", "\t1", "a\u0085b", "a\u2028b", "\u2029", "\ufeff", "a\ufeff", "\u0007", "\u007f", "\ud800"],
  ...["--- a", "...", "---", "a ---", `"${"x".repeat(1100)}"`, "", " ", "#", "# a", "a\rb"],
);
const oddKey = fc.constantFrom(
  ...["a", "b", "c", "displayName", "组", '"a"', "'b'", '"a b"', "a b", "<<", '"<<"', "~", "null", "true", "1", "1.5"],
  ...["&k a", "*a", "!!str a", "[1]", "{a: 1}", "? a", "?a", "-a", ":a", "a:b", "a#b", "a #b", "", " ", "a ", '"a" '],
  ...[
    "__proto__",
    '"\\u0061"',
    "'it''s'",
    "x".repeat(1030),
    `"${"y".repeat(1022)}"`,
    "z".repeat(990),
    "a\tb",
    "|",
    "@",
  ],
);
const remarkLine = fc.constantFrom(
  "",
  "  ",
  "# x",
  "    # a: b",
  "---",
  "...",
  "--- # x",
  "%YAML 1.2",
  "# 'x",
  '#"',
  "\t",
);

/** Documents that grow at random: lists and maps of each other, in braces or lines, deep or wide. */
const grown = fc
  .array(
    fc.tuple(
      fc.constantFrom(0, 0, 1, 1, 2, 2, 2, 3, 4),
      fc.oneof(
        { weight: 4, arbitrary: fc.tuple(oddKey, oddValue).map(([key, value]) => `${key}: ${value}`) },
        { weight: 4, arbitrary: fc.tuple(word, fc.oneof(agent, word)).map(([key, value]) => `${key}: ${value}`) },
        { weight: 3, arbitrary: word.map((key) => `${key}:`) },
        { weight: 4, arbitrary: agent.map((value) => `- ${value}`) },
        { weight: 2, arbitrary: oddValue.map((value) => `- ${value}`) },
        { weight: 2, arbitrary: fc.tuple(word, agent).map(([key, value]) => `- ${key}: ${value}`) },
        { weight: 2, arbitrary: remarkLine },
        { weight: 1, arbitrary: oddValue },
      ),
      remark,
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((lines) =>
    lines.map(([depth, line, rest], index) => `${"  ".repeat(Math.min(depth, index))}${line}${rest}\n`).join(""),
  );

/** A value of one feature, where a group file has a value. */
const featured = fc
  .tuple(
    fc.constantFrom(
      (value: string) => `version: 1\nteams:\n  a: &a\n    - "1"\n  b: ${value}\ngroups: []\n`,
      (value: string) => `groups:\n  - displayName: ${value}\n    members:\n      - "1"\n`,
      (value: string) => `groups:\n  - displayName: a\n    members:\n      - ${value}\n      - "1"\n`,
      (value: string) => `groups:\n  - members:\n    - agent: "1"\n      priority: ${value}\n    - "2"\n`,
      (value: string) => `groups:\n  - { displayName: ${value}, members: [1] }\n`,
      (value: string) => `groups:\n  - members: [1, ${value}, "2"]\n`,
      (value: string) => `a: &a 1\nb:\n  ${value}\nc: 2\n`,
      (value: string) => `- &a x\n-\n  ${value}\n- *a\n`,
      (value: string) => `--- ${value}\n---\na: ${value}\n...\n`,
      (value: string) => `a: 1\n${value}\n`,
      (value: string) => `${value}\n`,
    ),
    oddValue,
    fc.constantFrom("\n", "\n", "\r\n"),
  )
  .map(([around, value, end]) => around(value).replaceAll("\n", end));

/** A key of one feature, where a group file has a key. */
const keyed = fc
  .tuple(
    fc.constantFrom(
      (key: string) => `version: 1\nteams:\n  ${key}: []\n  z: []\n`,
      (key: string) => `teams:\n  z: []\n  ${key}:\n    - "1"\n`,
      (key: string) => `a: &a x\nb: { ${key}: 1, z: 2 }\n`,
      (key: string) => `groups:\n  - ${key}: 1\n    members: []\n`,
      (key: string) => `groups:\n  - [ ${key}: 1, 2 ]\n`,
      (key: string) => `${key}: 1\n`,
      (key: string) => `a: {\n  ${key}:\n    1,\n  z: 2 }\n`,
    ),
    oddKey,
  )
  .map(([around, key]) => around(key));

/** What a slip of the hand puts into a text. */
const slip = fc.constantFrom(
  ...[
    "\n",
    "\n\n",
    " ",
    "  ",
    "\t",
    "#",
    " #",
    " # x",
    ":",
    ": ",
    "- ",
    "-",
    "'",
    '"',
    "''",
    '""',
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
  ],
  ...[
    "&a ",
    "*a",
    "!",
    "!!str ",
    "|",
    ">",
    "? ",
    "?",
    "%",
    "@",
    "`",
    "~",
    "<<",
    "=",
    "0",
    "08",
    "0x",
    "1e",
    ".",
    "null",
    "true",
  ],
  ...[
    "---\n",
    "...\n",
    "\r\n",
    "\r",
    "\ufeff",
    "\u0085",
    "\u2028",
    "\u00a0",
    "\0",
    "售",
    "：",
    "，",
    "x",
    "\n  ",
    "\n# x\n",
    "\n- ",
  ],
);
type Change = readonly [where: number, kind: number, slip: string];
const changes: fc.Arbitrary<readonly Change[]> = fc.array(fc.tuple(fc.nat(1_000_000), fc.nat(9), slip), {
  minLength: 1,
  maxLength: 4,
});

/** Deletes, doubles, inserts and moves characters and lines. */
function changed(text: string, [where, kind, slip]: Change): string {
  const at = where % (text.length + 1);
  const lines = text.split("\n");
  const line = where % lines.length;
  switch (kind) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + text.slice(at, at + 1) + text.slice(at);
    case 2:
      return lines.map((one, index) => (index === line ? ` ${one}` : one)).join("\n");
    case 3:
      return lines.map((one, index) => (index === line ? one.replace(/^ {1,2}/, "") : one)).join("\n");
    case 4:
      return lines.flatMap((one, index) => (index === line ? [one, one] : [one])).join("\n");
    case 5:
      return lines.filter((_, index) => index !== line).join("\n");
    case 6:
      return [...lines.slice(0, line), ...lines.slice(line + 1), lines[line] ?? ""].join("\n");
    case 7:
      return slip === "\r\n" ? text.replaceAll("\n", "\r\n") : text.slice(0, at) + slip + text.slice(at + 1);
    default:
      return text.slice(0, at) + slip + text.slice(at);
  }
}

/** Large files say the same over and over: their beginnings do. */
const MUTATED_CHARACTERS = 1500;

const texts = ["test/badInput", "examples"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.ya?ml$/.test(path))
    .map((path) => readFileSync(join(ROOT, folder, path), "utf8")),
);
const beginnings = texts.map((text) =>
  text.length <= MUTATED_CHARACTERS ? text : text.slice(0, text.lastIndexOf("\n", MUTATED_CHARACTERS) + 1),
);
const damagedFile = fc.tuple(fc.constantFrom(...beginnings), changes).map(([text, all]) => all.reduce(changed, text));
const damagedText = fc
  .tuple(fc.oneof(sound, grown, hostileText), changes)
  .map(([text, all]) => all.reduce(changed, text));

describe("a text is read to the same tree, places and findings by both readings", () => {
  /** A search by hand may go on for longer: `READINGS_RUNS=10000`. Then it may also take as long as it takes. */
  const byHand = process.env["READINGS_RUNS"];
  const numRuns = Number(byHand ?? 500);
  const patience = byHand === undefined ? {} : { timeout: 0 };

  it.each([
    ["lines that follow each other in every way", hostileText, 0.04],
    ["files with something odd in their lists", sound, 0.1],
    ["documents grown at random", grown, 0.02],
    ["a value of every kind in every place", featured, 0.1],
    ["a key of every kind in every place", keyed, 0.1],
    ["damaged files", damagedFile, 0.02],
    ["damaged texts", damagedText, 0.02],
  ] as const)("%s", patience, (what, arbitrary, share) => {
    let quick = 0;
    fc.assert(
      fc.property(arbitrary, (text) => {
        if (sameBothWays(text)) quick += 1;
      }),
      { numRuns },
    );
    if (byHand !== undefined) process.stdout.write(`${what}: ${quick} of ${numRuns} read quickly\n`);
    // Otherwise nothing was compared.
    expect(quick).toBeGreaterThan(share * numRuns);
  });

  it("all examples, and all bad input", () => {
    const quick = texts.filter(sameBothWays);
    expect(quick.length).toBeGreaterThan(texts.length / 3);
    expect(quick.length).toBeLessThan(texts.length);
  });
});

describe("the quick reading", () => {
  const rows = (line: string, count = 9) => `${line}\n`.repeat(count);

  it.each([
    ["a list", `a:\n${rows('  - "1"')}b: 1\n`],
    ["a list in the column of its key", `a:\n${rows("- 1 # one")}b: 1\n`],
    ["Windows' line ends", `a:\n${rows("- 1")}b: 1\n`.replaceAll("\n", "\r\n")],
    ["comments and blank lines", `# x\na: # y\n\n${rows("  - 1\n  # z\n")}\n`],
    ["members of two lines", `a:\n${rows("  - agent: 1\n    priority: 2")}`],
    ["braces and brackets, over lines too", "a: { b: [1, 2,\n  3], 'c': {d: 4} }\n"],
    ["quotes, with escapes", `a: ["1", '2', "\\u5b9e\\"", 'it''s']\n`],
    ["anchors and aliases", "a: &a [1]\nb: *a\nc: [*a, *a]\n"],
    ["values that are not there", "a:\nb:\n  - c:\n"],
    ["several documents", "a: 1\n---\n# none\n---\nb: 1\n...\n"],
    ["no line end", "a: 1"],
  ])("takes %s", (_what, text) => {
    expect(sameBothWays(text)).toBe(true);
  });

  it.each([
    ["a tab", "a: 1\t# x\n"],
    ["a byte order mark", "\uFEFFa: 1\n"],
    ["a control character", 'a: "\u0007"\n'],
    ["NEL, LS and PS", "a: 1 # \u0085\n"],
    ["CR alone", "a: 1\rb: 2\n"],
    ["a first line that is indented", " ---\na: 1\n"],
    ["a directive", "%YAML 1.2\n---\na: 1\n"],
    ["an indented directive, which js-yaml takes for one", "  %YAML 1.1\n---\na: 1\n"],
    ["a tag", "a: !!str 1\n"],
    ["an explicit key", "? a\n: 1\n"],
    ["a block scalar", "a: |\n  b\n"],
    ["plain text of two lines", "a: b\n  c\n"],
    ["quoted text of two lines", 'a: "b\n  c"\n'],
    ["an escape of eight digits", 'a: "\\U0001F600"\n'],
    ["a key twice", "a: 1\na: 2\n"],
    ["a key that is a number", "1: a\n"],
    ["a key that is a list", "[a]: 1\n"],
    ["a key that is not there", ": 1\n"],
    ["a key with an anchor", "&a b: 1\n"],
    ["a key and a space before the colon", "a : 1\n"],
    ["a key without a value in braces", "a: { b }\n"],
    ["a long key", `${"a".repeat(1025)}: 1\n`],
    ["a merge key", "a: &a { b: 1 }\nc: { <<: *a }\n"],
    ["a pair in brackets", "a: [b: 1]\n"],
    ["an empty entry", "a:\n  -\n  - 1\n"],
    ["an anchor without a value", "a: &a\nb: *a\n"],
    ["an unknown alias", "a: *b\n"],
    ["a cycle", "a: &a [*a]\n"],
    ["deep nesting", `a: ${"[".repeat(40)}${"]".repeat(40)}\n`],
    ["many documents", "a: 1\n---\n".repeat(1200)],
    ["nothing", "# a\n"],
    ["a fault", "a: [\n"],
  ])("leaves to the full one: %s", (_what, text) => {
    expect(sameBothWays(text)).toBe(false);
  });

  const pairs = (count: number) => Array.from({ length: count }, (_, index) => `  a${index}: "${index}"\n`).join("");

  it.each([
    ["a list", 4_001, rows('  - "1"', 4_000)],
    ["a list of maps", 5_001, rows("  - { agent: 1, priority: 2 }", 1_000)],
    ["a map", 4_001, pairs(2_000)],
  ])("counts what aliases bring as the full one does: %s", (_what, size, anchored) => {
    const most = Math.floor(1_000_000 / size);
    const text = (count: number) => `a: &a\n${anchored}b: [${Array(count).fill("*a").join(", ")}]\n`;
    const isBomb = (count: number) => {
      const source = sourceText("a.yaml", text(count));
      const report = new FindingList();
      readFully(source, report);
      expect(readQuickly(source) === undefined).toBe(report.hasError);
      return report.hasError;
    };
    expect(isBomb(most)).toBe(false);
    expect(isBomb(most + 1)).toBe(true);
  });

  it("reads a large file in pieces, to the same places", () => {
    const groups = Array.from(
      { length: 3000 },
      (_, index) => `  - displayName: ${index} # x\n    members:\n    - "1"\n\n`,
    );
    const text = `version: 1\nteams:\n  a:\n  - "1"\ngroups:\n${groups.join("")}agents:\n  b: "2"\n`;
    expect(text.length).toBeGreaterThan(100_000);
    expect(sameBothWays(text)).toBe(true);
  });

  it("reads a large file that cannot be cut as a whole", () => {
    expect(sameBothWays(`a:\n  b:\n${rows('  - "1"', 20_000)}`)).toBe(true);
    expect(sameBothWays(`a: [\n${rows(" - 1,", 20_000)}]\n`)).toBe(false);
  });
});

describe("a plain value", () => {
  const digit = fc.constantFrom(..."0123456789abcdefxXoOeE+-._ :~=");
  const words = fc.constantFrom(
    "null",
    "Null",
    "NULL",
    "nULL",
    "true",
    "False",
    "TRUE",
    ".inf",
    ".Inf",
    ".nan",
    ".NAN",
    "yes",
  );
  const text = fc.oneof(
    fc.string({ unit: digit, maxLength: 6 }),
    fc.tuple(fc.constantFrom("", "-", "+", "0", "."), words).map(([sign, one]) => sign + one),
    fc.tuple(fc.constantFrom("0x", "0o", "-0x", "1e", "-1.5e+", ".", "+"), fc.nat().map(String)).map(([a, b]) => a + b),
  );

  it("is what yaml's core schema makes of it", () => {
    const isOfCore = createsCoreValue();
    fc.assert(
      fc.property(text, (one) => {
        expect(Object.is(plainValue(one), isOfCore(one))).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ["8003", 8003],
    ["08003", 8003],
    ["010", 10],
    ["0x1F", 31],
    ["0o17", 15],
    ["0b1", "0b1"],
    ["1_000", "1_000"],
    ["1e3", 1000],
    ["-.5", -0.5],
    ["-.inf", Number.NEGATIVE_INFINITY],
    ["~", null],
    ["", null],
    ["True", true],
    ["yes", "yes"],
    ["2026-11-28", "2026-11-28"],
    ["=", "="],
    ["1:30", "1:30"],
  ])("%j is %j", (written, value) => {
    expect(plainValue(written)).toBe(value);
  });
});

/** The library's own tags, asked directly: whether a text is a plain scalar at all is another matter. */
function createsCoreValue(): (text: string) => unknown {
  const { tags } = new Schema({ schema: "core" });
  return (text) => {
    const tag = tags.find(
      (one): one is ScalarTag => "test" in one && one.default === true && one.test?.test(text) === true,
    );
    const made = tag ? tag.resolve(text, () => {}, {}) : text;
    return isScalar(made) ? made.value : made;
  };
}
