import type { EntryTime } from "../config/declarations.js";
import type { Moment } from "../config/time/moment.js";
import type { TreeNode } from "../config/yaml/tree.js";
import type { Member } from "../model/skillGroup.js";
import { extentOf, type Spans } from "../model/span.js";
import { scalarText } from "./yamlText.js";

/** When a new entry counts, as its file writes it. */
export interface WrittenTime {
  readonly from?: string;
  readonly until?: string;
  /** As a map in brackets. */
  readonly when?: string;
}

/** `from: 2026-12-01`, `until: 2026-12-05`, or nothing: fields behind the others of an entry. Sound times need no quotes. */
export function timeFields({ from, until, when }: WrittenTime): string[] {
  return [
    ...(when === undefined ? [] : [`when: ${when}`]),
    ...(from === undefined ? [] : [`from: ${from}`]),
    ...(until === undefined ? [] : [`until: ${until}`]),
  ];
}

/** The times of an entry that is written anew in its own file. */
export function timeOf(time: EntryTime | undefined): WrittenTime {
  return {
    ...(time?.from && { from: time.from.value }),
    ...(time?.until && { until: time.until.value }),
    ...(time?.when && { when: inBrackets(time.when) }),
  };
}

function inBrackets(node: TreeNode): string {
  switch (node.kind) {
    case "list":
      return `[${node.items.map(inBrackets).join(", ")}]`;
    case "map":
      return `{ ${[...node.fields.values()].map(({ key, value }) => `${key}: ${inBrackets(value)}`).join(", ")} }`;
    default:
      return /^[\d:-]+$/.test(node.written) ? node.written : scalarText(node.written);
  }
}

/** A span by the clock of a file, which may be in another zone than the one that it comes from. */
export function spanTime(spans: Spans | undefined, file: string, moment: Moment | undefined): WrittenTime {
  const span = extentOf(spans);
  if (span === undefined || moment === undefined) return {};
  return {
    ...(Number.isFinite(span.from) && { from: moment.wallOf(span.from, file) }),
    ...(Number.isFinite(span.until) && { until: moment.wallOf(span.until, file) }),
  };
}

/** Is an instant outside of a time that begins later, or begins again? */
export function isToBegin(spans: Spans | undefined, at: number): boolean {
  return beginningAfter(spans, at) !== undefined;
}

/** When a time begins, or begins again, that does not hold at an instant; `undefined`: it holds, or does not begin any more. */
export function beginningAfter(spans: Spans | undefined, at: number): number | undefined {
  if (spans === undefined || spans.some(({ from, until }) => from <= at && at < until)) return undefined;
  return spans.find(({ from }) => from > at)?.from;
}

/** Each membership with its time, in one order: equal lists are there at the same times. */
export function timesOf(members: readonly (Member & { readonly spans?: Spans })[]): string[] {
  return members
    .map(({ agentNumber, priority, spans = [] }) =>
      [agentNumber, priority, ...spans.map(({ from, until }) => `${from} ${until}`)].join(" "),
    )
    .sort();
}
