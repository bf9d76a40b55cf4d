import { expect, test } from "vitest";
import type { Outcome, Result } from "../../src/apply/result.js";
import { exitCodeOfResults } from "../../src/cli/output/endings.js";
import { buildOutcome, buildResult } from "../report/fakes/buildResult.js";

const done = buildOutcome("b", { exten: "2" });
const conflict = buildOutcome("b", { exten: "2", status: "conflict", attempts: 0 });
const failed = buildOutcome("b", { exten: "2", status: "failed" });
const waiting = (displayName: string, exten: string, other: string): Outcome =>
  buildOutcome(displayName, {
    exten,
    status: "skipped",
    attempts: 0,
    error: { severity: "error", code: "waits-for", message: "…", args: { displayName, agents: ["8000"], other } },
  });
const error = { severity: "error", code: "ambiguous-name", message: "…" } as const;
const warning = { ...error, severity: "warning" } as const;

test.each<[what: string, code: number, actions: Outcome[], more?: Partial<Result>]>([
  ["nothing to apply", 0, []],
  ["all verified", 0, [done]],
  ["found as wanted", 0, [buildOutcome("b", { attempts: 0 })]],
  ["not verified", 1, [buildOutcome("b", { verified: false })]],
  ["unknown", 1, [buildOutcome("b", { status: "unknown" })]],
  ["failed", 1, [failed]],
  ["a conflict", 3, [conflict]],
  ["waits for a group that is done: the agent is still in both", 1, [waiting("a", "1", "b"), done]],
  ["waits for a group that failed", 1, [waiting("a", "1", "b"), failed]],
  ["waits for a conflict", 3, [waiting("a", "1", "b"), conflict]],
  ["waits for one that waits for a conflict", 3, [waiting("c", "3", "a"), waiting("a", "1", "b"), conflict]],
  ["two that wait for each other", 1, [waiting("a", "1", "b"), waiting("b", "2", "a")]],
  ["waits for a group that the result does not have", 1, [waiting("a", "1", "z")]],
  ["a conflict and a failure", 1, [conflict, buildOutcome("d", { exten: "4", status: "failed" })]],
  ["skipped for another reason", 1, [buildOutcome("a", { status: "skipped" })]],
  ["all verified, but one group of the files could not be planned", 1, [done], { diagnostics: [error] }],
  ["a warning", 0, [done], { diagnostics: [warning] }],
  ["interrupted", 130, [failed], { interrupted: true }],
])("%s: exit %i", (_, code, actions, more = {}) => {
  expect(exitCodeOfResults([buildResult(actions, more)])).toBe(code);
  // Of several accounts the worst counts, whichever it is.
  expect(exitCodeOfResults([buildResult([done]), buildResult(actions, more)])).toBe(code);
});
