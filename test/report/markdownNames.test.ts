import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../src/plan/plan.js";
import { DETAIL_LEVELS, FULL } from "../../src/report/markdown/detailLevels.js";
import { markdownAt } from "../../src/report/markdown/reportMarkdown.js";
import type { RenderOptions, Report } from "../../src/report/report.js";
import { nameText } from "../../src/report/text/page.js";
import { visible } from "../../src/report/text/visible.js";
import { DRY_RUN } from "./fakes/buildDryRun.js";
import { at, buildCreate, buildPlan, buildReplace, joins, leaves, moves } from "./fakes/buildPlan.js";
import { buildOutcome, buildResult } from "./fakes/buildResult.js";
import { hostileText } from "./fakes/hostileText.js";
import { withOriginsNamed } from "./fakes/originPlans.js";
import { fences, otherSkeleton, plainTexts, skeleton, spans } from "./markdownTree.js";

const OPTIONS: RenderOptions = {
  language: "en",
  colour: false,
  columns: 80,
  nonce: "nonce",
  linkTo: ({ file, line }) => `https://forge.example/blob/main/${file}#L${line}`,
};

/** What means something to Markdown, to a forge, or to a parser that is not careful. */
const TRICKS = [
  "</details>",
  "```",
  "````",
  "~~~",
  "`",
  "``",
  "a`b",
  "@everyone",
  "@org/team",
  "#1",
  "GH-12",
  "owner/repo#1",
  "!7",
  "deadbeef00",
  "0123456789abcdef0123456789abcdef01234567",
  "https://x.y",
  "www.x.y",
  "www.售后",
  "x.中国",
  "a@b.cn",
  "mailto:a@b.cn",
  "a|b",
  "a\\|b",
  "|",
  "||",
  "\\",
  "a\\",
  "a\\\\|",
  "<!-- -->",
  "-->",
  "<!--",
  "[x](javascript:alert(1))",
  "![x](https://x.y/z.png)",
  "[x]: https://x.y",
  "[^1]",
  "::error::",
  "##[error]",
  "<script>",
  "<b>",
  "<https://x.y>",
  "&amp;",
  "&#64;x",
  "$x$",
  "$`x`$",
  ":smile:",
  "*x*",
  "**x**",
  "__x__",
  "~~x~~",
  "- [ ] x",
  "+ x",
  "1. x",
  "1)",
  "# x",
  "> x",
  "---",
  "===",
  "    x",
  " x ",
  "x  y",
  "",
  "\u202egpj.exe",
  "\n\n# x",
  "\r\n- x",
  "{{ x }}",
  "[[_TOC_]]",
  "{+ x +}",
  "售前咨询",
  "VIP 客户 🌟",
  "王五 (@wang)",
  "你好@team，再见",
  "😀:x:",
];

const trick = fc.oneof(
  fc.constantFrom(...TRICKS),
  hostileText,
  fc
    .array(fc.oneof(fc.constantFrom(...TRICKS, " ", "  ", "x"), fc.string({ unit: "binary", maxLength: 3 })), {
      maxLength: 5,
    })
    .map((parts) => parts.join("")),
);

function diagnosticOf(name: string): Diagnostic {
  return {
    severity: "error",
    code: "near-miss",
    message: `"${name}" is odd: ${name}`,
    help: `${name} and “${name}”`,
    source: at(`${name}.yaml`, 1, Math.max(1, Math.floor(name.length / 2))),
    related: [{ note: "first", source: at(name, 2) }],
  };
}

function planOf(name: string) {
  const label = { agentName: name, alias: `${name}.` };
  const purpose = { description: name, owner: { written: name, agentNumber: name, agentName: name } };
  const source = { ...at(name, 1), team: name };
  return buildPlan(
    {
      actions: [
        buildCreate(name, [joins(name, { ...label, source })]),
        buildReplace(
          name,
          name,
          { removed: [leaves(name, { ...label, source })], reprioritized: [moves(name, 0, 1, { ...label, source })] },
          { source },
        ),
        buildReplace(name, name, { removed: [leaves(name, label)] }, { source, ...purpose }),
      ],
      manual: [
        { displayName: name, exten: name, attribute: "displayName", live: name, desired: name, source, ...purpose },
      ],
      unmanaged: [{ displayName: name, exten: name, members: 1 }],
      guards: [
        { guard: "maxRemovals", limit: name, actual: 1, tripped: true },
        { guard: "maxCreates", limit: name, actual: 1, tripped: false },
      ],
      diagnostics: [diagnosticOf(name)],
    },
    { account: { name, host: name, accountId: name }, hash: name },
  );
}

/** Every kind of report, with the name in every place where a document can carry text from outside. */
const REPORTS: Readonly<Record<string, (name: string) => Report>> = {
  plans: (name) => ({ kind: "plans", plans: [planOf(name), withOriginsNamed(planOf(name), name)] }),
  results: (name) => ({
    kind: "results",
    results: [
      buildResult(
        [
          buildOutcome(name, { exten: name }),
          buildOutcome(name, { exten: name, skippedAgents: [name], verified: false }),
          buildOutcome(name, {
            status: "conflict",
            underneath: { added: [name], removed: [name], reprioritized: [name] },
            error: diagnosticOf(name),
          }),
        ],
        { diagnostics: [diagnosticOf(name)], planHash: name, account: { name, host: name, accountId: name } },
      ),
    ],
    plans: [planOf(name)],
  }),
  "dry-runs": (name) => ({
    kind: "dry-runs",
    dryRuns: [{ ...DRY_RUN, requests: [{ order: 1, operation: name, actionId: name, body: { x: name } }] }],
    plans: [planOf(name)],
  }),
  failure: (name) => ({
    kind: "failure",
    command: "apply",
    exitCode: 3,
    diagnostics: [diagnosticOf(name)],
    plans: [withOriginsNamed(planOf(name), name, "change")],
    texts: new Map([[`${name}.yaml`, name.replaceAll("\n", "") || "x"]]),
  }),
  validation: (name) => {
    const account = { name, files: 1, groups: 1, memberships: 1 };
    return {
      kind: "validation",
      validation: {
        formatVersion: "1.0",
        kind: "validation",
        valid: false,
        accounts: [account, account],
        diagnostics: [diagnosticOf(name)],
      },
      texts: new Map([[`${name}.yaml`, name.replaceAll("\n", "") || "x"]]),
    };
  },
};

/** What forges look for in text that is not code. */
const OBEYED = [
  /@/,
  /#\d/,
  /[A-Za-z]-\d/,
  /\b[0-9a-f]{7,}\b/i,
  /:\/\//,
  /www\./i,
  /:[a-z0-9_+-]+:/i,
  /\$/,
  /[`<>|*_~[\]\\]/,
];

/** A bar that a table's cell keeps outside of code. */
const BAR = /^\|/;
/** Brackets that muster writes itself: the alert's mark, where a parser knows no alerts. */
const OURS = /^\[!(?:CAUTION|WARNING)\]/;

describe.each(Object.entries(REPORTS))("%s", (_kind, reportOf) => {
  test.each(DETAIL_LEVELS)("lets no name become anything but text or code: $name", (level) => {
    // The richest level has every place that a name can stand in; the lowest has its own way with them.
    const thorough = level.name === "full" || level.name === "counts";
    for (const language of ["en", "zh"] as const) {
      const options = { ...OPTIONS, language };
      const plain = markdownAt(level, reportOf("x"), options);
      fc.assert(
        fc.property(trick, (name) => {
          const markdown = markdownAt(level, reportOf(name), options);
          expect(skeleton(markdown)).toEqual(skeleton(plain));
          expect(otherSkeleton(markdown)).toEqual(otherSkeleton(plain));
          expect(markdown).not.toMatch(/\p{Cs}|[\u202a-\u202e\u2066-\u2069]/u);
          for (const text of plainTexts(markdown)) {
            for (const pattern of OBEYED) expect(text.replace(OURS, "").replace(BAR, "")).not.toMatch(pattern);
          }
        }),
        { numRuns: 4, examples: thorough && language === "en" ? TRICKS.map((name): [string] => [name]) : [] },
      );
    }
  });
});

test("shows a name whole, as it can be copied, in text and in tables", () => {
  fc.assert(
    fc.property(trick, (name) => {
      const markdown = markdownAt(FULL, { kind: "plans", plans: [planOf(name)] }, OPTIONS);
      const shown = nameText(name);
      // Heading, facts, leaving, joining, table, checklist, unmanaged: everywhere the same.
      expect(spans(markdown).filter((span) => span === shown).length).toBeGreaterThanOrEqual(12);
    }),
    { examples: TRICKS.map((name): [string] => [name]) },
  );
});

test("keeps every line of the diff in one block", () => {
  fc.assert(
    fc.property(trick, (name) => {
      const [diff = "", ...others] = fences(
        markdownAt(FULL, { kind: "plans", plans: [planOf(name)] }, OPTIONS),
        "diff",
      );
      expect(others).toEqual([]);
      const lines = diff.split("\n");
      expect(lines.map((line) => line.slice(0, 2))).toEqual(["@@", "- ", "@@", "- ", "! ", "@@", "+ "]);
      expect(lines[1]).toContain(visible(name));
    }),
    { examples: TRICKS.map((name): [string] => [name]) },
  );
});

test("a secret in a name is gone before the name is cut", () => {
  const secret = "made-up-for-this-test-0123456789";
  const plan = buildPlan({
    actions: [buildReplace(`售后服务部门 ${secret} ${secret}`, "10018578", { removed: [leaves("8000")] })],
  });
  const redact = (text: string): string => text.replaceAll(secret, "***");
  for (const level of DETAIL_LEVELS) {
    const shown = markdownAt({ ...level, nameUnits: 20 }, { kind: "plans", plans: [plan] }, { ...OPTIONS, redact });
    // What is whole goes on the way out.
    expect(redact(shown)).not.toContain(secret.slice(0, 10));
  }
});
