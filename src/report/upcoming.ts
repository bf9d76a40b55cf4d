import type { AddedMember, GroupTurn, Later, Plan } from "../plan/plan.js";
import type { Words } from "./messages/words.js";

/** A plan may look a month ahead; a reader of it needs what comes next. */
export const TURNS_AT_MOST = 5;
/** At a change of shifts hundreds of groups may change, and all of their people: of more than these only how many. */
const GROUPS_AT_MOST = 3;
const AGENTS_AT_MOST = 8;

/** A line about what comes: what happens in a group, or (`group` absent) what an instant comes to, or how much is left out. */
export interface TurnRow {
  /** As documents hold it; absent where it is the instant of the row before. */
  readonly at?: string;
  readonly group?: Pick<GroupTurn, "displayName" | "exten">;
  readonly texts: readonly string[];
}

/** How an agent is written. */
type AgentText = (agent: AddedMember) => string;

/** Turns, and how many of their people and groups are shown. */
interface Shown {
  /** Nothing that the plan lists is left out. */
  readonly whole?: boolean;
  /** Instants that are shown; {@link TURNS_AT_MOST} if left out. */
  readonly turns?: number;
}

/** What comes, in lines, with what it costs; and how many later instants are left out. */
export function turnRows(
  { upcoming = [], upcomingMore = 0 }: Pick<Plan, "upcoming" | "upcomingMore">,
  words: Words,
  agentText: AgentText,
  { whole = false, turns: atMost = TURNS_AT_MOST }: Shown = {},
): { readonly rows: readonly TurnRow[]; readonly rest: number } {
  const shown = whole ? upcoming : upcoming.slice(0, atMost);
  const rows = shown.flatMap(({ at, writes, seconds, groups }): TurnRow[] => {
    const some = whole || groups.length <= GROUPS_AT_MOST ? groups : [];
    return [
      ...(some.length < groups.length || seconds > 0
        ? [{ at, texts: [words.turn({ groups: writes, seconds, ...countOf(groups) })] }]
        : []),
      ...some.map((group) => ({ at, group, texts: turnTexts(group, words, agentText, { whole, at }) })),
    ];
  });
  return { rows, rest: upcoming.length - shown.length + upcomingMore };
}

/** How many come and go in groups. */
export interface TurnCount {
  readonly groups: number;
  readonly joins: number;
  readonly leaves: number;
  readonly reprioritized: number;
  /** That the rate limits make it take. */
  readonly seconds: number;
}

function countOf(groups: readonly GroupTurn[]): Pick<TurnCount, "joins" | "leaves" | "reprioritized"> {
  const sum = (key: "joins" | "leaves" | "reprioritized") => groups.reduce((all, group) => all + group[key].length, 0);
  return { joins: sum("joins"), leaves: sum("leaves"), reprioritized: sum("reprioritized") };
}

/** What an instant brings to a group, agent by agent: `+ 8010 (until 2026-12-15)`, `- 8005`, `± 8004 priority 0 → 5`. */
export function turnTexts(
  { joins, leaves, reprioritized }: GroupTurn,
  words: Words,
  agentText: AgentText,
  { whole = true, at }: { readonly whole?: boolean; readonly at?: string } = {},
): string[] {
  const texts = [
    ...leaves.map((one) => `- ${agentText(one)}`),
    ...joins.map((one) => `+ ${agentText(one)}${endText(one, words, at)}`),
    ...reprioritized.map(
      (one) => `± ${agentText(one)} ${words.priority(`${one.from} → ${one.priority}`)}${endText(one, words, at)}`,
    ),
  ];
  const rest = texts.length - AGENTS_AT_MOST;
  return whole || rest <= 0 ? texts : [...texts.slice(0, AGENTS_AT_MOST), `… +${rest}`];
}

/** When a membership ends; by the clock alone where that is on the same day. */
function endText({ source: { until } }: AddedMember, words: Words, at = ""): string {
  if (until === undefined) return "";
  const [, day, clock] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::00)?$/.exec(until) ?? [];
  return ` (${words.until(clock !== undefined && at.startsWith(`${day}T`) ? clock : until)})`;
}

/** What a change of the files does to the time to come, in lines; and at how many later instants it does more. */
export function laterRows(
  { instants, turns }: Later,
  words: Words,
  agentText: AgentText,
  { whole = false, turns: atMost = TURNS_AT_MOST }: Shown = {},
): { readonly rows: readonly TurnRow[]; readonly rest: number } {
  const shown = whole ? turns : turns.slice(0, atMost);
  const rows = shown.flatMap(({ at, brings, takes }): TurnRow[] => {
    if (!whole && brings.length + takes.length > GROUPS_AT_MOST) {
      const said = (groups: readonly GroupTurn[]) =>
        groups.length === 0 ? [] : [words.turn({ groups: groups.length, seconds: 0, ...countOf(groups) })];
      const gone = said(takes);
      return [{ at, texts: [...said(brings), ...(gone.length === 0 ? [] : [words.noLonger(gone)])] }];
    }
    return [
      ...brings.map((group) => ({ at, group, texts: turnTexts(group, words, agentText, { whole, at }) })),
      ...takes.map((group) => ({
        at,
        group,
        texts: [words.noLonger(turnTexts(group, words, agentText, { whole, at }))],
      })),
    ];
  });
  return { rows, rest: instants - shown.length };
}
