import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import whoSchema from "../../schemas/who.schema.json" with { type: "json" };
import { widthOf } from "../../src/report/text/columns.js";
import { whoText } from "../../src/report/text/whoText.js";
import { type Who, type WhoAccount, whoJson } from "../../src/report/who.js";

const at = (file: string, line: number) => ({ file, line, column: 5 });

const FOUND: WhoAccount = {
  account: { name: "default", host: "https://h.example", accountId: "N1" },
  agentNumber: "8001",
  alias: "li.na",
  agentName: "李娜",
  groups: [
    {
      displayName: "售前咨询",
      exten: "1001",
      where: "both",
      managed: "exact",
      desired: { priority: 4, source: { ...at("teams.yaml", 9), team: "night", via: at("a.yaml", 24) } },
      live: { priority: 2 },
    },
    {
      displayName: "VIP",
      exten: "1002",
      where: "both",
      managed: "additive",
      desired: { priority: 0, source: at("a.yaml", 30) },
      live: { priority: 0 },
    },
    { displayName: "新组", where: "files", managed: "exact", desired: { priority: 1, source: at("b.yaml", 3) } },
    { displayName: "无人管", exten: "1003", where: "live", managed: "no", live: { priority: 0 } },
  ],
  offboarding: {
    entries: [
      { source: at("a.yaml", 30), groups: ["VIP"] },
      { source: at("b.yaml", 3), groups: ["新组"] },
      { source: at("teams.yaml", 9), team: "night", groups: ["售前咨询"] },
    ],
    names: [at("agents.yaml", 2)],
    byHand: [{ displayName: "VIP", exten: "1002" }],
  },
  diagnostics: [],
};

const who = (...accounts: WhoAccount[]): Who => ({
  formatVersion: "1.0",
  kind: "who",
  agent: "li.na",
  offline: false,
  accounts,
});
const text = (document: Who, language: "en" | "zh" = "en", columns = 100) =>
  whoText(document, { language, colour: false, columns });

describe("the text of muster who", () => {
  it("in English", () => {
    expect(text(who(FOUND))).toMatchInlineSnapshot(`
      "Account default  N1  https://h.example
      Agent 8001 李娜 (li.na)

      In the files and live (2):
          售前咨询 (1001)  priority 4 in the files, 2 live  teams.yaml:9 via team night, from a.yaml:24
          VIP (1002)       priority 0                       a.yaml:30  additive

      Only in the files, not live (1):
          新组  priority 1  b.yaml:3

      Only live, not in the files (1):
          无人管 (1003)  priority 0  members unmanaged

      To remove the agent from every group, run muster agent remove 8001, which deletes 3 entries:
          a.yaml:30     VIP
          b.yaml:3      新组
          teams.yaml:9  team night, for 1 group: 售前咨询
      and then the name, which is no longer used:
          agents.yaml:2
      Manual: apply does not remove the agent from these groups; use the console:
          VIP (1002)
      "
    `);
  });

  it("in Chinese", () => {
    expect(text(who(FOUND), "zh")).toMatchInlineSnapshot(`
      "账号 default  N1  https://h.example
      坐席 8001 李娜 (li.na)

      文件和线上都有（2）：
          售前咨询 (1001)  优先级：文件 4，线上 2  teams.yaml:9 来自团队 night，引用于 a.yaml:24
          VIP (1002)       优先级 0                a.yaml:30  additive

      仅文件中有，线上没有（1）：
          新组  优先级 1  b.yaml:3

      仅线上有，文件中没有（1）：
          无人管 (1003)  优先级 0  坐席未纳管

      如需移出所有技能组，请运行 muster agent remove 8001，将删除以下 3 处：
          a.yaml:30     VIP
          b.yaml:3      新组
          teams.yaml:9  团队 night，涉及 1 个技能组：售前咨询
      以及不再使用的名称：
          agents.yaml:2
      手工修改：apply 不会将坐席移出以下技能组，请在七陌后台移出：
          VIP (1002)
      "
    `);
  });

  it.each(["en", "zh"] as const)("aligns Chinese names by their width (%s)", (language) => {
    const rows = text(who(FOUND), language)
      .split("\n")
      .filter((line) => /^ {4}(售前咨询 \(|VIP \(1002\) .*a\.yaml)/.test(line));
    expect(rows).toHaveLength(2);
    const columns = rows.map((line) => widthOf(line.slice(0, line.search(language === "en" ? "priority" : "优先级"))));
    expect(new Set(columns).size).toBe(1);
  });

  it("shows several, and why one cannot work; the command names the account where there are two", () => {
    const off: WhoAccount = { ...FOUND, agentNumber: "8002", status: "disabled", groups: [] };
    const agents = [who(FOUND, { ...off, status: "unlisted" }), who(off)];
    const said = whoText(
      { formatVersion: "1.0", kind: "whos", offline: true, agents, diagnostics: [] },
      { language: "en", colour: false, columns: 100 },
    );
    expect(said.match(/Agent .*/g)).toEqual([
      "Agent 8001 李娜 (li.na)",
      "Agent 8002 李娜 (li.na), not in the agent directory",
      "Agent 8002 李娜 (li.na), disabled",
    ]);
    expect(said.match(/muster agent remove [^,]*/g)).toEqual([
      "muster agent remove 8001 --account default",
      "muster agent remove 8002 --account default",
      "muster agent remove 8002",
    ]);
    expect(said.match(/--offline/g)).toHaveLength(1);
    expect(text(who({ ...off, status: "locked" }), "zh")).toContain("坐席 8002 李娜 (li.na)，已锁定");
  });

  it("says when an account does not know the agent, and when the agent is nowhere", () => {
    const nobody: WhoAccount = {
      account: { name: "test" },
      groups: [],
      offboarding: { entries: [], names: [], byHand: [] },
      diagnostics: [],
    };
    expect(text(who(nobody))).toBe("Account test\nThe account does not have this agent.\n");
    const nowhere = { ...nobody, agentNumber: "8001" };
    expect(text(who(nowhere))).toContain("In no group, neither in the files nor live.");
    expect(text({ ...who(nowhere), offline: true })).toBe(
      "Account test\nAgent 8001\n\nIn no group of the files.\n\nThe live account was not read (--offline).\n",
    );
    expect(text({ ...who(nowhere), offline: true }, "zh")).toContain("未读取线上账号");
  });

  it("counts the groups of a team that many use, and says when none does", () => {
    const entries = [
      { source: at("t.yaml", 1), team: "all", groups: ["1", "2", "3", "4", "5", "6", "7"] },
      { source: at("t.yaml", 2), team: "old", groups: [] },
    ];
    const said = text(who({ ...FOUND, offboarding: { entries, names: [], byHand: [] } }));
    expect(said).toContain("team all, for 7 groups: 1, 2, 3, 4, 5 and 2 more");
    expect(said).toContain("team old, for no group");
  });

  it.each(["en", "zh"] as const)("shows hostile names and obeys none (%s)", (language) => {
    const evil = "a\u001b[31m\n::error::x\u202e";
    const source = { ...at(evil, 1), team: evil, via: at(evil, 2) };
    const document = who({
      account: { name: evil, host: evil, accountId: evil },
      agentNumber: evil,
      alias: evil,
      agentName: `${evil}!`,
      groups: [
        {
          displayName: evil,
          exten: evil,
          where: "both",
          managed: "no",
          desired: { priority: 0, source },
          live: { priority: 0 },
        },
      ],
      offboarding: {
        entries: [
          { source: at(evil, 1), groups: [evil] },
          { source: at(evil, 2), team: evil, groups: [evil] },
        ],
        names: [at(evil, 3)],
        byHand: [{ displayName: evil, exten: evil }],
      },
      diagnostics: [{ severity: "warning", code: "ambiguous-name", message: evil, args: {} }],
    });
    const said = text(document, language);
    expect(said).not.toMatch(/[^\P{C}\n]/u);
    expect(said).not.toMatch(/^\s*::/m);
    expect(whoJson(document, "en")).not.toMatch(/[^\P{C}\n]/u);
    expect(JSON.parse(whoJson(document, "en")).accounts[0].groups[0].displayName).toBe(evil);
  });
});

const cell = { file: "rosters/2026-10.csv", line: 4, column: 20, roster: "售后", shift: "晚班" };
const day = at("groups.yaml", 24);
const TIMED: WhoAccount = {
  ...FOUND,
  groups: [],
  offboarding: { entries: [], names: [], byHand: [] },
  schedule: {
    timezone: "Asia/Shanghai",
    from: "2026-09-28T00:00:00+08:00",
    until: "2026-10-12T00:00:00+08:00",
    groups: [
      {
        displayName: "VIP",
        exten: "1002",
        managed: "additive",
        spans: [
          {
            from: "2026-09-28T00:00:00+08:00",
            until: "2026-10-12T00:00:00+08:00",
            priority: 0,
            always: true,
            source: at("a.yaml", 30),
          },
        ],
      },
      {
        displayName: "售后",
        exten: "1003",
        managed: "exact",
        spans: [
          ...["28", "29", "30"].flatMap((date) => [
            {
              from: `2026-09-${date}T09:00:00+08:00`,
              until: `2026-09-${date}T12:00:00+08:00`,
              priority: 0,
              source: { ...day, roster: "售后", shift: "行政" },
            },
            {
              from: `2026-09-${date}T13:30:00+08:00`,
              until: `2026-09-${date}T18:00:00+08:00`,
              priority: 0,
              source: { ...day, roster: "售后", shift: "行政" },
            },
          ]),
          { from: "2026-10-02T22:00:00+08:00", until: "2026-10-03T08:00:00+08:00", priority: 1, source: cell },
          {
            from: "2026-10-03T16:00:00+08:00",
            until: "2026-10-04T00:00:00+08:00",
            priority: 1,
            source: { ...at("groups.yaml", 40), coverFor: "8007" },
          },
          {
            from: "2026-10-09T18:00:00+08:00",
            until: "2026-10-12T00:00:00+08:00",
            priority: 2,
            source: { ...at("b.yaml", 3), until: "2026-10-20" },
          },
        ],
      },
    ],
    absences: [
      {
        from: "2026-10-05T18:00:00+08:00",
        until: "2026-10-07T00:00:00+08:00",
        agentNumber: "8001",
        by: { agentNumber: "8002", alias: "wang.fang", agentName: "王芳" },
        reason: "年假",
        source: at("absences.yaml", 2),
      },
    ],
  },
};

describe("the schedule of an agent", () => {
  it("in English: days with the same times are one row, a table's cell has its column", () => {
    expect(text(who(TIMED))).toMatchInlineSnapshot(`
      "Account default  N1  https://h.example
      Agent 8001 李娜 (li.na)

      In no group now, neither in the files nor live.

      14 days from 2026-09-28, by the files (Asia/Shanghai):
          VIP (1002)  additive
            always  priority 0  a.yaml:30
          售后 (1003)
            09-28 Mon to 09-30 Wed  09:00–12:00, 13:30–18:00    priority 0  shift 行政 of roster 售后
              groups.yaml:24
            10-02 Fri               22:00–08:00 next day        priority 1  shift 晚班 of roster 售后
              rosters/2026-10.csv:4:20
            10-03 Sat               16:00–24:00                 priority 1  covers for 8007
              groups.yaml:40
            10-09 18:00 to 10-11 24:00  priority 2  until 2026-10-20 00:00  b.yaml:3

      Absent, and in no group meanwhile:
          2026-10-05 18:00 to 2026-10-06 24:00  年假  covered by 8002 王芳  absences.yaml:2
      "
    `);
  });

  it("in Chinese", () => {
    expect(text(who(TIMED), "zh")).toMatchInlineSnapshot(`
      "账号 default  N1  https://h.example
      坐席 8001 李娜 (li.na)

      此刻不在任何技能组中，文件和线上都没有。

      自 2026-09-28 起 14 天，按文件（Asia/Shanghai）：
          VIP (1002)  additive
            始终  优先级 0  a.yaml:30
          售后 (1003)
            09-28 周一 至 09-30 周三  09:00–12:00、13:30–18:00    优先级 0  排班表 售后，班次 行政
              groups.yaml:24
            10-02 周五                22:00–次日 08:00            优先级 1  排班表 售后，班次 晚班
              rosters/2026-10.csv:4:20
            10-03 周六                16:00–24:00                 优先级 1  为 8007 顶班  groups.yaml:40
            10-09 18:00 至 10-11 24:00  优先级 2  至 2026-10-20 00:00 止  b.yaml:3

      请假（期间不在任何技能组）：
          2026-10-05 18:00 至 2026-10-06 24:00  年假  由 8002 王芳顶班  absences.yaml:2
      "
    `);
  });

  it("keeps to a narrow terminal, and is a document of the schema", () => {
    for (const line of text(who(TIMED), "zh", 50).split("\n")) expect(widthOf(line)).toBeLessThanOrEqual(50);
    const isWho = new Ajv({ allErrors: true, strict: true }).compile(whoSchema);
    expect(isWho(JSON.parse(whoJson(who(TIMED), "en"))) ? [] : isWho.errors).toEqual([]);
  });

  it("says when the agent is nowhere", () => {
    const { schedule } = TIMED;
    const nowhere = schedule && { ...TIMED, schedule: { ...schedule, groups: [], absences: [] } };
    expect(text(who(nowhere ?? TIMED))).toContain("In no group in this time.");
  });
});

describe("the schema of muster who", () => {
  it("takes the document, and describes every field in both languages", () => {
    const isWho = new Ajv({ allErrors: true, strict: true }).compile(whoSchema);
    expect(isWho(JSON.parse(whoJson(who(FOUND), "en"))) ? [] : isWho.errors).toEqual([]);
    expect(isWho({ ...who(FOUND), more: 1 })).toBe(false);
    const texts = JSON.stringify(whoSchema).match(/"description":"[^"]*"/g) ?? [];
    expect(texts.length).toBeGreaterThan(40);
    for (const description of texts) expect(description).toMatch(/[A-Za-z]{3}.*\.\\n.*\p{Script=Han}/u);
  });
});
