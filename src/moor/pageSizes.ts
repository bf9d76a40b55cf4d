/** Groups a page that is asked for first. */
export const LARGEST_PAGE = 500;

/** 10 is the documented default, which no server can refuse. */
const SIZES = [LARGEST_PAGE, 100, 50, 10] as const;

/**
 * The sizes to ask one interface for in one run, in turn. The largest allowed is documented nowhere: a server may clamp a
 * large one silently, which is noticed by what comes back; or refuse it, fail at it, or answer it with nothing, and then a
 * smaller one is asked for.
 */
export class PageSizes {
  readonly #sizes: number[];
  #isGranted = false;

  /** @param most the largest to ask for */
  constructor(most = LARGEST_PAGE) {
    this.#sizes = [most, ...SIZES.filter((size) => size < most)];
  }

  /** The one to ask for now. */
  get size(): number {
    return this.#sizes[0] ?? 10;
  }

  /** A page of it has come; what goes wrong from now on is not the size's fault. */
  get isGranted(): boolean {
    return this.#isGranted;
  }

  get isSmallest(): boolean {
    return this.#sizes.length <= 1;
  }

  grant(): void {
    this.#isGranted = true;
  }

  /** Nobody asks for this size again. */
  stepDown(): void {
    if (!this.isSmallest) this.#sizes.shift();
  }
}
