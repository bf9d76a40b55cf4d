import { main } from "./main.js";
import { nodeHost } from "./node/nodeHost.js";

/** Runs muster in this process. */
export async function run(): Promise<void> {
  process.exitCode = await main(nodeHost());
  // What was written to a pipe must get out first. After that nothing may keep the process: a call that no one waits
  // for any more (a slow directory, a proxy that never answers) would hold it for minutes.
  process.stdout.write("", () => process.stderr.write("", () => process.exit()));
}
