import type { ZoneClock } from "../../calendar/dayTime.js";
import { instantOf, readWallClock } from "../../calendar/wallClock.js";
import type { Span } from "../../model/span.js";
import type { Section } from "../declarations.js";
import type { FindingSink } from "../findings.js";
import type { Located } from "../yaml/tree.js";

/** From and until as a file writes them. */
export interface WrittenExtent {
  readonly from?: Located<string>;
  readonly until?: Located<string>;
  readonly zone?: Section["zone"] | undefined;
}

/** From `from` to `until`; `undefined` where there is neither, or they are wrong, which is reported. */
export function readExtent(
  { from, until, zone }: WrittenExtent,
  clockOf: (zone: Section["zone"]) => ZoneClock,
  sink: FindingSink,
): Span | undefined {
  if (from === undefined && until === undefined) return undefined;
  const instant = (written: Located<string> | undefined, field: "from" | "until"): number | "wrong" | undefined => {
    if (written === undefined) return undefined;
    const wall = readWallClock(written.value);
    const { zone: name } = clockOf(zone);
    if (!("fault" in wall)) return instantOf(wall, name);
    sink.error("bad-time", { field, value: written.value, zone: name, ...wall }, written.at);
    return "wrong";
  };
  const [first, last] = [instant(from, "from"), instant(until, "until")];
  if (first === "wrong" || last === "wrong") return undefined;
  const span = {
    from: first ?? Number.NEGATIVE_INFINITY,
    until: last ?? Number.POSITIVE_INFINITY,
    ...(from && { begins: from.value }),
    ...(until && { ends: until.value }),
  };
  if (span.from < span.until) return span;
  sink.error("until-not-after-from", { from: from?.value ?? "", until: until?.value ?? "" }, until?.at);
  return undefined;
}
