import { execFile } from "node:child_process";
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import module from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { ROOT } from "../support/cli.js";

const SAID = "✔ 4 groups, 9 memberships: no problems\n";

async function cacheFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "muster-cache-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The cache of a home that is made for it; other platforms keep theirs elsewhere, and run as well without. */
async function validate(cache: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(ROOT, "dist/muster.js"), "validate"], {
    cwd: join(ROOT, "examples/small-team"),
    env: { PATH: process.env["PATH"], HOME: cache, XDG_CACHE_HOME: cache, MUSTER_LANG: "en", ...env },
  });
  expect(stderr).toBe("");
  return stdout;
}

/** The files that hold compiled code. */
async function filesOf(cache: string): Promise<string[]> {
  const entries = await readdir(cache, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

const keeps = process.platform === "linux" && "enableCompileCache" in module;

it.runIf(keeps)("what one run compiled the next one takes, and says the same", async () => {
  const cache = await cacheFolder();
  expect(await validate(cache)).toBe(SAID);
  const kept = await filesOf(cache);
  expect(kept.length).toBeGreaterThan(3);
  const before = await Promise.all(kept.map(async (file) => (await stat(file)).mtimeMs));
  expect(await validate(cache)).toBe(SAID);
  expect(await filesOf(cache)).toEqual(kept);
  expect(await Promise.all(kept.map(async (file) => (await stat(file)).mtimeMs))).toEqual(before);
  expect((await stat(join(cache, "muster/code"))).mode & 0o777).toBe(0o700);
});

it.runIf(keeps)("a folder that others may write to is left alone", async () => {
  const cache = await cacheFolder();
  await validate(cache);
  for (const file of await filesOf(cache)) await rm(file);
  await chmod(join(cache, "muster/code"), 0o777);
  expect(await validate(cache)).toBe(SAID);
  expect(await filesOf(cache)).toEqual([]);
});

it("a home that is none, and NODE_DISABLE_COMPILE_CACHE, do without", async () => {
  const cache = await cacheFolder();
  await writeFile(join(cache, "file"), "");
  expect(await validate(join(cache, "file"))).toBe(SAID);
  expect(await validate(cache, { NODE_DISABLE_COMPILE_CACHE: "1" })).toBe(SAID);
  expect(await validate(cache, { CI: "true" })).toBe(SAID);
  expect(await filesOf(cache)).toEqual([join(cache, "file")]);
});
