import { type Document, isMap, isSeq, type YAMLMap, type YAMLSeq } from "yaml";
import { type Edit, indentOf, nextLine } from "./edits.js";
import { flowAdditions } from "./flowList.js";
import { DOCUMENT_KEYS } from "./keyOrder.js";
import { endOf, isFlow, keyTextOf, pairOf, startOf } from "./nodes.js";
import { pairsBehind } from "./pairs.js";
import { scalarText } from "./yamlText.js";

/** An absence as a file is to say it. Agents are scalars already: a name of `agents`, or a quoted number. */
export interface WrittenAbsence {
  readonly agent: string;
  readonly by?: string | undefined;
  /** Wall-clock times of the file's zone. */
  readonly from: string;
  readonly until: string;
  readonly reason?: string | undefined;
}

/**
 * The edits that add an absence to a document: behind the last one that it has, in the style of that one, or as a list of
 * its own where `fmt` would put it. `undefined` where the document cannot take it.
 */
export function absenceEdits(absence: WrittenAbsence, { contents: root }: Document, text: string): Edit[] | undefined {
  if (!isMap(root)) return undefined;
  const fields = fieldsOf(absence);
  const inline = `{ ${fields.join(", ")} }`;
  const list = pairOf(root, "absences")?.value;
  if (isSeq(list)) return inList(list, fields, inline, text);
  if (pairOf(root, "absences") !== undefined) return undefined;
  if (isFlow(root)) return pairsBehind(root, [`absences: [${inline}]`], text);
  return newList(root, inline, text);
}

/** Does the document have a list of absences of its own? */
export function hasAbsences({ contents }: Document): boolean {
  return isSeq(pairOf(contents, "absences")?.value);
}

function fieldsOf({ agent, by, from, until, reason }: WrittenAbsence): string[] {
  return [
    `agent: ${agent}`,
    `from: ${from}`,
    `until: ${until}`,
    ...(by === undefined ? [] : [`by: ${by}`]),
    ...(reason === undefined ? [] : [`reason: ${scalarText(reason)}`]),
  ];
}

function inList(list: YAMLSeq, fields: readonly string[], inline: string, text: string): Edit[] {
  if (isFlow(list)) return flowAdditions(list, text, [inline]);
  const last = list.items.at(-1);
  const indent = indentOf(text, startOf(list));
  const lines = isMap(last) && !isFlow(last) ? fields.join(`\n${indent}  `) : inline;
  const at = nextLine(text, endOf(last));
  return [{ start: at, end: at, text: `${indent}- ${lines}\n` }];
}

/** Behind the last of the keys that stand before it in canonical order; what is out of order stays where it is. */
function newList(root: YAMLMap, inline: string, text: string): Edit[] {
  const own = DOCUMENT_KEYS.indexOf("absences");
  const before = root.items.findLast(({ key }) => {
    const place = DOCUMENT_KEYS.indexOf(keyTextOf(key));
    return place !== -1 && place < own;
  });
  const indent = indentOf(text, startOf(root.items[0]?.key));
  const block = `${indent}absences:\n${indent}  - ${inline}\n`;
  if (before === undefined) {
    const at = startOf(root.items[0]?.key) - indent.length;
    return [{ start: at, end: at, text: `${block}\n` }];
  }
  const at = behindRemarks(text, nextLine(text, endOf(before.value ?? before.key)), indent);
  const isLast = text.slice(at).trim() === "" || /^(?:---|\.\.\.)/.test(text.slice(at));
  // Keys that a blank line parts stay parted, and those that none does not.
  const gap = isLast || /^[ \t]*\r?\n/.test(text.slice(at)) ? "" : "\n";
  return [{ start: at, end: at, text: `\n${block}${gap}` }];
}

/** Comments that stand further to the right than a key speak of what is above them. */
function behindRemarks(text: string, offset: number, indent: string): number {
  const remarks = new RegExp(`(?:[ \\t]*\\r?\\n)*${indent}[ \\t]+#[^\\n]*(?:\\n|$)`, "y");
  let at = offset;
  for (remarks.lastIndex = at; remarks.test(text); remarks.lastIndex = at) at = remarks.lastIndex;
  return at;
}
