import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { plan } from "../../src/cli/commands/plan.js";
import { type PullOptions, pull } from "../../src/cli/commands/pull.js";
import type { SeedGroup } from "../../src/simulator/account/seed.js";
import { flat } from "../support/cli.js";
import { ACCOUNT, groupsYaml, type World, world } from "../support/simulated.js";
import { bench, COMMON } from "../writeback/commands.js";

const OPTIONS: PullOptions = { ...COMMON, pin: false, split: false, dryRun: false };

const HOSTILE: SeedGroup[] = [
  "yes",
  "null",
  "0800",
  "- a",
  "a: b",
  "😀👨‍👩‍👧",
  "　全角　",
  `it's "quoted"`,
  "#",
  "售前",
  "售前",
].map((displayName, index) => ({ displayName, members: index % 2 ? [] : ["8000", { agent: "8001", priority: 5 }] }));

async function pulled(one: World, options: Partial<PullOptions> = {}, paths: readonly string[] = []) {
  const run = await bench(one);
  const code = await pull(paths, { ...OPTIONS, ...options }, run.host);
  return { code, stdout: run.stdout(), stderr: run.stderr() };
}

async function plannedCode(one: World): Promise<[code: number, text: string]> {
  const run = await bench(one);
  const { exitCode } = await plan([], { ...COMMON, detailedExitcode: true }, run.host);
  return [exitCode, run.stdout() + run.stderr()];
}

async function emptyWorld(groups: readonly SeedGroup[]): Promise<World> {
  const one = await world(groups, "");
  await rm(join(one.folder, "groups.yaml"));
  return one;
}

const text = (one: World, path = "groups.yaml") => readFile(join(one.folder, path), "utf8");

describe("muster pull", () => {
  it("writes an account with hostile names into one file; the plan is empty, and a second pull has nothing to do", async () => {
    const one = await emptyWorld(HOSTILE);
    expect(await pulled(one)).toMatchObject({ code: 0, stdout: "created groups/pulled.yaml\n" });
    expect(await plannedCode(one)).toEqual([0, expect.stringContaining("No changes.")]);
    const before = await text(one, "groups/pulled.yaml");
    expect(before.match(/exten:/g)).toHaveLength(2);
    expect(before).toContain('- "8000" # 坐席0');
    expect(await pulled(one)).toMatchObject({ code: 0, stdout: "", stderr: "The files match the live account.\n" });
    expect(await text(one, "groups/pulled.yaml")).toBe(before);
  });

  it("leaves alone the entry whose name several live groups have, says which they are, and pulls all others", async () => {
    const one = await world(
      [
        { exten: "1001", displayName: "售前", members: ["8000"] },
        { exten: "1002", displayName: "售前", members: ["8001"] },
        { exten: "1003", displayName: "售后", members: ["8002"] },
      ],
      groupsYaml({ 售前: ["8005"], 售后: ["8006"] }),
    );
    const before = await text(one);
    const { code, stderr } = await pulled(one);
    expect([code, stderr]).toEqual([1, expect.stringContaining("error[ambiguous-name]")]);
    expect(flat(stderr)).toMatch(/1001 and 1002/);
    expect(stderr).not.toMatch(/pull-not-live|match the live account/);
    const after = await text(one);
    expect(after).toBe(before.replace('"8006"', '"8002"'));
    // Other groups by name: nothing of it concerns them.
    expect(await pulled(one, { group: ["售后"] })).toMatchObject({ code: 0 });
  });

  it("writes a file a group with --split, and pins all with --pin; each begins with the schema that the repository has", async () => {
    const one = await emptyWorld(HOSTILE);
    await mkdir(join(one.folder, ".muster"));
    await writeFile(join(one.folder, ".muster/skill-groups.schema.json"), "{}");
    expect((await pulled(one, { split: true, pin: true, format: "json" })).code).toBe(0);
    const files = await readdir(join(one.folder, "groups"));
    expect(files).toHaveLength(HOSTILE.length);
    for (const file of files) expect(await text(one, `groups/${file}`)).toContain("exten:");
    expect((await plannedCode(one))[0]).toBe(0);
    const [name = ""] = await readdir(join(one.folder, "groups"));
    expect(await text(one, `groups/${name}`)).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/\.muster\/skill-groups\.schema\.json\nversion: 1\n/,
    );
  });

  it("edits files in place: comments, names and teams stay, new groups go to a file of their own", async () => {
    const yaml = `# ours
version: 1
agents: { zhang: "8000" } # who
teams:
  night: [ zhang, { agent: "8001", priority: 2 } ]
groups:
  - displayName: a # the front door
    memory: off
    members:
      - { team: night } # the crew
      - "8003" # until June
      # the rest
      - "8004"
  - displayName: gone
`;
    const one = await world(
      [
        { displayName: "a", memory: "1d", members: ["8000", { agent: "8001", priority: 2 }, "8005", "8004"] },
        { displayName: "new", members: ["8000"] },
      ],
      yaml,
    );
    const dry = await pulled(one, { dryRun: true });
    expect(dry.stdout).toContain('-      - "8003" # until June\n');
    expect(dry.stdout).toContain("+++ b/groups/pulled.yaml");
    expect(await text(one)).toBe(yaml);

    const { code, stdout, stderr } = await pulled(one);
    expect([code, stdout]).toEqual([0, "updated groups.yaml\ncreated groups/pulled.yaml\n"]);
    expect(stderr).toContain('"gone" is in the files but not live');
    expect(await text(one)).toBe(
      yaml
        .replace("memory: off", "memory: 1d")
        .replace('      - "8003" # until June\n', "")
        .replace('      - "8004"\n', '      - "8004"\n      - "8005" # 坐席5\n'),
    );
    await one.write((await text(one)).replace("  - displayName: gone\n", ""));
    expect((await plannedCode(one))[0]).toBe(0);
  });

  it("appends to a file that is named, keeps to --group, and speaks Chinese", async () => {
    const one = await world([{ displayName: "a" }, { displayName: "b" }, { displayName: "c" }], "version: 1\n");
    expect((await pulled(one, { group: ["b"], lang: "zh" }, ["groups.yaml"])).stdout).toBe("已更新 groups.yaml\n");
    expect(await text(one)).not.toContain("displayName: a");
    expect((await pulled(one, { out: "groups.yaml" })).code).toBe(0);
    expect((await text(one)).match(/displayName/g)).toHaveLength(3);
    expect((await plannedCode(one))[0]).toBe(0);
    expect(await pulled(one, { group: ["bb"] })).toMatchObject({ code: 1, stderr: expect.stringContaining('"bb"') });
  });

  it("writes nothing where it is not certain which group is meant", async () => {
    const yaml = "version: 1\ngroups:\n  - displayName: a\n    members: []\n";
    const one = await world([{ displayName: "a" }, { displayName: "a" }], yaml);
    expect(await pulled(one)).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("10018578") });
    expect(await text(one)).toBe(yaml);
    await one.write("version: [");
    expect((await pulled(one)).code).toBe(1);
    expect((await pulled(one, { split: true, out: "x.yaml" })).stderr).toContain("--split");
    expect(await pulled(one, {}, ["*.yml"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("path-missing"),
    });
  });

  it("never replaces a file that it has not read", async () => {
    const one = await world([{ displayName: "a" }, { displayName: "b" }], "version: 1\n");
    expect((await pulled(one, { split: true, group: ["a"] })).code).toBe(0);
    const before = await text(one, "groups/a.yaml");
    const again = await pulled(one, { split: true }, ["groups.yaml"]);
    expect(again).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("groups/a.yaml") });
    expect(await text(one, "groups/a.yaml")).toBe(before);
    expect((await pulled(one, { split: true })).stdout).toBe("created groups/b.yaml\n");
  });

  it("writes all files or none, and none that somebody else has edited in the meantime", async () => {
    const groups = ["a", "b"].map((displayName) => ({ displayName, members: ["8000"] }));
    const one = await world([...groups, { displayName: "c" }], groupsYaml({ a: [], b: [] }).trimEnd());
    const before = await text(one);
    const run = await bench(one);
    const { files } = run.host;
    const write: typeof files.write = async (path, ...more) => {
      if (path.endsWith("pulled.yaml")) throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
      return files.write(path, ...more);
    };
    expect(await pull([], OPTIONS, { ...run.host, files: { ...files, write } })).toBe(1);
    expect(run.stderr()).toContain("error[cannot-write]: groups/pulled.yaml");
    expect(await text(one)).toBe(before);
    await mkdir(join(one.folder, "new"));
    const late: typeof files.write = async (path, ...more) => {
      if (path.endsWith("groups.yaml")) throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
      return files.write(path, ...more);
    };
    expect(await pull([], { ...OPTIONS, out: "a.yaml" }, { ...run.host, files: { ...files, write: late } })).toBe(1);
    expect(await readdir(one.folder)).not.toContain("a.yaml");

    const http: typeof run.host.http = async () => {
      const fetch = await run.host.http();
      return async (...call) => {
        await one.write(`${before}# mine\n`);
        return fetch(...call);
      };
    };
    expect(await pull([], OPTIONS, { ...run.host, http })).toBe(1);
    expect(run.stderr()).toContain("error[file-changed]: Somebody else has edited groups.yaml since muster read it.");
    expect(await text(one)).toBe(`${before}# mine\n`);
    expect(await readdir(join(one.folder, "groups")).catch(() => [])).toEqual([]);

    await one.write(before);
    expect((await pulled(one, { group: ["a"] })).code).toBe(0);
    expect(await text(one)).toBe(before.replace("[]", '["8000"]'));
  });

  it("says which groups of other accounts change with files that they read, too", async () => {
    const one = await world([{ displayName: "p", members: ["8000"] }], "version: 1\n");
    const account = (name: string) =>
      `  ${name}: { host: "${one.simulator.url}", accountId: ${ACCOUNT}, apiSecret: "\${MUSTER_API_SECRET}", groups: [${name}.yaml, team.yaml] }\n`;
    const team = "version: 1\nteams: { t: ['8000', '8001'] }\n";
    const files = {
      "muster.yaml": `version: 1\naccounts:\n${account("prod")}${account("test")}`,
      "prod.yaml": "version: 1\ngroups: [{ displayName: p, members: [{ team: t }] }]\n",
      "test.yaml": "version: 1\ngroups: [{ displayName: q, members: [{ team: t }] }]\n",
      "team.yaml": team,
    };
    for (const [path, written] of Object.entries(files)) await writeFile(join(one.folder, path), written);
    const { code, stdout, stderr } = await pulled(one, { account: "prod", config: "muster.yaml" });
    expect([code, stdout]).toEqual([0, "updated team.yaml\n"]);
    expect(flat(stderr)).toContain('warning[changes-account]: Account "test" reads team.yaml, too: "q"');
  });

  it("writes an agent once whom the live list holds with two priorities, and says which", async () => {
    const twice = [9, 2].map((priority) => ({ agentNumber: "8001", priority: String(priority) }));
    const raw = { assignMembers: [{ agentNumber: "8000", priority: "0" }, ...twice] };
    const one = await emptyWorld([{ displayName: "售前", exten: "7", members: [], raw }]);
    const first = await pulled(one);
    expect(first.code).toBe(0);
    expect(flat(first.stderr)).toContain("with the priorities 2 and 9. 2 was written");
    const file = "groups/pulled.yaml";
    expect((await text(one, file)).match(/8001/g)).toHaveLength(1);
    expect(await text(one, file)).toContain('{ agent: "8001", priority: 2 }');
    const [code, shown] = await plannedCode(one);
    expect([code, shown]).toEqual([2, expect.stringContaining("8001")]);

    await writeFile(join(one.folder, file), (await text(one, file)).replace("priority: 2", "priority: 9"));
    const before = await text(one, file);
    expect(flat((await pulled(one)).stderr)).toContain("9 was written");
    expect(await text(one, file)).toBe(before);
  });
});
