import { describe, expect, it } from "vitest";
import { loadMusterFile } from "../../src/config/musterFile.js";
import { weighWaivers } from "../../src/config/waivers.js";
import { brief, fileOf, unmark } from "./reading.js";

const V = "version: 1\nwaivers:\n";
const DAY = "2026-12-01";
const waiver = (more: Readonly<Record<string, string>> = {}, mark = "‸") => {
  const fields = { guard: "maxEmptied", limit: "1", until: DAY, reason: "合并两个夜班组", ...more };
  return `  - ${mark}{ ${Object.entries(fields)
    .map(([key, value]) => `${key}: ${value}`)
    .join(", ")} }\n`;
};

/** What a marked `muster.yaml` says, and what is in force at an instant. */
async function weighed(marked: string, now = `${DAY}T00:00:00Z`) {
  const { text, places } = unmark(marked, "muster.yaml");
  const { musterFile, findings } = await loadMusterFile(fileOf(text, "muster.yaml"));
  const { inForce, findings: said } = weighWaivers(musterFile?.waivers ?? [], Date.parse(now));
  return { places, findings: [...findings, ...said], inForce };
}

describe("a waiver", () => {
  it.each<[string, string, boolean]>([
    ["long before", "2026-09-15T00:00:00Z", true],
    ["on its last day in China", "2026-12-01T15:59:59.999Z", true],
    ["at the midnight after it", "2026-12-01T16:00:00Z", false],
    ["in a zone where that day is not over", "2026-12-01T20:00:00-05:00", false],
  ])("counts to the end of its day in China: %s", async (_what, now, counts) => {
    const { findings, places, inForce } = await weighed(`${V}${waiver()}`, now);
    expect(findings.map(brief)).toEqual([`${places[0]} ${counts ? "waiver-in-force" : "waiver-ended"}`]);
    expect(findings[0]).toMatchObject({
      severity: "warning",
      args: { guard: "maxEmptied", limit: "1", until: DAY, reason: "合并两个夜班组" },
    });
    expect(inForce.length).toBe(counts ? 1 : 0);
  });

  it("for more than ninety days is rather a setting", async () => {
    const codes = async (until: string) =>
      (await weighed(`${V}${waiver({ until }, "")}`)).findings.map(({ code }) => code);
    expect(await codes("2027-03-01")).toEqual(["waiver-in-force"]);
    expect(await codes("2027-03-02")).toEqual(["waiver-in-force", "waiver-long"]);
  });

  it("of a guard that has another one in force is said, and both count", async () => {
    const { findings, inForce } = await weighed(
      `${V}${waiver({}, "")}${waiver({ limit: "2" }, "")}${waiver({ guard: "maxRemovals", limit: "60%" }, "")}${waiver({ until: "2026-11-01" }, "")}`,
    );
    expect(findings.map((one) => `${one.source?.line} ${one.code}`)).toEqual([
      ...["3 waiver-in-force", "4 waiver-in-force", "4 waiver-twice", "5 waiver-in-force", "6 waiver-ended"],
    ]);
    expect(inForce.map(({ limit }) => limit)).toEqual([
      { kind: "count", value: 1 },
      { kind: "count", value: 2 },
      { kind: "percent", value: 60 },
    ]);
  });

  it.each<[string, string, string]>([
    ["a day that is none", "bad-date", waiver({ until: "‸2026-02-30" }, "")],
    ["a day in another order", "bad-date", waiver({ until: "‸1/12/2026" }, "")],
    ["a day and an hour", "bad-date", waiver({ until: "‸2026-12-01T18:00" }, "")],
    ["a number for a day", "unquoted-text", waiver({ until: "‸20261201" }, "")],
    ["a guard that is none", "bad-value", waiver({ guard: "‸maxEmptid" }, "")],
    ["groups in per cent", "bad-guard", waiver({ limit: "‸5%" }, "")],
    ["more than all", "bad-guard", waiver({ guard: "maxRemovals", limit: "‸130%" }, "")],
    ["half a group", "bad-guard", waiver({ limit: "‸0.5" }, "")],
    ["no reason given", "empty-value", waiver({ reason: '‸" "' }, "")],
    ["an empty reason", "empty-value", waiver({ reason: '‸""' }, "")],
    ["no reason at all", "missing-field", "  - ‸{ guard: maxEmptied, limit: 1, until: 2026-12-01 }\n"],
    ["no end", "missing-field", "  - ‸{ guard: maxEmptied, limit: 1, reason: x }\n"],
    ["another field", "unknown-field", waiver({ "‸from": DAY }, "")],
    ["text", "wrong-type", "  - ‸maxEmptied\n"],
  ])("refuses %s", async (_what, code, entry) => {
    const { findings, places } = await weighed(`${V}${entry}`);
    expect(findings.map(brief)).toEqual([`${places[0]} ${code}`]);
    expect(findings[0]?.severity).toBe("error");
  });
});
