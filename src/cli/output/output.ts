import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import { findingsOf, UserError } from "../../engine/userError.js";
import { MoorError, StoppedError } from "../../moor/errors.js";
import type { Diagnostic } from "../../plan/plan.js";
import type { ReportFormat } from "../../report/formats.js";
import { errorJson } from "../../report/json.js";
import type { Language } from "../../report/messages/catalogue.js";
import { findingsText } from "../../report/text/findingsText.js";
import type { TextOptions } from "../../report/text/page.js";
import { visible } from "../../report/text/visible.js";
import { chooseLanguage } from "../arguments/language.js";
import type { CommonOptions } from "../arguments/options.js";
import { hasListener, runnerSafe } from "../ci/runnerSafe.js";
import type { ConsoleHost } from "../node/consoleHost.js";

/** How this run speaks: in which language and format, with which colours, to which stream. */
export class Output {
  readonly language: Language;
  readonly format: ReportFormat;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly #host: ConsoleHost;
  readonly #colour: boolean;
  readonly #safe: (text: string) => string;

  constructor(
    options: Pick<CommonOptions, "lang" | "color" | "verbose" | "quiet"> & { readonly format: ReportFormat },
    host: ConsoleHost,
  ) {
    this.language = chooseLanguage(options.lang, host.env);
    this.format = options.format;
    this.verbose = options.verbose;
    this.quiet = options.quiet;
    this.#host = host;
    this.#safe = hasListener(host.env) ? runnerSafe : (text) => text;
    const { NO_COLOR, TERM } = host.env;
    this.#colour = options.color && (NO_COLOR === undefined || NO_COLOR === "") && TERM !== "dumb";
  }

  /** For text that is written to `stdout` or `stderr`. */
  textOptions(stream: "stdout" | "stderr" = "stdout"): TextOptions {
    const to = this.#host[stream];
    return {
      language: this.language,
      colour: this.#colour && to.isTTY,
      columns: to.columns(),
      verbose: this.verbose,
    };
  }

  /** The output that was asked for. */
  print(text: string): void {
    this.#host.stdout.write(this.#safe(text));
  }

  /** Output that a runner is meant to obey; names in it are already fenced. */
  printCommands(text: string): void {
    this.#host.stdout.write(text);
  }

  /** Progress and logs; nothing under `--quiet`. */
  note(text: string): void {
    if (!this.quiet) this.#host.stderr.write(this.#safe(text));
  }

  /** Something that a person must see, even under `--quiet`. */
  warn(text: string): void {
    this.#host.stderr.write(this.#safe(text));
  }

  /** The one place where an error becomes words and an exit code, for commands that have no report. */
  fail(error: unknown): ExitCode {
    const { diagnostics, exitCode, texts } = this.failureOf(error);
    if (this.format === "json") this.print(errorJson(diagnostics, this.language));
    else this.warn(findingsText(diagnostics, texts, this.textOptions("stderr")));
    return exitCode;
  }

  /** What was thrown, as findings. An unforeseen error shows its stack under `--verbose`. */
  failureOf(error: unknown): Failure {
    const diagnostics = findingsOf(error);
    if (error instanceof StoppedError) return { diagnostics, exitCode: EXIT.interrupted, texts: new Map() };
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
