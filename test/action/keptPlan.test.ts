import { randomBytes } from "node:crypto";
import { brotliCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { isRecord, keptIn, keptLine } from "../../src/action/keptPlan.js";
import type { Plan } from "../../src/plan/plan.js";

const MARKER = "<!-- muster:comment account=default label= -->";
const bodyOf = (...lines: readonly string[]) => [MARKER, ...lines, "", "## Text"].join("\n");
const packed = (data: string | Buffer) => `<!-- muster:kept applied ${brotliCompressSync(data).toString("base64")} -->`;

describe("the plan that a comment keeps as data", () => {
  test("is left out if it is too large; that it was applied is still known", () => {
    const plan = { kind: "plan", actions: [randomBytes(20_000).toString("hex")] } as unknown as Plan;
    expect(keptLine({ state: "reviewed", plan })).toBeUndefined();
    const line = keptLine({ state: "applied", plan }) ?? "";
    expect(line.length).toBeLessThan(100);
    expect(isRecord(bodyOf(line))).toBe(true);
    const small = { kind: "plan", actions: [] } as unknown as Plan;
    expect(isRecord(bodyOf(keptLine({ state: "applied", plan: small }) ?? ""))).toBe(true);
    expect(isRecord(bodyOf(keptLine({ state: "reviewed", plan: small }) ?? ""))).toBe(false);
  });

  test.each([
    ["unpacks to more than any plan", packed(Buffer.alloc(5_000_000, " "))],
    ["is nested without end", packed("[".repeat(100_000))],
    ["is no JSON", packed("plan")],
    ["is no plan", packed("{}")],
    ["is not packed", "<!-- muster:kept applied aGVsbG8= -->"],
  ])("is none if it %s", async (_, line) => {
    expect(await keptIn(bodyOf(line))).toBeUndefined();
  });

  test("counts before the text only", () => {
    const line = "<!-- muster:kept applied -->";
    expect(isRecord(bodyOf("", line))).toBe(false);
    expect(isRecord(bodyOf("<!-- muster:plan sha256:0 -->", line))).toBe(true);
  });
});
