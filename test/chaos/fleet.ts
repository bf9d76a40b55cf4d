import { join } from "node:path";
import type { Clock } from "../../src/model/clock.js";
import type { Simulator } from "../../src/simulator/startSimulator.js";
import { type InProcessRun, inProcess } from "../support/inProcess.js";
import type { Dice } from "./dice.js";
import type { Setting } from "./setting.js";

export const ACCOUNT = "N00000000556";
export const SECRET = "chaos-s3cret-that-must-not-show";

/** Calls in a second of the quick clock. */
export const BUDGET = {
  addQueue: 4,
  updateQueueAssignMembers: 4,
  queueQueue: 8,
  queueQueueAgentClaimStatus: 20,
} as const;

export interface FleetOptions {
  readonly setting: Setting;
  readonly simulator: Simulator;
  readonly clock: Clock;
  readonly dice: Dice;
  /** Where state folders, and files that runs write, are kept. */
  readonly folder: string;
}

/** The machines that muster runs on. */
export class Fleet {
  runs = 0;
  readonly #options: FleetOptions;
  #turn = 0;

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  /** Says that the next run is another job: on a fresh disk, or on the other machine, if the setting has these. */
  nextJob(): void {
    this.#turn += 1;
  }

  /** Starts muster where the job is; `elsewhere` on a machine of its own. */
  run(args: readonly string[], elsewhere = false): InProcessRun {
    this.runs += 1;
    const { setting, simulator, clock, dice, folder } = this.#options;
    const turn = { one: 0, fresh: this.#turn, two: this.#turn % 2 }[setting.disks];
    const hostname = elsewhere ? "elsewhere" : `chaos-${turn}`;
    const limits = Object.entries(BUDGET).map(([operation, calls]) => `${operation}=${calls}/1s`);
    const env = {
      MUSTER_HOST: simulator.url,
      MUSTER_ACCOUNT_ID: ACCOUNT,
      MUSTER_API_SECRET: SECRET,
      MUSTER_LIMITS: limits.join(","),
      MUSTER_SETTLE: `${setting.settleMs}ms`,
      MUSTER_STATE_DIR: join(folder, hostname),
      MUSTER_LANG: "en",
    };
    return inProcess([...args, "--timeout", String(setting.timeout)], { env, clock, random: dice.roll, hostname });
  }
}
