import { isMap, isScalar } from "yaml";
import type { Entry } from "../config/declarations.js";
import { isDigits } from "../config/numbers.js";
import { type Member, sortMembers } from "../model/skillGroup.js";
import { type Definition, declare } from "./declare.js";
import { type Edit, nextLine } from "./edits.js";
import { type MemberList, memberListsOf } from "./memberLists.js";
import { remarkBehind } from "./nameRemarks.js";
import { endOf, isFlow, startOf } from "./nodes.js";
import type { Sound } from "./reading.js";
import type { ListScope } from "./rewriteLists.js";
import { type ListEdits, soundAfter, withListEdits } from "./soundTexts.js";
import { teamName } from "./teamNames.js";
import { quotedText, scalarText } from "./yamlText.js";

/** Shorter lists are equal by chance. */
const MIN_MEMBERS = 3;

export interface TeamProposing extends ListScope {
  /** The file for teams where no file has `teams` yet. */
  readonly file: string;
}

/** A group's list that could be a team's. */
interface Candidate {
  readonly list: MemberList;
  /** The group's number among all places. */
  readonly index: number;
  readonly displayName: string;
  readonly members: readonly Member[];
}

/**
 * Makes one team of member lists that are equal: the same agents with the same priorities. A team that is there already
 * and equals a list is used; a new one is made where at least two groups have the list. What the groups mean stays.
 *
 * @returns what the files are then, and how many teams are new
 */
export function proposeTeams(sound: Sound, proposing: TeamProposing): { sound: Sound; added: number } {
  const { declared, expand } = sound.reading;
  const equal = new Map<string, Candidate[]>();
  for (const one of candidates(sound, proposing)) {
    const key = keyOf(one.members);
    equal.set(key, [...(equal.get(key) ?? []), one]);
  }
  const existing = new Map<string, string>();
  for (const { team, at } of declared.teams.toReversed()) {
    const members = expand([{ kind: "team", name: team, nameAt: at, priority: undefined, at }]);
    if (members.every(({ spans }) => spans === undefined)) existing.set(keyOf(members), team);
  }
  const taken = new Set([...declared.teams.map(({ team }) => team), ...declared.agents.map(({ alias }) => alias)]);

  const uses: { readonly team: string; readonly lists: readonly Candidate[] }[] = [];
  const definitions: Definition[] = [];
  for (const [key, lists] of equal) {
    const known = existing.get(key);
    if (known === undefined && lists.length < 2) continue;
    const team =
      known ??
      teamName(
        lists.map(({ displayName }) => displayName),
        taken,
      );
    taken.add(team);
    uses.push({ team, lists });
    if (known === undefined && lists[0]) definitions.push(definitionOf(team, lists[0].list, sound));
  }
  if (uses.length === 0) return { sound, added: 0 };
  const defined = definitions.length === 0 ? sound : withTeams(sound, definitions, proposing);
  if (defined === undefined) return { sound, added: 0 };
  const places = new Map(candidates(defined, proposing).map((one) => [one.index, one]));
  const edits = uses.flatMap(({ team, lists }) =>
    lists.flatMap(({ index }): ListEdits[] => {
      const now = places.get(index);
      return now === undefined ? [] : [useTeam(team, now.list, defined)];
    }),
  );
  return { sound: withListEdits(defined, edits), added: definitions.length };
}

function withTeams(
  sound: Sound,
  definitions: readonly Definition[],
  { file, isShared }: TeamProposing,
): Sound | undefined {
  const { path, text } = declare("teams", definitions, sound.texts, file, isShared);
  return soundAfter(sound, new Map([...sound.texts, [path, text]]));
}

function keyOf(members: readonly Member[]): string {
  return sortMembers(members)
    .map(({ agentNumber, priority }) => `${agentNumber}:${priority}`)
    .join(" ");
}

function candidates({ texts, reading }: Sound, { isMeant, isNameOf }: TeamProposing): Candidate[] {
  const lists = memberListsOf(reading);
  return reading.places.flatMap(({ path, node, desired, declared }, index): Candidate[] => {
    const list = lists.ofGroup(index);
    const { members, displayName } = desired;
    if (list === undefined || members === undefined || declared.retired || !isMeant(list)) return [];
    const isOwn = list.path === path && list.users.size === 1 && list.teams.length === 0;
    const isPlain = list.entries.length === list.list.items.length && list.list.items.every(isPlainAgent);
    if (!isOwn || !isPlain || isFlow(node) || list.pair.value !== list.list) return [];
    const hasTwice = new Set(members.map(({ agentNumber }) => agentNumber)).size !== list.entries.length;
    if (hasTwice || members.length < MIN_MEMBERS || list.entries.some(({ kind }) => kind !== "agent")) return [];
    const numbers = members.map(({ agentNumber }) => agentNumber);
    return hasWords(list, numbers, texts.get(path) ?? "", isNameOf) ? [] : [{ list, index, displayName, members }];
  });
}

/** A number or a name, or that with a priority; with neither anchor nor alias. */
function isPlainAgent(item: unknown): boolean {
  const isPlain = (node: unknown) => isScalar(node) && node.anchor === undefined && node.tag === undefined;
  if (!isMap(item)) return isPlain(item);
  return (
    item.anchor === undefined &&
    item.items.every(({ key, value }) => isPlain(key) && isPlain(value) && /^(?:agent|priority)$/.test(String(key)))
  );
}

/** Are there comments in the list that say more than who an agent is? */
function hasWords(
  { list }: MemberList,
  numbers: readonly string[],
  text: string,
  isNameOf: TeamProposing["isNameOf"],
): boolean {
  const start = startOf(list);
  const end = isFlow(list) ? endOf(list) : nextLine(text, endOf(list) - 1);
  const names = list.items.flatMap((item, index) => {
    const remark = remarkBehind(item, text);
    return remark !== undefined && isNameOf(remark.text, numbers[index] ?? "") ? remark : [];
  });
  let rest = "";
  let done = start;
  for (const remark of names) {
    rest += text.slice(done, remark.start);
    done = remark.end;
  }
  return /(?:^|\s)#/.test(rest + text.slice(done, end));
}

function definitionOf(team: string, { path, list, entries }: MemberList, { texts }: Sound): Definition {
  const text = texts.get(path) ?? "";
  const written = entries.map((entry, index) => ({
    text: memberText(entry),
    remark: isDigits(entry.name) ? (remarkBehind(list.items[index], text)?.text ?? "") : "",
  }));
  return {
    inline: `${scalarText(team)}: [${written.map((one) => one.text).join(", ")}]`,
    lines: [
      `${scalarText(team)}:`,
      ...written.map((one) => `  - ${one.text}${one.remark === "" ? "" : ` ${one.remark}`}`),
    ],
  };
}

function memberText({ name, priority = 0 }: Entry): string {
  const agent = isDigits(name) ? quotedText(name) : scalarText(name);
  return priority === 0 ? agent : `{ agent: ${agent}, priority: ${priority} }`;
}

/** The team in the place of its members. */
function useTeam(team: string, { path, list }: MemberList, { texts }: Sound): ListEdits {
  const text = texts.get(path) ?? "";
  const entry = `{ team: ${scalarText(team)} }`;
  const [start, end] = [startOf(list), endOf(list)];
  if (isFlow(list)) return { path, edits: [{ start, end, text: `[${entry}]` }] };
  const remark = remarkBehind(list.items.at(-1), text);
  const edit: Edit = { start, end: Math.max(end, remark?.end ?? 0), text: `- ${entry}` };
  return { path, edits: [edit] };
}
