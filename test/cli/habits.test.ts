import { describe, expect, it } from "vitest";
import { chooseLanguage, readLanguage } from "../../src/cli/arguments/language.js";
import { main } from "../../src/cli/main.js";
import { MUSTER_VERSION } from "../../src/engine/version.js";
import { commandHost } from "./commandHost.js";

/** What a command line prints, run in this process. */
async function said(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { host, stdout, stderr } = await commandHost({ "a.yaml": "version: 1\ngroups: []\n" }, env);
  const code = await main({ ...host, argv });
  return { code, stdout: stdout(), stderr: stderr() };
}

describe("what people type who know other tools", () => {
  it.each([
    [["help"], ["--help"]],
    [
      ["help", "plan"],
      ["plan", "--help"],
    ],
    [
      ["help", "agent"],
      ["agent", "--help"],
    ],
    [
      ["help", "agent", "add"],
      ["agent", "add", "--help"],
    ],
    [
      ["help", "plan", "--lang", "zh"],
      ["plan", "--help", "--lang", "zh"],
    ],
    [["version"], ["--version"]],
    [["version", "--lang", "zh"], ["--version"]],
    [
      ["--lang", "zh", "plan", "--help"],
      ["plan", "--help", "--lang", "zh"],
    ],
    [
      ["--lang=ZH", "validate"],
      ["validate", "--lang", "zh"],
    ],
  ])("%j is %j", async (argv, same) => {
    const run = await said(argv);
    expect(run).toEqual(await said(same));
    expect([run.code, run.stderr]).toEqual([0, ""]);
    if (argv[0] === "version") expect(run.stdout).toBe(`${MUSTER_VERSION}\n`);
  });

  it.each([
    [["help", "plann"], "unknown command 'plann' (Did you mean plan?)"],
    [["help", "agent", "ad"], "unknown command 'ad' (Did you mean add?)"],
    [["diff"], "Did you mean plan?"],
    [["lint"], "Did you mean validate?"],
    [["deploy"], "Did you mean apply?"],
    [["rollback"], "Did you mean revert?"],
    [["remove", "8042"], "Did you mean agent remove?"],
    [["constructor"], "Expected a command"],
    [["apply", "--yes"], "Did you mean --auto-approve?"],
    [["apply", "-auto-approve"], "Did you mean --auto-approve?"],
    [["apply", "--dryrun"], "Did you mean --dry-run?"],
    [["apply", "--what-if"], "Did you mean --dry-run?"],
    [["plan", "-out=plan.json"], "Did you mean --out?"],
    [["plan", "--target", "a"], "Did you mean --group?"],
    // Not where the command has no such flag.
    [["validate", "--yes"], "unknown option '--yes'\n"],
    [["plan", "--constructor"], "unknown option '--constructor'\n"],
    [["plan", "--lang", "fr"], "Expected one of en, zh."],
  ])("%j gets a hint", async (argv, hint) => {
    const { code, stderr } = await said(argv, { MUSTER_LANG: "en" });
    expect([code, stderr]).toEqual([1, expect.stringContaining(hint)]);
  });

  it("-y is --auto-approve", async () => {
    const run = await said(["apply", "-y", "--dry-run", "--plan", "nowhere.json"]);
    expect(run.stderr).toContain("nowhere.json");
    expect((await said(["apply", "--help"])).stdout).toContain("-y, --auto-approve");
  });

  it("the help of all commands says how to choose a language", async () => {
    expect((await said(["--help"])).stdout).toContain("--lang <language>");
  });
});

it("a language has many spellings", () => {
  for (const zh of ["zh", "ZH", "zh-CN", "zh_CN", "zh_CN.UTF-8", "zh-Hans-CN", "zh@pinyin", "cn", "CN", " zh "])
    expect([zh, readLanguage(zh), chooseLanguage(undefined, { MUSTER_LANG: zh })]).toEqual([zh, "zh", "zh"]);
  for (const en of ["en", "EN", "en-US", "en_GB.UTF-8"])
    expect([en, readLanguage(en), chooseLanguage(undefined, { LANG: en })]).toEqual([en, "en", "en"]);
  for (const other of ["", "C", "C.UTF-8", "fr", "zhuang", "english", "constructor"])
    expect([other, readLanguage(other), chooseLanguage(undefined, { LANG: other })]).toEqual([other, undefined, "en"]);
});
