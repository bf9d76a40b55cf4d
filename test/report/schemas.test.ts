import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { statusGroups } from "../../src/engine/status.js";
import type { Diagnostic, Plan } from "../../src/plan/plan.js";
import type { AccountFailure } from "../../src/report/documents.js";
import { dryRunJson, errorJson, planJson, resultJson } from "../../src/report/json.js";
import { type Status, statusJson } from "../../src/report/status.js";
import { DRY_RUN } from "./fakes/buildDryRun.js";
import { buildPlan, ORDINARY_PLAN } from "./fakes/buildPlan.js";
import { buildOutcome, buildResult, TROUBLED_RESULT } from "./fakes/buildResult.js";

interface Schema {
  readonly description?: string;
  readonly additionalProperties?: unknown;
  readonly enum?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly definitions: Readonly<Record<string, Schema>>;
}

const planSchema = read("plan");
const resultSchema = read("result");
const isPlan = new Ajv({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true }).compile(
  planSchema,
);
const statusSchema = read("status");
const isStatus = new Ajv({ allErrors: true, strict: true }).compile(statusSchema);
const isResult = new Ajv({ allErrors: true, strict: true }).compile(resultSchema);

const DIAGNOSTICS: readonly Diagnostic[] = [
  {
    severity: "error",
    code: "duplicate-name",
    message: "m",
    help: "h",
    args: { displayName: "售后" },
    source: { file: "a.yaml", line: 1, column: 1 },
    related: [{ note: "first", source: { file: "b.yaml", line: 2, column: 3 } }],
  },
];

const FAILURE: AccountFailure = {
  formatVersion: "1.0",
  kind: "error",
  account: { name: "prod", host: "https://api.example", accountId: "N1" },
  diagnostics: DIAGNOSTICS,
};

const STAFFED_PLAN: Plan = {
  ...ORDINARY_PLAN,
  guards: [
    { guard: "minClaiming", limit: "2", actual: 1, of: 2, setBy: "flag", tripped: true },
    {
      guard: "maxEmptied",
      limit: "1",
      actual: 1,
      setBy: "waiver",
      reason: "合并",
      until: "2026-12-01",
      tripped: false,
    },
  ],
  raised: [{ guard: "maxEmptied", limit: "1", setBy: "waiver", reason: "合并", until: "2026-12-01" }],
  staffing: {
    readAt: "2026-11-24T00:00:00.000Z",
    groups: [
      {
        actionId: "replaceMembers:1",
        displayName: "售后",
        exten: "1",
        before: { members: 3, claiming: 2, unknown: 0 },
        after: { members: 2, claiming: 0, unknown: 1 },
      },
    ],
  },
};

const STATUS: Status = {
  formatVersion: "1.0",
  kind: "status",
  musterVersion: "0.1.0",
  account: FAILURE.account,
  readAt: "2026-11-24T00:00:00.000Z",
  summary: { groups: 1, unstaffed: 0, empty: 0 },
  groups: statusGroups([
    {
      displayName: "售后",
      exten: "1",
      members: [
        { agentNumber: "8000", agentName: "李娜", priority: 0, claim: "pc" },
        { agentNumber: "8001", priority: 5, claim: "unknown" },
      ],
    },
  ]),
};

describe("documents validate", () => {
  test.each([
    ["an ordinary plan", planJson(ORDINARY_PLAN, "en")],
    ["an empty plan", planJson(buildPlan(), "en")],
    ["plans", planJson([ORDINARY_PLAN, buildPlan({ diagnostics: DIAGNOSTICS })], "en")],
    ["plans, one of which failed", planJson([ORDINARY_PLAN, FAILURE], "en")],
    ["a plan with who takes conversations", planJson(STAFFED_PLAN, "en")],
    ["an error", errorJson(DIAGNOSTICS, "en")],
  ])("%s", (_what, text) => {
    isPlan(JSON.parse(text));
    expect(isPlan.errors ?? []).toEqual([]);
  });

  test.each([
    ["a troubled result", resultJson(TROUBLED_RESULT, "en")],
    ["a result that says who moved, and where its plan came from", resultJson(RECORD, "en")],
    ["an empty result", resultJson(buildResult([]), "en")],
    ["results", resultJson([TROUBLED_RESULT, buildResult([buildOutcome("售后")], { diagnostics: DIAGNOSTICS })], "en")],
    ["results, one of which failed", resultJson([TROUBLED_RESULT, FAILURE], "en")],
    ["a dry run", dryRunJson(DRY_RUN, "en")],
    ["dry runs, one of which failed", dryRunJson([DRY_RUN, FAILURE], "en")],
    ["dry runs", dryRunJson([DRY_RUN], "en")],
    ["an error", errorJson(DIAGNOSTICS, "en")],
  ])("%s", (_what, text) => {
    isResult(JSON.parse(text));
    expect(isResult.errors ?? []).toEqual([]);
  });
});

test.each([
  ["one account", statusJson([STATUS], false, "en")],
  ["several, one of which failed", statusJson([STATUS, FAILURE], true, "en")],
  ["an error", errorJson(DIAGNOSTICS, "en")],
])("a status of %s validates", (_what, text) => {
  isStatus(JSON.parse(text));
  expect(isStatus.errors ?? []).toEqual([]);
});

test("the example of the contract, with its dots filled in, validates", () => {
  const source = { file: "groups/a.yaml", line: 12, column: 5 };
  const members = [{ agentNumber: "8000", priority: 0 }];
  const example = {
    ...buildPlan(),
    account: { name: "default", host: "https://openapis.7moor.com", accountId: "N00000000556" },
    actions: [
      {
        id: "create:售前咨询",
        action: "create",
        displayName: "售前咨询",
        after: { assignRule: "priority", memory: "1d", members },
        added: [{ ...members[0], source }],
        source,
      },
      {
        id: "replaceMembers:10018578",
        action: "replaceMembers",
        displayName: "售后",
        exten: "10018578",
        membership: "additive",
        listed: members,
        before: { members: [] },
        after: { members: [] },
        added: [{ agentNumber: "8001", priority: 2, source: { ...source, team: "night-shift", via: source } }],
        removed: [{ agentNumber: "8009", priority: 0, agentName: "王五", source }],
        reprioritized: [{ agentNumber: "8004", from: 0, to: 5, source }],
        source,
      },
    ],
    manual: [
      { displayName: "售后", exten: "10018578", attribute: "assignRule", live: "random", desired: "priority", source },
    ],
    unmanaged: [{ displayName: "测试", exten: "10018579", members: 3 }],
    guards: [{ guard: "maxRemovals", limit: "30%", actual: 12, of: 20, tripped: true }],
    diagnostics: [{ severity: "warning", code: "unknown-agent", message: "m", source }],
    budget: { reads: 1, writes: 2, etaSeconds: 0 },
  };
  isPlan(example);
  expect(isPlan.errors ?? []).toEqual([]);
});

/** A result with all that makes it the record of a run. */
const RECORD = buildResult(
  [
    buildOutcome("售后", {
      before: { members: [{ agentNumber: "8001", priority: 0 }] },
      after: { members: [{ agentNumber: "8002", priority: 3 }] },
      added: [{ agentNumber: "8002", priority: 3, alias: "li.na", agentName: "李娜", origin: "change" }],
      removed: [{ agentNumber: "8001", priority: 0 }],
      reprioritized: [{ agentNumber: "8003", from: 0, to: 2, origin: "drift" }],
    }),
    buildOutcome("新组", {
      id: "create:新组",
      action: "create",
      after: { memory: "1d", members: [] },
      added: [],
    }),
  ],
  {
    commit: "0123456789abcdef0123456789abcdef01234567",
    base: "89abcdef0123456789abcdef0123456789abcdef",
    only: "change",
    actor: "hu-juan",
    run: "https://forge.example/runs/7",
    pullRequest: { number: 7, title: "售后", author: "hu-juan", url: "https://forge.example/pulls/7" },
    manual: ORDINARY_PLAN.manual,
    guards: ORDINARY_PLAN.guards,
  },
);

describe("broken documents do not", () => {
  test.each([
    ["plan", isPlan, ORDINARY_PLAN],
    ["result", isResult, TROUBLED_RESULT],
    ["dry run", isResult, DRY_RUN],
    ["plan with who takes conversations", isPlan, STAFFED_PLAN],
    ["status", isStatus, STATUS],
    ["error", isPlan, JSON.parse(errorJson(DIAGNOSTICS, "en"))],
  ] as const)("a %s, with any one thing missing, added or of another type", (_what, validate, document) => {
    const broken = mutations(structuredClone(document));
    expect(broken.length).toBeGreaterThan(10);
    expect(broken.filter(({ value }) => validate(value)).map(({ change }) => change)).toEqual([]);
  });

  test.each<[string, unknown]>([
    ["another format version", { ...ORDINARY_PLAN, formatVersion: "2.0" }],
    ["another kind", { ...ORDINARY_PLAN, kind: "result" }],
    ["a hash of another kind", { ...ORDINARY_PLAN, hash: "md5:00" }],
    ["a time with a zone", { ...ORDINARY_PLAN, createdAt: "2026-11-22T05:00:00+08:00" }],
  ])("a plan with %s", (_what, document) => {
    expect(isPlan(document)).toBe(false);
  });
});

test("all schemas define what they share alike", () => {
  for (const name of ["member", "manualChange", "guardReading", "origin", "lastEdit"]) {
    expect(resultSchema.definitions[name], name).toEqual(planSchema.definitions[name]);
  }
  for (const name of ["source", "account", "budget", "diagnostic", "error"]) {
    expect(resultSchema.definitions[name]).toEqual(planSchema.definitions[name]);
    if (name !== "budget") expect(statusSchema.definitions[name]).toEqual(planSchema.definitions[name]);
  }
});

test("every object is closed and every field is explained in English and Chinese", () => {
  for (const { definitions } of [planSchema, resultSchema, statusSchema]) {
    for (const [name, definition] of Object.entries(definitions)) {
      if (definition.enum === undefined) expect(definition.additionalProperties, name).toBe(false);
      expect(definition.description, name).toMatch(/^[ -~]+\n.*\p{Script=Han}/u);
    }
  }
});

function read(name: string): Schema {
  return JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), "utf8"));
}

interface Mutation {
  readonly change: string;
  readonly value: unknown;
}

/** Fields that may be left out, and places whose content is free. */
const OPTIONAL = new Set([
  "help",
  "args",
  "source",
  "related",
  "note",
  "actionId",
  "of",
  "alias",
  "agentName",
  "team",
  "exten",
  "error",
  "adopted",
  "underneath",
  "assignRule",
  "memory",
  "account",
  "staffing",
  "before",
  "setBy",
  "reason",
  "until",
  "raised",
]);
const FREE = new Set(["args", "body", "calls"]);
const REQUIRED_SOURCE = /\.(actions|added|reprioritized|removed|manual)\[\d+\]\.source$|\.related\[\d+\]\.source$/;

/** The document with, each time, one field gone, one field too many, or one value of another type. */
function mutations(document: unknown): Mutation[] {
  const found: Mutation[] = [];
  const change = (what: string, edit: () => () => void) => {
    const undo = edit();
    found.push({ change: what, value: structuredClone(document) });
    undo();
  };
  const walk = (value: unknown, path: string) => {
    if (Array.isArray(value)) {
      for (const [index, entry] of value.entries()) walk(entry, `${path}[${index}]`);
      return;
    }
    if (typeof value !== "object" || value === null) return;
    const fields = value as Record<string, unknown>;
    change(`${path} with a field too many`, () => {
      fields["surplus"] = 1;
      return () => delete fields["surplus"];
    });
    for (const [key, entry] of Object.entries(fields)) {
      const at = `${path}.${key}`;
      const set = (wanted: unknown) => () => {
        fields[key] = wanted;
        return () => {
          fields[key] = entry;
        };
      };
      const optional = OPTIONAL.has(key) && !REQUIRED_SOURCE.test(at) && !/outcomes?\[\d+\]\.exten/.test(at);
      const needed = key === "exten" ? /\.(manual|unmanaged)\[/.test(at) : !optional;
      if (needed) {
        change(`${at} missing`, () => {
          delete fields[key];
          return () => {
            fields[key] = entry;
          };
        });
      }
      if (key !== "body") change(`${at} of another type`, set(typeof entry === "string" ? 7 : "seven"));
      if (!FREE.has(key)) walk(entry, at);
    }
  };
  walk(document, "");
  return found;
}
