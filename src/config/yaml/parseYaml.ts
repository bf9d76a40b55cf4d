import type { Report } from "../findings.js";
import { isForeign } from "../foreignText.js";
import { type ParsedText, readFully } from "./fullReading.js";
import { readQuickly } from "./quickReading.js";
import type { SourceText } from "./sourceText.js";

/**
 * Reads a text as a stream of YAML documents. A document with a fault of syntax is reported and left out.
 *
 * There are two readings. The quick one takes what group files consist of; the full one takes everything, and alone
 * reports. Both give the same tree.
 */
export function parseYaml(source: SourceText, report: Report): ParsedText {
  if (isForeign(source, report)) return UNREADABLE;
  const documents = readQuickly(source);
  return documents ? { documents, broken: false } : readFully(source, report);
}

/** As {@link parseYaml}, by the full reading alone: for `muster.yaml`, which is small and decides where calls go. */
export function parseFully(source: SourceText, report: Report): ParsedText {
  return isForeign(source, report) ? UNREADABLE : readFully(source, report);
}

const UNREADABLE: ParsedText = { documents: [], broken: true };
