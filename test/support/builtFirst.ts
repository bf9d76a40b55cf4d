import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

const ROOT = join(import.meta.dirname, "../..");
/** The sources of dist/. */
const SOURCES = ["src", "schemas", "package.json", "package-lock.json", "esbuild.config.mjs"];
/** What a build writes last. */
const BUILT = "dist/THIRD-PARTY-LICENSES.txt";

/**
 * Runs before the tests, and before each further run of `vitest --watch`: the tests of the command line run `dist/`.
 */
export function setup(project: TestProject): () => void {
  buildWhereStale();
  const actionFolder = mkdtempSync(join(tmpdir(), "muster-action-"));
  project.provide("actionFolder", actionFolder);
  project.onTestsRerun(() => {
    buildWhereStale();
    rmSync(join(actionFolder, "bundle"), { recursive: true, force: true });
  });
  return () => rmSync(actionFolder, { recursive: true, force: true });
}

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the first test that needs the action's bundle leaves it for the others, as `bundle`. */
    actionFolder: string;
  }
}

function buildWhereStale(): void {
  if (changedAt(BUILT) > Math.max(...SOURCES.flatMap(below).map(changedAt))) return;
  const { status } = spawnSync(process.execPath, ["esbuild.config.mjs"], { cwd: ROOT, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error("dist/ cannot be built: see above");
}

/** The path, and everything below it: a removed file changes its folder. */
function below(path: string): string[] {
  const isFolder = statSync(join(ROOT, path)).isDirectory();
  return [
    path,
    ...(isFolder
      ? readdirSync(join(ROOT, path), { recursive: true, encoding: "utf8" }).map((name) => join(path, name))
      : []),
  ];
}

/** 0 for a file that does not exist. */
function changedAt(path: string): number {
  return statSync(join(ROOT, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
