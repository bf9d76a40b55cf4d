import { isEmptied } from "../../model/skillGroup.js";
import type { Plan, StaffedGroup, Staffing } from "../../plan/plan.js";
import { errorsIn, isLeading, isOrdinary, type RenderOptions, undoesRun } from "../report.js";
import type { Section } from "./allocate.js";
import { cappedBullets, contextOf, hashText, type MarkdownContext } from "./context.js";
import { detailBlocks } from "./detail.js";
import { guardBlocks, manualBlocks, trippedBlocks, unmanagedBlocks } from "./differences.js";
import { prose } from "./escape.js";
import { findingBlocks } from "./findings.js";
import { emptiedBlocks, groupBlocks } from "./groups.js";
import { peopleBlocks } from "./people.js";

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
  return {
    render: (level, room) => planBlocks(plan, contextOf(options, level, room), place),
    weight:
      (plan.guards.some(({ tripped }) => tripped) ? 1e12 : 0) +
      plan.actions.filter(isEmptied).length * 1e6 +
      summary.membersRemoved * 1e3 +
      summary.membersAdded +
      plan.actions.length +
      plan.manual.length,
  };
}

function planBlocks(plan: Plan, context: MarkdownContext, { depth, title, said, after }: PlanPlace): string[] {
  const { actions, manual } = plan;
  const { md, words, level } = context;
  const changes = words.planCounts({ ...plan.summary, unchanged: 0, unmanaged: 0 });
  const counts = changes.length === 0 ? md.noChanges : words.joined(changes);
  const unsaid = plan.diagnostics.filter(({ code: name }) => said === undefined || !said.has(name));
  const [leading, findings] = [unsaid.filter(isLeading), unsaid.filter(isOrdinary)];
  return [
    `${"#".repeat(depth)} ${title ?? md.plan} ${context.name(plan.account.name)}${words.colon}${counts}`,
    ...(plan.liveAt === undefined ? [] : [prose(words.against(plan.liveAt, plan.createdAt))]),
    ...(leading.length === 0 ? [] : findingBlocks(leading, new Map(), context)),
    ...(actions.length === 0
      ? [prose(undoesRun(plan) ? words.nothingToRevert : words.nothingToApply(manual.length, errorsIn(plan)))]
      : []),
    factsText(plan, context),
    ...(said?.has("guard-tripped") === true ? [] : trippedBlocks(plan, context)),
    ...emptiedBlocks(actions, context),
    ...peopleBlocks(plan, context),
    ...groupBlocks(actions, context),
    ...detailBlocks(actions, context),
    ...staffingBlocks(plan.staffing, context),
    ...manualBlocks(manual, context),
    ...(findings.length === 0 || level.findings === 0
      ? []
      : [`**${md.findings}**`, ...findingBlocks(findings, new Map(), context)]),
    ...unmanagedBlocks(plan.unmanaged, plan.summary.ignored ?? 0, context),
    ...guardBlocks(plan.guards, context),
    ...(after?.(context) ?? []),
    closingText(plan, context),
  ];
}

/** Who comes and goes in numbers, and which account that is. */
function factsText(plan: Plan, context: MarkdownContext): string {
  const { words, md, level } = context;
  const { summary, account } = plan;
  const rest = words.planCounts({ ...summary, create: 0, replaceMembers: 0, manual: 0 });
  const people = md.people(summary);
  const first = people.length === 0 ? "" : `**${words.joined(people)}**`;
  const where = level.advice
    ? `${context.name(account.accountId)} ${context.name(account.host)}`
    : context.name(account.accountId);
  return [first, ...(rest.length === 0 ? [] : [words.joined(rest)]), where].filter((text) => text !== "").join(" · ");
}

function closingText({ actions, budget, records, hash, diagnostics }: Plan, context: MarkdownContext): string {
  const { words, md, level } = context;
  const findings = diagnostics.length > 0 && level.findings === 0;
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const whole = actions.length === 0 && !findings;
  return [
    ...(findings ? [words.problems(errors, diagnostics.length - errors, 0)] : []),
    ...(records === undefined ? [] : [prose(words.records(records))]),
    ...(actions.length === 0 ? [] : [prose(words.planCost(budget))]),
    `${words.planHash}${words.colon}${hashText(hash, context)}`,
    ...(level.lacks === undefined || whole ? [] : [prose(md.leftOut(level.lacks))]),
  ].join("\n\n");
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
