import { MoorError, StoppedError } from "../moor/errors.js";
import type { Through } from "../moor/live.js";
import type { Schedule } from "../plan/schedule.js";
import type { ApplyPorts } from "./ports.js";
import type { Written } from "./written.js";

/** An agent who has not arrived, and the step that should have brought the agent in. */
export interface Stranded {
  readonly agent: string;
  readonly stepId: string;
}

/**
 * Has an agent who moves arrived? Only then may the old group let go. The server's "success" is no proof: it answers
 * that to a number it skips and to a write it forgets; so the group is read back, once for all who arrive in it.
 */
export class Landings {
  readonly #arrivals: Schedule["arrivals"];
  /** The same by step: who is to arrive by it. */
  readonly #arriving = new Map<string, string[]>();
  readonly #running: ReadonlyMap<string, Promise<Written>>;
  readonly #ports: ApplyPorts;
  readonly #seen = new Map<string, Promise<ReadonlySet<string>>>();
  /** Steps whose settling time has been waited for. */
  readonly #waited = new Set<string>();

  /** @param running what becomes of each step */
  constructor(arrivals: Schedule["arrivals"], running: ReadonlyMap<string, Promise<Written>>, ports: ApplyPorts) {
    this.#arrivals = arrivals;
    this.#running = running;
    this.#ports = ports;
    for (const [agent, steps] of arrivals) {
      for (const id of steps) this.#arriving.set(id, [...(this.#arriving.get(id) ?? []), agent]);
    }
  }

  /** Those of the agents who have not arrived where they are to go. Every arrival is awaited, failed ones too. */
  async missing(agents: readonly string[]): Promise<Stranded[]> {
    const stranded: Stranded[] = [];
    for (const agent of agents) {
      for (const stepId of this.#arrivals.get(agent) ?? []) {
        if ((await this.#landedBy(stepId)).has(agent)) continue;
        stranded.push({ agent, stepId });
        break;
      }
    }
    return stranded;
  }

  /** Forgets who was seen. Arrivals that have been waited for are looked for once more, without a wait. */
  startOver(): void {
    this.#seen.clear();
  }

  #landedBy(stepId: string): Promise<ReadonlySet<string>> {
    const known = this.#seen.get(stepId);
    if (known !== undefined) return known;
    const seen = this.#lookFor(stepId);
    this.#seen.set(stepId, seen);
    return seen;
  }

  /**
   * Those who have been seen in the step's group, looked for until all who are to arrive by it are there or the settling
   * time is over. Either interface may show that somebody is there; that somebody is not, only the query.
   */
  async #lookFor(stepId: string): Promise<ReadonlySet<string>> {
    const { clock, stop, settleMs } = this.#ports;
    const written = await this.#running.get(stepId);
    if (written?.status !== "applied") return new Set();
    const expected = this.#arriving.get(stepId) ?? [];
    const until = clock.monotonic() + (this.#waited.has(stepId) ? 0 : settleMs);
    this.#waited.add(stepId);
    const seen = new Set<string>();
    for (let pause = 250; ; pause = Math.min(pause * 2, 4_000)) {
      const isLast = clock.monotonic() >= until;
      for (const agent of await this.#membersOf(written.exten, isLast ? "queueQueue" : "either")) seen.add(agent);
      if (isLast || stop.aborted || expected.every((agent) => seen.has(agent))) return seen;
      await clock.sleep(Math.min(pause, Math.max(0, until - clock.monotonic())), stop).catch(() => undefined);
    }
  }

  /** Nobody where it cannot be read: that is no word on who is there, and one failed read ends no wait. */
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
