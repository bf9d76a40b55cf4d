import type { DesiredGroup } from "../config/desired.js";
import type { Moment } from "../config/moment.js";
import { sortMembers } from "../model/skillGroup.js";
import { type Edit, withLineEnd } from "./edits.js";
import { type Reading, readTexts, type Sound } from "./reading.js";
import { timesOf } from "./times.js";
import { applied } from "./updateTexts.js";

/** Edits of one place that belong together. */
export interface ListEdits {
  readonly path: string;
  readonly edits: readonly Edit[];
}

/** Reads texts, each with its last line ended; `undefined` where they have an error. */
export function soundTexts(texts: ReadonlyMap<string, string>, moment?: Moment): Sound | undefined {
  const whole = new Map([...texts].map(([path, text]) => [path, withLineEnd(text)]));
  const reading = readTexts(whole, moment);
  return "findings" in reading ? undefined : { texts: whole, reading };
}

/** Other texts, where they are sound and mean the same groups with the same members. */
export function soundAfter(before: Sound, texts: ReadonlyMap<string, string>): Sound | undefined {
  const reading = readTexts(texts, before.reading.moment);
  if ("findings" in reading) return undefined;
  const meaning = ({ desired }: Reading) => desired.groups.map(meaningOf).sort().join("\n");
  return meaning(reading) === meaning(before.reading) ? { texts, reading } : undefined;
}

/** What a group is to be, wherever and by whichever names it is written. */
function meaningOf({ source, settingSources, members, timeline, ended, ...group }: DesiredGroup): string {
  const plain = members?.map(({ agentNumber, priority }) => ({ agentNumber, priority }));
  return JSON.stringify([group, plain && sortMembers(plain), timeline && timesOf(timeline)]);
}

/** As many of the edits as leave sound texts that mean the same: halves are tried, until one place alone is left out. */
export function withListEdits(sound: Sound, places: readonly ListEdits[]): Sound {
  let made: readonly ListEdits[] = [];
  let result = sound;
  const attempt = (some: readonly ListEdits[]): void => {
    if (some.length === 0) return;
    const next = edited(sound, [...made, ...some]);
    if (next !== undefined) {
      made = [...made, ...some];
      result = next;
    } else if (some.length > 1) {
      attempt(some.slice(0, some.length >> 1));
      attempt(some.slice(some.length >> 1));
    }
  };
  attempt(places);
  return result;
}

function edited(sound: Sound, places: readonly ListEdits[]): Sound | undefined {
  const after = new Map(sound.texts);
  try {
    for (const path of new Set(places.map((place) => place.path))) {
      const edits = places.flatMap((place) => (place.path === path ? place.edits : []));
      after.set(path, applied(sound.texts.get(path) ?? "", edits, sound.reading.documents.get(path) ?? []));
    }
  } catch {
    // Two edits of one stretch.
    return undefined;
  }
  return soundAfter(sound, after);
}
