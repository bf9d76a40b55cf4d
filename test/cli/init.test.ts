import { readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { CiChoice, InitPart } from "../../src/cli/arguments/options.js";
import { fmt } from "../../src/cli/commands/fmt.js";
import { init, writeNewFile } from "../../src/cli/commands/init.js";
import { validate } from "../../src/cli/commands/validate.js";
import { suggestedBy, systemsOf } from "../../src/cli/starter/ciSystems.js";
import { starterFiles } from "../../src/cli/starter/starterFiles.js";
import { muster } from "../support/cli.js";
import { commandHost, OPTIONS } from "./commandHost.js";

const EVERYTHING = starterFiles(systemsOf("all"));
const ALL = EVERYTHING.map(({ path }) => path).sort();

interface Asked {
  readonly folder?: string;
  readonly lang?: "en" | "zh";
  readonly ci?: CiChoice;
  readonly only?: InitPart;
}

async function initialized(
  files: Readonly<Record<string, string>> = {},
  { folder = ".", lang = "en", ci, only }: Asked = {},
) {
  const run = await commandHost(files);
  const write = (path: string, text: string) => writeNewFile(join(run.folder, path), text);
  const options = { ...OPTIONS, lang, ...(ci === undefined ? {} : { ci }), ...(only === undefined ? {} : { only }) };
  /** Runs it once more; what it prints as JSON. */
  const again = async (more: Pick<Asked, "ci" | "only"> = {}) => {
    const before = run.stdout().length;
    expect(await init(folder, { ...options, ...more, format: "json" }, run.host, write)).toBe(0);
    return JSON.parse(run.stdout().slice(before));
  };
  return { ...run, again, code: await init(folder, options, run.host, write) };
}

const filesIn = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

const textOf = (path: string) => EVERYTHING.find((file) => file.path === path)?.text ?? "";

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
    expect((await validate([], { ...OPTIONS, format: "json" }, run.host)).exitCode).toBe(0);
    const document = JSON.parse(run.stdout().slice(run.stdout().indexOf("{\n")));
    // Nothing is there that an apply would create: a group cannot be deleted.
    expect(document).toMatchObject({ diagnostics: [], accounts: [{ name: "default", files: 1, groups: 0 }] });
  });

  it("has examples that validate once they are no comments", async () => {
    const run = await initialized();
    for (const path of ["groups/example.yaml", "muster.yaml"])
      await writeFile(join(run.folder, path), uncommented(textOf(path)));
    expect((await validate([], { ...OPTIONS, format: "json" }, run.host)).exitCode).toBe(0);
    const document = JSON.parse(run.stdout().slice(run.stdout().indexOf("{\n")));
    expect(document).toMatchObject({ diagnostics: [], accounts: [{ groups: 1, memberships: 4 }] });
  });

  it("writes nothing the second time", async () => {
    const run = await initialized();
    expect(await run.again()).toMatchObject({
      kind: "init",
      written: [],
      renewed: [],
      kept: expect.any(Array),
      left: [],
    });
    expect(await filesIn(run.folder)).toEqual(ALL);
  });

  it("brings nothing back that was removed, unless it is asked for by name", async () => {
    const run = await initialized();
    for (const path of ["groups/example.yaml", ".github", ".gitlab", ".gitlab-ci.yml", ".vscode", ".muster"])
      await rm(join(run.folder, path), { recursive: true });
    const rest = await filesIn(run.folder);
    expect(await run.again()).toMatchObject({ written: [], left: ["ci", "schemas", "editor"] });
    expect(await filesIn(run.folder)).toEqual(rest);
    expect(await run.again({ only: "editor" })).toMatchObject({
      written: expect.arrayContaining([".vscode/settings.json"]),
    });
    expect((await run.again({ ci: "gitlab" })).written).toEqual(
      EVERYTHING.flatMap(({ path }) => (path.startsWith(".gitlab") ? [path] : [])),
    );
    expect(await filesIn(run.folder)).not.toContain("groups/example.yaml");
    const said = await initialized({ "muster.yaml": "version: 1\n" }, { lang: "zh" });
    expect(said.stdout()).toContain("没有写入任何文件");
    expect(said.stdout()).toContain("muster init --only schemas");
    expect(said.stdout()).not.toContain("CI：");
  });

  it("renews the schemas of another version, and no other file of that name", async () => {
    const older = textOf(".muster/muster.schema.json").replace('"version"', '"versio"');
    const run = await initialized(
      { "muster.yaml": "version: 1\n", ".muster/muster.schema.json": older, ".muster/skill-groups.schema.json": "{}" },
      { only: "schemas" },
    );
    expect(await readFile(join(run.folder, ".muster/muster.schema.json"), "utf8")).toBe(
      textOf(".muster/muster.schema.json"),
    );
    expect(await readFile(join(run.folder, ".muster/skill-groups.schema.json"), "utf8")).toBe("{}");
    expect(run.stdout()).toContain("~ .muster/muster.schema.json");
    expect(await run.again()).toMatchObject({ written: [], renewed: [] });
  });

  it("leaves files that its own fmt takes for formatted", async () => {
    const run = await initialized();
    expect(await fmt([], { ...OPTIONS, check: true }, run.host)).toBe(0);
    expect(await fmt(["muster.yaml"], { ...OPTIONS, check: true }, run.host)).toBe(0);
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

  it("leaves a GitLab pipeline that is there alone, and says how it gets the jobs", async () => {
    const run = await initialized({ ".gitlab-ci.yml": "stages: [build]\n" }, { ci: "gitlab" });
    expect(await readFile(join(run.folder, ".gitlab-ci.yml"), "utf8")).toBe("stages: [build]\n");
    expect(await filesIn(run.folder)).toContain(".gitlab/muster.gitlab-ci.yml");
    expect(run.stdout()).toContain("include: [{ local: .gitlab/muster.gitlab-ci.yml }]");
    expect(run.stdout()).toMatch(/the\s+stages\s+test\s+and\s+deploy/);
    const fresh = await initialized({}, { ci: "gitlab" });
    expect(fresh.stdout()).not.toContain("include:");
  });

  it("makes the folder, and says how to go there", async () => {
    const run = await initialized({}, { folder: "客服 config" });
    expect(run.code).toBe(0);
    expect(await filesIn(join(run.folder, "客服 config"))).toEqual(ALL);
    expect(run.stdout()).toContain("cd '客服 config'\n");
  });

  it("says where it could not write", async () => {
    const run = await initialized({ there: "a file" }, { folder: "there" });
    expect(run.code).toBe(1);
    expect(run.stderr()).toContain("there/muster.yaml");
  });

  it("speaks Chinese", async () => {
    const run = await initialized({}, { lang: "zh" });
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

/** What of CI a new repository has. */
const ciIn = async (folder: string) =>
  (await filesIn(folder)).flatMap((path) => {
    if (path.startsWith(".github/workflows/")) return ["github"];
    return path === ".gitlab-ci.yml" ? ["gitlab"] : [];
  });

describe("muster init --ci", () => {
  const remote = (url: string, name = "origin") => `[core]\n\tbare = false\n[remote "${name}"]\n\turl = ${url}\n`;

  it.each([
    ["github", ["github", "github", "github"]],
    ["gitlab", ["gitlab"]],
    ["all", ["github", "github", "github", "gitlab"]],
    ["none", []],
  ] as const)("%s writes those files, whatever the remote is", async (ci, expected) => {
    const run = await initialized({ ".git/config": remote("git@gitlab.com:o/r.git") }, { ci });
    expect(await ciIn(run.folder)).toEqual(expected);
    expect(run.stdout()).not.toContain("CI:");
    const readme = await readFile(join(run.folder, "README.md"), "utf8");
    expect(readme.includes("\n## GitHub\n")).toBe(systemsOf(ci).includes("github"));
    expect(readme.includes("\n## GitLab\n")).toBe(systemsOf(ci).includes("gitlab"));
  });

  it.each([
    ["https://github.com/o/r.git", "github"],
    ["git@github.com:gitlab/r.git", "github"],
    ["ssh://git@gitlab.example.com:2222/github/r.git", "gitlab"],
    ["https://user:token@jihulab.com/o/r", "gitlab"],
    ["git@gitee.com:o/r.git", "none"],
    ["https://codeup.aliyun.com/o/r.git", "none"],
    ["https://git.example.com/github/r.git", "all"],
    ["/srv/github.com/r.git", "all"],
    ["../gitlab", "all"],
  ])("takes %s for %s", (url, expected) => {
    expect(suggestedBy(remote(url))).toBe(expected);
  });

  it("asks origin first, then the first remote, and takes all where there is none", () => {
    const [github, gitlab] = [remote("https://github.com/o/r", "upstream"), remote("https://gitlab.com/o/r")];
    expect(suggestedBy(github + gitlab)).toBe("gitlab");
    expect(suggestedBy(github)).toBe("github");
    expect(suggestedBy("[core]\n")).toBe("all");
    expect(suggestedBy(undefined)).toBe("all");
  });

  it("finds the repository above the folder, and from a work tree", async () => {
    const above = await initialized({ ".git/config": remote("https://gitlab.com/o/r") }, { folder: "a/new one" });
    expect(await ciIn(join(above.folder, "a/new one"))).toEqual(["gitlab"]);
    expect(above.stdout()).toContain("CI: for GitLab, by the git remote");
    const tree = await initialized(
      {
        "tree/.git": "gitdir: ../main/.git/worktrees/tree\n",
        "main/.git/worktrees/tree/commondir": "../..\n",
        "main/.git/config": remote("https://github.com/o/r"),
      },
      { folder: "tree" },
    );
    expect(await ciIn(join(tree.folder, "tree"))).toEqual(["github", "github", "github"]);
    const broken = await initialized({ ".git": "gitdir: nowhere\n" });
    expect(await ciIn(broken.folder)).toHaveLength(4);
    expect(broken.stdout()).toContain("CI: for GitHub and GitLab");
  });

  it("is strict, and completed by shells", async () => {
    expect(await muster(["init", "--ci", "gitlb"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Expected one of github, gitlab, all, none. Did you mean gitlab?"),
    });
    const { stdout } = await muster(["complete", "--", "init", "--ci", ""]);
    for (const word of ["github", "gitlab", "all", "none"]) expect(stdout).toMatch(new RegExp(`^${word}\\b`, "m"));
  });
});

describe("what init writes", () => {
  it("runs the muster that the lock file names, never what the registry has by that name", () => {
    for (const { text } of EVERYTHING) {
      expect(text).not.toMatch(/npm (install|i)\b.* muster\b/);
      expect(text).not.toMatch(/npx (?!--no-install )/);
    }
  });

  it("is the same from the built command line", async () => {
    const { folder } = await commandHost({});
    expect((await muster(["init", "--ci", "all"], { cwd: folder })).code).toBe(0);
    for (const { path, text } of EVERYTHING) expect(await readFile(join(folder, path), "utf8"), path).toBe(text);
  });
});
