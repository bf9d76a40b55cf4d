import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { statusGroups, statusSummary } from "../../src/engine/status.js";
import { CLAIM_STATES, type ClaimGroup } from "../../src/model/claims.js";
import type { Status } from "../../src/report/status.js";
import { statusFrame, statusText } from "../../src/report/text/statusText.js";

const NAMES = ["售前咨询", "退换货与质保受理（华东大区二组）", "🎧 直播间", "English line", "a", "国际 VIP"];

const anyGroup = fc.record({
  displayName: fc.constantFrom(...NAMES),
  exten: fc.integer({ min: 10_000_000, max: 10_999_999 }).map(String),
  members: fc.array(
    fc.record({
      agentNumber: fc.integer({ min: 8000, max: 8999 }).map(String),
      agentName: fc.constantFrom("李娜", "欧阳明月", "Zoë"),
      priority: fc.nat(9),
      claim: fc.constantFrom(...CLAIM_STATES),
    }),
    { maxLength: 9 },
  ),
});

function statusOf(groups: readonly ClaimGroup[]): Status {
  const shown = statusGroups(groups);
  return {
    formatVersion: "1.0",
    kind: "status",
    musterVersion: "0.1.0",
    account: { name: "default", host: "https://api.example", accountId: "N1" },
    readAt: "2026-11-24T16:30:05.000Z",
    summary: statusSummary(shown),
    groups: shown,
  };
}

const group = (displayName: string, ...claims: (typeof CLAIM_STATES)[number][]): ClaimGroup => ({
  displayName,
  exten: `1${displayName.length}`,
  members: claims.map((claim, index) => ({ agentNumber: String(8000 + index), agentName: "李娜", priority: 0, claim })),
});

const TEXT = { language: "en", colour: false, columns: 80 } as const;

describe("statusText", () => {
  const some = [
    group("售后", "pc", "none"),
    group("空"),
    group("夜班一", "none", "unknown"),
    group("技术支持", "both", "app"),
  ];

  it.each(["en", "zh"] as const)("in %s, for a person", (language) => {
    expect(statusText([statusOf(some)], { ...TEXT, language, verbose: true })).toMatchSnapshot();
  });

  it("puts unstaffed groups first, then the fewest, in text and JSON alike", () => {
    fc.assert(
      fc.property(fc.array(anyGroup, { maxLength: 20 }), (groups) => {
        const { groups: shown, summary } = statusOf(groups);
        const claiming = shown.map((one) => one.claiming);
        expect(claiming).toEqual([...claiming].sort((a, b) => a - b));
        expect(summary.unstaffed).toBe(claiming.filter((count) => count === 0).length);
        for (const { counts, members } of shown)
          expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(members.length);
        // Equal states give equal documents, whatever order the server lists them in.
        const unlike = [...new Map(groups.map((one) => [one.exten, one])).values()];
        expect(statusGroups([...unlike].reverse())).toEqual(statusGroups(unlike));
      }),
    );
  });

  it("is never wider than the window, and shows every group", () => {
    fc.assert(
      fc.property(
        fc.array(anyGroup, { maxLength: 8 }),
        fc.constantFrom(40, 80),
        fc.constantFrom("en" as const, "zh" as const),
        fc.boolean(),
        (groups, columns, language, verbose) => {
          const text = statusText([statusOf(groups)], { language, colour: false, columns, verbose });
          for (const line of text.split("\n")) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
          for (const { exten } of groups) expect(text.replaceAll(/\s/g, "")).toContain(`(${exten})`);
        },
      ),
    );
  });
});

describe("statusFrame", () => {
  it("fits the window whatever is shown, and says how much does not", () => {
    fc.assert(
      fc.property(
        fc.array(anyGroup, { maxLength: 40 }),
        fc.integer({ min: 2, max: 30 }),
        fc.integer({ min: 30, max: 90 }),
        (groups, rows, columns) => {
          const lines = statusFrame([{ entry: statusOf(groups) }], rows, { ...TEXT, columns });
          expect(lines.length).toBeLessThanOrEqual(rows);
          for (const line of lines) expect(stringWidth(line)).toBeLessThan(columns);
        },
      ),
    );
  });

  it("keeps the last picture under the words for a look that failed", () => {
    const last = statusOf([group("售后", "pc")]);
    const { account, formatVersion } = last;
    const diagnostics = [{ severity: "error", code: "unreachable", message: "No answer." }] as const;
    const lines = statusFrame([{ entry: { formatVersion, kind: "error", account, diagnostics }, last }], 24, TEXT);
    expect(lines.join("\n")).toMatch(
      /No answer\.\n\nThis read failed; below is the result of the last one\.\n[\s\S]*售后/,
    );
  });
});
