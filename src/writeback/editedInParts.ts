import { type Document, isAlias, isMap, isScalar, isSeq } from "yaml";
import { applyEdits, type Edit } from "./edits.js";
import { aliasesIn, endOf, inlineText, startOf } from "./nodes.js";
import { type Reading, readTexts, type Sound } from "./reading.js";

/** Edits that belong together, by path: all of them are made, or none. */
export interface Change {
  readonly edits: ReadonlyMap<string, readonly Edit[]>;
}

/**
 * Makes as many changes as can be made together: halves are tried, until one alone is at fault, which is given up.
 *
 * @param isFine what else is asked of texts than that they can be read
 */
export function editedInParts<C extends Change>(
  sound: Sound,
  changes: readonly C[],
  isFine: (after: Reading) => boolean,
  giveUp: (change: C) => void = () => undefined,
): Sound {
  let made: readonly C[] = [];
  let result = sound;
  const attempt = (some: readonly C[]): void => {
    const [one, ...more] = some;
    if (one === undefined) return;
    const next = edited(sound, [...made, ...some], isFine);
    if (next !== undefined) {
      made = [...made, ...some];
      result = next;
    } else if (more.length === 0) giveUp(one);
    else {
      const middle = some.length >> 1;
      attempt(some.slice(0, middle));
      attempt(some.slice(middle));
    }
  };
  attempt(changes);
  return result;
}

function edited(
  { texts, reading }: Sound,
  changes: readonly Change[],
  isFine: (after: Reading) => boolean,
): Sound | undefined {
  const after = new Map(texts);
  try {
    for (const path of new Set(changes.flatMap(({ edits }) => [...edits.keys()]))) {
      const edits = changes.flatMap((change) => change.edits.get(path) ?? []);
      after.set(path, applied(texts.get(path) ?? "", edits, reading.documents.get(path) ?? []));
    }
  } catch {
    // Two edits of one stretch.
    return undefined;
  }
  const next = readTexts(after, reading.moment);
  return "findings" in next || !isFine(next) ? undefined : { texts: after, reading: next };
}

/** A text after edits, aliases rescued that would lose their anchor. @throws {Error} two edits overlap */
export function applied(text: string, edits: readonly Edit[], documents: readonly Document[]): string {
  const rescued = documents.flatMap((document) => rescuedAliases(document, edits, text));
  return applyEdits(text, [...edits, ...rescued]);
}

/**
 * Edits may take an anchor away that aliases elsewhere still need: those become what they stood for. Where an anchor
 * stays and its value changes, the next round sees to the groups that share it.
 */
function rescuedAliases(document: Document, edits: readonly Edit[], text: string): Edit[] {
  const goes = (offset: number) => edits.some(({ start, end }) => offset >= start && offset < end);
  return aliasesIn(document.contents).flatMap((alias) => {
    const target = alias.resolve(document);
    if (!(isScalar(target) || isMap(target) || isSeq(target)) || isAlias(target)) return [];
    const anchor = text.lastIndexOf(`&${alias.source}`, startOf(target));
    if (goes(startOf(alias)) || !goes(anchor)) return [];
    return [{ start: startOf(alias), end: endOf(alias), text: inlineText(target, document, text) }];
  });
}
