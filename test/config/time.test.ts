import { describe, expect, it } from "vitest";
import { loadDesired, loadDesiredAt } from "../../src/config/loadDesired.js";
import { brief, fileOf } from "./reading.js";

/** `8000`, `8001:2` with a priority, `8001:2<2026-12-05` with an end. */
async function membersAt(text: string, at: string): Promise<string[]> {
  const { desired, findings } = await loadDesiredAt([fileOf(text)], { now: 0, at });
  if (desired === undefined) throw new Error(findings.map(brief).join(", "));
  return (desired.groups[0]?.members ?? []).map(({ agentNumber, priority, source }) =>
    [agentNumber, priority === 0 ? "" : `:${priority}`, source.until === undefined ? "" : `<${source.until}`].join(""),
  );
}

const of = (members: string, teams = "", zone = "") =>
  `version: 1\n${zone}${teams}groups:\n  - displayName: 售后\n    members:\n${members.replace(/^(?=.)/gm, "      ")}\n`;

describe("members at an instant", () => {
  const TEAM = `teams:\n  night:\n    - "8001"\n    - { agent: "8002", from: 2026-12-03, until: 2026-12-10 }\n`;
  it.each<[what: string, text: string, at: string, members: string[]]>([
    ["before", of(`- { agent: "8000", from: 2026-12-01 }`), "2026-11-30T23:59", []],
    ["from the first minute", of(`- { agent: "8000", from: 2026-12-01 }`), "2026-12-01", ["8000"]],
    ["to the last", of(`- { agent: "8000", until: 2026-12-01 }`), "2026-11-30T23:59", ["8000<2026-12-01"]],
    ["and no longer", of(`- { agent: "8000", until: 2026-12-01 }`), "2026-12-01", []],
    [
      "two entries one after the other",
      of(`- { agent: "8000", until: 2026-12-01 }\n- { agent: "8000", priority: 3, from: 2026-12-01 }`),
      "2026-12-01",
      ["8000:3"],
    ],
    [
      "entries that follow each other are one membership",
      of(`- { agent: "8000", from: 2026-12-03, until: 2026-12-05 }\n- { agent: "8000", until: 2026-12-03 }`),
      "2026-12-01",
      ["8000<2026-12-05"],
    ],
    [
      "a team while it is taken",
      of("- { team: night, until: 2026-12-05 }", TEAM),
      "2026-12-04",
      ["8001<2026-12-05", "8002<2026-12-05"],
    ],
    [
      "a team's own times",
      of("- { team: night, until: 2026-12-20 }", TEAM),
      "2026-12-04",
      ["8001<2026-12-20", "8002<2026-12-10"],
    ],
    ["times that never meet", of("- { team: night, until: 2026-12-02 }", TEAM), "2026-12-01", ["8001<2026-12-02"]],
    ["a team without somebody", of(`- { team: night, except: ["8001"] }`, TEAM), "2026-12-04", ["8002<2026-12-10"]],
    [
      "the file's zone",
      of(`- { agent: "8000", from: 2026-12-01T18:00 }`, "", "timezone: America/New_York\n"),
      "2026-12-02T07:00+08:00",
      ["8000"],
    ],
    [
      "the zone of another document of the file",
      `version: 1\ntimezone: America/New_York\n---\n${of(`- { agent: "8000", from: 2026-12-01T18:00 }`)}`,
      "2026-12-02T06:59+08:00",
      [],
    ],
    [
      "quoted times, and aliases",
      of(`- { agent: "8000", until: &end "2026-12-01" }\n- { agent: "8001", until: *end }`),
      "2026-11-01",
      ["8000<2026-12-01", "8001<2026-12-01"],
    ],
  ])("%s", async (_, text, at, members) => expect(await membersAt(text, at)).toEqual(members));

  it("are all in the timeline, and who has left says by which entry", async () => {
    const text = of(`- { agent: "8000", until: 2026-12-01 }\n- { agent: "8001", from: 2026-12-09 }\n- "8002"`);
    const { desired } = await loadDesiredAt([fileOf(text)], { now: 0, at: "2026-12-05" });
    const [group] = desired?.groups ?? [];
    expect(group?.timeline?.map(({ agentNumber }) => agentNumber)).toEqual(["8000", "8001", "8002"]);
    expect(group?.ended).toMatchObject([{ agentNumber: "8000", source: { line: 5, until: "2026-12-01" } }]);
  });
});

describe("findings", () => {
  const found = async (text: string, now = 0) =>
    (await loadDesiredAt([fileOf(text)], { now })).findings.map(({ code, args }) => [code, args]);

  it("two priorities at one instant: the first such time is said; at different times they are none", async () => {
    const two = (from: string) =>
      of(`- { agent: "8000", until: 2026-12-05 }\n- { agent: "8000", priority: 2, from: ${from} }`);
    expect(await found(two("2026-12-05"))).toEqual([]);
    expect(await found(two("2026-12-04T12:00"))).toMatchObject([["priority-conflict", { at: "2026-12-04T12:00" }]]);
  });

  it("twice with one priority at one instant is a warning, at different times it is none", async () => {
    const two = (from: string) => of(`- { agent: "8000", until: 2026-12-05 }\n- { agent: "8000", from: ${from} }`);
    expect(await found(two("2026-12-05"))).toEqual([]);
    expect(await found(two("2026-12-04"))).toEqual([["agent-twice", { agents: ["8000"] }]]);
  });

  it("in an additive group, whose members nobody takes out, an end to come is a warning", async () => {
    const additive = (members: string) => of(members).replace("    members", "    membership: additive\n    members");
    const ends = `- { agent: "8000", from: 2026-12-01 }\n- { agent: "8001", until: 2026-12-01 }`;
    expect(await found(additive(ends))).toEqual([
      ["until-without-effect", { displayName: "售后", until: "2026-12-01" }],
    ]);
    const follow = `- { agent: "8000", until: 2026-12-01 }\n- { agent: "8000", from: 2026-12-01 }`;
    expect(await found(additive(follow))).toEqual([]);
    expect((await found(additive(ends), Date.UTC(2027, 0, 1))).map(([code]) => code)).toEqual(["member-expired"]);
  });

  it("an entry is over at its end, not before", async () => {
    const text = of(`- { agent: "8000", until: 2026-12-01 }`);
    const end = Date.UTC(2026, 10, 30, 16);
    expect(await found(text, end - 1)).toEqual([]);
    expect(await found(text, end)).toEqual([["member-expired", { name: "8000", kind: "agent", until: "2026-12-01" }]]);
  });

  it("a file with times and no zone, beside one with another zone, is not guessed", async () => {
    const files = [
      fileOf("version: 1\ntimezone: America/New_York\n", "a.yaml"),
      fileOf(of(`- { agent: "8000", until: 2026-12-01 }`), "b.yaml"),
    ];
    expect((await loadDesiredAt(files, { now: 0 })).findings.map(brief)).toEqual(["b.yaml:5:33 timezone-missing"]);
    const same = [fileOf("version: 1\ntimezone: PRC\n", "a.yaml"), ...files.slice(1)];
    expect((await loadDesiredAt(same, { now: 0, at: "2026-11-01" })).findings).toEqual([]);
  });

  it("each at its place", async () => {
    const places = async (text: string) =>
      (await loadDesiredAt([fileOf(text, "a.yaml")], { now: Date.UTC(2026, 0, 1) })).findings.map(brief);
    expect(
      await places(
        of(`- { agent: "8000", from: 2026/12/1 }\n- { agent: "8001", until: 明天, from: 2026-12-01T24:00 }`),
      ),
    ).toEqual(["a.yaml:5:32 bad-time", "a.yaml:6:33 bad-time", "a.yaml:6:43 bad-time"]);
    expect(await places(of(`- { agent: "8000", from: 20261201 }\n- { agent: "8001", until: "" }`))).toEqual([
      "a.yaml:5:32 bad-time",
      "a.yaml:6:33 bad-time",
    ]);
    expect(await places(of(`- { agent: "8000", from: ~ }\n- { agent: "8001", until: [2026-12-01] }`))).toEqual([
      "a.yaml:5:32 bad-time",
      "a.yaml:6:33 wrong-type",
    ]);
    expect(await places(of(`- { agent: "8000", from: 2026-12-01, until: 2026-12-01 }`))).toEqual([
      "a.yaml:5:51 until-not-after-from",
    ]);
    expect(await places(of(`- { agent: "8000", until: 2025-12-01 }`))).toEqual(["a.yaml:5:9 member-expired"]);
    expect(await places("version: 1\ntimezone: Asia/Shanghia\n")).toEqual(["a.yaml:2:11 unknown-timezone"]);
    for (const zone of ["CST", "8", "~", '"Asia/Shanghai "'])
      expect(await places(`version: 1\ntimezone: ${zone}\n`)).toEqual(["a.yaml:2:11 unknown-timezone"]);
    expect(await places("version: 1\ntimezone: ''\n")).toEqual(["a.yaml:2:11 empty-value"]);
    expect(await places("version: 1\ntimezone: UTC\n---\nversion: 1\ntimezone: Asia/Tokyo\n")).toEqual([
      "a.yaml:5:11 timezone-twice",
    ]);
    expect((await loadDesiredAt([fileOf("version: 1")], { now: 0, at: "x" })).findings.map(brief)).toEqual([
      "nowhere bad-instant",
    ]);
  });

  it("a zone whose sign is not what it looks like is a warning", async () => {
    const places = async (text: string) =>
      (await loadDesiredAt([fileOf(text, "a.yaml")], { now: 0 })).findings.map(brief);
    for (const zone of ["Etc/GMT+8", "etc/gmt-8"])
      expect(await places(`version: 1\ntimezone: ${zone}\n`)).toEqual(["a.yaml:2:11 timezone-sign"]);
    for (const zone of ["Etc/GMT", "Etc/GMT-14", "Etc/GMT+0", "Etc/GMT-0", "Etc/UTC", "Asia/Shanghai"])
      expect(await places(`version: 1\ntimezone: ${zone}\n`)).toEqual([]);
  });

  it("an instant that is none, or not clear", async () => {
    const codes = async (text: string, at: string) =>
      (await loadDesiredAt([fileOf(text, "a.yaml"), fileOf("version: 1", "b.yaml")], { now: 0, at })).findings.map(
        ({ code, args }) => [code, args],
      );
    expect(await codes("version: 1", "morgen")).toEqual([["bad-instant", { written: "morgen" }]]);
    expect(await codes("version: 1", "2026/12/1")).toEqual([
      ["bad-instant", { written: "2026/12/1", meant: "2026-12-01" }],
    ]);
    expect(await codes("version: 1", "2026-12-01")).toEqual([]);
  });
});

it("files that use time are not read without an instant", () => {
  expect(() => loadDesired([fileOf(of(`- { agent: "8000", until: 2026-12-01 }`))])).toThrow(TypeError);
});

it("files without time: the same state at any instant", async () => {
  const files = [fileOf(of(`- "8000"\n- { agent: "8001", priority: 2 }`))];
  expect(await loadDesiredAt(files, { now: 12345 })).toEqual(loadDesired(files));
});
