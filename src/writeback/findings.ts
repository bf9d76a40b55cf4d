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
  /** A team that had groups, and that none uses any more. */
  "pull-team-unused": { team: string };
  /** No edit in place was found that leaves a text which can be read: the group's list, or its settings, are as they were. */
  "pull-unedited": { displayName: string; part: "members" | "settings" };
  /**
   * What is live now says nothing of a list that says who comes when. `away`: live, though absent. `cover`, `early`: not
   * live as they are to be. `roster`: most of those whom it has now are not live. `priority`: some are, with another one.
   * `team`: it is no longer what is live, and has members who come and go. `alias`: the list is another's. `row`: it is
   * the roster's as well.
   */
  "pull-timed": {
    displayName: string;
    because: "away" | "cover" | "early" | "roster" | "priority" | "team" | "alias" | "row";
    agentNumber?: string;
    /** Of the roster or the team. */
    name?: string;
  };
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
  /** Behind an agent under `agents` whom the account's directory calls so. */
  inactiveAgent(status: "disabled" | "locked"): string;
  /** Above the members of a team that no longer is what the live group has. */
  teamWrittenOut(team: string): string;
}

/** Why an edit of an agent is not made, and what it leaves to a person. */
export interface AgentFindingArgs {
  /** A name that several agents have, and what tells them apart; `groups`: how many hold the agent. */
  "several-agents": {
    agent: string;
    matches: {
      agentNumber: string;
      alias?: string;
      agentName?: string;
      account?: string;
      groups?: number;
      status?: "disabled" | "locked" | "unlisted";
    }[];
  };
  /** A name that several groups have. */
  "several-groups": { name: string; extens: string[] };
  /** The list is written once and serves groups that are not meant, by YAML aliases. */
  "in-shared-list": { agent: string; groups: string[]; others: string[]; roster?: string };
  /** The files leave the group's members alone: a list of one would remove all others. */
  "members-not-managed": { displayName: string };
  /** To be moved from a group that the agent is not in. */
  "not-a-member": { agent: string; displayName: string };
  /**
   * To be there until a time (without `until` for good), and there already. `ends`: until when; absent: for good. `begins`:
   * not yet, but from then on, with another priority.
   */
  "member-already": { agent: string; displayName: string; until?: string; ends?: string; begins?: string };
  /** `--until` is no time, or one that is over; with `flag`, that one is no time. */
  "bad-end": { until: string; isOver?: true; flag?: "--from" };
  /** To be away until a time that is not after the beginning. */
  "never-away": { from: string; until: string };
  /** To be away, and away then or for a part of it already. */
  "absent-already": { agent: string; from: string; until: string; by?: string };
  /** To take the places of somebody, and away then. */
  "cover-away": { by: string; from: string; until: string };
  /** To be away, and to take somebody's places then. */
  "covers-then": { agent: string; other: string; from: string; until: string };
  "covers-own-place": { agent: string };
  /** To join while away. */
  "away-now": { agent: string; until: string };
  /** To leave a group where the agent has the place of `other`, who is away. */
  "there-as-cover": { agent: string; displayName: string; other: string };
  /** To leave a cycle in which others would have to move up. */
  "cycle-order": { agent: string; roster: string };
  /** To get the places of somebody who has one in a cycle. */
  "cycle-place": { agent: string; roster: string };
  /** To get places in a roster that has the agent. */
  "in-roster-already": { agent: string; roster: string };
  /** A table has shifts of the agent to come. */
  "in-table": { agent: string; roster: string; file: string };
  /** To be moved from a group to which a roster brings the agent. */
  "moves-by-roster": { agent: string; displayName: string; roster: string };
  /** It would change others, too. */
  "changes-others": { agents: string[]; groups: string[] };
  /** Covers of those who come or go, who come or go with them. */
  "cover-follows": { agents: string[]; groups: string[] };
  /** The group takes the roster without the agent from now on. */
  "excepted-roster": { agent: string; displayName: string; roster: string };
  /** Tables may have the old name. */
  "tables-name": { alias: string; paths: string[] };
  /** To be away while in no group. */
  "not-there-then": { agent: string; from: string; until: string };
  /** To take the places of somebody, and in all of the groups at that time anyway. */
  "cover-idle": { agent: string; by: string };
  /** A colleague who is in no group has nothing to copy. */
  "in-no-group": { agent: string };
  /** To be moved from groups that give the agent different priorities, and none was chosen. */
  "priorities-differ": { agent: string; priorities: number[] };
  /** The same group is to be left and joined. */
  "moved-to-itself": { displayName: string };
  /** To be renamed, and `agents` has no name for the number. */
  "no-alias": { agent: string };
  /** A name that `agents` cannot get. */
  "alias-unfit": { alias: string; reason: "number" | "characters" | "reserved" | "taken"; agentNumber?: string };
  /** No edit in place was found that does what was asked and nothing else. */
  "edit-failed": { paths: string[] };
  /** Files that two accounts share: the other account's files would have an error. */
  "breaks-account": { account: string; paths: string[]; first: string };
  /** Files that two accounts share: the other account's groups change, too. */
  "changes-account": { account: string; paths: string[]; groups: string[] };
  /** Written beside the team, since other groups use it, too. */
  "beside-team": { agent: string; displayName: string; team: string; others: string[] };
  /** The group takes the team without the agent from now on, since other groups use it, too. */
  excepted: { agent: string; displayName: string; team: string; others: string[] };
  /** An additive group keeps live members that the files no longer name. */
  "stays-live": { agent: string; displayName: string };
  /** The agent was there already, with another priority than the colleague's. */
  "priority-kept": { agent: string; displayName: string; priority: number; other: number };
}
export type AgentFinding = FindingOf<AgentFindingArgs>;
