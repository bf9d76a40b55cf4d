// Makes a checkout ready to run: installs when the lock file is newer than what is installed, then builds.
// `npm test` and `npm run demo` call it first, so that each of them works alone on a fresh clone.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";

const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** npm is a script on some systems and a `.cmd` on others; npm itself tells where it is. */
function npm(...args) {
  const cli = process.env.npm_execpath;
  const [command, first] = cli === undefined ? ["npm", []] : [process.execPath, [cli]];
  const { status } = spawnSync(command, [...first, ...args], { stdio: ["ignore", 2, 2], shell: cli === undefined });
  if (status !== 0) process.exit(status ?? 1);
}

if (changedAt("node_modules/.package-lock.json") < changedAt("package-lock.json")) {
  process.stderr.write("Installing the packages of package-lock.json …\n");
  npm("ci", "--include=dev", "--no-fund", "--no-audit", "--loglevel=error");
}
npm("run", "--silent", "build");
