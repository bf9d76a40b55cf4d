import { execFile } from "node:child_process";
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { init } from "../../src/cli/commands/init.js";
import { validate } from "../../src/cli/commands/validate.js";
import { STARTER_FILES } from "../../src/cli/starter/starterFiles.js";
import { writeNewFile } from "../../src/cli/starter/writeNew.js";
import { commandShell, OPTIONS } from "./commandShell.js";

const ALL = STARTER_FILES.map(({ path }) => path).sort();

async function initialized(files: Readonly<Record<string, string>> = {}, folder = ".", lang: "en" | "zh" = "en") {
  const run = await commandShell(files);
  const write = (path: string, text: string) => writeNewFile(join(run.folder, path), text);
  const again = () => init(folder, { ...OPTIONS, lang, format: "json" }, run.shell, write);
  return { ...run, again, code: await init(folder, { ...OPTIONS, lang }, run.shell, write) };
}

const filesIn = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

const textOf = (path: string) => STARTER_FILES.find((file) => file.path === path)?.text ?? "";

/** As the comments of the file say: single #s away, and the []. */
const uncommented = (text: string) =>
  text.replace("groups: []", "groups:").replaceAll(/^# (?!yaml-language-server)/gm, "");

describe("muster init", () => {
  it("writes everything, says so, and what comes next", async () => {
    const run = await initialized();
    expect([run.code, run.stderr()]).toEqual([0, ""]);
    expect(await filesIn(run.folder)).toEqual(ALL);
    for (const path of ALL) expect(run.stdout()).toContain(`+ ${path}\n`);
    expect(run.stdout()).toContain("\n  muster validate\n");
    expect(run.stdout()).not.toContain("cd ");
  });

  it("leaves a folder that validates", async () => {
    const run = await initialized();
    expect(await validate([], { ...OPTIONS, format: "json" }, run.shell)).toBe(0);
    const document = JSON.parse(run.stdout().slice(run.stdout().indexOf("{\n")));
    // Nothing is there that an apply would create: a group cannot be deleted.
    expect(document).toMatchObject({ diagnostics: [], accounts: [{ name: "default", files: 1, groups: 0 }] });
  });

  it("has examples that validate once they are no comments", async () => {
    const run = await initialized();
    for (const path of ["groups/example.yaml", "muster.yaml"])
      await writeFile(join(run.folder, path), uncommented(textOf(path)));
    expect(await validate([], { ...OPTIONS, format: "json" }, run.shell)).toBe(0);
    const document = JSON.parse(run.stdout().slice(run.stdout().indexOf("{\n")));
    expect(document).toMatchObject({ diagnostics: [], accounts: [{ groups: 1, memberships: 4 }] });
  });

  it("writes nothing the second time", async () => {
    const run = await initialized();
    const before = run.stdout().length;
    expect(await run.again()).toBe(0);
    expect(JSON.parse(run.stdout().slice(before))).toMatchObject({
      kind: "init",
      written: [],
      kept: expect.any(Array),
    });
    expect(await filesIn(run.folder)).toEqual(ALL);
  });

  it("overwrites nothing, not even a link that leads nowhere", async () => {
    const run = await initialized({ "README.md": "mine\n", ".gitignore": "mine\n" });
    expect(run.stdout()).toContain("= README.md\n");
    expect(await readFile(join(run.folder, "README.md"), "utf8")).toBe("mine\n");
    expect(await readFile(join(run.folder, ".gitignore"), "utf8")).toBe("mine\n");
    await symlink("nowhere", join(run.folder, "link"));
    expect(await writeNewFile(join(run.folder, "link"), "x")).toBe("kept");
    expect(await filesIn(run.folder)).not.toContain("nowhere");
  });

  it("makes the folder, and says how to go there", async () => {
    const run = await initialized({}, "客服 config");
    expect(run.code).toBe(0);
    expect(await filesIn(join(run.folder, "客服 config"))).toEqual(ALL);
    expect(run.stdout()).toContain("cd '客服 config'\n");
  });

  it("says where it could not write", async () => {
    const run = await initialized({ there: "a file" }, "there");
    expect(run.code).toBe(1);
    expect(run.stderr()).toContain("there/muster.yaml");
  });

  it("speaks Chinese", async () => {
    const run = await initialized({}, ".", "zh");
    expect(run.stdout()).toContain(`已写入（${ALL.length}）：`);
  });

  it("points editors at schemas that are there", () => {
    for (const path of ["muster.yaml", "groups/example.yaml"]) {
      const schema = /\$schema=(\S+)/.exec(textOf(path))?.[1] ?? "";
      expect(ALL).toContain(join(path, "..", schema));
    }
    const settings = JSON.parse(textOf(".vscode/settings.json"));
    for (const schema of Object.keys(settings["yaml.schemas"])) expect(ALL).toContain(schema.replace("./", ""));
    expect(JSON.parse(textOf(".muster/muster.schema.json")).properties).toHaveProperty("policies");
  });
});

describe("the workflows", () => {
  const plan = parse(textOf(".github/workflows/muster-plan.yml"));
  const apply = parse(textOf(".github/workflows/muster-apply.yml"));
  const scriptOf = (job: { steps: { run?: string; name?: string }[] }, name: string) =>
    job.steps.find((step) => step.name === name)?.run ?? "";

  it("run the muster that the lock file names, never what the registry has by that name", () => {
    for (const { text } of STARTER_FILES) {
      expect(text).not.toMatch(/npm (install|i)\b.* muster\b/);
      expect(text).not.toMatch(/npx (?!--no-install )/);
    }
    expect(scriptOf(plan.jobs.plan, "Plan")).toContain("npx --no-install muster plan");
  });

  it("plan on pull requests without rights; apply behind an environment, dropping no run", () => {
    expect(Object.keys(plan.on)).toEqual(["pull_request"]);
    expect(plan.permissions).toEqual({ contents: "read" });
    expect(apply.on.push.branches).toEqual(["main"]);
    expect(apply.concurrency).toEqual({ group: "muster-apply", "cancel-in-progress": false, queue: "max" });
    expect(apply.jobs.apply.environment).toBe("muster");
    expect(scriptOf(apply.jobs.apply, "Apply")).toContain("muster apply --auto-approve");
    expect(scriptOf(plan.jobs.plan, "Plan")).toContain("muster plan --out plan.json --detailed-exitcode");
  });

  /** Runs a step as GitHub does, with a stand-in for npx. */
  async function step(script: string, code: number, says: string) {
    const { folder } = await commandShell({ "says.txt": says });
    await mkdir(join(folder, "bin"));
    await writeFile(join(folder, "bin/npx"), `#!/bin/sh\ncat says.txt\necho trouble >&2\nexit ${code}\n`);
    await chmod(join(folder, "bin/npx"), 0o755);
    const env = { PATH: `${join(folder, "bin")}:${process.env["PATH"]}`, GITHUB_STEP_SUMMARY: "summary.md" };
    const run = promisify(execFile)("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
      cwd: folder,
      env,
    });
    const ended = await run.then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
    );
    return { ...ended, summary: await readFile(join(folder, "summary.md"), "utf8") };
  }

  it.each([
    [0, 0],
    [1, 1],
    [2, 0],
    [3, 3],
  ])("a plan that exits %i ends the step with %i", async (code, expected) => {
    const ended = await step(scriptOf(plan.jobs.plan, "Plan"), code, "~ 售后\n");
    expect(ended.code).toBe(expected);
    expect(ended.summary).toBe("## muster plan\n\n```\n~ 售后\ntrouble\n\n```\n");
  });

  it("an apply that exits 2 or 3 does not pass", async () => {
    expect((await step(scriptOf(apply.jobs.apply, "Apply"), 3, "")).code).toBe(3);
    expect((await step(scriptOf(apply.jobs.apply, "Apply"), 0, "")).code).toBe(0);
  });

  it("a name can neither close the fence nor command the runner", async () => {
    const ended = await step(scriptOf(plan.jobs.plan, "Plan"), 2, "````\n::error::x\n");
    expect(ended.summary).toMatch(/^`{5}\n````\n::error::x\n/m);
    expect(ended.stdout).not.toContain("::error::");
  });
});
