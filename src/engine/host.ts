import type { FilePort } from "../config/files.js";
import type { Clock } from "../model/clock.js";

/**
 * The world, as the use cases get to see it: everything that is not a pure function comes in through here. Tests, the
 * command line and programs that use the library differ in nothing else.
 */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working folder, as an absolute path. */
  readonly folder: string;
  readonly clock: Clock;
  /** As `Math.random`. */
  readonly random: () => number;
  readonly files: HostFiles;
  /** Runs git in the working folder, or in another. */
  readonly git: (args: readonly string[], options?: GitOptions) => Promise<GitAnswer>;
  /** Loaded at the first call: the HTTP stack costs more than everything else at start. */
  readonly http: () => Promise<typeof globalThis.fetch>;
  /** This process among others of the machine. */
  readonly machine: Machine;
  readonly secrets: Secrets;
}

/** Files, read and written. */
export interface HostFiles extends FilePort {
  /** Whole or not at all, through links, modes kept. The folder must be there. Rejects with `EOUTSIDE` out of the root. */
  write(path: string, text: string, options?: WriteOptions): Promise<void>;
  /** With all folders above it; one that is there already is left as it is. Rejects with `EOUTSIDE` out of the root. */
  makeFolder(path: string, root?: string): Promise<void>;
  /** Adds to a file's end, and makes the file where there is none. */
  append(path: string, text: string): Promise<void>;
}

/** How a file is written. */
export interface WriteOptions {
  /** Real path of a folder that the file must lie in, links followed. */
  readonly root?: string;
  /** Of a file that is new: 0666 where left out. The umask takes its bits off. One that is there keeps its own. */
  readonly mode?: number;
}

/** What must not leave: a secret that is kept here is taken out of all output from then on. */
export interface Secrets {
  keep(secret: string): void;
  /** For text that leaves another way than through this host, such as the body of a request. */
  redact(text: string): string;
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
  /** The platform's folder for what programs remember; absent for a user without a home. */
  readonly stateFolder?: string | undefined;
}
