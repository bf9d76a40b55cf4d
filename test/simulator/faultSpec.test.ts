import { describe, expect, test } from "vitest";
import { openFaultBook } from "../../src/simulator/behaviour/faultBook.js";
import { FAULT_KIND_NAMES, factsOf } from "../../src/simulator/behaviour/faultKinds.js";
import { FaultSpecError, parseFault } from "../../src/simulator/behaviour/faultSpec.js";

const always = { which: "range", from: 1, to: Number.POSITIVE_INFINITY };

test.each([
  ["addQueue:drop-after", { operation: "addQueue", kind: "drop-after", argument: "", when: always }],
  ["*:slow=250", { operation: "*", kind: "slow", argument: "250", when: always }],
  ["addQueue:skip-agent=0803@2", { kind: "skip-agent", argument: "0803", when: { which: "range", from: 2, to: 2 } }],
  ["queueQueue:limit@2-4", { kind: "limit", when: { which: "range", from: 2, to: 4 } }],
  ["queueQueue:limit@3+", { kind: "limit", when: { ...always, from: 3 } }],
  ["queueQueue:short-page@every2", { kind: "short-page", when: { which: "every", step: 2 } }],
  ["*:http-500-after@p0.25", { kind: "http-500-after", when: { which: "chance", probability: 0.25 } }],
  ["*:http-500-after@p1", { when: { which: "chance", probability: 1 } }],
  ["*:http-500-after@p.5", { when: { which: "chance", probability: 0.5 } }],
])("%s", (spec, fault) => {
  expect(parseFault(spec)).toMatchObject(fault);
});

test("every kind can be ordered", () => {
  for (const kind of FAULT_KIND_NAMES) {
    const argument = kind === "answer" ? "={}" : "=8000";
    expect(parseFault(`*:${kind}${factsOf(kind).argument ? argument : ""}@1`).kind).toBe(kind);
  }
});

test.each([
  ["", "expected OPERATION:KIND[=ARG][@WHEN], such as addQueue:drop-after@2"],
  ["addQueue", "expected OPERATION:KIND[=ARG][@WHEN], such as"],
  ["addQueu:limit", 'unknown operation "addQueu"; did you mean "addQueue"?'],
  ["addQueue:drop-aftr@2", 'unknown kind "drop-aftr"; did you mean "drop-after"?'],
  ["addQueue:explode", "Expected OPERATION:KIND[=ARG][@WHEN] with one of limit, limit-http-429,"],
  ["addQueue:toString", 'unknown kind "toString"'],
  ["addQueue:limit=3", "limit takes no argument"],
  ["addQueue:slow", "slow needs milliseconds: slow=ARG"],
  ["addQueue:slow=fast", "slow needs milliseconds: slow=ARG"],
  ["addQueue:skip-agent=", "skip-agent needs an agent number: skip-agent=ARG"],
  ["queueQueue:ignore-write", "ignore-write strikes only addQueue and updateQueueAssignMembers"],
  ["addQueue:short-page", "short-page strikes only queueQueue and queueQueueAgentClaimStatus"],
  ["addQueue:limit@0", '"0" is no WHEN; expected N, N-M, N+, everyN or p0.25'],
  ["addQueue:limit@4-2", '"4-2" is no WHEN'],
  ["addQueue:limit@every0", '"every0" is no WHEN'],
  ["addQueue:limit@p1.5", '"p1.5" is no WHEN'],
  ["addQueue:limit@p", '"p" is no WHEN'],
  ["addQueue:limit@", '"" is no WHEN'],
])("%j is refused with what was expected", (spec, problem) => {
  expect(() => parseFault(spec)).toThrow(FaultSpecError);
  expect(() => parseFault(spec)).toThrow(problem);
  expect(() => parseFault(spec)).toThrow(`fault "${spec}": `);
});

describe("which calls are struck", () => {
  const struck = (when: string, calls = 8, seed = 1) => {
    const book = openFaultBook([`addQueue:limit${when}`], seed);
    return Array.from({ length: calls }, () => (book("addQueue").kinds.length > 0 ? "x" : ".")).join("");
  };

  test.each([
    ["", "xxxxxxxx"],
    ["@2", ".x......"],
    ["@2-4", ".xxx...."],
    ["@6+", ".....xxx"],
    ["@every3", "..x..x.."],
    ["@p0", "........"],
    ["@p1", "xxxxxxxx"],
  ])("%s", (when, expected) => {
    expect(struck(when)).toBe(expected);
  });

  test("by chance: about as often as ordered, the same for a seed, another way for another", () => {
    const hits = struck("@p0.25", 1000);
    expect([...hits].filter((hit) => hit === "x").length).toBeGreaterThan(200);
    expect([...hits].filter((hit) => hit === "x").length).toBeLessThan(300);
    expect(struck("@p0.25", 1000)).toBe(hits);
    expect(struck("@p0.25", 1000, 2)).not.toBe(hits);
  });

  test("calls of other operations count only for *", () => {
    const book = openFaultBook(["addQueue:limit@2", "*:slow=5@3"], 1);
    const kinds = (["addQueue", "queueQueue", "addQueue", "addQueue"] as const).map((name) => book(name).kinds);
    expect(kinds).toEqual([[], [], ["limit", "slow"], []]);
  });

  test("* counts, for a fault of writes, writes alone", () => {
    const book = openFaultBook(["*:ignore-write@1"], 1);
    expect(book("queueQueue").ignoreWrite).toBe(false);
    expect(book("addQueue").ignoreWrite).toBe(true);
  });

  test("faults add up; of those that end the call, the first one ordered does", () => {
    const specs = ["*:slow=5", "*:skip-agent=1", "*:skip-agent=2", "*:drop-after", "*:http-500-before", "*:slow=7"];
    const strike = openFaultBook(specs, 1)("addQueue");
    expect(strike).toMatchObject({ slowMs: 12, skipAgents: new Set(["1", "2"]), ending: { kind: "drop-after" } });
  });
});
