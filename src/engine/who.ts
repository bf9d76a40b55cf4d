import type { DesiredGroup } from "../config/desired.js";
import type { Roster } from "../config/roster.js";
import { compareText } from "../model/skillGroup.js";
import type { LiveGroup, LiveState } from "../moor/live.js";
import { type Match, matchGroups } from "../plan/matchGroups.js";
import type { Finding } from "../report/messages/formatFinding.js";
import type { Offboarding, WhoAccount, WhoGroup } from "../report/who.js";

/** Everything that is known of an account. */
interface Known {
  readonly groups: readonly DesiredGroup[];
  readonly roster: Roster;
  /** Absent offline. */
  readonly live?: LiveState;
}

/** Where an agent is, in one account. Pure; what cannot be matched for certain comes back as warnings. */
export function whoIn(
  agentNumber: string,
  known: Known,
): Omit<WhoAccount, "account" | "diagnostics"> & { readonly findings: readonly Finding[] } {
  const { matches, unmanaged } = matchesOf(known);
  const rows = matches.flatMap(({ match, where }) => rowOf(agentNumber, match, where) ?? []);
  for (const group of unmanaged) rows.push(...liveRows(agentNumber, group));
  const groups = rows.sort(inOrder);
  const person = personOf(agentNumber, known);
  const concerned = matches.filter(({ match }) => memberOf(match.desired, agentNumber) !== undefined);
  return {
    agentNumber,
    ...person,
    groups,
    offboarding: offboardingOf(agentNumber, groups, known.roster),
    findings: concerned.flatMap(({ match: { finding } }) => (finding ? [{ ...finding, severity: "warning" }] : [])),
  };
}

type Placed = { readonly match: Match; readonly where: "asked" | "unread" };

function matchesOf({ groups, live }: Known): { matches: Placed[]; unmanaged: readonly LiveGroup[] } {
  if (live === undefined)
    return { matches: groups.map((desired) => ({ match: { desired }, where: "unread" })), unmanaged: [] };
  const { matches, unmanaged } = matchGroups(groups, live.groups);
  return { matches: matches.map((match) => ({ match, where: "asked" })), unmanaged };
}

function rowOf(agentNumber: string, { desired, live }: Match, where: Placed["where"]): WhoGroup | undefined {
  const wanted = memberOf(desired, agentNumber);
  const present = live && memberOf(live, agentNumber);
  if (wanted === undefined && present === undefined) return undefined;
  const exten = live?.exten ?? desired.exten;
  return {
    displayName: live?.displayName ?? desired.displayName,
    ...(exten === undefined ? {} : { exten }),
    ...(where === "unread"
      ? {}
      : { where: wanted === undefined ? "live" : present === undefined ? "files" : ("both" as const) }),
    managed: desired.members === undefined ? "no" : desired.membership,
    ...(wanted === undefined ? {} : { desired: { priority: wanted.priority, source: wanted.source } }),
    ...(present === undefined ? {} : { live: { priority: present.priority } }),
  };
}

function liveRows(agentNumber: string, group: LiveGroup): WhoGroup[] {
  const present = memberOf(group, agentNumber);
  if (present === undefined) return [];
  const { displayName, exten } = group;
  return [{ displayName, exten, where: "live", managed: "no", live: { priority: present.priority } }];
}

function memberOf<M extends { readonly agentNumber: string }>(
  group: { readonly members?: readonly M[] },
  agentNumber: string,
): M | undefined {
  return group.members?.find((member) => member.agentNumber === agentNumber);
}

/** The files' names for the agent, and where they are silent the account's. */
function personOf(agentNumber: string, { roster, live }: Known): { alias?: string; agentName?: string } {
  const [declared] = roster.declarationsOf(agentNumber);
  const agentName =
    declared?.name ?? live?.groups.map((group) => memberOf(group, agentNumber)?.agentName).find((name) => name);
  return {
    ...(declared === undefined ? {} : { alias: declared.alias }),
    ...(agentName === undefined ? {} : { agentName }),
  };
}

function offboardingOf(agentNumber: string, groups: readonly WhoGroup[], roster: Roster): Offboarding {
  return {
    entries: roster.mentionsOf(agentNumber),
    names: roster.declarationsOf(agentNumber).map(({ at }) => at),
    // An apply takes away only what the files do not want in a list that they manage to the last member.
    byHand: groups.flatMap(({ displayName, exten, live, managed }) =>
      live !== undefined && managed !== "exact" && exten !== undefined ? [{ displayName, exten }] : [],
    ),
  };
}

const ORDER = ["both", "files", "live"];

function inOrder(a: WhoGroup, b: WhoGroup): number {
  return (
    ORDER.indexOf(a.where ?? "") - ORDER.indexOf(b.where ?? "") ||
    compareText(a.displayName, b.displayName) ||
    compareText(a.exten ?? "", b.exten ?? "")
  );
}
