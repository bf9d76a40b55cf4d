import { EXIT, type ExitCode } from "../cli/exitCode.js";
import { main } from "../cli/main.js";
import type { Published, Shell } from "../cli/shell.js";
import { workflowCommand } from "../report/github/workflowCommand.js";
import { type Desk, openDesk } from "./desk.js";
import { argumentsOf, InputError, type Inputs, readInputs } from "./inputs.js";
import { keepComments } from "./keepComments.js";
import { keepIssues } from "./keepIssues.js";
import { lacksSecrets } from "./lacksSecrets.js";
import { reviewedHash } from "./reviewedHash.js";

/**
 * The action: muster, run once with what the workflow asked for, and then the comment on the pull request. What the
 * account comes to decides how the step ends; what becomes of comments and issues never does.
 */
export async function runAction(shell: Shell): Promise<ExitCode> {
  let inputs: Inputs;
  try {
    inputs = readInputs(shell.env);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    shell.stdout.write(`${workflowCommand("error", { title: "muster" }, error.message)}\n`);
    return EXIT.failed;
  }
  const desk = await openDesk(inputs, shell);
  if (desk.event.isForeign && inputs.command === "plan" && (await lacksSecrets(inputs, shell))) {
    desk.say("notice", desk.words.foreign);
    const { out: _, ...rest } = inputs;
    return muster({ ...rest, out: undefined, command: "validate", args: [] }, desk, shell);
  }
  const approved = await withApproval(desk);
  if ("unknown" in approved) {
    desk.say("error", approved.unknown);
    return endWith("stopped", EXIT.stopped, desk);
  }
  return muster(approved.inputs, desk, shell, async (published) => {
    await keepComments(published, desk);
    await keepIssues(published, desk);
  });
}

/** Ends a run that had no report, and so left no outputs. */
async function endWith(result: "stopped" | "failed", exitCode: ExitCode, desk: Desk): Promise<ExitCode> {
  await desk.setOutput("result", result);
  await desk.setOutput("exit-code", String(exitCode));
  return exitCode;
}

async function withApproval(desk: Desk): Promise<{ readonly inputs: Inputs } | { readonly unknown: string }> {
  const { inputs } = desk;
  if (inputs.expectHash !== "reviewed") return { inputs };
  const reviewed = await reviewedHash(desk);
  return "unknown" in reviewed ? reviewed : { inputs: { ...inputs, expectHash: reviewed.hash } };
}

/** A difference is what a plan is for: exit code 2 is no failure of the step. */
async function muster(
  inputs: Inputs,
  desk: Desk,
  shell: Shell,
  hear: (published: Published) => Promise<void> = async () => undefined,
): Promise<ExitCode> {
  let published: Published | undefined;
  const exitCode = await main({
    ...shell,
    argv: argumentsOf(inputs),
    onReport: async (one) => {
      published = one;
    },
  });
  if (published === undefined) return endWith("failed", exitCode, desk);
  await hear(published);
  return exitCode === EXIT.differs ? EXIT.ok : exitCode;
}
