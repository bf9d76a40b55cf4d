import { MoorError, StoppedError } from "../moor/errors.js";
import type { Diagnostic } from "../plan/plan.js";
import { errorJson } from "../report/json.js";
import { type Finding, formatFinding } from "../report/messages/formatFinding.js";
import type { Language } from "../report/messages/prose.js";
import { findingsText } from "../report/text/findingsText.js";
import type { TextOptions } from "../report/text/options.js";
import { EXIT, type ExitCode } from "./exitCode.js";
import { chooseLanguage } from "./language.js";
import type { CommonOptions, Format } from "./options.js";
import type { Shell } from "./shell.js";
import { UserError } from "./userError.js";

/** How this run speaks: in which language and format, with which colours, to which stream. */
export class Voice {
  readonly language: Language;
  readonly format: Format;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly #shell: Shell;
  readonly #colour: boolean;

  constructor(options: Pick<CommonOptions, "lang" | "format" | "color" | "verbose" | "quiet">, shell: Shell) {
    this.language = chooseLanguage(options.lang, shell.env);
    this.format = options.format;
    this.verbose = options.verbose;
    this.quiet = options.quiet;
    this.#shell = shell;
    const { NO_COLOR, TERM } = shell.env;
    this.#colour = options.color && (NO_COLOR === undefined || NO_COLOR === "") && TERM !== "dumb";
  }

  /** For text that is written to `stdout` or `stderr`. */
  textOptions(stream: "stdout" | "stderr" = "stdout"): TextOptions {
    const output = this.#shell[stream];
    return {
      language: this.language,
      colour: this.#colour && output.isTTY,
      columns: output.columns(),
      verbose: this.verbose,
    };
  }

  /** Output that was asked for. */
  answer(text: string): void {
    this.#shell.stdout.write(text);
  }

  /** Progress and logs; nothing under `--quiet`. */
  note(text: string): void {
    if (!this.quiet) this.#shell.stderr.write(text);
  }

  /** Something a person must see, `--quiet` or not. */
  warn(text: string): void {
    this.#shell.stderr.write(text);
  }

  diagnostics(findings: readonly Finding[]): Diagnostic[] {
    return findings.map((finding) => formatFinding(finding, this.language));
  }

  /** The one place where something thrown becomes words and an exit code. */
  fail(error: unknown): ExitCode {
    if (error instanceof StoppedError) {
      this.#sayErrors(this.diagnostics([{ code: "stopped", severity: "error", args: {} }]), new Map());
      return EXIT.interrupted;
    }
    const texts = error instanceof UserError ? error.texts : new Map<string, string>();
    this.#sayErrors(this.diagnostics(findingsOf(error)), texts);
    if (this.verbose && !(error instanceof UserError || error instanceof MoorError) && error instanceof Error) {
      this.warn(`${error.stack ?? error.message}\n`);
    }
    return error instanceof UserError ? error.exitCode : EXIT.failed;
  }

  #sayErrors(diagnostics: readonly Diagnostic[], texts: ReadonlyMap<string, string>): void {
    if (this.format === "json") this.answer(errorJson(diagnostics));
    else this.warn(findingsText(diagnostics, texts, this.textOptions("stderr")));
  }
}

/** What was thrown, as findings. */
export function findingsOf(error: unknown): readonly Finding[] {
  if (error instanceof UserError) return error.findings;
  if (error instanceof MoorError) return [{ ...error.fault, severity: "error" }];
  return [
    { code: "internal", severity: "error", args: { detail: error instanceof Error ? error.message : String(error) } },
  ];
}
