import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Pair } from "yaml";
import { quotedText } from "./yamlText.js";

/** A pair of a document that was read, not made. */
export type ReadPair = Pair<unknown, unknown>;

/** Where a node's value begins; its anchor stands before that. */
export function startOf(node: unknown): number {
  return (isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] : undefined) ?? 0;
}

/** Where the last thing written of a node ends: the library counts trailing blank lines and comments to block collections. */
export function endOf(node: unknown): number {
  if (isScalar(node) || isAlias(node)) return node.range?.[1] ?? 0;
  if ((isMap(node) || isSeq(node)) && node.flow) return node.range?.[1] ?? 0;
  if (isMap(node)) {
    const last = node.items.at(-1);
    return last === undefined ? startOf(node) : endOf(last.value ?? last.key);
  }
  if (isSeq(node)) return node.items.length === 0 ? startOf(node) : endOf(node.items.at(-1));
  return 0;
}

/** Is it a collection in brackets? */
export function isFlow(node: unknown): boolean {
  return (isMap(node) || isSeq(node)) && node.flow === true;
}

/** Is it text of several lines, behind `|` or `>`? It cannot stand in brackets. */
export function isBlock(node: unknown): boolean {
  return isScalar(node) && (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED");
}

/** The text of a key; none where it is a collection or an alias. */
export function keyTextOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : "";
}

/** The pair of a map under a key. */
export function pairOf(map: unknown, key: string): ReadPair | undefined {
  if (!isMap(map)) return undefined;
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

/** What an alias stands for, or the node itself. */
export function followed(node: unknown, document: Document): unknown {
  return isAlias(node) ? followed(node.resolve(document), document) : node;
}

/** The node as flow YAML on one line, aliases replaced by what they stand for. */
export function inlineText(node: unknown, document: Document, text: string): string {
  const target = followed(node, document);
  const inline = (inner: unknown) => inlineText(inner, document, text);
  if (isMap(target)) {
    return `{ ${target.items.map(({ key, value }) => `${inline(key)}: ${inline(value)}`).join(", ")} }`;
  }
  if (isSeq(target)) return `[${target.items.map(inline).join(", ")}]`;
  if (isScalar(target) && isBlock(target)) return quotedText(String(target.value));
  return text.slice(startOf(target), endOf(target));
}

/** Every alias below a node. */
export function aliasesIn(node: unknown): Alias[] {
  if (isAlias(node)) return [node];
  if (isSeq(node)) return node.items.flatMap(aliasesIn);
  if (isMap(node)) return node.items.flatMap(({ key, value }) => [...aliasesIn(key), ...aliasesIn(value)]);
  return [];
}
