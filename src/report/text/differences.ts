import type { ManualChange, NoLongerManagedGroup, Plan, UnmanagedGroup } from "../../plan/plan.js";
import { waiverLine } from "../messages/shared.js";
import { editText, guardText, isCounted } from "../parts.js";
import { ownerNote } from "../purpose.js";
import { flow, type Piece, proseOf } from "./flow.js";
import { groupText, labelled, lineText, type Page, type Paint, paragraph } from "./page.js";
import { table } from "./table.js";
import { visible } from "./visible.js";

const INDENT = "  ";
/** A big account has hundreds of groups that no file names; a reviewer of a change needs their number. */
const UNMANAGED_AT_MOST = 12;

/** What a person has to change in the console, since the API cannot. */
export function manualSection(manual: readonly ManualChange[], plan: Pick<Plan, "createdAt">, page: Page): string[] {
  if (manual.length === 0) return [];
  const { words, palette } = page;
  const rows = manual.map((change) => ({
    cells: [
      { text: groupText(change) },
      { text: words.attribute(change.attribute) },
      {
        text: `${visible(words.value(change.attribute, change.live))} → ${visible(words.value(change.attribute, change.desired))}`,
        paint: palette.change,
      },
    ],
    tail: [
      { text: lineText(change.source), paint: palette.quiet, cut: "never" as const },
      ...edited(ownerNote(change, words), palette.quiet),
      ...edited(editText(change, plan, words), palette.quiet),
    ],
  }));
  return [
    ...paragraph(page, words.manualHeading(manual.length), "", palette.heading),
    ...table(rows, { columns: page.columns, indent: INDENT, hanging: `${INDENT}    ` }),
  ];
}

function edited(text: string | undefined, paint: Paint): Piece[] {
  return text === undefined ? [] : [{ text: visible(text), paint }];
}

/** Groups that the change takes out of the files: nothing happens to them, and somebody should know. */
export function noLongerManagedSection(groups: readonly NoLongerManagedGroup[], page: Page): string[] {
  if (groups.length === 0) return [];
  const { words, palette } = page;
  const rows = groups.map((group) => ({
    cells: [{ text: groupText(group) }, { text: words.stillLive(group), paint: palette.change }],
  }));
  return [
    ...paragraph(page, `${words.noLongerManagedHeading(groups.length)}${words.colon.trimEnd()}`, "", palette.heading),
    ...table(rows, { columns: page.columns, indent: INDENT, hanging: `${INDENT}    ` }),
    ...(groups.every(({ part }) => part === "members") ? [] : labelled(page, words.help, words.retireHelp, INDENT)),
  ];
}

/** Live groups that no file names, in short. */
export function unmanagedSection(unmanaged: readonly UnmanagedGroup[], ignored: number, page: Page): string[] {
  const left = ignored === 0 ? [] : paragraph(page, page.words.ignored(ignored), "", page.palette.quiet);
  if (unmanaged.length === 0) return left;
  const { words, palette } = page;
  const shown = page.verbose ? unmanaged : unmanaged.slice(0, UNMANAGED_AT_MOST);
  const rest = unmanaged.length - shown.length;
  const rows = shown.map((group) => ({
    cells: [{ text: groupText(group) }, { text: words.members(group.members), paint: palette.quiet }],
  }));
  return [
    ...paragraph(page, words.unmanagedHeading(unmanaged.length), "", palette.heading),
    ...table(rows, { columns: page.columns, indent: INDENT, hanging: `${INDENT}    ` }),
    ...(rest > 0 ? paragraph(page, words.more(rest), INDENT, palette.quiet) : []),
    ...left,
  ];
}

/** How near the run is to its limits. Guards that had nothing to count are no news. */
export function guardSection({ guards, createdAt }: Pick<Plan, "guards" | "createdAt">, page: Page): string[] {
  const counted = guards.filter(isCounted);
  if (counted.length === 0) return [];
  const { words, palette } = page;
  const tripped = counted.some((reading) => reading.tripped);
  const width = Math.max(...counted.map((reading) => reading.guard.length));
  const lines = counted.flatMap((reading) => {
    const paint = reading.tripped ? palette.bad : palette.good;
    const text = proseOf(visible(guardText(reading, words))).map((piece, index) =>
      index === 0 ? { ...piece, gap: " ".repeat(width - reading.guard.length + 2) } : piece,
    );
    return [
      ...flow([{ text: reading.tripped ? "✖" : "✔", paint }, { text: reading.guard, gap: " " }, ...text], {
        columns: page.columns,
        indent: INDENT,
        hanging: `${INDENT}    `,
      }),
      ...(reading.tripped
        ? [
            ...paragraph(page, words.guardHelp(reading), `${INDENT}  `),
            ...paragraph(page, waiverLine(reading, createdAt), `${INDENT}  `),
          ]
        : []),
    ];
  });
  return [
    ...paragraph(
      page,
      tripped ? words.guardsTripped : words.guardsHeading,
      "",
      tripped ? palette.bad : palette.heading,
    ),
    ...lines,
  ];
}
