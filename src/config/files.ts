import { isAbsolute, relative, sep } from "node:path";

/** A file as it was read; nothing is decoded yet. */
export interface SourceFile {
  /** Path for people; what every `Source.file` repeats. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Why an entry below a searched folder is not among its files: the system's word (EACCES, ENOENT, …), or one of ours. */
export interface FolderFault {
  readonly path: string;
  /** `EOUTSIDE`: a link out of the root. `ENOTFILE`: a pipe, a socket, a device. `ESUBMODULE`: not checked out. */
  readonly code: string;
}

/** The YAML files below a folder, and what may have been one. */
export interface Found {
  /** Sorted; paths start with the folder as given. */
  readonly files: readonly string[];
  readonly faults: readonly FolderFault[];
}

/** Limits of one reading. */
export interface Confines {
  /** A real path, from `rootOf`: what leads out of it is refused with `EOUTSIDE`. Absent: anywhere. */
  readonly root?: string;
  /** Bytes; a larger file is refused with `EFBIG`. */
  readonly most?: number;
}

/** What config needs from a file system; the host provides the real one. Paths are relative to the working folder. */
export interface FilePort {
  /** `missing` where nothing is there; links are followed. Rejects with `ENOENT` for a link that leads nowhere. */
  kind(path: string): Promise<"file" | "folder" | "missing" | "other">;
  /**
   * The real path of the folder that files read by way of this path must lie in: the git repository around it, else its
   * own folder. A link counts where it stands, so it cannot lead out.
   *
   * @param within a root already known, which is the answer for all paths in it
   */
  rootOf(path: string, within?: string): Promise<string>;
  /** Where a path leads, all links followed; for what is not there yet, where it would be. */
  placeOf(path: string): Promise<string>;
  /**
   * Searches a folder; hidden folders and `node_modules` are left out, linked ones followed once and inside `root` only.
   *
   * @param most entries of all folders together; rejects with `EFBIG` where there are more
   */
  yamlFilesBelow(folder: string, root: string, most?: number): Promise<Found>;
  /** Size in bytes. */
  size(path: string): Promise<number>;
  /**
   * Reads a regular file. Rejects with the system's error (EACCES, …) or with {@link Confines}' codes; with `ENOTFILE` for
   * what is no regular file, without waiting for what may never come.
   */
  read(path: string, confines?: Confines): Promise<Uint8Array>;
}

/** Is a real path a root, or below it? Never what is below `.git`: `.git/config` holds tokens on many CI machines. */
export function isWithin(root: string, place: string): boolean {
  const way = relative(root, place);
  const parts = way.toLowerCase().split(sep);
  return parts[0] !== ".." && !isAbsolute(way) && !parts.includes(".git");
}
