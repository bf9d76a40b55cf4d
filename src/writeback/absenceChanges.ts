import { isMap, isScalar, isSeq } from "yaml";
import { numberLookup } from "../config/expand.js";
import type { Edit } from "./edits.js";
import { agentText } from "./entries.js";
import type { EntryChange } from "./listChange.js";
import { listEdits } from "./listEdits.js";
import { listStyle } from "./listStyle.js";
import { endOf, followed, pairOf, startOf } from "./nodes.js";
import { pairRemoval } from "./pairs.js";
import type { Reading } from "./reading.js";

/** What becomes of the absences that name an agent. */
export interface AbsenceChange {
  readonly agent: string;
  /** The agent's own go. */
  readonly isGone: boolean;
  /** Where the agent takes somebody's places: another does, or nobody. `undefined`: they stay. */
  readonly cover?: { readonly by: string | undefined };
}

const NO_REMARKS = { teamWrittenOut: () => "" };

/** The edits of all files' absences. */
export function absenceChanges(
  { agent, isGone, cover }: AbsenceChange,
  { declared, documents }: Pick<Reading, "declared" | "documents">,
  texts: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly Edit[]> {
  const numberOf = numberLookup(declared.agents);
  const edits = new Map<string, readonly Edit[]>();
  for (const [path, all] of documents) {
    const text = texts.get(path) ?? "";
    const own = all.flatMap((document): Edit[] => {
      const pair = pairOf(document.contents, "absences");
      const list = pair?.value;
      if (pair === undefined || !isSeq(list)) return [];
      const isOf = (item: unknown, key: string): boolean => {
        const written = followed(pairOf(item, key)?.value, document);
        return isScalar(written) && numberOf(String(written.value)) === agent;
      };
      const style = listStyle(
        list.items.map((item) => pairOf(item, "agent")?.value),
        document,
        declared,
      );
      const changes = list.items.map(
        (item): EntryChange => ({ kind: isGone && isOf(followed(item, document), "agent") ? "remove" : "keep" }),
      );
      const covers = list.items.flatMap((item, index): Edit[] => {
        const by = pairOf(item, "by");
        if (cover === undefined || by === undefined || changes[index]?.kind === "remove" || !isOf(item, "by"))
          return [];
        if (cover.by !== undefined)
          return [{ start: startOf(by.value), end: endOf(by.value), text: agentText(cover.by, style) }];
        const removal = isMap(item) ? pairRemoval(item, by, text) : undefined;
        return removal === undefined ? [] : [removal];
      });
      if (changes.every(({ kind }) => kind === "keep")) return covers;
      const written = { document, pair, list, entries: [] };
      return [...covers, ...listEdits(written, { entries: changes, added: [] }, text, style, declared, NO_REMARKS)];
    });
    if (own.length > 0) edits.set(path, own);
  }
  return edits;
}
