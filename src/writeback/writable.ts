import { isDigits } from "../config/numbers.js";
import { hasVisible } from "../model/hiddenCharacters.js";
import { isAssignRule, MEMORIES, type Member } from "../model/skillGroup.js";
import type { LiveGroup } from "../moor/live.js";
import type { AuthorFinding } from "./findings.js";

/** Do the rules for files allow the name? See `config/rules/rules.ts`. */
export function isWritableName(name: string): boolean {
  return hasVisible(name) && !/[\p{Cc}\p{Cs}]/u.test(name);
}

/** May a file hold the setting's live value? */
export function isWritableSetting(attribute: "assignRule" | "memory", value: string): boolean {
  return attribute === "assignRule" ? isAssignRule(value) : MEMORIES.some((memory) => memory === value);
}

/** The first member that files cannot express. One is enough: half a member list would be wrong. */
export function unwritableMember(members: readonly Member[]): Member | undefined {
  return members.find(
    ({ agentNumber, priority }) => !isDigits(agentNumber) || !Number.isSafeInteger(priority) || priority < 0,
  );
}

/** Why a group cannot have an entry of its own; `undefined` where it can. */
export function whyNoEntry(group: LiveGroup, needsPin: boolean): AuthorFinding | undefined {
  const { displayName, exten } = group;
  const args = { displayName, exten };
  if (!isWritableName(displayName)) return { code: "pull-name", severity: "warning", args };
  if (needsPin && !isDigits(exten)) return { code: "pull-number", severity: "warning", args };
  return undefined;
}

/** Says which member of a live group files cannot hold. */
export function memberFinding({ displayName, exten }: LiveGroup, { agentNumber, priority }: Member): AuthorFinding {
  const args = { displayName, exten, agentNumber, priority: String(priority) };
  return { code: "pull-member", severity: "warning", args };
}

/** Says which live setting files have no word for. */
export function settingFinding(
  { displayName, exten }: LiveGroup,
  attribute: "assignRule" | "memory",
  live: string,
): AuthorFinding {
  return { code: "pull-setting", severity: "warning", args: { displayName, exten, attribute, live } };
}
