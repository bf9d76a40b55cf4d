import { readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { CiChoice, InitPart } from "../../src/cli/arguments/options.js";
import { actionReference, imageReference } from "../../src/cli/arguments/pins.js";
import { fmt } from "../../src/cli/commands/fmt.js";
import { init, writeNewFile } from "../../src/cli/commands/init.js";
import { validate } from "../../src/cli/commands/validate.js";
import { suggestedBy, systemsOf } from "../../src/cli/starter/ciSystems.js";
import { starterFiles } from "../../src/cli/starter/starterFiles.js";
import { chooseWays, namesMuster } from "../../src/cli/starter/ways.js";
import { muster } from "../support/cli.js";
import { commandHost, OPTIONS } from "./commandHost.js";

const EVERYTHING = starterFiles(systemsOf("all"));
const ALL = EVERYTHING.map(({ path }) => path).sort();

interface Asked {
  readonly folder?: string;
  readonly lang?: "en" | "zh";
  readonly ci?: CiChoice;
  readonly only?: InitPart;
  readonly action?: string;
  readonly image?: string;
}

async function initialized(
  files: Readonly<Record<string, string>> = {},
  { folder = ".", lang = "en", ...asked }: Asked = {},
) {
  const run = await commandHost(files);
  const write = (path: string, text: string) => writeNewFile(join(run.folder, path), text);
  const options = { ...OPTIONS, lang, ...asked };
  /** Runs it once more; what it prints as JSON. */
  const again = async (more: Omit<Asked, "folder" | "lang"> = {}) => {
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
    ["github", ["github", "github", "github", "github"]],
    ["gitlab", ["gitlab"]],
    ["all", ["github", "github", "github", "github", "gitlab"]],
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
    expect(await ciIn(join(tree.folder, "tree"))).toEqual(["github", "github", "github", "github"]);
    const broken = await initialized({ ".git": "gitdir: nowhere\n" });
    expect(await ciIn(broken.folder)).toHaveLength(5);
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

const ACTION = "acme/muster@v1.2.3";
const IMAGE = "registry.example:5000/ops/muster:1.2.3";
/** A text as one line, however it was wrapped. */
const inOneLine = (text: string) => text.replace(/\s+/g, " ");

describe("muster init --action, --image", () => {
  it("use what they name, say so, and what keeps it new; each asks for its own system", async () => {
    const github = await initialized({}, { action: ACTION });
    expect(await ciIn(github.folder)).toEqual(["github", "github", "github", "github"]);
    expect(await readFile(join(github.folder, ".github/workflows/muster-plan.yml"), "utf8")).toContain(
      `uses: ${ACTION}\n`,
    );
    expect(inOneLine(github.stdout())).toContain(`GitHub uses the action ${ACTION}: nothing to install.`);
    expect(inOneLine(github.stdout())).toContain("README.md says what CI needs: variables, an environment");
    expect(github.stdout()).not.toContain("CI:");
    const readme = await readFile(join(github.folder, "README.md"), "utf8");
    expect(readme).toContain("1. GitHub uses muster's action");
    expect(readme).not.toMatch(/vendor|npm (?:pack|install)|node_modules/);

    const gitlab = await initialized({}, { image: IMAGE, lang: "zh" });
    expect(await ciIn(gitlab.folder)).toEqual(["gitlab"]);
    expect(inOneLine(gitlab.stdout())).toContain(`在镜像 ${IMAGE} 中运行`);
    const both = await initialized({}, { action: ACTION, image: IMAGE });
    expect(await ciIn(both.folder)).toHaveLength(5);
    const mixed = await initialized({}, { action: ACTION, ci: "all" });
    expect(inOneLine(mixed.stdout())).toContain("GitLab: muster is installed from package-lock.json.");
    expect(await readFile(join(mixed.folder, "README.md"), "utf8")).toContain(
      "2. GitLab: Add muster to this repository",
    );
  });

  it("say what the archive still needs, unless package.json names it", async () => {
    const without = await initialized({}, { ci: "all" });
    expect(inOneLine(without.stdout()).match(/npm install --save-dev \.\/vendor\/muster-/g)).toHaveLength(1);
    expect(inOneLine(without.stdout())).toContain("CI needs: muster in package.json, variables");
    const has = await initialized({ "package.json": '{ "devDependencies": { "muster": "file:vendor/m.tgz" } }' });
    expect(has.stdout()).toContain("GitHub and GitLab: the muster that package-lock.json names is installed.");
    expect(inOneLine(has.stdout())).toContain("CI needs: variables, an environment");
  });

  it("overwrite no workflow that is there, and say so", async () => {
    const run = await initialized({}, { ci: "github" });
    const before = run.stdout().length;
    expect(await init(".", { ...OPTIONS, action: ACTION }, run.host, async () => "kept")).toBe(0);
    expect(inOneLine(run.stdout().slice(before))).toContain("The GitHub files are kept as they are.");
    await rm(join(run.folder, ".github"), { recursive: true });
    expect((await run.again({ action: ACTION })).written).toContain(".github/workflows/muster-plan.yml");
  });

  it.each([
    [{ ci: "gitlab", action: ACTION }, "--ci gitlab and --action"],
    [{ ci: "none", action: ACTION }, "--ci none and --action"],
    [{ ci: "github", image: IMAGE }, "--ci github and --image"],
    [{ only: "schemas", action: ACTION, image: IMAGE }, "--only schemas, --action and --image"],
  ] as const)("refuse %o, before anything is written", async (asked, said) => {
    const run = await initialized({}, asked);
    expect(run.code).toBe(1);
    expect(run.stderr()).toContain(`${said} cannot be used together.`);
    expect(await filesIn(run.folder)).toEqual([]);
  });

  it("take what stands still, and nothing that a workflow could be broken with", () => {
    const commit = "0123456789abcdef0123456789abcdef01234567";
    const digest = `sha256:${"a".repeat(64)}`;
    for (const action of [ACTION, `o/r@${commit}`, "o/r/sub@release-2026", "O-1/r.x_y@20261101"])
      expect(actionReference(action)).toBe(action);
    for (const action of [
      "o/r",
      "o/r@",
      "o/r@main",
      "o/r@v1",
      "o/r@1",
      "o/r@latest",
      `o/r@${commit.slice(0, 12)}`,
      "r@v1.2.3",
    ])
      expect(() => actionReference(action), action).toThrow("OWNER/REPOSITORY@TAG");
    for (const action of [
      "./o/r@v1.2.3",
      "o/../r@v1.2.3",
      "o//r@v1.2.3",
      "o/r@v1.2.3\n  - run: x",
      "o/r@$&",
      "o/r@v1.2.3 #",
    ])
      expect(() => actionReference(action), action).toThrow("OWNER/REPOSITORY@TAG");
    for (const image of [
      IMAGE,
      "muster:1.2.3",
      `muster@${digest}`,
      `a.b/c-d/e__f:v1.2.3-r1@${digest}`,
      "localhost:5000/m:1.2",
    ])
      expect(imageReference(image)).toBe(image);
    for (const image of [
      "muster",
      "muster:latest",
      "muster:1",
      "host:5000/muster",
      "muster:",
      "muster@sha256:abc",
      "Ops:1.2.3",
    ])
      expect(() => imageReference(image), image).toThrow("NAME:TAG");
    for (const image of [
      "a:1.2.3\nscript: x",
      "a:1.2.3 ",
      "$CI_REGISTRY/a:1.2.3",
      "a/:1.2.3",
      "-a:1.2.3",
      `${"a".repeat(400)}:1.2.3`,
    ])
      expect(() => imageReference(image), image).toThrow("NAME:TAG");
  });

  it("are strict on the command line, in both languages", async () => {
    expect(await muster(["init", "--action", "acme/muster@main"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("option '--action <reference>' argument 'acme/muster@main' is invalid."),
    });
    expect(await muster(["init", "--image", "muster:latest", "--lang", "zh"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("不能用会移动的标签"),
    });
  });
});

describe("the way of the pipelines", () => {
  const choice = { isPackage: false, release: undefined };

  it("is the archive without a release, or where package.json has it; else the release; always what was asked for", () => {
    expect(chooseWays(choice)).toEqual({ github: { kind: "archive" }, gitlab: { kind: "archive" } });
    const released = { ...choice, release: ACTION };
    expect(chooseWays(released)).toEqual({ github: { kind: "action", uses: ACTION }, gitlab: { kind: "archive" } });
    expect(chooseWays({ ...released, isPackage: true }).github).toEqual({ kind: "archive" });
    expect(chooseWays({ ...released, isPackage: true, action: "a/b@v2.0.0", image: IMAGE })).toEqual({
      github: { kind: "action", uses: "a/b@v2.0.0" },
      gitlab: { kind: "image", image: IMAGE },
    });
  });

  it.each([
    ['{ "dependencies": { "muster": "1.2.3" } }', true],
    ['{ "optionalDependencies": { "muster": "npm:@acme/muster@1.2.3" } }', true],
    ['{ "devDependencies": { "musters": "1.2.3" } }', false],
    ['{ "dependencies": ["muster"], "devDependencies": null }', false],
    ['{ "name": "muster" }', false],
    ["null", false],
    ["{ broken", false],
    [undefined, false],
  ])("%s names muster: %s", (text, expected) => {
    expect(namesMuster(text)).toBe(expected);
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
