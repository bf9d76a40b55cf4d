import { spawnSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Action, Plan } from "../../src/plan/plan.js";
import { flat } from "../support/cli.js";
import { groupsYaml, membersOf, type World, world } from "../support/simulated.js";

function git(folder: string, ...args: string[]): string {
  const settings = ["user.name=t", "user.email=t@example", "init.defaultBranch=main", "commit.gpgsign=false"];
  const { status, stdout, stderr } = spawnSync("git", [...settings.flatMap((one) => ["-c", one]), ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

function commit(folder: string, message: string): string {
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", message);
  return git(folder, "rev-parse", "HEAD");
}

type OnFinished = Parameters<typeof world>[3];
const MAIN = groupsYaml({ 售后: ["8000", "8009"], 投诉: ["8005", "8001"] });
const HEAD = groupsYaml({ 售后: ["8000", "8009", "8004"], 投诉: ["8005", "8001"] });
const LIVE = [
  { displayName: "售后", exten: "1", members: ["8000", "8009"] },
  {
    displayName: "投诉",
    exten: "2",
    members: ["8005", "8009"],
    updateTime: "2026-11-28 03:12:00",
    updateAgent: "8001",
  },
];

/** M1 of the findings: the console was edited last night, and a pull request adds one agent to another group. */
async function lastNight(onFinished: OnFinished): Promise<World & { readonly base: string }> {
  const all = await world(LIVE, MAIN, {}, onFinished);
  git(all.folder, "init", "-q");
  const base = commit(all.folder, "main");
  await all.write(HEAD);
  commit(all.folder, "8004 joins 售后");
  return { ...all, base };
}

/** `售后 +8004`, by origin. */
function told(actions: readonly Action[]): string[] {
  return actions
    .flatMap((action) => [
      ...action.added.map((one) => `${one.origin} ${action.displayName} +${one.agentNumber}`),
      ...(action.action === "create" ? [] : action.removed).map(
        (one) => `${one.origin} ${action.displayName} -${one.agentNumber}`,
      ),
    ])
    .sort();
}

function planOf(stdout: string): Plan {
  return JSON.parse(stdout) as Plan;
}

describe("--base", { timeout: 60_000 }, () => {
  it.concurrent("tells what the pull request does from what the console was changed to", async ({ onTestFinished }) => {
    const { run, base, folder } = await lastNight(onTestFinished);
    const { code, stdout, stderr } = await run(["plan", "--base", "main~1", "--format", "json"]);
    expect([code, stderr]).toEqual([0, ""]);
    const plan = planOf(stdout);
    expect(plan).toMatchObject({ base, commit: git(folder, "rev-parse", "HEAD") });
    expect(told(plan.actions)).toEqual(["change 售后 +8004", "drift 投诉 +8001", "drift 投诉 -8009"]);
    expect(plan.summary).toMatchObject({
      replaceMembers: 2,
      change: { create: 0, replaceMembers: 1, membersAdded: 1, membersRemoved: 0, alreadySo: 0 },
      drift: { create: 0, replaceMembers: 1, membersAdded: 1, membersRemoved: 1 },
    });
    expect(plan.actions.map((one) => [one.origin, one.action === "replaceMembers" && one.lastEdit])).toEqual([
      ["change", { at: expect.any(String) }],
      ["drift", { at: "2026-11-27T19:12:00.000Z", by: "8001", byName: "坐席1" }],
    ]);
    expect(plan.guards[0]).toMatchObject({ guard: "maxRemovals", actual: 1, change: 0, drift: 1 });
    const without = planOf((await run(["plan", "--format", "json"])).stdout);
    expect(without).toMatchObject({ hash: plan.hash });
    expect(Object.keys(without)).not.toEqual(expect.arrayContaining(["base"]));
    expect(JSON.stringify(without)).not.toContain("origin");
  });

  it.concurrent("a commit whose files are not here, as in a partial clone, is no commit with errors", async ({
    onTestFinished,
  }) => {
    const { run, base, folder } = await lastNight(onTestFinished);
    const blob = git(folder, "rev-parse", `${base}:groups.yaml`);
    await rm(join(folder, ".git/objects", blob.slice(0, 2), blob.slice(2)));
    const { code, stderr } = await run(["plan", "--base", base]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("git-unusable")]);
  });

  it.concurrent("--only change writes the change, and the plan after it is drift alone", async ({ onTestFinished }) => {
    const { run, simulator } = await lastNight(onTestFinished);
    const only = ["--base", "main~1", "--only", "change"];
    const shown = planOf((await run(["plan", ...only, "--format", "json"])).stdout);
    expect(shown).toMatchObject({ only: "change", summary: { membersAdded: 1, membersRemoved: 0 } });
    expect([told(shown.actions), told(shown.left ?? [])]).toEqual([
      ["change 售后 +8004"],
      ["drift 投诉 +8001", "drift 投诉 -8009"],
    ]);
    const dry = await run(["apply", "--dry-run", ...only]);
    expect(flat(dry.stdout)).not.toContain("8001");
    const applied = await run(["apply", "--auto-approve", ...only, "--format", "json"]);
    expect([applied.code, JSON.parse(applied.stdout).summary.applied]).toEqual([0, 1]);
    expect(membersOf(simulator)).toEqual({ 售后: ["8000", "8004", "8009"], 投诉: ["8005", "8009"] });

    const after = planOf((await run(["plan", "--base", "main~1", "--format", "json"])).stdout);
    expect(told(after.actions)).toEqual(["drift 投诉 +8001", "drift 投诉 -8009"]);
    expect(after.summary.change).toMatchObject({ replaceMembers: 0, alreadySo: 1 });
    expect(shown.left?.map((one) => [one.id, one.after])).toEqual(after.actions.map((one) => [one.id, one.after]));
    const again = await run(["plan", ...only, "--detailed-exitcode"]);
    expect(again.code).toBe(0);
  });

  it.concurrent("a saved plan keeps that it is limited to the change", async ({ onTestFinished }) => {
    const { run, simulator } = await lastNight(onTestFinished);
    await run(["plan", "--base", "main~1", "--only", "change", "--out", "plan.json"]);
    for (const flags of [
      ["--base", "main"],
      ["--only", "change"],
    ]) {
      const clash = await run(["apply", "--plan", "plan.json", ...flags]);
      expect([clash.code, clash.stderr]).toEqual([1, expect.stringContaining("flags-clash")]);
    }
    const { code, stderr } = await run(["apply", "--plan", "plan.json"]);
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    expect(membersOf(simulator)["投诉"]).toEqual(["8005", "8009"]);
  });

  it.concurrent("names a group whose entry was deleted, and never says that nothing is different", async ({
    onTestFinished,
  }) => {
    const { run, write } = await lastNight(onTestFinished);
    await write(groupsYaml({ 售后: ["8000", "8009"] }));
    const plan = planOf((await run(["plan", "--base", "HEAD", "--format", "json"])).stdout);
    expect(plan.noLongerManaged).toEqual([{ displayName: "投诉", exten: "2", members: 2 }]);
    expect(plan.actions).toEqual([]);
    await write("version: 1\ngroups: []\n");
    const none = await run(["plan"]);
    expect([none.code, flat(none.stdout + none.stderr)]).toEqual([
      0,
      expect.stringMatching(/The files name no group, and 2 groups are live.*muster pull/),
    ]);
  });

  it.concurrent("goes on without origins where the base's files have errors; --only change does not", async ({
    onTestFinished,
  }) => {
    const { run, write, folder, simulator } = await lastNight(onTestFinished);
    await write(MAIN.replace("members", "membres"));
    commit(folder, "broken");
    await write(HEAD);
    const { code, stdout } = await run(["plan", "--base", "HEAD", "--format", "json"]);
    const plan = planOf(stdout);
    expect([code, plan.base, plan.summary.membersAdded]).toEqual([0, undefined, 2]);
    expect(plan.diagnostics).toMatchObject([
      {
        severity: "warning",
        code: "base-unusable",
        args: { ref: "HEAD", account: "default", reason: "errors", errors: 1, first: "groups.yaml:4 unknown-field" },
      },
    ]);
    const before = simulator.requests.length;
    const only = await run(["apply", "--auto-approve", "--base", "HEAD", "--only", "change"]);
    expect([only.code, only.stderr]).toEqual([1, expect.stringContaining("error[base-unusable]")]);
    expect(simulator.requests.length).toBe(before);
  });

  it.concurrent("--only needs --base, and --base a commit that is here", async ({ onTestFinished }) => {
    const { run, simulator } = await lastNight(onTestFinished);
    const { code, stderr } = await run(["apply", "--auto-approve", "--only", "change"]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("--only change needs --base")]);
    const unknown = await run(["plan", "--base", "v9"]);
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining("error[unknown-ref]")]);
    expect(simulator.requests).toEqual([]);
  });
});
