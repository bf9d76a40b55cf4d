import type { ApplyJournal } from "../../src/apply/ports.js";
import type { Clock } from "../../src/model/clock.js";
import type { OpenCreation } from "../../src/model/creations.js";

/** A journal in memory that answers as `state/createJournal.ts` does, and says in a word what it holds. */
export class StageJournal implements ApplyJournal {
  readonly #clock: Clock;
  readonly open: Map<string, OpenCreation>;
  readonly stored: Map<string, { readonly exten: string; readonly live: string }>;
  /** Why the creations of a name are no longer open. */
  readonly closed: Map<string, "shown" | "refused" | "not-made">;
  /** Begun by this run: only such an entry, or one whose time is over, can be ended. */
  readonly #begun = new Set<string>();
  /** `begin` fails, as on a full disk. */
  isFull = false;
  /** All machines share it. */
  isShared = false;

  /** @param shared the journal of another run, which this one shares with it */
  constructor(clock: Clock, shared?: StageJournal) {
    this.#clock = clock;
    this.open = shared?.open ?? new Map();
    this.stored = shared?.stored ?? new Map();
    this.closed = shared?.closed ?? new Map();
    this.isShared = shared !== undefined;
  }

  /** `open`, `open 901`, `maybe 901 902`, `stored 901`; else why it was closed, or `-` where nothing is known. */
  of(displayName: string): string {
    const open = this.open.get(displayName);
    if (open?.maybe !== undefined) return `maybe ${open.maybe.join(" ")}`;
    if (open !== undefined) return open.exten === undefined ? "open" : `open ${open.exten}`;
    const stored = this.stored.get(displayName);
    return stored === undefined ? (this.closed.get(displayName) ?? "-") : `stored ${stored.exten}`;
  }

  async begin(displayName: string, until: number): Promise<OpenCreation | undefined> {
    if (this.isFull) throw new Error("ENOSPC");
    const other = this.isShared ? this.#blocking(displayName) : undefined;
    if (other !== undefined) return other;
    this.#begun.add(displayName);
    this.open.set(displayName, { displayName, startedAt: this.#clock.now(), until });
    return undefined;
  }

  /** Begun by another run, and may still show. */
  #blocking(displayName: string): OpenCreation | undefined {
    const open = this.open.get(displayName);
    const isOver = open?.exten === undefined && (open?.until ?? 0) <= this.#clock.now();
    return isOver || this.#begun.has(displayName) ? undefined : open;
  }

  async made(displayName: string, exten: string): Promise<void> {
    this.#change(displayName, { exten });
  }

  async maybe(displayName: string, extens: readonly string[]): Promise<void> {
    this.#change(displayName, { maybe: extens });
  }

  async end(displayName: string, outcome: "refused" | "not-made"): Promise<void> {
    const open = this.open.get(displayName);
    if (
      open !== undefined &&
      open.exten === undefined &&
      (this.#begun.has(displayName) || open.until <= this.#clock.now())
    )
      this.#close(displayName, outcome);
  }

  async shown(groups: readonly { readonly exten: string; readonly displayName: string }[]): Promise<void> {
    for (const { displayName, exten } of [...this.open.values()]) {
      const isNamed = groups.some((group) => group.displayName === displayName);
      const live = groups.find((group) => group.exten === exten)?.displayName;
      if (!isNamed && exten !== undefined && live !== undefined) this.stored.set(displayName, { exten, live });
      if (isNamed || live !== undefined) this.#close(displayName, "shown");
    }
  }

  async openEntry(displayName: string): Promise<OpenCreation | undefined> {
    return this.open.get(displayName);
  }

  async storedAs(displayName: string) {
    const stored = this.stored.get(displayName);
    return stored && { displayName, ...stored, at: 0 };
  }

  #change(displayName: string, more: Partial<OpenCreation>): void {
    const open = this.open.get(displayName);
    if (open !== undefined) this.open.set(displayName, { ...open, ...more });
  }

  #close(displayName: string, why: "shown" | "refused" | "not-made"): void {
    this.open.delete(displayName);
    this.closed.set(displayName, why);
  }
}
