import fc from "fast-check";
import { Document, isCollection, visit } from "yaml";
import { withComments } from "./states.js";

/** The files of an account with time: YAML and the tables that rosters name, text by path. */
export interface TimedAccount {
  readonly texts: ReadonlyMap<string, string>;
  readonly tables: ReadonlyMap<string, string>;
}

const NUMBERS = ["8001", "8002", "8003", "8004", "8005", "8006"];
const agent = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NUMBERS) },
  { weight: 2, arbitrary: fc.constantFrom("zhang", "li") },
);
const maybe = <T>(one: fc.Arbitrary<T>, freq = 2) => fc.option(one, { nil: undefined, freq });
const shift = fc.constantFrom("早班", "晚班", "行政");
const on = fc.constantFrom("workdays", "weekends", "daily", ["weekends", "holidays"], "sat", ["mon", "thu"]);
const priority = fc.constantFrom(undefined, undefined, undefined, undefined, 1);
const day = fc.integer({ min: 1, max: 30 }).map((one) => `2026-10-${String(one).padStart(2, "0")}`);
const later = fc.integer({ min: 1, max: 30 }).map((one) => `2026-11-${String(one).padStart(2, "0")}`);
const when = fc.oneof(
  fc.record({ on, at: fc.constantFrom("09:00-18:00", ["09:00-12:00", "13:00-18:00"], "18:00-02:00") }),
  fc.record({ shift, on: maybe(on) }),
  fc.record({ on }),
);
const dates = fc.record({ from: maybe(day), until: later });
const time = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.record({ when }) },
  { weight: 1, arbitrary: dates },
  { weight: 1, arbitrary: fc.tuple(fc.record({ when }), dates).map(([a, b]) => ({ ...a, ...b })) },
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
const rosterEntry = fc
  .tuple(
    fc.record({
      roster: fc.constantFrom("售后", "night"),
      shift: maybe(fc.oneof(shift, fc.constantFrom(["早班", "晚班"]))),
      priority,
      except,
    }),
    fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: dates }),
  )
  .map(([own, times]) => ({ ...own, ...times }));
/** Lists of plain agents that may be shared by anchors. */
type Pool = readonly (readonly string[])[];
const poolOf = fc.array(fc.uniqueArray(agent, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 2 });
const pick = (pool: Pool) => fc.constantFrom(...pool);

const sections = (pool: Pool) =>
  fc.record({
    teams: fc.record({
      t: fc.oneof(
        { weight: 2, arbitrary: fc.array(agentEntry, { maxLength: 3 }) },
        { weight: 1, arbitrary: pick(pool) as fc.Arbitrary<unknown[]> },
      ),
      u: fc.array(fc.oneof(agentEntry, teamEntry("t"), rosterEntry), { maxLength: 3 }),
    }),
    rosters: fc.tuple(rosterOf(pool), rosterOf(pool)).map(([one, other]) => ({ 售后: one, night: other })),
    absences: fc.array(
      fc.record({
        agent,
        from: day,
        until: later,
        by: maybe(agent),
        reason: maybe(fc.constantFrom("年假", "sick: yes"), 1),
      }),
      { maxLength: 2 },
    ),
    groups: fc
      .array(
        fc.record({
          membership: fc.constantFrom(undefined, undefined, undefined, "additive"),
          members: fc.oneof(
            {
              weight: 4,
              arbitrary: fc.array(fc.oneof(agentEntry, teamEntry("t", "u"), { weight: 2, arbitrary: rosterEntry }), {
                maxLength: 4,
              }),
            },
            { weight: 1, arbitrary: pick(pool) as fc.Arbitrary<unknown[]> },
          ),
        }),
        { minLength: 1, maxLength: 4 },
      )
      .map((groups) => groups.map((group, index) => ({ displayName: `组${index + 1}`, ...group }))),
  });

function rosterOf(pool: Pool) {
  return fc.record({
    lead: maybe(fc.constant("2m"), 1),
    week: maybe(
      fc.array(
        fc.record({
          shift,
          on: maybe(on),
          agents: fc.oneof(
            {
              weight: 2,
              arbitrary: fc.array(
                fc.oneof(
                  { weight: 4, arbitrary: agent as fc.Arbitrary<unknown> },
                  { weight: 1, arbitrary: fc.record({ team: fc.constantFrom("t", "t", "u"), except }) },
                ),
                { minLength: 1, maxLength: 3 },
              ),
            },
            { weight: 1, arbitrary: pick(pool) as fc.Arbitrary<unknown[]> },
          ),
        }),
        { maxLength: 3 },
      ),
      4,
    ),
    cycle: maybe(
      fc.array(
        fc.record({
          agents: fc.oneof(fc.uniqueArray(agent, { minLength: 1, maxLength: 3 }), pick(pool)),
          from: fc.constantFrom("2026-09-28", "2026-08-01"),
          until: maybe(fc.constant("2026-10-20"), 1),
          step: maybe(fc.constantFrom(1, 2)),
          pattern: fc.constantFrom(["晚班", "休", "休"], ["早班", "早班", "晚班", "off"]),
        }),
        { maxLength: 2 },
      ),
      2,
    ),
    tables: maybe(fc.constant(true), 2),
  });
}

const table = fc
  .record({
    agents: fc.uniqueArray(fc.constantFrom(...NUMBERS, "8000", "8007"), { minLength: 1, maxLength: 3 }),
    first: fc.integer({ min: 1, max: 20 }),
    days: fc.integer({ min: 5, max: 12 }),
    cells: fc.array(fc.constantFrom("早班", "早", "晚班", "休", "", "年假", "行政"), { minLength: 5, maxLength: 30 }),
  })
  .map(({ agents, first, days, cells }) => {
    const all = Array.from({ length: days }, (_, index) => `2026-10-${String(first + index).padStart(2, "0")}`);
    const rows = agents.map((one, row) => [one, ...all.map((_, index) => at(cells, row * 7 + index) ?? "")].join(","));
    return `工号,${all.join(",")}\n${rows.join("\n")}\n`;
  });

const SECTION_KEYS = ["agents", "calendars", "shifts", "teams", "rosters", "absences", "groups"] as const;

const style = fc.record({
  tape: fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 }),
  comments: fc.array(fc.nat(200), { maxLength: 4 }),
  isCrlf: fc.boolean(),
  isShared: fc.boolean(),
  files: fc.integer({ min: 1, max: 3 }),
  zones: fc.array(fc.constantFrom(undefined, "America/New_York", "Asia/Shanghai", "Europe/London"), {
    minLength: 3,
    maxLength: 3,
  }),
});

/** Files with every key of time, in any style, over several files and zones; not always sound: two priorities may meet. */
export const timedAccount: fc.Arbitrary<TimedAccount> = poolOf
  .chain((pool) => fc.tuple(sections(pool), style, fc.array(table, { minLength: 2, maxLength: 2 })))
  .map(([own, { tape, comments, isCrlf, isShared, files, zones }, csvs]) => {
    const tables = new Map<string, string>();
    const rosters = Object.entries(own.rosters).map(([name, { tables: hasTable, ...roster }], index) => {
      if (hasTable === undefined) return [name, roster] as const;
      tables.set(`${index}.csv`, csvs[index] ?? "");
      return [name, { ...roster, tables: [`${index}.csv`] }] as const;
    });
    const data = {
      agents: { zhang: "8000", li: { number: "8007", name: "李娜" } },
      calendars: {
        cn: {
          until: "2026-12-31",
          holidays: [{ from: "2026-10-01", to: "2026-10-07", name: "国庆节" }],
          makeup: ["2026-10-10"],
        },
      },
      shifts: {
        早班: { at: "08:00-16:00", alias: ["早"] },
        晚班: "22:00-08:00",
        行政: ["09:00-12:00", "13:30-18:00"],
      },
      ...own,
      rosters: Object.fromEntries(rosters),
    };
    const texts = new Map<string, string>();
    for (let file = 0; file < files; file += 1) {
      const content: Record<string, unknown> = { version: 1 };
      if (zones[file] !== undefined) content["timezone"] = zones[file];
      for (const [index, key] of SECTION_KEYS.entries()) {
        if (key === "groups") {
          const groups = data.groups.filter((_, group) => at(tape, group + 20) % files === file);
          if (groups.length > 0) content[key] = groups;
        } else if (at(tape, index + 7) % files === file) content[key] = data[key];
      }
      texts.set(`${file}.yaml`, textOf(content, { tape, comments, isCrlf, isShared }));
    }
    return { texts, tables };
  });

function textOf(
  content: unknown,
  { tape, comments, isCrlf, isShared }: { tape: number[]; comments: number[]; isCrlf: boolean; isShared: boolean },
): string {
  const document = new Document(withoutUndefined(content), { aliasDuplicateObjects: isShared });
  let drawn = 0;
  visit(document, {
    Collection: (_, node, path) => {
      drawn += 1;
      if (path.length > 3 && isCollection(node) && at(tape, drawn) % 3 !== 0) node.flow = true;
    },
  });
  const text = withComments(document.toString({ lineWidth: 0 }), comments);
  return isCrlf ? text.replaceAll("\n", "\r\n") : text;
}

/** Without the keys that say nothing; what was one object stays one, and all else is no object that is elsewhere. */
function withoutUndefined(value: unknown, seen = new Map<unknown, unknown>()): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  const isAgents = Array.isArray(value) && value.every((one) => typeof one === "string");
  const made = Array.isArray(value)
    ? value.map((one) => withoutUndefined(one, seen))
    : Object.fromEntries(
        Object.entries(value)
          .filter(([, one]) => one !== undefined)
          .map(([key, one]) => [key, withoutUndefined(one, seen)]),
      );
  if (isAgents) seen.set(value, made);
  return made;
}

function at<T>(tape: readonly T[], place: number): T {
  return tape[place % tape.length] as T;
}
