import { describe, expect, it } from "vitest";
import type { DesiredMember } from "../../src/config/desired.js";
import { desiredOf, expectFindings, relatedOf } from "./reading.js";

const V = "version: 1\n";

/** `number priority @line:column`, with the team and the line that brought it in. */
function membersOf(text: string): string[] | undefined {
  return desiredOf(text).groups[0]?.members?.map(describeMember);
}

function describeMember({ agentNumber, priority, source: { line, column, team, via } }: DesiredMember): string {
  return `${agentNumber} ${priority} @${line}:${column}${team ? ` ${team}` : ""}${via ? ` via ${via.line}:${via.column}` : ""}`;
}

describe("members", () => {
  it("come from numbers, names, maps and teams, each with its place", () => {
    const text = `${V}agents:
  zhang.wei: "8000"
  li.na: { number: "8001", name: 李娜 }
teams:
  night-shift:
    - zhang.wei
    - { agent: li.na, priority: 2 }
groups:
  - displayName: 售前咨询
    members:
      - "8003"
      - { agent: "8004", priority: 5 }
      - { team: night-shift, priority: 1 }
`;
    expect(membersOf(text)).toEqual([
      "8003 0 @12:9",
      "8004 5 @13:9",
      "8000 1 @7:7 night-shift via 14:9",
      "8001 2 @8:7 night-shift via 14:9",
    ]);
    const { groups, agentNames } = desiredOf(text);
    expect(groups[0]?.members?.map(({ alias, agentName }) => [alias, agentName])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
      ["zhang.wei", undefined],
      ["li.na", "李娜"],
    ]);
    expect([...agentNames]).toEqual([
      ["8000", "zhang.wei"],
      ["8001", "李娜"],
    ]);
  });

  it("have a person's name where one is given, else the first alias", () => {
    const agents = "{ a: { number: 1, name: 甲 }, b: 1, c: 2, d: { number: 2, name: 乙 }, e: 3, f: 3 }";
    expect([...desiredOf(`${V}agents: ${agents}\n`).agentNames]).toEqual([
      ["1", "甲"],
      ["2", "乙"],
      ["3", "e"],
    ]);
  });

  it("have their name even when they are listed by number", () => {
    const { groups } = desiredOf(
      `${V}agents: { li.na: { number: 1, name: 李娜 } }\ngroups: [{ displayName: a, members: [1] }]\n`,
    );
    expect(groups[0]?.members).toMatchObject([{ agentNumber: "1", alias: "li.na", agentName: "李娜" }]);
  });

  it("have their own priority, else the nearest team reference's, else the next outer one's, else 0", () => {
    const teams = `${V}teams:
  inner: [{ agent: 1, priority: 9 }, 2]
  middle: [{ team: inner }, { team: other, priority: 7 }]
  other: [3]
`;
    const withPriority = (reference: string) =>
      membersOf(`${teams}groups:\n  - displayName: a\n    members: [${reference}]\n`);
    expect(withPriority("{ team: middle, priority: 5 }")).toEqual([
      "1 9 @3:11 inner via 8:15",
      "2 5 @3:38 inner via 8:15",
      "3 7 @5:11 other via 8:15",
    ]);
    expect(withPriority("{ team: middle }")).toEqual([
      "1 9 @3:11 inner via 8:15",
      "2 0 @3:38 inner via 8:15",
      "3 7 @5:11 other via 8:15",
    ]);
  });

  it("of a team in another file have their place there", () => {
    const { groups } = desiredOf(
      `${V}groups: [{ displayName: a, members: [{ team: t }] }]\n`,
      `${V}teams: { t: [1] }\n`,
    );
    expect(groups[0]?.members?.[0]?.source).toEqual({
      file: "1.yaml",
      line: 2,
      column: 14,
      team: "t",
      via: { file: "0.yaml", line: 2, column: 38 },
    });
  });

  it("through a YAML alias have the place of the alias, if they are one, and their own, if they are in one", () => {
    expect(membersOf(`${V}groups:\n  - displayName: a\n    members: &all [&one { agent: 1 }, 2]\n`)).toEqual([
      "1 0 @4:25",
      "2 0 @4:39",
    ]);
    const { groups } = desiredOf(
      `${V}teams: { t: &all [&one { agent: 1, priority: 3 }, 2] }\ngroups:\n  - { displayName: a, members: [*one] }\n  - displayName: b\n    members: *all\n`,
    );
    expect(groups.map(({ members }) => members?.map(describeMember))).toEqual([
      ["1 3 @4:33"],
      ["1 3 @2:24", "2 0 @2:51"],
    ]);
    expect(groups[1]?.settingSources.members).toMatchObject({ line: 6, column: 5 });
  });

  it("have whole priorities from 0", () => {
    const { groups } = desiredOf(
      `${V}groups: [{ displayName: a, members: [{ agent: 1, priority: 0 }, { agent: 2, priority: 1000 }] }]\n`,
    );
    expect(groups[0]?.members?.[0]?.priority).toBe(0);
    expect(groups[0]?.members?.[1]?.priority).toBe(1000);
  });

  it("left out are unmanaged; an empty list is an empty group", () => {
    const { groups } = desiredOf(`${V}groups: [{ displayName: a }, { displayName: b, members: [] }]\n`);
    expect(groups[0] && "members" in groups[0]).toBe(false);
    expect(groups[1]?.members).toEqual([]);
  });
});

describe("an agent reached twice", () => {
  it("with one priority is a warning at the second entry, and counts once", () => {
    const [finding] = expectFindings(
      `${V}groups:\n  - displayName: a\n    members: [1, 2, ‸{ agent: "1", priority: 0 }]\n`,
      "agent-twice",
    );
    expect(finding).toMatchObject({ severity: "warning", args: { agents: ["1"] } });
    expect(finding && relatedOf(finding)).toEqual(["first groups.yaml:4:15"]);
    expect(membersOf(`${V}groups: [{ displayName: a, members: [1, 1] }]\n`)).toEqual(["1 0 @2:38"]);
  });

  it("with two is an error that names both lines", () => {
    const marked = `${V}groups:\n  - displayName: a\n    members:\n      - 1\n      - ‸{ agent: 1, priority: 2 }\n`;
    const [finding] = expectFindings(marked, "priority-conflict");
    expect(finding).toMatchObject({
      severity: "error",
      args: { agent: "1", priority: 2, otherPriority: 0, other: "groups.yaml:5" },
    });
    expect(finding && relatedOf(finding)).toEqual(["first groups.yaml:5:9"]);
  });

  it("through a team is shown at the group's own entries, with the team's line", () => {
    const marked = `${V}agents: { li.na: 1 }\nteams:\n  t:\n    - { agent: li.na, priority: 2 }\ngroups:\n  - displayName: a\n    members:\n      - li.na\n      - ‸{ team: t }\n`;
    const [finding] = expectFindings(marked, "priority-conflict");
    expect(finding?.args).toEqual({ agent: "li.na (1)", priority: 2, otherPriority: 0, other: "groups.yaml:9" });
    expect(finding && relatedOf(finding)).toEqual(["first groups.yaml:9:9", "definition groups.yaml:5:7"]);
  });

  it("through two teams names both of their lines", () => {
    const marked = `${V}teams:\n  s: [1]\n  t: [1]\ngroups:\n  - displayName: a\n    members: [{ team: s, priority: 1 }, ‸{ team: t, priority: 2 }]\n`;
    const [finding] = expectFindings(marked, "priority-conflict");
    expect(finding && relatedOf(finding)).toEqual([
      "first groups.yaml:7:15",
      "definition groups.yaml:4:7",
      "definition groups.yaml:3:7",
    ]);
  });

  it("in a team is reported there, once, however often the team is used", () => {
    const use = "  - { displayName: a, members: [{ team: t }] }\n  - { displayName: b, members: [{ team: t }] }\n";
    expectFindings(`${V}teams: { t: [1, ‸1] }\ngroups:\n${use}`, "agent-twice");
    expectFindings(
      `${V}teams: { t: [{ agent: 1, priority: 1 }, ‸{ agent: 1, priority: 2 }] }\ngroups:\n${use}`,
      "priority-conflict",
    );
    expectFindings(`${V}teams: { t: [{ agent: 1, priority: 1 }, ‸1] }\ngroups:\n${use}`, "priority-conflict");
  });

  it("in a team, once without a priority, is judged by what the group makes of it", () => {
    const text = (priority: number) =>
      `${V}teams: { t: [{ agent: 1, priority: 1 }, ‸1] }\ngroups: [{ displayName: a, members: [{ team: t, priority: ${priority} }] }]\n`;
    expectFindings(text(1), "agent-twice");
    expectFindings(text(2), "priority-conflict");
    expectFindings(`${V}teams: { t: [{ agent: 1, priority: 1 }, 1] }\n`);
  });

  it("through two teams that share many is one warning", () => {
    const [finding] = expectFindings(
      `${V}agents: { b: 2 }\nteams: { s: [1, 2, 3], t: [3, 2] }\ngroups: [{ displayName: a, members: [{ team: s }, ‸{ team: t }] }]\n`,
      "agent-twice",
    );
    expect(finding?.args).toEqual({ agents: ["3", "b (2)"] });
  });

  it("in two teams of a team is shown at the outer team's entries", () => {
    expectFindings(`${V}teams:\n  s: [1]\n  t: [1]\n  u: [{ team: s }, ‸{ team: t }]\n`, "agent-twice");
  });
});

describe("except", () => {
  const teams = `${V}agents: { b: 2 }\nteams:\n  s: [1, b, 3]\n  t: [{ team: s, except: ["2"], priority: 4 }, { agent: 5, priority: 1 }]\n`;
  const use = (entries: string) => `${teams}groups:\n  - displayName: a\n    members: [${entries}]\n`;

  it("leaves agents out of a team, by number or name, in groups and in teams of teams", () => {
    expect(membersOf(use("{ team: s, except: [b, 1] }"))).toEqual(["3 0 @4:13 s via 8:15"]);
    expect(membersOf(use('{ team: t, except: ["5"] }'))).toEqual(["1 4 @4:7 s via 8:15", "3 4 @4:13 s via 8:15"]);
    expect(membersOf(use("{ team: s, except: [] }"))).toHaveLength(3);
  });

  it("lets another entry have the agent, with another priority", () => {
    const text = use("{ team: s, except: [b] }, { agent: b, priority: 9 }");
    expectFindings(text);
    expect(membersOf(text)).toEqual(["1 0 @4:7 s via 8:15", "3 0 @4:13 s via 8:15", "2 9 @8:41"]);
  });

  it("of nobody is a warning, and so is a name twice or a team left empty", () => {
    expect(expectFindings(use("{ team: t, except: [‸b] }"), "except-not-in-team")[0]).toMatchObject({
      severity: "warning",
      args: { agent: "b", team: "t" },
    });
    expectFindings(use("{ team: s, except: [b, ‸2] }"), "except-twice");
    expectFindings(use("{ team: s, except: [9, ‸9, 1] }").replace("[9", "[‸9"), "except-not-in-team", "except-twice");
    const [finding] = expectFindings(use("‸{ team: s, except: [1, 2, 3] }"), "except-everyone");
    expect(finding).toMatchObject({ severity: "warning", args: { team: "s", members: 3 } });
  });

  it("in a team is judged once, however often the team is used", () => {
    const text = `${V}teams:\n  s: [1]\n  t: [{ team: s, except: [‸2] }]\ngroups:\n`;
    const group = (name: string) => `  - { displayName: ${name}, members: [{ team: t }] }\n`;
    expectFindings(text + group("a") + group("b"), "except-not-in-team");
  });

  it("names agents that are known, and nothing else", () => {
    const [unknown] = expectFindings(use("{ team: s, except: [‸bb] }"), "unknown-agent-name");
    expect(unknown).toMatchObject({ severity: "error", args: { name: "bb", isException: true } });
    expect(expectFindings(use("{ team: t, except: [‸s] }"), "unknown-agent-name")[0]?.args).toMatchObject({
      isTeam: true,
    });
    expectFindings(use("{ team: s, except: [‸0800] }"), "leading-zero");
    expectFindings(use("{ team: s, except: [‸１２] }"), "bad-number");
    expectFindings(use("{ team: s, except: [‸{ agent: b }] }"), "wrong-type");
    expectFindings(use("{ team: s, except: ‸b }"), "wrong-type");
    expectFindings(use("{ agent: 1, ‸except: [b] }"), "unknown-field");
    expectFindings(use("{ team: s, ‸exept: [b] }"), "unknown-field");
    expectFindings(use("{ team: ‸none, except: [b] }"), "unknown-team");
  });
});

describe("what people are told", () => {
  const group = (lines: string) =>
    desiredOf(`${V}agents: { b: 2, c: { number: 3, name: 丙 } }\ngroups:\n  - displayName: a\n${lines}`).groups[0];

  it.each([
    ["c", { written: "c", agentNumber: "3", agentName: "丙" }],
    ['"3"', { written: "3", agentNumber: "3", agentName: "丙" }],
    ["2", { written: "2", agentNumber: "2" }],
    ["b", { written: "b", agentNumber: "2" }],
    ["客服一部 <cs@example.com>", { written: "客服一部 <cs@example.com>" }],
    ["__proto__", { written: "__proto__" }],
  ])("has an owner %s", (written, owner) => {
    expect(group(`    owner: ${written}\n`)?.owner).toEqual(owner);
  });

  it("has a description of several lines", () => {
    expect(group("    description: |\n      工作日\n      9 到 18 点\n")?.description).toBe("工作日\n9 到 18 点");
    expect(group('    description: " "\n    owner: " "\n')).toEqual(group(""));
  });

  it.each([
    ["owner: ‸0800", "leading-zero"],
    ["owner: ‸1.5", "bad-number"],
    ["owner: ‸[a]", "wrong-type"],
    ["owner: ‸null", "wrong-type"],
    ['owner: ‸""', "empty-value"],
    [`owner: ‸${"x".repeat(201)}`, "too-long"],
    ["description: ‸12", "unquoted-text"],
    ["description: ‸[a]", "wrong-type"],
    [`description: ‸${"x".repeat(1001)}`, "too-long"],
    ["‸desciption: a", "unknown-field"],
  ] as const)("refuses %s", (line, code) => {
    expectFindings(`${V}groups:\n  - displayName: a\n    ${line}\n`, code);
  });
});

describe("settings", () => {
  it("stand where their keys do", () => {
    const { groups } = desiredOf(`${V}groups:
  - displayName: 售前
    exten: "1"
    previously: [旧名, 老名]
    assignRule: least
    memory: off
    membership: additive
    members: [1]
  - displayName: b
`);
    const at = (line: number) => ({ file: "0.yaml", line, column: 5 });
    expect(groups[0]).toMatchObject({
      displayName: "售前",
      exten: "1",
      previously: ["旧名", "老名"],
      assignRule: "least",
      memory: "off",
      membership: "additive",
      source: at(3),
      settingSources: { displayName: at(3), exten: at(4), assignRule: at(6), memory: at(7), members: at(9) },
    });
    expect(groups[1]).toEqual({
      displayName: "b",
      previously: [],
      membership: "exact",
      source: at(10),
      settingSources: { displayName: at(10) },
    });
  });
});
