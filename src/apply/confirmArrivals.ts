import { MoorError, StoppedError } from "../moor/errors.js";
import type { Through } from "../moor/live.js";
import type { WriteOrder } from "../plan/writeOrder.js";
import type { ApplyPorts } from "./ports.js";
import type { WriteResult } from "./result.js";

/** An agent who was not seen in the new group, and the step that should have put the agent there. */
export interface MissingArrival {
  readonly agent: string;
  readonly stepId: string;
}

/**
 * Confirms that agents who move have arrived: only then may the old group let them go. The server's "success" proves
 * nothing, since it also says so of a number that it skips. So the new group is read back, once for all who arrive in it.
 */
export class ArrivalChecks {
  readonly #arrivals: WriteOrder["arrivals"];
  /** The same by step: the agents that it brings in. */
  readonly #arriving = new Map<string, string[]>();
  readonly #running: ReadonlyMap<string, Promise<WriteResult>>;
  readonly #ports: ApplyPorts;
  readonly #seen = new Map<string, Promise<ReadonlySet<string>>>();
  /** Steps for which the settling time has been waited out. */
  readonly #waited = new Set<string>();

  /** @param running the result of each step, by its id */
  constructor(arrivals: WriteOrder["arrivals"], running: ReadonlyMap<string, Promise<WriteResult>>, ports: ApplyPorts) {
    this.#arrivals = arrivals;
    this.#running = running;
    this.#ports = ports;
    for (const [agent, steps] of arrivals) {
      for (const id of steps) this.#arriving.set(id, [...(this.#arriving.get(id) ?? []), agent]);
    }
  }

  /** The agents among these who have not arrived in every group that is to take them. Waits for the writes to these groups. */
  async missing(agents: readonly string[]): Promise<MissingArrival[]> {
    const missing: MissingArrival[] = [];
    for (const agent of agents) {
      for (const stepId of this.#arrivals.get(agent) ?? []) {
        if ((await this.#arrivedBy(stepId)).has(agent)) continue;
        missing.push({ agent, stepId });
        break;
      }
    }
    return missing;
  }

  /** Forgets what was seen. A group that has been waited for is read once more, without another wait. */
  startOver(): void {
    this.#seen.clear();
  }

  #arrivedBy(stepId: string): Promise<ReadonlySet<string>> {
    const known = this.#seen.get(stepId);
    if (known !== undefined) return known;
    const seen = this.#lookFor(stepId);
    this.#seen.set(stepId, seen);
    return seen;
  }

  /**
   * Members seen in the step's group. Looks until all who arrive by the step are there or the settling time is over.
   * Either interface can prove that an agent is there. Only the query can say that an agent is not.
   */
  async #lookFor(stepId: string): Promise<ReadonlySet<string>> {
    const { clock, stop, settleMs } = this.#ports;
    const result = await this.#running.get(stepId);
    if (result?.status !== "applied") return new Set();
    const expected = this.#arriving.get(stepId) ?? [];
    const until = clock.monotonic() + (this.#waited.has(stepId) ? 0 : settleMs);
    this.#waited.add(stepId);
    const seen = new Set<string>();
    for (let pause = 250; ; pause = Math.min(pause * 2, 4_000)) {
      const isLast = clock.monotonic() >= until;
      for (const agent of await this.#membersOf(result.exten, isLast ? "queueQueue" : "either")) seen.add(agent);
      if (isLast || stop.aborted || expected.every((agent) => seen.has(agent))) return seen;
      await clock.sleep(Math.min(pause, Math.max(0, until - clock.monotonic())), stop).catch(() => undefined);
    }
  }

  /** No members where the group cannot be read: one failed read proves nothing and must not end the wait. */
  async #membersOf(exten: string, through: Through): Promise<readonly string[]> {
    try {
      const group = await this.#ports.client.readGroup(exten, through);
      return group?.members.map((member) => member.agentNumber) ?? [];
    } catch (error) {
      if (error instanceof MoorError || error instanceof StoppedError) return [];
      throw error;
    }
  }
}
