import { spawn } from "node:child_process";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { starterFiles } from "../../src/cli/starter/starterFiles.js";
import { QUICK_LIMITS, ROOT } from "../support/cli.js";
import { ACCOUNT, groupsYaml, membersOf, SECRET, type World, world } from "../support/simulated.js";

const file = parse(starterFiles(["gitlab"]).find(({ path }) => path === ".gitlab/muster.gitlab-ci.yml")?.text ?? "");
const scriptOf = (name: string): readonly string[] => file[name].script ?? file[file[name].extends].script;
const COMMIT = "b".repeat(40);
const LIVE = [{ exten: "2", displayName: "售前", members: ["8000"] }];

/** Runs a job's script as GitLab's runner does: in bash, until the first line that fails. `npx` finds the built muster. */
async function job(name: string, { folder, simulator }: World, tip = COMMIT): Promise<number | null> {
  const bin = join(folder, ".bin");
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, "npx"), `#!/bin/sh\nshift 2\nexec "${process.execPath}" "${ROOT}/dist/muster.js" "$@"\n`);
  await writeFile(
    join(bin, "git"),
    `#!/bin/sh\ntest "$*" = "ls-remote origin refs/heads/main" && echo "${tip}\trefs/heads/main"\n`,
  );
  for (const program of ["npx", "git"]) await chmod(join(bin, program), 0o755);
  // What earlier jobs hand on as variables.
  const handedOn = (await read(folder, "plan.env").catch(() => "")).split("\n").filter(Boolean);
  const child = spawn("bash", ["-eo", "pipefail", "-c", scriptOf(name).join("\n")], {
    cwd: folder,
    env: {
      PATH: `${bin}:${process.env["PATH"]}`,
      GITLAB_CI: "true",
      CI_COMMIT_SHA: COMMIT,
      CI_COMMIT_BRANCH: "main",
      ...Object.fromEntries(handedOn.map((line) => line.split("=", 2))),
      MUSTER_HOST: simulator.url,
      MUSTER_ACCOUNT_ID: ACCOUNT,
      MUSTER_API_SECRET: SECRET,
      MUSTER_LIMITS: QUICK_LIMITS,
      MUSTER_SETTLE: "3s",
      MUSTER_STATE_DIR: join(folder, ".state"),
    },
    stdio: "ignore",
  });
  return new Promise((resolve) => child.on("close", resolve));
}

const read = (folder: string, name: string) => readFile(join(folder, name), "utf8");

describe("the jobs of the GitLab pipeline", () => {
  it("plan, hand the plan on, apply it, and see no drift afterwards", async () => {
    const here = await world(LIVE, groupsYaml({ 售前: ["8000", "8001"] }));
    expect(await job("muster-drift", here)).toBe(2);
    expect(await job("muster-plan", here)).toBe(0);
    expect(JSON.parse(await read(here.folder, "gitlab-plan.json"))).toEqual({ create: 0, update: 1, delete: 0 });
    expect(await read(here.folder, "plan.md")).toContain("售前");
    expect(await read(here.folder, "plan.html")).toMatch(/^<!doctype html>/i);
    expect(JSON.parse(await read(here.folder, "gitlab-codequality.json"))).toEqual(expect.any(Array));
    expect(await read(here.folder, "junit.xml")).toContain("<testsuite");
    expect(await job("muster-plan-main", here)).toBe(0);
    expect(await job("muster-apply", here)).toBe(0);
    expect(membersOf(here.simulator)).toEqual({ 售前: ["8000", "8001"] });
    expect(await read(here.folder, "result.md")).toContain("售前");
    // Started a second time, it does nothing twice.
    expect(await job("muster-apply", here)).toBe(0);
    expect(await job("muster-drift", here)).toBe(0);
  });

  it("apply no commit that main has left behind, and no plan but the one with the hash", async () => {
    const here = await world(LIVE, groupsYaml({ 售前: ["8000", "8001"] }));
    expect(await job("muster-plan-main", here)).toBe(0);
    expect(await job("muster-apply", here, "c".repeat(40))).toBe(3);
    await writeFile(join(here.folder, "plan.env"), `MUSTER_PLAN_HASH=sha256:${"0".repeat(64)}\n`);
    expect(await job("muster-apply", here)).toBe(3);
    expect(membersOf(here.simulator)).toEqual({ 售前: ["8000"] });
  });

  it("hand on the plans of several accounts, which have no one hash", async () => {
    const here = await world(LIVE, groupsYaml({ 售前: ["8000", "8001"] }));
    const other = await world(LIVE, "");
    const [accountId, apiSecret] = ["${MUSTER_ACCOUNT_ID}", "${MUSTER_API_SECRET}"];
    const account = (host: string) => ({ host, accountId, apiSecret, groups: ["groups.yaml"] });
    const accounts = { a: account(here.simulator.url), b: account(other.simulator.url) };
    await writeFile(join(here.folder, "muster.yaml"), JSON.stringify({ version: 1, accounts }));
    expect(await job("muster-plan-main", here)).toBe(0);
    expect(await read(here.folder, "plan.env")).toBe("MUSTER_PLAN_HASH=none\n");
    expect(await job("muster-apply", here)).toBe(0);
    for (const { simulator } of [here, other]) expect(membersOf(simulator)).toEqual({ 售前: ["8000", "8001"] });
  });

  it("apply nothing where the account has moved away, and say why", async () => {
    const here = await world(LIVE, groupsYaml({ 售前: ["8000", "8001"] }));
    expect(await job("muster-plan-main", here)).toBe(0);
    here.simulator.editor().editGroup("2", { members: ["8009"] });
    expect(await job("muster-apply", here)).toBe(3);
    expect(membersOf(here.simulator)).toEqual({ 售前: ["8009"] });
    expect(await read(here.folder, "result.md")).not.toBe("");
  });

  it("report broken files, with and without secrets", async () => {
    const here = await world(LIVE, "version: 1\ngroups:\n  - displayNam: 售前\n");
    for (const name of ["muster-plan", "muster-validate"]) {
      expect(await job(name, here)).toBe(1);
      expect(await read(here.folder, "gitlab-codequality.json")).toContain("displayNam");
      expect(await read(here.folder, "junit.xml")).toContain("displayNam");
      await rm(join(here.folder, "junit.xml"));
    }
  });
});
