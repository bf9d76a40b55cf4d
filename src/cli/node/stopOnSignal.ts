import { EXIT } from "../../engine/exitCode.js";
import type { Shell } from "../../engine/host.js";
import type { StopSignal } from "../../model/stopSignal.js";
import { dialogueOf } from "../../report/messages/words.js";
import type { Voice } from "../output/output.js";

/** How long calls in flight are awaited after the first signal. Runners kill a cancelled job ten to twenty seconds after it. */
const GIVE_UP_AFTER_MS = 10_000;
/** A terminal signals the whole process group, and a wrapper (npx, npm run) passes the same signal on: that is one signal. */
const SAME_SIGNAL_MS = 500;

/**
 * Stopping is safe. At the first signal nothing new starts, and calls in flight are awaited. At the second, or ten
 * seconds later, they are given up, and the run ends with its result. A third ends the process, whatever it does.
 */
export function stopOnSignal(shell: Shell, voice: Voice): StopSignal {
  const stop = new AbortController();
  const giveUp = new AbortController();
  const words = dialogueOf(voice.language);
  const { clock } = shell;
  let last = Number.NEGATIVE_INFINITY;
  const giveUpNow = (): void => {
    if (giveUp.signal.aborted) return;
    voice.warn(`${words.givingUp}\n`);
    giveUp.abort();
  };
  shell.onStop(() => {
    const now = clock.monotonic();
    if (now - last < SAME_SIGNAL_MS) return;
    last = now;
    if (giveUp.signal.aborted) {
      voice.warn(`${words.stoppedAtOnce}\n`);
      shell.exit(EXIT.interrupted);
    } else if (stop.signal.aborted) {
      giveUpNow();
    } else {
      voice.note(`${words.stopping}\n`);
      stop.abort();
      void clock.sleep(GIVE_UP_AFTER_MS).then(giveUpNow);
    }
  });
  return Object.assign(stop.signal, { giveUp: giveUp.signal });
}
