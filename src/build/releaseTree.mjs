// What a release's own branch and tag hold, in `release/tree/`: the action with its bundle at the root, so that
// `uses: <owner>/<repository>@v1` needs nothing of the user's job, and beside it the command line that `command: setup`
// puts on the PATH, and `templates/`, where GitLab looks for components when the branch is mirrored there. Made by
// `npm run release`; `pushRelease.mjs` pushes it. `main` holds no bundle.
import { execFileSync } from "node:child_process";
import { copyFile, cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { build } from "esbuild";
import { raw } from "./bundling.mjs";

const BESIDE = [
  "LICENSE",
  "README.md",
  "README.zh-CN.md",
  "CHANGELOG.md",
  "SECURITY.md",
  ".github/CI.md",
  ".github/CI.zh-CN.md",
  ".github/TIME.md",
  ".github/TIME.zh-CN.md",
];

/**
 * @param outdir the folder to write
 * @param dist a build of the command line
 */
export async function writeReleaseTree(outdir, dist) {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  execFileSync(process.execPath, ["src/build/actionBundle.mjs", "--outdir", outdir], { stdio: ["ignore", 2, 2] });
  await copyFile(".github/actions/muster/action.yml", join(outdir, "action.yml"));
  for (const file of BESIDE) await cp(file, join(outdir, file));
  await cp(dist, join(outdir, "muster"), {
    recursive: true,
    filter: (path) => !path.endsWith(".map") && relative(dist, path).split(sep)[0] !== "library",
  });
  await mkdir(join(outdir, "templates"));
  await writeFile(join(outdir, "templates/muster.yml"), await componentOf());
}

/** The component is made of the starter's jobs, by the code that `init` has. */
async function componentOf() {
  const { outputFiles } = await build({
    entryPoints: ["src/cli/starter/starterFiles.ts"],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    plugins: [raw],
  });
  const code = outputFiles[0].text;
  const { GITLAB_COMPONENT } = await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
  return GITLAB_COMPONENT;
}
