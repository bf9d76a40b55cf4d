import type { DesiredGroup } from "../config/desired.js";
import type { Moment } from "../config/time/moment.js";
import { type Member, plainMember, sameMembers } from "../model/skillGroup.js";
import type { LiveGroup } from "../moor/live.js";
import { likeBefore } from "./edits.js";
import type { AuthorFinding, Remarks } from "./findings.js";
import type { People } from "./nameAgents.js";
import { rewriteLists } from "./rewriteLists.js";
import { soundTexts } from "./soundTexts.js";
import { updateTexts } from "./updateTexts.js";
import { appendGroups, splitFiles, writeGroups } from "./writeState.js";

/** Where groups go that no file names: behind the last one of a file, or into a file each. */
export type NewGroups = { readonly file: string } | { readonly folder: string };

export interface PullRequest {
  /** The files of the account as they are: text by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** The groups that those declare. */
  readonly desired: readonly DesiredGroup[];
  readonly live: readonly LiveGroup[];
  readonly match: (groups: readonly DesiredGroup[]) => ReadonlyMap<DesiredGroup, LiveGroup>;
  /** Live groups that this run is about. */
  readonly only: (live: LiveGroup) => boolean;
  /** Live groups that need no entry. */
  readonly isIgnored: (displayName: string) => boolean;
  readonly newGroups: NewGroups;
  /** Files for `agents` and `teams` where no file has them yet. */
  readonly definitions: { readonly agents: string; readonly teams: string };
  /** Pin every group. Of groups that the files name, nothing else is changed then. */
  readonly pin: boolean;
  readonly remarks: Remarks;
  /** Names from `agents` in place of numbers; absent: numbers stay. */
  readonly people?: People | undefined;
  /** One team in place of equal lists. */
  readonly teams?: boolean;
  /** Files that other accounts read as well: names that this account has mean nothing there. */
  readonly isShared?: (path: string) => boolean;
  /** The instant of what is live, where the files use time. */
  readonly moment?: Moment | undefined;
}

export interface PulledFile {
  readonly path: string;
  /** Absent where the file is new. */
  readonly before?: string;
  readonly text: string;
}

export interface Pulled {
  /** Files to be written, by path; those that are right already are not among them. */
  readonly files: readonly PulledFile[];
  /** Groups that no file named and one does now. */
  readonly added: number;
  /** Names and teams that no file had and one does now. */
  readonly names: number;
  readonly teams: number;
  /** Groups that the files name and that are not what is live: they were only pinned. */
  readonly onlyPinned: number;
  readonly findings: readonly AuthorFinding[];
}

/** The live state as files: those that are there changed as little as can be, and what they do not name beside it. */
export function pullFiles(request: PullRequest): Pulled {
  const { texts, desired, live, only, pin, remarks, newGroups, moment } = request;
  const matches = request.match(desired);
  const desiredOf = new Map([...matches].map(([group, found]) => [found, group]));
  const once = new Map(live.map((group) => [group, listedOnce(group, desiredOf.get(group))]));
  const single = (group: LiveGroup): LiveGroup => once.get(group)?.group ?? group;
  const originals = new Map<LiveGroup, LiveGroup>();
  const match: PullRequest["match"] = (groups) =>
    new Map(
      [...request.match(groups)].map(([group, found]) => {
        const shown = pin ? asWritten(group, found) : single(found);
        originals.set(shown, found);
        return [group, shown];
      }),
    );
  const isMeant = (shown: LiveGroup): boolean => only(originals.get(shown) ?? shown);
  const updated = texts.size === 0 ? undefined : updateTexts({ texts, match, only: isMeant, pin, remarks, moment });
  const after = new Map(updated?.changed);
  const about = live.filter((group) => only(group) && (desiredOf.has(group) || !request.isIgnored(group.displayName)));
  const unnamed = about.filter((group) => !desiredOf.has(group)).map(single);
  const namesInUse = new Set(desired.map(({ displayName }) => displayName));
  const { written, findings } = writeGroups(unnamed, live, { pin, remarks, namesInUse });
  if ("folder" in newGroups) {
    const prefix = `${newGroups.folder}/`;
    const taken = [...texts.keys()].filter((path) => path.startsWith(prefix)).map((path) => nameOf(path, prefix));
    for (const { path, text } of splitFiles(newGroups.folder, written, new Set(taken))) after.set(path, text);
  } else if (written.length > 0 || texts.size === 0) {
    const { file } = newGroups;
    const text = after.get(file) ?? texts.get(file) ?? "";
    after.set(file, text === "" && written.length === 0 ? "version: 1\ngroups: []\n" : appendGroups(text, written));
  }
  const isAdded = written.length > 0 || updated === undefined;
  const sound = isAdded ? soundTexts(new Map([...texts, ...after]), moment) : updated.sound;
  const listed = sound && rewriteLists(sound, request);
  for (const [path, text] of listed?.changed ?? []) after.set(path, text);
  const files = [...after].map(([path, text]) => {
    const before = texts.get(path);
    return before === undefined ? { path, text } : { path, before, text: likeBefore(text, before) };
  });
  const named = [...matches].filter(([, found]) => only(found));
  return {
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    added: written.length,
    names: listed?.names ?? 0,
    teams: listed?.teams ?? 0,
    onlyPinned: pin ? named.filter(([group, found]) => differs(group, single(found))).length : 0,
    findings: [...(updated?.findings ?? []), ...findings, ...about.flatMap((group) => once.get(group)?.findings ?? [])],
  };
}

/** The live group as if it were what the files say. */
function asWritten(group: DesiredGroup, live: LiveGroup): LiveGroup {
  const { displayName, assignRule = live.assignRule, memory, members = live.members } = group;
  return { ...live, displayName, assignRule, ...(memory !== undefined && { memory }), members };
}

/** Is anything that the group manages otherwise in the account? */
function differs(group: DesiredGroup, live: LiveGroup): boolean {
  const wanted = asWritten(group, live);
  const listed = group.membership === "exact" ? live.members : live.members.filter(isNamed(group.members ?? []));
  return (
    wanted.displayName !== live.displayName ||
    wanted.assignRule !== live.assignRule ||
    wanted.memory !== live.memory ||
    (group.members !== undefined && !sameMembers(wanted.members.map(plainMember), listed))
  );
}

function isNamed(members: readonly Member[]): (member: Member) => boolean {
  const named = new Set(members.map(({ agentNumber }) => agentNumber));
  return ({ agentNumber }) => named.has(agentNumber);
}

function nameOf(path: string, prefix: string): string {
  return path.slice(prefix.length).replace(/\.ya?ml$/i, "");
}

/** A live group as files can say it, and what they cannot. */
export interface ListedOnce {
  readonly group: LiveGroup;
  readonly findings: readonly AuthorFinding[];
}

/**
 * A live list may hold an agent twice, with two priorities; files may not. One is written: that of the files where the
 * live list has it, else the smallest, so that the server's order does not matter.
 *
 * @param desired the group of the files that is to say what this one has
 */
export function listedOnce(live: LiveGroup, desired?: DesiredGroup): ListedOnce {
  const priorities = new Map<string, number[]>();
  for (const { agentNumber, priority } of live.members)
    priorities.set(agentNumber, [...(priorities.get(agentNumber) ?? []), priority]);
  if (priorities.size === live.members.length) return { group: live, findings: [] };
  const wanted = new Map(desired?.members?.map(({ agentNumber, priority }) => [agentNumber, priority]));
  const written = new Map(
    [...priorities].map(([agentNumber, listed]) => {
      const own = wanted.get(agentNumber);
      return [agentNumber, own !== undefined && listed.includes(own) ? own : Math.min(...listed)];
    }),
  );
  const left = new Set(priorities.keys());
  const members = live.members.filter(
    ({ agentNumber, priority }) => written.get(agentNumber) === priority && left.delete(agentNumber),
  );
  const { displayName, exten } = live;
  // An additive group is not concerned with agents that it does not name.
  const isManaged = (agentNumber: string): boolean =>
    desired === undefined ||
    (desired.members !== undefined && (desired.membership === "exact" || wanted.has(agentNumber)));
  const findings = [...priorities].flatMap(([agentNumber, listed]): AuthorFinding[] => {
    const priority = written.get(agentNumber);
    if (priority === undefined || new Set(listed).size === 1 || !isManaged(agentNumber)) return [];
    const args = { displayName, exten, agentNumber, priorities: listed.toSorted((a, b) => a - b), written: priority };
    return [{ code: "pull-twice", severity: "warning", args }];
  });
  return { group: { ...live, members }, findings };
}
