import { isEmptied } from "../../model/skillGroup.js";
import type { Action } from "../../plan/plan.js";
import { alert, bullets, type MarkdownContext, markdownTable } from "./context.js";

/** Groups that lose their last member, in the open at every level: no agent would be left to answer. */
export function emptiedBlocks(actions: readonly Action[], context: MarkdownContext): string[] {
  const emptied = actions.filter(isEmptied);
  if (emptied.length === 0) return [];
  const { md, level, words } = context;
  const items = emptied.slice(0, level.emptied).map((action) => {
    const from = action.action === "create" ? 0 : action.before.members.length;
    const facts = level.advice ? `${words.colon}${words.memberChange(from, 0)} · ${context.line(action.source)}` : "";
    return `${context.group(action)}${facts}`;
  });
  const rest = emptied.length - items.length;
  return [alert("WARNING", md.emptied(emptied.length), [...items, ...(rest > 0 ? [md.more(rest)] : [])])];
}

/** The groups that change, a row each. Where not all fit, those that lose most are shown. */
export function groupBlocks(actions: readonly Action[], context: MarkdownContext): string[] {
  const { md, level } = context;
  if (actions.length === 0 || level.groups === 0) return [];
  const shown = gravest(actions, level.groups);
  const { group, members, change, place } = md.column;
  const rest = actions.length - shown.length;
  return [
    `**${md.changes(actions.length)}**`,
    markdownTable(
      [group, members, change, place],
      shown.map((action) => [
        context.group(action, "cell"),
        membersText(action),
        changeText(action, context),
        context.line(action.source, "cell"),
      ]),
    ),
    ...(rest > 0 ? [bullets([md.more(rest)])] : []),
  ];
}

function gravest(actions: readonly Action[], atMost: number): readonly Action[] {
  if (actions.length <= atMost) return actions;
  const kept = new Set([...actions].sort((a, b) => removals(b) - removals(a)).slice(0, atMost));
  return actions.filter((action) => kept.has(action));
}

function removals(action: Action): number {
  return action.action === "create" ? 0 : action.removed.length;
}

function membersText(action: Action): string {
  const after = action.after.members.length;
  if (action.action === "create") return String(after);
  const before = action.before.members.length;
  return before === after ? String(after) : `${before} → ${after}`;
}

/** `+1 −2 ±1`, behind a word where that is not all. */
function changeText(action: Action, { md }: MarkdownContext): string {
  const removed = removals(action);
  const moved = action.action === "create" ? 0 : action.reprioritized.length;
  return [
    ...(action.action === "create" ? [`**${md.newGroup}**`] : []),
    ...(isEmptied(action) ? [`**${md.empty}**`] : []),
    ...(action.added.length > 0 ? [`+${action.added.length}`] : []),
    ...(removed > 0 ? [`−${removed}`] : []),
    ...(moved > 0 ? [`±${moved}`] : []),
    ...(action.action === "replaceMembers" && action.membership === "additive" ? [md.additive] : []),
  ].join(" ");
}
