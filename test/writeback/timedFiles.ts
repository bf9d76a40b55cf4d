import fc from "fast-check";
import { Document, isCollection, visit } from "yaml";
import { withComments } from "./states.js";

/** Thursday after the holiday, 12:00 in Shanghai. */
export const NOON = Date.UTC(2026, 9, 8, 4);

const number = fc.integer({ min: 8001, max: 8006 }).map(String);
const agent = fc.oneof({ weight: 3, arbitrary: number }, { weight: 2, arbitrary: fc.constantFrom("zhang", "li") });
const shift = fc.constantFrom("早班", "晚班", "行政");
const on = fc.constantFrom("workdays", "weekends", "daily", ["weekends", "holidays"], "sat", ["mon", "thu"]);
const priority = fc.constantFrom(undefined, undefined, undefined, undefined, 1);
const day = fc.integer({ min: 1, max: 30 }).map((one) => `2026-10-${String(one).padStart(2, "0")}`);
const later = fc.integer({ min: 1, max: 30 }).map((one) => `2026-11-${String(one).padStart(2, "0")}`);
const maybe = <T>(one: fc.Arbitrary<T>, freq = 2) => fc.option(one, { nil: undefined, freq });
const when = fc.oneof(
  fc.record({ on, at: fc.constantFrom("09:00-18:00", ["09:00-12:00", "13:00-18:00"], "18:00-02:00") }),
  fc.record({ shift, on: maybe(on) }),
  fc.record({ on }),
);
const time = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.record({ when }) },
  { weight: 1, arbitrary: fc.record({ from: maybe(day), until: later }) },
);
const except = maybe(fc.uniqueArray(agent, { minLength: 1, maxLength: 2 }), 1);
const agentEntry = fc
  .tuple(agent, priority, time)
  .map(([name, own, times]) =>
    own === undefined && Object.keys(times).length === 0 ? name : { agent: name, priority: own, ...times },
  );
const teamEntry = (...teams: string[]) =>
  fc
    .tuple(fc.constantFrom(...teams), priority, except, time)
    .map(([team, own, left, times]) => ({ team, priority: own, except: left, ...times }));
const rosterEntry = fc.record({
  roster: fc.constantFrom("售后", "night"),
  shift: maybe(fc.oneof(shift, fc.constantFrom(["早班", "晚班"]))),
  priority,
  except,
});
const week = fc.array(
  fc.record({
    shift,
    on: maybe(on),
    agents: fc.array(
      fc.oneof(
        { weight: 4, arbitrary: agent },
        { weight: 1, arbitrary: fc.record({ team: fc.constant("t"), except }) },
      ),
      { minLength: 1, maxLength: 3 },
    ),
  }),
  { maxLength: 2 },
);
const cycle = fc.array(
  fc.record({
    agents: fc.uniqueArray(agent, { minLength: 1, maxLength: 3 }),
    from: fc.constantFrom("2026-09-28", "2026-08-01"),
    step: maybe(fc.constantFrom(1, 2)),
    pattern: fc.constantFrom(["晚班", "休", "休"], ["早班", "早班", "晚班", "off"]),
  }),
  { maxLength: 1 },
);
const roster = fc.record({ lead: maybe(fc.constant("2m"), 1), week: maybe(week, 4), cycle: maybe(cycle, 2) });
const absence = fc.record({
  agent,
  from: day,
  until: later,
  by: maybe(agent),
  reason: maybe(fc.constantFrom("年假", "sick: yes"), 1),
});
const during = fc.constantFrom(undefined, "always", { on: "workdays", at: "09:00-18:00" });
const coverage = maybe(
  fc.oneof(
    fc.record({ min: fc.nat(3), during }),
    fc.array(fc.record({ min: fc.nat(3), during }), { minLength: 1, maxLength: 2 }),
  ),
  1,
);

const data = fc.record({
  agents: fc.constant({ zhang: "8000", li: { number: "8007", name: "李娜" } }),
  teams: fc.record({
    t: fc.array(agentEntry, { maxLength: 3 }),
    u: fc.array(fc.oneof(agentEntry, teamEntry("t"), rosterEntry), { maxLength: 3 }),
  }),
  calendars: fc.constant({
    cn: {
      until: "2026-12-31",
      holidays: [{ from: "2026-10-01", to: "2026-10-07", name: "国庆节" }],
      makeup: ["2026-10-10"],
    },
  }),
  shifts: fc.constant({
    早班: { at: "08:00-16:00", alias: ["早"] },
    晚班: "22:00-08:00",
    行政: ["09:00-12:00", "13:30-18:00"],
  }),
  rosters: fc.record({ 售后: roster, night: roster }),
  absences: maybe(fc.array(absence, { minLength: 1, maxLength: 2 }), 1),
  groups: fc
    .array(
      fc.record({
        members: fc.array(fc.oneof(agentEntry, teamEntry("t", "u"), { weight: 2, arbitrary: rosterEntry }), {
          maxLength: 4,
        }),
        coverage,
      }),
      { minLength: 1, maxLength: 3 },
    )
    .map((groups) => groups.map((group, index) => ({ displayName: `组${index + 1}`, ...group }))),
});

/** A file with every key of time, in any style; not always sound: two priorities may meet. */
export const timedFile: fc.Arbitrary<{ readonly text: string; readonly places: readonly number[] }> = fc
  .tuple(
    data,
    fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 }),
    fc.array(fc.nat(200), { maxLength: 4 }),
    fc.boolean(),
  )
  .map(([sections, tape, places, isShuffled]) => {
    const keys = Object.keys(sections);
    const order = isShuffled ? keys.toSorted((a, b) => at(tape, keys.indexOf(a)) - at(tape, keys.indexOf(b))) : keys;
    const entries = order.map((key) => [key, sections[key as keyof typeof sections]]);
    const plain: unknown = JSON.parse(JSON.stringify({ version: 1, ...Object.fromEntries(entries) }));
    const document = new Document(plain, { aliasDuplicateObjects: false });
    let drawn = 0;
    visit(document, {
      Collection: (_, node, path) => {
        drawn += 1;
        if (path.length > 3 && isCollection(node) && at(tape, drawn) % 3 !== 0) node.flow = true;
      },
    });
    return { text: withComments(document.toString({ lineWidth: 0 }), places), places };
  });

function at(tape: readonly number[], place: number): number {
  return tape[place % tape.length] ?? 0;
}
