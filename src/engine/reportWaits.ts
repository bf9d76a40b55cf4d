import type { Voice } from "../cli/output/output.js";
import type { ReadingOperation } from "../moor/live.js";
import { waitingLine } from "../report/text/progressText.js";
import type { Shell } from "./host.js";
import type { Session } from "./session.js";

const LOOK_MS = 500;
/** A wait shorter than this is not worth a line. */
const WORTH_TELLING_MS = 3_000;
/** Which of them a reading goes through may turn out on the way. */
const READING = ["queueQueue", "queueQueueAgentClaimStatus"] as const satisfies readonly ReadingOperation[];

/** Does some reading; whoever waits hears once, for each wait, what it waits for: an account may take minutes to read. */
export async function telling<T>(work: Promise<T>, session: Session, shell: Shell, voice: Voice): Promise<T> {
  const done = new AbortController();
  const loop = async (): Promise<void> => {
    let told: string | undefined;
    while (!done.signal.aborted) {
      const lane = READING.map((operation) => {
        const { nextInMs, resting, shared, waiting } = session.waitFor(operation);
        return { operation, left: waiting, nextInMs, resting, shared };
      }).find(({ left, nextInMs }) => left > 0 && nextInMs >= WORTH_TELLING_MS);
      if (lane !== undefined && lane.operation !== told)
        voice.note(`${waitingLine(lane, voice.textOptions("stderr"))}\n`);
      told = lane?.operation;
      await shell.clock.sleep(LOOK_MS, done.signal).catch(() => undefined);
    }
  };
  void loop();
  return work.finally(() => done.abort());
}
