import type { ApplyEvent } from "../../apply/ports.js";
import type { Outcome } from "../../apply/result.js";
import type { Dialogue } from "../messages/words.js";
import { dialogueOf } from "../messages/words.js";
import { mostWidthOf, truncateTo, widthOf } from "./columns.js";
import { groupText, nameText, pageOf, type TextOptions, usableColumns } from "./page.js";
import { markOf } from "./resultText.js";
import { visible } from "./visible.js";

/** How an apply stands. */
export interface ProgressView {
  /** Actions, over all accounts. */
  readonly total: number;
  readonly done: number;
  /** Of those done: not applied. */
  readonly failed: number;
  readonly verifying: boolean;
  /** Groups whose creation lost its answer, and that are being looked for. */
  readonly looking: readonly string[];
  /** The writing interfaces of this run, those that have finished too. */
  readonly lanes: readonly LaneView[];
}

/** One writing interface: what is left, and what it waits for. Times are in ms. */
export interface LaneView {
  readonly operation: string;
  readonly action: Outcome["action"];
  readonly left: number;
  /** Until the next call may leave; 0 where one may now. */
  readonly nextInMs: number;
  /** The server said that the limit is reached. */
  readonly resting: boolean;
  /** It waits for what other runs of this machine have spent. */
  readonly shared?: boolean;
  readonly etaMs: number;
}

/** What a lane waits for, whatever it does. */
type LaneWait = Pick<LaneView, "operation" | "left" | "nextInMs" | "resting" | "shared">;

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
    ...(view.looking.length > 0 ? [words.looking(view.looking.length)] : []),
    ...(view.verifying ? [words.verifying] : []),
    ...(etaMs >= 1000 ? [words.remaining(Math.ceil(etaMs / 1000))] : []),
  ].join("  ");
  // Room for the time is kept once it has run out: a bar that grows at the end looks like progress.
  const steady = [words.progress(view.total, view.total), words.remaining(59)].join("  ");
  const taken = Math.max(widthOf(facts), widthOf(steady));
  const bar = progressBar(view, Math.min(BAR_WIDEST, columns - taken - 2));
  const head = bar === "" ? truncateTo(facts, columns) : `${bar}  ${facts}`;
  const lanes = fittingLanes(view.lanes, words, columns - 2).map((lane) => palette.quiet(`  ${lane}`));
  return [head, ...lanes].join("\n");
}

/** The same for a log: how long an interface waits, once for each wait. */
export function waitingLine(lane: LaneWait, { language }: TextOptions): string {
  return laneText(lane, dialogueOf(language));
}

/** For a log: how far the run has come. */
export function doneLine({ done, total, failed }: ProgressView, { language }: TextOptions): string {
  const words = dialogueOf(language);
  return [words.progress(done, total), ...(failed > 0 ? [words.notApplied(failed)] : [])].join("  ");
}

/** A finished action on one line, to stay above the live part. */
export function finishedLine(outcome: Outcome, { done, total }: ProgressView, options: TextOptions): string {
  const page = pageOf(options);
  const { mark, paint } = markOf(outcome.status, outcome.status === "applied", page);
  const count = String(done).padStart(String(total).length);
  const line = `${count}/${total} ${mark} ${page.words.verb(outcome.action)} ${groupText(outcome)}`;
  return paint(truncateTo(line, page.columns - 1, mostWidthOf));
}

/** Where room is scarce the API's long names for the calls give way to ours, and then the reason to the time. */
function fittingLanes(lanes: readonly LaneView[], words: Dialogue, columns: number): string[] {
  const named = lanes.map((lane) => ({ ...lane, operation: words.lane(lane.action) }));
  const variants = [
    lanes.map((lane) => laneText(lane, words)),
    named.map((lane) => laneText(lane, words)),
    named.map((lane) => shortLane(lane, words)),
  ];
  const fits = (texts: readonly string[]): boolean => texts.every((text) => widthOf(text) <= columns);
  return variants.find(fits) ?? (variants.at(-1) ?? []).map((text) => truncateTo(text, columns));
}

function shortLane(lane: LaneWait, words: Dialogue): string {
  if (lane.left === 0 || lane.nextInMs < WORTH_TELLING_MS) return laneText(lane, words);
  return words.pausing(lane.operation, lane.left, Math.ceil(lane.nextInMs / 1000));
}

/** For a log: an answer was lost, and the group is looked for before anything is sent again. */
export function lookingLine(displayName: string, { language }: TextOptions): string {
  return dialogueOf(language).lookingFor(nameText(displayName));
}

/** Why an apply waits, where that is worth a line of its own. */
export function noticeLine(event: ApplyEvent, { language }: TextOptions): string | undefined {
  const words = dialogueOf(language);
  if (event.kind === "second-look") return words.secondLook(Math.ceil(event.ms / 1000), event.isNewStore);
  if (event.kind !== "awaiting") return undefined;
  return words.awaiting(nameText(event.displayName), event.exten === undefined ? undefined : visible(event.exten));
}

function laneText({ operation, left, nextInMs, resting, shared }: LaneWait, words: Dialogue): string {
  if (left === 0) return words.laneDone(operation);
  const seconds = Math.ceil(nextInMs / 1000);
  if (nextInMs < WORTH_TELLING_MS) return words.writing(operation, left);
  if (shared === true) return words.sharing(operation, left, seconds);
  return resting ? words.resting(operation, left, seconds) : words.waiting(operation, left, seconds);
}

function progressBar({ done, total }: ProgressView, width: number): string {
  if (width < BAR_NARROWEST || total === 0) return "";
  const filled = Math.floor((done / total) * width);
  return `${"█".repeat(filled)}${"░".repeat(width - filled)}`;
}
