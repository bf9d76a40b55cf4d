import { main } from "../cli/main.js";
import { EXIT, type ExitCode } from "../engine/exitCode.js";
import type { Published, Shell } from "../engine/host.js";
import { workflowCommand } from "../report/github/workflowCommand.js";
import { type Desk, openDesk, setOutputs } from "./desk.js";
import type { Git } from "./git.js";
import { argumentsOf, InputError, type Inputs, readInputs } from "./inputs.js";
import { keepComments } from "./keepComments.js";
import { keepIssues } from "./keepIssues.js";
import { lacksSecrets } from "./lacksSecrets.js";
import { type Standing, standingOf } from "./outdated.js";
import { reviewedHash } from "./reviewedHash.js";
import { settingsCommit } from "./settingsCommit.js";
import { trustsCheckout } from "./trustCheckout.js";

/**
 * The action: muster, run once with what the workflow asked for, and then the comment on the pull request. What the
 * account comes to decides how the step ends; what becomes of comments and issues never does.
 */
export async function runAction(runner: Shell, git: Git): Promise<ExitCode> {
  let inputs: Inputs;
  try {
    inputs = readInputs(runner.env);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    runner.stdout.write(`${workflowCommand("error", { title: "muster" }, error.message)}\n`);
    return endWith("failed", EXIT.failed, runner);
  }
  // GitHub hides its own token in logs, and nowhere else.
  if (inputs.token !== undefined) runner.secrets.keep(inputs.token);
  const shell = { ...runner, env: withoutTokens(runner.env) };
  const desk = await openDesk(inputs, shell);
  if (!(await trustsCheckout(desk.event, inputs, shell.folder, git))) {
    const { event, words } = desk;
    desk.say("error", event.isGuarded ? words.untrusted(event.name) : words.foreignApply);
    return endWith("stopped", EXIT.stopped, shell);
  }
  const needsSecret = inputs.command === "plan" && inputs.against === undefined;
  if (desk.event.isForeign && needsSecret && (await lacksSecrets(inputs, shell))) {
    desk.say("notice", desk.words.foreign);
    return muster(argumentsOf({ ...inputs, out: undefined, command: "validate", args: [] }), shell);
  }
  const refusal = await refuseOutdated(desk);
  if (refusal !== undefined) {
    desk.say("error", refusal);
    return endWith("stopped", EXIT.stopped, shell);
  }
  const settings = await settingsCommit(desk, shell.folder, git);
  if (typeof settings === "object") {
    desk.say("error", desk.words.settingsMissing(settings.missing));
    return endWith("stopped", EXIT.stopped, shell);
  }
  const approved = await withApproval(desk);
  if ("unknown" in approved) {
    desk.say("error", approved.unknown);
    return endWith("stopped", EXIT.stopped, shell);
  }
  return muster(argumentsOf(approved.inputs, settings), shell, async (published) => {
    for (const keep of [keepComments, keepIssues]) {
      await keep(published, desk).catch((error: unknown) => desk.say("warning", desk.words.unexpected(String(error))));
    }
  });
}

/**
 * Files may name any variable for a host or an account number, which are sent and shown; files come with pull requests.
 * The runner's tokens are not for them.
 */
function withoutTokens(env: Shell["env"]): Shell["env"] {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:INPUT|ACTIONS)_/i.test(name)));
}

/** Ends a run that had no report, and so left no outputs. */
export async function endWith(result: "stopped" | "failed", exitCode: ExitCode, shell: Shell): Promise<ExitCode> {
  await setOutputs({ result, "exit-code": String(exitCode) }, shell);
  return exitCode;
}

/**
 * Tells later steps whether the commit is outdated. A plan of it is made all the same, with a warning; it is not applied.
 *
 * @returns why not
 */
async function refuseOutdated(desk: Desk): Promise<string | undefined> {
  const { inputs, words, event, say } = desk;
  if (inputs.command === "validate" || inputs.allowOutdated) return undefined;
  const standing = await standingOf(desk);
  if (standing === undefined) return undefined;
  if (!isTrouble(standing)) await desk.setOutput("outdated", String(standing === "outdated"));
  if (standing === "newest") return undefined;
  const { branch = "" } = event;
  if (inputs.command === "apply")
    return isTrouble(standing) ? words.standingUnknown(standing.trouble) : words.outdated(branch);
  if (standing === "outdated") say("warning", words.outdatedPlan(branch));
  return undefined;
}

function isTrouble(standing: Standing): standing is Exclude<Standing, string> {
  return typeof standing === "object";
}

async function withApproval(desk: Desk): Promise<{ readonly inputs: Inputs } | { readonly unknown: string }> {
  const { inputs } = desk;
  if (inputs.expectHash !== "reviewed") return { inputs };
  const reviewed = await reviewedHash(desk);
  return "unknown" in reviewed ? reviewed : { inputs: { ...inputs, expectHash: reviewed.hash } };
}

/** Said first, and said again by a run that still comes to its end. */
async function interrupted(shell: Shell): Promise<void> {
  await setOutputs({ result: "interrupted", "exit-code": String(EXIT.interrupted) }, shell).catch(() => undefined);
}

/** A difference is what a plan is for: exit code 2 is no failure of the step. */
async function muster(
  argv: readonly string[],
  shell: Shell,
  hear: (published: Published) => Promise<void> = async () => undefined,
): Promise<ExitCode> {
  let published: Published | undefined;
  const exitCode = await main({
    ...shell,
    argv,
    // The runner kills a cancelled step ten seconds after the first signal: what a hanging call leaves unsaid is said now.
    // Only together with muster's own listener, since whoever listens keeps the signal from ending the process.
    onStop: (listener) =>
      shell.onStop(() => {
        if (published === undefined) void interrupted(shell);
        listener();
      }),
    onReport: async (one) => {
      published = one;
    },
  });
  if (published === undefined) return endWith("failed", exitCode, shell);
  await hear(published);
  return exitCode === EXIT.differs ? EXIT.ok : exitCode;
}
