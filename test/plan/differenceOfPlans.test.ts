import { describe, expect, it } from "vitest";
import type { DesiredGroup } from "../../src/config/desired.js";
import type { LiveGroup } from "../../src/moor/live.js";
import { differenceOfPlans } from "../../src/plan/differenceOfPlans.js";
import { membersSince, namesIn } from "../../src/plan/membersSince.js";
import { formatFinding } from "../../src/report/messages/formatFinding.js";
import { desiredGroup, liveGroup, member, planned } from "../support/builders.js";

type Side = readonly [desired: readonly DesiredGroup[], live: readonly LiveGroup[]];

const LIVE = [liveGroup("10", "售后", ["8001", "8009"]), liveGroup("11", "投诉", ["8002"])];
const FILES = [desiredGroup("售后", ["8001", "8009", "8005"])];
const SHOWN: Side = [FILES, LIVE];

const said = (shown: Side, now: Side) =>
  differenceOfPlans(planned(...shown), planned(...now)).map((one) => formatFinding(one, "en").message);

describe("what differs between the plan that was shown and the one made now", () => {
  it.each<[what: string, now: Side, says: readonly string[]]>([
    ["nothing", SHOWN, []],
    [
      "one priority in the account: one agent, once, with both priorities",
      [FILES, [liveGroup("10", "售后", ["8001", "8009:2"]), ...LIVE.slice(1)]],
      ['"售后" (10) has changed in the account since the plan that was shown. Reprioritized: 8009 (0 → 2).'],
    ],
    [
      "somebody joined, somebody left",
      [FILES, [liveGroup("10", "售后", ["8001", "8007:3"])]],
      ['"售后" (10) has changed in the account since the plan that was shown. Added: 8007 (3). Removed: 8009.'],
    ],
    [
      "the files want another agent",
      [[desiredGroup("售后", ["8001", "8009", "8006"])], LIVE],
      ['The files want something else for "售后" (10) than in the plan that was shown. Added: 8006. Removed: 8005.'],
    ],
    [
      "another group is to be changed, too, and one created",
      [[...FILES, desiredGroup("投诉", []), desiredGroup("新", ["8005:1"])], LIVE],
      [
        '"新" was not in the plan that was shown; the plan now creates it. Added: 8005 (1).',
        '"投诉" (11) was not in the plan that was shown; the plan now updates its members. Removed: 8002.',
      ],
    ],
    [
      "the group is as it should be by now",
      [FILES, [liveGroup("10", "售后", ["8001", "8005", "8009"])]],
      [
        '"售后" (10) was in the plan that was shown, which updates its members; the plan now leaves it as it is. Added: 8005.',
      ],
    ],
  ])("%s", (_, now, says) => expect(said(SHOWN, now)).toEqual(says));

  it("an additive group whose live members changed wants the same as before", () => {
    const additive = [desiredGroup("售后", ["8005"], { membership: "additive" })];
    expect(said([additive, LIVE], [additive, [liveGroup("10", "售后", ["8001"])]])).toEqual([
      '"售后" (10) has changed in the account since the plan that was shown. Removed: 8009.',
    ]);
  });

  it("a setting of a creation", () => {
    const create = (memory: "1d" | "7d"): Side => [[desiredGroup("新", ["8001"], { memory })], []];
    expect(said(create("1d"), create("7d"))).toEqual([
      'The files want something else for "新" than in the plan that was shown. Settings: memory → 7d.',
    ]);
  });
});

describe("how a member list has changed", () => {
  it("has a line for each agent: number, name, priority", () => {
    const names = namesIn([{ agentNumber: "8001", alias: "li.na" }], [{ agentNumber: "8001", agentName: "李娜" }]);
    const since = membersSince(
      ["8001", "8002:1"].map((one) => member(one)),
      [member("8001:2")],
      names,
    );
    expect(since).toEqual({ joined: [], left: ["8002 (1)"], reprioritized: ["8001 李娜 (0 → 2)"] });
  });

  it("shows both priorities of an agent whom the server lists twice", () => {
    const twice = [member("8001"), member("8001:3")];
    expect(membersSince(twice, [member("8001:3")], new Map()).reprioritized).toEqual(["8001 (0, 3 → 3)"]);
  });
});
