import { isMap, isSeq } from "yaml";
import type { RosterEntry, TeamEntry } from "../config/declarations.js";
import { blockListEdits } from "./blockList.js";
import type { Edit } from "./edits.js";
import { agentText, type EntryStyle } from "./entries.js";
import { flowListEdits } from "./flowList.js";
import type { EntryChange, UseChange } from "./listChange.js";
import { endOf, isFlow, pairOf, type ReadPair, startOf } from "./nodes.js";
import { pairRemoval, pairsBehind } from "./pairs.js";
import { timeFields, timeOf } from "./times.js";
import { scalarText } from "./yamlText.js";

/** The entry of a team or a roster where it is written. */
export interface Use {
  readonly node: unknown;
  readonly entry: TeamEntry | RosterEntry;
  /** The number that a name of `except` means. */
  readonly numberOf: (written: string) => string | undefined;
}

const NO_REMARKS = { teamWrittenOut: () => "" };

/** Edits of an entry that takes a team or a roster: its priority, and whom it leaves out. */
export function useEdits({ node, entry, numberOf }: Use, change: UseChange, text: string, style: EntryStyle): Edit[] {
  const priority = change.priority ?? entry.priority;
  const left = (entry.except ?? []).map(({ name }) => numberOf(name) ?? name);
  const kept = left.filter((one) => !change.drop.includes(one));
  const more = change.add.filter((one) => !kept.includes(one));
  const names = (numbers: readonly string[]) => `[${numbers.map((one) => agentText(one, style)).join(", ")}]`;
  if (!isMap(node)) {
    // An alias of another entry becomes an entry of its own.
    const all = [...kept, ...more];
    const shifts = entry.kind === "roster" ? (entry.shifts ?? []).map(({ value }) => scalarText(value)) : [];
    const parts = [
      `${entry.kind}: ${scalarText(entry.name)}`,
      ...(shifts.length === 0 ? [] : [`shift: ${shifts.length === 1 ? shifts.join() : `[${shifts.join(", ")}]`}`]),
      ...(priority === undefined ? [] : [`priority: ${priority}`]),
      ...(all.length === 0 ? [] : [`except: ${names(all)}`]),
      ...timeFields(timeOf(entry.time)),
    ];
    return [{ start: startOf(node), end: endOf(node), text: `{ ${parts.join(", ")} }` }];
  }
  const edits: Edit[] = [];
  const fresh: string[] = [];
  if (change.priority !== undefined) {
    const pair = pairOf(node, "priority");
    if (pair === undefined) fresh.push(`priority: ${change.priority}`);
    else edits.push({ start: startOf(pair.value), end: endOf(pair.value), text: String(change.priority) });
  }
  const except = pairOf(node, "except");
  if (except === undefined) {
    if (more.length > 0) fresh.push(`except: ${names(more)}`);
  } else if (kept.length + more.length === 0 && left.length > 0) {
    // Where taking it out would take a comment along, the list is only emptied.
    const emptied = { start: startOf(except.value), end: endOf(except.value), text: "[]" };
    edits.push(pairRemoval(node, except, text) ?? emptied);
  } else if (kept.length < left.length || more.length > 0) edits.push(...exceptEdits(except, left, more, change.drop));
  if (fresh.length > 0) edits.push(...pairsBehind(node, fresh, text));
  return edits;

  function exceptEdits(
    pair: ReadPair,
    numbers: readonly string[],
    add: readonly string[],
    drop: readonly string[],
  ): Edit[] {
    const list = pair.value;
    const { start, end } = { start: startOf(list), end: endOf(list) };
    if (!isSeq(list) || list.items.length !== numbers.length) return [{ start, end, text: names([...kept, ...add]) }];
    const instead = [...add];
    const entries = numbers.map((one): EntryChange => {
      if (!drop.includes(one)) return { kind: "keep" };
      // One for another, where it stands.
      const agentNumber = instead.shift();
      return agentNumber === undefined ? { kind: "remove" } : { kind: "agent", agentNumber };
    });
    const changed = { entries, added: instead.map((agentNumber) => ({ agentNumber, priority: 0 })) };
    const plain = { aliasOf: style.aliasOf, quotes: style.quotes };
    return isFlow(list)
      ? flowListEdits(startOf(pair.key), list, changed, text, plain, NO_REMARKS)
      : blockListEdits(pair, list, changed, text, plain, NO_REMARKS);
  }
}
