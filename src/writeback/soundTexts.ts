import type { DesiredGroup } from "../config/desired.js";
import type { Moment } from "../config/time/moment.js";
import { sortMembers } from "../model/skillGroup.js";
import { editedInParts } from "./editedInParts.js";
import { type Edit, withLineEnd } from "./edits.js";
import { type Reading, readTexts, type Sound } from "./reading.js";
import { timesOf } from "./times.js";

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
  return meaningIn(reading) === meaningIn(before.reading) ? { texts, reading } : undefined;
}

function meaningIn({ desired }: Reading): string {
  return desired.groups.map(meaningOf).sort().join("\n");
}

/** What a group is to be, wherever and by whichever names it is written. */
function meaningOf(all: DesiredGroup): string {
  const { source, settingSources, members, timeline, ended, turned, coverage, ...group } = all;
  const plain = members?.map(({ agentNumber, priority }) => ({ agentNumber, priority }));
  const demands = coverage?.map(({ min, spans }) => [min, spans]);
  return JSON.stringify([group, plain && sortMembers(plain), timeline && timesOf(timeline), demands]);
}

/** As many of the edits as leave sound texts that mean the same. */
export function withListEdits(sound: Sound, places: readonly ListEdits[]): Sound {
  const changes = places.map(({ path, edits }) => ({ edits: new Map([[path, edits]]) }));
  const before = meaningIn(sound.reading);
  return editedInParts(sound, changes, (after) => meaningIn(after) === before);
}
