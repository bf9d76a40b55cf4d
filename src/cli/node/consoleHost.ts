import type { Host } from "../../engine/host.js";

/** A stream that a person or a program reads. */
export interface OutputStream {
  write(text: string): void;
  /** Is a person watching? */
  readonly isTTY: boolean;
  /** Width in columns; 80 where there is none. Asked anew each time, since windows are resized. */
  readonly columns: () => number;
  /** Height in lines, for what fills the window. */
  readonly rows?: () => number;
  /** Has the reader gone away? Then nothing more needs to be written. */
  readonly isClosed?: () => boolean;
  /**
   * Once all has been written: the system's word for why something got lost (ENOSPC). A reader that has gone away is no
   * loss.
   */
  readonly lost?: () => Promise<string | undefined>;
}

/** A host with a console: arguments, streams and signals. The command line and the action run on it. */
export interface ConsoleHost extends Host {
  /** Arguments after the program's name. */
  readonly argv: readonly string[];
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** What was asked for. */
  readonly stdout: OutputStream;
  /** Progress, logs and questions. */
  readonly stderr: OutputStream;
  /** The stream behind `stderr`, for libraries that draw on it. */
  readonly screen: NodeJS.WriteStream;
  /** Calls back each time that the user or the system asks us to stop. */
  readonly onStop: (listener: () => void) => void;
  /** Ends the process at once, whatever is under way. */
  readonly exit: (code: number) => never;
}
