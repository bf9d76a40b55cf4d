import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MoorError, type MoorFault } from "../../src/moor/errors.js";
import type { LiveGroup } from "../../src/moor/live.js";
import { type ListPage, PageSizes } from "../../src/moor/pages.js";
import { readLive } from "../../src/moor/readLive.js";
import { VirtualClock } from "../support/virtualClock.js";

const group = (n: number): LiveGroup => ({
  exten: String(n),
  displayName: `g${n}`,
  assignRule: "random",
  memory: "off",
  members: [],
});
const groups = (n: number): LiveGroup[] => Array.from({ length: n }, (_, index) => group(index + 1));

/** A listing that clamps what it is asked for; `before` may change the account before a call. */
function listing(
  account: { groups: LiveGroup[] },
  clamp: number,
  options: { count?: boolean; before?: (call: number) => void } = {},
) {
  const asked: { page: number; pageSize: number }[] = [];
  const list: ListPage = async (page, pageSize) => {
    asked.push({ page, pageSize });
    options.before?.(asked.length);
    const size = Math.min(pageSize, clamp);
    const { groups: all } = account;
    return { count: options.count === false ? null : all.length, groups: all.slice((page - 1) * size, page * size) };
  };
  return { list, asked };
}

const read = async (list: ListPage) => {
  const clock = new VirtualClock();
  return clock.run(readLive("queueQueue", list, clock, new AbortController().signal));
};

describe("readLive", () => {
  it.each([
    [0, 10, 1],
    [1, 10, 1],
    [10, 10, 1],
    [11, 10, 2],
    [60, 7, 9],
    [1_000, 100, 10],
    [60, 1_000, 1],
  ])("reads %i groups at a clamp of %i in %i calls", async (n, clamp, calls) => {
    const { list, asked } = listing({ groups: groups(n) }, clamp);
    const live = await read(list);
    expect(live.groups).toHaveLength(n);
    expect(asked).toHaveLength(calls);
    expect(live.pages).toBe(calls);
  });

  it.each([10, 50, 100, 500, 1_000])("learns a clamp of %i without a call more than it takes", async (clamp) => {
    for (const n of [0, 1, 9, 10, 11, 99, 100, 101, 499, 500, 501, 1_000, 1_200]) {
      const { list, asked } = listing({ groups: groups(n) }, clamp);
      const live = await read(list);
      // No more than 500 are asked for at once.
      expect(asked).toHaveLength(Math.max(1, Math.ceil(n / Math.min(clamp, 500))));
      expect(live.groups).toHaveLength(n);
    }
  });

  it("does not ask again for a size that was refused", async () => {
    const { list, asked } = listing({ groups: groups(25) }, 10);
    const picky: ListPage = async (page, size) => {
      if (size <= 50) return list(page, size);
      asked.push({ page, pageSize: size });
      const args = { operation: "queueQueue", status: 400, detail: "pageSize" };
      throw new MoorError({ code: "api-refused", args }, "not-done");
    };
    const clock = new VirtualClock();
    const sizes = new PageSizes();
    const once = () => clock.run(readLive("queueQueue", picky, clock, new AbortController().signal, { sizes }));
    await once();
    expect(asked.map(({ pageSize }) => pageSize)).toEqual([500, 100, 50, 10, 10]);
    asked.length = 0;
    await once();
    expect(asked.map(({ pageSize }) => pageSize)).toEqual([50, 10, 10]);
  });

  it("goes on from a first page that was read already, and reads all again where that does not fit", async () => {
    const account = { groups: groups(30) };
    const { list, asked } = listing(account, 10);
    const first = await list(1, 500);
    const clock = new VirtualClock();
    const go = () =>
      clock.run(readLive("queueQueue", list, clock, new AbortController().signal, { sizes: new PageSizes(), first }));
    expect((await go()).groups).toHaveLength(30);
    expect(asked.map(({ page }) => page)).toEqual([1, 2, 3]);
    account.groups = [group(99), ...account.groups];
    expect((await go()).groups).toHaveLength(31);
  });

  it("reads any account whole, whatever the clamp and whether or not the server counts", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 80 }),
        fc.integer({ min: 1, max: 90 }),
        fc.boolean(),
        async (n, clamp, count) => {
          const { list } = listing({ groups: groups(n) }, clamp, { count });
          const live = await read(list);
          expect(live.groups.map((one) => one.exten)).toEqual(groups(n).map((one) => one.exten));
        },
      ),
    );
  });

  it("reads again when a group is created between two pages", async () => {
    const account = { groups: groups(30) };
    const { list } = listing(account, 10, {
      before: (call) => {
        if (call === 2) account.groups = [group(99), ...account.groups];
      },
    });
    const live = await read(list);
    expect(new Set(live.groups.map((one) => one.exten))).toEqual(new Set(account.groups.map((one) => one.exten)));
    expect(live.groups).toHaveLength(31);
  });

  it("reads again when a group vanishes between two pages", async () => {
    const account = { groups: groups(30) };
    const { list } = listing(account, 10, {
      before: (call) => {
        if (call === 2) account.groups = account.groups.slice(1);
      },
    });
    expect((await read(list)).groups).toHaveLength(29);
  });

  it("reads again when a page comes short or repeats another", async () => {
    for (const trouble of ["short", "repeat"] as const) {
      const { list } = listing({ groups: groups(30) }, 10);
      let calls = 0;
      const troubled: ListPage = async (page, size) => {
        calls += 1;
        const troubledCall = calls === 2;
        const answer = await list(troubledCall && trouble === "repeat" ? 1 : page, size);
        return troubledCall && trouble === "short" ? { ...answer, groups: answer.groups.slice(1) } : answer;
      };
      expect((await read(troubled)).groups).toHaveLength(30);
      expect(calls).toBe(6);
    }
  });

  it("is an error, never a smaller account, when the listing never settles", async () => {
    const account = { groups: groups(30) };
    let next = 100;
    const { list } = listing(account, 10, {
      before: () => {
        next += 1;
        account.groups = [group(next), ...account.groups];
      },
    });
    await expect(read(list)).rejects.toMatchObject({ fault: { code: "incomplete-read", args: { tries: 5 } } });
  });

  it("is an error when the server counts more groups than it lists", async () => {
    const list: ListPage = async (page) => ({ count: 12, groups: page === 1 ? groups(10) : [] });
    await expect(read(list)).rejects.toMatchObject({
      fault: { code: "incomplete-read", args: { listed: 10, count: 12 } },
    });
  });

  it("ends where a server without a count answers the last page again and again", async () => {
    const { list } = listing({ groups: groups(25) }, 10, { count: false });
    const live = await read((page, size) => list(Math.min(page, 3), size));
    expect(live.groups).toHaveLength(25);
  });

  const refusing: [string, MoorFault | undefined][] = [
    ["a refusal", { code: "api-refused", args: { operation: "queueQueue", status: 400, detail: "limit" } }],
    ["a failure", { code: "api-error", args: { operation: "queueQueue", status: 500, detail: "", attempts: 1 } }],
    [
      "a page of a gateway",
      { code: "not-json", args: { operation: "", host: "", status: 200, excerpt: "", attempts: 1 } },
    ],
    ["success without a list", { code: "bad-reply", args: { operation: "", expected: "data.list", attempts: 1 } }],
    ["more than is read", { code: "reply-too-large", args: { operation: "", what: "bytes", most: 1 } }],
    ["an empty list of many", undefined],
  ];

  it.each(refusing)("asks for less where a large page is answered with %s, and only once", async (_, fault) => {
    const { list, asked } = listing({ groups: groups(25) }, 1_000);
    const picky: ListPage = async (page, size, once) => {
      const answer = await list(page, size);
      if (size <= 10) return answer;
      expect(once).toBe(true);
      if (fault === undefined) return { count: 25, groups: [] };
      throw new MoorError(fault, "not-done");
    };
    expect((await read(picky)).groups).toHaveLength(25);
    expect(asked.map(({ pageSize }) => pageSize)).toEqual([500, 100, 50, 10, 10, 10]);
  });

  it.each(["wrong-credentials", "clock-off", "unreachable", "still-limited", "long-wait"] as const)(
    "takes %s for what it is, and not for the page's size",
    async (code) => {
      let calls = 0;
      const list: ListPage = async () => {
        calls += 1;
        throw new MoorError({ code, args: {} } as MoorFault, "not-done");
      };
      await expect(read(list)).rejects.toMatchObject({ fault: { code } });
      expect(calls).toBe(1);
    },
  );

  it.each([
    [500, [500, 100, 50, 10]],
    [200, [200, 100, 50, 10]],
    [50, [50, 10]],
    [10, [10]],
    [1, [1]],
  ])("asks for no more than %i where that is the setting", (most, expected) => {
    const sizes = new PageSizes(most);
    const asked = [sizes.size];
    while (!sizes.isSmallest) {
      sizes.stepDown();
      asked.push(sizes.size);
    }
    expect(asked).toEqual(expected);
  });

  it("says that nobody is changing anything where each pass is short in the same way", async () => {
    const over: ListPage = async (page) => ({ count: 26, groups: page === 1 ? groups(25) : [] });
    const ignored: ListPage = async () => ({ count: 25, groups: groups(10) });
    for (const list of [over, ignored])
      await expect(read(list)).rejects.toMatchObject({ fault: { code: "incomplete-read", args: { constant: true } } });
  });

  it("gives up a count that its pages contradict after a few of them", async () => {
    let calls = 0;
    const list: ListPage = async (page) => {
      calls += 1;
      return { count: 100_000, groups: page === 1 ? groups(1) : [] };
    };
    await expect(read(list)).rejects.toMatchObject({ fault: { code: "incomplete-read" } });
    expect(calls).toBeLessThanOrEqual(5 * 21);
  });

  it("ends a listing that has no end and no count", async () => {
    let next = 0;
    const endless: ListPage = async (_, size) => ({
      count: null,
      groups: Array.from({ length: size }, () => {
        next += 1;
        return group(next);
      }),
    });
    await expect(read(endless)).rejects.toMatchObject({ fault: { code: "reply-too-large", args: { what: "pages" } } });
  });
});
