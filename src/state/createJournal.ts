import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Clock } from "../model/clock.js";
import type { CreationMemory, OpenCreation, StoredName } from "../model/creations.js";
import { FolderLines } from "./folderLines.js";
import { type CreateOutcome, type JournalLine, madeLately, type OpenEntry, openCreates } from "./journalLines.js";
import { openNotes } from "./notes.js";
import type { SharedRecords } from "./sharedRecords.js";
import { foremost, StoreLines } from "./storeLines.js";

export interface CreateJournalOptions {
  /** The account's folder. */
  readonly folder: string;
  readonly clock: Clock;
  /** Unlike that of any other process, past ones included: a UUID, not a pid. */
  readonly owner: string;
  /** The memory of all machines, where there is one. */
  readonly shared?: SharedRecords | undefined;
}

/**
 * What is remembered of creations: in a folder of this machine, and in a store of all machines where there is one. Then the
 * store decides, and the folder is read as well: a store that was emptied still finds what this machine knows. Names that
 * the server stores differently are notes of their own, kept for a year.
 *
 * A creation is open from its beginning until a listing has shown the group, or a day has passed. The server's answer gives
 * the number to look for and does not close the entry: if the run stops then, the next one must still know of it.
 */
export interface CreateJournal {
  /** All machines share it: then a creation that cannot be noted must not be sent. */
  readonly isShared: boolean;
  /**
   * Notes, before it is sent, that a creation is under way. When this resolves the note outlasts a power cut.
   *
   * @param until wall clock, ms: until when the group may still show if the answer is lost
   * @returns the creation of that name that another run has begun, in a store: then nothing was noted, and this one must not
   *   be sent. `undefined`: it is noted
   * @throws an error with a `code`: it could not be written
   */
  begin(displayName: string, until: number): Promise<OpenCreation | undefined>;
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
   * The open creation of that name, by any process that this memory is shared with: the one whose number is known, else the one with the
   * latest `until`. That may be past: then one look is enough. A journal that cannot be read holds nothing.
   */
  openEntry(displayName: string): Promise<OpenCreation | undefined>;
  /** The group that was created under that name and is stored under another. */
  storedAs(displayName: string): Promise<StoredName | undefined>;
  /** All of it, for a plan. */
  recall(): Promise<CreationMemory>;
  /** Is anything known of earlier applies? A machine that knows nothing looks twice before it creates. */
  remembers(): Promise<boolean>;
  /**
   * With a store: since when every creation that any run began is known, wall clock, ms. `undefined`: not known, or there is
   * no store.
   */
  knownSince(): number | undefined;
  /**
   * With a store: writes there what it should have and has not. A store that is new, or was emptied, gets what this machine
   * knows. To be called when the account is locked, and now and then while it is.
   *
   * @throws an error with a `code`
   */
  keep(): Promise<void>;
}

/** Opens the journal of one account. Nothing is read or written yet. */
export function openCreateJournal({ folder: account, clock, owner, shared }: CreateJournalOptions): CreateJournal {
  // One process can open an account twice, under two names of the configuration. Their entries must differ.
  const journal = `${owner}.${randomUUID().slice(0, 8)}`;
  const own = new FolderLines(join(account, "creates"), journal, clock);
  const theirs = shared && new StoreLines(shared.store, clock, () => shared.onOdd("creates"));
  const begun = new Set<string>();
  let count = 0;
  let isKept = false;

  const readTheirs = (): Promise<readonly JournalLine[]> =>
    theirs?.read().catch((error: unknown) => {
      shared?.onOutage(error);
      return theirs.known();
    }) ?? Promise.resolve([]);
  const readLines = async (): Promise<JournalLine[]> => (await Promise.all([readTheirs(), own.read()])).flat();
  /** Never rejects. */
  const append = async (line: JournalLine): Promise<void> => {
    await Promise.all([
      theirs?.append(line).catch((error: unknown) => shared?.onOutage(error)),
      own.append(line).catch(() => undefined),
    ]);
  };
  const stored = openNotes<StoredName>(
    account,
    { folder: "names", text: "names" },
    {
      isNote: ({ displayName, exten, live }) => [displayName, exten, live].every((value) => typeof value === "string"),
      now: () => clock.now(),
    },
    shared,
  );
  const openNow = async (): Promise<OpenEntry[]> => openCreates(await readLines(), clock.now());
  const openOf = async (name: string) => (await openNow()).filter(({ displayName }) => displayName === name);
  const settle = async (entries: readonly OpenEntry[], outcome: CreateOutcome): Promise<void> => {
    if (entries.length > 0) await append({ end: entries.map(({ id }) => id), at: clock.now(), outcome });
  };

  return {
    isShared: shared !== undefined,

    async begin(displayName, until) {
      const at = clock.now();
      count += 1;
      const begin = `${journal}.${count}`;
      begun.add(begin); // also where the write fails: an end that is noted later is meant for this entry, too
      const line = { begin, name: displayName, at, until };
      if (theirs === undefined) {
        await own.append(line);
        return undefined;
      }
      const other = await theirs.begin(line, (id) => begun.has(id));
      if (other === undefined) await own.append(line).catch(() => undefined);
      return other;
    },

    async made(displayName, exten) {
      const at = clock.now();
      const open = await openOf(displayName);
      if (open.length === 0) return;
      await append({ made: open.map(({ id }) => id), exten, at });
    },

    async maybe(displayName, extens) {
      const at = clock.now();
      const open = await openOf(displayName);
      if (open.length === 0) return;
      await append({ maybe: open.map(({ id }) => id), extens, at });
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
      return foremost(await openOf(displayName));
    },

    async storedAs(displayName) {
      return (await stored.all()).find((one) => one.displayName === displayName);
    },

    async recall() {
      const [lines, names] = await Promise.all([readLines(), stored.all()]);
      const now = clock.now();
      return { open: openCreates(lines, now), stored: names, made: madeLately(lines, now) };
    },

    async remembers() {
      return (await own.exist()) || (await stored.exist());
    },

    knownSince: () => theirs?.since,

    async keep() {
      // What this machine knows from before the store, or from before it was emptied: once, the rest is in memory.
      await theirs?.keep(isKept ? [] : await own.read());
      isKept = true;
    },
  };
}
