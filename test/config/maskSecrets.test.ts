import { describe, expect, it } from "vitest";
import { loadDesired } from "../../src/config/loadDesired.js";
import { maskSecrets } from "../../src/config/maskSecrets.js";
import { loadMusterFile } from "../../src/config/musterFile.js";
import { shownTexts } from "../../src/config/redactFindings.js";
import { fileOf } from "./reading.js";

const SECRET = "S3cr3t-Qz81-vv";

/** Ways to write a secret down, below an account of muster.yaml or a group. */
const WRITTEN: readonly [how: string, lines: string][] = [
  ["apisecret", `apisecret: ${SECRET}`],
  ["api_secret", `api_secret: ${SECRET}`],
  ["API-SECRET", `API-SECRET: ${SECRET}`],
  ["api Secret", `api Secret: ${SECRET}`],
  ["api.secret", `api.secret: ${SECRET}`],
  ["secret", `secret: ${SECRET}`],
  ["apiKey", `apiKey: ${SECRET}`],
  ["key", `key: ${SECRET}`],
  ["another key", `monkeyBusiness: ${SECRET}`],
  ["password", `password: ${SECRET}`],
  ["passwd", `passwd: "${SECRET}"`],
  ["token", `accessToken: '${SECRET}'`],
  ["credential", `credentials: [${SECRET}]`],
  ["Chinese", `接口密钥: ${SECRET}`],
  ["full width", `ａｐｉＳｅｃｒｅｔ: ${SECRET}`],
  ["a full-width colon", `apiSecret：${SECRET}`],
  ["no space", `apiSecret:${SECRET}`],
  ["quotes", `"apiSecret" : "${SECRET}"`],
  ["an escape", `"api\\u0053ecret": ${SECRET}`],
  ["another escape", `"api\\x53ecret": ${SECRET}`],
  ["an explicit key", `? apiSecret\n    : ${SECRET}`],
  ["an explicit key of a block", `? |-\n      apiSecret\n    : ${SECRET}`],
  ["an anchor", `apiSecret: &a ${SECRET}`],
  ["a tag", `apiSecret: !!str ${SECRET}`],
  ["an anchor before the key", `&k apiSecret: ${SECRET}`],
  ["an anchor elsewhere", `x: &s ${SECRET}\n    apiSecret: *s`],
  ["an anchor elsewhere, on the next line", `x: &s\n      ${SECRET}\n    apiSecret: *s`],
  ["block text", `apiSecret: |\n      ${SECRET}\n      more`],
  ["folded text", `secret: >-\n\n      ${SECRET}`],
  ["the next line", `apiSecret:\n      ${SECRET}`],
  ["the next line, after a comment", `apiSecret: # set\n      ${SECRET}`],
  ["quotes over two lines", `apiSecret: "\n${SECRET}"`],
  ["quotes that do not end", `apiSecret: "${SECRET}`],
  ["a map below", `secrets:\n      one: ${SECRET}`],
  ["braces", `x: { a: 1, apiSecret: ${SECRET} }`],
  ["braces over lines", `x: {\n      apiSecret:\n      ${SECRET} }`],
  ["JSON", `x: {"apiSecret":"${SECRET}"}`],
  ["an address", `host: https://token:${SECRET}@a.b`],
];

describe("a value under a key that is called like a secret", () => {
  it.each(WRITTEN)("%s", async (_how, lines) => {
    const text = `version: 1\naccounts:\n  prod:\n    ${lines}\n    limits: {}\n`;
    const shown = maskSecrets(text);
    expect(shown).not.toMatch(/S3cr|Qz81/);
    expect(shown.length).toBe(text.length);
    expect(shown).toMatch(/^version: 1\naccounts:\n {2}prod:\n/);
    const { findings, texts } = await loadMusterFile(fileOf(text, "muster.yaml"));
    expect(findings.length).toBeGreaterThan(0);
    expect(JSON.stringify([findings, [...texts]])).not.toMatch(/S3cr|Qz81/);
  });

  it.each(WRITTEN)("%s, in a file of groups", (_how, lines) => {
    const file = fileOf(`version: 1\ngroups:\n  - displayName: 售前\n    ${lines}\n`, "groups.yaml");
    const { findings, texts } = loadDesired([file]);
    expect(findings.length).toBeGreaterThan(0);
    expect(JSON.stringify([findings, [...shownTexts(findings, texts)]])).not.toMatch(/S3cr|Qz81/);
  });

  it("is not one where it is a variable, or where a person is called so", () => {
    for (const text of [
      'a: { apiSecret: "${S}", groups: [b] }\n',
      "apiSecret: ${S} # from CI\n",
      'agents:\n  li.keyu: "8001"\n  ke.yan: { number: "8002", name: 克言 }\n  wang.keying: 80O3\nteams:\n  key-accounts-team: [li.keyu]\n',
      "groups:\n  - displayName: 售后\n    description: 工作日 9 到 18 点\n",
      "accountId: N00000000556\naccountId: ${MOOR_ACCOUNT}\n",
      "# apiSecret: set in CI\n",
    ])
      expect(maskSecrets(text)).toBe(text);
  });

  it("keeps what is said of a misspelt key", async () => {
    const { findings } = await loadMusterFile(
      fileOf(
        `version: 1\naccounts:\n  prod:\n    host: https://a\n    accountId: N1\n    apiscret: ${SECRET}\n`,
        "muster.yaml",
      ),
    );
    expect(findings.map(({ code }) => code)).toEqual(["missing-field", "unknown-field"]);
  });

  it("hides an account number that does not look like one: two values may have been swapped", () => {
    for (const value of [SECRET, `"${SECRET}"`, `'${SECRET}'`]) {
      expect(maskSecrets(`    accountId: ${value}\n`)).not.toContain("S3cr");
      expect(maskSecrets(`    x: { account_id: ${value} }\n`)).not.toContain("S3cr");
    }
  });
});
