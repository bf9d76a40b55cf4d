import { isAlias } from "yaml";
import type { Declarations } from "../config/declarations.js";
import { blockListEdits } from "./blockList.js";
import type { Edit } from "./edits.js";
import type { NewEntry } from "./entries.js";
import type { Remarks } from "./findings.js";
import { flowListEdits } from "./flowList.js";
import type { EntryChange } from "./listChange.js";
import { listStyle } from "./listStyle.js";
import type { MemberList } from "./memberLists.js";
import { isFlow, pairOf, startOf } from "./nodes.js";

/** Changes of member lists, gathered entry by entry. */
export interface ListSteps {
  change(list: MemberList, entry: number, to: EntryChange): void;
  add(list: MemberList, entry: NewEntry): void;
  /** The edits of each file's text. */
  edits(texts: ReadonlyMap<string, string>, declared: Declarations): ReadonlyMap<string, readonly Edit[]>;
}

interface Gathered {
  readonly entries: Map<number, EntryChange>;
  readonly added: NewEntry[];
}

/** No team is written out here, so nothing is remarked. */
const NO_REMARKS: Pick<Remarks, "teamWrittenOut"> = { teamWrittenOut: () => "" };

export function listSteps(): ListSteps {
  const lists = new Map<MemberList, Gathered>();
  const of = (list: MemberList): Gathered => {
    const gathered = lists.get(list) ?? { entries: new Map(), added: [] };
    lists.set(list, gathered);
    return gathered;
  };
  return {
    change: (list, entry, to) => of(list).entries.set(entry, to),
    add: (list, entry) => of(list).added.push(entry),
    edits: (texts, declared) => {
      const edits = new Map<string, Edit[]>();
      for (const [list, gathered] of withoutAliases(lists)) {
        const text = texts.get(list.path) ?? "";
        edits.set(list.path, [...(edits.get(list.path) ?? []), ...editsOf(list, gathered, text, declared)]);
      }
      return edits;
    },
  };
}

function editsOf(
  { pair, list, document }: MemberList,
  gathered: Gathered,
  text: string,
  declared: Declarations,
): Edit[] {
  const entries = list.items.map((_, index): EntryChange => gathered.entries.get(index) ?? { kind: "keep" });
  const change = { entries, added: gathered.added };
  const style = listStyle(list.items, document, declared);
  return isFlow(list)
    ? flowListEdits(startOf(pair.key), list, change, text, style, NO_REMARKS)
    : blockListEdits(pair, list, change, text, style, NO_REMARKS);
}

/** What stands behind an anchor changes for its aliases as well: these wait until the next round shows whether it did. */
function withoutAliases(lists: ReadonlyMap<MemberList, Gathered>): ReadonlyMap<MemberList, Gathered> {
  const isWaiting = (list: MemberList, index: number, { kind }: EntryChange): boolean => {
    const node = list.list.items[index];
    return kind === "agent" && (isAlias(node) || isAlias(pairOf(node, "agent")?.value));
  };
  const all = [...lists].map(([list, { entries, added }]) => {
    const now = [...entries].filter(([index, change]) => !isWaiting(list, index, change));
    return [list, { entries: new Map(now), added }] as const;
  });
  const ready = new Map(all.filter(([, { entries, added }]) => entries.size + added.length > 0));
  return ready.size > 0 ? ready : lists;
}
