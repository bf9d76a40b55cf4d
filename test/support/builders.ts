import type { DesiredGroup, DesiredMember, DesiredState } from "../../src/config/desired.js";
import { DEFAULT_GUARDS } from "../../src/config/settings.js";
import type { Source } from "../../src/model/source.js";
import type { LiveGroup, LiveState } from "../../src/moor/live.js";
import { DOCUMENTED_LIMITS } from "../../src/moor/operations.js";
import { makePlan, type PlanDraft, type PlanInput, type Planned } from "../../src/plan/makePlan.js";

/** `8000` at priority 0, or `8000:5` at priority 5. */
type MemberText = string;

const at = (line: number): Source => ({ file: "groups.yaml", line, column: 3 });

export function member(text: MemberText, line = 1): DesiredMember {
  const [agentNumber = "", priority = "0"] = text.split(":");
  return { agentNumber, priority: Number(priority), source: at(line) };
}

export function desiredGroup(
  displayName: string,
  members?: readonly MemberText[],
  more: Partial<DesiredGroup> = {},
): DesiredGroup {
  return {
    displayName,
    previously: [],
    membership: "exact",
    source: at(10),
    settingSources: { members: at(12) },
    ...(members === undefined ? {} : { members: members.map((text, index) => member(text, 13 + index)) }),
    ...more,
  };
}

export function liveGroup(
  exten: string,
  displayName: string,
  members: readonly MemberText[] = [],
  more: Partial<LiveGroup> = {},
): LiveGroup {
  const plain = members.map(member).map(({ agentNumber, priority }) => ({ agentNumber, priority }));
  return { exten, displayName, assignRule: "random", memory: "off", members: plain, ...more };
}

export function desiredState(...groups: DesiredGroup[]): DesiredState {
  return { groups, agentNames: new Map() };
}

export function liveState(...groups: LiveGroup[]): LiveState {
  return { groups, odd: [], pageSize: 100, pages: 1 };
}

export function plan(
  desired: readonly DesiredGroup[],
  live: readonly LiveGroup[],
  more: Partial<PlanInput> = {},
): Planned {
  return makePlan({
    account: { name: "default", host: "https://api.example", accountId: "N0" },
    desired: desiredState(...desired),
    live: liveState(...live),
    guards: { settings: DEFAULT_GUARDS },
    limits: DOCUMENTED_LIMITS,
    isIgnored: () => false,
    createdAt: "2026-11-23T00:00:00.000Z",
    musterVersion: "0.0.0",
    ...more,
  });
}

/** Only the plan. */
export function planned(...args: Parameters<typeof plan>): PlanDraft {
  return plan(...args).plan;
}
