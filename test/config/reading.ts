import { expect } from "vitest";
import type { DesiredState } from "../../src/config/desired.js";
import type { SourceFile } from "../../src/config/files.js";
import type { ConfigFinding } from "../../src/config/findings.js";
import { loadDesired } from "../../src/config/loadDesired.js";

/** Stands in test texts where a finding is expected, and is taken out before the text is read. */
const MARK = "‸";

/** A file of a text, as it would be read from disk. */
export function fileOf(text: string, path = "groups.yaml"): SourceFile {
  return { path, bytes: new TextEncoder().encode(text) };
}

/** A text without its marks, and the places where they were, as `file:line:column`. */
export function unmark(marked: string, path = "groups.yaml"): { text: string; places: string[] } {
  const [first = "", ...rest] = marked.split(MARK);
  let text = first;
  const places: string[] = [];
  for (const part of rest) {
    const before = text.split("\n");
    places.push(`${path}:${before.length}:${(before.at(-1) ?? "").length + 1}`);
    text += part;
  }
  return { text, places };
}

/** `file:line:column code`, what most tests want to know. */
export function brief({ code, source }: ConfigFinding): string {
  return `${source ? `${source.file}:${source.line}:${source.column}` : "nowhere"} ${code}`;
}

/** `note file:line:column` for each further place. */
export function relatedOf({ related = [] }: ConfigFinding): string[] {
  return related.map(({ note, source }) => `${note} ${source.file}:${source.line}:${source.column}`);
}

/** Reads a marked text and expects a finding of these codes at its marks, one each, and no other. */
export function expectFindings(marked: string, ...codes: ConfigFinding["code"][]): readonly ConfigFinding[] {
  const { text, places } = unmark(marked);
  const { findings } = loadDesired([fileOf(text)]);
  expect(findings.map(brief)).toEqual(places.map((place, index) => `${place} ${codes[index]}`));
  expect(codes).toHaveLength(places.length);
  return findings;
}

/** Reads texts that must be sound; warnings are allowed. */
export function desiredOf(...texts: string[]): DesiredState {
  const { desired, findings } = loadDesired(texts.map((text, index) => fileOf(text, `${index}.yaml`)));
  if (!desired) throw new Error(`not sound: ${findings.map(brief).join(", ")}`);
  return desired;
}
