import { describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/applyPlan.js";
import type { ApplyPorts } from "../../src/apply/ports.js";
import { desiredGroup, liveGroup, plan } from "../support/builders.js";
import { type Creation, type Stage, stage } from "./stage.js";
import { StageJournal } from "./stageJournal.js";

const NAME = "sales team";
const LIVE = [liveGroup("10", "other", ["5"])];
const made = plan([desiredGroup(NAME, ["1", "2"])], LIVE);

/** An account, and runs that share a journal. Each has begun what it begins itself. */
function shared() {
  const one = stage(...LIVE);
  const ports = (): ApplyPorts => ({ ...one.ports, journal: new StageJournal(one.clock, one.journal) });
  const apply = async (own = ports()): Promise<string> => {
    const { plan: wanted, writeOrder } = made;
    const [outcome] = await applyPlan({ ...wanted, writeOrder }, 1, own);
    const { status, exten, adopted, failure } = outcome ?? { status: "none" };
    const what = [status, exten, adopted && "adopted"].filter((word) => word).join(" ");
    return failure === undefined ? what : `${what}: ${failure.code}`;
  };
  return { one, ports, apply };
}

const made901 = ({ groups }: Stage): number => [...groups.keys()].filter((exten) => exten.startsWith("90")).length;

describe("a run that meets the open creation of another one as it leaves", () => {
  it.each([
    ["ok", "applied 901", "applied 901 adopted", 1],
    ["late", "applied 901", "applied 901 adopted", 1],
    ["lost", "applied 901 adopted", "applied 901 adopted", 1],
    ["late-lost", "applied 901 adopted", "applied 901 adopted", 1],
    ["slow", "applied 901 adopted", "applied 901 adopted", 1],
    ["renamed", "applied 901: name-stored-differently", "conflict: name-stored-differently", 1],
    ["never", "applied 901: not-visible", "unknown: creation-not-shown", 1],
    ["gone", "applied 901", "applied 901 adopted", 2],
    ["limited ok", "applied 901", "applied 901 adopted", 2],
  ] as const)("answered %s: %s, and the other %s", async (answers, first, second, calls) => {
    const { one, apply } = shared();
    one.creations = answers.split(" ") as Creation[];
    const outcomes = await one.clock.run(Promise.all([apply(), apply()]));
    expect(outcomes.toSorted()).toEqual([first, second].toSorted());
    expect([one.created.length, made901(one)]).toEqual([calls, 1]);
  });

  it("which makes nothing, makes it when that one's time is over", async () => {
    const { one, apply } = shared();
    one.creations = ["refused"];
    const outcomes = await one.clock.run(Promise.all([apply(), apply()]));
    expect(outcomes.toSorted()).toEqual(["applied 901", "failed: api-refused"]);
    expect([one.created.length, made901(one)]).toEqual([2, 1]);
  });

  it("is one of ten", async () => {
    const { one, apply } = shared();
    one.creations = ["late-lost"];
    await one.clock.run(Promise.all(Array.from({ length: 10 }, () => apply())));
    expect([one.created.length, made901(one)]).toEqual([1, 1]);
  });
});

describe("a journal of all machines that cannot be written", () => {
  it("stops the creation, and nothing else", async () => {
    const { one, ports } = shared();
    const own = ports();
    (own.journal as StageJournal).isFull = true;
    const both = plan([desiredGroup(NAME, ["1"]), desiredGroup("other", ["5", "6"], { exten: "10" })], LIVE);
    const outcomes = await one.clock.run(applyPlan({ ...both.plan, writeOrder: both.writeOrder }, 1, own));
    expect(
      outcomes.map(({ displayName, status, attempts, failure }) => [displayName, status, attempts, failure]),
    ).toEqual(
      expect.arrayContaining([
        [NAME, "skipped", 0, { code: "creation-unrecorded", args: { displayName: NAME, detail: "ENOSPC" } }],
        ["other", "applied", 1, undefined],
      ]),
    );
    expect([one.created, one.written]).toEqual([[], ["10: 5 6"]]);
  });

  it("stops the repetition of one that met the limit", async () => {
    const { one, ports, apply } = shared();
    const own = ports();
    one.creations = ["limited"];
    one.afterWrite = () => {
      (own.journal as StageJournal).isFull = true;
    };
    expect(await one.clock.run(apply(own))).toBe("skipped: creation-unrecorded");
    expect(one.created).toHaveLength(1);
  });
});

describe("a run that has lost its lock", () => {
  it("starts nothing new, and says why of each group", async () => {
    const { one, ports } = shared();
    const names = ["a", "b", "c"];
    const three = plan(
      names.map((name) => desiredGroup(name, ["1"])),
      LIVE,
    );
    one.creations = ["ok", "stopped"];
    const own: ApplyPorts = {
      ...ports(),
      whyStopped: (displayName) => ({ code: "lock-lost", args: { displayName } }),
    };
    const outcomes = await one.clock.run(applyPlan({ ...three.plan, writeOrder: three.writeOrder }, 1, own));
    const codes = outcomes.map(({ status, failure }) => `${status} ${failure?.code}`);
    expect(new Set(codes)).toEqual(new Set(["applied undefined", "skipped lock-lost"]));
    expect(JSON.stringify(one.events)).not.toContain('"interrupted"');
  });
});

it("a store that has just begun is waited for, and called new", async () => {
  const { one, ports } = shared();
  const own = { ...ports(), unknownUntil: one.clock.monotonic() - 4_000 };
  await one.clock.run(applyPlan({ ...made.plan, writeOrder: made.writeOrder }, 1, own));
  expect(one.events).toContainEqual({ kind: "second-look", ms: 6_000, isNewStore: true });
});
