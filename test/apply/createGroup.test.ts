import { describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/applyPlan.js";
import type { Failure } from "../../src/apply/result.js";
import { desiredGroup, liveGroup, plan } from "../support/builders.js";
import { type Creation, lost, type Stage, stage } from "./stage.js";

const NAME = "sales team";
/** All that the account held when the plan was made. */
const LIVE = [liveGroup("10", "other", ["5"])];
const SENT = { assignRule: "least" } as const;
const made = plan([desiredGroup(NAME, ["1", "2"], SENT)], LIVE);

/** Who else makes a group 700 of the name, and when: since the plan, or as our call leaves. A run makes it just as we would. */
type Who = "nobody" | "a run before" | "the console before" | "a run meanwhile" | "the console meanwhile";

function let700(one: Stage, who: Who): void {
  const put = (): void => {
    one.groups.set("700", liveGroup("700", NAME, who.startsWith("a run") ? ["1", "2"] : ["9"], SENT));
  };
  if (who.endsWith("before")) put();
  let isStillToCome = who.endsWith("meanwhile");
  one.beforeSend = () => {
    if (isStillToCome) put();
    isStillToCome = false;
  };
}

/** What an earlier run of this machine noted: nothing; a creation that is open, perhaps with its number; one whose time is over; a stored name. */
type Noted = "nothing" | "open" | "open 800" | "over" | "stored 800";

function note(one: Stage, noted: Noted): void {
  const [state, exten] = noted.split(" ");
  const now = one.clock.now();
  const open = { displayName: NAME, startedAt: now - 60_000, until: state === "over" ? now - 1 : now + 20_000 };
  if (state === "open" || state === "over") one.journal.open.set(NAME, exten === undefined ? open : { ...open, exten });
  if (state === "stored") one.journal.stored.set(NAME, { exten: "800", live: "sales" });
}

/** Status, number and failure in one line: `applied 901`, `applied 901 adopted`, `applied 901: not-visible`. */
async function apply(one: Stage, heldBack?: Failure): Promise<string> {
  const ports = heldBack === undefined ? one.ports : { ...one.ports, heldBack: () => heldBack };
  const { plan: wanted, writeOrder } = made;
  const [outcome] = await one.clock.run(applyPlan({ ...wanted, writeOrder }, one.pages, ports));
  if (outcome === undefined) throw new Error("no outcome");
  const { status, exten, adopted, verified, failure } = outcome;
  expect(verified).toBe(status === "applied" && failure === undefined);
  const what = [status, exten, adopted === true ? "adopted" : undefined].filter((word) => word !== undefined).join(" ");
  return failure === undefined ? what : `${what}: ${failure.code}`;
}

const named = (one: Stage): string =>
  [...one.groups.values()]
    .filter(({ displayName }) => displayName === NAME)
    .map(({ exten }) => exten)
    .join(" ");

/** What becomes of each call in turn, who else, the outcome, calls, groups of the name in the end, what the journal says. */
type Row = readonly [string, Who, string, number, string, string];

const ALONE: readonly Row[] = [
  ["ok", "nobody", "applied 901", 1, "901", "shown"],
  ["refused", "nobody", "failed: api-refused", 1, "", "refused"],
  ["lost", "nobody", "applied 901 adopted", 1, "901", "shown"],
  ["gone", "nobody", "applied 901", 2, "901", "shown"],
  ["gone gone gone", "nobody", "failed: api-error", 3, "", "not-made"],
  ["cut", "nobody", "applied 901 adopted", 1, "901", "shown"],
  ["renamed", "nobody", "applied 901: name-stored-differently", 1, "", "stored 901"],
  ["renamed-lost", "nobody", "conflict: name-stored-differently", 1, "", "stored 901"],
  ["late", "nobody", "applied 901", 1, "901", "shown"],
  ["late-lost", "nobody", "applied 901 adopted", 1, "901", "shown"],
  ["slow", "nobody", "applied 901 adopted", 1, "901", "shown"],
  ["never", "nobody", "applied 901: not-visible", 1, "901", "open 901"],
  ["other-number", "nobody", "applied 901 adopted", 1, "901", "shown"],
  ["limited ok", "nobody", "applied 901", 2, "901", "shown"],
  ["limited-done", "nobody", "applied 901 adopted", 1, "901", "shown"],
  ["stopped", "nobody", "skipped: interrupted", 0, "", "refused"],
  ["limited stopped", "nobody", "skipped: interrupted", 1, "", "refused"],
];

/** A run on another machine, which shares no journal with ours. */
const BESIDE_A_RUN: readonly Row[] = [
  ["ok", "a run meanwhile", "applied 901: name-not-alone", 1, "700 901", "shown"],
  ["refused", "a run meanwhile", "failed: api-refused", 1, "700", "refused"],
  ["lost", "a run meanwhile", "unknown: create-ambiguous", 1, "700 901", "open"],
  ["gone", "a run meanwhile", "applied 700 adopted", 1, "700", "shown"],
  ["cut", "a run meanwhile", "unknown: create-ambiguous", 1, "700 901", "open"],
  ["renamed", "a run meanwhile", "applied 901: name-stored-differently", 1, "700", "shown"],
  ["renamed-lost", "a run meanwhile", "applied 700 adopted", 1, "700", "shown"],
  ["late", "a run meanwhile", "applied 901: name-not-alone", 1, "700 901", "shown"],
  ["late-lost", "a run meanwhile", "applied 700 adopted", 1, "700 901", "shown"],
  ["other-number", "a run meanwhile", "unknown: create-ambiguous", 1, "700 901", "open"],
  ["limited ok", "a run meanwhile", "applied 700 adopted", 1, "700", "shown"],
  ["limited-done", "a run meanwhile", "conflict: name-appeared", 1, "700 901", "shown"],
  ["stopped", "a run meanwhile", "skipped: interrupted", 0, "700", "refused"],
];

/** Its group lists an agent that was not sent, so it is not ours: it is never adopted, and ends no watch. */
const BESIDE_THE_CONSOLE: readonly Row[] = [
  ["ok", "the console meanwhile", "applied 901: name-not-alone", 1, "700 901", "shown"],
  ["refused", "the console meanwhile", "failed: api-refused", 1, "700", "refused"],
  ["lost", "the console meanwhile", "unknown: create-ambiguous", 1, "700 901", "open"],
  ["gone", "the console meanwhile", "conflict: name-appeared", 1, "700", "shown"],
  ["cut", "the console meanwhile", "unknown: create-ambiguous", 1, "700 901", "open"],
  ["renamed", "the console meanwhile", "applied 901: name-stored-differently", 1, "700", "shown"],
  ["renamed-lost", "the console meanwhile", "conflict: name-stored-differently", 1, "700", "shown"],
  ["late", "the console meanwhile", "applied 901: name-not-alone", 1, "700 901", "shown"],
  ["late-lost", "the console meanwhile", "unknown: create-ambiguous", 1, "700 901", "open"],
  ["slow", "the console meanwhile", "unknown: create-ambiguous", 1, "700 901", "open"],
  ["other-number", "the console meanwhile", "unknown: create-ambiguous", 1, "700 901", "open"],
  ["limited ok", "the console meanwhile", "conflict: name-appeared", 1, "700", "shown"],
  ["limited-done", "the console meanwhile", "conflict: name-appeared", 1, "700 901", "shown"],
  ["stopped", "the console meanwhile", "skipped: interrupted", 0, "700", "refused"],
];

describe("answer x who else, where the journal says nothing", () => {
  it.each([...ALONE, ...BESIDE_A_RUN, ...BESIDE_THE_CONSOLE])(
    "%s, %s: %s",
    async (answers, who, outcome, calls, groups, journal) => {
      for (const pages of [1, 9]) {
        const one = stage(...LIVE);
        one.pages = pages;
        one.creations = answers.split(" ") as Creation[];
        let700(one, who);
        expect(await apply(one)).toBe(outcome);
        expect(one.created).toHaveLength(calls);
        expect(named(one)).toBe(groups);
        expect(one.journal.of(NAME)).toBe(journal);
      }
    },
  );

  it.each([
    ["a run before", "applied 700 adopted"],
    ["the console before", "conflict: name-appeared"],
  ] as const)("%s: %s, without a call", async (who, outcome) => {
    for (const pages of [1, 9]) {
      const one = stage(...LIVE);
      one.pages = pages;
      let700(one, who);
      expect(await apply(one)).toBe(outcome);
      expect(one.created).toEqual([]);
    }
  });
});

/** What an earlier run noted, when its group 800 shows, who else, the outcome, calls, what the journal says. */
type NotedRow = readonly [Noted, "never" | "in 3 s" | "renamed in 3 s", Who, string, number, string];

const NOTED: readonly NotedRow[] = [
  ["open", "never", "nobody", "applied 901", 1, "shown"],
  ["open", "in 3 s", "nobody", "applied 800 adopted", 0, "shown"],
  ["open", "renamed in 3 s", "nobody", "conflict: name-stored-differently", 0, "stored 800"],
  ["open", "never", "a run before", "applied 700 adopted", 0, "shown"],
  ["open", "never", "the console before", "conflict: name-appeared", 0, "shown"],
  ["open", "in 3 s", "the console before", "unknown: create-ambiguous", 0, "open"],
  ["open", "renamed in 3 s", "the console before", "conflict: name-stored-differently", 0, "shown"],
  ["open 800", "never", "nobody", "unknown: creation-not-shown", 0, "open 800"],
  ["open 800", "in 3 s", "nobody", "applied 800 adopted", 0, "shown"],
  ["open 800", "renamed in 3 s", "nobody", "conflict: name-stored-differently", 0, "stored 800"],
  ["open 800", "never", "a run before", "applied 700 adopted", 0, "shown"],
  ["open 800", "in 3 s", "a run before", "applied 800 adopted: name-not-alone", 0, "shown"],
  ["open 800", "renamed in 3 s", "a run before", "conflict: name-stored-differently", 0, "stored 800"],
  ["open 800", "never", "the console before", "conflict: name-appeared", 0, "shown"],
  ["open 800", "in 3 s", "the console before", "applied 800 adopted: name-not-alone", 0, "shown"],
  ["over", "never", "nobody", "applied 901", 1, "shown"],
  ["over", "never", "a run before", "applied 700 adopted", 0, "shown"],
  ["over", "never", "the console before", "conflict: name-appeared", 0, "shown"],
  ["stored 800", "never", "nobody", "conflict: name-stored-differently", 0, "stored 800"],
  ["stored 800", "never", "a run before", "conflict: name-stored-differently", 0, "stored 800"],
];

describe("journal x who else", () => {
  it.each(NOTED)("%s, shows %s, %s: %s", async (noted, shows, who, outcome, calls, journal) => {
    for (const pages of [1, 9]) {
      const one = stage(...LIVE);
      one.pages = pages;
      note(one, noted);
      let700(one, who);
      const at = one.clock.monotonic() + 3_000;
      const name = shows === "in 3 s" ? NAME : "sales tea";
      if (shows !== "never") one.groups.set("800", liveGroup("800", name, ["1", "2"], SENT));
      one.shows = (_, group) => (group.exten === "800" && one.clock.monotonic() < at ? undefined : group);
      expect(await apply(one)).toBe(outcome);
      expect(one.created).toHaveLength(calls);
      expect(one.journal.of(NAME)).toBe(journal);
    }
  });

  it.each(["open", "open 800"] as const)("%s, and the account cannot be read: unknown, no call", async (noted) => {
    const one = stage(...LIVE);
    note(one, noted);
    one.onRead = () => {
      throw lost();
    };
    expect(await apply(one)).toBe("unknown: create-unknown");
    expect(one.created).toEqual([]);
    expect(one.journal.of(NAME)).toBe(noted);
  });

  it.each(["open", "open 800"] as const)("%s, and the run is told to stop: unknown, no call", async (noted) => {
    const one = stage(...LIVE);
    note(one, noted);
    one.onRead = ({ nth }) => {
      if (nth === 2) one.stop.abort();
    };
    expect(await apply(one)).toBe("unknown: create-unknown");
    expect(one.created).toEqual([]);
    expect(one.journal.of(NAME)).toBe(noted);
  });
});

describe("a lost creation whose name no group has", () => {
  it.each([
    ["two look-alikes", "sales tea", ["9"], "unknown: create-unclear", "maybe 700 901"],
    ["another group of the same members", "night shift", ["1", "2"], "unknown: create-unclear", "maybe 700 901"],
    ["another new group", "night shift", ["9"], "conflict: name-stored-differently", "stored 901"],
  ])("may be one of %s (%s %j): %s", async (_, name, members, outcome, journal) => {
    const one = stage(...LIVE);
    one.creations = ["renamed-lost"];
    one.afterWrite = () => void one.groups.set("700", liveGroup("700", name, members, SENT));
    expect(await apply(one)).toBe(outcome);
    expect(one.created).toHaveLength(1);
    expect(one.journal.of(NAME)).toBe(journal);
  });
});

describe("before a creation leaves", () => {
  it("a journal that cannot be written is a warning", async () => {
    const one = stage(...LIVE);
    one.journal.isFull = true;
    expect(await apply(one)).toBe("applied 901");
    expect(one.events.filter(({ kind }) => kind === "unrecorded")).toEqual([{ kind: "unrecorded", detail: "ENOSPC" }]);
  });

  it("a look-alike that no person has approved stops it", async () => {
    const one = stage(...LIVE);
    const args = { displayName: NAME, other: "sales teams", difference: "character" } as const;
    expect(await apply(one, { code: "look-alike", args })).toBe("conflict: look-alike");
    expect([one.created, one.reads]).toEqual([[], []]);
  });

  it.each([
    ["2.1 s in the line of an account-wide limit", (one: Stage) => one.clock.sleep(2_100)],
    ["an hour asleep", (one: Stage) => one.clock.suspend(3_600_000)],
  ])("%s makes its look too old: it looks again", async (_, wait) => {
    const one = stage(...LIVE);
    let waits = 1;
    one.beforeSend = async () => {
      if (waits-- <= 0) return;
      await wait(one);
      one.groups.set("700", liveGroup("700", NAME, ["9"]));
    };
    expect(await apply(one)).toBe("conflict: name-appeared");
    expect(one.created).toEqual([]);
  });

  it.each([
    ["knows nothing of earlier runs, the first creation waits a settling time", 0, 10_000],
    ["took 4 s from its reading to the first creation, the rest of it", 4_000, 6_000],
    ["took longer than that, not at all", 11_000, 0],
  ])("where the run %s", async (_, tookMs, waitMs) => {
    const one = stage(...LIVE);
    const since = one.clock.monotonic();
    const { plan: both, writeOrder } = plan([desiredGroup("alpha", ["1"]), desiredGroup("omega", ["2"])], LIVE);
    const ports = { ...one.ports, unknownUntil: since - tookMs };
    await one.clock.run(applyPlan({ ...both, writeOrder }, 1, ports));
    expect(one.clock.monotonic() - since).toBe(waitMs);
    const waits = one.events.filter(({ kind }) => kind === "second-look");
    expect(waits).toEqual(waitMs === 0 ? [] : [{ kind: "second-look", ms: waitMs, isNewStore: false }]);
    expect(one.created).toHaveLength(2);
  });
});
