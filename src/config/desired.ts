import type { LastTurn } from "../calendar/timeline.js";
import type { AssignRule, Member, Memory } from "../model/skillGroup.js";
import type { MemberSource, Source } from "../model/source.js";
import type { Span, Spans } from "../model/span.js";
import type { AgentDeclaration } from "./declarations.js";
import type { Moment } from "./time/moment.js";

export type Membership = "exact" | "additive";

export interface DesiredMember extends Member {
  /** The name that the files' `agents` give this number, where they do. */
  readonly alias?: string;
  /** The person's name from `agents: { x: { name } }`. */
  readonly agentName?: string;
  readonly source: MemberSource;
  /** When the agent is a member, within the moment's window; absent: always. */
  readonly spans?: Spans;
}

/** How many members the files demand of a group, and when. */
export interface Coverage {
  readonly min: number;
  /** Absent: always. Known within the moment's window only. */
  readonly spans?: Spans;
  readonly source: Source;
}

/** Who answers for a group. */
export interface Owner {
  /** As the files have it: a name from `agents`, a number, or any text. */
  readonly written: string;
  /** Absent where it is no agent of the files. */
  readonly agentNumber?: string;
  /** The person's name from `agents: { x: { name } }`. */
  readonly agentName?: string;
}

/** A group as the files want it. A setting that is absent is not managed: neither compared nor changed. */
export interface DesiredGroup {
  readonly displayName: string;
  /** The pin: the live group's number. */
  readonly exten?: string;
  /** Old names by which a live group may still be found. */
  readonly previously: readonly string[];
  /** Names that look like this one and belong to other groups: they do not stop its creation. */
  readonly distinct?: readonly string[];
  /** To be emptied, and then deleted in the console. `members` is empty then, and `membership` exact. */
  readonly retired?: true;
  /** What it is for, and who answers for it: for people, and never sent. */
  readonly description?: string;
  readonly owner?: Owner;
  readonly assignRule?: AssignRule;
  readonly memory?: Memory;
  /** Absent: members are left alone. Empty: the group must be empty. */
  readonly members?: readonly DesiredMember[];
  /** Only where some are not always members: everybody who was, is or will be one. `members` are those of the instant. */
  readonly timeline?: readonly DesiredMember[];
  /** Of the timeline, those who are not members any more. */
  readonly ended?: readonly DesiredMember[];
  /** Only with a timeline: the last change that the clock brought each agent, of those within the moment's window. */
  readonly turned?: readonly LastTurn<DesiredMember>[];
  /** Some come by a roster or a `when`: they are known up to `moment.knownUntil` only. */
  readonly recurs?: true;
  /** Absent: none is demanded. */
  readonly coverage?: readonly Coverage[];
  readonly membership: Membership;
  /** Where the group's entry begins. */
  readonly source: Source;
  /** Where each managed setting stands; what a removal or a manual change points at. */
  readonly settingSources: Readonly<
    Partial<Record<"displayName" | "exten" | "assignRule" | "memory" | "members", Source>>
  >;
}

/** Everything that the files of one account say, resolved: no alias or team is left. */
export interface DesiredState {
  readonly groups: readonly DesiredGroup[];
  /** Names for agent numbers (number → name), for people who review. */
  readonly agentNames: ReadonlyMap<string, string>;
  /** The entries of `agents`; absent where the state is not made from files. */
  readonly aliases?: readonly AgentDeclaration[];
  /** The instant that the state is of, where the files use time or it was asked for. */
  readonly moment?: Moment;
  /** As the files have them, in their order; only where they have any. */
  readonly absences?: readonly Absence[];
}

/** A time in which an agent is in no group, wherever the files list the agent. */
export interface Absence extends Pick<Span, "from" | "until"> {
  readonly agentNumber: string;
  /** Who takes the agent's places. */
  readonly by?: string;
  readonly reason?: string;
  readonly source: Source;
}
