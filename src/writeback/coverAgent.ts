import type { Absence, DesiredGroup } from "../config/desired.js";
import type { Moment } from "../config/time/moment.js";
import { compareText } from "../model/skillGroup.js";
import type { Source } from "../model/source.js";
import { absenceEdits, hasAbsences } from "./absenceList.js";
import { type EditedAgent, type EditedMembership, meaningOf } from "./editAgent.js";
import { applyEdits, likeBefore, withLineEnd } from "./edits.js";
import { agentText } from "./entries.js";
import type { AgentFinding } from "./findings.js";
import { aliasesOf } from "./listStyle.js";
import { combined, type MemberSteps, memberSteps, priorityAt, sameSteps } from "./memberSteps.js";
import { type Reading, readTexts } from "./reading.js";
import { timesOf } from "./times.js";

/** An agent who is away for a while, and who takes the places, if anybody does. Agents are numbers; times are instants. */
export interface AgentCover {
  readonly kind: "cover";
  readonly agent: string;
  readonly by?: string;
  readonly from: number;
  readonly until: number;
  /** Both as they were asked for. */
  readonly begins: string;
  readonly ends: string;
  readonly reason?: string;
}

/**
 * Edits files so that an agent is in no group for a while, and another has the agent's places there. Nothing else changes,
 * at any time; what cannot be done so is refused.
 *
 * @param texts the files of the account, which must be sound: text by path
 * @param moment known as far as the end of the absence
 */
export function coverAgent(texts: ReadonlyMap<string, string>, cover: AgentCover, moment: Moment): EditedAgent {
  const whole = new Map([...texts].map(([path, text]) => [path, withLineEnd(text)]));
  const before = readTexts(whole, moment);
  if ("findings" in before) throw new Error("the texts are not sound");
  const none = { changed: new Map<string, string>(), memberships: [] };
  const absences = before.desired.absences ?? [];
  if (absences.some((one) => isSame(one, cover))) return { ...none, findings: [] };
  const refusals = refusalsOf(cover, before, moment);
  if (refusals.length > 0) return { ...none, findings: refusals };
  const tried: string[] = [];
  for (const path of homesOf(cover, before)) {
    const text = whole.get(path) ?? "";
    const next = withAbsence(cover, path, text, before, moment);
    if (next === undefined) continue;
    tried.push(path);
    const after = readTexts(new Map([...whole, [path, next]]), moment);
    if ("findings" in after || !isAsAsked(cover, before, after)) continue;
    return {
      changed: new Map([[path, likeBefore(next, texts.get(path) ?? "")]]),
      memberships: membershipsOf(cover, before, after, moment.at),
      findings: remarksOn(cover, before, after),
    };
  }
  const args = { paths: tried.sort(compareText) };
  return { ...none, findings: [{ code: "edit-failed", severity: "error", args }] };
}

function isSame(one: Absence, { agent, by, from, until }: AgentCover): boolean {
  return one.agentNumber === agent && one.by === by && one.from === from && one.until === until;
}

/** Why the files cannot say so. */
function refusalsOf(cover: AgentCover, before: Reading, moment: Moment): AgentFinding[] {
  const { desired, documents } = before;
  const { agent, by, from, until } = cover;
  const refuse = <F extends Pick<AgentFinding, "code" | "args">>(finding: F, source?: Source) =>
    ({ ...finding, severity: "error", ...(source && { source }) }) as AgentFinding;
  if (by === agent) return [refuse({ code: "covers-own-place", args: { agent } })];
  const written = (one: Pick<Absence, "from" | "until">, file: string) => ({
    from: moment.wallOf(one.from, file),
    until: moment.wallOf(one.until, file),
  });
  const refusals = (desired.absences ?? []).flatMap((one): AgentFinding[] => {
    const { source } = one;
    if (one.from >= until || one.until <= from) return [];
    const times = written(one, source.file);
    if (one.agentNumber === agent) {
      // A leave in a table has no cover yet.
      if (!documents.has(source.file)) return [];
      const args = { agent, ...times, ...(one.by !== undefined && { by: one.by }) };
      return [refuse({ code: "absent-already", args }, source)];
    }
    if (one.agentNumber === by) return [refuse({ code: "cover-away", args: { by, ...times } }, source)];
    return one.by === agent
      ? [refuse({ code: "covers-then", args: { agent, other: one.agentNumber, ...times } }, source)]
      : [];
  });
  const isThere = desired.groups.some((group, index) =>
    plannedIn(before, group, index, agent).some(({ at, priority }, index, all) => {
      const end = all[index + 1]?.at ?? Number.POSITIVE_INFINITY;
      return priority !== undefined && at < until && end > from;
    }),
  );
  if (!isThere && refusals.length === 0)
    return [refuse({ code: "not-there-then", args: { agent, from: cover.begins, until: cover.ends } })];
  return refusals;
}

function stepsIn({ timeline, members = [] }: DesiredGroup, agent: string): MemberSteps {
  return memberSteps(timeline ?? members, agent);
}

/** As {@link stepsIn}, whether or not the agent is away. */
function plannedIn({ declared, expand }: Reading, group: DesiredGroup, index: number, agent: string): MemberSteps {
  const entries = declared.groups[index]?.entries ?? [];
  if (group.retired || group.members === undefined) return stepsIn(group, agent);
  const planned = memberSteps(expand(entries), agent);
  return combined([stepsIn(group, agent), planned], [], (_, is, would) => is ?? would);
}

/** Files that may take an absence, best first: those that have some, the one that names the agent, those of the groups. */
function homesOf({ agent }: AgentCover, { declared, desired, documents }: Reading): ReadonlySet<string> {
  const having = [...documents].filter(([, all]) => all.some(hasAbsences)).map(([path]) => path);
  const named = declared.agents.filter(({ number }) => number === agent).map(({ at }) => at.file);
  const groups = new Map<string, number>();
  for (const group of desired.groups) {
    if (stepsIn(group, agent).some(({ priority }) => priority !== undefined))
      groups.set(group.source.file, (groups.get(group.source.file) ?? 0) + 1);
  }
  const most = [...groups].sort(([, a], [, b]) => b - a).map(([path]) => path);
  return new Set([...having, ...named, ...most]);
}

function withAbsence(
  { agent, by, from, until, reason }: AgentCover,
  path: string,
  text: string,
  { declared, documents }: Reading,
  moment: Moment,
): string | undefined {
  const all = documents.get(path) ?? [];
  const document = all.find(hasAbsences) ?? all[0];
  if (document === undefined) return undefined;
  const style = { aliasOf: aliasesOf(declared), quotes: "double" as const };
  const absence = {
    agent: agentText(agent, style),
    ...(by !== undefined && { by: agentText(by, style) }),
    from: moment.wallOf(from, path),
    until: moment.wallOf(until, path),
    ...(reason !== undefined && { reason }),
  };
  const edits = absenceEdits(absence, document, text);
  return edits && applyEdits(text, edits);
}

/** Is the agent away for exactly that time, is the other there instead, and has nothing else changed? */
function isAsAsked(cover: AgentCover, before: Reading, after: Reading): boolean {
  const { agent, by, from, until } = cover;
  const isOther = ({ agentNumber }: { readonly agentNumber: string }) => agentNumber !== agent && agentNumber !== by;
  const rest = ({ desired, declared }: Reading) =>
    JSON.stringify([
      declared.agents.map(({ alias, number, name }) => [alias, number, name]),
      desired.groups.map((group) => [
        meaningOf(group.members === undefined ? group : { ...group, members: group.members.filter(isOther) }),
        timesOf((group.timeline ?? group.members ?? []).filter(isOther)),
      ]),
    ]);
  if (rest(before) !== rest(after)) return false;
  const isAway = (at: number) => at >= from && at < until;
  return before.desired.groups.every((group, index) => {
    const now = after.desired.groups[index];
    if (now === undefined) return false;
    const had = stepsIn(group, agent);
    const away = combined([had], [from, until], (at, own) => (isAway(at) ? undefined : own));
    if (!sameSteps(stepsIn(now, agent), away)) return false;
    if (by === undefined) return true;
    const places = plannedIn(before, group, index, agent);
    const takes = combined([stepsIn(group, by), places], [from, until], (at, own, other) =>
      own === undefined && isAway(at) ? other : own,
    );
    return sameSteps(stepsIn(now, by), takes);
  });
}

function membershipsOf(cover: AgentCover, before: Reading, after: Reading, at: number): EditedMembership[] {
  const { agent, by } = cover;
  return before.desired.groups.flatMap((group, index) =>
    [agent, ...(by === undefined ? [] : [by])].flatMap((agentNumber): EditedMembership[] => {
      const now = after.desired.groups[index];
      const [had, has] = [stepsIn(group, agentNumber), now === undefined ? [] : stepsIn(now, agentNumber)];
      if (sameSteps(had, has)) return [];
      const [was, is] = [priorityAt(had, at), priorityAt(has, at)];
      const { displayName, exten } = group;
      return [
        {
          displayName,
          ...(exten !== undefined && { exten }),
          agentNumber,
          ...(was !== is && was !== undefined && { before: was }),
          ...(was !== is && is !== undefined && { after: is }),
        },
      ];
    }),
  );
}

/** What whoever asked should know: groups that keep the agent live, and a cover who changes nothing. */
function remarksOn({ agent, by }: AgentCover, before: Reading, after: Reading): AgentFinding[] {
  const changedOf = (agentNumber: string) =>
    before.desired.groups.filter((group, index) => {
      const now = after.desired.groups[index];
      return now === undefined || !sameSteps(stepsIn(group, agentNumber), stepsIn(now, agentNumber));
    });
  const staying = changedOf(agent).filter(({ membership }) => membership === "additive");
  const isIdle = by !== undefined && changedOf(by).length === 0;
  return [
    ...staying.map(
      ({ displayName }): AgentFinding => ({ code: "stays-live", severity: "warning", args: { agent, displayName } }),
    ),
    ...(isIdle ? [{ code: "cover-idle", severity: "warning", args: { agent, by } } as const] : []),
  ];
}
