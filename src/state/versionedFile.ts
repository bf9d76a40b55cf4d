import { randomUUID } from "node:crypto";
import { link, readdir, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../model/clock.js";
import type { SharedStore, SharedText, TextEdit } from "../model/store.js";
import { FILE_MODE, makeFolder, readRecord, safeName } from "./folders.js";
import { asRecordError, codeOf, RecordError } from "./recordError.js";

interface Version {
  readonly number: number;
  /** `undefined`: there is none yet. */
  readonly text: string | undefined;
}

/** Versions below the newest that are kept, so that a reader rarely misses the file that it saw a moment ago. */
const KEPT = 8;
/** At a thousand changes a second it takes 3,000 years to get here. A file with a higher number is not ours. */
const MAX_NUMBER = 1e14;
/** Lost turns until we give up. Of thirty processes that write at the same time, the unluckiest loses about 400. */
const MAX_TURNS = 2_000;

/**
 * A small text that several processes read and change at the same time, without a lock.
 *
 * It is a folder of numbered versions, and the highest number counts. A process that changes version N puts its text in
 * place as N+1 by `link`, which is atomic, whole, and fails when N+1 exists. So of two processes that change the same
 * version, one fails and makes its change again on what the other has written.
 *
 * A lock file would need a rule for an owner that has died. Every such rule (its age, its pid) sooner or later takes a
 * slow process for a dead one, and its late write then undoes what others wrote. Here a process may die or sleep at any
 * instant and blocks no other.
 *
 * One trap is left. A process may sleep between reading N and linking, while others go on and remove N+1: then it links
 * far below the highest number. So every process looks once more after linking. Where the highest number is not its own,
 * its change may or may not be in there, and it makes the change again.
 */
export class VersionedFile implements SharedText {
  readonly #folder: string;
  readonly #owner: string;
  #turn: Promise<unknown> = Promise.resolve();
  #isFresh = true;
  #writes = 0;

  /**
   * @param folder holds the versions and nothing else
   * @param owner unlike that of any other process: it names files that are not yet in place
   */
  constructor(folder: string, owner: string) {
    this.#folder = folder;
    this.#owner = safeName(owner);
  }

  /** The text as it is now. @throws {RecordError} */
  async read(): Promise<string | undefined> {
    try {
      return (await this.#newest()).text;
    } catch (error) {
      throw asRecordError(error, this.#folder);
    }
  }

  /**
   * Changes the text. When this resolves, every other process sees what was written. It is not synced to the disk:
   * nothing here has to outlast a power cut.
   *
   * @param edit is shown the newest text, or `undefined` when there is none; see {@link SharedText.change}
   * @throws {RecordError}
   */
  change<T>(edit: (text: string | undefined) => TextEdit<T>): Promise<T> {
    // One after the other within this process: a race against ourselves would only cost turns.
    const changed = this.#turn.then(() => this.#change(edit));
    this.#turn = changed.catch(() => undefined);
    return changed;
  }

  async #change<T>(edit: (text: string | undefined) => TextEdit<T>): Promise<T> {
    try {
      for (let turn = 0; turn < MAX_TURNS; turn += 1) {
        const newest = await this.#newest();
        if (newest.number >= MAX_NUMBER) throw new RecordError("ERANGE", this.#folder);
        const { text, value } = edit(newest.text);
        if (text === undefined || (await this.#put(newest.number + 1, text))) return value;
      }
    } catch (error) {
      throw asRecordError(error, this.#folder);
    }
    throw new RecordError("EBUSY", this.#folder);
  }

  async #newest(): Promise<Version> {
    for (let turn = 0; turn < MAX_TURNS; turn += 1) {
      const number = (await this.#numbers()).at(-1);
      if (number === undefined) return { number: 0, text: undefined };
      const text = await this.#textOf(number);
      if (text !== undefined) return { number, text };
    }
    throw new RecordError("EBUSY", this.#folder);
  }

  /** `undefined` for a version that was removed since it was seen; empty for a file that cannot be ours. */
  async #textOf(number: number): Promise<string | undefined> {
    const path = join(this.#folder, String(number));
    try {
      return await readRecord(path);
    } catch (error) {
      if (codeOf(error) === "ENOENT") return undefined;
      // A link, or a socket.
      if (codeOf(error) === "ELOOP" || codeOf(error) === "ENXIO") return "";
      throw error;
    }
  }

  /** Puts a text in place as the next version. @returns whether it surely is, or follows from, the newest */
  async #put(number: number, text: string): Promise<boolean> {
    await this.#prepare();
    this.#writes += 1;
    const beside = join(this.#folder, `${this.#owner}.${this.#writes}.tmp`);
    try {
      await writeFile(beside, text, { flag: "wx", mode: FILE_MODE });
      await link(beside, join(this.#folder, String(number)));
    } catch (error) {
      // EEXIST: another process was faster. ENOENT: another one has removed the file or the whole folder; it is made again.
      const code = codeOf(error);
      if (code === "ENOENT") this.#isFresh = true;
      if (code === "EEXIST" || code === "ENOENT") return false;
      throw error;
    } finally {
      await unlink(beside).catch(() => undefined);
    }
    const numbers = await this.#numbers();
    for (const old of numbers) if (old <= number - KEPT) await this.#remove(String(old));
    return numbers.at(-1) === number;
  }

  /** Once: makes the folder, and removes what killed processes left in it. A live one that loses its file writes it again. */
  async #prepare(): Promise<void> {
    if (!this.#isFresh) return;
    await makeFolder(this.#folder);
    for (const name of await readdir(this.#folder)) if (name.endsWith(".tmp")) await this.#remove(name);
    this.#isFresh = false;
  }

  /** The numbers of all versions, ascending. A folder of so few entries is listed in one go, as of one instant. */
  async #numbers(): Promise<number[]> {
    const names = await readdir(this.#folder).catch((error: unknown) => {
      if (codeOf(error) === "ENOENT") return [];
      throw error;
    });
    return names
      .filter((name) => /^[1-9]\d{0,14}$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  }

  /** A version that cannot be removed does no harm: it is below the highest. */
  async #remove(name: string): Promise<void> {
    await unlink(join(this.#folder, name)).catch(() => undefined);
  }
}

/**
 * The account's folder as a store that the processes of one machine share: a text is a folder below it. Nothing is read or
 * written before the first text is.
 *
 * @param owner unlike that of any other process, past ones included: a UUID, not a pid
 */
export function openFolderStore(folder: string, clock: Clock, owner: string): SharedStore {
  // One process can open an account twice, under two names of the configuration: they must not be taken for one.
  const unique = `${owner}.${randomUUID().slice(0, 8)}`;
  return {
    owner: unique,
    now: () => clock.now(),
    skewMs: 0,
    text: (key: string) => new VersionedFile(join(folder, ...key.split("/").map(safeName)), unique),
  };
}
