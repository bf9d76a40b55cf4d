import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openCreateJournal } from "../../src/state/createJournal.js";
import { type JournalLine, openCreates, printLine, readLines } from "../../src/state/journalLines.js";
import { RecordError } from "../../src/state/recordError.js";
import type { Begin } from "./child.js";
import { readLog, ShiftableClock, startChild, tempFolder } from "./harness.js";

const HOUR = 3_600_000;
const NAME = "售前咨询";
const SHOWN = [{ exten: "10018578", displayName: NAME }];

/** Journals of the same account, each as if in a process of its own. */
function account() {
  const [folder, clock] = [join(tempFolder(), "state", "N1"), new ShiftableClock()];
  let owners = 0;
  const openOne = () => {
    owners += 1;
    return openCreateJournal({ folder, clock, owner: `p${owners}` });
  };
  const files = () => readdirSync(join(folder, "creates")).map((name) => join(folder, "creates", name));
  return { folder, clock, openOne, files };
}

describe("a creation", () => {
  it("is open from its beginning to its end, in this process and in others", async () => {
    const { openOne, clock } = account();
    const [a, b] = [openOne(), openOne()];
    expect(await b.openEntry(NAME)).toBeUndefined();
    const from = clock.now();
    await a.begin(NAME, from + 60_000);
    for (const journal of [a, b]) {
      const entry = await journal.openEntry(NAME);
      expect(entry?.startedAt).toBeGreaterThanOrEqual(from);
      expect(entry?.startedAt).toBeLessThanOrEqual(clock.now());
      expect(entry?.until).toBe(from + 60_000);
    }
    expect(await b.openEntry("another name")).toBeUndefined();
    await a.shown(SHOWN);
    for (const journal of [a, b, openOne()]) expect(await journal.openEntry(NAME)).toBeUndefined();
  });

  it("can begin again after its end", async () => {
    const { openOne, clock } = account();
    const journal = openOne();
    await journal.begin(NAME, clock.now() + 1);
    await journal.end(NAME, "not-made");
    await journal.begin(NAME, clock.now() + 70_000);
    expect(await openOne().openEntry(NAME)).toMatchObject({ until: expect.any(Number) });
    await journal.shown(SHOWN);
    expect(await openOne().openEntry(NAME)).toBeUndefined();
  });

  it("of two journals in one process are two", async () => {
    const { folder, clock, openOne } = account();
    const [first, second] = ["same", "same"].map((owner) => openCreateJournal({ folder, clock, owner }));
    await first?.begin("one", clock.now() + 60_000);
    await second?.begin("two", clock.now() + 60_000);
    await second?.end("two", "refused");
    expect(await openOne().openEntry("one")).toBeDefined();
    expect(await openOne().openEntry("two")).toBeUndefined();
  });

  it("that may show longest is the one that counts", async () => {
    const { openOne, clock } = account();
    const now = clock.now();
    for (const until of [now + 5_000, now + 90_000, now + 70_000]) await openOne().begin(NAME, until);
    expect((await openOne().openEntry(NAME))?.until).toBe(now + 90_000);
  });

  describe("begun by a process that is gone", () => {
    it.each([
      ["shown", 60_000, false],
      ["shown", -1, false],
      ["refused", 60_000, true],
      ["not-made", 60_000, true],
      ["refused", -1, false],
      ["not-made", -1, false],
    ] as const)("after another's %s, %i ms before its time is over: open %j", async (outcome, leftMs, isOpen) => {
      const { openOne, clock } = account();
      await openOne().begin(NAME, clock.now() + leftMs);
      const next = openOne();
      await next.begin(NAME, clock.now() + 60_000);
      if (outcome === "shown") await next.shown(SHOWN);
      else await next.end(NAME, outcome);
      expect((await openOne().openEntry(NAME)) !== undefined).toBe(isOpen);
    });
  });

  it("of any name is found by exactly that name", async () => {
    const { openOne, clock } = account();
    const journal = openOne();
    const names = ["__proto__", "a\nb", 'q"\\', "\u2028\u001b[31m", "😀", "\ud800", "", " a", "a "];
    for (const name of names) await journal.begin(name, clock.now());
    for (const name of names) expect(await openOne().openEntry(name), JSON.stringify(name)).toBeDefined();
    expect(await openOne().openEntry("a")).toBeUndefined();
  });

  it("is forgotten after a day", async () => {
    const { openOne, clock, files } = account();
    await openOne().begin(NAME, clock.now() + HOUR);
    clock.shiftMs = 24 * HOUR - 60_000;
    expect(await openOne().openEntry(NAME)).toBeDefined();
    clock.shiftMs = 24 * HOUR + 60_000;
    expect(await openOne().openEntry(NAME)).toBeUndefined();
    // The file goes with the next beginning after the last of its entries can be forgotten.
    await openOne().begin("other", clock.now());
    expect(files()).toHaveLength(2);
    clock.shiftMs = 25 * HOUR + 60_000;
    await openOne().begin("third", clock.now());
    expect(files()).toHaveLength(2);
  });

  it("of a process that runs for days is in a file that is not removed too early", async () => {
    const { openOne, clock, files } = account();
    const journal = openOne();
    for (let hour = 0; hour < 60; hour += 3) {
      clock.shiftMs = hour * HOUR;
      await journal.begin(`${hour}`, clock.now());
    }
    await openOne().begin("another process sweeps up", clock.now());
    expect(await openOne().openEntry("57")).toBeDefined();
    expect(await openOne().openEntry("36")).toBeDefined();
    expect(files().length).toBeLessThan(12);
  });

  it("begun before the clock was set back still ends, and is waited for no longer than it asked for", async () => {
    const { openOne, clock } = account();
    await openOne().begin(NAME, clock.now() + 60_000);
    clock.shiftMs = -HOUR;
    const next = openOne();
    const entry = await next.openEntry(NAME);
    expect((entry?.until ?? 0) - clock.now()).toBeGreaterThan(59_000);
    expect((entry?.until ?? 0) - clock.now()).toBeLessThanOrEqual(60_000);
    await next.shown(SHOWN);
    expect(await openOne().openEntry(NAME)).toBeUndefined();
  });
});

describe("a creation that the server has answered", () => {
  it("is open with its number, in every process, until a listing shows it", async () => {
    const { openOne, clock } = account();
    const first = openOne();
    await first.begin(NAME, clock.now() + 1);
    await first.made(NAME, "10018578");
    clock.shiftMs = 23 * HOUR;
    for (const journal of [first, openOne()])
      expect(await journal.openEntry(NAME)).toMatchObject({ displayName: NAME, exten: "10018578" });
    await openOne().shown([{ exten: "1", displayName: "another" }]);
    expect(await first.openEntry(NAME)).toMatchObject({ exten: "10018578" });
    await openOne().shown(SHOWN);
    expect(await first.openEntry(NAME)).toBeUndefined();
    expect(await first.storedAs(NAME)).toBeUndefined();
  });

  it("is settled by its name where the server gave a wrong number", async () => {
    const { openOne, clock } = account();
    const journal = openOne();
    await journal.begin(NAME, clock.now() + 1);
    await journal.made(NAME, "0");
    await journal.shown(SHOWN);
    expect(await journal.openEntry(NAME)).toBeUndefined();
  });

  it("counts before one whose answer was lost", async () => {
    const { openOne, clock } = account();
    const [first, second] = [openOne(), openOne()];
    await first.begin(NAME, clock.now() + 1);
    await first.made(NAME, "10018578");
    await second.begin(NAME, clock.now() + 90_000);
    expect(await openOne().openEntry(NAME)).toMatchObject({ exten: "10018578" });
  });

  it("is among what was made lately, shown or not, for a day", async () => {
    const { openOne, clock } = account();
    const journal = openOne();
    await journal.begin(NAME, clock.now() + 1);
    await journal.made(NAME, "10018578");
    await journal.shown(SHOWN);
    expect(await openOne().recall()).toMatchObject({ open: [], made: [{ displayName: NAME, exten: "10018578" }] });
    clock.shiftMs = 25 * HOUR;
    expect((await openOne().recall()).made).toEqual([]);
  });

  it("whose number shows under another name is remembered for a year, and read by every process", async () => {
    const { openOne, clock, folder } = account();
    const journal = openOne();
    await journal.begin("售前 ", clock.now() + 1);
    await journal.made("售前 ", "10018579");
    await journal.shown([{ exten: "10018579", displayName: "售前" }]);
    expect(await journal.openEntry("售前 ")).toBeUndefined();
    clock.shiftMs = 365 * 24 * HOUR;
    expect(await openOne().storedAs("售前 ")).toMatchObject({ exten: "10018579", live: "售前" });
    expect(await openOne().storedAs("售前")).toBeUndefined();
    const [file = ""] = readdirSync(join(folder, "names"));
    expect(statSync(join(folder, "names", file)).mode & 0o777).toBe(0o600);
    writeFileSync(join(folder, "names", file), "{");
    expect(await openOne().storedAs("售前 ")).toBeUndefined();
  });

  it("stays open where the other name cannot be noted", async () => {
    const { openOne, clock, folder } = account();
    const journal = openOne();
    await journal.begin("售前 ", clock.now() + 1);
    await journal.made("售前 ", "10018579");
    writeFileSync(join(folder, "names"), "");
    await journal.shown([{ exten: "10018579", displayName: "售前" }]);
    expect(await journal.openEntry("售前 ")).toMatchObject({ exten: "10018579" });
  });

  it("never keeps anybody waiting for a time out of reach", async () => {
    const { openOne, clock } = account();
    await openOne().begin(NAME, Date.UTC(3000, 0));
    expect((await openOne().openEntry(NAME))?.until).toBeLessThanOrEqual(clock.now() + 24 * HOUR);
  });
});

it("a machine remembers an account once it has begun a creation there", async () => {
  const { openOne, clock } = account();
  expect(await openOne().remembers()).toBe(false);
  await openOne().begin(NAME, clock.now());
  expect(await openOne().remembers()).toBe(true);
});

describe("what is written", () => {
  it("is for this user alone, and names no one but the group", async () => {
    const { folder, openOne, clock, files } = account();
    await openOne().begin(NAME, clock.now() + 1);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(files()[0] ?? "").mode & 0o777).toBe(0o600);
    const [line] = readLines(readFileSync(files()[0] ?? "", "utf8"));
    expect(line).toEqual({
      begin: expect.stringMatching(/^p1\.[0-9a-f]{8}\.1$/),
      name: NAME,
      at: expect.any(Number),
      until: expect.any(Number),
    });
  });

  it("is not written for an end without a beginning", async () => {
    const { folder, openOne } = account();
    await openOne().shown(SHOWN);
    expect(() => statSync(folder)).toThrow("ENOENT");
  });

  it.each([1, 5, 20])("survives being torn %i bytes from the end, and the next line does too", async (bytes) => {
    const { openOne, clock, files } = account();
    const journal = openOne();
    await journal.begin("first", clock.now() + 1);
    await journal.begin("torn", clock.now() + 1);
    const [file = ""] = files();
    truncateSync(file, statSync(file).size - bytes);
    await journal.begin("next", clock.now() + 1);
    expect(await openOne().openEntry("first")).toBeDefined();
    expect(await openOne().openEntry("next")).toBeDefined();
    // One byte is the line break: the entry itself is whole.
    expect((await openOne().openEntry("torn")) !== undefined).toBe(bytes === 1);
  });

  it("survives garbage in its lines, and beside them", async () => {
    const { folder, openOne, clock, files } = account();
    const journal = openOne();
    await journal.begin("first", clock.now() + 1);
    appendFileSync(files()[0] ?? "", Buffer.from([0, 255, 10, 123, 125, 10, 91, 93, 10, 110, 117, 108, 108, 10]));
    await journal.begin("second", clock.now() + 1);
    mkdirSync(join(folder, "creates", "1-folder.jsonl"));
    writeFileSync(join(folder, "creates", "README"), '{"begin":"x","name":"third","at":1,"until":2}');
    for (const name of ["first", "second"]) expect(await openOne().openEntry(name)).toBeDefined();
    expect(await openOne().openEntry("third")).toBeUndefined();
  });

  it("is written to a new folder when somebody has removed the old one", async () => {
    const { folder, openOne, clock } = account();
    const journal = openOne();
    await journal.begin("first", clock.now() + 1);
    rmSync(folder, { recursive: true });
    await journal.begin("second", clock.now() + 1);
    expect(await openOne().openEntry("second")).toBeDefined();
  });

  it("where nothing can be written: begin says so, the others hold their peace", async () => {
    const { folder, openOne, clock } = account();
    mkdirSync(join(folder, ".."), { recursive: true });
    writeFileSync(folder, "");
    const journal = openOne();
    const begun = journal.begin(NAME, clock.now());
    await expect(begun).rejects.toBeInstanceOf(RecordError);
    await expect(begun).rejects.toMatchObject({ code: "ENOTDIR", path: join(folder, "creates") });
    expect(await journal.openEntry(NAME)).toBeUndefined();
    await journal.shown(SHOWN);
  });

  it("is known to the next process when this one is killed, and to all of several at once", async () => {
    const { folder, openOne, clock } = account();
    const log = join(tempFolder(), "log");
    const until = Date.now() + 60_000;
    // This clock is in 2030, the children's is not: what they write must not look a day old.
    clock.shiftMs = Date.now() - clock.now();
    const children = await Promise.all(
      [0, 1, 2].map((n) => {
        const names = Array.from({ length: 20 }, (_, k) => `${n}/${k}`);
        return startChild("begin", { folder, log, names, until } satisfies Begin);
      }),
    );
    expect(await Promise.all(children.map(({ ended }) => ended))).toEqual(["SIGKILL", "SIGKILL", "SIGKILL"]);
    const begun = await readLog<{ name: string }>(log);
    expect(begun).toHaveLength(60);
    const journal = openOne();
    for (const { name } of begun) expect((await journal.openEntry(name))?.until, name).toBe(until);
  });
});

describe("lines", () => {
  const at = Date.UTC(2030, 0, 1);
  const id = fc.constantFrom("a.1", "a.2", "b.1", "c.1");
  const line: fc.Arbitrary<JournalLine> = fc.oneof(
    fc.record({ begin: id, name: fc.string({ unit: "binary" }), at: fc.constant(at), until: fc.constant(at + 1) }),
    fc.record({ end: fc.array(id), at: fc.constant(at), outcome: fc.constantFrom("shown", "refused", "not-made") }),
    fc.record({ made: fc.array(id), exten: fc.string(), at: fc.constant(at) }),
  );

  it("are read as they were printed, wherever one of them is torn", () => {
    fc.assert(
      fc.property(fc.array(line), fc.array(line), line, fc.nat(), (before, after, victim, cut) => {
        const print = (lines: JournalLine[]) => lines.map(printLine).join("");
        const torn = printLine(victim).slice(0, cut % (printLine(victim).length - 2));
        const plain = (lines: JournalLine[]) => JSON.parse(JSON.stringify(lines));
        expect(readLines(print(before) + torn + print(after))).toEqual(plain([...before, ...after]));
      }),
    );
  });

  it("leave open what was begun and not ended, in any order", () => {
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const ids = (some: readonly JournalLine[]) => openCreates(some, at).map((entry) => entry.id);
        const made = lines.flatMap((one) => ("made" in one ? one.made : []));
        const ended = lines.flatMap((one) =>
          "end" in one ? one.end.filter((id) => one.outcome === "shown" || !made.includes(id)) : [],
        );
        const begun = [...new Set(lines.flatMap((one) => ("begin" in one ? [one.begin] : [])))];
        expect(ids(lines)).toEqual(begun.filter((one) => !ended.includes(one)));
        expect(ids([...lines].reverse()).sort()).toEqual(ids(lines).sort());
      }),
    );
  });
});
