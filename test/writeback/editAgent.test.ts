import { diffArrays, diffLines } from "diff";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DesiredGroup } from "../../src/config/desired.js";
import { loadDesired } from "../../src/config/loadDesired.js";
import type { AgentEdit } from "../../src/writeback/agentSteps.js";
import { editAgent } from "../../src/writeback/editAgent.js";
import { fileOf } from "../config/reading.js";
import { GROUP_NAMES, lostComments, randomFiles } from "./randomFiles.js";

function groupsOf(texts: ReadonlyMap<string, string>): readonly DesiredGroup[] {
  const { desired, findings } = loadDesired([...texts].map(([path, text]) => fileOf(text, path)));
  if (desired === undefined)
    throw new Error(`not sound: ${JSON.stringify(findings)}\n${[...texts.values()].join("\n")}`);
  return desired.groups;
}

/** By group, each member's priority. */
type State = ReadonlyMap<string, ReadonlyMap<string, number> | undefined>;

function stateOf(texts: ReadonlyMap<string, string>): State {
  return new Map(
    groupsOf(texts).map(({ displayName, members }) => [
      displayName,
      members && new Map(members.map(({ agentNumber, priority }) => [agentNumber, priority])),
    ]),
  );
}

const priority = fc.integer({ min: 0, max: 2 });
const some = fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 3 });
const someAgent = fc.constantFrom("8000", "8001", "8002", "8003");
const anyAgent = fc.constantFrom("8000", "8001", "8002", "8009", "8100");
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const groupSet = some.map((groups): ReadonlySet<number> => new Set(groups));
const prioritized = maybe(priority).map((one) => (one === undefined ? {} : { priority: one }));
const kindOf = <K extends AgentEdit["kind"]>(...kinds: K[]) => fc.constantFrom(...kinds);
const edits: fc.Arbitrary<AgentEdit> = fc.oneof(
  fc
    .tuple(fc.record({ kind: kindOf("add"), agent: anyAgent, to: groupSet }), prioritized)
    .map(([edit, more]) => ({ ...edit, ...more })),
  fc
    .tuple(fc.record({ kind: kindOf("remove"), agent: someAgent }), maybe(groupSet))
    .map(([edit, from]) => (from === undefined ? edit : { ...edit, from })),
  fc
    .tuple(fc.record({ kind: kindOf("move"), agent: someAgent, from: groupSet, to: groupSet }), prioritized)
    .map(([edit, more]) => ({ ...edit, ...more })),
  fc.record({ kind: kindOf("replace", "copy"), agent: someAgent, by: anyAgent }),
);

/** What the request means, told without teams and lists: each group's members after it. */
function expected(before: State, edit: AgentEdit): Map<string, Map<string, number> | undefined> {
  const after = new Map([...before].map(([group, members]) => [group, members && new Map(members)]));
  const at = (groups: ReadonlySet<number>) => [...groups].flatMap((group) => after.get(GROUP_NAMES[group] ?? "") ?? []);
  switch (edit.kind) {
    case "add":
      for (const members of at(edit.to))
        if (edit.priority !== undefined || !members.has(edit.agent)) members.set(edit.agent, edit.priority ?? 0);
      break;
    case "remove":
      for (const [group, members] of after)
        if (edit.from?.has(GROUP_NAMES.indexOf(group)) !== false) members?.delete(edit.agent);
      break;
    case "move": {
      const had = at(edit.from).flatMap((members) => members.get(edit.agent) ?? []);
      if (had.length === 0) break;
      for (const members of at(edit.from)) members.delete(edit.agent);
      for (const members of at(edit.to))
        if (edit.priority !== undefined || !members.has(edit.agent))
          members.set(edit.agent, edit.priority ?? had[0] ?? 0);
      break;
    }
    default:
      for (const members of after.values()) {
        const own = members?.get(edit.agent);
        if (own === undefined || edit.agent === edit.by) continue;
        if (edit.kind === "replace") members?.delete(edit.agent);
        if (members?.has(edit.by) === false) members.set(edit.by, own);
      }
  }
  return after;
}

const plain = (state: ReadonlyMap<string, ReadonlyMap<string, number> | undefined>) =>
  [...state].map(([group, members]) => [group, members && [...members].sort()]);

describe("an edit of an agent", () => {
  it("does what was asked and nothing else, whatever the files", () => {
    fc.assert(
      fc.property(randomFiles, edits, ({ texts, comments }, edit) => {
        const before = stateOf(texts);
        const asked = [...("to" in edit ? edit.to : []), ...(("from" in edit && edit.from) || [])];
        fc.pre(asked.every((group) => before.has(GROUP_NAMES[group] ?? "")));
        if (edit.kind === "move") fc.pre([...edit.from].every((group) => !edit.to.has(group)));
        const { changed, findings } = editAgent(texts, edit);
        const after = new Map([...texts, ...changed]);
        const errors = findings.filter(({ severity }) => severity === "error");
        if (errors.length > 0) {
          expect(changed.size).toBe(0);
          // Nothing but lists that YAML aliases share stands in the way.
          const hasAliases = [...texts.values()].some((text) => /\*x\d/.test(text));
          if (!hasAliases) expect(errors.map(({ code }) => code)).not.toContain("edit-failed");
          if (edit.kind === "remove" && edit.from === undefined) expect(errors).toEqual([]);
          return;
        }
        const state = stateOf(after);
        const goal = expected(before, edit);
        if (edit.kind === "add" && edit.priority === undefined) {
          // With its team, an agent has the team's priority.
          for (const [group, members] of goal) {
            const own = state.get(group)?.get(edit.agent);
            if (own !== undefined && before.get(group)?.has(edit.agent) === false) members?.set(edit.agent, own);
          }
        }
        expect(plain(state)).toEqual(plain(goal));
        expect(editAgent(after, edit).changed).toEqual(new Map());
        const names = [edit.agent, "by" in edit ? edit.by : edit.agent, "zhang", "li", "chen"];
        expect(lostComments(comments, texts, after)).toEqual([]);
        for (const [path, text] of changed) expectFewWords(texts.get(path) ?? "", text, names);
      }),
      { numRuns: Number(process.env["RUNS"] ?? 25) },
    );
  });

  it("renames an agent wherever the files use the name", () => {
    const names = fc.constantFrom("zhang.2", "张", "no: x", "yes", "it's", "a#b");
    fc.assert(
      fc.property(randomFiles, fc.constantFrom("zhang", "li"), names, ({ texts, comments }, alias, to) => {
        const declaredIn = (some: ReadonlyMap<string, string>) =>
          loadDesired([...some].map(([path, text]) => fileOf(text, path)));
        const { changed, findings } = editAgent(texts, { kind: "rename", alias, to });
        expect(findings).toEqual([]);
        const after = new Map([...texts, ...changed]);
        expect(plain(stateOf(after))).toEqual(plain(stateOf(texts)));
        const aliases = declaredIn(texts).declared.agents.map((agent) => agent.alias);
        expect(declaredIn(after).declared.agents.map((agent) => agent.alias)).toEqual(
          aliases.map((one) => (one === alias ? to : one)),
        );
        expect(comments.filter(({ text }) => ![...after.values()].some((one) => one.includes(text)))).toEqual([]);
        for (const [path, text] of changed) expectFewWords(texts.get(path) ?? "", text, [alias, to]);
      }),
      { numRuns: Number(process.env["RUNS"] ?? 12) },
    );
  });
});

const FILES = {
  "agents.yaml": `version: 1
agents: # who is who
  wang.jie: { number: "8042", name: 王杰 } # since 2024
  li.na: '8001'
teams:
  # the crew of the night
  night:
    - wang.jie # leads
    - { agent: li.na, priority: 2 }
  day: [wang.jie, "8003"] # two
`,
  "groups.yaml": `version: 1
groups:
  # --- night ---
  - displayName: 夜班
    members:
      - { team: night, priority: 1 } # the crew
  - displayName: 投诉
    members: [{ team: night }, "8002"] # both
  - displayName: 白班
    members: [{ team: day }]
  - displayName: 售前
    members:
      - "8005" # 李磊
      # from the old team
      - "8043" # 韩梅
      - { agent: '8001', priority: 3 } # 李娜
  - displayName: 售后
    members:
      - "8043" # 韩梅
      - 8005 # 李磊
  - displayName: 大客户
    members: [
      li.na, # lead
      { agent: wang.jie, priority: 5 },
    ]
  - displayName: 放任
    membership: additive
    members: []
`,
};
const GROUPS = ["夜班", "投诉", "白班", "售前", "售后", "大客户", "放任"];
const at = (...names: string[]) => new Set(names.map((name) => GROUPS.indexOf(name)));

/** The lines that an edit takes away and adds, and the codes of what it found. */
function changes(edit: Parameters<typeof editAgent>[1]): { lines: string[]; codes: string[] } {
  const { changed, findings } = editAgent(new Map(Object.entries(FILES)), edit);
  const lines = [...changed].flatMap(([path, text]) =>
    diffLines(FILES[path as keyof typeof FILES], text).flatMap(({ added, removed, value }) =>
      added || removed
        ? value
            .trimEnd()
            .split("\n")
            .map((line) => `${added ? "+" : "-"} ${line.trim()}`)
        : [],
    ),
  );
  return { lines, codes: findings.map(({ code }) => code) };
}

describe("lists that YAML aliases share", () => {
  const edited = (text: string, edit: Parameters<typeof editAgent>[1]) => {
    const { changed, findings } = editAgent(new Map([["a.yaml", text]]), edit);
    return { text: changed.get("a.yaml"), codes: findings.map(({ code }) => code) };
  };
  const TWO = "version: 1\ngroups:\n  - displayName: a\n    members: &m ['8000', 8001]\n";
  const SHARED = `${TWO}  - { displayName: b, members: *m }\n`;

  it("are edited for all who have them, or not at all", () => {
    const both = new Set([0, 1]);
    expect(edited(SHARED, { kind: "remove", agent: "8000", from: both }).text).toBe(SHARED.replace("'8000', ", ""));
    expect(edited(SHARED, { kind: "add", agent: "8002", to: both, priority: 1 }).text).toBe(
      SHARED.replace("8001]", "8001, { agent: '8002', priority: 1 }]"),
    );
    for (const edit of [
      { kind: "remove", agent: "8000", from: new Set([1]) },
      { kind: "add", agent: "8002", to: new Set([1]) },
      { kind: "add", agent: "8001", to: new Set([0]), priority: 3 },
    ] as const)
      expect(edited(SHARED, edit)).toEqual({ text: undefined, codes: ["in-shared-list"] });
  });

  it("keep the entries that others take from one that goes", () => {
    const text = `version: 1\ngroups:\n  - displayName: a\n    members: [&x "8000"]\n  - displayName: b\n    members: [*x]\n`;
    const remove = { kind: "remove", agent: "8000", from: new Set([0]) } as const;
    expect(edited(text, remove).text).toBe(text.replace('&x "8000"', "").replace("*x", '"8000"'));
    const replace = { kind: "replace", agent: "8000", by: "8009" } as const;
    expect(edited(text, replace).text).toBe(text.replace("8000", "8009"));
    // The name in agents is not the list's to change.
    const named = `${text}agents: { zhang: *x }\n`;
    expect(edited(named, replace)).toEqual({ text: undefined, codes: ["edit-failed"] });
  });
});

describe("exceptions", () => {
  const TEXT = `version: 1
agents: { li: "8001", wang: "8002" }
teams:
  t: ["8000", li, wang]
groups:
  - { displayName: a, owner: li, members: [{ team: t, except: [li] }] }
  - displayName: b
    owner: li # of both
    members:
      - team: t # all
`;
  it.each<[string, Parameters<typeof editAgent>[1], [string, string][], string[]?]>([
    ["end where the agent is added", { kind: "add", agent: "8001", to: new Set([0]) }, [[", except: [li]", ""]]],
    [
      "stay where the agent gets a priority that the team does not give",
      { kind: "add", agent: "8001", to: new Set([0]), priority: 3 },
      [["[li] }]", "[li] }, { agent: li, priority: 3 }]"]],
    ],
    [
      "go with the agent",
      { kind: "remove", agent: "8001" },
      [
        [", li, wang", ", wang"],
        [", except: [li]", ""],
      ],
    ],
    [
      "begin where the agent leaves one group of the team",
      { kind: "remove", agent: "8002", from: new Set([1]) },
      [["team: t # all\n", "team: t # all\n        except: [wang]\n"]],
      ["excepted"],
    ],
    [
      "name whoever replaces the agent",
      { kind: "replace", agent: "8001", by: "8100" },
      [
        [", li, wang", ', "8100", wang'],
        ["except: [li]", 'except: ["8100"]'],
      ],
    ],
    [
      "name whoever gets the agent's groups",
      { kind: "copy", agent: "8001", by: "8100" },
      [
        [", li, wang", ', li, wang, "8100"'],
        ["except: [li]", 'except: [li, "8100"]'],
      ],
    ],
    [
      "and owners have the new name",
      { kind: "rename", alias: "li", to: "li.na" },
      [
        ["{ li:", "{ li.na:"],
        [", li, wang", ", li.na, wang"],
        ["owner: li,", "owner: li.na,"],
        ["owner: li #", "owner: li.na #"],
        ["[li]", "[li.na]"],
      ],
    ],
  ])("%s", (_what, edit, edits, codes = []) => {
    const { changed, findings } = editAgent(new Map([["a.yaml", TEXT]]), edit);
    const expected = edits.reduce((now, [from, to]) => now.replace(from, to), TEXT);
    expect([changed.get("a.yaml"), findings.map(({ code }) => code)]).toEqual([expected, codes]);
  });
});

it.each<[string, string, Parameters<typeof editAgent>[1], string]>([
  [
    "a pair without braces",
    "[agent: 8000, 8001]",
    { kind: "add", agent: "8000", to: new Set([0]), priority: 2 },
    "[{ agent: 8000, priority: 2 }, 8001]",
  ],
  [
    "a team without braces",
    "[team: t, 8009]",
    { kind: "remove", agent: "8001", from: new Set([0]) },
    "[{ team: t, except: [8001] }, 8009]",
  ],
  [
    "an agent of two lines",
    "\n      - |-\n        8009\n      - 8001",
    { kind: "remove", agent: "8009" },
    "\n      - 8001",
  ],
  [
    "another for an agent of two lines",
    "\n      - >-\n        8009\n      - 8001",
    { kind: "replace", agent: "8009", by: "8010" },
    '\n      - "8010"\n      - 8001',
  ],
])("edits odd entries: %s", (_what, before, edit, after) => {
  const wrap = (list: string) =>
    `version: 1\nteams: { t: [8000, 8001] }\ngroups:\n  - displayName: a\n    members: ${list}\n  - { displayName: b, members: [{ team: t }] }\n`;
  const { changed, findings } = editAgent(new Map([["a.yaml", wrap(before)]]), edit);
  expect([changed.get("a.yaml"), findings.filter(({ severity }) => severity === "error")]).toEqual([wrap(after), []]);
});

it("takes a comment for a name only where it is nobody else's, behind every entry", () => {
  const replaced = (entries: string) => {
    const text = `version: 1\ngroups:\n  - displayName: a\n    members:\n${entries}`;
    const { changed } = editAgent(new Map([["a.yaml", text]]), { kind: "replace", agent: "8000", by: "8009" });
    return changed.get("a.yaml")?.slice(text.length - entries.length);
  };
  const other = '      - "8001" # night\n';
  expect(replaced(`      - "8000" # 李雷\n${other}`)).toBe(`      - "8009"\n${other}`);
  expect(replaced(`      - "8000" # night\n${other}`)).toBe(`      - "8009" # night\n${other}`);
  expect(replaced(`      - "8000" # a\n${other}      - "8000" # b\n`)).toBe(
    `      - "8009" # a\n${other}      - "8009" # b\n`,
  );
});

it("takes along the remark that accepts a warning of an entry, and leaves headings", () => {
  const said = "      # muster: allow unknown-agent — joins tomorrow\n";
  const text = `version: 1\ngroups:\n  - displayName: a\n    members:\n      # night\n${said}      - "8000"\n${said}      - "8001"\n      - "8002"\n`;
  const removed = (agent: string) =>
    editAgent(new Map([["a.yaml", text]]), { kind: "remove", agent }).changed.get("a.yaml");
  expect(removed("8000")).toBe(text.replace(`${said}      - "8000"\n`, ""));
  expect(removed("8001")).toBe(text.replace(`${said}      - "8001"\n`, ""));
  expect(removed("8002")).toBe(text.replace('      - "8002"\n', ""));
});

describe("the lines that change", () => {
  it.each<[string, Parameters<typeof editAgent>[1], string[], string[]?]>([
    [
      "removed from everywhere, teams included",
      { kind: "remove", agent: "8042" },
      [
        "- - wang.jie # leads",
        '- day: [wang.jie, "8003"] # two',
        '+ day: ["8003"] # two',
        "- { agent: wang.jie, priority: 5 },",
      ],
    ],
    ["removed from a group of its own", { kind: "remove", agent: "8043", from: at("售前") }, ['- - "8043" # 韩梅']],
    [
      "removed from all groups of a team",
      { kind: "remove", agent: "8001", from: at("夜班", "投诉") },
      ["- - { agent: li.na, priority: 2 }"],
    ],
    [
      "removed from one group of a team, which others use whole",
      { kind: "remove", agent: "8001", from: at("夜班", "大客户") },
      [
        "- - { team: night, priority: 1 } # the crew",
        "+ - { team: night, priority: 1, except: [li.na] } # the crew",
        "- li.na, # lead",
      ],
      ["excepted"],
    ],
    ["not removed from where it is not", { kind: "remove", agent: "8001", from: at("白班") }, []],
    [
      "added to lists, each in its style",
      { kind: "add", agent: "8042", to: at("售前", "大客户", "放任"), priority: 2 },
      [
        '+ - { agent: "8042", priority: 2 } # 王杰',
        "- { agent: wang.jie, priority: 5 },",
        "+ { agent: wang.jie, priority: 2 },",
        "- members: []",
        "+ members: [{ agent: wang.jie, priority: 2 }]",
      ],
    ],
    [
      "another priority beside a team that serves others, too",
      { kind: "add", agent: "8042", to: at("投诉", "大客户"), priority: 2 },
      [
        '- members: [{ team: night }, "8002"] # both',
        '+ members: [{ team: night, except: [wang.jie] }, "8002", { agent: wang.jie, priority: 2 }] # both',
        "- { agent: wang.jie, priority: 5 },",
        "+ { agent: wang.jie, priority: 2 },",
      ],
      ["excepted"],
    ],
    [
      "added to a team that serves only this group",
      { kind: "add", agent: "8100", to: at("白班") },
      ['- day: [wang.jie, "8003"] # two', '+ day: [wang.jie, "8003", "8100"] # two'],
    ],
    [
      "added beside a team that serves others, too",
      { kind: "add", agent: "8100", to: at("夜班"), priority: 4 },
      ['+ - { agent: "8100", priority: 4 }'],
      ["beside-team"],
    ],
    [
      "added with the name that other comments give",
      { kind: "add", agent: "8043", to: at("放任", "大客户") },
      ['+ "8043",', "- members: []", '+ members: ["8043"]'],
    ],
    ["added where it is already", { kind: "add", agent: "8043", to: at("售前", "售后") }, []],
    [
      "moved with its priority",
      { kind: "move", agent: "8001", from: at("售前"), to: at("售后") },
      ["- - { agent: '8001', priority: 3 } # 李娜", "+ - { agent: li.na, priority: 3 }"],
    ],
    [
      "moved from two priorities",
      { kind: "move", agent: "8001", from: at("售前", "大客户"), to: at("售后") },
      [],
      ["priorities-differ"],
    ],
    [
      "moved from where it is not",
      { kind: "move", agent: "8043", from: at("白班"), to: at("放任") },
      [],
      ["not-a-member"],
    ],
    [
      "replaced in place, the name's comment with it",
      { kind: "replace", agent: "8043", by: "8042" },
      ['- - "8043" # 韩梅', '+ - "8042" # 王杰', '- - "8043" # 韩梅', "+ - wang.jie # 王杰"],
    ],
    [
      "replaced in teams, comments kept that name nobody",
      { kind: "replace", agent: "8042", by: "8100" },
      [
        "- - wang.jie # leads",
        '+ - "8100" # leads',
        '- day: [wang.jie, "8003"] # two',
        '+ day: ["8100", "8003"] # two',
        "- { agent: wang.jie, priority: 5 },",
        '+ { agent: "8100", priority: 5 },',
      ],
    ],
    [
      "copied through teams",
      { kind: "copy", agent: "8042", by: "8100" },
      [
        '- day: [wang.jie, "8003"] # two',
        '+ - "8100"',
        '+ day: [wang.jie, "8003", "8100"] # two',
        '+ { agent: "8100", priority: 5 },',
      ],
    ],
    [
      "copied to someone who is in some of the groups",
      { kind: "copy", agent: "8005", by: "8001" },
      ["+ - li.na"],
      ["priority-kept"],
    ],
    [
      "renamed",
      { kind: "rename", alias: "li.na", to: "li na" },
      [
        "- li.na: '8001'",
        "+ li na: '8001'",
        "- - { agent: li.na, priority: 2 }",
        "+ - { agent: li na, priority: 2 }",
        "- li.na, # lead",
        "+ li na, # lead",
      ],
    ],
    ["renamed to what it is", { kind: "rename", alias: "li.na", to: "li.na" }, []],
  ])("%s", (_what, edit, lines, codes = []) => {
    expect(changes(edit)).toEqual({ lines, codes });
  });
});

/** Whatever word went or came names one of the agents, or belongs to an entry of theirs. */
function expectFewWords(before: string, after: string, names: readonly string[]): void {
  expect(after.endsWith("\n")).toBe(before.endsWith("\n"));
  if (before.includes("\r\n")) expect(after).not.toMatch(/[^\r]\n/);
  const words = (text: string) => text.replace(/(?:^|\s)#.*/gm, "").split(/[\s,[\]{}]+/);
  const parts = names.flatMap((name) => name.split(" "));
  for (const { added, removed, value } of diffArrays(words(before), words(after))) {
    if (!added && !removed) continue;
    for (const word of value)
      if (!parts.some((part) => word.includes(part)))
        expect(word).toMatch(
          /^(?:-|["']?(?:agent|team|priority|except)["']?:.*|["']?(?:t|u|夜|班)["']?|[*&]x\d+|!!str|[>|]-|[0-2]|)$/,
        );
  }
}
