import type { Clock } from "../model/clock.js";
import type { OpenCreation } from "../model/creations.js";
import type { SharedStore, SharedText } from "../model/store.js";
import {
  type BeginLine,
  type JournalLine,
  missingLines,
  type OpenEntry,
  openCreates,
  prunedLines,
  readLines,
  shifted,
} from "./journalLines.js";

/** What a store of all machines keeps of creations: for a week. */
const KEEP_MS = 7 * 24 * 3_600_000;

/** The journal as the store's text holds it. All times are by the store's clock. */
interface Book {
  /** What was begun later than this is in the book. What was begun earlier may be unknown. */
  readonly since: number;
  /** Of the store's memory: see {@link SharedStore.epoch}. */
  readonly epoch?: string | undefined;
  readonly lines: readonly JournalLine[];
}

/**
 * Lines of a journal in a store that all machines share, as one small text. They are handed in and out by this machine's
 * clock.
 *
 * A store may lose its memory at any moment: it is emptied, restarted, or another server takes over. Then its text is gone,
 * or older. Whoever notices that writes back what it knows and what still counts. What could not be written, while the store
 * was out of reach, is written with the next change.
 */
export class StoreLines {
  readonly #text: SharedText;
  readonly #store: SharedStore;
  readonly #clock: Pick<Clock, "now">;
  readonly #onOdd: () => void;
  /** As we have last seen it. */
  #book: Book | undefined;
  /** The book's epoch was compared with the store's. Once, since a store that we have known for long may have another by now. */
  #isOfToday = false;
  /** By the store's clock. */
  #unwritten: readonly JournalLine[] = [];

  /** @param onOdd called when the text is not one of muster's, or damaged: what cannot be read counts as not there */
  constructor(store: SharedStore, clock: Pick<Clock, "now">, onOdd: () => void) {
    this.#text = store.text("creates", KEEP_MS);
    this.#store = store;
    this.#clock = clock;
    this.#onOdd = onOdd;
  }

  /** Since when every creation that was begun is in here, by this machine's clock; `undefined`: that is not known yet. */
  get since(): number | undefined {
    return this.#book === undefined ? undefined : Math.min(this.#book.since, this.#store.now()) - this.#aheadMs();
  }

  /** What the store holds; and what we have seen there, where it has forgotten that. @throws an error with a `code` */
  async read(): Promise<readonly JournalLine[]> {
    const { book, isOdd } = readBook(await this.#text.read());
    if (isOdd) this.#onOdd();
    const lines = [...(book?.lines ?? []), ...this.#lostBy(book, this.#store.now())];
    if (book !== undefined) this.#book = { ...book, lines };
    return this.#toLocal(union(lines, this.#unwritten));
  }

  /** What we know without asking the store. */
  known(): readonly JournalLine[] {
    return this.#toLocal(union(this.#book?.lines ?? [], this.#unwritten));
  }

  /**
   * Notes the beginning of a creation, unless another process has one of that name that may still show: of several that
   * begin at the same time, one does, and the others get its entry.
   *
   * @param isOurs may this entry, by its id, be begun again?
   * @returns the entry of another; `undefined`: ours is written
   * @throws an error with a `code`: it may not have been written, and the creation must not be sent
   */
  async begin(line: BeginLine, isOurs: (id: string) => boolean): Promise<OpenCreation | undefined> {
    const own = shifted(line, this.#aheadMs());
    try {
      return await this.#change((lines, now) => {
        if (lines.some((one) => "begin" in one && one.begin === own.begin)) return { value: undefined };
        const others = openCreates(lines, now).filter(
          ({ id, displayName, exten, until }) =>
            displayName === line.name && !isOurs(id) && (exten !== undefined || until > now),
        );
        const other = foremost(others);
        return other === undefined
          ? { lines: [...lines, own], value: undefined }
          : { value: byClock(other, -this.#aheadMs()) };
      });
    } catch (error) {
      // It may have been written all the same.
      this.#unwritten = [...this.#unwritten, { end: [own.begin], at: this.#store.now(), outcome: "refused" }];
      throw error;
    }
  }

  /** @throws an error with a `code`: the line is written with a later change */
  async append(line: JournalLine): Promise<void> {
    this.#unwritten = [...this.#unwritten, shifted(line, this.#aheadMs())];
    await this.keep();
  }

  /** Sees to it that the store has all that it should: begins its book, and writes what is missing. @param more by this machine's clock */
  async keep(more: readonly JournalLine[] = []): Promise<void> {
    const others = more.map((line) => shifted(line, this.#aheadMs()));
    await this.#change((lines, now) => {
      const missing = missingLines(lines, others, now);
      return missing.length === 0 ? { value: undefined } : { lines: union(lines, missing), value: undefined };
    });
  }

  async #change<T>(
    edit: (
      lines: readonly JournalLine[],
      now: number,
    ) => { readonly lines?: readonly JournalLine[]; readonly value: T },
  ): Promise<T> {
    const { value, book, written, isOdd } = await this.#text.change((found) => {
      const now = this.#store.now();
      const { book: there, isOdd } = readBook(found);
      const written = this.#unwritten;
      const before = there?.lines ?? [];
      const complete = union(before, [...this.#lostBy(there, now), ...written]);
      const { lines = complete, value } = edit(complete, now);
      const begin = this.#beginOf(there, now);
      if (there !== undefined && begin.since === there.since && lines.length === before.length)
        return { value: { value, book: there, written, isOdd } };
      const book = { ...begin, lines: prunedLines(lines, now) };
      const text = printBook(book);
      // All of it may have been pruned again.
      return { ...(text === found ? {} : { text }), value: { value, book, written, isOdd } };
    });
    this.#book = book;
    this.#isOfToday = true;
    this.#unwritten = this.#unwritten.filter((line) => !written.includes(line));
    if (isOdd) this.#onOdd();
    return value;
  }

  /**
   * A book of an earlier epoch was read from a copy: what was written after the copy was made is missing, and no one can say
   * what. So it counts from now on, like a new one.
   */
  #beginOf(book: Book | undefined, now: number): Pick<Book, "since" | "epoch"> {
    const { epoch } = this.#store;
    const isOfEpoch = this.#isOfToday || epoch === undefined || book?.epoch === epoch;
    return book !== undefined && isOfEpoch ? { since: book.since, epoch: book.epoch } : { since: now, epoch };
  }

  /** What we have seen in the store, and is there no more though it counts: it was emptied, or restored from a copy. */
  #lostBy(book: Book | undefined, now: number): readonly JournalLine[] {
    return this.#book === undefined ? [] : missingLines(book?.lines ?? [], this.#book.lines, now);
  }

  #aheadMs(): number {
    return this.#store.now() - this.#clock.now();
  }

  #toLocal(lines: readonly JournalLine[]): JournalLine[] {
    const ms = -this.#aheadMs();
    return lines.map((line) => shifted(line, ms));
  }
}

/** Of several open creations of one name: the one whose number is known, else the one that may show longest. */
export function foremost(entries: readonly OpenEntry[]): OpenEntry | undefined {
  const byUntil = [...entries].sort((a, b) => a.until - b.until);
  return byUntil.findLast(({ exten }) => exten !== undefined) ?? byUntil.at(-1);
}

function byClock(entry: OpenEntry, ms: number): OpenEntry {
  return { ...entry, startedAt: entry.startedAt + ms, until: entry.until + ms };
}

function union(lines: readonly JournalLine[], more: readonly JournalLine[]): readonly JournalLine[] {
  if (more.length === 0) return lines;
  const there = new Set(lines.map((line) => JSON.stringify(line)));
  return [...lines, ...more.filter((line) => !there.has(JSON.stringify(line)))];
}

function printBook({ since, epoch, lines }: Book): string {
  return `${[{ journal: 1, since, epoch }, ...lines].map((line) => JSON.stringify(line)).join("\n")}\n`;
}

/** `isOdd`: it is not as muster has written it. What can be read of it is kept. */
function readBook(text: string | undefined): { readonly book?: Book; readonly isOdd: boolean } {
  if (text === undefined) return { isOdd: false };
  const [head = "", ...rest] = text.split("\n");
  const lines = readLines(rest.join("\n"));
  const isOdd = lines.length !== rest.filter((line) => line !== "").length;
  try {
    const { journal, since, epoch } = JSON.parse(head) as Readonly<Record<string, unknown>>;
    if (journal === 1 && typeof since === "number" && Number.isFinite(since))
      return { book: { since, epoch: typeof epoch === "string" ? epoch : undefined, lines }, isOdd };
  } catch {
    // Not ours.
  }
  return { isOdd: true };
}
