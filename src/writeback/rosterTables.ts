import { isMap, isScalar, isSeq } from "yaml";
import { applyEdits, type Edit, indentOf, likeBefore, nextLine, withLineEnd } from "./edits.js";
import { endOf, isFlow, pairOf, startOf } from "./nodes.js";
import { pairsBehind } from "./pairs.js";
import { documentsOf } from "./reading.js";
import { quotedText } from "./yamlText.js";

/**
 * Adds a table to those that a roster names. Comments and style are kept.
 *
 * @param path as it is to be written
 * @returns `undefined` where the roster is written in a way that is not edited: behind an alias, or in a shape of its own
 */
export function withRosterTable(text: string, roster: string, path: string): string | undefined {
  const whole = withLineEnd(text);
  for (const { contents } of documentsOf(whole)) {
    const node = pairOf(pairOf(contents, "rosters")?.value, roster)?.value;
    if (!isMap(node)) continue;
    const edits = editsOf(node, pathText(path), whole);
    if (edits === undefined) return undefined;
    const edited = likeBefore(applyEdits(whole, edits), text);
    return isAsMeant(whole, edited, roster, path) ? edited : undefined;
  }
  return undefined;
}

/** A path as a file holds it: plain where nothing can be misread. */
function pathText(path: string): string {
  return /^[\p{L}\p{N}_.][\p{L}\p{N}_./-]*\.[a-z]+$/iu.test(path) ? path : quotedText(path);
}

function editsOf(roster: unknown, path: string, text: string): Edit[] | undefined {
  if (!isMap(roster)) return undefined;
  const pair = pairOf(roster, "tables");
  if (pair === undefined) {
    if (roster.items.length > 0) return pairsBehind(roster, [`tables: [${path}]`], text);
    const at = startOf(roster) + 1;
    return isFlow(roster) ? [{ start: at, end: at, text: ` tables: [${path}] ` }] : undefined;
  }
  const list = pair.value;
  if (!isSeq(list)) return undefined;
  const last = list.items.at(-1);
  if (last === undefined) return [{ start: startOf(list) + 1, end: startOf(list) + 1, text: path }];
  const end = endOf(last);
  if (isFlow(list)) return [{ start: end, end, text: `, ${path}` }];
  const at = nextLine(text, end);
  return [{ start: at, end: at, text: `${indentOf(text, startOf(list))}- ${path}\n` }];
}

/** Does the edited text name one table more, and mean the same else? */
function isAsMeant(before: string, after: string, roster: string, path: string): boolean {
  const [was, is] = [before, after].map((text) => documentsOf(text));
  if (is === undefined || is.some(({ errors }) => errors.length > 0)) return false;
  const tablesIn = (documents: typeof is) =>
    documents.flatMap(({ contents }) => {
      const list = pairOf(pairOf(pairOf(contents, "rosters")?.value, roster)?.value, "tables")?.value;
      return isSeq(list) ? list.items.map((item) => (isScalar(item) ? String(item.value) : "")) : [];
    });
  const [listed, now] = [tablesIn(was ?? []), tablesIn(is)];
  return JSON.stringify(now) === JSON.stringify([...listed, path]);
}
