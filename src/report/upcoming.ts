import type { AddedMember, GroupTurn } from "../plan/plan.js";
import type { Words } from "./messages/words.js";

/** A plan may look a month ahead; a reader of it needs what comes next. */
export const TURNS_AT_MOST = 5;

/** What an instant brings to a group, agent by agent: `+ 8010 (until 2026-12-15)`, `- 8005`, `± 8004 priority 0 → 5`. */
export function turnTexts(
  { joins, leaves, reprioritized }: GroupTurn,
  words: Words,
  agentText: (agent: AddedMember) => string,
): string[] {
  return [
    ...leaves.map((one) => `- ${agentText(one)}`),
    ...joins.map((one) => `+ ${agentText(one)}${endText(one, words)}`),
    ...reprioritized.map(
      (one) => `± ${agentText(one)} ${words.priority(`${one.from} → ${one.priority}`)}${endText(one, words)}`,
    ),
  ];
}

function endText({ source: { until } }: AddedMember, words: Words): string {
  return until === undefined ? "" : ` (${words.until(until)})`;
}
