import { describe, expect, it } from "vitest";
import { MoorError, StoppedError } from "../../src/moor/errors.js";
import type { LiveGroup } from "../../src/moor/live.js";
import { type PlanNeeds, readForPlan } from "../../src/moor/readForPlan.js";
import { pageSizes } from "../../src/moor/readLive.js";
import type { ReadingOperation } from "../../src/moor/routes.js";
import { liveGroup } from "../support/builders.js";
import { VirtualClock } from "../support/virtualClock.js";

const QUERY = "queueQueue";
const CLAIMS = "queueQueueAgentClaimStatus";
const PAGE = 10;
const GROUPS = Array.from({ length: 60 }, (_, index) => liveGroup(String(index), `g${index}`, ["1"]));
const ANY: PlanNeeds = { queryOnly: false };

interface Trouble {
  /** Calls that each interface has room for before it makes us wait. */
  readonly room?: Partial<Record<ReadingOperation, number>>;
  /** What happens before a call through the claim status. */
  readonly claims?: (page: number) => void;
}

/** Sixty groups in pages of ten, and every call by its interface. */
async function read(needs: PlanNeeds, { room = {}, claims = () => undefined }: Trouble = {}) {
  const left = { [QUERY]: 20, [CLAIMS]: 100, ...room };
  const calls: string[] = [];
  const clock = new VirtualClock();
  const take = (operation: ReadingOperation, what: string | number) => {
    left[operation] -= 1;
    calls.push(`${operation === QUERY ? "query" : "claims"} ${what}`);
    if (operation === CLAIMS) claims(Number(what));
  };
  const reading = await clock.run(
    readForPlan(needs, {
      clock,
      stop: new AbortController().signal,
      list: async (operation, page, size) => {
        take(operation, page);
        const length = Math.min(size, PAGE);
        return { count: GROUPS.length, groups: GROUPS.slice((page - 1) * length, page * length) };
      },
      single: async (operation, exten): Promise<LiveGroup | undefined> => {
        take(operation, `#${exten}`);
        return GROUPS.find((group) => group.exten === exten);
      },
      sizesOf: () => pageSizes(),
      sooner: async (count) => (left[QUERY] < count && left[CLAIMS] >= count ? CLAIMS : QUERY),
    }),
  );
  return { reading, calls };
}

const pages = (name: string, ...numbers: number[]) => numbers.map((number) => `${name} ${number}`);
const refusal = () =>
  new MoorError({ code: "wrong-credentials", args: { operation: CLAIMS, host: "", accountId: "", detail: "" } }, "no");

describe("reading for a plan", () => {
  it.each<[string, PlanNeeds, Trouble, string[], boolean]>([
    ["goes through the query", ANY, {}, pages("query", 1, 2, 3, 4, 5, 6), true],
    [
      "goes through the claim status where the query would wait",
      ANY,
      { room: { [QUERY]: 0 } },
      pages("claims", 1, 2, 3, 4, 5, 6),
      false,
    ],
    [
      "goes over to it where the first page says that the query would",
      ANY,
      { room: { [QUERY]: 5 } },
      ["query 1", ...pages("claims", 1, 2, 3, 4, 5, 6)],
      false,
    ],
    ["stays where the rest is free", ANY, { room: { [QUERY]: 6 } }, pages("query", 1, 2, 3, 4, 5, 6), true],
    [
      "waits for the query where the claim status is no sooner",
      ANY,
      { room: { [QUERY]: 0, [CLAIMS]: 0 } },
      pages("query", 1, 2, 3, 4, 5, 6),
      true,
    ],
    [
      "waits for the query where only that will do",
      { queryOnly: true },
      { room: { [QUERY]: 0 } },
      pages("query", 1, 2, 3, 4, 5, 6),
      true,
    ],
    ["of one group is one call", { queryOnly: false, extens: ["50"] }, {}, ["query #50"], false],
    [
      "of some groups goes through the freer one, too",
      { queryOnly: false, extens: ["3", "50"] },
      { room: { [QUERY]: 0 } },
      ["claims 1", "claims #50"],
      false,
    ],
    [
      "of some goes over to it after the first page",
      { queryOnly: false, extens: ["3", "50"] },
      { room: { [QUERY]: 1 } },
      ["query 1", "claims 1", "claims #50"],
      false,
    ],
    [
      "of some waits where only the query will do",
      { queryOnly: true, extens: ["3", "50"] },
      { room: { [QUERY]: 0 } },
      ["query 1", "query #50"],
      false,
    ],
  ])("%s", async (_, needs, trouble, expected, certain) => {
    const { reading, calls } = await read(needs, trouble);
    expect(calls).toEqual(expected);
    expect(reading.certain).toBe(certain);
    const wanted = needs.extens;
    expect(reading.groups).toEqual(GROUPS.filter(({ exten }) => wanted?.includes(exten) ?? true));
  });

  it("comes back to the query when the claim status turns it down", async () => {
    const { reading, calls } = await read(ANY, {
      room: { [QUERY]: 0 },
      claims: () => {
        throw refusal();
      },
    });
    expect(calls).toEqual(["claims 1", ...pages("query", 1, 2, 3, 4, 5, 6)]);
    expect(reading.certain).toBe(true);
  });

  it("does not go on when it was told to stop", async () => {
    const claims = () => {
      throw new StoppedError();
    };
    await expect(read(ANY, { room: { [QUERY]: 0 }, claims })).rejects.toBeInstanceOf(StoppedError);
  });
});
