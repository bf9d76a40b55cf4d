import { matchesGlob } from "../../config/patterns.js";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import type { Shell } from "../../engine/host.js";
import { type Look, lookAt, refuseUnknownNames, type StatusSelection, statusOf } from "../../engine/readStatus.js";
import { telling } from "../../engine/reportWaits.js";
import { openSession, type Session } from "../../engine/session.js";
import { tellOdd } from "../../engine/tellOdd.js";
import { hasError, UserError } from "../../engine/userError.js";
import { loadConfig, resolveSettings, selectAccounts } from "../../engine/workspace.js";
import type { StopSignal } from "../../model/stopSignal.js";
import { StoppedError } from "../../moor/errors.js";
import { type StatusEntry, statusJson } from "../../report/status.js";
import type { TextOptions } from "../../report/text/options.js";
import { statusText, statusWordsOf } from "../../report/text/statusText.js";
import type { CommonOptions } from "../arguments/options.js";
import { stopOnSignal } from "../node/stopOnSignal.js";
import { findingsOf, Voice } from "../output/output.js";
import { blocks, fairIntervalMs, picture } from "../terminal/watchStatus.js";

interface StatusOptions extends CommonOptions {
  /** Seconds from one look to the next; absent: one look. */
  readonly watch?: number;
  /** Exit 2 when a group has nobody; ends a watch. */
  readonly failUnstaffed: boolean;
}

const CLAIM_STATUS = "queueQueueAgentClaimStatus";

/** `muster status`: who takes conversations now. Needs no files but `muster.yaml`; changes nothing. */
export async function status(names: readonly string[], options: StatusOptions, shell: Shell): Promise<ExitCode> {
  const voice = new Voice(options, shell);
  const stop = stopOnSignal(shell, voice);
  try {
    const config = await loadConfig(options, shell);
    if (hasError(config.findings)) throw new UserError(config.findings, config.texts);
    const entries = selectAccounts(config.accounts, options.account, "several", []);
    const { settings, findings } = resolveSettings(entries, options, shell);
    if (hasError(findings)) throw new UserError(findings, config.texts);
    const sessions = await Promise.all(
      [...settings.values()].map((account) => openSession(account, options, shell, voice, stop)),
    );
    const isIgnored = (name: string): boolean => config.ignore.some((pattern) => matchesGlob(pattern, name));
    const run = { sessions, selection: { names, isIgnored }, options, shell, voice, stop };

    const first = await lookAt(sessions, shell, (work, session) => telling(work, session, shell, voice));
    const [look, ...others] = first;
    if (look !== undefined && "error" in look && others.length === 0) throw look.error;
    refuseUnknownNames(run.selection, first);
    for (const one of first) if ("read" in one) tellOdd(one.read.odd, isIgnored, voice);
    if (options.watch !== undefined) return await watch(first, options.watch, run);
    const documents = first.map((one) => statusOf(one, run.selection));
    print(documents, run);
    return exitCodeOf(documents, options);
  } catch (error) {
    return voice.fail(error);
  }
}

interface StatusRun {
  readonly sessions: readonly Session[];
  readonly selection: StatusSelection;
  readonly options: StatusOptions;
  readonly shell: Shell;
  readonly voice: Voice;
  readonly stop: StopSignal;
}

/**
 * Looks again and again, until it is interrupted, its reader goes away, the credentials are turned down, or (with
 * `--fail-unstaffed`) a group has nobody. A look that fails for another reason is shown, and the next one is tried.
 */
async function watch(first: readonly Look[], seconds: number, run: StatusRun): Promise<ExitCode> {
  const { sessions, selection, options, shell, voice, stop } = run;
  const fairMs = Math.max(
    ...first.map((look) => ("read" in look ? fairIntervalMs(look.read.pages, look.session.limits[CLAIM_STATUS]) : 0)),
  );
  const everyMs = Math.max(seconds * 1000, fairMs);
  if (everyMs > seconds * 1000) voice.note(`${statusWordsOf(voice.language).slower(everyMs / 1000)}\n`);
  const live = voice.format === "text" && shell.stdout.isTTY && shell.env["TERM"] !== "dumb";
  const view = live
    ? picture(shell, () => textOptions(run), stop)
    : blocks((documents, isFirst) => {
        if (!isFirst && voice.format === "text") voice.answer("\n");
        print(documents, run);
      }, shell);
  try {
    let looks = first;
    let beganMs = shell.clock.monotonic();
    for (;;) {
      const documents = looks.map((look) => statusOf(look, selection));
      view.show(documents);
      if (stop.aborted) return EXIT.interrupted;
      if (shell.stdout.isClosed?.() === true) return EXIT.ok;
      if (looks.some(isHopeless)) return EXIT.failed;
      if (options.failUnstaffed && documents.some(isUnstaffed)) return EXIT.differs;
      await view.pause(beganMs + everyMs - shell.clock.monotonic(), stop);
      if (stop.aborted) return EXIT.interrupted;
      if (shell.stdout.isClosed?.() === true) return EXIT.ok;
      beganMs = shell.clock.monotonic();
      looks = await lookAt(sessions, shell, (work) => work);
    }
  } catch (error) {
    if (error instanceof StoppedError) return EXIT.interrupted;
    throw error;
  } finally {
    view.close();
  }
}

/** To knock again and again with a wrong secret may lock the account. */
function isHopeless(look: Look): boolean {
  return (
    "error" in look && findingsOf(look.error).some(({ code }) => code === "wrong-credentials" || code === "internal")
  );
}

function print(documents: readonly StatusEntry[], run: StatusRun): void {
  const { sessions, voice } = run;
  if (voice.format === "json") voice.answer(statusJson(documents, sessions.length > 1, voice.language));
  else voice.answer(statusText(documents, textOptions(run)));
}

/** Whoever asks for a few groups wants to know who is in them; for hundreds it would bury the counts. */
function textOptions({ selection, voice }: StatusRun): TextOptions {
  return { ...voice.textOptions(), verbose: voice.verbose || selection.names.length > 0 };
}

/** An account that could not be read outranks a group without anybody: the others may have some, too. */
function exitCodeOf(documents: readonly StatusEntry[], { failUnstaffed }: StatusOptions): ExitCode {
  if (documents.some(({ kind }) => kind === "error")) return EXIT.failed;
  return failUnstaffed && documents.some(isUnstaffed) ? EXIT.differs : EXIT.ok;
}

function isUnstaffed(document: StatusEntry): boolean {
  return document.kind === "status" && document.summary.unstaffed > 0;
}
