import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MADE, makeIn } from "./madeAtRunTime.js";
import { validateIn } from "./validateIn.js";

describe("bad input that is made when the test runs", () => {
  // One at a time: some of these fill a processor.
  it.for(MADE)("$name", async (input, context) => {
    const folder = await mkdtemp(join(tmpdir(), "muster-bad-"));
    context.onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await makeIn(folder, input);
    const { en, zh, diagnostics } = await validateIn(folder);
    expect(diagnostics.map(({ code }) => code)).toEqual(input.codes);
    const expected = join(import.meta.dirname, "made", input.name);
    await context.expect(en).toMatchFileSnapshot(`${expected}.txt`);
    await context.expect(zh).toMatchFileSnapshot(`${expected}.zh.txt`);
  });
});
