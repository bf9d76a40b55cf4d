import { MoorError } from "../moor/errors.js";
import type { LiveGroup, LiveState, NamedGroups } from "../moor/live.js";
import { LOOK_FRESH_MS } from "../plan/budget.js";
import type { ApplyClient, ApplyPorts } from "./ports.js";
import { type Moment, momentOf, StallWatch } from "./stallWatch.js";

/** At a slow server the answer of this many readings is taken, old as it is. */
const MOST_LOOKS = 3;
/** The same where the process was stopped during the last of them. */
const MOST_LOOKS_STALLED = 6;
/** How long ago, in ms, a listing of the whole account may have ended that stands in for the server's filter. */
const LISTING_FRESH_MS = 15_000;
/** Stands for the number of a group whose number cannot be read. */
const NO_NUMBER = "?";

type Listed = Pick<LiveState, "groups" | "odd">;

/** The groups that have a name. */
export interface NameLook {
  readonly extens: readonly string[];
  /** All groups that the look showed, of this name and others. */
  readonly seen: readonly LiveGroup[];
}

/** What was read, and when that call left. */
interface Look<T> extends Moment {
  readonly found: T;
  /** The process was stopped between sending and answer. */
  readonly stalled: boolean;
}

/** A reading of the account's one page, and the groups and names that it has answered for. */
interface SharedPage {
  readonly look: Promise<Look<LiveState>>;
  readonly asked: Set<string>;
  settled?: Look<LiveState>;
}

/**
 * The last look before a write: what the account holds at the moment when the write leaves. It goes through the query,
 * from which the plan was made. (The claim status may lag, and may list fewer members: agents were lost by it.)
 *
 * A write overwrites the whole list, so a look that was sent more than two seconds ago, by either clock, is taken again.
 * Where the whole account is one page, one reading serves all writes that leave within these two seconds: the query
 * allows no more calls than the writing interfaces do, and a reading for each write would use them all up.
 */
export class LastLook {
  readonly #ports: Pick<ApplyPorts, "client" | "clock">;
  readonly #writes: number;
  /** Calls that a reading of the whole account takes, as of the latest one. */
  #pages: number;
  #shared: SharedPage | undefined;
  /** When each group and each name was last looked at. */
  readonly #lookedAt = new Map<string, Moment>();
  #listing: { readonly live: Promise<Listed>; endedAt?: number } | undefined;

  /**
   * @param pages calls that a reading of the whole account takes
   * @param writes how many the run is to make
   */
  constructor(ports: Pick<ApplyPorts, "client" | "clock">, pages: number, writes: number) {
    this.#ports = ports;
    this.#pages = pages;
    this.#writes = writes;
  }

  /** The group as it is now; `undefined` where there is none. Asked again about the same group, it looks again. */
  async group(exten: string): Promise<LiveGroup | undefined> {
    // With a single write, reading its group is as cheap as a page; and the pages of pinned groups are not counted.
    if (this.#pages > 1 || this.#writes === 1) return this.groupAlone(exten);
    const { groups, odd } = await this.#page(`exten ${exten}`);
    // A group that cannot be read is not a group that is gone: a reading of it alone says what is wrong.
    if (odd.some((group) => group.exten === exten)) return this.groupAlone(exten);
    this.#lookedAt.set(`exten ${exten}`, this.#now());
    return groups.find((group) => group.exten === exten);
  }

  /** The same by a reading of that group alone. */
  async groupAlone(exten: string): Promise<LiveGroup | undefined> {
    const group = await this.#fresh(() => this.#look((onSend) => this.#ports.client.lookAtGroup(exten, onSend)));
    this.#lookedAt.set(`exten ${exten}`, this.#now());
    return group;
  }

  /** Has a write waited too long since the look at its group, for an account-wide limit or asleep? */
  isStale(exten: string): boolean {
    return this.#isOld(`exten ${exten}`);
  }

  /** The same for a creation, since the look at its name. */
  isNameStale(displayName: string): boolean {
    return this.#isOld(`name ${displayName}`);
  }

  /** The groups that have a name now. Names are compared here: how the server's filter compares them is not documented. */
  async groupsNamed(displayName: string): Promise<NameLook> {
    const { groups, odd } = this.#pages > 1 ? await this.#named(displayName) : await this.#page(`name ${displayName}`);
    this.#lookedAt.set(`name ${displayName}`, this.#now());
    const named = [...groups, ...odd].filter((group) => group.displayName === displayName);
    return { extens: named.map(({ exten }) => exten ?? NO_NUMBER), seen: groups };
  }

  async #page(key: string): Promise<LiveState> {
    const live = await this.#fresh(() => this.#pageFor(key));
    this.#pages = live.pages;
    return live;
  }

  /** The reading under way, or the last one while it is fresh; a new one for a group or name that it has answered for. */
  #pageFor(key: string): Promise<Look<LiveState>> {
    const known = this.#shared;
    const serves =
      known !== undefined && !known.asked.has(key) && (known.settled === undefined || this.#isFresh(known.settled));
    const page = serves ? known : this.#beginPage();
    page.asked.add(key);
    return page.look;
  }

  #beginPage(): SharedPage {
    const look = this.#look((onSend) => this.#ports.client.lookAtAll(onSend));
    const page: SharedPage = { look, asked: new Set() };
    this.#shared = page;
    look.then(
      (settled) => {
        page.settled = settled;
      },
      () => {
        // A reading that failed must not answer later questions.
        if (this.#shared === page) this.#shared = undefined;
      },
    );
    return page;
  }

  /** By the server's filter; from a listing of all groups where the filter cannot be relied on. */
  async #named(displayName: string): Promise<Listed> {
    const { client } = this.#ports;
    const named = await this.#fresh(() => this.#look((onSend) => lookForName(client, displayName, onSend)));
    return named ?? this.#all();
  }

  /** A listing of many pages takes longer than a look may be old, so its age counts from its end. */
  #all(): Promise<Listed> {
    const { client, clock } = this.#ports;
    const known = this.#listing;
    if (known !== undefined && clock.monotonic() - (known.endedAt ?? clock.monotonic()) <= LISTING_FRESH_MS)
      return known.live;
    const listing: { live: Promise<Listed>; endedAt?: number } = {
      live: client.readAll("queueQueue").then((live) => {
        listing.endedAt = clock.monotonic();
        return live;
      }),
    };
    this.#listing = listing;
    listing.live.catch(() => {
      if (this.#listing === listing) this.#listing = undefined;
    });
    return listing.live;
  }

  /** Looks until a look is fresh. At a server so slow that none can be, the third has to do. */
  async #fresh<T>(read: () => Promise<Look<T>>): Promise<T> {
    for (let looks = 1; ; looks += 1) {
      const look = await read();
      const enough = look.stalled ? MOST_LOOKS_STALLED : MOST_LOOKS;
      if (this.#isFresh(look) || looks >= enough) return look.found;
    }
  }

  #isOld(key: string): boolean {
    const lookedAt = this.#lookedAt.get(key);
    return lookedAt !== undefined && !this.#isFresh(lookedAt);
  }

  #isFresh({ wall, monotonic }: Moment): boolean {
    const now = this.#now();
    return Math.max(now.wall - wall, now.monotonic - monotonic) <= LOOK_FRESH_MS;
  }

  #now(): Moment {
    return momentOf(this.#ports.clock);
  }

  async #look<T>(read: (onSend: () => void) => Promise<T>): Promise<Look<T>> {
    const watch = new StallWatch(this.#ports.clock);
    try {
      const found = await read(() => watch.start());
      return { found, ...watch.since, stalled: watch.stalled };
    } finally {
      watch.end();
    }
  }
}

/**
 * Groups that have a name, in one call of the query, and perhaps others that the server's filter matches.
 *
 * @param onSend called as the call leaves
 * @returns `undefined` where the filter cannot be relied on: it refuses the name, or counts more groups than it shows
 */
export async function lookForName(
  client: Pick<ApplyClient, "lookForName">,
  displayName: string,
  onSend?: () => void,
): Promise<NamedGroups | undefined> {
  try {
    const named = await client.lookForName(displayName, onSend);
    return named.whole ? named : undefined;
  } catch (error) {
    if (error instanceof MoorError && error.fault.code === "api-refused") return undefined;
    throw error;
  }
}
