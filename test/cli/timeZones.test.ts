import { expect, it, onTestFinished } from "vitest";
import { membersOf, world } from "../support/simulated.js";

const HOUR = 3_600_000;
/** As files write a time, by the clock of Shanghai. */
const wall = (instant: number) => new Date(instant + 8 * HOUR).toISOString().slice(0, "2026-12-01T18:00".length);

/** Everything that files say with time, around an instant. */
const yamlAround = (now: number) => `version: 1
timezone: Asia/Shanghai
calendars:
  every: { workdays: [mon, tue, wed, thu, fri, sat, sun], until: 2099-12-31 }
shifts:
  whole: 00:00-24:00
rosters:
  r:
    week: [{ shift: whole, on: workdays, agents: ["8006"] }]
    cycle: [{ agents: ["8008", "8009"], from: 2026-01-01, pattern: [whole, whole] }]
absences:
  - { agent: "8004", from: ${wall(now - HOUR)}, until: ${wall(now + 2 * HOUR)}, by: "8005" }
groups:
  - displayName: 售后
    members:
      - "8000"
      - { agent: "8001", until: ${wall(now + HOUR)} }
      - { agent: "8002", from: ${wall(now + HOUR)} }
      - { agent: "8003", from: ${wall(now - HOUR)}, until: ${wall(now + 48 * HOUR)}, priority: 2 }
      - { agent: "8004", priority: 3 }
      - { roster: r, shift: whole, priority: 1 }
      - { agent: "8007", when: { on: daily, at: 00:00-24:00 } }
`;

const GROUPS = [{ displayName: "售后", exten: "10018579", members: ["8000", "8002"] }];
const ZONES = ["UTC", "Asia/Shanghai", "America/New_York"];

it("plan, apply, plan: the same plan, the same members, and nothing left, in any time zone of the machine", async () => {
  const yaml = yamlAround(Date.now());
  const runs = await Promise.all(
    ZONES.map(async (TZ) => {
      const { simulator, run } = await world(GROUPS, yaml, {}, onTestFinished);
      const env = { TZ };
      const planned = await run(["plan", "--format", "json"], { env });
      const applied = await run(["apply", "--auto-approve", "--max-removals", "100%"], { env });
      const again = await run(["plan", "--detailed-exitcode", "--format", "json"], { env });
      expect([planned.code, applied.code, again.code], planned.stderr + applied.stderr + again.stderr).toEqual([
        0, 0, 0,
      ]);
      expect(JSON.parse(again.stdout).actions).toEqual([]);
      const { actions, upcoming, validUntil } = JSON.parse(planned.stdout);
      return { actions, upcoming, validUntil, members: membersOf(simulator)["售后"]?.toSorted() };
    }),
  );
  const [first] = runs;
  expect(first?.members).toEqual(["8000", "8001", "8003:2", "8005:3", "8006:1", "8007", "8008:1", "8009:1"]);
  expect(first?.upcoming.length).toBeGreaterThan(0);
  for (const other of runs) expect(other).toEqual(first);
}, 60_000);
