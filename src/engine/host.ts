import type { FilePort } from "../config/files.js";
import type { Clock } from "../model/clock.js";

/**
 * The outside world for the use cases: everything that is not a pure function comes in through here. It is the only
 * difference between tests, the command line and programs that use the library.
 */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working folder, as an absolute path. */
  readonly folder: string;
  /** The folder below it that the run was started in, where `muster.yaml` was found above that one. */
  readonly startedIn?: string;
  readonly clock: Clock;
  /** Like `Math.random`. */
  readonly random: () => number;
  readonly files: HostFiles;
  /** Runs git in the working folder, or in another. */
  readonly git: (args: readonly string[], options?: GitOptions) => Promise<GitAnswer>;
  /** Loaded at the first call: the HTTP stack costs more than everything else at start. */
  readonly http: () => Promise<typeof globalThis.fetch>;
  /** This process among the others of the machine. */
  readonly machine: Machine;
  readonly secrets: Secrets;
}

/** Files, read and written. */
export interface HostFiles extends FilePort {
  /** The number of the user whose file or folder it is, links followed; `undefined` where nothing is there. */
  ownerOf(path: string): number | undefined;
  /** Whole or not at all, through links, modes kept. The folder must exist. Rejects with `EOUTSIDE` out of the root. */
  write(path: string, content: string | Uint8Array, options?: WriteOptions): Promise<void>;
  /** Takes a file away that this run has made. */
  remove(path: string): Promise<void>;
  /** With all folders above it. An existing folder stays as it is. Rejects with `EOUTSIDE` out of the root. */
  makeFolder(path: string, root?: string): Promise<void>;
  /** Appends to a file, and creates it if there is none. */
  append(path: string, text: string): Promise<void>;
}

/** How a file is written. */
export interface WriteOptions {
  /** Real path, links followed, of the folder that the file must lie in. */
  readonly root?: string;
  /** Of a new file; 0666 if left out. The umask is applied to it. An existing file keeps its mode. */
  readonly mode?: number;
}

/** Secrets: a secret that is kept here is removed from all output from then on. */
export interface Secrets {
  keep(secret: string): void;
  /** For text that leaves in other ways than through this host, such as the body of a request. */
  redact(text: string): string;
}

export interface GitOptions {
  readonly folder?: string;
  /** Settings for this call only; they are not shown in the machine's list of processes. */
  readonly settings?: Readonly<Record<string, string>>;
  /** What git reads from its standard input. */
  readonly input?: string;
  /** The most bytes that it may print; 16 MiB if left out. */
  readonly most?: number;
}

/** What git printed. `detail`: it failed, with this sentence; `missing`: there is no git; `tooLong`: it printed too much. */
export interface GitAnswer {
  readonly stdout: Uint8Array;
  readonly detail?: string;
  readonly missing?: boolean;
  readonly tooLong?: boolean;
}

/** Tells this process from all others, past and present. */
export interface Machine {
  readonly pid: number;
  readonly hostname: string;
  /** Different from that of every other process, past ones included. */
  readonly owner: string;
  /** A process that may not be signalled is alive, too. */
  readonly isAlive: (pid: number) => boolean;
  /** The user; absent if users have no numbers. */
  readonly uid?: number;
  /** The platform's folder for what programs remember; absent for a user without a home. */
  readonly stateFolder?: string | undefined;
}
