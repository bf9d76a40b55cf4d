import type { ApplyEvent } from "../../apply/ports.js";
import type { Outcome } from "../../apply/result.js";
import type { PlannedAccount } from "../../engine/planAccount.js";
import type { LimitedOperation } from "../../model/rates.js";
import {
  doneLine,
  finishedLine,
  type LaneView,
  lookingLine,
  noticeLine,
  type ProgressView,
  progressFrame,
  waitingLine,
} from "../../report/text/progressText.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import type { Output } from "../output/output.js";
import type { LiveFoot } from "./liveFoot.js";

/** Shows what happens while an apply runs. */
export interface Progress {
  /** @param account the account's name */
  hear(account: string, event: ApplyEvent): void;
  /** Removes the live part; what was printed stays. */
  close(): Promise<void>;
}

const REDRAW_MS = 100;
/** A wait shorter than this is not worth a line in a log. */
const WORTH_TELLING_MS = 3_000;

/**
 * A bar at the foot of a terminal; nothing under `--quiet`. Elsewhere, as in the log of a pipeline, the counts at each wait:
 * the result names every group, and nothing is to be read twice. With `--verbose`, or a person before it, each group as it ends: the log of a run
 * that was killed then says how far it came.
 */
export function openProgress(planned: readonly PlannedAccount[], host: ConsoleHost, output: Output): Progress {
  const work = new Work(planned);
  if (output.quiet || work.total === 0) return { hear: () => undefined, close: async () => undefined };
  const live = host.stderr.isTTY && host.env["TERM"] !== "dumb" && !output.verbose;
  return live ? liveProgress(work, host, output) : plainProgress(work, host, output);
}

function liveProgress(work: Work, host: ConsoleHost, output: Output): Progress {
  let closed = false;
  const options = () => output.textOptions("stderr");
  const foot = import("./liveFoot.js").then(({ openLiveFoot }) => openLiveFoot(host.screen));
  /** Drawing may fail (a terminal that has gone away); the apply goes on without it. */
  const draw = (paint: (on: LiveFoot) => void): Promise<void> =>
    foot.then(paint).catch(() => {
      closed = true;
    });
  const loop = async (): Promise<void> => {
    while (!closed) {
      await draw((on) => on.draw(progressFrame(work.view(), options())));
      await host.clock.sleep(REDRAW_MS);
    }
  };
  void loop();
  return {
    hear: (account, event) => {
      work.hear(account, event);
      const notice = noticeLine(event, options());
      if (notice !== undefined) void draw((on) => on.persist(notice, progressFrame(work.view(), options())));
      if (event.kind !== "finished" || event.outcome.status === "skipped") return;
      const line = finishedLine(event.outcome, work.view(), options());
      void draw((on) => on.persist(line, progressFrame(work.view(), options())));
    },
    close: async () => {
      closed = true;
      await draw((on) => on.close());
    },
  };
}

function plainProgress(work: Work, host: ConsoleHost, output: Output): Progress {
  const closing = new AbortController();
  const eachGroup = host.stderr.isTTY || output.verbose;
  const loop = async (): Promise<void> => {
    let told: string | undefined;
    while (!closing.signal.aborted) {
      const waiting = work.view().lanes.filter((lane) => lane.left > 0 && lane.nextInMs >= WORTH_TELLING_MS);
      const key = waiting.map((lane) => lane.operation).join();
      if (waiting.length > 0 && key !== told) {
        const options = output.textOptions("stderr");
        const done = work.view().done > 0 ? [doneLine(work.view(), options)] : [];
        for (const line of [...done, ...waiting.map((lane) => waitingLine(lane, options))]) output.note(`${line}\n`);
      }
      told = key;
      await host.clock.sleep(REDRAW_MS, closing.signal).catch(() => undefined);
    }
  };
  void loop();
  return {
    hear: (account, event) => {
      work.hear(account, event);
      const line = noticeLine(event, output.textOptions("stderr"));
      if (line !== undefined) output.note(`${line}\n`);
      if (event.kind === "looking") output.note(`${lookingLine(event.displayName, output.textOptions("stderr"))}\n`);
      if (event.kind === "finished" && eachGroup)
        output.note(`${finishedLine(event.outcome, work.view(), output.textOptions("stderr"))}\n`);
    },
    close: async () => closing.abort(),
  };
}

/** What is done and what is left, over all accounts. */
class Work {
  readonly total: number;
  readonly #planned: readonly PlannedAccount[];
  /** Actions left, by account and kind. */
  readonly #left: ReadonlyMap<string, Record<Outcome["action"], number>>;
  #done = 0;
  #failed = 0;
  #verifying = false;
  readonly #looking = new Set<string>();

  constructor(planned: readonly PlannedAccount[]) {
    this.#planned = planned;
    this.total = planned.reduce((sum, { plan }) => sum + plan.actions.length, 0);
    this.#left = new Map(
      planned.map(({ session, plan: { summary } }) => [
        session.account.name,
        { create: summary.create, replaceMembers: summary.replaceMembers },
      ]),
    );
  }

  hear(account: string, event: ApplyEvent): void {
    if (event.kind === "verifying") this.#verifying = true;
    if (event.kind === "looking" || event.kind === "awaiting") this.#looking.add(event.displayName);
    if (event.kind !== "finished") return;
    const { action, displayName, status } = event.outcome;
    this.#looking.delete(displayName);
    const left = this.#left.get(account);
    if (left !== undefined) left[action] -= 1;
    // A stopped run does not start the rest: none of it is done.
    if (status === "skipped") return;
    this.#done += 1;
    if (status !== "applied") this.#failed += 1;
  }

  view(): ProgressView {
    return {
      total: this.total,
      done: this.#done,
      failed: this.#failed,
      verifying: this.#verifying,
      looking: [...this.#looking],
      lanes: this.#lanes(),
    };
  }

  /**
   * The interfaces that this run writes through, finished or not: a display whose lines come and go is hard to read.
   */
  #lanes(): LaneView[] {
    const has = (action: Outcome["action"]): boolean => this.#planned.some(({ plan }) => plan.summary[action] > 0);
    return [
      ...(has("create") ? [this.#lane("addQueue", "create")] : []),
      ...(has("replaceMembers") ? [this.#lane("updateQueueAssignMembers", "replaceMembers")] : []),
    ];
  }

  /** Over all accounts; the longest wait counts, because that is when the run ends. */
  #lane(operation: LimitedOperation, action: Outcome["action"]): LaneView {
    const lanes = this.#planned.map(({ session }): LaneView => {
      const left = this.#left.get(session.account.name)?.[action] ?? 0;
      const { nextInMs, resting, shared } = session.waitFor(operation);
      const { calls, windowMs } = session.limits[operation];
      const etaMs = left === 0 ? 0 : nextInMs + Math.floor(Math.max(0, left - 1) / calls) * windowMs;
      return { operation, action, left, nextInMs, resting, shared, etaMs };
    });
    const slowest = lanes.reduce((a, b) => (b.etaMs > a.etaMs ? b : a));
    return { ...slowest, left: lanes.reduce((sum, lane) => sum + lane.left, 0) };
  }
}
