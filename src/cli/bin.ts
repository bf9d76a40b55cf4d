#!/usr/bin/env node
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { MUSTER_VERSION } from "../engine/version.js";
import { stopEarly } from "./earlyStop.js";
import { userFolder } from "./node/userFolders.js";

// Answered before anything is loaded: package managers, editors and pipelines ask for it all the time.
if (process.argv.length === 3 && process.argv[2] === "--version") printVersion();
else void start();

function printVersion(): void {
  process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
    if (code === "EPIPE") return;
    process.stderr.write(`muster: ${message}\n`);
    process.exitCode = 1;
  });
  process.stdout.write(`${MUSTER_VERSION}\n`);
}

async function start(): Promise<void> {
  stopEarly(process.argv, process.env);
  // A stack trace, which only `--verbose` prints, names lines of the sources. Reading the maps takes a moment.
  if (process.argv.includes("--verbose")) process.setSourceMapsEnabled(true);
  await keepCompiledCode();
  const { run } = await import("./run.js");
  await run();
}

/**
 * Lets Node keep the code that V8 compiled, for the next run. `NODE_DISABLE_COMPILE_CACHE` turns it off.
 *
 * The folder is the user's own. Node's default is a folder with a predictable name in the temporary folder of all
 * users: not safe for code that will hold a secret. For the same reason nothing is kept if the folder belongs to
 * another user (`sudo` may leave another user's home in place) or others may write to it, nor in CI, where other jobs
 * may have filled the home.
 */
async function keepCompiledCode(): Promise<void> {
  // Node has this from 22.1 on. Asking an older Node for it takes 3 ms.
  if (Number.parseInt(process.versions.node, 10) < 22) return;
  const { enableCompileCache } = (await import("node:module")) as { enableCompileCache?: (folder: string) => unknown };
  const cache = userFolder("cache");
  if (cache === undefined || !["", "0", "false"].includes((process.env["CI"] ?? "").toLowerCase())) return;
  try {
    const folder = join(cache, "code");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(folder);
    const isMine = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    if (isMine) enableCompileCache?.(folder);
  } catch {
    // The home cannot be written to. Go on without the cache.
  }
}
