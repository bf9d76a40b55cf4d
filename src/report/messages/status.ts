import type { ClaimState } from "../../model/claims.js";
import type { StatusSummary } from "../status.js";

/** What the text of `muster status` says around the data. One object a language, complete by type. */
export interface StatusWords {
  /** When the account was read, as the API's own clock has it. */
  time(clock: string): string;
  summary(summary: StatusSummary): string;
  unstaffed(groups: number, empty: number): string;
  staffed(groups: number): string;
  readonly noMembers: string;
  /** How many of a group's members take conversations. */
  claiming(claiming: number, members: number): string;
  /** Where an agent takes conversations. */
  state(state: ClaimState): string;
  /** How many do so. */
  count(state: ClaimState, members: number): string;
  /** The last picture stands below, since this look failed. */
  readonly notRead: string;
  /** The window is too low for this many lines more. */
  hidden(lines: number): string;
  /** The interval asked for would take more than a fair share of the budget. */
  slower(seconds: number): string;
}
