import type { StaffedGroup, Staffing } from "../../plan/plan.js";
import { groupText, type Page, paragraph } from "./page.js";
import { table } from "./table.js";

const INDENT = "  ";
/** A plan may change hundreds of groups; those with the fewest agents are what a reviewer has to see. */
const SHOWN_AT_MOST = 12;

/** How many take conversations in the changed groups, before and after; the fewest first. */
export function staffingSection(staffing: Staffing | undefined, page: Page): string[] {
  if (staffing === undefined || staffing.groups.length === 0) return [];
  const { words, palette } = page;
  const sorted = [...staffing.groups].sort((a, b) => a.after.claiming - b.after.claiming);
  const shown = page.verbose ? sorted : sorted.slice(0, SHOWN_AT_MOST);
  const rest = sorted.length - shown.length;
  const rows = shown.map((group) => ({
    cells: [{ text: groupText(group) }, { text: words.staffed(group), ...paintOf(group, page) }],
    ...(group.after.unknown === 0
      ? {}
      : { tail: [{ text: words.notKnown(group.after.unknown), paint: palette.quiet }] }),
  }));
  return [
    ...paragraph(page, `${words.staffingHeading}${words.colon.trimEnd()}`, "", palette.heading),
    ...table(rows, { columns: page.columns, indent: INDENT, hanging: `${INDENT}    ` }),
    ...(rest > 0 ? paragraph(page, words.more(rest), INDENT, palette.quiet) : []),
  ];
}

function paintOf({ before, after }: StaffedGroup, { palette }: Page) {
  if (after.claiming === 0) return { paint: palette.bad };
  return after.claiming < (before?.claiming ?? 0) ? { paint: palette.change } : {};
}
