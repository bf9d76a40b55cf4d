import { expect, test } from "vitest";
import { shortenedTo } from "../../src/report/markdown/escape.js";
import { reportMarkdown } from "../../src/report/markdown/reportMarkdown.js";
import { formatFinding } from "../../src/report/messages/formatFinding.js";
import type { RenderOptions } from "../../src/report/report.js";
import { at, buildPlan, ORDINARY_PLAN } from "./fakes/buildPlan.js";
import { buildOutcome, buildResult, TROUBLED_RESULT } from "./fakes/buildResult.js";
import { inTheOpen, nodesOf, parse } from "./markdownTree.js";

const OPTIONS: RenderOptions = {
  language: "en",
  colour: false,
  columns: 80,
  nonce: "nonce",
  linkTo: ({ file, line }) => `https://forge.example/a/b/blob/0a1b2c3/${file}#L${line}`,
};

test.each(["en", "zh"] as const)("an ordinary plan, its result, a failure, a validation: %s", async (language) => {
  const options = { ...OPTIONS, language };
  const plan = ORDINARY_PLAN;
  const tripped = formatFinding(
    {
      code: "guard-tripped",
      severity: "error",
      args: { account: "prod", guard: "maxEmptied", limit: "0", actual: 1, madeAt: "2026-11-28T06:02:00Z" },
    },
    language,
  );
  const misspelt = formatFinding(
    {
      severity: "warning",
      code: "unknown-agent",
      args: { agentNumber: "8003", displayName: "售前咨询" },
      source: at("groups/a.yaml", 2, 9),
    },
    language,
  );
  const texts = new Map([["groups/a.yaml", 'members:\n  - "8003"\n']]);
  const reports = {
    plan: { kind: "plans", plans: [plan] },
    result: { kind: "results", results: [{ ...TROUBLED_RESULT, manual: plan.manual }], plans: [plan] },
    failure: { kind: "failure", command: "apply", exitCode: 3, diagnostics: [tripped], plans: [plan], texts },
    validation: {
      kind: "validation",
      validation: {
        formatVersion: "1.0",
        kind: "validation",
        valid: false,
        accounts: [{ name: "prod", files: 1, groups: 2, memberships: 3 }],
        diagnostics: [{ ...misspelt, severity: "error" }],
      },
      texts,
    },
  } as const;
  for (const [name, report] of Object.entries(reports)) {
    await expect(reportMarkdown(report, options)).toMatchFileSnapshot(`expected/markdown-${name}.${language}.md`);
  }
});

test("a plan without changes is short, reassures, and still has its hash and what is left to a person", () => {
  const { manual } = ORDINARY_PLAN;
  const calm = reportMarkdown({ kind: "plans", plans: [buildPlan({ unchanged: 3 })] }, OPTIONS);
  expect(calm).toContain("No changes. The live account matches the files.");
  expect(calm).toContain("sha256:");
  expect(calm.split("\n").length).toBeLessThan(10);
  expect(calm).not.toMatch(/details|\[!|Cost/);
  const byHand = reportMarkdown({ kind: "plans", plans: [buildPlan({ manual })] }, OPTIONS);
  expect(byHand.match(/^- \[ \] /gm)).toHaveLength(manual.length);
});

test("links lead to the lines, whatever a file is called; without them places are plain code", () => {
  const file = "groups/a b (1)<>|售.yaml";
  const report = {
    kind: "plans",
    plans: [buildPlan({ manual: ORDINARY_PLAN.manual.slice(0, 1).map((one) => ({ ...one, source: at(file, 7) })) })],
  } as const;
  const links = (markdown: string) =>
    nodesOf(parse(markdown)).flatMap((node) => (node.type === "link" ? [node.url] : []));
  const linkTo: RenderOptions["linkTo"] = (source) =>
    `https://forge.example/x?a=1&copy=2&f=${source.file}#L${source.line}`;
  expect(links(reportMarkdown(report, { ...OPTIONS, linkTo }))).toEqual([
    "https://forge.example/x?a=1&copy=2&f=groups/a%20b%20%281%29%3C%3E%7C%E5%94%AE.yaml#L7",
  ]);
  expect(links(reportMarkdown(report, { ...OPTIONS, linkTo: () => "javascript:alert(1)" }))).toEqual([]);
  const { linkTo: _, ...plain } = OPTIONS;
  const markdown = reportMarkdown(report, { ...plain, fromRoot: (path) => `conf/${path}` });
  expect(links(markdown)).toEqual([]);
  expect(markdown).toContain(`\`conf/${file}:7\``);
});

test("stopping for a person is not said like a failure, and the plan that was known follows", () => {
  const failure = (exitCode: number) =>
    reportMarkdown(
      { kind: "failure", command: "apply", exitCode, diagnostics: [], plans: [ORDINARY_PLAN], texts: new Map() },
      OPTIONS,
    );
  expect(failure(3)).toMatch(/^## ✋ muster apply stopped: a person must decide$/m);
  expect(failure(1)).toMatch(/^## ❌ muster apply failed$/m);
  expect(failure(130)).toMatch(/^## ⏹️ muster apply was interrupted$/m);
  for (const code of [1, 3, 130]) expect(failure(code)).toContain(ORDINARY_PLAN.hash);
});

test("equal failures are said once with their groups, and what was not started in one line", () => {
  const failed = {
    code: "api-refused",
    severity: "error",
    args: { operation: "x", status: 400, detail: "no" },
  } as const;
  const stopped = (displayName: string) => ({ code: "interrupted", severity: "error", args: { displayName } }) as const;
  const actions = Array.from({ length: 60 }, (_, index) => {
    const name = `客服${index}`;
    if (index < 20) return buildOutcome(name, { id: name });
    if (index < 35) return buildOutcome(name, { id: name, status: "failed", error: failed });
    return buildOutcome(name, { id: name, status: "skipped", attempts: 0, error: stopped(name) });
  });
  const markdown = reportMarkdown(
    { kind: "results", results: [buildResult(actions, { interrupted: true })], plans: [] },
    OPTIONS,
  );
  expect(markdown.match(/api-refused/g)).toHaveLength(1);
  expect(markdown).toMatch(/^- ❌ update members \*\*failed \(15\)\*\*: `客服20` \(`10018578`\), `客服21`/m);
  expect(markdown).toMatch(/^⏭️ \*\*25 not started\*\*: `客服35`/m);
});

test("failures, removed members and tripped guards are never folded away", () => {
  const open = inTheOpen(
    reportMarkdown({ kind: "results", results: [TROUBLED_RESULT], plans: [ORDINARY_PLAN] }, OPTIONS),
  );
  for (const code of ["agents-skipped", "changed-underneath", "api-error", "waits-for", "create-unknown"]) {
    expect(open).toContain(code);
  }
  const plan = inTheOpen(reportMarkdown({ kind: "plans", plans: [ORDINARY_PLAN] }, OPTIONS));
  for (const agent of ["8009", "8020", "8021"]) expect(plan).toContain(`\`${agent}\``);
  expect(plan).toMatch(/> \[!CAUTION\]\n> \*\*.*\n>\n> - `maxEmptied`/);
});

test("a name is shortened between two characters", () => {
  const family = "👨‍👩‍👧";
  for (let units = 4; units < 60; units++) {
    const kept = shortenedTo(units, family.repeat(30));
    expect(kept.length).toBeLessThanOrEqual(units);
    expect(kept.replace("…", "")).toBe(family.repeat(Math.floor((units - 2) / family.length)));
  }
  expect(shortenedTo(40, "售后")).toBe("售后");
});
