import type { WriteOptions } from "../cli/node/writeThrough.js";
import type { FilePort } from "../config/files.js";
import type { Clock } from "../model/clock.js";
import type { RenderOptions, Report } from "../report/report.js";
import type { ExitCode } from "./exitCode.js";

/** A stream that a person or a program reads. */
export interface Output {
  write(text: string): void;
  /** Is a person watching? */
  readonly isTTY: boolean;
  /** Width in columns; 80 where there is none. Asked anew each time, since windows are resized. */
  readonly columns: () => number;
  /** Height in lines, where somebody asks. */
  readonly rows?: () => number;
  /** Has the reader gone away? Then there is nobody to go on writing for. */
  readonly isClosed?: () => boolean;
  /**
   * Once all has been written: the system's word for why something got lost (ENOSPC). A reader that has gone away is no
   * loss.
   */
  readonly lost?: () => Promise<string | undefined>;
}

/**
 * The world, as the rooms get to see it: everything that is not a pure function comes in through here, and tests and
 * the real process differ in nothing else.
 */
export interface Shell {
  /** Arguments after the program's name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** What was asked for. */
  readonly stdout: Output;
  /** Progress, logs and questions. */
  readonly stderr: Output;
  /** The stream behind `stderr`, for libraries that draw on it. */
  readonly screen: NodeJS.WriteStream;
  /** What must not leave: whoever comes to know a secret keeps it here, and no output has it from then on. */
  readonly secrets: {
    keep(secret: string): void;
    /** For text that leaves another way than through this shell, such as the body of a request. */
    redact(text: string): string;
  };
  /** The working folder, as an absolute path. */
  readonly folder: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly files: FilePort & {
    /** Whole or not at all, through links, modes kept. The folder must be there. Rejects with `EOUTSIDE` out of the root. */
    write(path: string, text: string, options?: WriteOptions): Promise<void>;
    /** With all folders above it; one that is there already is left as it is. Rejects with `EOUTSIDE` out of the root. */
    makeFolder(path: string, root?: string): Promise<void>;
    /** Adds to a file's end, and makes the file where there is none. */
    append(path: string, text: string): Promise<void>;
  };
  /** Runs git in the working folder, or in another. */
  readonly git: (args: readonly string[], options?: GitOptions) => Promise<GitAnswer>;
  /** Loaded at the first call: the HTTP stack costs more than everything else at start. */
  readonly http: () => Promise<typeof globalThis.fetch>;
  /** This process among others of the machine. */
  readonly machine: Machine;
  /** Calls back each time that the user or the system asks us to stop. */
  readonly onStop: (listener: () => void) => void;
  /** Hears what the run has to say, once it has been said everywhere else: for programs that muster is a part of. */
  readonly onReport?: (published: Published) => Promise<void>;
  /** Ends the process at once, whatever is under way. */
  readonly exit: (code: number) => never;
}

export interface GitOptions {
  readonly folder?: string;
  /** Settings of this call alone; they are not shown among the machine's processes. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** What git printed. `detail`: it failed, with this sentence; `missing`: there is no git. */
export interface GitAnswer {
  readonly stdout: Uint8Array;
  readonly detail?: string;
  readonly missing?: boolean;
}

/** A report that has been given out, and what is known of its reader. */
export interface Published {
  readonly report: Report;
  readonly exitCode: ExitCode;
  readonly options: RenderOptions;
}

/** What tells this process from others, now and before. */
export interface Machine {
  readonly pid: number;
  readonly hostname: string;
  /** Unlike any other process's, past ones included. */
  readonly owner: string;
  /** A process that may not be signalled lives, too. */
  readonly isAlive: (pid: number) => boolean;
  /** The user; absent where users have no numbers. */
  readonly uid?: number;
  /** The platform's folder for what programs remember. */
  readonly stateFolder: string;
}
