import type { FindingSink } from "../findings.js";
import { reportForeign } from "./foreign.js";
import { type ParsedText, readFully } from "./fullReading.js";
import { readQuickly } from "./quickReading.js";
import type { SourceText } from "./sourceText.js";

/**
 * Reads a text as a stream of YAML documents. A document with a fault of syntax is reported and left out.
 *
 * There are two readings. The quick one takes what group files consist of; the full one takes everything, and alone
 * reports. Both give the same tree.
 */
export function parseYaml(source: SourceText, sink: FindingSink): ParsedText {
  if (reportForeign(source, sink)) return UNREADABLE;
  const documents = readQuickly(source);
  return documents ? { documents, broken: false } : readFully(source, sink);
}

/** As {@link parseYaml}, by the full reading alone: for `muster.yaml`, which is small and decides where calls go. */
export function parseFully(source: SourceText, sink: FindingSink): ParsedText {
  return reportForeign(source, sink) ? UNREADABLE : readFully(source, sink);
}

const UNREADABLE: ParsedText = { documents: [], broken: true };
