import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, it } from "vitest";
import { loadDesiredAt } from "../../src/config/loadDesired.js";
import { brief, fileOf } from "./reading.js";

// The members at random instants, against the rules of the language applied to that instant alone.

const RUNS = Number(process.env["RUNS"] ?? 60);
const SHIFTS = {
  早班: ["08:00-16:00"],
  晚班: ["22:00-08:00"],
  行政: ["09:00-12:00", "13:30-18:00"],
  整日: ["00:00-24:00"],
  凌晨: ["01:30-02:30"],
} as const;
type Shift = keyof typeof SHIFTS;
const HOLIDAYS = ["2026-10-01", "2026-10-02", "2026-03-08", "2026-04-05", "2026-11-01"];
const MAKEUP = ["2026-10-10", "2026-03-28", "2026-10-31"];
const ZONES = ["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"];
const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/** Days around the clock changes of the zones, and around holidays. */
const DAYS = ["2026-03-06", "2026-04-03", "2026-09-30", "2026-10-02", "2026-10-09", "2026-10-30"];

const agent = fc.constantFrom<string[]>("1", "2", "3", "4");
const shift = fc.constantFrom(...(Object.keys(SHIFTS) as Shift[]));
const on = fc.uniqueArray(fc.constantFrom("workdays", "weekends", "holidays", "daily", ...WEEK), {
  minLength: 1,
  maxLength: 3,
});
const someAgents = fc.uniqueArray(agent, { minLength: 1, maxLength: 3 });
const date = fc
  .tuple(fc.constantFrom(...DAYS), fc.integer({ min: -2, max: 4 }))
  .map(([day, add]) => Temporal.PlainDate.from(day).add({ days: add }).toString());
const wall = fc.tuple(date, fc.integer({ min: 0, max: 95 })).map(([day, quarter]) => `${day}T${clock(quarter * 15)}`);
const interval = fc
  .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 0, max: 95 }))
  .map(([a, b]) => `${clock(a * 15)}-${clock(b * 15)}`);

const roster = fc.record({
  week: fc.array(fc.record({ shift, on, agents: someAgents }), { maxLength: 3 }),
  cycle: fc.array(
    fc.record({
      agents: someAgents,
      from: date,
      until: fc.option(date, { nil: undefined }),
      step: fc.integer({ min: 0, max: 2 }),
      pattern: fc.array(fc.option(shift, { nil: undefined }), { minLength: 1, maxLength: 4 }),
    }),
    { maxLength: 1 },
  ),
});
const entry = fc.oneof(
  fc.record({
    kind: fc.constant("agent" as const),
    agent,
    from: fc.option(wall, { nil: undefined }),
    until: fc.option(wall, { nil: undefined }),
    on: fc.option(on, { nil: undefined }),
    at: interval,
  }),
  fc.record({
    kind: fc.constant("roster" as const),
    shifts: fc.option(fc.uniqueArray(shift, { minLength: 1, maxLength: 2 }), { nil: undefined }),
    except: fc.option(agent, { nil: undefined }),
  }),
);
const absence = fc
  .record({ agent, from: wall, until: wall, by: fc.option(agent, { nil: undefined }) })
  // Most worlds are to be sound, so that there is something to look at.
  .map((one) => (one.from < one.until ? one : { ...one, from: one.until, until: one.from }));
const world = fc.record({
  zone: fc.constantFrom(...ZONES),
  roster,
  entries: fc.array(entry, { minLength: 1, maxLength: 3 }),
  absences: fc.array(absence, { maxLength: 2 }),
});
type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

function textOf({ zone, roster: { week, cycle }, entries, absences }: World): string {
  const json = JSON.stringify;
  const members = entries.map((one) =>
    one.kind === "roster"
      ? { roster: "r", ...(one.shifts && { shift: one.shifts }), ...(one.except && { except: [one.except] }) }
      : {
          agent: one.agent,
          ...(one.from && { from: one.from }),
          ...(one.until && { until: one.until }),
          ...(one.on && { when: { on: one.on, at: one.at } }),
        },
  );
  const cycles = cycle.map((one) => ({
    ...one,
    pattern: one.pattern.map((name) => name ?? "休"),
  }));
  return `version: 1
timezone: ${zone}
calendars:
  c:
    until: 2027-12-31
    holidays: ${json(HOLIDAYS.map((day) => ({ from: day, to: day })))}
    makeup: ${json(MAKEUP)}
shifts: ${json(SHIFTS)}
rosters: { r: ${json({ week, cycle: cycles })} }
absences: ${json(absences)}
groups: [{ displayName: g, members: ${json(members)} }]
`;
}

/** The members at an instant, rule by rule. */
function scan({ zone, roster: { week, cycle }, entries, absences }: World, at: number): string[] {
  const instant = (day: string, minutes: number) =>
    Temporal.PlainDate.from(day)
      .add({ days: Math.floor(minutes / 1440) })
      .toPlainDateTime({ hour: Math.floor((minutes % 1440) / 60), minute: minutes % 60 })
      .toZonedDateTime(zone).epochMilliseconds;
  const wallInstant = (written: string) => Temporal.PlainDateTime.from(written).toZonedDateTime(zone).epochMilliseconds;
  const isIn = (day: string, written: string) => {
    const [start = 0, end = 0] = written.split("-").map((part) => {
      const [hour = 0, minute = 0] = part.split(":").map(Number);
      return hour * 60 + minute;
    });
    return instant(day, start) <= at && at < instant(day, end <= start ? end + 1440 : end);
  };
  const today = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
  const days = [-2, -1, 0, 1].map((add) => today.add({ days: add }).toString());
  const isOn = (day: string, selectors: readonly string[]) => {
    const name = WEEK[Temporal.PlainDate.from(day).dayOfWeek - 1] ?? "";
    const isHoliday = HOLIDAYS.includes(day);
    const isMakeup = !isHoliday && MAKEUP.includes(day);
    const isPlain = !isHoliday && !isMakeup;
    const isWeekend = name === "sat" || name === "sun";
    return selectors.some(
      (one) =>
        one === "daily" ||
        (one === "holidays" && isHoliday) ||
        (one === "workdays" && (isMakeup || (isPlain && !isWeekend))) ||
        (one === "weekends" && isPlain && isWeekend) ||
        (one === name && isPlain),
    );
  };
  const shiftsOf = (who: string, day: string): Shift[] => {
    for (const { agents, from, until, step, pattern } of cycle) {
      const place = agents.indexOf(who);
      if (place < 0 || day < from || (until !== undefined && day >= until)) continue;
      const since = Temporal.PlainDate.from(from).until(day, { largestUnit: "days" }).days - place * step;
      const name = pattern[((since % pattern.length) + pattern.length) % pattern.length];
      return name === undefined ? [] : [name];
    }
    return week.flatMap((row) => (row.agents.includes(who) && isOn(day, row.on) ? [row.shift] : []));
  };
  const isListed = (who: string) =>
    entries.some((one) => {
      if (one.kind === "roster")
        return (
          one.except !== who &&
          days.some((day) =>
            shiftsOf(who, day).some(
              (name) => one.shifts?.includes(name) !== false && SHIFTS[name].some((part) => isIn(day, part)),
            ),
          )
        );
      return (
        one.agent === who &&
        (one.from === undefined || wallInstant(one.from) <= at) &&
        (one.until === undefined || at < wallInstant(one.until)) &&
        (one.on === undefined || days.some((day) => isOn(day, one.on ?? []) && isIn(day, one.at)))
      );
    });
  const isAway = (who: string) =>
    absences.some(({ agent: name, from, until }) => name === who && wallInstant(from) <= at && at < wallInstant(until));
  const covers = absences.flatMap(({ agent: name, by, from, until }) =>
    by !== undefined && wallInstant(from) <= at && at < wallInstant(until) && isListed(name) ? [by] : [],
  );
  const all = ["1", "2", "3", "4"].filter((who) => (isListed(who) && !isAway(who)) || covers.includes(who));
  return all.sort();
}

it("are whom the rules name at that instant, in any zone", async () => {
  let looked = 0;
  await fc.assert(
    fc.asyncProperty(world, wall, async (one, near) => {
      const text = textOf(one);
      const at = Temporal.PlainDateTime.from(near).toZonedDateTime(one.zone).epochMilliseconds;
      const { desired, findings } = await loadDesiredAt([fileOf(text)], { now: at });
      if (desired === undefined) {
        // Times that end before they begin, two shifts at once and the like are errors.
        expect(findings.filter(({ severity }) => severity === "error").map(brief)).not.toEqual([]);
        return;
      }
      looked += 1;
      const [group] = desired.groups;
      expect((group?.members ?? []).map(({ agentNumber }) => agentNumber).sort()).toEqual(scan(one, at));
      // At each turn within two days, and just before it.
      const { moment } = desired;
      if (moment === undefined || group?.timeline === undefined) return;
      for (const { at: instant } of moment.turnsOf(group.timeline, at + 2 * 86_400_000))
        for (const when of [instant - 1, instant]) {
          const then = group.timeline.filter(
            ({ spans }) => spans === undefined || spans.some(({ from, until }) => from <= when && when < until),
          );
          expect([...new Set(then.map(({ agentNumber }) => agentNumber))].sort()).toEqual(scan(one, when));
        }
    }),
    { numRuns: RUNS },
  );
  expect(looked).toBeGreaterThan(RUNS / 4);
});
