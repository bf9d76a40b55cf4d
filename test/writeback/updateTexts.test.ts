import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { DesiredGroup } from "../../src/config/desired.js";
import { loadDesired } from "../../src/config/loadDesired.js";
import type { LiveGroup } from "../../src/moor/live.js";
import { matchGroups } from "../../src/plan/matchGroups.js";
import { pullFiles } from "../../src/writeback/pullFiles.js";
import { updateTexts } from "../../src/writeback/updateTexts.js";
import { appendGroups, writeGroups } from "../../src/writeback/writeState.js";
import { fileOf } from "../config/reading.js";
import { liveGroup } from "../support/builders.js";
import { HOSTILE, liveGroups, planOf, REMARKS, withComments } from "./states.js";

function matcher(live: readonly LiveGroup[]) {
  return (groups: readonly DesiredGroup[]) =>
    new Map(matchGroups(groups, live).matches.flatMap(({ desired, live: found }) => (found ? [[desired, found]] : [])));
}

function pull(text: string, live: readonly LiveGroup[], pin = false): { text: string; codes: string[] } {
  const texts = new Map([["a.yaml", text]]);
  const { changed, findings } = updateTexts({ texts, match: matcher(live), pin, remarks: REMARKS });
  return { text: changed.get("a.yaml") ?? text, codes: findings.map(({ code }) => code) };
}

function expectEmptyPlan(text: string, live: readonly LiveGroup[]): void {
  const draft = planOf(new Map([["a.yaml", text]]), live);
  expect(draft.actions.filter(({ action }) => action !== "create")).toEqual([]);
  expect(draft.manual).toEqual([]);
}

const BY_HAND = `# Owned by the night team.
version: 1

agents: # who is who
  zhang.wei: "8000" # since 2024
  li.na: { number: "8001", name: 李娜 }
  wang: 8005

teams:
  # the crew of the night
  night-shift:
    - zhang.wei
    - { agent: li.na, priority: 2 } # leads
  day:
    - "8006"
    - '8007'

groups:
  # --- sales ---
  - displayName: "售前咨询" # the front door
    assignRule: priority
    memory: 1d # agreed with sales

    members:
      # early
      - 8003     # until June
      - 8002
      # late
      - { agent: 8004, priority: 5 } # second line
      - agent: 8008 # block style
      - { team: night-shift, priority: 1 } # the whole crew

  - members: &crew [ '8010', "8011", { agent: '8012', priority: 1 } ] # shared
    displayName: 售后
  # the copy
  - displayName: 投诉
    members: *crew # as above
  - { displayName: 小组, memory: off, members: [ { team: day } ] }
# the end
`;

describe("pulling into files", () => {
  it("leaves files alone that say what is live", () => {
    const live = [
      liveGroup("1", "售前咨询", ["8003", "8002", "8004:5", "8008", "8000:1", "8001:2"], {
        assignRule: "priority",
        memory: "1d",
      }),
    ];
    expect(pull(BY_HAND, live).text).toBe(BY_HAND);
  });

  it("changes what differs, and nothing around it", () => {
    const live = [
      liveGroup("1", "售前咨询", ["8003", "8004:7", "8008:3", "8000:1", "8001:2", "8005", "8020:4"], {
        assignRule: "least",
        memory: "7d",
      }),
      liveGroup("2", "售后", ["8010", "8012:1", "8013"]),
      liveGroup("3", "投诉", ["8010", "8011", "8012:1"]),
      liveGroup("4", "小组", ["8006"]),
    ];
    const { text, codes } = pull(BY_HAND, live);
    const expected = BY_HAND.replace("assignRule: priority", "assignRule: least")
      .replace("memory: 1d #", "memory: 7d #")
      .replace("      - 8002\n", "")
      .replace("priority: 5 }", "priority: 7 }")
      .replace("- agent: 8008 # block style\n", "- agent: 8008 # block style\n        priority: 3\n")
      .replace("# the whole crew\n", "# the whole crew\n      - wang\n      - { agent: 8020, priority: 4 }\n")
      .replace(
        `[ '8010', "8011", { agent: '8012', priority: 1 } ]`,
        `[ '8010', { agent: '8012', priority: 1 }, '8013' ]`,
      )
      .replace("members: *crew", `members: ['8010', '8011', { agent: '8012', priority: 1 }]`)
      .replace("    - '8007'\n", "");
    expect(text).toBe(expected);
    expect(codes).toEqual([]);
    expectEmptyPlan(text, live);
  });

  it("edits a team where its one group drifted, and empties lists", () => {
    const live = [
      liveGroup("1", "售前咨询", ["8002", "8001:2"], { assignRule: "priority", memory: "90m" }),
      liveGroup("2", "售后"),
      liveGroup("3", "投诉"),
      liveGroup("4", "小组", ["8006", "8007"]),
    ];
    const { text } = pull(BY_HAND, live);
    expect(text).toContain("  night-shift:\n    - { agent: li.na, priority: 2 } # leads\n");
    expect(text).toContain("      - { team: night-shift, priority: 1 } # the whole crew\n");
    expect(text).toContain("    # memory: 90m is not managed # agreed with sales\n");
    expect(text).toContain("members: &crew [ ] # shared");
    expect(text).toContain("# early\n      - 8002\n");
    expectEmptyPlan(text, live);
  });

  it("keeps line ends, and takes an anchor's value along when the anchor goes", () => {
    const text =
      'version: 1\r\ngroups:\r\n  - displayName: a\r\n    members:\r\n      - &x "8000"\r\n  - displayName: b\r\n    members:\r\n      - *x';
    const live = [liveGroup("1", "a"), liveGroup("2", "b", ["8000", "8001"])];
    expect(pull(text, live).text).toBe(
      'version: 1\r\ngroups:\r\n  - displayName: a\r\n    members: []\r\n  - displayName: b\r\n    members:\r\n      - "8000"\r\n      - "8001"\r\n',
    );
  });

  it("pins, renames, and appends behind the last group", () => {
    const live = [liveGroup("1", "new"), liveGroup("2", "b")];
    const text = 'version: 1\ngroups:\n- displayName: old\n  exten: "1"\n- displayName: b # b\n';
    const pulled = pull(text, live, true).text;
    expect(pulled).toBe('version: 1\ngroups:\n- displayName: new\n  exten: "1"\n- displayName: b # b\n  exten: "2"\n');
    const { written } = writeGroups([liveGroup("3", "c")], live, { pin: false, remarks: REMARKS });
    expect(appendGroups(pulled, written)).toBe(
      `${pulled}\n- displayName: c\n  assignRule: random\n  memory: off\n  members: []\n`,
    );
    expectEmptyPlan(appendGroups("version: 1\ngroups: []\n", written), [liveGroup("3", "c")]);
  });
});

describe("odd ways to write a group", () => {
  it("a name of several lines, a team with a hostile name, keys in any order", () => {
    const text = `version: 1
teams: { "a\\nb: #": ["8000", "8001"] }
groups:
  - members: # first
      - team: "a\\nb: #" # crew
    memory: off
    displayName: >-
      one
      two

    exten: 1
  -
    exten: 2
    assignRule: random # odd
    displayName: |-
      b
    members: [
      "8000", # zero
      "8001", # one
      "8002" # two
    ]
`;
    const live = [liveGroup("1", "renamed", ["8001:3"]), liveGroup("2", "b", ["8001", "8005"], { assignRule: "neu" })];
    const { text: now } = pull(text, live);
    expectEmptyPlan(now, live);
    expect(now).toContain("    displayName: renamed\n\n    exten: 1\n");
    expect(now).toContain(`teams: { "a\\nb: #": [{ agent: "8001", priority: 3 }] }\n`);
    expect(now).toContain('      - team: "a\\nb: #" # crew\n');
    expect(now).toContain('    members: [\n      "8001", # one\n      "8005"\n    ]\n');
  });

  const odd = { assignRule: "odd" };
  it.each<[string, string, string, Parameters<typeof liveGroup>[2], typeof odd?]>([
    [
      "a setting of two lines goes",
      "assignRule: >-\n      random\n    memory: off",
      "# assignRule: odd is not managed\n    memory: off",
      [],
      odd,
    ],
    [
      "a comment in a setting that goes",
      "assignRule: # why\n      random",
      "# assignRule: odd is not managed # why",
      [],
      odd,
    ],
    [
      "a member of two lines goes",
      "members:\n      - |-\n        8000\n      - 8001",
      "members:\n      - 8001",
      ["8001"],
    ],
    [
      "a member of two lines gets a priority",
      "members:\n      - |-\n        8000\n      - 8001",
      'members:\n      - { agent: "8000", priority: 1 }\n      - 8001',
      ["8000:1", "8001"],
    ],
    [
      "a pair without braces",
      "members: [agent: 8000, 8001]",
      "members: [{ agent: 8000, priority: 1 }, 8001]",
      ["8000:1", "8001"],
    ],
    [
      "a team without braces",
      "members: [team: t, '8009']",
      "members: [{ team: t, except: ['8001'] }, '8009']",
      ["8000", "8002", "8009"],
    ],
  ])("%s", (_what, before, after, members, settings) => {
    const wrap = (lines: string) =>
      `version: 1\nteams: { t: [8000, 8001, 8002] }\ngroups:\n  - displayName: a\n    ${lines}\n  - { displayName: b, members: [{ team: t }] }\n`;
    const live = [liveGroup("1", "a", members, settings), liveGroup("2", "b", ["8000", "8001", "8002"])];
    const { text: now } = pull(wrap(before), live);
    expect(now).toBe(wrap(after));
    expectEmptyPlan(now, live);
  });

  it.each<[string, string, object?]>([
    ["{ displayName: a, assignRule: random }", "{ displayName: a }"],
    ["{ assignRule: random, displayName: a }", "{ displayName: a }"],
    ["{ displayName: a, memory: 1d, assignRule: random }", "{ displayName: a }", { memory: "90m" }],
    ["{ assignRule: random, # why\n      displayName: a }", "{  # why\n      displayName: a }"],
  ])("a setting that goes from %j", (before, after, more = {}) => {
    const wrap = (group: string) => `version: 1\ngroups:\n  - ${group}\n`;
    const { text: now, codes } = pull(wrap(before), [liveGroup("1", "a", [], { ...odd, ...more })]);
    expect([now, new Set(codes)]).toEqual([wrap(after), new Set(["pull-setting"])]);
  });
});

describe("teams", () => {
  const TEAMS = `version: 1
agents: { li.na: "8001" }
teams:
  night: # the crew
    - "8000"
    - li.na # leads
    - { agent: "8002", priority: 2 }
    - "8003"
groups:
  - displayName: a
    members:
      - { team: night, priority: 1 } # all
  - displayName: b
    members: [{ team: night }, "8009"] # more
`;
  const A = ["8000:1", "8001:1", "8002:2", "8003:1"];
  const B = ["8000", "8001", "8002:2", "8003", "8009"];
  it.each<[string, string, string[], string[], [string, string][], string[]?]>([
    ["stay as they are", TEAMS, A, B, []],
    [
      "change where all groups drifted alike",
      TEAMS,
      ["8001:1", "8003:1", "8004:3", "8005:1"],
      ["8001", "8003", "8004:3", "8005", "8009"],
      [
        ['    - "8000"\n', ""],
        ['    - { agent: "8002", priority: 2 }\n', ""],
        ['    - "8003"\n', '    - "8003"\n    - { agent: "8004", priority: 3 }\n    - "8005"\n'],
      ],
    ],
    [
      "get one priority for all groups",
      TEAMS,
      ["8000:5", "8001:1", "8002:0", "8003:1"],
      ["8000:5", "8001", "8002:0", "8003", "8009"],
      [
        ['    - "8000"\n', '    - { agent: "8000", priority: 5 }\n'],
        ["priority: 2 }", "priority: 0 }"],
      ],
    ],
    [
      "are taken without those who left one group, or have another priority there",
      TEAMS,
      A.slice(1),
      ["8000", "8002:7", "8003", "8009"],
      [
        ["priority: 1 }", 'priority: 1, except: ["8000"] }'],
        [
          '{ team: night }, "8009"]',
          '{ team: night, except: [li.na, "8002"] }, "8009", { agent: "8002", priority: 7 }]',
        ],
      ],
    ],
    [
      "are taken with another priority",
      TEAMS,
      ["8000:4", "8001:4", "8002:2", "8003:4"],
      B,
      [["priority: 1 }", "priority: 4 }"]],
    ],
    [
      "are written out where more left than stayed",
      TEAMS,
      ["8002:2"],
      B,
      [
        [
          "      - { team: night, priority: 1 } # all\n",
          '      # team night written out\n      - { agent: "8002", priority: 2 } # all\n',
        ],
      ],
      ["pull-team"],
    ],
    [
      "are said to be unused where the last group leaves them",
      TEAMS.replace("{ team: night }, ", ""),
      ["8100"],
      ["8009"],
      [["      - { team: night, priority: 1 } # all\n", '      - "8100"\n']],
      ["pull-team-unused"],
    ],
    [
      "are taken with those again who were left out, and exceptions go with whom they name",
      TEAMS.replace("priority: 1 }", 'except: [li.na, "8000"], priority: 1 }').replace(
        "{ team: night }",
        '{ team: night, except: ["8003"] }',
      ),
      ["8001:1", "8002:2"],
      ["8000", "8001", "8002:2", "8009"],
      [
        ["except: [li.na, ", "except: ["],
        ['    - "8003"\n', ""],
        [', except: ["8003"]', ""],
      ],
    ],
  ])("%s", (_what, text, a, b, edits, codes = []) => {
    const live = [liveGroup("1", "a", a), liveGroup("2", "b", b)];
    const pulled = pull(text, live);
    const expected = edits.reduce((now, [from, to]) => now.replace(from, to), text);
    expect([pulled.text, pulled.codes]).toEqual([expected, codes]);
    expectEmptyPlan(pulled.text, live);
  });
});

describe("who joins a team", () => {
  it("has the account's name behind the number, as in a group", () => {
    const text = `version: 1
agents: { li.na: "8001" }
teams:
  night:
    - li.na
groups:
  - displayName: a
    members: [{ team: night }]
`;
    const live = liveGroup("1", "a", []);
    const members = [
      { agentNumber: "8001", agentName: "李娜", priority: 0 },
      { agentNumber: "8002", agentName: "王芳", priority: 0 },
    ];
    expect(pull(text, [{ ...live, members }]).text).toContain('    - li.na\n    - "8002" # 王芳\ngroups:');
  });
});

describe("a list in brackets with comments", () => {
  const edited = (list: string, members: string[]) => {
    const { text, codes } = pull(`version: 1\ngroups:\n  - displayName: B\n    members: ${list}\n`, [
      liveGroup("1", "B", members),
    ]);
    expect(codes).toEqual([]);
    expectEmptyPlan(text, [liveGroup("1", "B", members)]);
    return text.slice(text.indexOf("members: ") + 9, -1);
  };

  it.each([
    ["the first goes", '["8000", # c\n      "8004"\n      ]', ["8004"], '[\n      "8004"\n      ]'],
    ["all go", '["8000" # c\n    ]', [], "[\n    ]"],
    [
      "the last of a line goes",
      '["8004", "8000", # night lead\n      "8001"]',
      ["8001", "8004"],
      '["8004",\n      "8001"]',
    ],
    [
      "the middle of a line goes",
      '["8004", "8000", "8002", # lead\n      "8001"]',
      ["8001", "8002", "8004"],
      '["8004", "8002", # lead\n      "8001"]',
    ],
    [
      "one joins behind a comment",
      '[\n      "8000" # lead\n    ]',
      ["8000", "8001"],
      '[\n      "8000", # lead\n      "8001"\n    ]',
    ],
    [
      "a heading stays",
      '[\n      # early\n      "8000",\n      # late\n      "8001",\n    ]',
      ["8001"],
      '[\n      # early\n      # late\n      "8001",\n    ]',
    ],
    ["a map with a comment behind", '[{ agent: "8000" }, # c\n      "8004"]', ["8004"], '[\n      "8004"]'],
    ["others replace all", '["8000", # c\n      "8001"]', ["8005"], '["8005"]'],
  ])("%s", (_what, list, members, expected) => {
    expect(edited(list, members)).toBe(expected);
  });

  it("is edited whatever it looks like, and no comment ends up behind another member", () => {
    const item = fc.record({
      form: fc.constantFrom("plain", "quoted", "map", "lines"),
      behind: fc.constantFrom("", "", "comma", "comment", "both"),
      own: fc.boolean(),
      line: fc.boolean(),
      keep: fc.boolean(),
    });
    const lists = fc.record({
      items: fc.array(item, { maxLength: 5 }),
      added: fc.nat(2),
      crlf: fc.boolean(),
      trailing: fc.boolean(),
      end: fc.constantFrom("", " ", "\n    "),
    });
    fc.assert(
      fc.property(lists, ({ items, added, crlf, trailing, end }) => {
        let list = "[";
        items.forEach(({ form, behind, own, line }, index) => {
          const number = String(8000 + index);
          const forms = {
            plain: number,
            quoted: `"${number}"`,
            map: `{ agent: ${number} }`,
            lines: `{ agent: ${number}, # in${number}\n        priority: 0 }`,
          };
          list += own ? `\n      # own${number}\n      ` : line ? "\n      " : " ";
          const comma = index < items.length - 1 || trailing ? "," : "";
          list += forms[form];
          if (behind === "comment") list += ` # of${number}\n      ${comma}`;
          else list += comma + (behind === "both" ? ` # of${number}\n      ` : "");
        });
        list += `${end}]`;
        const yaml = `version: 1\ngroups:\n  - displayName: B\n    members: ${list}\n`;
        const text = crlf ? yaml.replaceAll("\n", "\r\n") : yaml;
        fc.pre(loadDesired([fileOf(text)]).desired !== undefined);
        const stay = items.flatMap(({ keep }, index) => (keep ? String(8000 + index) : []));
        const live = [liveGroup("1", "B", [...stay, ...["8100", "8101"].slice(0, added)])];
        const { text: now, codes } = pull(text, live);
        expect(codes).toEqual([]);
        expectEmptyPlan(now, live);
        for (const [, head = "", number = ""] of now.matchAll(/^(.*)# of(\d+)\r?$/gm)) {
          const named = [...`${now.slice(0, now.indexOf(`# of${number}`))}`.matchAll(/8[01]\d\d(?![^#\n]*# own)/g)].at(
            -1,
          )?.[0];
          expect([head, named]).toEqual([head, number]);
        }
        for (const number of stay) if (text.includes(`# of${number}`)) expect(now).toContain(`# of${number}`);
        for (const [own] of text.matchAll(/# own\d+/g)) expect(now).toContain(own);
        if (crlf) expect(now).not.toMatch(/[^\r]\n/);
      }),
      { numRuns: Number(process.env["RUNS"] ?? 60) },
    );
  });
});

const agent = fc.integer({ min: 8000, max: 8006 }).map(String);
const entry = fc.oneof(
  agent,
  fc.constantFrom("zhang", "li"),
  fc.record({ agent: fc.oneof(agent, fc.constantFrom("zhang", "li")), priority: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ team: fc.constantFrom("t", "u") }),
  fc.record({ team: fc.constantFrom("t", "u"), priority: fc.integer({ min: 0, max: 2 }) }),
);
const teamEntry = fc.oneof(agent, fc.record({ agent, priority: fc.integer({ min: 0, max: 2 }) }));
const setting = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined as unknown as T });
const files = fc.record({
  version: fc.constant(1),
  agents: fc.constant({ zhang: "8000", li: { number: 8001, name: "李娜" } }),
  teams: fc.record({
    t: fc.array(teamEntry, { maxLength: 3 }),
    u: fc.array(fc.oneof(teamEntry, fc.constant({ team: "t" })), { maxLength: 3 }),
  }),
  groups: fc.uniqueArray(
    fc.record({
      displayName: fc.constantFrom("a", "b b", "yes", "售前", "no: x"),
      assignRule: setting("random", "least"),
      memory: setting("off", "1d"),
      membership: setting("exact", "additive"),
      members: fc.option(fc.array(entry, { maxLength: 5 }), { nil: undefined as unknown as [] }),
    }),
    { maxLength: 4, selector: (group) => group.displayName },
  ),
});
const accounts = fc.uniqueArray(
  fc.record({
    displayName: fc.constantFrom("a", "b b", "yes", "售前", "no: x", "other"),
    assignRule: fc.constantFrom("random", "least", "odd"),
    memory: fc.constantFrom("off", "1d", "90m"),
    members: fc.uniqueArray(fc.record({ agentNumber: agent, priority: fc.integer({ min: 0, max: 2 }) }), {
      maxLength: 6,
      selector: (one) => one.agentNumber,
    }),
  }),
  { maxLength: 6, selector: (group) => group.displayName },
);

const layouts = fc.record({
  collectionStyle: fc.constantFrom("flow" as const, "any" as const, "block" as const),
  lineWidth: fc.constantFrom(0, 30),
  indentSeq: fc.boolean(),
  aliasDuplicateObjects: fc.boolean(),
  flowCollectionPadding: fc.boolean(),
});

function desiredIn(texts: ReadonlyMap<string, string>): readonly DesiredGroup[] {
  return loadDesired([...texts].map(([path, text]) => fileOf(text, path))).desired?.groups ?? [];
}

const people = fc.array(fc.constantFrom(...HOSTILE, "张伟"), { minLength: 13, maxLength: 13 }).map((names) => ({
  names: new Map(names.map((name, index) => [String(8000 + index), name])),
  remarkOf: () => undefined,
}));

describe("a plan after a pull into files", () => {
  it("is empty, whatever the files and the account", () => {
    const comments = fc.array(fc.nat(200), { maxLength: 5 });
    fc.assert(
      fc.property(files, accounts, layouts, fc.boolean(), comments, (data, groups, layout, pin, places) => {
        const text = withComments(stringify(data, layout), places);
        fc.pre(loadDesired([fileOf(text)]).desired !== undefined);
        const live = groups.map((group, index) => ({ exten: String(10 + index), ...group }));
        const { text: now } = pull(text, live, pin);
        expectEmptyPlan(now, live);
        expect(pull(now, live, pin).text).toBe(now);
      }),
      { numRuns: Number(process.env["RUNS"] ?? 60) },
    );
  });

  it("is empty with new groups, too: in the same file, in another, in one each", () => {
    const places = fc.constantFrom({ file: "a.yaml" }, { file: "groups/pulled.yaml" }, { folder: "groups" });
    const options = fc.record({
      pin: fc.boolean(),
      teams: fc.boolean(),
      people: fc.option(people, { nil: undefined }),
    });
    fc.assert(
      fc.property(files, layouts, liveGroups, places, options, (data, layout, live, newGroups, flags) => {
        const text = stringify(data, layout);
        const { desired } = loadDesired([fileOf(text, "a.yaml")]);
        fc.pre(desired !== undefined && matchGroups(desired.groups, live).matches.every(({ finding }) => !finding));
        const texts = new Map([["a.yaml", text]]);
        const request = { texts, desired: desired?.groups ?? [], live, match: matcher(live), newGroups, ...flags };
        const definitions = { agents: "groups/agents.yaml", teams: "groups/teams.yaml" };
        const rest = { only: () => true, isIgnored: () => false, remarks: REMARKS, definitions };
        const { files: written, findings } = pullFiles({ ...request, ...rest });
        for (const file of written) texts.set(file.path, file.text);
        // Groups of the files are only pinned with `pin`: taking over what is live is another pull.
        const again = () => pullFiles({ ...request, ...rest, texts, desired: desiredIn(texts), pin: false });
        const next = again();
        for (const file of next.files) texts.set(file.path, file.text);
        expect(next.added).toBe(0);
        expect(flags.pin ? again().files : next.files).toEqual([]);
        const draft = planOf(texts, live);
        const said = new Set(
          [...findings, ...next.findings].flatMap(({ code, args }) =>
            code === "pull-name" || code === "pull-member" ? [args.exten] : [],
          ),
        );
        const changes = draft.actions.flatMap((action) => (action.action === "create" ? [] : [action.exten]));
        expect(changes.filter((exten) => !said.has(exten))).toEqual([]);
        expect(draft.manual).toEqual([]);
        expect(draft.unmanaged.filter(({ exten }) => !said.has(exten))).toEqual([]);
      }),
      { numRuns: Number(process.env["RUNS"] ?? 60) },
    );
  });
});
