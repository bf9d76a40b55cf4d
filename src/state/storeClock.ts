/** What one answer of a store says of its clock. All in ms; the first two by this machine's monotonic clock. */
export interface ClockSample {
  readonly sentAt: number;
  readonly receivedAt: number;
  /** The store's clock, read somewhere between the two. */
  readonly storeAt: number;
}

/** Clocks count in steps: so much can two ranges miss each other and still mean the same, in ms. */
const GRAIN = 1;
/** How far two clocks that run on their own drift apart in a ms: ten times what good ones do. */
const DRIFT = 1e-4;

/**
 * The clock of a store, as this process knows it. Every answer brings the store's time, which was read between sending and
 * receiving: so the offset to the monotonic clock lies within a range as wide as the round trip. Ranges that overlap are
 * narrowed to what they share. One that does not overlap says that the store's clock was set, that another server has
 * taken over, or that this machine was asleep: then only the newest range counts.
 *
 * The wall clock of this machine is never asked.
 */
export class StoreClock {
  readonly #monotonic: () => number;
  /** Store's clock minus monotonic clock: at least, at most; as of an instant. */
  #range: { readonly least: number; readonly most: number; readonly asOf: number } | undefined;

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  #roundTripMs = Number.POSITIVE_INFINITY;

  /** @returns whether it fits what was known */
  observe({ sentAt, receivedAt, storeAt }: ClockSample): boolean {
    this.#roundTripMs = Math.min(this.#roundTripMs, receivedAt - sentAt);
    const seen = { least: storeAt - receivedAt, most: storeAt - sentAt, asOf: receivedAt };
    const known = this.#range;
    if (known === undefined) {
      this.#range = seen;
      return true;
    }
    const drift = Math.max(0, receivedAt - known.asOf) * DRIFT;
    const least = Math.max(seen.least, known.least - drift);
    const most = Math.min(seen.most, known.most + drift);
    const fits = least <= most + GRAIN;
    this.#range = fits ? { least: Math.min(least, most), most: Math.max(least, most), asOf: receivedAt } : seen;
    return fits;
  }

  /** The best round trip so far, in ms. */
  get roundTripMs(): number {
    return this.#roundTripMs;
  }

  /** The store's time now, in whole ms since 1970; 0 before its first answer. */
  now(): number {
    if (this.#range === undefined) return 0;
    const { least, most } = this.#range;
    return Math.floor(this.#monotonic() + (least + most) / 2);
  }

  /** How far {@link now} may be off, in whole ms. */
  get skewMs(): number {
    if (this.#range === undefined) return 0;
    const { least, most, asOf } = this.#range;
    return Math.ceil((most - least) / 2 + Math.max(0, this.#monotonic() - asOf) * DRIFT);
  }
}
