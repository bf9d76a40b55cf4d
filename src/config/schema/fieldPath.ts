import type { FieldPath } from "../findings.js";

/** Maps whose keys are names that people choose. */
const FREE_MAPS = new Set(["agents", "teams", "accounts", "calendars", "shifts", "rosters"]);

/** How findings name the place that a path of fields and list places leads to. */
export function fieldPathOf(path: readonly string[]): FieldPath {
  const last = path.at(-1) ?? "";
  const isEntry = /^\d+$/.test(last) || (path.length === 2 && FREE_MAPS.has(path[0] ?? ""));
  return isEntry ? { field: path.at(-2) ?? "", part: "entry" } : { field: last, part: "value" };
}
