import { MoorError, StoppedError } from "../moor/errors.js";
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

  #landedBy(stepId: string): Promise<ReadonlySet<string>> {
    const known = this.#seen.get(stepId);
    if (known !== undefined) return known;
    const seen = this.#lookFor(stepId);
    this.#seen.set(stepId, seen);
    return seen;
  }

  /** Members of the step's group, read until all who are to arrive by it are there or the settling time is over. */
  async #lookFor(stepId: string): Promise<ReadonlySet<string>> {
    const { client, clock, stop, settleMs } = this.#ports;
    const written = await this.#running.get(stepId);
    if (written?.status !== "applied") return new Set();
    const expected = this.#arriving.get(stepId) ?? [];
    const until = clock.monotonic() + settleMs;
    for (let pause = 250; ; pause = Math.min(pause * 2, 4_000)) {
      try {
        const group = await client.readGroup(written.exten, "either");
        const members = new Set(group?.members.map((member) => member.agentNumber));
        const left = until - clock.monotonic();
        if (expected.every((agent) => members.has(agent)) || left <= 0 || stop.aborted) return members;
        await clock.sleep(Math.min(pause, left), stop).catch(() => undefined);
      } catch (error) {
        if (error instanceof MoorError || error instanceof StoppedError) return new Set();
        throw error;
      }
    }
  }
}
