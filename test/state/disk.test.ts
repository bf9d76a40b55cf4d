import { readdirSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { acquireApplyLock } from "../../src/state/applyLock.js";
import { openCallLedger } from "../../src/state/callLedger.js";
import { openCreateJournal } from "../../src/state/createJournal.js";
import { RecordError } from "../../src/state/recordError.js";
import { SharedText } from "../../src/state/sharedText.js";
import { ShiftableClock, tempFolder } from "./harness.js";

/** What the disk does wrong, and what has been written to it for good, in order. */
const disk = vi.hoisted(() => ({
  full: false,
  noLinks: false,
  rival: false,
  fileSync: "",
  folderSync: "",
  synced: [] as string[],
}));

vi.mock("node:fs/promises", async (importOriginal) => {
  const real = await importOriginal<typeof import("node:fs/promises")>();
  const fail = (code: string): never => {
    throw Object.assign(new Error(code), { code });
  };
  const open = async (path: string, flags?: string, mode?: number): Promise<FileHandle> => {
    const handle = await real.open(path, flags, mode);
    const [sync, write] = [handle.sync.bind(handle), handle.writeFile.bind(handle)];
    handle.sync = async () => {
      const fault = flags === "a" ? disk.fileSync : disk.folderSync;
      if (fault !== "") fail(fault);
      await sync();
      disk.synced.push(path);
    };
    handle.writeFile = async (...args) => (disk.full ? fail("ENOSPC") : write(...args));
    return handle;
  };
  const writeFile: typeof real.writeFile = async (...args) => {
    // A full disk still has room for the name.
    await real.writeFile(args[0], disk.full ? "" : args[1], args[2]);
    if (disk.full) fail("ENOSPC");
  };
  const link: typeof real.link = async (from, to) => {
    if (disk.noLinks) fail("EPERM");
    await real.link(from, to);
    // Another process takes up what we have just put in place, and puts its own on top before we look.
    if (disk.rival) await real.link(from, join(dirname(`${to}`), `${Number(basename(`${to}`)) + 1}`));
  };
  return { ...real, open, writeFile, link };
});

const clock = new ShiftableClock();
const limits = { op: { calls: 1, windowMs: 60_000 } };
const never = new AbortController().signal;

beforeEach(() =>
  Object.assign(disk, { full: false, noLinks: false, rival: false, fileSync: "", folderSync: "", synced: [] }),
);

describe("a creation is on the disk before its call leaves", () => {
  it("with its file, the file's name, and every folder above that may be new", async () => {
    const state = tempFolder();
    const folder = join(state, "state", "N1");
    const journal = openCreateJournal({ folder, clock, owner: "a" });
    await journal.begin("one", clock.now());
    const creates = join(folder, "creates");
    const file = disk.synced.find((path) => dirname(path) === creates) ?? "none";
    expect(disk.synced).toEqual(expect.arrayContaining([creates, folder, join(state, "state"), state]));
    expect(disk.synced.slice(-2)).toEqual([file, creates]);
    disk.synced = [];
    await journal.begin("two", clock.now());
    expect(disk.synced).toEqual([file, creates]);
  });

  it.each([
    ["ENOSPC", { full: true }],
    ["EIO", { fileSync: "EIO" }],
    ["EIO", { folderSync: "EIO" }],
  ])("or begin says why not: %s", async (code, fault) => {
    Object.assign(disk, fault);
    const journal = openCreateJournal({ folder: tempFolder(), clock, owner: "a" });
    const begun = journal.begin("one", clock.now());
    await expect(begun).rejects.toBeInstanceOf(RecordError);
    await expect(begun).rejects.toMatchObject({ code });
    await journal.shown([{ exten: "1", displayName: "one" }]);
  });

  it.each(["EPERM", "EISDIR", "EINVAL"])("as far as a system goes that syncs no folders (%s)", async (folderSync) => {
    Object.assign(disk, { folderSync });
    const journal = openCreateJournal({ folder: tempFolder(), clock, owner: "a" });
    await journal.begin("one", clock.now());
    expect(disk.synced).toHaveLength(1);
  });
});

it("an end for which there is no room fails nobody, and leaves the creation open", async () => {
  const journal = openCreateJournal({ folder: tempFolder(), clock, owner: "a" });
  await journal.begin("one", clock.now());
  disk.full = true;
  await journal.shown([{ exten: "1", displayName: "one" }]);
  expect(await journal.openEntry("one")).toBeDefined();
});

describe.each([
  ["a full disk", { full: true }, "ENOSPC"],
  ["a file system without links", { noLinks: true }, "EPERM"],
])("%s", (_, fault, code) => {
  it("leaves the ledger without a memory, and the calls alone", async () => {
    const folder = tempFolder();
    const ledger = openCallLedger({ folder, limits, clock, owner: "a", timeoutMs: 1_000 });
    Object.assign(disk, fault);
    for (let n = 0; n < 3; n += 1) await (await ledger.claim("op", never)).settle("passed");
    expect(ledger.trouble).toBeDefined();
  });

  it("does not hide what was written before", async () => {
    const folder = tempFolder();
    const open = (owner: string) => openCallLedger({ folder, limits, clock, owner, timeoutMs: 1_000 });
    await (await open("a").claim("op", never)).settle("passed");
    Object.assign(disk, fault);
    const stop = new AbortController();
    const waiting = open("b").claim("op", stop.signal);
    setTimeout(() => stop.abort(new Error("still waiting")), 100);
    await expect(waiting).rejects.toThrow("still waiting");
  });

  it("leaves no half text behind, and the text as it was", async () => {
    const folder = tempFolder();
    const text = new SharedText(folder, "a");
    await text.change(() => ({ text: "before", value: undefined }));
    Object.assign(disk, fault);
    await expect(text.change(() => ({ text: "after", value: undefined }))).rejects.toMatchObject({ code });
    expect(await text.read()).toBe("before");
    expect(readdirSync(folder)).toEqual(["1"]);
  });

  it("is told to who wants the lock", async () => {
    Object.assign(disk, fault);
    const lock = acquireApplyLock({
      folder: tempFolder(),
      clock,
      pid: process.pid,
      host: "here",
      command: "apply",
      isAlive: () => true,
      waitMs: 60_000,
      stop: never,
      onWait: () => undefined,
    });
    await expect(lock).rejects.toMatchObject({ name: "RecordError", code });
  });
});

it("a claim and its end are written once, however fast another process follows", async () => {
  const folder = tempFolder();
  disk.rival = true;
  const claim = (owner: string, calls: number, stop = never) =>
    openCallLedger({ folder, limits: { op: { calls, windowMs: 60_000 } }, clock, owner, timeoutMs: 1_000 }).claim(
      "op",
      stop,
    );
  await (await claim("a", 1)).settle("passed");
  await claim("b", 2);
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error("no third place")), 50);
  await expect(claim("c", 2, stop.signal)).rejects.toThrow("no third place");
});
