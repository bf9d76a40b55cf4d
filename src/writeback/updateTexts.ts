import { type Document, isAlias, isMap, isScalar, isSeq } from "yaml";
import type { DesiredGroup } from "../config/desired.js";
import type { LiveGroup } from "../moor/live.js";
import { applyEdits, type Edit, withLineEnd } from "./edits.js";
import type { AuthorFinding, Remarks } from "./findings.js";
import { groupEdits } from "./groupEdits.js";
import { aliasesIn, endOf, inlineText, startOf } from "./nodes.js";
import { type GroupPlace, readTexts, type Sound } from "./reading.js";

/** A shared anchor may take a round for each group that shares it; this many is more than any file means. */
const MAX_ROUNDS = 12;

export interface UpdateRequest {
  /** The files of the account, which must be sound: text by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** The live group that each group of the files means, where there is one. */
  readonly match: (groups: readonly DesiredGroup[]) => ReadonlyMap<DesiredGroup, LiveGroup>;
  /** Live groups that this run is about; all where it is absent. */
  readonly only?: (live: LiveGroup) => boolean;
  /** Pin every group that has no pin. */
  readonly pin: boolean;
  readonly remarks: Remarks;
}

export interface Updated {
  /** Only the texts that changed. */
  readonly changed: ReadonlyMap<string, string>;
  /** All texts as they are now, each with its last line ended. */
  readonly sound: Sound;
  readonly findings: readonly AuthorFinding[];
}

/** What makes one group say what is live. */
interface Change {
  /** The group's number among all places, which no edit changes. */
  readonly index: number;
  readonly path: string;
  readonly edits: readonly Edit[];
}

/**
 * Edits files so that they say what is live: in place and as little as can be, so that comments, order, quotes, names and
 * teams stay. Each round reads what the one before wrote; the last finds nothing left to do. A group whose edits would
 * leave a text that cannot be read stays as it is, and is reported (`pull-unedited`); the others are edited all the same.
 *
 * @throws {Error} the texts are not sound to begin with
 */
export function updateTexts({ texts, match, only = () => true, pin, remarks }: UpdateRequest): Updated {
  let sound = soundReading(new Map([...texts].map(([path, text]) => [path, withLineEnd(text)])));
  const { places } = sound.reading;
  const findings = new Map<string, AuthorFinding>();
  const unedited = new Set<number>();
  for (let round = 0; round <= MAX_ROUNDS; round += 1) {
    const { texts: now, reading } = sound;
    const changes: Change[] = [];
    const matches = match(reading.places.map(({ desired }) => desired));
    for (const [index, place] of reading.places.entries()) {
      const live = matches.get(place.desired);
      const { displayName, source } = place.desired;
      if (live === undefined) {
        note(findings, { code: "pull-not-live", severity: "warning", args: { displayName }, source });
        continue;
      }
      if (!only(live) || unedited.has(index)) continue;
      const change = groupEdits(place, live, { reading, text: now.get(place.path) ?? "", pin, remarks });
      if (change.edits.length > 0) changes.push({ index, path: place.path, edits: change.edits });
      for (const finding of change.findings) note(findings, finding);
    }
    if (changes.length === 0) break;
    if (round === MAX_ROUNDS) for (const { index } of changes) unedited.add(index);
    else sound = editedInParts(sound, changes, (index) => unedited.add(index));
  }
  for (const index of unedited) {
    const { displayName, source } = (places[index] as GroupPlace).desired;
    note(findings, { code: "pull-unedited", severity: "error", args: { displayName }, source });
  }
  return { changed: changedOnly(texts, sound.texts), sound, findings: [...findings.values()] };
}

/** The texts after these changes; `undefined` where they could not be read any more, or have other groups than before. */
function edited({ texts, reading }: Sound, changes: readonly Change[]): Sound | undefined {
  const after = new Map(texts);
  try {
    for (const path of new Set(changes.map((change) => change.path))) {
      const edits = changes.flatMap((change) => (change.path === path ? change.edits : []));
      after.set(path, applied(texts.get(path) ?? "", edits, reading.documents.get(path) ?? []));
    }
  } catch {
    // Two edits of one stretch.
    return undefined;
  }
  const next = readTexts(after);
  const isSame = !("findings" in next) && next.places.length === reading.places.length;
  return isSame ? { texts: after, reading: next } : undefined;
}

/** As many of the changes as can be made together: halves are tried, until one alone is at fault, which is given up. */
function editedInParts(sound: Sound, changes: readonly Change[], giveUp: (index: number) => void): Sound {
  let made: readonly Change[] = [];
  let result = sound;
  const attempt = (some: readonly Change[]): void => {
    const next = edited(sound, [...made, ...some]);
    if (next !== undefined) {
      made = [...made, ...some];
      result = next;
    } else if (some.length === 1) for (const { index } of some) giveUp(index);
    else {
      const middle = some.length >> 1;
      attempt(some.slice(0, middle));
      attempt(some.slice(middle));
    }
  };
  attempt(changes);
  return result;
}

function soundReading(texts: ReadonlyMap<string, string>): Sound {
  const reading = readTexts(texts);
  if (!("findings" in reading)) return { texts, reading };
  const first = reading.findings.find(({ severity }) => severity === "error");
  throw new Error(`unsound: ${first?.code} at ${first?.source?.file}:${first?.source?.line}`);
}

/** A text after edits, aliases rescued that would lose their anchor. @throws {Error} two edits overlap */
export function applied(text: string, edits: readonly Edit[], documents: readonly Document[]): string {
  const rescued = documents.flatMap((document) => rescuedAliases(document, edits, text));
  return applyEdits(text, [...edits, ...rescued]);
}

/** Rounds find the same again. */
function note(findings: Map<string, AuthorFinding>, finding: AuthorFinding): void {
  const identity = JSON.stringify([finding.code, finding.args]);
  if (!findings.has(identity)) findings.set(identity, finding);
}

function changedOnly(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...after].filter(([path, text]) => text !== withLineEnd(before.get(path) ?? "")));
}

/**
 * Edits may take an anchor away that aliases elsewhere still need: those become what they stood for. Where an anchor
 * stays and its value changes, the next round sees to the groups that share it.
 */
export function rescuedAliases(document: Document, edits: readonly Edit[], text: string): Edit[] {
  const goes = (offset: number) => edits.some(({ start, end }) => offset >= start && offset < end);
  return aliasesIn(document.contents).flatMap((alias) => {
    const target = alias.resolve(document);
    if (!(isScalar(target) || isMap(target) || isSeq(target)) || isAlias(target)) return [];
    const anchor = text.lastIndexOf(`&${alias.source}`, startOf(target));
    if (goes(startOf(alias)) || !goes(anchor)) return [];
    return [{ start: startOf(alias), end: endOf(alias), text: inlineText(target, document, text) }];
  });
}
