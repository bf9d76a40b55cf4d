import { MoorError, type MoorFault } from "./errors.js";
import type { LiveGroup } from "./live.js";
import type { GroupPage } from "./replies.js";

/** Groups a page that is asked for first. */
export const LARGEST_PAGE = 500;

/** 10 is the documented default, which no server can refuse. */
const SIZES = [LARGEST_PAGE, 100, 50, 10] as const;

/**
 * The page sizes to ask one interface for, in one run. The largest allowed size is documented nowhere. A server may clamp
 * a large one silently, which shows in what comes back. Or it may refuse it, fail, or answer with nothing: then a smaller
 * one is asked for.
 */
export class PageSizes {
  readonly #sizes: number[];
  #isGranted = false;

  /** @param most the largest to ask for */
  constructor(most = LARGEST_PAGE) {
    this.#sizes = [most, ...SIZES.filter((size) => size < most)];
  }

  /** The size to ask for now. */
  get size(): number {
    return this.#sizes[0] ?? 10;
  }

  /** A page of this size has come. What goes wrong from now on is not the size's fault. */
  get isGranted(): boolean {
    return this.#isGranted;
  }

  get isSmallest(): boolean {
    return this.#sizes.length <= 1;
  }

  grant(): void {
    this.#isGranted = true;
  }

  /** Takes the next smaller size, for good. */
  stepDown(): void {
    if (!this.isSmallest) this.#sizes.shift();
  }
}

/**
 * Lists one page; pages count from 1.
 *
 * @param once the size may be the reason for what goes wrong: it is not asked for again
 */
export type ListPage<G extends Numbered = LiveGroup> = (
  page: number,
  pageSize: number,
  once?: boolean,
) => Promise<GroupPage<G>>;

/** What tells one entry of a listing from another. */
export interface Numbered {
  readonly exten: string;
}

/**
 * Reads page 1 at the largest size that the server grants. At first contact the size may be the reason for whatever a large
 * one is answered with: a refusal in any words, a failure, or success and an empty list of many.
 */
export async function firstPage<G extends Numbered>(list: ListPage<G>, sizes: PageSizes): Promise<GroupPage<G>> {
  for (;;) {
    const once = !sizes.isGranted && !sizes.isSmallest;
    try {
      const page = await list(1, sizes.size, once);
      if (!once || lengthOf(page) > 0 || page.count === 0) {
        sizes.grant();
        return page;
      }
    } catch (error) {
      const mayBeTheSize = error instanceof MoorError && (once ? FIRST_CONTACT : REFUSALS).has(error.fault.code);
      if (!mayBeTheSize || sizes.isSmallest) throw error;
    }
    sizes.stepDown();
  }
}

const REFUSALS: ReadonlySet<string> = new Set<MoorFault["code"]>(["api-refused"]);
/** What a page size can cause. Credentials, the clock, the limit and a lost answer have other causes. */
const FIRST_CONTACT: ReadonlySet<string> = new Set<MoorFault["code"]>([
  "api-refused",
  "api-error",
  "bad-reply",
  "not-json",
  "reply-too-large",
]);

/** How many pages of the first one's size the account takes; `undefined` when the server does not count. */
export function pagesOf(page: GroupPage<unknown>): number | undefined {
  if (page.count === null) return undefined;
  return lengthOf(page) === 0 ? 1 : Math.max(1, Math.ceil(page.count / lengthOf(page)));
}

/** Entries of a page, readable or not. */
export function lengthOf({ groups, odd = [] }: GroupPage<unknown>): number {
  return groups.length + odd.length;
}
