import { isAlias, type YAMLSeq } from "yaml";
import type { Declarations, Entry } from "../config/declarations.js";
import type { Source } from "../model/source.js";
import type { Edit } from "./edits.js";
import type { NewEntry } from "./entries.js";
import type { Remarks } from "./findings.js";
import type { EntryChange, ListChange } from "./listChange.js";
import { listEdits } from "./listEdits.js";
import { listStyle } from "./listStyle.js";
import type { MemberList } from "./memberLists.js";
import { type NameRemarks, nameRemark, nameRemarks, remarkBehind } from "./nameRemarks.js";
import { isFlow, pairOf } from "./nodes.js";

/** Changes of member lists, gathered entry by entry. */
export interface ListSteps {
  change(list: MemberList, entry: number, to: EntryChange): void;
  add(list: MemberList, entry: NewEntry): void;
  /** How many changes of teams there are so far. */
  readonly count: number;
  /** Does any of them change who is in a roster? What that means for groups the next round shows. */
  readonly changesRosters: boolean;
  /** The changes of a list so far. */
  changesOf(list: MemberList): ListChange;
  /** The list's entries after the changes so far; those that were there before by their place. */
  entriesOf(list: MemberList): readonly { readonly entry: Entry; readonly index?: number }[];
  /** The edits of each file's text. `live`: the account's names, which stand behind numbers that join. */
  edits(
    texts: ReadonlyMap<string, string>,
    declared: Declarations,
    live?: ReadonlyMap<string, string>,
  ): ReadonlyMap<string, readonly Edit[]>;
}

/** Of one reading's lists: names are looked for once, however many teams of it change one by one. */
const NAMES = new WeakMap<readonly MemberList[], NameRemarks>();

function namesIn(all: readonly MemberList[], declared: Declarations, texts: ReadonlyMap<string, string>): NameRemarks {
  const names = NAMES.get(all) ?? nameRemarks(all, declared, texts);
  NAMES.set(all, names);
  return names;
}

const NOWHERE: Source = { file: "", line: 0, column: 0 };

interface Gathered {
  /** The first of the lists that are written in one place. */
  readonly list: MemberList;
  readonly entries: Map<number, EntryChange>;
  readonly added: NewEntry[];
}

/** No team is written out here, so nothing is remarked. */
const NO_REMARKS: Pick<Remarks, "teamWrittenOut"> = { teamWrittenOut: () => "" };

/** @param all every list of the files: their comments tell names */
export function listSteps(all: readonly MemberList[]): ListSteps {
  // By where they are written: what is a list of members and a row of a roster changes once.
  const lists = new Map<YAMLSeq, Gathered>();
  const of = (list: MemberList): Gathered => {
    const gathered = lists.get(list.list) ?? { list, entries: new Map(), added: [] };
    lists.set(list.list, gathered);
    return gathered;
  };
  let count = 0;
  let changesRosters = false;
  return {
    get count() {
      return count;
    },
    get changesRosters() {
      return changesRosters;
    },
    change: (list, entry, to) => {
      if (list.teams.length > 0) count += 1;
      if (list.isInRoster) changesRosters = true;
      const { entries } = of(list);
      entries.set(entry, together(entries.get(entry), to));
    },
    add: (list, entry) => {
      if (list.teams.length > 0) count += 1;
      if (list.isInRoster) changesRosters = true;
      const { added } = of(list);
      if (!added.some((one) => isSameEntry(one, entry))) added.push(entry);
    },
    changesOf: (list) => {
      const { entries = new Map<number, EntryChange>(), added = [] } = lists.get(list.list) ?? {};
      return { entries: [...entries.values()], added };
    },
    entriesOf: (list) => {
      const { entries = new Map<number, EntryChange>(), added = [] } = lists.get(list.list) ?? {};
      const kept = list.entries.flatMap((entry, index) => {
        const now = entryAfter(entry, entries.get(index));
        return now === undefined ? [] : { entry: now, index };
      });
      return [...kept, ...added.map((one) => ({ entry: newEntry(one) }))];
    },
    edits: (texts, declared, live) => {
      const edits = new Map<string, Edit[]>();
      const remarks = namesIn(all, declared, texts);
      for (const gathered of withoutAliases([...lists.values()])) {
        const { list } = gathered;
        const text = texts.get(list.path) ?? "";
        edits.set(list.path, [...(edits.get(list.path) ?? []), ...editsOf(gathered, text, declared, remarks, live)]);
      }
      return edits;
    },
  };
}

/** What an entry says after a change; nothing where it goes. */
function entryAfter(entry: Entry, change: EntryChange = { kind: "keep" }): Entry | undefined {
  switch (change.kind) {
    case "keep":
      return entry;
    case "agent":
      return { ...entry, name: change.agentNumber };
    case "priority":
      return { ...entry, priority: change.member.priority };
    case "use": {
      if (entry.kind === "agent") return entry;
      const { add, drop, priority = entry.priority } = change;
      const kept = (entry.except ?? []).filter(({ name }) => !drop.includes(name));
      return { ...entry, priority, except: [...kept, ...add.map((name) => ({ name, nameAt: entry.at }))] };
    }
    default:
      return undefined;
  }
}

function newEntry({ agentNumber, priority, writesZero = false }: NewEntry): Entry {
  const own = priority === 0 && !writesZero ? undefined : priority;
  return { kind: "agent", name: agentNumber, nameAt: NOWHERE, priority: own, at: NOWHERE };
}

/** Of two changes the later one counts, but a team may be taken without several agents. */
function together(before: EntryChange | undefined, now: EntryChange): EntryChange {
  if (before?.kind !== "use" || now.kind !== "use") return now;
  const add = [...new Set([...before.add, ...now.add])];
  return { ...before, ...now, add, drop: [...new Set([...before.drop, ...now.drop])] };
}

function isSameEntry(one: NewEntry, other: NewEntry): boolean {
  const plain = ({ writesZero = false, ...entry }: NewEntry) => JSON.stringify({ ...entry, writesZero });
  return plain(one) === plain(other);
}

function editsOf(
  gathered: Gathered,
  text: string,
  declared: Declarations,
  remarks: NameRemarks,
  live: ReadonlyMap<string, string> | undefined,
): Edit[] {
  const one = gathered.list;
  const { list, document } = one;
  const entries = list.items.map((_, index): EntryChange => gathered.entries.get(index) ?? { kind: "keep" });
  const change = { entries, added: gathered.added };
  const style = listStyle(list.items, document, declared);
  const names = renamed(gathered, text, declared, remarks);
  if (isFlow(list)) return [...listEdits(one, change, text, style, declared, NO_REMARKS), ...names];
  // A number gets its name where all others of the list have theirs.
  const agents = one.entries.flatMap(({ kind }, index) => (kind === "agent" ? index : []));
  const named = agents.length > 0 && agents.every((index) => remarkBehind(list.items[index], text) !== undefined);
  const remarkOf = (agentNumber: string) => {
    if (style.aliasOf(agentNumber) !== undefined) return undefined;
    return live === undefined ? (named ? remarks.of(agentNumber) : undefined) : nameRemark(live.get(agentNumber));
  };
  return [...listEdits(one, change, text, { ...style, remarkOf }, declared, NO_REMARKS), ...names];
}

/** A comment that names the agent who went is not to stand behind another: it names the new one, or goes. */
function renamed(
  { list: { list, entries }, entries: changes }: Gathered,
  text: string,
  { agents }: Declarations,
  remarks: NameRemarks,
): Edit[] {
  return [...changes].flatMap(([index, change]): Edit[] => {
    const remark = remarkBehind(list.items[index], text);
    const written = entries[index]?.name ?? "";
    const old = agents.find(({ alias }) => alias === written)?.number ?? written;
    if (change.kind !== "agent" || remark === undefined || !remarks.isNameOf(remark.text, old)) return [];
    const name = remarks.of(change.agentNumber);
    return [{ start: remark.start, end: remark.end, text: name === undefined ? "" : ` ${name}` }];
  });
}

/** What stands behind an anchor changes for its aliases as well: these wait until the next round shows whether it did. */
function withoutAliases(lists: readonly Gathered[]): readonly Gathered[] {
  const isWaiting = (list: MemberList, index: number, { kind }: EntryChange): boolean => {
    const node = list.list.items[index];
    return kind === "agent" && (isAlias(node) || isAlias(pairOf(node, "agent")?.value));
  };
  const all = lists.map(({ list, entries, added }): Gathered => {
    const now = [...entries].filter(([index, change]) => !isWaiting(list, index, change));
    return { list, entries: new Map(now), added };
  });
  const ready = all.filter(({ entries, added }) => entries.size + added.length > 0);
  return ready.length > 0 ? ready : lists;
}
