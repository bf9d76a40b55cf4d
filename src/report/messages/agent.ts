import type { Language } from "./catalogue.js";
import { agentWords as agentWordsEn } from "./en/agent.js";
import { agentWords as agentWordsZh } from "./zh/agent.js";

/** An edit, as its title tells it. */
export interface ToldEdit {
  readonly kind: "add" | "remove" | "move" | "replace" | "copy" | "rename" | "cover";
  readonly agent: string;
  /** The successor, the newcomer, the cover or the new name; empty where nobody covers. */
  readonly by: string;
  /** Names of the groups that change. */
  readonly groups: readonly string[];
  /** Of these, the groups that someone joins. */
  readonly to: readonly string[];
  /** When an agent is away, as files write it. */
  readonly from?: string;
  readonly until?: string;
}

/** The texts of `muster agent`. */
export interface AgentWords {
  /** In the imperative, as the subject of a commit. */
  edit(edit: ToldEdit): string;
  changed(edit: string, files: number, dryRun: boolean): string;
  commit(command: string): string;
  readonly unchanged: string;
  /** After an agent left all groups. */
  stillNamed(alias: string, place: string): string;
}

const AGENT: Readonly<Record<Language, AgentWords>> = { en: agentWordsEn, zh: agentWordsZh };

/** The texts of `muster agent` in a language. */
export function agentWordsOf(language: Language): AgentWords {
  return AGENT[language];
}
