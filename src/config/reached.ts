import type { Source } from "../model/source.js";

/** An agent as a member list reaches it. */
export interface Reached {
  readonly agentNumber: string;
  readonly alias: string | undefined;
  /** The agent's own, else that of the nearest team reference that sets one. */
  readonly priority: number | undefined;
  /** The entry that names the agent. */
  readonly at: Source;
  /** The innermost team that lists the agent. */
  readonly team: string | undefined;
  /** The list's own entry that brings the agent's team in. */
  readonly via: Source | undefined;
}
