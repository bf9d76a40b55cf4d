import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import groupsSchema from "../../schemas/skill-groups.schema.json" with { type: "json" };
import { LEVELLED } from "../../src/config/levels.js";
import { CATALOGUES } from "../../src/report/messages/formatFinding.js";
import { flat, muster, ROOT } from "../support/cli.js";

const pageOf = (path: string) => readFileSync(join(ROOT, path), "utf8");
const PAGES = [".github/TIME.md", ".github/TIME.zh-CN.md", "README.md", "README.zh-CN.md"] as const;
const isGroupFile = new Ajv({ allErrors: true, strict: false }).compile(groupsSchema);

/** The YAML of a page that uses time, each block as a whole file. */
const filesIn = (page: string) =>
  [...page.matchAll(/^```yaml\n(.*?)^```$/gms)]
    .map(([, text = ""]) => text)
    .filter((text) => /^(?:calendars|shifts|rosters|absences|timezone):|roster:|during:/m.test(text))
    .map((text) => {
      if (/^\S/.test(text)) return text;
      const entries = text.includes("members:") ? "" : "    members: [a]\n";
      return `groups:\n  - displayName: a\n${entries}${text}`;
    });

describe("what the pages say of time", () => {
  it.each(PAGES)("%s: its YAML is as the schema has it", (path) => {
    const files = filesIn(pageOf(path));
    expect(files.length).toBeGreaterThan(path.startsWith("README") ? 0 : 5);
    for (const text of files) {
      const file = { version: 1, ...parse(text) };
      expect(isGroupFile(file) ? [] : isGroupFile.errors, text).toEqual([]);
    }
  });

  it("both languages have the same YAML, but for its comments", () => {
    const bare = (path: string) => filesIn(pageOf(path)).map((text) => parse(text));
    expect(bare(".github/TIME.zh-CN.md")).toEqual(bare(".github/TIME.md"));
    expect(bare("README.zh-CN.md")).toEqual(bare("README.md"));
  });

  it.each(PAGES.slice(0, 2))("%s: its codes are codes", (path) => {
    const table = pageOf(path).split("\n## ").at(-1) ?? "";
    const codes = [...table.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, code = ""]) => code);
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => !Object.hasOwn(CATALOGUES.en, code))).toEqual([]);
    for (const code of ["coverage-gap", "calendar-ends", "shift-empty", "member-expired", "absence-expired"]) {
      expect(codes).toContain(code);
      expect(Object.hasOwn(LEVELLED, code), code).toBe(true);
    }
  });

  it.each(PAGES)(
    "%s: its commands and their flags are there",
    async (path) => {
      const lines = [
        ...pageOf(path).matchAll(/^muster (?:schedule|who|calendar|plan|agent cover|import|apply --due)\b.*$/gm),
      ];
      const inText = [
        ...pageOf(path).matchAll(
          /`muster ((?:schedule|who|calendar add|plan --at|agent cover|import|export) [^`\n]*-[^`\n]*)`/g,
        ),
      ];
      const commands = [
        ...lines.map(([line]) => line.slice("muster ".length)),
        ...inText.map(([, words = ""]) => words),
      ];
      expect(commands.length).toBeGreaterThan(4);
      for (const command of commands) {
        const words = (command.split(/ {2,}#/)[0] ?? "").trim().split(/ +/);
        const verb = words.slice(0, ["agent", "calendar"].includes(words[0] ?? "") ? 2 : 1);
        const { stdout } = await muster([...verb, "--help"]);
        for (const flag of words.filter((word) => word.startsWith("--"))) expect(flat(stdout), command).toContain(flag);
      }
    },
    60_000,
  );

  it.each([
    ["README.md", "en"],
    ["README.zh-CN.md", "zh"],
  ])("%s: its timetable is what the example prints", async (path, lang) => {
    const [, words = "", shown = ""] =
      /^\$ cd examples\/schedule && muster (schedule .*)\n([^`]+)^```$/m.exec(pageOf(path)) ?? [];
    const { stdout } = await muster([...words.split(" "), "--lang", lang], { cwd: join(ROOT, "examples/schedule") });
    expect(shown).not.toBe("");
    expect(stdout).toContain(shown);
  });
});
