import { isMap, type YAMLMap } from "yaml";
import { commaAfter, type Edit, indentTo, lineStart, nextLine, skipBlank } from "./edits.js";
import { endOf, isFlow, type ReadPair, startOf } from "./nodes.js";

/** Writes pairs behind the last one of a map. */
export function pairsBehind(map: YAMLMap, pairs: readonly string[], text: string): Edit[] {
  const start = startOf(map);
  const last = map.items.at(-1);
  const end = endOf(last?.value ?? last?.key);
  if (isFlow(map)) {
    const more = pairs.map((pair) => `, ${pair}`).join("");
    if (text[start] === "{") return [{ start: end, end, text: more }];
    // A list in brackets may hold a single pair without braces of its own.
    return [
      { start, end: start, text: "{ " },
      { start: end, end, text: `${more} }` },
    ];
  }
  const at = nextLine(text, end);
  const indent = indentTo(text, start);
  return [{ start: at, end: at, text: pairs.map((pair) => `${indent}${pair}\n`).join("") }];
}

/** Takes a pair out of its map; `undefined` where that would take a comment along, or leave nothing. */
export function pairRemoval(map: unknown, pair: ReadPair, text: string): Edit | undefined {
  if (!isMap(map)) return undefined;
  const index = map.items.indexOf(pair as YAMLMap["items"][number]);
  const before = map.items[index - 1];
  const next = map.items[index + 1];
  const [from, to] = [startOf(pair.key), endOf(pair.value)];
  const isBare = (start: number, end: number) => !text.slice(start, end).includes("#");
  if (isFlow(map)) {
    const start = before === undefined ? from : endOf(before.value ?? before.key);
    const end = before === undefined ? skipBlank(text, commaAfter(text, to) ?? to) : to;
    return isBare(start, end) ? { start, end, text: "" } : undefined;
  }
  const [start, end] =
    before === undefined
      ? [from, next === undefined ? to : startOf(next.key)]
      : [lineStart(text, from), nextLine(text, to)];
  return isBare(start, end) && (before ?? next) !== undefined ? { start, end, text: "" } : undefined;
}
