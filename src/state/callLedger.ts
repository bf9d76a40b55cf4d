import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { RateLimit } from "../config/settings.js";
import type { Clock } from "../model/clock.js";
import { CallLane, type Claim } from "./callLane.js";
import { safeName } from "./folders.js";
import type { RecordError } from "./recordError.js";
import { SharedText } from "./sharedText.js";

export interface CallLedgerOptions<Operation extends string> {
  /** The account's folder. */
  readonly folder: string;
  readonly limits: Readonly<Record<Operation, RateLimit>>;
  readonly clock: Clock;
  /** Unlike any other process, past ones included: a UUID, not a pid. */
  readonly owner: string;
  /** Ms after which an unanswered call is given up. */
  readonly timeoutMs: number;
}

/**
 * The calls of the last window, of all processes of this machine together. By the same proof as the limiter of a single
 * process: a call keeps its place from before it is sent until a window after its answer, so of any two calls that use
 * the same place the second is counted more than a window after the first.
 *
 * Where it cannot be read or written it is no memory at all: every claim is granted at once, and nothing fails.
 */
export interface CallLedger<Operation extends string> {
  /** Why the record of some operation cannot be read or written now; known after its first claim. */
  readonly trouble: RecordError | undefined;
  /**
   * Waits until this machine's processes together have a free place, and takes it: when it resolves, every other
   * process sees it taken. Claims of one operation are granted in the order of asking.
   *
   * @throws the signal's reason, as soon as it is aborted; nothing stays taken
   */
  claim(operation: Operation, stop: AbortSignal): Promise<Claim>;
  /** Ms that the next waiting claim still has to wait, from memory; 0 where none waits. */
  waitMs(operation: Operation): number;
  /** Ms until the last of so many claims would be granted, were they all made now; 0 where nothing can be read. */
  outlookMs(operation: Operation, calls: number): Promise<number>;
}

/** Opens the ledger of one account. Nothing is read or written before the first claim. */
export function openCallLedger<Operation extends string>({
  folder,
  limits,
  clock,
  owner,
  timeoutMs,
}: CallLedgerOptions<Operation>): CallLedger<Operation> {
  // One process can open an account twice, under two names of the configuration: their calls must not be taken for one.
  const ledger = `${owner}.${randomUUID().slice(0, 8)}`;
  const lanes = new Map(
    (Object.entries(limits) as [Operation, RateLimit][]).map(([operation, limit]) => [
      operation,
      new CallLane(
        new SharedText(join(folder, "calls", safeName(operation)), ledger),
        { limit, timeoutMs },
        clock,
        ledger,
      ),
    ]),
  );
  const lane = (operation: Operation): CallLane => {
    const found = lanes.get(operation);
    if (found === undefined) throw new TypeError(`no limit for ${operation}`);
    return found;
  };
  return {
    get trouble() {
      return [...lanes.values()].map(({ trouble }) => trouble).find((trouble) => trouble !== undefined);
    },
    claim: (operation, stop) => lane(operation).claim(stop),
    waitMs: (operation) => lane(operation).waitMs,
    outlookMs: (operation, calls) => lane(operation).outlookMs(calls),
  };
}
