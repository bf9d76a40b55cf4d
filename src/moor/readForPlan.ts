import type { Clock } from "../model/clock.js";
import { MoorError } from "./errors.js";
import type { LiveGroup, LiveState } from "./live.js";
import { readLive } from "./readLive.js";
import { readSome } from "./readSome.js";
import type { GroupPage } from "./replies.js";
import type { ReadingOperation } from "./routes.js";
import type { CallOptions } from "./transport.js";
import { whileWanted } from "./whileWanted.js";

/** What a plan has to know of an account. */
export interface PlanNeeds {
  /** Something is compared that only the query carries, such as a group's memory. */
  readonly queryOnly: boolean;
  /** Numbers of the only groups that matter; absent: all groups do. */
  readonly extens?: readonly string[];
}

/** An account as a plan sees it. */
export interface PlanReading extends LiveState {
  /**
   * The whole account, as the interface has it that is there to list groups. Otherwise what is in the reading is there,
   * but what is not in it may be there all the same: by the claim status alone no group is taken to be missing.
   */
  readonly certain: boolean;
}

/** What reading for a plan needs. */
export interface PlanReadPorts {
  readonly clock: Clock;
  readonly stop: AbortSignal;
  readonly list: (operation: ReadingOperation, page: number, pageSize: number, how: CallOptions) => Promise<GroupPage>;
  readonly single: (operation: ReadingOperation, exten: string, how: CallOptions) => Promise<LiveGroup | undefined>;
  /** The page sizes to try with an interface, largest first; sizes that it refuses are taken out. */
  readonly sizesOf: (operation: ReadingOperation) => number[];
  /** Through which interface so many calls are over sooner; the query at a tie. */
  readonly sooner: (calls: number) => Promise<ReadingOperation>;
}

/**
 * Reads what a plan needs. Through the query, which is made for it; but where that would have to wait, as a run before
 * this one or a page size of ten can have it, and nobody asks for what only the query carries, through the claim status.
 * The plan is the same either way.
 *
 * How long it would wait shows only with the first page, which says how many there are. Going over to the claim status
 * then costs that one call, of a budget that has no more to give.
 */
export async function readForPlan(needs: PlanNeeds, ports: PlanReadPorts): Promise<PlanReading> {
  if (needs.queryOnly) return readThrough("queueQueue", needs, ports);
  const operation = await ports.sooner(1);
  if (operation === "queueQueueAgentClaimStatus") return readAside(needs, ports);
  try {
    return await readThrough(operation, needs, ports, async (left) => {
      if ((await ports.sooner(left)) !== "queueQueue") throw new Detour();
    });
  } catch (error) {
    if (error instanceof Detour) return readAside(needs, ports);
    throw error;
  }
}

/** Through the claim status. A short cut must never be why a plan fails: whatever goes wrong, there is the long way. */
async function readAside(needs: PlanNeeds, ports: PlanReadPorts): Promise<PlanReading> {
  try {
    return await readThrough("queueQueueAgentClaimStatus", needs, ports);
  } catch (error) {
    if (error instanceof MoorError) return readThrough("queueQueue", needs, ports);
    throw error;
  }
}

/** @param beforeRest is told how many calls are still to be made once that is known, and may throw */
function readThrough(
  operation: ReadingOperation,
  { extens }: PlanNeeds,
  { clock, stop, list, single, sizesOf }: PlanReadPorts,
  beforeRest?: (calls: number) => Promise<void>,
): Promise<PlanReading> {
  return whileWanted(async (over) => {
    const how = { over, hasty: operation !== "queueQueue" };
    const options = { sizes: sizesOf(operation), ...(beforeRest === undefined ? {} : { beforeRest }) };
    const page = (number: number, pageSize: number) => list(operation, number, pageSize, how);
    const whole = (first?: GroupPage) =>
      readLive(operation, page, clock, stop, first === undefined ? options : { ...options, first });
    if (extens === undefined) return { ...(await whole()), certain: operation === "queueQueue" };
    const some = await readSome(extens, page, (exten) => single(operation, exten, how), whole, options);
    return { ...some, certain: false };
  });
}

/** The rest is read elsewhere. */
class Detour extends Error {
  override readonly name = "Detour";
}
