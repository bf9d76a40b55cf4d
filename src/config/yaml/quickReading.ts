import { type AliasEvent, COLLECTION_STYLE, EVENT_ID, type Event, SCALAR_STYLE, type ScalarEvent } from "js-yaml";
import type { Source } from "../../model/source.js";
import { DOUBT, EventStream } from "./events.js";
import type { SourceText } from "./sourceText.js";
import { Anchors, type Field, plainValue, type ScalarNode, type TreeNode } from "./tree.js";

/** The full reading counts documents, and says where there are too many. */
const MAX_DOCUMENTS = 1000;

/** `yaml` refuses a colon more than 1024 characters behind the start of its key; js-yaml does not. */
const MAX_KEY = 1000;

/** Characters that are parsed at once. Most files are smaller. */
const PIECE_LENGTH = 100_000;

/**
 * Reads a text with js-yaml's events, four times as fast as `yaml` does. Gives a tree only where both libraries read the
 * same one and there is nothing to report. Everything else is left to the full reading, so that every finding comes
 * from one library. What is left to it:
 *
 * - control characters, tabs, a byte order mark, line ends of CR alone, NEL, LS and PS
 * - a text that begins with a space: js-yaml does not count it as indentation
 * - directives, tags, explicit keys (`? a`)
 * - block scalars, and plain or quoted scalars of several lines
 * - keys that are no text, are empty, have an anchor, stand apart from their colon, are very long, or are there twice; `<<`
 * - pairs in a flow list (`[a: 1]`), empty entries, anchors without a value
 * - aliases that are unknown, form a cycle or bring too much
 * - deep nesting, many documents, none
 * - whatever js-yaml refuses
 *
 * `test/config/readings.test.ts` compares the two readings on random and damaged files.
 *
 * @param pieceLength how many characters are parsed at once, about
 * @returns the documents that hold something; nothing on any doubt
 */
export function readQuickly(source: SourceText, pieceLength = PIECE_LENGTH): readonly TreeNode[] | undefined {
  if (isUnusual(source.text)) return undefined;
  // A large text may be one that cannot be cut.
  return (
    read(source, pieceLength) ?? (source.text.length > pieceLength ? read(source, Number.POSITIVE_INFINITY) : undefined)
  );
}

function read(source: SourceText, pieceLength: number): readonly TreeNode[] | undefined {
  try {
    return new EventReader(new EventStream(source, pieceLength)).documents();
  } catch (error) {
    if (error === DOUBT) return undefined;
    throw error;
  }
}

function isUnusual(text: string): boolean {
  return (
    UNUSUAL.test(text) ||
    text.startsWith(" ") ||
    (text.includes("\r") && LONE_CR.test(text)) ||
    (text.includes("%") && DIRECTIVE.test(text)) ||
    (text.includes("?") && EXPLICIT_KEY.test(text))
  );
}

/** Control characters but for line ends, and characters that one library may take for a line end or refuse. */
const UNUSUAL = /[^\P{Cc}\r\n]|[\u2028\u2029\ufeff\ufffe\uffff]/u;
const LONE_CR = /\r(?!\n)/;
const DIRECTIVE = /^ *%/m;
const EXPLICIT_KEY = /(?<![^\s,[\]{}])\?(?:[\s,[\]{}]|$)/;

class EventReader {
  readonly #events: EventStream;
  #anchors = new Anchors();

  constructor(events: EventStream) {
    this.#events = events;
  }

  documents(): readonly TreeNode[] {
    const documents: TreeNode[] = [];
    for (let count = 1; !this.#events.isAtEnd; count += 1) {
      if (this.#events.take().type !== EVENT_ID.DOCUMENT || count > MAX_DOCUMENTS) throw DOUBT;
      this.#anchors = new Anchors();
      const root = this.#node(this.#events.take(), undefined);
      if (root !== undefined) documents.push(root);
      if (this.#events.take().type !== EVENT_ID.POP) throw DOUBT;
    }
    if (documents.length === 0) throw DOUBT;
    return documents;
  }

  /** The node that an event begins; nothing for an empty document. */
  #node(event: Event, otherwise: Source | undefined): TreeNode | undefined {
    if (event.type === EVENT_ID.ALIAS) return this.#follow(event);
    if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP || event.tagStart !== -1) throw DOUBT;
    if (event.anchorStart === -1) return this.#unnamed(event, otherwise);
    const name = this.#events.slice(event.anchorStart, event.anchorEnd);
    return this.#anchors.define(name, () => this.#written(event));
  }

  #unnamed(event: Event, otherwise: Source | undefined): TreeNode | undefined {
    if (event.type !== EVENT_ID.SCALAR || event.valueStart !== -1) return this.#written(event);
    this.#anchors.count();
    return otherwise && { kind: "scalar", at: otherwise, value: null, written: "" };
  }

  /** A node that has text of its own. */
  #written(event: Event): TreeNode {
    this.#anchors.count();
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.#scalar(event);
      case EVENT_ID.SEQUENCE:
        return { kind: "list", at: this.#events.place(event.start), items: this.#items() };
      case EVENT_ID.MAPPING:
        // A pair in a flow list, `[a: 1]`, is a map without braces.
        if (event.style === COLLECTION_STYLE.FLOW && this.#events.slice(event.start, event.start + 1) !== "{")
          throw DOUBT;
        return { kind: "map", at: this.#events.place(event.start), fields: this.#fields() };
      default:
        throw DOUBT;
    }
  }

  #items(): TreeNode[] {
    const items: TreeNode[] = [];
    for (let event = this.#events.take(); event.type !== EVENT_ID.POP; event = this.#events.take()) {
      const item = this.#node(event, undefined);
      if (item === undefined) throw DOUBT;
      items.push(item);
    }
    return items;
  }

  #fields(): ReadonlyMap<string, Field> {
    const fields = new Map<string, Field>();
    for (let event = this.#events.take(); event.type !== EVENT_ID.POP; event = this.#events.take()) {
      const { key, keyAt } = this.#key(event);
      if (fields.has(key)) throw DOUBT;
      const value = this.#node(this.#events.take(), keyAt);
      if (value === undefined) throw DOUBT;
      fields.set(key, { key, keyAt, isText: true, value });
    }
    return fields;
  }

  #key(event: Event): { key: string; keyAt: Source } {
    if (event.type !== EVENT_ID.SCALAR || event.anchorStart !== -1 || event.tagStart !== -1) throw DOUBT;
    this.#anchors.count();
    const { value, at } = this.#scalar(event);
    const end = event.style === SCALAR_STYLE.PLAIN ? event.valueEnd : event.valueEnd + 1;
    const isPlainlyKey = this.#events.slice(end, end + 1) === ":" && end - event.valueStart < MAX_KEY;
    if (typeof value !== "string" || value === "<<" || !isPlainlyKey) throw DOUBT;
    return { key: value, keyAt: at };
  }

  #scalar(event: ScalarEvent): ScalarNode {
    const { style, valueStart, valueEnd } = event;
    const isPlain = style === SCALAR_STYLE.PLAIN;
    const isQuoted = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
    if (valueStart === -1 || !(isPlain || isQuoted)) throw DOUBT;
    let written = this.#events.slice(valueStart, valueEnd);
    if (!event.fast) {
      if (isPlain || written.includes("\n") || written.includes("\\U")) throw DOUBT;
      written = this.#events.unescape(event);
    }
    const value = isPlain ? plainValue(written) : written;
    return { kind: "scalar", at: this.#events.place(isPlain ? valueStart : valueStart - 1), value, written };
  }

  #follow({ anchorStart, anchorEnd }: AliasEvent): TreeNode {
    const name = this.#events.slice(anchorStart, anchorEnd);
    const target = this.#anchors.follow(name);
    if (typeof target === "string" || name.endsWith(":")) throw DOUBT;
    return { ...target, at: this.#events.place(anchorStart - 1) };
  }
}
