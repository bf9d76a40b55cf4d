import { type Command, Option } from "commander";
import { FILE_FORMATS, REPORT_FORMATS } from "../../report/formats.js";
import {
  count,
  FORMATS,
  gitRef,
  guardLimit,
  LANGUAGES,
  oneOf,
  reportTargets,
  seconds,
  text,
  texts,
} from "./options.js";

/** An option that takes one of a few words; shells complete them. */
export function choice(flags: string, description: string, words: readonly string[]): Option {
  const option = new Option(flags, description).argParser(oneOf(words));
  option.argChoices = [...words];
  return option;
}

/** Flags of every command that answers a person or a program. */
export function speaking(command: Command): Command {
  return voiced(
    command.addOption(choice("--format <format>", `how to print: ${FORMATS.join(", ")}`, FORMATS).default("text")),
  );
}

/** Flags of every command whose outcome is a report. */
export function reporting(command: Command): Command {
  return voiced(
    filed(command)
      .addOption(
        choice(
          "--format <format>",
          `how to print: ${REPORT_FORMATS.join(", ")} (default: github under GitHub Actions, text elsewhere)`,
          REPORT_FORMATS,
        ),
      )
      .addOption(
        new Option(
          "--report <format=file>",
          `write the same to a file; repeatable; also ${FILE_FORMATS.slice(REPORT_FORMATS.length).join(", ")}`,
        ).argParser(reportTargets),
      ),
  );
}

function voiced(command: Command): Command {
  return command
    .addOption(choice("--lang <language>", "language: en, zh (default: MUSTER_LANG, then the locale)", LANGUAGES))
    .option("--no-color", "no colours")
    .option("--quiet", "no progress", false)
    .option("--verbose", "more detail", false);
}

/** Flags of every command that reads files. */
export function reading(command: Command): Command {
  return speaking(filed(command));
}

function filed(command: Command): Command {
  return command
    .option("--config <file>", "muster.yaml to use (default: ./muster.yaml where there is one)", text)
    .option("--account <name>", "account of muster.yaml", text);
}

/** Flags of the commands that a pull request runs. */
export function judging(command: Command): Command {
  return command.option(
    "--settings-from <ref>",
    "take accounts, limits and unmanaged of muster.yaml from this commit, as on pull requests",
    gitRef,
  );
}

/** Flags of every command that calls the API. */
export function calling(command: Command): Command {
  return command
    .option("--group <names...>", "only these groups, by name or pinned number", texts)
    .option("--timeout <seconds>", "give up an unanswered call after this time", seconds, 30)
    .option("--insecure-http", "allow plain http to a host that is not this machine", false);
}

/** Flags of every command that a guard can stop. */
export function guarded(command: Command): Command {
  return command
    .option("--max-removals <n|n%>", "memberships one run may remove", guardLimit)
    .option("--max-emptied <n>", "groups one run may leave without a member", count)
    .option("--max-creates <n>", "groups one run may create", count)
    .option("--min-claiming <n>", "agents who must be taking conversations in each changed group afterwards", count)
    .option("--staffing", "show how many will be taking conversations in each changed group", false);
}
