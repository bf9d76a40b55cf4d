import type { LiveGroup, LiveState } from "../moor/live.js";
import { LOOK_FRESH_MS } from "../plan/budget.js";
import { lookForName } from "./lookForName.js";
import type { ApplyPorts } from "./ports.js";
import { Pulse } from "./pulse.js";

/** Readings that a slow server is asked for before its newest answer has to do. */
const MOST_LOOKS = 3;
/** The same where the process stood still during the last of them. */
const MOST_LOOKS_STOPPED = 6;
/** How long ago a listing of the whole account may have ended that stands in for the server's filter, in ms. */
const LISTING_FRESH_MS = 15_000;
/** Stands for the number of a group whose number cannot be read. */
const NO_NUMBER = "?";

type Listed = Pick<LiveState, "groups" | "odd">;

/** Who bears a name. */
export interface NameLook {
  /** Numbers of the groups that do. */
  readonly extens: readonly string[];
  /** All groups that the look has shown, of this name and others. */
  readonly seen: readonly LiveGroup[];
}

/** A moment by both clocks: the monotonic one stands still while a laptop sleeps. */
interface Moment {
  readonly wall: number;
  readonly monotonic: number;
}

/** What was read, and when that call left. */
interface Look<T> extends Moment {
  readonly found: T;
  /** The process stood still between sending and answer. */
  readonly stoodStill: boolean;
}

/** A reading of the account's one page, and the groups and names that it has been asked about. */
interface SharedPage {
  readonly look: Promise<Look<LiveState>>;
  readonly asked: Set<string>;
  settled?: Look<LiveState>;
}

/**
 * The last look before a write: what the account holds at the moment when the write leaves, by the query, which the plan
 * was read from. (The claim status may lag, and may list fewer members: by it people were lost.)
 *
 * A write overwrites the whole list, so a look that was sent more than two seconds ago, by either clock, is taken again.
 * Where the whole account is one page, one reading serves all writes that leave within these two seconds: the query lets
 * no more calls through than the writing interfaces do, and each write with a reading of its own would leave none over.
 */
export class LastLook {
  readonly #ports: Pick<ApplyPorts, "client" | "clock">;
  readonly #writes: number;
  /** Calls that a reading of the whole account takes, as the latest one says. */
  #pages: number;
  #shared: SharedPage | undefined;
  /** When each group and each name was last looked at, by both clocks. */
  readonly #toldAt = new Map<string, Moment>();
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
    // Of a run that makes one write, the one group is as cheap, and nobody has counted the pages.
    if (this.#pages > 1 || this.#writes === 1) return this.groupAlone(exten);
    const { groups, odd } = await this.#page(`exten ${exten}`);
    // A group that cannot be read is not a group that is gone: asked for alone, it says what is wrong with it.
    if (odd.some((group) => group.exten === exten)) return this.groupAlone(exten);
    this.#toldAt.set(`exten ${exten}`, this.#now());
    return groups.find((group) => group.exten === exten);
  }

  /** The same by a reading of that group alone, and of nobody else's. */
  async groupAlone(exten: string): Promise<LiveGroup | undefined> {
    const group = await this.#fresh(() => this.#look((onSend) => this.#ports.client.lookAtGroup(exten, onSend)));
    this.#toldAt.set(`exten ${exten}`, this.#now());
    return group;
  }

  /** Has a write waited too long since the look at its group, in the line of an account-wide limit or asleep? */
  isStale(exten: string): boolean {
    return this.#isOld(`exten ${exten}`);
  }

  /** The same of a creation, since the look at its name. */
  isNameStale(displayName: string): boolean {
    return this.#isOld(`name ${displayName}`);
  }

  /** Groups that bear a name now. Names are compared here: how the server's filter does is documented nowhere. */
  async bearersNow(displayName: string): Promise<NameLook> {
    const { groups, odd } = this.#pages > 1 ? await this.#named(displayName) : await this.#page(`name ${displayName}`);
    this.#toldAt.set(`name ${displayName}`, this.#now());
    const bearers = [...groups, ...odd].filter((group) => group.displayName === displayName);
    return { extens: bearers.map(({ exten }) => exten ?? NO_NUMBER), seen: groups };
  }

  async #page(key: string): Promise<LiveState> {
    const live = await this.#fresh(() => this.#pageFor(key));
    this.#pages = live.pages;
    return live;
  }

  /** The reading under way, or the last one while it is fresh; a new one for who has been told by it before. */
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
        // A reading that failed is nobody's answer for later.
        if (this.#shared === page) this.#shared = undefined;
      },
    );
    return page;
  }

  /** By the server's filter; by all names where that does not tell. */
  async #named(displayName: string): Promise<Listed> {
    const { client } = this.#ports;
    const named = await this.#fresh(() => this.#look((onSend) => lookForName(client, displayName, onSend)));
    return named ?? this.#all();
  }

  /** A listing of many pages takes longer than any look may be old: it counts from its end. */
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

  /** Looks until one look is fresh; at a slow server, which no look can be fresh of, until the third. */
  async #fresh<T>(read: () => Promise<Look<T>>): Promise<T> {
    for (let looks = 1; ; looks += 1) {
      const look = await read();
      const enough = look.stoodStill ? MOST_LOOKS_STOPPED : MOST_LOOKS;
      if (this.#isFresh(look) || looks >= enough) return look.found;
    }
  }

  #isOld(key: string): boolean {
    const toldAt = this.#toldAt.get(key);
    return toldAt !== undefined && !this.#isFresh(toldAt);
  }

  #isFresh({ wall, monotonic }: Moment): boolean {
    const now = this.#now();
    return Math.max(now.wall - wall, now.monotonic - monotonic) <= LOOK_FRESH_MS;
  }

  #now(): Moment {
    const { clock } = this.#ports;
    return { wall: clock.now(), monotonic: clock.monotonic() };
  }

  async #look<T>(read: (onSend: () => void) => Promise<T>): Promise<Look<T>> {
    const { clock } = this.#ports;
    const pulse = new Pulse(clock);
    try {
      const found = await read(() => pulse.begin());
      return { found, ...pulse.since, stoodStill: pulse.stoodStill };
    } finally {
      pulse.end();
    }
  }
}
