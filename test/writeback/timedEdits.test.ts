import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DesiredGroup } from "../../src/config/desired.js";
import { loadDesiredAt } from "../../src/config/loadDesired.js";
import type { AgentEdit } from "../../src/writeback/agentSteps.js";
import { editAgent } from "../../src/writeback/editAgent.js";
import type { AliasChange } from "../../src/writeback/renameAlias.js";
import { fileOf } from "../config/reading.js";
import { NOON, timedFile } from "./timedFiles.js";

const DAY = 86_400_000;
const RUNS = Number(process.env["RUNS"] ?? 60);
const TIMEOUT = Math.max(30_000, RUNS * 1000);

async function read(text: string, now = NOON) {
  const { desired, declared, findings } = await loadDesiredAt([fileOf(text)], { now, days: 60 });
  return { desired, declared, errors: findings.filter(({ severity }) => severity === "error") };
}

async function edited(text: string, edit: AgentEdit | AliasChange, now = NOON) {
  const { desired, errors } = await read(text, now);
  if (desired === undefined) throw new Error(JSON.stringify(errors));
  const { changed, findings } = editAgent(new Map([["a.yaml", text]]), edit, desired.moment);
  return { text: changed.get("a.yaml") ?? text, codes: findings.map(({ code }) => code), findings };
}

/** The lines that went and came. */
function diff(before: string, after: string): string[] {
  const [had, has] = [before.split("\n"), after.split("\n")];
  return [
    ...had.filter((line) => !has.includes(line)).map((line) => `-${line}`),
    ...has.filter((line) => !had.includes(line)).map((line) => `+${line}`),
  ];
}

const HEAD = `version: 1
agents:
  li.na: "8001"
  wang: "8002"
shifts: { 早班: 08:00-16:00, 晚班: 22:00-08:00 }
`;
const GROUPS = `groups:
  - displayName: 售后
    members:
      - { roster: r }
  - displayName: 售前
    members: [{ roster: r, priority: 1 }, "8009"]
`;
const WEEK = `${HEAD}rosters:
  r:
    week:
      - { shift: 早班, agents: [li.na, "8003"] } # early
      # nights
      - shift: 晚班
        agents:
          - li.na # leads
${GROUPS}`;
const CYCLE = `${HEAD}rosters:
  r:
    cycle:
      - { agents: [li.na, wang, "8003"], from: 2026-09-01, pattern: [早班, 休, 休] }
${GROUPS}`;

describe("edits of rosters", () => {
  it("take an agent out of all rows; a row without anybody goes", async () => {
    const { text, codes } = await edited(WEEK, { kind: "remove", agent: "8001" });
    expect(codes).toEqual([]);
    expect(diff(WEEK, text)).toEqual([
      '-      - { shift: 早班, agents: [li.na, "8003"] } # early',
      "-      # nights",
      "-      - shift: 晚班",
      "-        agents:",
      "-          - li.na # leads",
      '+      - { shift: 早班, agents: ["8003"] } # early',
    ]);
  });

  it("leave an agent out of the roster in the groups that are meant, and take that back", async () => {
    const { text, codes } = await edited(WEEK, { kind: "remove", agent: "8001", from: new Set([1]) });
    expect(codes).toEqual(["excepted-roster"]);
    const out = '    members: [{ roster: r, priority: 1, except: [li.na] }, "8009"]';
    expect(diff(WEEK, text)).toEqual(['-    members: [{ roster: r, priority: 1 }, "8009"]', `+${out}`]);
    const gone = await edited(text, { kind: "remove", agent: "8001" });
    expect(gone.text).toContain('    members: [{ roster: r, priority: 1 }, "8009"]');
    expect(gone.codes).toEqual([]);
    const next = await edited(text, { kind: "replace", agent: "8001", by: "8002" });
    expect(next.text).toContain('members: [{ roster: r, priority: 1, except: [wang] }, "8009"]');
    expect(next.text).toContain('agents: [wang, "8003"] } # early');
    expect(next.text).toContain("          - wang # leads");
    const again = await edited(text, { kind: "add", agent: "8001", to: new Set([1]) });
    expect(again.codes).toEqual([]);
  });

  it("put another in the place, in a cycle as well; where that one is anyway, the entry leaves it out", async () => {
    const { text } = await edited(CYCLE, { kind: "replace", agent: "8002", by: "8009" });
    expect(text).toContain('agents: [li.na, "8009", "8003"], from');
    expect(text).toContain('members: [{ roster: r, priority: 1, except: ["8009"] }, "8009"]');
    expect(text).toContain("      - { roster: r }\n");
    const refused = await edited(CYCLE, { kind: "replace", agent: "8002", by: "8001" });
    expect(refused).toMatchObject({ text: CYCLE, codes: ["in-roster-already"] });
  });

  it("give a newcomer a colleague's rows, but no place in a cycle", async () => {
    const { text } = await edited(WEEK, { kind: "copy", agent: "8001", by: "8100" });
    expect(text).toContain('agents: [li.na, "8003", "8100"] } # early');
    expect(text).toContain('          - li.na # leads\n          - "8100"\n');
    expect((await edited(CYCLE, { kind: "copy", agent: "8001", by: "8100" })).codes).toEqual(["cycle-place"]);
  });

  it("move nobody up in a cycle, and move nobody who comes by a roster", async () => {
    expect((await edited(CYCLE, { kind: "remove", agent: "8002" })).codes).toEqual(["cycle-order"]);
    const last = await edited(CYCLE, { kind: "remove", agent: "8003" });
    expect(last.text).toContain("agents: [li.na, wang], from");
    const night = CYCLE.replace("pattern: [早班, 休, 休]", "pattern: [早班, 早班]");
    const move: AgentEdit = { kind: "move", agent: "8001", from: new Set([0]), to: new Set([1]) };
    const text = night.replace('members: [{ roster: r, priority: 1 }, "8009"]', 'members: ["8009"]');
    expect((await edited(text, move)).codes).toEqual(["moves-by-roster"]);
    const evening = await edited(text, move, NOON + DAY / 3);
    expect(evening.codes).toEqual(["moves-by-roster"]);
  });

  it.each(["week", "cycle"])(
    "change a %s's row and a group's list at once, where a YAML alias makes them one",
    async (kind) => {
      const row =
        kind === "week"
          ? "shift: 早班, agents: &all [X]"
          : "agents: &all [X], from: 2026-09-01, pattern: [早班, 休, 休]";
      const text = (agents: string) =>
        `${HEAD}rosters:\n  r: { ${kind}: [{ ${row.replace("X", agents)} }] }\n${GROUPS}  - displayName: 投诉\n    members: *all\n`;
      const both = text("li.na, wang");
      expect(await edited(both, { kind: "remove", agent: "8002" })).toMatchObject({ text: text("li.na"), codes: [] });
      const replaced = await edited(both, { kind: "replace", agent: "8001", by: "8100" });
      expect(replaced).toMatchObject({ text: text('"8100", wang'), codes: [] });
      const copied = await edited(both, { kind: "copy", agent: "8001", by: "8100" });
      if (kind === "cycle") expect(copied.codes).toEqual(["cycle-place"]);
      else expect(copied).toMatchObject({ text: text('li.na, wang, "8100"'), codes: [] });
      const complaints = new Set([2]);
      const partial: readonly AgentEdit[] = [
        { kind: "remove", agent: "8002", from: complaints },
        { kind: "add", agent: "8100", to: complaints },
        { kind: "add", agent: "8100", to: complaints, until: "2026-10-20" },
        { kind: "add", agent: "8002", to: complaints, priority: 1 },
        { kind: "move", agent: "8009", from: new Set([1]), to: complaints },
      ];
      for (const edit of partial) {
        const { text: after, findings } = await edited(both, edit);
        expect(after).toBe(both);
        expect(findings).toMatchObject([{ code: "in-shared-list", args: { groups: ["投诉"], roster: "r" } }]);
      }
      expect((await edited(text("li.na"), { kind: "remove", agent: "8001" })).codes).toEqual(["in-shared-list"]);
    },
  );

  it("keep when an agent counts who is moved, and who gets the same", async () => {
    const text = `version: 1\ngroups:\n  - displayName: a\n    members: [{ agent: "8001", when: { on: [mon, thu], at: 09:00-18:00 } }]\n  - displayName: b\n    members: []\n`;
    const move: AgentEdit = { kind: "move", agent: "8001", from: new Set([0]), to: new Set([1]) };
    expect((await edited(text, move)).text).toContain(
      'members: [{ agent: "8001", when: { on: [mon, thu], at: 09:00-18:00 } }]\n',
    );
    const copied = await edited(text, { kind: "copy", agent: "8001", by: "8002" });
    expect(copied.text).toContain('{ agent: "8002", when: { on: [mon, thu], at: 09:00-18:00 } }]');
  });

  it("give nobody two priorities at once, at other times either", async () => {
    const text = `version: 1\nteams:\n  t: ["8003"]\ngroups:\n  - displayName: a\n    members: [{ agent: "8005", from: 2026-11-01, until: 2026-11-05 }, { team: t, priority: 1 }]\n`;
    for (const kind of ["replace", "copy"] as const) {
      const { text: after, findings } = await edited(text, { kind, agent: "8003", by: "8005" });
      expect(after).toBe(text);
      const args = { agent: "8005", displayName: "a", begins: "2026-11-01" };
      expect(findings).toMatchObject([{ code: "member-already", severity: "error", args }]);
    }
  });
});

describe("edits of absences", () => {
  const AWAY = `${HEAD}absences:
  - { agent: li.na, from: 2026-10-08, until: 2026-10-12, by: wang, reason: 年假 }
  - { agent: "8003", from: 2026-10-20, until: 2026-10-21, by: li.na } # told
groups:
  - displayName: 售后
    members: [li.na, "8003", "8009"]
`;

  it("go with the agent who goes; who covers comes and goes with the covered", async () => {
    const { text, codes } = await edited(AWAY, { kind: "remove", agent: "8001" });
    expect(codes).toEqual(["cover-follows"]);
    expect(diff(AWAY, text)).toEqual([
      "-  - { agent: li.na, from: 2026-10-08, until: 2026-10-12, by: wang, reason: 年假 }",
      '-  - { agent: "8003", from: 2026-10-20, until: 2026-10-21, by: li.na } # told',
      '-    members: [li.na, "8003", "8009"]',
      '+  - { agent: "8003", from: 2026-10-20, until: 2026-10-21 } # told',
      '+    members: ["8003", "8009"]',
    ]);
  });

  it("have the successor as the cover, who is not away", async () => {
    const { text } = await edited(AWAY, { kind: "replace", agent: "8001", by: "8100" });
    expect(text).toContain('by: "8100" } # told');
    expect(text).toContain('members: ["8100", "8003", "8009"]');
    expect(text).not.toContain("年假");
  });

  it("do not keep a successor from following who is away later", async () => {
    const text = AWAY.replace("2026-10-20, until: 2026-10-21, by: li.na", "2026-10-20, until: 2026-10-22");
    const replaced = await edited(text, { kind: "replace", agent: "8009", by: "8003" });
    expect(replaced).toMatchObject({ text: text.replace(', "8009"]', "]"), codes: [] });
    const fresh = text.replace('members: [li.na, "8003", "8009"]', 'members: [li.na, "8009"]');
    const next = await edited(fresh, { kind: "replace", agent: "8009", by: "8003" });
    expect(next).toMatchObject({ text: fresh.replace('"8009"', '"8003"'), codes: [] });
    const copied = await edited(fresh, { kind: "copy", agent: "8009", by: "8003" });
    expect(copied).toMatchObject({ text: fresh.replace('"8009"', '"8009", "8003"'), codes: [] });
  });

  it("are no place to leave, and keep nobody from leaving", async () => {
    const from = new Set([0]);
    const refused = await edited(AWAY, { kind: "remove", agent: "8002", from });
    expect(refused.codes).toEqual(["there-as-cover"]);
    for (const text of [
      AWAY.replace('"8009"]', "wang]"),
      AWAY.replace('"8009"]', "wang]").replace("2026-10-08, until: 2026-10-12", "2026-11-08, until: 2026-11-12"),
    ])
      expect(await edited(text, { kind: "remove", agent: "8002", from })).toMatchObject({
        text,
        codes: ["there-as-cover"],
      });
    const alone = AWAY.replace(", by: li.na", "");
    expect((await edited(alone, { kind: "remove", agent: "8001", from })).text).toContain('members: ["8003", "8009"]');
    expect((await edited(AWAY, { kind: "add", agent: "8001", to: from })).codes).toEqual(["away-now"]);
    const copied = await edited(AWAY, { kind: "copy", agent: "8001", by: "8100" });
    expect(copied.text).toContain('members: [li.na, "8003", "8009", "8100"]');
  });

  it("name an agent by the new name", async () => {
    const both = WEEK.replace(
      "groups:",
      "absences: [{ agent: 8009, from: 2026-10-20, until: 2026-10-21, by: li.na }]\ngroups:",
    );
    const { text } = await edited(both, { kind: "rename", alias: "li.na", to: "李娜" });
    expect(text).toBe(both.replaceAll("li.na", "李娜"));
  });
});

describe("edits of files with time", () => {
  it(
    "do exactly what was asked, at all times, or nothing",
    async () => {
      const agent = fc.constantFrom("8000", "8001", "8002", "8003", "8007");
      const by = fc.constantFrom("8004", "8005", "8100");
      const groups = fc.uniqueArray(fc.constantFrom(0, 1), { minLength: 1 }).map((some) => new Set(some));
      const asked: fc.Arbitrary<AgentEdit> = fc.oneof(
        fc.record({ kind: fc.constant("remove" as const), agent }),
        fc.record({ kind: fc.constant("remove" as const), agent, from: groups }),
        fc.record({ kind: fc.constantFrom("replace" as const, "copy" as const), agent, by }),
        fc.record({ kind: fc.constant("add" as const), agent, to: groups }),
        fc.record({
          kind: fc.constant("move" as const),
          agent,
          from: fc.constant(new Set([0])),
          to: fc.constant(new Set([1])),
        }),
      );
      const counts = new Map<string, number>();
      await fc.assert(
        fc.asyncProperty(timedFile, asked, async ({ text }, edit) => {
          const before = await read(text);
          if (before.desired === undefined) return;
          const inGroups = (some: ReadonlySet<number>) =>
            [...some].every((one) => one < (before.desired?.groups.length ?? 0));
          if (("from" in edit && edit.from && !inGroups(edit.from)) || ("to" in edit && !inGroups(edit.to))) return;
          const { text: after, codes, findings } = await edited(text, edit);
          const isRefused = findings.some(({ severity }) => severity === "error");
          const key = `${edit.kind} ${isRefused ? codes[0] : after === text ? "same" : "done"}`;
          counts.set(key, (counts.get(key) ?? 0) + 1);
          // What cannot be done is refused with the reason.
          expect([edit, text, codes.includes("edit-failed")]).toEqual([edit, text, false]);
          if (isRefused) {
            expect(after).toBe(text);
            return;
          }
          const now = await read(after);
          expect(now.errors).toEqual([]);
          const meant = new Set([edit.agent, "by" in edit ? edit.by : edit.agent]);
          const asOf = (one: DesiredGroup | undefined, at: number, isOf: (agentNumber: string) => boolean) =>
            (one?.timeline ?? one?.members ?? [])
              .filter(({ agentNumber, source, spans }) => {
                const isDue = spans?.some(({ from, until }) => from <= at && at < until) ?? true;
                return isDue && isOf(agentNumber) && !meant.has(source.coverFor ?? "");
              })
              .map(({ agentNumber, priority }) => `${agentNumber}:${priority}`)
              .sort();
          for (const [index, group] of before.desired.groups.entries()) {
            const next = now.desired?.groups[index];
            const isUntouched =
              (edit.kind === "remove" && edit.from?.has(index) === false) ||
              (edit.kind === "add" && !edit.to.has(index));
            for (let at = NOON - 10 * DAY; at < NOON + 40 * DAY; at += DAY / 6) {
              const isOther = (agentNumber: string) => isUntouched || !meant.has(agentNumber);
              expect(asOf(next, at, isOther)).toEqual(asOf(group, at, isOther));
              const isLeft = edit.kind === "replace" || (edit.kind === "remove" && (edit.from?.has(index) ?? true));
              if (isLeft && at >= NOON) expect(asOf(next, at, (agentNumber) => agentNumber === edit.agent)).toEqual([]);
            }
          }
        }),
        { numRuns: RUNS },
      );
      const done = [...counts].filter(([key]) => key.endsWith("done")).reduce((sum, [, count]) => sum + count, 0);
      expect(done).toBeGreaterThan(RUNS / 10);
    },
    TIMEOUT,
  );
});
