import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { loadDesired } from "../../src/config/loadDesired.js";
import { formatText } from "../../src/writeback/formatText.js";
import { fileOf } from "../config/reading.js";
import { withComments } from "./states.js";
import { timedFile } from "./timedFiles.js";

function format(text: string): string {
  const formatted = formatText("a.yaml", text);
  if ("findings" in formatted) throw new Error(JSON.stringify(formatted.findings));
  return formatted.text;
}

describe("formatText", () => {
  it("orders keys, quotes numbers, shortens members, and keeps every comment", () => {
    const text = `# top
groups:
  # sales
  - members:
    - 8003   # until June
    # late
    - {priority: 5, agent: 8004}
    - agent: zhang.wei
      priority: 0 # lead
    - agent: 8005
    - {team: night}
    memory: 1d # agreed

    displayName: "售前"
    exten: 10018578
version: 1
teams:
  night: [ { agent: 8001, priority: 0 }, '8002' ]
agents:
  zhang.wei: 8000 # since 2024
  li: {number: 8009}
# end
`;
    expect(format(text)).toBe(`# top
version: 1
agents:
  zhang.wei: "8000" # since 2024
  li: { number: "8009" }
teams:
  night: [{ agent: "8001", priority: 0 }, "8002"]
groups:
  # sales
  - displayName: "售前"
    exten: "10018578"
    memory: 1d # agreed
    members:
      - "8003" # until June
      # late
      - { agent: "8004", priority: 5 }
      - zhang.wei # lead
      - "8005"
      - { team: night }

# end
`);
  });

  it("pads maps on one line, and no lists", () => {
    const groups = (members: string) => `version: 1\ngroups:\n  - displayName: 售后 🌟\n    members: ${members}\n`;
    for (const written of [
      '[ "8000", {agent: a,priority: 1} ]',
      '["8000", {agent: a,priority: 1} ]',
      '[  "8000",{ agent: a, priority: 1 }]',
    ])
      expect(formatText("a.yaml", groups(written))).toEqual({
        text: groups('["8000", { agent: a, priority: 1 }]'),
      });
    expect(formatText("a.yaml", groups("[ ]"))).toEqual({ text: groups("[]") });
    expect(formatText("a.yaml", groups('[ "[ 1 ]", a ]'))).toEqual({ text: groups('["[ 1 ]", a]') });
  });

  it("has what people are told below the number, and keeps exceptions that are explained on their lines", () => {
    const group = (lines: string) => `version: 1\ngroups:\n  - displayName: a\n${lines}`;
    const members = `    members:
      - { team: t, except: ["8001", b] } # until June
      - team: t
        except:
          - "8001" # on leave
        priority: 1
`;
    expect(
      format(
        group(`    memory: 1d
    members:
      - except: [ 8001, b ]
        team: t # until June
      - priority: 1
        except:
          - 8001 # on leave
        team: t
    owner: b
    description: |
      two
      lines
`),
      ),
    ).toBe(group(`    description: |\n      two\n      lines\n    owner: b\n    memory: 1d\n${members}`));
  });

  it("leaves characters written out that cannot be seen", () => {
    const text =
      'version: 1\nagents:\n  evil: { number: "8021", name: "\\u202eevil\\u200b" }\n  dev: { number: "8022", name: "👩\u200d💻" }\n';
    expect(format(text)).toBe(text);
  });

  it("leaves a text alone whose order an anchor fixes, and one that is formatted", () => {
    const anchored = 'version: 1\ngroups:\n  - displayName: a\n    members: &x [ "8000" ]\nteams:\n  t: *x\n';
    expect(format(anchored)).toBe(anchored);
    expect(format("version: 1\r\ngroups:\r\n- displayName: a\r\n")).toBe(
      "version: 1\r\ngroups:\r\n  - displayName: a\r\n",
    );
    expect("findings" in formatText("a.yaml", "version: [")).toBe(true);
  });

  it("keeps a shared list's priorities of 0", () => {
    const text = "version: 1\ngroups:\n  - displayName: a\n    members: &x\n      - { agent: 8000, priority: 0 }\n";
    expect(format(text)).toContain('{ agent: "8000", priority: 0 }');
  });
});

const agent = fc.oneof(
  fc.integer({ min: 8000, max: 8006 }),
  fc.integer({ min: 8000, max: 8006 }).map(String),
  fc.constantFrom("zhang", "0800"),
);
const entry = fc.oneof(
  agent,
  fc.record({ agent, priority: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ priority: fc.constant(0), agent }),
  fc.record({ agent }),
  fc.record({ team: fc.constant("t") }),
);
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined as unknown as T });
const files = fc.record({
  version: fc.constant(1),
  agents: fc.constant({ zhang: 8000 }),
  teams: fc.record({
    t: fc.array(fc.oneof(agent, fc.record({ agent, priority: fc.integer({ min: 0, max: 1 }) })), { maxLength: 3 }),
  }),
  groups: fc.uniqueArray(
    fc.record({
      members: optional(fc.array(entry, { maxLength: 4 })),
      memory: optional(fc.constantFrom("off", "1d")),
      displayName: fc.oneof(fc.string({ minLength: 1, maxLength: 10 }), fc.constantFrom("yes", "a: b", "#", "售前")),
      exten: optional(fc.integer({ min: 1, max: 9 })),
      previously: optional(fc.array(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 2 })),
    }),
    { maxLength: 4, selector: (group) => group.displayName },
  ),
});

function meaning(text: string): unknown {
  const { desired } = loadDesired([fileOf(text)]);
  return JSON.parse(
    JSON.stringify([desired?.groups, [...(desired?.agentNames ?? [])]], (key, value: unknown) =>
      ["source", "settingSources"].includes(key) ? undefined : value,
    ),
  );
}

describe("formatting", () => {
  it("orders the keys of time, and what stands in them, with every comment", () => {
    const text = `version: 1
groups:
  - coverage: { during: {at: 09:00-18:00, on: workdays}, min: 2 }
    displayName: 售后
    members:
      - {shift: 行政, roster: aftersales}
      - priority: 1
        roster: aftersales
        shift: [ 晚班 ] # at night
      - when:
          at: 09:00-18:00
          on: workdays
        agent: 8004
      - when:
          # agreed with the union
          at: 09:00-18:00
          on: workdays
        agent: 8005
      - {except: [8009], when: {on: daily, shift: 晚班}, team: night}
absences: # who is away
  - until: 2026-12-05
    from: 2026-12-03T18:00
    agent: 8001 # told on Monday
    by: li
  - {reason: 年假, agent: li, until: 2026-12-05, from: 2026-12-03}
rosters:
  aftersales:
    tables: [ rosters/2026-10.csv ]
    cycle:
      # the night
      - {pattern: [晚班, 休, 休], agents: [8001, a.2], step: 1, from: 2026-09-28}
    week:
      - on: workdays
        agents:
          - 8003 # leads
          - {except: [8004], team: night}
        shift: 行政
    calendar: cn
shifts:
  早班: {alias: [ 早, A ], at: 08:00-16:00}
  晚班: 22:00-08:00
calendars:
  cn:
    makeup: [2026-09-20]
    holidays:
      - name: 国庆节
        to: 2026-10-07
        from: 2026-10-01
    until: 2026-12-31
    workdays: [mon, tue]
timezone: Asia/Shanghai
teams:
  night: [8004, 8009]
agents:
  li: 8000
`;
    const formatted = format(text);
    expect(formatted).toBe(`version: 1
timezone: Asia/Shanghai
calendars:
  cn:
    workdays: [mon, tue]
    until: 2026-12-31
    holidays:
      - { from: 2026-10-01, to: 2026-10-07, name: 国庆节 }
    makeup: [2026-09-20]
shifts:
  早班: { at: 08:00-16:00, alias: [早, A] }
  晚班: 22:00-08:00
agents:
  li: "8000"
teams:
  night: ["8004", "8009"]
rosters:
  aftersales:
    calendar: cn
    week:
      - shift: 行政
        on: workdays
        agents:
          - "8003" # leads
          - { team: night, except: ["8004"] }
    cycle:
      # the night
      - { agents: ["8001", a.2], from: 2026-09-28, step: 1, pattern: [晚班, 休, 休] }
    tables: [rosters/2026-10.csv]
absences:
  # who is away
  - { agent: "8001", from: 2026-12-03T18:00, until: 2026-12-05, by: li } # told on Monday
  - { agent: li, from: 2026-12-03, until: 2026-12-05, reason: 年假 }
groups:
  - displayName: 售后
    members:
      - { roster: aftersales, shift: 行政 }
      - roster: aftersales
        shift: [晚班] # at night
        priority: 1
      - { agent: "8004", when: { on: workdays, at: 09:00-18:00 } }
      - agent: "8005"
        when:
          # agreed with the union
          on: workdays
          at: 09:00-18:00
      - { team: night, except: ["8009"], when: { shift: 晚班, on: daily } }
    coverage: { min: 2, during: { on: workdays, at: 09:00-18:00 } }
`);
    expect(format(formatted)).toBe(formatted);
  });

  it("is done once, and means the same", () => {
    const shuffled = files.chain((data) =>
      fc.shuffledSubarray(Object.entries(data), { minLength: 4 }).map((entries) => Object.fromEntries(entries)),
    );
    let reached = 0;
    fc.assert(
      fc.property(shuffled, fc.boolean(), fc.array(fc.nat(200), { maxLength: 4 }), (data, flow, places) => {
        const text = withComments(stringify(data, { collectionStyle: flow ? "flow" : "any" }), places);
        fc.pre(loadDesired([fileOf(text)]).desired !== undefined);
        const once = format(text);
        expect(format(once)).toBe(once);
        expect(meaning(once)).toEqual(meaning(text));
        for (const place of places) expect(once.includes(`# above ${place}`)).toBe(text.includes(`# above ${place}`));
        reached += once === text ? 0 : 1;
      }),
      { numRuns: Number(process.env["RUNS"] ?? 250) },
    );
    // That it leaves doubtful texts alone is no way out.
    expect(reached).toBeGreaterThan(125);
  });

  it("does so with the keys of time", () => {
    let reached = 0;
    fc.assert(
      fc.property(timedFile, ({ text, places }) => {
        const once = format(text);
        expect(format(once)).toBe(once);
        expect(plainOf(once)).toEqual(plainOf(text));
        for (const place of places) expect(once.includes(`# above ${place}`)).toBe(text.includes(`# above ${place}`));
        reached += once === text ? 0 : 1;
      }),
      { numRuns: Number(process.env["RUNS"] ?? 250) },
    );
    expect(reached).toBeGreaterThan(125);
  });
});

/** What a text says; an agent's number is a number or text, and of priorities none is 0. */
function plainOf(text: string): unknown {
  return JSON.parse(
    JSON.stringify(parse(text), (key, value: unknown) => (key === "priority" && value === 0 ? undefined : value)),
  );
}
