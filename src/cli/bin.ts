#!/usr/bin/env node
import { MUSTER_VERSION } from "../engine/version.js";
import { stopEarly } from "./earlyStop.js";

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
  const { loadRemembered } = await import("./compiledCode.js");
  const { run } = loadRemembered(import.meta.url, "./chunks/run.js") ?? (await import("./run.js"));
  await run();
}
