import { describe, expect, test } from "vitest";
import { widthOf } from "../../src/report/text/columns.js";
import { muster } from "../support/cli.js";

/** Words that are written, not read: commands, flags, places and values. */
const NOT_PROSE = /^ {2}(muster|source) .*$|^\S*: muster .*$|<[^>]*>|\[[^\]]*\]|`[^`]*`|--[\w-]+|[\w./-]+=\S+/gm;

describe("help in Chinese", () => {
  test("of every command leaves no English prose", async () => {
    const root = await muster(["--help", "--lang", "zh"]);
    const names = [...root.stdout.matchAll(/^ {2}([a-z]+) .*$/gm)].map(([, name = ""]) => name);
    expect(names).toContain("status");
    for (const name of ["", ...names]) {
      const { code, stdout } = await muster([...(name === "" ? [] : [name]), "--help"], { env: { MUSTER_LANG: "zh" } });
      expect(code, name).toBe(0);
      expect(stdout, name).toMatch(/^用法：muster/);
      expect(stdout.split("\n").filter((line) => widthOf(line) > 80)).toEqual([]);
      const prose = stdout.replace(NOT_PROSE, "");
      // Values in a list are separated; three words in a row are a sentence that has no Chinese.
      expect(prose.match(/[a-z]{2,} [a-z]{2,} [a-z]{2,}/gi) ?? [], name).toEqual([]);
      expect(prose.match(/\b(default|choices|Expected|Options|Commands|Arguments|Examples)\b.*/g) ?? [], name).toEqual(
        [],
      );
    }
  });

  test("English stays what it was", async () => {
    const { stdout } = await muster(["status", "--help"]);
    expect(stdout).toMatch(/^Usage: muster status/);
    expect(stdout.replace(/售前|投诉升级/g, "")).not.toMatch(/\p{Script=Han}/u);
  });
});

describe("what was typed wrongly, in Chinese", () => {
  test.each([
    [["pla"], "没有 pla 这个命令，是否要用 plan？"],
    [["xyz"], "没有 xyz 这个命令。可用的命令：validate、plan"],
    [["plan", "--forma", "json"], "没有 --forma 这个参数，是否要用 --format？"],
    [["plan", "--format", "jsonn"], "的值“jsonn”无效。可选值：text、json、markdown、html、github。是否要用 json？"],
    [["status", "--watch", "0"], "参数 --watch <seconds> 的值“0”无效。应为正数，单位为秒。"],
    [["who"], "缺少必填项 <agent>。"],
    [["check", "x"], "check 的位置参数过多：最多 0 个，实际 1 个。"],
    [["plan", "--out"], "参数 --out <file> 缺少值。"],
    [["plan", "--report", "html"], "应为 格式=文件，格式可选：text、json"],
    [["apply", "--expect-hash", "x"], "应为计划的哈希"],
    [["apply", "--max-removals", "x"], "应为人次数，或百分比"],
    [["simulate", "--port", "99999"], "应为 0 到 65535 的端口号。"],
    [["completion", "csh"], "可选值：bash、zsh、fish。"],
    [["export", "--out", "排班.xls"], "文件名应以 .xlsx 或 .csv 结尾。"],
    [[], "可用的命令："],
  ])("%j", async (args, said) => {
    const { code, stderr } = await muster(args, { env: { MUSTER_LANG: "zh" } });
    expect(code).toBe(1);
    expect(stderr).toContain(said);
    expect(stderr).not.toMatch(/Expected|invalid|unknown|missing|Did you mean/);
    expect(stderr.trimEnd()).not.toContain("\n");
  });

  test("--lang is heard though the arguments are wrong", async () => {
    expect((await muster(["plan", "--nope", "--lang", "zh"])).stderr).toBe("muster: 没有 --nope 这个参数。\n");
    expect((await muster(["plan", "--nope", "--lang=en"], { env: { MUSTER_LANG: "zh" } })).stderr).toBe(
      "muster: unknown option '--nope'\n",
    );
  });
});
