import { Command, CommanderError, Option } from "commander";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import { MUSTER_VERSION } from "../../engine/version.js";
import type { Language } from "../../report/messages/catalogue.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import { type Argument, COMMANDS, type CommandFamily, type CommandSpec, type RunCommand } from "./commands.js";
import { type Flag, LANG } from "./flags.js";
import { commandLike, flagLike } from "./habits.js";
import { ABOUT, examplesOf, HELP_END, HELP_HELP, helpIn, type SetLines, VERSION_HELP } from "./help.js";
import { chooseLanguage, readLanguage } from "./language.js";
import { oneOf, UnexpectedValue } from "./options.js";
import { USAGE, UsageError } from "./usageError.js";

/**
 * Parses the arguments strictly and runs the command that they name. Each command's code is loaded when it is called:
 * `--help` must not wait for an HTTP stack.
 *
 * @param instead by a command's name, what runs instead of it: the action runs commands with the options of its inputs
 * @throws {UsageError} an unknown command, flag or value, before anything is read
 */
export async function runProgram(
  host: ConsoleHost,
  instead: Readonly<Record<string, RunCommand>> = {},
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const language = chooseLanguage(languageIn(host.argv), host.env);
  const argv = plainly(host.argv);
  const program = new MusterCommand("muster", language);
  program
    .description(ABOUT[language])
    .version(MUSTER_VERSION, "--version", VERSION_HELP[language])
    .addOption(optionOf(LANG, language))
    // What follows a command is the command's.
    .enablePositionalOptions()
    .helpCommand(false)
    .addHelpText("after", HELP_END[language]);
  const isCompleting = host.argv[0] === "complete" && host.argv[1] === "--";
  const add = (parent: Command, spec: CommandSpec | CommandFamily): void => {
    const command = parent.command(spec.name);
    command
      .summary(spec.summary[language])
      .description(spec.description[language])
      .addHelpText("after", examplesOf(spec, language));
    if ("commands" in spec) {
      command.helpCommand(false);
      for (const one of spec.commands) add(command, one);
      return;
    }
    command.action(async (...given: unknown[]) => {
      // commander would miss them before it says that another one is mistyped.
      const missing = spec.flags.find(({ required, flags }) => required && !isGiven(command, flags));
      if (missing !== undefined) throw new UsageError(USAGE["no-flag"](missing.flags), language);
      // `muster --lang zh plan` is as good as `muster plan --lang zh`.
      if (command.getOptionValue("lang") === undefined) command.setOptionValue("lang", program.getOptionValue("lang"));
      const run = instead[spec.name] ?? (await spec.load());
      // After the arguments and the options, commander passes itself.
      const ended = await run(...([...given.slice(0, -1), host] as never[]));
      exitCode = typeof ended === "number" ? ended : ended.exitCode;
    });
    for (const argument of [spec.argument ?? []].flat()) addArgument(command, argument, language);
    // The other commands need no flags: that saves a fifth of the time that --help takes.
    if (!isCompleting && !host.argv.includes(spec.name)) return;
    for (const flag of spec.flags) command.addOption(optionOf(flag, language));
  };
  for (const spec of COMMANDS) add(program, spec);
  const setLines = language === "zh" && argv.some((word) => HELP.has(word)) ? await chineseLines() : undefined;
  for (const command of [program, ...program.commands.flatMap((one) => [one, ...one.commands])]) {
    command
      .helpOption("-h, --help", HELP_HELP[language])
      .exitOverride()
      .configureHelp(helpIn(language, setLines))
      .allowExcessArguments(false)
      .configureOutput({
        writeOut: (out) => host.stdout.write(out),
        writeErr: () => undefined,
        getOutHelpWidth: () => host.stdout.columns(),
      });
  }
  // Last: what it takes over are flags as they are by then, with --help.
  if (isCompleting) {
    const { addCompletion } = await import("./completion.js");
    await addCompletion(program, host);
  }
  try {
    await program.parseAsync(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.ok;
    // An error of commander's that has no words of ours.
    const words = error.message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
    throw new UsageError({ en: words, zh: words }, language);
  }
  return exitCode;
}

/** `--lang zh` before anything is parsed, so that an error in the arguments is in that language, too. */
export function languageIn(argv: readonly string[]): Language | undefined {
  const at = argv.findLastIndex((word) => word === "--lang" || word.startsWith("--lang="));
  const asked = argv[at] === "--lang" ? argv[at + 1] : argv[at]?.slice("--lang=".length);
  return readLanguage(asked ?? "");
}

/** `help`, `help plan`, `help agent add` and `version`, as flags: as commands they would need help of their own. */
function plainly(argv: readonly string[]): readonly string[] {
  const [first, ...rest] = argv;
  if (first === "version") return ["--version", ...rest];
  if (first !== "help") return argv;
  let known: readonly (CommandSpec | CommandFamily)[] = COMMANDS;
  for (const word of rest) {
    if (word.startsWith("-")) break;
    const found = known.find(({ name }) => name === word);
    // Without --help it is an unknown command, which the error says.
    if (found === undefined) return rest;
    known = "commands" in found ? found.commands : [];
  }
  return [...rest, "--help"];
}

const HELP: ReadonlySet<string> = new Set(["-h", "--help"]);

/** How reports set Chinese; loaded for help alone. */
async function chineseLines(): Promise<SetLines> {
  const { flow, proseOf } = await import("../../report/text/flow.js");
  return (text, columns) => flow(proseOf(text), { columns, indent: "", hanging: "" });
}

function addArgument(
  command: Command,
  { term, help, words = [], read = words.length > 0 ? oneOf(words) : undefined, default: without }: Argument,
  language: Language,
): void {
  command.argument(term, help[language], without);
  const argument = command.registeredArguments.at(-1);
  if (argument === undefined || read === undefined) return;
  argument.argParser(reading(read, (...wrong) => USAGE["bad-argument"](argument.name(), ...wrong), language));
  if (words.length > 0) argument.argChoices = [...words];
}

function isGiven(command: Command, flags: string): boolean {
  return command.getOptionValue(new Option(flags).attributeName()) !== undefined;
}

function optionOf({ flags, help, read, words, default: without, required }: Flag, language: Language): Option {
  const needed = required ? { en: " (required)", zh: "（必填）" }[language] : "";
  const option = new Option(flags, `${help[language]}${needed}`);
  if (read === undefined) return flags.startsWith("--no-") ? option : option.default(false);
  if (without !== undefined) option.default(without);
  option.argParser(reading(read, (...wrong) => USAGE["bad-value"](flags, ...wrong), language));
  if (words !== undefined) option.argChoices = [...words];
  return option;
}

/** Reads a value; an unexpected one becomes a usage error. */
function reading<Earlier>(
  read: (value: string, earlier: never) => unknown,
  wrong: (value: string, expected: UnexpectedValue["expected"]) => ReturnType<(typeof USAGE)["bad-value"]>,
  language: Language,
): (value: string, earlier: Earlier) => unknown {
  return (value, earlier) => {
    try {
      return read(value, earlier as never);
    } catch (error) {
      if (error instanceof UnexpectedValue) throw new UsageError(wrong(value, error.expected), language);
      throw error;
    }
  };
}

/**
 * A command whose usage errors are ours. commander's errors are sentences in English only; it calls the methods below
 * with the facts.
 */
class MusterCommand extends Command {
  readonly #language: Language;

  constructor(name: string, language: Language) {
    super(name);
    this.#language = language;
  }

  override createCommand(name = ""): MusterCommand {
    return new MusterCommand(name, this.#language);
  }

  names(): readonly string[] {
    return this.commands.map((one) => one.name());
  }

  unknownCommand(): never {
    const [word = ""] = this.args;
    const family = this.commands.find((one) => one.commands.some((inner) => inner.name() === word));
    const suggestion = family === undefined ? commandLike(word, this.names()) : `${family.name()} ${word}`;
    throw this.#fault(
      suggestion === undefined
        ? USAGE["unknown-command"](word, this.names(), this.#path())
        : USAGE["mistyped-command"](word, suggestion),
    );
  }

  unknownOption(flag: string): never {
    const command = this.commands.find((one) => this.args.includes(one.name()));
    if (command !== undefined) throw this.#fault(USAGE["flag-before-command"](flag, command.name()));
    const known = this.createHelp().visibleOptions(this);
    const suggestion = flagLike(
      flag,
      known.map(({ long = "" }) => long.replace(/^--/, "")),
    );
    throw this.#fault(
      suggestion === undefined ? USAGE["unknown-flag"](flag) : USAGE["mistyped-flag"](flag, `--${suggestion}`),
    );
  }

  /** commander shows help where a command is missing. */
  override help(): never {
    throw this.#fault(USAGE["no-command"](this.names(), this.#path()));
  }

  optionMissingArgument({ flags }: Option): never {
    throw this.#fault(USAGE["no-value"](flags));
  }

  missingArgument(name: string): never {
    throw this.#fault(USAGE["no-argument"](name));
  }

  _excessArguments(given: readonly string[]): void {
    const most = this.registeredArguments.length;
    throw this.#fault(USAGE["too-many-arguments"](this.name(), most, given.length));
  }

  /** As it is typed: `muster agent`. */
  #path(): string {
    return this.parent === null ? this.name() : `${this.parent.name()} ${this.name()}`;
  }

  #fault(texts: ReturnType<(typeof USAGE)["no-command"]>): UsageError {
    return new UsageError(texts, this.#language);
  }
}
