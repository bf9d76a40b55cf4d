import { describe, expect, it } from "vitest";
import type { DesiredGroup } from "../../src/config/desired.js";
import type { OddGroup } from "../../src/moor/live.js";
import { besideOdd, matchGroups } from "../../src/plan/matchGroups.js";
import { desiredGroup, liveGroup, liveState, plan } from "../support/builders.js";

const EXPECTED = "assignMembers[0].agentNumber";
const full: OddGroup = { exten: "90", displayName: "odd", expected: EXPECTED };
const nameless: OddGroup = { exten: "90", expected: "displayName" };
const nothing: OddGroup = { expected: "list[3]" };
const LIVE = [liveGroup("10", "a", ["1"])];
const a = desiredGroup("a", ["1"]);
const fresh = desiredGroup("fresh", ["1"]);

describe("an odd live group", () => {
  it.each<[string, DesiredGroup[], OddGroup, (string | undefined)[], string[]]>([
    ["that no file names is left alone", [a, fresh], full, [undefined, undefined], ["odd-group-left"]],
    ["whose name a file has stops that one", [a, desiredGroup("odd")], full, [undefined, "odd-group-managed"], []],
    [
      "that is pinned stops that one",
      [a, desiredGroup("x", [], { exten: "90" })],
      full,
      [undefined, "odd-group-managed"],
      [],
    ],
    [
      "without a name, pinned, stops that one",
      [a, desiredGroup("x", [], { exten: "90" })],
      nameless,
      [undefined, "odd-group-managed"],
      [],
    ],
    [
      "of an old name stops that one",
      [desiredGroup("new", [], { previously: ["odd"] })],
      full,
      ["odd-group-managed"],
      [],
    ],
    [
      "of an old name stops none whose new name is live",
      [desiredGroup("a", [], { previously: ["odd"] })],
      full,
      [undefined],
      ["odd-group-left"],
    ],
    [
      "of a name that is pinned elsewhere stops none",
      [desiredGroup("odd", [], { exten: "10" })],
      full,
      [undefined],
      ["odd-group-left"],
    ],
    [
      "without a name stops creations and nothing else",
      [a, fresh],
      nameless,
      [undefined, "odd-group-nameless"],
      ["odd-group-left"],
    ],
    [
      "of which nothing can be read stops creations",
      [a, fresh],
      nothing,
      [undefined, "odd-group-nameless"],
      ["odd-group-left"],
    ],
  ])("%s", (_, desired, odd, errors, warnings) => {
    const beside = besideOdd(matchGroups(desired, LIVE), [odd], () => false);
    expect(beside.matches.map(({ finding }) => finding?.code)).toEqual(errors);
    expect(beside.warnings.map(({ code }) => code)).toEqual(warnings);
  });

  it("with the name of a sound one stops the group of that name", () => {
    const odd = { ...full, displayName: "a" };
    expect(besideOdd(matchGroups([a], LIVE), [odd], () => false).matches[0]?.finding?.code).toBe("odd-group-managed");
  });

  it("that is ignored is not spoken of", () => {
    expect(besideOdd(matchGroups([a], LIVE), [full], (name) => name === "odd").warnings).toEqual([]);
  });

  it("is a warning of the plan, which is otherwise as if it were not there", () => {
    const live = { ...liveState(...LIVE), odd: [full] };
    const { plan: made, findings } = plan([desiredGroup("a", ["2"])], LIVE, { live });
    expect(made?.actions).toHaveLength(1);
    expect(findings).toEqual([{ code: "odd-group-left", severity: "warning", args: full }]);
  });
});
