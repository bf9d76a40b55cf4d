import { COLLECTION_STYLE, EVENT_ID, type Event, getScalarValue, parseEvents, type ScalarEvent } from "js-yaml";
import type { Source } from "../../model/source.js";
import type { SourceText } from "./sourceText.js";

/** Thrown where the quick reading gives up. Nothing need be wrong: the two libraries may differ, or there is something to report. */
export const DOUBT = new Error("read it with yaml");

/** Deepest nesting. A group file needs six; the full reading refuses more than 64 and says so. */
const MAX_DEPTH = 20;

/** A line where a text can be cut: an entry of a list that is directly below a key of the file. */
const ENTRY = /^ {0,2}- /gm;

/** Stands before all pieces but the first, so that each is a map with a list, as the whole text is. */
const PIECE_HEAD = "k:\n";
/** Its events: the document, the map, the key, the list. */
const PIECE_HEAD_EVENTS = 4;
/** The events that close the list, the map and the document. */
const PIECE_TAIL_EVENTS = 3;

/**
 * js-yaml's events of a text, one by one. It makes them all at once, and they take twenty times the memory of their text.
 * So a large text is parsed in pieces, and the events of one are free before the next is parsed.
 */
export class EventStream {
  readonly #source: SourceText;
  readonly #pieceLength: number;
  #events: readonly Event[] = [];
  #next = 0;
  /** What the events are about, and what to add to their offsets. */
  #piece = "";
  #shift = 0;
  /** Where the next piece begins. */
  #rest = 0;

  /**
   * @param pieceLength how many characters are parsed at once, about
   * @throws DOUBT
   */
  constructor(source: SourceText, pieceLength: number) {
    this.#source = source;
    this.#pieceLength = pieceLength;
    this.#parse("");
  }

  get isAtEnd(): boolean {
    return this.#next === this.#events.length;
  }

  /** The text between two offsets of the last event: of the whole text, so that no value keeps a piece in memory. */
  slice(start: number, end: number): string {
    return this.#source.text.slice(start + this.#shift, end + this.#shift);
  }

  /** The value of the last event, where it is not what is written: of a quoted scalar with escapes. */
  unescape(event: ScalarEvent): string {
    return getScalarValue(this.#piece, event);
  }

  /** @throws DOUBT at the end, and where the next piece cannot be read */
  take(): Event {
    if (this.#next === this.#events.length - PIECE_TAIL_EVENTS && this.#rest < this.#source.text.length) {
      this.#parse(PIECE_HEAD);
      this.#next = PIECE_HEAD_EVENTS;
    }
    const event = this.#events[this.#next];
    if (event === undefined) throw DOUBT;
    this.#next += 1;
    return event;
  }

  /** The place of an offset of the last event. */
  place(offset: number): Source {
    return this.#source.place(offset + this.#shift);
  }

  /** Parses the next piece, up to an entry of the list that it ends in. */
  #parse(head: string): void {
    const { text } = this.#source;
    const start = this.#rest;
    ENTRY.lastIndex = start + this.#pieceLength;
    const cut = ENTRY.lastIndex < text.length ? ENTRY.exec(text)?.index : undefined;
    this.#rest = cut ?? text.length;
    this.#piece = head + text.slice(start, this.#rest);
    this.#shift = start - head.length;
    this.#events = eventsOf(this.#piece);
    if (cut !== undefined && !this.#endsInListAt(text.indexOf("-", cut) - cut)) throw DOUBT;
  }

  /**
   * Does the piece end in a list in this column, directly in the map that is its only document? Then a line of this column
   * with a dash is the list's next entry, as in the whole text: all that is deeper ends at such a line, and quotes and
   * brackets are closed, or js-yaml would have refused the piece.
   */
  #endsInListAt(column: number): boolean {
    const open: Event[] = [];
    let last: Event | undefined;
    for (const event of this.#events) {
      if (open.length === 0 && event !== this.#events[0]) return false;
      if (event.type === EVENT_ID.POP) {
        if (open.length === PIECE_TAIL_EVENTS) last = open.at(-1);
        open.pop();
      } else if (event.type !== EVENT_ID.SCALAR && event.type !== EVENT_ID.ALIAS) open.push(event);
      else if (open.length < PIECE_TAIL_EVENTS) last = undefined;
    }
    if (last?.type !== EVENT_ID.SEQUENCE || last.style !== COLLECTION_STYLE.BLOCK) return false;
    return last.start - (this.#piece.lastIndexOf("\n", last.start) + 1) === column;
  }
}

/** js-yaml's documentation asks to catch every kind of error, not only its own. */
function eventsOf(text: string): Event[] {
  try {
    return parseEvents(text, { maxDepth: MAX_DEPTH });
  } catch {
    throw DOUBT;
  }
}
