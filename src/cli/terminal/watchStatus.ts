import type { RateLimit } from "../../model/rates.js";
import type { Status, StatusEntry } from "../../report/status.js";
import type { TextOptions } from "../../report/text/page.js";
import { statusFrame, type WatchedEntry } from "../../report/text/statusText.js";
import type { ConsoleHost, OutputStream } from "../node/consoleHost.js";

/** The part of an interface's budget that a watch may use: other runs need the rest. */
const FAIR_SHARE = 0.5;
/** How often a waiting watch checks whether the window was resized or the reader has gone. */
const GLANCE_MS = 250;

/** The shortest interval, in ms, at which reads of so many calls leave half of the budget to others. */
export function fairIntervalMs(calls: number, limit: RateLimit): number {
  return Math.ceil((calls * limit.windowMs) / Math.max(1, Math.floor(limit.calls * FAIR_SHARE)));
}

/** Where the reads of a watch are shown. */
export interface WatchView {
  show(entries: readonly StatusEntry[]): void;
  /** Sleeps until the next read; resolves at once when told to stop. */
  pause(ms: number, stop: AbortSignal): Promise<void>;
  close(): void;
}

/** A block for each read, one below the other: for pipes and logs; for JSON, a line each. */
export function blocks(
  print: (entries: readonly StatusEntry[], isFirst: boolean) => void,
  host: ConsoleHost,
): WatchView {
  let isFirst = true;
  return {
    show: (entries) => {
      print(entries, isFirst);
      isFirst = false;
    },
    pause: (ms, stop) => pauseFor(ms, host, stop),
    close: () => undefined,
  };
}

/** A picture that is redrawn, as `watch` does it: at the end the terminal is as it was, with the last picture below. */
export function picture(host: ConsoleHost, options: () => TextOptions, stop: AbortSignal): WatchView {
  const { stdout } = host;
  const lastGood = new Map<string, Status>();
  let screen: LiveScreen | undefined;
  let shown: readonly WatchedEntry[] = [];
  const frame = (): string[] => statusFrame(shown, stdout.rows?.() ?? 24, options());
  const close = (): void => {
    if (screen === undefined) return;
    screen.close();
    screen = undefined;
    stdout.write(`${frame().join("\n")}\n`);
  };
  // At once: a second signal ends the process, and must not leave the terminal on another screen.
  stop.addEventListener("abort", close, { once: true });
  return {
    show: (entries) => {
      shown = entries.map((entry) => {
        if (entry.kind === "status") lastGood.set(entry.account.name, entry);
        const last = lastGood.get(entry.account.name);
        return last === undefined ? { entry } : { entry, last };
      });
      if (stop.aborted) return;
      screen ??= openLiveScreen(stdout);
      screen.draw(frame());
    },
    pause: async (ms, signal) => {
      let size = sizeOf(host);
      await pauseFor(ms, host, signal, () => {
        if (sizeOf(host) !== size) screen?.draw(frame());
        size = sizeOf(host);
      });
    },
    close,
  };
}

function sizeOf({ stdout }: ConsoleHost): string {
  return `${stdout.columns()}x${stdout.rows?.()}`;
}

async function pauseFor(ms: number, host: ConsoleHost, stop: AbortSignal, glance?: () => void): Promise<void> {
  const { clock, stdout } = host;
  const until = clock.monotonic() + ms;
  while (!stop.aborted && stdout.isClosed?.() !== true) {
    const left = until - clock.monotonic();
    if (left <= 0) return;
    await clock.sleep(Math.min(left, GLANCE_MS), stop).catch(() => undefined);
    glance?.();
  }
}

/** A screen of its own on a terminal, as `watch` and `less` have: what was there before is back when it closes. */
interface LiveScreen {
  /** Lines that fit; the caller makes sure of that. */
  draw(lines: readonly string[]): void;
  /** Gives the terminal back. A second call does nothing. */
  close(): void;
}

const OTHER_SCREEN = "\x1b[?1049h\x1b[?25l";
const BACK = "\x1b[?25h\x1b[?1049l";
const TOP = "\x1b[H";
const REST_OF_LINE = "\x1b[K";
const REST_OF_SCREEN = "\x1b[J";

/** Takes over the terminal. Each line is overwritten in place, so that nothing flickers. */
function openLiveScreen(output: OutputStream): LiveScreen {
  let open = true;
  output.write(OTHER_SCREEN);
  return {
    draw: (lines) => {
      if (open) output.write(`${TOP}${lines.map((line) => `${line}${REST_OF_LINE}`).join("\r\n")}${REST_OF_SCREEN}`);
    },
    close: () => {
      if (open) output.write(BACK);
      open = false;
    },
  };
}
