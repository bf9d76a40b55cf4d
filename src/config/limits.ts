import { LIMITED_OPERATIONS, type LimitedOperation, type RateLimit, type RateLimits } from "../model/rates.js";
import { suggest } from "../model/suggest.js";
import { type ConfigFinding, FindingList, type FindingSink } from "./findings.js";
import { DEFAULT_GUARDS, type GuardLimit, type GuardSettings } from "./settings.js";
import { fieldOf, type TreeNode } from "./yaml/tree.js";

const UNIT_MS = { ms: 1, s: 1000, m: 60_000 } as const;

/** A call may wait this long; anything longer is most likely a mistake. */
const LONGEST_WINDOW_MS = 3_600_000;

/** `60s`, `2.5s`, `500ms`, `1m`: a length of time, in ms. More than nothing, and no more than an hour. */
export function parseWindow(text: string): number | undefined {
  const [, amount = "", unit = ""] = /^([0-9]{1,9}(?:\.[0-9]{1,9})?)(ms|s|m)$/.exec(text.trim()) ?? [];
  const ms = Math.round(Number(amount) * (UNIT_MS[unit as keyof typeof UNIT_MS] ?? 0));
  return ms > 0 && ms <= LONGEST_WINDOW_MS ? ms : undefined;
}

/** `20/60s`: calls per window. */
export function parseRate(text: string): RateLimit | undefined {
  const [calls = "", window = "", ...rest] = text.split("/");
  const windowMs = parseWindow(window);
  if (windowMs === undefined || rest.length > 0 || !/^0*[1-9][0-9]{0,8}$/.test(calls.trim())) return undefined;
  return { calls: Number(calls), windowMs };
}

/**
 * The value of `MUSTER_LIMITS` and of `--limits`: `addQueue=20/60s,queueQueue=5/1m`.
 *
 * @param setting which of the two it is, for findings
 */
export function parseLimits(
  text: string,
  setting: "MUSTER_LIMITS" | "--limits" = "MUSTER_LIMITS",
): { limits: Partial<RateLimits>; findings: readonly ConfigFinding[] } {
  const sink = new FindingList();
  const limits: Partial<Record<LimitedOperation, RateLimit>> = {};
  const parts = text.split(",").map((part) => part.trim());
  for (const part of parts.filter((one) => one !== "")) {
    const [operation = "", value = ""] = part.split(/\s*=\s*/, 2);
    const rate = parseRate(value);
    if (!isLimited(operation)) {
      sink.error("unknown-operation", {
        operation,
        setting,
        allowed: LIMITED_OPERATIONS,
        ...suggest(operation, LIMITED_OPERATIONS),
      });
    } else if (rate) limits[operation] = rate;
    else sink.error("bad-rate", { value, setting });
  }
  return { limits, findings: sink.sorted() };
}

function isLimited(operation: string): operation is LimitedOperation {
  return LIMITED_OPERATIONS.some((known) => known === operation);
}

/** `12` memberships, or `30%` of the live ones; over 100% is no limit. */
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
export function readGuards(node: TreeNode | undefined, sink: FindingSink): GuardSettings {
  return {
    maxRemovals: readMaxRemovals(fieldOf(node, "maxRemovals")?.value, sink) ?? DEFAULT_GUARDS.maxRemovals,
    maxEmptied: readCount(fieldOf(node, "maxEmptied")?.value) ?? DEFAULT_GUARDS.maxEmptied,
    maxCreates: readCount(fieldOf(node, "maxCreates")?.value) ?? DEFAULT_GUARDS.maxCreates,
    minClaiming: readCount(fieldOf(node, "minClaiming")?.value) ?? DEFAULT_GUARDS.minClaiming,
  };
}

function readMaxRemovals(node: TreeNode | undefined, sink: FindingSink): GuardLimit | undefined {
  if (node?.kind !== "scalar" || (typeof node.value !== "string" && typeof node.value !== "number")) return undefined;
  const limit = parseGuardLimit(node.written);
  if (!limit) sink.error("bad-guard", { field: "maxRemovals", value: node.written }, node.at);
  return limit;
}

function readCount(node: TreeNode | undefined): number | undefined {
  return node?.kind === "scalar" && typeof node.value === "number" ? node.value : undefined;
}
