import type { MoorClient } from "./client.js";
import { MoorError, type MoorFault } from "./errors.js";
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
}

/**
 * Makes the first call of a reading. Of the reply only the number of groups or agents is kept.
 *
 * @throws {StoppedError} the run stops
 */
export function probe(client: MoorClient, operation: ReadingName): Promise<Probe> {
  return outcomeOf(
    operation,
    operation === "getCCAgentsByAcc"
      ? client.readAgents(Number.POSITIVE_INFINITY).then((agents) => agents?.size ?? 0)
      : client.countGroups(operation),
  );
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
    transport.call(operation, pageBody(1, 10), (reply) => lengthOf(parseClaimPage(reply)), how),
  );
}

async function outcomeOf(operation: ReadingName, asked: Promise<number>): Promise<Probe> {
  try {
    return { operation, size: await asked };
  } catch (error) {
    if (error instanceof MoorError) return { operation, fault: error.fault };
    throw error;
  }
}
