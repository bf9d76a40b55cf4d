import { Command, CommanderError } from "commander";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import type { Shell } from "../../engine/host.js";
import { MUSTER_VERSION } from "../../engine/version.js";
import type { Language } from "../../report/messages/catalogue.js";
import { examplesOf } from "./examples.js";
import { calling, choice, guarded, judging, reading, reporting, speaking } from "./flags.js";
import { argumentHelp, helpWords, optionHelp } from "./helpWords.js";
import { chooseLanguage } from "./language.js";
import { CI_CHOICES, count, LANGUAGES, planHash, port, seconds, secondsOrNone, size, text, texts } from "./options.js";

/** The arguments could not be understood: one line that says what was expected. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Parses the arguments strictly and runs the command they name. Each command's code is loaded when it is called: `--help`
 * must not wait for an HTTP stack.
 *
 * @throws {UsageError} an unknown command, flag or value, before anything is read
 */
export async function runProgram(shell: Shell): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const chinese = chooseLanguage(languageIn(shell.argv), shell.env) === "zh";
  const { say, helpEnd } = await helpWords(chinese && shell.argv.some((word) => word === "--help" || word === "-h"));
  const program = new Command("muster")
    .description(
      "Skill groups as code for 7moor (容联七陌): YAML in git, a plan on the pull request, an apply after the merge.",
    )
    .version(MUSTER_VERSION, "--version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .showSuggestionAfterError()
    .addHelpText("after", helpEnd);

  judging(reporting(program.command("validate")))
    .summary("check the files, offline")
    .description("Check syntax, schema and meaning of the files. Offline; every problem at once.")
    .argument("[paths...]", "YAML files or folders")
    .action(async (paths: string[], options) => {
      const { validate } = await import("../commands/validate.js");
      exitCode = await validate(paths, options, shell);
    });

  guarded(calling(judging(reporting(program.command("plan")))))
    .summary("show what an apply would do")
    .description("Read the live account and show what differs from the files. Changes nothing.")
    .argument("[paths...]", "YAML files or folders")
    .option("--detailed-exitcode", "exit 2 when the live account differs from the files", false)
    .option(
      "--against <file>",
      "plan against what `muster pull --format json` wrote: needs no secret, sends nothing",
      text,
    )
    .option("--out <file>", "write the plan as JSON to a file", text)
    .action(async (paths: string[], options) => {
      const { plan } = await import("../commands/plan.js");
      exitCode = await plan(paths, options, shell);
    });

  guarded(calling(judging(reporting(program.command("apply")))))
    .summary("make the account what the files say")
    .description("Plan, ask, write inside the rate limits, and read back what was written.")
    .argument("[paths...]", "YAML files or folders")
    .option("--auto-approve", "do not ask", false)
    .option("--dry-run", "print the very requests, send no write", false)
    .option("--plan <file>", "apply a plan that `muster plan --out` saved: exactly it, or nothing", text)
    .option("--expect-hash <hash>", "apply only if the plan has this hash", planHash)
    .option("--lock-timeout <seconds>", "wait for another apply on this machine", secondsOrNone, 0)
    .option("--all-accounts", "apply to every account of muster.yaml", false)
    .action(async (paths: string[], options) => {
      const { apply } = await import("../commands/apply.js");
      exitCode = await apply(paths, options, shell);
    });

  calling(reading(program.command("pull")))
    .summary("write the live state into the files")
    .description("Write the live account into YAML: new files, or existing ones with comments, order and names kept.")
    .argument("[paths...]", "YAML files or folders")
    .option("--pin", "record the number of every group", false)
    .option("--split", "a file for each new group", false)
    .option(
      "--out <file>",
      "file for groups that no file names yet; a .json with --format json: a snapshot to plan against",
      text,
    )
    .option("--dry-run", "print a diff, write nothing", false)
    .action(async (paths: string[], options) => {
      const { pull } = await import("../commands/pull.js");
      exitCode = await pull(paths, options, shell);
    });

  reading(program.command("fmt"))
    .summary("format the files")
    .description("Canonical order of keys and spelling of members; comments are kept. Offline.")
    .argument("[paths...]", "YAML files or folders")
    .option("--check", "change nothing; exit 1 where a file would change", false)
    .action(async (paths: string[], options) => {
      const { fmt } = await import("../commands/fmt.js");
      exitCode = await fmt(paths, options, shell);
    });

  speaking(program.command("init"))
    .summary("write a starter repository")
    .description("Write muster.yaml, groups/, CI workflows and editor settings. Overwrites nothing.")
    .argument("[dir]", "folder to write to", ".")
    .addOption(
      choice(
        "--ci <system>",
        `CI to write files for: ${CI_CHOICES.join(", ")} (default: what the git remote suggests, all where none does)`,
        CI_CHOICES,
      ),
    )
    .action(async (dir: string, options) => {
      const { init } = await import("../commands/init.js");
      exitCode = await init(dir, options, shell);
    });

  reading(program.command("who"))
    .summary("show every group that holds an agent")
    .description("Show every group that holds an agent, in the files and live, and the lines that put them there.")
    .argument("<agent>", "agent number, or a name from agents")
    .option("--offline", "the files only: no secret is needed, nothing is sent", false)
    .option("--timeout <seconds>", "give up an unanswered call after this time", seconds, 30)
    .option("--insecure-http", "allow plain http to a host that is not this machine", false)
    .action(async (agent: string, options) => {
      const { who } = await import("../commands/who.js");
      exitCode = await who(agent, options, shell);
    });

  reading(program.command("status"))
    .summary("show who is taking conversations now")
    .description(
      "Show how many agents take conversations in each group, on the PC and in the app: groups without anybody first.",
    )
    .argument("[names...]", "only these groups, by name or number; their members are listed too")
    .option("--watch <seconds>", "look again and again, until interrupted", seconds)
    .option("--fail-unstaffed", "exit 2 when a group has nobody; ends a watch", false)
    .option("--timeout <seconds>", "give up an unanswered call after this time", seconds, 30)
    .option("--insecure-http", "allow plain http to a host that is not this machine", false)
    .action(async (names: string[], options) => {
      const { status } = await import("../commands/status.js");
      exitCode = await status(names, options, shell);
    });

  reading(program.command("check"))
    .summary("test the connection: host, clock, account, permissions")
    .description(
      "Call each reading interface once and say what is right, what is wrong, and what to do. Changes nothing.",
    )
    .option("--timeout <seconds>", "give up an unanswered call after this time", seconds, 10)
    .option("--insecure-http", "allow plain http to a host that is not this machine", false)
    .action(async (options) => {
      const { check } = await import("../commands/check.js");
      exitCode = await check(options, shell);
    });

  program
    .command("simulate")
    .summary("serve a local stand-in for the API")
    .description("Serve a faithful local stand-in for the API, with its bad manners, until interrupted.")
    .option("--port <port>", "port on 127.0.0.1; 0 takes a free one", port, 0)
    .option("--seed <file>", "JSON file with the accounts, agents and groups to start with", text)
    .option("--state <file>", "keep the state in this file", text)
    .option("--limits <limits>", "rate limits, as addQueue=20/60s,queueQueue=20/60s", text)
    .option("--fault <fault>", "trouble to make, as OPERATION:KIND[=ARG][@WHEN]; repeatable", texts)
    .option("--manner <manner>", "how the server behaves, as NAME=VALUE; repeatable", texts)
    .option("--page-size <n>", "largest page the server grants", size)
    .addOption(choice("--window <kind>", "how the server counts: sliding, fixed or bucket", WINDOWS))
    .option("--latency <ms>", "largest delay of an answer, in ms", count)
    .action(async (options) => {
      const { simulate } = await import("../commands/simulate.js");
      exitCode = await simulate(options, shell);
    });

  if (shell.argv[0] === "completion" || shell.argv[0] === "complete") {
    const { addCompletion } = await import("./completion.js");
    await addCompletion(program, shell);
  } else {
    // Listed like any other; what it does is loaded above, where it is asked for.
    program
      .command("completion")
      .summary("print a completion script for bash, zsh or fish")
      .argument("<shell>", "bash, zsh or fish");
  }

  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .addHelpText("after", examplesOf(command.name(), say))
      .configureHelp({
        styleTitle: say,
        commandDescription: (one) => say(one.description()),
        subcommandDescription: (one) => say(one.summary()),
        argumentDescription: (argument) => say(argumentHelp(argument)),
        optionDescription: (option) => say(optionHelp(option)),
      })
      .allowExcessArguments(false)
      .configureOutput({
        writeOut: (out) => shell.stdout.write(out),
        writeErr: () => undefined,
        getOutHelpWidth: () => shell.stdout.columns(),
      });
  }
  try {
    await program.parseAsync(shell.argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.ok;
    const expected = `Expected a command: ${program.commands.map((one) => one.name()).join(", ")}. See muster --help.`;
    const fault = (message: string) => usageError(message, chinese);
    if (error.code === "commander.help") throw await fault(expected);
    if (error.code === "commander.unknownCommand" && !error.message.includes("Did you mean")) {
      throw await fault(`${wordsOf(error)}. ${expected}`);
    }
    const first = shell.argv[0] ?? "";
    const command = shell.argv.find((word) => program.commands.some((one) => one.name() === word));
    if (error.code === "commander.unknownOption" && first.startsWith("-") && command !== undefined) {
      throw await fault(`${wordsOf(error)}. Flags follow the command: muster ${command} ${first} …`);
    }
    throw await fault(wordsOf(error));
  }
  return exitCode;
}

/** `--lang zh` before anything is parsed: an error in the arguments is said in that language, too. */
export function languageIn(argv: readonly string[]): Language | undefined {
  const at = argv.findLastIndex((word) => word === "--lang" || word.startsWith("--lang="));
  const asked = argv[at] === "--lang" ? argv[at + 1] : argv[at]?.slice("--lang=".length);
  return LANGUAGES.find((language) => language === asked);
}

async function usageError(message: string, chinese: boolean): Promise<UsageError> {
  return new UsageError(chinese ? (await import("./chineseHelp.js")).usageInChinese(message) : message);
}

const WINDOWS = ["sliding", "fixed", "bucket"] as const;

/** What commander says, on one line. */
function wordsOf(error: CommanderError): string {
  return error.message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
}
