import type { Diagnostic } from "../../../src/plan/plan.js";
import type { Language } from "../../../src/report/messages/catalogue.js";
import { type Finding, formatFinding } from "../../../src/report/messages/formatFinding.js";
import type { FailureReport, RenderOptions, Report } from "../../../src/report/report.js";
import { DRY_RUN } from "../fakes/buildDryRun.js";
import { at, buildCreate, buildPlan, buildReplace, joins, leaves, ORDINARY_PLAN } from "../fakes/buildPlan.js";
import { buildOutcome, buildResult, TROUBLED_RESULT } from "../fakes/buildResult.js";

/** A reader in CI, whose working folder is not the repository's root. */
export const optionsFor = (language: Language): RenderOptions => ({
  language,
  colour: false,
  columns: 80,
  nonce: "nonce",
  fromRoot: (file) => `callcentre/${file}`,
});

/** A finding as documents carry it. */
export const said = (finding: Finding, language: Language): Diagnostic => formatFinding(finding, language);

/** What is wrong with two files, and with the way muster was called. */
export const problems = (language: Language): Diagnostic[] => [
  said(
    {
      severity: "error",
      code: "unreachable",
      args: { host: "https://h.example", operation: "queueQueue", reason: "timeout", detail: "", attempts: 4 },
    },
    language,
  ),
  said(
    {
      severity: "error",
      code: "duplicate-name",
      args: { displayName: "售后" },
      source: at("groups/b.yaml", 9, 18),
      related: [{ note: "first", source: at("groups/a.yaml", 4, 18) }],
    },
    language,
  ),
  said({ severity: "error", code: "yaml-tab", args: {}, source: at("groups/b.yaml", 12, 1) }, language),
  said({ severity: "error", code: "yaml-tab", args: {}, source: at("groups/b.yaml", 14, 1) }, language),
  said(
    { severity: "warning", code: "agent-twice", args: { agents: ["8000"] }, source: at("groups/a.yaml", 7, 9) },
    language,
  ),
];

export const validation = (diagnostics: readonly Diagnostic[], files: readonly string[]): Report => ({
  kind: "validation",
  validation: {
    formatVersion: "1.0",
    kind: "validation",
    valid: !diagnostics.some(({ severity }) => severity === "error"),
    accounts: [{ name: "prod", files: files.length, groups: 3, memberships: 12 }],
    diagnostics,
  },
  texts: new Map(files.map((file) => [file, "version: 1\n"])),
});

export const failure = (diagnostics: readonly Diagnostic[], more: Partial<FailureReport> = {}): FailureReport => ({
  kind: "failure",
  command: "plan",
  exitCode: 1,
  diagnostics,
  plans: [],
  texts: new Map(),
  ...more,
});

export const guardTripped = (language: Language): Diagnostic =>
  said(
    {
      severity: "error",
      code: "guard-tripped",
      args: { account: "prod", guard: "maxEmptied", limit: "0", actual: 1, madeAt: "2026-11-28T06:02:00Z" },
    },
    language,
  );

/** A report of every kind, for none, one and several accounts. */
export function everyReport(language: Language): Readonly<Record<string, Report>> {
  const plan = ORDINARY_PLAN;
  const test = { ...plan, account: { ...plan.account, name: "test" } };
  const troubled = TROUBLED_RESULT;
  const fine = buildResult([buildOutcome("售后")], { account: test.account });
  return {
    "valid files": validation([], ["groups/a.yaml", "groups/b.yaml"]),
    "invalid files": validation(problems(language), ["groups/a.yaml", "groups/b.yaml", "groups/c.yaml"]),
    "a validation of nothing": validation([], []),
    "no plan": { kind: "plans", plans: [] },
    "an empty plan": { kind: "plans", plans: [buildPlan()] },
    "an ordinary plan": { kind: "plans", plans: [plan] },
    "two plans": { kind: "plans", plans: [plan, test] },
    "no result": { kind: "results", results: [], plans: [] },
    "an empty result": { kind: "results", results: [buildResult([])], plans: [buildPlan()] },
    "a troubled result": { kind: "results", results: [troubled], plans: [plan] },
    "two results": { kind: "results", results: [troubled, fine], plans: [plan, test] },
    "a dry run": { kind: "dry-runs", dryRuns: [DRY_RUN], plans: [plan] },
    "two dry runs": { kind: "dry-runs", dryRuns: [DRY_RUN, DRY_RUN], plans: [plan, test] },
    "a failed plan": failure(problems(language)),
    "a tripped guard": failure([guardTripped(language)], { command: "apply", exitCode: 3, plans: [plan] }),
    "a tripped guard of two": failure([guardTripped(language)], { command: "apply", exitCode: 3, plans: [plan, test] }),
    "an interruption": failure([], { command: "apply", exitCode: 130 }),
  };
}

/** A plan of so many changed groups, each with a warning. */
export function hugePlan(groups: number): Report {
  const actions = Array.from({ length: groups }, (_, index) =>
    index % 2 === 0
      ? buildCreate(`组 ${index}`, [joins("8000")], { source: at(`groups/${index % 40}.yaml`, index + 1, 5) })
      : buildReplace(
          `组 ${index}`,
          String(10_000_000 + index),
          { removed: [leaves("8001")], added: [joins("8002")] },
          { source: at(`groups/${index % 40}.yaml`, index + 1, 5) },
        ),
  );
  const diagnostics = actions.map(({ displayName, source }, index) =>
    said(
      { severity: "warning", code: "unknown-agent", args: { agentNumber: String(index), displayName }, source },
      "zh",
    ),
  );
  return { kind: "plans", plans: [buildPlan({ actions, diagnostics })] };
}

/** A report of every kind with one text in every place that comes from outside. */
export function hostileReports(name: string): readonly Report[] {
  const source = { file: name === "" ? "a.yaml" : name, line: 3, column: 5 };
  const diagnostic = (severity: "error" | "warning", placed: boolean): Diagnostic => ({
    severity,
    code: `x-${name}`,
    message: `"${name}" is odd`,
    help: `Not ${name}`,
    args: { displayName: name, [name]: name },
    ...(placed ? { source, related: [{ note: "first", source }] } : {}),
  });
  const diagnostics = [diagnostic("error", true), diagnostic("warning", true), diagnostic("error", false)];
  const account = { name, host: name, accountId: name };
  const plan = buildPlan(
    {
      actions: [
        buildCreate(name, [joins(name)], { source }),
        buildReplace(name, name, { removed: [leaves(name)] }, { source }),
      ],
      manual: [{ displayName: name, exten: name, attribute: "displayName", live: name, desired: name, source }],
      guards: [{ guard: "maxRemovals", limit: name, actual: 1, tripped: true }],
      diagnostics,
    },
    { account },
  );
  const result = buildResult(
    [
      buildOutcome(name, { exten: name, skippedAgents: [name], verified: false, error: diagnostic("error", false) }),
      buildOutcome(name, { status: "unknown", error: diagnostic("error", true) }),
      buildOutcome(name, { status: "skipped", error: diagnostic("error", true) }),
    ],
    { account, diagnostics },
  );
  return [
    validation(diagnostics, [source.file]),
    { kind: "plans", plans: [plan, plan] },
    { kind: "results", results: [result, result], plans: [plan, plan] },
    failure(diagnostics, { plans: [plan] }),
  ];
}
