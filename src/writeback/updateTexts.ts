import { usersIn } from "../config/agentIndex.js";
import type { DesiredGroup } from "../config/desired.js";
import type { Moment } from "../config/time/moment.js";
import type { LiveGroup } from "../moor/live.js";
import { type Change, editedInParts } from "./editedInParts.js";
import { withLineEnd } from "./edits.js";
import type { AuthorFinding, Remarks } from "./findings.js";
import { groupEdits } from "./groupEdits.js";
import { type GroupPlace, type Reading, readTexts, type Sound } from "./reading.js";
import { settledLive } from "./settledLive.js";
import { teamSteps } from "./teamDrift.js";
import { unwritableMember } from "./writable.js";

/** A shared anchor may take a round for each group that shares it; this many is more than any file means. */
const MAX_ROUNDS = 12;
/** A team in a team may take a round of its own. */
const MAX_TEAM_ROUNDS = 4;

export interface UpdateRequest {
  /** The files of the account, which must be sound: text by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** The live group that each group of the files means, where there is one. */
  readonly match: (groups: readonly DesiredGroup[]) => ReadonlyMap<DesiredGroup, LiveGroup>;
  /** Live groups that this run is about; all where it is absent. */
  readonly only?: (live: LiveGroup) => boolean;
  /** Pin every group that has no pin. */
  readonly pin: boolean;
  /** What groups are matched with is all that their lists are to name, of additive lists as well. */
  readonly whole?: boolean;
  readonly remarks: Remarks;
  /** The instant of what is live, where the files use time. */
  readonly moment?: Moment | undefined;
}

/** What one list, or the settings of one group, is to say. */
interface PartChange extends Change {
  /** Tells it from all others, in every round. */
  readonly part: string;
}

export interface Updated {
  /** Only the texts that changed. */
  readonly changed: ReadonlyMap<string, string>;
  /** All texts as they are now, each with its last line ended. */
  readonly sound: Sound;
  readonly findings: readonly AuthorFinding[];
}

/**
 * Edits files so that they say what is live: in place and as little as can be, so that comments, order, quotes, names and
 * teams stay. Each round reads what the one before wrote; the last finds nothing left to do. Teams come first: what
 * happened to all groups of a team happened to the team. A list whose edits would leave a text that cannot be read stays
 * as it is, and is reported (`pull-unedited`); the others are edited all the same.
 *
 * @throws {Error} the texts are not sound to begin with
 */
export function updateTexts({
  texts,
  match,
  only = () => true,
  pin,
  whole = false,
  remarks,
  moment,
}: UpdateRequest): Updated {
  let sound = soundReading(new Map([...texts].map(([path, text]) => [path, withLineEnd(text)])), moment);
  const first = sound.reading;
  const hasSameGroups = ({ places }: Reading) => places.length === first.places.length;
  const findings = new Map<string, AuthorFinding>();
  const unedited = new Set<string>();
  for (let round = 0; round <= MAX_ROUNDS; round += 1) {
    const { texts: now, reading } = sound;
    const matches = match(reading.places.map(({ desired }) => desired));
    const meant = [...reading.places.entries()].flatMap(([index, place]) => {
      const live = matches.get(place.desired);
      return live !== undefined && only(live) ? [{ index, place, live }] : [];
    });
    const isOpen = ({ part }: PartChange) => !unedited.has(part);
    let changes = round < MAX_TEAM_ROUNDS ? teamChanges(sound, meant, whole).filter(isOpen) : [];
    if (changes.length === 0) {
      changes = meant.flatMap(({ index, place, live }) => {
        const editing = { reading, text: now.get(place.path) ?? "", pin, whole, remarks };
        const edited = groupEdits(place, live, editing);
        for (const finding of edited.findings) note(findings, finding);
        return (["settings", "members"] as const)
          .filter((kind) => edited[kind].length > 0)
          .map((kind) => ({ part: `${kind} ${index}`, edits: new Map([[place.path, edited[kind]]]) }))
          .filter(isOpen);
      });
    }
    if (changes.length === 0) break;
    if (round === MAX_ROUNDS) for (const { part } of changes) unedited.add(part);
    else sound = editedInParts(sound, changes, hasSameGroups, ({ part }) => unedited.add(part));
  }
  for (const finding of [...leftOut(first, unedited), ...notLive(first, match), ...unusedSince(first, sound.reading)])
    note(findings, finding);
  return { changed: changedOnly(texts, sound.texts), sound, findings: [...findings.values()] };
}

interface Meant {
  readonly index: number;
  readonly place: GroupPlace;
  readonly live: LiveGroup;
}

/** What happened to all groups of a team. */
function teamChanges({ texts, reading }: Sound, meant: readonly Meant[], whole: boolean): PartChange[] {
  if (reading.declared.teams.length === 0) return [];
  const targets = new Map(
    meant.flatMap(({ index, place, live }) => {
      const { declared } = place;
      if (declared.retired || declared.entries === undefined || unwritableMember(live.members) !== undefined) return [];
      const isAdditive = !whole && declared.membership.value === "additive";
      const settled = settledLive(place, live, reading, !isAdditive);
      if ("finding" in settled) return [];
      return [[index, { members: settled.members, isAdditive }] as const];
    }),
  );
  const members = meant.flatMap(({ live }) => live.members);
  const names = new Map(members.map(({ agentNumber, agentName = "" }) => [agentNumber, agentName]));
  return teamSteps(reading, targets).map(({ teams, steps }) => ({
    part: `team ${teams.join(" ")}`,
    edits: steps.edits(texts, reading.declared, names),
  }));
}

/** Lists and settings for which no edit was found. What a team could not say, its groups say. */
function leftOut({ places }: Reading, unedited: ReadonlySet<string>): AuthorFinding[] {
  return places.flatMap(({ desired: { displayName, source, settingSources } }, index): AuthorFinding[] => {
    const finding = { code: "pull-unedited", severity: "error" } as const;
    return [
      ...(unedited.has(`settings ${index}`)
        ? [{ ...finding, args: { displayName, part: "settings" as const }, source }]
        : []),
      ...(unedited.has(`members ${index}`)
        ? [{ ...finding, args: { displayName, part: "members" as const }, source: settingSources.members ?? source }]
        : []),
    ];
  });
}

function notLive({ places }: Reading, match: UpdateRequest["match"]): AuthorFinding[] {
  const matches = match(places.map(({ desired }) => desired));
  return places.flatMap(({ desired }): AuthorFinding[] => {
    const { displayName, source } = desired;
    if (matches.has(desired)) return [];
    return [{ code: "pull-not-live", severity: "warning", args: { displayName }, source }];
  });
}

/** Teams that no group uses any more. */
function unusedSince(before: Reading, after: Reading): AuthorFinding[] {
  const usedIn = ({ declared }: Reading) => {
    const users = usersIn(declared);
    return declared.teams.filter(({ team }) => users.ofTeam(team).length > 0);
  };
  const used = new Set(usedIn(after).map(({ team }) => team));
  return usedIn(before)
    .filter(({ team }) => !used.has(team))
    .flatMap(({ team }): AuthorFinding[] => {
      const source = after.declared.teams.find((one) => one.team === team)?.at;
      return [{ code: "pull-team-unused", severity: "warning", args: { team }, ...(source && { source }) }];
    });
}

function soundReading(texts: ReadonlyMap<string, string>, moment: Moment | undefined): Sound {
  const reading = readTexts(texts, moment);
  if (!("findings" in reading)) return { texts, reading };
  const first = reading.findings.find(({ severity }) => severity === "error");
  throw new Error(`unsound: ${first?.code} at ${first?.source?.file}:${first?.source?.line}`);
}

/** Rounds find the same again. */
function note(findings: Map<string, AuthorFinding>, finding: AuthorFinding): void {
  const identity = JSON.stringify([finding.code, finding.args]);
  if (!findings.has(identity)) findings.set(identity, finding);
}

function changedOnly(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...after].filter(([path, text]) => text !== withLineEnd(before.get(path) ?? "")));
}
