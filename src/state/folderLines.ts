import { open, readdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../model/clock.js";
import { FILE_MODE, makeFolder, readRecord, safeName, syncFolder, syncUpwards } from "./folders.js";
import { FORGET_MS, type JournalLine, printLine, readLines } from "./journalLines.js";
import { asRecordError, codeOf } from "./recordError.js";

/** A process goes on to a new file after this long, so that a file's name tells how old its youngest entry can be. */
const FILE_SPAN_MS = 3_600_000;
const FILE_NAME = /^(\d{1,15})-.*\.jsonl$/;

/**
 * Lines of a journal in a folder of this machine. Each process writes a file of its own and reads all files. So no line can
 * land in the middle of another process's line, and nothing has to be rewritten to be forgotten: old files are removed
 * whole.
 */
export class FolderLines {
  readonly #folder: string;
  readonly #owner: string;
  readonly #clock: Pick<Clock, "now">;
  #file: { readonly path: string; readonly stamp: number } | undefined;

  /** @param owner unlike that of any other writer */
  constructor(folder: string, owner: string, clock: Pick<Clock, "now">) {
    this.#folder = folder;
    this.#owner = owner;
    this.#clock = clock;
  }

  /** Never rejects: a folder that cannot be read holds nothing. */
  async read(): Promise<JournalLine[]> {
    const texts = await Promise.all(
      (await this.#names()).map((name) => readRecord(join(this.#folder, name)).catch(() => "")),
    );
    return texts.flatMap(readLines);
  }

  /** Once this resolves, a beginning or an answer survives a power cut. @throws {RecordError} */
  async append(line: JournalLine): Promise<void> {
    try {
      await this.#write(line);
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw asRecordError(error, this.#folder);
      this.#file = undefined; // the folder was removed; it is made again
      await this.#write(line).catch((again: unknown) => {
        throw asRecordError(again, this.#folder);
      });
    }
  }

  /** Has anything ever been written here? */
  async exist(): Promise<boolean> {
    return (await this.#names()).length > 0;
  }

  async #names(): Promise<string[]> {
    return (await readdir(this.#folder).catch(() => [])).filter((name) => FILE_NAME.test(name));
  }

  async #write(line: JournalLine): Promise<void> {
    const handle = await open(await this.#currentFile(), "a", FILE_MODE);
    try {
      await handle.writeFile(printLine(line));
      if (!("end" in line)) await handle.sync();
    } finally {
      await handle.close();
    }
    if ("begin" in line) await syncFolder(this.#folder);
  }

  /** Where this process writes now. */
  async #currentFile(): Promise<string> {
    const now = this.#clock.now();
    if (this.#file === undefined || Math.abs(now - this.#file.stamp) > FILE_SPAN_MS) {
      await makeFolder(this.#folder);
      await syncUpwards(this.#folder);
      await this.#removeOldFiles(now);
      const name = `${Math.trunc(now)}-${safeName(this.#owner)}.jsonl`;
      this.#file = { path: join(this.#folder, name), stamp: now };
    }
    return this.#file.path;
  }

  /** Removes files all of whose entries are forgotten. No process writes to a file that old, so no entry is lost. */
  async #removeOldFiles(now: number): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      const stamp = Number(FILE_NAME.exec(name)?.[1] ?? now);
      if (Math.abs(now - stamp) > FORGET_MS + FILE_SPAN_MS)
        await unlink(join(this.#folder, name)).catch(() => undefined);
    }
  }
}
