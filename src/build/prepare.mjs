// npm runs this after it has installed a checkout's packages. If muster is a dependency by a git address, npm runs it
// in a clone of its own and packs the result, so it must be built there. In a developer's clone it is not built:
// `npm test` and others build anyway, and `npm ci` should not be slower.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** npm sets this while it prepares a git dependency; pnpm removes the clone's `.git` before. */
const isDependency = process.env._PACOTE_NO_PREPARE_ !== undefined || !existsSync(".git");

if (isDependency && !existsSync("dist/muster.js")) {
  const { status } = spawnSync(process.execPath, ["esbuild.config.mjs"], { stdio: ["ignore", 2, 2] });
  process.exitCode = status ?? 1;
}
