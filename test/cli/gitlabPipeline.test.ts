import { spawn } from "node:child_process";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { starterFiles } from "../../src/cli/starter/starterFiles.js";
import { QUICK_LIMITS, ROOT } from "../support/cli.js";
import { ACCOUNT, groupsYaml, membersOf, SECRET, type World, world } from "../support/simulated.js";

const file = parse(starterFiles(["gitlab"]).find(({ path }) => path === ".gitlab-ci.yml")?.text ?? "");
const scriptOf = (name: string): readonly string[] => file[name].script ?? file[file[name].extends].script;
const LIVE = [{ exten: "2", displayName: "售前", members: ["8000"] }];

/** Runs a job's script as GitLab's runner does: in bash, until the first line that fails. `npx` finds the built muster. */
async function job(name: string, { folder, simulator }: World): Promise<number | null> {
  const bin = join(folder, ".bin");
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, "npx"), `#!/bin/sh\nshift 2\nexec "${process.execPath}" "${ROOT}/dist/muster.js" "$@"\n`);
  await chmod(join(bin, "npx"), 0o755);
  const child = spawn("bash", ["-eo", "pipefail", "-c", scriptOf(name).join("\n")], {
    cwd: folder,
    env: {
      PATH: `${bin}:${process.env["PATH"]}`,
      GITLAB_CI: "true",
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
    expect(await job("drift", here)).toBe(2);
    expect(await job("plan", here)).toBe(0);
    expect(JSON.parse(await read(here.folder, "gitlab-plan.json"))).toEqual({ create: 0, update: 1, delete: 0 });
    expect(await read(here.folder, "plan.md")).toContain("售前");
    expect(await read(here.folder, "plan.html")).toMatch(/^<!doctype html>/i);
    expect(JSON.parse(await read(here.folder, "gitlab-codequality.json"))).toEqual(expect.any(Array));
    expect(await read(here.folder, "junit.xml")).toContain("<testsuite");
    expect(await job("plan:main", here)).toBe(0);
    expect(await job("apply", here)).toBe(0);
    expect(membersOf(here.simulator)).toEqual({ 售前: ["8000", "8001"] });
    expect(await read(here.folder, "result.md")).toContain("售前");
    // Started a second time, it does nothing twice.
    expect(await job("apply", here)).toBe(0);
    expect(await job("drift", here)).toBe(0);
  });

  it("apply nothing where the account has moved away, and say why", async () => {
    const here = await world(LIVE, groupsYaml({ 售前: ["8000", "8001"] }));
    expect(await job("plan:main", here)).toBe(0);
    here.simulator.editor().editGroup("2", { members: ["8009"] });
    expect(await job("apply", here)).toBe(3);
    expect(membersOf(here.simulator)).toEqual({ 售前: ["8009"] });
    expect(await read(here.folder, "result.md")).not.toBe("");
  });

  it("report broken files, with and without secrets", async () => {
    const here = await world(LIVE, "version: 1\ngroups:\n  - displayNam: 售前\n");
    for (const name of ["plan", "validate"]) {
      expect(await job(name, here)).toBe(1);
      expect(await read(here.folder, "gitlab-codequality.json")).toContain("displayNam");
      expect(await read(here.folder, "junit.xml")).toContain("displayNam");
      await rm(join(here.folder, "junit.xml"));
    }
  });
});
