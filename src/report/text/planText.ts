import type { Action, CreateAction, Plan, ReplaceMembersAction, StaffedGroup, Staffing } from "../../plan/plan.js";
import { askedFor } from "../asked.js";
import { remnantWords } from "../lineFindings.js";
import {
  editText,
  emptyText,
  isEmpty,
  isWithoutGroups,
  nothingText,
  onlyText,
  type Part,
  partsOf,
  partText,
} from "../parts.js";
import { descriptionNote, ownerNote } from "../purpose.js";
import { errorsIn, isLeading, isOrdinary } from "../report.js";
import { guardSection, manualSection, noLongerManagedSection, unmanagedSection } from "./differences.js";
import { findingsLines } from "./findingsText.js";
import { flow, type Piece } from "./flow.js";
import { memberLines } from "./members.js";
import {
  accountHeading,
  groupText,
  labelled,
  lineText,
  type Page,
  type Paint,
  pageOf,
  paragraph,
  stack,
  type TextOptions,
} from "./page.js";
import { table } from "./table.js";
import { laterSection, upcomingSection } from "./upcoming.js";
import { visible } from "./visible.js";

/**
 * A plan for a person at a terminal: what happens to whom, what is left to a person, and how much it all costs. Worst
 * first; with a base what the change does, then what was different before. Pure; ends with a newline.
 */
export function planText(plan: Plan, options: TextOptions): string {
  const page = pageOf(options);
  const { words } = page;
  const { main, others, summary } = partsOf(plan);
  const { unchanged, unmanaged } = plan.summary;
  const counts = words.planCounts({ ...summary, unchanged, unmanaged });
  const only = onlyText(plan, words);
  return stack([
    [
      ...accountHeading(page, plan.account, isEmpty(main) ? [emptyText(plan, words), ...counts] : counts),
      ...askedLines(plan, page),
    ],
    plan.at === undefined ? [] : paragraph(page, visible(words.plannedFor(plan.at)), "", page.palette.change),
    only === undefined ? [] : paragraph(page, only, "", page.palette.change),
    plan.liveAt === undefined
      ? []
      : paragraph(page, words.against(plan.liveAt, plan.createdAt), "", page.palette.change),
    findingsLines(plan.diagnostics.filter(isLeading), new Map(), page),
    ...partSections(main, plan, page),
    noLongerManagedSection(plan.noLongerManaged ?? [], page),
    laterSection(plan, page),
    ...others.flatMap((part) => [partLines(part, plan, page, page.palette.heading), ...partSections(part, plan, page)]),
    unmanagedSection(plan.unmanaged, plan.summary.ignored ?? 0, page),
    findingsLines(plan.diagnostics.filter(isOrdinary), new Map(), page),
    upcomingSection(plan, page),
    staffingSection(plan.staffing, page),
    // Last but for the counts: what stops an apply must not scroll away behind warnings.
    guardSection(plan, page),
    closing(plan, page),
  ]);
}

function partSections({ actions, manual }: Part, plan: Plan, page: Page): string[][] {
  return [...actions.map((action) => actionBlock(action, plan, page)), manualSection(manual, plan, page)];
}

function partLines(part: Part, plan: Plan, page: Page, paint: Paint): string[] {
  return paragraph(page, partText(part, plan, page.words), "", paint);
}

/** Who asked for it, where that is known. */
function askedLines(plan: Plan, page: Page): string[] {
  const { quiet } = page.palette;
  const pieces = askedFor(plan, page.words).map(({ label, text, address = "", rest = "" }) => ({
    text: [label, visible(text), visible(rest), visible(address)].filter((part) => part !== "").join(" "),
    paint: quiet,
  }));
  return flow(pieces, { columns: page.columns, indent: "", hanging: "  " });
}

function closing(plan: Plan, page: Page): string[] {
  const { words, palette } = page;
  const { others, summary } = partsOf(plan);
  const { change, unchanged } = plan.summary;
  const hash = page.verbose ? labelled(page, words.planHash, plan.hash, "", palette.quiet) : [];
  const already = change?.alreadySo ?? 0;
  const so = already === 0 ? [] : paragraph(page, words.alreadySo(already), "", palette.quiet);
  if (plan.actions.length === 0) {
    const open = plan.manual.length + errorsIn(plan) + (plan.left?.length ?? 0);
    const calm = open === 0 && !isWithoutGroups(plan);
    return [...paragraph(page, nothingText(plan, words), "", calm ? palette.good : palette.heading), ...so, ...hash];
  }
  return [
    ...paragraph(page, words.planSummary({ ...summary, unchanged }), "", palette.heading),
    ...others.flatMap((part) => partLines(part, plan, page, palette.plain)),
    ...so,
    ...(plan.records === undefined
      ? []
      : paragraph(page, words.records(plan.records), "", plan.records === "none" ? palette.change : palette.quiet)),
    ...(plan.validUntil === undefined
      ? []
      : paragraph(page, visible(words.validUntil(plan.validUntil)), "", palette.plain)),
    ...paragraph(page, words.planCost(plan.budget), "", palette.quiet),
    ...hash,
  ];
}

/** One group's change: a heading, then settings and people under it. */
function actionBlock(action: Action, plan: Plan, page: Page): string[] {
  const head = action.action === "create" ? createHead(action, page) : changeHead(action, page);
  const place: Piece = { text: lineText(action.source), paint: page.palette.quiet, cut: "never" };
  return [
    ...flow([...head, place], { columns: page.columns, indent: "", hanging: "    " }),
    ...purposeLines(action, page),
    ...editedLines(action, plan, page),
    ...(action.action === "create" ? settings(action, page) : []),
    ...memberLines(action, page),
  ];
}

/** Who is to be asked about a group, and what it is for. */
function purposeLines(action: Action, page: Page): string[] {
  const owner = ownerNote(action, page.words);
  const description = descriptionNote(action, page.words, page.verbose);
  const said = [owner, description].filter((text) => text !== undefined);
  return said.flatMap((text) => paragraph(page, text, "    ", page.palette.quiet, "      "));
}

/** When and by whom a group was edited last, where a difference is not the change's. */
function editedLines(action: Action, plan: Plan, page: Page): string[] {
  const edited = editText(action, plan, page.words);
  return edited === undefined ? [] : paragraph(page, edited, "    ", page.palette.quiet);
}

function createHead(action: CreateAction, page: Page): Piece[] {
  const { good, heading } = page.palette;
  return [
    { text: "+", paint: good },
    { text: groupText(action), paint: (text) => heading(good(text)), gap: " " },
    { text: page.words.members(action.after.members.length) },
  ];
}

function changeHead(action: ReplaceMembersAction, page: Page): Piece[] {
  const { bad, change, heading } = page.palette;
  const from = action.before.members.length;
  const to = action.after.members.length;
  return [
    { text: "~", paint: change },
    { text: groupText(action), paint: (text) => heading(change(text)), gap: " " },
    { text: page.words.memberChange(from, to) },
    ...remnantWords(action, page.words).map((text) => ({ text, paint: bad })),
    ...(action.membership === "additive" ? [{ text: page.words.additive }] : []),
  ];
}

function settings({ after }: CreateAction, page: Page): string[] {
  const { words } = page;
  const pieces: Piece[] = [];
  if (after.assignRule !== undefined) {
    pieces.push({ text: `${words.attribute("assignRule")} ${words.value("assignRule", after.assignRule)}` });
  }
  if (after.memory !== undefined)
    pieces.push({ text: `${words.attribute("memory")} ${words.value("memory", after.memory)}` });
  return flow(pieces, { columns: page.columns, indent: "    ", hanging: "    " });
}

const INDENT = "  ";
/** A plan may change hundreds of groups; those with the fewest agents are what a reviewer has to see. */
const SHOWN_AT_MOST = 12;

/** How many take conversations in the changed groups, before and after; the fewest first. */
function staffingSection(staffing: Staffing | undefined, page: Page): string[] {
  if (staffing === undefined || staffing.groups.length === 0) return [];
  const { words, palette } = page;
  const sorted = [...staffing.groups].sort((a, b) => a.after.claiming - b.after.claiming);
  const shown = page.verbose ? sorted : sorted.slice(0, SHOWN_AT_MOST);
  const rest = sorted.length - shown.length;
  const rows = shown.map((group) => ({
    cells: [{ text: groupText(group) }, { text: words.staffed(group), ...paintOf(group, page) }],
    ...(group.after.unknown === 0
      ? {}
      : { tail: [{ text: words.notKnown(group.after.unknown), paint: palette.quiet }] }),
  }));
  return [
    ...paragraph(page, `${words.staffingHeading}${words.colon.trimEnd()}`, "", palette.heading),
    ...table(rows, { columns: page.columns, indent: INDENT, hanging: `${INDENT}    ` }),
    ...(rest > 0 ? paragraph(page, words.more(rest), INDENT, palette.quiet) : []),
  ];
}

function paintOf({ before, after }: StaffedGroup, { palette }: Page) {
  if (after.claiming === 0) return { paint: palette.bad };
  return after.claiming < (before?.claiming ?? 0) ? { paint: palette.change } : {};
}
