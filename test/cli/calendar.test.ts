import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { publishedHolidays } from "../../src/calendar/publishedHolidays.js";
import { type AddOptions, addToCalendar, checkAgainstPublished } from "../../src/cli/commands/calendar.js";
import { fmt } from "../../src/cli/commands/fmt.js";
import type { ConsoleHost } from "../../src/cli/node/consoleHost.js";
import { flat, muster } from "../support/cli.js";
import { type CommandHost, commandHost, OPTIONS } from "./commandHost.js";

const WRITE: AddOptions = { ...OPTIONS, dryRun: false };
const GROUPS = { "groups/a.yaml": "version: 1\ngroups: []\n" };
const { last } = publishedHolidays("CN");

const YEAR_2026 = `    until: 2026-12-31
    holidays:
      - { from: 2026-01-01, to: 2026-01-03, name: 元旦 }
      - { from: 2026-02-15, to: 2026-02-23, name: 春节 }
      - { from: 2026-04-04, to: 2026-04-06, name: 清明节 }
      - { from: 2026-05-01, to: 2026-05-05, name: 劳动节 }
      - { from: 2026-06-19, to: 2026-06-21, name: 端午节 }
      - { from: 2026-09-25, to: 2026-09-27, name: 中秋节 }
      - { from: 2026-10-01, to: 2026-10-07, name: 国庆节 }
    makeup:
      - 2026-01-04
      - 2026-02-14
      - 2026-02-28
      - 2026-05-09
      - 2026-09-20
      - 2026-10-10
`;
const CN_2026 = `version: 1\n\ncalendars:\n  cn:\n${YEAR_2026}`;

/** Days ahead of the calendar's end are days of the machine's clock. */
const at = (date: string, { host }: Pick<CommandHost, "host">): ConsoleHost => ({
  ...host,
  clock: { ...host.clock, now: () => Date.parse(date) },
});
const SUMMER = "2026-07-01T00:00:00Z";

async function add(files: Readonly<Record<string, string>>, year: number, options: Partial<AddOptions> = {}) {
  const run = await commandHost(files);
  const code = await addToCalendar("CN", year, { ...WRITE, lang: "zh", ...options }, run.host);
  const text = (path: string) => readFile(join(run.folder, path), "utf8").catch(() => undefined);
  return { code, text, stdout: run.stdout(), stderr: run.stderr(), run };
}

async function check(files: Readonly<Record<string, string>>, date = SUMMER, options: Partial<AddOptions> = {}) {
  const run = await commandHost(files);
  const code = await checkAgainstPublished([], { ...OPTIONS, ...options }, at(date, run));
  return { code, stdout: run.stdout(), stderr: run.stderr() };
}

describe("muster calendar add", () => {
  it("writes a new file beside the groups; twice changes nothing", async () => {
    const { code, text, stdout, stderr, run } = await add(GROUPS, 2026);
    expect(code).toBe(0);
    expect(await text("groups/calendars.yaml")).toBe(CN_2026);
    expect(stdout).toContain("--- /dev/null\n+++ b/groups/calendars.yaml\n");
    expect(stderr).toBe(
      "日历 cn 加入 2026 年节假日：已修改 1 个文件。\n新增放假 33 天、调休上班 6 天，日历截止日期为 2026-12-31。\n提交命令：git add -- groups/calendars.yaml && git commit -m '日历 cn 加入 2026 年节假日' -- groups/calendars.yaml\n",
    );
    expect(await addToCalendar("CN", 2026, WRITE, run.host)).toBe(0);
    expect(run.stderr()).toContain("The files say this already. Nothing was changed.\n");
    expect(await text("groups/calendars.yaml")).toBe(CN_2026);
    expect(await fmt([], { ...OPTIONS, check: true }, run.host)).toBe(0);
  });

  it("shows the diff with --dry-run, and writes nothing", async () => {
    const { code, text, stdout, stderr } = await add(GROUPS, 2026, { dryRun: true, lang: "en" });
    expect(code).toBe(0);
    expect(stdout).toContain(`+      - { from: 2026-01-01, to: 2026-01-03, name: "New Year's Day" }\n`);
    expect(stderr).toBe(
      "Add the holidays of 2026 to calendar cn: 1 file would change.\n33 days off and 6 make-up workdays added. The calendar is known to 2026-12-31.\n",
    );
    expect(await text("groups/calendars.yaml")).toBeUndefined();
  });

  it("extends a calendar where it is, in its language: comments, order and quotes stay", async () => {
    const own = `version: 1
calendars:
  cn: # the company's
    holidays:
      - { from: 2025-01-01, to: 2025-01-01, name: 元旦 }
      - { from: "2026-06-15", to: "2026-06-15", name: 厂庆 } # ours
    until: "2025-12-31"
groups: []
`;
    const { code, text, stderr } = await add({ "a.yaml": own, ...GROUPS }, 2026, { lang: "en" });
    expect(code).toBe(0);
    const after = await text("a.yaml");
    expect(after).toContain("      - { from: 2026-05-01, to: 2026-05-05, name: 劳动节 }\n");
    expect(after).toContain(
      '      - { from: "2026-06-15", to: "2026-06-15", name: 厂庆 } # ours\n      - { from: "2026-06-19", to: "2026-06-21", name: 端午节 }\n',
    );
    expect(after).toContain('    until: "2026-12-31"\n    makeup:\n      - 2026-01-04\n');
    expect(after?.endsWith("groups: []\n")).toBe(true);
    // Its own holiday stays, and is said.
    expect(flat(stderr)).toContain(
      'a.yaml:10:17: warning[calendar-differs]: Calendar "cn" has 2026-06-15 as a holiday. That is not published.',
    );
  });

  it("never takes the end back, and fills in what a part of a year lacks", async () => {
    const some = "version: 1\ncalendars: { cn: { until: 2026-12-31, makeup: [2026-10-10] } }\n";
    const { text } = await add({ "a.yaml": some }, 2026);
    expect(await text("a.yaml")).toMatch(/^version: 1\ncalendars: \{ cn: \{ until: 2026-12-31, makeup: \[2026-01-04, /);
    const earlier = await add({ "a.yaml": CN_2026 }, 2025);
    expect(earlier.code).toBe(0);
    expect(await earlier.text("a.yaml")).toContain(
      "    until: 2026-12-31\n    holidays:\n      - { from: 2025-01-01, to: 2025-01-01, name: 元旦 }\n",
    );
  });

  it("New Year's days in the December before come with their year, whichever was added first", async () => {
    const first = await add({ "a.yaml": "version: 1\n" }, 2018);
    const of2018 = (await first.text("calendars.yaml")) ?? "";
    expect(of2018).toContain("to: 2018-12-31, name: 元旦");
    const second = await add({ "calendars.yaml": of2018 }, 2019);
    expect(await second.text("calendars.yaml")).toContain("from: 2019-01-01, to: 2019-01-01, name: 元旦");
    expect((await check({ "c.yaml": (await second.text("calendars.yaml")) ?? "" })).stdout).not.toContain("differs");
    const later = await add({ "a.yaml": "version: 1\n" }, 2019);
    const of2019 = (await later.text("calendars.yaml")) ?? "";
    expect(of2019).toContain("from: 2018-12-30, to: 2019-01-01, name: 元旦");
    expect((await check({ "c.yaml": of2019 })).stdout).not.toContain("differs");
    // And its December does not make it a calendar of 2018.
    expect((await add({ "c.yaml": of2019 }, 2017)).stderr).toContain("calendar-gap");
  });

  it.each([
    [
      "the first file that has calendars",
      { "a.yaml": "version: 1\ngroups: []\n", "z/b.yaml": "version: 1\ncalendars: { hk: { until: 2026-12-31 } }\n" },
      "z/b.yaml",
    ],
    [
      "the folder that all groups are below",
      { "team/a/x.yaml": "version: 1\n", "team/b/y.yaml": "version: 1\n" },
      "team/calendars.yaml",
    ],
    ["groups/, where there is nothing", {}, "groups/calendars.yaml"],
  ])("a new calendar goes to %s", async (_, files: Record<string, string>, path) => {
    const { code, stderr, text } = await add(files, 2026);
    expect([code, stderr]).toEqual([0, expect.stringContaining(` -- ${path}\n`)]);
    expect(await text(path)).toContain("cn:");
  });

  it("or where --file says, with the name that was asked for", async () => {
    const own = await add(GROUPS, 2026, { file: "./groups/a.yaml", name: "总部 1" });
    expect(own.code).toBe(0);
    expect(await own.text("groups/a.yaml")).toBe(`version: 1\n\ncalendars:\n  总部 1:\n${YEAR_2026}\ngroups: []\n`);
    const fresh = await add(GROUPS, 2026, { file: "groups/more/days.yaml" });
    expect(await fresh.text("groups/more/days.yaml")).toBe(CN_2026);
    expect((await add({ ...GROUPS, "b.yaml": CN_2026 }, 2026, { file: "groups/a.yaml" })).stderr).toContain(
      "calendar-elsewhere",
    );
  });

  it("in an account of muster.yaml, where its files are, with the line for editors", async () => {
    const MUSTER = `version: 1
accounts:
  prod: { host: "https://a.7moor.com", accountId: N1, apiSecret: "\${S}", groups: [prod] }
  test: { host: "https://a.7moor.com", accountId: N2, apiSecret: "\${S}", groups: [test/all.yaml] }
`;
    const files = {
      "muster.yaml": MUSTER,
      ".muster/skill-groups.schema.json": "{}",
      "prod/a.yaml": "version: 1\ngroups: []\n",
      "test/all.yaml": "version: 1\ngroups: []\n",
    };
    expect((await add(files, 2026)).stderr).toContain("several-accounts");
    const prod = await add(files, 2026, { account: "prod" });
    expect(await prod.text("prod/calendars.yaml")).toBe(
      `# yaml-language-server: $schema=../.muster/skill-groups.schema.json\n${CN_2026}`,
    );
    const test = await add(files, 2026, { account: "test" });
    expect(await test.text("test/all.yaml")).toContain("calendars:\n  cn:\n");
    for (const file of ["test/calendars.yaml", "prod/b.txt", "muster.yaml", "../b.yaml", "prod/.b.yaml"])
      expect([file, (await add(files, 2026, { account: "prod", file })).stderr]).toEqual([
        file,
        expect.stringContaining("calendar-file-unread"),
      ]);
  });

  it.each(["shared/a.yaml", "shared/calendars.yaml"])("does not break another account that reads %s", async (file) => {
    const files = {
      "muster.yaml": `version: 1
accounts:
  prod: { host: "https://a.7moor.com", accountId: N1, apiSecret: "\${S}", groups: [prod, shared] }
  test: { host: "https://a.7moor.com", accountId: N2, apiSecret: "\${S}", groups: [test, shared] }
`,
      "prod/a.yaml": "version: 1\ngroups: []\n",
      "test/a.yaml":
        "version: 1\ncalendars: { cn: { until: 2026-12-31 } }\ngroups: [{ displayName: x, members: [] }]\n",
      "shared/a.yaml": "version: 1\n",
    };
    const run = await add(files, 2026, { account: "prod", file });
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining("breaks-account") });
    expect(await run.text("shared/a.yaml")).toBe("version: 1\n");
    expect(await run.text("shared/calendars.yaml")).toBeUndefined();
    expect(await add(files, 2026, { account: "prod", file, name: "total" })).toMatchObject({ code: 0 });
  });

  it("keeps CRLF and the byte order mark", async () => {
    const text = CN_2026.replaceAll("\n", "\r\n").replace("2026-10-10", "2026-10-11");
    const { code, text: textOf } = await add({ "a.yaml": `\ufeff${text}` }, 2026);
    expect(code).toBe(0);
    expect(await textOf("a.yaml")).toBe(
      `\ufeff${text.replace("      - 2026-10-11", "      - 2026-10-10\r\n      - 2026-10-11")}`,
    );
  });

  it("mends a calendar while the files have other errors: one that has ended is one", async () => {
    const files = { "a.yaml": `${CN_2026}groups: [{ displayName: x, members: [nobody] }]\n` };
    expect(await add(files, 2025)).toMatchObject({ code: 0 });
  });

  it.each<[string, string, number, Partial<AddOptions>]>([
    ["holidays-unknown", CN_2026, last + 1, {}],
    ["holidays-unknown", CN_2026, 1999, {}],
    ["calendar-gap", "version: 1\ncalendars: { cn: { until: 2024-12-31 } }\n", 2026, {}],
    ["calendar-gap", "version: 1\ncalendars: { cn: { until: 2024-12-30 } }\n", 2025, {}],
    ["calendar-gap", CN_2026, 2024, {}],
    ["defined-twice", `${CN_2026}---\n${CN_2026}`, 2026, {}],
    ["bad-day", CN_2026.replace("2026-10-10", "2026-02-30"), 2026, {}],
    ["bad-day", CN_2026.replace("2026-12-31", "2026"), 2026, {}],
    ["wrong-type", "version: 1\ncalendars: { cn: 2026 }\n", 2026, {}],
    ["missing-field", "version: 1\ncalendars: { cn: { holidays: [] } }\n", 2026, {}],
    ["wrong-type", "version: 1\ncalendars: { cn: { until: 2026-12-31, makeup: 2026-10-10 } }\n", 2026, {}],
    ["yaml-unclosed", "version: 1\ncalendars: { cn: { until: 2026-12-31\n", 2026, {}],
    // Another calendar would change, too.
    [
      "edit-failed",
      "version: 1\ncalendars: { a: { until: 2025-12-31, makeup: &m [] }, cn: { until: 2025-12-31, makeup: *m } }\n",
      2026,
      {},
    ],
    [
      "edit-failed",
      "version: 1\ncalendars: { cn: { until: 2025-12-31, makeup: &m [2025-10-11] }, a: { until: 2025-12-31, makeup: *m } }\n",
      2026,
      {},
    ],
    ["edit-failed", "version: 1\ncalendars: { a: &a { until: 2025-12-31 }, cn: *a }\n", 2026, {}],
  ])("refuses with %s, and writes nothing", async (code, text, year, options) => {
    const run = await add({ "a.yaml": text }, year, { lang: "en", ...options });
    expect(run).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining(`error[${code}]`) });
    expect(await run.text("a.yaml")).toBe(text);
  });

  it("says when the notice usually comes", async () => {
    const { stderr } = await add(GROUPS, last + 1);
    expect(flat(stderr)).toContain(`此版本的 muster 没有 ${last + 1} 年的节假日数据，只有 2004 至 ${last} 年的。`);
    expect(stderr).toContain("一般在前一年 11 月公布");
  });

  it("leaves a file that cannot be written, and one that somebody else has edited", async () => {
    const { host, folder, stderr } = await commandHost({
      "a.yaml": "version: 1\ncalendars: { x: { until: 2026-12-31 } }\n",
    });
    const readOnly: ConsoleHost["files"]["write"] = async () => {
      throw Object.assign(new Error("permission denied"), { code: "EACCES" });
    };
    expect(await addToCalendar("CN", 2026, WRITE, { ...host, files: { ...host.files, write: readOnly } })).toBe(1);
    expect(stderr()).toContain("error[cannot-write]");
    const read: ConsoleHost["files"]["read"] = async (path, ...more) => {
      const bytes = await host.files.read(path, ...more);
      await writeFile(join(folder, "a.yaml"), "version: 1 # mine\n");
      return bytes;
    };
    expect(await addToCalendar("CN", 2026, WRITE, { ...host, files: { ...host.files, read } })).toBe(1);
    expect(stderr()).toContain("error[file-changed]");
    expect(await readFile(join(folder, "a.yaml"), "utf8")).toBe("version: 1 # mine\n");
  });

  it("has a document", async () => {
    const { stdout } = await add(GROUPS, 2026, { format: "json" });
    expect(JSON.parse(stdout)).toEqual({
      formatVersion: "1.0",
      kind: "calendar",
      edit: "add",
      account: expect.any(String),
      calendar: "cn",
      country: "CN",
      year: 2026,
      dryRun: false,
      until: "2026-12-31",
      holidays: expect.arrayContaining([{ from: "2026-10-01", to: "2026-10-07", name: "国庆节" }]),
      makeup: ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
      files: [{ path: "groups/calendars.yaml", change: "create", diff: expect.stringContaining("+  cn:") }],
      diagnostics: [],
    });
  });
});

describe("muster calendar check", () => {
  it("is content with what add writes", async () => {
    expect(await check({ "a.yaml": CN_2026 })).toEqual({
      code: 0,
      stdout: "cn (a.yaml:4), to 2026-12-31: 2026 as published\n",
      stderr: "",
    });
  });

  it("reports each difference at its line, and fails", async () => {
    const wrong = CN_2026.replace("to: 2026-10-07", "to: 2026-10-08")
      .replace("      - 2026-10-10\n", "      - 2026-10-11\n")
      .replace("      - { from: 2026-09-25, to: 2026-09-27, name: 中秋节 }\n", "")
      .replace("to: 2026-05-05", "to: 2026-05-04")
      .replace("from: 2026-01-01, to: 2026-01-03", "from: 2026-01-01, to: 2026-01-04")
      .replace("      - 2026-01-04\n", "");
    const { code, stdout } = await check({ "a.yaml": wrong });
    expect(code).toBe(1);
    const lines = flat(stdout);
    for (const said of [
      'a.yaml:7:17: warning[calendar-differs]: Calendar "cn" has 2026-01-04 as a holiday. As published, it is a make-up workday (New Year\'s Day).',
      'a.yaml:10:17: warning[calendar-differs]: Calendar "cn" does not have 2026-05-05 as a holiday (Labour Day).',
      'a.yaml:6:5: warning[calendar-differs]: Calendar "cn" does not have 2026-09-25 to 2026-09-27 as a holiday (Mid-Autumn Festival).',
      'a.yaml:12:17: warning[calendar-differs]: Calendar "cn" has 2026-10-08 as a holiday. That is not published.',
      'a.yaml:13:5: warning[calendar-differs]: Calendar "cn" does not have 2026-10-10 as a make-up workday (National Day).',
      'a.yaml:18:9: warning[calendar-differs]: Calendar "cn" has 2026-10-11 as a make-up workday. That is not published.',
    ])
      expect(lines).toContain(said);
    expect(stdout).toMatch(/\ncn \(a\.yaml:4\), to 2026-12-31: 2026: 6 differences\n$/);
  });

  it("a remark accepts what is meant; the levels of muster.yaml count", async () => {
    const own = CN_2026.replace(
      "    makeup:\n",
      "      - { from: 2026-12-25, to: 2026-12-25 } # muster: allow calendar-differs — 公司放假\n    makeup:\n",
    );
    expect((await add({ "a.yaml": own.replace("      - 2026-10-10\n", "") }, 2026)).stderr).not.toContain(
      "calendar-differs",
    );
    expect(await check({ "a.yaml": own })).toMatchObject({ code: 0, stdout: expect.stringContaining("as published") });
    const wrong = CN_2026.replace("2026-10-10", "2026-10-11");
    const MUSTER = `version: 1
accounts:
  prod: { host: "https://a.7moor.com", accountId: N1, apiSecret: "\${S}", groups: [g] }
findings: { calendar-differs: LEVEL }
`;
    const at = async (level: string) => check({ "muster.yaml": MUSTER.replace("LEVEL", level), "g/a.yaml": wrong });
    expect(await at("off")).toMatchObject({ code: 0 });
    expect(await at("error")).toMatchObject({ code: 1, stdout: expect.stringContaining("error[calendar-differs]") });
  });

  it("compares year by year, and says of which years nothing is known", async () => {
    const until = CN_2026.replace("until: 2026-12-31", `until: ${last + 2}-12-31`);
    const { code, stdout } = await check({ "a.yaml": until });
    expect(code).toBe(0);
    expect(flat(stdout)).toContain(`could not be compared in ${last + 1}–${last + 2}: this version of muster`);
    const far = { "a.yaml": "version: 1\ncalendars: { x: { until: 9999-12-31, makeup: [0001-01-01] } }\n" };
    const { diagnostics } = JSON.parse((await check(far, SUMMER, { format: "json" })).stdout);
    expect(diagnostics.map(({ message }: { message: string }) => message)).toContainEqual(
      expect.stringContaining(`in 1–2003 and ${last + 1}–9999:`),
    );
    const part = CN_2026.replace("until: 2026-12-31", "until: 2026-06-30");
    const days = part.replace(/ {6}- (?:\{ from: )?2026-(?:09|10).*\n/g, "");
    expect(await check({ "a.yaml": days }, "2026-03-01T00:00:00Z")).toMatchObject({ code: 0 });
  });

  it.each([
    ["2026-11-01T15:59:00Z", undefined],
    ["2026-11-01T16:00:00Z", "ends in 59 days, on 2026-12-31"],
    ["2026-12-31T15:00:00Z", "ends today"],
    ["2026-12-31T16:00:00Z", "has ended"],
  ])("at %s: %s", async (date, said) => {
    const { code, stdout } = await check({ "a.yaml": CN_2026 }, date);
    expect(code).toBe(0);
    if (said === undefined) expect(stdout).not.toContain("calendar-ends-soon");
    else expect(flat(stdout)).toContain(`a.yaml:5:12: warning[calendar-ends-soon]: Calendar "cn" ${said}`);
  });

  it("says which year can be added, where it is known", async () => {
    const of2025 = (await (await add({ "a.yaml": "version: 1\n" }, 2025)).text("calendars.yaml")) ?? "";
    const { stdout } = await check({ "a.yaml": of2025 }, "2025-12-01T00:00:00Z", { lang: "zh" });
    expect(stdout).toContain("如需延续：muster calendar add CN 2026");
  });

  it("without a calendar it says how to get one; a file that cannot be read stops it", async () => {
    expect(await check(GROUPS)).toEqual({
      code: 0,
      stdout: "",
      stderr: "The files have no calendar. To write one: muster calendar add CN 2026\n",
    });
    expect(await check({ "a.yaml": "version: [" })).toMatchObject({ code: 1, stdout: "" });
    expect((await check({ "a.yaml": CN_2026.replace("2026-10-10", "10/10") })).stderr).toContain("error[bad-day]");
  });

  it("has a document", async () => {
    const { code, stdout } = await check({ "a.yaml": CN_2026.replace("      - 2026-10-10\n", "") }, SUMMER, {
      format: "json",
    });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      formatVersion: "1.0",
      kind: "calendarCheck",
      country: "CN",
      known: { from: 2004, to: last },
      calendars: [
        { name: "cn", file: "a.yaml", line: 4, until: "2026-12-31", years: { from: 2026, to: 2026 }, differences: 1 },
      ],
      diagnostics: [
        {
          code: "calendar-differs",
          args: { from: "2026-10-10", to: "2026-10-10", written: "none", published: "makeup" },
          source: { file: "a.yaml", line: 14 },
        },
      ],
    });
  });
});

describe("the command line", () => {
  it.each([
    [["calendar"], "Expected a command: add, check. See muster calendar --help."],
    [
      ["calendar", "add", "US", "2026"],
      "argument 'country' is invalid: 'US'. Expected CN: muster knows the holidays of mainland China alone.",
    ],
    [
      ["calendar", "add", "CN", "next"],
      "argument 'year' is invalid: 'next'. Expected a year in four digits, such as 2027.",
    ],
    [
      ["calendar", "add", "CN", "２０２６"],
      "argument 'year' is invalid: '２０２６'. Expected a year in four digits, such as 2027.",
    ],
    [
      ["calendar", "add", "CN", "2026", "--name", "a\nb"],
      "option '--name <calendar>' argument 'a\\nb' is invalid. Expected a name without control characters.",
    ],
    [["calendar", "add", "CN"], "missing required argument 'year'"],
    [["calendar", "add", "CN", "2026", "2027"], "too many arguments for 'add'. Expected 2 arguments but got 3."],
  ])("%j", async (args, said) => {
    expect(await muster(args)).toMatchObject({ code: 1, stderr: `muster: ${said}\n` });
  });

  it("runs, from a folder below muster.yaml as well", async () => {
    const MUSTER = `version: 1
accounts:
  prod: { host: "https://a.7moor.com", accountId: N1, apiSecret: "\${S}", groups: [groups] }
`;
    const { folder } = await commandHost({ ...GROUPS, "muster.yaml": MUSTER });
    await mkdir(join(folder, ".git"));
    const cwd = join(folder, "groups");
    const added = await muster(["calendar", "add", "cn", "2026", "--file", "days.yaml"], { cwd });
    expect(added.code).toBe(0);
    expect(added.stderr).toContain(" -- days.yaml\n");
    expect(await readFile(join(cwd, "days.yaml"), "utf8")).toContain("2026-10-10");
    expect((await muster(["calendar", "check", "days.yaml"], { cwd })).stdout).toContain("cn (groups/days.yaml:4)");
    expect((await muster(["complete", "--", "calendar", "add", ""], { cwd })).stdout).toContain("CN");
  });

  it("has help in Chinese", async () => {
    const { stdout } = await muster(["calendar", "add", "--help", "--lang", "zh"]);
    expect(flat(stdout)).toContain("尚未公布的年份会被拒绝");
    expect(stdout).not.toMatch(/Options|Arguments|Examples|default/);
  });
});
