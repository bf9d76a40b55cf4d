import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { loadDesired } from "../../src/config/loadDesired.js";
import { PARSING } from "../../src/config/yaml/fullReading.js";
import { SENTENCES } from "../../src/config/yaml/syntaxFindings.js";
import { growthOf, MOST_GROWTH } from "../support/growth.js";
import { brief, desiredOf, expectFindings, fileOf, relatedOf } from "./reading.js";

/** A sound beginning, so that only what follows is at fault. */
const V = "version: 1\n";

describe("a text that git, or an old editor, left in the place of YAML", () => {
  it.each([
    ["a conflict", "merge-conflict", `${V}groups:\n‸<<<<<<< HEAD\n  - displayName: a\n=======\n>>>>>>> b\n`],
    ["half of one", "merge-conflict", `${V}groups:\n  - displayName: a\n‸=======\n`],
    ["the last line of one", "merge-conflict", `${V}groups:\n  - displayName: a\n‸>>>>>>> main\n`],
    ["its common ancestor", "merge-conflict", `${V}groups: []\n‸||||||| 1a2b3c\n`],
    ["a conflict, CR LF", "merge-conflict", `${V}groups: []\r\n‸=======\r\n`],
    ["a pointer of Git LFS", "not-checked-out", "‸version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n"],
    ["a link as text", "not-checked-out", "‸../shared/a.yaml"],
    ["CR alone", "line-ends", "‸version: 1\rgroups: []\r"],
  ] as const)("%s is called what it is, once", (_what, code, text) => {
    expectFindings(text, code);
  });

  it.each([
    ["excel", "PK\x03\x04\x14\0\x06\0[Content_Types].xml \xffxl/workbook.xml"],
    ["excel", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
    ["zip", "PK\x03\x04\x14\0\xff groups.yaml"],
    ["gzip", "\x1f\x8b\x08\0"],
    ["pdf", "%PDF-1.7\n%\xe2\xe3"],
    ["image", "\x89PNG\r\n\x1a\n"],
    ["shortcut", "L\0\0\0\x01\x14\x02\0\0"],
    ["html", "\n<!doctype html><title>404</title>"],
    ["xml", '<?xml version="1.0"?>'],
    ["rtf", "{\\rtf1\\ansi}"],
    ["git-crypt", "\0GITCRYPT\0\xaa\xbb"],
    ["sops", `${V}groups: ENC[AES256_GCM,data:x]\nsops:\n  version: 3\n`],
    ["ansible-vault", "$ANSIBLE_VAULT;1.1;AES256\n3139\n"],
    ["pgp", "-----BEGIN PGP MESSAGE-----\n\nhQ\n"],
    ["age", "age-encryption.org/v1\n-> X25519 a\n"],
  ])("is called %s", (kind, content) => {
    const { findings } = loadDesired([{ path: "a.yaml", bytes: Buffer.from(content, "latin1") }]);
    expect(findings).toMatchObject([
      { code: "not-yaml", args: { kind }, source: { file: "a.yaml", line: 1, column: 1 } },
    ]);
  });

  it.each([
    [
      "<<<<<<< HEAD\na\n=======\nb\nc\n>>>>>>> x y\n",
      { ours: { from: 2, to: 2, name: "HEAD" }, theirs: { from: 4, to: 5, name: "x y" } },
    ],
    ["<<<<<<<\n=======\nb\n>>>>>>>\n", { ours: { from: 2, to: 1 }, theirs: { from: 3, to: 3 } }],
    [
      "<<<<<<< a\r\n1\r\n||||||| b\r\n2\r\n=======\r\n3\r\n>>>>>>> c\r\n",
      { ours: { from: 2, to: 2, name: "a" }, theirs: { from: 6, to: 6, name: "c" } },
    ],
    ["<<<<<<< a\n1\n>>>>>>> c\n", {}],
  ])("has its conflict told by the lines of both sides: %j", (text, args) => {
    expect(loadDesired([fileOf(text)]).findings).toMatchObject([{ code: "merge-conflict", args, source: { line: 1 } }]);
  });

  it("has each conflict told, of one cut short too", () => {
    const one = "<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n";
    const { findings } = loadDesired([fileOf(`${one}- x\n${one}<<<<<<< a\n1\n`)]);
    expect(findings.map(brief)).toEqual([1, 7, 12].map((line) => `groups.yaml:${line}:1 merge-conflict`));
  });

  it("is not seen in comments", () => {
    expectFindings("version: 1\n# =======\ngroups: []\n#<<<<<<< x\n");
  });
});

describe("syntax", () => {
  it.each([
    ["a tab before a list", "yaml-tab", `${V}groups:\n‸\t- displayName: a\n`],
    ["a tab after spaces", "yaml-tab", `${V}groups:\n  - displayName: a\n  ‸\t  exten: "1"\n`],
    ["a tab before a field", "yaml-tab", `${V}groups:\n  - displayName: a\n‸\tmembers: []\n`],
    ["a tab behind a dash", "yaml-tab", `${V}groups:\n  -‸\tdisplayName: a\n`],
    ["a field too far in", "yaml-indent", `${V}groups:\n  - displayName: a\n      ‸exten: "1"\n`],
    ["a field too far out", "yaml-indent", `${V}groups:\n  - displayName: a\n   ‸exten: "1"\n`],
    [
      "a field too far out, behind a comment",
      "yaml-indent",
      `${V}groups:\n  - displayName: a\n# exten\n\n   ‸exten: "1"\n`,
    ],
    ["a tab before the first entry of a list", "yaml-tab", `${V}teams:\n  a: # b\n‸\t- "8000"\n`],
    ["an entry too far out", "yaml-indent", `${V}teams:\n  a:\n    - "1"\n   ‸- "2"\n    - "3"\n`],
    ["a last entry too far out, behind a comment", "yaml-indent", `${V}teams:\n  a:\n    - "1"\n   # b\n   ‸- "2"`],
    ["a group too far out", "yaml-indent", `${V}groups:\n  - displayName: a\n ‸- displayName: b\n    members: []\n`],
    ["an agent too far out", "yaml-indent", `${V}agents:\n  a: 1\n ‸b: 2\n  c: 3\n\n  # d\n  d: 4\ngroups: []\n`],
    ["a tab before an agent", "yaml-tab", `${V}agents:\n  a: 1\n‸\tb: 2\n  c: 3\n  d: 4\ngroups: []\n`],
    ["no dash", "yaml-missing-dash", `${V}teams:\n  a:\n    - "1"\n    ‸"2"\n    - "3"\n`],
    ["no dash in two lines", "yaml-missing-dash", `${V}teams:\n  a:\n    - "1"\n    ‸"2"\n    "3"\n    - "4"\n`],
    ["no space behind the dash", "yaml-missing-dash", `${V}teams:\n  a:\n    - a\n    ‸-b\n    - c\n`],
    ["a field among the entries", "yaml-indent", `${V}groups:\n  - members:\n      - a\n      ‸exten: "1"\n`],
    ["a first line further in than the rest", "yaml-indent", ` ${V}‸groups: []\n`],
    ["a quote that is never closed", "yaml-unclosed", `${V}groups:\n  - displayName: ‸"售前\n    exten: 1\n\n\n`],
    ["a single quote that is never closed", "yaml-unclosed", `${V}groups:\n  - displayName: ‸'售前\n`],
    ["a bracket that is never closed", "yaml-unclosed", `${V}groups:\n  - members: ‸[1, 2\n    exten: "1"\n`],
    ["a brace that is never closed", "yaml-unclosed", `${V}groups: [‸{ displayName: a ]\n`],
    ["no colon", "yaml-missing-colon", `${V}groups:\n  - ‸displayName 售前\n    exten: "1"\n`],
    ["no space behind the colon", "yaml-missing-colon", `${V}groups:\n  - ‸displayName:售前\n    exten: "1"\n`],
    ["a last line without a colon", "yaml-missing-colon", `${V}‸groups\n`],
    ["a second colon", "yaml-nested-colon", `${V}groups:\n  - displayName: ‸a: b\n`],
    ["a reserved character", "yaml-reserved-character", `${V}groups:\n  - displayName: ‸@a\n`],
    ["a backslash in quotes", "yaml-escape", `${V}groups:\n  - displayName: "a‸\\d"\n`],
    ["binary", "yaml-tag", `${V}groups:\n  - displayName: ‸!!binary YQ==\n`],
    ["a set", "yaml-tag", `${V}agents: ‸!!set {}\n`],
    ["a tag of one's own", "yaml-tag", `${V}groups:\n  - displayName: ‸!secret a\n`],
    ["a tag whose handle is unknown", "yaml-tag", `${V}groups:\n  - displayName: ‸!x!y a\n`],
    ["two anchors", "yaml-syntax", `${V}groups: &a ‸&b []\n`],
    ["two commas", "yaml-syntax", `${V}groups: [{ displayName: a },‸, { displayName: b }]\n`],
    ["a YAML version that is no number", "yaml-directive", `%YAML ‸x\n---\n${V}`],
    ["an alias without an anchor", "unknown-anchor", `${V}groups:\n  - displayName: a\n    members: ‸*all\n`],
    ["an anchor that comes later", "unknown-anchor", `${V}groups: ‸*a\nteams: &a {}\n`],
    ["an anchor of another document", "unknown-anchor", `${V}groups: &a []\n---\n${V}groups: ‸*a\n`],
    ["an alias in its own anchor", "alias-cycle", `${V}groups: &a\n  - displayName: b\n  - ‸*a\n`],
    ["a merge key", "merge-key", `${V}groups:\n  - &a { displayName: a }\n  - ‸<<: *a\n    exten: "1"\n`],
  ] as const)("%s: %s", (_what, code, marked) => {
    expectFindings(marked, code);
  });

  it("names what is missing, meant or wrong", () => {
    const argsOf = (text: string) => loadDesired([fileOf(text)]).findings[0]?.args;
    expect(argsOf(`${V}groups: [{ displayName: a ]\n`)).toEqual({ closer: "}" });
    expect(argsOf(`${V}groups: "\n`)).toEqual({ closer: '"' });
    expect(argsOf(`${V}groups: "\\x4"\n`)).toEqual({ sequence: "\\x4" });
    expect(argsOf(`${V}groups: !foo x\n`)).toEqual({ tag: "!foo" });
    expect(argsOf(`${V}groups: \`a\n`)).toEqual({ character: "`" });
    expect(argsOf(`${V}teams: &night []\ngroups: *nigth\n`)).toEqual({ name: "nigth", suggestion: "night" });
    expect(argsOf(`%FOO bar\n---\n${V}`)).toEqual({ directive: "%FOO bar" });
  });

  it("warns of an unknown directive, and goes on", () => {
    const { desired, findings } = loadDesired([fileOf(`%FOO\n---\n${V}`)]);
    expect(findings.map((one) => `${one.severity} ${brief(one)}`)).toEqual(["warning groups.yaml:1:1 yaml-directive"]);
    expect(desired).toBeDefined();
  });

  it("reports several faults of one document, and not their echoes", () => {
    const marked = `${V}groups:\n  - displayName: ‸@a\n  - displayName: ‸a: b\n    memory: "‸\\q"\n`;
    expectFindings(marked, "yaml-reserved-character", "yaml-nested-colon", "yaml-escape");
    expectFindings(`${V}groups: []\n ‸] ]\n]\nfoo\nbar: baz\n`, "yaml-syntax");
  });

  it("reports each line that does not stand where it should, and not those that only follow one", () => {
    const marked = `${V}agents:\n  a: 1\n ‸b: 2\n  c: 3\nteams:\n  d: []\n ‸e: []\n  f: []\n`;
    expectFindings(marked, "yaml-indent", "yaml-indent");
  });

  it("goes on with the next document", () => {
    expectFindings(`${V}a: ‸@a\n---\n${V}‸x: 1\n`, "yaml-reserved-character", "unknown-field");
  });

  it("reads yes, on and the rest as text, whatever version is asked for", () => {
    const { groups } = desiredOf(
      `%YAML 1.1\n---\n${V}groups: [{ displayName: yes }, { displayName: on }, { displayName: 1_0 }]`,
    );
    expect(groups.map(({ displayName }) => displayName)).toEqual(["yes", "on", "1_0"]);
  });
});

describe("the library's sentences that findings depend on", () => {
  it.each([
    ["listAsKey", "BLOCK_AS_IMPLICIT_KEY", "a:\n  b: 1\n  - c\n"],
    ["escape", "BAD_DQ_ESCAPE", 'a: "\\q"\n'],
    ["quote", "MISSING_CHAR", 'a: "b\n'],
    ["quote", "MISSING_CHAR", "a: 'b\n"],
    ["bracket", "BAD_INDENT", "a: [b\n"],
    ["bracket", "BAD_INDENT", "a: { b: c ]\n"],
    ["noColon", "MISSING_CHAR", "a: 1\nb\n"],
    ["noDash", "MISSING_CHAR", '- - b\n  "d"\n'],
    ["goesOn", "UNEXPECTED_TOKEN", "a: [] b\n"],
    ["echo", "UNEXPECTED_TOKEN", "a: 1\n] ]\n"],
  ] as const)("%s: %s", (sentence, code, text) => {
    const documents = parseAllDocuments(text, PARSING);
    const errors = "empty" in documents ? [] : documents.flatMap((document) => document.errors);
    expect(errors.filter((error) => error.code === code && SENTENCES[sentence].test(error.message))).not.toEqual([]);
  });

  it("are all tried", () => {
    expect(Object.keys(SENTENCES)).toHaveLength(8);
  });
});

describe("keys", () => {
  it("twice: the second, with the first", () => {
    const [finding] = expectFindings(
      `${V}groups:\n  - displayName: a\n    memory: 1d\n    ‸memory: 2h\n`,
      "duplicate-key",
    );
    expect(finding?.args).toEqual({ key: "memory" });
    expect(finding && relatedOf(finding)).toEqual(["first groups.yaml:4:5"]);
  });

  it("twice in quotes, in braces, and as an alias", () => {
    expectFindings(`${V}‸"version": 1\n`, "duplicate-key");
    expectFindings(`${V}agents: { &k a: 1, ‸*k : 2 }\n`, "duplicate-key");
  });

  it("that are not text", () => {
    const findings = expectFindings(
      `${V}teams:\n  ‸123: []\n  ‸true: []\n  ‸null: []\n  ? ‸[a]\n  : []\n  ‸: []\n`,
      ...Array.from({ length: 5 }, () => "non-text-key" as const),
    );
    expect(findings.map(({ args }) => args)).toEqual(["123", "true", "null", "[a]", ""].map((key) => ({ key })));
  });

  it("with names that mean something to JavaScript are only unknown", () => {
    expectFindings(
      `${V}‸__proto__: { version: 2 }\n‸constructor: {}\n‸toString: 1\ngroups:\n  - displayName: a\n    ‸__proto__: { exten: "1" }\n`,
      "unknown-field",
      "unknown-field",
      "unknown-field",
      "unknown-field",
    );
    const { agentNames } = desiredOf(`${V}agents: { __proto__: 1, constructor: 2 }\n`);
    expect([...agentNames]).toEqual([
      ["1", "__proto__"],
      ["2", "constructor"],
    ]);
  });

  it.each([
    ["one of them twice", '  ‸a0: "1"\n', ["duplicate-key"]],
    ["all of them distinct", "", []],
  ] as const)("are checked in linear time: %s", { timeout: 120_000 }, (_what, last, codes) => {
    const markedOf = (size: number) => {
      const lines = Array.from({ length: size }, (_, index) => `  a${index}: "${index}"\n`);
      return `${V}agents:\n${lines.join("")}${last}`;
    };
    const growth = growthOf((size) => expectFindings(markedOf(size), ...codes), 2500);
    // The library's own check of 10,000 keys takes a second, sixteen times as long as of 2,500.
    expect(growth).toBeLessThan(MOST_GROWTH);
  });
});

describe("files without content", () => {
  it.each([
    ["nothing", ""],
    ["a byte order mark", "\uFEFF"],
    ["white space", "\n \r\n"],
    ["a comment", "# soon\n"],
    ["markers", "---\n---\n...\n"],
  ])("%s", (_what, text) => {
    expect(loadDesired([fileOf(text)]).findings.map(brief)).toEqual(["groups.yaml:1:1 empty-file"]);
  });

  it("are not files with one empty document", () => {
    expect(loadDesired([fileOf(`---\n${V}---\n# nothing\n---\n`)]).findings).toEqual([]);
  });

  it("are not files that say null", () => {
    expectFindings("‸null\n", "wrong-type");
  });
});

describe("bombs", () => {
  it("of aliases are found where they grow too large", () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `l${level + 1}: &l${level + 1} [${Array(10).fill(`*l${level}`).join(", ")}]\n`,
    );
    const { findings } = loadDesired([fileOf(`l0: &l0 [1]\n${levels.join("")}`)]);
    expect(findings.map(({ code }) => code)).toEqual(["alias-bomb"]);
    expect(findings[0]?.source?.line).toBe(7);
  });

  it("of aliases in aliases are found before they are too deep", () => {
    const chain = Array.from({ length: 5_000 }, (_, level) => `l${level + 1}: &l${level + 1} [*l${level}]\n`);
    const { findings } = loadDesired([fileOf(`l0: &l0 [1]\n${chain.join("")}`)]);
    expect(findings.map(({ code }) => code)).toEqual(["alias-bomb"]);
  });

  it("of aliases are not plain aliases", () => {
    const groups = Array.from({ length: 500 }, (_, index) => `  - displayName: g${index}\n    members: *all\n`);
    const members = Array.from({ length: 200 }, (_, index) => `"${index}"`);
    const { groups: desired } = desiredOf(
      `${V}teams:\n  all: &all [${members.join(", ")}]\ngroups:\n${groups.join("")}`,
    );
    expect(desired).toHaveLength(500);
    expect(desired[499]?.members).toHaveLength(200);
  });

  it.each([
    ["brackets", "[".repeat(100_000), 64],
    ["braces", "{a: ".repeat(100_000), undefined],
    ["dashes", "- ".repeat(100_000), undefined],
    ["question marks", "? ".repeat(100_000), undefined],
    ["lines", Array.from({ length: 1000 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join(""), undefined],
  ])("of %s stop the reading of the file", (_what, text, column) => {
    const { findings } = loadDesired([fileOf(text)]);
    expect(findings.map(({ code }) => code)).toEqual(["too-deep"]);
    if (column) expect(findings[0]?.source).toEqual({ file: "groups.yaml", line: 1, column });
  });

  it("of faults are listed up to a point", () => {
    const { findings } = loadDesired([fileOf(`[${",\n".repeat(20_000)}`)]);
    expect(findings.length).toBeGreaterThan(500);
    expect(findings.length).toBeLessThanOrEqual(1000);
    expect(loadDesired([fileOf(`${"}\n".repeat(20_000)}`)]).findings.length).toBeLessThanOrEqual(1000);
  });
});
