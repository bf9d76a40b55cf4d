import fc from "fast-check";
import { expect, it } from "vitest";
import type { DesiredState } from "../../src/config/desired.js";
import { loadDesiredAt } from "../../src/config/loadDesired.js";
import { sameMembers } from "../../src/model/skillGroup.js";
import type { LiveGroup } from "../../src/moor/live.js";
import type { PlanInput, Planned } from "../../src/plan/makePlan.js";
import { fileOf } from "../config/reading.js";
import { liveState, plan } from "../support/builders.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 2026-09-28 00:00 in Shanghai, a Monday before a holiday. */
const MONDAY = Date.UTC(2026, 8, 27, 16);
const AGENTS = Array.from({ length: 8 }, (_, index) => String(8000 + index));
/** Nobody's file has this agent: whoever put it into a group did so in the console. */
const STRANGER = "8999";
const SHIFTS = ["早", "晚", "夜", "两头"];
const ON = ["daily", "workdays", "weekends", "holidays", "mon", "[tue, sat]"];

const agents = fc.subarray(AGENTS, { minLength: 1, maxLength: 4 });
const wall = (hours: number) => new Date(MONDAY + hours * HOUR + 8 * HOUR).toISOString().slice(0, 16);
const hour = fc.integer({ min: -24, max: 15 * 24 });

const roster = fc.record({
  lead: fc.constantFrom("", "lead: 7m, ", "lead: 1h, "),
  week: fc.array(fc.record({ shift: fc.constantFrom(...SHIFTS), on: fc.constantFrom(...ON), agents }), {
    minLength: 1,
    maxLength: 3,
  }),
  cycle: fc.option(
    fc.record({
      agents,
      step: fc.integer({ min: 0, max: 3 }),
      pattern: fc.array(fc.constantFrom(...SHIFTS, "休"), { minLength: 2, maxLength: 5 }),
    }),
  ),
});
const entry = fc.oneof(
  fc.constantFrom(...AGENTS).map((agent) => `"${agent}"`),
  fc.constantFrom(0, 1).map((of) => `{ roster: r${of} }`),
  // Who has several shifts has several priorities, one after the other.
  fc
    .tuple(fc.constantFrom(0, 1), fc.constantFrom(...SHIFTS))
    .map(([of, shift]) => `{ roster: r${of}, shift: ${shift}, priority: ${SHIFTS.indexOf(shift)} }`),
  fc
    .constantFrom(0, 1)
    .map((of) => SHIFTS.map((shift, at) => `{ roster: r${of}, shift: ${shift}, priority: ${at} }`).join(", ")),
  fc
    .tuple(fc.constantFrom(...AGENTS), fc.constantFrom(...SHIFTS), fc.constantFrom(...ON))
    .map(([agent, shift, on]) => `{ agent: "${agent}", when: { shift: ${shift}, on: ${on} } }`),
  fc
    .tuple(fc.constantFrom(...AGENTS), hour, fc.integer({ min: 1, max: 100 }))
    .map(([agent, from, length]) => `{ agent: "${agent}", from: ${wall(from)}, until: ${wall(from + length)} }`),
);
const group = fc.record({
  // One who is always there, so that in these groups the clock never leaves nobody.
  always: fc.boolean(),
  entries: fc.uniqueArray(entry, { minLength: 1, maxLength: 4 }),
  coverage: fc.constantFrom(
    "",
    "coverage: { min: 1 }, ",
    "coverage: { min: 2, during: { on: workdays, at: 09:00-18:00 } }, ",
  ),
});
const absence = fc.record({
  agent: fc.constantFrom(...AGENTS),
  from: hour,
  length: fc.integer({ min: 1, max: 60 }),
  by: fc.option(fc.constantFrom(...AGENTS)),
});
const files = fc
  .record({
    rosters: fc.tuple(roster, roster),
    groups: fc.array(group, { minLength: 2, maxLength: 4 }),
    absences: fc.array(absence, { maxLength: 3 }),
  })
  .map(
    ({ rosters, groups, absences }) => `version: 1
calendars: { cn: { until: 2027-12-31, holidays: [{ from: 2026-10-01, to: 2026-10-07 }], makeup: [2026-10-10] } }
shifts: { 早: 08:00-16:00, 晚: 16:00-24:00, 夜: 22:00-08:00, 两头: [06:00-09:30, 17:15-19:00] }
rosters:
${rosters
  .map(
    ({ lead, week, cycle }, index) =>
      `  r${index}: { ${lead}week: [${week.map((one) => `{ shift: ${one.shift}, on: ${one.on}, agents: ${JSON.stringify(one.agents)} }`).join(", ")}]${
        cycle === null
          ? ""
          : `, cycle: [{ agents: ${JSON.stringify(cycle.agents)}, from: 2026-09-01, step: ${cycle.step}, pattern: [${cycle.pattern.join(", ")}] }]`
      } }`,
  )
  .join("\n")}
absences: [${absences.map(({ agent, from, length, by }) => `{ agent: "${agent}", from: ${wall(from)}, until: ${wall(from + length)}${by === null ? "" : `, by: "${by}"`} }`).join(", ")}]
groups:
${groups
  .map(
    ({ always, entries, coverage }, index) =>
      `  - { displayName: 组${index}, ${coverage}members: [${[...(always ? [`"8100"`] : []), ...entries].join(", ")}] }`,
  )
  .join("\n")}
`,
  );

async function stateAt(text: string, now: number): Promise<DesiredState | undefined> {
  return (await loadDesiredAt([fileOf(text)], { now })).desired;
}

/** An account that a plan is carried out on, write by write. */
class Account {
  groups: LiveGroup[] = [];

  is({ groups }: DesiredState): void {
    this.groups = groups.map(({ displayName, members = [] }, index) => ({
      exten: String(100 + index),
      displayName,
      assignRule: "random",
      memory: "off",
      members: members.map(({ agentNumber, priority }) => ({ agentNumber, priority })),
    }));
  }

  plan(desired: DesiredState, part?: PlanInput["part"]): Planned {
    return plan([], [], { desired, live: liveState(...this.groups), part });
  }

  agentsIn(): Set<string> {
    return new Set(this.groups.flatMap(({ members }) => members.map(({ agentNumber }) => agentNumber)));
  }

  /** Whoever was in a group, and is in one at the end, is in one all the time. */
  carryOut({ plan: { actions }, writeOrder: { steps } }: Planned): void {
    const before = this.agentsIn();
    const seen: Set<string>[] = [];
    for (const { action, writes, expects } of steps) {
      if (action.action === "create") throw new TypeError("nothing is created");
      const at = this.groups.findIndex(({ exten }) => exten === action.exten);
      const found = this.groups[at] as LiveGroup;
      expect(sameMembers(found.members, expects)).toBe(true);
      this.groups = this.groups.with(at, { ...found, members: writes });
      seen.push(this.agentsIn());
    }
    const after = this.agentsIn();
    const staying = [...before].filter((agent) => after.has(agent));
    for (const now of seen) expect(staying.filter((agent) => !now.has(agent))).toEqual([]);
    expect(actions.length).toBeLessThanOrEqual(steps.length);
  }
}

const kept = ({ findings }: Planned) => findings.filter(({ code }) => code === "would-empty").length;

it("runs of --due, late, twice or skipped, bring an account along with its files for two weeks", async () => {
  await fc.assert(
    fc.asyncProperty(
      files,
      fc.array(fc.integer({ min: 1, max: 40 * 60 }), { minLength: 1, maxLength: 12 }),
      async (text, pauses) => {
        const first = await stateAt(text, MONDAY);
        fc.pre(first !== undefined);
        const account = new Account();
        account.is(first);
        let now = MONDAY;
        for (const minutes of pauses) {
          now += minutes * 60_000;
          if (now > MONDAY + 14 * DAY) break;
          const desired = await stateAt(text, now);
          // Days that nobody knew of before may bring an agent two priorities.
          if (desired === undefined) break;
          const due = account.plan(desired, "schedule");
          expect(due.findings.filter(({ code }) => code === "waits-for-stopped")).toEqual([]);
          expect(due.plan.guards.filter(({ tripped }) => tripped)).toEqual([]);
          account.carryOut(due);
          const again = account.plan(desired, "schedule");
          expect(again.plan.actions).toEqual([]);
          expect(kept(again)).toBe(kept(due));
          const whole = account.plan(desired);
          expect(whole.plan.actions.length).toBe(kept(due));
          // Some stay where nobody would be left, and nothing else differs.
          for (const action of whole.plan.actions) {
            expect(action).toMatchObject({ cause: "schedule", after: { members: [] } });
            expect(action.coverage?.min).not.toBe(0);
          }
          expect(whole.plan.guards.map(({ tripped }) => tripped)).toEqual([false, kept(due) > 0, false]);
        }
      },
    ),
    { numRuns: 15 },
  );
}, 120_000);

it("what nobody's file has ever wanted stays as it is under --due, and a whole apply ends with the files", async () => {
  await fc.assert(
    fc.asyncProperty(
      files,
      fc.integer({ min: 0, max: 20 }),
      fc.array(fc.integer({ min: 1, max: 20 * 60 }), { minLength: 1, maxLength: 6 }),
      async (text, which, pauses) => {
        const first = await stateAt(text, MONDAY);
        fc.pre(first !== undefined);
        const account = new Account();
        account.is(first);
        const at = which % account.groups.length;
        const edited = account.groups[at] as LiveGroup;
        account.groups = account.groups.with(at, {
          ...edited,
          members: [...edited.members, { agentNumber: STRANGER, priority: 3 }],
        });
        let now = MONDAY;
        let desired = first;
        for (const minutes of pauses) {
          now += minutes * 60_000;
          const state = await stateAt(text, now);
          if (state === undefined) break;
          desired = state;
          const due = account.plan(desired, "schedule");
          expect(
            JSON.stringify(due.plan.actions.flatMap(({ added, ...one }) => [added, "removed" in one && one.removed])),
          ).not.toContain(STRANGER);
          expect(due.plan.guards.filter(({ tripped }) => tripped)).toEqual([]);
          account.carryOut(due);
          expect(account.groups[at]?.members).toContainEqual({ agentNumber: STRANGER, priority: 3 });
          expect(account.plan(desired, "schedule").plan.actions).toEqual([]);
        }
        account.carryOut(account.plan(desired));
        expect(account.plan(desired).plan.actions).toEqual([]);
      },
    ),
    { numRuns: 12 },
  );
}, 120_000);

it("a plan's hash is that of what it does: not of the minute, nor of the order in which groups come", async () => {
  await fc.assert(
    fc.asyncProperty(files, fc.integer({ min: 1, max: 10 * 24 * 60 }), async (text, minutes) => {
      const now = MONDAY + minutes * 60_000;
      const [first, state, later] = await Promise.all([MONDAY, now, now + 59_000].map((at) => stateAt(text, at)));
      fc.pre(first !== undefined && state !== undefined && later !== undefined);
      const account = new Account();
      account.is(first);
      for (const part of [undefined, "schedule"] as const) {
        const { hash } = account.plan(state, part).plan;
        expect(account.plan(later, part).plan.hash).toBe(hash);
        const turned = { ...state, groups: [...state.groups].reverse() };
        account.groups.reverse();
        expect(account.plan(turned, part).plan.hash).toBe(hash);
      }
    }),
    { numRuns: 15 },
  );
}, 120_000);
