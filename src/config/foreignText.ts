import type { FindingSink } from "./findings.js";
import type { SourceText } from "./yaml/sourceText.js";

/** A line that git writes where two changes conflict. */
const CONFLICT = /^(?:<{7}|>{7}|\|{7}|={7})(?= |\r?$)/m;

/**
 * Reports text that git or an old editor left in the place of YAML. The parser would report many errors that miss the point.
 *
 * @returns Is it such a text? Then it has been reported.
 */
export function isForeign({ text, place }: SourceText, sink: FindingSink): boolean {
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
