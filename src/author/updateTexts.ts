import type { DesiredGroup } from "../config/desired.js";
import type { LiveGroup } from "../moor/live.js";
import { rescuedAliases } from "./anchors.js";
import { applyEdits, type Edit, withLineEnd } from "./edits.js";
import type { AuthorFinding } from "./findings.js";
import { groupEdits } from "./groupEdits.js";
import { type Reading, readTexts } from "./reading.js";
import type { Remarks } from "./remarks.js";

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
  readonly findings: readonly AuthorFinding[];
}

/**
 * Edits files so that they say what is live: in place and as little as can be, so that comments, order, quotes, names and
 * teams stay. Each round reads what the one before wrote; the last finds nothing left to do.
 *
 * @throws {Error} a text that was written cannot be read: a fault of muster's, and nothing must be saved
 */
export function updateTexts({ texts, match, only = () => true, pin, remarks }: UpdateRequest): Updated {
  const now = new Map([...texts].map(([path, text]) => [path, withLineEnd(text)]));
  const findings = new Map<string, AuthorFinding>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const reading = soundReading(now);
    const edits = new Map<string, Edit[]>();
    const matches = match(reading.places.map(({ desired }) => desired));
    for (const place of reading.places) {
      const live = matches.get(place.desired);
      if (live === undefined) {
        const { displayName } = place.desired;
        note(findings, {
          code: "pull-not-live",
          severity: "warning",
          args: { displayName },
          source: place.desired.source,
        });
        continue;
      }
      if (!only(live)) continue;
      const text = now.get(place.path) ?? "";
      const change = groupEdits(place, live, { reading, text, pin, remarks });
      edits.set(place.path, [...(edits.get(place.path) ?? []), ...change.edits]);
      for (const finding of change.findings) note(findings, finding);
    }
    const isDone = [...edits.values()].every((list) => list.length === 0);
    if (isDone) return { changed: changedOnly(texts, now), findings: [...findings.values()] };
    for (const [path, list] of edits) now.set(path, applied(path, list, reading, now));
  }
  throw new Error("the files could not be brought to what is live");
}

function soundReading(texts: ReadonlyMap<string, string>): Reading {
  const reading = readTexts(texts);
  if (!("findings" in reading)) return reading;
  const first = reading.findings.find(({ severity }) => severity === "error");
  throw new Error(`unsound: ${first?.code} at ${first?.source?.file}:${first?.source?.line}`);
}

function applied(path: string, edits: readonly Edit[], reading: Reading, texts: ReadonlyMap<string, string>): string {
  const text = texts.get(path) ?? "";
  const rescued = (reading.documents.get(path) ?? []).flatMap((document) => rescuedAliases(document, edits, text));
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
