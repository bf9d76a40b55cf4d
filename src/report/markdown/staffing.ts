import type { StaffedGroup, Staffing } from "../../plan/plan.js";
import { bullets, type Sheet } from "./sheet.js";

/** A reviewer looks at the groups with the fewest agents. */
const SHOWN_AT_MOST = 12;

/** How many take conversations now in the changed groups, before and after; the fewest first. */
export function staffingBlocks(staffing: Staffing | undefined, sheet: Sheet): string[] {
  if (staffing === undefined || staffing.groups.length === 0 || !sheet.rung.advice) return [];
  const { md, words } = sheet;
  const sorted = [...staffing.groups].sort((a, b) => a.after.claiming - b.after.claiming);
  const shown = sorted.slice(0, Math.min(SHOWN_AT_MOST, sheet.rung.findings)).map((group) => line(group, sheet));
  const rest = sorted.length - shown.length;
  return [`**${words.staffingHeading}**`, bullets(rest > 0 ? [...shown, md.more(rest)] : shown)];
}

function line(group: StaffedGroup, sheet: Sheet): string {
  const { words } = sheet;
  const { claiming, unknown } = group.after;
  const mark = claiming === 0 ? "⚠️ " : "";
  const unseen = unknown === 0 ? "" : ` (${words.notKnown(unknown)})`;
  return `${mark}${sheet.group(group)}${words.colon}${words.staffed(group)}${unseen}`;
}
