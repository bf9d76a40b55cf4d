// npm runs this after it has installed a checkout's packages. If muster is a dependency by a git address, npm runs it
// in a clone of its own and packs the result, so it must be built there. In a developer's clone it is not built:
// `npm test` and others build anyway, and `npm ci` should not be slower.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** npm sets this while it prepares a git dependency; pnpm removes the clone's `.git` before. */
const isDependency = process.env._PACOTE_NO_PREPARE_ !== undefined || !existsSync(".git");

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
