import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import type { Plan } from "../../src/plan/plan.js";
import type { Language } from "../../src/report/messages/catalogue.js";
import { planText } from "../../src/report/text/planText.js";
import { at, buildCreate, buildPlan, buildReplace, joins, leaves, moves, ORDINARY_PLAN } from "./fakes/buildPlan.js";

const at80 = { language: "en", colour: false, columns: 80 } as const;

describe("an ordinary plan", () => {
  test.each<[Language, number]>([
    ["en", 80],
    ["zh", 80],
    ["en", 40],
    ["zh", 40],
    ["en", 120],
  ])("reads as a person wants it, in %s at %i columns", async (language, columns) => {
    const text = planText(ORDINARY_PLAN, { language, columns, colour: false });
    await expect(text).toMatchFileSnapshot(`expected/plan.${language}.${columns}.txt`);
  });

  test.each([40, 60, 80, 100, 200])("never exceeds %i columns, and leaves no space at a line's end", (columns) => {
    for (const language of ["en", "zh"] as const) {
      const lines = planText(ORDINARY_PLAN, { language, columns, colour: false }).split("\n");
      expect(lines.filter((line) => stringWidth(line) > columns)).toEqual([]);
      expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
    }
  });

  test("columns of a block stand under each other, whatever the names", () => {
    const starts = linesOf(ORDINARY_PLAN)
      .filter((line) => /^ {4}[+±].*groups\/a\.yaml/.test(line))
      .map((line) => [startOf(line, "priority"), startOf(line, "groups/")]);
    expect(starts).toHaveLength(5);
    expect(new Set(starts.map(([priority]) => priority)).size).toBe(1);
    expect(new Set(starts.slice(0, 2).map(([, place]) => place)).size).toBe(1);
    expect(new Set(starts.slice(2).map(([, place]) => place)).size).toBe(1);
  });

  test("colours add nothing but colours", () => {
    const coloured = planText(ORDINARY_PLAN, { ...at80, colour: true });
    expect(coloured).toContain("\u001b[32m");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are what is taken away
    expect(coloured.replaceAll(/\u001b\[\d+m/g, "")).toBe(planText(ORDINARY_PLAN, at80));
  });
});

describe("what the files tell people", () => {
  const told = buildPlan({
    actions: [
      buildReplace(
        "夜班",
        "10018651",
        { removed: [leaves("8001")], staying: [] },
        {
          description: `工作日 9 到 18 点\n\n  第二行  \n第三行\n第四行 ${"长".repeat(300)}`,
          owner: { written: "zhang.wei", agentNumber: "8000", agentName: "张伟" },
        },
      ),
    ],
    manual: [
      {
        ...{ displayName: "夜班", exten: "10018651", attribute: "memory", live: "off", desired: "1d" },
        ...{ source: at("groups/a.yaml", 3), owner: { written: "客服一部\t<cs@example.com>" } },
      } as const,
    ],
  });

  test("stands under the group, in one line, all of it with --verbose", () => {
    const lines = planText(told, { ...at80, language: "zh" }).split("\n");
    const at = lines.findIndex((line) => line.includes("~ 夜班"));
    expect(lines.slice(at + 1, at + 3)).toEqual([
      "    负责人 张伟 (zhang.wei)",
      "    说明：工作日 9 到 18 点 / 第二行 / 第三行 …",
    ]);
    expect(lines.join("\n")).toContain("负责人 客服一部 <cs@example.com>");
    expect(planText(told, { ...at80, verbose: true }).replaceAll(/\s/g, "")).toContain("长".repeat(300));
  });
});

describe("nothing to apply", () => {
  test("says so, and that the account is right", () => {
    expect(planText(buildPlan({ unchanged: 60 }), at80)).toBe(
      "Account prod  N00000000556  https://openapis.7moor.com\n60 unchanged\n\nNo changes. The live account matches the files.\n",
    );
  });

  test("does not call the account right while something is left to a person", () => {
    const text = planText(buildPlan({ manual: ORDINARY_PLAN.manual.slice(0, 1), unchanged: 60 }), at80);
    expect(text).toContain("assignRule  random → priority");
    expect(text).toContain("Nothing to apply: the only difference is manual. Change it in the console.");
    expect(text).not.toContain("No changes");
  });
});

describe("people", () => {
  const many = Array.from({ length: 300 }, (_, index) => String(8000 + index));

  test("every removed member is listed, however many they are", () => {
    const text = planText(
      buildPlan({ actions: [buildReplace("售后", "1", { removed: many.map((number) => leaves(number)) })] }),
      at80,
    );
    expect(many.filter((number) => !text.includes(number))).toEqual([]);
    expect(text).toContain("- 300 removed");
    expect(text).toContain("nobody left");
  });

  test("many added members flow by priority; with --verbose each has a line and a place", () => {
    const plan = buildPlan({
      actions: [
        buildCreate(
          "售前",
          many.map((number, index) => joins(number, { priority: index % 2 })),
        ),
      ],
    });
    const short = linesOf(plan);
    expect(short.length).toBeLessThan(45);
    expect(short).toContainEqual(expect.stringMatching(/^ {6}priority 1 {2}8001, 8003, /));
    const long = linesOf(plan, { ...at80, verbose: true });
    expect(long.filter((line) => line.includes("groups/a.yaml:20"))).toHaveLength(300);
  });

  test("many with another priority flow by the change", () => {
    const text = planText(
      buildPlan({ actions: [buildReplace("售后", "1", { reprioritized: many.map((number) => moves(number, 0, 5)) })] }),
      at80,
    );
    expect(text).toContain("± 300 reprioritized\n      priority 0 → 5  8000, 8001");
  });

  test("long paths shrink to line numbers where the heading has the file, and are never cut", () => {
    const file = `groups/${"a-very-long-folder-name/".repeat(2)}after-sales.yaml`;
    const other = file.replace("after-sales", "teams");
    const plan = buildPlan({
      actions: [
        buildReplace(
          "售后",
          "10018578",
          {
            added: [
              joins("8001", { agentName: "李娜", source: at(file, 14) }),
              joins("8002", { source: { ...at(other, 3), team: "night-shift" } }),
            ],
          },
          { source: at(file, 9) },
        ),
      ],
    });
    expect(linesOf(plan).slice(3, 9)).toEqual([
      "~ 售后 (10018578)  0 → 2 members",
      `    ${file}:9`,
      "    + 8001  李娜  priority 0  line 14",
      "    + 8002        priority 0",
      `      ${other}:3`,
      "      via team night-shift",
    ]);
  });

  test("a label is shortened, a number never", () => {
    const number = "8".repeat(30);
    const text = planText(
      buildPlan({ actions: [buildCreate("售前", [joins(number, { agentName: "名".repeat(40) })])] }),
      { ...at80, columns: 60 },
    );
    expect(text).toContain(number);
    expect(text).toContain("名…");
  });
});

test("guards that counted nothing are no news", () => {
  const guards = [{ guard: "maxCreates", limit: "20", actual: 0, tripped: false }] as const;
  expect(planText(buildPlan({ guards }), at80)).not.toContain("maxCreates");
});

test("hundreds of unmanaged groups are counted, not listed, unless asked for", () => {
  const unmanaged = Array.from({ length: 200 }, (_, index) => ({
    displayName: `组${index}`,
    exten: String(index),
    members: index,
  }));
  expect(linesOf(buildPlan({ unmanaged })).length).toBeLessThan(25);
  expect(planText(buildPlan({ unmanaged }), at80)).toContain("and 188 more (--verbose lists them)");
  expect(planText(buildPlan({ unmanaged }), { ...at80, verbose: true })).toContain("组199 (199)");
});

test("names that hide their spaces are quoted", () => {
  expect(planText(buildPlan({ actions: [buildCreate(" 售前", []), buildCreate("", [])] }), at80)).toMatch(
    /\+ " 售前" {2}[\s\S]*\+ "" {2}/,
  );
});

function linesOf(plan: Plan, options: Parameters<typeof planText>[1] = at80): string[] {
  return planText(plan, options).split("\n");
}

/** The terminal column at which a word begins. */
function startOf(line: string, word: string): number {
  return stringWidth(line.slice(0, line.indexOf(word)));
}
