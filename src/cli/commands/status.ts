import type { ConnectContext } from "../../engine/events.js";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import { reportLeftOut } from "../../engine/session.js";
import {
  type Look,
  type OpenedStatus,
  openStatus,
  readStatus,
  refuseUnknownNames,
  statusOf,
} from "../../engine/status.js";
import { findingsOf } from "../../engine/userError.js";
import { StoppedError } from "../../moor/errors.js";
import { type StatusEntry, statusJson } from "../../report/status.js";
import type { TextOptions } from "../../report/text/page.js";
import { statusText, statusWordsOf } from "../../report/text/statusText.js";
import type { CommonOptions } from "../arguments/options.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import { openProject } from "../output/openProject.js";
import { openRun } from "../output/openRun.js";
import { Output } from "../output/output.js";
import { blocks, fairIntervalMs, picture } from "../terminal/watchStatus.js";

interface StatusOptions extends CommonOptions {
  /** Seconds from one read to the next; absent: one read. */
  readonly watch?: number;
  /** Exit with 2 if no one takes conversations in a group; ends a watch. */
  readonly failUnstaffed: boolean;
}

const CLAIM_STATUS = "queueQueueAgentClaimStatus";

interface StatusRun extends OpenedStatus {
  readonly options: StatusOptions;
  readonly context: ConnectContext;
  readonly host: ConsoleHost;
  readonly output: Output;
}

/** `muster status`: who takes conversations now. Needs no files but `muster.yaml`; changes nothing. */
export async function status(names: readonly string[], options: StatusOptions, host: ConsoleHost): Promise<ExitCode> {
  const output = new Output(options, host);
  try {
    const project = await openProject(options, host, output);
    const context = { ...openRun(options, host, output), host: project.host };
    const opened = await openStatus({ ...options, ...context, names });
    const run: StatusRun = { ...opened, options, context, host, output };
    const { selection } = run;
    const first = await readStatus(run.sessions, context);
    const [look, ...others] = first;
    if (look !== undefined && "error" in look && others.length === 0) throw look.error;
    refuseUnknownNames(selection, first);
    for (const one of first) if ("read" in one) reportLeftOut(one.read.odd, selection.isIgnored, one.session, context);
    if (options.watch !== undefined) return await watch(first, options.watch, run);
    const documents = first.map((one) => statusOf(one, selection));
    print(documents, run);
    return exitCodeOf(documents, options);
  } catch (error) {
    return output.fail(error);
  }
}

/**
 * Reads at intervals, until it is interrupted, its reader goes away, the credentials are refused, or (with
 * `--fail-unstaffed`) a group is unstaffed. A read that fails for another reason is shown, and the next one is tried.
 */
async function watch(first: readonly Look[], seconds: number, run: StatusRun): Promise<ExitCode> {
  const { sessions, selection, options, context, host, output } = run;
  const { stop } = context;
  // A watch shows when it reads; its waits are not worth a report.
  const quiet: ConnectContext = { ...context, onEvent: (event) => event.kind !== "waiting" && context.onEvent(event) };
  const fairMs = Math.max(
    ...first.map((look) => ("read" in look ? fairIntervalMs(look.read.pages, look.session.limits[CLAIM_STATUS]) : 0)),
  );
  const everyMs = Math.max(seconds * 1000, fairMs);
  if (everyMs > seconds * 1000) output.note(`${statusWordsOf(output.language).slower(everyMs / 1000)}\n`);
  const live = output.format === "text" && host.stdout.isTTY && host.env["TERM"] !== "dumb";
  const view = live
    ? picture(host, () => textOptions(run), stop)
    : blocks((documents, isFirst) => {
        if (!isFirst && output.format === "text") output.print("\n");
        print(documents, run);
      }, host);
  try {
    let looks = first;
    let beganMs = host.clock.monotonic();
    for (;;) {
      const documents = looks.map((look) => statusOf(look, selection));
      view.show(documents);
      if (stop.aborted) return EXIT.interrupted;
      if (host.stdout.isClosed?.() === true) return EXIT.ok;
      if (looks.some(isHopeless)) return EXIT.failed;
      if (options.failUnstaffed && documents.some(isUnstaffed)) return EXIT.differs;
      await view.pause(beganMs + everyMs - host.clock.monotonic(), stop);
      if (stop.aborted) return EXIT.interrupted;
      if (host.stdout.isClosed?.() === true) return EXIT.ok;
      beganMs = host.clock.monotonic();
      looks = await readStatus(sessions, quiet);
    }
  } catch (error) {
    if (error instanceof StoppedError) return EXIT.interrupted;
    throw error;
  } finally {
    view.close();
  }
}

/** Trying a wrong secret again and again may lock the account. */
function isHopeless(look: Look): boolean {
  return (
    "error" in look && findingsOf(look.error).some(({ code }) => code === "wrong-credentials" || code === "internal")
  );
}

function print(documents: readonly StatusEntry[], run: StatusRun): void {
  const { sessions, output } = run;
  if (output.format === "json") output.print(statusJson(documents, sessions.length > 1, output.language));
  else output.print(statusText(documents, textOptions(run)));
}

/** If a few groups are asked for, their members are of interest; for hundreds of groups they would hide the counts. */
function textOptions({ selection, output }: StatusRun): TextOptions {
  return { ...output.textOptions(), verbose: output.verbose || selection.names.length > 0 };
}

/** An account that could not be read comes before an unstaffed group: it may have some, too. */
function exitCodeOf(documents: readonly StatusEntry[], { failUnstaffed }: StatusOptions): ExitCode {
  if (documents.some(({ kind }) => kind === "error")) return EXIT.failed;
  return failUnstaffed && documents.some(isUnstaffed) ? EXIT.differs : EXIT.ok;
}

function isUnstaffed(document: StatusEntry): boolean {
  return document.kind === "status" && document.summary.unstaffed > 0;
}
