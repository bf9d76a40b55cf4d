import type { Output } from "../../engine/host.js";

/** A screen of its own on a terminal, as `watch` and `less` have: what was there before comes back when it closes. */
export interface LiveScreen {
  /** Lines that fit; the caller sees to that. */
  draw(lines: readonly string[]): void;
  /** Gives the terminal back. A second time does nothing. */
  close(): void;
}

const OTHER_SCREEN = "\x1b[?1049h\x1b[?25l";
const BACK = "\x1b[?25h\x1b[?1049l";
const TOP = "\x1b[H";
const REST_OF_LINE = "\x1b[K";
const REST_OF_SCREEN = "\x1b[J";

/** Takes the terminal over. Each line is overwritten in place, so that nothing flickers. */
export function openLiveScreen(output: Output): LiveScreen {
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
