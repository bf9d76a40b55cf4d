import { type Document, isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Edit } from "./edits.js";
import { memberListsOf } from "./memberLists.js";
import { endOf, followed, pairOf, startOf } from "./nodes.js";
import type { Reading } from "./reading.js";
import { quotedText, scalarText } from "./yamlText.js";

/** Another name for an agent under `agents`. */
export interface AliasChange {
  readonly kind: "rename";
  readonly alias: string;
  readonly to: string;
}

/** The edits of the definition and of every use, in the quotes that they have. */
export function renameEdits(
  { alias, to }: AliasChange,
  reading: Reading,
  texts: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly Edit[]> {
  const found: { readonly path: string; readonly node: unknown }[] = [];
  for (const [path, documents] of reading.documents) {
    for (const document of documents) {
      const agents = followed(pairOf(document.contents, "agents")?.value, document);
      for (const { key } of isMap(agents) ? agents.items : []) found.push({ path, node: key });
      for (const node of namedInTimes(document)) found.push({ path, node });
    }
  }
  for (const { path, list, entries, document } of memberListsOf(reading).all) {
    for (const [index, { kind, name }] of entries.entries()) {
      const entry = list.items[index];
      const except = kind === "agent" ? undefined : pairOf(entry, "except")?.value;
      if (isSeq(except)) for (const node of except.items) found.push({ path, node });
      if (kind !== "agent" || name !== alias) continue;
      const inMap = pairOf(followed(entry, document), "agent")?.value;
      // An entry that is the alias of another list's changes with that one.
      found.push({ path, node: isAlias(entry) && inMap !== undefined ? undefined : (inMap ?? entry) });
    }
  }
  // An owner who is named as in `agents` is that agent.
  for (const { path, node } of reading.places) found.push({ path, node: pairOf(node, "owner")?.value });
  const edits = new Map<string, Edit[]>();
  const done = new Set<unknown>();
  for (const { path, node } of found) {
    // What an alias stands for is found again.
    if (!isScalar(node) || node.value !== alias || done.has(node)) continue;
    done.add(node);
    const text = texts.get(path) ?? "";
    const [start, end] = [startOf(node), endOf(node)];
    edits.set(path, [...(edits.get(path) ?? []), { start, end, text: inQuotes(text[start], to) }]);
  }
  return edits;
}

/** Every agent that rosters and absences name. */
function namedInTimes(document: Document): unknown[] {
  const inside = (node: unknown, key: string) => followed(pairOf(node, key)?.value, document);
  const itemsOf = (node: unknown) => (isSeq(node) ? node.items.map((item) => followed(item, document)) : []);
  const rosters = inside(document.contents, "rosters");
  const rows = (isMap(rosters) ? rosters.items : []).flatMap(({ value }) =>
    ["week", "cycle"].flatMap((key) => itemsOf(inside(followed(value, document), key))),
  );
  return [
    ...rows.flatMap((row) =>
      itemsOf(inside(row, "agents")).flatMap((item) =>
        isMap(item) ? [pairOf(item, "agent")?.value, ...itemsOf(inside(item, "except"))] : [item],
      ),
    ),
    ...itemsOf(inside(document.contents, "absences")).flatMap((absence) =>
      ["agent", "by"].map((key) => pairOf(absence, key)?.value),
    ),
  ];
}

function inQuotes(opening: string | undefined, name: string): string {
  const plain = scalarText(name);
  if (opening === '"') return quotedText(name);
  return opening === "'" && plain === name ? `'${name}'` : plain;
}
