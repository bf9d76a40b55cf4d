import type { Action, Plan } from "../../plan/plan.js";
import {
  editText,
  guardText,
  hasOrigins,
  isEmpty,
  isWithoutGroups,
  nothingText,
  onlyText,
  type Part,
  partsOf,
  partText,
} from "../parts.js";
import { differs, errorsIn, isLeading } from "../report.js";
import { laterRows } from "../upcoming.js";
import { remnantOf, worstFirst } from "../worstFirst.js";
import {
  askedText,
  type ChatContext,
  findingLine,
  groupNamed,
  type Line,
  listed,
  type Section,
  type Standing,
} from "./parts.js";

/** What a plan comes to, in a few words, for the heading. */
export function planStanding(plan: Plan, { md, chat, words }: ChatContext): { standing: Standing; state: string } {
  const tripped = plan.guards.filter(({ tripped: is }) => is);
  const { main, others, summary } = partsOf(plan);
  if (errorsIn(plan) > 0) return { standing: "bad", state: chat.blocked };
  if (tripped.length > 0) {
    const isUnstaffed = tripped.every(({ guard }) => guard === "minClaiming");
    return { standing: "stopped", state: isUnstaffed ? chat.understaffed : md.guardsTripped };
  }
  const [first] = others;
  if (isEmpty(main) && first !== undefined && first.cause === "drift")
    return { standing: "attention", state: chat.drift };
  if (isWithoutGroups(plan) && plan.summary.unmanaged > 0) {
    const unmanaged = words.planCounts({ ...summary, unchanged: 0, unmanaged: plan.summary.unmanaged });
    return { standing: "attention", state: words.joined(unmanaged) };
  }
  if (!differs(plan)) {
    const { later } = plan;
    return { standing: "good", state: later === undefined ? md.noChanges : words.changeIsLater(later.instants) };
  }
  if (plan.actions.length === 0) return { standing: "attention", state: chat.manual };
  // Without a base nobody knows whether it waits for an apply or was changed in the console.
  return !hasOrigins(plan) && plan.only === undefined
    ? { standing: "attention", state: chat.differs }
    : { standing: "waiting", state: chat.waiting };
}

/** The counts of the change, who asked for it, and what a person has to do. */
export function planFacts(plan: Plan, context: ChatContext): string[] {
  const { words, md } = context;
  const { main, summary } = partsOf(plan);
  const counts = [...words.planCounts({ ...summary, unchanged: 0, unmanaged: 0 }), ...words.people(summary)];
  const only = onlyText(plan, words);
  const warnings = plan.diagnostics.filter(({ severity }) => severity === "warning").length;
  const gone = plan.noLongerManaged?.length ?? 0;
  return [
    ...(only === undefined ? [] : [only]),
    ...(counts.length === 0 ? [] : [words.joined(counts)]),
    ...(plan.actions.length === 0 ? [nothingText(plan, words)] : []),
    ...askedText(plan, context),
    ...(main.manual.length === 0 ? [] : [md.manual(main.manual.length)]),
    ...(gone === 0 ? [] : [words.noLongerManagedHeading(gone)]),
    ...(warnings === 0 ? [] : [words.problems(0, warnings, 0)]),
  ];
}

/**
 * What stops an apply, then who leaves and joins, worst first, then what was different before.
 *
 * @param said codes of findings that stand elsewhere in the message
 */
export function planSections(plan: Plan, context: ChatContext, said: ReadonlySet<string> = new Set()): Section[] {
  const { words, md, chat } = context;
  const { main, others } = partsOf(plan);
  const found = plan.diagnostics.filter(({ code }) => !said.has(code));
  const leading = found.filter(isLeading);
  const errors = found.filter(({ severity }) => severity === "error");
  const tripped = said.has("guard-tripped") ? [] : plan.guards.filter(({ tripped: is }) => is);
  const unstaffed = (plan.staffing?.groups ?? []).filter(({ after }) => after.claiming === 0);
  const groups = (part: Part) => worstGroupsFirst(part.actions);
  const group = (action: Action) => groupLine(action, plan, context);
  return [
    ...listed(md.findings, leading, (one) => ({ text: findingLine(one, context) })),
    ...listed(md.guards, tripped, (reading) => ({ text: context.clipped(guardText(reading, words)) })),
    ...listed(words.problems(errors.length, 0, 0), errors, (one) => ({ text: findingLine(one, context, true) })),
    ...listed(md.changes(main.actions.length), groups(main), group),
    ...listed(chat.unstaffed(unstaffed.length), unstaffed, (one) => ({
      text: `${groupNamed(one, context)}${words.colon}${words.staffed(one)}`,
    })),
    ...laterSections(plan, context),
    ...others.flatMap((part) => listed(partText(part, plan, words), groups(part), group)),
  ];
}

/** What the change of the files brings to later instants. */
function laterSections({ later }: Plan, context: ChatContext): Section[] {
  const { words, named } = context;
  if (later === undefined) return [];
  const agent = ({ agentNumber, agentName = "", alias = "" }: Agent): string =>
    [agentNumber, agentName === "" ? alias : agentName]
      .filter((text) => text !== "")
      .map(named)
      .join(" ");
  const { rows } = laterRows(later, words, agent);
  return listed(words.laterHeading(later.instants), rows, ({ at = "", group, texts }) => ({
    text: [
      words.atTime(at),
      `${group === undefined ? "" : `${groupNamed(group, context)}${words.colon}`}${texts.join(words.comma)}`,
    ].join(" · "),
  }));
}

const REMNANTS = { nobody: 0, one: 1, rest: 2 } as const;

/** Groups left with nobody, then those left with one, then the rest, worst first. */
export function worstGroupsFirst(actions: readonly Action[]): Action[] {
  return worstFirst(actions).sort((a, b) => REMNANTS[remnantOf(a) ?? "rest"] - REMNANTS[remnantOf(b) ?? "rest"]);
}

/** So many people at the most are named in a line. */
const LEAVING_AT_MOST = 6;
const JOINING_AT_MOST = 3;

/** `⚠️ 售后 (10018578): 6 → 1 member, 1 left · removed 8009 王五, 8010 and 3 more · added 8004 李雷`. */
export function groupLine(action: Action, plan: Pick<Plan, "createdAt">, context: ChatContext): Line {
  const { words, md, chat, named } = context;
  const remnant = remnantOf(action);
  const after = action.after.members.length;
  const isNew = action.action === "create";
  const removed = isNew ? [] : action.removed;
  const moved = isNew ? [] : action.reprioritized;
  const edited = isNew
    ? undefined
    : editText(action, plan, words, (number, name) => `${named(number)} ${named(name)}`.trimEnd());
  const size = words.memberChange(isNew ? after : action.before.members.length, after);
  const facts = [
    words.joined([
      ...(isNew ? [md.newGroup] : []),
      size,
      ...(remnant === undefined ? [] : [remnant === "nobody" ? md.empty : md.one]),
    ]),
    ...peopleText(chat.removed, removed, LEAVING_AT_MOST, context),
    ...peopleText(chat.added, action.added, JOINING_AT_MOST, context),
    ...(moved.length === 0 ? [] : [words.reprioritizing(moved.length)]),
    ...(edited === undefined ? [] : [edited]),
  ];
  const isCut = removed.length > LEAVING_AT_MOST || action.added.length > JOINING_AT_MOST;
  const text = `${remnant === undefined ? "" : "⚠️ "}${groupNamed(action, context)}${words.colon}${facts.join(" · ")}`;
  return isCut ? { text, isCut } : { text };
}

interface Agent {
  readonly agentNumber: string;
  readonly alias?: string;
  readonly agentName?: string;
}

/** `removed 8009 王五, 8010 and 3 more`: the number is what counts; a name helps to recognise it. */
function peopleText(
  label: string,
  agents: readonly Agent[],
  atMost: number,
  { words, md, named }: ChatContext,
): string[] {
  if (agents.length === 0) return [];
  const shown = agents.slice(0, atMost).map(({ agentNumber, agentName = "", alias = "" }) => {
    const name = agentName === "" ? alias : agentName;
    return `${named(agentNumber)}${name === "" ? "" : ` ${named(name)}`}`;
  });
  const rest = agents.length - shown.length;
  return [`${label} ${[...shown, ...(rest > 0 ? [md.more(rest)] : [])].join(words.comma)}`];
}
