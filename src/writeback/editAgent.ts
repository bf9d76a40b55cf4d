import type { DesiredGroup, DesiredMember } from "../config/desired.js";
import type { Moment } from "../config/time/moment.js";
import { compareText, type Member } from "../model/skillGroup.js";
import { type MemberSource, placeOf } from "../model/source.js";
import { commonSpans, type Spans } from "../model/span.js";
import { absenceChanges } from "./absenceChanges.js";
import { type AgentEdit, type AgentSteps, agentSteps, isEverIn, priorityIn } from "./agentSteps.js";
import { applied } from "./editedInParts.js";
import { type Edit, likeBefore, withLineEnd } from "./edits.js";
import type { AgentFinding } from "./findings.js";
import { combined, type MemberSteps, memberSteps, sameSteps, stepsFrom } from "./memberSteps.js";
import { type Reading, readTexts, type Sound } from "./reading.js";
import { type AliasChange, renameEdits } from "./renameAlias.js";
import { timesOf } from "./times.js";

/** A YAML anchor may take a round more: see `listSteps.ts`. */
const MAX_ROUNDS = 4;

/** A membership that an edit changes. */
export interface EditedMembership {
  readonly displayName: string;
  readonly exten?: string;
  readonly agentNumber: string;
  /** The priority before; absent where the agent joins. */
  readonly before?: number;
  /** The priority after; absent where the agent leaves. Both are absent where it is about another time than now. */
  readonly after?: number;
}

export interface EditedAgent {
  /** Only the texts that changed; none where a finding is an error. */
  readonly changed: ReadonlyMap<string, string>;
  readonly memberships: readonly EditedMembership[];
  readonly findings: readonly AgentFinding[];
}

/**
 * Edits files so that they say of an agent what was asked, and nothing else changes: neither another membership nor a
 * line that need not. All of it is done, or nothing.
 *
 * @param texts the files of the account, which must be sound: text by path
 * @param moment the present, where the files use time or are to
 */
export function editAgent(
  texts: ReadonlyMap<string, string>,
  edit: AgentEdit | AliasChange,
  moment?: Moment,
): EditedAgent {
  const whole = new Map([...texts].map(([path, text]) => [path, withLineEnd(text)]));
  const original = read(whole, moment);
  if (original === undefined) throw new Error("the texts are not sound");
  const cleared = withoutAbsences(whole, original, edit);
  if (cleared === undefined) return failed([...whole.keys()]);
  // Whoever is gone is not away, and takes nobody's place; a newcomer who gets a colleague's groups is not away as the colleague is.
  const isGone = edit.kind === "replace" || (edit.kind === "remove" && edit.from === undefined);
  const before = isGone ? cleared.reading : original;
  const known = edit.kind === "copy" ? cleared.reading : before;
  let goals: AgentSteps["goals"] = new Map();
  let findings: readonly AgentFinding[] = [];
  let [now, reading] = [isGone ? cleared.texts : whole, before];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    let edits: ReadonlyMap<string, readonly Edit[]>;
    if (edit.kind === "rename") {
      edits = renameEdits(edit, reading, now);
      findings = inTables(edit, before);
    } else {
      const work = agentSteps(edit, known, reading);
      // Later rounds find the same again, or what the first has made so.
      if (round === 0) ({ goals, findings } = work);
      if (findings.some(({ severity }) => severity === "error")) break;
      edits = work.steps.edits(now, reading.declared);
      if (edit.kind === "replace") {
        const change = { agent: edit.agent, isGone: false, cover: { by: edit.by } };
        edits = together(edits, absenceChanges(change, reading, now));
      }
    }
    if ([...edits.values()].every((some) => some.length === 0)) break;
    const next = edited(now, edits, reading);
    const again = next && read(next, moment);
    if (next === undefined || again === undefined) {
      const conflicts = "by" in edit ? twoPriorities(before, edit.agent, edit.by) : [];
      if (conflicts.length > 0) return { changed: new Map(), memberships: [], findings: conflicts };
      return failed([...edits.keys()]);
    }
    [now, reading] = [next, again];
  }
  if (findings.some(({ severity }) => severity === "error")) return { changed: new Map(), memberships: [], findings };
  const changed = new Map([...now].filter(([path, text]) => text !== whole.get(path)));
  const others = edit.kind === "rename" ? [] : changedOthers(before, reading, edit);
  if (others.length > 0)
    return { changed: new Map(), memberships: [], findings: [sayOthers("changes-others", others)] };
  const staying = "from" in edit && edit.from !== undefined ? staysAsCover(reading, edit.agent, edit.from) : [];
  if (staying.length > 0) return { changed: new Map(), memberships: [], findings: staying };
  if (!isAsAsked(before, reading, goals, edit, known)) return failed([...changed.keys()]);
  const covers = edit.kind === "rename" ? [] : changedCovers(original, reading, edit);
  return {
    changed: new Map([...changed].map(([path, text]) => [path, likeBefore(text, texts.get(path) ?? "")])),
    memberships: membershipsOf(original, reading, goals, edit),
    findings: [...findings, ...(covers.length > 0 ? [sayOthers("cover-follows", covers)] : [])],
  };
}

/** The files without the agent's own absences and, where nobody follows, without those whose place the agent takes. */
function withoutAbsences(
  texts: ReadonlyMap<string, string>,
  reading: Reading,
  edit: AgentEdit | AliasChange,
): Sound | undefined {
  if (edit.kind === "rename" || reading.desired.absences === undefined) return { texts, reading };
  const cover = edit.kind === "remove" ? { cover: { by: undefined } } : {};
  const edits = absenceChanges({ agent: edit.agent, isGone: true, ...cover }, reading, texts);
  if (edits.size === 0) return { texts, reading };
  const next = edited(texts, edits, reading);
  const again = next && read(next, reading.moment);
  return next === undefined || again === undefined ? undefined : { texts: next, reading: again };
}

function together(
  one: ReadonlyMap<string, readonly Edit[]>,
  other: ReadonlyMap<string, readonly Edit[]>,
): ReadonlyMap<string, readonly Edit[]> {
  const paths = new Set([...one.keys(), ...other.keys()]);
  return new Map([...paths].map((path) => [path, [...(one.get(path) ?? []), ...(other.get(path) ?? [])]]));
}

/** Tables name people by number or by name; which it is, the files do not say. */
function inTables({ alias }: AliasChange, { declared, documents }: Reading): AgentFinding[] {
  const number = declared.agents.find((agent) => agent.alias === alias)?.number ?? "";
  const paths = (declared.timetable?.rosters ?? []).flatMap(({ roster }) =>
    [...(declared.timetable?.rosterDays(roster)?.get(number)?.values() ?? [])].flatMap(({ source: { file } }) =>
      documents.has(file) ? [] : file,
    ),
  );
  if (paths.length === 0) return [];
  return [{ code: "tables-name", severity: "warning", args: { alias, paths: [...new Set(paths)].sort(compareText) } }];
}

function read(texts: ReadonlyMap<string, string>, moment: Moment | undefined): Reading | undefined {
  const reading = readTexts(texts, moment);
  return "findings" in reading ? undefined : reading;
}

function edited(
  texts: ReadonlyMap<string, string>,
  edits: ReadonlyMap<string, readonly Edit[]>,
  { documents }: Reading,
): Map<string, string> | undefined {
  const after = new Map(texts);
  try {
    for (const [path, some] of edits) after.set(path, applied(texts.get(path) ?? "", some, documents.get(path) ?? []));
  } catch {
    // Two edits of one stretch.
    return undefined;
  }
  return after;
}

function failed(paths: readonly string[]): EditedAgent {
  const args = { paths: [...paths].sort(compareText) };
  return { changed: new Map(), memberships: [], findings: [{ code: "edit-failed", severity: "error", args }] };
}

/** An agent in a group. */
interface Place {
  readonly agent: string;
  readonly displayName: string;
}

function sayOthers(code: "changes-others" | "cover-follows", places: readonly Place[]): AgentFinding {
  const agents = [...new Set(places.map(({ agent }) => agent))].sort(compareText);
  const groups = [...new Set(places.map(({ displayName }) => displayName))];
  const severity = code === "changes-others" ? "error" : "warning";
  return { code, severity, args: { agents, groups } };
}

/** Those who come or go otherwise than before, though nothing was asked of them. Covers go with those whom they cover. */
function changedOthers(before: Reading, after: Reading, edit: AgentEdit): Place[] {
  const meant = agentsOf(edit);
  return changedPlaces(
    before,
    after,
    ({ agentNumber, source }) => !meant.has(agentNumber) && !meant.has(source.coverFor ?? ""),
  );
}

function changedCovers(before: Reading, after: Reading, edit: AgentEdit): Place[] {
  const meant = agentsOf(edit);
  const at = before.moment?.at ?? 0;
  return changedPlaces(
    before,
    after,
    ({ agentNumber, source, spans }) =>
      !meant.has(agentNumber) && meant.has(source.coverFor ?? "") && (spans?.some(({ until }) => until > at) ?? true),
  );
}

const ALWAYS: Spans = [{ from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }];

/** Where somebody comes at times by entries of their own, and would have another priority then as a follower. */
function twoPriorities({ desired, moment }: Reading, agent: string, by: string): AgentFinding[] {
  return desired.groups.flatMap((group): AgentFinding[] => {
    const of = (one: string) => timelineOf(group).filter(({ agentNumber }) => agentNumber === one);
    for (const { priority, spans = ALWAYS, source } of of(by)) {
      const others = of(agent).filter((other) => other.priority !== priority);
      const [first] = others.flatMap((other) => commonSpans(spans, other.spans) ?? []);
      if (first === undefined || moment === undefined || !Number.isFinite(first.from)) continue;
      const args = { agent: by, displayName: group.displayName, begins: moment.wallOf(first.from, source.file) };
      return [{ code: "member-already", severity: "error", args, source: placeOf(source) }];
    }
    return [];
  });
}

/** Without an entry of its own, the agent would take the place there of somebody who is away. */
function staysAsCover({ desired, moment }: Reading, agent: string, from: ReadonlySet<number>): AgentFinding[] {
  return [...from].flatMap((index): AgentFinding[] => {
    const group = desired.groups[index];
    const { source } =
      timelineOf(group).find(
        ({ agentNumber, source: { coverFor }, spans = [] }) =>
          agentNumber === agent && coverFor !== undefined && spans.some(({ until }) => until > (moment?.at ?? 0)),
      ) ?? {};
    if (group === undefined || source?.coverFor === undefined) return [];
    const args = { agent, displayName: group.displayName, other: source.coverFor };
    return [{ code: "there-as-cover", severity: "error", args, source: placeOf(source) }];
  });
}

function agentsOf(edit: AgentEdit): ReadonlySet<string> {
  return new Set([edit.agent, "by" in edit ? edit.by : edit.agent]);
}

function changedPlaces(before: Reading, after: Reading, isMeant: (member: DesiredMember) => boolean): Place[] {
  return before.desired.groups.flatMap((group, index) => {
    const [had, has] = [group, after.desired.groups[index]].map((one) => timelineOf(one).filter(isMeant));
    if (had === undefined || has === undefined || isSame(timesOf(had), timesOf(has))) return [];
    const numbers = new Set([...had, ...has].map(({ agentNumber }) => agentNumber));
    const isOther = (agent: string) => !sameSteps(memberSteps(had, agent), memberSteps(has, agent));
    return [...numbers].filter(isOther).map((agent) => ({ agent, displayName: group.displayName }));
  });
}

function timelineOf(group: DesiredGroup | undefined): readonly DesiredMember[] {
  return group?.timeline ?? group?.members ?? [];
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Do the files say what was asked, and of all else what they said before?
 *
 * @param known what a colleague has who is copied
 */
function isAsAsked(
  before: Reading,
  after: Reading,
  goals: AgentSteps["goals"],
  edit: AgentEdit | AliasChange,
  known: Reading,
): boolean {
  const meant: ReadonlySet<string> = edit.kind === "rename" ? new Set() : agentsOf(edit);
  const withoutCovers = (group: DesiredGroup) => {
    const { members } = group;
    return members === undefined || meant.size === 0
      ? group
      : { ...group, members: members.filter(({ source }) => !isCoverFor(source, meant)) };
  };
  const wanted = before.desired.groups.map((group, index) => meaningOf(withoutCovers(group), goals.get(index)));
  const found = after.desired.groups.map((group) => meaningOf(withoutCovers(group)));
  const aliasIn = (alias: string) => (edit.kind === "rename" && alias === edit.alias ? edit.to : alias);
  const agents = ({ declared }: Reading, aliasOf: typeof aliasIn) =>
    declared.agents.map(({ alias, number, name }) => [aliasOf(alias), number, name]);
  const times = ({ desired }: Reading) => desired.groups.map((group) => timesOf(timelineOf(group)));
  return (
    isSame(wanted, found) &&
    (edit.kind === "rename" ? isSame(times(before), times(after)) : keepsTimes(before, after, edit, known)) &&
    isSame(
      agents(before, aliasIn),
      agents(after, (alias) => alias),
    )
  );
}

/** Is it the cover of one of them, and not one of them? Those who cover for each other are judged as they are. */
function isCoverFor({ coverFor }: MemberSource, meant: ReadonlySet<string>): boolean {
  return coverFor !== undefined && meant.has(coverFor);
}

/**
 * Does whoever is taken out of all groups not come back, and does whoever follows a colleague, or is moved, come and go as
 * the colleague does, or as before?
 */
function keepsTimes(before: Reading, after: Reading, edit: AgentEdit, known: Reading): boolean {
  const by = "by" in edit ? edit.by : undefined;
  const at = before.moment?.at ?? Number.NEGATIVE_INFINITY;
  const of = ({ desired }: Reading, agent: string) =>
    desired.groups.map((group) => stepsFrom(memberSteps(timelineOf(group), agent), at));
  const isNever = (steps: MemberSteps | undefined) => steps?.every(({ priority }) => priority === undefined) ?? true;
  const isGone = edit.kind === "replace" || (edit.kind === "remove" && edit.from === undefined);
  if (isGone && edit.agent !== by && of(after, edit.agent).some((steps) => !isNever(steps))) return false;
  if (before.moment === undefined) return true;
  const [had, has] = [of(known, edit.agent), of(after, edit.agent)];
  if (edit.kind === "move") {
    // Who comes and goes goes on doing so.
    const [only, ...more] = edit.from;
    const wanted = only === undefined || more.length > 0 ? undefined : had[only];
    const recurs = (wanted?.filter(({ priority }) => priority !== undefined).length ?? 0) > 1;
    if (recurs && wanted !== undefined)
      return [...edit.to].every(
        (group) => !isNever(had[group]) || sameSteps(withPriority(has[group]), withPriority(wanted)),
      );
  }
  if (by === undefined) return true;
  const [own, gets] = [of(before, by), of(after, by)];
  return gets.every((steps, group) => {
    const [was, other] = [own[group] ?? [], had[group] ?? []];
    if (isNever(was)) return sameSteps(steps, withoutAway(other, by, after));
    // Who was there has what it had, and at other times what the other had, or nothing.
    const isRight = (now?: number, before?: number, others?: number) =>
      before === undefined ? now === undefined || now === others : now === before;
    return combined([steps, was, other], [], (_, ...all) => (isRight(...all) ? undefined : 1)).length === 1;
  });
}

/** What somebody else has of these steps, who is away at times of their own. */
function withoutAway(steps: MemberSteps, agent: string, { desired: { absences = [] } }: Reading): MemberSteps {
  const own = absences.filter(({ agentNumber }) => agentNumber === agent);
  const bounds = own.flatMap(({ from, until }) => [from, until]);
  const isAway = (at: number) => own.some(({ from, until }) => from <= at && at < until);
  return combined([steps], bounds, (at, priority) => (isAway(at) ? undefined : priority));
}

/** The same with one priority: a move may choose another. */
function withPriority(steps: MemberSteps = []): MemberSteps {
  return combined([steps], [], (_, priority) => (priority === undefined ? undefined : 0));
}

/** What a group means, without places, names of agents and the order of its members. */
export function meaningOf(
  group: Omit<DesiredGroup, "members"> & { readonly members?: readonly Member[] },
  goals: ReadonlyMap<string, number | undefined> = new Map(),
): unknown {
  const { displayName, exten, previously, distinct, assignRule, memory, membership, members } = group;
  const priorities = new Map<string, number | undefined>([
    ...(members ?? []).map(({ agentNumber, priority }) => [agentNumber, priority] as const),
    ...goals,
  ]);
  const listed = [...priorities].filter(([, priority]) => priority !== undefined).sort(([a], [b]) => compareText(a, b));
  return [displayName, exten, previously, distinct, assignRule, memory, membership, members && listed];
}

function membershipsOf(
  before: Reading,
  after: Reading,
  goals: AgentSteps["goals"],
  edit: AgentEdit | AliasChange,
): EditedMembership[] {
  const named = edit.kind === "rename" ? [] : [edit.agent, ...("by" in edit ? [edit.by] : [])];
  return [...before.desired.groups.entries()].flatMap(([group, { displayName, exten }]) =>
    [...new Set([...(goals.get(group)?.keys() ?? []), ...named])].flatMap((agentNumber): EditedMembership[] => {
      const [had, has] = [priorityIn(before, group, agentNumber), priorityIn(after, group, agentNumber)];
      const isLater = isEverIn(before, group, agentNumber) !== isEverIn(after, group, agentNumber);
      if (had === has && !isLater) return [];
      return [
        {
          displayName,
          ...(exten !== undefined && { exten }),
          agentNumber,
          ...(had !== undefined && { before: had }),
          ...(has !== undefined && { after: has }),
        },
      ];
    }),
  );
}
