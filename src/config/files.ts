/** A file as it was read; nothing is decoded yet. */
export interface SourceFile {
  /** Path for people; what every `Source.file` repeats. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What config needs of a file system; the shell brings the real one. Paths are as given, relative to the working folder. */
export interface FilePort {
  /** `missing` where nothing is there; links are followed. */
  kind(path: string): Promise<"file" | "folder" | "missing" | "other">;
  /** All YAML files below a folder, hidden folders and `node_modules` left out, sorted; paths start with the folder as given. */
  yamlFilesBelow(folder: string): Promise<string[]>;
  /** Size in bytes, so that a file too large is not read at all. */
  size(path: string): Promise<number>;
  /** Rejects with the system's error (EACCES, EISDIR, …). */
  read(path: string): Promise<Uint8Array>;
}
