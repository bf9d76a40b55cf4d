import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
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
  for (const path of [...files, "esbuild.config.mjs"]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), path === "esbuild.config.mjs" ? mark : "");
  }
  const { status } = spawnSync(process.execPath, [join(ROOT, "src/build/prepare.mjs")], {
    cwd: folder,
    env: { PATH: process.env["PATH"], ...env },
  });
  return { status, built: existsSync(join(folder, "built")) };
}

test.each([
  ["a developer's clone is left alone", [".git/config"], {}, false],
  ["a work tree, too", [".git"], {}, false],
  ["npm's clone of a git dependency is built", [".git/config"], PREPARING, true],
  ["so is a clone without its .git, as pnpm makes it", ["package.json"], {}, true],
  ["what is built already is not built again", [".git/config", "dist/muster.js"], PREPARING, false],
])("%s", async (_, files, env, built) => {
  expect(await prepare(files, env)).toEqual({ status: 0, built });
});

test("a build that fails fails the install", async () => {
  expect(await prepare([], {}, "process.exit(3);")).toEqual({ status: 3, built: true });
});
