import { dialogueOf } from "../report/messages/languages.js";
import { EXIT } from "./exitCode.js";
import type { Shell } from "./shell.js";
import type { Voice } from "./voice.js";

/**
 * Stopping is safe: at the first signal nothing new is started and what is in flight is awaited. At the second the
 * process ends at once, and the next run finds out what became of the calls in flight.
 */
export function stopOnSignal(shell: Shell, voice: Voice): AbortSignal {
  const stop = new AbortController();
  const words = dialogueOf(voice.language);
  shell.onStop(() => {
    if (stop.signal.aborted) {
      voice.warn(`${words.stoppedAtOnce}\n`);
      shell.exit(EXIT.interrupted);
    } else {
      voice.note(`${words.stopping}\n`);
      stop.abort();
    }
  });
  return stop.signal;
}
