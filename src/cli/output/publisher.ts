import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import type { UserError } from "../../engine/userError.js";
import type { Plan } from "../../plan/plan.js";
import { type ReportFormat, rendererOf } from "../../report/formats.js";
import { fenced } from "../../report/github/reportGithub.js";
import { stepOutputs, stepOutputsText } from "../../report/github/stepOutputs.js";
import { differs, type FailureReport, failuresOf, type RenderOptions, type Report } from "../../report/report.js";
import { findingsText } from "../../report/text/findingsText.js";
import { reportText } from "../../report/text/reportText.js";
import type { ReportOptions, ReportTarget } from "../arguments/options.js";
import { openForge } from "../ci/sourceLinks.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import { Output } from "./output.js";
import { cannotWrite, makeOutputFolder, refuseOutputs, saveOutput } from "./saveFile.js";

/** Files do not take their width from a terminal that happens to be there. */
const FILE_COLUMNS = 100;

/** The files that the user named, which reports must not replace. */
export function inputsOf(
  paths: readonly string[],
  { config }: Pick<ReportOptions, "config">,
  plan?: string,
): readonly string[] {
  return [...paths, ...[config, plan].filter((path) => path !== undefined)];
}

/** A report that has been published, how the run ends, and what is known about the reader. */
export interface Published {
  readonly report: Report;
  readonly exitCode: ExitCode;
  readonly options: RenderOptions;
}

/** Publishes a run's report: to stdout in one format, and to files in others. */
export class Publisher {
  readonly output: Output;
  readonly #command: FailureReport["command"];
  readonly #format: ReportFormat;
  /** Only those that may be written: a refused report is not written to say so. */
  #targets: readonly ReportTarget[];
  readonly #account: string | undefined;
  readonly #host: ConsoleHost;
  /** Works in the folder that findings name files from. */
  #project: ConsoleHost;

  constructor(command: FailureReport["command"], options: ReportOptions, host: ConsoleHost) {
    this.#command = command;
    this.#format = options.format ?? (host.env["GITHUB_ACTIONS"] === "true" ? "github" : "text");
    this.#targets = options.report ?? [];
    this.#account = options.account;
    this.#host = host;
    this.#project = host;
    this.output = new Output({ ...options, format: this.#format }, host);
  }

  /** From now on files are named from the folder that this host works in. Reports go where they were asked to. */
  of(project: ConsoleHost): void {
    this.#project = project;
  }

  /**
   * Before anything is sent: a report that cannot be written, or would replace what is read, stops the run.
   *
   * @param inputs paths that the user named, to read from
   * @param outputs other files that the run will write
   * @throws {UserError}
   */
  async prepare(inputs: readonly string[] = [], outputs: readonly string[] = []): Promise<void> {
    const targets = this.#targets;
    this.#targets = [];
    await refuseOutputs([...targets.map(({ path }) => path), ...outputs], inputs, this.#host);
    for (const { path } of targets) await makeOutputFolder(path, this.#host);
    this.#targets = targets;
  }

  /**
   * What an apply is about to do. Documents are printed at the end, and alone; but a person who is asked sees the plan
   * in any format.
   */
  showPlans(plans: readonly Plan[], asks: boolean): void {
    const report = { kind: "plans", plans } as const;
    const options = this.#baseOptions();
    if (this.#format === "text") this.output.print(reportText(report, options));
    else if (this.#format === "github") this.output.printCommands(fenced(reportText(report, options), options.nonce));
    else if (asks) this.output.warn(reportText(report, { ...options, ...this.output.textOptions("stderr") }));
  }

  /** @returns what was published; its exit code is 1 if a report could not be written and nothing else is wrong */
  async publish(report: Report, exitCode: ExitCode): Promise<Published> {
    const options = { ...this.#baseOptions(), ...(await openForge(this.#project)) };
    await this.#print(report, options);
    const unwritten = await this.#writeFiles(report, options);
    if (this.#format === "github") {
      await writeGithubFiles(report, exitCode, options, this.#host).catch((error: unknown) => {
        this.#warnOf(cannotWrite("GITHUB_STEP_SUMMARY, GITHUB_OUTPUT", error));
      });
    }
    const ending = unwritten && (exitCode === EXIT.ok || exitCode === EXIT.differs) ? EXIT.failed : exitCode;
    return { report, exitCode: ending, options };
  }

  /** The one place where an error becomes a report. */
  async fail(error: unknown, plans: readonly Plan[] = []): Promise<Published> {
    const { diagnostics, exitCode, texts } = this.output.failureOf(error);
    return this.publish({ kind: "failure", command: this.#command, exitCode, diagnostics, plans, texts }, exitCode);
  }

  async #print(report: Report, options: RenderOptions): Promise<void> {
    const isText = this.#format === "text";
    // In text, what stopped the run goes only to stderr, where errors belong.
    if (report.kind === "failure" && isText) return this.#warn(report);
    // For jobs that mail what is printed.
    if (isText && this.output.quiet && hasNoNews(report)) return;
    const shown = isText && failuresOf(report).length > 0 ? { ...report, failures: [] } : report;
    const document = (await rendererOf(this.#format))(shown, options);
    if (this.#format === "github") return this.output.printCommands(document);
    this.output.print(document);
    // A document may go to a file: the log must show what stopped the run, too.
    if (report.kind === "failure" && this.#format !== "json") this.#warn(report);
  }

  /** Tries each; one that cannot be written does not keep the others from being written. */
  async #writeFiles(report: Report, options: RenderOptions): Promise<boolean> {
    let unwritten = false;
    for (const { format, path } of this.#targets) {
      const render = await rendererOf(format);
      const document = render(report, { ...options, colour: false, columns: FILE_COLUMNS });
      await saveOutput(path, document, this.#host).catch((error: UserError) => {
        unwritten = true;
        this.#warnOf(error);
      });
    }
    return unwritten;
  }

  #warnOf({ findings }: UserError): void {
    this.#warn({ diagnostics: findings });
  }

  #warn({ diagnostics, texts }: Pick<FailureReport, "diagnostics"> & Partial<Pick<FailureReport, "texts">>): void {
    this.output.warn(findingsText(diagnostics, texts, this.output.textOptions("stderr")));
  }

  #baseOptions(): RenderOptions {
    return {
      ...this.output.textOptions(),
      ...(this.#account === undefined ? {} : { scope: this.#account }),
      redact: (text) => this.#host.secrets.redact(text),
      nonce: `muster-${this.#host.machine.owner}`,
    };
  }
}

/** Plans without a difference, a finding or a failure. */
function hasNoNews(report: Report): boolean {
  if (report.kind !== "plans" || failuresOf(report).length > 0) return false;
  return report.plans.every((plan) => {
    const { diagnostics, noLongerManaged = [], left = [] } = plan;
    return !differs(plan) && diagnostics.length + noLongerManaged.length + left.length === 0;
  });
}

/** A summary may take 1 MiB for a whole step, and several runs of one step share it. */
const SUMMARY_BYTES = 1_000_000;
/** With less room than this even the shortest summary might not fit. */
const WORTH_WRITING_BYTES = 10_000;

/**
 * Writes what a step leaves behind under GitHub Actions: the job's summary and the step's outputs.
 *
 * @throws {NodeJS.ErrnoException} a file cannot be written
 */
async function writeGithubFiles(
  report: Report,
  exitCode: ExitCode,
  options: RenderOptions,
  { env, files }: ConsoleHost,
): Promise<void> {
  const { GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output } = env;
  if (output !== undefined && output !== "") {
    await files.append(output, stepOutputsText(stepOutputs(report, exitCode), options.nonce));
  }
  if (summary === undefined || summary === "") return;
  const used = (await files.kind(summary)) === "file" ? await files.size(summary) : 0;
  const left = SUMMARY_BYTES - used;
  if (left < WORTH_WRITING_BYTES) return;
  const render = await rendererOf("markdown");
  await files.append(summary, `${render(report, { ...options, atMost: { utf16Units: left, utf8Bytes: left } })}\n`);
}
