import type { ApplyEvent } from "../../apply/ports.js";
import type { ConnectContext, Decision, EngineEvent } from "../../engine/events.js";
import { EXIT } from "../../engine/exitCode.js";
import type { StopSignal } from "../../model/stopSignal.js";
import type { CallEvent } from "../../moor/sender.js";
import type { FailOn } from "../../report/failOn.js";
import { dialogueOf } from "../../report/messages/words.js";
import { findingsText } from "../../report/text/findingsText.js";
import { waitingLine } from "../../report/text/progressText.js";
import { visible } from "../../report/text/visible.js";
import type { RunOptions } from "../arguments/options.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import { GIVE_UP_AFTER_MS, openStopping } from "../node/machine.js";
import type { Output } from "./output.js";

/** The engine's context for a run from a terminal: signals stop it, and its events are printed. */
export function openRun(
  { timeout, debug = false, failOn = [] }: Pick<RunOptions, "timeout" | "debug"> & { readonly failOn?: FailOn },
  host: ConsoleHost,
  output: Output,
): ConnectContext {
  const say = sayEvents(host, output, failOn);
  return {
    host,
    stop: stopOnSignal(host, output),
    onEvent: debug
      ? (event) => {
          const line = debugLine(event);
          if (line !== undefined) output.note(`${visible(line)}\n`);
          say(event);
        }
      : say,
    debug,
    timeoutMs: timeout * 1000,
  };
}

/** Findings that only the agent directory can give. */
const OF_DIRECTORY = ["unknown-agent", "agent-disabled", "agent-locked", "disabled-members", "unlisted-members"];

/** A store that takes longer to answer, in ms, makes a run take minutes longer; one on the same continent takes a tenth of it. */
const SLOW_STORE_MS = 500;

/** Prints what a person should know at once. The progress of an apply is drawn by `terminal/progress.ts`. */
function sayEvents(host: ConsoleHost, output: Output, failOn: FailOn): ConnectContext["onEvent"] {
  const words = dialogueOf(output.language);
  const errors = () => output.textOptions("stderr");
  const said = new Set<string>();
  /** With several accounts or creations, each of them would say the same. */
  const isFirst = (key: string): boolean => !said.has(key) && said.add(key).has(key);
  return (event: EngineEvent): void => {
    const { account } = event;
    switch (event.kind) {
      case "reading":
        if (host.stderr.isTTY) output.note(`${visible(words.reading(account))}\n`);
        return;
      case "called":
        if (output.verbose) output.note(`${callLine(account, event.call)}\n`);
        return;
      case "waiting":
        output.note(`${waitingLine(event, errors())}\n`);
        return;
      case "waiting-for-lock":
        output.note(`${visible(words.waitingForLock(account, event))}\n`);
        return;
      case "not-locked":
        output.warn(`${visible(words.notLocked(event.detail))}\n`);
        return;
      case "state-untrusted":
        if (isFirst("state-untrusted")) output.warn(findingsText([event.finding], undefined, errors()));
        return;
      case "store-opened":
        if (output.verbose) output.note(`${visible(words.storeOpened(account, event))}\n`);
        if (event.roundTripMs >= SLOW_STORE_MS && isFirst("store-slow"))
          output.warn(`${visible(words.storeSlow(event))}\n`);
        return;
      case "store-unusable":
        // All accounts have the same one.
        if (isFirst("store-unusable")) output.warn(findingsText([event.finding], undefined, errors()));
        return;
      case "lease-lost":
        output.warn(findingsText([event.finding], undefined, errors()));
        return;
      case "store-lost":
        output.warn(`${visible(words.storeLost(account, event))}\n`);
        return;
      case "store-damaged":
        output.warn(`${visible(words.storeDamaged(account, event.key))}\n`);
        return;
      case "calls-uncounted":
        output.warn(`${visible(words.uncounted(event.detail))}\n`);
        return;
      case "no-agent-directory":
        // Many accounts may never call it; but who fails on what it says should know that it said nothing.
        if (output.verbose || failOn.some((code) => OF_DIRECTORY.includes(code))) output.note(`${words.noDirectory}\n`);
        return;
      case "not-chosen":
        output.note(`${visible(words.notChosen([account]))}\n`);
        return;
      case "left-out":
        output.warn(findingsText(event.findings, undefined, errors()));
        return;
      case "applying":
        if (event.event.kind === "unrecorded" && isFirst(`unrecorded ${account}`))
          output.warn(`${words.unrecorded(event.event.detail)}\n`);
    }
  };
}

/** For `--debug`: which room decided what, and why. Nothing of a body or a signature. */
function debugLine(event: EngineEvent): string | undefined {
  const { account } = event;
  switch (event.kind) {
    case "called": {
      const { operation, attempt, outcome, ms } = event.call;
      return `[moor] ${account}: ${operation}, attempt ${attempt}: ${outcome} in ${Math.round(ms)} ms`;
    }
    case "waiting":
      return `[moor] ${account}: ${event.operation} waits ${event.nextInMs} ms${event.shared ? ", shared with other runs" : ""}`;
    case "applying":
      return `[apply] ${account}: ${applyLine(event.event)}`;
    case "decided":
      return `[${event.room}] ${account}: ${decisionLine(event)}`;
    default:
      return undefined;
  }
}

function applyLine(event: ApplyEvent): string {
  if (event.kind === "finished") {
    const { displayName, status, attempts, verified } = event.outcome;
    return `${displayName}: ${status}, ${attempts} calls, ${verified ? "verified" : "not verified"}`;
  }
  return "displayName" in event ? `${event.kind} ${event.displayName}` : event.kind;
}

function decisionLine(decision: Decision): string {
  switch (decision.what) {
    case "files":
      return `${decision.groups} groups from ${decision.files} files`;
    case "match": {
      const { displayName, by, exten, stopped } = decision;
      return `match ${displayName}: by ${by}${exten === undefined ? "" : ` (${exten})`}${stopped === undefined ? "" : `, stopped by ${stopped}`}`;
    }
    case "guard": {
      const { guard, actual, of, limit, tripped } = decision;
      return `guard ${guard}: ${actual}${of === undefined ? "" : ` of ${of}`}, limit ${limit}${tripped ? ", tripped" : ""}`;
    }
    case "memory":
      return `remembers in ${decision.folder}${decision.store === undefined ? "" : ` and the store ${decision.store}`}; open creations: ${decision.open.join(", ") || "none"}`;
  }
}

/** For `--verbose`: which call, its result, how long it took. Nothing of its body or signature. */
function callLine(account: string, { operation, attempt, outcome, status, ms }: CallEvent): string {
  const again = attempt > 1 ? ` (attempt ${attempt})` : "";
  return `[${visible(account)}] ${operation}${again}: ${outcome}${status === undefined ? "" : ` ${status}`} in ${Math.round(ms)} ms`;
}

/**
 * A terminal signals the whole process group, and a wrapper (npx, npm run) passes the same signal on: that is one
 * signal.
 */
const SAME_SIGNAL_MS = 500;

/**
 * Stopping is safe. At the first signal nothing new starts, and calls in flight are awaited. At the second signal, or
 * ten seconds later, they are given up, and the run ends with its result. A third ends the process at once.
 */
export function stopOnSignal(host: ConsoleHost, output: Output): StopSignal {
  const { signal, stop, giveUp } = openStopping();
  const words = dialogueOf(output.language);
  const { clock } = host;
  let last = Number.NEGATIVE_INFINITY;
  const giveUpNow = (): void => {
    if (signal.giveUp.aborted) return;
    output.warn(`${words.givingUp}\n`);
    giveUp();
  };
  host.onStop(() => {
    const now = clock.monotonic();
    if (now - last < SAME_SIGNAL_MS) return;
    last = now;
    if (signal.giveUp.aborted) {
      output.warn(`${words.stoppedAtOnce}\n`);
      host.exit(EXIT.interrupted);
    } else if (signal.aborted) {
      giveUpNow();
    } else {
      output.note(`${words.stopping}\n`);
      stop();
      void clock.sleep(GIVE_UP_AFTER_MS).then(giveUpNow);
    }
  });
  return signal;
}
