import { createHash, randomUUID } from "node:crypto";
import { open, readdir, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import { FILE_MODE, makeFolder, readRecord, syncFolder, syncUpwards } from "./folders.js";
import { asRecordError } from "./recordError.js";

/** Something small that is remembered for long. */
interface Note {
  /** When it was written: wall clock, ms. */
  readonly at: number;
}

/** Notes of one kind, each a file of its own under its key, so that nobody has to rewrite what another has written. */
export interface Notes<T extends Note> {
  /** All that can be read, and are not too old. Never rejects. */
  all(): Promise<T[]>;
  /**
   * Writes the note of a key, in place of the one before. When this resolves it outlasts a power cut.
   *
   * @throws {RecordError}
   */
  put(key: string, note: T): Promise<void>;
  /** Has anything of this kind ever been noted? */
  exist(): Promise<boolean>;
}

/** A year and a month: what is noted here is asked for by plans and files that change rarely. */
const KEEP_MS = 400 * 24 * 3_600_000;
const FILE_NAME = /^[0-9a-f]{32}\.json$/;

/** @param folder made with the first note */
export function openNotes<T extends Note>(
  folder: string,
  isNote: (value: Readonly<Record<string, unknown>>) => boolean,
  now: () => number,
): Notes<T> {
  const read = async (name: string): Promise<T[]> => {
    const text = await readRecord(join(folder, name)).catch(() => "");
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
      const note = value as Readonly<Record<string, unknown>>;
      return typeof note["at"] === "number" && isNote(note) ? [note as unknown as T] : [];
    } catch {
      return [];
    }
  };
  const names = async (): Promise<string[]> =>
    (await readdir(folder).catch(() => [])).filter((name) => FILE_NAME.test(name));
  const isKept = ({ at }: Note): boolean => now() - at <= KEEP_MS;

  return {
    async all() {
      return (await Promise.all((await names()).map(read))).flat().filter(isKept);
    },

    async put(key, note) {
      const path = join(folder, `${createHash("sha256").update(key).digest("hex").slice(0, 32)}.json`);
      const draft = join(folder, `.${randomUUID()}`);
      try {
        await makeFolder(folder);
        await syncUpwards(folder);
        const handle = await open(draft, "wx", FILE_MODE);
        try {
          await handle.writeFile(JSON.stringify(note));
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(draft, path);
        await syncFolder(folder);
      } catch (error) {
        await unlink(draft).catch(() => undefined);
        throw asRecordError(error, folder);
      }
      for (const name of await names()) {
        const [old] = await read(name);
        if (old !== undefined && !isKept(old)) await unlink(join(folder, name)).catch(() => undefined);
      }
    },

    async exist() {
      return (await names()).length > 0;
    },
  };
}
