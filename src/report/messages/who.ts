import type { WhoGroup } from "../who.js";

/** What the text of `muster who` says around the data. One object a language, complete by type. */
export interface WhoWords {
  readonly agent: string;
  readonly notKnown: string;
  /** In no group, neither in the files nor live. */
  nowhere(offline: boolean): string;
  heading(where: WhoGroup["where"], count: number): string;
  /** One priority, or the two that differ. */
  priority(desired: number | undefined, live: number | undefined): string;
  readonly notManaged: string;
  readonly additive: string;
  /** The group's line that brings the team in. */
  via(team: string, line: string): string;
  offboarding(entries: number): string;
  inTeam(team: string, groups: readonly string[]): string;
  readonly names: string;
  readonly byHand: string;
  readonly notAsked: string;
}
