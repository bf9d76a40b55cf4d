import type { LiveGroup } from "../moor/live.js";
import { type Failure, failureOf } from "./failure.js";
import type { Names } from "./groupNameIndex.js";
import type { ApplyPorts } from "./ports.js";

/** What watching for a group came to. */
export type Found =
  /** It is there, under the name. */
  | { readonly kind: "named"; readonly exten: string }
  /** The number is there, under another name. */
  | { readonly kind: "stored"; readonly exten: string; readonly live: string }
  /** Not there, by the query's word: these are all the groups that are. */
  | { readonly kind: "nothing"; readonly groups: readonly LiveGroup[] }
  | { readonly kind: "unknown"; readonly failure: Failure };

/**
 * Watches for a group to show, less and less often. Stopped by a signal it looks once more and answers. That it is not
 * there is said by the query: the claim status may be longer in showing it.
 *
 * @param exten its number, where that is known: then it is asked for by that, and by its name at the last look
 */
export async function watchFor(
  displayName: string,
  forMs: number,
  names: Names,
  { client, clock, journal, stop, onEvent }: ApplyPorts,
  exten?: string,
): Promise<Found> {
  if (exten === undefined) onEvent({ kind: "looking", displayName });
  const until = clock.monotonic() + forMs;
  const unknown = (detail: string): Found => ({
    kind: "unknown",
    failure: { code: "create-unknown", args: { displayName, detail } },
  });
  for (let pause = 250; ; pause = Math.min(pause * 2, 4_000)) {
    const isLast = clock.monotonic() >= until;
    const through = isLast ? "queueQueue" : "either";
    try {
      const group = exten === undefined ? undefined : await client.readGroup(exten, through);
      if (group?.displayName === displayName) return { kind: "named", exten: group.exten };
      const groups = exten === undefined || isLast ? await names.all(clock.monotonic(), through) : [];
      const bearers = groups.filter((one) => one.displayName === displayName).map((one) => one.exten);
      if (bearers.length > 1)
        return { kind: "unknown", failure: { code: "create-ambiguous", args: { displayName, extens: bearers } } };
      if (bearers[0] !== undefined) return { kind: "named", exten: bearers[0] };
      if (group !== undefined) {
        // The query's reading of it is what the next run goes by.
        const sure = isLast ? group : await client.readGroup(group.exten, "queueQueue");
        if (sure?.displayName === displayName) return { kind: "named", exten: sure.exten };
        if (sure !== undefined) {
          await journal.shown([sure]);
          return { kind: "stored", exten: sure.exten, live: sure.displayName };
        }
      }
      if (isLast) return { kind: "nothing", groups };
    } catch (error) {
      return unknown(failureOf(error, displayName).code);
    }
    if (stop.aborted) return unknown("interrupted");
    await clock.sleep(Math.min(pause, Math.max(0, until - clock.monotonic())), stop).catch(() => undefined);
  }
}
