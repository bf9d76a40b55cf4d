import { readdirSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { acquireApplyLock } from "../../src/state/applyLock.js";
import { openCreateJournal } from "../../src/state/createJournal.js";
import { RecordError } from "../../src/state/recordError.js";
import { VersionedFile } from "../../src/state/versionedFile.js";
import { ShiftableClock, tempFolder } from "./harness.js";
import { openLimiter } from "./openLimiter.js";

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
  it("leaves the limiter without a memory, and the calls alone", async () => {
    const folder = tempFolder();
    const outages: Error[] = [];
    const onOutage = (error: Error) => void outages.push(error);
    const limit = { calls: 3, windowMs: 60_000 };
    const limiter = openLimiter({ folder, limit, clock, owner: "a", timeoutMs: 1_000, onOutage });
    Object.assign(disk, fault);
    for (let n = 0; n < 3; n += 1) await (await limiter.acquire()).settle({ how: "passed" });
    expect(outages[0]).toMatchObject({ name: "RecordError", code });
  });

  it("does not hide what was written before", async () => {
    const folder = tempFolder();
    const stop = new AbortController();
    const limit = { calls: 1, windowMs: 60_000 };
    const open = (owner: string) => openLimiter({ folder, limit, clock, owner, timeoutMs: 1_000, stop: stop.signal });
    await (await open("a").acquire()).settle({ how: "passed" });
    Object.assign(disk, fault);
    const waiting = open("b").acquire();
    setTimeout(() => stop.abort(), 100);
    await expect(waiting).rejects.toMatchObject({ name: "StoppedError" });
  });

  it("leaves no half text behind, and the text as it was", async () => {
    const folder = tempFolder();
    const text = new VersionedFile(folder, "a");
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
  const acquire = (owner: string, calls: number, stop = never) =>
    openLimiter({ folder, limit: { calls, windowMs: 60_000 }, clock, owner, timeoutMs: 1_000, stop }).acquire();
  await (await acquire("a", 1)).settle({ how: "passed" });
  await acquire("b", 2);
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 50);
  await expect(acquire("c", 2, stop.signal)).rejects.toMatchObject({ name: "StoppedError" });
});
