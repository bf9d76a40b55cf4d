import { spawnSync } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { flat } from "../support/cli.js";
import { freePort, missing } from "../support/programs.js";
import { redisServer } from "../support/redisServer.js";
import { groupsYaml, world } from "../support/simulated.js";
import { spellingsOf } from "../support/spellings.js";

const absent = missing("redis-server");
const PASSWORD = "Pw-s3cr3t/@:#%25Qz";
const address = (port: number, password = PASSWORD) =>
  `redis://${encodeURIComponent("app")}:${encodeURIComponent(password)}@127.0.0.1:${port}/0`;

const FILES = ["json", "markdown", "html", "junit", "sarif", "gitlab-plan"];
const REPORTS = FILES.flatMap((format) => ["--report", `${format}=out.${format}`]);

describe("the address of a store, in all that a run writes", { timeout: 60_000 }, () => {
  it("is not there, where the store is away, at any verbosity", async () => {
    const { run, folder } = await world([], groupsYaml({ 售前: ["8000"] }));
    const MUSTER_STORE = address(await freePort());
    const runs = [
      await run(["plan", "--verbose", "--debug", "--out", "out.plan", ...REPORTS], { env: { MUSTER_STORE } }),
      await run(["apply", "--auto-approve", "--format", "json", "--debug"], { env: { MUSTER_STORE } }),
      await run(["check", "--verbose"], { env: { MUSTER_STORE } }),
    ];
    expect(runs.map(({ code }) => code)).toEqual([0, 1, 1]);
    const files = (await readdir(folder)).filter((name) => name.startsWith("out."));
    expect(files).toHaveLength(FILES.length + 1);
    const written = await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")));
    const said = [...runs.flatMap(({ stdout, stderr }) => [stdout, stderr]), ...written].join("\n");
    expect(said).toContain("127.0.0.1");
    for (const [, spelled] of [...spellingsOf(PASSWORD), ...spellingsOf(MUSTER_STORE)])
      expect(said).not.toContain(spelled);
  });

  it.each([
    ["plan", "warning", 0],
    ["status", "warning", 0],
    ["apply", "error", 1],
    ["validate", undefined, 0],
  ] as const)("that is asked for and not there: %s", async (command, severity, code) => {
    const { run, folder, simulator } = await world(
      [{ displayName: "售前", members: ["8000"] }],
      groupsYaml({ 售前: ["8000"] }),
    );
    await writeFile(join(folder, "muster.yaml"), "version: 1\nstore: ${MUSTER_CACHE}\n");
    const args = command === "apply" ? [command, "--auto-approve"] : [command];
    const result = await run(args, { env: { MUSTER_CACHE: "" } });
    expect([result.stderr, result.code]).toEqual([expect.anything(), code]);
    if (severity === undefined) expect(result.stderr).not.toContain("MUSTER_CACHE");
    else expect(flat(result.stderr)).toContain(`${severity}[store-unset]`);
    if (command === "apply") expect(simulator.requests).toEqual([]);
  });
});

describe("where a plan records its creations", { timeout: 60_000 }, () => {
  const YAML = groupsYaml({ 售前: ["8000"] });

  it("is said of creations only: this machine, or nothing", async () => {
    const { run, write } = await world([{ displayName: "旧组", members: [] }], YAML);
    const plan = await run(["plan", "--report", "json=plan.json"]);
    expect(flat(plan.stdout)).toContain("Creations are recorded on this machine only");
    const without = await run(["plan", "--format", "json"], { env: { MUSTER_STATE_DIR: "/dev/null/x" } });
    expect(JSON.parse(without.stdout)).toMatchObject({ records: "none" });
    const markdown = await run(["plan", "--format", "markdown", "--lang", "zh"]);
    expect(markdown.stdout).toContain("新建操作只记录在本机");
    await write(groupsYaml({ 旧组: ["8000"] }));
    const change = await run(["plan", "--format", "json"]);
    expect(JSON.parse(change.stdout)).not.toHaveProperty("records");
  });

  it.skipIf(absent !== "")(`is the store${absent}, which --verbose names, and the hash is the same`, async () => {
    const { port } = await redisServer({ password: PASSWORD });
    const { run } = await world([], YAML);
    const env = { MUSTER_STORE: address(port).replace("app", "default") };
    const plan = await run(["plan", "--verbose", "--format", "json"], { env });
    expect(plan.stderr).toMatch(
      new RegExp(
        `\\[default\\] store 127\\.0\\.0\\.1:${port}/0: its clock is \\d+ ms (?:ahead of|behind) this machine's`,
      ),
    );
    expect(plan.stderr.match(/\] store /g)).toHaveLength(1);
    const document = JSON.parse(plan.stdout);
    expect(document).toMatchObject({ records: "store" });
    const here = await run(["plan", "--format", "json"]);
    expect(JSON.parse(here.stdout).hash).toBe(document.hash);
    expect((await run(["plan"], { env })).stderr).not.toContain(`:${port}`);
  });
});

describe("the store of a pull request", { timeout: 60_000 }, () => {
  it("is the base's; a change of it takes effect after the merge", async () => {
    const { run, folder } = await world([], groupsYaml({ 售前: ["8000"] }));
    const git = (...args: string[]) =>
      spawnSync("git", ["-c", "user.name=t", "-c", "user.email=t@example", "-c", "commit.gpgsign=false", ...args], {
        cwd: folder,
      });
    const path = join(folder, "muster.yaml");
    await writeFile(path, "version: 1\nstore: ${MUSTER_BASE}\n");
    git("init", "-q");
    git("add", ".");
    git("commit", "-qm", "base");
    await writeFile(path, "version: 1\nstore: ${MUSTER_HEAD}\n");
    const { code, stderr } = await run(["plan", "--settings-from", "HEAD"]);
    expect(code).toBe(0);
    expect(stderr).toContain("MUSTER_BASE");
    expect(stderr).not.toContain("MUSTER_HEAD with");
    const { stdout } = await run(["plan", "--settings-from", "HEAD", "--format", "json"]);
    expect(JSON.parse(stdout).diagnostics).toContainEqual(
      expect.objectContaining({ code: "after-merge", args: { setting: "store", change: "changed", ref: "HEAD" } }),
    );
  });
});
