import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DesiredState } from "../../src/config/desired.js";
import { loadDesiredAt } from "../../src/config/loadDesired.js";
import type { Member } from "../../src/model/skillGroup.js";
import type { AgentEdit } from "../../src/writeback/agentSteps.js";
import { editAgent } from "../../src/writeback/editAgent.js";
import { formatText } from "../../src/writeback/formatText.js";
import { setMembers } from "../../src/writeback/setMembers.js";
import { updateTexts } from "../../src/writeback/updateTexts.js";
import { fileOf } from "../config/reading.js";
import { liveGroup } from "../support/builders.js";
import { REMARKS } from "./states.js";

const RUNS = Number(process.env["RUNS"] ?? 60);
/** 2026-12-03 00:00 in Shanghai. */
const NOW = Date.UTC(2026, 11, 2, 16);

async function stateOf(text: string, now = NOW): Promise<DesiredState> {
  const { desired, findings } = await loadDesiredAt([fileOf(text, "a.yaml")], { now, isNeeded: true });
  if (desired === undefined) throw new Error(`${findings.map(({ code }) => code).join()}\n${text}`);
  return desired;
}

/** By group: `8000`, `8001:2`. */
async function membersAt(text: string, now = NOW): Promise<string[][]> {
  return (await stateOf(text, now)).groups.map(({ members = [] }) =>
    members.map(({ agentNumber, priority }) => `${agentNumber}${priority === 0 ? "" : `:${priority}`}`).sort(),
  );
}

function membersOf(written: readonly string[]): Member[] {
  return written.map((one) => {
    const [agentNumber = "", priority = "0"] = one.split(":");
    return { agentNumber, priority: Number(priority) };
  });
}

async function pull(text: string, ...live: readonly (readonly string[])[]): Promise<string> {
  const { moment } = await stateOf(text);
  const { changed, findings } = updateTexts({
    texts: new Map([["a.yaml", text]]),
    match: (groups) =>
      new Map(groups.map((group, at) => [group, liveGroup("10018578", group.displayName, live[at] ?? [])])),
    pin: false,
    remarks: REMARKS,
    moment,
  });
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  return changed.get("a.yaml") ?? text;
}

const of = (...lines: readonly string[]) =>
  `version: 1\ngroups:\n  - displayName: 售后\n    members:\n${lines.map((line) => `      - ${line}\n`).join("")}`;

describe("a pull", () => {
  const PAST = `{ agent: "8000", until: 2026-12-01 }`;
  const NOW_THERE = `{ agent: "8001", from: 2026-12-01, until: 2026-12-05 } # cover`;
  const LATER = `{ agent: "8002", from: 2026-12-10, until: 2026-12-15, priority: 2 } # campaign`;
  it.each<[what: string, before: string[], live: string[], after: string[]]>([
    ["leaves alone what is as wanted now", [PAST, NOW_THERE, LATER], ["8001"], [PAST, NOW_THERE, LATER]],
    ["takes out whoever has left, and keeps who comes later", [NOW_THERE, LATER], [], [LATER]],
    [
      "keeps the times of a member with another priority",
      [NOW_THERE],
      ["8001:3"],
      [`{ agent: "8001", from: 2026-12-01, until: 2026-12-05, priority: 3 } # cover`],
    ],
    [
      "whoever has begun early is there until the entry begins",
      [LATER],
      ["8002"],
      [LATER, `{ agent: "8002", until: 2026-12-10 }`],
    ],
    ["whoever is back though the entry is over is a member", [PAST], ["8000"], [PAST, `"8000"`]],
  ])("%s", async (_, before, live, after) => expect(await pull(of(...before), live)).toBe(of(...after)));

  it("writes a team out with its times, by the clock of the file", async () => {
    const text = `version: 1
teams:
  night:
    - "8001"
    - { agent: "8002", until: 2026-12-09 }
    - "8003"
    - { agent: "8004", from: 2026-12-08 }
groups:
  - displayName: 售后
    members:
      - { team: night, until: 2026-12-20 }
  - displayName: 售前
    members:
      - { team: night }
`;
    const pulled = await pull(text, ["8002"], ["8001", "8002", "8003"]);
    expect(pulled).toContain(`      - { agent: "8002", until: 2026-12-09 }
      - { agent: "8004", from: 2026-12-08, until: 2026-12-20 }
  - displayName: 售前
    members:
      - { team: night }
`);
  });
});

const DAY = 86_400_000;
const day = (offset: number) => new Date(NOW + offset * DAY + DAY / 3).toISOString().slice(0, 10);

/** Lists in which an agent has one priority at each instant. */
const entries = fc.array(
  fc.record({
    agent: fc.integer({ min: 8000, max: 8004 }),
    from: fc.option(fc.integer({ min: -5, max: 5 })),
    length: fc.option(fc.integer({ min: 1, max: 6 })),
  }),
  { maxLength: 6 },
);
const live = fc.uniqueArray(fc.integer({ min: 8000, max: 8006 }), { maxLength: 5 });

it("a pull says what is live now, and of others later what was said before", async () => {
  await fc.assert(
    fc.asyncProperty(entries, live, async (some, agents) => {
      const lines = some.map(({ agent, from, length }) => {
        const start = from ?? -9;
        const fields = [
          ...(from === null ? [] : [`from: ${day(start)}`]),
          ...(length === null ? [] : [`until: ${day(start + length)}`]),
        ];
        return fields.length === 0 ? `"${agent}"` : `{ agent: "${agent}", ${fields.join(", ")} }`;
      });
      const text = lines.length === 0 ? of().replace(/members:\n$/, "members: []\n") : of(...lines);
      const wanted = agents.map(String).sort();
      const after = await pull(text, wanted);
      expect(await membersAt(after)).toEqual([wanted]);
      expect(await pull(after, wanted)).toBe(after);
      // Entries to come are neither lost nor changed.
      for (const [at, { from }] of some.entries()) if ((from ?? -9) > 0) expect(after).toContain(lines[at]);
    }),
    { numRuns: RUNS },
  );
});

const times = fc.record({
  from: fc.option(fc.integer({ min: -5, max: 5 })),
  length: fc.option(fc.integer({ min: 1, max: 6 })),
});

function timed(head: string, { from, length }: { from: number | null; length: number | null }): string {
  const start = from ?? -9;
  const fields = [
    head,
    ...(from === null ? [] : [`from: ${day(start)}`]),
    ...(length === null ? [] : [`until: ${day(start + length)}`]),
  ];
  return `{ ${fields.join(", ")} }`;
}

const agents = fc.array(fc.tuple(fc.integer({ min: 8000, max: 8004 }), times), { maxLength: 4 });
const uses = fc.option(times, { freq: 3 });

it("with teams, too; and whoever is no member now, neither here nor live, comes when they were to come", async () => {
  await fc.assert(
    fc.asyncProperty(
      agents,
      fc.tuple(agents, uses),
      fc.tuple(agents, uses),
      live,
      live,
      async (team, a, b, ...wanted) => {
        const lists = (some: typeof team) => some.map(([agent, time]) => timed(`agent: "${agent}"`, time));
        const list = (items: string[], indent: string) =>
          items.length === 0 ? " []\n" : `\n${items.map((item) => `${indent}- ${item}\n`).join("")}`;
        const group = (name: string, [some, use]: typeof a) =>
          `  - displayName: ${name}\n    members:${list([...lists(some), ...(use === null ? [] : [timed("team: night", use)])], "      ")}`;
        const text = `version: 1\nteams:\n  night:${list(lists(team), "    ")}groups:\n${group("售后", a)}${group("售前", b)}`;
        const names = wanted.map((some) => some.map(String).sort());
        const after = await pull(text, ...names);
        expect(await membersAt(after)).toEqual(names);
        expect(await pull(after, ...names)).toBe(after);
        const before = await membersAt(text);
        for (const later of [1, 3, 5, 8, 12]) {
          const [then, now] = [await membersAt(text, NOW + later * DAY), await membersAt(after, NOW + later * DAY)];
          for (const at of [0, 1]) {
            const isAway = (agent: string) => !before[at]?.includes(agent) && !names[at]?.includes(agent);
            expect(now[at]?.filter(isAway)).toEqual(then[at]?.filter(isAway));
          }
        }
      },
    ),
    { numRuns: RUNS },
  );
});

describe("an edit of an agent", () => {
  const TEXT = of(
    `"8000"`,
    `{ agent: "8001", until: 2026-12-05 } # cover`,
    `{ agent: "8002", from: 2026-12-10 }`,
  ).concat(`  - displayName: 售前\n    members:\n      - "8003"\n`);
  const edited = async (edit: AgentEdit, before = TEXT) => {
    const { moment } = await stateOf(before);
    const { changed, findings } = editAgent(new Map([["a.yaml", before]]), edit, moment);
    return { text: changed.get("a.yaml") ?? "", codes: findings.map(({ code }) => code) };
  };
  const [both, sales] = [new Set([0, 1]), new Set([1])];

  it.each<[edit: AgentEdit, has: string[], hasNot: string[]]>([
    [{ kind: "add", agent: "8009", to: sales, until: "2026-12-05" }, [`- { agent: "8009", until: 2026-12-05 }`], []],
    [
      { kind: "add", agent: "8009", to: both, priority: 2, until: "2026-12-05T18:00" },
      [`- { agent: "8009", priority: 2, until: 2026-12-05T18:00 }`],
      [],
    ],
    [{ kind: "remove", agent: "8002" }, [], ["8002"]],
    [{ kind: "replace", agent: "8001", by: "8009" }, [`- { agent: "8009", until: 2026-12-05 }`], ["8001"]],
    [{ kind: "replace", agent: "8002", by: "8009" }, [`- { agent: "8009", from: 2026-12-10 }`], ["8002"]],
    [{ kind: "copy", agent: "8001", by: "8009" }, [`- { agent: "8009", until: 2026-12-05 }`, "8001"], []],
    [
      { kind: "move", agent: "8001", from: new Set([0]), to: sales },
      [`- "8003"\n      - { agent: "8001", until: 2026-12-05 }`],
      [],
    ],
  ])("%o", async (edit, has, hasNot) => {
    const { text, codes } = await edited(edit);
    expect(codes).toEqual([]);
    for (const part of has) expect(text).toContain(part);
    for (const part of hasNot) expect(text).not.toContain(part);
  });

  it("is done once", async () => {
    const { moment } = await stateOf(TEXT);
    const edit: AgentEdit = { kind: "add", agent: "8009", to: sales, until: "2026-12-05" };
    const { changed } = editAgent(new Map([["a.yaml", TEXT]]), edit, moment);
    expect(editAgent(changed, edit, moment)).toMatchObject({ changed: new Map(), findings: [] });
  });

  it.each(["8000", "8001"])("gives %s, who is there, no other end", async (agent) => {
    const { text, codes } = await edited({ kind: "add", agent, to: new Set([0]), until: "2026-12-20" });
    expect({ text, codes }).toEqual({ text: "", codes: ["member-already"] });
  });

  it.each<[what: string, edit: AgentEdit, code: string]>([
    ["for good, who is there for a while", { kind: "add", agent: "8001", to: new Set([0]) }, "member-already"],
    [
      "with another priority, who comes soon",
      { kind: "add", agent: "8002", to: new Set([0]), priority: 3 },
      "member-already",
    ],
    ["to where another time ends sooner", { kind: "move", agent: "8003", from: sales, to: both }, "member-already"],
    ["in the place of who stays longer", { kind: "replace", agent: "8000", by: "8001" }, "member-already"],
    ["as long as who stays longer", { kind: "copy", agent: "8000", by: "8001" }, "member-already"],
    ["out of where it only comes to", { kind: "move", agent: "8002", from: new Set([0]), to: sales }, "not-a-member"],
  ])("never says that it is done, when it is not: %s", async (_, edit, code) => {
    const before = TEXT.concat(`      - "8002"\n`).replace(
      /(?= {6}- \{ agent: "8002")/,
      `      - { agent: "8003", until: 2026-12-04 }\n`,
    );
    expect(await edited(edit, before)).toEqual({ text: "", codes: [code] });
  });

  it("with the same priority, or before that, who comes soon", async () => {
    const add = { kind: "add", agent: "8002", to: new Set([0]) } as const;
    expect((await edited(add)).text).toContain(`- "8002"\n`);
    const { text, codes } = await edited({ ...add, priority: 3, until: "2026-12-10" });
    expect({ text, codes }).toMatchObject({
      codes: [],
      text: expect.stringContaining("priority: 3, until: 2026-12-10"),
    });
  });

  it("another priority of who is there for a while", async () => {
    const { text } = await edited({ kind: "add", agent: "8001", to: new Set([0]), priority: 3 });
    expect(text).toContain(`{ agent: "8001", until: 2026-12-05, priority: 3 }`);
  });
});

it("an import of what is there changes nothing, and a new list keeps who comes later", async () => {
  const text = of(`"8000"`, `{ agent: "8001", until: 2026-12-05 }`, `{ agent: "8002", from: 2026-12-10 }`);
  const { moment } = await stateOf(text);
  const set = (...members: string[]) =>
    setMembers({
      texts: new Map([["a.yaml", text]]),
      members: new Map([[0, membersOf(members)]]),
      remarks: REMARKS,
      moment,
    });
  expect(set("8000", "8001").changed.size).toBe(0);
  expect(set("8000", "8009").changed.get("a.yaml")).toBe(of(`"8000"`, `{ agent: "8002", from: 2026-12-10 }`, `"8009"`));
});

it("fmt puts times last, and keeps them", () => {
  const text = of(`{ until: 2026-12-05, from: "2026-12-01", agent: 8000, priority: 0 }`);
  expect(formatText("a.yaml", text)).toEqual({ text: of(`{ agent: "8000", from: "2026-12-01", until: 2026-12-05 }`) });
});
