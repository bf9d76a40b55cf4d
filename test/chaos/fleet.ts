import { join } from "node:path";
import type { Clock } from "../../src/model/clock.js";
import type { Simulator } from "../../src/simulator/startSimulator.js";
import { type InProcessRun, inProcess } from "../support/inProcess.js";
import type { Dice } from "./dice.js";
import type { QuickStore } from "./quickStore.js";
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

const WRITES = ["addQueue", "updateQueueAssignMembers"] as const;

export interface FleetOptions {
  readonly setting: Setting;
  readonly simulator: Simulator;
  readonly clock: Clock;
  readonly dice: Dice;
  /** Where state folders, and files that runs write, are kept. */
  readonly folder: string;
  /** What all machines share, if they share anything. */
  readonly store: QuickStore | undefined;
}

/** The machines that muster runs on. */
export class Fleet {
  runs = 0;
  /** Which run of `apply` sent each call, in their order: `run` counts from 1. */
  readonly calls: { readonly run: number; readonly writes: boolean }[] = [];
  readonly #options: FleetOptions;
  #turn = 0;

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  /** Says that the next run is another job: on a fresh disk, or on the other machine, if the setting has these. */
  nextJob(): void {
    this.#turn += 1;
  }

  /** Starts muster where the job is; or on another machine, so many further. */
  async run(args: readonly string[], away = 0): Promise<InProcessRun> {
    this.runs += 1;
    const { simulator, folder, store } = this.#options;
    const { settleMs, timeout, clocks } = this.#options.setting;
    const machine = this.#machine(away);
    const hostname = machine === undefined ? "elsewhere" : `chaos-${machine}`;
    const limits = Object.entries(BUDGET).map(([operation, calls]) => `${operation}=${calls}/1s`);
    const way = await store?.open();
    const env = {
      MUSTER_HOST: simulator.url,
      MUSTER_ACCOUNT_ID: ACCOUNT,
      MUSTER_API_SECRET: SECRET,
      MUSTER_LIMITS: limits.join(","),
      MUSTER_SETTLE: `${settleMs}ms`,
      MUSTER_STATE_DIR: join(folder, hostname),
      MUSTER_LANG: "en",
      ...(way === undefined ? {} : { MUSTER_STORE: way.url }),
    };
    // A holder of the lock that was killed on another machine is gone after a minute of silence.
    const patience = store !== undefined && args[0] === "apply" ? ["--lock-timeout", "150"] : [];
    const clock = wrongBy(clocks[machine ?? clocks.length - 1] ?? 0, this.#options.clock);
    const random = this.#options.dice.roll;
    const number = this.runs;
    const onSend = (url: string): void => {
      if (args[0] === "apply")
        this.calls.push({ run: number, writes: WRITES.some((name) => url.includes(`/${name}`)) });
    };
    const options = { env, clock, random, hostname, onSend };
    const run = inProcess([...args, ...patience, "--timeout", String(timeout)], options);
    const kill = (): void => {
      run.kill();
      way?.cut();
    };
    return { ...run, kill };
  }

  /** The machine where the job is, if it is one of ours. */
  #machine(away: number): number | undefined {
    const { disks, clocks } = this.#options.setting;
    if (disks === "many") return (this.#turn + away) % clocks.length;
    if (away > 0) return undefined;
    return { one: 0, fresh: this.#turn, two: this.#turn % 2 }[disks];
  }
}

/** The clock of a machine whose wall clock is wrong. */
function wrongBy(ms: number, clock: Clock): Clock {
  return ms === 0 ? clock : { ...clock, now: () => clock.now() + ms };
}
