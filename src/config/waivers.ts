import type { Source } from "../model/source.js";
import type { ConfigFinding, FindingSink, WrittenWaiver } from "./findings.js";
import { parseGuardLimit, writtenGuard } from "./limits.js";
import { DEFAULT_GUARDS, type GuardLimit, type GuardSettings } from "./settings.js";
import { fieldOf, itemsOf, type TreeNode, textOf } from "./yaml/tree.js";

/** A guard that `muster.yaml` raises for a while. */
export interface Waiver {
  readonly guard: keyof GuardSettings;
  readonly limit: GuardLimit;
  /** Its last day, in China time: `2026-12-01`. */
  readonly until: string;
  readonly reason: string;
  readonly source: Source;
}

/** The `waivers` of `muster.yaml`. What the schema refuses is left out. */
export function readWaivers(node: TreeNode | undefined, sink: FindingSink): Waiver[] {
  return itemsOf(node).flatMap((item): Waiver[] => {
    const guard = textOf(fieldOf(item, "guard")?.value)?.value;
    const limit = fieldOf(item, "limit")?.value;
    const until = textOf(fieldOf(item, "until")?.value);
    const reason = textOf(fieldOf(item, "reason")?.value);
    if (reason?.value.trim() === "") sink.error("empty-value", { field: "reason", part: "value" }, reason.at);
    if (until !== undefined && Number.isNaN(dayEnd(until.value)))
      sink.error("bad-date", { field: "until", value: until.value }, until.at);
    if (!isGuard(guard)) return [];
    const parsed = readLimit(guard, limit, sink);
    if (parsed === undefined || until === undefined || reason === undefined) return [];
    return [{ guard, limit: parsed, until: until.value, reason: reason.value, source: item.at }];
  });
}

function isGuard(name: string | undefined): name is Waiver["guard"] {
  return name !== undefined && Object.hasOwn(DEFAULT_GUARDS, name);
}

/** Only memberships may be a percentage: three per cent of the groups is no number of groups. */
function readLimit(guard: Waiver["guard"], node: TreeNode | undefined, sink: FindingSink): GuardLimit | undefined {
  if (node?.kind !== "scalar" || (typeof node.value !== "string" && typeof node.value !== "number")) return undefined;
  const limit = parseGuardLimit(node.written);
  if (limit !== undefined && (limit.kind === "count" || guard === "maxRemovals")) return limit;
  sink.error("bad-guard", { field: guard, value: node.written }, node.at);
  return undefined;
}

const DAY_MS = 86_400_000;

/** The last moment of a day in China, which has one zone and no summer time. `NaN`: there is no such day. */
function dayEnd(day: string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const isReal = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(`${day}T`);
  return isReal ? midnight - 8 * 3_600_000 + DAY_MS : Number.NaN;
}

/** A waiver for longer is rather a setting under `guards`. */
const LONGEST_DAYS = 90;

/**
 * Which waivers are in force, and what there is to say about all of them: those in force must be seen, those that have
 * ended can be removed.
 *
 * @param now ms since 1970
 */
export function weighWaivers(
  waivers: readonly Waiver[],
  now: number,
): { readonly inForce: readonly Waiver[]; readonly findings: readonly ConfigFinding[] } {
  const findings: ConfigFinding[] = [];
  const inForce: Waiver[] = [];
  for (const waiver of waivers) {
    const { guard, source } = waiver;
    const end = dayEnd(waiver.until);
    const say = (code: "waiver-ended" | "waiver-in-force" | "waiver-long") =>
      findings.push({ code, severity: "warning", args: { guard, ...writtenWaiver(waiver) }, source });
    if (now >= end) {
      say("waiver-ended");
      continue;
    }
    say("waiver-in-force");
    if (end - now > (LONGEST_DAYS + 1) * DAY_MS) say("waiver-long");
    const first = inForce.find((other) => other.guard === guard);
    if (first !== undefined) {
      const related = [{ note: "first", source: first.source }] as const;
      findings.push({ code: "waiver-twice", severity: "warning", args: { guard }, source, related });
    }
    inForce.push(waiver);
  }
  return { inForce, findings };
}

/** The waiver as it stands in the file, without its guard. */
export function writtenWaiver({ limit, until, reason }: Waiver): WrittenWaiver {
  return { limit: writtenGuard(limit), until, reason };
}
