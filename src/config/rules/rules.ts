import type { Report } from "../findings.js";
import {
  additiveHasMembers,
  groupNamesAreSound,
  namesAreToldApart,
  oldNamesAreFree,
  oldNamesAreSound,
  pinsAreToldApart,
} from "./groupRules.js";
import {
  agentsAreDeclaredOnce,
  agentsAreKnown,
  aliasesAreNotNumbers,
  numbersHaveOneAlias,
  teamsAreDeclaredOnce,
  teamsAreKnown,
} from "./referenceRules.js";
import type { Judged, Rule } from "./rule.js";

/** What the files must mean, beyond their shape. Members and priorities are judged where teams are unfolded. */
const RULES: readonly Rule[] = [
  agentsAreDeclaredOnce,
  aliasesAreNotNumbers,
  numbersHaveOneAlias,
  teamsAreDeclaredOnce,
  agentsAreKnown,
  teamsAreKnown,
  groupNamesAreSound,
  oldNamesAreSound,
  namesAreToldApart,
  pinsAreToldApart,
  oldNamesAreFree,
  additiveHasMembers,
];

/** Applies every rule; each reports all that it finds. */
export function applyRules(judged: Judged, report: Report): void {
  for (const rule of RULES) rule(judged, report);
}
