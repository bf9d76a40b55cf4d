import { describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/applyPlan.js";
import { desiredGroup, liveGroup, plan } from "../support/builders.js";
import { lost, type Stage, stage } from "./stage.js";

const CLAIMS = "either";
const QUERY = "queueQueue";

/** Agent 3 moves from a to b. */
const LIVE = [liveGroup("10", "a", ["1", "2", "3"]), liveGroup("11", "b", ["4"])];
const {
  plan: { actions },
  writeOrder,
} = plan([desiredGroup("a", ["1", "2"]), desiredGroup("b", ["3", "4"])], LIVE);

const apply = (one: Stage) => one.clock.run(applyPlan({ actions, writeOrder }, one.pages, one.ports));

/** From the write on, that interface shows group b as it was for so long. */
function late(one: Stage, ms: number, ...through: readonly string[]): void {
  let writtenAt: number | undefined;
  one.shows = (read, group) => {
    if (one.written.length > 0) writtenAt ??= one.clock.monotonic();
    const isLate = writtenAt !== undefined && one.clock.monotonic() < writtenAt + ms;
    return group.exten === "11" && isLate && through.includes(read.through) ? liveGroup("11", "b", ["4"]) : group;
  };
}

/** Reads fail from the first write on, for so long. */
function failing(one: Stage, ms: number): void {
  let since: number | undefined;
  one.onRead = () => {
    if (one.written.length === 0) return;
    since ??= one.clock.monotonic();
    if (one.clock.monotonic() < since + ms) throw lost();
  };
}

describe("a move whose arrival", () => {
  it.each<readonly [string, (one: Stage) => void]>([
    ["shows at once", () => undefined],
    ["shows 6 s late everywhere", (one) => late(one, 6_000, CLAIMS, QUERY)],
    ["shows 15 s late in the claim status", (one) => late(one, 15_000, CLAIMS)],
    ["never shows in the claim status", (one) => late(one, 1e9, CLAIMS)],
    [
      "shows 15 s late in both: after the wait for it, before the verification ends",
      (one) => late(one, 15_000, CLAIMS, QUERY),
    ],
    ["cannot be read for 9 s", (one) => failing(one, 9_000)],
    ["cannot be read for 15 s", (one) => failing(one, 15_000)],
  ])("%s is finished, and verified", async (_, trouble) => {
    const one = stage(...LIVE);
    trouble(one);
    const outcomes = await apply(one);
    expect(outcomes).toMatchObject([
      { displayName: "a", status: "applied", verified: true, attempts: 1 },
      { displayName: "b", status: "applied", verified: true, attempts: 1 },
    ]);
    expect(one.written).toEqual(["11: 3 4", "10: 1 2"]);
    const finished = one.events.filter(({ kind }) => kind === "finished");
    expect(finished).toHaveLength(2);
  });

  it.each<readonly [string, (one: Stage) => void, string]>([
    ["never shows", (one) => late(one, 1e9, CLAIMS, QUERY), "agents-skipped"],
    ["cannot be read any more", (one) => failing(one, 1e9), "verification-failed"],
  ])("%s leaves the agent in the old group, and says so once", async (_, trouble, code) => {
    const one = stage(...LIVE);
    trouble(one);
    expect(await apply(one)).toMatchObject([
      { displayName: "a", status: "skipped", failure: { code: "waits-for" } },
      { displayName: "b", status: "applied", verified: false, failure: { code } },
    ]);
    expect(one.groups.get("10")?.members).toHaveLength(3);
    const finished = one.events.flatMap((event) => (event.kind === "finished" ? [event.outcome.displayName] : []));
    expect(finished.sort()).toEqual(["a", "b"]);
  });

  it("is not carried out leaves the agent in the old group, without another wait", async () => {
    const one = stage(...LIVE);
    one.attempts = ["refused"];
    expect(await apply(one)).toMatchObject([
      { status: "skipped", failure: { code: "waits-for" } },
      { status: "failed", failure: { code: "api-refused" } },
    ]);
    expect(one.reads.length).toBe(1);
  });
});

describe("verification", () => {
  it("believes the query alone: what only the claim status shows is not verified yet", async () => {
    const one = stage(...LIVE);
    late(one, 3_000, QUERY);
    const before = one.clock.monotonic();
    expect(await apply(one)).toMatchObject([{ verified: true }, { verified: true }]);
    expect(one.clock.monotonic() - before).toBeGreaterThanOrEqual(3_000);
    const last = one.reads.at(-1);
    expect(last?.through).toBe(QUERY);
  });

  it("leaves the others proved when one group cannot be read", async () => {
    const one = stage(...LIVE);
    one.pages = 9;
    one.onRead = ({ key, through }) => {
      if (key === "11" && through === QUERY && one.written.length === 2) throw lost();
    };
    expect(await apply(one)).toMatchObject([
      { displayName: "a", verified: true },
      { displayName: "b", verified: false, failure: { code: "verification-failed" } },
    ]);
  });

  it.each([
    ["a rule", { assignRule: "random" }],
    ["a memory", { memory: "off" }],
    ["both", { assignRule: "random", memory: "off" }],
  ])("looks again where %s of a new group shows a second late", async (_, shown) => {
    const one = stage();
    const fresh = plan([desiredGroup("n", ["1"], { assignRule: "priority", memory: "1d" })], []);
    const since = one.clock.monotonic();
    one.shows = (_read, group) => (one.clock.monotonic() < since + 1_000 ? { ...group, ...shown } : group);
    expect(await one.clock.run(applyPlan({ ...fresh.plan, writeOrder: fresh.writeOrder }, 1, one.ports))).toMatchObject(
      [{ verified: true }],
    );
  });

  it("says which setting is another for good", async () => {
    const one = stage();
    const fresh = plan([desiredGroup("n", ["1"], { memory: "1d" })], []);
    one.shows = (_read, group) => ({ ...group, memory: "off" });
    expect(await one.clock.run(applyPlan({ ...fresh.plan, writeOrder: fresh.writeOrder }, 1, one.ports))).toMatchObject(
      [{ verified: false, failure: { code: "setting-not-as-written", args: { attribute: "memory" } } }],
    );
  });
});
