import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { Source } from "../../model/source.js";
import { suggest } from "../../model/suggest.js";
import type { Report } from "../findings.js";
import type { SourceText } from "./sourceText.js";
import type { Filling, Found } from "./stretches.js";
import type { Field, TreeNode } from "./tree.js";

/** How many values aliases may bring in, in one document: five thousand groups of two hundred. */
const MAX_ALIASED = 1_000_000;

/** A fault after which nothing of the document can be relied on; it has been reported. */
export class BrokenTree extends Error {}

/** What an anchor stands for, and how many values that is with its own aliases followed. */
type Anchored = { readonly node: TreeNode; readonly size: number };

interface Building {
  readonly source: SourceText;
  readonly report: Report;
  /** `open`: still being read, so that an alias to it would hold itself. */
  readonly anchors: Map<string, Anchored | "open">;
  /** What the library was not given to read. */
  readonly filling: Filling | undefined;
  /** Values so far, aliases followed; and how many of them aliases brought. Followed aliases share one tree. */
  size: number;
  aliased: number;
}

/**
 * The library's document as a tree of places and values. Aliases are resolved here, in one pass and by sharing: the
 * library searches the whole document for each.
 *
 * @throws BrokenTree
 */
export function buildTree(document: Document.Parsed, source: SourceText, report: Report, filling?: Filling): TreeNode {
  const building: Building = { source, report, anchors: new Map(), filling, size: 0, aliased: 0 };
  return build(document.contents, source.place(0), building);
}

/** @param otherwise - The place for a value that is not written at all. */
function build(node: unknown, otherwise: Source, b: Building): TreeNode {
  if (isAlias(node)) return followAlias(node, b);
  const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
  if (anchor === undefined) return buildPlain(node, otherwise, b);

  b.anchors.set(anchor, "open");
  const before = b.size;
  const built = buildPlain(node, otherwise, b);
  b.anchors.set(anchor, { node: built, size: b.size - before });
  return built;
}

function buildPlain(node: unknown, otherwise: Source, b: Building): TreeNode {
  b.size += 1;
  if (isMap(node)) return { kind: "map", at: placeOf(node, b), fields: buildFields(node, b) };
  if (isSeq(node)) return { kind: "list", at: placeOf(node, b), items: buildItems(node, b) };
  if (isScalar(node) && !isUnwritten(node)) {
    return {
      kind: "scalar",
      at: placeOf(node, b),
      value: plainValue(node.value),
      written: String(node.source ?? node.value),
    };
  }
  return { kind: "scalar", at: otherwise, value: null, written: "" };
}

function buildItems(list: YAMLSeq, b: Building): TreeNode[] {
  const items: TreeNode[] = [];
  let before: Found<TreeNode> | undefined;
  for (const item of list.items) {
    const found = { offset: offsetOf(item), value: build(item, placeOfEntry(item, b), b) };
    for (const left of b.filling?.entriesBetween(before, found) ?? []) {
      b.size += sizeOf(left);
      items.push(left);
    }
    items.push(found.value);
    before = found;
  }
  return items;
}

function buildFields(map: YAMLMap, b: Building): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  const add = (field: Field) => {
    const first = fields.get(field.key);
    if (first === undefined) fields.set(field.key, field);
    else b.report.error("duplicate-key", { key: field.key }, field.keyAt, [{ note: "first", source: first.keyAt }]);
  };
  let before: Found<Field> | undefined;
  for (const pair of map.items) {
    const found = { offset: offsetOf(pair.key), value: buildField(pair, b) };
    for (const left of b.filling?.fieldsBetween(before, found) ?? []) {
      b.size += 1 + sizeOf(left.value);
      add(left);
    }
    add(found.value);
    before = found;
  }
  return fields;
}

/** How many values a node is, as they are counted while it is built. */
function sizeOf(node: TreeNode): number {
  if (node.kind === "scalar") return 1;
  if (node.kind === "list") return node.items.reduce((sum, item) => sum + sizeOf(item), 1);
  return [...node.fields.values()].reduce((sum, { value }) => sum + 1 + sizeOf(value), 1);
}

function buildField(pair: Pair, b: Building): Field {
  const keyAt = placeOfKey(pair.key, b);
  const key = build(pair.key, keyAt, b);
  const isText = key.kind === "scalar" && typeof key.value === "string";
  const written = key.kind === "scalar" ? key.written : sourceOf(pair.key, b);
  if (!isText) b.report.error("non-text-key", { key: written }, keyAt);
  if (written === "<<") {
    b.report.error("merge-key", {}, keyAt);
    throw new BrokenTree();
  }
  return { key: written, keyAt, isText, value: build(pair.value, keyAt, b) };
}

function followAlias(alias: Alias, b: Building): TreeNode {
  const at = placeOf(alias, b);
  const name = alias.source;
  const target = b.anchors.get(name);
  if (target === undefined) b.report.error("unknown-anchor", { name, ...suggest(name, b.anchors.keys()) }, at);
  else if (target === "open") b.report.error("alias-cycle", { name }, at);
  else {
    b.size += target.size;
    b.aliased += target.size;
    if (b.aliased <= MAX_ALIASED) return { ...target.node, at };
    b.report.error("alias-bomb", { limit: MAX_ALIASED }, at);
  }
  throw new BrokenTree();
}

type Ranged = { readonly range?: readonly [number, number, number] | null };

function isNode(value: unknown): value is Node & Ranged {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}

function offsetOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

function placeOf(node: Ranged, b: Building): Source {
  return b.source.place(node.range?.[0] ?? 0);
}

/** An empty entry is shown at its dash: the library places it behind. */
function placeOfEntry(item: unknown, b: Building): Source {
  const offset = offsetOf(item);
  return b.source.place(b.source.text[offset - 1] === "-" ? offset - 1 : offset);
}

/** An empty key is shown at its colon: the library places it before the white space. */
function placeOfKey(key: unknown, b: Building): Source {
  const offset = offsetOf(key);
  if (!isScalar(key) || !isUnwritten(key)) return b.source.place(offset);
  const space = /\s*/y;
  space.lastIndex = offset;
  return b.source.place(offset + (space.exec(b.source.text)?.[0].length ?? 0));
}

function sourceOf(key: unknown, b: Building): string {
  return isNode(key) && key.range ? b.source.text.slice(key.range[0], key.range[1]).trim() : "";
}

function isUnwritten(node: { value: unknown; source?: string }): boolean {
  return node.value === null && node.source === "";
}

function plainValue(value: unknown): string | number | boolean | null {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}
