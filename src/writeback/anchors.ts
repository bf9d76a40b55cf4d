import { type Document, isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Edit } from "./edits.js";
import { aliasesIn, endOf, inlineText, startOf } from "./nodes.js";

/**
 * Edits may take an anchor away that aliases elsewhere still need: those become what they stood for. Where an anchor
 * stays and its value changes, the next round sees to the groups that share it.
 */
export function rescuedAliases(document: Document, edits: readonly Edit[], text: string): Edit[] {
  const goes = (offset: number) => edits.some(({ start, end }) => offset >= start && offset < end);
  return aliasesIn(document.contents).flatMap((alias) => {
    const target = alias.resolve(document);
    if (!(isScalar(target) || isMap(target) || isSeq(target)) || isAlias(target)) return [];
    const anchor = text.lastIndexOf(`&${alias.source}`, startOf(target));
    if (goes(startOf(alias)) || !goes(anchor)) return [];
    return [{ start: startOf(alias), end: endOf(alias), text: inlineText(target, document, text) }];
  });
}
