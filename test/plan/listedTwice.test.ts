import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agentChanges, type Member, sameMembers } from "../../src/model/skillGroup.js";
import { hashPlan } from "../../src/plan/hash.js";
import type { Plan } from "../../src/plan/plan.js";
import { checkStaleness, isIntact } from "../../src/plan/savedPlan.js";
import { FILE_FORMATS, rendererOf } from "../../src/report/formats.js";
import { desiredGroup, liveGroup, member, planned } from "../support/builders.js";

const plain = (texts: readonly string[]): Member[] =>
  texts.map(member).map(({ agentNumber, priority }) => ({ agentNumber, priority }));

describe("sameMembers", () => {
  it.each([
    [[], [], true],
    [["1", "2:5"], ["2:5", "1"], true],
    [["1", "1:5"], ["1:5", "1"], true],
    [["1", "1:5"], ["1"], false],
    [["1", "1:5"], ["1:5", "1:5"], false],
    [["1", "2"], ["1", "1"], false],
    [["1", "1"], ["1", "2"], false],
    [["1", "1:5", "2"], ["1", "1:5", "3"], false],
  ] as const)("%j and %j: %s", (a, b, expected) => {
    expect(sameMembers(plain(a), plain(b))).toBe(expected);
    expect(sameMembers(plain(b), plain(a))).toBe(expected);
  });
});

describe("agentChanges", () => {
  it.each([
    [["1", "1:5"], ["1:5"], [[], [], ["1"]]],
    [["1"], ["1", "1:5"], [[], [], ["1"]]],
    [
      ["1", "1:5"],
      ["1:5", "1"],
      [[], [], []],
    ],
    [["1", "1:5"], ["2"], [["2"], ["1"], []]],
  ] as const)("%j to %j", (from, to, [added, removed, reprioritized]) => {
    expect(agentChanges(plain(from), plain(to))).toEqual({ added, removed, reprioritized });
  });
});

describe("an agent whom the server lists twice, with two priorities", () => {
  it.each([
    ["the first is wanted", ["1"], ["1", "1:5"], "exact", [[5, 0]], 0, ["1:0"]],
    ["the second is wanted", ["1:5"], ["1", "1:5"], "exact", [[0, 5]], 0, ["1:5"]],
    [
      "neither is wanted",
      ["1:3"],
      ["1", "1:5"],
      "exact",
      [
        [0, 3],
        [5, 3],
      ],
      0,
      ["1:3"],
    ],
    ["nobody wants the agent", ["2"], ["1", "1:5", "2"], "exact", [], 2, ["2:0"]],
    ["in an additive group, listed", ["1"], ["1", "1:5", "9"], "additive", [[5, 0]], 0, ["1:0", "9:0"]],
  ] as const)("%s: it is a difference", (_, wanted, live, membership, changes, removed, after) => {
    const draft = planned([desiredGroup("a", wanted, { membership })], [liveGroup("10", "a", live)]);
    const [action] = draft.actions;
    if (action?.action !== "replaceMembers") throw new Error("no replacement");
    expect(action.before.members).toHaveLength(live.length);
    expect(action.reprioritized.map(({ from, to }) => [from, to])).toEqual(changes);
    expect(action.removed).toHaveLength(removed);
    expect(action.after.members.map(({ agentNumber, priority }) => `${agentNumber}:${priority}`)).toEqual(after);
    expect(isIntact({ ...draft, diagnostics: [] } as Plan)).toBe(true);
    // What it writes is what the files say: the plan after it is empty.
    const written = { ...liveGroup("10", "a"), members: action.after.members };
    expect(planned([desiredGroup("a", wanted, { membership })], [written]).actions).toEqual([]);
  });

  it("is left as it is in an additive group that does not list the agent", () => {
    expect(
      planned([desiredGroup("a", ["2"], { membership: "additive" })], [liveGroup("10", "a", ["1", "1:5", "2"])])
        .actions,
    ).toEqual([]);
  });

  it("makes a saved plan stale where it comes or goes, and another hash", () => {
    const saved = planned([desiredGroup("a", ["1", "2"])], [liveGroup("10", "a", ["1", "1:5"])]);
    const { actions, account } = saved;
    expect(checkStaleness(saved, [liveGroup("10", "a", ["1:5", "1"])]).kind).toBe("ready");
    expect(checkStaleness(saved, [liveGroup("10", "a", ["1"])]).kind).toBe("stale");
    expect(checkStaleness(saved, [liveGroup("10", "a", ["1:5"])]).kind).toBe("stale");
    const once = planned([desiredGroup("a", ["1", "2"])], [liveGroup("10", "a", ["1"])]).actions;
    expect(hashPlan(account, actions)).not.toBe(hashPlan(account, once));
  });
});

it("whatever is live, what an exact plan writes is what the files say, and the plan is consistent", () => {
  const lists = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 2 })), {
    selector: ([agent, priority]) => `${agent} ${priority}`,
  });
  const wants = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 2 })), {
    selector: ([agent]) => agent,
  });
  const texts = (list: readonly (readonly [number, number])[]) =>
    list.map(([agent, priority]) => `${agent}:${priority}`);
  fc.assert(
    fc.property(lists, wants, (live, wanted) => {
      const draft = planned([desiredGroup("a", texts(wanted))], [liveGroup("10", "a", texts(live))]);
      const [action] = draft.actions;
      expect(action === undefined).toBe(sameMembers(plain(texts(live)), plain(texts(wanted))));
      expect(action === undefined || sameMembers(action.after.members, plain(texts(wanted)))).toBe(true);
      expect(isIntact({ ...draft, diagnostics: [] } as Plan)).toBe(true);
    }),
  );
});

describe("documents of a plan with an agent listed twice", () => {
  const draft = planned(
    [desiredGroup("a", ["1:5", "3"]), desiredGroup("b", ["4"])],
    [liveGroup("10", "a", ["1", "1:5", "2", "2:7"]), liveGroup("11", "b", ["4", "4:1"])],
  );
  const report = { kind: "plans", plans: [{ ...draft, diagnostics: [] }] } as const;

  it.each(FILE_FORMATS)("are made in %s", async (format) => {
    for (const language of ["en", "zh"] as const) {
      const render = await rendererOf(format);
      const text = render(report, { language, verbose: false, columns: 100, colour: false, nonce: "n" });
      expect(text).toMatch(/\S/);
      if (format === "text") expect(text).toMatch(/4 .*1 → 0/);
    }
  });

  it("are plans by the schema", () => {
    const schema = JSON.parse(readFileSync(new URL("../../schemas/plan.schema.json", import.meta.url), "utf8"));
    const isPlan = new Ajv({ strict: false, allowUnionTypes: true }).compile(schema);
    expect(isPlan({ ...draft, diagnostics: [] }), JSON.stringify(isPlan.errors)).toBe(true);
  });
});
