import { COLLECTION_STYLE, EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE } from "js-yaml";
import type { Source } from "../../model/source.js";
import type { SourceText } from "./sourceText.js";
import type { Field, ScalarNode, TreeNode } from "./tree.js";
import { Anchors, plainValue } from "./values.js";

type EventOf<Type> = Extract<Event, { type: Type }>;
type ScalarEvent = EventOf<typeof EVENT_ID.SCALAR>;
type AliasEvent = EventOf<typeof EVENT_ID.ALIAS>;

/** Deepest nesting. A group file needs six; the full reading refuses more than 64 and says so. */
const MAX_DEPTH = 20;

/** The full reading counts documents, and says where there are too many. */
const MAX_DOCUMENTS = 1000;

/** `yaml` refuses a colon more than 1024 characters behind the start of its key; js-yaml does not. */
const MAX_KEY = 1000;

/** Nothing is wrong, perhaps: but the two libraries may differ, or there is something to report. */
const DOUBT = new Error("read it with yaml");

/**
 * How much text is parsed at once. Events take twenty times the memory of their text, so a large file is parsed in pieces,
 * and the events of one are gone before the next is parsed.
 */
const PIECE = 100_000;

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
 * @param piece how many characters are parsed at once, about
 * @returns the documents that hold something; nothing on any doubt
 */
export function readQuickly(source: SourceText, piece = PIECE): readonly TreeNode[] | undefined {
  if (isUnusual(source.text)) return undefined;
  const documents = read(source, piece);
  // A large text may not be one that can be cut.
  return documents ?? (source.text.length > piece ? read(source, Number.POSITIVE_INFINITY) : undefined);
}

function read(source: SourceText, piece: number): readonly TreeNode[] | undefined {
  try {
    return new EventReader(source, piece).documents();
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

/** js-yaml's events. Its documentation asks to catch every kind of error, not only its own. */
function eventsOf(text: string): Event[] {
  try {
    return parseEvents(text, { maxDepth: MAX_DEPTH });
  } catch {
    throw DOUBT;
  }
}

/** A line where a text can be cut: an entry of a list that is directly below a key of the file. */
const ENTRY = /^ {0,2}- /gm;

/** Stands before all pieces but the first, so that each is a map with a list, as the whole text is. */
const PIECE_HEAD = "k:\n";
/** Its events: the document, the map, the key, the list. */
const PIECE_HEAD_EVENTS = 4;
/** The events that close the list, the map and the document. */
const PIECE_TAIL_EVENTS = 3;

class EventReader {
  readonly #source: SourceText;
  readonly #piece: number;
  #events: Event[] = [];
  #next = 0;
  /** The text that the events are about, and what to add to its offsets. */
  #text = "";
  #shift = 0;
  /** Where the next piece begins. */
  #rest = 0;
  #anchors = new Anchors();

  constructor(source: SourceText, piece: number) {
    this.#source = source;
    this.#piece = piece;
  }

  /** @throws DOUBT */
  documents(): readonly TreeNode[] {
    const documents: TreeNode[] = [];
    this.#parse("");
    for (let count = 1; this.#next < this.#events.length; count += 1) {
      if (this.#take().type !== EVENT_ID.DOCUMENT || count > MAX_DOCUMENTS) throw DOUBT;
      this.#anchors = new Anchors();
      const root = this.#node(this.#take(), undefined);
      if (root !== undefined) documents.push(root);
      if (this.#take().type !== EVENT_ID.POP) throw DOUBT;
    }
    if (documents.length === 0) throw DOUBT;
    return documents;
  }

  /** Parses the next piece, up to an entry of the list that it ends in. */
  #parse(head: string): void {
    const { text } = this.#source;
    const start = this.#rest;
    ENTRY.lastIndex = start + this.#piece;
    const cut = ENTRY.lastIndex < text.length ? ENTRY.exec(text)?.index : undefined;
    this.#rest = cut ?? text.length;
    this.#text = head + text.slice(start, this.#rest);
    this.#shift = start - head.length;
    this.#events = eventsOf(this.#text);
    if (cut !== undefined && !this.#endsInListAt(text.indexOf("-", cut) - cut)) throw DOUBT;
  }

  /**
   * Is what the piece ends in a list in this column, directly in the map that is the only document? Then a line of this
   * column with a dash is its next entry: all that is deeper ends there, and nothing is open, or js-yaml would have said so.
   */
  #endsInListAt(column: number): boolean {
    const open: Event[] = [];
    let last: Event | undefined;
    for (const event of this.#events) {
      if (event.type === EVENT_ID.POP) {
        if (open.length === PIECE_TAIL_EVENTS) last = open.at(-1);
        open.pop();
      } else if (event.type !== EVENT_ID.SCALAR && event.type !== EVENT_ID.ALIAS) open.push(event);
      else if (open.length < PIECE_TAIL_EVENTS) last = undefined;
      if (open.length === 0 && event !== this.#events.at(-1)) return false;
    }
    if (last?.type !== EVENT_ID.SEQUENCE || last.style !== COLLECTION_STYLE.BLOCK) return false;
    return last.start - (this.#text.lastIndexOf("\n", last.start) + 1) === column;
  }

  #take(): Event {
    if (this.#next === this.#events.length - PIECE_TAIL_EVENTS && this.#rest < this.#source.text.length) {
      this.#parse(PIECE_HEAD);
      this.#next = PIECE_HEAD_EVENTS;
    }
    const event = this.#events[this.#next];
    if (event === undefined) throw DOUBT;
    this.#next += 1;
    return event;
  }

  #place(offset: number): Source {
    return this.#source.place(offset + this.#shift);
  }

  #slice(start: number, end: number): string {
    return this.#source.text.slice(start + this.#shift, end + this.#shift);
  }

  /** The node that an event begins; nothing for an empty document. */
  #node(event: Event, otherwise: Source | undefined): TreeNode | undefined {
    if (event.type === EVENT_ID.ALIAS) return this.#follow(event);
    if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP || event.tagStart !== -1) throw DOUBT;
    if (event.anchorStart === -1) return this.#plainNode(event, otherwise);
    const name = this.#slice(event.anchorStart, event.anchorEnd);
    return this.#anchors.define(name, () => this.#written(event));
  }

  #plainNode(event: Event, otherwise: Source | undefined): TreeNode | undefined {
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
        return { kind: "list", at: this.#place(event.start), items: this.#items() };
      case EVENT_ID.MAPPING:
        // A pair in a flow list, `[a: 1]`, is a map without braces.
        if (event.style === COLLECTION_STYLE.FLOW && this.#text[event.start] !== "{") throw DOUBT;
        return { kind: "map", at: this.#place(event.start), fields: this.#fields() };
      default:
        throw DOUBT;
    }
  }

  #items(): TreeNode[] {
    const items: TreeNode[] = [];
    for (let event = this.#take(); event.type !== EVENT_ID.POP; event = this.#take()) {
      const item = this.#node(event, undefined);
      if (item === undefined) throw DOUBT;
      items.push(item);
    }
    return items;
  }

  #fields(): ReadonlyMap<string, Field> {
    const fields = new Map<string, Field>();
    for (let event = this.#take(); event.type !== EVENT_ID.POP; event = this.#take()) {
      const { key, keyAt } = this.#key(event);
      if (fields.has(key)) throw DOUBT;
      const value = this.#node(this.#take(), keyAt);
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
    const isPlainlyKey = this.#text[end] === ":" && end - event.valueStart < MAX_KEY;
    if (typeof value !== "string" || value === "<<" || !isPlainlyKey) throw DOUBT;
    return { key: value, keyAt: at };
  }

  #scalar(event: ScalarEvent): ScalarNode {
    const { style, valueStart, valueEnd } = event;
    const isPlain = style === SCALAR_STYLE.PLAIN;
    const isQuoted = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
    if (valueStart === -1 || !(isPlain || isQuoted)) throw DOUBT;
    let written = this.#slice(valueStart, valueEnd);
    if (!event.fast) {
      if (isPlain || written.includes("\n") || written.includes("\\U")) throw DOUBT;
      written = getScalarValue(this.#text, event);
    }
    const value = isPlain ? plainValue(written) : written;
    return { kind: "scalar", at: this.#place(isPlain ? valueStart : valueStart - 1), value, written };
  }

  #follow({ anchorStart, anchorEnd }: AliasEvent): TreeNode {
    const name = this.#slice(anchorStart, anchorEnd);
    const target = this.#anchors.follow(name);
    if (typeof target === "string" || name.endsWith(":")) throw DOUBT;
    return { ...target, at: this.#place(anchorStart - 1) };
  }
}
