import type { GuardReading, ManualChange, NoLongerManagedGroup, Plan, UnmanagedGroup } from "../../plan/plan.js";
import { waiverLine } from "../messages/shared.js";
import { guardText, isCounted } from "../parts.js";
import { alert, bullets, cappedBullets, folded, type MarkdownContext } from "./context.js";
import { fence, prose, shortenedTo } from "./escape.js";

/** Guards that have tripped, loud: an apply would stop at them. */
export function trippedBlocks(
  { guards, createdAt }: Pick<Plan, "guards" | "createdAt">,
  context: MarkdownContext,
): string[] {
  const tripped = guards.filter((guard) => guard.tripped);
  if (tripped.length === 0) return [];
  const { md, level, words } = context;
  return [
    alert(
      "CAUTION",
      md.guardsTripped,
      tripped.map((guard) => [
        readingText(guard, context),
        ...(level.advice
          ? ["", prose(words.guardHelp(guard)), "", ...fence([waiverLine(guard, createdAt)], "yaml")]
          : []),
      ]),
    ),
  ];
}

/** Guards that hold, with the distance; those that had nothing to count are no news. */
export function guardBlocks(guards: readonly GuardReading[], context: MarkdownContext): string[] {
  const counted = guards.filter((guard) => !guard.tripped && isCounted(guard));
  if (counted.length === 0 || !context.level.advice) return [];
  const items = counted.map((guard) => readingText(guard, context));
  return [`**${context.md.guards}**`, bullets(items)];
}

function readingText(guard: GuardReading, context: MarkdownContext): string {
  const reading = { ...guard, limit: shortenedTo(context.level.nameUnits, guard.limit) };
  return `${context.name(guard.guard)}${context.words.colon}${prose(guardText(reading, context.words))}`;
}

/** Groups that the change takes out of the files: nothing happens to them, and somebody should know. */
export function noLongerManagedBlocks(groups: readonly NoLongerManagedGroup[], context: MarkdownContext): string[] {
  if (groups.length === 0) return [];
  const { level, words } = context;
  const title = `**${words.noLongerManagedHeading(groups.length)}**`;
  const item = (group: NoLongerManagedGroup): string =>
    `${context.group(group)}${words.colon}${words.stillLive(group)}`;
  const list = cappedBullets(groups, Math.max(level.manual, level.emptied), item, context);
  const gone = groups.some(({ part }) => part === undefined);
  return [title, list, ...(level.advice && gone ? [prose(words.retireHelp)] : [])];
}

/** What is left to a person, as a list to tick off. */
export function manualBlocks(
  manual: readonly ManualChange[],
  context: MarkdownContext,
  edited: (change: ManualChange) => string = () => "",
): string[] {
  const { md, level, words } = context;
  if (manual.length === 0) return [];
  const title = `**${md.manual(manual.length)}**`;
  if (level.manual === 0) return [title];
  const item = (change: ManualChange): string => {
    const { attribute, live, desired, source } = change;
    const values = [live, desired].map((value) => context.name(words.value(attribute, value)));
    return `[ ] ${context.group(change)}${words.colon}${words.attribute(attribute)} ${values.join(" → ")} · ${context.line(source)}${edited(change)}`;
  };
  return [title, cappedBullets(manual, level.manual, item, context)];
}

/** Live groups that no file names: no change, so they fold away. */
export function unmanagedBlocks(
  unmanaged: readonly UnmanagedGroup[],
  ignored: number,
  context: MarkdownContext,
): string[] {
  const { md, level, words } = context;
  const left = ignored === 0 ? [] : [prose(context.words.ignored(ignored))];
  if (unmanaged.length === 0 || level.unmanaged === 0) return left;
  const item = (group: UnmanagedGroup): string =>
    `${context.group(group)}${words.colon}${words.members(group.members)}`;
  return [folded(md.unmanaged(unmanaged.length), cappedBullets(unmanaged, level.unmanaged, item, context)), ...left];
}
