import type { FindingSink } from "../findings.js";
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
  if (isForeign(source, sink)) return UNREADABLE;
  const documents = readQuickly(source);
  return documents ? { documents, broken: false } : readFully(source, sink);
}

/** As {@link parseYaml}, by the full reading alone: for `muster.yaml`, which is small and decides where calls go. */
export function parseFully(source: SourceText, sink: FindingSink): ParsedText {
  return isForeign(source, sink) ? UNREADABLE : readFully(source, sink);
}

const UNREADABLE: ParsedText = { documents: [], broken: true };

/** A line that git writes where two changes conflict. */
const CONFLICT = /^(?:<{7}|>{7}|\|{7}|={7})(?= |\r?$)/m;

/**
 * Reports text that git or an old editor left in the place of YAML. The parser would report many errors that miss the point.
 *
 * @returns Is it such a text? Then it has been reported.
 */
function isForeign({ text, place }: SourceText, sink: FindingSink): boolean {
  if (text.startsWith("version https://git-lfs.github.com/spec/")) {
    sink.error("not-checked-out", { as: "lfs-pointer" }, place(0));
    return true;
  }
  const [target] = /^\.{0,2}\/[^\s:]+$|^[^\s:#]+\.ya?ml$/.exec(text) ?? [];
  if (target !== undefined) {
    sink.error("not-checked-out", { as: "link", target }, place(0));
    return true;
  }
  const conflict = text.includes("=======") || text.includes("<<<<<<<") ? text.search(CONFLICT) : -1;
  if (conflict !== -1) {
    sink.error("merge-conflict", {}, place(conflict));
    return true;
  }
  if (text.includes("\r") && !text.includes("\n")) {
    sink.error("line-ends", {}, place(0));
    return true;
  }
  return false;
}
