import type { SizeLimit } from "../report.js";
import { TooLong } from "./context.js";
import { COUNTS, type DetailLevel, FULL, SHORTENED } from "./detailLevels.js";

/** A part of a document that has a level of detail of its own: an account's plan, what stopped a run, … */
export interface Section {
  /**
   * The part at a level of detail: blocks of Markdown, to stand with an empty line between.
   *
   * @param room the UTF-16 units that there are for it
   * @throws {TooLong} it is longer than that, and its end was not written
   */
  render(level: DetailLevel, room: number): readonly string[];
  /** Where not even the lowest level of every section fits, those of the greatest weight are kept. */
  readonly weight: number;
}

/** What comments may hold, with room for what a caller puts before the text: GitHub's limit is 65,536. */
const COMMENT: SizeLimit = { utf16Units: 60_000, utf8Bytes: 240_000 };

const encoder = new TextEncoder();
/** Between blocks and between sections. */
const GAP = "\n\n";

interface Size {
  readonly units: number;
  readonly bytes: number;
}

interface Written extends Size {
  readonly text: string;
}

/**
 * The sections as one document inside the limit. Each is as detailed as its share of the room allows; what small ones do
 * not need goes to the others. Only where not even the lowest level of each fits, sections are left out and counted.
 *
 * @param more a line that counts the sections left out
 */
export function allocate(
  sections: readonly Section[],
  more: (count: number) => string,
  { utf16Units, utf8Bytes }: SizeLimit = COMMENT,
): string {
  const all = sections.map((section) => ({ section, lowest: write(section, COUNTS) }));
  const limit = { units: utf16Units, bytes: utf8Bytes };
  // After the last section there is one newline and no gap.
  const room = all.reduce((left, { lowest }) => minus(left, lowest), plus(limit, { units: 1, bytes: 1 }));
  const texts =
    room.units < 0 || room.bytes < 0 ? gravest(all, more, limit) : shared(all, room).map(({ text }) => text);
  return `${texts.join(GAP)}\n`;
}

interface Choice {
  readonly section: Section;
  readonly lowest: Written;
}

/** The most detailed text of each section. `room` is what is left when each has its lowest level. */
function shared(all: readonly Choice[], room: Size): Written[] {
  const chosen = new Map<Choice, Written>();
  let left = room;
  const take = (choice: Choice, text: Written): void => {
    chosen.set(choice, text);
    left = minus(plus(left, choice.lowest), text);
  };
  // First those that fit whole in an equal share. Each leaves more for the others, until nothing changes.
  const whole = new Map(all.map((choice) => [choice, within(choice.section, FULL, plus(room, choice.lowest))]));
  let waiting = all;
  for (let before = -1; before !== waiting.length; ) {
    before = waiting.length;
    waiting = waiting.filter((choice) => {
      const text = whole.get(choice);
      if (text === undefined || !fits(text, shareOf(choice, left, before))) return true;
      take(choice, text);
      return false;
    });
  }
  for (const [index, choice] of waiting.entries()) {
    const share = shareOf(choice, left, waiting.length - index);
    take(choice, bestWithin(choice, share, whole.get(choice)));
  }
  return all.map((choice) => chosen.get(choice) ?? choice.lowest);
}

function bestWithin({ section, lowest }: Choice, share: Size, whole: Written | undefined): Written {
  if (whole !== undefined && fits(whole, share)) return whole;
  for (const levelOf of SHORTENED) {
    const text = fullest(section, levelOf, share);
    if (text !== undefined) return text;
  }
  return lowest;
}

/** A first guess at how many entries fit; the second is made of how much room it took. */
const FIRST_GUESS = 64;
/** From here on the room counts as filled. */
const FILLED = 0.98;
const GUESSES_AT_MOST = 12;

/** The longest list that fits: the room is filled before more is left out. Nothing where not even an empty one does. */
function fullest(section: Section, levelOf: (count: number) => DetailLevel, share: Size): Written | undefined {
  let best = within(section, levelOf(0), share);
  if (best === undefined) return undefined;
  const empty = fillOf(best, share);
  let [fitting, failing, guess] = [0, Number.POSITIVE_INFINITY, FIRST_GUESS];
  for (let tries = 0; tries < GUESSES_AT_MOST && failing - fitting > 1 && fillOf(best, share) < FILLED; tries += 1) {
    const text = within(section, levelOf(guess), share);
    if (text === undefined) {
      failing = guess;
      guess = Math.floor((fitting + guess) / 2);
      continue;
    }
    // A longer list that is no longer: there are no more entries.
    if (text.units === best.units) return text;
    best = text;
    fitting = guess;
    const more = ((1 - fillOf(text, share)) * guess) / Math.max(1e-9, fillOf(text, share) - empty);
    guess = Math.max(fitting + 1, Math.min(Math.floor(fitting + more), Math.ceil((fitting + failing) / 2)));
  }
  return best;
}

/** What part of the room is used: of units or of bytes, whichever there is less of. */
function fillOf({ units, bytes }: Size, room: Size): number {
  return Math.max(units / room.units, bytes / room.bytes);
}

/** An equal part of what is left, besides what the lowest level has already. */
function shareOf({ lowest }: Choice, left: Size, among: number): Size {
  return {
    units: lowest.units + Math.floor(left.units / among),
    bytes: lowest.bytes + Math.floor(left.bytes / among),
  };
}

/** Not all fit: the first section, which may be a title, and those that matter most, in their order. */
function gravest(all: readonly Choice[], more: (count: number) => string, limit: Size): string[] {
  let left = minus(limit, plus(sizeOf(more(all.length)), { units: 1, bytes: 1 }));
  const kept = new Set<Choice>();
  for (const choice of [...all].sort((a, b) => b.section.weight - a.section.weight)) {
    const rest = minus(left, choice.lowest);
    if (rest.units < 0 || rest.bytes < 0) continue;
    kept.add(choice);
    left = rest;
  }
  const texts = all.filter((choice) => kept.has(choice)).map(({ lowest }) => lowest.text);
  // Shortened is what a reader has to know first; only a title stands above that.
  const [first = "", ...rest] = texts;
  return [first, more(all.length - kept.size), ...rest];
}

/** A section at a level of detail, where it fits into the room. */
function within(section: Section, level: DetailLevel, room: Size): Written | undefined {
  try {
    const text = write(section, level, room.units);
    return fits(text, room) ? text : undefined;
  } catch (error) {
    if (error instanceof TooLong) return undefined;
    throw error;
  }
}

/** A section at a level of detail, measured with the gap that follows it. */
function write(section: Section, level: DetailLevel, room = Number.POSITIVE_INFINITY): Written {
  const text = section
    .render(level, room)
    .filter((block) => block !== "")
    .join(GAP);
  return { text, ...sizeOf(text) };
}

function sizeOf(text: string): Size {
  return { units: text.length + GAP.length, bytes: encoder.encode(text).length + GAP.length };
}

function fits(size: Size, room: Size): boolean {
  return size.units <= room.units && size.bytes <= room.bytes;
}

function plus(a: Size, b: Size): Size {
  return { units: a.units + b.units, bytes: a.bytes + b.bytes };
}

function minus(a: Size, b: Size): Size {
  return { units: a.units - b.units, bytes: a.bytes - b.bytes };
}
