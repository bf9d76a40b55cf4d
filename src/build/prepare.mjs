// npm runs this after it has installed a checkout's packages. Where muster is somebody's dependency by a git address, npm
// does so in a clone of its own, and packs what is there: so it has to be built there. In a developer's clone it is not:
// `npm test` and its like build anyway, and `npm ci` is to be no slower for it.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** npm sets this while it prepares a git dependency; pnpm takes the clone's `.git` away first. */
const forSomebodyElse = process.env._PACOTE_NO_PREPARE_ !== undefined || !existsSync(".git");

if (forSomebodyElse && !existsSync("dist/muster.js")) {
  const { status } = spawnSync(process.execPath, ["esbuild.config.mjs"], { stdio: ["ignore", 2, 2] });
  process.exitCode = status ?? 1;
}
