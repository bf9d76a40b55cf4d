import { randomUUID } from "node:crypto";
import { open, readdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../model/clock.js";
import type { CreationMemory, OpenCreation, StoredName } from "../model/creations.js";
import { FILE_MODE, makeFolder, readRecord, safeName, syncFolder, syncUpwards } from "./folders.js";
import {
  type CreateOutcome,
  FORGET_MS,
  type JournalLine,
  madeLately,
  type OpenEntry,
  openCreates,
  printLine,
  readLines,
} from "./journalLines.js";
import { openNotes } from "./notes.js";
import { asRecordError, codeOf } from "./recordError.js";

export interface CreateJournalOptions {
  /** The account's folder. */
  readonly folder: string;
  readonly clock: Clock;
  /** Unlike that of any other process, past ones included: a UUID, not a pid. */
  readonly owner: string;
}

/**
 * What this machine remembers of creations. Each process writes a file of its own and reads all files. So no line can land
 * in the middle of another process's line, and nothing has to be rewritten to be forgotten: old files are removed whole.
 * Names that the server stores differently are notes of their own, kept for a year.
 *
 * A creation is open from its beginning until a listing has shown the group, or a day has passed. The server's answer gives
 * the number to look for and does not close the entry: if the run stops then, the next one must still know of it.
 */
export interface CreateJournal {
  /**
   * Notes, before it is sent, that a creation is under way. When this resolves the note outlasts a power cut.
   *
   * @param until wall clock, ms: until when the group may still show if the answer is lost
   * @throws {RecordError} it could not be written; whether to create all the same is the caller's decision
   */
  begin(displayName: string, until: number): Promise<void>;
  /** Notes the number of a group whose creation is open. Never rejects. */
  made(displayName: string, exten: string): Promise<void>;
  /** Notes the groups that an open creation may have become, where that cannot be decided. Never rejects. */
  maybe(displayName: string, extens: readonly string[]): Promise<void>;
  /**
   * Notes that a creation has made nothing. Closes only entries that this process began, and those whose time is over: a
   * call that another process has just sent stays open. Never rejects: an end that is missing costs the next run a look.
   */
  end(displayName: string, outcome: Exclude<CreateOutcome, "shown">): Promise<void>;
  /**
   * Closes the open creations that a listing shows, by number or by name. A number under another name is noted for a year:
   * the server does not store that name as it is sent. Never rejects.
   *
   * @param groups as the query lists them. A group that only the claim status shows may be missing in the next plan
   */
  shown(groups: readonly { readonly exten: string; readonly displayName: string }[]): Promise<void>;
  /**
   * The open creation of that name, by any process of this machine: the one whose number is known, else the one with the
   * latest `until`. That may be past: then one look is enough. A journal that cannot be read holds nothing.
   */
  openEntry(displayName: string): Promise<OpenCreation | undefined>;
  /** The group that was created under that name and is stored under another. */
  storedAs(displayName: string): Promise<StoredName | undefined>;
  /** All of it, for a plan. */
  recall(): Promise<CreationMemory>;
  /** Is anything known of earlier applies? A machine that knows nothing looks twice before it creates. */
  remembers(): Promise<boolean>;
}

/** A process goes on to a new file after this long, so that a file's name tells how old its youngest entry can be. */
const FILE_SPAN_MS = 3_600_000;
const FILE_NAME = /^(\d{1,15})-.*\.jsonl$/;

/** Opens the journal of one account. Nothing is read or written yet. */
export function openCreateJournal({ folder: account, clock, owner }: CreateJournalOptions): CreateJournal {
  const folder = join(account, "creates");
  // One process can open an account twice, under two names of the configuration. Their entries must differ.
  const journal = `${owner}.${randomUUID().slice(0, 8)}`;
  const begun = new Set<string>();
  let file: { readonly path: string; readonly stamp: number } | undefined;
  let count = 0;

  /** Where this process writes now. */
  async function currentFile(now: number): Promise<string> {
    if (file === undefined || Math.abs(now - file.stamp) > FILE_SPAN_MS) {
      await makeFolder(folder);
      await syncUpwards(folder);
      await removeOldFiles(folder, now);
      file = { path: join(folder, `${Math.trunc(now)}-${safeName(journal)}.jsonl`), stamp: now };
    }
    return file.path;
  }

  async function append(line: JournalLine, now: number): Promise<void> {
    try {
      await write(line, now);
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error;
      file = undefined; // the folder was removed; it is made again
      await write(line, now);
    }
  }

  async function write(line: JournalLine, now: number): Promise<void> {
    const handle = await open(await currentFile(now), "a", FILE_MODE);
    try {
      await handle.writeFile(printLine(line));
      if (!("end" in line)) await handle.sync();
    } finally {
      await handle.close();
    }
    if ("begin" in line) await syncFolder(folder);
  }

  const stored = openNotes<StoredName>(
    join(account, "names"),
    ({ displayName, exten, live }) => [displayName, exten, live].every((value) => typeof value === "string"),
    () => clock.now(),
  );
  const openNow = async (): Promise<OpenEntry[]> => openCreates(await readAllLines(folder), clock.now());
  const openOf = async (name: string) => (await openNow()).filter(({ displayName }) => displayName === name);
  const settle = async (entries: readonly OpenEntry[], outcome: CreateOutcome): Promise<void> => {
    if (entries.length === 0) return;
    const at = clock.now();
    await append({ end: entries.map(({ id }) => id), at, outcome }, at).catch(() => undefined);
  };

  return {
    async begin(displayName, until) {
      const at = clock.now();
      count += 1;
      const begin = `${journal}.${count}`;
      begun.add(begin); // also where the write fails: an end that is noted later is meant for this entry, too
      try {
        await append({ begin, name: displayName, at, until }, at);
      } catch (error) {
        throw asRecordError(error, folder);
      }
    },

    async made(displayName, exten) {
      const at = clock.now();
      const open = await openOf(displayName);
      if (open.length === 0) return;
      await append({ made: open.map(({ id }) => id), exten, at }, at).catch(() => undefined);
    },

    async maybe(displayName, extens) {
      const at = clock.now();
      const open = await openOf(displayName);
      if (open.length === 0) return;
      await append({ maybe: open.map(({ id }) => id), extens, at }, at).catch(() => undefined);
    },

    async end(displayName, outcome) {
      const now = clock.now();
      const over = await openOf(displayName);
      await settle(
        over.filter(({ id, until }) => begun.has(id) || until <= now),
        outcome,
      );
    },

    async shown(groups) {
      const open = await openNow();
      if (open.length === 0) return;
      const nameOf = new Map(groups.map(({ exten, displayName }) => [exten, displayName]));
      const names = new Set(nameOf.values());
      const seen: OpenEntry[] = [];
      for (const entry of open) {
        const { displayName, exten = "" } = entry;
        const live = nameOf.get(exten);
        if (names.has(displayName)) seen.push(entry);
        else if (live !== undefined) {
          const kept = stored.put(displayName, { displayName, exten, live, at: clock.now() });
          // What could not be kept stays open: better to look again than to create again.
          await kept.then(
            () => seen.push(entry),
            () => undefined,
          );
        }
      }
      await settle(seen, "shown");
    },

    async openEntry(displayName) {
      const entries = await openOf(displayName);
      const byUntil = entries.sort((a, b) => a.until - b.until);
      return byUntil.findLast(({ exten }) => exten !== undefined) ?? byUntil.at(-1);
    },

    async storedAs(displayName) {
      return (await stored.all()).find((one) => one.displayName === displayName);
    },

    async recall() {
      const [lines, names] = await Promise.all([readAllLines(folder), stored.all()]);
      const now = clock.now();
      return { open: openCreates(lines, now), stored: names, made: madeLately(lines, now) };
    },

    async remembers() {
      const journals = await readdir(folder).catch(() => []);
      return journals.some((name) => FILE_NAME.test(name)) || stored.exist();
    },
  };
}

async function readAllLines(folder: string): Promise<JournalLine[]> {
  const names = await readdir(folder).catch(() => []);
  const texts = await Promise.all(
    names.filter((name) => FILE_NAME.test(name)).map((name) => readRecord(join(folder, name)).catch(() => "")),
  );
  return texts.flatMap(readLines);
}

/** Removes files all of whose entries are forgotten. No process writes to a file that old, so no entry is lost. */
async function removeOldFiles(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const stamp = Number(FILE_NAME.exec(name)?.[1] ?? now);
    if (Math.abs(now - stamp) > FORGET_MS + FILE_SPAN_MS) await unlink(join(folder, name)).catch(() => undefined);
  }
}
