import { describe, expect, it } from "vitest";
import { expectFindings } from "./reading.js";

const V = "version: 1\n";
const G = `${V}groups:\n  - displayName: a\n`;

describe("shape", () => {
  it.each([
    ["a document that is text", "wrong-type", "‸hello\n"],
    ["a document that is a list", "wrong-type", "‸- a\n"],
    ["no version", "missing-field", "‸groups: []\n"],
    ["a version in quotes", "wrong-type", 'version: ‸"1"\n'],
    ["half a version", "wrong-type", "version: ‸1.5\n"],
    ["a version before the first", "bad-version", "version: ‸0\n"],
    ["a version to come", "newer-version", "version: ‸2\n"],
    ["an unknown field of the document", "unknown-field", `${V}‸group: []\n`],
    ["groups as a map", "wrong-type", `${V}groups:\n  ‸a: {}\n`],
    ["groups without a value", "wrong-type", `${V}‸groups:\n`],
    ["a group as text", "wrong-type", `${V}groups:\n  - ‸a\n`],
    ["a group without a name", "missing-field", `${V}groups:\n  - ‸members: []\n`],
    ["an empty entry", "wrong-type", `${V}groups:\n  ‸-\n  - displayName: a\n`],
    ["an empty name", "empty-value", `${V}groups:\n  - displayName: ‸""\n`],
    ["a name of white space", "empty-value", `${V}groups:\n  - displayName: ‸" "\n`],
    ["a name that is a number", "unquoted-text", `${V}groups:\n  - displayName: ‸123\n`],
    ["a name that is true", "unquoted-text", `${V}groups:\n  - displayName: ‸true\n`],
    ["a name that is null", "unquoted-text", `${V}groups:\n  - displayName: ‸null\n`],
    ["a name that is a tilde", "unquoted-text", `${V}groups:\n  - displayName: ‸~\n`],
    ["a name without a value", "wrong-type", `${V}groups:\n  - ‸displayName:\n`],
    ["a name that is a list", "wrong-type", `${V}groups:\n  - displayName: ‸[a]\n`],
    ["an unknown field of a group", "unknown-field", `${G}    ‸Members: []\n`],
    ["an unknown rule", "bad-value", `${G}    assignRule: ‸rand0m\n`],
    ["a rule that is a number", "bad-value", `${G}    assignRule: ‸1\n`],
    ["a rule that is a map", "wrong-type", `${G}    assignRule: ‸{ a: b }\n`],
    ["a rule without a value", "wrong-type", `${G}    ‸assignRule:\n`],
    ["an unknown memory", "bad-value", `${G}    memory: ‸3d\n`],
    ["a memory that YAML reads as a number", "bad-value", `${G}    memory: ‸120\n`],
    ["an unknown membership", "bad-value", `${G}    membership: ‸additiv\n`],
    ["members without a value", "wrong-type", `${G}    ‸members:\n`],
    ["members that are text", "wrong-type", `${G}    members: ‸8000\n`],
    ["a member that is true", "wrong-type", `${G}    members: [‸true]\n`],
    ["a member that is a list", "wrong-type", `${G}    members: [‸[1]]\n`],
    ["a member that is nothing", "wrong-type", `${G}    members:\n      ‸-\n`],
    ["a member that is empty text", "empty-value", `${G}    members: [‸""]\n`],
    ["an agent and a team at once", "member-shape", `${G}    members: [‸{ agent: 1, team: b }]\n`],
    ["neither agent nor team", "member-shape", `${G}    members: [‸{ priority: 1 }]\n`],
    ["an empty member", "member-shape", `${G}    members: [‸{}]\n`],
    ["a misspelt agent", "unknown-field", `${G}    members: [{ ‸agnet: 1, priority: 2 }]\n`],
    ["an unknown field of an agent", "unknown-field", `${G}    members: [{ agent: 1, ‸prio: 2 }]\n`],
    [
      "an unknown field of a team",
      "unknown-field",
      `${V}teams: { t: [] }\ngroups:\n  - displayName: a\n    members: [{ team: t, ‸prio: 2 }]\n`,
    ],
    ["an agent without a value", "wrong-type", `${G}    members: [{ ‸agent: }]\n`],
    ["an agent that is true", "wrong-type", `${G}    members: [{ agent: ‸true }]\n`],
    ["an agent that is empty text", "empty-value", `${G}    members: [{ agent: ‸"" }]\n`],
    ["a team that is a number", "unquoted-text", `${G}    members: [{ team: ‸12 }]\n`],
    ["a priority in quotes", "wrong-type", `${G}    members: [{ agent: 1, priority: ‸"2" }]\n`],
    ["half a priority", "wrong-type", `${G}    members: [{ agent: 1, priority: ‸0.5 }]\n`],
    ["a priority below 0", "out-of-range", `${G}    members: [{ agent: 1, priority: ‸-1 }]\n`],
    [
      "a priority beyond exact numbers",
      "out-of-range",
      `${G}    members: [{ agent: 1, priority: ‸9007199254740993 }]\n`,
    ],
    ["a description that is too long", "too-long", `${G}    description: ‸${"售".repeat(1001)}\n`],
    ["an old name that is not a list", "wrong-type", `${G}    previously: ‸b\n`],
    ["an old name that is a number", "unquoted-text", `${G}    previously: [‸12]\n`],
    ["an empty old name", "empty-value", `${G}    previously: [‸""]\n`],
    ["a pin that is a list", "wrong-type", `${G}    exten: ‸[1]\n`],
    ["a pin that is true", "wrong-type", `${G}    exten: ‸true\n`],
    ["agents as a list", "wrong-type", `${V}agents: ‸[a]\n`],
    ["an agent definition that is true", "wrong-type", `${V}agents: { a: ‸true }\n`],
    ["an agent definition without a value", "wrong-type", `${V}agents:\n  ‸a:\n`],
    ["an agent definition without a number", "missing-field", `${V}agents: { a: ‸{ name: b } }\n`],
    ["an unknown field of an agent definition", "unknown-field", `${V}agents: { a: { number: 1, ‸nmae: b } }\n`],
    ["a person's name that is a number", "unquoted-text", `${V}agents: { a: { number: 1, name: ‸2 } }\n`],
    ["an empty person's name", "empty-value", `${V}agents: { a: { number: 1, name: ‸"" } }\n`],
    ["teams as a list", "wrong-type", `${V}teams: ‸[a]\n`],
    ["a team that is text", "wrong-type", `${V}teams: { a: ‸b }\n`],
    ["a bad member of a team", "member-shape", `${V}teams: { a: [‸{ priority: 1 }] }\n`],
  ] as const)("%s: %s", (_what, code, marked) => {
    expectFindings(marked, code);
  });

  it("reports all of them at once, one finding each", () => {
    expectFindings(
      `${V}groups:\n  - ‸memory: ‸1w\n    ‸x: 1\n    members: [‸true, { agent: 1, ‸prioriti: 1, priority: ‸"1" }, ‸{}]\n  - ‸3\n`,
      "missing-field",
      "bad-value",
      "unknown-field",
      "wrong-type",
      "unknown-field",
      "wrong-type",
      "member-shape",
      "wrong-type",
    );
  });

  it("says what is allowed and what was meant", () => {
    const argsOf = (marked: string, ...codes: Parameters<typeof expectFindings>[1][]) =>
      expectFindings(marked, ...codes).map(({ args }) => args);
    const allowed = [
      ...["displayName", "exten", "description", "owner", "previously", "distinct", "retired"],
      ...["assignRule", "memory", "membership", "members", "coverage"],
    ];
    expect(argsOf(`${G}    ‸asignRule: x\n`, "unknown-field")).toEqual([
      { field: "asignRule", allowed, suggestion: "assignRule" },
    ]);
    expect(argsOf(`${G}    ‸colour: x\n`, "unknown-field")).toEqual([{ field: "colour", allowed }]);
    expect(argsOf(`${G}    members: [{ ‸agnet: 1 }]\n`, "unknown-field")).toEqual([
      {
        field: "agnet",
        allowed: ["agent", "team", "roster", "shift", "except", "priority", "from", "until", "when"],
        suggestion: "agent",
      },
    ]);
    expect(argsOf(`${G}    assignRule: ‸Queue\n`, "bad-value")).toEqual([
      { field: "assignRule", value: "Queue", allowed: ["random", "queue", "least", "priority"], meant: "queue" },
    ]);
    expect(argsOf(`${G}    assignRule: ‸quene\n`, "bad-value")).toMatchObject([{ suggestion: "queue" }]);
    expect(argsOf("version: ‸3\n", "newer-version")).toEqual([{ version: 3 }]);
    expect(argsOf(`${V}groups:\n  - displayName: ‸0x1F\n`, "unquoted-text")).toEqual([
      { field: "displayName", part: "value", written: "0x1F", actual: "whole-number" },
    ]);
    expect(argsOf(`${G}    members: [‸{ agent: 1, team: b }]\n`, "member-shape")).toEqual([{ names: "both" }]);
    expect(argsOf(`${G}    members: [{ agent: 1, priority: ‸-1 }]\n`, "out-of-range")).toEqual([
      { field: "priority", value: "-1", minimum: 0 },
    ]);
  });

  it.each([
    ["assignRule", "queue", "轮流 轮询 round_robin Round-Robin 平均"],
    ["assignRule", "random", "随机 RANDOM rand"],
    ["assignRule", "least", "最少 空闲最多 least-busy"],
    ["assignRule", "priority", "优先 优先级"],
    ["memory", "off", "关 关闭 否 no false 0 None OFF"],
    ["memory", "2h", "120 2小时 两小时 二个小时 120分钟 7200s ２ｈ 2hours"],
    ["memory", "1d", "24h 1440 1天 一天 24小时 24 day 1Day"],
    ["memory", "7d", "7天 七天 一周 1w 168h 10080 7"],
    ["memory", "30d", "一个月 30天 三十天 1month 43200"],
    ["membership", "additive", "追加 add"],
  ])("knows the words for %s: %s", (field, meant, words) => {
    for (const word of words.split(" "))
      expect(expectFindings(`${G}    ${field}: ‸${word}\n`, "bad-value")[0]?.args).toMatchObject({
        value: word,
        meant,
      });
  });

  it.each(["memory: ‸3天", "memory: ‸true", "memory: ‸1", "memory: ‸2", "assignRule: ‸手动", "memory: ‸十天"])(
    "guesses nothing of %s",
    (line) => expect(expectFindings(`${G}    ${line}\n`, "bad-value")[0]?.args).not.toHaveProperty("meant"),
  );

  it.each(['"1"', "１", "1_000", "'01'"])("says which number the text %s is", (written) => {
    const digits = written === "1_000" ? "1000" : "1";
    const [finding] = expectFindings(`${G}    members: [{ agent: 1, priority: ‸${written} }]\n`, "wrong-type");
    expect(finding?.args).toMatchObject({ actual: "text", digits });
  });

  it("names the place in words: a value, an entry of a list, an entry of a map of names", () => {
    const spotOf = (marked: string) => {
      const [finding] = expectFindings(marked, "wrong-type");
      return finding?.code === "wrong-type" ? `${finding.args.part} ${finding.args.field}` : undefined;
    };
    expect(spotOf("‸[]")).toBe("value ");
    expect(spotOf(`${V}groups: ‸{}\n`)).toBe("value groups");
    expect(spotOf(`${V}groups: [‸[]]\n`)).toBe("entry groups");
    expect(spotOf(`${G}    members: [‸true]\n`)).toBe("entry members");
    expect(spotOf(`${G}    members: [{ agent: ‸true }]\n`)).toBe("value agent");
    expect(spotOf(`${V}agents: { a: ‸true }\n`)).toBe("entry agents");
    expect(spotOf(`${V}teams: { "12": ‸true }\n`)).toBe("entry teams");
    expect(spotOf(`${V}teams: { night: [‸true] }\n`)).toBe("entry night");
  });

  it("points at an alias where it is used, and at what is in it where it is written, once", () => {
    expectFindings(
      `${V}teams:\n  t: &t [‸true]\ngroups:\n  - displayName: a\n    members: *t\n  - displayName: b\n    members: *t\n    memory: &m 1d\n  - displayName: ‸*t\n`,
      "wrong-type",
      "wrong-type",
    );
  });
});
