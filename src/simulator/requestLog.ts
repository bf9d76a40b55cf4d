import type { OperationName } from "./api/operations.js";
import type { FaultKind } from "./behaviour/faultKinds.js";

/** One call as the server saw it. Times are the clock's monotonic ms. Neither signature nor secret is in it. */
export interface RequestRecord {
  /** From 1, in order of arrival, over all operations and accounts. */
  readonly seq: number;
  readonly operation: OperationName;
  /** The account in the path, known or not. */
  readonly accountId: string;
  /** Numbers the TCP connections from 1. */
  readonly connection: number;
  /** When the whole request was there. */
  readonly receivedAt: number;
  /** When the limit counted it; null for calls with a wrong signature, which are never counted. */
  readonly countedAt: number | null;
  /** When the answer, or the end of the connection, left; null while there is none. */
  readonly answeredAt: number | null;
  /** The JSON sent, or the text of a body that is no JSON. */
  readonly body: unknown;
  /** The fault that ended the call, else the code answered (in the body or by HTTP); null until that is decided. */
  readonly outcome: FaultKind | number | null;
  /** Every fault that struck, those that let the call go on included. */
  readonly faults: readonly FaultKind[];
  /** Was it refused for being over the limit, truly or by a fault? */
  readonly limited: boolean;
}

/** A record while its call is under way. */
export type OpenRecord = { -readonly [K in keyof RequestRecord]: RequestRecord[K] };
