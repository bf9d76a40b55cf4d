import { createHash, randomUUID } from "node:crypto";
import { open, readdir, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../model/clock.js";
import type { SharedText } from "../model/store.js";
import { FILE_MODE, makeFolder, readRecord, syncFolder, syncUpwards } from "./folders.js";
import { asRecordError } from "./recordError.js";
import type { SharedRecords } from "./sharedRecords.js";

/** Something small that is remembered for a year. */
interface Note {
  /** When it was written: wall clock, ms. */
  readonly at: number;
}

/** Notes of one kind, each under a key. */
export interface Notes<T extends Note> {
  /** All notes that can be read and are not too old. Never rejects. */
  all(): Promise<T[]>;
  /**
   * Writes the note of a key, in place of the one before. Once this resolves, the note survives a power cut.
   *
   * @throws an error with a `code`
   */
  put(key: string, note: T): Promise<void>;
  /** Has a note of this kind ever been written? */
  exist(): Promise<boolean>;
}

/** What is a note of a kind, and what the time is. */
interface NoteKind {
  readonly isNote: (value: Readonly<Record<string, unknown>>) => boolean;
  readonly now: () => number;
}

/** A year and a month: some plans and files are applied that rarely. */
export const KEEP_NOTES_MS = 400 * 24 * 3_600_000;
const FILE_NAME = /^[0-9a-f]{32}\.json$/;

function nameOf(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 32);
}

function noteOf<T extends Note>(value: unknown, { isNote, now }: NoteKind): T | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const note = value as Readonly<Record<string, unknown>>;
  if (typeof note["at"] !== "number" || !isNote(note)) return undefined;
  return now() - note["at"] <= KEEP_NOTES_MS ? (note as unknown as T) : undefined;
}

/**
 * Opens the notes of one kind: those of this machine's folder; where there is a store of all machines, both. The store is
 * then what counts, and the folder is there for the day when the store has lost its memory.
 *
 * @param name of the folder below the account's, which is made with the first note, and of the store's text
 */
export function openNotes<T extends Note>(
  account: string,
  name: { readonly folder: string; readonly text: string },
  kind: NoteKind,
  shared?: SharedRecords,
): Notes<T> {
  const own = folderNotes<T>(join(account, name.folder), kind);
  if (shared === undefined) return own;
  const theirs = textNotes<T>(shared.store.text(name.text, KEEP_NOTES_MS), kind, () => shared.onOdd(name.text));
  return {
    async all() {
      const notes = await Promise.all([
        theirs.all().catch((error: unknown) => {
          shared.onOutage(error);
          return [];
        }),
        own.all(),
      ]);
      return notes.flat();
    },
    async put(key, note) {
      await own.put(key, note).catch(() => undefined);
      await theirs.put(key, note);
    },
    exist: () => own.exist(),
  };
}

/** More notes than this, or bytes of them, are not kept in a text: the oldest go first. */
const MOST_NOTES = 500;
const MOST_CHARACTERS = 200_000;

/** Notes that a store keeps in one small text. */
function textNotes<T extends Note>(text: SharedText, kind: NoteKind, onOdd: () => void): Omit<Notes<T>, "exist"> {
  const notesIn = (found: string | undefined): [string, T][] => {
    if (found === undefined) return [];
    try {
      const value: unknown = JSON.parse(found);
      if (typeof value === "object" && value !== null && !Array.isArray(value))
        return Object.entries(value).flatMap(([name, one]): [string, T][] => {
          const note = noteOf<T>(one, kind);
          return note === undefined ? [] : [[name, note]];
        });
    } catch {
      // Not ours.
    }
    onOdd();
    return [];
  };
  return {
    all: async () => notesIn(await text.read()).map(([, note]) => note),
    put: (key, note) =>
      text.change((found) => {
        const name = nameOf(key);
        const kept = new Map(notesIn(found));
        if (JSON.stringify(kept.get(name)) === JSON.stringify(note)) return { value: undefined };
        const newestFirst = [[name, note] as const, ...[...kept].filter(([other]) => other !== name)]
          .sort(([, a], [, b]) => b.at - a.at)
          .slice(0, MOST_NOTES);
        let size = 0;
        const small = newestFirst.filter(([, one]) => {
          size += JSON.stringify(one).length + 40;
          return size <= MOST_CHARACTERS;
        });
        return { text: JSON.stringify(Object.fromEntries(small)), value: undefined };
      }),
  };
}

/** Notes in a folder, each in a file of its own under its key, so that no process rewrites what another has written. */
function folderNotes<T extends Note>(folder: string, kind: NoteKind): Notes<T> {
  const read = async (name: string): Promise<T[]> => {
    const text = await readRecord(join(folder, name)).catch(() => "");
    try {
      const note = noteOf<T>(JSON.parse(text), kind);
      return note === undefined ? [] : [note];
    } catch {
      return [];
    }
  };
  /** Can be read, and was written too long ago. */
  const isOld = async (name: string): Promise<boolean> => {
    const text = await readRecord(join(folder, name)).catch(() => "");
    try {
      const { at } = JSON.parse(text) as { readonly at?: unknown };
      return typeof at === "number" && kind.now() - at > KEEP_NOTES_MS;
    } catch {
      return false;
    }
  };
  const names = async (): Promise<string[]> =>
    (await readdir(folder).catch(() => [])).filter((name) => FILE_NAME.test(name));

  return {
    async all() {
      return (await Promise.all((await names()).map(read))).flat();
    },

    async put(key, note) {
      const path = join(folder, `${nameOf(key)}.json`);
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
      for (const name of await names()) if (await isOld(name)) await unlink(join(folder, name)).catch(() => undefined);
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
  /** @throws an error with a `code`: it could not be written */
  add(hash: string, actions: readonly string[]): Promise<void>;
}

/** Opens the applied plans of an account. @param account the account's folder */
export function openAppliedPlans(account: string, clock: Clock, shared?: SharedRecords): AppliedPlans {
  const notes = openNotes<AppliedPlan>(
    account,
    { folder: "applied", text: "written" },
    {
      isNote: ({ hash, actions }) =>
        typeof hash === "string" && Array.isArray(actions) && actions.every((id) => typeof id === "string"),
      now: () => clock.now(),
    },
    shared,
  );
  /** The folder may know less than the store, or more: what either has counts. */
  const of = async (hash: string): Promise<AppliedPlan | undefined> => {
    const known = (await notes.all()).filter((plan) => plan.hash === hash).sort((a, b) => b.at - a.at);
    const [latest] = known;
    return latest && { ...latest, actions: [...new Set(known.flatMap(({ actions }) => actions))] };
  };
  return {
    of,
    async add(hash, actions) {
      const earlier = (await of(hash))?.actions ?? [];
      await notes.put(hash, { at: clock.now(), hash, actions: [...new Set([...earlier, ...actions])] });
    },
  };
}
