import { describe, expect, test } from "vitest";
import { lineFindings } from "../../src/report/lineFindings.js";
import { everyReport, failure, guardTripped } from "./ci/fakes.js";
import { at, buildCreate, buildPlan, buildReplace, joins, leaves } from "./fakes/buildPlan.js";

const ACTIONS = [
  buildCreate("新一组", [joins("1")], { source: at("new.yaml", 3) }),
  buildReplace(
    "少一人",
    "1",
    { removed: [leaves("1")], staying: [{ agentNumber: "2", priority: 0 }] },
    { source: at("a.yaml", 5) },
  ),
  buildReplace("清空一人", "2", { removed: [leaves("1")] }, { source: at("a.yaml", 15) }),
  buildReplace(
    "少三人",
    "3",
    { removed: [leaves("1"), leaves("2"), leaves("3")], staying: [{ agentNumber: "4", priority: 0 }] },
    { source: at("b.yaml", 5) },
  ),
];

describe("a tripped guard stands at the group that weighs the most", () => {
  test.each([
    ["maxCreates", "new.yaml:3"],
    ["maxEmptied", "a.yaml:15"],
    ["maxRemovals", "b.yaml:5"],
  ] as const)("%s", (guard, place) => {
    const plan = buildPlan({ actions: ACTIONS, guards: [{ guard, limit: "0", actual: 5, tripped: true }] });
    const [remark] = lineFindings({ kind: "plans", plans: [plan] }, "en");
    expect(remark).toMatchObject({ code: "guard-tripped", severity: "warning", subject: guard });
    expect(`${remark?.source?.file}:${remark?.source?.line}`).toBe(place);
  });

  test("also where it stopped an apply, and says of which account", () => {
    const plan = buildPlan({
      actions: ACTIONS,
      guards: [{ guard: "maxEmptied", limit: "0", actual: 1, tripped: true }],
    });
    const calm = buildPlan(
      { guards: [{ guard: "maxEmptied", limit: "0", actual: 0, tripped: false }] },
      { account: { ...plan.account, name: "calm" } },
    );
    const [remark] = lineFindings(
      failure([guardTripped("en")], { command: "apply", exitCode: 3, plans: [calm, plan] }),
      "en",
    );
    expect(remark).toMatchObject({ severity: "error", account: "prod", source: { file: "a.yaml", line: 15 } });
    const [alone] = lineFindings(failure([guardTripped("en")], { exitCode: 3, plans: [plan] }), "en");
    expect(alone).not.toHaveProperty("account");
  });

  test("says what it means for the apply and how to allow it", () => {
    const plan = buildPlan({
      actions: ACTIONS,
      guards: [{ guard: "maxEmptied", limit: "0", actual: 1, tripped: true }],
    });
    expect(lineFindings({ kind: "plans", plans: [plan] }, "en")[0]).toMatchObject({
      message: "A guard tripped, so apply will not start: the plan would empty 1 group; the limit is 0.",
      help: expect.stringMatching(
        /smaller steps, .* with --max-emptied 1, .* a waiver in muster\.yaml\. .*waivers: \[\{ guard: maxEmptied, limit: 1, until: 2026-\d\d-\d\d, reason: "…" \}\]$/,
      ),
    });
    expect(lineFindings({ kind: "plans", plans: [plan] }, "zh")[0]?.message).toBe(
      "已触发保护阈值，apply 不会执行：清空 1 个技能组，上限 0。",
    );
  });

  test("or nowhere, where no plan is known", () => {
    expect(lineFindings(failure([guardTripped("en")], { exitCode: 3 }), "en")).toMatchObject([
      { code: "guard-tripped" },
    ]);
    expect(lineFindings(failure([guardTripped("en")], { exitCode: 3 }), "en")[0]).not.toHaveProperty("source");
  });
});

test.each(Object.keys(everyReport("en")))("is about the same in both languages, gravest first: %s", (name) => {
  const [en, zh] = (["en", "zh"] as const).map((language) => {
    const report = everyReport(language)[name];
    return report === undefined ? [] : lineFindings(report, language);
  });
  const gist = (remarks: typeof en) =>
    remarks?.map(({ severity, code, subject, source, account }) => ({ severity, code, subject, source, account }));
  expect(gist(en)).toEqual(gist(zh));
  const weights = en?.map(({ severity }) => ["error", "warning", "notice"].indexOf(severity)) ?? [];
  expect(weights).toEqual([...weights].sort((a, b) => a - b));
});

test("a subject does not depend on the order of a document's keys", () => {
  const of = (args: Record<string, unknown>) =>
    lineFindings(failure([{ severity: "error", code: "c", message: "m", args }]), "en")[0]?.subject;
  expect(of({ a: 1, b: [2] })).toBe(of({ b: [2], a: 1 }));
  expect(of({ a: 1 })).not.toBe(of({ a: 2 }));
});
