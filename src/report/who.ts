import type { MemberSource, Source } from "../model/source.js";
import type { Diagnostic } from "../plan/plan.js";
import { jsonLine, sayAll } from "./json.js";
import type { Language } from "./messages/catalogue.js";

/** What `muster who` found: where an agent is, account by account. `schemas/who.schema.json`. */
export interface Who {
  readonly formatVersion: "1.0";
  readonly kind: "who";
  /** As it was asked for: a number, an alias or a name. */
  readonly agent: string;
  /** The live accounts were not asked. */
  readonly offline: boolean;
  readonly accounts: readonly WhoAccount[];
}

export interface WhoAccount {
  /** Host and number are absent offline, where no variable is looked up. */
  readonly account: { readonly name: string; readonly host?: string; readonly accountId?: string };
  /** Absent where this account knows no such agent. */
  readonly agentNumber?: string;
  readonly alias?: string;
  readonly agentName?: string;
  /** In both, only in the files, only live; inside by name, then number. */
  readonly groups: readonly WhoGroup[];
  readonly offboarding: Offboarding;
  /** Groups of the files that could not be found for certain among the live ones. */
  readonly diagnostics: readonly Diagnostic[];
}

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

/** What to do so that the agent is in no group any more. */
export interface Offboarding {
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
  /** The groups that hold the agent by this entry. */
  readonly groups: readonly string[];
}

/** The document as `--format json` prints it. */
export function whoJson(who: Who, language: Language): string {
  const accounts = who.accounts.map((one) => ({ ...one, diagnostics: sayAll(one.diagnostics, language) }));
  return `${jsonLine({ ...who, accounts })}\n`;
}
