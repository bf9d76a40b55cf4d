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
    ...joins.map((one) => {
      const { until } = one.source;
      return `+ ${agentText(one)}${until === undefined ? "" : ` (${words.until(until)})`}`;
    }),
    ...reprioritized.map((one) => `± ${agentText(one)} ${words.priority(`${one.from} → ${one.priority}`)}`),
  ];
}
