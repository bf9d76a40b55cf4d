import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../support/cli.js";
import { type LanguageServer, type Position, startLanguageServer } from "./languageServer.js";

const GROUPS = "examples/small-team/groups.yaml";
const SETTINGS = "examples/two-accounts/muster.yaml";
const TIME = (name: string) => `examples/schedule/${name}.yaml`;
const EXAMPLES = readdirSync(join(ROOT, "examples"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".yaml"))
  .map((path) => `examples/${path}`)
  .sort();

let server: LanguageServer;
beforeAll(async () => {
  server = await startLanguageServer();
});
afterAll(() => server.stop());

/** An example's text with its first `part` replaced, and the place where the replacement's `‸` was. */
function edited(path: string, part: string, replacement: string): { text: string; at: Position } {
  const whole = readFileSync(join(ROOT, path), "utf8");
  expect(whole).toContain(part);
  const [before = "", after = ""] = whole.replace(part, replacement).split("‸");
  const lines = before.split("\n");
  return { text: before + after, at: { line: lines.length - 1, character: (lines.at(-1) ?? "").length } };
}

async function completionsAt(path: string, part: string, replacement: string) {
  const { text, at } = edited(path, part, replacement);
  return (await server.open(path, text)).completions(at);
}

async function hoverAt(path: string, part: string, replacement: string): Promise<string> {
  const { text, at } = edited(path, part, replacement);
  return (await server.open(path, text)).hover(at);
}

describe("an editor with yaml-language-server and our schemas", () => {
  it.each(EXAMPLES)("has nothing against %s", async (path) => {
    expect((await server.open(path)).problems).toEqual([]);
  });

  it.each([
    ["assignRule", "assignRule: priority", ["random", "queue", "least", "priority"]],
    ["memory", "memory: 1d", ['"off"', "2h", "1d", "7d", "30d"]],
    ["membership", "membership: additive", ["exact", "additive"]],
  ])("completes the values of %s", async (field, part, values) => {
    const found = await completionsAt(GROUPS, part, `${field}: ‸`);
    expect(found.map(({ label }) => label).sort()).toEqual([...values].sort());
  });

  it("completes the fields of a group that it has not yet, with what they mean", async () => {
    const found = await completionsAt(GROUPS, "    memory: 1d\n", "    ‸\n");
    expect(found.map(({ label }) => label)).toEqual(
      expect.arrayContaining(["exten", "previously", "memory", "membership"]),
    );
    expect(found.map(({ label }) => label)).not.toContain("assignRule");
    expect(JSON.stringify(found.find(({ label }) => label === "memory")?.documentation)).toContain("分配给同一坐席");
  });

  it("completes the settings of muster.yaml", async () => {
    const found = await completionsAt(SETTINGS, "  maxEmptied: 0\n", "  ‸\n");
    expect(found.map(({ label }) => label)).toContain("maxEmptied");
  });

  it.each([
    ["a field that is not there", "memory: 1d", "‸memroy: 1d", /memroy/],
    ["a value that is not there", "assignRule: priority", "assignRule: ‸fastest", /random.*queue.*least.*priority/],
    ["a missing name", "- displayName: 售前咨询\n    assignRule", "- ‸assignRule", /displayName/],
    ["a name that is a number", "displayName: 售前咨询", "displayName: ‸10086", /string/],
  ])("reports %s where it stands", async (_what, part, replacement, message) => {
    const { text, at } = edited(GROUPS, part, replacement);
    const { problems } = await server.open(GROUPS, text);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toMatch(message);
    expect(problems[0]?.range.start).toEqual(at);
  });

  it("reports an unknown setting of muster.yaml", async () => {
    const { text, at } = edited(SETTINGS, "guards:", "‸guard:");
    const { problems } = await server.open(SETTINGS, text);
    expect(problems.map(({ range }) => range.start)).toEqual([at]);
  });

  it.each([
    ["memory", "memory: 1d", "mem‸ory: 1d", /is assigned to the same agent/, /分配给同一坐席/],
    ["displayName", "displayName: 售前咨询", "display‸Name: 售前咨询", /The group's name/, /技能组名称/],
    ["members", "members:", "mem‸bers:", /Who is in the group/, /技能组的坐席/],
  ])("shows what %s means, in both languages", async (_field, part, replacement, english, chinese) => {
    const text = await hoverAt(GROUPS, part, replacement);
    expect(text).toMatch(english);
    expect(text).toMatch(chinese);
  });

  it.each([
    ["a roster", "schedule", "    calendar: cn\n", "    ‸\n", ["calendar", "lead", "cycle"]],
    ["a cycle", "schedule", "        step: 2\n", "        ‸\n", ["step", "until"]],
    // In braces the server waits for a first letter.
    ["an absence", "schedule", ", by: he.jing, reason: 事假 }", ", b‸ }", ["by", "reason"]],
    [
      "an entry",
      "groups",
      "{ roster: front-desk, shift: 早班 }",
      "{ roster: front-desk, s‸ }",
      ["shift", "except", "from"],
    ],
    [
      "when",
      "groups",
      "when: { on: workdays, at: 09:00-18:00 }",
      "when: { on: workdays, a‸ }",
      ["at", "shift", "calendar"],
    ],
    ["a demand", "groups", "coverage: { min: 1, during: always }", "coverage: { min: 1, d‸ }", ["during"]],
  ])("completes the fields of %s", async (_what, name, part, replacement, fields) => {
    const found = await completionsAt(TIME(name), part, replacement);
    expect(found.map(({ label }) => label)).toEqual(expect.arrayContaining(fields));
  });

  it("completes the days of on", async () => {
    const week = "      - shift: 行政\n        on: ‸\n        agents: [zhang.wei]\n    tables:";
    const found = await completionsAt(TIME("schedule"), "    tables:", week);
    expect(found.map(({ label }) => label)).toEqual(
      expect.arrayContaining(["workdays", "weekends", "holidays", "daily", "mon", "sun"]),
    );
  });

  it.each([
    ["until of a calendar", "calendars", "until: 2026", "un‸til: 2026", /last day/i, /最后一天|截止/],
    ["cycle", "schedule", "cycle:", "cy‸cle:", /whatever the weekday/, /做四休二/],
    ["step", "schedule", "step: 2", "st‸ep: 2", /days/, /天/],
    ["tables", "schedule", "tables:", "tab‸les:", /CSV/, /CSV/],
    ["from of an absence", "schedule", "from: 2026-10-04", "fr‸om: 2026-10-04", /is away/, /请假/],
    ["from of a holiday", "calendars", "from: 2026-10-01", "fr‸om: 2026-10-01", /The first day/, /第一天/],
    ["at of when", "groups", "at: 10:00-18:00", "a‸t: 10:00-18:00", /time/i, /时/],
    [
      "shift of an entry",
      "groups",
      "shift: 行政 }",
      "shi‸ft: 行政 }",
      /Only whoever has one of these/,
      /只取上这些班次/,
    ],
    ["by", "schedule", "by: he.jing", "b‸y: he.jing", /places/, /顶班，沿用/],
    ["coverage", "groups", "coverage: { min: 2", "cover‸age: { min: 2", /members/, /坐席/],
    ["when", "groups", "when: { on: workdays", "wh‸en: { on: workdays", /counts|when/i, /时/],
  ])("shows what %s means, in both languages", async (_what, name, part, replacement, english, chinese) => {
    const text = await hoverAt(TIME(name), part, replacement);
    expect(text).toMatch(english);
    expect(text).toMatch(chinese);
  });

  it.each([
    ["a word that is no day", "groups", "on: holidays", "on: ‸holyday"],
    ["a shift without a time", "schedule", "中班: { at: 14:00-22:00, alias: [中] }", "‸中班: { alias: [中] }"],
    [
      "an absence without an end",
      "schedule",
      "{ agent: zhao.lei, from: 2026-10-04, until: 2026-10-07,",
      "‸{ agent: zhao.lei, from: 2026-10-04,",
    ],
  ])("reports %s where it stands", async (_what, name, part, replacement) => {
    const { text, at } = edited(TIME(name), part, replacement);
    const { problems } = await server.open(TIME(name), text);
    expect(problems.map(({ range }) => range.start)).toEqual([at]);
  });
});
