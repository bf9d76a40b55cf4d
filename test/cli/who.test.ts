import { Ajv } from "ajv";
import { describe, expect, it, onTestFinished } from "vitest";
import whoSchema from "../../schemas/who.schema.json" with { type: "json" };
import { who } from "../../src/cli/commands/who.js";
import type { WhoAccount } from "../../src/report/who.js";
import type { SeedAccount } from "../../src/simulator/account/seed.js";
import { startSimulator } from "../../src/simulator/startSimulator.js";
import { QUICK } from "../support/simulated.js";
import { commandHost, OPTIONS } from "./commandHost.js";

const isWho = new Ajv({ allErrors: true }).compile(whoSchema);

const YAML = `version: 1
agents:
  li.na: { number: "8001", name: 李娜 }
teams:
  night:
    - li.na
groups:
  - displayName: 售前
    members:
      - { team: night, priority: 4 }
  - displayName: 售后
    members: ["8001"]
  - displayName: 新组
    members: [{ team: night }]
  - displayName: 放任
`;

const account = (accountId: string): SeedAccount => ({
  accountId,
  apiSecret: "secret",
  agents: [
    { number: "8001", name: "李娜" },
    { number: "8002", name: "王芳", enabled: false },
    { number: "8003", name: "张伟" },
    { number: "8004", name: "张伟-8004", raw: { status: "lock" } },
  ],
  groups: [
    { displayName: "售前", exten: "1", members: [{ agent: "8001", priority: 2 }] },
    { displayName: "售后", exten: "2", members: ["8001", "8002"] },
    { displayName: "放任", exten: "3", members: ["8001"] },
    { displayName: "无人管", exten: "4", members: ["8001"] },
  ],
});

const MUSTER_YAML = `version: 1
accounts:
  prod: { host: "\${MOOR_HOST}", accountId: N1, apiSecret: "\${SECRET}", groups: [prod] }
  test: { host: "\${MOOR_HOST}", accountId: N2, apiSecret: "\${SECRET}", groups: [test] }
`;

async function live(files: Readonly<Record<string, string>>) {
  const simulator = await startSimulator({ seed: { accounts: [account("N1"), account("N2")] }, limits: QUICK });
  onTestFinished(() => simulator.close());
  const env = {
    MOOR_HOST: simulator.url,
    SECRET: "secret",
    MUSTER_HOST: simulator.url,
    MUSTER_ACCOUNT_ID: "N1",
    MUSTER_API_SECRET: "secret",
  };
  return { ...(await commandHost(files, env)), simulator };
}

const ONLINE = { ...OPTIONS, offline: false };
const OFFLINE = { ...OPTIONS, offline: true };
const JSON_ONLINE = { ...ONLINE, format: "json" } as const;

/** The answer to a question, as a document. */
async function ask(agents: readonly string[], files: Readonly<Record<string, string>>, faults: readonly string[] = []) {
  const run = await live(files);
  run.simulator.setFaults([...faults]);
  const exitCode = await who(agents, JSON_ONLINE, run.host);
  const document = JSON.parse(run.stdout());
  expect(isWho(document) ? [] : isWho.errors).toEqual([]);
  return { exitCode, document, run };
}

describe("muster who", () => {
  it("sets the files and the live account side by side", async () => {
    const run = await live({ "groups.yaml": YAML });
    expect([await who(["li.na"], JSON_ONLINE, run.host), run.stderr()]).toEqual([0, ""]);
    const document = JSON.parse(run.stdout());
    expect(isWho(document) ? [] : isWho.errors).toEqual([]);
    const [found] = document.accounts;
    expect(found).toMatchObject({ agentNumber: "8001", alias: "li.na", agentName: "李娜", diagnostics: [] });
    const source = (line: number, column: number) => ({ file: "groups.yaml", line, column });
    const viaTeam = (line: number, column: number) => ({ ...source(6, 7), team: "night", via: source(line, column) });
    expect(found.groups).toEqual([
      {
        displayName: "售前",
        exten: "1",
        where: "both",
        managed: "exact",
        desired: { priority: 4, source: viaTeam(10, 9) },
        live: { priority: 2 },
      },
      {
        displayName: "售后",
        exten: "2",
        where: "both",
        managed: "exact",
        desired: { priority: 0, source: source(12, 15) },
        live: { priority: 0 },
      },
      { displayName: "新组", where: "files", managed: "exact", desired: { priority: 0, source: viaTeam(14, 15) } },
      { displayName: "放任", exten: "3", where: "live", managed: "no", live: { priority: 0 } },
      { displayName: "无人管", exten: "4", where: "live", managed: "no", live: { priority: 0 } },
    ]);
    expect(found.offboarding).toEqual({
      entries: [
        { source: source(6, 7), team: "night", groups: ["售前", "新组"] },
        { source: source(12, 15), groups: ["售后"] },
      ],
      names: [source(3, 3)],
      byHand: [
        { displayName: "放任", exten: "3" },
        { displayName: "无人管", exten: "4" },
      ],
    });
  });

  it("deleting the lines that it names takes the agent out of every group of the files", async () => {
    const lines = YAML.split("\n");
    // The entries of the test above: the team's is a line of its own, the other is within brackets.
    lines[11] = "    members: []";
    const without = lines
      .filter((_, index) => index !== 5)
      .join("\n")
      .replace("night:\n", "night: []\n");
    const run = await commandHost({ "groups.yaml": without });
    expect(await who(["li.na"], { ...OFFLINE, format: "json" }, run.host)).toBe(0);
    expect(JSON.parse(run.stdout()).accounts[0]).toMatchObject({ groups: [], offboarding: { entries: [] } });
  });

  it.each(["8001", "li.na", "李娜"])("finds %s", async (asked) => {
    const run = await live({ "groups.yaml": YAML });
    expect(await who([asked], ONLINE, run.host)).toBe(0);
    expect(run.stdout()).toContain("售前 (1)");
  });

  it("finds somebody whom no file names, and somebody who is in no group", async () => {
    const run = await live({ "groups.yaml": YAML });
    expect(await who(["8002"], ONLINE, run.host)).toBe(0);
    expect(run.stdout()).toMatch(/Only live, not in the files \(1\):\n.*售后 \(2\)/);
    const other = await live({ "groups.yaml": YAML });
    expect(await who(["8003"], ONLINE, other.host)).toBe(0);
    expect(other.stdout()).toContain("In no group, neither in the files nor live.");
  });

  it.each([
    ["李娜", ["8001 李娜 li.na"]],
    ["李 娜", ["8001 李娜 li.na"]],
    ["王芳", ["8002 王芳 disabled"]],
    ["张伟-8004", ["8004 张伟-8004 locked"]],
  ])("finds %s by the account's own name, and says who may not work", async (asked, expected) => {
    const { exitCode, document } = await ask([asked], { "groups.yaml": YAML });
    expect(exitCode).toBe(0);
    const said = document.accounts.map(({ agentNumber, agentName, alias, status }: Record<string, string>) =>
      [agentNumber, agentName, alias, status].filter((part) => part !== undefined).join(" "),
    );
    expect(said).toEqual(expected);
  });

  it("a name of several is listed with what tells them apart, and nobody is guessed", async () => {
    const files = { "groups.yaml": `${YAML}  - displayName: 夜班\n    members: ["8003"]\n` };
    const { exitCode, document, run } = await ask(["张伟"], files);
    expect(exitCode).toBe(1);
    expect(document).toMatchObject({
      kind: "error",
      diagnostics: [
        {
          code: "several-agents",
          args: {
            matches: [
              { agentNumber: "8003", agentName: "张伟", groups: 1 },
              { agentNumber: "8004", agentName: "张伟-8004", groups: 0, status: "locked" },
            ],
          },
        },
      ],
    });
    expect(await who(["张伟"], { ...ONLINE, lang: "zh" }, run.host)).toBe(1);
    expect(run.stderr().replace(/\n */g, "")).toContain(
      "8003（在 1 个技能组）、8004 张伟-8004（不在任何技能组，已锁定）",
    );
  });

  it("several agents: those who are found are shown, the others are errors", async () => {
    const asked = ["8001", "张伟", "王芳", "nobody.at.all", "8001"];
    const { exitCode, document, run } = await ask(asked, { "groups.yaml": YAML });
    expect(exitCode).toBe(1);
    expect(document.kind).toBe("whos");
    expect(document.agents.map(({ agent }: { agent: string }) => agent)).toEqual(["8001", "王芳"]);
    expect(document.diagnostics.map(({ code }: { code: string }) => code)).toEqual([
      "several-agents",
      "agent-not-found",
    ]);
    const all = await live({ "groups.yaml": YAML });
    expect(await who(["8001", "王芳"], ONLINE, all.host)).toBe(0);
    expect(all.stdout()).toMatch(/Agent 8001 李娜 \(li\.na\)\n[\s\S]*Agent 8002 王芳, disabled\n/);
    expect(await who(["8001", "nobody.at.all"], ONLINE, run.host)).toBe(1);
    expect(run.stdout()).toContain("Agent 8001");
    expect(run.stderr()).toContain("agent-not-found");
  });

  it("needs no files: the account is asked", async () => {
    const { exitCode, document } = await ask(["李娜"], {});
    expect(exitCode).toBe(0);
    expect(document.accounts[0].groups.map(({ where }: { where: string }) => where)).toEqual(Array(4).fill("live"));
    const offline = await live({});
    expect(await who(["李娜"], OFFLINE, offline.host)).toBe(1);
    expect(offline.stderr()).toContain("folder-without-yaml");
  });

  it("without the agent directory it knows the live groups, and says what it does not know", async () => {
    const found = await ask(["李娜"], { "groups.yaml": YAML }, ["getCCAgentsByAcc:forbidden"]);
    expect([found.exitCode, found.document.accounts[0].status]).toEqual([0, undefined]);
    const missing = await ask(["张伟"], { "groups.yaml": YAML }, ["getCCAgentsByAcc:forbidden"]);
    expect(missing.document.diagnostics[0]).toMatchObject({
      code: "agent-not-found",
      args: { asked: "files-and-groups" },
    });
  });

  it("says which entries take a team without the agent", async () => {
    const files = { "groups.yaml": YAML.replace("[{ team: night }]", "[{ team: night, except: [li.na] }]") };
    const { document, run } = await ask(["8001"], files);
    expect(document.accounts[0].excluded).toMatchObject([{ source: { line: 14 }, team: "night", groups: ["新组"] }]);
    expect(document.accounts[0].groups.map(({ displayName }: { displayName: string }) => displayName)).not.toContain(
      "新组",
    );
    expect(await who(["8001"], { ...OFFLINE, lang: "zh" }, run.host)).toBe(0);
    expect(run.stdout()).toMatch(
      /引用团队或排班表时排除了该坐席（except）：\n +groups\.yaml:14 +团队 night，涉及 1 个技能组：新组/,
    );
  });

  it("says when the files have another name, and when the directory does not list the number", async () => {
    const files = { "groups.yaml": YAML.replaceAll("8001", "8009").replace("name: 李娜", "name: 钱多") };
    const { document } = await ask(["8009"], files);
    expect(document.accounts[0]).toMatchObject({ agentName: "钱多", status: "unlisted", diagnostics: [] });
    const other = YAML.replace("name: 李娜", "name: 王芳");
    const accepted = other.replace("王芳 }", "王芳 } # muster: allow name-differs — 花名");
    expect((await ask(["li.na"], { "groups.yaml": accepted })).document.accounts[0].diagnostics).toEqual([]);
    const wrong = await ask(["li.na"], { "groups.yaml": other });
    expect(wrong.document.accounts[0]).toMatchObject({
      agentName: "李娜",
      diagnostics: [{ code: "name-differs", args: { written: "王芳", others: ["8002"] } }],
    });
  });

  it("prints no password, phone or address of the directory, however much it is asked to say", async () => {
    const run = await live({ "groups.yaml": YAML });
    for (const options of [JSON_ONLINE, { ...ONLINE, verbose: true, debug: true }])
      for (const agents of [["8001"], ["张伟"], ["8001", "王芳", "x"]]) await who(agents, options, run.host);
    expect(`${run.stdout()}${run.stderr()}`).not.toMatch(/Passw0rd|157\d{8}|@example\.com/);
  });

  it("offline needs no secret and sends nothing", async () => {
    const run = await live({ "groups.yaml": YAML });
    const { MUSTER_API_SECRET: _, ...env } = run.host.env;
    expect(await who(["8001"], OFFLINE, { ...run.host, env })).toBe(0);
    expect(run.stdout()).toContain("In the files (3):");
    expect(run.stdout()).not.toContain("无人管");
    const other = await live({ "groups.yaml": YAML });
    expect(await who(["8001"], ONLINE, { ...other.host, env })).toBe(1);
    expect(other.stderr()).toContain("MUSTER_API_SECRET");
  });

  it.each([
    ["li.nab", OFFLINE, 'Did you mean "li.na"?', "offline"],
    ["80011", ONLINE, 'Did you mean "8001"?', "files-and-live"],
    ["zzzzzzzz", ONLINE, "Use an agent number", "files-and-live"],
  ])("an unknown agent, %s, is an error", async (asked, options, help, where) => {
    const run = await live({ "groups.yaml": YAML });
    expect(await who([asked], options, run.host)).toBe(1);
    expect(run.stdout()).toBe("");
    expect(run.stderr()).toContain(help);
    expect(await who([asked], { ...options, format: "json" }, run.host)).toBe(1);
    const document = JSON.parse(run.stdout());
    expect(isWho(document) ? [] : isWho.errors).toEqual([]);
    expect(document.diagnostics[0]).toMatchObject({ code: "agent-not-found", args: { agent: asked, asked: where } });
  });

  it("several accounts, side by side; a name that one of them has means nobody in the other", async () => {
    const other = "version: 1\ngroups: [{ displayName: 售后, members: ['8002'] }]\n";
    const run = await live({ "muster.yaml": MUSTER_YAML, "prod/a.yaml": YAML, "test/a.yaml": other });
    expect(await who(["li.na"], JSON_ONLINE, run.host)).toBe(0);
    const [prod, test] = JSON.parse(run.stdout()).accounts;
    expect(prod).toMatchObject({ account: { name: "prod", accountId: "N1" }, agentNumber: "8001" });
    expect(test).toEqual({
      account: { name: "test", accountId: "N2", host: run.simulator.url },
      groups: [],
      offboarding: { entries: [], names: [], byHand: [] },
      diagnostics: [],
    });
    const only = await live({ "muster.yaml": MUSTER_YAML, "prod/a.yaml": YAML, "test/a.yaml": other });
    expect(await who(["8001"], { ...ONLINE, account: "test" }, only.host)).toBe(0);
    expect(only.stdout()).not.toContain("prod");
  });

  it("answers when only a policy is broken, and not when the files are", async () => {
    const run = await commandHost({
      "muster.yaml": "version: 1\npolicies: { maxGroupsPerAgent: 1 }\n",
      "groups.yaml": YAML,
    });
    expect(await who(["8001"], OFFLINE, run.host)).toBe(0);
    const bad = await commandHost({ "groups.yaml": YAML.replace("- li.na", "- li.nab") });
    expect(await who(["8001"], OFFLINE, bad.host)).toBe(1);
    expect(bad.stderr()).toContain("unknown-agent-name");
  });
});

const TIMED = `version: 1
agents:
  li.na: { number: "8001", name: 李娜 }
teams:
  campaign:
    - { agent: li.na, from: 2026-12-02T22:00, until: 2026-12-03T08:00 }
groups:
  - displayName: 售前
    members: [li.na]
  - displayName: 售后
    members:
      - { team: campaign, priority: 1 }
      - { agent: li.na, from: 2026-12-05, until: 2026-12-25, priority: 2 }
      - { agent: li.na, from: 2026-12-25, priority: 3 }
  - displayName: 放任
    members: [{ agent: li.na, from: 2027-01-01 }]
`;

/** The spans of the answer, group by group. */
const spansOf = (account: WhoAccount) =>
  account.schedule?.groups.map(({ displayName, spans }) => [
    displayName,
    ...spans.map(({ from, until, priority, always, source }) =>
      [from, until, priority, ...(always ? ["always"] : []), `:${source.line}`, source.until ?? ""].join(" ").trim(),
    ),
  ]);

describe("muster who --days", () => {
  it("shows the spans, group by group, cut at the ends of the days, and says what ends later", async () => {
    const run = await live({ "groups.yaml": TIMED });
    const options = { ...OFFLINE, format: "json", days: 14, from: "2026-12-03" } as const;
    expect(await who(["li.na"], options, run.host)).toBe(0);
    const document = JSON.parse(run.stdout());
    expect(isWho(document) ? [] : isWho.errors).toEqual([]);
    const [account] = document.accounts;
    expect(account.schedule).toMatchObject({
      timezone: "Asia/Shanghai",
      from: "2026-12-03T00:00:00+08:00",
      until: "2026-12-17T00:00:00+08:00",
      absences: [],
    });
    expect(spansOf(account)).toEqual([
      ["售前", "2026-12-03T00:00:00+08:00 2026-12-17T00:00:00+08:00 0 always :9"],
      [
        "售后",
        "2026-12-03T00:00:00+08:00 2026-12-03T08:00:00+08:00 1 :6",
        "2026-12-05T00:00:00+08:00 2026-12-17T00:00:00+08:00 2 :13 2026-12-25",
      ],
    ]);
  });

  it("begins today by the files' zone, needs no time in the files, and knows the live group's number", async () => {
    const run = await live({ "groups.yaml": `timezone: America/New_York\n${YAML}` });
    const at = Date.UTC(2026, 10, 2, 3, 30);
    const host = { ...run.host, clock: { ...run.host.clock, now: () => at } };
    expect(await who(["8001"], { ...OFFLINE, format: "json", days: 1 }, host)).toBe(0);
    // The evening of the day on which the clock was set back: 25 hours.
    const [{ schedule }] = JSON.parse(run.stdout()).accounts;
    expect([schedule.from, schedule.until]).toEqual(["2026-11-01T00:00:00-04:00", "2026-11-02T00:00:00-05:00"]);

    const online = await live({ "groups.yaml": YAML });
    expect(await who(["8001"], { ...JSON_ONLINE, days: 2 }, online.host)).toBe(0);
    const found = JSON.parse(online.stdout()).accounts[0];
    expect(found.schedule.groups).toMatchObject([
      { displayName: "售前", exten: "1" },
      { displayName: "售后", exten: "2", managed: "exact", spans: [{ always: true, priority: 0 }] },
      { displayName: "新组" },
    ]);
    expect(found.schedule.groups[2].exten).toBeUndefined();
  });

  it("without days, what comes is no joining where only the priority changes", async () => {
    const run = await live({ "groups.yaml": TIMED });
    const host = { ...run.host, clock: { ...run.host.clock, now: () => Date.UTC(2026, 11, 6) } };
    expect(await who(["li.na"], { ...OFFLINE, format: "json" }, host)).toBe(0);
    const document = JSON.parse(run.stdout());
    expect(isWho(document) ? [] : isWho.errors).toEqual([]);
    expect(document.accounts[0].schedule).toBeUndefined();
    expect(document.accounts[0].upcoming).toMatchObject([
      { at: "2026-12-25T00:00:00+08:00", displayName: "售后", from: 2, desired: { priority: 3 } },
      { at: "2027-01-01T00:00:00+08:00", displayName: "放任", desired: { priority: 0 } },
    ]);
    expect(document.accounts[0].upcoming[1].from).toBeUndefined();
    const text = await live({ "groups.yaml": TIMED });
    expect(await who(["li.na"], OFFLINE, { ...text.host, clock: host.clock })).toBe(0);
    expect(text.stdout()).toMatch(/± 售后 +priority 2 → 3/);
    expect(text.stdout()).toMatch(/\+ 放任 +priority 0/);
  });

  it("a time that is none stops it before anything is sent", async () => {
    const run = await live({ "groups.yaml": TIMED });
    expect(await who(["li.na"], { ...ONLINE, from: "2026-13-01" }, run.host)).toBe(1);
    expect(run.stderr()).toContain('"2026-13-01" is not a time.');
    expect(run.simulator.requests).toEqual([]);
  });
});
