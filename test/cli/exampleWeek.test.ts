import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it, onTestFinished } from "vitest";
import whoSchema from "../../schemas/who.schema.json" with { type: "json" };
import { who } from "../../src/cli/commands/who.js";
import { loadWorkspace } from "../../src/engine/workspace.js";
import type { Schedule } from "../../src/report/schedule.js";
import type { Who, WhoSchedule } from "../../src/report/who.js";
import { startSimulator } from "../../src/simulator/startSimulator.js";
import { flat, muster, QUICK_LIMITS, ROOT } from "../support/cli.js";
import { inProcess } from "../support/inProcess.js";
import { QUICK } from "../support/simulated.js";
import { commandHost, OPTIONS } from "./commandHost.js";

const FOLDER = join(ROOT, "examples/schedule");
/** The example as it lies in the repository. */
const FILES = Object.fromEntries(
  readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(FOLDER.length + 1))
    .map((path) => [path, readFileSync(join(FOLDER, path), "utf8")]),
);
const SEED = JSON.parse(FILES["seed.json"] ?? "");
const DAYS = Array.from({ length: 14 }, (_, day) => new Date(Date.UTC(2026, 8, 28 + day)).toISOString().slice(0, 10));
const WORKDAYS = ["09-28", "09-29", "09-30", "10-08", "10-09", "10-10"].map((day) => `2026-${day}`);
const HOLIDAYS = DAYS.slice(3, 10);

/** Who is where at a time of the zone, group by group: numbers, with the priority where it is not 0. */
async function at(time: string) {
  const { host } = await commandHost(FILES);
  const { accounts, findings } = await loadWorkspace({ host, several: true, paths: [], at: time });
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  return new Map(
    accounts[0]?.desired?.groups.map(({ displayName, members = [] }) => [
      displayName,
      members.map(({ agentNumber, priority }) => (priority === 0 ? agentNumber : `${agentNumber}:${priority}`)).sort(),
    ]),
  );
}

const OFFICE = ["8101", "8102", "8103", "8104", "8105"];

describe("two weeks around 国庆", () => {
  it("a make-up Saturday is staffed as a workday, and nobody is there at lunch", async () => {
    expect((await at("2026-09-29T10:00")).get("售前咨询")).toEqual(OFFICE);
    expect((await at("2026-10-10T10:00")).get("售前咨询")).toEqual(OFFICE);
    for (const time of ["11:59", "12:00", "13:29", "13:30"])
      expect((await at(`2026-10-10T${time}`)).get("售前咨询"), time).toEqual(
        time === "12:00" || time === "13:29" ? [] : OFFICE,
      );
    expect((await at("2026-10-11T11:00")).get("售前咨询")).toEqual(["8114:5"]);
  });

  it("the holidays have the people of the table, and those of weekends", async () => {
    const duty = await Promise.all(HOLIDAYS.map(async (day) => (await at(`${day}T11:00`)).get("节日值班")));
    expect(duty).toEqual([["8103"], ["8103"], ["8103"], ["8102"], ["8102"], ["8104"], ["8104"]]);
    for (const day of HOLIDAYS) {
      const groups = await at(`${day}T11:00`);
      expect(groups.get("售前咨询"), day).toEqual(["8114:5"]);
      expect(groups.get("VIP客户"), day).toEqual(["8101:9"]);
    }
    for (const day of WORKDAYS) expect((await at(`${day}T11:00`)).get("节日值班"), day).toEqual([]);
  });

  it("leave in the table is leave everywhere; the day after it the agent is back", async () => {
    expect((await at("2026-10-08T10:00")).get("售前咨询")).toEqual(OFFICE.filter((agent) => agent !== "8102"));
    expect((await at("2026-10-10T10:00")).get("售前咨询")).toContain("8102");
  });

  it("a night shift belongs to the evening on which it begins, and the cover has it to its end", async () => {
    for (const time of ["2026-10-05T22:00", "2026-10-05T23:59", "2026-10-06T00:00", "2026-10-06T07:59"]) {
      const groups = await at(time);
      expect(groups.get("夜间值守"), time).toEqual(["8110"]);
      expect(groups.get("售后热线"), time).toEqual(["8110:1"]);
    }
    expect((await at("2026-10-06T08:00")).get("夜间值守")).toEqual([]);
    // Before and after the absence it is somebody's own.
    expect((await at("2026-10-03T23:00")).get("夜间值守")).toEqual(["8109"]);
  });

  it("the hot line has somebody at every hour, and an absent agent is nowhere", async () => {
    const times = DAYS.flatMap((day) => ["00", "04", "08", "12", "14", "18", "22"].map((hour) => `${day}T${hour}:00`));
    for (const time of times) {
      const groups = await at(time);
      expect(groups.get("售后热线")?.length, time).toBeGreaterThan(0);
      const isAway = time >= "2026-10-04" && time < "2026-10-07";
      if (isAway) expect([...groups.values()].flat().join(), time).not.toContain("8106");
    }
  }, 60_000);

  it("a cover takes the place with its priority, and the campaign begins and ends", async () => {
    expect((await at("2026-09-30T12:59")).get("VIP客户")).toEqual(["8101:9", "8111", "8113"]);
    expect((await at("2026-09-30T13:00")).get("VIP客户")).toEqual(["8101:9", "8111", "8112"]);
    expect((await at("2026-10-08T10:00")).get("VIP客户")).toEqual(["8101:9", "8111", "8112"]);
    expect((await at("2026-10-09T10:00")).get("VIP客户")).toEqual(["8101:9", "8111", "8113"]);
    expect((await at("2026-10-10T12:00")).get("活动专线")).toEqual(["8111:2", "8112", "8114"]);
    expect((await at("2026-10-11T18:00")).get("活动专线")).toEqual(["8114"]);
  });
});

async function simulate() {
  const simulator = await startSimulator({ seed: SEED, limits: QUICK });
  onTestFinished(() => simulator.close());
  const env = {
    MUSTER_HOST: simulator.url,
    MUSTER_ACCOUNT_ID: SEED.accountId,
    MUSTER_API_SECRET: SEED.apiSecret,
    MUSTER_LIMITS: QUICK_LIMITS,
  };
  return { simulator, env };
}

it("is the same schedule in any time zone of the machine: the lunch of each workday is the only gap", async () => {
  const args = ["schedule", "--from", "2026-09-28", "--days", "14", "--format", "json"];
  const zones = ["UTC", "Asia/Shanghai", "America/New_York"];
  const schedules = await Promise.all(
    zones.map(async (TZ) => {
      const { code, stdout } = await muster(args, { cwd: FOLDER, env: { TZ } });
      expect(code).toBe(0);
      const { createdAt: _, ...schedule } = JSON.parse(stdout) as Schedule;
      return schedule;
    }),
  );
  const [schedule] = schedules;
  for (const other of schedules) expect(other).toEqual(schedule);
  const first = schedule?.groups.find(({ displayName }) => displayName === "售前咨询")?.members[0]?.spans[0];
  const via = { file: "groups.yaml" };
  expect(first?.source).toMatchObject({ file: "schedule.yaml", roster: "front-desk", shift: "行政", via });
  expect(schedule?.days.map(({ date, kind }) => `${date} ${kind}`)).toEqual(
    DAYS.map((day) => {
      if (HOLIDAYS.includes(day)) return `${day} holiday`;
      return `${day} ${day === "2026-10-10" ? "makeup" : WORKDAYS.includes(day) ? "workday" : "weekend"}`;
    }),
  );
  expect(
    schedule?.groups.flatMap(({ displayName, gaps }) =>
      gaps.map(({ from, until, min, staffed }) => [displayName, from, until, staffed, min].join(" ")),
    ),
  ).toEqual(WORKDAYS.map((day) => `售前咨询 ${day}T12:00:00+08:00 ${day}T13:30:00+08:00 0 2`));
}, 30_000);

it("is the same plan in any time zone of the machine", async () => {
  const { env } = await simulate();
  const plans = [];
  for (const TZ of ["UTC", "Asia/Shanghai", "America/New_York"]) {
    const { stdout } = await muster(["plan", "--at", "2026-10-05T23:00", "--format", "json"], {
      cwd: FOLDER,
      env: { ...env, TZ },
    });
    const { createdAt: _, ...plan } = JSON.parse(stdout);
    plans.push(plan);
  }
  expect(plans[0].at).toBe("2026-10-05T23:00:00+08:00");
  expect(plans[1]).toEqual(plans[0]);
  expect(plans[2]).toEqual(plans[0]);
});

it("who --from: everybody's two weeks are documents of the schema, with the line or the cell", async () => {
  const { host, stdout } = await commandHost(FILES);
  const clock = { ...host.clock, now: () => Date.UTC(2026, 8, 27, 20) };
  const agents: string[] = SEED.agents.map(({ number }: { number: string }) => number);
  const options = { ...OPTIONS, format: "json", offline: true, days: 14 } as const;
  expect(await who(agents, options, { ...host, clock })).toBe(0);
  const found = JSON.parse(stdout());
  const isWho = new Ajv({ allErrors: true }).compile(whoSchema);
  expect(isWho(found) ? [] : isWho.errors).toEqual([]);
  // It is the 28th in Shanghai already.
  const schedules = new Map<string, WhoSchedule>(
    found.agents.map(({ agent, accounts: [account] }: Who) => [agent, account?.schedule]),
  );
  const spansOf = (agent: string, group: string) =>
    schedules
      .get(agent)
      ?.groups.find(({ displayName }) => displayName === group)
      ?.spans.map(({ from, until, priority, source: { file, line, column, roster, shift, coverFor } }) =>
        [from.slice(5, 16), until.slice(5, 16), priority, `${file}:${line}:${column}`, roster, shift, coverFor]
          .filter((part) => part !== undefined)
          .join(" "),
      );
  expect(schedules.get("8101")?.from).toBe("2026-09-28T00:00:00+08:00");
  expect(spansOf("8102", "节日值班")).toEqual([
    "10-04T08:00 10-04T16:00 0 rosters/2026-10.csv:2:15 front-desk 早班",
    "10-05T08:00 10-05T16:00 0 rosters/2026-10.csv:2:17 front-desk 早班",
  ]);
  expect(spansOf("8110", "夜间值守")?.map((span) => span.replace(/ \S+:\d+:\d+.*/, ""))).toEqual([
    "10-04T22:00 10-05T08:00 0",
    "10-05T22:00 10-06T08:00 0",
  ]);
  expect(spansOf("8110", "夜间值守")?.every((span) => span.endsWith(" 8106"))).toBe(true);
  expect(schedules.get("8102")?.absences.map(({ reason, from }) => `${reason} ${from.slice(5, 10)}`)).toEqual([
    "年假 10-08",
    "年假 10-09",
  ]);
  expect(schedules.get("8106")?.absences).toMatchObject([{ by: { agentNumber: "8110", agentName: "何静" } }]);
});

it.each([
  ["plan", ["plan", "--at", "2027-01-04T10:00"]],
  ["who", ["who", "li.na", "--from", "2026-12-25", "--days", "14"]],
])("a date after the calendar's end: %s ends with 1 at its line, and sends nothing", async (_, args) => {
  const { simulator, env } = await simulate();
  const { folder } = await commandHost(FILES);
  // In October, whenever the test runs.
  const clock = { now: () => Date.UTC(2026, 9, 12), monotonic: () => performance.now(), sleep: async () => undefined };
  const run = inProcess([...args, "--config", join(folder, "muster.yaml"), "--lang", "en"], {
    env,
    clock,
    random: Math.random,
  });
  expect(await run.done).toBe(1);
  const line = (FILES["calendars.yaml"] ?? "").split("\n").findIndex((text) => text.includes("until:")) + 1;
  expect(flat(run.stderr())).toMatch(new RegExp(`calendars\\.yaml:${line}:\\d+: error\\[calendar-ended\\]`));
  expect(simulator.requests).toEqual([]);
});
