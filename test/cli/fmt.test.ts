import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fmt } from "../../src/cli/commands/fmt.js";
import { type World, world } from "../support/simulated.js";
import { bench, COMMON } from "../writeback/commands.js";

const UNTIDY = "groups:\n- members: [ 8000 ] # who\n  displayName: a\nversion: 1\n";
const TIDY = 'version: 1\ngroups:\n  - displayName: a\n    members: ["8000"] # who\n';

async function formatted(one: World, check: boolean, format: "text" | "json" = "text") {
  const run = await bench(one);
  const code = await fmt([], { ...COMMON, check, format }, run.host);
  return { code, stdout: run.stdout(), stderr: run.stderr() };
}

describe("muster fmt", () => {
  it("names what would change with --check, changes it without, and then has nothing to do", async () => {
    const one = await world([], UNTIDY);
    const text = () => readFile(join(one.folder, "groups.yaml"), "utf8");
    expect(await formatted(one, true)).toEqual({
      code: 1,
      stdout: "not formatted: groups.yaml\n",
      stderr: "1 of 1 file not formatted: run muster fmt.\n",
    });
    expect(await text()).toBe(UNTIDY);
    expect(await formatted(one, false)).toMatchObject({ code: 0, stdout: "formatted groups.yaml\n" });
    expect(await text()).toBe(TIDY);
    expect(await formatted(one, true)).toEqual({ code: 0, stdout: "", stderr: "1 file, all formatted.\n" });
    expect(JSON.parse((await formatted(one, true, "json")).stdout)).toMatchObject({ kind: "format", changed: [] });
  });

  it("keeps a byte order mark, and writes nothing while a file cannot be read", async () => {
    const one = await world([], `\ufeff${UNTIDY}`);
    await formatted(one, false);
    expect(await readFile(join(one.folder, "groups.yaml"), "utf8")).toBe(`\ufeff${TIDY}`);
    await one.write("version: [");
    expect(await formatted(one, false)).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("groups.yaml:1"),
    });
  });
});
