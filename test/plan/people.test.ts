import { describe, expect, it } from "vitest";
import type { AgentDeclaration } from "../../src/config/declarations.js";
import type { DesiredGroup } from "../../src/config/desired.js";
import type { AgentDirectory, AgentStatus, LiveGroup } from "../../src/moor/live.js";
import type { PlanInput } from "../../src/plan/makePlan.js";
import { desiredGroup, liveGroup, plan } from "../support/builders.js";

/** `8001 胡娟`, or `8001 胡娟 disabled`. */
const directory = (...agents: readonly string[]): AgentDirectory =>
  new Map(
    agents.map((agent) => {
      const [number = "", name = "", status] = agent.split(" ");
      return [number, status === undefined ? { name } : { name, status: status as AgentStatus }];
    }),
  );

/** `li.na 8001`, or `li.na 8001 李娜`. */
const aliases = (...entries: readonly string[]): AgentDeclaration[] =>
  entries.map((entry, index) => {
    const [alias = "", number = "", name] = entry.split(" ");
    const at = { file: "agents.yaml", line: index + 1, column: 3 };
    return { alias, number, at, ...(name === undefined ? {} : { name }) };
  });

interface Setting extends Partial<PlanInput> {
  readonly groups?: readonly DesiredGroup[];
  readonly listed?: readonly LiveGroup[];
  readonly names?: readonly AgentDeclaration[];
}

function made({ groups = [], listed = [], names = [], ...more }: Setting) {
  const desired = { groups, agentNames: new Map<string, string>(), aliases: names };
  return plan(groups, listed, { desired, isIgnored: () => true, ...more });
}

const found = (setting: Setting) =>
  made(setting)
    .findings.filter(({ code }) => !["nothing-desired", "create-without-members"].includes(code))
    .map(({ code, args, source }) => ({ code, ...args, ...(source === undefined ? {} : { line: source.line }) }));

describe("names of the files and of the account", () => {
  const HERE = directory(
    "8001 胡娟",
    "8005 张伟-8005",
    "8017 李娜",
    "8018 李娜",
    "8077 张伟（8077）",
    "8100 王五",
    "8200 赵新",
  );

  it.each([
    ["the same", "a 8001 胡娟"],
    ["the same, with a space and full-width", "a 8017 李　娜"],
    ["with the number that the firm adds", "a 8005 张伟"],
    ["with the number that the files add", "a 8017 李娜（8017）"],
    ["with what the firm adds", "a 8100 王五-售后"],
    ["an alias in pinyin", "hu.juan 8001"],
    ["an alias that is a nickname", "小胡 8001"],
    ["an alias that is the name, which others have too", "李娜 8018"],
    ["an alias with the number", "张伟-8077 8077"],
    ["a number that the account does not have", "a 9999 李娜"],
  ])("%s: nothing to say", (_what, entry) => {
    expect(found({ names: aliases(entry), directory: HERE })).toEqual([]);
  });

  it.each([
    ["somebody else's name", "li.na 8001 李娜", { written: "李娜", others: ["8017", "8018"] }],
    ["nobody's name", "li.na 8001 钱多", { written: "钱多", others: [] }],
    ["an alias that is another's name", "赵新 8001", { written: "赵新", others: ["8200"], isAlias: true }],
    ["an alias with another's number", "张伟-8077 8001", { written: "张伟-8077", others: ["8077"], isAlias: true }],
  ])("%s is a warning at the entry", (_what, entry, more) => {
    const expected = { code: "name-differs", agentNumber: "8001", accountName: "胡娟", line: 1, ...more };
    expect(found({ names: aliases(entry), directory: HERE })).toEqual([expected]);
  });

  it("a name that could be the agent's and is exactly another's is that one's", () => {
    const two = directory("8005 张伟2", "8077 张伟");
    expect(found({ names: aliases("zw 8005 张伟"), directory: two })).toMatchObject([{ others: ["8077"] }]);
    expect(found({ names: aliases("zw 8005 张伟"), directory: directory("8005 张伟2") })).toEqual([]);
  });

  it("without a directory, the names that live groups show are the account's; the number is no name", () => {
    const live = liveGroup("1", "a", [], {
      members: [
        { agentNumber: "8001", priority: 0, agentName: "胡娟" },
        { agentNumber: "8002", priority: 0, agentName: "8002" },
      ],
    });
    const names = aliases("x 8001 李娜", "y 8002 李娜");
    expect(found({ names, listed: [live] })).toMatchObject([{ code: "name-differs", agentNumber: "8001" }]);
  });

  it("a limited run speaks of its groups' members only", () => {
    const groups = [desiredGroup("a", ["8001"]), desiredGroup("b", ["8100"])];
    const names = aliases("x 8001 李娜", "y 8100 李娜");
    const only = ({ displayName }: DesiredGroup) => displayName === "b";
    expect(found({ groups, names, directory: HERE, only })).toMatchObject([
      { code: "name-differs", agentNumber: "8100" },
    ]);
  });

  it("plans show the account's name, with the alias; the files' where the account's is not known; the hash is the same", () => {
    const groups = [desiredGroup("a", ["8001", "8300"])];
    const wanted = groups.map((group) => ({
      ...group,
      members: (group.members ?? []).map((one) => ({ ...one, alias: "li.na", agentName: "李娜" })),
    }));
    const setting = { groups: wanted, listed: [liveGroup("1", "a")] };
    const { plan: known } = made({ ...setting, directory: HERE });
    expect(known.actions[0]?.added).toMatchObject([
      { agentNumber: "8001", alias: "li.na", agentName: "胡娟" },
      { agentNumber: "8300", alias: "li.na", agentName: "李娜" },
    ]);
    expect(known.hash).toBe(made(setting).plan.hash);
  });
});

describe("agents who cannot work", () => {
  const HERE = directory("8001 胡娟", "8195 王杰 disabled", "8196 钱多 locked", "8300 孙洋 disabled");

  it("are warned of once, at their first line, whether they join or stay; not where they leave", () => {
    const groups = [desiredGroup("a", ["8001", "8195"]), desiredGroup("b", ["8195", "8196"])];
    const listed = [liveGroup("1", "a", ["8001", "8300"]), liveGroup("2", "b", ["8196"])];
    expect(found({ groups, listed, directory: HERE })).toEqual([
      { code: "agent-disabled", agentNumber: "8195", agentName: "王杰", groups: ["a", "b"], line: 14 },
      { code: "agent-locked", agentNumber: "8196", agentName: "钱多", groups: ["b"], line: 14 },
    ]);
  });

  it("stop nothing", () => {
    const { plan: draft } = made({
      groups: [desiredGroup("a", ["8195"])],
      listed: [liveGroup("1", "a")],
      directory: HERE,
    });
    expect(draft.actions[0]?.after.members).toEqual([{ agentNumber: "8195", priority: 0 }]);
  });

  it("are counted where they stay members, with groups that the files leave alone", () => {
    const groups = [desiredGroup("a", ["8195"]), desiredGroup("b", []), desiredGroup("c")];
    const listed = [
      liveGroup("1", "a", ["8195"]),
      liveGroup("2", "b", ["8300"]),
      liveGroup("3", "c", ["8300"]),
      liveGroup("4", "d", ["8195", "8196", "8400", "8001"]),
    ];
    expect(found({ groups, listed, directory: HERE }).filter(({ code }) => code.endsWith("-members"))).toEqual([
      {
        code: "disabled-members",
        agents: [
          { agentNumber: "8195", agentName: "王杰", groups: 2 },
          { agentNumber: "8300", agentName: "孙洋", groups: 1 },
        ],
        groups: 3,
        unmanaged: 2,
      },
      { code: "unlisted-members", agents: [{ agentNumber: "8400", groups: 1 }], groups: 1, unmanaged: 1 },
    ]);
    const limited = { groups, listed, directory: HERE, only: () => true };
    expect(found(limited).map(({ code }) => code)).not.toContain("disabled-members");
  });

  it("a directory that lists fewer than half of the members is of somebody else", () => {
    const listed = [liveGroup("4", "d", ["8001", "9001", "9002"])];
    expect(found({ listed, directory: HERE })).toEqual([]);
  });

  it("nothing is said without the directory", () => {
    expect(found({ groups: [desiredGroup("a", ["8195"])], listed: [liveGroup("1", "a", ["8195"])] })).toEqual([]);
  });
});

describe("agents who are left without a group", () => {
  const without = (setting: Setting) => found(setting).filter(({ code }) => code === "left-without-group");
  const listed = [
    liveGroup("1", "a", ["8001", "8002", "8003"]),
    liveGroup("2", "b", ["8002", "8003"]),
    liveGroup("3", "unmanaged", ["8003"]),
  ];
  const groups = [desiredGroup("a", []), desiredGroup("b", [])];

  it("are those whom the plan takes out of all their groups: of the most groups first", () => {
    expect(without({ groups, listed })).toEqual([
      {
        code: "left-without-group",
        agents: [
          { agentNumber: "8002", groups: 2 },
          { agentNumber: "8001", groups: 1 },
        ],
      },
    ]);
  });

  it("not those who join another, or a new one; nor whoever was in none before", () => {
    const moved = [desiredGroup("a", []), desiredGroup("b", ["8001"]), desiredGroup("new", ["8002"])];
    expect(without({ groups: moved, listed })).toEqual([]);
    expect(without({ groups: [desiredGroup("b", ["8002", "8003"])], listed })).toEqual([]);
  });

  it("not those who are disabled, or who are no agents any more", () => {
    const gone = { groups, listed, directory: directory("8002 李娜 disabled", "8003 赵新") };
    expect(without(gone)).toEqual([]);
  });

  it("nothing is said where not all groups are known", () => {
    expect(without({ groups, listed, isPartial: true })).toEqual([]);
    const odd = { groups: listed, odd: [{ exten: "9", expected: "assignMembers" }], pageSize: 100, pages: 1 };
    expect(without({ groups, listed, live: odd })).toEqual([]);
  });
});
