import { describe, expect, it } from "vitest";
import { chooseNames } from "../../src/model/chooseNames.js";

const GROUPS = [
  { displayName: "售前-北京", exten: "1001" },
  { displayName: "售前-上海" },
  { displayName: "售后", exten: "1003" },
  { displayName: "售*" },
  { displayName: "Vip 一线" },
  { displayName: "双", exten: "1" },
  { displayName: "双", exten: "2" },
];
const names = (asked: readonly string[]) =>
  [...chooseNames(asked, GROUPS).chosen].map((one) => one.exten ?? one.displayName);

describe("chooseNames", () => {
  it.each<[asked: string[], chosen: string[]]>([
    [["售后"], ["1003"]],
    [["1003", "售后"], ["1003"]],
    [["售前*"], ["1001", "售前-上海"]],
    [["*北?"], ["1001"]],
    [["双"], ["1", "2"]],
    // The group of that very name, and not what it would mean as a pattern.
    [["售*"], ["售*"]],
    [["*"], ["1001", "售前-上海", "1003", "售*", "Vip 一线", "1", "2"]],
  ])("%j", (asked, chosen) => {
    expect(names(asked)).toEqual(chosen);
    expect(chooseNames(asked, GROUPS).unknown).toEqual([]);
  });

  it.each<[name: string, meant: object]>([
    ["售前", { candidates: ["售前-北京", "售前-上海"] }],
    ["北京", { candidates: ["售前-北京"] }],
    ["ｖip", { candidates: ["Vip 一线"] }],
    ["投诉*", {}],
    ["?上海*版", { candidates: ["售前-上海"] }],
    ["售钱-北京", { suggestion: "售前-北京" }],
    ["", {}],
  ])("tells what %j may have meant", (name, meant) => {
    expect(chooseNames([name], GROUPS).unknown).toEqual([{ name, ...meant }]);
  });

  it("shows a few of many", () => {
    const many = Array.from({ length: 9 }, (_, at) => ({ displayName: `${at % 2 ? "旧" : ""}夜班${at}` }));
    expect(chooseNames(["夜班"], many).unknown).toEqual([
      { name: "夜班", candidates: ["夜班0", "夜班2", "夜班4", "夜班6", "夜班8"], more: 4 },
    ]);
  });
});
