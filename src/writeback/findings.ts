import type { FindingOf } from "../model/finding.js";

/** What a pull could not write down, or left as it was, and why. */
export interface AuthorFindingArgs {
  /** The rules for files forbid the live name: control characters, white space alone, nothing at all. */
  "pull-name": { displayName: string; exten: string };
  /** Groups of one name need pins, and this group's number is not made of digits. */
  "pull-number": { displayName: string; exten: string };
  /** An agent number or a priority that files cannot hold; the group's members are not managed. */
  "pull-member": { displayName: string; exten: string; agentNumber: string; priority: string };
  /** The live group lists an agent with several priorities; one was written. */
  "pull-twice": { displayName: string; exten: string; agentNumber: string; priorities: number[]; written: number };
  /** The live setting has no word in files; it is not written. */
  "pull-setting": { displayName: string; exten: string; attribute: "assignRule" | "memory"; live: string };
  /** A team that is no longer what the live group has, replaced by its members. */
  "pull-team": { displayName: string; team: string };
  /** No edit in place was found that leaves a text which can be read: the group is as it was. */
  "pull-unedited": { displayName: string };
  /** A group of the files that the account does not have. */
  "pull-not-live": { displayName: string };
}
export type AuthorFinding = FindingOf<AuthorFindingArgs>;

/** What muster writes into comments of files, in the reader's language; on one line each, whatever the arguments. */
export interface Remarks {
  /** After `# memory: `, where the live value has no word in files. */
  unknownSetting(live: string): string;
  /** After `# members: `, where files cannot hold an agent number or a priority. */
  unwritableMember(agentNumber: string): string;
  /** Above the members of a team that no longer is what the live group has. */
  teamWrittenOut(team: string): string;
}
