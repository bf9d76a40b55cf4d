import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { lstat, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ROOT } from "../support/cli.js";

const PREPARING = { _PACOTE_NO_PREPARE_: "git+ssh://somewhere/muster.git" };

/** Runs what npm runs after an install, in a checkout whose build only leaves a mark. */
async function prepare(files: readonly string[], env: Readonly<Record<string, string>> = {}, build = "") {
  const folder = await mkdtemp(join(tmpdir(), "muster-prepare-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const mark = `import { writeFileSync } from "node:fs"; writeFileSync("built", ""); ${build}\n`;
  for (const path of [...files, "esbuild.config.mjs", "src/build/actionBundle.mjs"]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), path === "esbuild.config.mjs" ? mark : "");
  }
  // In the place of npm: says how it was called, and installs what the build needs.
  const npm = join(folder, "npm.mjs");
  await writeFile(
    npm,
    `import { mkdirSync, writeFileSync } from "node:fs"; mkdirSync("node_modules/esbuild", { recursive: true });
     writeFileSync("called", [...process.argv.slice(2), process.env.npm_config_global ?? "local"].join(" "));`,
  );
  const { status } = spawnSync(process.execPath, [join(ROOT, "src/build/prepare.mjs")], {
    cwd: folder,
    env: { PATH: process.env["PATH"], npm_execpath: npm, ...env },
  });
  return {
    status,
    built: existsSync(join(folder, "built")),
    called: await readFile(join(folder, "called"), "utf8").catch(() => ""),
  };
}

const INSTALLED = "node_modules/esbuild/package.json";

test.each([
  ["a developer's clone is left alone", [".git/config"], {}, false],
  ["a work tree, too", [".git"], {}, false],
  ["npm's clone of a git dependency is built", [".git/config", INSTALLED], PREPARING, true],
  ["so is a clone without its .git, as pnpm makes it", ["package.json", INSTALLED], {}, true],
  ["what is built already is not built again", [".git/config", "dist/muster.js"], PREPARING, false],
])("%s", async (_, files, env, built) => {
  expect(await prepare(files, env)).toEqual({ status: 0, built, called: "" });
});

test("a build that fails fails the install", async () => {
  expect(await prepare([INSTALLED], {}, "process.exit(3);")).toMatchObject({ status: 3, built: true });
});

test("a clone without its packages gets them, beside it, also while npm installs globally", async () => {
  const env = { ...PREPARING, npm_config_global: "true" };
  expect(await prepare([".git/config"], env)).toEqual({
    status: 0,
    built: true,
    called: "ci --ignore-scripts --include=dev --no-global local",
  });
});

test("a global install gets a folder, where npm made a link to the clone that it deletes; `npm link` keeps its own", async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "muster-global-")));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const clone = join(folder, "clone");
  const place = join(folder, "lib/node_modules/muster");
  await mkdir(join(clone, "dist"), { recursive: true });
  await writeFile(join(clone, "dist/muster.js"), "");
  await mkdir(dirname(place), { recursive: true });
  await symlink("../../clone", place);
  const prepared = async (env: Readonly<Record<string, string>>) => {
    const all = { npm_config_global: "true", npm_config_global_prefix: folder, ...env };
    expect(spawnSync(process.execPath, [join(ROOT, "src/build/prepare.mjs")], { cwd: clone, env: all }).status).toBe(0);
    return (await lstat(place)).isSymbolicLink();
  };
  expect(await prepared({})).toBe(true);
  expect(await prepared({ ...PREPARING, npm_config_global: "" })).toBe(true);
  expect(await prepared(PREPARING)).toBe(false);
  expect(existsSync(join(clone, "dist/muster.js"))).toBe(true);
  // Where a version was installed before
  expect(await prepared(PREPARING)).toBe(false);
});

test("a pack that did not end loses no package.json: it is brought back, or what was written since stays", async () => {
  const folder = await mkdtemp(join(tmpdir(), "muster-manifest-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const manifest = join(folder, "package.json");
  const kept = join(folder, ".package.json");
  const own = '{ "name": "muster", "scripts": { "test": "x" }, "version": "1.0.0" }\n';
  const restored = async (now: string, aside?: string) => {
    await writeFile(manifest, now);
    if (aside !== undefined) await writeFile(kept, aside);
    const words = [join(ROOT, "src/build/packedManifest.mjs"), "--restore"];
    const { status } = spawnSync(process.execPath, words, { cwd: folder });
    return { status, now: await readFile(manifest, "utf8"), isAside: existsSync(kept) };
  };
  const whole = { status: 0, now: own, isAside: false };
  expect(await restored(own)).toEqual(whole);
  expect(await restored('{\n  "name": "muster",\n  "version": "1.0.0"\n}\n', own)).toEqual(whole);
  // Killed while it wrote one or the other
  expect(await restored('{\n  "name"', own)).toEqual(whole);
  expect(await restored(own, '{ "name"')).toEqual(whole);
  // Brought back from git, and edited after that
  expect(await restored(own, own)).toEqual(whole);
  const newer = own.replace("1.0.0", "2.0.0");
  expect(await restored(newer, own)).toEqual({ status: 1, now: newer, isAside: true });
});
