import { describe, expect, it } from "vitest";
import { MoorClient } from "../../src/moor/client.js";
import { StoppedError } from "../../src/moor/errors.js";
import type { ReadingOperation } from "../../src/moor/live.js";
import { DOCUMENTED_LIMITS } from "../../src/moor/operations.js";
import { VirtualClock } from "../support/virtualClock.js";

const QUERY = "queueQueue";
const CLAIMS = "queueQueueAgentClaimStatus";

const FOUND = {
  code: 200,
  success: true,
  count: 1,
  data: [{ exten: "1", displayName: "a", assignRule: "random", assignMembers: [] }],
};
const status = (code: number) => ({ code, success: false, message: "no" });

/** What an interface answers: a reply, or nothing (`hangs`, `drops`). */
type Answer = object | "hangs" | "drops";

/** An account whose two reading interfaces answer as they are told. */
function account(answers: (operation: ReadingOperation, nth: number) => Answer, limits = {}) {
  const clock = new VirtualClock();
  const asked: ReadingOperation[] = [];
  const stop = new AbortController();
  const fetch = async (input: string | URL | Request): Promise<Response> => {
    const operation = new URL(String(input)).pathname.split("/").at(-2) as ReadingOperation;
    asked.push(operation);
    const answer = answers(operation, asked.filter((one) => one === operation).length);
    if (answer === "hangs") throw new DOMException("late", "TimeoutError");
    if (answer === "drops") throw Object.assign(new Error("gone"), { code: "ECONNRESET" });
    return new Response(JSON.stringify(answer));
  };
  const client = new MoorClient({
    host: "https://api.example",
    accountId: "N1",
    apiSecret: "secret",
    limits: { ...DOCUMENTED_LIMITS, ...limits },
    fetch: fetch as typeof globalThis.fetch,
    clock,
    random: () => 0.5,
    timeoutMs: 30_000,
    stop: stop.signal,
  });
  const read = () => clock.run(client.readGroup("1", "either"));
  return { client, asked, read, clock, stop };
}

describe("a group that either interface may show", () => {
  it("is asked of the claim status, whose budget is larger", async () => {
    const { read, asked } = account(() => FOUND);
    expect(await read()).toMatchObject({ exten: "1" });
    expect(asked).toEqual([CLAIMS]);
  });

  it("is asked of the query when that answers sooner", async () => {
    const { read, asked } = account(() => FOUND, { [CLAIMS]: { calls: 1, windowMs: 60_000 } });
    for (let n = 0; n < 3; n += 1) await read();
    expect(asked).toEqual([CLAIMS, QUERY, QUERY]);
  });

  it("is asked of the query alone where its word is needed", async () => {
    const { client, clock, asked } = account(() => FOUND);
    await clock.run(client.readGroup("1", QUERY));
    expect(asked).toEqual([QUERY]);
  });
});

describe("a claim status that fails", () => {
  it.each<[string, Answer]>([
    ["a failure", status(500)],
    ["a refusal", status(400)],
    ["a reply of another shape", { code: 200, success: true, data: 5 }],
    ["a lost connection", "drops"],
  ])("by %s is asked once, the query answers, and the next question is asked of it again", async (_, answer) => {
    const { read, asked } = account((operation, nth) => (operation === CLAIMS && nth === 1 ? answer : FOUND));
    expect(await read()).toMatchObject({ exten: "1" });
    await read();
    expect(asked).toEqual([CLAIMS, QUERY, CLAIMS]);
  });

  it.each<[string, Answer]>([
    ["turns us down", status(403)],
    ["hangs", "hangs"],
  ])("because it %s is not asked again", async (_, answer) => {
    const { read, asked } = account((operation) => (operation === CLAIMS ? answer : FOUND));
    await read();
    await read();
    expect(asked).toEqual([CLAIMS, QUERY, QUERY]);
  });

  it("is asked again when the query fails too: it may be the line, or the account", async () => {
    const { read, asked } = account((_, nth) => (nth === 1 ? status(403) : FOUND));
    await expect(read()).rejects.toMatchObject({ fault: { code: "wrong-credentials", args: { operation: QUERY } } });
    await read();
    expect(asked).toEqual([CLAIMS, QUERY, CLAIMS]);
  });

  it("because the run stops is no reason to ask the query", async () => {
    const { read, asked, stop } = account(() => FOUND);
    stop.abort();
    await expect(read()).rejects.toBeInstanceOf(StoppedError);
    expect(asked).toEqual([]);
  });
});
