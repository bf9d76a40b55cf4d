import { type ReportOptions, reportTargets } from "../cli/arguments/options.js";
import { runProgram } from "../cli/arguments/program.js";
import { type ApplyOptions, apply } from "../cli/commands/apply.js";
import { type PlanOptions, plan } from "../cli/commands/plan.js";
import { validate } from "../cli/commands/validate.js";
import { main } from "../cli/main.js";
import type { ConsoleHost } from "../cli/node/consoleHost.js";
import type { Published } from "../cli/output/publisher.js";
import { EXIT, type ExitCode } from "../engine/exitCode.js";
import type { Host } from "../engine/host.js";
import { findProject } from "../engine/project.js";
import { loadConfig, resolveSettings, selectAccounts } from "../engine/workspace.js";
import type { Plan } from "../plan/plan.js";
import { workflowCommand } from "../report/github/workflowCommand.js";
import { baseCommit } from "./base.js";
import { type Freshness, freshnessOf, settingsCommit, trustsCheckout } from "./checkout.js";
import { type ActionContext, type Git, openContext, setOutputs } from "./context.js";
import { InputError, type Inputs, optionsOf, REVIEWED, readInputs } from "./inputs.js";
import { keepIssues } from "./issues.js";
import { keepComments } from "./keepComments.js";
import { reviewedHash } from "./pullRequest.js";
import { type Started, setUp } from "./setup.js";

/**
 * The action: runs muster once, as the workflow asks, and then updates the comment on the pull request. The result for
 * the account decides how the step ends; an error with comments or issues never does.
 */
export async function runAction(runner: ConsoleHost, git: Git, started: Started): Promise<ExitCode> {
  let inputs: Inputs;
  try {
    inputs = readInputs(runner.env);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    runner.stdout.write(`${workflowCommand("error", { title: "muster" }, error.message)}\n`);
    return endWith("failed", EXIT.failed, runner);
  }
  if (inputs.command === "setup") {
    const { isDone, said } = await setUp(started, runner, inputs.language);
    runner.stdout.write(isDone ? `${said}\n` : `${workflowCommand("error", { title: "muster" }, said)}\n`);
    return isDone ? EXIT.ok : endWith("failed", EXIT.failed, runner);
  }
  // GitHub hides its own token in logs, but nowhere else.
  if (inputs.token !== undefined) runner.secrets.keep(inputs.token);
  const host = { ...runner, env: withoutTokens(runner.env) };
  const context = await openContext(inputs, host);
  if (!(await trustsCheckout(context.event, inputs, host.folder, git))) {
    const { event, words } = context;
    context.say("error", event.isGuarded ? words.untrusted(event.name) : words.foreignApply);
    return endWith("stopped", EXIT.stopped, host);
  }
  const needsSecret = inputs.command === "plan" && inputs.against === undefined;
  if (context.event.isForeign && needsSecret && (await lacksSecrets(inputs, host))) {
    context.say("notice", context.words.foreign);
    return muster({ ...inputs, out: undefined, command: "validate", args: [] }, {}, host);
  }
  const refusal = await refuseOutdated(context, host.folder, git);
  if (refusal !== undefined) {
    context.say("error", refusal);
    return endWith("stopped", EXIT.stopped, host);
  }
  const settings = await settingsCommit(context, host.folder, git);
  if (typeof settings === "object") {
    context.say("error", context.words.settingsMissing(settings.missing));
    return endWith("stopped", EXIT.stopped, host);
  }
  const base = await baseCommit(context, host.folder, git);
  const compared = comparison(base, inputs, context);
  if (compared === undefined) return endWith("stopped", EXIT.stopped, host);
  const approved = await withApproval(context);
  if ("unknown" in approved) {
    context.say("error", approved.unknown);
    return endWith("stopped", EXIT.stopped, host);
  }
  const known = {
    ...compared,
    ...(settings === undefined ? {} : { settingsFrom: settings }),
    ...(approved.plan === undefined ? {} : { approved: approved.plan }),
  };
  return muster(approved.inputs, known, host, async (published) => {
    for (const keep of [keepComments, keepIssues]) {
      await keep(published, context).catch((error: unknown) =>
        context.say("warning", context.words.unexpected(String(error))),
      );
    }
  });
}

/**
 * Files may use any variable for a host or an account number, and these are sent and shown. Files come with pull
 * requests, so they must not get the runner's tokens.
 */
function withoutTokens(env: Host["env"]): Host["env"] {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:INPUT|ACTIONS)_/i.test(name)));
}

/** Ends a run that had no report, and so wrote no outputs. */
export async function endWith(result: "stopped" | "failed", exitCode: ExitCode, host: Host): Promise<ExitCode> {
  await setOutputs({ result, "exit-code": String(exitCode) }, host);
  return exitCode;
}

/**
 * Tells later steps whether the commit is outdated. It is still planned, with a warning, but not applied.
 *
 * @returns why not
 */
async function refuseOutdated(context: ActionContext, folder: string, git: Git): Promise<string | undefined> {
  const { inputs, words, event, say } = context;
  if (inputs.command === "validate" || inputs.allowOutdated) return undefined;
  const freshness = await freshnessOf(context, folder, git);
  if (freshness === undefined) return undefined;
  if (!isTrouble(freshness)) await context.setOutput("outdated", String(freshness === "outdated"));
  if (freshness === "newest") return undefined;
  const { branch = "" } = event;
  const isOnly = inputs.only !== undefined;
  if (inputs.command === "apply")
    return isTrouble(freshness) ? words.standingUnknown(freshness.trouble) : words.outdated(branch, isOnly);
  if (freshness === "outdated") say("warning", words.outdatedPlan(branch, isOnly));
  return undefined;
}

function isTrouble(freshness: Freshness): freshness is Exclude<Freshness, string> {
  return typeof freshness === "object";
}

async function withApproval(
  context: ActionContext,
): Promise<{ readonly inputs: Inputs; readonly plan?: Plan } | { readonly unknown: string }> {
  const { inputs } = context;
  if (inputs.expectHash !== REVIEWED) return { inputs };
  const reviewed = await reviewedHash(context);
  if ("unknown" in reviewed) return reviewed;
  const { hash: expectHash, plan } = reviewed;
  return { inputs: { ...inputs, expectHash }, ...(plan === undefined ? {} : { plan }) };
}

/** Commits whose files count besides those that are checked out, and the plan that was approved. */
interface Known {
  readonly base?: string;
  readonly settingsFrom?: string;
  readonly approved?: Plan;
}

/**
 * The commit to compare with. A plan without one is whole, it only does not say what comes from the change; but then
 * nothing can be limited to the change.
 *
 * @returns `undefined` if the run stops
 */
function comparison(
  base: Awaited<ReturnType<typeof baseCommit>>,
  { only, args, plan }: Inputs,
  { say, words }: ActionContext,
): Known | undefined {
  if (typeof base === "string") return { base };
  const isGiven = plan !== undefined || args.some((arg) => arg.startsWith("--base"));
  if (only !== undefined && !isGiven) {
    say("error", words.onlyNeedsBase(base?.missing));
    return undefined;
  }
  if (base !== undefined) say("warning", words.baseMissing(base.missing));
  return {};
}

/** Written first, and again by a run that reaches its end. */
async function interrupted(host: Host): Promise<void> {
  await setOutputs({ result: "interrupted", "exit-code": String(EXIT.interrupted) }, host).catch(() => undefined);
}

/** Is a variable missing that the run's accounts need? All other errors the run itself explains better. */
async function lacksSecrets({ account, config }: Inputs, host: Host): Promise<boolean> {
  try {
    const loaded = await loadConfig({ config, host: (await findProject(host, config)).host });
    const entries = selectAccounts(loaded.accounts, { account, several: true });
    const { findings } = resolveSettings(entries, { insecureHttp: true, host });
    return findings.some(({ code }) => code === "missing-environment" || code === "undefined-variable");
  } catch {
    return false;
  }
}

/**
 * Runs the command and takes its report. A difference is what a plan looks for: exit code 2 does not fail the step.
 *
 * @param known what the action has found out for the command
 */
async function muster(
  inputs: Inputs,
  known: Known,
  host: ConsoleHost,
  use: (published: Published) => Promise<void> = async () => undefined,
): Promise<ExitCode> {
  let published: Published | undefined;
  const own: ConsoleHost = {
    ...host,
    env: { ...host.env, ...(inputs.language === undefined ? {} : { MUSTER_LANG: inputs.language }) },
    // The runner kills a cancelled step ten seconds after the first signal, so what a hanging call would leave
    // unsaid is said now. Only together with muster's own listener: a listener keeps the signal from ending the
    // process.
    onStop: (listener) =>
      host.onStop(() => {
        if (published === undefined) void interrupted(host);
        listener();
      }),
  };
  const keep = async (report: Promise<Published>): Promise<ExitCode> => {
    published = await report;
    return published.exitCode;
  };
  const merged = <O extends ReportOptions>(options: O): O => ({
    ...options,
    ...optionsOf(inputs),
    ...known,
    // This also refuses two reports in one file.
    report: (options.report ?? []).reduce(
      (earlier, { format, path }) => reportTargets(`${format}=${path}`, earlier),
      inputs.reports,
    ),
    format: "github",
  });
  type Paths = readonly string[];
  // The input `args` is parsed as a command line is; the other inputs are options already.
  const exitCode = await main({ ...own, argv: [inputs.command, ...inputs.args] }, (program) =>
    runProgram(program, {
      validate: (paths: Paths, options: ReportOptions) =>
        keep(validate([...inputs.paths, ...paths], merged(options), own)),
      plan: (paths: Paths, options: PlanOptions) => keep(plan([...inputs.paths, ...paths], merged(options), own)),
      apply: (paths: Paths, options: ApplyOptions) =>
        keep(apply([...inputs.paths, ...paths], { ...merged(options), autoApprove: true }, own)),
    }),
  );
  if (published === undefined) return endWith("failed", exitCode, host);
  await use(published);
  return exitCode === EXIT.differs ? EXIT.ok : exitCode;
}
