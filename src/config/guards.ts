import type { Report } from "./findings.js";
import { DEFAULT_GUARDS, type GuardLimit, type GuardSettings } from "./settings.js";
import { fieldOf, type TreeNode } from "./yaml/tree.js";

/** `12` memberships, or `30%` of the live ones; more than all of them is no limit and no sense. */
export function parseGuardLimit(text: string): GuardLimit | undefined {
  const [, amount, percent] = /^([0-9]{1,9}(?:\.[0-9]{1,9})?)(%?)$/.exec(text.trim()) ?? [];
  if (amount === undefined) return undefined;
  const value = Number(amount);
  if (percent) return value <= 100 ? { kind: "percent", value } : undefined;
  return Number.isInteger(value) ? { kind: "count", value } : undefined;
}

/** A guard as the user writes it: `30%` or `12`. */
export function writtenGuard(limit: GuardLimit | number): string {
  if (typeof limit === "number") return String(limit);
  return limit.kind === "percent" ? `${limit.value}%` : String(limit.value);
}

/** The `guards` of `muster.yaml`; what it leaves out has its default. */
export function readGuards(node: TreeNode | undefined, report: Report): GuardSettings {
  return {
    maxRemovals: readMaxRemovals(fieldOf(node, "maxRemovals")?.value, report) ?? DEFAULT_GUARDS.maxRemovals,
    maxEmptied: readCount(fieldOf(node, "maxEmptied")?.value) ?? DEFAULT_GUARDS.maxEmptied,
    maxCreates: readCount(fieldOf(node, "maxCreates")?.value) ?? DEFAULT_GUARDS.maxCreates,
    minClaiming: readCount(fieldOf(node, "minClaiming")?.value) ?? DEFAULT_GUARDS.minClaiming,
  };
}

function readMaxRemovals(node: TreeNode | undefined, report: Report): GuardLimit | undefined {
  if (node?.kind !== "scalar" || (typeof node.value !== "string" && typeof node.value !== "number")) return undefined;
  const limit = parseGuardLimit(node.written);
  if (!limit) report.error("bad-guard", { field: "maxRemovals", value: node.written }, node.at);
  return limit;
}

function readCount(node: TreeNode | undefined): number | undefined {
  return node?.kind === "scalar" && typeof node.value === "number" ? node.value : undefined;
}
