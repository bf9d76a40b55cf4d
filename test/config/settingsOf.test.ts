import { describe, expect, it } from "vitest";
import { loadMusterFile } from "../../src/config/musterFile.js";
import { changedSettings } from "../../src/config/settingsOf.js";
import { brief, fileOf } from "./reading.js";

const load = async (text: string) => await loadMusterFile(fileOf(`version: 1\n${text}`, "muster.yaml"));
const PROD = "accounts:\n  prod:\n    host: https://a\n    accountId: N1\n    apiSecret: ${S}\n";

/** What `cli/settingsFromBase.ts` says as "after-merge" and "guard-changed". */
describe("settings that a change of muster.yaml does not decide", () => {
  const changed = async (base: string, head: string) =>
    changedSettings((await load(base)).settings, (await load(head)).settings).map(
      ({ setting, change, at }) => `${change} ${setting}${at === undefined ? "" : ` ${at.line}`}`,
    );

  it("are those of accounts, but for their files, and what is left out", async () => {
    expect(await changed(PROD, PROD)).toEqual([]);
    expect(await changed(PROD, `# a comment\n${PROD}    groups: [b]\nguards: { maxEmptied: 9 }\n`)).toEqual([]);
    expect(await changed(PROD, PROD.replace("https://a", "https://b"))).toEqual(["changed accounts.prod.host 4"]);
    expect(await changed(PROD, `${PROD}    limits: { addQueue: 1/1s }\nunmanaged: { ignore: ["*"] }\n`)).toEqual([
      "added accounts.prod.limits 7",
      "added unmanaged 8",
    ]);
    expect(await changed("unmanaged: { ignore: [a] }\n", "")).toEqual(["removed unmanaged"]);
    expect(await changed("unmanaged: { ignore: [a, b] }\n", "unmanaged:\n  ignore:\n    - a\n    - b\n")).toEqual([]);
  });
});

describe("a limit above the documented one", () => {
  it.each([
    ["20/60s", []],
    ["20/1m", []],
    ["10/60s", []],
    ["1/3s", []],
    ["21/60s", ["muster.yaml:7:25 limit-above-documented"]],
    ["20/1s", ["muster.yaml:7:25 limit-above-documented"]],
    ["1000000/1ms", ["muster.yaml:7:25 limit-above-documented"]],
  ])("%s", async (rate, expected) => {
    const { findings, musterFile } = await load(`${PROD}    limits: { addQueue: ${rate} }\n`);
    expect(findings.map(brief)).toEqual(expected);
    expect(findings.every(({ severity }) => severity === "warning")).toBe(true);
    expect(musterFile).toBeDefined();
  });
});
