import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import type { Shell } from "../../engine/host.js";
import type { UserError } from "../../engine/userError.js";
import type { Plan } from "../../plan/plan.js";
import { type ReportFormat, rendererOf } from "../../report/formats.js";
import { fenced } from "../../report/github/reportGithub.js";
import { type FailureReport, failuresOf, type RenderOptions, type Report } from "../../report/report.js";
import { findingsText } from "../../report/text/findingsText.js";
import { reportText } from "../../report/text/reportText.js";
import type { ReportOptions, ReportTarget } from "../arguments/options.js";
import { writeGithubFiles } from "../ci/githubFiles.js";
import { openForge } from "../ci/sourceLinks.js";
import { Voice } from "./output.js";
import { cannotWrite, makeOutputFolder, refuseOutputs, saveOutput } from "./saveFile.js";

/** Files are not as narrow as some terminal that happens to be there. */
const FILE_COLUMNS = 100;

/** The files that the user named, for reports not to replace. */
export function inputsOf(
  paths: readonly string[],
  { config }: Pick<ReportOptions, "config">,
  plan?: string,
): readonly string[] {
  return [...paths, ...[config, plan].filter((path) => path !== undefined)];
}

/** Brings a run's report to whoever asked for it: to stdout in one format, and to files in others. */
export class Publisher {
  readonly voice: Voice;
  readonly #command: FailureReport["command"];
  readonly #format: ReportFormat;
  /** Only those that may be written: a report that is refused is not written to say so. */
  #targets: readonly ReportTarget[];
  readonly #account: string | undefined;
  readonly #shell: Shell;

  constructor(command: FailureReport["command"], options: ReportOptions, shell: Shell) {
    this.#command = command;
    this.#format = options.format ?? (shell.env["GITHUB_ACTIONS"] === "true" ? "github" : "text");
    this.#targets = options.report ?? [];
    this.#account = options.account;
    this.#shell = shell;
    this.voice = new Voice({ ...options, format: this.#format }, shell);
  }

  /**
   * Before anything is sent: a report that has nowhere to go, or would replace what is read, stops the run.
   *
   * @param inputs paths that the user named, to read from
   * @param outputs other files that the run is to write
   * @throws {UserError}
   */
  async prepare(inputs: readonly string[] = [], outputs: readonly string[] = []): Promise<void> {
    const targets = this.#targets;
    this.#targets = [];
    await refuseOutputs([...targets.map(({ path }) => path), ...outputs], inputs, this.#shell);
    for (const { path } of targets) await makeOutputFolder(path, this.#shell);
    this.#targets = targets;
  }

  /**
   * What an apply is about to do. Documents come at the end and come alone; but whoever is asked sees the plan all the
   * same.
   */
  showPlans(plans: readonly Plan[], asks: boolean): void {
    const report = { kind: "plans", plans } as const;
    const options = this.#baseOptions();
    if (this.#format === "text") this.voice.answer(reportText(report, options));
    else if (this.#format === "github") this.voice.command(fenced(reportText(report, options), options.nonce));
    else if (asks) this.voice.warn(reportText(report, { ...options, ...this.voice.textOptions("stderr") }));
  }

  /** @returns the exit code, or 1 where a report could not be written and nothing else is wrong */
  async publish(report: Report, exitCode: ExitCode): Promise<ExitCode> {
    const options = { ...this.#baseOptions(), ...(await openForge(this.#shell)) };
    await this.#say(report, options);
    const unwritten = await this.#writeFiles(report, options);
    if (this.#format === "github") {
      await writeGithubFiles(report, exitCode, options, this.#shell).catch((error: unknown) => {
        this.#warn(cannotWrite("GITHUB_STEP_SUMMARY, GITHUB_OUTPUT", error));
      });
    }
    const ending = unwritten && (exitCode === EXIT.ok || exitCode === EXIT.differs) ? EXIT.failed : exitCode;
    await this.#shell.onReport?.({ report, exitCode: ending, options });
    return ending;
  }

  /** The one place where something thrown becomes a report. */
  async fail(error: unknown, plans: readonly Plan[] = []): Promise<ExitCode> {
    const { diagnostics, exitCode, texts } = this.voice.failureOf(error);
    return this.publish({ kind: "failure", command: this.#command, exitCode, diagnostics, plans, texts }, exitCode);
  }

  async #say(report: Report, options: RenderOptions): Promise<void> {
    // At a terminal an account that failed is told of on stderr, where errors belong.
    const said = this.#format === "text" && failuresOf(report).length > 0 ? { ...report, failures: [] } : report;
    const document = (await rendererOf(this.#format))(said, options);
    if (this.#format === "github") return this.voice.command(document);
    if (report.kind !== "failure") return this.voice.answer(document);
    const { diagnostics, texts } = report;
    // A document may be on its way to a file: whoever reads the log must see what stopped the run, too.
    if (this.#format !== "text") this.voice.answer(document);
    if (this.#format !== "json") this.voice.warn(findingsText(diagnostics, texts, this.voice.textOptions("stderr")));
  }

  /** Tries each; one that cannot be written keeps no other from being written. */
  async #writeFiles(report: Report, options: RenderOptions): Promise<boolean> {
    let unwritten = false;
    for (const { format, path } of this.#targets) {
      const render = await rendererOf(format);
      const document = render(report, { ...options, colour: false, columns: FILE_COLUMNS });
      await saveOutput(path, document, this.#shell).catch((error: UserError) => {
        unwritten = true;
        this.#warn(error);
      });
    }
    return unwritten;
  }

  #warn(error: UserError): void {
    this.voice.warn(findingsText(error.findings, undefined, this.voice.textOptions("stderr")));
  }

  #baseOptions(): RenderOptions {
    return {
      ...this.voice.textOptions(),
      ...(this.#account === undefined ? {} : { scope: this.#account }),
      nonce: `muster-${this.#shell.machine.owner}`,
    };
  }
}
