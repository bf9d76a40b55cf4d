import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Redactor } from "../../src/model/redactor.js";
import { expectLinear } from "../support/growth.js";
import { spellingsOf } from "../support/spellings.js";

const SECRET = "S3cr3t-Qz81-vv&+x/é";
const SIG = "88996D9907E0EE52C5DAF8EFFCC31CFC";
const AUTHORIZATION = "TjAwMDAwMDAwNTU2OjIwMTYxMDEzMTEzNjEy";

function redactor(): Redactor {
  const one = new Redactor();
  one.keep(SECRET);
  one.keepSignature(SIG, AUTHORIZATION);
  return one;
}

describe("the redactor", () => {
  it.each(spellingsOf(SECRET))("takes out a secret %s", (_how, text) => {
    expect(redactor().redact(`before "${text}" after`)).toMatch(/^before "[^"]{0,3}\*\*\*[^"]{0,4}" after$/);
  });

  it.each(spellingsOf(SIG))("takes out a signature %s", (how, text) => {
    // Nobody writes a hex digit as an entity; what a server says of a call is read without that call's signature anyway.
    if (/entit|every character/.test(how)) return;
    expect(redactor().redact(`sig=${text}&x`)).not.toContain(text.slice(4, 24));
  });

  it.each([
    ["as it is", AUTHORIZATION],
    ["of another time", Buffer.from("N00000000556:20271013113612").toString("base64")],
    ["URL-encoded", encodeURIComponent(`${AUTHORIZATION}=`)],
    ["in base64 again", Buffer.from(`x${AUTHORIZATION}`).toString("base64")],
  ])("takes out an Authorization value %s", (_how, text) => {
    const shown = redactor().redact(`<p>${text}</p>`);
    expect(shown).toContain("***");
    expect(shown).not.toContain(text.slice(8, 20));
  });

  it("takes out one that is broken over lines, and the token of a bearer", () => {
    const one = redactor();
    one.keepSignature("", "Bearer ghs_0123456789");
    expect(one.redact(`S3cr3t-Q\n      z81-vv&+x/é, 88996D9907E0EE52 C5DAF8EFFCC31CFC`)).toBe("***, ***");
    expect(one.redact("token ghs_0123456789.")).toBe("token ***.");
  });

  it("leaves all other text as it is, and words that are called secrets", () => {
    const one = redactor();
    one.keep("secret");
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: "grapheme" }), (a, b) => {
        const text = `${a} the secret is wrong; sha256:${"0123456789abcdef".repeat(4)} ${b}`;
        expect(one.redact(text)).toBe(text);
      }),
    );
    expect(new Redactor().redact("x")).toBe("x");
  });

  it("keeps JSON documents JSON", () => {
    const text = JSON.stringify({ a: [`${SECRET}"`, Buffer.from(SECRET).toString("base64")], b: SIG });
    expect(JSON.parse(redactor().redact(text))).toEqual({ a: ['***"', "***"], b: "***" });
  });

  it.each([
    ["backslashes", "\\"],
    ["hex digits", "a"],
    ["hex digits far apart", `a${" ".repeat(79)}`],
    ["entities", "&amp;"],
    ["zeros of an entity", "&#0"],
    ["percent signs", "%25"],
    ["beginnings of the secret", "S3cr3t-Qz81-vv"],
    ["beginnings of the secret, escaped", "\\\\\\u0053"],
    ["beginnings of an Authorization value over lines", "TjAw\n  "],
  ])("is no slower over a row of %s", (_what, text) => {
    const one = redactor();
    expectLinear(
      200_000,
      (length) => text.repeat(Math.ceil(length / text.length)),
      (row) => one.redact(row),
    );
  });

  it("takes out what is quoted in quotes in quotes", () => {
    const thrice = JSON.stringify(JSON.stringify(JSON.stringify('S"cret-of-muster')));
    const one = new Redactor();
    one.keep('S"cret-of-muster');
    expect(JSON.parse(JSON.parse(JSON.parse(one.redact(thrice))))).toBe("***");
  });

  it("is quick over megabytes", () => {
    const one = redactor();
    for (let n = 0; n < 400; n += 1) one.keepSignature(n.toString(16).padStart(32, "0"), AUTHORIZATION);
    const line = '    { "agentNumber": "8001", "priority": 0, "source": "groups/a.yaml" },\n';
    const text = line.repeat(40_000);
    expect(one.redact(text)).toBe(text);
    expectLinear(
      10_000,
      (lines) => line.repeat(lines),
      (lines) => one.redact(lines),
    );
  });
});
