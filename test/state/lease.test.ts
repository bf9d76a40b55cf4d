import { describe, expect, it } from "vitest";
import { acquireApplyLock, type Holder } from "../../src/state/applyLock.js";
import { acquireLease, type LeaseLoss } from "../../src/state/lease.js";
import { settled, VirtualClock } from "../support/virtualClock.js";
import { tempFolder } from "./harness.js";
import { MemoryStore } from "./memoryStore.js";

const SECOND = 1_000;

function account() {
  const clock = new VirtualClock(Date.UTC(2030, 0, 1));
  const store = new MemoryStore(() => clock.now());
  const alive = new Set<number>();
  let pids = 0;
  /** One run, on a machine of its own unless it is named. */
  const run = (host = `runner-${pids}`, waitMs = 0) => {
    pids += 1;
    const pid = pids;
    alive.add(pid);
    const waits: Holder[] = [];
    const losses: LeaseLoss[] = [];
    const stop = new AbortController();
    let beats = 0;
    const common = {
      clock,
      pid,
      host,
      command: "muster apply",
      job: `https://ci.example/jobs/${pid}`,
      isAlive: (other: number) => alive.has(other),
      waitMs,
      stop: stop.signal,
      onWait: (holder: Holder) => void waits.push(holder),
    };
    const lease = () =>
      acquireLease({
        ...common,
        store: store.open(),
        beatMs: 10 * SECOND,
        onBeat: async () => {
          beats += 1;
        },
        onLost: (loss) => void losses.push(loss),
      });
    return { pid, common, lease, waits, losses, stop, beats: () => beats, die: () => alive.delete(pid) };
  };
  return { clock, store, run };
}

describe("a lease", () => {
  it("lets one run in at a time, and says who it is: machine, command, job and since when", async () => {
    const { run, clock } = account();
    const [first, second] = [run("runner-a"), run("runner-b")];
    const lease = await first.lease();
    await clock.advance(5 * SECOND);
    expect(await second.lease()).toEqual({
      heldBy: {
        pid: first.pid,
        host: "runner-a",
        command: "muster apply",
        job: `https://ci.example/jobs/${first.pid}`,
        since: "2030-01-01T00:00:00.000Z",
      },
    });
    if ("release" in lease) await lease.release();
    expect(await second.lease()).toHaveProperty("release");
  });

  it("is waited for, and had as soon as it is free", async () => {
    const { run, clock } = account();
    const lease = await run().lease();
    const second = run("other", 60 * SECOND);
    let got: object | undefined;
    void second.lease().then((one) => {
      got = one;
    });
    await clock.advance(30 * SECOND);
    expect([got, second.waits.length]).toEqual([undefined, 1]);
    if ("release" in lease) await lease.release();
    await clock.advance(SECOND);
    expect(got).toHaveProperty("release");
  });

  it("is held for as long as its holder renews it", async () => {
    const { run, clock } = account();
    const first = run();
    await first.lease();
    for (let minute = 0; minute < 5; minute += 1) {
      await clock.advance(60 * SECOND);
      expect(await run().lease()).toHaveProperty("heldBy");
    }
    expect([first.losses, first.beats()]).toEqual([[], 30]);
  });

  it("of a process of this machine that has died is taken over at once, of another machine after a minute", async () => {
    const { run, clock, store } = account();
    const first = run("here");
    await first.lease();
    const before = store.copy();
    first.die();
    expect(await run("here").lease()).toHaveProperty("release");
    store.restore(before);
    expect(await run("there").lease()).toHaveProperty("heldBy");
    await clock.advance(0);
    // Nobody renews it any more.
    store.away = "yes";
    await clock.advance(61 * SECOND);
    store.away = "no";
    expect(await run("there").lease()).toHaveProperty("release");
  });

  it("that cannot be renewed for 45 s is lost before anyone else can take it", async () => {
    const { run, clock, store } = account();
    const first = run();
    await first.lease();
    await clock.advance(25 * SECOND);
    store.away = "yes";
    await clock.advance(39 * SECOND);
    expect(first.losses).toEqual([]);
    await clock.advance(2 * SECOND);
    expect(first.losses).toEqual([{ why: "unrenewed" }]);
    store.away = "no";
    expect(await run().lease()).toHaveProperty("heldBy");
    // What it knows is written back all the same, until it ends.
    const beats = first.beats();
    await clock.advance(30 * SECOND);
    expect(first.beats()).toBe(beats + 3);
    expect(first.losses).toHaveLength(1);
  });

  it("survives an outage of 40 s", async () => {
    const { run, clock, store } = account();
    const first = run();
    await first.lease();
    store.away = "yes";
    await clock.advance(39 * SECOND);
    store.away = "no";
    await clock.advance(120 * SECOND);
    expect(first.losses).toEqual([]);
  });

  it("is lost when a renewal finds another run's entry", async () => {
    const { run, clock, store } = account();
    const [first, second] = [run("a"), run("b")];
    await first.lease();
    store.flush();
    await second.lease();
    await clock.advance(11 * SECOND);
    expect(first.losses).toEqual([{ why: "taken", by: expect.objectContaining({ host: "b", pid: second.pid }) }]);
    expect(second.losses).toEqual([]);
  });

  it.each([
    ["nothing", undefined],
    ["a text that is not muster's", "hello"],
    ["a text of another type", ""],
  ])("is made again where a renewal finds %s", async (_, text) => {
    const { run, clock, store } = account();
    const first = run();
    await first.lease();
    store.flush();
    if (text !== undefined) store.texts.set("lock", { text, until: Number.POSITIVE_INFINITY });
    await clock.advance(11 * SECOND);
    expect(first.losses).toEqual([]);
    expect(await run().lease()).toHaveProperty("heldBy");
  });

  it("that is released after it was lost takes nothing from the run that has it", async () => {
    const { run, clock, store } = account();
    const [first, second] = [run(), run()];
    const lease = await first.lease();
    store.flush();
    await second.lease();
    await clock.advance(11 * SECOND);
    if ("release" in lease) await lease.release();
    expect(await run().lease()).toEqual({ heldBy: expect.objectContaining({ pid: second.pid }) });
  });

  it("cannot be had from a store that is away; and a release there is no error", async () => {
    const { run, store } = account();
    const lease = await run().lease();
    store.away = "yes";
    await expect(run().lease()).rejects.toMatchObject({ code: "ECONNREFUSED" });
    if ("release" in lease) await lease.release();
  });

  it("ends its wait when the run is stopped", async () => {
    const { run, clock } = account();
    await run().lease();
    const second = run("other", 600 * SECOND);
    const waiting = second.lease();
    await clock.advance(5 * SECOND);
    second.stop.abort();
    await settled();
    expect(await waiting).toHaveProperty("heldBy");
  });

  it("is had by one of many that ask at once", async () => {
    const { run } = account();
    const got = await Promise.all(Array.from({ length: 20 }, (_, n) => run(`runner-${n}`).lease()));
    expect(got.filter((one) => "release" in one)).toHaveLength(1);
  });
});

it("the lock of this machine's folder names its holder in the same way, and its job", async () => {
  const { run } = account();
  const folder = tempFolder();
  const [first, second] = [run("here"), run("here")];
  const lock = await acquireApplyLock({ ...first.common, folder });
  expect(await acquireApplyLock({ ...second.common, folder })).toMatchObject({
    heldBy: { pid: first.pid, job: `https://ci.example/jobs/${first.pid}` },
  });
  if ("release" in lock) await lock.release();
});
