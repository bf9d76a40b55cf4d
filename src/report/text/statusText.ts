import { CLAIM_STATES, type ClaimMember } from "../../model/claims.js";
import type { Language } from "../messages/catalogue.js";
import type { StatusWords } from "../messages/commands.js";
import { statusWords as en } from "../messages/en/commands.js";
import { statusWords as zh } from "../messages/zh/commands.js";
import type { Status, StatusEntry, StatusGroup } from "../status.js";
import { chinaTime } from "./chinaTime.js";
import { truncateTo } from "./columns.js";
import { findingsLines } from "./findingsText.js";
import { accountHeading, groupText, type Page, pageOf, paragraph, stack, type TextOptions } from "./page.js";
import { tableRows } from "./table.js";
import { visible } from "./visible.js";

const WORDS: Readonly<Record<Language, StatusWords>> = { en, zh };
const INDENT = "  ";

/** What `muster status` says besides its documents, in a language. */
export function statusWordsOf(language: Language): StatusWords {
  return WORDS[language];
}

/**
 * Who takes conversations, for a person at a terminal: a line for each group, and with `verbose` its members. The count
 * that matters comes last, where a long list leaves it on the screen. Pure; ends with a newline.
 */
export function statusText(entries: readonly StatusEntry[], options: TextOptions): string {
  const page = pageOf(options);
  const words = WORDS[options.language];
  return stack(
    entries.flatMap((entry) => [
      headingLines(entry, page, words),
      ...(entry.kind === "error"
        ? [findingsLines(entry.diagnostics, new Map(), page)]
        : [...groupSections(entry, page, words), summaryLines(entry, page, words)]),
    ]),
  );
}

/** One look of a watch. `last` is what an account looked like before a look at it failed. */
export interface WatchedEntry {
  readonly entry: StatusEntry;
  readonly last?: Status;
}

/**
 * The same for a screen that is redrawn: at most `rows` lines, none of which wraps, and the count first, since the end of a
 * long list is out of sight.
 */
export function statusFrame(entries: readonly WatchedEntry[], rows: number, options: TextOptions): string[] {
  // The last column makes some terminals wrap.
  const page = pageOf({ ...options, columns: options.columns - 1 });
  const words = WORDS[options.language];
  const lines = stack(
    entries.flatMap(({ entry, last }) => {
      const shown = entry.kind === "status" ? entry : last;
      const trouble = entry.kind === "error" ? findingsLines(entry.diagnostics, new Map(), page) : [];
      return [
        headingLines(shown ?? entry, page, words),
        trouble,
        ...(shown === undefined
          ? []
          : [
              [
                ...(trouble.length > 0 ? paragraph(page, words.notRead, "", page.palette.bad) : []),
                ...summaryLines(shown, page, words),
              ],
              ...groupSections(shown, page, words),
            ]),
      ];
    }),
  )
    .trimEnd()
    .split("\n");
  if (lines.length <= rows) return lines;
  const kept = Math.max(1, rows - 1);
  const rest = truncateTo(words.hidden(lines.length - kept), page.columns);
  return [...lines.slice(0, kept), page.palette.quiet(rest)].slice(0, Math.max(1, rows));
}

function headingLines(entry: StatusEntry, page: Page, words: StatusWords): string[] {
  const heading = accountHeading(page, entry.account, []);
  if (entry.kind === "error") return heading;
  return [...heading, ...paragraph(page, words.time(chinaTime(entry.readAt)), "", page.palette.quiet)];
}

function summaryLines({ summary }: Status, page: Page, words: StatusWords): string[] {
  const { good, bad, heading } = page.palette;
  const paint = summary.groups === 0 ? heading : summary.unstaffed > 0 ? bad : good;
  return paragraph(page, words.summary(summary), "", paint);
}

/** Groups where no agent takes conversations, then the others. One table, so that all columns line up. */
function groupSections({ groups, summary }: Status, page: Page, words: StatusWords): string[][] {
  const rows = tableRows(
    groups.map((group) => ({ cells: [{ text: groupText(group) }, ...countCells(group, page, words)] })),
    { columns: page.columns, indent: INDENT, hanging: `${INDENT}    ` },
  );
  const lines = groups.map((group, index) => [
    ...(rows[index] ?? []),
    ...(page.verbose ? memberLines(group, page, words) : []),
  ]);
  const { unstaffed, empty } = summary;
  const section = (heading: string, list: readonly string[][], paint: (text: string) => string): string[] =>
    list.length === 0 ? [] : [...paragraph(page, heading, "", paint), ...list.flat()];
  return [
    section(words.unstaffed(unstaffed, empty), lines.slice(0, unstaffed), page.palette.bad),
    section(words.staffed(groups.length - unstaffed), lines.slice(unstaffed), page.palette.heading),
  ];
}

function countCells({ claiming, counts, members }: StatusGroup, page: Page, words: StatusWords) {
  const { quiet, bad } = page.palette;
  if (members.length === 0) return [{ text: words.noMembers, paint: quiet }];
  const count = (state: "pc" | "app" | "both" | "unknown") => ({
    text: counts[state] === 0 ? "" : words.count(state, counts[state]),
    paint: quiet,
  });
  return [
    { text: words.claiming(claiming, members.length), ...(claiming === 0 ? { paint: bad } : {}) },
    count("pc"),
    count("app"),
    count("both"),
    count("unknown"),
  ];
}

/** `PC: 8001 李娜, 8002`: who takes conversations where. */
function memberLines({ members }: StatusGroup, page: Page, words: StatusWords): string[] {
  const indent = `${INDENT}    `;
  return CLAIM_STATES.flatMap((state) => {
    const here = members.filter(({ claim }) => claim === state).map(agentText);
    if (here.length === 0) return [];
    const text = `${words.state(state)}${page.words.colon}${here.join(page.words.comma)}`;
    return paragraph(page, text, indent, undefined, `${indent}  `);
  });
}

function agentText({ agentNumber, agentName }: ClaimMember): string {
  return agentName === undefined || agentName === agentNumber ? agentNumber : `${agentNumber} ${visible(agentName)}`;
}
