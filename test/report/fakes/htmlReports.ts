import type { Source } from "../../../src/model/source.js";
import type { Diagnostic, Plan } from "../../../src/plan/plan.js";
import type { Language } from "../../../src/report/messages/catalogue.js";
import type { RenderOptions, Report } from "../../../src/report/report.js";
import { DRY_RUN } from "./buildDryRun.js";
import { at, buildCreate, buildPlan, buildReplace, joins, leaves, moves, ORDINARY_PLAN } from "./buildPlan.js";
import { buildOutcome, buildResult, TROUBLED_RESULT } from "./buildResult.js";
import { withOriginsNamed } from "./originPlans.js";

/** How a reader in a forge sees the page: every line has an address. */
export function pageOptions(language: Language = "en", more: Partial<RenderOptions> = {}): RenderOptions {
  return {
    language,
    colour: false,
    columns: 80,
    nonce: "nonce",
    linkTo: ({ file, line }: Source) =>
      `https://forge.example/blob/main/${encodeURIComponent(file.toWellFormed())}#L${line}`,
    ...more,
  };
}

/** One of everything that the picture can show: who is where is known by heart in the tests. */
export function knownPlan(): Plan {
  return buildPlan({
    actions: [
      buildCreate("New", [joins("8001", { agentName: "Ann", priority: 3 })]),
      buildReplace("Left", "1", {
        removed: [leaves("8002", { agentName: "Bo", priority: 4 }), leaves("8003", { agentName: "Cy", priority: 5 })],
        staying: [{ agentNumber: "8004", priority: 6 }],
      }),
      buildReplace("Joined", "2", {
        added: [joins("8003", { agentName: "Cy", priority: 7 })],
        reprioritized: [moves("8004", 1, 2, { agentName: "Di" })],
      }),
      buildReplace("Emptied", "3", { removed: [leaves("8005")] }),
    ],
    manual: [
      { displayName: "Left", exten: "1", attribute: "memory", live: "off", desired: "1d", source: at("a.yaml", 3) },
    ],
    guards: [{ guard: "maxEmptied", limit: "0", actual: 1, tripped: true }],
    unmanaged: [{ displayName: "Elsewhere", exten: "9", members: 2 }],
  });
}

/** A report of each kind, with the name in every place where text from outside can stand. */
export const REPORTS: Readonly<Record<string, (name: string) => Report>> = {
  plans: (name) => ({ kind: "plans", plans: [planNamed(name), withOriginsNamed(planNamed(name), name)] }),
  results: (name) => ({ kind: "results", ...resultNamed(name), plans: [planNamed(name)] }),
  "results without a plan": (name) => ({ kind: "results", ...resultNamed(name), plans: [] }),
  "dry runs": (name) => ({
    kind: "dry-runs",
    dryRuns: [
      {
        ...DRY_RUN,
        account: { name, host: name, accountId: name },
        planHash: name,
        requests: [
          { order: 1, operation: name, actionId: name, note: "write", body: { displayName: name } },
          { order: 2, operation: name, actionId: `create:${name}`, body: { displayName: name } },
        ],
      },
    ],
    plans: [planNamed(name)],
  }),
  validation: (name) => ({
    kind: "validation",
    validation: {
      formatVersion: "1.0",
      kind: "validation",
      valid: false,
      accounts: [{ name, files: 1, groups: 1, memberships: 1 }],
      diagnostics: [diagnosticNamed(name)],
    },
    texts: textsNamed(name),
  }),
  failure: (name) => ({
    kind: "failure",
    command: "apply",
    exitCode: 3,
    diagnostics: [diagnosticNamed(name)],
    plans: [withOriginsNamed(planNamed(name), name, "change")],
    texts: textsNamed(name),
  }),
};

/** What a reviewer meets on an ordinary day, and what becomes of it on a bad one. */
export function ordinaryReports(): Record<Report["kind"], Report> {
  const plan = ORDINARY_PLAN;
  const result = TROUBLED_RESULT;
  return {
    plans: { kind: "plans", plans: [plan] },
    results: { kind: "results", results: [result], plans: [plan] },
    "dry-runs": { kind: "dry-runs", dryRuns: [DRY_RUN], plans: [plan] },
    validation: {
      kind: "validation",
      validation: {
        formatVersion: "1.0",
        kind: "validation",
        valid: true,
        accounts: [{ name: "prod", files: 2, groups: 60, memberships: 900 }],
        diagnostics: [],
      },
      texts: new Map(),
    },
    failure: {
      kind: "failure",
      command: "plan",
      exitCode: 1,
      diagnostics: [
        {
          severity: "error",
          code: "unknown-agent",
          message: "Nobody is called li.an.",
          help: "Is li.na meant?",
          source: at("groups/a.yaml", 2, 5),
        },
      ],
      plans: [],
      texts: new Map([["groups/a.yaml", "members:\n  - li.an # 李娜\n"]]),
    },
  };
}

/** A large change in which agents change in groups near each other, as they do when shifts are planned anew. */
export function shiftPlan(groups: number): Plan {
  const agent = (index: number) => String(10000 + index);
  const named = (index: number) => ({ agentName: `坐席${index}`, alias: `agent.${index}` });
  const place = (index: number) => at(`groups/region-${index % 40}/teams.yaml`, 10 + index);
  return buildPlan({
    actions: Array.from({ length: groups }, (_, index) =>
      buildReplace(
        `技能组-${index}`,
        String(10018000 + index),
        {
          added: [joins(agent(index + 1), { ...named(index + 1), priority: 2, source: place(index) })],
          removed: [leaves(agent(index), { ...named(index), priority: 1, source: place(index) })],
          reprioritized: [moves(agent(20000 + index), 0, 5, { ...named(index), source: place(index) })],
          staying: Array.from({ length: 25 }, (_, member) => ({ agentNumber: agent(30000 + member), priority: 0 })),
        },
        { source: place(index) },
      ),
    ),
  });
}

function planNamed(name: string): Plan {
  const label = { agentName: name, alias: `${name}!` };
  const purpose = { description: name, owner: { written: name, agentNumber: name, agentName: name } };
  const source = { ...at(name, 1), team: name, via: at(name, 2) };
  return buildPlan(
    {
      actions: [
        buildCreate(name, [joins(name, { ...label, source })], { source, ...purpose }),
        buildReplace(
          name,
          name,
          {
            added: [joins(`2${name}`, { ...label, source })],
            removed: [leaves(name, { ...label, source })],
            reprioritized: [moves(`3${name}`, 0, 1, { ...label, source })],
            staying: [{ agentNumber: `4${name}`, priority: 1 }],
          },
          { source, membership: "additive" },
        ),
      ],
      manual: [
        {
          displayName: name,
          exten: name,
          attribute: "displayName",
          live: name,
          desired: name,
          source: at(name, 1),
          ...purpose,
        },
      ],
      unmanaged: [{ displayName: name, exten: name, members: 1 }],
      guards: [{ guard: "maxRemovals", limit: name, actual: 1, tripped: true }],
      diagnostics: [{ ...diagnosticNamed(name), code: `${name}?` }],
    },
    { account: { name, host: name, accountId: name }, hash: name, musterVersion: name, createdAt: name },
  );
}

function resultNamed(name: string) {
  const outcomes = [
    buildOutcome(name, { id: `create:${name}`, action: "create", exten: name, skippedAgents: [name], verified: false }),
    buildOutcome(name, {
      id: `replaceMembers:${name}`,
      exten: name,
      status: "conflict",
      underneath: { added: [name], removed: [name], reprioritized: [name] },
      error: diagnosticNamed(name),
    }),
  ];
  const account = { name, host: name, accountId: name };
  return {
    results: [
      buildResult(outcomes, { account, planHash: name, calls: { [name]: 1 }, diagnostics: [diagnosticNamed(name)] }),
    ],
  };
}

function diagnosticNamed(name: string): Diagnostic {
  return {
    severity: "error",
    code: name,
    message: name,
    help: `${name}.`,
    source: at(name, 1, 2),
    related: [{ note: "first", source: at(name, 1) }],
  };
}

function textsNamed(name: string): Map<string, string> {
  return new Map([[name, name.replaceAll(/[\n\r]/g, " ")]]);
}
