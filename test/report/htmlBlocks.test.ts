import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blocksOf, COLUMNS_AT_MOST, ROWS_AT_MOST } from "../../src/report/html/blocks.js";
import { pictureOf } from "../../src/report/html/changes.js";
import { wordsOf } from "../../src/report/messages/words.js";
import { buildPlan, buildReplace, joins, leaves } from "./fakes/buildPlan.js";
import { knownPlan } from "./fakes/htmlReports.js";

const agents = fc.uniqueArray(fc.integer({ min: 0, max: 120 }).map(String), { maxLength: 70 });
const plans = fc.array(fc.record({ added: agents, removed: agents }), { maxLength: 90 }).map((groups) =>
  buildPlan({
    actions: groups.map(({ added, removed }, index) =>
      buildReplace(`group ${index}`, String(index), {
        added: added.filter((agent) => !removed.includes(agent)).map((agent) => joins(agent)),
        removed: removed.map((agent) => leaves(agent)),
      }),
    ),
  }),
);

describe("the blocks of the matrix", () => {
  test("show every change of every group exactly once, and nothing too large to look at", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { groups } = pictureOf(plan, 0, wordsOf("en"));
        const seen = new Map<string, number>();
        const bare = new Set<string>();
        for (const { rows, columns } of blocksOf(groups)) {
          expect(columns.length).toBeLessThanOrEqual(COLUMNS_AT_MOST);
          expect(rows.length).toBeLessThanOrEqual(ROWS_AT_MOST);
          const shown = new Set(columns.map(({ agentNumber }) => agentNumber));
          expect(shown.size).toBe(columns.length);
          for (const { anchor, changes } of rows) {
            const inside = changes.filter(({ agentNumber }) => shown.has(agentNumber));
            expect(inside.length > 0 || changes.length === 0).toBe(true);
            if (changes.length === 0) bare.add(anchor);
            for (const { agentNumber } of inside) {
              const cell = `${anchor} ${agentNumber}`;
              seen.set(cell, (seen.get(cell) ?? 0) + 1);
            }
          }
        }
        const all = groups.flatMap(({ anchor, changes }) =>
          changes.map(({ agentNumber }) => `${anchor} ${agentNumber}`),
        );
        expect([...seen.keys()].sort()).toEqual(all.sort());
        expect(bare.size).toBe(groups.filter(({ changes }) => changes.length === 0).length);
        expect([...seen.values()].every((times) => times === 1)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test("show both ends of a move at one glance", () => {
    const far = Array.from({ length: 100 }, (_, index) =>
      buildReplace(`between ${index}`, `b${index}`, { added: [joins(`1${index}`)], removed: [leaves(`2${index}`)] }),
    );
    const plan = buildPlan({
      actions: [
        buildReplace("from", "f", { removed: [leaves("8000")] }),
        ...far,
        buildReplace("to", "t", { added: [joins("8000")] }),
      ],
    });
    const [block] = blocksOf(pictureOf(plan, 0, wordsOf("en")).groups).filter(({ rows }) =>
      rows.some(({ action }) => action.displayName === "from"),
    );
    expect(block?.rows.map(({ action }) => action.displayName)).toContain("to");
  });

  test("a team that joins many groups stands in columns that its groups share", () => {
    const team = Array.from({ length: 75 }, (_, index) => joins(String(8000 + index)));
    const plan = buildPlan({
      actions: Array.from({ length: 10 }, (_, index) => buildReplace(`g${index}`, String(index), { added: team })),
    });
    const blocks = blocksOf(pictureOf(plan, 0, wordsOf("en")).groups);
    expect(blocks.map(({ rows, columns }) => [rows.length, columns.length])).toEqual([
      [10, 30],
      [10, 30],
      [10, 15],
    ]);
  });
});

describe("what happens to each agent", () => {
  const { groups, moves } = pictureOf(knownPlan(), 0, wordsOf("en"));
  const marks = groups.map(({ action, changes, kinds, remnant }) => ({
    group: action.displayName,
    changes: changes.map(({ agentNumber, mark, before, after }) => [agentNumber, mark, before, after]),
    kinds,
    emptied: remnant === "nobody",
  }));

  test("an agent removed from one group and added to another is moved", () => {
    expect(marks).toEqual([
      {
        group: "Emptied",
        changes: [["8005", "left", 0, undefined]],
        kinds: ["changed", "emptied", "left"],
        emptied: true,
      },
      {
        group: "Left",
        changes: [
          ["8002", "left", 4, undefined],
          ["8003", "moved-out", 5, undefined],
        ],
        kinds: ["changed", "left", "moved"],
        emptied: false,
      },
      { group: "New", changes: [["8001", "joined", undefined, 3]], kinds: ["created", "joined"], emptied: false },
      {
        group: "Joined",
        changes: [
          ["8003", "moved-in", undefined, 7],
          ["8004", "reprioritized", 1, 2],
        ],
        kinds: ["changed", "joined", "moved", "reprioritized"],
        emptied: false,
      },
    ]);
  });

  test("a move knows both of its ends", () => {
    const ends = [...moves].map(([agent, { from, to }]) => [
      agent,
      from.map(({ action }) => action.displayName),
      to.map(({ action }) => action.displayName),
    ]);
    expect(ends).toEqual([["8003", ["Left"], ["Joined"]]]);
  });
});
