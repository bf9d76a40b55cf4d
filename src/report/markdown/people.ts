import type { Action, Plan, ReplaceMembersAction } from "../../plan/plan.js";
import { cappedBullets, type MarkdownContext } from "./context.js";
import { prose } from "./escape.js";

interface Agent {
  readonly agentNumber: string;
  readonly alias?: string;
  readonly agentName?: string;
}

/** Who leaves, joins, and gets another priority: group by group, in the open. Blocks of Markdown. */
export function peopleBlocks(plan: Plan, context: MarkdownContext): string[] {
  const { actions, summary } = plan;
  const { level, words, md } = context;
  const replaces = actions.filter((action) => action.action === "replaceMembers");
  const joinedBy = level.leaving > 0 ? targetsOf(actions) : new Map<string, string[]>();
  const leaving = (action: ReplaceMembersAction) => {
    const gone = action.removed.slice(0, level.leaving);
    const agents = gone.map((agent) => ({ agent, after: movedTo(joinedBy.get(agent.agentNumber), context) }));
    return `${context.group(action)}${words.colon}${agentList(agents, action.removed.length, context)}`;
  };
  const joining = (action: Action) => {
    const agents = action.added.slice(0, level.joining).map((agent) => ({
      agent,
      after: agent.priority === 0 ? "" : ` ${words.priority(String(agent.priority))}`,
    }));
    const isNew = action.action === "create" ? ` (${md.newGroup})` : "";
    return `${context.group(action)}${isNew}${words.colon}${agentList(agents, action.added.length, context)}`;
  };
  const moving = (action: ReplaceMembersAction) => {
    const moved = action.reprioritized.slice(0, level.joining);
    const agents = moved.map((agent) => ({ agent, after: ` ${agent.from} → ${agent.to}` }));
    return `${context.group(action)}${words.colon}${agentList(agents, action.reprioritized.length, context)}`;
  };
  const list = <A>(title: string, groups: readonly A[], agents: number, item: (action: A) => string): string[] => {
    if (groups.length === 0 || agents === 0) return [];
    return [`**${title}**`, cappedBullets(groups, level.groups, item, context)];
  };
  return [
    ...list(
      md.leaving(summary.membersRemoved),
      replaces.filter(({ removed }) => removed.length > 0),
      level.leaving,
      leaving,
    ),
    ...list(
      md.joining(summary.membersAdded),
      actions.filter(({ added }) => added.length > 0),
      level.joining,
      joining,
    ),
    ...list(
      md.reprioritizing(summary.membersReprioritized),
      replaces.filter(({ reprioritized }) => reprioritized.length > 0),
      level.joining,
      moving,
    ),
  ];
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
function agentText(agent: Agent, context: MarkdownContext): string {
  const label = labelText(agent);
  return `${context.name(agent.agentNumber)}${label === "" ? "" : ` ${prose(label)}`}`;
}

/** `李娜 (li.na)`, `li.na`, or nothing. */
export function labelText({ alias = "", agentName = "" }: Agent): string {
  return agentName === "" || agentName === alias ? alias : alias === "" ? agentName : `${agentName} (${alias})`;
}
