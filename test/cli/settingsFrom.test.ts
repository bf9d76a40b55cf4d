import { spawnSync } from "node:child_process";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findProject, hostIn } from "../../src/engine/project.js";
import { loadConfig } from "../../src/engine/workspace.js";
import { flat } from "../support/cli.js";
import { groupsYaml, type World, world } from "../support/simulated.js";
import { commandHost } from "./commandHost.js";

const ACCOUNT_LINES =
  "    host: ${MUSTER_HOST}\n    accountId: ${MUSTER_ACCOUNT_ID}\n    apiSecret: ${MUSTER_API_SECRET}\n    groups: [groups.yaml]\n";
const BASE = `version: 1\naccounts:\n  prod:\n${ACCOUNT_LINES}unmanaged: { ignore: ["测试*"] }\n`;
const HEAD = `version: 1
accounts:
  prod:
    host: https://evil.example
    accountId: \${MUSTER_API_SECRET}
    apiSecret: \${OTHER}
    groups: [groups.yaml, more]
    limits: { queueQueue: 1000/1s }
  other: { host: "https://evil.example", accountId: N1, apiSecret: "\${OTHER}" }
guards: { maxRemovals: 100%, maxEmptied: 999 }
unmanaged: { ignore: ["*"] }
`;

function git(folder: string, ...args: string[]): string {
  const identity = [
    "-c",
    "user.name=t",
    "-c",
    "user.email=t@example",
    "-c",
    "init.defaultBranch=main",
    "-c",
    "commit.gpgsign=false",
  ];
  const { status, stdout, stderr } = spawnSync("git", [...identity, ...args], { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** A repository with a base commit, and the head's files over it. */
async function repository(onFinished: Parameters<typeof world>[3], base = BASE): Promise<World> {
  const all = await world(
    [
      { displayName: "a", members: ["8000"] },
      { displayName: "测试一", members: ["8001"] },
      { displayName: "无主", members: ["8002"] },
    ],
    groupsYaml({ a: [] }),
    {},
    onFinished,
  );
  await writeFile(join(all.folder, "muster.yaml"), base);
  git(all.folder, "init", "-q");
  git(all.folder, "add", ".");
  git(all.folder, "commit", "-qm", "base");
  await mkdir(join(all.folder, "more"));
  await writeFile(join(all.folder, "more/b.yaml"), groupsYaml({ 新组: ["8000"] }));
  await writeFile(join(all.folder, "muster.yaml"), HEAD);
  return all;
}

describe("--settings-from", { timeout: 60_000 }, () => {
  it.concurrent("takes where calls go from the base, the files from the head, and says what waits for the merge", async ({
    onTestFinished,
  }) => {
    const { run, simulator, folder } = await repository(onTestFinished);
    const refused = await run(["plan"]);
    expect(refused.code).toBe(1);
    expect(simulator.requests).toEqual([]);

    const { code, stdout, stderr } = await run([
      ...["plan", "--settings-from", "main", "--format", "json", "--account", "prod"],
      ...["--report", "markdown=p.md", "--report", "html=p.html", "--report", "sarif=p.sarif"],
    ]);
    expect([code, stderr]).toEqual([0, ""]);
    const plan = JSON.parse(stdout);
    expect(plan.account).toMatchObject({ name: "prod", host: simulator.url });
    expect(plan.actions.map((one: { displayName: string }) => one.displayName)).toEqual(["新组", "a"]);
    expect(plan.unmanaged.map((one: { displayName: string }) => one.displayName)).toEqual(["无主"]);
    expect(plan.summary.ignored).toBe(1);
    expect(plan.guards.find((one: { guard: string }) => one.guard === "maxEmptied")).toMatchObject({
      limit: "999",
      tripped: false,
    });
    const said = plan.diagnostics.map(({ code, args }: { code: string; args: Record<string, string> }) => [
      code,
      args["guard"] ?? args["setting"] ?? args["operation"],
    ]);
    expect(said).toEqual([
      ["guard-changed", "maxRemovals"],
      ["guard-changed", "maxEmptied"],
      ["after-merge", "accounts.other.accountId"],
      ["after-merge", "accounts.other.apiSecret"],
      ["after-merge", "accounts.other.host"],
      ["after-merge", "accounts.prod.accountId"],
      ["after-merge", "accounts.prod.apiSecret"],
      ["after-merge", "accounts.prod.host"],
      ["after-merge", "accounts.prod.limits"],
      ["after-merge", "unmanaged"],
      ["limit-above-documented", "queueQueue"],
    ]);
    expect(plan.diagnostics[0]).toMatchObject({
      message: "This change sets the guard maxRemovals from 30% to 100%. It takes effect at once.",
      source: { file: "muster.yaml", line: 10 },
    });

    const text = flat((await run(["plan", "--settings-from", git(folder, "rev-parse", "HEAD")])).stdout);
    expect(text.indexOf("from 30% to 100%")).toBeLessThan(text.indexOf("新组"));
    expect(text).toContain("1 live group is not listed: unmanaged.ignore leaves it out.");
    expect(flat((await run(["validate", "--settings-from", "main"])).stdout)).toContain("takes effect after the merge");
  });

  it.concurrent("shows the waivers and levels that the head changes, old value beside new, and counts them at once", async ({
    onTestFinished,
  }) => {
    const waived = (...waivers: string[]) => `${BASE}waivers: [${waivers.join(", ")}]\n`;
    const OLD = "{ guard: maxRemovals, limit: 50%, until: 2999-12-31, reason: 合并 }";
    const NEW = "{ guard: maxRemovals, limit: 60%, until: 2999-12-31, reason: 合并 }";
    const ADDED = "{ guard: maxEmptied, limit: 1, until: 2999-12-31, reason: 停用 }";
    const { run, folder } = await repository(onTestFinished, waived(OLD));
    const levels = "findings: { waiver-long: off, unknown-agent: error }\n";
    await writeFile(join(folder, "muster.yaml"), waived(NEW, ADDED) + levels);
    const { code, stdout } = await run(["plan", "--settings-from", "main", "--format", "json", "--fail-on", "guard"]);
    const plan = JSON.parse(stdout);
    expect(code).toBe(0);
    const changed = plan.diagnostics.filter((one: { code: string }) => one.code.endsWith("-changed"));
    expect(plan.diagnostics.slice(0, 4)).toEqual(changed);
    expect(changed.map((one: { code: string }) => one.code)).toEqual([
      ...["waiver-changed", "waiver-changed", "level-changed", "level-changed"],
    ]);
    expect(changed.map((one: { message: string }) => one.message)).toEqual([
      "This change changes the waiver of maxRemovals: 50% until the end of 2999-12-31 (合并) → 60% until the end of 2999-12-31 (合并). It takes effect at once.",
      "This change adds a waiver of maxEmptied: 0 → 1 until the end of 2999-12-31 (停用). It takes effect at once.",
      "This change sets the level of unknown-agent from warning to error. It takes effect at once.",
      "This change sets the level of waiver-long from warning to off. It takes effect at once.",
    ]);
    expect(plan.guards.find((one: { guard: string }) => one.guard === "maxEmptied")).toMatchObject({
      ...{ limit: "1", setBy: "waiver", reason: "停用", until: "2999-12-31", tripped: false },
    });
    const text = flat((await run(["plan", "--settings-from", "main"])).stdout);
    expect(text.indexOf("adds a waiver of maxEmptied")).toBeLessThan(text.indexOf("nobody left"));
    expect(text.indexOf("the level of unknown-agent")).toBeLessThan(text.indexOf("nobody left"));
    // Without a base to compare with, they are in force.
    expect((await run(["plan"])).stdout).toContain("waiver-in-force");
  });

  it.concurrent("says what is wrong with the commit, and takes nothing for a flag", async ({ onTestFinished }) => {
    const { run, folder, simulator } = await repository(onTestFinished);
    const failing = async (ref: string, env = {}) => {
      const { code, stderr } = await run(["plan", `--settings-from=${ref}`], { env });
      expect(code).toBe(1);
      return flat(stderr);
    };
    expect(await failing("origin/nowhere")).toContain('This git repository has no commit "origin/nowhere".');
    for (const bad of ["--upload-pack=x", "a..b", "a:b", "", "$(id)", "a b"])
      expect(await failing(bad)).toMatch(/Expected a (branch|value)/);
    expect(await failing("main", { PATH: "/nowhere" })).toContain("git was not found");
    await rename(join(folder, ".git"), join(folder, "away"));
    expect(await failing("main", { GIT_CEILING_DIRECTORIES: folder })).toContain("not a git repository");
    expect(simulator.requests).toEqual([]);
  });

  it.concurrent("of a commit without muster.yaml takes the environment's account; an error of the base is its own", async ({
    onTestFinished,
  }) => {
    const { run, folder, simulator } = await repository(onTestFinished);
    git(folder, "rm", "-q", "--cached", "muster.yaml");
    git(folder, "commit", "-qm", "none");
    await rm(join(folder, "muster.yaml"));
    expect(
      JSON.parse((await run(["plan", "groups.yaml", "--settings-from", "main", "--format", "json"])).stdout).account,
    ).toMatchObject({ name: "default", host: simulator.url });

    await writeFile(join(folder, "muster.yaml"), BASE.replace("unmanaged", "unmanagd"));
    git(folder, "add", ".");
    git(folder, "commit", "-qm", "broken");
    await writeFile(join(folder, "muster.yaml"), BASE);
    const { code, stderr } = await run(["plan", "--settings-from", "main"]);
    expect(code).toBe(1);
    expect(stderr).toContain("main:muster.yaml:8:1: error[unknown-field]");
  });

  it("compares with the muster.yaml that the folder has in the base, not with none", async () => {
    const strict = `${BASE}guards: { maxRemovals: 1 }\n`;
    const { host, folder } = await commandHost({ "muster.yaml": strict, "sub/groups.yaml": groupsYaml({ a: [] }) });
    git(folder, "init", "-q");
    git(folder, "add", ".");
    git(folder, "commit", "-qm", "above");
    const sub = hostIn(host, join(folder, "sub"));
    const changes = async () => {
      const { findings, accounts } = await loadConfig({ host: (await findProject(sub)).host, settingsFrom: "main" });
      return [
        ...findings.flatMap((one) => (one.code === "guard-changed" ? [`${one.args.before} → ${one.args.limit}`] : [])),
        ...accounts.map(({ groups }) => groups.join()),
      ];
    };
    expect(await changes()).toEqual(["groups.yaml"]);
    // One nearer than the base's, and the base's away.
    await writeFile(join(folder, "sub/muster.yaml"), `${BASE}guards: { maxRemovals: 90% }\n`);
    expect(await changes()).toEqual(["1 → 90%", "groups.yaml"]);
    await rm(join(folder, "sub/muster.yaml"));
    await rm(join(folder, "muster.yaml"));
    expect(await changes()).toEqual(["1 → 30%", "../groups.yaml"]);
    // The base's is the nearer one.
    await writeFile(join(folder, "sub/muster.yaml"), strict);
    git(folder, "add", "-A");
    git(folder, "commit", "-qm", "below");
    await rm(join(folder, "sub/muster.yaml"));
    await writeFile(join(folder, "muster.yaml"), BASE);
    expect(await changes()).toEqual(["1 → 30%", "groups.yaml"]);
  });
});
