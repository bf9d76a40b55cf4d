import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { ROOT } from "../support/cli.js";

test("the action's bundle is made twice alike, and tells nothing of the machine that made it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "muster-action-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const made = await Promise.all(
    ["one", "two"].map(async (name) => {
      const outdir = join(folder, name);
      await promisify(execFile)(process.execPath, ["src/build/actionBundle.mjs", "--outdir", outdir], { cwd: ROOT });
      return readFile(join(outdir, "index.cjs"), "utf8");
    }),
  );
  // Not toBe: nobody wants to read that difference.
  expect(made[0] === made[1], "two builds differ").toBe(true);
  expect(made[0]).not.toContain(ROOT);
});

test("no bundle is in git: releases have it", async () => {
  const { stdout } = await promisify(execFile)("git", ["ls-files", ".github/actions", "dist", "release"], {
    cwd: ROOT,
  });
  expect(stdout.trim().split("\n")).toEqual([".github/actions/muster/action.yml"]);
});
