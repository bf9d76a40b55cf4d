import type { Voice } from "../cli/output/output.js";
import type { OddGroup } from "../moor/live.js";
import { besideOdd } from "../plan/matchGroups.js";
import { findingsText } from "../report/text/findingsText.js";

/** Says which live groups could not be read and are left out, for commands whose documents have no place for it. */
export function tellOdd(odd: readonly OddGroup[], isIgnored: (displayName: string) => boolean, voice: Voice): void {
  const { warnings } = besideOdd({ matches: [] }, odd, isIgnored);
  if (warnings.length === 0) return;
  voice.warn(findingsText(warnings, undefined, voice.textOptions("stderr")));
}
