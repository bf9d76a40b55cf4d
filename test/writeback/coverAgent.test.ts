import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DesiredGroup, DesiredMember } from "../../src/config/desired.js";
import { loadDesiredAt } from "../../src/config/loadDesired.js";
import { type AgentCover, coverAgent } from "../../src/writeback/coverAgent.js";
import { fileOf } from "../config/reading.js";
import { NOON, timedFile } from "./timedFiles.js";

async function read(texts: ReadonlyMap<string, string>) {
  const files = [...texts].map(([path, text]) => fileOf(text, path));
  const { desired, findings } = await loadDesiredAt(files, { now: NOON, isNeeded: true, days: 60 });
  return { desired, errors: findings.filter(({ severity }) => severity === "error") };
}

const DAY = 86_400_000;

/** Who is in a group at an instant, with which priority. */
function prioritiesIn(group: DesiredGroup | undefined): (at: number) => Map<string, number> {
  const timeline = group?.timeline ?? group?.members ?? [];
  return (at) => {
    const isDue = ({ spans }: DesiredMember) => spans?.some(({ from, until }) => from <= at && at < until) ?? true;
    return new Map(
      timeline
        .filter(isDue)
        .toReversed()
        .map(({ agentNumber, priority }) => [agentNumber, priority]),
    );
  };
}

async function momentOf(texts: ReadonlyMap<string, string>) {
  const { desired, errors } = await read(texts);
  if (desired?.moment === undefined) throw new Error(JSON.stringify(errors));
  return desired.moment;
}

const TEXT = `version: 1
agents:
  li.na: "8001" # front desk
  wang.fang: "8002"
calendars:
  cn: { until: 2026-12-31 }
shifts:
  早班: 08:00-16:00
rosters:
  r:
    week:
      - { shift: 早班, on: workdays, agents: [li.na, "8003"] }
absences:
  - { agent: "8004", from: 2026-10-09, until: 2026-10-12, by: "8005" } # told
  - { agent: "8006", from: 2026-10-20, until: 2026-10-21 }
groups:
  - displayName: 售后
    members:
      - { roster: r, priority: 1 }
      - "8004"
      - "8006"
  - displayName: 售前
    members: [li.na, "8004", "8006"]
`;

const day = (date: string) => Date.parse(`${date}+08:00`);
function cover(agent: string, by: string | undefined, from: string, until: string, reason?: string): AgentCover {
  const times = { from: day(`${from}T00:00`), until: day(`${until}T00:00`), begins: from, ends: until };
  return { kind: "cover", agent, ...(by !== undefined && { by }), ...times, ...(reason !== undefined && { reason }) };
}

async function edited(one: AgentCover, files: Readonly<Record<string, string>> = { "a.yaml": TEXT }) {
  const texts = new Map(Object.entries(files));
  return coverAgent(texts, one, await momentOf(texts));
}

describe("coverAgent", () => {
  it("adds one line, and says whose places change", async () => {
    const { changed, memberships, findings } = await edited(cover("8001", "8002", "2026-10-08", "2026-10-10", "年假"));
    expect(findings).toEqual([]);
    expect([...changed]).toEqual([
      [
        "a.yaml",
        TEXT.replace(
          "groups:",
          "  - { agent: li.na, from: 2026-10-08, until: 2026-10-10, by: wang.fang, reason: 年假 }\ngroups:",
        ),
      ],
    ]);
    expect(memberships).toEqual([
      { displayName: "售后", agentNumber: "8001", before: 1 },
      { displayName: "售后", agentNumber: "8002", after: 1 },
      { displayName: "售前", agentNumber: "8001", before: 0 },
      { displayName: "售前", agentNumber: "8002", after: 0 },
    ]);
  });

  it("writes to the file that names the agent where none has absences, else to that of the groups", async () => {
    const agents = 'version: 1\nagents:\n  li.na: "8001"\n';
    const groups = "version: 1\ngroups:\n  - displayName: 售前\n    members: [li.na, 8009]\n";
    const files = { "groups.yaml": groups, "names.yaml": agents };
    const line = (agent: string) => `\nabsences:\n  - { agent: ${agent}, from: 2026-10-09, until: 2026-10-10 }\n`;
    const named = await edited(cover("8001", undefined, "2026-10-09", "2026-10-10"), files);
    expect([...named.changed]).toEqual([["names.yaml", `${agents}${line("li.na")}`]]);
    const bare = await edited(cover("8009", undefined, "2026-10-09", "2026-10-10"), files);
    expect([...bare.changed]).toEqual([["groups.yaml", groups.replace("\ngroups:", `\n${line('"8009"')}\ngroups:`)]]);
  });

  it("writes by the clock of the file", async () => {
    const zoned = `${TEXT.replace("version: 1", "version: 1\ntimezone: America/New_York")}`;
    const { changed } = await edited(cover("8001", undefined, "2026-10-09", "2026-10-10"), { "a.yaml": zoned });
    expect(changed.get("a.yaml")).toContain("{ agent: li.na, from: 2026-10-08T12:00, until: 2026-10-09T12:00 }");
  });

  it("changes nothing where the line is there already", async () => {
    const there = await edited(cover("8004", "8005", "2026-10-09", "2026-10-12"));
    expect(there).toEqual({ changed: new Map(), memberships: [], findings: [] });
  });

  it.each([
    [cover("8001", "8001", "2026-10-09", "2026-10-10"), "covers-own-place"],
    [cover("8004", "8005", "2026-10-10", "2026-10-15"), "absent-already"],
    [cover("8001", "8004", "2026-10-11", "2026-10-15"), "cover-away"],
    [cover("8005", undefined, "2026-10-11", "2026-10-15"), "covers-then"],
    [cover("8002", "8001", "2026-10-09", "2026-10-10"), "not-there-then"],
    [cover("8003", "8002", "2026-10-10", "2026-10-12"), "not-there-then"],
  ])("refuses what cannot be %#", async (one, code) => {
    const { changed, findings } = await edited(one);
    expect(findings.map((finding) => [finding.code, finding.severity])).toEqual([[code, "error"]]);
    expect(changed.size).toBe(0);
  });

  it("says so where the cover is there anyway, and where nobody is taken out of an additive group", async () => {
    const both = "version: 1\ngroups:\n  - displayName: 售前\n    membership: additive\n    members: [8001, 8002]\n";
    const { changed, findings } = await edited(cover("8001", "8002", "2026-10-09", "2026-10-10"), { "a.yaml": both });
    expect(changed.size).toBe(1);
    expect(findings.map(({ code }) => code)).toEqual(["stays-live", "cover-idle"]);
  });

  it("does exactly that at all times, in files of any style", async () => {
    let reached = 0;
    const ask = fc.record({
      agent: fc.constantFrom("8000", "8001", "8002", "8003"),
      by: fc.constantFrom(undefined, "8004", "8005", "8007", "8100"),
      from: fc.constantFrom("2026-10-01", "2026-10-08", "2026-10-09"),
      until: fc.constantFrom("2026-10-10", "2026-10-20", "2026-11-20"),
    });
    await fc.assert(
      fc.asyncProperty(timedFile, ask, async ({ text }, { agent, by, from, until }) => {
        const texts = new Map([["a.yaml", text]]);
        const before = await read(texts);
        const { moment } = before.desired ?? {};
        fc.pre(before.desired !== undefined && moment !== undefined);
        if (before.desired === undefined || moment === undefined) return;
        const one = cover(agent, by, from, until);
        const { changed, findings } = coverAgent(texts, one, moment);
        const codes = findings.filter(({ severity }) => severity === "error").map(({ code }) => code);
        expect(codes).not.toContain("edit-failed");
        expect(codes.length > 0 && changed.size > 0).toBe(false);
        reached += changed.size;
        const lines = (changed.get("a.yaml") ?? text).split("\n");
        expect(text.split("\n").filter((line) => !lines.includes(line) && !/absences/.test(line))).toEqual([]);
        const after = await read(new Map([...texts, ...changed]));
        expect(after.errors).toEqual([]);
        for (const [index, group] of before.desired.groups.entries()) {
          const [had, has] = [prioritiesIn(group), prioritiesIn(after.desired?.groups[index])];
          for (let at = NOON - 20 * DAY; at < NOON + 59 * DAY; at += DAY / 8) {
            const wanted = had(at);
            const own = wanted.get(agent);
            if (changed.size > 0 && at >= one.from && at < one.until && own !== undefined) {
              wanted.delete(agent);
              if (by !== undefined && !wanted.has(by)) wanted.set(by, own);
            }
            expect([...has(at)].sort()).toEqual([...wanted].sort());
          }
        }
      }),
      { numRuns: Number(process.env["RUNS"] ?? 60) },
    );
    expect(reached).toBeGreaterThan(0);
  });
});
