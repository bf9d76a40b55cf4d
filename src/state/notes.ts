import { createHash, randomUUID } from "node:crypto";
import { open, readdir, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../model/clock.js";
import { FILE_MODE, makeFolder, readRecord, syncFolder, syncUpwards } from "./folders.js";
import { asRecordError } from "./recordError.js";

/** Something small that is remembered for a year. */
interface Note {
  /** When it was written: wall clock, ms. */
  readonly at: number;
}

/** Notes of one kind, each in a file of its own under its key, so that no process rewrites what another has written. */
export interface Notes<T extends Note> {
  /** All notes that can be read and are not too old. Never rejects. */
  all(): Promise<T[]>;
  /**
   * Writes the note of a key, in place of the one before. Once this resolves, the note survives a power cut.
   *
   * @throws {RecordError}
   */
  put(key: string, note: T): Promise<void>;
  /** Has a note of this kind ever been written? */
  exist(): Promise<boolean>;
}

/** A year and a month: some plans and files are applied that rarely. */
const KEEP_MS = 400 * 24 * 3_600_000;
const FILE_NAME = /^[0-9a-f]{32}\.json$/;

/** Opens the notes of a folder, which is made with the first note. */
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

/** What this machine has applied of a plan. */
export interface AppliedPlan {
  /** When it was last applied: wall clock, ms. */
  readonly at: number;
  readonly hash: string;
  /** Ids of the actions that were applied. */
  readonly actions: readonly string[];
}

/** Which plans were applied, so that one that has been undone since is not applied again by mistake. */
export interface AppliedPlans {
  /** `undefined` where the plan was never applied, or nothing can be read. */
  of(hash: string): Promise<AppliedPlan | undefined>;
  /** @throws {RecordError} it could not be written */
  add(hash: string, actions: readonly string[]): Promise<void>;
}

/** Opens the applied plans of an account. @param account the account's folder */
export function openAppliedPlans(account: string, clock: Clock): AppliedPlans {
  const notes = openNotes<AppliedPlan>(
    join(account, "applied"),
    ({ hash, actions }) =>
      typeof hash === "string" && Array.isArray(actions) && actions.every((id) => typeof id === "string"),
    () => clock.now(),
  );
  const of = async (hash: string) => (await notes.all()).find((plan) => plan.hash === hash);
  return {
    of,
    async add(hash, actions) {
      const earlier = (await of(hash))?.actions ?? [];
      await notes.put(hash, { at: clock.now(), hash, actions: [...new Set([...earlier, ...actions])] });
    },
  };
}
