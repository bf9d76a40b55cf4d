import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { statusGroups, statusSummary } from "../../src/engine/status.js";
import type { Diagnostic } from "../../src/plan/plan.js";
import type { Status } from "../../src/report/status.js";
import { accountFailureText, findingsText } from "../../src/report/text/findingsText.js";
import type { TextOptions } from "../../src/report/text/page.js";
import { planText } from "../../src/report/text/planText.js";
import { dryRunText, validationText } from "../../src/report/text/reportText.js";
import { resultText } from "../../src/report/text/resultText.js";
import { statusFrame, statusText } from "../../src/report/text/statusText.js";
import { DRY_RUN } from "./fakes/buildDryRun.js";
import { at, buildCreate, buildPlan, buildReplace, joins, leaves, moves } from "./fakes/buildPlan.js";
import { buildOutcome, buildResult } from "./fakes/buildResult.js";
import { hostileText } from "./fakes/hostileText.js";

/** Every renderer, with the name in every place where a document can carry text from outside. */
const RENDERERS: Readonly<Record<string, (name: string, options: TextOptions) => string>> = {
  plan: (name, options) => {
    const label = { agentName: name, alias: name };
    const purpose = { description: `x ${name}`, owner: { written: name, agentNumber: name, agentName: name } };
    return planText(
      buildPlan(
        {
          actions: [
            buildCreate(name, [joins(name, { ...label, source: { ...at("a.yaml", 1), team: name } })], purpose),
            buildCreate(
              name,
              Array.from({ length: 11 }, (_, index) => joins(String(index), label)),
            ),
            buildReplace(name, name, { removed: [leaves(name, label)], reprioritized: [moves(name, 0, 1, label)] }),
          ],
          manual: [
            {
              displayName: name,
              exten: name,
              attribute: "displayName",
              live: name,
              desired: name,
              ...purpose,
              source: at("a.yaml", 1),
            },
          ],
          unmanaged: [{ displayName: name, exten: name, members: 1 }],
          guards: [{ guard: "maxRemovals", limit: name, actual: 1, tripped: true }],
          diagnostics: [diagnosticOf(name)],
        },
        {
          account: { name, host: name, accountId: name },
          hash: name,
          staffing: {
            readAt: "2026-11-24T00:00:00.000Z",
            groups: [
              { actionId: name, displayName: name, exten: name, after: { members: 2, claiming: 0, unknown: 1 } },
            ],
          },
        },
      ),
      { ...options, verbose: true },
    );
  },
  result: (name, options) =>
    resultText(
      buildResult([
        buildOutcome(name, { exten: name, skippedAgents: [name], verified: false }),
        buildOutcome(name, {
          status: "conflict",
          underneath: { added: [name], removed: [name], reprioritized: [name] },
          error: diagnosticOf(name),
        }),
      ]),
      options,
    ),
  findings: (name, options) =>
    findingsText([diagnosticOf(name)], new Map([["a.yaml", name.replaceAll("\n", "")]]), options),
  validation: (name, options) => {
    const account = { name, files: 1, groups: 1, memberships: 1 };
    return validationText(
      {
        formatVersion: "1.0",
        kind: "validation",
        valid: false,
        accounts: [account, account],
        diagnostics: [diagnosticOf(name)],
      },
      undefined,
      options,
    );
  },
  status: (name, options) => statusText([statusNamed(name)], { ...options, verbose: true }),
  "status frame": (name, options) => statusFrame([{ entry: statusNamed(name) }], 10_000, options).join("\n"),
  "account failure": (name, options) =>
    accountFailureText(
      {
        formatVersion: "1.0",
        kind: "error",
        account: { name, host: name, accountId: name },
        diagnostics: [diagnosticOf(name)],
      },
      new Map(),
      options,
    ),
  "dry run": (name, options) =>
    dryRunText(
      {
        ...DRY_RUN,
        requests: [{ order: 1, operation: name, actionId: name, body: { displayName: name, [name]: [name] } }],
      },
      options,
    ),
};

function statusNamed(name: string): Status {
  const member = { agentNumber: name, agentName: name, priority: 0, claim: "pc" } as const;
  const groups = statusGroups([{ displayName: name, exten: name, members: [member] }]);
  return {
    formatVersion: "1.0",
    kind: "status",
    musterVersion: "0.1.0",
    account: { name, host: name, accountId: name },
    readAt: "2026-11-24T00:00:00.000Z",
    summary: statusSummary(groups),
    groups,
  };
}

function diagnosticOf(name: string): Diagnostic {
  return {
    severity: "warning",
    code: "near-miss",
    message: `"${name}" is odd`,
    help: `Not ${name}`,
    source: at("a.yaml", 1, Math.max(1, Math.floor(name.length / 2))),
    related: [{ note: "first", source: at("a.yaml", 2) }],
  };
}

describe.each(Object.entries(RENDERERS))("%s", (_renderer, render) => {
  test("lets no name be obeyed by a terminal", () => {
    fc.assert(
      fc.property(
        hostileText,
        fc.constantFrom(40, 80, 10_000),
        fc.constantFrom("en" as const, "zh" as const),
        (name, columns, language) => {
          const text = render(name, { language, columns, colour: false });
          expect(text.replaceAll("\n", "")).not.toMatch(
            /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\ufeff]/u,
          );
        },
      ),
    );
  });

  test("lets no name make a line of its own", () => {
    const wide = { language: "en", columns: 100_000, colour: false } as const;
    const lines = render("x", wide).split("\n").length;
    fc.assert(
      fc.property(
        hostileText.filter((name) => name !== ""),
        (name) => {
          expect(render(name, wide).split("\n")).toHaveLength(lines);
        },
      ),
    );
  });

  test("stays inside the columns", () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 40, max: 120 }), (name, columns) => {
        const lines = render(name, { language: "zh", columns, colour: false }).split("\n");
        // Requests are shown as they are sent: a text inside of them is in one piece.
        const long = lines.filter(
          (line) => stringWidth(line) > columns && !(render === RENDERERS["dry run"] && line.includes('"')),
        );
        expect(long).toEqual([]);
      }),
    );
  });
});
