import { describe, expect, it } from "vitest";
import { MoorError } from "../../src/moor/errors.js";
import { DOCUMENTED_LIMITS, type OperationName } from "../../src/moor/operations.js";
import type { CallEvent } from "../../src/moor/sender.js";
import { Transport } from "../../src/moor/transport.js";
import { VirtualClock } from "../support/virtualClock.js";

const UPDATE = "updateQueueAssignMembers";
const MINUTE = 60_000;
const DONE = { code: 200, success: true };
const LIMITED = { code: 400, success: false, message: "请求过于频繁" };

/** What a server answers to a call, by its own time since the first moment. */
type Server = (call: { readonly name: OperationName; readonly at: number; readonly body: Record<string, unknown> }) => {
  readonly body: unknown;
  readonly status?: number;
  readonly headers?: Record<string, string>;
};

/** A transport on a clock that waits for nobody. */
function open(server: Server) {
  const clock = new VirtualClock();
  const from = clock.monotonic();
  const events: (CallEvent & { readonly at: number })[] = [];
  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const name = new URL(String(input)).pathname.split("/").at(-2) as OperationName;
    await clock.sleep(20);
    const {
      body,
      status = 200,
      headers = {},
    } = server({
      name,
      at: clock.monotonic() - from,
      body: JSON.parse(String(init?.body)) as Record<string, unknown>,
    });
    return new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers });
  };
  const transport = new Transport({
    host: "https://api.example",
    accountId: "N1",
    apiSecret: "secret",
    limits: DOCUMENTED_LIMITS,
    fetch: fetch as typeof globalThis.fetch,
    clock,
    random: () => 0.5,
    timeoutMs: 600_000,
    stop: new AbortController().signal,
    onCall: (event) => events.push({ ...event, at: clock.monotonic() - from }),
  });
  /** Makes calls, and tells how each ended. */
  const make = (name: OperationName, bodies: readonly Record<string, unknown>[]) =>
    clock.run(
      Promise.all(
        bodies.map((body) =>
          transport
            .call(
              name,
              async () => body,
              () => "done",
            )
            .catch((error: unknown) => (error instanceof MoorError ? error : Promise.reject(error))),
        ),
      ),
    );
  return { make, events, now: () => clock.monotonic() - from };
}

/** A sliding window, of which somebody else has all between two times. */
function squeezed(fromMs: number, untilMs: number, over: { body: unknown; headers?: Record<string, string> }): Server {
  const counted: number[] = [];
  return ({ at }) => {
    while (counted[0] !== undefined && counted[0] <= at - MINUTE) counted.shift();
    if ((at >= fromMs && at < untilMs) || counted.length >= 20) return over;
    counted.push(at);
    return { body: DONE };
  };
}

const bodies = (count: number) => Array.from({ length: count }, (_, index) => ({ index }));
const faultOf = (ends: readonly unknown[]) => ends.map((end) => (end instanceof MoorError ? end.fault.code : end));

describe("when somebody else spends the whole budget for a while", () => {
  it.each([
    [1, { body: LIMITED }],
    [3, { body: LIMITED }],
    [10, { body: LIMITED }],
    [10, { body: "<html>503</html>", status: 429 }],
    [3, { body: LIMITED, headers: { "Retry-After": "0" } }],
    [3, { body: LIMITED, headers: { "Retry-After": "60" } }],
  ])("%i minutes: sixty writes are through a few windows after its end", async (minutes, over) => {
    const untilMs = MINUTE + minutes * MINUTE;
    const { make, events, now } = open(squeezed(MINUTE, untilMs, over));
    expect(new Set(await make(UPDATE, bodies(60)))).toEqual(new Set(["done"]));
    // Forty are left: two windows at best, and the rest that was on at the end.
    expect((now() - untilMs) / MINUTE).toBeLessThan(4);
    expect(events.filter(({ outcome }) => outcome === "limited").length).toBeLessThan(minutes * 2 + 10);
  });

  it("for ever: all calls of the interface end when the first one's patience does", async () => {
    const { make, events, now } = open(squeezed(0, Number.POSITIVE_INFINITY, { body: LIMITED }));
    const ends = await make(UPDATE, bodies(50));
    expect(new Set(faultOf(ends))).toEqual(new Set(["still-limited"]));
    expect(ends[49]).toMatchObject({ delivery: "not-done", fault: { args: { detail: LIMITED.message } } });
    expect(now() / MINUTE).toBeLessThan(25);
    expect(events.length).toBeLessThan(30);
  });
});

describe("a refusal", () => {
  it("is sent once, whatever its words", async () => {
    const { make, events, now } = open(() => ({
      body: { code: 400, success: false, message: "license limit reached" },
    }));
    expect(faultOf(await make("addQueue", bodies(1)))).toEqual(["api-refused"]);
    expect(events).toHaveLength(1);
    expect(now()).toBeLessThan(1_000);
  });

  it("whose words speak of frequency is told from the limit by the calls that pass beside it", async () => {
    const { make, events } = open(({ body }) => ({ body: body["index"] === 3 ? LIMITED : DONE }));
    const ends = await make("addQueue", bodies(10));
    expect(faultOf(ends).filter((end) => end !== "done")).toEqual(["api-refused"]);
    expect(ends[3]).toMatchObject({ delivery: "not-done", fault: { args: { detail: LIMITED.message } } });
    expect(events).toHaveLength(9 + 3);
  });
});

describe("a wait that the server asks for", () => {
  it.each(["601", "86400", "2592001", "9".repeat(300)])("of %s s ends in words at once", async (seconds) => {
    const { make, events, now } = open(() => ({ body: LIMITED, headers: { "Retry-After": seconds } }));
    const ends = await make(UPDATE, bodies(30));
    expect(new Set(faultOf(ends))).toEqual(new Set(["long-wait"]));
    expect(events.length).toBeLessThanOrEqual(4);
    expect(now()).toBeLessThan(1_000);
  });

  it("of ten minutes is waited for", async () => {
    const { make } = open(squeezed(0, 10 * MINUTE, { body: LIMITED, headers: { "Retry-After": "600" } }));
    expect(await make(UPDATE, bodies(1))).toEqual(["done"]);
  });
});

describe("a gateway's 503", () => {
  it("to a creation closes the interface to no other call", async () => {
    const { make } = open(({ body }) =>
      body["index"] === 0 ? { body: "<title>503</title>", status: 503 } : { body: DONE },
    );
    expect(faultOf(await make("addQueue", bodies(6)))).toEqual(["api-error", ...Array(5).fill("done")]);
  });
});

describe("of several attempts", () => {
  it("one that may have been carried out is enough for the delivery", async () => {
    let calls = 0;
    const { make } = open(() => {
      calls += 1;
      return calls === 1 ? { body: "", status: 500 } : { body: { code: 400, success: false, message: "no" } };
    });
    expect(await make(UPDATE, bodies(1))).toMatchObject([{ delivery: "unknown", fault: { code: "api-refused" } }]);
  });
});

describe("a reply over 16 MiB", () => {
  it("is not read to its end", async () => {
    const { make, events } = open(() => ({ body: `"${"x".repeat(17 * 1024 * 1024)}"` }));
    expect(faultOf(await make(UPDATE, bodies(1)))).toEqual(["reply-too-large"]);
    expect(events).toHaveLength(1);
  });
});
