import type { ApplyEvent, ApplyPorts } from "../../src/apply/ports.js";
import type { Member } from "../../src/model/skillGroup.js";
import { MoorError, StoppedError } from "../../src/moor/errors.js";
import type { LiveGroup, LiveState, Through } from "../../src/moor/live.js";
import { StageClock } from "./stageClock.js";
import { StageJournal } from "./stageJournal.js";

/** Creations that make no group; and those whose group shows later, in ms. */
const NOT_MADE: ReadonlySet<Creation> = new Set(["refused", "limited", "gone"]);
const LATE_MS: Readonly<Partial<Record<Creation, number>>> = {
  late: 6_000,
  "late-lost": 6_000,
  slow: 50_000,
  never: 1e9,
};

type Reader = "page" | "group" | "name";

/**
 * What becomes of one attempt at a write. `lost`: carried out, unanswered; `gone`: neither; `hangs`: the run is told to stop
 * meanwhile, and after 8 s to wait no longer.
 */
export type Attempt = "passed" | "lost" | "gone" | "limited" | "refused" | "stopped" | "hangs";

/**
 * What becomes of one creation, and of its answer.
 * - `ok`; `refused`: not made; `limited`: a limit answer, not made, and the call is repeated; `limited-done`: the same, but made
 * - `lost`: made, answered with a 500; `gone`: not made, with the same answer; `cut`: made, its answer is no JSON
 * - `slow`: timed out, and made 20 s after that
 * - `late`: made and answered, shows after 6 s; `late-lost`: the same without the answer; `never`: never shows
 * - `renamed`: stored without the last character of its name; `renamed-lost`: the same without the answer
 * - `other-number`: made, and answered with the number of another group
 * - `stopped`: the run is told to stop before it leaves
 */
export type Creation =
  | "ok"
  | "refused"
  | "limited"
  | "limited-done"
  | "lost"
  | "gone"
  | "cut"
  | "slow"
  | "late"
  | "late-lost"
  | "never"
  | "renamed"
  | "renamed-lost"
  | "other-number"
  | "stopped";

export interface Read {
  readonly kind: Reader;
  readonly through: Through;
  readonly key: string;
  /** 1 for the first read of all. */
  readonly nth: number;
}

/** An account on a small stage: what it holds, how it answers, and what was asked of it. */
export interface Stage {
  readonly ports: ApplyPorts;
  readonly clock: StageClock;
  readonly journal: StageJournal;
  readonly groups: Map<string, LiveGroup>;
  readonly reads: Read[];
  /** Lists that were written, as `exten: 1 2:5`. */
  readonly written: string[];
  /** Names that were sent to be created, one for each call. */
  readonly created: string[];
  readonly events: ApplyEvent[];
  readonly stop: AbortController;
  readonly giveUp: AbortController;
  /** What a read does before it answers: wait, change the account, stand still. */
  onRead: (read: Read) => Promise<void> | void;
  /** Between the look before a write and its leaving. */
  beforeSend: () => Promise<void> | void;
  /** What a read shows instead of the account's group; the group itself by default. */
  shows: (read: Read, group: LiveGroup) => LiveGroup | undefined;
  /** Attempts at the writes to come, in turn; afterwards all pass. */
  attempts: Attempt[];
  /** What becomes of the creations to come, in turn; afterwards all are `ok`. */
  creations: Creation[];
  /** After the server has dealt with a write, before its answer. */
  afterWrite: () => void;
  /** Agents that the account does not have: the server leaves them out and says "success". */
  readonly skips: Set<string>;
  /** Groups of which a part cannot be read. */
  readonly odd: Set<string>;
  pages: number;
  /** All that match are on the page that the server shows for a name. */
  nameIsWhole: boolean;
}

export function lost(): MoorError {
  return new MoorError(
    { code: "api-error", args: { operation: "test", status: 500, detail: "", attempts: 1 } },
    "unknown",
  );
}

const refusal = () =>
  new MoorError({ code: "api-refused", args: { operation: "test", status: 400, detail: "no" } }, "not-done");
const limit = () =>
  new MoorError({ code: "still-limited", args: { operation: "test", answers: 1, detail: "" } }, "not-done");

const timeout = () =>
  new MoorError(
    {
      code: "unreachable",
      args: { host: "test", operation: "test", reason: "timeout", detail: "", attempts: 1 },
    },
    "unknown",
  );
const cut = () =>
  new MoorError(
    { code: "not-json", args: { operation: "test", host: "test", status: 200, excerpt: "{", attempts: 1 } },
    "unknown",
  );
const oddFault = () =>
  new MoorError({ code: "bad-reply", args: { operation: "test", expected: "assignMembers", attempts: 1 } }, "not-done");

/** A list as the tests write it: `1 2:5`. */
export function listOf(members: readonly Member[]): string {
  return members.map((one) => (one.priority === 0 ? one.agentNumber : `${one.agentNumber}:${one.priority}`)).join(" ");
}

export function stage(...live: readonly LiveGroup[]): Stage {
  const clock = new StageClock();
  const journal = new StageJournal(clock);
  /** When a group begins to show, monotonic ms; others have always shown. */
  const showsAt = new Map<string, number>();
  const stop = new AbortController();
  const giveUp = new AbortController();
  const groups = new Map(live.map((group) => [group.exten, group]));
  const reads: Read[] = [];
  const written: string[] = [];
  const created: string[] = [];
  const events: ApplyEvent[] = [];
  let made = 900;

  const read = async (kind: Reader, through: Through, key: string, onSend: () => void): Promise<LiveGroup[]> => {
    const one: Read = { kind, through, key, nth: reads.length + 1 };
    reads.push(one);
    onSend();
    await self.onRead(one);
    const shown = [...groups.values()].filter(({ exten }) => (showsAt.get(exten) ?? 0) <= clock.monotonic());
    return shown.flatMap((group) => self.shows(one, group) ?? []);
  };
  const one = (list: readonly LiveGroup[], exten: string): LiveGroup | undefined => {
    if (self.odd.has(exten)) throw oddFault();
    return list.find((group) => group.exten === exten);
  };
  const kept = (members: readonly Member[]): Member[] =>
    members.filter(({ agentNumber }) => !self.skips.has(agentNumber));
  const whole = (list: readonly LiveGroup[]): LiveState => ({
    groups: list.filter(({ exten }) => !self.odd.has(exten)),
    odd: list.filter(({ exten }) => self.odd.has(exten)).map(({ exten }) => ({ exten, expected: "assignMembers" })),
    pageSize: 100,
    pages: self.pages,
  });
  const ignore = (): void => undefined;

  const self: Stage = {
    clock,
    journal,
    groups,
    reads,
    written,
    created,
    events,
    stop,
    giveUp,
    onRead: () => undefined,
    beforeSend: () => undefined,
    shows: (_, group) => group,
    attempts: [],
    creations: [],
    afterWrite: () => undefined,
    skips: new Set(),
    odd: new Set(),
    pages: 1,
    nameIsWhole: true,
    ports: {
      clock,
      stop: stop.signal,
      giveUp: giveUp.signal,
      settleMs: 10_000,
      timeoutMs: 30_000,
      onEvent: (event) => void events.push(event),
      before: new Set(live.map(({ exten }) => exten)),
      heldBack: () => undefined,
      journal,
      client: {
        readAll: async (through) => whole(await read("page", through, "", ignore)),
        readGroup: async (exten, through) => one(await read("group", through, exten, ignore), exten),
        readAfterStop: async () => whole(await read("page", "either", "", ignore)).groups,
        lookAtAll: async (onSend) => whole(await read("page", "queueQueue", "", onSend)),
        lookAtGroup: async (exten, onSend) => one(await read("group", "queueQueue", exten, onSend), exten),
        lookForName: async (name, onSend = ignore) => ({
          groups: (await read("name", "queueQueue", name, onSend)).filter((group) => group.displayName === name),
          odd: [],
          whole: self.nameIsWhole,
        }),
        addQueue: async (group, mayLeave, isStale) => {
          const { displayName, assignRule = "random", memory = "off" } = group;
          for (;;) {
            let leaves = await mayLeave();
            await self.beforeSend();
            while (leaves && isStale()) leaves = await mayLeave();
            if (!leaves) return undefined;
            const creation = self.creations.shift() ?? "ok";
            if (creation === "stopped") {
              stop.abort();
              throw new StoppedError();
            }
            created.push(displayName);
            const name = creation.startsWith("renamed") ? displayName.slice(0, -1) : displayName;
            const exten = String(made + 1);
            if (!NOT_MADE.has(creation)) {
              made += 1;
              groups.set(exten, { exten, displayName: name, assignRule, memory, members: kept(group.members) });
              if (creation in LATE_MS) showsAt.set(exten, clock.monotonic() + (LATE_MS[creation] ?? 0));
            }
            self.afterWrite();
            if (creation === "refused") throw refusal();
            if (creation === "slow") {
              await clock.sleep(30_000);
              throw timeout();
            }
            if (creation === "cut") throw cut();
            if (creation === "gone" || creation === "lost" || creation.endsWith("-lost")) throw lost();
            if (!creation.startsWith("limited"))
              return { exten: creation === "other-number" ? (live[0]?.exten ?? "") : exten };
            await clock.sleep(60_000);
          }
        },
        // As the transport does it: the list is made anew for each attempt, and told whether one before may be done.
        updateMembers: async (exten, membersNow, isStale) => {
          let maybeDone = false;
          let last: MoorError | undefined;
          for (;;) {
            let members = await membersNow(maybeDone);
            await self.beforeSend();
            while (members !== undefined && isStale()) members = await membersNow(maybeDone);
            if (members === undefined) return undefined;
            const attempt = self.attempts.shift() ?? "passed";
            const group = groups.get(exten);
            if (attempt === "stopped") {
              stop.abort();
              throw last ?? limit();
            }
            if (attempt === "hangs") {
              stop.abort();
              await clock.sleep(8_000);
              giveUp.abort();
              throw lost();
            }
            if ((attempt === "passed" || attempt === "lost") && group !== undefined) {
              written.push(`${exten}: ${listOf(members)}`);
              groups.set(exten, { ...group, members: kept(members) });
            }
            self.afterWrite();
            if (attempt === "passed") return true;
            if (attempt === "refused") throw refusal();
            last = attempt === "limited" ? limit() : lost();
            maybeDone ||= attempt !== "limited";
            if (self.attempts.length === 0) throw last;
            await clock.sleep(500);
          }
        },
      },
    },
  };
  return self;
}
