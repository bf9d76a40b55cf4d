import type { DesiredGroup } from "../config/desired.js";
import type { Moment } from "../config/time/moment.js";
import { compareText, type Member } from "../model/skillGroup.js";
import type { LiveGroup } from "../moor/live.js";
import { type EditedMembership, meaningOf } from "./editAgent.js";
import { likeBefore } from "./edits.js";
import type { AgentFinding, Remarks } from "./findings.js";
import { readTexts } from "./reading.js";
import { updateTexts } from "./updateTexts.js";

export interface SetMembersRequest {
  /** The files of the account, which must be sound: text by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** All members that groups are to have, by the groups' numbers; other groups stay as they are. */
  readonly members: ReadonlyMap<number, readonly Member[]>;
  readonly remarks: Remarks;
  /** The instant at which they are to have them, where the files use time. */
  readonly moment?: Moment | undefined;
}

export interface SetMembers {
  /** Only the texts that changed; none where a finding is an error. */
  readonly changed: ReadonlyMap<string, string>;
  readonly memberships: readonly EditedMembership[];
  /** Teams that were written out. */
  readonly teams: readonly { readonly displayName: string; readonly team: string }[];
  readonly findings: readonly AgentFinding[];
}

/** Edits files so that groups have exactly these members, and nothing else changes. All of it is done, or nothing. */
export function setMembers({ texts, members, remarks, moment }: SetMembersRequest): SetMembers {
  const before = groupsOf(texts, moment);
  const wanted = before.map((group, index) => withMembers(group, members.get(index)));
  const differing = new Set(wanted.flatMap((group, index) => (isSame(group, before[index]) ? [] : index)));
  if (differing.size === 0) return { changed: new Map(), memberships: [], teams: [], findings: [] };
  const { changed, findings } = updateTexts({
    texts,
    match: (groups) =>
      new Map(
        [...groups.entries()].flatMap(([index, group]) =>
          differing.has(index) ? [[group, targetOf(group, members.get(index) ?? [])] as const] : [],
        ),
      ),
    pin: false,
    whole: true,
    remarks,
    moment,
  });
  const after = groupsOf(new Map([...texts, ...changed]), moment);
  const failed = findings.some(({ code }) => code === "pull-unedited");
  if (failed || wanted.some((group, index) => !isSame(group, after[index]))) {
    const paths = [...new Set([...differing].map((index) => before[index]?.source.file ?? ""))].sort(compareText);
    const finding: AgentFinding = { code: "edit-failed", severity: "error", args: { paths } };
    return { changed: new Map(), memberships: [], teams: [], findings: [finding] };
  }
  return {
    changed: new Map([...changed].map(([path, text]) => [path, likeBefore(text, texts.get(path) ?? "")])),
    memberships: [...differing].flatMap((index) => changesOf(before[index] as DesiredGroup, members.get(index) ?? [])),
    teams: findings.flatMap((finding) => (finding.code === "pull-team" ? finding.args : [])),
    findings: [],
  };
}

/** A group as it is to be; what an edit does not concern is as the files have it. */
function targetOf({ displayName, exten, assignRule }: DesiredGroup, members: readonly Member[]): LiveGroup {
  return { displayName, exten: exten ?? "", assignRule: assignRule ?? "", members };
}

function groupsOf(texts: ReadonlyMap<string, string>, moment: Moment | undefined): readonly DesiredGroup[] {
  const reading = readTexts(texts, moment);
  return "findings" in reading ? [] : reading.desired.groups;
}

type Meant = Parameters<typeof meaningOf>[0];

function withMembers(group: DesiredGroup, members: readonly Member[] | undefined): Meant {
  return members === undefined ? group : { ...group, members };
}

function isSame(a: Meant, b: Meant | undefined): boolean {
  return b !== undefined && JSON.stringify(meaningOf(a)) === JSON.stringify(meaningOf(b));
}

/** What a new member list changes. */
function changesOf({ displayName, exten, members }: DesiredGroup, wanted: readonly Member[]): EditedMembership[] {
  const had = new Map(members?.map(({ agentNumber, priority }) => [agentNumber, priority]));
  const has = new Map(wanted.map(({ agentNumber, priority }) => [agentNumber, priority]));
  return [...new Set([...had.keys(), ...has.keys()])].sort(compareText).flatMap((agentNumber) => {
    const [before, after] = [had.get(agentNumber), has.get(agentNumber)];
    if (before === after) return [];
    return {
      displayName,
      ...(exten !== undefined && { exten }),
      agentNumber,
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    };
  });
}
