import type { ApplyEvent, ApplyPorts } from "../../src/apply/ports.js";
import { MoorError } from "../../src/moor/errors.js";
import type { LiveGroup, LiveState, Through } from "../../src/moor/live.js";
import { StageClock } from "./stageClock.js";

type Reader = "page" | "group" | "name";

/** What becomes of one attempt at a write. `lost`: carried out, unanswered; `gone`: neither. */
export type Attempt = "passed" | "lost" | "gone" | "limited" | "refused" | "stopped";

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
  readonly groups: Map<string, LiveGroup>;
  readonly reads: Read[];
  /** Lists that were written, as `exten: 1 2:5`. */
  readonly written: string[];
  readonly events: ApplyEvent[];
  readonly stop: AbortController;
  /** What a read does before it answers: wait, change the account, stand still. */
  onRead: (read: Read) => Promise<void> | void;
  /** Between the look before a write and its leaving. */
  beforeSend: () => Promise<void> | void;
  /** What a read shows instead of the account's group; the group itself by default. */
  shows: (read: Read, group: LiveGroup) => LiveGroup | undefined;
  /** Attempts at the writes to come, in turn; afterwards all pass. */
  attempts: Attempt[];
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

export function stage(...live: readonly LiveGroup[]): Stage {
  const clock = new StageClock();
  const stop = new AbortController();
  const groups = new Map(live.map((group) => [group.exten, group]));
  const reads: Read[] = [];
  const written: string[] = [];
  const events: ApplyEvent[] = [];
  let made = 900;

  const read = async (kind: Reader, through: Through, key: string, onSend: () => void): Promise<LiveGroup[]> => {
    const one: Read = { kind, through, key, nth: reads.length + 1 };
    reads.push(one);
    onSend();
    await self.onRead(one);
    return [...groups.values()].flatMap((group) => self.shows(one, group) ?? []);
  };
  const whole = (list: readonly LiveGroup[]): LiveState => ({
    groups: list,
    odd: [],
    pageSize: 100,
    pages: self.pages,
  });
  const ignore = (): void => undefined;

  const self: Stage = {
    clock,
    groups,
    reads,
    written,
    events,
    stop,
    onRead: () => undefined,
    beforeSend: () => undefined,
    shows: (_, group) => group,
    attempts: [],
    pages: 1,
    nameIsWhole: true,
    ports: {
      clock,
      stop: stop.signal,
      giveUp: new AbortController().signal,
      settleMs: 10_000,
      timeoutMs: 30_000,
      onEvent: (event) => void events.push(event),
      before: new Set(live.map(({ exten }) => exten)),
      heldBack: () => undefined,
      journal: {
        begin: async () => undefined,
        end: async () => undefined,
        made: async () => undefined,
        maybe: async () => undefined,
        shown: async () => undefined,
        storedAs: async () => undefined,
        openEntry: async () => undefined,
      },
      client: {
        readAll: async (through) => whole(await read("page", through, "", ignore)),
        readGroup: async (exten, through) =>
          (await read("group", through, exten, ignore)).find((group) => group.exten === exten),
        lookAtAll: async (onSend) => whole(await read("page", "queueQueue", "", onSend)),
        lookAtGroup: async (exten, onSend) =>
          (await read("group", "queueQueue", exten, onSend)).find((group) => group.exten === exten),
        lookForName: async (name, onSend = ignore) => ({
          groups: (await read("name", "queueQueue", name, onSend)).filter((group) => group.displayName === name),
          odd: [],
          whole: self.nameIsWhole,
        }),
        addQueue: async (group, mayLeave, isStale) => {
          let leaves = await mayLeave();
          await self.beforeSend();
          while (leaves && isStale()) leaves = await mayLeave();
          if (!leaves) return undefined;
          made += 1;
          const { displayName, assignRule = "random", memory = "off", members } = group;
          groups.set(String(made), { exten: String(made), displayName, assignRule, memory, members });
          return { exten: String(made) };
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
            if ((attempt === "passed" || attempt === "lost") && group !== undefined) {
              written.push(
                `${exten}: ${members.map((one) => (one.priority === 0 ? one.agentNumber : `${one.agentNumber}:${one.priority}`)).join(" ")}`,
              );
              groups.set(exten, { ...group, members });
            }
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
