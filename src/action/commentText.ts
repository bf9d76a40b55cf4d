import { reportMarkdown } from "../report/markdown/reportMarkdown.js";
import type { Language } from "../report/messages/catalogue.js";
import type { RenderOptions, Report, SizeLimit } from "../report/report.js";
import type { WorkflowEvent } from "./event.js";
import { type KeptPlan, keptLine } from "./keptPlan.js";
import { actionWordsOf } from "./words.js";

/** What one of our comments or issues is about. */
export interface Subject {
  readonly kind: "comment" | "issue";
  /** Absent: the run as a whole, because it made no plan of any account. */
  readonly account: string | undefined;
  readonly label: string;
}

/** The first line of every text of ours; Markdown does not show it. */
const MARKER = /^<!-- muster:(comment|issue) account=([^ ]*) label=([^ ]*) -->(?:\r?\n|$)/;
const PLAN = /^<!-- muster:plan (sha256:[0-9a-f]{64})(?: since (\d{4}-\d\d-\d\dT[\d:.]+Z))? -->$/m;

/** The plan that a comment shows. */
export interface ShownPlan {
  readonly hash: string;
  /** Since when, by GitHub's clock; absent: since the comment was last written. */
  readonly since?: string | undefined;
}

/** The marker of a subject. No name can end it: only letters, digits and `%` are left of a name. */
export function markerOf({ kind, account, label }: Subject): string {
  return `<!-- muster:${kind} account=${account === undefined ? "*" : encoded(account)} label=${encoded(label)} -->`;
}

/** What a text of ours is about; `undefined` if it is not ours. */
export function subjectIn(body: string): Subject | undefined {
  const [, kind, account, label] = MARKER.exec(body) ?? [];
  if ((kind !== "comment" && kind !== "issue") || account === undefined || label === undefined) return undefined;
  const decoded = [account === "*" ? "" : account, label].map(decodedOrNone);
  const [name, tag] = decoded;
  if (name === undefined || tag === undefined) return undefined;
  return { kind, account: account === "*" ? undefined : name, label: tag };
}

/** The line that says which plan a comment shows. */
export function planLine({ hash, since }: ShownPlan): string {
  return `<!-- muster:plan ${hash}${since === undefined ? "" : ` since ${since}`} -->`;
}

/** The plan that one of our comments shows. Only a line before the text counts: the text contains names. */
export function planIn(body: string): ShownPlan | undefined {
  const [, hash, since] = PLAN.exec(body.split(/\r?\n/, 2)[1] ?? "") ?? [];
  return hash === undefined ? undefined : { hash, since };
}

export function isSameSubject(a: Subject, b: Subject): boolean {
  return a.kind === b.kind && a.account === b.account && a.label === b.label;
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /[^A-Za-z0-9%]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}

function decodedOrNone(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

interface Extras {
  /** The plan that may be applied with `expect-hash: reviewed`, once it is approved. */
  readonly reviewed?: ShownPlan | undefined;
  /** The plan that a later run may still have to show. */
  readonly kept?: KeptPlan | undefined;
  /** Show that plan below the report, folded: the report does not have it. */
  readonly showsKept?: boolean;
  readonly introduction?: string;
  /** The run also made a page, which its workflow uploads. */
  readonly hasPage?: boolean;
}

/** What a comment may hold besides its markers. */
const ROOM: SizeLimit = { utf16Units: 60_000, utf8Bytes: 240_000 };
/** Left for the plan below a report, at least. */
const FOLD_UNITS = 20_000;

/** The text of a comment or an issue: marker, hash of the reviewed plan, plan as data, report, and origin. Pure. */
export function commentBody(
  subject: Subject,
  report: Report,
  options: RenderOptions,
  event: WorkflowEvent,
  { reviewed, kept, showsKept = false, introduction, hasPage = false }: Extras,
): string {
  const line = kept === undefined ? undefined : keptLine(kept);
  const room = less(ROOM, line ?? "");
  const fold = kept !== undefined && showsKept;
  const text = reportMarkdown(report, { ...options, atMost: fold ? less(room, " ".repeat(FOLD_UNITS)) : room });
  return [
    markerOf(subject),
    ...(reviewed === undefined ? [] : [planLine(reviewed)]),
    ...(line === undefined ? [] : [line]),
    "",
    ...(introduction === undefined ? [] : [introduction, ""]),
    text,
    ...(fold ? [foldOf(kept, { ...options, atMost: less(room, text) }), ""] : []),
    originLine(event, options.language, hasPage),
    "",
  ].join("\n");
}

function less({ utf16Units, utf8Bytes }: SizeLimit, text: string): SizeLimit {
  return { utf16Units: utf16Units - text.length, utf8Bytes: utf8Bytes - Buffer.byteLength(text) };
}

/** An earlier plan, behind a line to click on. */
function foldOf({ state, plan }: KeptPlan, options: RenderOptions): string {
  const { keptPlan } = actionWordsOf(options.language);
  const text = reportMarkdown({ kind: "plans", plans: [plan] }, options);
  return `<details>\n<summary>${keptPlan(state)}</summary>\n\n${text}\n</details>\n`;
}

/** `Run 12 · page · commit 0a1b2c3`, small. The page's own address is known only after the comment. */
function originLine({ runUrl, runNumber, sha }: WorkflowEvent, language: Language, hasPage: boolean): string {
  const words = actionWordsOf(language);
  const number = runNumber !== undefined && /^\d+$/.test(runNumber) ? ` ${runNumber}` : "";
  const isLink = runUrl !== undefined && /^https?:\/\/[\w./:-]+$/.test(runUrl);
  const run = isLink ? `[${words.run}${number}](${runUrl})` : "";
  const page = isLink && hasPage ? `[${words.page}](${runUrl}#artifacts)` : "";
  const commit = sha !== undefined && /^[0-9a-f]{40,64}$/.test(sha) ? `${words.commit} ${sha}` : "";
  const said = [run, page, commit].filter((part) => part !== "").join(" · ");
  return said === "" ? "" : `<sub>muster · ${said}</sub>`;
}
