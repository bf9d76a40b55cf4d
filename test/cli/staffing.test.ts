import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { SeedGroup } from "../../src/simulator/account/seed.js";
import { startSimulator } from "../../src/simulator/startSimulator.js";
import { muster } from "../support/cli.js";
import { ACCOUNT, QUICK, SECRET } from "../support/simulated.js";

const PHONE = "13900000001";
const AGENTS = Array.from({ length: 10 }, (_, index) => ({
  number: String(8000 + index),
  name: `坐席${index}`,
  phone: PHONE,
  claiming: index === 1 || index === 5 ? ("pc" as const) : ("none" as const),
}));

/** 8001 and 8005 take conversations; 8009 is in no group. */
const GROUPS: readonly SeedGroup[] = [
  { displayName: "售前", exten: "1", members: ["8001", "8002"] },
  { displayName: "售后", exten: "2", members: ["8003", "8005"] },
  { displayName: "不变", exten: "3", members: ["8006"] },
];

/** Line 3: 售前 loses the one who takes conversations; line 5: 售后 gains one; line 7: a new group of a stranger. */
const YAML = `version: 1
groups:
  - displayName: 售前
    members: ["8002"]
  - displayName: 售后
    members: ["8003", "8005", "8001"]
  - displayName: 新组
    members: ["8009"]
  - displayName: 不变
    members: ["8006"]
`;

const GUARDED = "version: 1\nguards: { minClaiming: 1 }\n";

async function live(musterYaml = "version: 1\n") {
  const simulator = await startSimulator({
    seed: { accountId: ACCOUNT, apiSecret: SECRET, agents: AGENTS, groups: GROUPS },
    limits: QUICK,
  });
  const folder = await mkdtemp(join(tmpdir(), "muster-staffing-"));
  onTestFinished(async () => {
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  });
  await writeFile(join(folder, "groups.yaml"), YAML);
  await writeFile(join(folder, "muster.yaml"), musterYaml);
  const env = {
    MUSTER_HOST: simulator.url,
    MUSTER_ACCOUNT_ID: ACCOUNT,
    MUSTER_API_SECRET: SECRET,
    MUSTER_SETTLE: "2s",
  };
  return {
    simulator,
    run: (...args: string[]) => muster(args, { cwd: folder, env }),
    json: async (...args: string[]) => {
      const { code, stdout, stderr } = await muster([...args, "--format", "json"], { cwd: folder, env });
      expect(`${stdout}${stderr}`).not.toContain(PHONE);
      return { code, document: JSON.parse(stdout) };
    },
    claimReads: () => simulator.requests.filter(({ operation }) => operation === "queueQueueAgentClaimStatus"),
    writes: () => simulator.requests.filter(({ operation }) => /^(add|update)/.test(operation)),
  };
}

const codesOf = ({ diagnostics }: { diagnostics: readonly { code: string }[] }) => diagnostics.map(({ code }) => code);

describe("plan --staffing", () => {
  it("says how many take conversations after each change, and warns where nobody does", async () => {
    const { json, claimReads } = await live();
    const { code, document } = await json("plan", "--staffing");
    expect(code).toBe(0);
    expect(document.staffing.groups).toEqual([
      { actionId: "create:新组", displayName: "新组", after: { members: 1, claiming: 0, unknown: 1 } },
      {
        actionId: "replaceMembers:1",
        displayName: "售前",
        exten: "1",
        before: { members: 2, claiming: 1, unknown: 0 },
        after: { members: 1, claiming: 0, unknown: 0 },
      },
      {
        actionId: "replaceMembers:2",
        displayName: "售后",
        exten: "2",
        before: { members: 2, claiming: 1, unknown: 0 },
        after: { members: 3, claiming: 2, unknown: 0 },
      },
    ]);
    const warnings = document.diagnostics.filter((one: { code: string }) => one.code === "nobody-claiming");
    expect(warnings).toMatchObject([
      { source: { line: 7 }, args: { displayName: "新组", members: 1, unknown: 1 } },
      { source: { line: 3 }, args: { displayName: "售前", exten: "1", members: 1, unknown: 0, before: 1 } },
    ]);
    expect(claimReads()).toHaveLength(1);
    expect(document.guards.map(({ guard }: { guard: string }) => guard)).not.toContain("minClaiming");
  });

  it("in words, too", async () => {
    const { run } = await live();
    const { code, stdout } = await run("plan", "--staffing");
    expect(code).toBe(0);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      'After this change no member of "售前" is taking conversations. Before the change 1 agent is.',
    );
    expect(stdout).toMatch(
      /Agents taking conversations now[^\n]*\n +新组 +0 of 1 +1 not known\n +售前 \(1\) +1 → 0 of 1\n/,
    );
  });

  it("costs nothing where it was not asked for, and is no part of the hash", async () => {
    const { json, claimReads } = await live();
    const without = await json("plan");
    expect(claimReads()).toEqual([]);
    const { document } = await json("plan", "--staffing", "--min-claiming", "1");
    expect(document.hash).toBe(without.document.hash);
    expect(document.guards.at(-1)).toMatchObject({
      guard: "minClaiming",
      actual: 2,
      of: 3,
      setBy: "flag",
      tripped: true,
    });
  });

  it("asks for nothing where nothing changes", async () => {
    const { json, claimReads } = await live();
    expect(await json("plan", "--staffing", "--group", "不变")).toMatchObject({ code: 0 });
    expect(claimReads()).toEqual([]);
  });
});

describe("minClaiming", () => {
  it("stops an apply that would leave too few, before its first write", async () => {
    const { json, writes } = await live(GUARDED);
    const { code, document } = await json("apply", "--auto-approve");
    expect(code).toBe(3);
    expect(document.diagnostics).toMatchObject([
      { code: "guard-tripped", args: { guard: "minClaiming", limit: "1", actual: 2, of: 3 } },
    ]);
    expect(writes()).toEqual([]);
  });

  it("lets a change pass that leaves enough", async () => {
    const { json } = await live(GUARDED.replace("1 }", "2 }"));
    expect(await json("apply", "--auto-approve", "--group", "售后")).toMatchObject({ code: 0 });
  });

  it("is lifted by a flag", async () => {
    const { json, writes } = await live(GUARDED);
    expect(await json("apply", "--auto-approve", "--min-claiming", "0")).toMatchObject({ code: 0 });
    expect(writes()).toHaveLength(3);
  });

  it("reads who takes conversations again when a saved plan is applied", async () => {
    const { run, json, simulator, writes } = await live(GUARDED);
    const now = (...claiming: readonly ("pc" | "none")[]) => {
      const members = ["8001", "8002"].map((agent, index) => ({ agent, claiming: claiming[index] ?? "none" }));
      simulator.editor().editGroup("1", { members });
    };
    now("pc", "pc");
    expect(await run("plan", "--group", "售前", "--out", "plan.json")).toMatchObject({ code: 0 });
    // The group is what it was; only, the one who would stay has gone home.
    now("pc", "none");
    const { code, document } = await json("apply", "--plan", "plan.json");
    expect([code, codesOf(document)]).toEqual([3, ["guard-tripped"]]);
    expect(writes()).toEqual([]);
    now("pc", "pc");
    expect(await json("apply", "--plan", "plan.json")).toMatchObject({ code: 0 });
    expect(writes()).toHaveLength(1);
  });

  it("that cannot be read lets nothing through", async () => {
    const { json, simulator, writes } = await live(GUARDED);
    simulator.setFaults(["queueQueueAgentClaimStatus:refuse"]);
    const { code, document } = await json("apply", "--auto-approve", "--group", "售后");
    expect([code, codesOf(document)]).toEqual([1, ["api-refused"]]);
    expect(writes()).toEqual([]);
  });
});
