import { describe, expect, it } from "vitest";
import type { DesiredGroup } from "../../src/config/desired.js";
import { matchGroups } from "../../src/plan/matchGroups.js";
import { desiredGroup, liveGroup } from "../support/builders.js";

const pin = (displayName: string, exten: string, more: Partial<DesiredGroup> = {}) =>
  desiredGroup(displayName, [], { exten, ...more });
const was = (displayName: string, ...previously: string[]) => desiredGroup(displayName, [], { previously });

describe("matchGroups", () => {
  it.each<[string, DesiredGroup[], [string, string][], (string | undefined)[]]>([
    [
      "by exact name",
      [desiredGroup("售前")],
      [
        ["1", "售前"],
        ["2", "售后"],
      ],
      ["1"],
    ],
    ["never by part of a name", [desiredGroup("售前")], [["1", "售前咨询"]], [undefined]],
    ["never by another case", [desiredGroup("VIP")], [["1", "vip"]], [undefined]],
    [
      "by pin, whatever the name",
      [pin("新名", "2")],
      [
        ["1", "新名"],
        ["2", "旧名"],
      ],
      ["2"],
    ],
    [
      "duplicates told apart by pins",
      [pin("a", "1"), pin("a", "2")],
      [
        ["1", "a"],
        ["2", "a"],
      ],
      ["1", "2"],
    ],
    [
      "one of two live namesakes left, once the other is pinned",
      [pin("b", "1"), desiredGroup("a")],
      [
        ["1", "a"],
        ["2", "a"],
      ],
      ["1", "2"],
    ],
    ["by an old name", [was("新名", "旧名")], [["1", "旧名"]], ["1"]],
    [
      "by its own name rather than an old one",
      [was("新名", "旧名")],
      [
        ["1", "旧名"],
        ["2", "新名"],
      ],
      ["2"],
    ],
    [
      "not by an old name that another group bears now",
      [was("b", "a"), desiredGroup("a")],
      [["1", "a"]],
      [undefined, "1"],
    ],
    [
      "by the first old name that is live",
      [was("c", "b", "a")],
      [
        ["1", "a"],
        ["2", "b"],
      ],
      ["2"],
    ],
  ])("%s", (_, desired, live, expected) => {
    const { matches } = matchGroups(
      desired,
      live.map(([exten, name]) => liveGroup(exten, name)),
    );
    expect(matches.map((match) => match.finding?.code ?? match.live?.exten)).toEqual(expected);
  });

  it.each<[string, string, DesiredGroup[], [string, string][]]>([
    [
      "a name that several bear",
      "ambiguous-name",
      [desiredGroup("a")],
      [
        ["1", "a"],
        ["2", "a"],
      ],
    ],
    ["a pin that is not live", "pin-not-live", [pin("a", "9")], [["1", "a"]]],
    [
      "a name whose only bearer is pinned to another group",
      "name-pinned-elsewhere",
      [pin("b", "1"), desiredGroup("a")],
      [["1", "a"]],
    ],
    [
      "an old name that several bear",
      "previously-ambiguous",
      [was("b", "a")],
      [
        ["1", "a"],
        ["2", "a"],
      ],
    ],
    ["one old name for two groups", "live-claimed-twice", [was("b", "a"), was("c", "a")], [["1", "a"]]],
  ])("is an error: %s", (_, code, desired, live) => {
    const { matches } = matchGroups(
      desired,
      live.map(([exten, name]) => liveGroup(exten, name)),
    );
    const found = matches.flatMap((match) => match.finding ?? []).map((finding) => [finding.code, finding.severity]);
    // Of two entries that find one live group, both are wrong.
    expect(found).toEqual(Array.from({ length: code === "live-claimed-twice" ? 2 : 1 }, () => [code, "error"]));
  });

  it("leaves as unmanaged every live group that no entry means", () => {
    const live = [liveGroup("1", "a"), liveGroup("2", "b"), liveGroup("3", "b")];
    expect(matchGroups([desiredGroup("a")], live).unmanaged.map((group) => group.exten)).toEqual(["2", "3"]);
  });
});
