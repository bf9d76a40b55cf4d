import type { Action, ManualChange, Plan } from "../../plan/plan.js";
import { editText, hasOrigins, type Part } from "../parts.js";
import { descriptionText, ownerText } from "../purpose.js";
import { type Remnant, remnantOf } from "../worstFirst.js";
import { alert, bullets, type MarkdownContext, markdownTable } from "./context.js";
import { agentText } from "./people.js";

/** So few groups are read without a table: what it has stands beside the names of the people. */
const WITHOUT_TABLE = 3;

/** Does all that a table would say stand in the lists of people? */
export function isFew({ actions }: Part): boolean {
  const changes = (action: Action) =>
    action.added.length + (action.action === "create" ? 0 : action.removed.length + action.reprioritized.length);
  return actions.length <= WITHOUT_TABLE && actions.every((action) => changes(action) > 0);
}

/** Groups left with nobody, or with one of several, in the open at every level: who would be left to answer? */
export function remnantBlocks({ actions }: Part, context: MarkdownContext): string[] {
  const { md } = context;
  return [
    ...remnantAlert("nobody", md.emptied, actions, context),
    ...remnantAlert("one", md.oneLeft, actions, context),
  ];
}

/** Those with one left are marked in the table too, which must not be pushed out of sight. */
const NAMED_AT_MOST: Readonly<Record<Remnant, number>> = { nobody: Number.POSITIVE_INFINITY, one: 5 };

function remnantAlert(
  kind: Remnant,
  title: (groups: number) => string,
  actions: readonly Action[],
  context: MarkdownContext,
): string[] {
  const { md, level, words } = context;
  const found = actions.filter((action) => remnantOf(action) === kind);
  if (found.length === 0) return [];
  const items = found.slice(0, Math.min(level.emptied, NAMED_AT_MOST[kind])).map((action) => {
    const from = action.action === "create" ? 0 : action.before.members.length;
    const facts = level.advice
      ? `${words.colon}${words.memberChange(from, action.after.members.length)} · ${context.line(action.source)}`
      : "";
    return `${context.group(action)}${facts}`;
  });
  const rest = found.length - items.length;
  return [alert("WARNING", title(found.length), [...items, ...(rest > 0 ? [md.more(rest)] : [])])];
}

/** The groups that change, a row each, worst first. For drift the last column says who edited the group last. */
export function groupBlocks({ actions, cause }: Part, plan: Plan, context: MarkdownContext): string[] {
  const { md, level } = context;
  if (actions.length === 0 || level.groups === 0) return [];
  const shown = actions.slice(0, level.groups);
  const { group, members, change, place, lastEdit } = md.column;
  const rest = actions.length - shown.length;
  const isDrift = cause === "drift" && hasOrigins(plan);
  return [
    `**${md.changes(actions.length)}**`,
    markdownTable(
      [group, members, change, isDrift ? lastEdit : place],
      shown.map((action) => [
        [context.group(action, "cell"), ownerIn(action, context, "cell")].filter((text) => text !== "").join(" · "),
        membersText(action),
        changeText(action, context),
        isDrift ? editedText(action, plan, context, "cell") : context.line(action.source, "cell"),
      ]),
    ),
    ...(rest > 0 ? [bullets([md.more(rest)])] : []),
  ];
}

/** Who is to be asked for a review: named, and never notified. Empty where the files name nobody. */
export function ownerIn(
  { owner }: Pick<Action, "owner">,
  { words, name }: MarkdownContext,
  place: "text" | "cell" = "text",
): string {
  return owner === undefined ? "" : words.owner(name(ownerText(owner), place));
}

/** What a group is for, in one line. */
export function descriptionIn(action: Pick<Action, "description">, context: MarkdownContext): string[] {
  const text = context.level.advice ? descriptionText(action) : "";
  return text === "" ? [] : [context.sentence(text, DESCRIPTION_UNITS)];
}

/** A description is there to recognise a group. */
const DESCRIPTION_UNITS = 120;

/** When and by whom a group was edited last; empty where that is not known or not of interest. */
export function editedText(
  one: Action | ManualChange,
  plan: Plan,
  context: MarkdownContext,
  place: "text" | "cell" = "text",
): string {
  const who = (agentNumber: string, agentName: string) => agentText({ agentNumber, agentName }, context, place);
  return editText(one, plan, context.words, who) ?? "";
}

/** `6 → 1`. */
function membersText(action: Action): string {
  const after = action.after.members.length;
  if (action.action === "create") return String(after);
  const before = action.before.members.length;
  return before === after ? String(after) : `${before} → ${after}`;
}

/** `**nobody left**`, or nothing. */
function remnantText(action: Action, { md }: MarkdownContext): string {
  const remnant = remnantOf(action);
  return remnant === undefined ? "" : `**${remnant === "nobody" ? md.empty : md.one}**`;
}

/** `+1 −2 ±1`, behind a word where that is not all. */
function changeText(action: Action, context: MarkdownContext): string {
  const { md } = context;
  const removed = action.action === "create" ? 0 : action.removed.length;
  const moved = action.action === "create" ? 0 : action.reprioritized.length;
  return [
    ...(action.action === "create" ? [`**${md.newGroup}**`] : []),
    remnantText(action, context),
    ...(removed > 0 ? [`−${removed}`] : []),
    ...(action.added.length > 0 ? [`+${action.added.length}`] : []),
    ...(moved > 0 ? [`±${moved}`] : []),
    ...(action.action === "replaceMembers" && action.membership === "additive" ? [md.additive] : []),
  ]
    .filter((text) => text !== "")
    .join(" ");
}
