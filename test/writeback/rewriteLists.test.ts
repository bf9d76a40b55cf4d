import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadDesired } from "../../src/config/loadDesired.js";
import type { LiveGroup } from "../../src/moor/live.js";
import { matchGroups } from "../../src/plan/matchGroups.js";
import { aliasNames } from "../../src/writeback/aliasNames.js";
import { declare } from "../../src/writeback/declare.js";
import { type PullRequest, pullFiles } from "../../src/writeback/pullFiles.js";
import { teamName } from "../../src/writeback/teamNames.js";
import { fileOf } from "../config/reading.js";
import { liveGroup } from "../support/builders.js";
import { HOSTILE, planOf, REMARKS } from "./states.js";

const NAMES: Readonly<Record<string, string>> = {
  8000: "张伟",
  8001: "李娜",
  8002: "王芳",
  8003: "陈洁",
  8004: "张伟",
};

/** Live groups whose members carry the account's names. */
function named(groups: readonly LiveGroup[], names = NAMES): LiveGroup[] {
  return groups.map((group) => ({
    ...group,
    members: group.members.map((member) => {
      const agentName = names[member.agentNumber];
      return { ...member, ...(agentName !== undefined && { agentName }) };
    }),
  }));
}

interface Options extends Partial<PullRequest> {
  readonly names?: Readonly<Record<string, string>>;
}

function pull(files: Readonly<Record<string, string>>, live: readonly LiveGroup[], options: Options = {}) {
  const texts = new Map(Object.entries(files));
  const { desired } = loadDesired([...texts].map(([path, text]) => fileOf(text, path)));
  const { names = NAMES, ...rest } = options;
  const pulled = pullFiles({
    texts,
    desired: desired?.groups ?? [],
    live,
    match: (groups) =>
      new Map(matchGroups(groups, live).matches.flatMap((one) => (one.live ? [[one.desired, one.live]] : []))),
    only: () => true,
    isIgnored: () => false,
    newGroups: { file: "groups/pulled.yaml" },
    definitions: { agents: "groups/agents.yaml", teams: "groups/teams.yaml" },
    pin: false,
    remarks: REMARKS,
    people: { names: new Map(Object.entries(names)), remarkOf: () => undefined },
    teams: true,
    ...rest,
  });
  const after = { ...files, ...Object.fromEntries(pulled.files.map(({ path, text }) => [path, text])) };
  return { ...pulled, after };
}

const numbersOnly = { people: undefined, teams: false };

describe("aliases from the account's names", () => {
  it.each<[what: string, people: Readonly<Record<string, string>>, taken: string[], expected: Record<string, string>]>([
    ["as they are", { 1: "张伟", 2: "Li Na" }, [], { 1: "张伟", 2: "Li Na" }],
    ["two of one name", { 8005: "张伟", 8077: " 张　伟" }, [], { 8005: "张伟-8005", 8077: "张 伟-8077" }],
    ["alike but for width and case", { 1: "ＬＩ", 2: "li" }, [], { 1: "ＬＩ-1", 2: "li-2" }],
    ["with their numbers already", { 8077: "张伟-8077", 8005: "张伟" }, [], { 8077: "张伟-8077", 8005: "张伟-8005" }],
    ["with somebody else's number", { 8005: "张伟8077", 8077: "李娜" }, [], { 8005: "张伟8077-8005", 8077: "李娜" }],
    ["taken by somebody else", { 1: "张伟" }, ["张伟"], { 1: "张伟-1" }],
    ["taken twice", { 1: "张伟" }, ["张伟", "张伟-1"], {}],
    ["numbers", { 1: "8002", 2: "８００３", 3: "80 04", 4: "12-3" }, [], {}],
    ["nothing to see", { 1: "", 2: " \u3000", 3: "\u200b", 4: "\n" }, [], {}],
    ["hidden characters", { 1: "李\u200b娜", 2: "a\u202eb", 3: "x\ny" }, [], { 1: "李娜", 2: "ab", 3: "x y" }],
    ["too long", { 1: "非常".repeat(20) }, [], { 1: `${"非常".repeat(10)}-1` }],
    ["words of programs", { 1: "__proto__", 2: "<<" }, [], { 1: "__proto__-1", 2: "<<-2" }],
  ])("%s", (_what, people, taken, expected) => {
    const known = new Map(Object.entries(people));
    expect(Object.fromEntries(aliasNames([...known.keys()], known, taken))).toEqual(expected);
  });
});

describe("names of teams", () => {
  it.each([
    [["夜班-电话", "夜班-微信"], [], "夜班"],
    [["北京-夜班", "上海-夜班"], [], "夜班"],
    [["VIP（金）", "VIP（银）"], [], "VIP"],
    [["Sales Berlin", "Sales Bern"], [], "Sales"],
    [["a1", "b2"], [], "team-1"],
    [["a1", "b2"], ["team-1"], "team-2"],
    [["夜班-电话", "夜班-微信"], ["夜班"], "夜班-2"],
    [["10086-a", "10086-b"], [], "team-1"],
    [["夜班🛒", "夜班🛒2"], [], "夜班"],
    [["同名", "同名"], [], "同名"],
  ])("%j beside %j: %s", (groups, taken, expected) => {
    expect(teamName(groups, new Set(taken))).toBe(expected);
  });
});

const FILE = `# ours
version: 1

groups:
  - displayName: 夜班-电话 # by the phone
    members:
      - "8000" # 张伟
      - { agent: 8001, priority: 2 } # 李娜
      - 8002 # until June
  - displayName: 夜班-网页
    members: ["8000", { agent: "8001", priority: 2 }, '8003']
  - displayName: 夜班-微信
    members:
      - "8003" # 陈洁
      - agent: "8001" # 李娜
        priority: 2
      - "8000" # 张伟
# the end
`;
const LIVE = named([
  liveGroup("1", "夜班-电话", ["8000", "8001:2", "8002"]),
  liveGroup("2", "夜班-网页", ["8000", "8001:2", "8003"]),
  liveGroup("3", "夜班-微信", ["8000", "8001:2", "8003"]),
]);

describe("pulling names and teams", () => {
  it("puts names into lists, and one team in place of those that are equal; what people wrote stays", () => {
    const { after, names, teams, files } = pull({ "groups/a.yaml": FILE }, LIVE);
    expect([names, teams]).toEqual([4, 1]);
    expect(after).toEqual({
      "groups/agents.yaml": `version: 1

agents:
  张伟-8000: { number: "8000", name: 张伟 }
  李娜: { number: "8001", name: 李娜 }
  王芳: { number: "8002", name: 王芳 }
  陈洁: { number: "8003", name: 陈洁 }
`,
      "groups/teams.yaml": `version: 1

teams:
  夜班:
    - 张伟-8000
    - { agent: 李娜, priority: 2 }
    - 陈洁
`,
      "groups/a.yaml": `# ours
version: 1

groups:
  - displayName: 夜班-电话 # by the phone
    members:
      - 张伟-8000
      - { agent: 李娜, priority: 2 }
      - 王芳 # until June
  - displayName: 夜班-网页
    members: [{ team: 夜班 }]
  - displayName: 夜班-微信
    members:
      - { team: 夜班 }
# the end
`,
    });
    expect(files.map(({ path, before }) => [path, before === undefined])).toEqual([
      ["groups/a.yaml", false],
      ["groups/agents.yaml", true],
      ["groups/teams.yaml", true],
    ]);
    expect(pull(after, LIVE).files).toEqual([]);
  });

  it("adds newcomers to the agents that are there, and uses their names; teams that equal a list are used", () => {
    const text = `version: 1
agents: { zhang: "8000", 李娜: { number: "8009" } } # who
teams:
  crew: # the night
    - zhang
    - "8001"
    - "8002" # leads
groups:
  - displayName: a
    members: [ zhang, "8001", 8002 ]
  - displayName: b
    members: [ "8000", "8003" ]
`;
    const live = named([liveGroup("1", "a", ["8000", "8001", "8002"]), liveGroup("2", "b", ["8000", "8003", "8005"])]);
    const { after } = pull({ "a.yaml": text }, live);
    expect(after["a.yaml"]).toBe(
      text
        .replace(
          '"8009" } }',
          '"8009" }, 李娜-8001: { number: "8001", name: 李娜 }, 王芳: { number: "8002", name: 王芳 }, 陈洁: { number: "8003", name: 陈洁 } }',
        )
        .replace('    - "8001"', "    - 李娜-8001")
        .replace('"8002" # leads', "王芳 # leads")
        .replace('    - "8001"', "    - 李娜-8001")
        .replace('"8002" # leads', "王芳 # leads")
        .replace('[ zhang, "8001", 8002 ]', "[{ team: crew }]")
        .replace('[ "8000", "8003" ]', '[ zhang, 陈洁, "8005" ]'),
    );
    expect(pull(after, live).files).toEqual([]);
  });

  it("keeps to the groups that are meant, and to files that no other account reads", () => {
    const only = ({ displayName }: LiveGroup) => displayName === "夜班-电话";
    const { after, names, teams } = pull({ "groups/a.yaml": FILE }, LIVE, { only });
    expect([names, teams]).toEqual([3, 0]);
    expect(after["groups/a.yaml"]?.split("\n").slice(9)).toEqual(FILE.split("\n").slice(9));
    expect(pull({ "groups/a.yaml": FILE }, LIVE, { isShared: (path) => path === "groups/a.yaml" }).files).toEqual([]);
  });

  it.each([
    ["a file with a version", "version: 1\ngroups:\n", "version: 1\n\nagents:\n  李娜: X\n\ngroups:\n"],
    [
      "agents: {}",
      "version: 1\nagents: {} # none\ngroups:\n",
      "version: 1\nagents: {} # none\ngroups:\nEND---\nversion: 1\n\nagents:\n  李娜: X\n",
    ],
    [
      "comments behind",
      'version: 1\nagents:\n    a: "1" # a\n    # more\ngroups:\n',
      'version: 1\nagents:\n    a: "1" # a\n    李娜: X\n    # more\ngroups:\n',
    ],
    ["windows line ends", "version: 1\r\n\r\ngroups:\r\n", "version: 1\r\n\r\nagents:\r\n  李娜: X\r\n\r\ngroups:\r\n"],
  ])("writes agents into the same file: %s", (_what, head, expected) => {
    const newline = head.includes("\r\n") ? "\r\n" : "\n";
    const group = (member: string) => `  - displayName: g${newline}    members: [${member}]${newline}`;
    const text = `${head}${group('"8001"')}`;
    const live = named([liveGroup("1", "g", ["8001"])]);
    const definitions = { agents: "a.yaml", teams: "a.yaml" };
    const { after } = pull({ "a.yaml": text }, live, { definitions });
    const [before = "", behind = ""] = expected.split("END");
    expect(after["a.yaml"]).toBe(`${before}${group("李娜")}${behind}`.replace("X", '{ number: "8001", name: 李娜 }'));
    expect(pull(after as Record<string, string>, live, { definitions }).files).toEqual([]);
  });
});

describe("comments that name agents", () => {
  it("follow the account, where they are what pull wrote", () => {
    const text = (remarks: readonly string[]) =>
      `version: 1\ngroups:\n  - displayName: g\n    members:\n${remarks.map((one, index) => `      - "${8000 + index}" ${one}\n`).join("")}`;
    const names = {
      8000: "罗小明",
      8001: "李娜（夜班）",
      8002: "赵新",
      8003: "陈洁",
      8004: "张伟",
      8005: "王芳",
      8006: "刘洋",
    };
    const live = named([liveGroup("1", "g", Object.keys(names))], names);
    const before = ["# 罗晓明", "# 李娜", "# 陈洁", "# 陈洁", "# 张哥", "# until June", "# 刘洋, leads"];
    const { after, files } = pull({ "a.yaml": text(before) }, live, numbersOnly);
    expect(after["a.yaml"]).toBe(
      text(["# 罗小明", "# 李娜（夜班）", "# 赵新", "# 陈洁", "# 张哥", "# until June", "# 刘洋, leads"]),
    );
    expect(files).toHaveLength(1);
    expect(pull(after, live, numbersOnly).files).toEqual([]);
  });

  it("stand behind numbers that a pull adds", () => {
    const text = "version: 1\ngroups:\n  - displayName: g\n    members:\n      - 8000\n";
    const { after } = pull({ "a.yaml": text }, named([liveGroup("1", "g", ["8000", "8001:3", "8009"])]), numbersOnly);
    expect(after["a.yaml"]).toBe(`${text}      - { agent: 8001, priority: 3 } # 李娜\n      - 8009\n`);
  });
});

describe("pinning", () => {
  it("leaves to the plan what differs, and says how many groups do", () => {
    const text = "version: 1\ngroups:\n  - displayName: a\n    memory: 1d\n    members: [8000]\n  - displayName: b\n";
    const live = [liveGroup("1", "a", ["8001"], { memory: "off" }), liveGroup("2", "b", ["8002"])];
    const { after, onlyPinned } = pull({ "a.yaml": text }, live, { ...numbersOnly, pin: true });
    expect(after["a.yaml"]).toBe(
      text.replace("  - displayName: a\n", '  - displayName: a\n    exten: "1"\n').replace(/$/, '    exten: "2"\n'),
    );
    expect(onlyPinned).toBe(1);
  });

  it("is for the groups that are asked for, and so is a list that has an agent twice", () => {
    const text = "version: 1\ngroups:\n  - displayName: a\n    members: []\n  - displayName: b\n    members: []\n";
    const live = [liveGroup("1", "a", ["8001", "8001:2"]), liveGroup("2", "b", ["8002"])];
    const only = (group: LiveGroup) => group === live[0];
    const pinned = pull({ "a.yaml": text }, live, { ...numbersOnly, pin: true, only });
    expect(pinned.after["a.yaml"]).toBe(text.replace("a\n", 'a\n    exten: "1"\n'));
    const { after } = pull({ "a.yaml": text }, live, { ...numbersOnly, only });
    expect(after["a.yaml"]).toBe(text.replace("[]", '["8001"]'));
  });
});

const person = fc.oneof(
  fc.constantFrom(...HOSTILE, "张伟", "张伟", "8001"),
  fc.string({ unit: "binary", maxLength: 6 }),
);
const numbers = fc.integer({ min: 8000, max: 8009 }).map(String);
const lists = fc.array(fc.record({ number: numbers, priority: fc.constantFrom(0, 0, 3) }), { maxLength: 5 });
const styles = fc.constantFrom("dashes", "dashes", "brackets", "maps");
const remark = fc.constantFrom("", "", "name", " # leads until June");
const group = fc.record({
  list: fc.nat(3),
  now: fc.option(fc.nat(3)),
  style: styles,
  remarks: fc.array(remark, { minLength: 5, maxLength: 5 }),
});
const accounts = fc.record({
  people: fc.array(person, { minLength: 10, maxLength: 10 }),
  lists: fc.array(lists, { minLength: 4, maxLength: 4 }),
  groups: fc.array(group, { maxLength: 5 }),
  pulled: fc.array(fc.nat(3), { maxLength: 3 }),
  declared: fc.uniqueArray(fc.nat(9), { maxLength: 3 }),
  crlf: fc.boolean(),
});

describe("names and teams of any account", () => {
  it("change no plan, no other line and no comment; a second pull has nothing to do", () => {
    fc.assert(
      fc.property(accounts, ({ people, lists: written, groups, pulled, declared, crlf }) => {
        const names = Object.fromEntries(people.map((name, index) => [String(8000 + index), name]));
        const once = written.map((list) => [...new Map(list.map((one) => [one.number, one])).values()]);
        const entries = groups.map(({ list, style, remarks }, index) => {
          const members = (once[list] ?? []).map(({ number, priority }, place) => {
            const name = (names[number] ?? "").trim();
            const wanted = remarks[place] ?? "";
            const own = wanted === "name" ? (/^[\p{L} ]+$/u.test(name) ? ` # ${name}` : "") : wanted;
            const plain = priority === 0 ? `"${number}"` : `{ agent: "${number}", priority: ${priority} }`;
            return style === "maps"
              ? `agent: ${number}${own}\n        priority: ${priority}`
              : `${plain}${style === "dashes" ? own : ""}`;
          });
          const head = `  - displayName: 组-${index} # own ${index}\n    members:`;
          if (members.length === 0 || style === "brackets") return `${head} [${members.join(", ")}]\n`;
          return `${head}\n${members.map((one) => `      - ${one}\n`).join("")}`;
        });
        const agents = declared.map((index) => `  a${index}: "${8000 + index}" # alias ${index}\n`).join("");
        const plain = `version: 1\n${agents === "" ? "" : `agents:\n${agents}`}${entries.length === 0 ? "" : `groups:\n${entries.join("")}`}`;
        const text = crlf ? plain.replaceAll("\n", "\r\n") : plain;
        const live = named(
          [
            ...groups.map(({ list, now }, index) => ({ name: `组-${index}`, list: now ?? list })),
            ...pulled.map((list, index) => ({ name: `新-${index}`, list })),
          ].map(({ name, list }, index) =>
            liveGroup(
              String(10 + index),
              name,
              (once[list] ?? []).map(({ number, priority }) => (priority === 0 ? number : `${number}:${priority}`)),
            ),
          ),
          names,
        );
        const { after } = pull({ "a.yaml": text }, live, { names });
        const draft = planOf(new Map(Object.entries(after)), live);
        expect([draft.actions, draft.manual, draft.unmanaged]).toEqual([[], [], []]);
        // Comments of entries go with them.
        const stays = groups.every(({ now }) => now === null)
          ? /# (?:own|alias) \d+|# leads until June/g
          : /# (?:own|alias) \d+/g;
        for (const [comment] of text.matchAll(stays))
          expect(after["a.yaml"]?.split(comment).length).toBe(text.split(comment).length);
        if (crlf) expect(after["a.yaml"]).not.toMatch(/[^\r]\n/);
        for (const index of declared) expect(Object.values(after).join("")).not.toContain(`number: "${8000 + index}"`);
        const again = pull(after, live, { names });
        expect(again.files).toEqual([]);
      }),
      { numRuns: Number(process.env["RUNS"] ?? 60) },
    );
  });
});

it("adds a name behind the comment of the one before", () => {
  const text = 'version: 1\nagents: {\n  a: "8000", # boss\n  b: "8001" # night\n}\n';
  const added = declare(
    "agents",
    [{ inline: 'c: "8002"', lines: [] }],
    new Map([["a.yaml", text]]),
    "a.yaml",
    () => false,
  );
  expect(added.text).toBe(text.replace("# night", '# night\n  c: "8002"').replace('"8001" #', '"8001", #'));
});
