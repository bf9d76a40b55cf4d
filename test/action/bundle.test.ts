import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { ROOT } from "../support/cli.js";

test("the action's bundle is what the sources make: `npm run action` brings it up to date", async () => {
  const folder = await mkdtemp(join(tmpdir(), "muster-action-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await promisify(execFile)(process.execPath, ["src/build/actionBundle.mjs", "--outdir", folder], { cwd: ROOT });
  for (const name of ["index.cjs", "THIRD-PARTY-LICENSES.txt"]) {
    const [made, committed] = await Promise.all(
      [folder, join(ROOT, ".github/actions/muster")].map((place) => readFile(join(place, name), "utf8")),
    );
    // Not toBe: nobody wants to read that difference.
    expect(made === committed, `${name} is out of date`).toBe(true);
  }
});

test("the bundle tells nothing of the machine that made it", async () => {
  expect(await readFile(join(ROOT, ".github/actions/muster/index.cjs"), "utf8")).not.toContain(ROOT);
});
