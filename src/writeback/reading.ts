import { type Document, isMap, isSeq, parseAllDocuments, visit, type YAMLMap } from "yaml";
import type { Declarations, GroupDeclaration } from "../config/declarations.js";
import type { DesiredGroup, DesiredState } from "../config/desired.js";
import { type Expand, expander } from "../config/expand.js";
import { type ConfigFinding, FindingList } from "../config/findings.js";
import { loadDesired } from "../config/loadDesired.js";
import type { Moment } from "../config/time/moment.js";
import { PARSING } from "../config/yaml/fullReading.js";
import { isBlock, pairOf } from "./nodes.js";

/** A group where it is written. */
export interface GroupPlace {
  readonly path: string;
  readonly document: Document;
  readonly node: YAMLMap;
  readonly declared: GroupDeclaration;
  readonly desired: DesiredGroup;
}

/** The files of an account: what they mean, and the documents of their texts, to be edited. */
export interface Reading {
  readonly desired: DesiredState;
  readonly declared: Declarations;
  readonly places: readonly GroupPlace[];
  readonly documents: ReadonlyMap<string, readonly Document[]>;
  /** Everybody who is reached at any time. */
  readonly expand: Expand;
  /** Who is reached at the instant of the reading. */
  readonly present: Expand;
  /** Where the files use time. */
  readonly moment?: Moment;
}

/** Texts without an error, and what they mean. */
export interface Sound {
  readonly texts: ReadonlyMap<string, string>;
  readonly reading: Reading;
}

/**
 * Reads files whose texts are sound; else gives what is wrong with them.
 *
 * @param moment the instant, where the files use time
 */
export function readTexts(
  texts: ReadonlyMap<string, string>,
  moment?: Moment,
): Reading | { readonly findings: readonly ConfigFinding[] } {
  const encoder = new TextEncoder();
  const files = [...texts].map(([path, text]) => ({ path, bytes: encoder.encode(text) }));
  const { desired, declared, findings } = loadDesired(files, undefined, moment);
  if (desired === undefined) return { findings };
  const documents = new Map([...texts].map(([path, text]) => [path, documentsOf(text)]));
  const nodes = [...documents].flatMap(([path, all]) =>
    all.flatMap((document) => groupNodes(document).map((node) => ({ path, document, node }))),
  );
  const places = nodes.map((place, index) => ({
    ...place,
    declared: declared.groups[index] as GroupDeclaration,
    desired: desired.groups[index] as DesiredGroup,
  }));
  const expand = expander(declared, new FindingList());
  const present: Expand = moment ? (entries) => moment.membersAt(expand(entries)) : expand;
  return { desired, declared, places, documents, expand, present, ...(moment && { moment }) };
}

/** Where a line may end with the sign of a block scalar. */
const BLOCK_SIGN = /[|>][-+\d]*[ \t]*(?:#.*)?$/m;

/** The documents of a text, with their tokens. Block scalars end with their last line, whose end the library counts to them. */
export function documentsOf(text: string): Document[] {
  const all = parseAllDocuments(text, { ...PARSING, keepSourceTokens: true });
  if ("empty" in all) return [];
  if (BLOCK_SIGN.test(text)) {
    for (const document of all) {
      visit(document, {
        Scalar: (_, node) => {
          if (!isBlock(node) || !node.range) return;
          const [start, end, after] = node.range;
          node.range = [start, start + text.slice(start, end).trimEnd().length, after];
        },
      });
    }
  }
  return all;
}

function groupNodes(document: Document): YAMLMap[] {
  const list = pairOf(document.contents, "groups")?.value;
  return isSeq(list) ? list.items.filter((item): item is YAMLMap => isMap(item)) : [];
}
