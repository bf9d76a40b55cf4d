import { stripVTControlCharacters } from "node:util";
import { createLogUpdate } from "log-update";
import { chop } from "../../report/text/columns.js";

/** A few lines at the foot of a terminal that are redrawn in place, below lines that stay. */
export interface LiveFoot {
  /** Lines narrower than the terminal. */
  draw(frame: string): void;
  /** Adds a line that stays, above the foot. */
  persist(line: string, frame: string): void;
  /** Takes the foot away. */
  close(): void;
}

/** Opens the foot; nothing is drawn yet. */
export function openLiveFoot(screen: NodeJS.WriteStream): LiveFoot {
  const update = createLogUpdate(screen);
  let shown = "";
  let columns = screen.columns;

  /**
   * A window made narrower has wrapped the lines of the foot (nearly every terminal does; on one that cuts them instead, a
   * finished line or two go too, and the result lists them again). log-update counts as it drew, and would leave the rest.
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
