import type musterSchema from "../../schemas/muster.schema.json";
import type { Source } from "../model/source.js";
import { fieldsOf, type TreeNode, textOf } from "./yaml/tree.js";

/** What becomes of a kind of warning. */
export type Level = "error" | "warning" | "off";

/** A warning whose level `muster.yaml` may set. */
export type LevelledCode = keyof typeof LEVELLED;

/** The schema lists them, so that editors do. In no exported type: whoever imports the library has no schema to import. */
type CodesInSchema = keyof (typeof musterSchema)["properties"]["findings"]["properties"];

/**
 * Every warning with a level, and what it takes to find it: the files alone, or also the account, the clock or the
 * environment. Errors are not here, nor what decides how a plan is to be read, nor what keeps a group from being made twice.
 */
export const LEVELLED = {
  "absence-expired": "more",
  "account-id-odd": "more",
  "additive-without-members": "files",
  "agent-disabled": "more",
  "agent-locked": "more",
  "agent-number-shared": "files",
  "agent-twice": "files",
  "alike-names": "files",
  "calendar-differs": "more",
  "calendar-ends": "more",
  "calendar-ends-soon": "more",
  "calendar-unchecked": "more",
  "cover-without-effect": "more",
  "coverage-gap": "more",
  "create-without-members": "more",
  "disabled-members": "more",
  "except-everyone": "files",
  "except-not-in-team": "files",
  "except-twice": "files",
  "hidden-character": "files",
  "left-without-group": "more",
  "limit-above-documented": "files",
  "member-expired": "more",
  "name-differs": "more",
  "nobody-claiming": "more",
  "odd-group-left": "more",
  "odd-space": "files",
  "placeholder-in-name": "files",
  "previously-in-use": "files",
  "previously-own-name": "files",
  "quotes-in-name": "files",
  "remark-code": "files",
  "remark-reason": "files",
  "remark-unused": "files",
  "retired-gone": "more",
  "retired-live": "more",
  "shift-empty": "more",
  "surrounding-space": "files",
  "timezone-sign": "files",
  "unknown-agent": "more",
  "unlisted-members": "more",
  "until-without-effect": "more",
  "unused-agent-name": "files",
  "unused-calendar": "files",
  "unused-roster": "files",
  "unused-shift": "files",
  "unused-team": "files",
  "waiver-ended": "more",
  "waiver-long": "more",
  "waiver-twice": "more",
  "yaml-directive": "files",
} as const satisfies Record<CodesInSchema, "files" | "more">;

/** Where `muster.yaml` says nothing: a directory of all agents names people who are in no group, and is right. */
const DEFAULTS: Partial<Record<LevelledCode, Level>> = { "unused-agent-name": "off" };

export function isLevelled(code: string): code is LevelledCode {
  return Object.hasOwn(LEVELLED, code);
}

/** The levels that `muster.yaml` sets, and where. */
export type Levels = ReadonlyMap<LevelledCode, { readonly level: Level; readonly source: Source }>;

/** The `findings` of `muster.yaml`. The schema has refused other codes and other words. */
export function readLevels(node: TreeNode | undefined): Levels {
  return new Map(
    fieldsOf(node).flatMap(({ key, keyAt, value }) => {
      const level = textOf(value)?.value;
      return isLevelled(key) && isLevel(level) ? [[key, { level, source: keyAt }] as const] : [];
    }),
  );
}

function isLevel(word: string | undefined): word is Level {
  return word === "error" || word === "warning" || word === "off";
}

export function levelOf(code: string, levels: Levels): Level | undefined {
  if (!isLevelled(code)) return undefined;
  return levels.get(code)?.level ?? DEFAULTS[code] ?? "warning";
}

/** Do the files alone show whether the warning is there? */
export function isFoundOffline(code: string): boolean {
  return isLevelled(code) && LEVELLED[code] === "files";
}

/** Findings that only `findings: error` makes errors: an apply of a plan that has one does not start. */
export function raisedIn<F extends { readonly code: string; readonly severity: string }>(findings: readonly F[]): F[] {
  return findings.filter(({ code, severity }) => severity === "error" && isLevelled(code));
}

/** A level that a change of `muster.yaml` sets, lifts or removes. */
export interface ChangedLevel {
  readonly code: LevelledCode;
  readonly before: Level;
  readonly level: Level;
  /** Absent where the change removes the line. */
  readonly source?: Source;
}

export function changedLevels(base: Levels, head: Levels): ChangedLevel[] {
  return [...new Set([...base.keys(), ...head.keys()])].sort().flatMap((code): ChangedLevel[] => {
    const [before = "warning", level = "warning"] = [levelOf(code, base), levelOf(code, head)];
    const source = head.get(code)?.source;
    return before === level ? [] : [{ code, before, level, ...(source && { source }) }];
  });
}
