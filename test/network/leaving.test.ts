import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeHttp } from "../../src/cli/node/nodeHttp.js";
import type { Clock } from "../../src/model/clock.js";
import { DOCUMENTED_LIMITS } from "../../src/moor/operations.js";
import type { LeavingCall } from "../../src/moor/sender.js";
import { Transport } from "../../src/moor/transport.js";

const UPDATE = "updateQueueAssignMembers";
const arrived: string[] = [];
const server = createServer((request, response) => {
  let text = "";
  request.on("data", (chunk) => {
    text += chunk;
  });
  request.on("end", () => {
    arrived.push(text);
    response.setHeader("content-type", "application/json").end(JSON.stringify({ code: 200, success: true }));
  });
});
let host = "";
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

/** The real clock, which a test sets forward. */
function sleepyClock(): Clock & { skip(ms: number): void } {
  let skipped = 0;
  const monotonic = (): number => performance.now() + skipped;
  return {
    now: () => 1_700_000_000_000 + monotonic(),
    monotonic,
    sleep: (ms, signal) => sleep(ms, undefined, { ...(signal && { signal }) }),
    skip: (ms) => {
      skipped += ms;
    },
  };
}

/** Calls that are asked whether they may leave once their connection stands; `msOf` says how long that takes. */
function open(msOf: (nth: number) => number) {
  const clock = sleepyClock();
  const http = nodeHttp(false);
  let calls = 0;
  const fetch = (input: string, init: LeavingCall) => {
    const { mayLeave } = init;
    const asked = (): boolean => {
      calls += 1;
      clock.skip(msOf(calls));
      return mayLeave?.() ?? true;
    };
    return (http as (input: string, init: object) => Promise<Response>)(input, { ...init, mayLeave: asked });
  };
  const sent: unknown[] = [];
  const transport = new Transport({
    host,
    accountId: "N1",
    apiSecret: "secret",
    limits: DOCUMENTED_LIMITS,
    fetch: fetch as unknown as typeof globalThis.fetch,
    clock,
    random: () => 0.5,
    timeoutMs: 10_000,
    stop: new AbortController().signal,
    onCall: (event) => sent.push(event.outcome),
  });
  /** Writes what the nth preparation gave; a preparation is stale after two seconds. */
  const write = async (): Promise<unknown> => {
    let preparedAt = 0;
    let nth = 0;
    const prepare = async () => {
      nth += 1;
      preparedAt = clock.monotonic();
      return { nth };
    };
    return transport.call(UPDATE, prepare, () => "done", { isStale: () => clock.monotonic() - preparedAt > 2_000 });
  };
  return { write, sent };
}

describe("a write whose connection stood only after the machine had slept", () => {
  it("is not written, but prepared again: the server sees the second one alone", async () => {
    arrived.length = 0;
    const { write, sent } = open((nth) => (nth === 1 ? 12_000 : 0));
    expect(await write()).toBe("done");
    expect(arrived).toEqual(['{"nth":2}']);
    expect(sent).toEqual(["reply"]);
  });

  it("leaves in the end where every connection takes that long", async () => {
    arrived.length = 0;
    const { write } = open(() => 3_000);
    expect(await write()).toBe("done");
    expect(arrived).toEqual(['{"nth":7}']);
  });
});
