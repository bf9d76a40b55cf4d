import { LIMITED_OPERATIONS } from "../../model/rates.js";
import type { FieldPath } from "../findings.js";

/** Maps whose keys are names that people choose. */
const FREE_MAPS = new Set(["agents", "teams", "accounts"]);

/** Fields that cannot be left out where they belong. */
const NEEDED = new Set(["version", "displayName", "number", "agent", "team", "host", "accountId", "apiSecret"]);

/** Must the field have a value, so that help cannot suggest to leave it out? */
export function isNeeded({ field, part }: FieldPath): boolean {
  return part === "value" && NEEDED.has(field);
}

/** Is a rate expected? Quotes around a number do not make it one. */
export function isRate({ field }: FieldPath): boolean {
  return LIMITED_OPERATIONS.some((operation) => operation === field);
}

/** How findings name the place that a path of fields and list places leads to. */
export function fieldPathOf(path: readonly string[]): FieldPath {
  const last = path.at(-1) ?? "";
  const isEntry = /^\d+$/.test(last) || (path.length === 2 && FREE_MAPS.has(path[0] ?? ""));
  return isEntry ? { field: path.at(-2) ?? "", part: "entry" } : { field: last, part: "value" };
}
