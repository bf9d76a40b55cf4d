import type { ReadingOperation } from "../moor/client.js";
import { waitingLine } from "../report/text/progressText.js";
import type { Session } from "./session.js";
import type { Shell } from "./shell.js";
import type { Voice } from "./voice.js";

const LOOK_MS = 500;
/** A wait shorter than this is not worth a line. */
const WORTH_TELLING_MS = 3_000;

/** Does some reading; whoever waits hears once, for each wait, what it waits for: an account may take minutes to read. */
export async function telling<T>(
  work: Promise<T>,
  session: Session,
  shell: Shell,
  voice: Voice,
  operation: ReadingOperation = "queueQueue",
): Promise<T> {
  const done = new AbortController();
  const loop = async (): Promise<void> => {
    let told = false;
    while (!done.signal.aborted) {
      const { nextInMs, resting, waiting } = session.client.transport.state(operation);
      const waits = waiting > 0 && nextInMs >= WORTH_TELLING_MS;
      if (waits && !told) {
        const lane = { operation, left: waiting, nextInMs, resting };
        voice.note(`${waitingLine(lane, voice.textOptions("stderr"))}\n`);
      }
      told = waits;
      await shell.clock.sleep(LOOK_MS, done.signal).catch(() => undefined);
    }
  };
  void loop();
  return work.finally(() => done.abort());
}
