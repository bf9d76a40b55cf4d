import type { AddedMember, UpcomingTurn } from "../../plan/plan.js";
import { TURNS_AT_MOST, turnTexts } from "../upcoming.js";
import { labelOf } from "./members.js";
import { groupText, type Page, paragraph } from "./page.js";
import { table } from "./table.js";
import { visible } from "./visible.js";

const INDENT = "  ";

/** What the clock will change, though nobody edits a file. */
export function upcomingSection(turns: readonly UpcomingTurn[], page: Page): string[] {
  const { words, palette } = page;
  const shown = page.verbose ? turns : turns.slice(0, TURNS_AT_MOST);
  const agent = (one: AddedMember) =>
    [visible(one.agentNumber), labelOf(one, page)].filter((text) => text !== "").join(" ");
  const rows = shown.flatMap(({ at, groups }) =>
    groups.map((group) => ({
      cells: [
        { text: visible(words.atTime(at)) },
        { text: groupText(group) },
        { text: turnTexts(group, words, agent).map(visible).join(words.comma) },
      ],
    })),
  );
  const rest = turns.length - shown.length;
  return [
    ...paragraph(page, `${words.upcomingHeading}${words.colon.trimEnd()}`, "", palette.heading),
    ...table(rows, { columns: page.columns, indent: INDENT, hanging: `${INDENT}    ` }),
    ...(rest > 0 ? paragraph(page, words.more(rest), INDENT, palette.quiet) : []),
  ];
}
