import { link, readdir, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FILE_MODE, makeFolder, readRecord, safeName } from "./folders.js";
import { asRecordError, codeOf, RecordError } from "./recordError.js";

/**
 * What an edit makes of the text that it is shown; without `text` nothing is written. An edit may be made more than
 * once: on a text that already holds what it would add, it must leave the text alone.
 */
export interface Edit<T> {
  readonly text?: string;
  readonly value: T;
}

interface Version {
  readonly number: number;
  /** `undefined`: there is none yet. */
  readonly text: string | undefined;
}

/** Versions below the newest that are left lying, so that a reader rarely finds gone what it saw a moment ago. */
const KEPT = 8;
/** Counting up at a thousand a second takes 3,000 years; a higher number is somebody's joke. */
const MAX_NUMBER = 1e14;
/** Lost turns until we give up. Of thirty processes that all write at once the unluckiest loses about 400. */
const MAX_TURNS = 2_000;

/**
 * A small text that several processes read and change at the same time, without a lock.
 *
 * It lies in a folder of numbered versions, of which the highest counts. Who changes version N puts its text in place
 * as N+1 by `link`, which is atomic, whole, and fails where N+1 exists: of two who change the same version one is
 * turned back and makes its change again on what the other left.
 *
 * A lock file would need a rule for an owner who died, and every such rule (its age, its pid) sooner or later takes one
 * for dead who was only slow, and whose late write then undoes what others wrote. Here anyone may die, or sleep, at any
 * instant, and hinders nobody.
 *
 * One trap is left: who sleeps between reading N and linking, while others go on and clean N+1 away, links far below the
 * highest. So everyone looks once more after linking; where the highest is not its own, the change may or may not be
 * in it, and is made again.
 */
export class SharedText {
  readonly #folder: string;
  readonly #owner: string;
  #turn: Promise<unknown> = Promise.resolve();
  #isFresh = true;
  #writes = 0;

  /**
   * @param folder holds the versions and nothing else
   * @param owner unlike any other process's; names what is not yet in place
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
   * Changes the text. What is written is there for every other process when this resolves; it is not synced to the
   * disk, as nothing here has to outlast a power cut.
   *
   * @param edit is shown the newest text, `undefined` for none; see {@link Edit} for what it must bear
   * @throws {RecordError}
   */
  change<T>(edit: (text: string | undefined) => Edit<T>): Promise<T> {
    // One after the other within this process: racing against ourselves would only cost turns.
    const changed = this.#turn.then(() => this.#change(edit));
    this.#turn = changed.catch(() => undefined);
    return changed;
  }

  async #change<T>(edit: (text: string | undefined) => Edit<T>): Promise<T> {
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

  /** `undefined` for one that was cleaned away since it was seen; empty for what cannot be one of ours. */
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
      // EEXIST: somebody was faster. ENOENT: somebody swept up, the file or the whole folder; then it is made again.
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

  /** Once: the folder, and what killed processes left in it. Whose text is swept up by mistake writes it again. */
  async #prepare(): Promise<void> {
    if (!this.#isFresh) return;
    await makeFolder(this.#folder);
    for (const name of await readdir(this.#folder)) if (name.endsWith(".tmp")) await this.#remove(name);
    this.#isFresh = false;
  }

  /** Of all versions, ascending. A folder of so few entries is listed in one go, as of one instant. */
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

  /** What cannot be removed does no harm: it is below the highest. */
  async #remove(name: string): Promise<void> {
    await unlink(join(this.#folder, name)).catch(() => undefined);
  }
}
