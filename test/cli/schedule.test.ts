import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Ajv } from "ajv";
import { describe, expect, it, onTestFinished } from "vitest";
import scheduleSchema from "../../schemas/schedule.schema.json" with { type: "json" };
import type { Schedule, Schedules } from "../../src/report/schedule.js";
import { flat, muster } from "../support/cli.js";
import { inProcess } from "../support/inProcess.js";
import { world } from "../support/simulated.js";

const isSchedule = new Ajv({ allErrors: true, strict: true }).compile(scheduleSchema);

/** 2026-09-28 09:30 in Shanghai, a Monday. */
const MONDAY = Date.UTC(2026, 8, 28, 1, 30);

const YAML = `version: 1
calendars:
  cn:
    workdays: [mon, tue, wed, thu, fri]
    until: 2026-12-31
    holidays: [{ from: 2026-10-01, to: 2026-10-07, name: 国庆节 }]
    makeup: [2026-10-10]
shifts:
  行政: [09:00-12:00, 13:30-18:00]
  晚班: 22:00-08:00
rosters:
  aftersales:
    week:
      - { shift: 行政, on: workdays, agents: [zhang.wei, li.na] }
    cycle:
      - { agents: ["8101", "8102"], from: 2026-09-27, step: 1, pattern: [晚班, 休] }
agents:
  zhang.wei: { number: "8000", name: 张伟 }
  li.na: { number: "8001", name: 李娜 }
absences:
  - { agent: li.na, from: 2026-09-29T13:30, until: 2026-09-30, by: "8002", reason: 年假 }
groups:
  - displayName: 售后
    exten: "10018578"
    members:
      - { roster: aftersales, shift: 行政 }
      - { roster: aftersales, shift: 晚班, priority: 1 }
    coverage: { min: 2, during: { on: workdays, at: 09:00-18:00 } }
  - displayName: 售前
    members: [zhang.wei, "8005"]
`;

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function folderWith(yaml: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "muster-schedule-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries({ "groups.yaml": yaml, ...more }))
    await writeFile(join(folder, name), text);
  return folder;
}

/** Runs muster at an instant. A request of any kind fails the test. */
async function run(args: readonly string[], now = MONDAY, env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const sent: string[] = [];
  const { done, stdout, stderr } = inProcess(args, {
    env: { MUSTER_LANG: "en", ...env },
    clock: {
      now: () => now,
      monotonic: () => performance.now(),
      sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
    },
    random: Math.random,
    onSend: (url) => sent.push(url),
  });
  const code = await done;
  expect(sent).toEqual([]);
  return { code, stdout: stdout(), stderr: stderr() };
}

async function documentOf<D extends Schedule | Schedules = Schedule>(
  args: readonly string[],
  ...more: [now?: number, env?: Readonly<Record<string, string>>]
): Promise<D> {
  const { code, stdout, stderr } = await run([...args, "--format", "json"], ...more);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const found = JSON.parse(stdout) as D;
  expect(isSchedule(found), JSON.stringify(isSchedule.errors)).toBe(true);
  return found;
}

const spansOf = ({ groups }: Schedule, group: number, agentNumber: string) =>
  groups[group]?.members
    .find((one) => one.agentNumber === agentNumber)
    ?.spans.map(({ from, until }) => `${from.slice(5, 16)}/${until.slice(5, 16)}`);

describe("the days of a schedule", () => {
  it("are seven from this day's beginning, in the files' zone; make-up days and holidays count as such", async () => {
    const file = join(await folderWith(YAML), "groups.yaml");
    const week = await documentOf(["schedule", file]);
    expect(week).toMatchObject({ from: "2026-09-28T00:00:00+08:00", until: "2026-10-05T00:00:00+08:00" });
    expect(week.timezone).toBe("Asia/Shanghai");

    const found = await documentOf(["schedule", file, "--from", "2026-09-28", "--days", "14"]);
    expect(found.days.map(({ date, kind }) => `${date.slice(5)} ${kind}`)).toEqual([
      ...["09-28 workday", "09-29 workday", "09-30 workday"],
      ...["01", "02", "03", "04", "05", "06", "07"].map((day) => `10-${day} holiday`),
      ...["10-08 workday", "10-09 workday", "10-10 makeup", "10-11 weekend"],
    ]);
    expect(spansOf(found, 0, "8000")?.map((span) => span.slice(0, 11))).toEqual(
      ["09-28", "09-29", "09-30", "10-08", "10-09", "10-10"].flatMap((day) => [`${day}T09:00`, `${day}T13:30`]),
    );
    expect(found.groups[0]?.gaps.map(({ from, min, staffed }) => [from.slice(5, 16), min, staffed])).toEqual(
      ["09-28", "09-29", "09-30", "10-08", "10-09", "10-10"].map((day) => [`${day}T12:00`, 2, 0]),
    );
    expect(spansOf(found, 0, "8101")?.[0]).toBe("09-28T00:00/09-28T08:00");
    expect(spansOf(found, 0, "8002")).toEqual(["09-29T13:30/09-29T18:00"]);
    expect(found.absences).toMatchObject([{ agentNumber: "8001", by: { agentNumber: "8002" }, reason: "年假" }]);
    expect(found.groups[1]?.members[0]?.spans).toMatchObject([{ always: true }]);
    expect(found.turns[0]).toMatchObject({ at: "2026-09-28T08:00:00+08:00", writes: 1, seconds: 0 });
  });

  it("begin with an instant of any zone, and cut what reaches in", async () => {
    const file = join(await folderWith(YAML), "groups.yaml");
    const found = await documentOf(["schedule", file, "--from", "2026-09-28T02:00Z", "--days", "1"]);
    expect([found.from, found.until]).toEqual(["2026-09-28T10:00:00+08:00", "2026-09-29T10:00:00+08:00"]);
    expect(spansOf(found, 0, "8000")).toEqual([
      "09-28T10:00/09-28T12:00",
      "09-28T13:30/09-28T18:00",
      "09-29T09:00/09-29T10:00",
    ]);
    expect(found.days.map(({ from, until }) => `${from.slice(11, 16)}-${until.slice(11, 16)}`)).toEqual([
      "10:00-00:00",
      "00:00-10:00",
    ]);
    expect((await run(["schedule", file, "--from", "2026-13-01"])).stderr).toContain("bad-instant");
  });

  it.each([
    ["America/New_York", "2026-10-31", [24, 25, 24]],
    ["America/New_York", "2027-03-13", [24, 23, 24]],
    ["Australia/Lord_Howe", "2027-04-03", [24, 24.5, 24]],
    ["Australia/Lord_Howe", "2026-10-03", [24, 23.5, 24]],
  ])("are as long as the clock makes them: %s %s", async (zone, from, hours) => {
    const yaml = `version: 1
timezone: ${zone}
shifts: { 晚班: 22:00-08:00, 日班: 08:00-22:00 }
rosters:
  r: { week: [{ shift: 晚班, agents: ["8000"] }, { shift: 日班, agents: ["8001"] }] }
groups:
  - { displayName: 售后, members: [{ roster: r }], coverage: { min: 1 } }
`;
    const file = join(await folderWith(yaml), "groups.yaml");
    const found = await documentOf(["schedule", file, "--from", from, "--days", "3"]);
    expect(found.days.map((day) => (Date.parse(day.until) - Date.parse(day.from)) / 3_600_000)).toEqual(hours);
    expect(found.until.slice(11, 16)).toBe("00:00");
    expect(found.groups[0]?.gaps).toEqual([]);
    const clocks = found.groups[0]?.members.flatMap(({ spans }) => spans.map((span) => span.from.slice(11, 16)));
    expect(new Set(clocks)).toEqual(new Set(["00:00", "08:00", "22:00"]));
    const { stdout } = await run(["schedule", file, "--from", from, "--days", "3"]);
    expect(flat(stdout)).toContain("daily 08:00–22:00 日班 8001");
  });

  it("end with the calendar: a day after it is an error at its line, and nothing is sent", async () => {
    const folder = await folderWith(YAML);
    const file = join(folder, "groups.yaml");
    const late = await run(["schedule", file, "--from", "2026-12-28"]);
    expect(late.code).toBe(1);
    expect(late.stderr).toMatch(/groups\.yaml:5:12: error\[calendar-ended\]/);
    expect(late.stdout).toBe("");
    expect((await run(["schedule", file, "--from", "2026-12-25"])).code).toBe(0);
    await writeFile(
      join(folder, "muster.yaml"),
      `version: 1
findings: { calendar-ends: off }
accounts:
  a: { host: "\${MUSTER_HOST}", accountId: "\${MUSTER_ACCOUNT_ID}", apiSecret: "\${MUSTER_API_SECRET}", groups: [groups.yaml] }
`,
    );
    // What is asked for and not known stays an error, whatever the level of the warning.
    expect((await run(["schedule", "--config", join(folder, "muster.yaml"), "--from", "2026-12-28"])).code).toBe(1);
    const next = await documentOf(["schedule", file, "--next", "3"], Date.UTC(2026, 11, 30, 1));
    expect(next.turns).toHaveLength(3);
  });
});

it("is the same in any time zone of the machine", async () => {
  const folder = await folderWith(YAML);
  const said = await Promise.all(
    ["UTC", "Asia/Shanghai", "America/New_York"].map((TZ) =>
      muster(["schedule", folder, "--from", "2026-09-28", "--days", "14"], { env: { TZ } }),
    ),
  );
  expect(new Set(said.map(({ stdout }) => stdout)).size).toBe(1);
  expect(said[0]).toMatchObject({ code: 0, stderr: "" });
  expect(said[0]?.stdout).toContain("! workdays");
}, 60_000);

describe("turns", () => {
  it("--next lists so many from now on, in both languages", async () => {
    const file = join(await folderWith(YAML), "groups.yaml");
    const found = await documentOf(["schedule", file, "--next", "2"]);
    expect(found.from).toBe("2026-09-28T09:30:00+08:00");
    expect(found.turns.map(({ at }) => at)).toEqual(["2026-09-28T12:00:00+08:00", "2026-09-28T13:30:00+08:00"]);
    expect(found.until).toBe("2026-09-28T18:00:00+08:00");
    const { stdout } = await run(["schedule", file, "--next", "2", "--lang", "zh"]);
    expect(flat(stdout)).toContain("2026-09-28 12:00 (+08:00) 1 个技能组 售后 (10018578) - 8000 张伟 - 8001 李娜");
    expect((await run(["schedule", file, "--next", "2", "--from", "2026-10-01"])).stdout).toContain("2026-10-01 08:00");
  });

  it("are all there, however many agents they name", async () => {
    const teams = Array.from({ length: 60 }, (_, index) => `  t${index}: ["${8000 + index}", "${9000 + index}"]`);
    const groups = teams.map(
      (_, index) =>
        `  - { displayName: 组${index}, members: [{ team: t${index}, when: { on: daily, at: [09:00-12:00, 13:30-18:00] } }] }`,
    );
    const yaml = `version: 1\nteams:\n${teams.join("\n")}\ngroups:\n${groups.join("\n")}\n`;
    const file = join(await folderWith(yaml), "groups.yaml");
    expect((await documentOf(["schedule", file])).turns).toHaveLength(28);
    const next = await documentOf(["schedule", file, "--next", "6"]);
    expect(next.turns.map(({ at, writes }) => [at.slice(5, 16), writes])).toEqual([
      ["09-28T12:00", 60],
      ["09-28T13:30", 60],
      ["09-28T18:00", 60],
      ["09-29T09:00", 60],
      ["09-29T12:00", 60],
      ["09-29T13:30", 60],
    ]);
    expect(next.until).toBe("2026-09-29T18:00:00+08:00");
  });

  it("looks a year ahead where a month has too few, and says so where there are none", async () => {
    const once = `version: 1\ngroups:\n  - displayName: 售后\n    members: ["8000", { agent: "8001", until: 2027-06-01 }]\n`;
    const file = join(await folderWith(once), "groups.yaml");
    const found = await documentOf(["schedule", file, "--next", "5"]);
    expect(found.turns.map(({ at }) => at)).toEqual(["2027-06-01T00:00:00+08:00"]);
    expect(found.until).toBe("2027-06-02T00:00:00+08:00");
    expect((await run(["schedule", file, "--next", "1", "--from", "2027-06-01"])).stdout).toContain("No member joins");
  });

  it("cost what the limits make of them: muster.yaml, then MUSTER_LIMITS", async () => {
    const groups = Array.from({ length: 41 }, (_, index) => `  - { displayName: 组${index}, members: [{ team: t }] }`);
    const yaml = `version: 1\nteams: { t: [{ agent: "8000", from: 2026-09-29 }] }\ngroups:\n${groups.join("\n")}\n`;
    const settings = `version: 1
accounts:
  a: { host: "\${MUSTER_HOST}", accountId: "\${MUSTER_ACCOUNT_ID}", apiSecret: "\${MUSTER_API_SECRET}", groups: [groups.yaml] LIMITS }
`;
    const folder = await folderWith(yaml);
    const secondsOf = async (limits: string, env: Record<string, string> = {}) => {
      const config = join(folder, "muster.yaml");
      await writeFile(config, settings.replace(" LIMITS", limits));
      const { turns } = await documentOf(["schedule", "--config", config], MONDAY, env);
      return turns.map(({ writes, seconds }) => [writes, seconds]);
    };
    expect(await secondsOf("")).toEqual([[41, 120]]);
    expect(await secondsOf(", limits: { updateQueueAssignMembers: 10/30s }")).toEqual([[41, 120]]);
    expect(await secondsOf(", limits: { updateQueueAssignMembers: 41/60s }")).toEqual([[41, 0]]);
    expect(await secondsOf("", { MUSTER_LIMITS: "updateQueueAssignMembers=1/1s" })).toEqual([[41, 40]]);
    const wrong = await run(["schedule", "--config", join(folder, "muster.yaml")], MONDAY, { MUSTER_LIMITS: "x=1/1s" });
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain("unknown-operation");
  });
});

describe("formats and files", () => {
  it("--group and paths choose; several accounts are side by side, offline and without a secret", async () => {
    const config = `version: 1
accounts:
  a: { host: "\${MUSTER_HOST}", accountId: "\${MUSTER_ACCOUNT_ID}", apiSecret: "\${MUSTER_API_SECRET}", groups: [groups.yaml] }
  b: { host: "\${MUSTER_HOST}", accountId: "\${MUSTER_ACCOUNT_ID}", apiSecret: "\${MUSTER_API_SECRET}", groups: [groups.yaml] }
`;
    const folder = await folderWith(YAML, { "muster.yaml": config });
    const path = join(folder, "muster.yaml");
    const both = await documentOf<Schedules>(["schedule", "--config", path]);
    expect(both.schedules.map(({ account }) => account.name)).toEqual(["a", "b"]);
    const one = await documentOf(["schedule", "--config", path, "--account", "b", "--group", "售前*"]);
    expect(one.groups.map(({ displayName }) => displayName)).toEqual(["售前"]);
    expect(one.turns).toEqual([]);
    expect(one.absences).toEqual([]);
    expect((await run(["schedule", "--config", path, "--group", "没有"])).code).toBe(1);
    const csv = await run(["schedule", "--config", path, "--format", "csv", "--lang", "zh"]);
    expect(csv.stdout).toMatch(/^\ufeff账号,技能组,编号,工号/);
  });

  it("--out writes by the file's name, and never over what is read", async () => {
    const folder = await folderWith(YAML);
    const file = join(folder, "groups.yaml");
    for (const [name, begin] of [
      ["week.html", "<!doctype html>"],
      ["week.ics", "BEGIN:VCALENDAR\r\n"],
      ["week.csv", "\ufeffgroup,"],
      ["week.json", "{ "],
      ["week.txt", "Account default"],
    ] as const) {
      const out = join(folder, "out", name);
      expect(await run(["schedule", file, "--out", out])).toMatchObject({ code: 0, stdout: "" });
      expect((await readFile(out, "utf8")).startsWith(begin)).toBe(true);
    }
    expect((await run(["schedule", file, "--out", file])).stderr).toContain("replaces-input");
    expect(await readFile(file, "utf8")).toBe(YAML);
  });

  it("a table and a calendar have no place for warnings: those go to stderr", async () => {
    const file = join(await folderWith(YAML), "groups.yaml");
    for (const format of ["csv", "ics"]) {
      const { code, stdout, stderr } = await run(["schedule", file, "--from", "2026-10-08", "--format", format]);
      expect(code).toBe(0);
      expect(stdout).not.toContain("absence-expired");
      expect(stderr).toContain("absence-expired");
    }
  });

  it("says what is wrong with its flags", async () => {
    const file = join(await folderWith(YAML), "groups.yaml");
    for (const days of ["0", "367", "x", "1.5"])
      for (const flag of ["schedule --days", "validate --horizon", "plan --horizon"]) {
        const [command = "", name = ""] = flag.split(" ");
        const { code, stderr } = await run([command, name, days, file]);
        expect(code).toBe(1);
        expect(stderr).toContain("Expected a number of days from 1 to 366.");
      }
    const both = await run(["schedule", file, "--days", "3", "--next", "2"]);
    expect(both.code).toBe(1);
    expect(both.stderr).toContain("flags-clash");
  });

  it("files that use no time: everybody always, and it says so", async () => {
    const plain = `version: 1\ngroups:\n  - displayName: 售后\n    members: ["8000", { agent: "8001", priority: 2 }]\n  - displayName: 后台\n`;
    const file = join(await folderWith(plain), "groups.yaml");
    const { code, stdout } = await run(["schedule", file]);
    expect(code).toBe(0);
    expect(stdout).toContain("Nothing in the files depends on time");
    expect(stdout).toMatch(/always {2}8000\n {2}always {2}priority 2 {2}8001/);
    expect(stdout).toContain("后台 (members not managed)");
    const empty = join(await folderWith("version: 1\n"), "groups.yaml");
    expect((await run(["schedule", empty])).stdout).toContain("The files name no group.");
    const broken = join(await folderWith("version: 1\ngroups: [\n"), "groups.yaml");
    expect(await run(["schedule", broken])).toMatchObject({ code: 1, stdout: "" });
  });
});

describe("coverage over the horizon", () => {
  it("is found by validate, at its rule; --horizon looks further, levels and remarks count", async () => {
    const folder = await folderWith(YAML);
    const file = join(folder, "groups.yaml");
    const { code, stdout } = await run(["validate", file]);
    expect(code).toBe(0);
    expect(flat(stdout)).toContain("groups.yaml:28:15: warning[coverage-gap]");
    expect(flat(stdout)).toContain("workdays 12:00–13:30 (0 of 2), 19 times, first 09-28");
    expect(flat((await run(["validate", file, "--horizon", "3"])).stdout)).toContain(
      "workdays 12:00–13:30 (0 of 2), 3 times",
    );
    expect(flat((await run(["validate", file, "--lang", "zh"])).stdout)).toContain("共 19 次，首次 09-28");
    expect((await run(["validate", file, "--fail-on", "coverage-gap"])).code).toBe(1);

    await writeFile(file, YAML.replace("09:00-18:00 } }", "09:00-18:00 } } # muster: allow coverage-gap -- 午休"));
    const accepted = await run(["validate", file]);
    expect(accepted.stdout).not.toContain("coverage-gap]");
    expect(accepted.stdout).not.toContain("remark-unused");

    await writeFile(file, YAML);
    const settings = (level: string) =>
      writeFile(
        join(folder, "muster.yaml"),
        `version: 1
findings: { coverage-gap: ${level} }
accounts:
  a: { host: "\${MUSTER_HOST}", accountId: "\${MUSTER_ACCOUNT_ID}", apiSecret: "\${MUSTER_API_SECRET}", groups: [groups.yaml] }
`,
      );
    await settings("error");
    expect((await run(["validate", "--config", join(folder, "muster.yaml")])).code).toBe(1);
    expect((await run(["schedule", "--config", join(folder, "muster.yaml")])).code).toBe(0);
    await settings("off");
    expect((await run(["validate", "--config", join(folder, "muster.yaml")])).stdout).not.toContain("coverage-gap");
  });

  it("is in the plan, as text and as what a comment shows, as far as --horizon looks", async () => {
    const yaml = `version: 1
groups:
  - displayName: 售后
    members: ["8000"]
    coverage: { min: 2, during: { on: daily, at: 12:00-13:30 } }
`;
    const { run: plan } = await world([{ displayName: "售后", exten: "1001", members: ["8000"] }], yaml);
    for (const format of ["text", "markdown", "html", "github"]) {
      const { code, stdout } = await plan(["plan", "--format", format, "--at", "2026-10-01"]);
      expect(code).toBe(0);
      expect(flat(stdout).replaceAll("`", "")).toMatch(/daily 12:00–13:30 \(1 of 2\), 31 times, first 10-01/);
    }
    const short = await plan(["plan", "--at", "2026-10-01", "--horizon", "5", "--format", "json"]);
    expect(JSON.parse(short.stdout)).toMatchObject({
      diagnostics: [
        { code: "coverage-gap", args: { days: 5, times: [{ days: { on: "daily" }, times: 5, staffed: 1 }] } },
      ],
    });
  });
});
