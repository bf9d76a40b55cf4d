import { describe, expect, it } from "vitest";
import type { LiveGroup } from "../../src/moor/live.js";
import { reversalOf, type WrittenGroup } from "../../src/plan/revert.js";
import { formatFinding } from "../../src/report/messages/formatFinding.js";
import { liveGroup, liveState, member } from "../support/builders.js";

const SOURCE = { file: "result.json", line: 1, column: 1 };

/** A run's change of a group, as `1 2 → 1 3:5`. */
function written(exten: string, displayName: string, change: string): WrittenGroup {
  const [before = [], after = []] = change.split(" → ").map((list) =>
    list
      .split(" ")
      .filter((one) => one !== "-")
      .map((one) => member(one))
      .map(({ agentNumber, priority }) => ({ agentNumber, priority })),
  );
  return { exten, displayName, before, after, named: [{ agentNumber: "1", agentName: "甲" }] };
}

function revert(groups: readonly WrittenGroup[], live: readonly LiveGroup[]) {
  const { desired, conflicts } = reversalOf(groups, [], liveState(...live), SOURCE);
  return {
    back: desired.groups.map(({ displayName, exten, members = [] }) =>
      [displayName, exten, ...members.map((one) => `${one.agentNumber}:${one.priority}`)].join(" "),
    ),
    conflicts: conflicts.map((one) => formatFinding(one, "en").message),
  };
}

describe("undoing a run", () => {
  it.each<[what: string, now: LiveGroup[], back: string[], conflicts: string[]]>([
    ["is as the run left it", [liveGroup("10", "a", ["3:5", "1"])], ["a 10 1:0 2:0"], []],
    ["is back already, whatever its name", [liveGroup("10", "A", ["2", "1"])], ["A 10 1:0 2:0"], []],
    [
      "has another member",
      [liveGroup("10", "a", ["1", "3:5", "4"])],
      [],
      ['"a" (10) has changed since the run and is left as it is. Added: 4.'],
    ],
    [
      "has another priority",
      [liveGroup("10", "a", ["1:2", "3:5"])],
      [],
      ['"a" (10) has changed since the run and is left as it is. Reprioritized: 1 甲 (0 → 2).'],
    ],
    [
      "has another name",
      [liveGroup("10", "b", ["1", "3:5"])],
      [],
      ['"a" (10) has changed since the run and is left as it is. Its name is now "b".'],
    ],
    ["is gone", [], [], ['"a" (10) is no longer live.']],
  ])("a group that %s", (_, now, back, conflicts) =>
    expect(revert([written("10", "a", "1 2 → 1 3:5")], now)).toEqual({ back, conflicts }),
  );

  it("of a move: an agent whom the old group does not take back stays in the new one", () => {
    // 1 moved from a to b, 2 from b to c; a has been edited since.
    const moves = [written("10", "a", "1 → -"), written("11", "b", "2 → 1"), written("12", "c", "- → 2")];
    const live = [liveGroup("10", "a", ["9"]), liveGroup("11", "b", ["1"]), liveGroup("12", "c", ["2"])];
    expect(revert(moves, live)).toEqual({
      back: [],
      conflicts: [
        '"a" (10) has changed since the run and is left as it is. Added: 9.',
        '"b" (11) is left as it is: 1 agent would go back to "a", which does not take it back (1 甲).',
        '"c" (12) is left as it is: 1 agent would go back to "b", which does not take it back (2).',
      ],
    });
  });

  it("of a move where the old group has the agent again goes on", () => {
    const moves = [written("10", "a", "1 → -"), written("11", "b", "2 → 1 2")];
    const live = [liveGroup("10", "a", ["1", "9"]), liveGroup("11", "b", ["1", "2"])];
    expect(revert(moves, live).back).toEqual(["b 11 2:0"]);
  });
});
