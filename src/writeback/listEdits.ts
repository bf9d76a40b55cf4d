import type { Document, YAMLSeq } from "yaml";
import type { Declarations, Entry } from "../config/declarations.js";
import { numberLookup } from "../config/expand.js";
import { blockListEdits } from "./blockList.js";
import type { Edit } from "./edits.js";
import type { EntryStyle } from "./entries.js";
import type { Remarks } from "./findings.js";
import { flowListEdits } from "./flowList.js";
import type { ListChange } from "./listChange.js";
import { isFlow, type ReadPair, startOf } from "./nodes.js";
import { useEdits } from "./useEdits.js";

/** A member list where it is written. */
export interface WrittenList {
  readonly document: Document;
  readonly pair: ReadPair;
  readonly list: YAMLSeq;
  readonly entries: readonly Entry[];
}

/** Edits of a member list, in whatever style it is written. */
export function listEdits(
  { pair, list, entries }: WrittenList,
  change: ListChange,
  text: string,
  style: EntryStyle,
  { agents }: Declarations,
  remarks: Pick<Remarks, "teamWrittenOut">,
): Edit[] {
  const numberOf = numberLookup(agents);
  const uses = change.entries.flatMap((one, index): Edit[] => {
    const entry = entries[index];
    if (one.kind !== "use" || entry === undefined || entry.kind === "agent") return [];
    return useEdits({ node: list.items[index], entry, numberOf }, one, text, style);
  });
  const edits = isFlow(list)
    ? flowListEdits(startOf(pair.key), list, change, text, style, remarks)
    : blockListEdits(pair, list, change, text, style, remarks);
  // A pair of the last entry goes before what is added behind it.
  return [...uses, ...edits];
}
