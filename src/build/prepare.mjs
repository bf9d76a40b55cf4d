// npm runs this after it has installed a checkout's packages. If muster is a dependency by a git address, npm runs it
// in a clone of its own and packs the result, so it must be built there. In a developer's clone it is not built:
// `npm test` and others build anyway, and `npm ci` should not be slower.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readlinkSync, realpathSync, unlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** npm sets this while it prepares a git dependency; pnpm removes the clone's `.git` before. */
const isDependency = process.env._PACOTE_NO_PREPARE_ !== undefined || !existsSync(".git");

// Not in sources without git, where `npm link` makes such a link, which is to stay.
if (process.env._PACOTE_NO_PREPARE_ !== undefined) replaceLink();
if (isDependency && !existsSync("dist/muster.js")) {
  // With `npm install -g` of a git address, as pre-commit does it, npm installs the clone's own packages globally, too,
  // so they are not here.
  if (!existsSync("node_modules/esbuild")) {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_config_global$/i.test(name)));
    const words = [process.env.npm_execpath ?? "npm", "ci", "--ignore-scripts", "--include=dev", "--no-global"];
    const { status } = spawnSync(process.execPath, words, { stdio: ["ignore", 2, 2], env });
    if (status !== 0) process.exit(status ?? 1);
  }
  // What is installed has the action, too: workflows use it from node_modules.
  for (const step of ["esbuild.config.mjs", "src/build/actionBundle.mjs"]) {
    const { status } = spawnSync(process.execPath, [step], { stdio: ["ignore", 2, 2] });
    if (status !== 0) process.exit(status ?? 1);
  }
}

/**
 * With `npm install -g` of a git address, npm has made the clone itself a global package: a link to it, in the place
 * where it then unpacks what it packs here, into a folder that it deletes. npm expects the folder that was there before the link.
 */
function replaceLink() {
  const { npm_config_global: isGlobal, npm_config_global_prefix: prefix } = process.env;
  if (isGlobal !== "true" || !prefix) return;
  const link = join(prefix, process.platform === "win32" ? "node_modules/muster" : "lib/node_modules/muster");
  try {
    if (realpathSync(resolve(dirname(link), readlinkSync(link))) !== realpathSync(".")) return;
    unlinkSync(link);
    mkdirSync(link);
  } catch {
    // There is none.
  }
}
