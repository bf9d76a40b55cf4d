import type { SizeLimit } from "../report.js";
import { RUNGS, type Rung } from "./detailLevels.js";

/** What comments may hold, with room for what a caller puts before the text: GitHub's limit is 65,536. */
const COMMENT: SizeLimit = { utf16Units: 60_000, utf8Bytes: 240_000 };

const encoder = new TextEncoder();
/** Between blocks and between sections. */
const GAP = "\n\n";
const WHOLE = RUNGS[0];
const LOWEST: Rung = RUNGS.at(-1) ?? WHOLE;

interface Size {
  readonly units: number;
  readonly bytes: number;
}

interface Written extends Size {
  readonly text: string;
}

/**
 * The sections as one document inside the limit. Each is as detailed as its share of the room allows; what small ones do
 * not need goes to the others. Only where not even the lowest rung of each fits, sections are left out and counted.
 * A section is written once a rung at the most, and not at all where its size is known to be too much.
 *
 * @param more a line that counts the sections left out
 */
export function fitted(
  sections: readonly Section[],
  more: (count: number) => string,
  { utf16Units, utf8Bytes }: SizeLimit = COMMENT,
): string {
  const all = sections.map((section) => ({ section, lowest: write(section, LOWEST) }));
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

/** The best rung of each section. `room` is what is left when each has its lowest. */
function shared(all: readonly Choice[], room: Size): Written[] {
  const chosen = new Map<Section, Written>();
  let left = room;
  let waiting = all;
  const take = (choice: Choice, best: Written) => {
    chosen.set(choice.section, best);
    left = minus(plus(left, choice.lowest), best);
  };
  const whole = new Map(
    all.map((choice) => [
      choice,
      choice.section.atLeast(WHOLE) > room.units + choice.lowest.units ? undefined : write(choice.section, WHOLE),
    ]),
  );
  for (let before = -1; before !== waiting.length; ) {
    before = waiting.length;
    waiting = waiting.filter((choice) => {
      const best = whole.get(choice);
      if (best === undefined || !within(best, shareOf(choice, left, before))) return true;
      take(choice, best);
      return false;
    });
  }
  for (const [index, choice] of waiting.entries()) {
    const share = shareOf(choice, left, waiting.length - index);
    take(choice, bestOf(choice, share));
  }
  return all.map(({ section, lowest }) => chosen.get(section) ?? lowest);
}

function bestOf({ section, lowest }: Choice, share: Size): Written {
  for (const rung of RUNGS.slice(0, -1)) {
    if (section.atLeast(rung) > share.units) continue;
    const text = write(section, rung);
    if (within(text, share)) return text;
  }
  return lowest;
}

/** An equal part of what is left, besides what the lowest rung has already. */
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
  return [...texts, more(all.length - kept.size)];
}

/** A section at a level of detail, measured with the gap that follows it. */
function write(section: Section, rung: Rung): Written {
  const text = section
    .render(rung)
    .filter((block) => block !== "")
    .join(GAP);
  return { text, ...sizeOf(text) };
}

function sizeOf(text: string): Size {
  return { units: text.length + GAP.length, bytes: encoder.encode(text).length + GAP.length };
}

function within(size: Size, room: Size): boolean {
  return size.units <= room.units && size.bytes <= room.bytes;
}

function plus(a: Size, b: Size): Size {
  return { units: a.units + b.units, bytes: a.bytes + b.bytes };
}

function minus(a: Size, b: Size): Size {
  return { units: a.units - b.units, bytes: a.bytes - b.bytes };
}

/** A part of a document that chooses its level of detail by itself: an account's plan, what stopped a run, … */
export interface Section {
  /** The part at a level of detail: blocks of Markdown, to stand with an empty line between. */
  render(rung: Rung): readonly string[];
  /** UTF-16 units that the rung takes at the least, as far as that can be said without rendering it. */
  atLeast(rung: Rung): number;
  /** Where not even the lowest rung of every section fits, those of the greatest weight are kept. */
  readonly weight: number;
}
