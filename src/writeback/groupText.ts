import { sortMembers } from "../model/skillGroup.js";
import type { LiveGroup } from "../moor/live.js";
import { entryText, PLAIN_STYLE } from "./entryText.js";
import type { AuthorFinding } from "./findings.js";
import type { Remarks } from "./remarks.js";
import { isWritableSetting, memberFinding, settingFinding, unwritableMember } from "./writable.js";
import { commentText, quotedText, scalarText } from "./yamlText.js";

/** The lines of a group's entry in a block list whose dashes stand in the first column, and what they could not say. */
export interface GroupText {
  readonly lines: readonly string[];
  readonly findings: readonly AuthorFinding[];
}

/** Writes a live group down. Its name must be writable, and its number where it is pinned. */
export function groupText(group: LiveGroup, pinned: boolean, remarks: Remarks): GroupText {
  const findings: AuthorFinding[] = [];
  const lines = [`- displayName: ${scalarText(group.displayName)}`];
  if (pinned) lines.push(`  exten: ${quotedText(group.exten)}`);
  for (const attribute of ["assignRule", "memory"] as const) {
    const value = group[attribute];
    if (value === undefined) continue;
    if (isWritableSetting(attribute, value)) lines.push(`  ${attribute}: ${value}`);
    else {
      findings.push(settingFinding(group, attribute, value));
      lines.push(`  # ${attribute}: ${commentText(remarks.unknownSetting(value))}`);
    }
  }
  const odd = unwritableMember(group.members);
  if (odd) {
    findings.push(memberFinding(group, odd));
    lines.push(`  # members: ${commentText(remarks.unwritableMember(odd.agentNumber))}`);
  } else if (group.members.length === 0) lines.push("  members: []");
  else {
    lines.push("  members:");
    for (const member of sortMembers(group.members)) {
      const name = member.agentName?.trim() ?? "";
      const remark = name === "" ? "" : ` # ${commentText(name)}`;
      lines.push(`    - ${entryText(member, PLAIN_STYLE)}${remark}`);
    }
  }
  return { lines, findings };
}
