import { MoorError, type MoorFault } from "./errors.js";
import type { OperationName } from "./operations.js";
import { lengthOf } from "./readLive.js";
import { parseAgents, parseGroupPage } from "./replies.js";
import { pageBody } from "./requests.js";
import type { Identity, Transport } from "./transport.js";

/** The interfaces that only read: calling one changes nothing. */
export const READING_OPERATIONS = [
  "queueQueue",
  "queueQueueAgentClaimStatus",
  "getCCAgentsByAcc",
] as const satisfies readonly OperationName[];
export type ReadingName = (typeof READING_OPERATIONS)[number];

/** What one call of a reading interface came to. */
export interface Probe {
  readonly operation: ReadingName;
  /** Absent where it was answered. */
  readonly fault?: MoorFault;
  /** Groups or agents that the account has, as far as the answer says. */
  readonly size?: number;
}

/**
 * Calls a reading interface, for no more than to see whether it answers. Nothing of a reply but how many there are is kept.
 *
 * @param as somebody else than the account
 * @throws {StoppedError} told to stop
 */
export async function probe(transport: Transport, operation: ReadingName, as?: Identity): Promise<Probe> {
  const how = as === undefined ? {} : { as };
  try {
    const size =
      operation === "getCCAgentsByAcc"
        ? await transport.call(operation, {}, (reply) => parseAgents(reply).size, how)
        : await transport.call(operation, pageBody(1, 10), (reply) => sizeOf(parseGroupPage(reply)), how);
    return { operation, size };
  } catch (error) {
    if (error instanceof MoorError) return { operation, fault: error.fault };
    throw error;
  }
}

function sizeOf(page: ReturnType<typeof parseGroupPage>): number {
  return page.count ?? lengthOf(page);
}
