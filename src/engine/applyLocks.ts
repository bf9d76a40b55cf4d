import { StoppedError } from "../moor/errors.js";
import { type ApplyLock, acquireApplyLock } from "../state/applyLock.js";
import { RecordError } from "../state/recordError.js";
import type { RunContext } from "./events.js";
import type { Session } from "./session.js";
import { UserError } from "./userError.js";

/** The locks of one run: one for each account, taken before its plan is made, so that the plan sees what the last run did. */
export class ApplyLocks {
  readonly #held: ApplyLock[] = [];
  readonly #waitMs: number;
  readonly #context: RunContext;

  /** @param waitMs how long to wait for another run; 0 does not wait */
  constructor(waitMs: number, context: RunContext) {
    this.#waitMs = waitMs;
    this.#context = context;
  }

  /** @throws {UserError} another run of this machine is applying to the account */
  async take({ account: { name: account }, folder }: Session): Promise<void> {
    const { host, stop, onEvent } = this.#context;
    const { clock, machine } = host;
    try {
      const lock = await acquireApplyLock({
        folder,
        clock,
        pid: machine.pid,
        host: machine.hostname,
        command: "muster apply",
        isAlive: machine.isAlive,
        waitMs: this.#waitMs,
        stop,
        onWait: ({ pid, since }) => onEvent({ kind: "waiting-for-lock", account, pid, since }),
      });
      if ("release" in lock) {
        this.#held.push(lock);
        return;
      }
      if (stop.aborted) throw new StoppedError();
      const { pid, host: on, since } = lock.heldBy;
      throw new UserError([{ code: "locked", severity: "error", args: { account, pid, host: on, since } }]);
    } catch (error) {
      // Without a place to write there is no lock; a machine that cannot remember may still apply.
      if (!(error instanceof RecordError)) throw error;
      onEvent({ kind: "not-locked", account, detail: error.message });
    }
  }

  async release(): Promise<void> {
    await Promise.all(this.#held.splice(0).map((lock) => lock.release()));
  }
}
