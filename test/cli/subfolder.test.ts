import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { removeAgent } from "../../src/cli/commands/agent.js";
import { apply } from "../../src/cli/commands/apply.js";
import { fmt } from "../../src/cli/commands/fmt.js";
import { plan } from "../../src/cli/commands/plan.js";
import { pull } from "../../src/cli/commands/pull.js";
import { validate } from "../../src/cli/commands/validate.js";
import { nodeFilesIn } from "../../src/cli/node/nodeFiles.js";
import { groupsYaml, world } from "../support/simulated.js";
import { type Bench, bench, COMMON } from "../writeback/commands.js";

const MUSTER =
  "version: 1\naccounts:\n  prod:\n    host: ${MUSTER_HOST}\n    accountId: ${MUSTER_ACCOUNT_ID}\n    apiSecret: ${MUSTER_API_SECRET}\n    groups: [groups]\nguards: { maxRemovals: 1 }\n";
const NOTE = "Using ../../muster.yaml; files are named from its folder.\n";
const PLAN = { ...COMMON, detailedExitcode: false };
const APPLY = { ...COMMON, autoApprove: true, dryRun: false, lockTimeout: 0, allAccounts: false };
const PULL = { ...COMMON, pin: false, split: false, dryRun: false };

/** A repository of three groups that are all live, and more groups that no file has; runs start in `groups/售前`. */
async function repository() {
  const one = await world(
    [
      { displayName: "北京", members: ["8000", "8001", "8002"] },
      { displayName: "夜班", members: ["8003"] },
      { displayName: "无主", members: ["8004"] },
    ],
    "",
  );
  const files = {
    ".git/HEAD": "",
    "muster.yaml": MUSTER,
    "groups/agents.yaml": 'version: 1\nagents: { li.na: "8000" }\n',
    "groups/售前/北京.yaml": groupsYaml({ 北京: ["li.na"] }),
    "groups/夜班.yaml": groupsYaml({ 夜班: ["li.na"] }),
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(one.folder, path)), { recursive: true });
    await writeFile(join(one.folder, path), text);
  }
  return {
    ...one,
    read: (path: string) => readFile(join(one.folder, path), "utf8"),
    at: async (inside = "groups/售前"): Promise<Bench> => {
      const { host, ...streams } = await bench(one);
      const folder = join(one.folder, inside);
      return { ...streams, host: { ...host, folder, files: nodeFilesIn(folder) } };
    },
  };
}

describe("in a folder below muster.yaml", () => {
  it("its guards hold, and plans are the same wherever they are made", async () => {
    const { at, folder, simulator } = await repository();
    const plans: unknown[] = [];
    for (const [inside, paths] of [
      [".", ["groups/售前"]],
      ["groups", ["售前/*.yaml"]],
      ["groups/售前", ["."]],
    ] as const) {
      const run = await at(inside);
      const { exitCode } = await plan(paths, { ...PLAN, format: "json", out: "plan.json" }, run.host);
      const { createdAt, ...document } = JSON.parse(run.stdout());
      expect([exitCode, run.stderr().split("\n").length]).toEqual([0, inside === "." ? 1 : 2]);
      plans.push(document);
      // What is written stays in the folder that one is in.
      expect(JSON.parse(await readFile(join(folder, inside, "plan.json"), "utf8"))).toMatchObject(document);
    }
    expect(plans[0]).toMatchObject({
      actions: [{ displayName: "北京", source: { file: "groups/售前/北京.yaml" } }],
      guards: [{ guard: "maxRemovals", limit: "1", actual: 2, tripped: true }, {}, {}],
      unmanaged: [],
    });
    expect(plans.slice(1)).toEqual([plans[0], plans[0]]);

    const stopped = await at();
    expect((await apply(["."], APPLY, stopped.host)).exitCode).toBe(3);
    expect(stopped.stderr().startsWith(NOTE)).toBe(true);
    const saved = await at();
    expect((await apply([], { ...APPLY, plan: "plan.json" }, saved.host)).exitCode).toBe(3);
    expect(simulator.state().groups.find(({ displayName }) => displayName === "北京")?.members).toHaveLength(3);
  });

  it("says so once, not with --quiet, and not in a document", async () => {
    const { at } = await repository();
    const [loud, quiet, json] = [await at(), await at(), await at()];
    await validate([], COMMON, loud.host);
    await validate([], { ...COMMON, quiet: true }, quiet.host);
    await validate([], { ...COMMON, format: "json" }, json.host);
    expect(loud.stderr()).toBe(NOTE);
    expect(quiet.stderr()).toBe("");
    expect(JSON.parse(json.stdout())).toMatchObject({ valid: true });
  });

  it("names files from its folder, and annotations from the workspace", async () => {
    const { at, folder } = await repository();
    await writeFile(join(folder, "groups/售前/北京.yaml"), groupsYaml({ 北京: ["nobody"] }));
    const text = await at();
    await validate(["北京.yaml"], { ...COMMON, report: [{ format: "sarif", path: "s.sarif" }] }, text.host);
    expect(text.stdout()).toContain("groups/售前/北京.yaml:4:15");
    const sarif = JSON.parse(await readFile(join(folder, "groups/售前/s.sarif"), "utf8"));
    expect(decodeURI(sarif.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri)).toBe(
      "groups/售前/北京.yaml",
    );
    const github = await at();
    const env = { ...github.host.env, GITHUB_WORKSPACE: dirname(folder) };
    await validate(["北京.yaml"], { ...COMMON, format: "github" }, { ...github.host, env });
    expect(github.stdout()).toMatch(/::error file=muster-test-\w+\/groups\/售前\/北京.yaml,line=4/);
  });

  it("fmt and pull touch the files of the paths and nothing else", async () => {
    const { at, read, folder } = await repository();
    const [before, agents] = [await read("groups/夜班.yaml"), await read("groups/agents.yaml")];
    const pulled = await at();
    expect(await pull(["北京.yaml"], PULL, pulled.host)).toBe(0);
    expect(await read("groups/售前/北京.yaml")).toContain('["li.na", "8001", "8002"]');
    expect([await read("groups/夜班.yaml"), await read("groups/agents.yaml")]).toEqual([before, agents]);
    expect(pulled.stdout()).toBe("updated groups/售前/北京.yaml\n");
    expect(pulled.stderr()).toContain("1 live group is in no file and not written");

    await writeFile(join(folder, "groups/夜班.yaml"), "groups: []\nversion: 1\n");
    await writeFile(join(folder, "groups/售前/北京.yaml"), "groups: []\nversion: 1\n");
    const formatted = await at();
    expect(await fmt(["*.yaml"], { ...COMMON, check: false }, formatted.host)).toBe(0);
    expect(await read("groups/售前/北京.yaml")).toBe("version: 1\ngroups: []\n");
    expect(await read("groups/夜班.yaml")).toBe("groups: []\nversion: 1\n");
    const foreign = await at();
    expect(await fmt(["../../muster.yaml", "../nosuch.yaml"], { ...COMMON, check: false }, foreign.host)).toBe(1);
    expect(foreign.stderr()).toContain('"groups/nosuch.yaml" does not exist');
  });

  it("pull writes groups of no file where a path has room for them", async () => {
    const { at, read } = await repository();
    const named = await at();
    expect(await pull(["neu.yaml"], PULL, named.host)).toBe(0);
    expect(await read("groups/售前/neu.yaml")).toContain("无主");
    expect(named.stdout()).toBe("created groups/售前/neu.yaml\n");
    expect(await read("groups/夜班.yaml")).toContain('"li.na"');
    const whole = await at("groups");
    expect(await pull(["."], { ...PULL, dryRun: true }, whole.host)).toBe(0);
    expect(whole.stdout()).toContain("groups/夜班.yaml");
  });

  it("agent prints a command that works there", async () => {
    const { at } = await repository();
    const run = await at();
    expect(await removeAgent("li.na", { ...COMMON, dryRun: false }, run.host)).toBe(0);
    expect(run.stderr()).toContain("-- ../夜班.yaml 北京.yaml");
    expect(run.stdout()).toContain("--- a/groups/夜班.yaml");
  });
});
