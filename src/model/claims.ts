import type { Member } from "./skillGroup.js";

/**
 * Where an agent takes conversations now: in both places, on the PC, in the app, nowhere; `unknown` where the server
 * does not say. In the order in which documents list them.
 */
export const CLAIM_STATES = ["both", "pc", "app", "none", "unknown"] as const;
export type ClaimState = (typeof CLAIM_STATES)[number];

/** A member, and where this agent takes conversations. */
export interface ClaimMember extends Member {
  readonly agentName?: string;
  readonly claim: ClaimState;
}

/** A group as the claim status has it. The reply's `phone` is never read. */
export interface ClaimGroup {
  readonly exten: string;
  readonly displayName: string;
  readonly members: readonly ClaimMember[];
}

/** Does this agent take conversations? `undefined` when that is not known. */
export function takes(claim: ClaimState): boolean | undefined {
  return claim === "unknown" ? undefined : claim !== "none";
}

/** The two switches of a member as one word. One switch that is on is enough, even if the other is unknown. */
export function claimState(pc: boolean | undefined, app: boolean | undefined): ClaimState {
  if (pc === true) return app === true ? "both" : "pc";
  if (app === true) return "app";
  return pc === false && app === false ? "none" : "unknown";
}
