import type { Voice } from "../cli/output/output.js";
import { StoppedError } from "../moor/errors.js";
import { dialogueOf } from "../report/messages/words.js";
import { visible } from "../report/text/visible.js";
import { type ApplyLock, acquireApplyLock } from "../state/applyLock.js";
import { RecordError } from "../state/recordError.js";
import type { Shell } from "./host.js";
import type { Session } from "./session.js";
import { UserError } from "./userError.js";

/** The locks of one run: one for each account, taken before its plan is made, so that the plan sees what the last run did. */
export class ApplyLocks {
  readonly #held: ApplyLock[] = [];
  readonly #shell: Shell;
  readonly #voice: Voice;
  readonly #waitMs: number;
  readonly #stop: AbortSignal;

  /** @param waitMs how long to wait for another run; 0 does not wait */
  constructor(waitMs: number, shell: Shell, voice: Voice, stop: AbortSignal) {
    this.#waitMs = waitMs;
    this.#shell = shell;
    this.#voice = voice;
    this.#stop = stop;
  }

  /** @throws {UserError} another run of this machine is applying to the account */
  async take({ account, folder }: Session): Promise<void> {
    const { clock, machine } = this.#shell;
    const words = dialogueOf(this.#voice.language);
    try {
      const lock = await acquireApplyLock({
        folder,
        clock,
        pid: machine.pid,
        host: machine.hostname,
        command: "muster apply",
        isAlive: machine.isAlive,
        waitMs: this.#waitMs,
        stop: this.#stop,
        onWait: (holder) =>
          this.#voice.note(`${visible(words.waitingForLock(account.name, holder.pid, holder.since))}\n`),
      });
      if ("release" in lock) {
        this.#held.push(lock);
        return;
      }
      if (this.#stop.aborted) throw new StoppedError();
      const { pid, host, since } = lock.heldBy;
      throw new UserError([{ code: "locked", severity: "error", args: { account: account.name, pid, host, since } }]);
    } catch (error) {
      // Without a place to write there is no lock; a machine that cannot remember may still apply.
      if (!(error instanceof RecordError)) throw error;
      this.#voice.warn(`${visible(words.notLocked(error.message))}\n`);
    }
  }

  async release(): Promise<void> {
    await Promise.all(this.#held.splice(0).map((lock) => lock.release()));
  }
}
