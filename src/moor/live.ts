import type { Member } from "../model/skillGroup.js";

export interface LiveMember extends Member {
  readonly agentName?: string;
}

/** A group as the account has it now. Settings that the API page does not know stay as the words the server used. */
export interface LiveGroup {
  readonly exten: string;
  readonly displayName: string;
  /** One of the four rules, or the server's own word. */
  readonly assignRule: string;
  /**
   * One of muster's memories, or `<minutes>m` for a time that the API page does not list. Absent when the group was
   * read through the claim-status interface, which does not carry it.
   */
  readonly memory?: string;
  readonly members: readonly LiveMember[];
}

/** A complete read of an account, and what it took. */
export interface WholeRead<G> {
  readonly groups: readonly G[];
  /** Groups a page that the server granted; it may clamp what is asked for. */
  readonly pageSize: number;
  /** Calls that one complete read takes at that page size. */
  readonly pages: number;
}

export type LiveState = WholeRead<LiveGroup>;
