import { dirname } from "node:path";
import { nodeHost } from "../cli/node/nodeHost.js";
import { EXIT } from "../engine/exitCode.js";
import { workflowCommand } from "../report/github/workflowCommand.js";
import { gitOf } from "./context.js";
import { endWith, runAction } from "./runAction.js";

/** What the runner starts. The only file of this room that touches `process`. */
async function start(): Promise<void> {
  const entered = enterFolder(process.env["INPUT_WORKING-DIRECTORY"]);
  const host = nodeHost({ masking: true });
  const started = { node: process.execPath, folder: dirname(process.argv[1] ?? "") };
  process.exitCode = entered ? await runAction(host, gitOf(host), started) : await endWith("failed", EXIT.failed, host);
  // What was written must reach the log first; after that nothing may keep the process.
  process.stdout.write("", () => process.stderr.write("", () => process.exit()));
}

function enterFolder(folder: string | undefined): boolean {
  try {
    if (folder !== undefined && folder !== "") process.chdir(folder);
    return true;
  } catch {
    const message = `Input working-directory: There is no folder ${folder}. Is the repository checked out?`;
    process.stdout.write(`${workflowCommand("error", { title: "muster" }, message)}\n`);
    return false;
  }
}

void start();
