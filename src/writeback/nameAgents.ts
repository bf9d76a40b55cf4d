import { isAlias, isScalar } from "yaml";
import { isDigits } from "../config/numbers.js";
import { compareText } from "../model/skillGroup.js";
import { aliasNames } from "./aliasNames.js";
import { type Definition, declare } from "./declare.js";
import type { Edit } from "./edits.js";
import { type MemberList, memberListsOf } from "./memberLists.js";
import { remarkBehind } from "./nameRemarks.js";
import { endOf, pairOf, startOf } from "./nodes.js";
import type { Sound } from "./reading.js";
import type { ListScope } from "./rewriteLists.js";
import { type ListEdits, soundAfter, withListEdits } from "./soundTexts.js";
import { commentText, quotedText, scalarText } from "./yamlText.js";

/** The people of an account, as names for files. */
export interface People {
  /** Number → name, of all agents that the account is known to have. */
  readonly names: ReadonlyMap<string, string>;
  /** The comment behind agents of a sort, such as disabled ones. */
  readonly remarkOf: (agentNumber: string) => string | undefined;
}

export interface Naming extends ListScope {
  readonly people: People;
  /** The file for names where no file has `agents` yet. */
  readonly file: string;
}

/**
 * Gives the agents of member lists names: those that `agents` has, and new ones from the account, which are added to it.
 * A comment behind a number that says no more than the name goes.
 *
 * @returns what the files are then, and how many names are new
 */
export function nameAgents(sound: Sound, naming: Naming): { sound: Sound; added: number } {
  const { people, isMeant } = naming;
  const { agents, teams } = sound.reading.declared;
  const known = new Set(agents.map(({ number }) => number));
  const bare = new Set(
    memberListsOf(sound.reading)
      .all.filter(isMeant)
      .flatMap((list) => places(list).map(({ number }) => number)),
  );
  const unnamed = [...bare].filter((number) => !known.has(number)).sort(byNumber);
  // A team's name in a list would be read as a mistake for the team.
  const taken = [...agents.map(({ alias }) => alias), ...teams.map(({ team }) => team)];
  const fresh = aliasNames(unnamed, people.names, taken);
  const declared = fresh.size === 0 ? sound : withDefinitions(sound, fresh, naming);
  const edits = memberListsOf(declared.reading)
    .all.filter(isMeant)
    .flatMap((list): ListEdits[] => {
      const some = listEdits(list, declared, naming);
      return some.length === 0 ? [] : [{ path: list.path, edits: some }];
    });
  return { sound: withListEdits(declared, edits), added: declared === sound ? 0 : fresh.size };
}

function byNumber(a: string, b: string): number {
  return a.length - b.length || compareText(a, b);
}

function withDefinitions(sound: Sound, fresh: ReadonlyMap<string, string>, { people, file, isShared }: Naming): Sound {
  const { names, remarkOf } = people;
  const definitions = [...fresh].map(([number, alias]): Definition => {
    const name = names.get(number) ?? alias;
    const inline = `${scalarText(alias)}: { number: ${quotedText(number)}, name: ${scalarText(name)} }`;
    const remark = remarkOf(number);
    return { inline, lines: [remark === undefined ? inline : `${inline} # ${commentText(remark)}`] };
  });
  const { path, text } = declare("agents", definitions, sound.texts, file, isShared);
  return soundAfter(sound, new Map([...sound.texts, [path, text]])) ?? sound;
}

/** Numbers of a list that stand where a name could. */
function places({ list, entries }: MemberList): { readonly index: number; readonly number: string; node: unknown }[] {
  return entries.flatMap(({ kind, name }, index) => {
    const item = list.items[index];
    const node = pairOf(item, "agent")?.value ?? item;
    return kind === "agent" && isDigits(name) && isScalar(node) && !isAlias(item) ? { index, number: name, node } : [];
  });
}

function listEdits(one: MemberList, { texts, reading }: Sound, { people, isNameOf }: Naming): Edit[] {
  const text = texts.get(one.path) ?? "";
  const declared = new Map(reading.declared.agents.toReversed().map((agent) => [agent.number, agent]));
  return places(one).flatMap(({ index, number, node }): Edit[] => {
    const agent = declared.get(number);
    if (agent === undefined) return [];
    const [start, end] = [startOf(node), endOf(node)];
    const remark = remarkBehind(one.list.items[index], text);
    const known = people.names.get(number)?.trim();
    const isSaid = known === agent.alias || known === agent.name?.trim();
    const goes = remark !== undefined && isSaid && isNameOf(remark.text, number);
    return [
      { start, end, text: scalarText(agent.alias) },
      ...(goes ? [{ start: remark.start, end: remark.end, text: "" }] : []),
    ];
  });
}
