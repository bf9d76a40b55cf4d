import type { MoorClient } from "./client.js";
import { MoorError, type MoorFault } from "./errors.js";
import type { AgentDirectory, LiveGroup } from "./live.js";
import type { OperationName } from "./operations.js";
import { lengthOf } from "./pages.js";
import { parseClaimPage } from "./replies.js";
import { pageBody } from "./requests.js";
import type { Identity } from "./sender.js";

/** The interfaces that only read: calling one changes nothing. */
export const READING_OPERATIONS = [
  "queueQueue",
  "queueQueueAgentClaimStatus",
  "getCCAgentsByAcc",
] as const satisfies readonly OperationName[];
export type ReadingName = (typeof READING_OPERATIONS)[number];

/** How one call of a reading interface ended. */
export interface Probe {
  readonly operation: ReadingName;
  /** Absent when the call was answered. */
  readonly fault?: MoorFault;
  /** Groups or agents that the account has, as far as the answer says. */
  readonly size?: number;
  /** Of the query: the groups of its first page. */
  readonly groups?: readonly Pick<LiveGroup, "exten" | "members">[];
  /** Of the agent list. */
  readonly agents?: AgentDirectory;
}

/**
 * Makes the first call of a reading. Of the replies only groups with their members, and agents with their states, are kept.
 *
 * @throws {StoppedError} the run stops
 */
export function probe(client: MoorClient, operation: ReadingName): Promise<Probe> {
  return outcomeOf(operation, ask(client, operation));
}

async function ask(client: MoorClient, operation: ReadingName): Promise<Omit<Probe, "operation">> {
  if (operation === "getCCAgentsByAcc") {
    const agents = await client.readAgents(Number.POSITIVE_INFINITY);
    return agents === undefined ? { size: 0 } : { size: agents.size, agents };
  }
  const { count: size, groups } = await client.firstGroups(operation);
  return operation === "queueQueue" ? { size, groups } : { size };
}

/**
 * Makes the same call in the name of another account.
 *
 * @throws {StoppedError} the run stops
 */
export function probeAs(stranger: Identity, { transport }: MoorClient): Promise<Probe> {
  const operation = "queueQueueAgentClaimStatus";
  const how = { as: stranger };
  return outcomeOf(
    operation,
    transport.call(operation, pageBody(1, 10), (reply) => ({ size: lengthOf(parseClaimPage(reply)) }), how),
  );
}

async function outcomeOf(operation: ReadingName, asked: Promise<Omit<Probe, "operation">>): Promise<Probe> {
  try {
    return { operation, ...(await asked) };
  } catch (error) {
    if (error instanceof MoorError) return { operation, fault: error.fault };
    throw error;
  }
}
