import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRedisStore, type RedisStore } from "../../src/state/redisStore.js";
import { missing } from "../support/programs.js";
import { type RedisServer, redisServer, slowWay } from "../support/redisServer.js";
import { ShiftableClock } from "./harness.js";

const absent = missing("redis-server");

const clears: (() => Promise<void>)[] = [];
let server: RedisServer;
let accounts = 0;

beforeAll(async () => {
  if (absent === "") server = await redisServer({ onFinished: (clear) => clears.push(clear) });
});
afterAll(async () => {
  for (const clear of clears.reverse()) await clear();
});

/** Opens the store of an account as another process would; of an account that no other test uses, by default. */
async function open({
  account = nextAccount(),
  clock = new ShiftableClock(),
  url = server.url,
} = {}): Promise<RedisStore> {
  const options = { url, account: { host: "http://127.0.0.1:1", accountId: account }, clock, owner: "p" };
  const store = await openRedisStore(options);
  clears.push(() => store.close());
  return store;
}

function nextAccount(): string {
  accounts += 1;
  return `N${accounts}`;
}

const append = (word: string) => (found: string | undefined) => ({ text: `${found ?? ""}${word}`, value: found });

describe.skipIf(absent !== "")(`a text in Redis${absent}`, () => {
  it("is seen by all who open the account, and by no other account", async () => {
    const account = nextAccount();
    const [one, two, other] = [await open({ account }), await open({ account }), await open()];
    expect(await one.text("lock").change(append("a"))).toBeUndefined();
    expect(await two.text("lock").read()).toBe("a");
    expect(await two.text("creates").read()).toBeUndefined();
    expect(await other.text("lock").read()).toBeUndefined();
    expect(one.owner).not.toBe(two.owner);
    const keys = (await server.cli("keys", `muster:{${account}-*`)).split("\n").sort();
    expect(keys.map((key) => key.replace(/-[0-9a-f]{12}\}/, "-#}"))).toEqual([
      `muster:{${account}-#}:lock`,
      `muster:{${account}-#}:opened`,
    ]);
  });

  it("loses no change, however many change it at the same time", async () => {
    const account = nextAccount();
    const stores = await Promise.all(Array.from({ length: 5 }, () => open({ account })));
    const words = stores.flatMap((_, n) => Array.from({ length: 20 }, (__, i) => `<${n}.${i}>`));
    // Two texts of one process race like two processes, and each is asked again until its word is in.
    const texts = stores.flatMap((store) => [store.text("calls/x"), store.text("calls/x")]);
    const rounds = words.map((word, n) => texts[n % texts.length]?.change(append(word)));
    await Promise.all(rounds);
    const text = (await stores[0]?.text("calls/x").read()) ?? "";
    expect(text.match(/<[^>]*>/g)?.sort()).toEqual(words.sort());
  });

  it("is shown to the edit again when another was faster", async () => {
    const account = nextAccount();
    const [one, two] = [(await open({ account })).text("lock"), (await open({ account })).text("lock")];
    await one.change(append("a"));
    await two.change(append("b"));
    const shown: unknown[] = [];
    await one.change((found) => {
      shown.push(found);
      return append("c")(found);
    });
    expect(shown).toEqual(["a", "ab"]);
    // A look, too, is of the newest.
    await two.change(append("d"));
    expect(await one.change((found) => ({ value: found }))).toBe("abcd");
  });

  it("takes turns within one process", async () => {
    const text = (await open()).text("lock");
    let edits = 0;
    const change = (word: string) =>
      text.change((found) => {
        edits += 1;
        return append(word)(found);
      });
    expect(await Promise.all(["a", "b", "c"].map(change))).toEqual([undefined, "a", "ab"]);
    expect(edits).toBe(3);
  });

  it("goes on after an edit that throws", async () => {
    const text = (await open()).text("lock");
    const broken = text.change(() => {
      throw new RangeError("ours");
    });
    await expect(broken).rejects.toThrow("ours");
    expect(await text.change(append("a"))).toBeUndefined();
  });

  it("is forgotten when its time is over, counted from the last write", async () => {
    const account = nextAccount();
    const store = await open({ account });
    const [brief, lasting] = [store.text("brief", 60_000), store.text("lasting")];
    await Promise.all([brief.change(append("a")), lasting.change(append("a"))]);
    const key = (await server.cli("keys", `muster:{${account}-*:brief`)).trim();
    await server.cli("pexpire", key, "1");
    await expect.poll(() => brief.read(), { interval: 5 }).toBeUndefined();
    // The change that was decided on the old text is made again on none.
    expect(await brief.change(append("b"))).toBeUndefined();
    expect(Number(await server.cli("pttl", key))).toBeGreaterThan(50_000);
    expect(await lasting.read()).toBe("a");
    expect(await server.cli("pttl", key.replace("brief", "lasting"))).toBe("-1");
  });

  it("is gone after a flush, and made again", async () => {
    const text = (await open()).text("lock");
    await text.change(append("a"));
    await server.cli("flushall");
    expect(await text.change(append("b"))).toBeUndefined();
    expect(await text.read()).toBe("b");
  });

  it.each([
    ["bytes", ["set", "KEY", "\\xff\\xfe"], /^\ufffd/],
    ["a list", ["rpush", "KEY", "a"], /^$/],
    ["more than a MiB", ["eval", "redis.call('SET', KEYS[1], string.rep('x', 1048577))", "1", "KEY"], /^$/],
  ])("that is not ours is read without harm, and replaced: %s", async (_, command, read) => {
    const account = nextAccount();
    const text = (await open({ account })).text("lock");
    await text.change(append("a"));
    const key = await server.cli("keys", `muster:{${account}-*:lock`);
    await server.cli("del", key);
    // redis-cli reads escapes where a whole line is quoted on its input; as an argument `set` takes them by `-X`.
    if (command[0] === "set") await server.cli("eval", "redis.call('SET', KEYS[1], '\\255\\254')", "1", key);
    else await server.cli(...command.map((part) => (part === "KEY" ? key : part)));
    expect(await text.read()).toMatch(read);
    await text.change(() => ({ text: "ours", value: undefined }));
    expect(await text.read()).toBe("ours");
  });

  it("that is too large is not written", async () => {
    const text = (await open()).text("lock");
    const large = text.change(() => ({ text: "密".repeat(400_000), value: undefined }));
    await expect(large).rejects.toMatchObject({ reason: "too-large", code: "EFBIG" });
    expect(await text.read()).toBeUndefined();
  });

  it("is not written by a process that slept between its decision and the write", async () => {
    const clock = new SleepyClock();
    const text = (await open({ clock })).text("lock");
    let edits = 0;
    await text.change((found) => {
      edits += 1;
      // As of its suspension the monotonic clock has stood still, and the store's has not.
      if (edits === 1) clock.behindMs = 5_000;
      return append("a")(found);
    });
    expect(edits).toBe(2);
    expect(await text.read()).toBe("a");
  });
});

/** Its monotonic clock can be put back, as that of a machine that slept. */
class SleepyClock extends ShiftableClock {
  behindMs = 0;
  override monotonic(): number {
    return super.monotonic() - this.behindMs;
  }
}

describe.skipIf(absent !== "")(`the clock of a Redis${absent}`, () => {
  it("is the same on machines whose own clocks are hours apart", async () => {
    const account = nextAccount();
    const stores = [];
    for (const shiftMs of [0, -2_000, 3_600_000]) {
      const clock = new ShiftableClock();
      clock.shiftMs = shiftMs;
      stores.push(await open({ account, clock }));
    }
    const times = stores.map((store) => store.now());
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(50);
    expect(Math.abs((times[0] ?? 0) - Date.now())).toBeLessThan(100);
    const [here = 0, behind = 0, ahead = 0] = stores.map((store) => store.offsetMs);
    expect(Math.abs(behind - here - 2_000)).toBeLessThan(50);
    expect(Math.abs(here - ahead - 3_600_000)).toBeLessThan(50);
    expect(stores[0]?.skewMs).toBeLessThan(20);
    expect(stores[0]?.roundTripMs).toBeGreaterThan(0);
  });

  it("is as uncertain as the way is long", async () => {
    const way = await slowWay(server.port);
    way.delayMs = 30;
    const store = await open({ url: `redis://127.0.0.1:${way.port}` });
    expect(store.roundTripMs).toBeGreaterThanOrEqual(59);
    expect(store.skewMs).toBeGreaterThan(5);
    expect(Math.abs(store.now() - Date.now())).toBeLessThanOrEqual(store.skewMs + 2);
  });
});

describe.skipIf(absent !== "")(`what a Redis says of itself${absent}`, () => {
  it("is probed", async () => {
    expect(await (await open()).probe()).toEqual({
      refusesStale: true,
      expires: true,
      engine: "redis",
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      role: "master",
      isCluster: false,
      maxmemoryPolicy: "noeviction",
      persists: false,
    });
  });
});
