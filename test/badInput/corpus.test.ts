import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { validateIn } from "./validateIn.js";

const HERE = import.meta.dirname;
const FOLDERS = readdirSync(HERE).filter((name) => /^\d\d-/.test(name));

describe("each folder of bad input, validated where it stands", () => {
  it("is one of at least forty", () => {
    expect(FOLDERS.length).toBeGreaterThanOrEqual(40);
  });

  it.concurrent.for(FOLDERS)("%s", async (name, context) => {
    const folder = join(HERE, name);
    const { en, zh, diagnostics } = await validateIn(folder);
    expect(diagnostics).not.toEqual([]);
    await context.expect(en).toMatchFileSnapshot(join(folder, "expected.txt"));
    await context.expect(zh).toMatchFileSnapshot(join(folder, "expected.zh.txt"));
  });
});
