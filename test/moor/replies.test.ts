import { describe, expect, it } from "vitest";
import {
  OversizeError,
  parseAgents,
  parseClaimPage,
  parseGroupPage,
  parseSingleGroup,
  parseStandInPage,
} from "../../src/moor/replies.js";

const member = (agentNumber: unknown, priority: unknown = "0") => ({ agentNumber, agentName: "李娜", priority });
const sound = { displayName: "售前", exten: "1", assignRule: "least", assignMembers: [member("8000")] };
const odd = { displayName: "售后", exten: "2", assignRule: "least", assignMembers: [member("8000")] };
const page = (...list: unknown[]) => ({ success: true, data: { count: list.length, list } });

const ODD = [
  ["no name", { ...odd, displayName: null }, { exten: "2", expected: "displayName" }],
  ["no number", { ...odd, exten: null }, { displayName: "售后", expected: "exten" }],
  [
    "a member without a number",
    { ...odd, assignMembers: [member("")] },
    { exten: "2", displayName: "售后", expected: "assignMembers[0].agentNumber" },
  ],
  [
    "a null member",
    { ...odd, assignMembers: [member("1"), null] },
    { exten: "2", displayName: "售后", expected: "assignMembers[1].agentNumber" },
  ],
  [
    "a priority in words",
    { ...odd, assignMembers: [member("1", "high")] },
    { exten: "2", displayName: "售后", expected: "assignMembers[0].priority" },
  ],
  [
    "no list of members",
    { ...odd, assignMembers: undefined },
    { exten: "2", displayName: "售后", expected: "assignMembers" },
  ],
  [
    "a number beyond 2^53",
    { ...odd, ...JSON.parse('{"exten":9007199254740993}') },
    { displayName: "售后", expected: "exten" },
  ],
  [
    "an agent beyond 2^53",
    { ...odd, assignMembers: [member(1e300)] },
    { exten: "2", expected: "assignMembers[0].agentNumber" },
  ],
  [
    "a priority beyond 2^53",
    { ...odd, assignMembers: [member("1", 2 ** 53)] },
    { exten: "2", expected: "assignMembers[0].priority" },
  ],
  [
    "a name of 10,001 characters",
    { ...odd, displayName: "名".repeat(10_001) },
    { exten: "2", expected: "displayName" },
  ],
  [
    "an agent's name of 10,001",
    { ...odd, assignMembers: [{ ...member("1"), agentName: "n".repeat(10_001) }] },
    { exten: "2", expected: "assignMembers[0].agentName" },
  ],
  ["nothing at all", null, { expected: "list[1]" }],
] as const;

describe("an odd live group", () => {
  it.each(ODD)("with %s is named, and the others are read", (_, entry, expected) => {
    for (const parse of [parseGroupPage, parseStandInPage, parseClaimPage]) {
      const read = parse(page(sound, entry));
      expect(read.groups.map(({ exten }) => exten)).toEqual(["1"]);
      expect(read).toMatchObject({ count: 2, odd: [expected] });
    }
  });

  it("asked for by its number is found, even where it has none", () => {
    expect(parseSingleGroup("2")(page({ ...odd, assignMembers: 5 }))).toMatchObject({ exten: "2" });
    expect(parseSingleGroup("2")(page({ ...odd, exten: null }))).toEqual({
      exten: "2",
      displayName: "售后",
      expected: "exten",
    });
    expect(parseSingleGroup("2")(page())).toBeUndefined();
  });
});

describe("a group", () => {
  it("keeps when and by whom it was last edited, where the query says so", () => {
    const edited = { ...sound, updateTime: "2022-01-04 16:17:27", updateAgent: "" };
    const [group] = parseGroupPage(page(edited)).groups;
    expect(group).toMatchObject({ updateTime: "2022-01-04 16:17:27" });
    expect(group).not.toHaveProperty("updateAgent");
  });
});

describe("a count", () => {
  const counted = (count: unknown) => parseGroupPage({ success: true, data: { count, list: [sound] } });

  it.each([1, "1", 1.0, "100000", 100_000])("of %j is read", (count) => {
    expect(counted(count).count).toBe(Number(count));
  });

  it.each([-1, 1.5, 2 ** 53, 1e300, "1e300", "many", {}, true])("of %j is none", (count) => {
    expect(() => counted(count)).toThrow("data.count");
  });

  it.each([100_001, 1e9, "5000000000"])("of %j is more than is read", (count) => {
    expect(() => counted(count)).toThrow(OversizeError);
  });

  it("is that of the list, too, whatever is said", () => {
    const list = Array.from({ length: 100_001 }, () => null);
    expect(() => parseGroupPage({ success: true, data: { count: 1, list } })).toThrow(OversizeError);
  });

  it.each([null, undefined, ""])("of %j is not said", (count) => {
    expect(counted(count).count).toBeNull();
  });
});

describe("a page", () => {
  it.each<[string, Record<string, unknown>, number, number | null]>([
    ["as the vendor's example has it", { data: { count: 1, list: [sound] } }, 1, 1],
    ["with its count beside the data", { count: 1, data: { list: [sound] } }, 1, 1],
    ["whose data is the list", { count: "1", data: [sound] }, 1, 1],
    ["behind the last", { data: { count: 0, list: null } }, 0, 0],
  ])("%s is read", (_, reply, groups, count) => {
    const read = parseGroupPage({ success: true, ...reply });
    expect([read.groups.length, read.count]).toEqual([groups, count]);
  });

  it.each([{ data: null }, { data: "none" }, { data: { count: 3 } }, { data: { count: 3, list: "x" } }])(
    "%j is none",
    (reply) => {
      expect(() => parseGroupPage({ success: true, ...reply })).toThrow("list");
    },
  );
});

describe("members", () => {
  const members = (...list: unknown[]) =>
    parseGroupPage(page({ ...odd, assignMembers: list })).groups[0]?.members.map(
      ({ agentNumber, priority }) => `${agentNumber}:${priority}`,
    );
  it("stand twice where the server says so with two priorities, and once where it repeats itself", () => {
    expect(members(member("1", "0"), member("1", 5), member("2"), member(2, 0))).toEqual(["1:0", "1:5", "2:0"]);
  });
});

describe("the agent directory", () => {
  const agent = (exten: unknown, more: object = {}) => ({
    exten,
    displayName: "李娜",
    password: "Passw0rd",
    mobile: "15700000000",
    email: "a@b.example",
    loginName: "lina",
    status: "enable",
    ...more,
  });
  const read = (...data: unknown[]) => Object.fromEntries(parseAgents({ code: 200, data }));

  it("keeps number, name and state, and nothing else of what the reply has", () => {
    expect(read(agent("8001"), agent(8002, { status: "disable" }), agent("8003", { status: "lock" }))).toEqual({
      8001: { name: "李娜" },
      8002: { name: "李娜", status: "disabled" },
      8003: { name: "李娜", status: "locked" },
    });
  });

  it.each([
    ["disable", "disabled"],
    [" Disabled ", "disabled"],
    ["LOCK", "locked"],
    ["locked", "locked"],
    ["enable", undefined],
    ["frozen", undefined],
    ["__proto__", undefined],
    ["constructor", undefined],
    ["", undefined],
    [0, undefined],
    [false, undefined],
    [null, undefined],
    [undefined, undefined],
    [{ toString: "disable" }, undefined],
    [["disable"], undefined],
  ])("status %j is %j", (status, expected) => {
    expect(read(agent("8001", { status }))["8001"]?.status).toBe(expected);
  });

  it("survives entries of any shape", () => {
    expect(
      read(null, 5, "x", [], {}, agent(null), agent(""), agent(2 ** 53), agent("1", { displayName: ["x"] })),
    ).toEqual({
      1: { name: "" },
    });
    expect(read(agent("1", { displayName: "名".repeat(10_001) }), agent("2", { displayName: 7 }))).toEqual({
      1: { name: "" },
      2: { name: "7" },
    });
  });

  it("a number that was given to somebody else is the one's who may work", () => {
    const [left, now] = [agent("8001", { displayName: "王杰", status: "disable" }), agent("8001")];
    expect(read(left, now)).toEqual({ 8001: { name: "李娜" } });
    expect(read(now, left)).toEqual({ 8001: { name: "李娜" } });
  });

  it.each([
    ["no list", { data: null }, "data"],
    ["a page of several", { data: { count: 3, list: [agent("8001")] } }, "data.list"],
    ["a page, counted outside", { count: "3", data: [agent("8001")] }, "data.list"],
  ])("%s is no directory: nobody can be missing in it", (_what, reply, expected) => {
    expect(() => parseAgents(reply)).toThrow(expected);
  });

  it("a whole list that is counted is one", () => {
    expect(parseAgents({ data: { count: "1", list: [agent("8001")] } }).size).toBe(1);
  });
});
