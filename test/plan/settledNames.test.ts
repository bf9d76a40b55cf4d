import { expect, it } from "vitest";
import { withoutSettledNames } from "../../src/plan/settledNames.js";
import { liveGroup, liveState } from "../support/builders.js";

it("of the doubts about names a plan keeps those that the account does not answer", () => {
  const live = {
    ...liveState(),
    groups: [liveGroup("1", "“加急”")],
    odd: [{ displayName: " 乱 ", expected: "exten" }],
  };
  const finding = (code: string, args: object) => ({ code, args });
  const kept = [
    finding("quotes-in-name", { field: "displayName", value: "“发票”" }),
    finding("surrounding-space", { field: "previously", value: " 乱 " }),
    finding("alike-names", { of: "agents", name: "a", other: "A" }),
    finding("agent-twice", { value: "“加急”" }),
  ];
  const settled = [
    finding("quotes-in-name", { field: "displayName", value: "“加急”" }),
    finding("surrounding-space", { field: "displayName", value: " 乱 " }),
    finding("alike-names", { of: "groups", name: "a", other: "A" }),
  ];
  expect(withoutSettledNames([...settled, ...kept], live)).toEqual(kept);
});
