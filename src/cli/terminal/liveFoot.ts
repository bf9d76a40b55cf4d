import { stripVTControlCharacters } from "node:util";
import { createLogUpdate } from "log-update";
import { chop } from "../../report/text/columns.js";

/** A few lines at the foot of a terminal that are redrawn in place, below lines that stay. */
export interface LiveFoot {
  /** Lines narrower than the terminal. */
  draw(frame: string): void;
  /** Adds a line that stays, above the foot. */
  persist(line: string, frame: string): void;
  /** Removes the foot. */
  close(): void;
}

/** Opens the foot; nothing is drawn yet. */
export function openLiveFoot(screen: NodeJS.WriteStream): LiveFoot {
  const update = createLogUpdate(screen);
  let shown = "";
  let columns = screen.columns;

  /**
   * In a window made narrower, the lines of the foot have wrapped (nearly every terminal does this; on one that cuts
   * them instead, a finished line or two are erased too, but the result lists them again). log-update counts lines as
   * it drew them, and would leave the rest.
   */
  const settle = (): void => {
    if (screen.columns < columns && shown !== "") {
      const lines = stripVTControlCharacters(shown).split("\n");
      const rows = lines.reduce((sum, line) => sum + Math.max(1, chop(line, screen.columns).length), 0);
      update.done();
      screen.write(`\x1b[${rows}A\r\x1b[J`);
      shown = "";
    }
    columns = screen.columns;
  };
  const draw = (frame: string): void => {
    settle();
    update(frame);
    shown = frame;
  };
  return {
    draw,
    persist: (line, frame) => {
      settle();
      update.persist(line);
      shown = "";
      draw(frame);
    },
    close: () => {
      settle();
      update.clear();
      update.done();
      shown = "";
    },
  };
}
