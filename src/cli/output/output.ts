import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import type { Shell } from "../../engine/host.js";
import { UserError } from "../../engine/userError.js";
import { MoorError, StoppedError } from "../../moor/errors.js";
import type { Diagnostic } from "../../plan/plan.js";
import type { ReportFormat } from "../../report/formats.js";
import { errorJson } from "../../report/json.js";
import type { Language } from "../../report/messages/catalogue.js";
import type { Finding } from "../../report/messages/formatFinding.js";
import { findingsText } from "../../report/text/findingsText.js";
import type { TextOptions } from "../../report/text/options.js";
import { visible } from "../../report/text/visible.js";
import { chooseLanguage } from "../arguments/language.js";
import type { CommonOptions } from "../arguments/options.js";
import { hasListener, runnerSafe } from "../ci/runnerSafe.js";

/** How this run speaks: in which language and format, with which colours, to which stream. */
export class Voice {
  readonly language: Language;
  readonly format: ReportFormat;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly #shell: Shell;
  readonly #colour: boolean;
  readonly #safe: (text: string) => string;

  constructor(
    options: Pick<CommonOptions, "lang" | "color" | "verbose" | "quiet"> & { readonly format: ReportFormat },
    shell: Shell,
  ) {
    this.language = chooseLanguage(options.lang, shell.env);
    this.format = options.format;
    this.verbose = options.verbose;
    this.quiet = options.quiet;
    this.#shell = shell;
    this.#safe = hasListener(shell.env) ? runnerSafe : (text) => text;
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
    this.#shell.stdout.write(this.#safe(text));
  }

  /** Output that a runner is meant to obey; whatever names are in it have been fenced. */
  command(text: string): void {
    this.#shell.stdout.write(text);
  }

  /** Progress and logs; nothing under `--quiet`. */
  note(text: string): void {
    if (!this.quiet) this.#shell.stderr.write(this.#safe(text));
  }

  /** Something a person must see, `--quiet` or not. */
  warn(text: string): void {
    this.#shell.stderr.write(this.#safe(text));
  }

  /** The one place where something thrown becomes words and an exit code, for commands that have no report. */
  fail(error: unknown): ExitCode {
    const { diagnostics, exitCode, texts } = this.failureOf(error);
    if (this.format === "json") this.answer(errorJson(diagnostics, this.language));
    else this.warn(findingsText(diagnostics, texts, this.textOptions("stderr")));
    return exitCode;
  }

  /** What was thrown, as findings. What nobody foresaw shows its stack under `--verbose`. */
  failureOf(error: unknown): Failure {
    if (error instanceof StoppedError) {
      const stopped = { code: "stopped", severity: "error", args: {} } as const;
      return { diagnostics: [stopped], exitCode: EXIT.interrupted, texts: new Map() };
    }
    const diagnostics = findingsOf(error);
    if (error instanceof UserError) return { diagnostics, exitCode: error.exitCode, texts: error.texts };
    if (this.verbose && !(error instanceof MoorError) && error instanceof Error) {
      const stack = error.stack ?? error.message;
      this.warn(`${stack.split("\n").map(visible).join("\n")}\n`);
    }
    return { diagnostics, exitCode: EXIT.failed, texts: new Map() };
  }
}

/** What stopped a run. */
export interface Failure {
  readonly diagnostics: readonly Diagnostic[];
  readonly exitCode: ExitCode;
  readonly texts: ReadonlyMap<string, string>;
}

/** What was thrown, as findings. */
export function findingsOf(error: unknown): readonly Finding[] {
  if (error instanceof UserError) return error.findings;
  if (error instanceof MoorError) return [{ ...error.fault, severity: "error" }];
  return [
    { code: "internal", severity: "error", args: { detail: error instanceof Error ? error.message : String(error) } },
  ];
}
