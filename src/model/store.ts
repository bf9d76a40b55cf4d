/**
 * A memory that several processes share: small texts under names, and one clock for all of them. The folder of one
 * machine is such a store (`state/versionedFile.ts`); a Redis server is one for all machines.
 */
export interface SharedStore {
  /** Names this user of the store. No other user has the same name, in this process or another, now or earlier. */
  readonly owner: string;
  /** The store's clock, in ms since 1970. */
  now(): number;
  /** How far {@link now} may be from what other users of the store call now, in ms. 0 where they share one clock. */
  readonly skewMs: number;
  /**
   * Names the server's present memory. Another name after a restart, or when another server takes over: then what was written
   * last may be lost. Absent where it does not say, or cannot lose anything.
   */
  readonly epoch?: string | undefined;
  /**
   * @param key names the text, such as `calls/addQueue`
   * @param keepMs the store may forget the text so long after it was last written; never, where it is left out. A folder
   *   keeps everything
   */
  text(key: string, keepMs?: number): SharedText;
}

/** A text that several processes read and change. */
export interface SharedText {
  /** The newest text; `undefined` when there is none. @throws an error with a `code` when it cannot be read */
  read(): Promise<string | undefined>;
  /**
   * Replaces the text by compare-and-swap. When this resolves, every other process sees the new text.
   *
   * @param edit is shown the newest text, or `undefined` when there is none. It is called again when another process was
   *   faster, so it must leave alone a text that already has its change.
   * @throws an error with a `code` when the text cannot be read or written
   */
  change<T>(edit: (text: string | undefined) => TextEdit<T>): Promise<T>;
}

/** What an edit makes of the text that it is shown. Without `text` nothing is written. */
export interface TextEdit<T> {
  readonly text?: string;
  readonly value: T;
}
