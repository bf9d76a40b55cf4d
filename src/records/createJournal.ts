import { randomUUID } from "node:crypto";
import { open, readdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../model/clock.js";
import { FILE_MODE, makeFolder, readRecord, syncFolder, syncUpwards } from "./folders.js";
import { type CreateOutcome, FORGET_MS, type JournalLine, openCreates, printLine, readLines } from "./journalLines.js";
import { asRecordError, codeOf } from "./recordError.js";
import { safeName } from "./safeName.js";

export interface CreateJournalOptions {
  /** The account's folder. */
  readonly folder: string;
  readonly clock: Clock;
  /** Unlike any other process, past ones included: a UUID, not a pid. */
  readonly owner: string;
}

/**
 * Which creations have left this machine and never came back. Each process writes a file of its own and reads
 * everybody's, so that nobody's line can land in the middle of another's, and nothing has to be rewritten to be
 * forgotten: old files are removed whole.
 */
export interface CreateJournal {
  /**
   * Notes, before it is sent, that a creation is under way. When this resolves the note outlasts a power cut.
   *
   * @param until wall clock, ms: until when the group may still show if the answer is lost
   * @throws {RecordError} it could not be written; whether to create all the same is the caller's decision
   */
  begin(displayName: string, until: number): Promise<void>;
  /**
   * Notes what became of a name. `created` settles everything open of that name; the others what this process began
   * and what nobody can wait for any longer: they say nothing of a call that another process has just sent.
   * Never rejects: an end that is missing costs the next run a look.
   */
  end(displayName: string, outcome: CreateOutcome): Promise<void>;
  /**
   * The creation of that name, by any process of this machine, whose fate is open; the one that may show longest, if
   * there are several. `until` may be past: then a look is enough. A journal that cannot be read holds nothing.
   */
  openEntry(displayName: string): Promise<{ readonly startedAt: number; readonly until: number } | undefined>;
}

/** A process goes on to a new file after this long, so that a file's name tells how old its youngest entry can be. */
const FILE_SPAN_MS = 3_600_000;
const FILE_NAME = /^(\d{1,15})-.*\.jsonl$/;

/** Opens the journal of one account. Nothing is read or written yet. */
export function openCreateJournal({ folder: account, clock, owner }: CreateJournalOptions): CreateJournal {
  const folder = join(account, "creates");
  // One process can open an account twice, under two names of the configuration: their entries must not be taken for one.
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
      file = undefined; // somebody has removed the folder; it is made again
      await write(line, now);
    }
  }

  async function write(line: JournalLine, now: number): Promise<void> {
    const handle = await open(await currentFile(now), "a", FILE_MODE);
    try {
      await handle.writeFile(printLine(line));
      if ("begin" in line) await handle.sync();
    } finally {
      await handle.close();
    }
    if ("begin" in line) await syncFolder(folder);
  }

  const openOf = async (displayName: string) =>
    openCreates(await readAllLines(folder), clock.now()).filter(({ name }) => name === displayName);

  return {
    async begin(displayName, until) {
      const at = clock.now();
      count += 1;
      const begin = `${journal}.${count}`;
      begun.add(begin); // whatever becomes of the writing, an end that we note is meant for this one, too
      try {
        await append({ begin, name: displayName, at, until }, at);
      } catch (error) {
        throw asRecordError(error, folder);
      }
    },

    async end(displayName, outcome) {
      const at = clock.now();
      const over = (await openOf(displayName)).filter(
        ({ id, until }) => outcome === "created" || begun.has(id) || until <= at,
      );
      if (over.length === 0) return;
      await append({ end: over.map(({ id }) => id), at, outcome }, at).catch(() => undefined);
    },

    async openEntry(displayName) {
      const entries = await openOf(displayName);
      const last = entries.sort((a, b) => a.until - b.until).at(-1);
      return last && { startedAt: last.at, until: last.until };
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

/** Files all of whose entries are forgotten. Nobody writes to one that old, so nobody's entry can go with it. */
async function removeOldFiles(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const stamp = Number(FILE_NAME.exec(name)?.[1] ?? now);
    if (Math.abs(now - stamp) > FORGET_MS + FILE_SPAN_MS) await unlink(join(folder, name)).catch(() => undefined);
  }
}
