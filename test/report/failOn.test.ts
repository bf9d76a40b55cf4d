import { describe, expect, it } from "vitest";
import type { Diagnostic, GuardReading } from "../../src/plan/plan.js";
import { failedOn } from "../../src/report/failOn.js";

const warning = (code: string): Diagnostic => ({ severity: "warning", code, args: {} });
const TRIPPED: GuardReading = { guard: "maxEmptied", limit: "0", actual: 1, tripped: true };
const HELD: GuardReading = { guard: "maxCreates", limit: "20", actual: 1, tripped: false };

describe("--fail-on", () => {
  it.each<[string[], Diagnostic[], string[], string[]]>([
    [["guard"], [warning("unknown-agent")], ["maxEmptied"], []],
    [["guard-tripped"], [], ["maxEmptied"], []],
    [["warning"], [warning("unknown-agent")], [], ["unknown-agent 1"]],
    [
      ["unknown-agent"],
      [warning("unknown-agent"), warning("near-miss"), warning("unknown-agent")],
      [],
      ["unknown-agent 2"],
    ],
    [["guard", "near-miss"], [warning("near-miss")], ["maxEmptied"], ["near-miss 1"]],
    [["near-miss"], [warning("unknown-agent")], [], []],
    // What a change does to its own guards, and what waits for a person at the console, is no fault of the files.
    [
      ["warning"],
      [
        "guard-changed",
        "after-merge",
        "waiver-in-force",
        "waiver-changed",
        "retired-live",
        "retired-gone",
        "left-without-group",
        "disabled-members",
        "unlisted-members",
      ].map(warning),
      [],
      [],
    ],
    [["waiver-in-force"], [warning("waiver-in-force")], [], ["waiver-in-force 1"]],
    [["warning"], [warning("waiver-ended")], [], ["waiver-ended 1"]],
    [[], [warning("unknown-agent")], [], []],
  ])("%j of %j", (asked, diagnostics, guards, codes) => {
    const failed = failedOn(asked, diagnostics, [{ guards: [TRIPPED, HELD] }]);
    expect(failed?.guards ?? []).toEqual(guards);
    expect((failed?.codes ?? []).map(({ code, count }) => `${code} ${count}`)).toEqual(codes);
    if (guards.length + codes.length === 0) expect(failed).toBeUndefined();
  });
});
