import { describe, expect, test } from "vitest";
import type { Plan } from "../../src/plan/plan.js";
import { COUNTS, DETAIL_LEVELS, type DetailLevel, FULL } from "../../src/report/markdown/detailLevels.js";
import { markdownAt, reportMarkdown } from "../../src/report/markdown/reportMarkdown.js";
import type { RenderOptions, Report, SizeLimit } from "../../src/report/report.js";
import { at, buildCreate, buildPlan, buildReplace, joins, leaves, moves } from "./fakes/buildPlan.js";
import { buildOutcome, buildResult } from "./fakes/buildResult.js";
import { fences, inTheOpen, nodesOf, parse, spans } from "./markdownTree.js";

const OPTIONS: RenderOptions = {
  language: "zh",
  colour: false,
  columns: 80,
  nonce: "nonce",
  linkTo: ({ file, line }) => `https://forge.example/group/project/-/blob/main/${file}#L${line}`,
};
const COMMENT: SizeLimit = { utf16Units: 60_000, utf8Bytes: 240_000 };
const SUMMARY: SizeLimit = { utf16Units: 1_000_000, utf8Bytes: 1_000_000 };

const NAMES: Readonly<Record<string, (index: number) => string>> = {
  Chinese: (index) => `华东区售后技术支持${index}组`,
  hostile: (index) => `${["@all", "```", "a\\|b", "</details>", "#1", "$x$", "\u202e"][index % 7]}<!--${index}`,
  long: (index) => `${"很长的名字`|".repeat(1430)}${index}`,
};

/** Every tenth group loses everybody; agents come, go and get other priorities in the rest. */
function planOf(groups: number, name: (index: number) => string, more: Partial<Plan> = {}): Plan {
  const indexes = Array.from({ length: groups }, (_, index) => index);
  return buildPlan(
    {
      actions: indexes.map((index) => {
        const source = at(`groups/华东 (${index % 7}).yaml`, index + 1);
        if (index % 10 === 3) {
          return buildCreate(name(index), [joins(`1${index}`), joins(`2${index}`)], { source });
        }
        const removed = [leaves(`3${index}`, { agentName: name(index) }), leaves(`4${index}`)];
        if (index % 10 === 0) return buildReplace(name(index), `e${index}`, { removed }, { source });
        return buildReplace(
          name(index),
          `e${index}`,
          {
            added: [joins(`5${index}`, { agentName: name(index) }), joins(`6${index}`)],
            removed,
            reprioritized: [moves(`7${index}`, 0, 2)],
            staying: [{ agentNumber: "1", priority: 0 }],
          },
          { source },
        );
      }),
      manual: indexes.map((index) => ({
        displayName: name(index),
        exten: `e${index}`,
        attribute: "displayName",
        live: name(index),
        desired: name(index + 1),
        source: at("groups/a.yaml", index + 1),
      })),
      unmanaged: indexes.map((index) => ({ displayName: name(index), exten: `u${index}`, members: index })),
      guards: [
        { guard: "maxRemovals", limit: "30%", actual: groups, of: groups, tripped: true },
        { guard: "maxEmptied", limit: "0", actual: Math.ceil(groups / 10), tripped: true },
      ],
      diagnostics: indexes.map((index) => ({
        severity: "warning",
        code: "near-miss",
        message: `将新建“${name(index)}”`,
        help: name(index),
        source: at("groups/a.yaml", index + 1),
      })),
    },
    more,
  );
}

function plansOf(...plans: readonly Plan[]): Report {
  return { kind: "plans", plans };
}

function expectWithin(markdown: string, limit: SizeLimit): void {
  expect(markdown.length).toBeLessThanOrEqual(limit.utf16Units);
  expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(limit.utf8Bytes);
  expect(markdown).not.toMatch(/\p{Cs}/u);
}

/** The level that a plan of one account was written at. */
function levelOf(markdown: string, report: Report, options: RenderOptions = OPTIONS): DetailLevel["name"] | undefined {
  return DETAIL_LEVELS.find((level) => markdownAt(level, report, options) === markdown)?.name;
}

describe.each(Object.entries(NAMES))("%s names", (_kind, name) => {
  test.each([1, 60, 1000])("stay inside every limit: %i groups", (groups) => {
    const report = plansOf(planOf(groups, name));
    for (const limit of [undefined, COMMENT, SUMMARY, { utf16Units: 5_000, utf8Bytes: 8_000 }]) {
      const markdown = reportMarkdown(report, { ...OPTIONS, ...(limit && { atMost: limit }) });
      expectWithin(markdown, limit ?? COMMENT);
      expect(markdown).toContain("sha256:");
      expect(markdown).toContain("maxEmptied");
      expect(markdown.endsWith("\n")).toBe(true);
      // Nothing is left open: tables are whole, and every fold is closed.
      expect(markdown.match(/^<details/gm)?.length ?? 0).toBe(markdown.match(/^<\/details>$/gm)?.length ?? 0);
      // A parser takes seconds for a megabyte; the levels are the same.
      if (limit === SUMMARY) continue;
      for (const node of nodesOf(parse(markdown))) {
        if (node.type === "tableRow") expect(node.children).toHaveLength(4);
      }
    }
  });

  test("are those of emptied groups, at each level and in the open", () => {
    const plan = planOf(15, name);
    // Parsers take their time for ten thousand characters a name; only the lowest level treats those differently.
    for (const level of name(0).length > 1000 ? DETAIL_LEVELS.slice(-1) : DETAIL_LEVELS) {
      const found = spans(inTheOpen(markdownAt(level, plansOf(plan), OPTIONS)));
      for (const exten of ["e0", "e10"]) expect(found).toContain(exten);
    }
  });
});

test("says everything where it fits, and else fills the room before it leaves more out", () => {
  const report = plansOf(planOf(120, NAMES["Chinese"] ?? String));
  const [full = 0, people = 0, counts = 0] = DETAIL_LEVELS.map((level) => markdownAt(level, report, OPTIONS).length);
  const within = (utf16Units: number) =>
    reportMarkdown(report, { ...OPTIONS, atMost: { utf16Units, utf8Bytes: 1_000_000 } });
  expect(within(full)).toBe(markdownAt(FULL, report, OPTIONS));
  expect(within(counts)).toBe(markdownAt(COUNTS, report, OPTIONS));
  for (const room of [full - 1, full - 5000, people, people - 1, Math.floor(people / 2)]) {
    const markdown = within(room);
    expect(markdown.length).toBeLessThanOrEqual(room);
    expect(markdown.length).toBeGreaterThan(room * 0.85);
    expect(markdown.slice(0, 250)).toContain("篇幅所限");
  }
});

test("counts bytes too", () => {
  const report = plansOf(planOf(60, NAMES["Chinese"] ?? String));
  const bytes = Buffer.byteLength(markdownAt(FULL, report, OPTIONS));
  const limit = { utf16Units: 1_000_000, utf8Bytes: bytes };
  expect(levelOf(reportMarkdown(report, { ...OPTIONS, atMost: limit }), report)).toBe("full");
  const tight = reportMarkdown(report, { ...OPTIONS, atMost: { ...limit, utf8Bytes: bytes - 1 } });
  expect(levelOf(tight, report)).toBeUndefined();
  expect(Buffer.byteLength(tight)).toBeLessThan(bytes);
});

test("lists every removed agent in the open while agents are named, and in the diff", () => {
  const plan = planOf(60, NAMES["hostile"] ?? String);
  const removed = plan.actions.flatMap((action) => (action.action === "create" ? [] : action.removed));
  expect(removed.length).toBeGreaterThan(100);
  for (const level of DETAIL_LEVELS.slice(0, 2)) {
    const markdown = markdownAt(level, plansOf(plan), OPTIONS);
    const found = new Set(spans(inTheOpen(markdown)));
    for (const { agentNumber } of removed) expect(found).toContain(agentNumber);
    const lines = fences(markdown, "diff").join("\n").split("\n");
    expect(lines.filter((line) => line.startsWith("- ")).length).toBe(level.detail ? removed.length : 0);
  }
});

describe("several accounts", () => {
  const account = (index: number) => ({
    account: { name: `区域${index}`, host: "https://openapis.7moor.com", accountId: `N${index}` },
    hash: `sha256:${String(index).padStart(64, "0")}`,
  });

  test.each(Object.entries(NAMES))("share the room, fifty of them: %s names", (_kind, name) => {
    const plans = Array.from({ length: 50 }, (_, index) => planOf(200, name, account(index)));
    const markdown = reportMarkdown(plansOf(...plans), OPTIONS);
    expectWithin(markdown, COMMENT);
    for (const { hash } of plans) expect(markdown).toContain(hash);
  });

  test("a big one takes nothing from the small ones", () => {
    const small = planOf(3, NAMES["Chinese"] ?? String, account(0));
    const big = planOf(3000, NAMES["Chinese"] ?? String, account(1));
    const markdown = reportMarkdown(plansOf(small, big, { ...small, ...account(2) }), OPTIONS);
    expectWithin(markdown, COMMENT);
    expect(fences(markdown, "diff")).toHaveLength(2);
    // And what they leave is used.
    expect(markdown.length).toBeGreaterThan(15_000);
  });

  test("where there are too many, those that matter most are kept and the others counted", () => {
    const calm = Array.from({ length: 1000 }, (_, index) => buildPlan({}, account(index)));
    const grave = planOf(20, NAMES["Chinese"] ?? String, account(1000));
    const markdown = reportMarkdown(plansOf(...calm, grave), OPTIONS);
    expectWithin(markdown, COMMENT);
    expect(markdown).toContain(grave.hash);
    const shown = markdown.match(/^### /gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(100);
    expect(markdown).toContain(`另有 ${1001 - shown} 个账号`);
  });
});

test("results and failures stay inside the limit, and still say which groups they are about", () => {
  const name = NAMES["long"] ?? String;
  const error = { severity: "error", code: "api-error", message: name(1), help: name(2) } as const;
  const actions = Array.from({ length: 60 }, (_, index) =>
    buildOutcome(name(index), {
      id: `replaceMembers:e${index}`,
      exten: `e${index}`,
      status: index % 2 === 0 ? "failed" : "applied",
      skippedAgents: [name(index)],
      ...(index % 2 === 0 ? { error } : {}),
    }),
  );
  const plan = planOf(60, name);
  const results = reportMarkdown({ kind: "results", results: [buildResult(actions)], plans: [plan] }, OPTIONS);
  expectWithin(results, COMMENT);
  expect(spans(inTheOpen(results))).toContain("e0");
  expect(results.split("\n")[2]).toMatch(/^\*\*篇幅所限/);
  expect(results.match(/篇幅所限/g)).toHaveLength(1);
  const diagnostics = Array.from({ length: 60 }, () => error);
  const failure = {
    kind: "failure",
    command: "apply",
    exitCode: 1,
    diagnostics,
    plans: [plan],
    texts: new Map(),
  } as const;
  const failed = reportMarkdown(failure, OPTIONS);
  expectWithin(failed, COMMENT);
  expect(spans(failed)).toContain("api-error");
  expect(failed).toContain(plan.hash);
});
