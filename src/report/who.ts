import type { MemberSource, Source } from "../model/source.js";
import type { AgentStatus } from "../moor/live.js";
import type { Diagnostic } from "../plan/plan.js";
import { jsonLine, sayAll } from "./json.js";
import type { Language } from "./messages/catalogue.js";
import type { ScheduleAbsence, ScheduledSpan } from "./schedule.js";

/** What `muster who` found for one agent: where the agent is, account by account. `schemas/who.schema.json`. */
export interface Who {
  readonly formatVersion: "1.0";
  readonly kind: "who";
  /** As it was asked for: a number, an alias or a name. */
  readonly agent: string;
  /** The live accounts were not asked. */
  readonly offline: boolean;
  readonly accounts: readonly WhoAccount[];
}

/** The answer where several agents were asked for. */
export interface Whos {
  readonly formatVersion: "1.0";
  readonly kind: "whos";
  readonly offline: boolean;
  /** Those who were found, in the order in which they were asked for. */
  readonly agents: readonly Who[];
  /** Why the others were not. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface WhoAccount {
  /** Host and number are absent offline, where no variable is looked up. */
  readonly account: { readonly name: string; readonly host?: string; readonly accountId?: string };
  /** Absent where this account knows no such agent. */
  readonly agentNumber?: string;
  readonly alias?: string;
  /** The account's own name of the agent; the files' where that is not known. */
  readonly agentName?: string;
  /** Absent for agents who may work, and where the agent directory did not answer. */
  readonly status?: AgentState;
  /** In both, only in the files, only live; inside by name, then number. */
  readonly groups: readonly WhoGroup[];
  /** When the agent joins or leaves groups by the files' clock, the next first; absent where that never comes. */
  readonly upcoming?: readonly WhoTurn[];
  /** Only where days were asked for. */
  readonly schedule?: WhoSchedule;
  /** Entries that take a team without the agent; absent where there are none. */
  readonly excluded?: readonly Exclusion[];
  readonly offboarding: Offboarding;
  /** Names that do not agree, and groups of the files that could not be found for certain among the live ones. */
  readonly diagnostics: readonly Diagnostic[];
}

/** `unlisted`: the account's agent directory does not have the number. */
export type AgentState = AgentStatus | "unlisted";

/** A group that holds the agent. */
export interface WhoGroup {
  readonly displayName: string;
  readonly exten?: string;
  /** Absent offline. */
  readonly where?: "both" | "files" | "live";
  /** How far the files manage the group's members. */
  readonly managed: "exact" | "additive" | "no";
  readonly desired?: { readonly priority: number; readonly source: MemberSource };
  readonly live?: { readonly priority: number };
}

/** An instant at which the agent joins a group, leaves it, or gets another priority there. */
export interface WhoTurn {
  /** ISO 8601, with the offset of the files' zone. */
  readonly at: string;
  readonly displayName: string;
  readonly exten?: string;
  /** Absent where the agent leaves. */
  readonly desired?: { readonly priority: number; readonly source: MemberSource };
  /** The priority until then; only where the agent stays, with another one. */
  readonly from?: number;
}

/** When the agent is in which groups, by the files alone. */
export interface WhoSchedule {
  /** IANA name. */
  readonly timezone: string;
  /** The stretch that is shown, half-open; as all instants here ISO 8601 with the offset of the zone. */
  readonly from: string;
  readonly until: string;
  /** Those that have the agent at some time of it; by name, then number. */
  readonly groups: readonly WhoScheduleGroup[];
  /** When the agent is in none of them, whatever else the files say. */
  readonly absences: readonly ScheduleAbsence[];
}

export interface WhoScheduleGroup {
  readonly displayName: string;
  readonly exten?: string;
  readonly managed: "exact" | "additive";
  /** In their order. */
  readonly spans: readonly ScheduledSpan[];
}

/** An `except` that names the agent. One of its groups may hold the agent all the same, by another entry. */
export interface Exclusion {
  readonly source: Source;
  /** The team that is taken without the agent, or the roster. */
  readonly team?: string;
  readonly roster?: string;
  /** The team or the roster whose list the entry is in; absent where it is a group's own. */
  readonly inTeam?: string;
  readonly groups: readonly string[];
}

/** What to do so that the agent is in no group any more. */
export interface Offboarding {
  /** Tables with shifts of the agent that are not over, each by its first such cell: no command takes them out. Absent: none. */
  readonly tables?: readonly { readonly source: Source; readonly roster: string }[];
  /** The entries to delete, each once. */
  readonly entries: readonly OffboardingEntry[];
  /** The lines under `agents` that nothing needs any more then. */
  readonly names: readonly Source[];
  /** Live groups that no apply takes the agent out of: a person has to, in the console. */
  readonly byHand: readonly { readonly displayName: string; readonly exten: string }[];
}

export interface OffboardingEntry {
  readonly source: Source;
  readonly team?: string;
  readonly roster?: string;
  /** In `absences`: who is away, or who takes the places. */
  readonly absence?: "agent" | "by";
  /** The groups that hold the agent by this entry. */
  readonly groups: readonly string[];
}

/** The document as `--format json` prints it. */
export function whoJson(found: Who | Whos, language: Language): string {
  if (found.kind === "who") return `${jsonLine(said(found, language))}\n`;
  const agents = found.agents.map((one) => said(one, language));
  return `${jsonLine({ ...found, agents, diagnostics: sayAll(found.diagnostics, language) })}\n`;
}

function said(who: Who, language: Language): object {
  const accounts = who.accounts.map((one) => ({ ...one, diagnostics: sayAll(one.diagnostics, language) }));
  return { ...who, accounts };
}
