import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import planSchema from "../../schemas/plan.schema.json" with { type: "json" };
import resultSchema from "../../schemas/result.schema.json" with { type: "json" };
import type { Result } from "../../src/apply/result.js";
import type { GroupTurn, Plan } from "../../src/plan/plan.js";
import type { SeedGroup } from "../../src/simulator/account/seed.js";
import { flat } from "../support/cli.js";
import { HOUR, handClock } from "../support/handClock.js";
import { membersOf, world } from "../support/simulated.js";

const ajv = new Ajv({ strict: false });
const isPlan = ajv.compile(planSchema);
const isResult = ajv.compile(resultSchema);

const NAMES = Array.from({ length: 12 }, (_, index) => `组${index}`);
const day = (index: number) => [0, 1, 2].map((n) => String(8000 + index * 3 + n));
const night = (index: number) => [0, 1, 2].map((n) => String(8040 + index * 3 + n));
const ACCOUNT: readonly SeedGroup[] = NAMES.map((displayName, index) => ({
  displayName,
  exten: String(10000 + index),
  members: day(index),
}));

/** From 20:00 on the night has every group. */
const HAND_OVER = `version: 1
shifts: { 白班: 08:00-20:00, 夜班: 20:00-08:00 }
rosters:
${NAMES.map(
  (_, index) => `  r${index}:
    week:
      - { shift: 白班, agents: ${JSON.stringify(day(index))} }
      - { shift: 夜班, agents: ${JSON.stringify(night(index))} }`,
).join("\n")}
groups:
${NAMES.map((name, index) => `  - { displayName: ${name}, members: [{ roster: r${index} }] }`).join("\n")}
`;

/** The same people, written into the files. */
const NIGHT = `version: 1
groups:
${NAMES.map((name, index) => `  - { displayName: ${name}, members: ${JSON.stringify(night(index))} }`).join("\n")}
`;

const planOf = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout) as Plan;
const resultOf = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout) as Result;

function told({ actions }: Plan): string[] {
  return actions.flatMap((action) =>
    action.action === "create"
      ? [`create ${action.displayName}`]
      : [
          ...action.added.map((one) => `${one.cause} + ${one.agentNumber}`),
          ...action.removed.map((one) => `${one.cause} - ${one.agentNumber}`),
          ...action.reprioritized.map((one) => `${one.cause} ± ${one.agentNumber}`),
        ],
  );
}

describe("guards at a change of shifts", () => {
  it("twelve groups hand over from day to night with the guards as they are", async () => {
    const { at, file, live, pass } = await handClock(ACCOUNT, HAND_OVER);
    pass(8 * HOUR);
    const planned = await at("plan", file, "--format", "json");
    const plan = planOf(planned);
    expect(isPlan(plan), JSON.stringify(isPlan.errors)).toBe(true);
    expect(new Set(plan.actions.map(({ cause }) => cause))).toEqual(new Set(["schedule"]));
    expect(plan.guards).toMatchObject([
      { guard: "maxRemovals", actual: 0, of: 36, schedule: 36, tripped: false },
      { guard: "maxEmptied", actual: 0 },
      { guard: "maxCreates", actual: 0 },
    ]);
    const applied = await at("apply", file, "--auto-approve", "--format", "json");
    expect(applied.code).toBe(0);
    const result = resultOf(applied);
    expect(isResult(result), JSON.stringify(isResult.errors)).toBe(true);
    expect(result.actions[0]).toMatchObject({ removed: [{ cause: "schedule" }, {}, {}] });
    expect(live("组11")).toEqual(night(11));
    expect((await at("plan", file, "--detailed-exitcode")).code).toBe(0);
  });

  it("the same removals in the files stop the apply", async () => {
    const { at, file, live, pass, writes } = await handClock(ACCOUNT, NIGHT);
    pass(8 * HOUR);
    expect(await at("apply", file, "--auto-approve")).toMatchObject({ code: 3 });
    expect(live("组0")).toEqual(day(0));
    expect(writes()).toBe(0);
  });

  it("a change that puts the end of many memberships into the past removes people, and counts with a base", async () => {
    const { run, folder, write } = await world(
      ACCOUNT,
      list((index) => day(index)),
    );
    commit(folder);
    await write(list((index) => day(index).map((agent) => ({ agent, until: wall(-HOUR) }))));
    const { guards } = planOf(await run(["plan", "--base", "HEAD", "--format", "json"]));
    expect(guards).toMatchObject([
      { guard: "maxRemovals", actual: 36, change: 36, tripped: true },
      { guard: "maxEmptied", actual: 12, change: 12, tripped: true },
      {},
    ]);
    expect(await run(["apply", "--base", "HEAD", "--auto-approve"])).toMatchObject({ code: 3 });
    // Without a base nobody can know; the groups that it would empty count all the same.
    const bare = await run(["apply", "--auto-approve"]);
    expect(bare.code).toBe(3);
    expect(bare.stderr).toContain("maxEmptied");
    expect(flat(bare.stderr)).toContain("coverage");
  });

  it("a group that the clock empties: its coverage tells whether that is meant", async () => {
    const ends = (coverage: string) => `version: 1
groups:
  - displayName: 组0
${coverage}    members: [{ agent: "8000", until: 2026-12-03T18:00 }, { agent: "8001", until: 2026-12-03T18:00 }, { agent: "8002", until: 2026-12-03T18:00 }]
`;
    const { at, file, write, live, pass } = await handClock(ACCOUNT, ends(""));
    pass(6 * HOUR);
    // A whole apply stops at its guard.
    const bare = await at("apply", file, "--auto-approve");
    expect(bare.code).toBe(3);
    expect(flat(bare.stderr)).toContain("1 group is emptied by the clock: give it a coverage");
    expect(flat((await at("plan", file, "--lang", "zh")).stdout)).toContain("1 个技能组是到时清空的");
    expect((await at("apply", file, "--due", "--auto-approve")).code).toBe(3);
    await write(ends("    coverage: { min: 1, during: { at: 17:00-19:00 } }\n"));
    expect((await at("apply", file, "--due", "--auto-approve")).code).toBe(3);
    expect(live()).toEqual(["8000", "8001", "8002"]);
    await write(ends("    coverage: { min: 2, during: { at: 08:00-18:00 } }\n"));
    expect((await at("apply", file, "--due", "--auto-approve")).code).toBe(0);
    expect(live()).toEqual([]);
  });
});

/** A time so far from now, by the clock on a wall in Shanghai. */
function wall(ms: number): string {
  return new Date(Date.now() + 8 * HOUR + ms).toISOString().slice(0, 16);
}

function list(entriesOf: (index: number) => readonly unknown[]): string {
  return `version: 1\ngroups:\n${NAMES.map((name, index) => `  - { displayName: ${name}, members: ${JSON.stringify(entriesOf(index))} }\n`).join("")}`;
}

function commit(folder: string): void {
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
      cwd: folder,
      stdio: "ignore",
    });
  git("init", "-q");
  git("add", "groups.yaml");
  git("commit", "-qm", "base");
}

const ONE: readonly SeedGroup[] = [{ displayName: "售后", exten: "10018579", members: ["8000", "8001", "8009"] }];
const ENDING = `version: 1
groups:
  - displayName: 售后
    members:
      - "8000"
      - { agent: "8001", until: 2026-12-03T18:00 }
      - { agent: "8002", from: 2026-12-03T18:00 }
`;

describe("--due", () => {
  it("writes the boundary into the group as it is, and leaves what the console did beside it", async () => {
    const { at, file, live, pass, simulator } = await handClock(ONE, ENDING);
    pass(6 * HOUR);
    const preview = await at("plan", file, "--due", "--format", "json");
    const plan = planOf(preview);
    expect(isPlan(plan), JSON.stringify(isPlan.errors)).toBe(true);
    expect(plan.only).toBe("schedule");
    expect(told(plan)).toEqual(["schedule + 8002", "schedule - 8001"]);
    expect(plan.left).toMatchObject([{ removed: [{ agentNumber: "8009", cause: "drift" }] }]);

    simulator.editor().editGroup("10018579", { members: ["8001", "8009", "8010"] });
    const applied = await at("apply", file, "--due", "--auto-approve", "--format", "json");
    expect(applied.code).toBe(0);
    expect(resultOf(applied).only).toBe("schedule");
    expect(live()).toEqual(["8002", "8009", "8010"]);
    // The rest is a whole apply's.
    const rest = planOf(await at("plan", file, "--format", "json"));
    expect(told(rest)).toEqual(["drift + 8000", "drift - 8009", "drift - 8010"]);
  });

  it("nothing due: says so, writes nothing, in both languages; and of files without time, too", async () => {
    const { at, file, writes, write } = await handClock(ONE, ENDING);
    for (const [lang, text] of [
      ["en", "Nothing is due. What differs otherwise is left as it is."],
      ["zh", "没有到时的变化。其他差异保持不动。"],
    ] as const)
      for (const args of [["plan"], ["apply", "--auto-approve"]]) {
        const run = await at(...args, file, "--due", "--lang", lang);
        expect(run.code).toBe(0);
        expect(run.stdout + run.stderr).toContain(text);
      }
    await write(
      `version: 1\ngroups:\n  - { displayName: 售后, members: ["8000"] }\n  - { displayName: 新组, members: ["8001"] }\n`,
    );
    const still = planOf(await at("plan", file, "--due", "--format", "json"));
    expect(still).toMatchObject({
      only: "schedule",
      actions: [],
      left: [{ action: "create" }, { action: "replaceMembers" }],
    });
    expect((await at("plan", file, "--due", "--detailed-exitcode")).code).toBe(0);
    expect((await at("apply", file, "--due", "--auto-approve")).code).toBe(0);
    expect(writes()).toBe(0);
  });

  it("leaves the change of the files, too, and shows each under its heading", async () => {
    const ending = ENDING.replaceAll("2026-12-03T18:00", wall(-HOUR));
    const { run, folder, write, simulator } = await world(ONE, ending);
    commit(folder);
    await write(`${ending}      - "8005"\n`);
    const text = flat((await run(["plan", "--base", "HEAD", "--due"])).stdout);
    expect(text).toContain("Only what is due by the clock");
    expect(text).toContain("By this change: not written with --due");
    expect(text).toContain("Already different before this change: not written with --due");
    expect((await run(["apply", "--base", "HEAD", "--due", "--auto-approve"])).code).toBe(0);
    expect(membersOf(simulator)["售后"]).toEqual(["8000", "8002", "8009"]);
  });

  it("does not go with --only, nor with a saved plan, which says itself what it writes", async () => {
    const { at, file, folder, live, pass } = await handClock(ONE, ENDING);
    for (const args of [
      ["plan", file, "--due", "--only", "change", "--base", "HEAD"],
      ["apply", file, "--due", "--only", "change", "--base", "HEAD"],
      ["apply", "--due", "--plan", "plan.json"],
    ]) {
      const run = await at(...args);
      expect(run.code).toBe(1);
      expect(run.stderr).toContain("flags-clash");
    }
    pass(6 * HOUR);
    const [out, config] = [join(folder, "plan.json"), join(folder, "muster.yaml")];
    await writeFile(
      config,
      `version: 1\naccounts:\n  default: { host: "\${MUSTER_HOST}", accountId: "\${MUSTER_ACCOUNT_ID}", apiSecret: "\${MUSTER_API_SECRET}", groups: [groups.yaml] }\n`,
    );
    expect((await at("plan", "--due", "--config", config, "--out", out)).code).toBe(0);
    const saved = await readFile(out, "utf8");
    // A removal that is made the clock's is not counted: that is part of what was approved.
    await writeFile(
      out,
      saved.replace('"cause": "schedule"', '"cause": "drift"').replace('"cause": "schedule"', '"cause": "drift"'),
    );
    expect((await at("apply", "--config", config, "--plan", out)).stderr).toContain("plan-tampered");
    await writeFile(out, saved);
    expect((await at("apply", "--config", config, "--plan", out)).code).toBe(0);
    expect(live()).toEqual(["8000", "8002", "8009"]);
  });
});

/** At noon 8000 and 8001 leave 午间; 8001 goes to 售前, which hands over besides. */
const LUNCH: readonly SeedGroup[] = [
  { displayName: "午间", exten: "10000001", members: ["8000", "8001"] },
  { displayName: "售前", exten: "10000002", members: ["8010"] },
  { displayName: "夜间", exten: "10000003", members: ["8020"] },
];
const lunch = (coverage = "", night = "") => `version: 1
shifts: { 上午: 08:00-18:00, 下午: 18:00-24:00 }
rosters:
  r:
    week:
      - { shift: 上午, agents: ["8010"] }
      - { shift: 下午, agents: ["8001", "8011"] }
groups:
  - displayName: 午间
${coverage}    members: [{ agent: "8000", when: { shift: 上午 } }, { agent: "8001", when: { shift: 上午 } }]
  - { displayName: 售前, members: [{ roster: r }] }
  - { displayName: 夜间, members: ["8020"${night}] }
`;
/** Until 18:00 a member, and with nobody to follow. */
const NIGHT_TOO = lunch().replace('members: ["8020"]', 'members: [{ agent: "8020", until: 2026-12-03T18:00 }]');

describe("a group that --due would empty", () => {
  const codes = ({ diagnostics }: Pick<Plan, "diagnostics">) => diagnostics.map(({ code }) => code);

  it("is left as it is, alone: all others are written, and the run ends with 3", async () => {
    for (const [coverage, args, line] of [
      ["", {}, 10],
      ["    coverage: { min: 2, during: { on: daily, at: 17:00-20:00 } }\n", { min: 2 }, 10],
    ] as const) {
      const { at, file, live, pass } = await handClock(LUNCH, lunch(coverage));
      pass(6 * HOUR);
      const planned = await at("plan", file, "--due", "--format", "json");
      expect(planned.code).toBe(3);
      const plan = planOf(planned);
      expect(isPlan(plan), JSON.stringify(isPlan.errors)).toBe(true);
      expect(plan.actions.map(({ displayName }) => displayName)).toEqual(["售前"]);
      expect(plan.summary).toMatchObject({ replaceMembers: 1, schedule: { replaceMembers: 1, membersRemoved: 1 } });
      expect(plan.left).toMatchObject([{ displayName: "午间", after: { members: [] }, cause: "schedule" }]);
      expect(plan.guards.map(({ tripped }) => tripped)).toEqual([false, false, false]);
      expect(plan.diagnostics.filter(({ code }) => code === "would-empty")).toMatchObject([
        { code: "would-empty", severity: "error", args: { groups: 1, limit: 0, ...args }, source: { line } },
      ]);
      const applied = await at("apply", file, "--due", "--auto-approve", "--format", "json");
      expect(applied.code).toBe(3);
      expect(codes(resultOf(applied))).toContain("would-empty");
      // 8001 is in both groups, and never in neither.
      expect([live("午间"), live("售前"), live("夜间")]).toEqual([["8000", "8001"], ["8001", "8011"], ["8020"]]);
      // Nothing but this is due: every later run says the same, and writes nothing.
      const again = await at("apply", file, "--due", "--auto-approve", "--format", "json");
      expect([again.code, resultOf(again).actions]).toEqual([3, []]);
      // A whole run is what it was.
      expect((await at("apply", file, "--auto-approve")).code).toBe(3);
      expect(live("午间")).toEqual(["8000", "8001"]);
      // On the next morning it is as the files want it.
      pass(14 * HOUR);
      expect((await at("apply", file, "--due", "--auto-approve")).code).toBe(0);
      expect((await at("plan", file, "--detailed-exitcode")).code).toBe(0);
    }
  });

  it("two of them: both stay, unless the guard lets as many through", async () => {
    const { at, file, live, pass } = await handClock(LUNCH, NIGHT_TOO);
    pass(6 * HOUR);
    for (const raised of [[], ["--max-emptied", "1"]]) {
      const plan = planOf(await at("plan", file, "--due", ...raised, "--format", "json"));
      expect(plan.actions.map(({ displayName }) => displayName)).toEqual(["售前"]);
      expect(plan.diagnostics.filter(({ code }) => code === "would-empty")).toMatchObject([
        { code: "would-empty", args: { displayName: "午间", groups: 2, limit: raised.length / 2 } },
        { code: "would-empty", args: { displayName: "夜间", groups: 2 } },
      ]);
    }
    expect((await at("apply", file, "--due", "--auto-approve", "--max-emptied", "2")).code).toBe(0);
    expect([live("午间"), live("售前"), live("夜间")]).toEqual([[], ["8001", "8011"], []]);
  });

  it("an absence without a cover keeps the agent where nobody else is, and lets the others go", async () => {
    const { at, file, live, pass } = await handClock(
      [
        { displayName: "单人", exten: "10000001", members: ["8000"] },
        { displayName: "多人", exten: "10000002", members: ["8000", "8001"] },
      ],
      `version: 1
absences: [{ agent: "8000", from: 2026-12-03T18:00, until: 2026-12-04T18:00 }]
groups:
  - { displayName: 单人, coverage: { min: 1 }, members: ["8000"] }
  - { displayName: 多人, coverage: { min: 1 }, members: ["8000", "8001"] }
`,
    );
    pass(6 * HOUR);
    expect((await at("apply", file, "--due", "--auto-approve")).code).toBe(3);
    expect([live("单人"), live("多人")]).toEqual([["8000"], ["8001"]]);
    pass(24 * HOUR);
    expect((await at("apply", file, "--due", "--auto-approve")).code).toBe(0);
    expect([live("单人"), live("多人")]).toEqual([["8000"], ["8000", "8001"]]);
  });

  it("only because --due does not bring whom the files want there: it says that a whole apply does", async () => {
    const { at, file, live, pass } = await handClock(
      [{ displayName: "售后", exten: "10018579", members: ["8001"] }],
      ENDING.replace('      - { agent: "8002", from: 2026-12-03T18:00 }\n', ""),
    );
    pass(6 * HOUR);
    const run = await at("apply", file, "--due", "--auto-approve");
    expect(run.code).toBe(3);
    expect(flat(run.stderr + run.stdout)).toContain("1 member that the files want there is not for --due to bring");
    expect(live()).toEqual(["8001"]);
    expect((await at("apply", file, "--auto-approve")).code).toBe(0);
    expect(live()).toEqual(["8000"]);
  });

  it("stands under a heading of its own in every format, in both languages; and a saved plan ends as it says", async () => {
    const { at, file, folder, live, pass } = await handClock(LUNCH, lunch());
    pass(6 * HOUR);
    for (const [lang, heading, said] of [
      ["en", "not written, since nobody would be left", "keeps its members: the clock would leave nobody in it"],
      ["zh", "写入后技能组将没有坐席，因此不写入", "的坐席保持不动：按排班此刻将无人在组"],
    ] as const)
      for (const format of ["text", "markdown", "html", "github"]) {
        const { stdout, stderr, code } = await at("plan", file, "--due", "--lang", lang, "--format", format);
        const text = flat(stdout + stderr);
        expect(code, format).toBe(3);
        expect(text, format).toContain(said);
        if (format !== "github") expect(text, format).toContain(heading);
      }
    const config = join(folder, "muster.yaml");
    await writeFile(
      config,
      `version: 1\naccounts:\n  default: { host: "\${MUSTER_HOST}", accountId: "\${MUSTER_ACCOUNT_ID}", apiSecret: "\${MUSTER_API_SECRET}", groups: [groups.yaml] }\n`,
    );
    const out = join(folder, "plan.json");
    expect((await at("plan", "--due", "--config", config, "--out", out)).code).toBe(3);
    expect((await at("apply", "--config", config, "--plan", out, "--dry-run")).code).toBe(3);
    expect((await at("apply", "--config", config, "--plan", out)).code).toBe(3);
    expect([live("午间"), live("售前")]).toEqual([
      ["8000", "8001"],
      ["8001", "8011"],
    ]);
  });
});

it("without a base the clock's part stands apart from the rest, in every format and both languages", async () => {
  const { at, file, pass } = await handClock(ONE, ENDING);
  pass(6 * HOUR);
  const heading = { en: "Due by the clock, as the files say", zh: "按文件到时的变化" } as const;
  const guard = { en: "not counted: 1 by the clock", zh: "另有 1 人次到时移出，不计入" } as const;
  for (const lang of ["en", "zh"] as const) {
    for (const format of ["text", "markdown", "html"]) {
      const { stdout } = await at("plan", file, "--lang", lang, "--format", format);
      expect(flat(stdout)).toContain(heading[lang]);
      expect(flat(stdout)).toContain(guard[lang]);
      // The rest comes first: it may be a change of the files.
      expect(stdout.indexOf("8009")).toBeLessThan(stdout.lastIndexOf(heading[lang]));
    }
    const github = await at("plan", file, "--lang", lang, "--format", "github");
    expect(github.stdout).toContain(lang === "en" ? "Due by the clock." : "属于按文件到时的变化");
  }
});

it("a change for later alone does not say that it writes nothing, and stop", async () => {
  const { run, folder, write } = await world(ONE, ENDING);
  const asked = ["--base", "HEAD", "--at", "2026-12-03T12:00"];
  commit(folder);
  await write(
    ENDING.replace("until: 2026-12-03T18:00", "until: 2026-12-04").replace(
      '      - "8000"\n',
      '      - "8000"\n      - { agent: "8007", from: 2026-12-10 }\n',
    ),
  );
  const plan = planOf(await run(["plan", ...asked, "--format", "json"]));
  expect(isPlan(plan), JSON.stringify(isPlan.errors)).toBe(true);
  const said = (groups: readonly GroupTurn[]) =>
    groups.flatMap(({ joins, leaves }) => [
      ...joins.map(({ agentNumber }) => `+ ${agentNumber}`),
      ...leaves.map(({ agentNumber }) => `- ${agentNumber}`),
    ]);
  expect(plan.upcoming?.map(({ groups }) => said(groups))).toEqual([["+ 8002"], ["- 8001"], ["+ 8007"]]);
  expect(plan.later?.instants).toBe(3);
  expect(plan.later?.turns.map(({ at, brings, takes }) => [at, said(brings), said(takes)])).toEqual([
    ["2026-12-03T18:00:00+08:00", [], ["- 8001"]],
    ["2026-12-04T00:00:00+08:00", ["- 8001"], []],
    ["2026-12-10T00:00:00+08:00", ["+ 8007"], []],
  ]);
  for (const [lang, empty, heading, gone] of [
    [
      "en",
      "this change writes nothing now, and changes 3 later times",
      "By this change, later (3 times)",
      "no longer: - 8001",
    ],
    ["zh", "本次变更现在无需写入，改变的是此后 3 个时刻", "本次变更带来的后续变化（3 个时刻）", "不再有：- 8001"],
  ] as const)
    for (const format of ["text", "markdown", "html"]) {
      const text = flat((await run(["plan", ...asked, "--lang", lang, "--format", format])).stdout);
      expect(text).toContain(empty);
      expect(text).toContain(heading);
      expect(text.replaceAll(/[`\\]|&#x?\w+;/g, "")).toContain(gone);
    }
});

it("what comes says how many groups it writes, and how long that takes", async () => {
  const { at, file } = await handClock(ACCOUNT, HAND_OVER, {
    MUSTER_LIMITS: "queueQueue=1000/1s,updateQueueAssignMembers=5/60s",
  });
  const { upcoming = [], upcomingMore = 0 } = planOf(await at("plan", file, "--format", "json"));
  expect(upcoming[0]).toMatchObject({ at: "2026-12-03T20:00:00+08:00", writes: 12, seconds: 120 });
  // Of 72 agents each, so that not all of them are listed.
  expect([upcoming.length, upcoming.length + upcomingMore]).toEqual([6, 62]);
  const { stdout } = await at("plan", file);
  expect(flat(stdout)).toContain("12 groups, 36 removed, 36 added; the rate limits make it about 2 min");
  expect(stdout.split("\n").length).toBeLessThan(60);
});

it("a boundary that is crossed while an apply runs is the next run's: it finishes the plan that it has", async () => {
  const { at, file, live, pass, simulator } = await handClock(ACCOUNT, HAND_OVER);
  simulator.editor().editGroup("10000", { members: day(0).slice(1) });
  simulator.editor().editGroup("10001", { members: day(1).slice(1) });
  // By the second write it is eight in the evening.
  simulator.onCall("updateQueueAssignMembers", 2, () => pass(8 * HOUR));
  expect((await at("apply", file, "--auto-approve")).code).toBe(0);
  expect([live("组0"), live("组1")]).toEqual([day(0), day(1)]);
  expect((await at("apply", file, "--due", "--auto-approve")).code).toBe(0);
  expect([live("组0"), live("组1"), live("组11")]).toEqual([night(0), night(1), night(11)]);
  expect((await at("plan", file, "--detailed-exitcode")).code).toBe(0);
});

it("a group that is known for a month only says until when, though its next turn is further away", async () => {
  const { at, file, pass } = await handClock(
    [{ displayName: "售后", exten: "10018579", members: ["8009"] }],
    `version: 1
calendars: { cn: { until: 2027-12-31, holidays: [{ from: 2027-05-01, to: 2027-05-03 }] } }
shifts: { 假日班: 09:00-18:00 }
groups:
  - { displayName: 售后, members: ["8000", { agent: "8001", when: { shift: 假日班, on: holidays } }] }
`,
  );
  const first = planOf(await at("plan", file, "--format", "json"));
  expect(first.validUntil).toBe("2027-01-04T00:00:00+08:00");
  pass(HOUR);
  // Its hash is that of the day, not of the minute.
  expect(planOf(await at("plan", file, "--format", "json")).hash).toBe(first.hash);
});
