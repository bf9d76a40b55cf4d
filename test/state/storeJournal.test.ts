import { rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openCreateJournal } from "../../src/state/createJournal.js";
import { type JournalLine, missingLines, openCreates, prunedLines } from "../../src/state/journalLines.js";
import { openAppliedPlans } from "../../src/state/notes.js";
import { VirtualClock } from "../support/virtualClock.js";
import { tempFolder } from "./harness.js";
import { MemoryStore } from "./memoryStore.js";

const NAME = "售前咨询";
const SHOWN = [{ exten: "10018578", displayName: NAME }];
const HOUR = 3_600_000;

/** Machines whose clocks differ, with a folder each, and the store between them. */
function account() {
  const clock = new VirtualClock(Date.UTC(2030, 0, 1));
  const store = new MemoryStore(() => clock.now());
  const outages: unknown[] = [];
  const odd: string[] = [];
  let owners = 0;
  /** @param aheadMs of the machine's clock before the store's */
  const machine = (aheadMs = 0) => {
    const folder = join(tempFolder(), "account");
    const own = { now: () => clock.now() + aheadMs, monotonic: () => clock.monotonic(), sleep: clock.sleep };
    const open = () => {
      owners += 1;
      const shared = {
        store: store.open(),
        onOutage: (error: unknown) => void outages.push(error),
        onOdd: (key: string) => void odd.push(key),
      };
      return {
        journal: openCreateJournal({ folder, clock: own, owner: `p${owners}`, shared }),
        applied: openAppliedPlans(folder, own, shared),
      };
    };
    return { folder, clock: own, open, run: () => open().journal };
  };
  return { clock, store, outages, odd, machine, begins: () => store.get("creates")?.match(/"begin"/g)?.length ?? 0 };
}

describe("a creation in the store", () => {
  it("is known to every machine by its own clock, from its beginning until it shows", async () => {
    const { clock, machine } = account();
    const [here, there] = [machine(-2 * HOUR), machine(HOUR)];
    const [a, b] = [here.run(), there.run()];
    expect(await a.begin(NAME, here.clock.now() + 70_000)).toBeUndefined();
    await clock.advance(1_000);
    expect(await b.openEntry(NAME)).toEqual({
      id: expect.any(String),
      displayName: NAME,
      startedAt: there.clock.now() - 1_000,
      until: there.clock.now() + 69_000,
    });
    await a.made(NAME, "10018578");
    expect(await b.openEntry(NAME)).toMatchObject({ exten: "10018578" });
    await b.shown(SHOWN);
    for (const run of [a, b, machine().run()]) expect(await run.openEntry(NAME)).toBeUndefined();
  });

  it("begins once: of many runs at the same time one may send it, the others get its entry", async () => {
    const { machine, begins } = account();
    const runs = Array.from({ length: 12 }, () => machine().run());
    const until = Date.UTC(2030, 0, 2);
    const answers = await Promise.all(runs.map((run) => run.begin(NAME, until)));
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer?.startedAt ?? "begun")).size).toBe(2);
    expect(begins()).toBe(1);
    expect(await machine().run().begin("another", until)).toBeUndefined();
  });

  it.each([
    ["that may still show", 60_000, false, true],
    ["whose time is over", -1, false, false],
    ["whose time is over, and whose number is known", -1, true, true],
  ])("of another run %s: %i ms left, answered %j, stands in the way: %j", async (_, leftMs, isMade, stands) => {
    const { machine, clock } = account();
    const first = machine().run();
    await first.begin(NAME, clock.now() + leftMs);
    if (isMade) await first.made(NAME, "10018578");
    const next = machine().run();
    const other = await next.begin(NAME, clock.now() + 60_000);
    expect(other !== undefined).toBe(stands);
    expect(other?.exten).toBe(isMade ? "10018578" : undefined);
  });

  it("of this run may begin again", async () => {
    const { machine, clock } = account();
    const run = machine().run();
    for (let call = 0; call < 3; call += 1) expect(await run.begin(NAME, clock.now() + 60_000)).toBeUndefined();
  });

  it("is not begun where the store does not answer, and says so", async () => {
    const { machine, clock, store } = account();
    const run = machine().run();
    store.away = "yes";
    await expect(run.begin(NAME, clock.now() + 60_000)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    store.away = "no";
    expect(await machine().run().openEntry(NAME)).toBeUndefined();
  });

  it("that was written though the store did not answer is ended with the next write", async () => {
    const { machine, clock, store } = account();
    const run = machine().run();
    store.away = "lost";
    await expect(run.begin(NAME, clock.now() + 60_000)).rejects.toMatchObject({ code: "ETIMEDOUT" });
    store.away = "no";
    expect(await machine().run().openEntry(NAME)).toBeDefined();
    await run.keep();
    expect(await machine().run().openEntry(NAME)).toBeUndefined();
  });

  it("is answered while the store is away: the answer is written when it is back", async () => {
    const { machine, clock, store, outages } = account();
    const here = machine();
    const run = here.run();
    await run.begin(NAME, clock.now() + 60_000);
    store.away = "yes";
    await run.made(NAME, "10018578");
    expect(outages.length).toBeGreaterThan(0);
    expect(await here.run().openEntry(NAME)).toMatchObject({ exten: "10018578" });
    store.away = "no";
    expect(await machine().run().openEntry(NAME)).not.toHaveProperty("exten");
    await run.keep();
    expect(await machine().run().openEntry(NAME)).toMatchObject({ exten: "10018578" });
  });
});

describe("a store that has lost its memory", () => {
  const open = async () => {
    const one = account();
    const here = one.machine();
    const before = one.machine().run();
    await before.begin("of a run before", one.clock.now() + 90_000);
    const run = here.run();
    await run.keep();
    const copy = one.store.copy();
    await one.clock.advance(5_000);
    await run.begin(NAME, one.clock.now() + 60_000);
    await run.made(NAME, "10018578");
    await run.begin("shown", one.clock.now() + 60_000);
    await run.shown([{ exten: "1", displayName: "shown" }]);
    return { ...one, here, run, copy };
  };

  it.each(["emptied", "restored from an older copy", "overwritten by something else"])(
    "%s, gets back what the run at work knows, with whatever it writes next",
    async (how) => {
      const { run, store, copy, machine, clock, odd } = await open();
      await clock.advance(5_000);
      if (how.startsWith("restored")) store.restore(copy);
      else store.flush();
      if (how.startsWith("overwritten")) store.texts.set("creates", { text: "hello\n", until: Infinity });
      await run.begin("next", clock.now() + 60_000);
      const other = machine().run();
      expect(await other.openEntry(NAME)).toMatchObject({ exten: "10018578" });
      expect(await other.openEntry("of a run before")).toBeDefined();
      expect(await other.openEntry("shown")).toBeUndefined();
      expect(await other.begin(NAME, clock.now() + 60_000)).toMatchObject({ exten: "10018578" });
      expect(odd).toEqual(how.startsWith("overwritten") ? ["creates"] : []);
    },
  );

  it("and was begun anew by another run: both know what both began", async () => {
    const { run, store, machine, clock } = await open();
    store.flush();
    const other = machine().run();
    await other.keep();
    expect(await other.begin("of the other", clock.now() + 60_000)).toBeUndefined();
    expect(await run.begin("of the other", clock.now() + 60_000)).toBeDefined();
    expect(await other.begin(NAME, clock.now() + 60_000)).toMatchObject({ exten: "10018578" });
  });

  it("is still known to the machine that began it; which tells the others as soon as it locks the account", async () => {
    const { here, store, machine } = await open();
    store.flush();
    const next = here.run();
    expect(await next.openEntry(NAME)).toMatchObject({ exten: "10018578" });
    expect(await machine().run().openEntry(NAME)).toBeUndefined();
    await next.keep();
    expect(await machine().run().openEntry(NAME)).toMatchObject({ exten: "10018578" });
  });

  it("knows of all creations since it began anew, and of none before", async () => {
    const { store, machine, clock, run } = await open();
    const [fast] = [machine(HOUR)];
    const next = fast.run();
    expect(next.knownSince()).toBeUndefined();
    await next.keep();
    expect(fast.clock.now() - (next.knownSince() ?? 0)).toBe(5_000);
    store.flush();
    await clock.advance(7_000);
    await run.keep();
    await clock.advance(1_000);
    const last = machine().run();
    await last.keep();
    expect(clock.now() - (last.knownSince() ?? 0)).toBe(1_000);
  });
});

it("a server that was restarted, or took over, may lack what was written last: its record counts from then on", async () => {
  const { store, machine, clock } = account();
  const sinceOf = async (): Promise<number> => {
    const run = machine().run();
    await run.keep();
    await run.keep();
    return clock.now() - (run.knownSince() ?? 0);
  };
  store.epoch = "first";
  expect(await sinceOf()).toBe(0);
  const copy = store.copy();
  await clock.advance(5_000);
  const atWork = machine().run();
  await atWork.keep();
  await machine()
    .run()
    .begin(NAME, clock.now() + 60_000);
  expect(await sinceOf()).toBe(5_000);
  store.epoch = "second";
  store.restore(copy);
  await clock.advance(1_000);
  expect(await sinceOf()).toBe(0);
  // A run that opened the store before begins no record anew, and takes none for its own.
  await clock.advance(1_000);
  await atWork.begin("next", clock.now() + 60_000);
  expect(await sinceOf()).toBe(1_000);
});

it("what a machine knew before it had a store is in the store once it locks the account", async () => {
  const { machine, clock, store } = account();
  const here = machine();
  const alone = openCreateJournal({ folder: here.folder, clock: here.clock, owner: "alone" });
  await alone.begin(NAME, clock.now() + 60_000);
  await alone.begin("ended", clock.now() + 60_000);
  await alone.end("ended", "refused");
  const run = here.run();
  await run.keep();
  const other = machine().run();
  expect(await other.openEntry(NAME)).toBeDefined();
  const text = store.get("creates");
  expect(text).not.toContain("ended");
  // Nothing is written twice.
  await here.run().keep();
  expect(store.get("creates")).toBe(text);
});

it("a run that only reads writes nothing", async () => {
  const { machine, store } = account();
  const run = machine().run();
  await run.recall();
  await run.shown(SHOWN);
  await run.openEntry(NAME);
  expect(store.texts.size).toBe(0);
});

it("a store that is away costs a run nothing but what it does not know", async () => {
  const { machine, store, clock } = account();
  const here = machine();
  const run = here.run();
  await run.begin(NAME, clock.now() + 60_000);
  store.away = "yes";
  expect(await run.openEntry(NAME)).toBeDefined();
  expect((await here.run().recall()).open).toHaveLength(1);
  expect((await machine().run().recall()).open).toEqual([]);
  await expect(run.keep()).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

describe("notes", () => {
  it("of stored names are read by every machine, and by this one without the store", async () => {
    const { machine, store, clock } = account();
    const here = machine();
    const run = here.run();
    await run.begin("售前 ", clock.now() + 1);
    await run.made("售前 ", "10018579");
    await run.shown([{ exten: "10018579", displayName: "售前" }]);
    await clock.advance(390 * 24 * HOUR);
    expect(await machine().run().storedAs("售前 ")).toMatchObject({ exten: "10018579", live: "售前" });
    store.flush();
    expect(await here.run().storedAs("售前 ")).toMatchObject({ exten: "10018579" });
    expect(await machine().run().storedAs("售前 ")).toBeUndefined();
  });

  it("that the store could not take leave the creation open", async () => {
    const { machine, store, clock } = account();
    const run = machine().run();
    await run.begin("售前 ", clock.now() + 1);
    await run.made("售前 ", "10018579");
    store.away = "yes";
    await run.shown([{ exten: "10018579", displayName: "售前" }]);
    store.away = "no";
    await run.keep();
    expect(await machine().run().openEntry("售前 ")).toMatchObject({ exten: "10018579" });
  });

  it("of applied plans add up over machines", async () => {
    const { machine, store, odd } = account();
    const [a, b] = [machine(), machine()];
    await a.open().applied.add("sha256:1", ["one"]);
    await b.open().applied.add("sha256:1", ["two"]);
    expect((await a.open().applied.of("sha256:1"))?.actions.toSorted()).toEqual(["one", "two"]);
    store.texts.set("written", { text: "[]", until: Infinity });
    expect((await a.open().applied.of("sha256:1"))?.actions).toEqual(["one"]);
    expect(odd).toContain("written");
    rmSync(a.folder, { recursive: true });
    expect(await a.open().applied.of("sha256:1")).toBeUndefined();
  });

  it("are kept small", async () => {
    const { machine, store } = account();
    const { applied } = machine().open();
    for (let n = 0; n < 8; n += 1) await applied.add(`sha256:${n}`, ["x".repeat(50_000)]);
    expect(store.get("written")?.length).toBeLessThan(210_000);
    expect(await machine().open().applied.of("sha256:7")).toBeDefined();
  });
});

describe("lines that are pruned", () => {
  const at = Date.UTC(2030, 0, 1);
  const id = fc.constantFrom("a.1", "a.2", "b.1", "c.1");
  const line: fc.Arbitrary<JournalLine> = fc.oneof(
    fc.record({ begin: id, name: fc.string(), at: fc.constant(at), until: fc.constant(at + 1) }),
    fc.record({ end: fc.array(id), at: fc.constant(at), outcome: fc.constantFrom("shown", "refused", "not-made") }),
    fc.record({ made: fc.array(id), exten: fc.string(), at: fc.constant(at) }),
    fc.record({ maybe: fc.array(id), extens: fc.array(fc.string()), at: fc.constant(at) }),
  );

  it("leave open what was open, with all that is known of it", () => {
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        expect(openCreates(prunedLines(lines, at), at)).toEqual(openCreates(lines, at));
      }),
      { numRuns: Number(process.env["RUNS"] ?? 100) },
    );
  });

  it("make two places one: whatever is missing here is open there", () => {
    fc.assert(
      fc.property(fc.array(line), fc.array(line), (there, known) => {
        const ids = (lines: readonly JournalLine[]) =>
          openCreates(lines, at)
            .map((entry) => entry.id)
            .sort();
        expect(ids([...there, ...missingLines(there, known, at)])).toEqual(ids([...there, ...known]));
      }),
      {
        examples: [
          [
            [
              { begin: "a.1", name: "甲", at, until: at + 1 },
              { end: ["a.1"], at, outcome: "not-made" },
            ],
            [
              { begin: "c.1", name: "乙", at, until: at + 1 },
              { end: ["a.1"], at, outcome: "shown" },
              { made: ["c.1", "a.1"], exten: "1", at },
            ],
          ],
        ],
        numRuns: Number(process.env["RUNS"] ?? 100),
      },
    );
  });

  it("are few, however much was created in a day", () => {
    const many = Array.from({ length: 5_000 }, (_, n): JournalLine[] => [
      { begin: `p.${n}`, name: `name ${n}`, at, until: at + 1 },
      { made: [`p.${n}`], exten: String(n), at },
      { end: [`p.${n}`], at, outcome: "shown" },
    ]).flat();
    expect(prunedLines(many, at)).toHaveLength(300);
    expect(prunedLines(many, at + 25 * HOUR)).toEqual([]);
  });
});
