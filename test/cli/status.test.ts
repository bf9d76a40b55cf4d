import { Ajv } from "ajv";
import { describe, expect, it, onTestFinished } from "vitest";
import statusSchema from "../../schemas/status.schema.json" with { type: "json" };
import { status } from "../../src/cli/commands/status.js";
import type { ConsoleHost } from "../../src/cli/node/consoleHost.js";
import { fairIntervalMs } from "../../src/cli/terminal/watchStatus.js";
import { DOCUMENTED_LIMITS } from "../../src/moor/operations.js";
import type { SeedAccount, SeedGroup } from "../../src/simulator/account/seed.js";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../src/simulator/startSimulator.js";
import { QUICK } from "../support/simulated.js";
import { commandHost, OPTIONS } from "./commandHost.js";

const isStatus = new Ajv({ allErrors: true }).compile(statusSchema);

const PHONE = "13900000001";
const AGENTS = Array.from({ length: 10 }, (_, index) => ({
  number: String(8000 + index),
  name: `坐席${index}`,
  phone: PHONE,
}));

const account = (groups: readonly SeedGroup[], accountId = "N1"): SeedAccount => ({
  accountId,
  apiSecret: "secret",
  agents: AGENTS,
  groups,
});

const SOME: readonly SeedGroup[] = [
  {
    displayName: "售前",
    exten: "1",
    members: [
      { agent: "8000", claiming: "pc" },
      { agent: "8001", claiming: "app" },
    ],
  },
  { displayName: "售后", exten: "2", claiming: "none", members: ["8002", { agent: "8003", claiming: "both" }] },
  { displayName: "夜班", exten: "3", claiming: "none", members: ["8004", "8005"] },
  { displayName: "空组", exten: "4" },
  { displayName: "测试组", exten: "5", claiming: "none", members: ["8006"] },
];

const MUSTER_YAML = `version: 1
accounts:
  prod: { host: "\${MOOR_HOST}", accountId: N1, apiSecret: "\${SECRET}", limits: &l { queueQueueAgentClaimStatus: 100/1s } }
  test: { host: "\${MOOR_HOST2}", accountId: N2, apiSecret: "\${SECRET}", limits: *l }
unmanaged: { ignore: ["测试*"] }
`;

const PLAIN = { ...OPTIONS, failUnstaffed: false };
const JSON_FORMAT = { ...PLAIN, format: "json" } as const;

async function serving(seed: SeedAccount | readonly SeedAccount[], more: Partial<SimulatorOptions> = {}) {
  const accounts = "accountId" in seed ? [seed] : seed;
  const simulator = await startSimulator({ seed: { accounts }, limits: QUICK, ...more });
  onTestFinished(() => simulator.close());
  return simulator;
}

function shellFor(simulator: Simulator, files: Readonly<Record<string, string>> = {}, env = {}) {
  return commandHost(files, {
    MOOR_HOST: simulator.url,
    MOOR_HOST2: simulator.url,
    SECRET: "secret",
    MUSTER_HOST: simulator.url,
    MUSTER_ACCOUNT_ID: "N1",
    MUSTER_API_SECRET: "secret",
    MUSTER_LIMITS: "queueQueueAgentClaimStatus=100/1s",
    ...env,
  });
}

/** What was said on one line after the other, each a document that the schema allows. */
function documentsOf(text: string) {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => {
      const document = JSON.parse(line);
      expect(isStatus(document) ? [] : isStatus.errors).toEqual([]);
      return document;
    });
}

describe("muster status", () => {
  it("300 groups take at most 4 calls where pages hold 100; those without anybody come first, and exit 2 says so", async () => {
    const groups = Array.from(
      { length: 300 },
      (_, index): SeedGroup => ({
        displayName: `组${index}`,
        members: [{ agent: "8000", claiming: index % 50 === 7 ? "none" : "pc" }],
      }),
    );
    const simulator = await serving(account(groups), { maxPageSize: 100 });
    const run = await shellFor(simulator);
    expect(await status([], { ...JSON_FORMAT, failUnstaffed: true }, run.host)).toBe(2);
    expect(simulator.requests.map(({ operation }) => operation)).toEqual(
      Array.from({ length: 3 }, () => "queueQueueAgentClaimStatus"),
    );
    const [document] = documentsOf(run.stdout());
    expect(document.summary).toEqual({ groups: 300, unstaffed: 6, empty: 0 });
    const claiming = document.groups.map((group: { claiming: number }) => group.claiming);
    expect(claiming).toEqual([...Array(6).fill(0), ...Array(294).fill(1)]);
  });

  it("says who takes conversations where, and never a telephone number", async () => {
    const simulator = await serving(account(SOME), { drift: true });
    const run = await shellFor(simulator);
    expect(await status([], { ...PLAIN, verbose: true }, run.host)).toBe(0);
    expect(await status([], JSON_FORMAT, run.host)).toBe(0);
    expect(run.stdout()).toContain("No agent is taking conversations in 3 of 5 groups.");
    expect(`${run.stdout()}${run.stderr()}`).not.toContain(PHONE);
    const [document] = documentsOf(run.stdout().slice(run.stdout().indexOf("{")));
    expect(document.groups.map((group: { displayName: string }) => group.displayName)).toEqual([
      "夜班",
      "测试组",
      "空组",
      "售后",
      "售前",
    ]);
    expect(document.groups[3]).toEqual({
      displayName: "售后",
      exten: "2",
      claiming: 1,
      counts: { both: 1, pc: 0, app: 0, none: 1, unknown: 0 },
      members: [
        { agentNumber: "8003", agentName: "坐席3", priority: 0, claim: "both" },
        { agentNumber: "8002", agentName: "坐席2", priority: 0, claim: "none" },
      ],
    });
  });

  it.each(["garbled-after", "cut-after", "http-500-after"])(
    "a reply that is %s is read again, and none of it shows",
    async (kind) => {
      const simulator = await serving(account(SOME), { faults: [`queueQueueAgentClaimStatus:${kind}@1`] });
      const run = await shellFor(simulator);
      expect(await status([], { ...PLAIN, verbose: true }, run.host)).toBe(0);
      expect(run.stderr().match(/queueQueueAgentClaimStatus/g)).toHaveLength(2);
      expect(`${run.stdout()}${run.stderr()}`).not.toContain(PHONE);
    },
  );

  it("takes names and numbers; shows an ignored group only where it is named", async () => {
    const simulator = await serving([account(SOME), account(SOME.slice(0, 1), "N2")]);
    const run = await shellFor(simulator, { "muster.yaml": MUSTER_YAML });
    expect(await status([], { ...JSON_FORMAT, account: "prod" }, run.host)).toBe(0);
    expect(await status(["测试组", "1"], { ...JSON_FORMAT, account: "prod" }, run.host)).toBe(0);
    const [all, named] = documentsOf(run.stdout());
    expect(all.groups.map((group: { exten: string }) => group.exten)).toEqual(["3", "4", "2", "1"]);
    expect(named.groups.map((group: { exten: string }) => group.exten)).toEqual(["5", "1"]);
  });

  it("an unknown name is an error that says what may have been meant", async () => {
    const run = await shellFor(await serving(account(SOME)));
    expect(await status(["售前前", "1"], PLAIN, run.host)).toBe(1);
    expect(run.stdout()).toBe("");
    expect(run.stderr()).toContain('Did you mean "售前"?');
  });

  it("only the groups that are asked for can be without anybody", async () => {
    const run = await shellFor(await serving(account(SOME)));
    expect(await status(["售前"], { ...PLAIN, failUnstaffed: true }, run.host)).toBe(0);
    expect(await status(["空组"], { ...PLAIN, failUnstaffed: true }, run.host)).toBe(2);
  });

  it("an account that cannot be read whole is an error, never a smaller picture", async () => {
    const simulator = await serving(account(SOME), {
      maxPageSize: 2,
      faults: ["queueQueueAgentClaimStatus:short-page"],
    });
    const run = await shellFor(simulator);
    expect(await status([], JSON_FORMAT, run.host)).toBe(1);
    expect(JSON.parse(run.stdout())).toMatchObject({ kind: "error", diagnostics: [{ code: "incomplete-read" }] });
  });

  it("one account that fails leaves the others alone, and its error outranks a group without anybody", async () => {
    const simulator = await serving(account(SOME));
    const run = await shellFor(simulator, { "muster.yaml": MUSTER_YAML });
    expect(await status([], { ...JSON_FORMAT, failUnstaffed: true }, run.host)).toBe(1);
    const [document] = documentsOf(run.stdout());
    expect(document).toMatchObject({
      kind: "statuses",
      statuses: [
        { kind: "status", account: { name: "prod" } },
        { kind: "error", account: { name: "test" }, diagnostics: [{ code: "wrong-credentials" }] },
      ],
    });
    const text = await shellFor(simulator, { "muster.yaml": MUSTER_YAML });
    expect(await status([], PLAIN, text.host)).toBe(1);
    expect(text.stdout()).toMatch(/Account prod[\s\S]*Account test[\s\S]*wrong-credentials/);
  });
});

/** A host that can be interrupted, and that may be a terminal. */
function interruptible(host: ConsoleHost, more: Partial<ConsoleHost["stdout"]> = {}) {
  let stop: () => void = () => undefined;
  return {
    host: {
      ...host,
      stdout: { ...host.stdout, ...more },
      onStop: (listener: () => void) => {
        stop = listener;
      },
    },
    stop: () => stop(),
  };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe("muster status --watch", () => {
  it("prints one document a line until it is interrupted, and sees what changes", async () => {
    const simulator = await serving(account(SOME.slice(0, 1)));
    const run = await shellFor(simulator);
    const { host, stop } = interruptible(run.host);
    const watching = status([], { ...JSON_FORMAT, watch: 0.05 }, host);
    const lines = () => run.stdout().split("\n").length - 1;
    await until(() => lines() >= 2);
    simulator.editor().editGroup("1", { members: [{ agent: "8000", claiming: "none" }] });
    const before = lines();
    await until(() => lines() >= before + 2);
    stop();
    expect(await watching).toBe(130);
    const documents = documentsOf(run.stdout());
    expect(documents[0].summary.unstaffed).toBe(0);
    expect(documents.at(-1).summary.unstaffed).toBe(1);
  });

  it("ends with 2 at the first look that finds a group with nobody", async () => {
    const simulator = await serving(account(SOME.slice(0, 1)));
    const run = await shellFor(simulator);
    const watching = status([], { ...PLAIN, watch: 0.05, failUnstaffed: true }, run.host);
    await until(() => run.stdout().split("Account default").length > 2);
    simulator.editor().editGroup("1", { members: [] });
    expect(await watching).toBe(2);
    expect(run.stdout()).toMatch(/groups?\.\n\nAccount default|the group\.\n\nAccount default/);
  });

  it("goes on after a look that fails, and ends when the credentials are turned down", async () => {
    const simulator = await serving(account(SOME.slice(0, 1)), {
      faults: ["queueQueueAgentClaimStatus:refuse@3", "queueQueueAgentClaimStatus:forbidden@6"],
    });
    const run = await shellFor(simulator);
    expect(await status([], { ...JSON_FORMAT, watch: 0.05 }, run.host)).toBe(1);
    const kinds = documentsOf(run.stdout()).map(({ kind, diagnostics }) => diagnostics?.[0].code ?? kind);
    expect(kinds.slice(0, 2)).toEqual(["status", "status"]);
    expect(kinds.at(-1)).toBe("wrong-credentials");
  });

  it("on a terminal draws a picture that fits, and gives the terminal back", async () => {
    const run = await shellFor(await serving(account(SOME)));
    const { host, stop } = interruptible(run.host, { isTTY: true, columns: () => 40, rows: () => 6 });
    const watching = status([], { ...PLAIN, watch: 0.05 }, host);
    await until(() => run.stdout().split("\x1b[H").length > 3);
    stop();
    expect(await watching).toBe(130);
    const [before = "", ...pictures] = run.stdout().split("\x1b[H");
    expect(before).toBe("\x1b[?1049h\x1b[?25l");
    const [last = "", after = ""] = (pictures.at(-1) ?? "").split("\x1b[J");
    expect(last.split("\r\n")).toHaveLength(6);
    expect(after.startsWith("\x1b[?25h\x1b[?1049l")).toBe(true);
    expect(after.trimEnd().split("\n")).toHaveLength(6);
  });

  it("ends when its reader goes away", async () => {
    const run = await shellFor(await serving(account(SOME)));
    const { host } = interruptible(run.host, { isClosed: () => run.stdout().includes("\n") });
    expect(await status([], { ...JSON_FORMAT, watch: 0.05 }, host)).toBe(0);
    expect(documentsOf(run.stdout())).toHaveLength(1);
  });

  it("leaves half of the budget to other runs", () => {
    const limit = DOCUMENTED_LIMITS.queueQueueAgentClaimStatus;
    expect(fairIntervalMs(3, limit)).toBe(3_600);
    expect(fairIntervalMs(1, limit)).toBe(1_200);
    expect(fairIntervalMs(2, { calls: 1, windowMs: 1_000 })).toBe(2_000);
  });
});
