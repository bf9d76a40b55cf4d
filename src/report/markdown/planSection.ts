import type { Plan, StaffedGroup, Staffing } from "../../plan/plan.js";
import { errorsIn, isLeading, isOrdinary, type RenderOptions } from "../report.js";
import { detailBlocks } from "./detail.js";
import { guardBlocks, manualBlocks, trippedBlocks, unmanagedBlocks } from "./differences.js";
import { prose } from "./escape.js";
import { findingBlocks } from "./findings.js";
import type { Section } from "./fit.js";
import { emptiedBlocks, groupBlocks, isEmptied } from "./groups.js";
import { peopleBlocks } from "./people.js";
import type { Rung } from "./rungs.js";
import { bullets, hashText, type Sheet, sheetOf } from "./sheet.js";

interface PlanPlace {
  /** `##` or `###`. */
  readonly level: number;
  /** Before the account's name, where it is not "Plan for". */
  readonly title?: string;
  /** Codes of findings that the document has said already. */
  readonly said?: ReadonlySet<string>;
  /** What stands behind the plan: the requests of a dry run. */
  readonly after?: (sheet: Sheet) => string[];
}

/** A table's row, without its names. */
const ROW = 20;

/** One account's plan: what happens to whom first, then what it costs. */
export function planSection(plan: Plan, options: RenderOptions, place: PlanPlace): Section {
  const { summary } = plan;
  return {
    render: (rung) => planBlocks(plan, sheetOf(options, rung), place),
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

function planBlocks(plan: Plan, sheet: Sheet, { level, title, said, after }: PlanPlace): string[] {
  const { actions, manual } = plan;
  const { md, words, rung } = sheet;
  const changes = words.planCounts({ ...plan.summary, unchanged: 0, unmanaged: 0 });
  const counts = changes.length === 0 ? md.noChanges : words.joined(changes);
  const unsaid = plan.diagnostics.filter(({ code: name }) => said === undefined || !said.has(name));
  const [leading, findings] = [unsaid.filter(isLeading), unsaid.filter(isOrdinary)];
  return [
    `${"#".repeat(level)} ${title ?? md.plan} ${sheet.name(plan.account.name)}${words.colon}${counts}`,
    ...(plan.liveAt === undefined ? [] : [prose(words.against(plan.liveAt, plan.createdAt))]),
    ...(leading.length === 0 ? [] : findingBlocks(leading, new Map(), sheet)),
    ...(actions.length === 0 ? [prose(words.nothingToApply(manual.length, errorsIn(plan)))] : []),
    factsText(plan, sheet),
    ...(said?.has("guard-tripped") === true ? [] : trippedBlocks(plan.guards, sheet)),
    ...emptiedBlocks(actions, sheet),
    ...peopleBlocks(plan, sheet),
    ...groupBlocks(actions, sheet),
    ...detailBlocks(actions, sheet),
    ...staffingBlocks(plan.staffing, sheet),
    ...manualBlocks(manual, sheet),
    ...(findings.length === 0 || rung.findings === 0
      ? []
      : [`**${md.findings}**`, ...findingBlocks(findings, new Map(), sheet)]),
    ...unmanagedBlocks(plan.unmanaged, plan.summary.ignored ?? 0, sheet),
    ...guardBlocks(plan.guards, sheet),
    ...(after?.(sheet) ?? []),
    closingText(plan, sheet),
  ];
}

/** Who comes and goes in numbers, and which account that is. */
function factsText(plan: Plan, sheet: Sheet): string {
  const { words, md, rung } = sheet;
  const { summary, account } = plan;
  const rest = words.planCounts({ ...summary, create: 0, replaceMembers: 0, manual: 0 });
  const people = md.people(summary);
  const first = people.length === 0 ? "" : `**${words.joined(people)}**`;
  const where = rung.advice
    ? `${sheet.name(account.accountId)} ${sheet.name(account.host)}`
    : sheet.name(account.accountId);
  return [first, ...(rest.length === 0 ? [] : [words.joined(rest)]), where].filter((text) => text !== "").join(" · ");
}

function closingText({ actions, budget, hash, diagnostics }: Plan, sheet: Sheet): string {
  const { words, md, rung } = sheet;
  const findings = diagnostics.length > 0 && rung.findings === 0;
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const whole = actions.length === 0 && !findings;
  return [
    ...(findings ? [words.problems(errors, diagnostics.length - errors, 0)] : []),
    ...(actions.length === 0 ? [] : [prose(words.planCost(budget))]),
    `${words.planHash}${words.colon}${hashText(hash, sheet)}`,
    ...(rung.lacks === undefined || whole ? [] : [prose(md.leftOut(rung.lacks))]),
  ].join("\n\n");
}

/** A reviewer looks at the groups with the fewest agents. */
const SHOWN_AT_MOST = 12;

/** How many take conversations now in the changed groups, before and after; the fewest first. */
export function staffingBlocks(staffing: Staffing | undefined, sheet: Sheet): string[] {
  if (staffing === undefined || staffing.groups.length === 0 || !sheet.rung.advice) return [];
  const { md, words } = sheet;
  const sorted = [...staffing.groups].sort((a, b) => a.after.claiming - b.after.claiming);
  const shown = sorted.slice(0, Math.min(SHOWN_AT_MOST, sheet.rung.findings)).map((group) => line(group, sheet));
  const rest = sorted.length - shown.length;
  return [`**${words.staffingHeading}**`, bullets(rest > 0 ? [...shown, md.more(rest)] : shown)];
}

function line(group: StaffedGroup, sheet: Sheet): string {
  const { words } = sheet;
  const { claiming, unknown } = group.after;
  const mark = claiming === 0 ? "⚠️ " : "";
  const unseen = unknown === 0 ? "" : ` (${words.notKnown(unknown)})`;
  return `${mark}${sheet.group(group)}${words.colon}${words.staffed(group)}${unseen}`;
}
