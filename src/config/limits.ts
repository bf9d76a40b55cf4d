import { suggest } from "../model/suggest.js";
import { type ConfigFinding, FindingList } from "./findings.js";
import { LIMITED_OPERATIONS, type LimitedOperation, type RateLimit, type RateLimits } from "./settings.js";

const UNIT_MS = { ms: 1, s: 1000, m: 60_000 } as const;

/** A call would wait for as long: what is longer is a slip of the pen. */
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
