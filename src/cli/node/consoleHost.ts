import type { Host } from "../../engine/host.js";

/** A stream that a person or a program reads. */
export interface OutputStream {
  write(text: string): void;
  /** Is a person watching? */
  readonly isTTY: boolean;
  /** Width in columns; 80 if there is none. Asked anew each time, because windows are resized. */
  readonly columns: () => number;
  /** Height in lines, for output that fills the window. */
  readonly rows?: () => number;
  /** Has the reader gone away? Then nothing more needs to be written. */
  readonly isClosed?: () => boolean;
  /**
   * Resolves once everything has been written: the system's word for why something was lost (ENOSPC). A reader that has
   * gone away is not a loss.
   */
  readonly lost?: () => Promise<string | undefined>;
}

/** A host with a console: arguments, streams and signals. The command line and the action run on it. */
export interface ConsoleHost extends Host {
  /** Arguments after the program's name. */
  readonly argv: readonly string[];
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** The output that was asked for. */
  readonly stdout: OutputStream;
  /** Progress, logs and questions. */
  readonly stderr: OutputStream;
  /** The stream behind `stderr`, for libraries that draw on it. */
  readonly screen: NodeJS.WriteStream;
  /** Calls back each time the user or the system asks us to stop. */
  readonly onStop: (listener: () => void) => void;
  /** Ends the process at once, no matter what it is doing. */
  readonly exit: (code: number) => never;
}
