import { type Document, isMap, isSeq, type YAMLSeq } from "yaml";
import { usersOfTeams } from "../config/agentIndex.js";
import type { Entry } from "../config/declarations.js";
import { followed, pairOf, type ReadPair } from "./nodes.js";
import type { Reading } from "./reading.js";

/** A member list where it is written, and all that it serves: a team, a group, or several of them by a YAML alias. */
export interface MemberList {
  readonly path: string;
  readonly document: Document;
  /** The key with the list itself, no alias of it. */
  readonly pair: ReadPair;
  readonly list: YAMLSeq;
  readonly entries: readonly Entry[];
  /** The teams that it is the list of. */
  readonly teams: readonly string[];
  /** Numbers of the groups that have its members, as their own or through a team. */
  readonly users: ReadonlySet<number>;
}

/** The member lists of all files. */
export interface MemberLists {
  readonly all: readonly MemberList[];
  /** The group's own; `undefined` where the files leave its members alone. */
  ofGroup(index: number): MemberList | undefined;
  ofTeam(team: string): MemberList | undefined;
}

type Growing = { -readonly [Part in keyof MemberList]: MemberList[Part] } & { teams: string[]; users: Set<number> };

export function memberListsOf({ declared, places, documents }: Reading): MemberLists {
  const lists = new Map<YAMLSeq, Growing>();
  const ofGroup = new Map<number, MemberList>();
  const ofTeam = new Map<string, MemberList>();
  const found = (path: string, document: Document, pair: ReadPair, entries: readonly Entry[]): Growing | undefined => {
    const list = followed(pair.value, document);
    if (!isSeq(list)) return undefined;
    const one = lists.get(list) ?? { path, document, pair, list, entries, teams: [], users: new Set() };
    lists.set(list, one);
    if (pair.value === list) one.pair = pair;
    return one;
  };

  const entriesOf = new Map(declared.teams.map(({ team, entries }) => [team, entries]));
  const users = usersOfTeams(declared.teams, declared.groups);
  const numbers = new Map(declared.groups.map((group, index) => [group, index]));
  for (const [path, all] of documents) {
    for (const document of all) {
      const teams = followed(pairOf(document.contents, "teams")?.value, document);
      for (const pair of isMap(teams) ? teams.items : []) {
        const team = String(followed(pair.key, document));
        const one = found(path, document, pair, entriesOf.get(team) ?? []);
        if (one === undefined) continue;
        one.teams.push(team);
        for (const group of users.get(team) ?? []) one.users.add(numbers.get(group) ?? -1);
        ofTeam.set(team, one);
      }
    }
  }
  for (const [index, { path, document, node, declared: group }] of places.entries()) {
    const pair = pairOf(node, "members");
    const one = pair && group.entries && found(path, document, pair, group.entries);
    if (one === undefined) continue;
    one.users.add(index);
    ofGroup.set(index, one);
  }
  return {
    all: [...lists.values()],
    ofGroup: (index) => ofGroup.get(index),
    ofTeam: (team) => ofTeam.get(team),
  };
}
