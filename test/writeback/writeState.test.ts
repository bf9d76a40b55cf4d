import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { oneFile, splitFiles, writeGroups } from "../../src/writeback/writeState.js";
import { liveGroup } from "../support/builders.js";
import { HOSTILE, liveGroups, planOf, REMARKS } from "./states.js";

const options = { pin: false, remarks: REMARKS };

describe("writing live groups down", () => {
  it("writes what a person would", () => {
    const live = [
      liveGroup("2", "售后", ["8001:5", "8000"], { assignRule: "priority", memory: "1d" }),
      liveGroup("3", "yes"),
      liveGroup("4", "dup", ["0800"], { memory: "90m" }),
      liveGroup("5", "dup"),
    ];
    const { written, findings } = writeGroups(live, live, options);
    expect(oneFile("a.yaml", written).text).toBe(`version: 1

groups:
  - displayName: dup
    exten: "4"
    assignRule: random
    # memory: 90m is not managed
    members:
      - "0800"

  - displayName: dup
    exten: "5"
    assignRule: random
    memory: off
    members: []

  - displayName: "yes"
    assignRule: random
    memory: off
    members: []

  - displayName: 售后
    assignRule: priority
    memory: 1d
    members:
      - "8000"
      - { agent: "8001", priority: 5 }
`);
    expect(findings.map(({ code }) => code)).toEqual(["pull-setting"]);
  });

  it("gives each group a file that any file system can hold", () => {
    const live = HOSTILE.map((name, index) => liveGroup(String(index + 1), name));
    const { written } = writeGroups(live, live, options);
    const paths = splitFiles("groups", written).map(({ path }) => path);
    expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
    for (const path of paths) expect(path).toMatch(/^groups\/[\p{L}\p{N}_-]+\.yaml$/u);
    expect(paths).not.toContain("groups/muster.yaml");
  });

  it("plans empty, for any account", () => {
    fc.assert(
      fc.property(liveGroups, fc.boolean(), fc.boolean(), (live, pin, split) => {
        const { written, findings } = writeGroups(live, live, { ...options, pin });
        const files = split ? splitFiles("groups", written) : [oneFile("a.yaml", written)];
        if (files.length === 0) return;
        const draft = planOf(new Map(files.map(({ path, text }) => [path, text])), live);
        expect(draft.actions).toEqual([]);
        expect(draft.manual).toEqual([]);
        // What is left out has been said.
        const silent = draft.unmanaged.filter(
          ({ exten }) => !findings.some(({ code, args }) => code === "pull-name" && args.exten === exten),
        );
        expect(silent).toEqual([]);
      }),
      { numRuns: 250 },
    );
  });
});
