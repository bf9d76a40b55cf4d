import type { GuardReading, ManualChange, UnmanagedGroup } from "../../plan/plan.js";
import { prose, shortenedTo } from "./escape.js";
import { alert, bullets, folded, type Sheet } from "./sheet.js";

/** Guards that have tripped, loud: an apply would stop at them. */
export function trippedBlocks(guards: readonly GuardReading[], sheet: Sheet): string[] {
  const tripped = guards.filter((guard) => guard.tripped);
  if (tripped.length === 0) return [];
  const { md, rung, words } = sheet;
  return [
    alert(
      "CAUTION",
      md.guardsTripped,
      tripped.map((guard) => [guardText(guard, sheet), ...(rung.advice ? ["", prose(words.guardHelp(guard))] : [])]),
    ),
  ];
}

/** Guards that hold, with the distance; those that had nothing to count are no news. */
export function guardBlocks(guards: readonly GuardReading[], sheet: Sheet): string[] {
  const counted = guards.filter(({ tripped, actual }) => !tripped && actual > 0);
  if (counted.length === 0 || !sheet.rung.advice) return [];
  return [`**${sheet.md.guards}**`, bullets(counted.map((guard) => guardText(guard, sheet)))];
}

function guardText(guard: GuardReading, sheet: Sheet): string {
  const reading = { ...guard, limit: shortenedTo(sheet.rung.nameUnits, guard.limit) };
  return `${sheet.name(guard.guard)}${sheet.words.colon}${prose(sheet.words.guard(reading))}`;
}

/** What is left to a person, as a list to tick off. */
export function manualBlocks(manual: readonly ManualChange[], sheet: Sheet): string[] {
  const { md, rung, words } = sheet;
  if (manual.length === 0) return [];
  const title = `**${md.manual(manual.length)}**`;
  if (rung.manual === 0) return [title];
  const shown = manual.slice(0, rung.manual).map((change) => {
    const { attribute, live, desired, source } = change;
    const values = [live, desired].map((value) => sheet.name(words.value(attribute, value)));
    return `[ ] ${sheet.group(change)}${words.colon}${words.attribute(attribute)} ${values.join(" → ")} · ${sheet.line(source)}`;
  });
  const rest = manual.length - shown.length;
  return [title, bullets([...shown, ...(rest > 0 ? [md.more(rest)] : [])])];
}

/** Live groups that no file names: no change, so they fold away. */
export function unmanagedBlocks(unmanaged: readonly UnmanagedGroup[], ignored: number, sheet: Sheet): string[] {
  const { md, rung, words } = sheet;
  const left = ignored === 0 ? [] : [prose(sheet.words.ignored(ignored))];
  if (unmanaged.length === 0 || rung.unmanaged === 0) return left;
  const items = unmanaged
    .slice(0, rung.unmanaged)
    .map((group) => `${sheet.group(group)}${words.colon}${words.members(group.members)}`);
  const rest = unmanaged.length - items.length;
  return [folded(md.unmanaged(unmanaged.length), bullets([...items, ...(rest > 0 ? [md.more(rest)] : [])])), ...left];
}
