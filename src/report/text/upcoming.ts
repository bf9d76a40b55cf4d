import type { AddedMember, Plan } from "../../plan/plan.js";
import { laterRows, type TurnRow, turnRows } from "../upcoming.js";
import { labelOf } from "./members.js";
import { groupText, type Page, paragraph } from "./page.js";
import { table } from "./table.js";
import { visible } from "./visible.js";

const INDENT = "  ";

/** What the clock will change, though nobody edits a file. */
export function upcomingSection(plan: Plan, page: Page): string[] {
  const { words } = page;
  if (plan.upcoming === undefined) return [];
  const { rows, rest } = turnRows(plan, words, agentIn(page), { whole: page.verbose });
  return section(words.upcomingHeading, rows, rest, page);
}

/** What the change of the files brings to later instants, and what it takes away from them. */
export function laterSection({ later }: Plan, page: Page): string[] {
  const { words } = page;
  if (later === undefined) return [];
  const { rows, rest } = laterRows(later, words, agentIn(page), { whole: page.verbose });
  return section(words.laterHeading(later.instants), rows, rest, page);
}

function agentIn(page: Page) {
  return (one: AddedMember) => [visible(one.agentNumber), labelOf(one, page)].filter((text) => text !== "").join(" ");
}

function section(heading: string, rows: readonly TurnRow[], rest: number, page: Page): string[] {
  const { words, palette } = page;
  const cells = rows.map(({ at = "", group, texts }) => {
    const time = { text: visible(words.atTime(at)) };
    const last = texts.length - 1;
    const pieces = texts.map((text, index) => {
      const comma = index < last ? words.comma : "";
      const ahead = index === 0 ? {} : { gap: words.comma.endsWith(" ") ? " " : "" };
      return { text: `${visible(text)}${comma.trimEnd()}`, ...ahead };
    });
    return group === undefined
      ? { cells: [time, ...pieces.map((piece) => ({ ...piece, paint: palette.quiet }))] }
      : { cells: [time, { text: groupText(group) }], tail: pieces };
  });
  return [
    ...paragraph(page, `${heading}${words.colon.trimEnd()}`, "", palette.heading),
    ...table(cells, { columns: page.columns, indent: INDENT, hanging: `${INDENT}    ` }),
    ...(rest > 0
      ? paragraph(page, page.verbose ? words.moreTurns(rest) : words.more(rest), INDENT, palette.quiet)
      : []),
  ];
}
