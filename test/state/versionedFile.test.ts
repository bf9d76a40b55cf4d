import { mkdirSync, readdirSync, rmSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { RecordError } from "../../src/state/recordError.js";
import { VersionedFile } from "../../src/state/versionedFile.js";
import type { Append } from "./child.js";
import { readLog, startChild, tempFolder } from "./harness.js";

/** An edit as it has to be: adds a word once. */
const adding =
  (word: string) =>
  (found = "") =>
    found.split(" ").includes(word) ? { value: found } : { text: `${found} ${word}`.trim(), value: word };

describe("VersionedFile", () => {
  it("is none at first, then what was written last, for others too", async () => {
    const folder = join(tempFolder(), "not", "yet", "there");
    const text = new VersionedFile(folder, "a");
    expect(await text.read()).toBeUndefined();
    expect(await text.change(adding("one"))).toBe("one");
    expect(await new VersionedFile(folder, "b").change(adding("two"))).toBe("two");
    expect(await text.read()).toBe("one two");
  });

  it("writes nothing where there is nothing to write, not even a folder", async () => {
    const folder = join(tempFolder(), "folder");
    expect(await new VersionedFile(folder, "a").change(() => ({ value: 7 }))).toBe(7);
    expect(() => statSync(folder)).toThrow("ENOENT");
  });

  it("is for this user alone", async () => {
    const folder = join(tempFolder(), "folder");
    await new VersionedFile(folder, "a").change(adding("one"));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, "1")).mode & 0o777).toBe(0o600);
  });

  it("does not pile up", async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, "killed.1.tmp"), "half a te");
    const text = new VersionedFile(folder, "a");
    for (let n = 0; n < 50; n += 1) await text.change(() => ({ text: `${n}`, value: n }));
    expect(await text.read()).toBe("49");
    expect(readdirSync(folder).length).toBeLessThan(10);
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("makes a change again on what another has written in between", async () => {
    const folder = tempFolder();
    const text = new VersionedFile(folder, "a");
    const shown: (string | undefined)[] = [];
    await text.change((found) => {
      shown.push(found);
      if (shown.length === 1) writeFileSync(join(folder, "1"), "theirs");
      return { text: `${found ?? ""}+ours`, value: undefined };
    });
    expect(shown).toEqual([undefined, "theirs"]);
    expect(await text.read()).toBe("theirs+ours");
  });

  describe("after sleeping, between reading and writing, while others went on and cleaned up", () => {
    /** Others write versions 2 to 30, and remove up to 20, in the middle of our first try to add "three". */
    async function addWhileOthersWrite(theirs: string) {
      const folder = tempFolder();
      const text = new VersionedFile(folder, "a");
      await text.change(adding("one"));
      const shown: (string | undefined)[] = [];
      await text.change((found) => {
        if (shown.push(found) === 1) {
          for (let n = 2; n <= 30; n += 1) writeFileSync(join(folder, `${n}`), theirs);
          for (let n = 1; n <= 20; n += 1) unlinkSync(join(folder, `${n}`));
        }
        return adding("three")(found);
      });
      return { shown, text: await text.read() };
    }

    it("notices that it wrote far below the highest, and writes again", async () => {
      expect(await addWhileOthersWrite("one two")).toEqual({ shown: ["one", "one two"], text: "one two three" });
    });

    it("leaves it at that where others have already built upon its change", async () => {
      const text = "one three two";
      expect(await addWhileOthersWrite(text)).toEqual({ shown: ["one", text], text });
    });
  });

  it("makes its folder again when somebody has removed it", async () => {
    const folder = join(tempFolder(), "folder");
    const text = new VersionedFile(folder, "a");
    await text.change(adding("one"));
    rmSync(folder, { recursive: true });
    await text.change(adding("two"));
    expect(await text.read()).toBe("two");
  });

  it.each([
    ["a folder", (path: string) => mkdirSync(path)],
    ["a file of 2 MiB", (path: string) => writeFileSync(path, "x".repeat(2 << 20))],
  ])("shows %s in place of a version as an empty text, and writes past it", async (_, make) => {
    const folder = tempFolder();
    make(join(folder, "5"));
    const text = new VersionedFile(folder, "a");
    expect(await text.read()).toBe("");
    await text.change(adding("one"));
    expect(await text.read()).toBe("one");
  });

  it.each([
    ["a file in place of the folder", (folder: string) => writeFileSync(folder, ""), "ENOTDIR"],
    [
      "a number after which there is none",
      (folder: string) => {
        mkdirSync(folder);
        writeFileSync(join(folder, "9".repeat(15)), "");
      },
      "ERANGE",
    ],
  ])("says so at once where it cannot write: %s", async (_, make, code) => {
    const folder = join(tempFolder(), "folder");
    make(folder);
    const failed = new VersionedFile(folder, "a").change(adding("one"));
    await expect(failed).rejects.toBeInstanceOf(RecordError);
    await expect(failed).rejects.toMatchObject({ code, path: folder });
  });

  it("passes on what an edit throws, and goes on", async () => {
    const text = new VersionedFile(tempFolder(), "a");
    const failed = text.change(() => {
      throw new TypeError("a mistake");
    });
    await expect(failed).rejects.toThrow(TypeError);
    expect(await text.change(adding("one"))).toBe("one");
  });

  it("loses nothing, with six processes that are stopped, woken and killed at any instant", async () => {
    const [folder, log] = [tempFolder(), join(tempFolder(), "log")];
    const args: Append = { folder, log, count: 120 };
    const children = await Promise.all(Array.from({ length: 6 }, () => startChild("append", args)));
    const [first, ...others] = children;
    const ended = Promise.all(children.map((child) => child.ended));
    let done = false;
    void ended.then(() => {
      done = true;
    });
    // Stopped anywhere, also between reading a version and putting the next in place, for long enough to be overtaken.
    for (let n = 0; !done; n += 1) {
      const { process: sleeper } = others[n % others.length] ?? children[0] ?? { process: undefined };
      sleeper?.kill("SIGSTOP");
      await sleep(15);
      sleeper?.kill("SIGCONT");
      await sleep(5);
      if (n === 12) first?.process.kill("SIGKILL");
    }
    const [ofFirst, ...ofOthers] = await ended;
    expect(ofOthers).toEqual(others.map(() => "0"));
    expect(["0", "SIGKILL"]).toContain(ofFirst);

    const words = ((await new VersionedFile(folder, "reader").read()) ?? "").trim().split("\n");
    const written = (await readLog<{ word: string }>(log)).map(({ word }) => word);
    expect(written.length).toBeGreaterThanOrEqual(600);
    expect(new Set(words).size).toBe(words.length);
    expect(written.filter((word) => !words.includes(word))).toEqual([]);
  });
});
