import type { Action, AddedMember, CreateAction, ReplaceMembersAction } from "../../plan/plan.js";
import type { Part } from "../parts.js";
import { cappedBullets, folded, type MarkdownContext } from "./context.js";
import { prose } from "./escape.js";

interface Agent {
  readonly agentNumber: string;
  readonly alias?: string;
  readonly agentName?: string;
}

/** A longer list of groups that lose nobody folds away. */
const OPEN_AT_MOST = 10;

/**
 * Who leaves, joins, and gets another priority: group by group, worst first. Blocks of Markdown. Who leaves is always in
 * the open.
 *
 * @param all the actions of the whole plan: one who leaves here may join there
 * @param about what stands behind a group's name: where there is no table, its size and its line
 */
export function peopleBlocks(
  { actions, summary }: Part,
  all: readonly Action[],
  context: MarkdownContext,
  about: (action: Action) => string,
): string[] {
  const { level, words, md } = context;
  const replaces = actions.filter((action) => action.action === "replaceMembers");
  const joinedBy = level.leaving > 0 ? targetsOf(all) : new Map<string, string[]>();
  const head = (action: Action, note = "") => `${context.group(action)}${note}${about(action)}${words.colon}`;
  const leaving = (action: ReplaceMembersAction) => {
    const gone = action.removed.slice(0, level.leaving);
    const agents = gone.map((agent) => ({ agent, after: movedTo(joinedBy.get(agent.agentNumber), context) }));
    return `${head(action)}${agentList(agents, action.removed.length, context)}`;
  };
  const joining = (action: Action) => {
    const agents = action.added.slice(0, level.joining).map((agent) => ({
      agent,
      after: `${agent.priority === 0 ? "" : ` ${words.priority(String(agent.priority))}`}${endText(agent, context)}`,
    }));
    const settings = action.action === "create" ? settingsOf(action, context) : [];
    const isNew = action.action === "create" ? ` (${words.joined([md.newGroup, ...settings])})` : "";
    return `${head(action, isNew)}${agentList(agents, action.added.length, context)}`;
  };
  const moving = (action: ReplaceMembersAction) => {
    const moved = action.reprioritized.slice(0, level.joining);
    const agents = moved.map((agent) => ({ agent, after: ` ${words.priority(`${agent.from} → ${agent.to}`)}` }));
    return `${head(action)}${agentList(agents, action.reprioritized.length, context)}`;
  };
  const list = <A>(groups: readonly A[], agents: number, item: (action: A) => string): string | undefined =>
    groups.length === 0 || agents === 0 || level.groups === 0
      ? undefined
      : cappedBullets(groups, level.groups, item, context);
  const leavers = replaces.filter(({ removed }) => removed.length > 0);
  const joined = actions.filter(({ added }) => added.length > 0);
  const moved = replaces.filter(({ reprioritized }) => reprioritized.length > 0);
  return [
    ...titled(md.leaving(summary.membersRemoved), list(leavers, level.leaving, leaving), true),
    ...titled(md.joining(summary.membersAdded), list(joined, level.joining, joining), joined.length <= OPEN_AT_MOST),
    ...titled(
      md.reprioritizing(summary.membersReprioritized),
      list(moved, level.joining, moving),
      moved.length <= OPEN_AT_MOST,
    ),
  ];
}

/** Behind an agent who is there for a while. */
function endText({ source: { until } }: Pick<AddedMember, "source">, { words }: MarkdownContext): string {
  return until === undefined ? "" : ` ${prose(words.until(until))}`;
}

function titled(title: string, list: string | undefined, open: boolean): string[] {
  if (list === undefined) return [];
  return open ? [`**${title}**`, list] : [folded(title, list)];
}

/** `assignRule priority`, `memory 1d`: what cannot be changed through the API once the group is there. */
function settingsOf({ after }: CreateAction, { words }: MarkdownContext): string[] {
  return (["assignRule", "memory"] as const).flatMap((attribute) => {
    const value = after[attribute];
    return value === undefined ? [] : [prose(`${words.attribute(attribute)} ${words.value(attribute, value)}`)];
  });
}

/** The groups that each agent joins: one who moves is not lost. */
function targetsOf(actions: readonly Action[]): Map<string, string[]> {
  const targets = new Map<string, string[]>();
  for (const { added, displayName } of actions) {
    for (const { agentNumber } of added) {
      const known = targets.get(agentNumber);
      if (known === undefined) targets.set(agentNumber, [displayName]);
      else known.push(displayName);
    }
  }
  return targets;
}

function movedTo(groups: readonly string[] | undefined, context: MarkdownContext): string {
  const [first, ...more] = groups ?? [];
  if (first === undefined) return "";
  return ` → ${context.name(first)}${more.length > 0 ? ` +${more.length}` : ""}`;
}

/** `` `8009` 王五, `8021` ``; `all`: how many there are, with those that are not shown. */
function agentList(
  agents: readonly { readonly agent: Agent; readonly after: string }[],
  all: number,
  context: MarkdownContext,
): string {
  const shown = agents.map(({ agent, after }) => `${agentText(agent, context)}${after}`);
  const rest = all - shown.length;
  return [...shown, ...(rest > 0 ? [context.md.more(rest)] : [])].join(context.words.comma);
}

/** The number is what counts; a name helps to recognise it. */
export function agentText(agent: Agent, context: MarkdownContext, place: "text" | "cell" = "text"): string {
  const label = labelText(agent);
  // In a cell a label is a code span, since only those keep a pipe from ending it.
  const shown = place === "cell" ? context.name(label, place) : prose(label);
  return `${context.name(agent.agentNumber, place)}${label === "" ? "" : ` ${shown}`}`;
}

/** `李娜 (li.na)`, `li.na`, or nothing. */
export function labelText({ alias = "", agentName = "" }: Agent): string {
  return agentName === "" || agentName === alias ? alias : alias === "" ? agentName : `${agentName} (${alias})`;
}
