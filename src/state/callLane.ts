import type { Clock } from "../model/clock.js";
import {
  asOfNow,
  type CallBook,
  printCallBook,
  readCallBook,
  type Terms,
  waitMs,
  withOpen,
  withoutOpen,
  withoutRest,
  withRest,
  withSettled,
} from "./callBook.js";
import { RecordError } from "./recordError.js";
import type { SharedText } from "./sharedText.js";

/**
 * The right to send one call, as far as this machine's processes go. Exactly one of its ends is called, once; later
 * calls do nothing. Each notes the time at once, and resolves when it is written down; none ever rejects.
 */
export interface Claim {
  /** The call was answered, or given up unanswered: the place stays taken for one window from now. */
  settle(answer: "passed" | "unanswered"): Promise<void>;
  /**
   * The server answered that the limit is reached: besides, all processes rest.
   *
   * @param restMs from `Retry-After`; one window where the server does not say
   */
  refused(restMs?: number): Promise<void>;
  /** The call was never sent: the place is free at once. */
  giveBack(): Promise<void>;
}

/** The calls of one operation, in all processes of this machine. */
export class CallLane {
  readonly #text: SharedText;
  readonly #terms: Terms;
  readonly #clock: Clock;
  readonly #owner: string;
  #claims = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #freeAt = 0;
  #trouble: RecordError | undefined;
  /** Rung when one of our own calls has ended: that can make room. */
  #bell = new AbortController();
  readonly #open = new Set<string>();
  #stopVouching = new AbortController();

  constructor(text: SharedText, terms: Terms, clock: Clock, owner: string) {
    this.#text = text;
    this.#terms = terms;
    this.#clock = clock;
    this.#owner = owner;
  }

  /** Why the latest look into the book, or the latest entry, failed. */
  get trouble(): RecordError | undefined {
    return this.#trouble;
  }

  /** Ms that the claim whose turn it is still waits for, as of its latest look. */
  get waitMs(): number {
    return Math.max(0, this.#freeAt - this.#clock.now());
  }

  /** Ms until the last of so many claims would be granted, were they all made now: a look into the book, no claim. */
  async outlookMs(calls: number): Promise<number> {
    const outlook = await this.#edit((found, now) => ({
      value: waitMs(asOfNow(found, this.#terms, now).book, this.#terms, now, calls),
    }));
    return outlook ?? 0;
  }

  /** Waits for a place, in the order of asking. Rejects with the signal's reason. */
  claim(stop: AbortSignal): Promise<Claim> {
    const claim = this.#turn.then(() => this.#claim(stop));
    this.#turn = claim.catch(() => undefined);
    return claim;
  }

  async #claim(stop: AbortSignal): Promise<Claim> {
    this.#claims += 1;
    const id = `${this.#owner}.${this.#claims}`;
    try {
      for (;;) {
        stop.throwIfAborted();
        // Where there is no memory there is nothing to wait for: the limiter of this process goes on alone.
        const ms = (await this.#takePlace(id)) ?? 0;
        if (ms === 0) break;
        this.#freeAt = this.#clock.now() + ms;
        await this.#sleep(Math.min(ms, this.#lookEveryMs()), stop);
      }
    } finally {
      this.#freeAt = 0;
    }
    const claim = this.#give(id);
    if (stop.aborted) {
      await claim.giveBack();
      throw stop.reason;
    }
    return claim;
  }

  /** @returns ms to wait, 0 when the place is taken; `undefined` where that cannot be written down */
  #takePlace(id: string): Promise<number | undefined> {
    return this.#edit((found, now) => {
      if (found.open.has(id)) return { value: 0 };
      const { book, mended } = asOfNow(found, this.#terms, now);
      const value = waitMs(book, this.#terms, now);
      if (value === 0) return { book: withOpen(book, id, now), value };
      return mended ? { book, value } : { value };
    });
  }

  #give(id: string): Claim {
    const since = this.#clock.now();
    this.#open.add(id);
    if (this.#open.size === 1) void this.#vouch();
    const end = async (change: (book: CallBook) => CallBook): Promise<void> => {
      if (!this.#open.delete(id)) return;
      if (this.#open.size === 0) this.#stopVouching.abort();
      let tried = false;
      await this.#edit((book) => {
        // Not there any more: our first try was written after all. Not there from the start: it lapsed while this
        // process was suspended, or the disk was full, and the call counts all the same.
        if (tried && !book.open.has(id)) return { value: undefined };
        tried = true;
        return { book: change(book), value: undefined };
      });
      this.#bell.abort();
    };
    const answered = (book: CallBook, now: number): CallBook => withSettled(book, id, this.#terms, now);
    return {
      settle: (answer) => {
        const now = this.#clock.now();
        return end((book) => answered(answer === "passed" ? withoutRest(book, since) : book, now));
      },
      refused: (restMs = this.#terms.limit.windowMs) => {
        const now = this.#clock.now();
        return end((book) => withRest(answered(book, now), restMs, this.#terms, now));
      },
      giveBack: () => end((book) => withoutOpen(book, id)),
    };
  }

  /**
   * Entries of open calls lapse, for their process may have died. While ours are open we vouch for them, often enough
   * that after our death they still outlast the server's counting of what we sent last.
   */
  async #vouch(): Promise<void> {
    this.#stopVouching = new AbortController();
    const { signal } = this.#stopVouching;
    while (!signal.aborted) {
      await this.#clock.sleep(this.#terms.timeoutMs / 2, signal).catch(() => undefined);
      if (signal.aborted) return;
      await this.#edit((book, now) => {
        const ours = [...this.#open];
        return { book: ours.reduce((vouched, id) => withOpen(vouched, id, now), book), value: undefined };
      });
    }
  }

  /** Another process may give a place back, or refuse us all, at any time; only a look into the book tells. */
  #lookEveryMs(): number {
    return Math.min(1_000, Math.max(10, this.#terms.limit.windowMs / 4));
  }

  async #sleep(ms: number, stop: AbortSignal): Promise<void> {
    this.#bell = new AbortController();
    const { signal } = this.#bell;
    const ring = (): void => this.#bell.abort();
    stop.addEventListener("abort", ring, { once: true });
    await this.#clock.sleep(ms, signal).catch(() => undefined);
    stop.removeEventListener("abort", ring);
  }

  async #edit<T>(
    edit: (book: CallBook, now: number) => { readonly book?: CallBook; readonly value: T },
  ): Promise<T | undefined> {
    try {
      const value = await this.#text.change((text) => {
        const { book, value } = edit(readCallBook(text), this.#clock.now());
        return book === undefined ? { value } : { text: printCallBook(book), value };
      });
      this.#trouble = undefined;
      return value;
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      this.#trouble = error;
      return undefined;
    }
  }
}
