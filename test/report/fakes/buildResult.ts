import type { Outcome, Result, Status } from "../../../src/apply/result.js";
import { isUnchanged } from "../../../src/model/outcome.js";
import type { Finding } from "../../../src/report/messages/formatFinding.js";

const COUNTED_AS = {
  applied: "applied",
  failed: "failed",
  conflict: "conflicts",
  skipped: "skipped",
  unknown: "unknown",
} as const;

/** An action that went well, unless told otherwise. */
export function buildOutcome(displayName: string, more: Partial<Outcome> = {}): Outcome {
  return {
    id: `replaceMembers:${more.exten ?? "10018578"}`,
    action: "replaceMembers",
    displayName,
    status: "applied",
    exten: "10018578",
    attempts: 1,
    skippedAgents: [],
    verified: (more.status ?? "applied") === "applied",
    ...more,
  };
}

/** A result whose summary follows from its actions. */
export function buildResult(actions: readonly Outcome[], more: Partial<Result> = {}): Result {
  const count = (status: Status) => actions.filter((action) => action.status === status).length;
  const summary = { applied: 0, unchanged: 0, failed: 0, conflicts: 0, skipped: 0, unknown: 0 };
  for (const [status, key] of Object.entries(COUNTED_AS)) summary[key] = count(status as Status);
  summary.unchanged = actions.filter(isUnchanged).length;
  summary.applied -= summary.unchanged;
  return {
    formatVersion: "1.0",
    kind: "result",
    musterVersion: "0.1.0",
    planHash: `sha256:${"0123456789abcdef".repeat(4)}`,
    account: { name: "prod", host: "https://openapis.7moor.com", accountId: "N00000000556" },
    startedAt: "2026-11-22T05:00:00Z",
    finishedAt: "2026-11-22T05:01:20Z",
    interrupted: false,
    summary,
    actions,
    manual: [],
    guards: [],
    calls: { addQueue: 3, updateQueueAssignMembers: 4, queueQueue: 2, queueQueueAgentClaimStatus: 5 },
    diagnostics: [],
    ...more,
  };
}

/** One of everything that can become of an action. */
export const TROUBLED_RESULT: Result = troubledResult();

function troubledResult(): Result {
  const error = (finding: Omit<Finding, "severity">) => ({ ...finding, severity: "error" }) as Finding;
  return buildResult(
    [
      buildOutcome("售前咨询", { id: "create:售前咨询", action: "create", exten: "10018700" }),
      buildOutcome("VIP 客户 🌟", {
        id: "create:VIP 客户 🌟",
        action: "create",
        exten: "10018701",
        adopted: true,
        attempts: 2,
      }),
      buildOutcome("夜班二组", {
        id: "create:夜班二组",
        action: "create",
        exten: "10018702",
        verified: false,
        skippedAgents: ["8099", "8100"],
        error: error({ code: "agents-skipped", args: { displayName: "夜班二组", agents: ["8099", "8100"] } }),
      }),
      buildOutcome("售后", { exten: "10018578" }),
      buildOutcome("投诉处理", {
        exten: "10018580",
        status: "conflict",
        attempts: 0,
        underneath: { added: ["8007"], removed: ["8003", "8004"], reprioritized: [] },
        error: error({
          code: "changed-underneath",
          args: {
            displayName: "投诉处理",
            exten: "10018580",
            added: ["8007"],
            removed: ["8003", "8004"],
            reprioritized: [],
          },
        }),
      }),
      buildOutcome("技术支持一线", {
        exten: "10018581",
        status: "failed",
        attempts: 5,
        error: error({
          code: "api-error",
          args: { operation: "updateQueueAssignMembers", status: 500, detail: "server error", attempts: 5 },
        }),
      }),
      buildOutcome("技术支持二线", {
        exten: "10018582",
        status: "skipped",
        attempts: 0,
        error: error({
          code: "waits-for",
          args: { displayName: "技术支持二线", agents: ["8011"], other: "技术支持一线" },
        }),
      }),
      {
        id: "create:周末值班",
        action: "create",
        displayName: "周末值班",
        status: "unknown",
        attempts: 1,
        skippedAgents: [],
        verified: false,
        error: error({ code: "create-unknown", args: { displayName: "周末值班", detail: "unreachable" } }),
      },
    ],
    { interrupted: true },
  );
}
