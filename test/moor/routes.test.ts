import { describe, expect, it } from "vitest";
import { MoorError, type MoorFault } from "../../src/moor/errors.js";
import { type ReadingOperation, Routes } from "../../src/moor/routes.js";

const QUERY = "queueQueue";
const CLAIMS = "queueQueueAgentClaimStatus";

/** Interfaces that have room for so many calls, and then make everybody wait a minute. */
function interfaces(room: Record<ReadingOperation, number>) {
  const asked: ReadingOperation[] = [];
  const routes = new Routes({
    outlookMs: async (operation, calls) => (calls <= room[operation as ReadingOperation] ? 0 : 60_000),
  });
  const ask = async (operation: ReadingOperation) => {
    room[operation] -= 1;
    asked.push(operation);
    return operation;
  };
  return { routes, asked, ask };
}

const hang = () =>
  new MoorError(
    { code: "unreachable", args: { operation: CLAIMS, host: "", reason: "timeout", detail: "", attempts: 1 } },
    "unknown",
  );

const refusal = (code: MoorFault["code"]) =>
  new MoorError(
    { code, args: { operation: CLAIMS, host: "", accountId: "", detail: "", status: 400, attempts: 1 } } as MoorFault,
    "no",
  );

describe("the sooner of the two interfaces", () => {
  it.each([
    [1, 1, 1, CLAIMS],
    [1, 0, 1, CLAIMS],
    [1, 1, 0, QUERY],
    [10, 9, 100, CLAIMS],
    [10, 20, 9, QUERY],
    // Neither is better: the one with the larger budget.
    [200, 20, 100, CLAIMS],
  ] as const)("for %i calls with room for %i queries and %i claim states: %s", async (calls, query, claims, taken) => {
    const { routes, ask } = interfaces({ [QUERY]: query, [CLAIMS]: claims });
    expect(await routes.read("either", calls, ask)).toBe(taken);
  });

  it("is chosen one after the other, so that sixty do not crowd where there is room for forty", async () => {
    const { routes, ask, asked } = interfaces({ [QUERY]: 20, [CLAIMS]: 40 });
    await Promise.all(Array.from({ length: 60 }, () => routes.read("either", 1, ask)));
    expect(asked.filter((one) => one === CLAIMS)).toHaveLength(40);
    expect(asked.filter((one) => one === QUERY)).toHaveLength(20);
  });

  it("is no choice where one interface is asked for by name", async () => {
    const { routes, ask } = interfaces({ [QUERY]: 0, [CLAIMS]: 100 });
    expect(await routes.read(QUERY, 1, ask)).toBe(QUERY);
  });
});

describe("an interface that turns us down", () => {
  it("stands back for the other, and is not asked again", async () => {
    const { routes, asked, ask } = interfaces({ [QUERY]: 20, [CLAIMS]: 100 });
    const read = async (operation: ReadingOperation) => {
      await ask(operation);
      if (operation === CLAIMS) throw refusal("wrong-credentials");
      return operation;
    };
    expect(await routes.read("either", 1, read)).toBe(QUERY);
    expect(await routes.read("either", 1, read)).toBe(QUERY);
    expect(asked).toEqual([CLAIMS, QUERY, QUERY]);
  });

  it("is asked again where it disliked one question, or where the other turned us down, too", async () => {
    const { routes, asked, ask } = interfaces({ [QUERY]: 20, [CLAIMS]: 100 });
    const read = (code: "wrong-credentials" | "api-refused", both: boolean) => async (operation: ReadingOperation) => {
      await ask(operation);
      if (both || operation === CLAIMS) throw refusal(code);
      return operation;
    };
    expect(await routes.read("either", 1, read("api-refused", false))).toBe(QUERY);
    await expect(routes.read("either", 1, read("wrong-credentials", true))).rejects.toThrow("wrong-credentials");
    expect(await routes.read("either", 1, ask)).toBe(CLAIMS);
    expect(asked).toEqual([CLAIMS, QUERY, CLAIMS, QUERY, CLAIMS]);
  });

  it.each(["api-error", "bad-reply", "incomplete-read", "not-json"] as const)(
    "by %s is out of order, and may be well again at the next question",
    async (code) => {
      const { routes, asked, ask } = interfaces({ [QUERY]: 20, [CLAIMS]: 100 });
      const read = async (operation: ReadingOperation) => {
        await ask(operation);
        if (asked.length === 1) throw refusal(code);
        return operation;
      };
      expect(await routes.read("either", 1, read)).toBe(QUERY);
      expect(await routes.read("either", 1, read)).toBe(CLAIMS);
    },
  );

  it("by hanging twice in a row is not waited for again; once may be the line's fault", async () => {
    const { routes, asked, ask } = interfaces({ [QUERY]: 20, [CLAIMS]: 100 });
    const impatient: boolean[] = [];
    const read = (hangs: boolean) => async (operation: ReadingOperation, hasty: boolean) => {
      impatient.push(hasty);
      await ask(operation);
      if (hangs && operation === CLAIMS) throw hang();
      return operation;
    };
    for (const hangs of [true, false, true, true, true]) await routes.read("either", 1, read(hangs));
    expect(asked).toEqual([CLAIMS, QUERY, CLAIMS, CLAIMS, QUERY, CLAIMS, QUERY, QUERY]);
    // Patient is whoever has nobody else to ask.
    expect(impatient).toEqual([true, false, true, true, false, true, false, false]);
  });

  it("by hanging, after the other has been given up, is waited for no second time", async () => {
    const { routes, asked, ask } = interfaces({ [QUERY]: 20, [CLAIMS]: 100 });
    const read = (all: boolean) => async (operation: ReadingOperation) => {
      await ask(operation);
      if (all || operation === CLAIMS) throw hang();
    };
    await routes.read("either", 1, read(false));
    await routes.read("either", 1, read(false));
    await expect(routes.read("either", 1, read(true))).rejects.toThrow("unreachable");
    expect(asked).toEqual([CLAIMS, QUERY, CLAIMS, QUERY, QUERY]);
  });

  it.each(["unreachable", "clock-off", "still-limited"] as const)(
    "is not what %s tells of: that would be so through the other, too",
    async (code) => {
      const { routes, asked, ask } = interfaces({ [QUERY]: 20, [CLAIMS]: 100 });
      const read = async (operation: ReadingOperation) => {
        await ask(operation);
        throw refusal(code);
      };
      await expect(routes.read("either", 1, read)).rejects.toThrow(code);
      expect(asked).toEqual([CLAIMS]);
      expect(await routes.read("either", 1, ask)).toBe(CLAIMS);
    },
  );
});
