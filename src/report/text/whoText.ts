import type { Language } from "../messages/catalogue.js";
import type { WhoWords } from "../messages/commands.js";
import { whoWords as en } from "../messages/en/commands.js";
import { whoWords as zh } from "../messages/zh/commands.js";
import { TURNS_AT_MOST } from "../upcoming.js";
import type { Offboarding, Who, WhoAccount, WhoGroup, Whos } from "../who.js";
import { findingsLines } from "./findingsText.js";
import type { Piece } from "./flow.js";
import {
  accountHeading,
  groupText,
  lineText,
  nameText,
  type Page,
  pageOf,
  paragraph,
  stack,
  type TextOptions,
} from "./page.js";
import { type Row, table } from "./table.js";
import { visible } from "./visible.js";
import { originPieces, scheduleSections } from "./whoSchedule.js";

const WORDS: Readonly<Record<Language, WhoWords>> = { en, zh };
const INDENT = "    ";

/** Where agents are, for a person at a terminal, and which lines put them there. Pure; ends with a newline. */
export function whoText(found: Who | Whos, options: TextOptions): string {
  const page = pageOf(options);
  const words = WORDS[options.language];
  const agents = found.kind === "who" ? [found] : found.agents;
  return stack([
    ...agents.flatMap((who) => who.accounts.flatMap((account) => accountSections(account, who, page, words))),
    found.offline ? paragraph(page, words.notAsked, "", page.palette.quiet) : [],
  ]);
}

function accountSections(account: WhoAccount, who: Who, page: Page, words: WhoWords): string[][] {
  const { agentNumber, groups, offboarding } = account;
  if (agentNumber === undefined) return [[...heading(account, page), ...paragraph(page, words.notKnown)]];
  return [
    [...heading(account, page), ...agentLine(account, page, words)],
    groups.length === 0 ? paragraph(page, words.nowhere(who.offline, isByClock(account))) : [],
    ...([undefined, "both", "files", "live"] as const).map((where) =>
      groupLines(
        groups.filter((group) => group.where === where),
        where,
        page,
        words,
      ),
    ),
    account.schedule === undefined ? upcomingLines(account, page, words) : [],
    ...(account.schedule === undefined ? [] : scheduleSections(account.schedule, page, words)),
    exclusionLines(account, page, words),
    findingsLines(account.diagnostics, new Map(), page),
    offboardingLines(offboarding, removalOf(account, who), page, words),
  ];
}

/** Does what is said of now say nothing of later? */
function isByClock({ schedule, upcoming = [] }: WhoAccount): boolean {
  return schedule !== undefined || upcoming.length > 0;
}

/** The command that takes the agent out of all groups of the files. */
function removalOf({ agentNumber = "", account }: WhoAccount, { accounts }: Who): string {
  return `muster agent remove ${agentNumber}${accounts.length === 1 ? "" : ` --account ${account.name}`}`;
}

function heading({ account: { name, host, accountId } }: WhoAccount, page: Page): string[] {
  if (host !== undefined && accountId !== undefined) return accountHeading(page, { name, host, accountId }, []);
  return paragraph(page, `${page.words.account} ${nameText(name)}`, "", page.palette.heading);
}

function agentLine({ agentNumber = "", alias, agentName, status }: WhoAccount, page: Page, words: WhoWords): string[] {
  const names = [
    agentName,
    alias === undefined || agentName === undefined || agentName === alias ? alias : `(${alias})`,
  ];
  const said = [...new Set(names.filter((name) => name !== undefined))];
  const state = status === undefined ? "" : words.state(status);
  return paragraph(page, `${[words.agent, agentNumber, ...said].join(" ")}${state}`, "", page.palette.heading);
}

function groupLines(groups: readonly WhoGroup[], where: WhoGroup["where"], page: Page, words: WhoWords): string[] {
  if (groups.length === 0) return [];
  const layout = { columns: page.columns, indent: INDENT, hanging: `${INDENT}  ` };
  return [
    ...paragraph(page, words.heading(where, groups.length), "", page.palette.heading),
    ...table(
      groups.map((group) => groupRow(group, page, words)),
      layout,
    ),
  ];
}

function groupRow(group: WhoGroup, page: Page, words: WhoWords): Row {
  const { quiet, change } = page.palette;
  const { desired, live, managed } = group;
  const differs = desired !== undefined && live !== undefined && desired.priority !== live.priority;
  const remark = managed === "exact" ? "" : managed === "additive" ? words.additive : words.notManaged;
  const tail: Piece[] = [];
  if (desired !== undefined) {
    const { source } = desired;
    tail.push(...originPieces(source, page, words));
    if (source.team !== undefined) {
      const asked = words.via(visible(source.team), lineText(source.via ?? source));
      tail.push({ text: asked, paint: quiet, gap: " ", cut: "never" });
    }
  }
  if (remark !== "") tail.push({ text: remark, paint: quiet });
  return {
    cells: [
      { text: groupText(group) },
      { text: words.priority(desired?.priority, live?.priority), ...(differs && { paint: change }) },
    ],
    tail,
  };
}

/** What the clock brings. */
function upcomingLines({ upcoming = [] }: WhoAccount, page: Page, own: WhoWords): string[] {
  if (upcoming.length === 0) return [];
  const { words, palette } = page;
  const shown = page.verbose ? upcoming : upcoming.slice(0, TURNS_AT_MOST);
  const rows = shown.map(({ at, desired, from, ...group }): Row => {
    const sign = desired === undefined ? "-" : from === undefined ? "+" : "±";
    const priority = desired && (from === undefined ? String(desired.priority) : `${from} → ${desired.priority}`);
    return {
      cells: [
        { text: visible(words.atTime(at)) },
        { text: `${sign} ${groupText(group)}` },
        { text: priority === undefined ? "" : words.priority(priority) },
      ],
      tail: desired === undefined ? [] : originPieces(desired.source, page, own),
    };
  });
  const layout = { columns: page.columns, indent: INDENT, hanging: `${INDENT}  ` };
  const rest = upcoming.length - shown.length;
  return [
    ...paragraph(page, `${words.upcomingHeading}${words.colon.trimEnd()}`, "", palette.heading),
    ...table(rows, layout),
    ...(rest > 0 ? paragraph(page, own.moreTurns(rest), INDENT, palette.quiet) : []),
  ];
}

/** Where an entry takes a team without the agent. */
function exclusionLines({ excluded = [] }: WhoAccount, page: Page, words: WhoWords): string[] {
  if (excluded.length === 0) return [];
  const rows = excluded.map(({ source, team, roster = "", groups }): Row => {
    const what =
      team === undefined ? words.inRoster(visible(roster), groups.map(nameText)) : teamText(team, groups, words);
    return { cells: [{ text: lineText(source), cut: "never" }], tail: [{ text: what }] };
  });
  const layout = { columns: page.columns, indent: INDENT, hanging: `${INDENT}  ` };
  return [...paragraph(page, words.excluded, "", page.palette.heading), ...table(rows, layout)];
}

/** The offboarding question: which lines have to go so that the agent is in no group. */
function offboardingLines(
  { tables = [], entries, names, byHand }: Offboarding,
  command: string,
  page: Page,
  words: WhoWords,
): string[] {
  const layout = { columns: page.columns, indent: INDENT, hanging: `${INDENT}  ` };
  const rows = entries.map(({ source, team, roster, absence, groups }): Row => {
    const what =
      team !== undefined
        ? teamText(team, groups, words)
        : roster !== undefined
          ? words.inRoster(visible(roster), groups.map(nameText))
          : absence !== undefined
            ? words.inAbsences[absence]
            : groups.map(nameText).join(page.words.comma);
    return { cells: [{ text: lineText(source), cut: "never" }], tail: [{ text: what }] };
  });
  const tableRows = tables.map(({ source, roster }): Row => {
    return {
      cells: [{ text: lineText(source), cut: "never" }],
      tail: [{ text: words.onShift(undefined, visible(roster)) }],
    };
  });
  const nameRows = names.map((source): Row => ({ cells: [{ text: lineText(source), cut: "never" }] }));
  const handRows = byHand.map((group): Row => ({ cells: [{ text: groupText(group) }] }));
  const section = (title: string, list: readonly Row[]) =>
    list.length === 0 ? [] : [...paragraph(page, title, "", page.palette.heading), ...table(list, layout)];
  return [
    ...section(words.inTables(command), tableRows),
    ...section(words.offboarding(entries.length, command), rows),
    ...section(words.names, nameRows),
    ...section(words.byHand, handRows),
  ];
}

function teamText(team: string, groups: readonly string[], words: WhoWords): string {
  return words.inTeam(visible(team), groups.map(nameText));
}
