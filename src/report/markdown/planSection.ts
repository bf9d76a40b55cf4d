import type { Plan, StaffedGroup, Staffing } from "../../plan/plan.js";
import { errorsIn, isLeading, isOrdinary, type RenderOptions } from "../report.js";
import type { Section } from "./allocate.js";
import { bullets, contextOf, hashText, type MarkdownContext } from "./context.js";
import { detailBlocks } from "./detail.js";
import type { Rung } from "./detailLevels.js";
import { guardBlocks, manualBlocks, trippedBlocks, unmanagedBlocks } from "./differences.js";
import { prose } from "./escape.js";
import { findingBlocks } from "./findings.js";
import { emptiedBlocks, groupBlocks, isEmptied } from "./groups.js";
import { peopleBlocks } from "./people.js";

interface PlanPlace {
  /** `##` or `###`. */
  readonly level: number;
  /** Before the account's name, where it is not "Plan for". */
  readonly title?: string;
  /** Codes of findings that the document has said already. */
  readonly said?: ReadonlySet<string>;
  /** What stands behind the plan: the requests of a dry run. */
  readonly after?: (context: MarkdownContext) => string[];
}

/** A table's row, without its names. */
const ROW = 20;

/** One account's plan: what happens to whom first, then what it costs. */
export function planSection(plan: Plan, options: RenderOptions, place: PlanPlace): Section {
  const { summary } = plan;
  return {
    render: (rung) => planBlocks(plan, contextOf(options, rung), place),
    atLeast: (rung) => leastUnits(plan, rung),
    weight:
      (plan.guards.some(({ tripped }) => tripped) ? 1e12 : 0) +
      plan.actions.filter(isEmptied).length * 1e6 +
      summary.membersRemoved * 1e3 +
      summary.membersAdded +
      plan.actions.length +
      plan.manual.length,
  };
}

/** Names are never shown shorter than they are; an agent takes a number in backticks, in the detail a line with its place. */
function leastUnits({ summary, actions, manual }: Plan, rung: Rung): number {
  const { membersAdded, membersRemoved, membersReprioritized } = summary;
  const changed = membersAdded + membersRemoved + membersReprioritized;
  const agents = (rung.detail ? changed * 10 : 0) + (rung.leaving > membersRemoved ? membersRemoved * 4 : 0);
  if (rung.nameUnits < Number.POSITIVE_INFINITY) return 0;
  let names = 0;
  if (rung.groups >= actions.length) for (const { displayName } of actions) names += displayName.length + ROW;
  for (const { displayName, live, desired } of manual.slice(0, rung.manual)) {
    names += displayName.length + live.length + desired.length;
  }
  return agents + names;
}

function planBlocks(plan: Plan, context: MarkdownContext, { level, title, said, after }: PlanPlace): string[] {
  const { actions, manual } = plan;
  const { md, words, rung } = context;
  const changes = words.planCounts({ ...plan.summary, unchanged: 0, unmanaged: 0 });
  const counts = changes.length === 0 ? md.noChanges : words.joined(changes);
  const unsaid = plan.diagnostics.filter(({ code: name }) => said === undefined || !said.has(name));
  const [leading, findings] = [unsaid.filter(isLeading), unsaid.filter(isOrdinary)];
  return [
    `${"#".repeat(level)} ${title ?? md.plan} ${context.name(plan.account.name)}${words.colon}${counts}`,
    ...(plan.liveAt === undefined ? [] : [prose(words.against(plan.liveAt, plan.createdAt))]),
    ...(leading.length === 0 ? [] : findingBlocks(leading, new Map(), context)),
    ...(actions.length === 0 ? [prose(words.nothingToApply(manual.length, errorsIn(plan)))] : []),
    factsText(plan, context),
    ...(said?.has("guard-tripped") === true ? [] : trippedBlocks(plan.guards, context)),
    ...emptiedBlocks(actions, context),
    ...peopleBlocks(plan, context),
    ...groupBlocks(actions, context),
    ...detailBlocks(actions, context),
    ...staffingBlocks(plan.staffing, context),
    ...manualBlocks(manual, context),
    ...(findings.length === 0 || rung.findings === 0
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
  const { words, md, rung } = context;
  const { summary, account } = plan;
  const rest = words.planCounts({ ...summary, create: 0, replaceMembers: 0, manual: 0 });
  const people = md.people(summary);
  const first = people.length === 0 ? "" : `**${words.joined(people)}**`;
  const where = rung.advice
    ? `${context.name(account.accountId)} ${context.name(account.host)}`
    : context.name(account.accountId);
  return [first, ...(rest.length === 0 ? [] : [words.joined(rest)]), where].filter((text) => text !== "").join(" · ");
}

function closingText({ actions, budget, hash, diagnostics }: Plan, context: MarkdownContext): string {
  const { words, md, rung } = context;
  const findings = diagnostics.length > 0 && rung.findings === 0;
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const whole = actions.length === 0 && !findings;
  return [
    ...(findings ? [words.problems(errors, diagnostics.length - errors, 0)] : []),
    ...(actions.length === 0 ? [] : [prose(words.planCost(budget))]),
    `${words.planHash}${words.colon}${hashText(hash, context)}`,
    ...(rung.lacks === undefined || whole ? [] : [prose(md.leftOut(rung.lacks))]),
  ].join("\n\n");
}

/** A reviewer looks at the groups with the fewest agents. */
const SHOWN_AT_MOST = 12;

/** How many take conversations now in the changed groups, before and after; the fewest first. */
export function staffingBlocks(staffing: Staffing | undefined, context: MarkdownContext): string[] {
  if (staffing === undefined || staffing.groups.length === 0 || !context.rung.advice) return [];
  const { md, words } = context;
  const sorted = [...staffing.groups].sort((a, b) => a.after.claiming - b.after.claiming);
  const shown = sorted.slice(0, Math.min(SHOWN_AT_MOST, context.rung.findings)).map((group) => line(group, context));
  const rest = sorted.length - shown.length;
  return [`**${words.staffingHeading}**`, bullets(rest > 0 ? [...shown, md.more(rest)] : shown)];
}

function line(group: StaffedGroup, context: MarkdownContext): string {
  const { words } = context;
  const { claiming, unknown } = group.after;
  const mark = claiming === 0 ? "⚠️ " : "";
  const unseen = unknown === 0 ? "" : ` (${words.notKnown(unknown)})`;
  return `${mark}${context.group(group)}${words.colon}${words.staffed(group)}${unseen}`;
}
