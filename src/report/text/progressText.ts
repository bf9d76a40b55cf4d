import type { Outcome } from "../../apply/result.js";
import type { Dialogue } from "../messages/dialogue.js";
import { dialogueOf } from "../messages/languages.js";
import { truncateTo, widthOf } from "./columns.js";
import { type TextOptions, usableColumns } from "./options.js";
import { groupText, pageOf } from "./page.js";
import { markOf } from "./resultText.js";

/** How an apply stands. */
export interface ProgressView {
  /** Actions, over all accounts. */
  readonly total: number;
  readonly done: number;
  /** Of those done: not applied. */
  readonly failed: number;
  readonly verifying: boolean;
  /** The writing interfaces of this run, those that have finished too. */
  readonly lanes: readonly LaneView[];
}

/** One writing interface: what is left, and what it waits for. Times are in ms. */
export interface LaneView {
  readonly operation: string;
  readonly left: number;
  /** Until the next call may leave; 0 where one may now. */
  readonly nextInMs: number;
  /** The server said that the limit is reached. */
  readonly resting: boolean;
  readonly etaMs: number;
}

/** A wait shorter than this is not worth telling. */
const WORTH_TELLING_MS = 500;
const BAR_WIDEST = 24;
const BAR_NARROWEST = 6;

/**
 * The live part at the foot of a terminal: one line for the whole, one for each interface. No line is ever wrapped, as
 * that would make a redrawn picture jump; where room is scarce the bar gives way to the facts.
 */
export function progressFrame(view: ProgressView, options: TextOptions): string {
  const words = dialogueOf(options.language);
  const { palette } = pageOf(options);
  const columns = usableColumns(options) - 1; // the last column makes some terminals wrap
  const etaMs = Math.max(0, ...view.lanes.map((lane) => lane.etaMs));
  const facts = [
    words.progress(view.done, view.total),
    ...(view.failed > 0 ? [words.notApplied(view.failed)] : []),
    ...(view.verifying ? [words.verifying] : []),
    ...(etaMs >= 1000 ? [words.remaining(Math.ceil(etaMs / 1000))] : []),
  ].join("  ");
  const bar = progressBar(view, Math.min(BAR_WIDEST, columns - widthOf(facts) - 2));
  const head = bar === "" ? truncateTo(facts, columns) : `${bar}  ${facts}`;
  const lanes = view.lanes.map((lane) => palette.quiet(truncateTo(`  ${laneText(lane, words)}`, columns)));
  return [head, ...lanes].join("\n");
}

/** The same for a log: how long an interface waits, once for each wait. */
export function waitingLine(lane: LaneView, { language }: TextOptions): string {
  return laneText(lane, dialogueOf(language));
}

/** A finished action on one line, to stay above the live part. */
export function finishedLine(outcome: Outcome, { done, total }: ProgressView, options: TextOptions): string {
  const page = pageOf(options);
  const { mark, paint } = markOf(outcome.status, outcome.status === "applied", page);
  const count = String(done).padStart(String(total).length);
  const line = `${count}/${total} ${mark} ${page.words.verb(outcome.action)} ${groupText(outcome)}`;
  return paint(truncateTo(line, page.columns - 1));
}

function laneText({ operation, left, nextInMs, resting }: LaneView, words: Dialogue): string {
  if (left === 0) return words.laneDone(operation);
  const seconds = Math.ceil(nextInMs / 1000);
  if (nextInMs < WORTH_TELLING_MS) return words.writing(operation, left);
  return resting ? words.resting(operation, left, seconds) : words.waiting(operation, left, seconds);
}

function progressBar({ done, total }: ProgressView, width: number): string {
  if (width < BAR_NARROWEST || total === 0) return "";
  const filled = Math.floor((done / total) * width);
  return `${"█".repeat(filled)}${"░".repeat(width - filled)}`;
}
