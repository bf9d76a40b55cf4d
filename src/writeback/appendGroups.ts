import { type Document, isSeq } from "yaml";
import { applyEdits, indentOf, nextLine, withLineEnd } from "./edits.js";
import { endOf, isFlow, pairOf, startOf } from "./nodes.js";
import { documentsOf } from "./reading.js";
import { documentText, type WrittenGroup } from "./writeState.js";

/** Puts entries behind the last group of a file; where there is no list that could take them, in a document of their own. */
export function appendGroups(text: string, written: readonly WrittenGroup[]): string {
  if (written.length === 0) return text;
  if (text.trim() === "") return documentText(written);
  const whole = withLineEnd(text);
  const list = documentsOf(whole)
    .map(groupList)
    .findLast((found) => found !== undefined);
  if (list === undefined) {
    // After `...` a document may begin without a marker, and with one, too.
    return applyEdits(whole, [{ start: whole.length, end: whole.length, text: `---\n${documentText(written)}` }]);
  }
  const at = nextLine(whole, endOf(list));
  const indent = indentOf(whole, startOf(list));
  const entries = written.map(({ lines }) => `\n${lines.map((line) => `${indent}${line}\n`).join("")}`);
  return applyEdits(whole, [{ start: at, end: at, text: entries.join("") }]);
}

function groupList(document: Document) {
  const list = pairOf(document.contents, "groups")?.value;
  return isSeq(list) && !isFlow(list) && list.items.length > 0 ? list : undefined;
}
