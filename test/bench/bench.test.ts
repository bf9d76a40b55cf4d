import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { ROOT } from "../support/cli.js";
import { type Figure, isMet, tableOf } from "./figure.js";

const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, ["test/bench/run.mjs", ...args], { cwd: ROOT });

describe("npm run bench", () => {
  it("measures a section, prints its table and writes its figures", async () => {
    const folder = await mkdtemp(join(tmpdir(), "muster-bench-test-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const json = join(folder, "bench.json");
    const { stdout } = await run("--quick", "--only", "reads", "--json", json);
    expect(stdout).toMatch(/^\| figure +\| measured +\| floor +\| ratio +\| goal +\| met +\|$/m);
    expect(stdout).toMatch(
      /^\| reads: plan of 1000 groups.* \| 10 calls +\| pages 10 calls +\| 1\.00 x +\| = 10 calls +\| yes +\|$/m,
    );
    const { quick, figures } = JSON.parse(await readFile(json, "utf8"));
    expect(quick).toBe(true);
    expect(figures[0]).toMatchObject({ section: "reads", value: 10, unit: "calls", goal: { exactly: 10 }, met: true });
    // Calls are counted, not timed: these goals do not depend on the machine or its load.
    const counted = figures.filter(({ unit }: Figure) => unit === "calls");
    expect(counted.length).toBeGreaterThan(6);
    expect(counted.filter(({ met }: { met: boolean }) => !met)).toEqual([]);
  }, 60_000);

  it("knows its sections", async () => {
    await expect(run("--only", "startpu")).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        "No section startpu. There are: startup, validate, reads, waits, render, growth, roads, time.",
      ),
    });
  });
});

describe("a figure", () => {
  const slow: Figure = {
    section: "s",
    name: "n",
    value: 250,
    unit: "ms",
    ratio: 2.5,
    floor: { name: "f", value: 100 },
  };

  it.each([
    [{ ratio: 2.5 }, true],
    [{ ratio: 2.4 }, false],
    [{ value: 250 }, true],
    [{ value: 249 }, false],
    [{ exactly: 250 }, true],
    [{ exactly: 251 }, false],
  ])("is held against its goal %j: %s", (goal, met) => {
    expect(isMet({ ...slow, goal })).toBe(met);
    expect(tableOf([{ ...slow, goal }])).toContain(met ? "| yes |" : "| NO  |");
  });

  it("without a goal is neither met nor missed", () => {
    expect(isMet(slow)).toBeUndefined();
  });
});
