import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { world } from "../support/simulated.js";

const HERE = import.meta.dirname;
const FOLDERS = [
  "01-tab-indentation",
  "19-unknown-field",
  "27-leading-zero",
  "38-duplicate-name",
  "58-four-problems-in-two-files",
];

describe("no request is sent while a file is wrong", () => {
  it.concurrent.for(FOLDERS)("%s", async (name, { onTestFinished }) => {
    const { simulator, folder, run } = await world([], "version: 1\n", {}, onTestFinished);
    for (const entry of readdirSync(join(HERE, name)).filter((file) => !file.endsWith(".txt"))) {
      cpSync(join(HERE, name, entry), join(folder, entry), { recursive: true });
    }
    for (const args of [["plan"], ["apply", "--auto-approve"], ["apply", "--dry-run"]]) {
      const { code, stdout, stderr } = await run(args);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toMatch(/^\S+:\d+:\d+: error\[/);
    }
    expect(simulator.requests).toEqual([]);
  });
});
