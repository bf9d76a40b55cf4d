import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { copyAgent, removeAgent } from "../../src/cli/commands/agent.js";
import { plan } from "../../src/cli/commands/plan.js";
import { type PullOptions, pull } from "../../src/cli/commands/pull.js";
import { validate } from "../../src/cli/commands/validate.js";
import { LEAVER, MESSY, NEWCOMER } from "../support/messyAccount.js";
import { ACCOUNT, SECRET, type World, world } from "../support/simulated.js";
import { bench, COMMON } from "../writeback/commands.js";

const PULL: PullOptions = { ...COMMON, pin: false, split: false, names: true, teams: true, dryRun: false };

async function messyWorld(): Promise<World> {
  const one = await world([], "", { seed: { accountId: ACCOUNT, apiSecret: SECRET, ...MESSY } });
  await rm(join(one.folder, "groups.yaml"));
  return one;
}

async function pulled(one: World, options: Partial<PullOptions> = {}) {
  const run = await bench(one);
  const code = await pull([], { ...PULL, ...options }, run.host);
  return { code, stdout: run.stdout(), stderr: run.stderr() };
}

async function textsOf({ folder }: World): Promise<Record<string, string>> {
  const names = await readdir(join(folder, "groups"));
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, "groups", name), "utf8")])),
  );
}

/** The plan's actions, in short, and its other findings. */
async function planned(one: World) {
  const run = await bench(one);
  await plan([], { ...COMMON, format: "json", detailedExitcode: false }, run.host);
  const { actions, manual, diagnostics } = JSON.parse(run.stdout()) as {
    actions: Record<"added" | "removed" | "reprioritized", { agentNumber: string }[]>[];
    manual: unknown[];
    diagnostics: { code: string }[];
  };
  const moves = actions.flatMap(({ added, removed, reprioritized }) => [
    ...added.map(({ agentNumber }) => `+${agentNumber}`),
    ...removed.map(({ agentNumber }) => `-${agentNumber}`),
    ...reprioritized.map(({ agentNumber }) => `±${agentNumber}`),
  ]);
  return { moves, manual, codes: new Set(diagnostics.map(({ code }) => code)) };
}

describe("the first hour with a messy account", () => {
  it("is pulled with names and teams; then one leaves 14 groups, and the next one comes", async () => {
    const one = await messyWorld();
    const first = await pulled(one);
    expect([first.code, first.stdout]).toEqual([
      0,
      "created groups/agents.yaml\ncreated groups/pulled.yaml\ncreated groups/teams.yaml\n",
    ]);
    expect(first.stderr).toContain("3 files, 63 new groups, 146 new names, 2 new teams.\n");
    expect(first.stderr).toContain("The files are not the whole account: see the warning above.\n");
    const before = await textsOf(one);
    expect(before["teams.yaml"]).toContain("\n  夜班:\n    - ");
    expect(before["pulled.yaml"]?.match(/team: /g)).toHaveLength(5);
    expect(before["agents.yaml"]).toContain('\n  张伟-8005: { number: "8005", name: 张伟 }\n');

    const checked = await bench(one);
    expect(await validate([], { ...COMMON, format: "json" }, checked.host)).toMatchObject({ exitCode: 0 });
    expect(await planned(one)).toMatchObject({ moves: [], manual: [] });
    const again = await pulled(one);
    expect([again.code, again.stdout]).toEqual([0, ""]);
    expect(again.stderr).toContain("Nothing to write.\nThe files are not the whole account");

    const leaving = await bench(one);
    expect(await removeAgent("孙娜", { ...COMMON, dryRun: false }, leaving.host)).toBe(0);
    expect(leaving.stdout().match(/^-(?!--).*$/gm)).toHaveLength(12);
    expect(leaving.stderr()).toContain(`Remove ${LEAVER} 孙娜 from 14 groups`);
    expect((await planned(one)).moves).toEqual(Array.from({ length: 14 }, () => `-${LEAVER}`));
    const coming = await bench(one);
    expect(await copyAgent("赵敏", NEWCOMER, { ...COMMON, dryRun: false }, coming.host)).toBe(0);
    const { moves } = await planned(one);
    expect(moves.filter((move) => move === `+${NEWCOMER}`).length).toBe(moves.length - 14);
    const after = await textsOf(one);
    expect(after["agents.yaml"]).toBe(before["agents.yaml"]);
    expect(after["pulled.yaml"]?.match(/team: /g)).toHaveLength(5);
  });

  it("is said in Chinese", async () => {
    const one = await messyWorld();
    const { code, stdout, stderr } = await pulled(one, { lang: "zh", dryRun: true, format: "text" });
    expect([code, stdout.startsWith("--- /dev/null\n+++ b/groups/agents.yaml\n")]).toEqual([0, true]);
    expect(stderr).toContain("共 3 个文件，新增 63 个技能组、146 个坐席名称、2 个团队。\n");
    expect(stderr).toContain("文件与线上账号并不完全一致，详见上文 1 条警告。\n");
  });
});
