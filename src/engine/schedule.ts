import { demandsOf } from "../calendar/coverage.js";
import { daysAfter, daysIn, startOfDay } from "../calendar/wallClock.js";
import type { DesiredGroup, DesiredMember, DesiredState } from "../config/desired.js";
import { parseLimits } from "../config/limits.js";
import { groupGaps, remembering } from "../config/time/coverageGaps.js";
import type { Moment } from "../config/time/moment.js";
import { DOCUMENTED_RATES, type RateLimit } from "../model/rates.js";
import { compareText } from "../model/skillGroup.js";
import type { MemberSource } from "../model/source.js";
import type { Span } from "../model/span.js";
import { agentNames } from "../plan/agentNames.js";
import type { UpcomingTurn } from "../plan/plan.js";
import { selectGroups } from "../plan/selectGroups.js";
import { upcomingIn } from "../plan/upcoming.js";
import type {
  Schedule,
  ScheduleAbsence,
  ScheduledMember,
  ScheduledSpan,
  ScheduleGroup,
  Schedules,
} from "../report/schedule.js";
import { withoutGroups } from "./planAccounts.js";
import { hasError, UserError } from "./userError.js";
import { MUSTER_VERSION } from "./version.js";
import { type AccountFiles, type ConfigOptions, loadWorkspace, type Workspace } from "./workspace.js";

export interface ScheduleOptions extends ConfigOptions {
  /** Files, folders and patterns, as of any run. */
  readonly paths: readonly string[];
  readonly account?: string | undefined;
  /** Groups by name or pattern; all if left out. */
  readonly group?: readonly string[] | undefined;
  /** When it begins, as it was typed. Absent: with this day; with `next`, now. */
  readonly from?: string | undefined;
  readonly days: number;
  /** Instead of days so many turns. */
  readonly next?: number | undefined;
}

/** The groups have their gaps; and a shift that nobody has in a few days may be somebody's on others. */
const OF_A_MONTH: ReadonlySet<string> = new Set(["coverage-gap", "shift-empty"]);

/** Turns are looked for so many days ahead: first in a month, where nearly all have enough of them, then in a year. */
const AHEAD = [31, 366] as const;

/**
 * Who is a member when, by the files alone: nothing is sent, and no secret is needed.
 *
 * @throws {UserError} the files have an error, such as a calendar that ends within the days that were asked for
 */
export async function schedule(options: ScheduleOptions): Promise<Schedule | Schedules> {
  const { days, next } = options;
  if (next === undefined) return documentOf(await read(options, { days, isStrict: true, isToday: true }), options);
  const [month, year] = AHEAD;
  const read31 = await read(options, { days: month });
  const isEnough = read31.accounts.every(({ turns }) => turns.length > next);
  return documentOf(isEnough ? read31 : await read(options, { days: year }), options);
}

/** An account, and what the clock brings there. */
interface ReadAccount {
  readonly files: AccountFiles;
  readonly desired: DesiredState;
  readonly moment: Moment;
  readonly groups: readonly DesiredGroup[];
  readonly turns: readonly UpcomingTurn[];
}

interface ReadAccounts {
  readonly workspace: Workspace;
  readonly accounts: readonly ReadAccount[];
}

async function read(
  options: ScheduleOptions,
  when: { readonly days: number; readonly isStrict?: boolean; readonly isToday?: boolean },
): Promise<ReadAccounts> {
  const { host, from: at, group } = options;
  const workspace = await loadWorkspace({
    ...options,
    several: true,
    at,
    when: { daysBehind: 2, ...when, isNeeded: true },
  });
  // Files that only break a policy still say who is there when; with other errors the answer could be wrong.
  if (workspace.accounts.length === 0 || workspace.accounts.some(({ desired }) => desired === undefined))
    throw new UserError(workspace.findings, workspace.texts);
  const overrides = parseLimits(host.env["MUSTER_LIMITS"] ?? "");
  if (hasError(overrides.findings)) throw new UserError(overrides.findings);
  // A name is known if it is in the files of any account.
  const known = workspace.accounts.flatMap(({ desired, only = () => true }) => desired?.groups.filter(only) ?? []);
  const named = group && selectGroups(known, group);
  if (named !== undefined && named.findings.length > 0) throw new UserError(named.findings);
  const accounts = workspace.accounts.map((files): ReadAccount => {
    const { desired, only = () => true, entry } = files;
    if (desired?.moment === undefined) throw new TypeError("the files were read at no instant");
    const groups = desired.groups.filter((one) => only(one) && (named?.only(one) ?? true) && one.retired === undefined);
    const limits = { ...DOCUMENTED_RATES, ...entry.limits, ...overrides.limits };
    // With `next` one more than that, to see where the last one's time ends.
    const most = options.next === undefined ? Number.POSITIVE_INFINITY : options.next + 1;
    const turns = turnsOf({ ...desired, groups }, desired.moment, limits.updateQueueAssignMembers, most);
    return { files, desired, moment: desired.moment, groups, turns };
  });
  return { workspace, accounts };
}

/** The instants at which members of the groups change, and what they cost. */
function turnsOf(desired: DesiredState, moment: Moment, limit: RateLimit, instants: number): readonly UpcomingTurn[] {
  const matches = desired.groups.map((one) => ({ desired: one }));
  return upcomingIn({ matches, moment, names: agentNames(desired, new Map()), limit, instants }).upcoming ?? [];
}

function documentOf({ workspace, accounts }: ReadAccounts, options: ScheduleOptions): Schedule | Schedules {
  const createdAt = new Date(options.host.clock.now()).toISOString();
  const [only, ...others] = accounts.map((account) => scheduleOf(account, workspace, createdAt, options.next));
  if (only === undefined) throw new TypeError("no account was selected");
  if (others.length === 0) return only;
  return { formatVersion: "1.0", kind: "schedules", schedules: [only, ...others] };
}

function scheduleOf(
  { files, desired, moment, groups, turns: all }: ReadAccount,
  { settingsFindings }: Workspace,
  createdAt: string,
  next: number | undefined,
): Schedule {
  const textOf = remembering(moment);
  const turns = all.slice(0, next);
  const window = { from: moment.at, until: next === undefined ? moment.window.until : endOf(turns, all, moment) };
  const shown = { window, textOf };
  const days = new Map(moment.calendarDays?.map((day) => [day.date, day]));
  return {
    formatVersion: "1.0",
    kind: "schedule",
    musterVersion: MUSTER_VERSION,
    createdAt,
    account: { name: files.name },
    timezone: moment.zone,
    from: textOf(window.from),
    until: textOf(window.until),
    days: daysIn(window.from, window.until, moment.zone).map(({ date, from, until }) => ({
      date,
      ...days.get(date),
      from: textOf(from),
      until: textOf(until),
    })),
    groups: groups.map((group) => groupOf(group, shown)),
    turns,
    absences: absencesOf(desired, groups, shown),
    diagnostics: [...settingsFindings, ...files.findings, ...withoutGroups(files)].filter(
      ({ code }) => !OF_A_MONTH.has(code),
    ),
  };
}

/** Of some turns: the end of the last one's day, or the turn that follows. */
function endOf(turns: readonly UpcomingTurn[], all: readonly UpcomingTurn[], { window, zone }: Moment): number {
  const [last, following] = [turns.at(-1), all[turns.length]];
  if (last === undefined) return window.until;
  const tomorrow = daysAfter(startOfDay(Date.parse(last.at), zone), 1, zone);
  return Math.min(window.until, tomorrow, following === undefined ? tomorrow : Date.parse(following.at));
}

/** What is shown, and how its instants are written. */
interface Shown {
  readonly window: Pick<Span, "from" | "until">;
  readonly textOf: (instant: number) => string;
}

function groupOf(group: DesiredGroup, shown: Shown): ScheduleGroup {
  const { displayName, exten, description, owner, membership, source, timeline, members, coverage = [] } = group;
  const { window, textOf } = shown;
  const listed = timeline ?? members;
  return {
    displayName,
    ...(exten !== undefined && { exten }),
    ...(description !== undefined && { description }),
    ...(owner !== undefined && { owner }),
    membership,
    source,
    ...(listed === undefined && { unmanaged: true }),
    members: membersOf(listed ?? [], shown),
    required: demandsOf(coverage, window).map(({ from, until, demand }) => ({
      from: textOf(from),
      until: textOf(until),
      min: demand.min,
      source: demand.source,
    })),
    gaps: groupGaps(group, window).map(({ from, until, demand: { min }, staffed }) => ({
      from: textOf(from),
      until: textOf(until),
      min,
      staffed,
    })),
  };
}

/** A stretch of a membership. */
interface Part extends Pick<Span, "from" | "until"> {
  readonly priority: number;
  readonly always?: true;
  readonly source: MemberSource;
}

/** Each agent once, with all stretches; where several entries hold, the first counts. */
function membersOf(timeline: readonly DesiredMember[], { window, textOf }: Shown): ScheduledMember[] {
  const found = new Map<string, { readonly member: DesiredMember; parts: Part[] }>();
  for (const member of timeline) {
    const own = found.get(member.agentNumber) ?? { member, parts: [] };
    const parts = partsOf(member, window);
    own.parts = own.parts.length === 0 ? parts : [...own.parts, ...parts.flatMap((part) => without(part, own.parts))];
    found.set(member.agentNumber, own);
  }
  const present = [...found.values()].filter(({ parts }) => parts.length > 0);
  for (const one of present) one.parts.sort((a, b) => a.from - b.from);
  present.sort(
    (a, b) => (a.parts[0]?.from ?? 0) - (b.parts[0]?.from ?? 0) || byNumber(a.member.agentNumber, b.member.agentNumber),
  );
  return present.map(({ member: { agentNumber, alias, agentName }, parts }) => ({
    agentNumber,
    ...(alias !== undefined && { alias }),
    ...(agentName !== undefined && { agentName }),
    spans: joined(parts).map(({ from, until, priority, always, source }): ScheduledSpan => {
      return { from: textOf(from), until: textOf(until), priority, ...(always && { always }), source };
    }),
  }));
}

function partsOf({ spans, priority, source }: DesiredMember, window: Shown["window"]): Part[] {
  if (spans === undefined) return [{ ...window, priority, always: true, source }];
  return spans.flatMap((span) => {
    const [from, until] = [Math.max(span.from, window.from), Math.min(span.until, window.until)];
    return from < until ? [{ from, until, priority, source: sourceOf(source, span) }] : [];
  });
}

/** The line or the cell that a stretch comes from, and how it comes from there. */
function sourceOf(source: MemberSource, span: Span): MemberSource {
  return span.source === undefined ? source : { ...source, ...span.source };
}

/** What is left of a stretch outside of others. */
function without(part: Part, others: readonly Part[]): Part[] {
  let left = [part];
  for (const { from, until } of others)
    left = left.flatMap((one) =>
      until <= one.from || from >= one.until
        ? [one]
        : [
            ...(one.from < from ? [{ ...one, until: from }] : []),
            ...(one.until > until ? [{ ...one, from: until }] : []),
          ],
    );
  return left;
}

/** Stretches that touch, and differ in nothing else, are one. */
function joined(parts: readonly Part[]): Part[] {
  const all: Part[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    const isSame =
      last?.until === part.from && last.priority === part.priority && isSameEntry(last.source, part.source);
    if (last !== undefined && isSame) all[all.length - 1] = { ...last, until: part.until };
    else all.push(part);
  }
  return all;
}

function isSameEntry(a: MemberSource, b: MemberSource): boolean {
  return (
    a === b ||
    (a.file === b.file &&
      a.line === b.line &&
      a.column === b.column &&
      a.shift === b.shift &&
      a.coverFor === b.coverFor &&
      a.until === b.until)
  );
}

/** Those of everybody; of chosen groups, those of agents who are ever in one of them. */
function absencesOf(
  { absences = [], agentNames: names, aliases = [] }: DesiredState,
  groups: readonly DesiredGroup[],
  { window, textOf }: Shown,
): ScheduleAbsence[] {
  const concerned = new Set(
    groups.flatMap(({ timeline, members = [] }) => (timeline ?? members).map(({ agentNumber }) => agentNumber)),
  );
  const labelOf = (agentNumber: string) => {
    const own = aliases.find(({ number }) => number === agentNumber);
    const agentName = own?.name ?? (own === undefined ? names.get(agentNumber) : undefined);
    return {
      agentNumber,
      ...(own !== undefined && { alias: own.alias }),
      ...(agentName !== undefined && { agentName }),
    };
  };
  return absences.flatMap((absence): ScheduleAbsence[] => {
    const { agentNumber, by, reason, source } = absence;
    const [from, until] = [Math.max(absence.from, window.from), Math.min(absence.until, window.until)];
    if (from >= until || !(concerned.has(agentNumber) || (by !== undefined && concerned.has(by)))) return [];
    return [
      {
        from: textOf(from),
        until: textOf(until),
        ...labelOf(agentNumber),
        ...(by !== undefined && { by: labelOf(by) }),
        ...(reason !== undefined && { reason }),
        source,
      },
    ];
  });
}

function byNumber(a: string, b: string): number {
  return a.length - b.length || compareText(a, b);
}
