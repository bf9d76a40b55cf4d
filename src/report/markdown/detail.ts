import type { MemberSource } from "../../model/source.js";
import type { Action } from "../../plan/plan.js";
import { remnantWords } from "../lineFindings.js";
import { descriptionNote, ownerNote } from "../purpose.js";
import { padTo, widest } from "../text/columns.js";
import { groupText } from "../text/page.js";
import { visible } from "../text/visible.js";
import { folded, type MarkdownContext } from "./context.js";
import { fence } from "./escape.js";
import { labelText } from "./people.js";

/** A column is not made wider than this by its widest entry. */
const WIDEST = 24;

/**
 * Changes as a diff that folds away: a `@@` line for each group, then an agent a line, `+` joins, `-` leaves, `!` gets
 * another priority. Where not all fit, the worst.
 */
export function detailBlocks(actions: readonly Action[], context: MarkdownContext): string[] {
  const shown = actions.slice(0, context.level.diffs);
  if (shown.length === 0) return [];
  const lines = shown.flatMap((action) => groupLines(action, context));
  return [folded(context.md.detail(shown.length, actions.length), fence(lines, "diff").join("\n"))];
}

interface Entry {
  readonly sign: "+" | "-" | "!";
  readonly number: string;
  readonly label: string;
  readonly priority: string;
  readonly place: string;
}

function groupLines(action: Action, context: MarkdownContext): string[] {
  const entries = entriesOf(action, context);
  const numbers = Math.min(WIDEST, widest(entries.map(({ number }) => number)));
  const labels = Math.min(WIDEST, widest(entries.map(({ label }) => label)));
  const priorities = widest(entries.map(({ priority }) => priority));
  return [
    headLine(action, context),
    ...settingLines(action, context),
    ...entries.map(({ sign, number, label, priority, place }) =>
      [
        `${sign} ${padTo(number, numbers)}`,
        ...(labels > 0 ? [padTo(label, labels)] : []),
        padTo(priority, priorities),
        place,
      ].join("  "),
    ),
  ];
}

function headLine(action: Action, { words, md }: MarkdownContext): string {
  const after = action.after.members.length;
  const about =
    action.action === "create"
      ? [md.newGroup, words.members(after)]
      : [
          words.memberChange(action.before.members.length, after),
          ...remnantWords(action, words),
          ...(action.membership === "additive" ? [words.additive] : []),
        ];
  const said = [ownerNote(action, words), descriptionNote(action, words)].filter((text) => text !== undefined);
  return `@@ ${groupText(action)} @@ ${[words.joined(about), ...said].join(" · ")}`;
}

function settingLines(action: Action, { words }: MarkdownContext): string[] {
  if (action.action !== "create") return [];
  return (["assignRule", "memory"] as const).flatMap((attribute) => {
    const value = action.after[attribute];
    return value === undefined ? [] : [`+ ${words.attribute(attribute)} ${words.value(attribute, value)}`];
  });
}

function entriesOf(action: Action, context: MarkdownContext): Entry[] {
  const place = (source: MemberSource) =>
    `${context.lineText(source)}${source.until === undefined ? "" : ` ${visible(context.words.until(source.until))}`}${source.team === undefined ? "" : ` ${context.words.viaTeam(visible(source.team))}`}`;
  const entry = (
    sign: Entry["sign"],
    agent: { agentNumber: string; alias?: string; agentName?: string; source: MemberSource },
    priority: string,
  ): Entry => ({
    sign,
    number: visible(agent.agentNumber),
    label: visible(labelText(agent)),
    priority: context.words.priority(priority),
    place: place(agent.source),
  });
  const added = action.added.map((member) => entry("+", member, String(member.priority)));
  if (action.action === "create") return added;
  return [
    ...action.removed.map((member) => entry("-", member, String(member.priority))),
    ...action.reprioritized.map((member) => entry("!", member, `${member.from} → ${member.to}`)),
    ...added,
  ];
}
