import type { DesiredGroup } from "../config/desired.js";
import type { Moment } from "../config/time/moment.js";
import { compareText, type Member } from "../model/skillGroup.js";
import { extentOf } from "../model/span.js";
import { type AgentEdit, type AgentSteps, agentSteps, isEverIn, priorityIn } from "./agentSteps.js";
import { applied } from "./editedInParts.js";
import { type Edit, likeBefore, withLineEnd } from "./edits.js";
import type { AgentFinding } from "./findings.js";
import { type Reading, readTexts } from "./reading.js";
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
  const before = read(whole, moment);
  if (before === undefined) throw new Error("the texts are not sound");
  let goals: AgentSteps["goals"] = new Map();
  let findings: readonly AgentFinding[] = [];
  let [now, reading] = [whole, before];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    let edits: ReadonlyMap<string, readonly Edit[]>;
    if (edit.kind === "rename") edits = renameEdits(edit, reading, now);
    else {
      const work = agentSteps(edit, before, reading);
      // Later rounds find the same again, or what the first has made so.
      if (round === 0) ({ goals, findings } = work);
      if (findings.some(({ severity }) => severity === "error")) break;
      edits = work.steps.edits(now, reading.declared);
    }
    if ([...edits.values()].every((some) => some.length === 0)) break;
    const next = edited(now, edits, reading);
    const again = next && read(next, moment);
    if (next === undefined || again === undefined) return failed([...edits.keys()]);
    [now, reading] = [next, again];
  }
  if (findings.some(({ severity }) => severity === "error")) return { changed: new Map(), memberships: [], findings };
  const changed = new Map([...now].filter(([path, text]) => text !== whole.get(path)));
  if (!isAsAsked(before, reading, goals, edit)) return failed([...changed.keys()]);
  return {
    changed: new Map([...changed].map(([path, text]) => [path, likeBefore(text, texts.get(path) ?? "")])),
    memberships: membershipsOf(before, reading, goals, edit),
    findings,
  };
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

/** Do the files say what was asked, and of all else what they said before? */
function isAsAsked(
  before: Reading,
  after: Reading,
  goals: AgentSteps["goals"],
  edit: AgentEdit | AliasChange,
): boolean {
  const wanted = before.desired.groups.map((group, index) => meaningOf(group, goals.get(index)));
  const found = after.desired.groups.map((group) => meaningOf(group));
  const aliasIn = (alias: string) => (edit.kind === "rename" && alias === edit.alias ? edit.to : alias);
  const agents = ({ declared }: Reading, aliasOf: typeof aliasIn) =>
    declared.agents.map(({ alias, number, name }) => [aliasOf(alias), number, name]);
  const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  return (
    isSame(wanted, found) &&
    (edit.kind === "rename" ? isSame(timesIn(before), timesIn(after)) : keepsTimes(before, after, edit)) &&
    isSame(
      agents(before, aliasIn),
      agents(after, (alias) => alias),
    )
  );
}

/** @param after what is over by then is left out */
function timesIn(
  { desired }: Reading,
  isMeant: (agentNumber: string) => boolean = () => true,
  after = Number.NEGATIVE_INFINITY,
): string[][] {
  return desired.groups.map(({ timeline, members = [] }) =>
    timesOf(
      (timeline ?? members).filter(
        ({ agentNumber, spans }) =>
          isMeant(agentNumber) && (extentOf(spans)?.until ?? Number.POSITIVE_INFINITY) > after,
      ),
    ),
  );
}

/**
 * Do all others come and go when they did, does whoever is taken out of all groups not come back, and does whoever follows
 * a colleague do so for the same time?
 */
function keepsTimes(before: Reading, after: Reading, edit: AgentEdit): boolean {
  const by = "by" in edit ? edit.by : undefined;
  const isOther = (agentNumber: string) => agentNumber !== edit.agent && agentNumber !== by;
  const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const at = before.moment?.at ?? Number.NEGATIVE_INFINITY;
  const of = (reading: Reading, agent: string) => timesIn(reading, (agentNumber) => agentNumber === agent, at);
  if (!isSame(timesIn(before, isOther), timesIn(after, isOther))) return false;
  const isGone = edit.kind === "replace" || (edit.kind === "remove" && edit.from === undefined);
  if (isGone && edit.agent !== by && of(after, edit.agent).some((times) => times.length > 0)) return false;
  if (by === undefined || before.moment === undefined) return true;
  const [had, own] = [of(before, edit.agent), of(before, by)];
  const plain = (times: readonly string[] = [], agent: string) => times.map((one) => one.slice(agent.length));
  return of(after, by).every(
    (times, group) => own[group]?.length !== 0 || isSame(plain(times, by), plain(had[group], edit.agent)),
  );
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
