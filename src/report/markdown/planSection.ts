import { isEmptied } from "../../model/skillGroup.js";
import type { Action, ManualChange, Plan, PlanSummary, StaffedGroup, Staffing } from "../../plan/plan.js";
import { askedFor } from "../asked.js";
import {
  emptyText,
  isEmpty,
  isWithoutGroups,
  isWritten,
  nothingText,
  onlyText,
  type Part,
  type Parts,
  partsOf,
  partText,
} from "../parts.js";
import { isLeading, isOrdinary, type RenderOptions } from "../report.js";
import { laterRows, TURNS_AT_MOST, type TurnRow, turnRows } from "../upcoming.js";
import { remnantOf } from "../worstFirst.js";
import type { Section } from "./allocate.js";
import { bullets, cappedBullets, contextOf, folded, hashText, type MarkdownContext } from "./context.js";
import { detailBlocks } from "./detail.js";
import type { DetailLevel } from "./detailLevels.js";
import { guardBlocks, manualBlocks, noLongerManagedBlocks, trippedBlocks, unmanagedBlocks } from "./differences.js";
import { link, prose, shortenedTo } from "./escape.js";
import { findingBlocks } from "./findings.js";
import { descriptionIn, editedText, groupBlocks, isFew, ownerIn, remnantBlocks } from "./groups.js";
import { agentText, peopleBlocks } from "./people.js";

/** A pull request's title is there to recognise it. */
const TITLE_UNITS = 120;

interface PlanPlace {
  /** Of the heading: 2 for `##`. */
  readonly depth: number;
  /** Before the account's name, where it is not "Plan for". */
  readonly title?: string;
  /** Codes of findings that the document has said already. */
  readonly said?: ReadonlySet<string>;
  /** What stands behind the plan: the requests of a dry run. */
  readonly after?: (context: MarkdownContext) => string[];
}

/** One account's plan: what happens to whom first, then what it costs. */
export function planSection(plan: Plan, options: RenderOptions, place: PlanPlace): Section {
  const { summary } = plan;
  const parts = partsOf(plan);
  return {
    render: (level, room) => planBlocks(plan, parts, contextOf(options, level, room), place),
    weight:
      (plan.guards.some(({ tripped }) => tripped) ? 1e12 : 0) +
      plan.actions.filter(isEmptied).length * 1e6 +
      summary.membersRemoved * 1e3 +
      summary.membersAdded +
      plan.actions.length +
      plan.manual.length,
  };
}

function planBlocks(
  plan: Plan,
  { main, others, summary }: Parts,
  context: MarkdownContext,
  place: PlanPlace,
): string[] {
  const { depth, title, said, after } = place;
  const { actions } = plan;
  const { md, words, level } = context;
  const unmanaged = isWithoutGroups(plan) ? plan.summary.unmanaged : 0;
  const changes = words.planCounts({ ...summary, unchanged: 0, unmanaged });
  const only = onlyText(plan, words);
  const counts =
    changes.length > 0
      ? words.joined(changes)
      : isEmpty(main) && (others.length > 0 || plan.later !== undefined)
        ? emptyText(plan, words)
        : md.noChanges;
  const unsaid = plan.diagnostics.filter(({ code: name }) => said === undefined || !said.has(name));
  const [leading, findings] = [unsaid.filter(isLeading), unsaid.filter(isOrdinary)];
  const already = plan.summary.change?.alreadySo ?? 0;
  return [
    `${"#".repeat(depth)} ${title ?? md.plan} ${context.name(plan.account.name)}${words.colon}${counts}`,
    askedText(plan, context),
    ...(level.lacks === undefined || isWhole(plan, level) ? [] : [`**${prose(md.leftOut(level.lacks))}**`]),
    ...(plan.at === undefined ? [] : [`**${prose(words.plannedFor(plan.at))}**`]),
    ...(only === undefined ? [] : [`**${prose(only)}**`]),
    ...(plan.liveAt === undefined ? [] : [prose(words.against(plan.liveAt, plan.createdAt))]),
    ...(leading.length === 0 ? [] : findingBlocks(leading, new Map(), context)),
    ...(actions.length === 0 ? [prose(nothingText(plan, words))] : []),
    factsText(plan, summary, context),
    // Where the change is long, a reader learns at the top that it is not all.
    ...(isFew(main) ? [] : others.map((part) => prose(partText(part, plan, words)))),
    ...(said?.has("guard-tripped") === true ? [] : trippedBlocks(plan, context)),
    ...partBlocks(main, plan, context),
    ...(already === 0 ? [] : [prose(words.alreadySo(already))]),
    ...noLongerManagedBlocks(plan.noLongerManaged ?? [], context),
    ...laterBlocks(plan, context),
    ...others.flatMap((part) => otherBlocks(part, plan, context, depth + 1)),
    ...upcomingBlocks(plan, context),
    ...staffingBlocks(plan.staffing, context),
    ...(findings.length === 0 || level.findings === 0
      ? []
      : [`**${md.findings}**`, ...findingBlocks(findings, new Map(), context)]),
    ...unmanagedBlocks(plan.unmanaged, plan.summary.ignored ?? 0, context),
    ...(after?.(context) ?? []),
    ...closingBlocks(plan, context),
  ];
}

/** The groups and people of a part, each said once in the open: few groups in lists, many in a table before them. */
function partBlocks(part: Part, plan: Plan, context: MarkdownContext): string[] {
  const few = isFew(part);
  const edited = (change: ManualChange) =>
    [ownerIn(change, context), editedText(change, plan, context)]
      .filter((text) => text !== "")
      .map((text) => ` · ${text}`)
      .join("");
  const said = new Set<string>();
  const about = (action: Action): string => {
    if (!few || said.has(action.id)) return "";
    said.add(action.id);
    const purpose = [ownerIn(action, context), ...descriptionIn(action, context)];
    const facts = [...factsOf(action, context), ...purpose, editedText(action, plan, context)].filter(
      (fact) => fact !== "",
    );
    return facts.map((fact) => ` · ${fact}`).join("");
  };
  return [
    ...remnantBlocks(part, context),
    ...(few ? [] : groupBlocks(part, plan, context)),
    ...peopleBlocks(part, plan.actions, context, about),
    ...detailBlocks(part.actions, context),
    ...manualBlocks(part.manual, context, edited),
  ];
}

/** Of a group that stands in no table: its size and its line, unless the alert above has them. */
function factsOf(action: Action, context: MarkdownContext): string[] {
  const { words, md, line } = context;
  const additive = action.action === "replaceMembers" && action.membership === "additive" ? [md.additive] : [];
  if (remnantOf(action) !== undefined) return additive;
  const after = action.after.members.length;
  const before = action.action === "create" ? after : action.before.members.length;
  return [words.memberChange(before, after), ...additive, line(action.source)];
}

/** What the clock brings, or what was different before the change. It folds away unless somebody leaves through it. */
function otherBlocks(part: Part, plan: Plan, context: MarkdownContext, depth: number): string[] {
  const title = partText(part, plan, context.words);
  const blocks = partBlocks(part, plan, context);
  if (blocks.length === 0) return [`**${title}**`];
  const leaves = isWritten(part, plan) && part.summary.membersRemoved > 0;
  return leaves ? [`${"#".repeat(depth)} ${title}`, ...blocks] : [folded(title, blocks.join("\n\n"))];
}

/** Who asked for it: links where there are addresses, everything from outside escaped. */
function askedText(plan: Plan, context: MarkdownContext): string {
  return askedFor(plan, context.words)
    .map(({ label, text, address, rest }) => {
      const shown = text === "" ? "" : context.name(text);
      const linked = text === "" ? link(label, address) : `${label} ${link(shown, address)}`;
      return rest === undefined ? linked : `${linked} ${prose(shortenedTo(TITLE_UNITS, rest))}`;
    })
    .join(" · ");
}

/** Who comes and goes in numbers, and which account that is. */
function factsText(plan: Plan, headline: PlanSummary, context: MarkdownContext): string {
  const { words, level } = context;
  const { summary, account } = plan;
  const rest = words.planCounts({ ...summary, create: 0, replaceMembers: 0, manual: 0 });
  const people = words.people(headline);
  const first = people.length === 0 ? "" : `**${words.joined(people)}**`;
  const where = level.advice
    ? `${context.name(account.accountId)} ${context.name(account.host)}`
    : context.name(account.accountId);
  return [first, ...(rest.length === 0 ? [] : [words.joined(rest)]), where].filter((text) => text !== "").join(" · ");
}

/** Is there nothing that a level could leave out? */
function isWhole({ actions, diagnostics }: Plan, level: DetailLevel): boolean {
  return actions.length === 0 && (diagnostics.length === 0 || level.findings > 0);
}

/** How near the limits are, what it costs, and its hash: nothing that a reviewer of the change reads, so it folds away. */
function closingBlocks(plan: Plan, context: MarkdownContext): string[] {
  const { words, md, level } = context;
  const { actions, budget, records, hash, diagnostics } = plan;
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const counted = diagnostics.length > 0 && level.findings === 0;
  const hashLine = `${words.planHash}${words.colon}${hashText(hash, context)}`;
  const recorded = records === undefined ? [] : [prose(words.records(records))];
  const fine = [
    ...guardBlocks(plan.guards, context),
    // That creations are recorded nowhere is no fine print.
    ...(records === "none" ? [] : recorded),
    ...(plan.validUntil === undefined ? [] : [prose(words.validUntil(plan.validUntil))]),
    ...(actions.length === 0 ? [] : [prose(words.planCost(budget))]),
  ];
  return [
    ...(records === "none" ? recorded : []),
    ...(counted ? [words.problems(errors, diagnostics.length - errors, 0)] : []),
    ...(fine.length === 0 || !level.advice
      ? [...fine, hashLine]
      : [folded(md.finePrint, [...fine, hashLine].join("\n\n"))]),
  ];
}

/** What the clock will change: a bullet for each group and instant. */
function upcomingBlocks(plan: Plan, context: MarkdownContext): string[] {
  if (plan.upcoming === undefined || !context.level.advice) return [];
  const { rows, rest } = turnRows(plan, context.words, (agent) => agentText(agent, context), turnsIn(context));
  return [`**${context.words.upcomingHeading}**`, turnBullets(rows, rest, context)];
}

/** What the change of the files brings to later instants, and what it takes away from them. Never left out. */
function laterBlocks({ later }: Plan, context: MarkdownContext): string[] {
  if (later === undefined) return [];
  const title = `**${prose(context.words.laterHeading(later.instants))}**`;
  if (!context.level.advice) return [title];
  const { rows, rest } = laterRows(later, context.words, (agent) => agentText(agent, context), turnsIn(context));
  return [title, turnBullets(rows, rest, context)];
}

function turnsIn({ level }: MarkdownContext) {
  return { turns: Math.min(TURNS_AT_MOST, Math.max(1, level.findings)) };
}

function turnBullets(rows: readonly TurnRow[], rest: number, context: MarkdownContext): string {
  const { words } = context;
  const items = rows.map(({ at = "", group, texts }) => {
    const text = texts.join(words.comma);
    const said = group === undefined ? prose(text) : `${context.group(group)}${words.colon}${text}`;
    return `${context.name(words.atTime(at))} · ${said}`;
  });
  return bullets([...items, ...(rest > 0 ? [prose(words.moreTurns(rest))] : [])]);
}

/** A reviewer looks at the groups with the fewest agents. */
const SHOWN_AT_MOST = 12;

/** How many take conversations now in the changed groups, before and after; the fewest first. */
function staffingBlocks(staffing: Staffing | undefined, context: MarkdownContext): string[] {
  if (staffing === undefined || staffing.groups.length === 0 || !context.level.advice) return [];
  const sorted = [...staffing.groups].sort((a, b) => a.after.claiming - b.after.claiming);
  const atMost = Math.min(SHOWN_AT_MOST, context.level.findings);
  const list = cappedBullets(sorted, atMost, (group) => staffedText(group, context), context);
  return [`**${context.words.staffingHeading}**`, list];
}

function staffedText(group: StaffedGroup, context: MarkdownContext): string {
  const { words } = context;
  const { claiming, unknown } = group.after;
  const mark = claiming === 0 ? "⚠️ " : "";
  const unseen = unknown === 0 ? "" : ` (${words.notKnown(unknown)})`;
  return `${mark}${context.group(group)}${words.colon}${words.staffed(group)}${unseen}`;
}
