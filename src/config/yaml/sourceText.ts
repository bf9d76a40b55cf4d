import type { Source } from "../../model/source.js";
import type { SourceFile } from "../files.js";
import type { FindingSink } from "../findings.js";
import { kindOf } from "./foreign.js";

/** A file's text and the way from an offset in it to a line and column. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
  /** Offsets count UTF-16 units from the start of `text`, which has lost its byte order mark, as in an editor. */
  place(offset: number): Source;
}

/** Prepares a text for finding the line and column of its offsets. */
export function sourceText(file: string, text: string): SourceText {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const startOf = (index: number) => starts[index] ?? Number.POSITIVE_INFINITY;
  const isIn = (offset: number, index: number) => startOf(index) <= offset && offset < startOf(index + 1);
  /** The line of the answer before. Readings ask in the order of the text: mostly it is that one, or the next. */
  let current = 0;
  return {
    file,
    text,
    place(offset) {
      if (!isIn(offset, current)) current = isIn(offset, current + 1) ? current + 1 : lineOf(starts, offset);
      return { file, line: current + 1, column: offset - startOf(current) + 1 };
    },
  };
}

/** The last line, counted from 0, that begins at or before an offset. */
function lineOf(starts: readonly number[], offset: number): number {
  let [before, behind] = [0, starts.length];
  while (behind - before > 1) {
    const middle = (before + behind) >> 1;
    if ((starts[middle] ?? 0) <= offset) before = middle;
    else behind = middle;
  }
  return before;
}

/** Strictly UTF-8, with or without a byte order mark; anything else is reported at its first wrong byte. */
export function decode(file: SourceFile, sink: FindingSink): SourceText | undefined {
  const whole = decodeStart(file.bytes, file.bytes.length, "all of it");
  if (whole !== undefined) return sourceText(file.path, whole);

  const kind = kindOf(file.bytes);
  if (kind !== undefined) {
    sink.error("not-yaml", { kind }, { file: file.path, line: 1, column: 1 });
    return undefined;
  }
  const { text, fault } = decodeUpToFault(file.bytes);
  sink.error(
    "not-utf8",
    { byte: hex(file.bytes[fault]), ...(isUtf16(file.bytes) && { encoding: "UTF-16" as const }) },
    sourceText(file.path, text).place(text.length),
  );
  return undefined;
}

/** The readable part of bytes that are not UTF-8. Names are searched in it; it is never used as a file's text. */
export function decodeLoosely(file: SourceFile): string {
  return new TextDecoder("utf-8").decode(file.bytes);
}

/** The sound text before the first wrong byte. `TextDecoder` does not say where it fails, so the place is found by bisection. */
function decodeUpToFault(bytes: Uint8Array): { text: string; fault: number } {
  let sound = 0;
  let unsound = bytes.length + 1;
  while (unsound - sound > 1) {
    const middle = (sound + unsound) >> 1;
    if (middle <= bytes.length && decodeStart(bytes, middle, "its start") !== undefined) sound = middle;
    else unsound = middle;
  }
  const text = decodeStart(bytes, sound, "its start") ?? "";
  // A character that has begun is not in the text yet: its first byte is the wrong one.
  return { text, fault: new TextEncoder().encode(text).length + markLength(bytes) };
}

/** `its start` lets the last character be incomplete, and leaves it out. */
function decodeStart(bytes: Uint8Array, length: number, taken: "all of it" | "its start"): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, length), {
      stream: taken === "its start",
    });
  } catch {
    return undefined;
  }
}

function markLength(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

function hex(byte: number | undefined): string {
  return `0x${(byte ?? 0).toString(16).toUpperCase().padStart(2, "0")}`;
}
